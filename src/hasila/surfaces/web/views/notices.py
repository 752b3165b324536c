"""The notices of whoever is signed in: what they must know, newest first, until they have marked it as read."""

from __future__ import annotations

from datetime import date, datetime
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hasila.institution.notices import Notice, mark_read, unread
from hasila.surfaces import formats
from hasila.surfaces.web.boxes import boxed, isolated

PAGE = 30


def words(notice: Notice) -> SafeString:
    """What the notice says, in the reader's language, each parameter kept together."""
    text = conditional_escape(_(notice.text))
    shown = {name: _box(_shown(value)) for name, value in notice.params.items()}
    return mark_safe(text % shown if shown else text)  # noqa: S308 - the text was escaped, and so is each parameter


def _box(text: str) -> SafeString:
    """A reference or a number stays on one line, left to right; words keep their own direction."""
    return boxed(text) if text.isascii() and " " not in text else isolated(text)


def _shown(value: Any) -> str:
    match value:
        case {"moment": str(when)}:
            return formats.format_datetime(timezone.localtime(datetime.fromisoformat(when)))
        case {"day": str(day)}:
            return formats.format_date(date.fromisoformat(day))
        case {"text": str(text)}:
            return _(text)
        case {"unit": [str(arabic), str(french)]}:
            return arabic if formats.language() == "ar" else french
        case int():
            return formats.format_number(value)
    return str(value)


@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """The list."""
    actor = request.actor.id  # type: ignore[attr-defined]
    pages = Paginator(Notice.objects.filter(recipient=actor).order_by("-made_at"), PAGE)
    page = pages.get_page(request.GET.get("page"))
    rows = [SimpleNamespace(notice=notice, words=words(notice)) for notice in page]
    return render(request, "web/notices.html", {"rows": rows, "page": page, "unread": unread(actor)})


@require_POST
def read(request: HttpRequest, notice: UUID | None = None) -> HttpResponse:
    """Marks one notice as read, or all of them; another's can't be marked."""
    actor = request.actor.id  # type: ignore[attr-defined]
    if notice is not None and not Notice.objects.filter(recipient=actor, pk=notice).exists():
        raise Http404
    mark_read(actor, notice)
    return redirect("web:notices")
