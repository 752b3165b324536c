"""The day of a desk in a handful of queries: who is on duty, what was taken, who comes, what waits, what was noted."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import CharField, F, Value
from django.db.models.functions import Cast
from django.utils.translation import get_language

from hasila.institution.units import Unit
from hasila.kernel.access import Actor, visible
from hasila.kernel.procedures import Procedure, State, registry
from hasila.kernel.records import new_id
from hasila.modules.districts.appointments import Appointment, Appointments
from hasila.modules.districts.day_log import DayLog, LogEntry
from hasila.modules.districts.desk.matters import REGISTERS
from hasila.modules.districts.duty import Duty, DutyShift
from hasila.modules.districts.party import Party
from hasila.modules.districts.queries import on_duty
from hasila.plain.moments import LEGAL_ZONE
from hasila.plain.texts import western_digits
from hasila.surfaces.choices import labels

SHOWN = 40
NIGHT = timedelta(hours=12)
"""A shift that began before midnight still sees what it took then."""
COMERS, NOTED = 12, 4
SUBJECTS = ("offence", "kind", "subject", "quality")
"""The field that says what an entry is about, the first that its record has."""
_NUMBER = re.compile(r"[A-Z]{2,5}-[0-9]{2}-[0-9A-Z]{10}|[0-9A-Z]{10}")
LISTED = tuple(procedure for procedure in REGISTERS if procedure not in (Appointments, DayLog))


@dataclass(frozen=True)
class Taken:
    """One entry of the day."""

    procedure: type[Procedure]
    id: UUID
    reference: str
    state: State
    opened_at: datetime
    due_at: datetime | None
    subject: str
    name: str
    urgency: str


@dataclass(frozen=True)
class Day:
    """What the screen of the desk shows of its unit."""

    unit: Unit
    since: datetime
    shifts: list[DutyShift]
    taken: list[Taken]
    appointments: list[Appointment]
    log: list[LogEntry]

    @property
    def cell(self) -> list[DutyShift]:
        """Who of the victims' cell is on call."""
        return [shift for shift in self.shifts if shift.duty == Duty.CELL]


def start_of_day(now: datetime) -> datetime:
    """The midnight before a moment, where the law counts days."""
    return datetime.combine(now.astimezone(LEGAL_ZONE).date(), time.min, LEGAL_ZONE)


def day_of_desk(actor: Actor, unit: Unit, now: datetime) -> Day:
    """The day of a unit's desk, as far as the actor may see it: four queries."""
    midnight = start_of_day(now)
    since = min(midnight, now - NIGHT)
    comers = visible(Appointments, actor).filter(
        unit=unit, state="booked", starts_at__gte=midnight, starts_at__lt=midnight + timedelta(days=1)
    )
    return Day(
        unit,
        since,
        on_duty(actor, unit, now),
        taken_since(actor, unit, since),
        list(comers.select_related("officer").order_by("starts_at")[:COMERS]),
        list(visible(DayLog, actor).filter(unit=unit).order_by("-id")[:NOTED]),
    )


def taken_since(actor: Actor, unit: Unit, since: datetime) -> list[Taken]:
    """What was taken in at a unit since a moment, over all its registers, the newest first: one query."""
    first = new_id(since, bytes(10))  # identifiers order by opening, and the index of a unit's records by identifier
    parts = []
    for procedure in LISTED:
        rows = visible(procedure, actor).filter(unit=unit, id__gte=first).order_by("-id")
        parts.append(brief(procedure, rows)[:SHOWN])
    rows = parts[0].union(*parts[1:], all=True)
    found = [line_of(*row) for row in rows]
    return sorted(found, key=lambda one: one.opened_at, reverse=True)[:SHOWN]


def brief(procedure: type[Procedure], rows: Any, *further: Any) -> Any:
    """What a line of a list needs of records, in columns that a union can put together; `further` come behind."""
    fields = {field.name for field in procedure.record._meta.concrete_fields}
    subject = next((name for name in SUBJECTS if name in fields), None)
    named = issubclass(procedure.record, Party)
    return rows.annotate(
        of_register=_word(Value(procedure.key)),
        of_subject=_word(F(subject) if subject else Value("")),
        of_arabic=_word(F("arabic_name") if named else Value("")),
        of_latin=_word(F("latin_name") if named else Value("")),
        of_urgency=_word(F("urgency") if "urgency" in fields else Value("")),
    ).values_list(
        "of_register",
        "id",
        "reference",
        "state",
        "opened_at",
        "due_at",
        "of_subject",
        "of_arabic",
        "of_latin",
        "of_urgency",
        *further,
    )


def _word(expression: Any) -> Any:
    return Cast(expression, CharField())


def line_of(
    key: str, identifier: UUID, reference: str, state: str, opened_at: datetime, due_at: datetime | None,
    subject: str, arabic: str, latin: str, urgency: str,
) -> Taken:  # fmt: skip
    """A line from the columns of `brief`."""
    procedure = registry[key]
    return Taken(
        procedure,
        identifier,
        reference,
        procedure.states[state],
        opened_at,
        due_at,
        subject_words(procedure, subject),
        (arabic or latin) if (get_language() or "ar").startswith("ar") else (latin or arabic),
        urgency,
    )


def subject_words(procedure: type[Procedure], code: str) -> str:
    """What an entry is about, in words: the label of its offence or its kind."""
    for name in SUBJECTS:
        field = next((one for one in procedure.record._meta.concrete_fields if one.name == name), None)
        if field is not None:
            return labels(field).get(code, code)
    return ""


def by_number(actor: Actor, typed: str, day: date) -> tuple[type[Procedure], str] | None:
    """The register and reference that a typed number names, among all that the actor may see at the desk: the whole
    reference, or its last part as it is read out, of this year or the last. None where there is none: one query.
    """
    text = western_digits("".join(typed.upper().split()))
    if not _NUMBER.fullmatch(text):
        return None
    parts = []
    for procedure in REGISTERS:
        names = [text] if "-" in text else [f"{procedure.prefix}-{year % 100:02d}-{text}" for year in _years(day)]
        rows = visible(procedure, actor).filter(reference__in=names).order_by()
        parts.append(rows.annotate(of_register=_word(Value(procedure.key))).values_list("of_register", "reference"))
    found = list(parts[0].union(*parts[1:], all=True))
    return (registry[found[0][0]], found[0][1]) if len(found) == 1 else None


def _years(day: date) -> tuple[int, int]:
    return day.year, day.year - 1
