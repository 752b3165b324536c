"""The page of the registers of persons held: choose a place and a period, print, see the visits of the prosecution."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hasila.assurance.purposes import purposes_of
from hasila.assurance.readings import EXPORT, check_stated
from hasila.institution import law
from hasila.institution.units import Unit
from hasila.kernel.access import Actor, roles_of
from hasila.kernel.refusals import Refused
from hasila.modules.casefiles import clocks, custody_book
from hasila.modules.casefiles.custody_visits import CustodyVisits
from hasila.modules.casefiles.holding_choices import Book
from hasila.plain.moments import typed_day
from hasila.surfaces.formats import format_datetime
from hasila.surfaces.print.book import paper_of_book
from hasila.surfaces.print.giving import give
from hasila.surfaces.reading import keep_search
from hasila.surfaces.web.boxes import boxed, isolated
from hasila.surfaces.web.display import record_url, tone
from hasila.surfaces.web.frame import today
from hasila.surfaces.web.purpose import remember_search, searching_for
from hasila.surfaces.web.tables import table

DAYS = 30
SHOWN = 200
"""Entries that the page lists, the latest; the print has all of them."""


def _actor(request: HttpRequest) -> Actor:
    return request.actor  # type: ignore[attr-defined]


def _books(actor: Actor) -> list[tuple[str, Any]]:
    """The registers that the reader may see."""
    held = actor.roles(today())
    return [(code, label) for code, label in Book.choices if held & roles_of(custody_book.REGISTERS[code])]


def _day(text: str | None, otherwise: date) -> date:
    if not text:
        return otherwise
    try:
        return typed_day(text)
    except ValueError:
        raise Http404(_("There is no such day.")) from None


class Asked:
    """What is asked for, by the address or in a body: register, place, days.

    Raises:
        Http404: the reader may see none of the registers, or there is no such place or day.
    """

    def __init__(self, actor: Actor, sent: QueryDict) -> None:
        self.actor = actor
        self.books = _books(self.actor)
        if not self.books:
            raise Http404(_("This page is not open to you."))
        codes = [code for code, _label in self.books]
        given = sent.get("book", "")
        self.book = given if given in codes else codes[0]
        self.places = custody_book.places(self.actor)
        code = sent.get("unit", "")
        self.unit = next((unit for unit in self.places if unit.code == code), self.places[0] if self.places else None)
        self.last = _day(sent.get("to"), today())
        self.first = _day(sent.get("from"), self.last - timedelta(days=DAYS))

    @property
    def query(self) -> str:
        """The same, as the query of an address."""
        unit = self.unit.code if self.unit else ""
        return urlencode({"book": self.book, "unit": unit, "from": self.first.isoformat(), "to": self.last.isoformat()})


@require_safe
def book(request: HttpRequest) -> HttpResponse:
    """The registers: what is in one of them, its visits, and its print."""
    asked = Asked(_actor(request), request.GET)
    held = custody_book.entries(asked.book, asked.actor, asked.unit, asked.first, asked.last) if asked.unit else []
    visits = custody_book.visits_of(asked.actor, asked.unit, asked.book) if asked.unit else []
    month = [visit for visit in visits if visit.opened_at.date() >= today() - timedelta(days=DAYS)]
    procedure = custody_book.REGISTERS[asked.book]
    context = {
        "asked": asked,
        "count": len(held),
        "table": _table(procedure.record, held[-SHOWN:]),
        "shown": SHOWN,
        "living": sum(one.held for one in held),
        "over": sum(one.overrun_at is not None for one in held),
        "too_many": len(held) > custody_book.MOST,
        "most": custody_book.MOST,
        "purposes": [(one.code, one.label) for one in purposes_of(procedure, today()).values()],
        "pdf_url": reverse("casefiles:book_pdf"),
        "visits": [(visit, record_url(visit)) for visit in visits],
        "visits_wanted": int(law.value(f"{clocks.CUSTODY.key}.visits", today())),
        "visits_made": len(month),
        "visit_url": _visit_url(asked, sum(one.held for one in held)),
        "unconfirmed": not custody_book.confirmed(procedure.record.measure),
    }
    return render(request, "casefiles/book.html", context)


def _table(kind: Any, held: list[Any]) -> Any:
    """The entries as a list to go through, the latest first; the whole of each is in the print."""
    heads = [_("Number"), _("Name"), str(kind._meta.get_field("arrested_at").verbose_name), _("Limit"), _("State")]
    return table(_("Entries"), heads, [_line(one) for one in reversed(held)])


def _line(one: Any) -> tuple[str, list[Any]]:
    if isinstance(one, custody_book.GoneOn):
        return "", [boxed(custody_book.number_of(one)), isolated(one.where), "–", "–", "–"]
    limit = isolated(format_datetime(one.limit_at, style="short")) if one.limit_at else "–"
    cells = [
        boxed(custody_book.number_of(one)),
        isolated(one.name),
        isolated(format_datetime(one.arrested_at, style="short")),
        (limit, "late") if one.overrun_at is not None else limit,
        (one.state_label, tone(one)),
    ]
    return reverse("casefiles:holding", args=[one.reference]), cells


def _visit_url(asked: Asked, persons: int) -> str:
    """Where a visit is recorded, filled in with what stands on this page: the register, the place, the days, the number
    of those held.
    """
    step = CustodyVisits.visit
    if asked.unit is None or not asked.actor.roles(today()) & step.roles:
        return ""
    given = {"book": asked.book, "unit": asked.unit.code, "persons": persons}
    days = {"seen_from": asked.first.isoformat(), "seen_to": asked.last.isoformat()}
    return f"{reverse('web:open', args=[*CustodyVisits.key.split('.'), step.name])}?{urlencode(given | days)}"


@require_http_methods(["GET", "HEAD", "POST"])
def book_pdf(request: HttpRequest) -> HttpResponse:
    """The register as a PDF; printing it is kept as a reading that names every entry.

    Why it is printed is said in a body, and holds as one stated for a search does; the address of the paper, where a
    long one is waited for, says nothing of it, and leads to the page that asks where none was stated.
    """
    asked = Asked(_actor(request), request.POST if request.method == "POST" else request.GET)
    if asked.unit is None:
        raise Http404(_("There is no such register."))
    procedure = custody_book.REGISTERS[asked.book]
    if request.method == "POST":
        purpose = request.POST.get("purpose", "")
        try:
            check_stated(procedure, asked.actor, purpose)
        except Refused as refused:
            return _said(refused)
        remember_search(request, procedure, purpose, "")
        return redirect(f"{request.path}?{asked.query}")
    why = searching_for(request, procedure)
    return redirect(f"{reverse('casefiles:book')}?{asked.query}") if why is None else _printed(request, asked, why)


def _printed(request: HttpRequest, asked: Asked, why: tuple[str, str]) -> HttpResponse:
    assert isinstance(asked.unit, Unit)
    procedure = custody_book.REGISTERS[asked.book]
    held = custody_book.entries(asked.book, asked.actor, asked.unit, asked.first, asked.last)
    if len(held) > custody_book.MOST:
        said = _("More than %(most)s entries: choose a shorter period.") % {"most": custody_book.MOST}
        return HttpResponse(said, status=422, content_type="text/plain; charset=utf-8")
    read_here = [one.pk for one in held if not isinstance(one, custody_book.GoneOn)]
    words = f"{asked.unit.code} {asked.first.isoformat()} {asked.last.isoformat()}"

    def read() -> None:
        keep_search(procedure, asked.actor, why[0], read_here, words, why[1], kind=EXPORT)

    made = custody_book.printed(asked.book, asked.actor, asked.unit, asked.first, asked.last, held)
    name = f"{asked.book}-{asked.unit.code}-{asked.first}-{asked.last}"
    paper = paper_of_book(made, name, read_here, made_at=timezone.now())
    back = f"{reverse('casefiles:book')}?{asked.query}"
    try:
        return give(request, paper, name, read=read, back=back, label=made.title)
    except Refused as refused:
        return _said(refused)


def _said(refused: Refused) -> HttpResponse:
    said = "\n".join(str(refusal) for refusal in refused.refusals)
    return HttpResponse(said, status=refused.refusal.status, content_type="text/plain; charset=utf-8")
