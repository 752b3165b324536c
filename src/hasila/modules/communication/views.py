"""The page of the claim checker: a text comes in, and is shown beside what the register says of its numbers.

It is open to everyone of the service: article and register are public, no person's file is touched, and whoever answers
a journalist in a town needs it as much as the head office. Only a communicator drafts a statement from it.
"""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any, cast
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hasila.assurance.steps import openings
from hasila.institution.accounts import AccountKind
from hasila.institution.figures.editions import register
from hasila.kernel.access import Actor
from hasila.kernel.procedures import Transition
from hasila.kernel.refusals import Refused
from hasila.modules.communication.checked import CheckedText, keep, kept, of_item
from hasila.modules.communication.checker import Claim, Verdict
from hasila.modules.communication.forms import ArticleForm
from hasila.modules.communication.incoming import text_of
from hasila.modules.communication.items import PublishedItem, PublishedItems
from hasila.modules.communication.reading import LABELS, SIGNS, TONES, Read, paragraphs, read
from hasila.modules.communication.statements import FactStatement, FactStatements
from hasila.modules.communication.suggestions import item_of
from hasila.modules.communication.wording import figure_words, in_language
from hasila.surfaces.web.boxes import boxed, isolated
from hasila.surfaces.web.display import record_url
from hasila.surfaces.web.refusing import RefusalError, problem_of
from hasila.surfaces.web.views.records import find

_NUMBERS = re.compile(r"([−+-]?\d+(?:[.,\u00a0\u202f]\d+)*(?:[\u00a0\u202f ]?%)?)")
SHORT = 16
"""Characters of a number that is not broken over two lines."""


def _staff_only(request: HttpRequest) -> Actor:
    if request.user.kind != AccountKind.STAFF:  # type: ignore[union-attr]
        raise Http404(_("This page is not open to you."))
    return request.actor  # type: ignore[attr-defined]


@require_http_methods(["GET", "HEAD", "POST"])
def claims(request: HttpRequest) -> HttpResponse:
    """The form; what is sent is kept, and shown at an address of its own."""
    actor = _staff_only(request)
    form = ArticleForm(request.POST, request.FILES) if request.method == "POST" else ArticleForm()
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            said = form.cleaned_data
            try:
                text, language = text_of(said["text"] or "", said["file"])
            except Refused as refused:
                field = refused.refusal.field or ("file" if said["file"] else "text")
                form.add_error(field, RefusalError(problem_of(refused.refusal), refused.refusal.code))
            else:
                assert actor.id is not None
                about = {name: said[name] for name in ("headline", "outlet", "address", "published_on")}
                made = keep(text, actor.id, language=language, **about)
                return redirect("communication:checked", made.name)
    return render(request, "communication/claims.html", {"form": form}, status=status)


@require_safe
def checked(request: HttpRequest, name: str) -> HttpResponse:
    """A text beside its claims. `?claim=` says which one is open."""
    actor = _staff_only(request)
    text = kept(name)
    if text is None:
        raise Http404(_("This text is not kept any more, or there is none at this address."))
    return _beside(request, actor, text, _follow(text, actor), checked=text.name)


@require_safe
def item(request: HttpRequest, named: str) -> HttpResponse:
    """A followed article beside its claims, as the register stands today."""
    actor = _staff_only(request)
    found = cast(PublishedItem, find(request, PublishedItems, named))
    file = SimpleNamespace(url=record_url(found), label=_("Its file: %(state)s") % {"state": found.state_label})
    return _beside(request, actor, of_item(found), file, item=found.reference)


@require_safe
def answered(request: HttpRequest, named: str) -> HttpResponse:
    """From a statement to the claim that it answers: in the article's file, else in the text as long as it is kept."""
    _staff_only(request)
    statement = cast(FactStatement, find(request, FactStatements, named))
    chosen = f"?{urlencode({'claim': statement.claim})}" if statement.claim else ""
    if statement.item is not None:
        return redirect(reverse("communication:item", args=[statement.item.reference]) + chosen)
    if kept(statement.checked) is None:
        raise Http404(_("The text that it answers is not kept any more, or it answers none that was checked."))
    return redirect(reverse("communication:checked", args=[statement.checked]) + chosen)


