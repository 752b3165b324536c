"""An officer's week: every act and every reading of seven days, for the inspector's page and its paper."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from hasila.assurance import tree
from hasila.assurance.acts import acts_by
from hasila.assurance.readings import Reading, by_actor
from hasila.assurance.steps import positions, timeline
from hasila.institution.career import Officer
from hasila.kernel.access import elevated
from hasila.modules.oversight import lines
from hasila.surfaces.formats import format_date, format_datetime
from hasila.surfaces.print.bilingual import Both, Phrase
from hasila.surfaces.print.sheet import Content, Signature, Table
from hasila.surfaces.web.refusing import basis_words

PRINTED = 1000
"""Acts, and readings, that a paper lists at most, the newest; beyond it the paper says how many more there are."""

SPAN = _("From %(first)s to %(last)s")
DAY_OF = _("%(acts)s acts, %(readings)s readings")
FILE = _("%(what)s: %(register)s %(file)s")
REGISTER = _("%(what)s: %(register)s")
CASE = _("%(purpose)s, case %(case)s")
CHECKPOINT = _("%(size)s entries, %(moment)s")
MORE_READ = _("%(number)s readings more in this week are not listed on this paper; the page shows them.")
PROVES_ACT = _("The code proves the last of these acts that is sealed, against this checkpoint.")
PROVES_FILE = _("No act of this week is sealed; the code proves the last act on the officer's own file.")


@dataclass(frozen=True)
class Week:
    """What one officer did and read from a Monday to a Sunday, newest first."""

    officer: Any
    monday: date
    entries: list[Any]
    readings: list[Reading]

    @property
    def sunday(self) -> date:
        """The last day."""
        return self.monday + timedelta(days=6)

    @property
    def days(self) -> list[tuple[date, int, int]]:
        """Each day with the number of its acts and of its readings."""
        days = [self.monday + timedelta(days=number) for number in range(7)]
        return [(day, _count(day, self.entries), _count(day, self.readings)) for day in days]


def week_of(officer: Any, day: date) -> Week:
    """The week of a day. The caller has asked whether the reader inspects this officer: from there on all of the week
    is told, in whatever unit it was.
    """
    monday = day - timedelta(days=day.weekday())
    sunday = monday + timedelta(days=6)
    with elevated():
        return Week(officer, monday, acts_by(officer.pk, monday, sunday), by_actor(officer.pk, monday, sunday))


def _count(day: date, things: list[Any]) -> int:
    return sum(thing.when.date() == day for thing in things)


def proven_entry(week: Week) -> Any:
    """The entry whose proof the paper carries: of the week's sealed acts the last, else of the officer's own file."""
    placed = positions([entry.id for entry in week.entries])
    sealed = [entry for entry in week.entries if entry.id in placed]
    if sealed:
        return max(sealed, key=lambda entry: placed[entry.id])
    with elevated():
        return next(reversed(timeline(week.officer.pk)), None)


def content(week: Week, inspector: UUID) -> Content:
    """What the paper says, in both languages."""
    officer = week.officer
    placed = positions([entry.id for entry in week.entries])
    rows: list[tuple[Any, Any]] = [
        (_("Officer"), Both(officer.arabic_name, officer.latin_name)),
        (_("Registration number"), officer.registration_number),
        (_("Grade"), officer.grade),
        (_("Unit"), officer.unit),
    ]
    rows += [
        (
            Both(*(format_date(day, lang, style="full") for lang in ("ar", "fr"))),
            Phrase(DAY_OF, {"acts": acted, "readings": read}),
        )
        for day, acted, read in week.days
    ]
    rows += _checkpoint_rows()
    notes: list[Any] = [PROVES_ACT if placed else PROVES_FILE]
    if len(week.readings) > PRINTED:
        notes.append(Phrase(MORE_READ, {"number": len(week.readings) - PRINTED}))
    by = Officer.objects.filter(pk=inspector).values_list("arabic_name", "latin_name").first()
    return Content(
        title=_("Acts and readings of a week"),
        subtitle=Phrase(SPAN, {"first": week.monday, "last": week.sunday}),
        rows=rows,
        tables=[_acts(week, placed), _readings(week)],
        notes=notes,
        signature=Signature(_("The inspectorate"), Both(*by) if by else None),
    )


def _checkpoint_rows() -> list[tuple[Any, Any]]:
    """The checkpoint of the ledger that is shown to all: the paper can be held against it later."""
    kept = tree.published()
    if kept is None:
        return []
    said = Phrase(CHECKPOINT, {"size": kept.size, "moment": kept.made_at})
    return [(_("Checkpoint of the ledger"), said), (_("Root of the tree"), b64encode(kept.root).decode())]


def _moment(value: Any) -> Any:
    return Both(*(format_datetime(value, lang, style="short") for lang in ("ar", "fr")))


def _basis(key: str) -> Any:
    return lambda: basis_words(key)


def _acts(week: Week, placed: dict[UUID, int]) -> Table:
    columns = [
        (_("When"), 1.2),
        (_("What"), 2.6),
        (_("Acted as"), 1.5),
        (_("Legal basis"), 2.2),
        (_("Unit of the file"), 1.6),
        (_("Place in the ledger"), 1.0),
    ]
    rows = [
        [
            _moment(line.entry.when),
            Phrase(FILE, {"what": line.what, "register": line.register, "file": line.file}),
            line.role,
            _basis(line.basis),
            line.unit,
            placed.get(line.entry.id),
        ]
        for line in lines.told_acts(week.entries[:PRINTED])
    ]
    return Table(_("Acts"), columns, rows, _("No act in this week."))


def _read(line: lines.ReadingLine) -> Phrase:
    """What was read: a file, what a search asked for, or a register as a whole."""
    named = {"what": line.what, "register": line.register}
    file = line.file or line.reading.words
    return Phrase(FILE, {**named, "file": file}) if file else Phrase(REGISTER, named)


def _readings(week: Week) -> Table:
    columns = [
        (_("When"), 1.2),
        (_("What"), 2.6),
        (_("Purpose"), 2.2),  # with the reference of a case, which doesn't break
        (_("Legal basis"), 1.9),
        (_("Unit of the file"), 1.5),
        (_("Times"), 0.7),
    ]
    rows = [
        [
            _moment(line.reading.when),
            _read(line),
            Phrase(CASE, {"purpose": line.purpose, "case": line.reading.case}) if line.reading.case else line.purpose,
            lambda reading=line.reading: lines.basis_of(reading),
            line.unit,
            line.reading.times,
        ]
        for line in lines.told_readings(week.readings[:PRINTED])
    ]
    return Table(_("Readings"), columns, rows, _("No reading in this week."))
