"""What the queues of work show of each row, column by column."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hasila.institution import law
from hasila.institution.mandates import unit_of
from hasila.institution.offences import offence
from hasila.modules.casefiles.choices import OffenceClass, Office, Way
from hasila.modules.casefiles.courts import courts
from hasila.modules.casefiles.kinds import TaskKind
from hasila.modules.casefiles.missing import missing
from hasila.modules.casefiles.work import Scope, age
from hasila.plain.moments import LEGAL_ZONE
from hasila.surfaces.choices import words
from hasila.surfaces.formats import format_date, format_number
from hasila.surfaces.web.boxes import boxed, isolated
from hasila.surfaces.web.display import last_day, show_value

ACCEPTED_WITHIN = "casefiles.acceptance"
"""Days after which a file that nobody accepted is shown as late."""


class Reader(Protocol):
    """Whose page it is: the legal day, the language, and whose work is looked at."""

    day: date
    lang: str
    scope: Scope


Show = Callable[[Any, Any], Any]


def _plain(_row: Any, _reader: Reader) -> str:
    return ""


@dataclass(frozen=True)
class Column:
    """One column: its label, what stands in it and in which tone, of a row and whose page it is."""

    label: Any
    show: Show
    tone: Callable[[Any, Any], str] = _plain


def _late(begin: Callable[[Any], datetime]) -> Callable[[Any, Reader], str]:
    """The tone of what has waited longer than a file may for somebody who accepts it."""
    return lambda row, reader: "late" if age(begin(row), reader.day) > law.value(ACCEPTED_WITHIN, reader.day) else ""


def _waiting(begin: Callable[[Any], datetime]) -> Show:
    return lambda row, reader: boxed(format_number(age(begin(row), reader.day), reader.lang))


def _day(moment: Callable[[Any], datetime]) -> Show:
    return lambda row, reader: isolated(format_date(moment(row).astimezone(LEGAL_ZONE).date(), reader.lang))


def _grounds(file: Any, _reader: Reader) -> Any:
    why = isolated(file.grounds)
    return why if file.to_unit_id == file.unit_id else format_html("{}: {}", _("Sent back to us"), why)


def _held(file: Any, reader: Reader) -> Any:
    return boxed(format_number(file.in_custody, reader.lang)) if file.in_custody else "–"


def _lacking(file: Any) -> int:
    """How much is missing; the row keeps it, since its tone asks too."""
    if not hasattr(file, "lacking"):
        file.lacking = len(missing(file))
    return int(file.lacking)


def _lacks(file: Any, reader: Reader) -> Any:
    return boxed(format_number(_lacking(file), reader.lang)) if _lacking(file) else _("Nothing")


def _silent(file: Any, reader: Reader) -> str:
    return "late" if file.acted_at < reader.scope.silent_before else ""


def _due(moment: Callable[[Any], datetime | None]) -> Callable[[Any, Reader], str]:
    def tone(row: Any, _reader: Reader) -> str:
        at = moment(row)
        return "late" if at is not None and at <= timezone.now() else ""

    return tone


def _file(label: Any, file: Callable[[Any], Any]) -> list[Column]:
    """The columns that every queue begins with: the reference of the file and its offence."""
    return [
        Column(label, lambda row, _reader: boxed(file(row).reference)),
        Column(
            gettext_lazy("Offence"),
            lambda row, _reader: offence(file(row).offence).label,
            lambda row, _reader: "bad" if getattr(row, "urgency", "") == "danger" else "",
        ),
    ]


def _named(person: str) -> Show:
    def show(row: Any, _reader: Reader) -> Any:
        found = getattr(row, person)
        return isolated(found.name) if found else "–"

    return show


_CASE = gettext_lazy("Case file")
_ADDRESSED = Column(gettext_lazy("Addressed to"), lambda file, reader: words(Office, reader.lang)[file.office])
_CLASS = Column(gettext_lazy("Class"), lambda file, reader: words(OffenceClass, reader.lang)[file.level])
_INVESTIGATOR = Column(gettext_lazy("Officer in charge"), _named("investigator"))
_OPENED = Column(gettext_lazy("Opened on"), _day(lambda file: file.opened_at))
_QUIET = Column(gettext_lazy("Days without an act"), _waiting(lambda file: file.acted_at), _silent)
_HELD = Column(gettext_lazy("Held"), _held, lambda file, _reader: "late" if file.in_custody else "")
_MISSING = Column(gettext_lazy("Still missing"), _lacks, lambda file, _reader: "" if _lacking(file) else "good")
_TERM = Column(
    gettext_lazy("To be completed by"),
    lambda file, _reader: show_value(last_day(file.limit_at)),
    _due(lambda file: file.limit_at),
)
_SENDER = Column(gettext_lazy("Officer who handed it over"), _named("sender"))
_OF_FILE = _file(_CASE, lambda file: file)

UNIT = Column(gettext_lazy("Unit"), lambda row, _reader: isolated(unit_of(row.unit_id).name))
"""Stands last, where the page shows more than one."""
FILE = [*_OF_FILE, _CLASS, _INVESTIGATOR, _OPENED, _QUIET, _HELD, _MISSING]
COLUMNS: dict[str, list[Column]] = {
    "prosecution": [*FILE[:-1], _ADDRESSED],
    "term": [*_OF_FILE, _CLASS, _ADDRESSED, _TERM, _INVESTIGATOR, _HELD, _MISSING],
    "arrived": [
        *_OF_FILE,
        Column(gettext_lazy("From"), lambda file, _reader: isolated(file.from_unit.name)),
        _SENDER,
        Column(gettext_lazy("Why"), _grounds),
        Column(gettext_lazy("Arrived on"), _day(lambda file: file.arrived_at)),
        Column(
            gettext_lazy("Days waiting"), _waiting(lambda file: file.arrived_at), _late(lambda file: file.arrived_at)
        ),
    ],
    "handed": [
        Column(_CASE, lambda handover, _reader: boxed(handover.file)),
        Column(gettext_lazy("Offence"), lambda handover, _reader: offence(handover.offence).label),
        Column(gettext_lazy("Receiving unit"), lambda handover, _reader: isolated(handover.to_unit.name)),
        _SENDER,
        Column(gettext_lazy("Why"), lambda handover, _reader: isolated(handover.grounds)),
        Column(gettext_lazy("Handed over on"), _day(lambda handover: handover.opened_at)),
        Column(
            gettext_lazy("Days waiting"),
            _waiting(lambda handover: handover.opened_at),
            _late(lambda handover: handover.opened_at),
        ),
    ],
    "due": [
        *_file(_CASE, lambda task: task.case),
        Column(gettext_lazy("Act of investigation"), lambda task, reader: words(TaskKind, reader.lang)[task.kind]),
        Column(gettext_lazy("Falls to"), _named("owner")),
        Column(
            gettext_lazy("Due"), lambda task, _reader: show_value(last_day(task.due_at)), _due(lambda task: task.due_at)
        ),
    ],
    "approve": [
        Column(gettext_lazy("Referral"), lambda referral, _reader: boxed(referral.reference)),
        *_file(_CASE, lambda referral: referral.case),
        Column(gettext_lazy("Court"), lambda referral, _reader: courts()[referral.court].label),
        Column(gettext_lazy("Way"), lambda referral, reader: words(Way, reader.lang)[referral.way]),
        Column(gettext_lazy("Prepared on"), _day(lambda referral: referral.opened_at)),
    ],
}
"""By the code of the queue; the others show `FILE`."""