def _beside(request: HttpRequest, actor: Actor, text: CheckedText, file: Any, **given: str) -> HttpResponse:
    """A text beside its claims. file: the way to the article's file. given: by what a draft knows the text."""
    result = read(text.text, register(), text.language, text.published_on)
    chosen = result.at(request.GET.get("claim", "")) or next(iter(result.contradicted), None)
    drafts = FactStatements.draft in openings(FactStatements, actor)
    shown = [_finding(one, one is chosen, given if drafts else {}) for one in result.claims]
    by_place = {one.place: one for one in shown}
    context = {
        "text": text,
        "direction": "rtl" if text.language == "ar" else "ltr",
        "paragraphs": [
            [piece if isinstance(piece, str) else by_place[str(piece.start)] for piece in line]
            for line in paragraphs(text.text, result.claims)
        ],
        "findings": shown,
        "counts": _counts(result),
        "follow": file,
    }
    return render(request, "communication/checked.html", context)


def _counts(result: Read) -> list[Any]:
    order = (Verdict.CONTRADICTED, Verdict.CONFIRMED, Verdict.UNKNOWN)
    return [
        SimpleNamespace(verdict=str(one), sign=SIGNS[one], label=LABELS[one], number=result.count(one)) for one in order
    ]


def _finding(claim: Claim, chosen: bool, given: dict[str, str]) -> SimpleNamespace:
    """A claim as the page lists it. given: by what a draft knows the text; empty where the reader drafts nothing."""
    place = str(claim.start)
    contradicted = claim.verdict == Verdict.CONTRADICTED
    return SimpleNamespace(
        place=place,
        text=claim.text,
        short=len(claim.text) <= SHORT,
        verdict=str(claim.verdict),
        sign=SIGNS[claim.verdict],
        label=LABELS[claim.verdict],
        tone=TONES[claim.verdict],
        chosen=chosen,
        title=claim.figure.label if claim.figure is not None else "",
        reason=_with_numbers(claim.reason),
        rows=_rows(claim),
        draft=_opening(FactStatements.draft, **given, claim=place) if contradicted and given else "",
    )


def _with_numbers(text: str) -> SafeString:
    """A sentence with each number in a box of its own, so that no sign changes sides."""
    parts = [(boxed(part) if place % 2 else part,) for place, part in enumerate(_NUMBERS.split(text))]
    return format_html_join("", "{}", parts)


def _rows(claim: Claim) -> list[tuple[Any, Any]]:
    """What stands beside a claim: the official figure, what it counts, where it is printed, what else was meant."""
    language = (get_language() or "ar")[:2]
    found: list[tuple[Any, Any]] = []
    if claim.figure is not None:
        if claim.printed is not None and claim.printed.value is not None:
            found.append((_("Official figure"), isolated(figure_words(claim.figure, claim.printed, language))))
            found.append((_("Period"), boxed(claim.printed.period)))
        found.append((_("Definition"), isolated(in_language(claim.figure.definition, language))))
        if claim.printed is not None:
            found.append((_("Source"), isolated(claim.printed.source.title)))
    if claim.nearest is not None and claim.nearest_figure is not None:
        words = figure_words(claim.nearest_figure, claim.nearest, language)
        found.append((_("The number belongs to"), _with_numbers(f"{claim.nearest_figure.label}: {words}")))
    return found


def _opening(step: Transition, **given: str) -> str:
    """The address of an opening, filled in from a checked text."""
    address = reverse("web:open", args=[*step.procedure.key.split("."), step.name])
    return f"{address}?{urlencode(given)}"


def _follow(text: CheckedText, actor: Actor) -> SimpleNamespace | None:
    """The way to the article's file, where it is followed; else to the form that opens one, for who may."""
    if PublishedItems.follow not in openings(PublishedItems, actor):
        return None
    item = item_of(text)
    if item is not None:
        return SimpleNamespace(url=record_url(item), label=_("Its file: %(state)s") % {"state": item.state_label})
    return SimpleNamespace(url=_opening(PublishedItems.follow, checked=text.name), label=_("Follow this article"))
