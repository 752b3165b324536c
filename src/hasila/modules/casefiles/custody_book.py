"""The registers of persons held in the form that the law wants, for the inspection visits of the public prosecution.

Code of criminal procedure, article 66: identity, reasons, begin and end, duration of the hearings, times of rest,
physical condition, food; signed by the person and the officer, or with the mention that the person refused.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from hasila.assurance.acts import acts_at
from hasila.assurance.erasure import is_erased
from hasila.assurance.steps import done_on
from hasila.institution import law
from hasila.institution.units import Unit
from hasila.kernel.access import Actor, elevated, visible
from hasila.modules.casefiles import clocks, holding_rules
from hasila.modules.casefiles import custody_showing as showing
from hasila.modules.casefiles.case_files import CaseFiles
from hasila.modules.casefiles.custody import Custodies
from hasila.modules.casefiles.custody_forms import GROUPS
from hasila.modules.casefiles.custody_visits import CustodyVisit, CustodyVisits
from hasila.modules.casefiles.holding import FILE_LINES, Holding
from hasila.modules.casefiles.holding_choices import Book, Note
from hasila.modules.casefiles.holding_rules import SHORTENED
from hasila.modules.casefiles.identity_checks import IdentityChecks
from hasila.modules.casefiles.minor_retention import MinorRetentions
from hasila.plain.moments import LEGAL_ZONE, end_of_day, today
from hasila.surfaces.formats import format_country, format_date, format_datetime
from hasila.surfaces.print.book import Book as Printed
from hasila.surfaces.print.book import Ruled

REGISTERS: dict[str, Any] = {
    Book.CUSTODY: Custodies,
    Book.MINORS: MinorRetentions,
    Book.IDENTITY: IdentityChecks,
}
COLUMNS = (
    Ruled(gettext_lazy("No."), 1.4),
    Ruled(gettext_lazy("Identity"), 2.7),
    Ruled(gettext_lazy("Why held"), 2.5),
    Ruled(gettext_lazy("Arrest, placing, limit"), 1.6),
    Ruled(gettext_lazy("Rights and people told"), 2.7),
    Ruled(gettext_lazy("Hearings and rest"), 1.8),
    Ruled(gettext_lazy("Food, condition, property"), 2.3),
    Ruled(gettext_lazy("More time"), 1.7),
    Ruled(gettext_lazy("End and duration"), 1.7),
    Ruled(gettext_lazy("Signatures"), 1.7),
)
TOLD = (*GROUPS[0][1], *(code for code in GROUPS[1][1] if code not in ("examined", "not_examined", "condition")))
TIMES = (Note.HEARING, Note.REST)
RELEASE = "release_ordered"
MOST = 2000
"""Entries that one print takes; a longer period is printed in parts."""


@dataclass(frozen=True)
class GoneOn:
    """An entry whose holding, ended, went with its file to a unit that the reader doesn't look into.

    Its number stays in the register of the place.
    """

    number: int
    opened_at: datetime
    unit: Unit
    held = False
    overrun_at = None

    @property
    def where(self) -> str:
        """Where the entry is read now."""
        return _("Went with its file to: %(unit)s. The entry is read there.") % {"unit": self.unit}


def entries(book: str, actor: Actor, unit: Unit, first: date, last: date) -> list[Any]:
    """The entries of a place that began on these legal days (both included), in their order.

    A register is that of the place: what was numbered there stays in it wherever the file went, and what came with a
    file from elsewhere stands where it was numbered.
    """
    procedure = REGISTERS[book]
    begins = [step for step in procedure.transitions.values() if step.opens]
    until = max(last, min(last + holding_rules.LONG, today()))  # written down later than it began
    own = {one.record_id for one in acts_at(unit.pk, first, [step.key for step in begins], last=until)}
    began = Q(began_at__gte=datetime.combine(first, time.min, LEGAL_ZONE), began_at__lt=end_of_day(last))
    rows = visible(procedure, actor).filter(began).filter(Q(unit=unit) | Q(pk__in=own))
    found = list(rows.select_related("unit").defer("search").order_by("began_at", "pk")[: MOST + 1])
    others = done_on([row.pk for row in found if row.pk not in own], begins)
    came = {one.record_id for one in others if one.unit_id != unit.pk}
    held = [row for row in found if row.pk not in came]
    with elevated():
        rest = procedure.record._default_manager.filter(began, pk__in=own - {row.pk for row in held})
        gone = [GoneOn(row.number, row.opened_at, row.unit) for row in rest.select_related("unit").defer("search")]
    return sorted([*held, *gone], key=lambda one: (one.opened_at.astimezone(LEGAL_ZONE).year, one.number))


def places(actor: Actor) -> list[Unit]:
    """The units with an entry in any of the registers that the reader may see."""
    found: set[int] = set()
    for procedure in REGISTERS.values():
        found |= set(visible(procedure, actor).values("unit").annotate(n=Count("pk")).values_list("unit", flat=True))
    return list(Unit.objects.filter(pk__in=found).order_by("path"))


def printed(book: str, actor: Actor, unit: Unit, first: date, last: date, held: list[Any]) -> Printed:
    """The register of a place and a period, ready to print."""
    files = _files(actor, held)
    visits = visits_of(actor, unit, book)
    return Printed(
        title=Book(book).label,
        place=unit,
        period=_("From %(first)s to %(last)s") % {"first": format_date(first), "last": format_date(last)},
        columns=COLUMNS,
        rows=[
            _row_gone(one) if isinstance(one, GoneOn) else row_of(one, files.get(getattr(one, "case_id", None), ""))
            for one in held
        ],
        visas=[_visa(visit) for visit in visits if visit.seen_from <= last and visit.seen_to >= first],
        notes=_notes(book, last),
    )


def _files(actor: Actor, held: Iterable[Any]) -> dict[Any, str]:
    """The references of the case files, for those who may read them."""
    wanted: set[UUID] = {one.case_id for one in held if hasattr(one, "case_id")}
    return dict(visible(CaseFiles, actor).filter(pk__in=wanted).values_list("pk", "reference"))


def visits_of(actor: Actor, unit: Unit, book: str) -> list[CustodyVisit]:
    """The inspection visits to a place for a register, the newest first."""
    return list(visible(CustodyVisits, actor).filter(unit=unit, book=book).order_by("-opened_at")[:50])


def _visa(visit: CustodyVisit) -> str:
    return _("%(day)s: entries from %(first)s to %(last)s seen, %(persons)s held. %(findings)s") % {
        "day": format_datetime(visit.opened_at, style="short"),
        "first": format_date(visit.seen_from, style="short"),
        "last": format_date(visit.seen_to, style="short"),
        "persons": visit.persons,
        "findings": visit.findings,
    }


def _notes(book: str, day: date) -> list[Any]:
    """Where the form of the register comes from, and that counsel has to confirm it."""
    measure = REGISTERS[book].record.measure
    try:
        cited = law.cite(measure.name("duties"), day)
    except law.LawMissing:
        cited = law.cite(measure.name("duties"))
    notes = [_("Kept by: %(law)s.") % {"law": cited}]
    if not confirmed(measure):
        notes.append(_("The details of the law that this register follows are to be confirmed by counsel."))
    return notes


def confirmed(measure: clocks.Measure) -> bool:
    """Whether counsel has confirmed all that the law data says of a kind of holding."""
    return all(item.confirmed for key, dated in law.values().items() if key.startswith(measure.key) for item in dated)


# ---------------------------------------------------------------- one entry


def _at(moment: datetime | None) -> str:
    return format_datetime(moment, style="short") if moment is not None else ""


def _pair(label: Any, value: Any) -> str:
    return f"{label}: {value}"


def _present(*pairs: tuple[Any, Any]) -> list[Any]:
    return [_pair(label, value) for label, value in pairs if value not in (None, "")]


def row_of(holding: Any, file: str = "") -> list[list[Any]]:
    """The cells of one entry, each a list of lines."""
    return [
        [(number_of(holding),), *_reference(holding)],
        _identity(holding),
        _why(holding, file),
        _present(
            (_("Arrested"), _at(holding.arrested_at)),
            (_("Placed"), _at(holding.began_at)),
            (_("Limit"), _at(holding.limit_at)),
            (_("Place"), holding.place),
        ),
        [*_log(holding, TOLD), *_present((_("Not noted"), _untold(holding)))],
        [*_log(holding, TIMES), *_lasting(holding)],
        [
            *_present((_("On arrival"), holding.condition)),
            *_log(holding, {*Note.values} - {*TOLD, *TIMES}),
        ],
        _more(holding),
        _end(holding),
        [
            (_pair(_("The person"), holding.get_signature_display() or "................"),),
            "................................",
            (_("Judicial police officer"),),
            "................................",
        ],
    ]


def _row_gone(entry: GoneOn) -> list[list[Any]]:
    return [[(number_of(entry),)], [entry.where], *([] for _column in COLUMNS[2:])]


def number_of(entry: Any) -> str:
    """The number of an entry with its year, as the register writes it."""
    return f"{entry.number}/{entry.opened_at.astimezone(LEGAL_ZONE).year}"


def _untold(holding: Holding) -> str:
    """What the law wants told and nobody noted; nothing is said of an entry whose log was erased."""
    duties = [] if is_erased(holding) else holding.open_duties()
    return " · ".join(showing.duty_label(code) for code in duties)


def _reference(holding: Holding) -> list[str]:
    """The reference on two lines, since the column is narrow."""
    head, _dash, tail = holding.reference.rpartition("-")
    return [f"{head}-", tail]


def _identity(holding: Holding) -> list[Any]:
    names = [(name,) for name in (holding.arabic_name, holding.latin_name) if name] or [(holding.name,)]
    parents = " · ".join(name for name in (holding.father, holding.mother) if name)
    born = " · ".join(
        part for part in (format_date(holding.born_on) if holding.born_on else "", holding.born_at) if part
    )
    return [
        *names,
        *_present(
            (_("Parents"), parents),
            (_("Born"), born),
            (_("Card"), holding.card_number),
            (_("Nationality"), format_country(holding.nationality) if holding.nationality else ""),
            (_("Occupation"), holding.occupation),
            (_("Address"), holding.address),
            (_("Description"), getattr(holding, "description", "")),
            (_("Guardian"), getattr(holding, "guardian", "")),
        ),
    ]


def _why(holding: Any, file: str) -> list[Any]:
    found: list[Any] = []
    if hasattr(holding, "offence"):
        found = [(showing.what_for(holding),), holding.get_framework_display()]
    if hasattr(holding, "reasons"):
        found.append(showing.reasons_of(holding))
    return [
        *found,
        holding.grounds,
        *_present(
            (_("Stopped"), getattr(holding, "stopped_in", "")),
            (_("Permission"), getattr(holding, "consent", "")),
            (_("File"), file),
        ),
    ]


def _log(holding: Holding, kinds: Iterable[str]) -> list[str]:
    """The lines of the log of these kinds: time, what, whom."""
    found = []
    for line in holding.noted(*kinds):
        at = datetime.fromisoformat(line["at"])
        until = datetime.fromisoformat(line["until"]) if "until" in line else None
        span = f"{at.astimezone(LEGAL_ZONE):%d/%m %H:%M}" + (
            f" – {until.astimezone(LEGAL_ZONE):%H:%M}" if until else ""
        )
        words = " · ".join(part for part in (line.get("whom", ""), showing.words_of(line)) if part)
        label = showing.LOG_LABELS.get(line["kind"], line["kind"])
        found.append(f"{label}: {span}" + (f" ({words})" if words else ""))
    return found


def _lasting(holding: Holding) -> list[Any]:
    """How long the hearings and the rests were in all."""
    found: list[Any] = []
    for kind, label in ((Note.HEARING, _("Hearings in all")), (Note.REST, _("Rest in all"))):
        minutes = sum(
            clocks.minutes_between(datetime.fromisoformat(line["at"]), datetime.fromisoformat(line["until"]))
            for line in holding.noted(kind)
            if "until" in line
        )
        if minutes:
            found.append((_pair(label, hours_of(minutes)),))
    return found


def hours_of(minutes: int) -> str:
    """Minutes as hours and minutes."""
    return pgettext("duration", "%(hours)s h %(minutes)s min") % {
        "hours": minutes // 60,
        "minutes": f"{minutes % 60:02d}",
    }


def _more(holding: Holding) -> list[Any]:
    found: list[Any] = []
    for line in showing.request_lines(holding):
        found.append((_pair(line.answer, _at(line.answered_at or line.at)),))
        found += _present(
            (_("Number"), line.number), (_("Magistrate"), line.answered_by), (_("New limit"), _at(line.to))
        )
    return [*found, *_log(holding, [SHORTENED])]


def _end(holding: Any) -> list[Any]:
    went = _log(holding, (RELEASE, *FILE_LINES.values()))
    if holding.held:
        return [(_("Held still"),), *went]
    return [
        (holding.get_ending_display(),),
        _at(holding.ended_at),
        *_present(
            (_("Handed to"), holding.ended_to),
            (_("Duration"), hours_of(holding.minutes_held())),
            (_("Beyond the limit"), hours_of(holding.overrun_minutes()) if holding.overrun_at else ""),
        ),
        *went,
    ]
