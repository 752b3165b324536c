"""What the module asks: running emergencies, which records are mine, what is withheld, whom a record is about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from hasila.assurance.purposes import EmergencyGrant, emergency_role, purposes_of
from hasila.assurance.readings import Reading
from hasila.institution.career import Officer
from hasila.institution.people import CardNumberField, Person
from hasila.institution.roles import INSPECTORS
from hasila.kernel.access import Actor, authority, elevated
from hasila.kernel.procedures import Procedure
from hasila.kernel.procedures import registry as procedures
from hasila.modules.oversight.emergencies import EmergencyAccess
from hasila.modules.oversight.withholding import WithholdingOrder
from hasila.plain.moments import today
from hasila.plain.remembered import planned
from hasila.plain.texts import western_digits


@planned
def _running_now(actor: UUID, now: datetime) -> QuerySet[Any, Any]:
    rows = EmergencyAccess.objects.filter(officer_id=actor, state="open", until__gt=now)
    return rows.values_list("id", "reference", "register", "also", "unit__path")


def running_emergencies(actor: UUID) -> list[EmergencyGrant]:
    """What the stated emergencies of an actor open at this moment, in one query."""
    found = []
    day = today()
    for identifier, reference, register, also, path in _running_now(actor, timezone.now()):
        for opened in (register, *also):
            if opened in procedures:
                role = emergency_role(procedures[opened])
                found.append(EmergencyGrant(identifier, role, path, day, day, record=identifier, reference=reference))
    return found


def inspected_units(actor: Actor) -> list[int] | None:
    """The units that an actor inspects today: none, some, or None for all."""
    paths = actor.paths([str(role) for role in INSPECTORS], today())
    return authority().units_below(paths) if paths else []


# ---------------------------------------------------------------- whose record


def _person_fields(procedure: type[Procedure]) -> set[str]:
    """The foreign keys of a record that name the person it is about."""
    subjects = {name for step in procedure.transitions.values() for name in step.subjects}
    return subjects | set(procedure.concerns)


def _card_field(procedure: type[Procedure]) -> str | None:
    fields = procedure.record._meta.concrete_fields
    return next((field.name for field in fields if isinstance(field, CardNumberField)), None)


def records_about(person: UUID) -> dict[UUID, type[Procedure]]:
    """Every record of a register of persons' files that is about a person: that names them, carries their card number,
    or is their personnel file. Those that they may not see are among them.
    """
    found: dict[UUID, type[Procedure]] = {}
    with elevated():
        card = _card_of(person)
        for procedure in procedures.values():
            if not procedure.sensitive:
                continue
            wanted = Q(pk=person) if procedure.record is Officer else Q(pk__in=[])
            for name in _person_fields(procedure):
                wanted |= Q(**{f"{name}_id": person})
            field = _card_field(procedure)
            if field is not None and card:
                wanted |= Q(**{field: card})
            found.update(
                dict.fromkeys(procedure.record._default_manager.filter(wanted).values_list("pk", flat=True), procedure)
            )
    return found


def _card_of(person: UUID) -> str:
    for model in (Officer, Person):
        number = model._default_manager.filter(pk=person).values_list("card_number", flat=True).first()
        if number:
            return number
    return ""


@dataclass(frozen=True)
class Subject:
    """Whom a record is about, as far as rules need it."""

    names: tuple[str, ...]
    card_number: str


def subjects_of(readings: Iterable[Reading]) -> dict[UUID, Subject]:
    """Whom the records of these readings are about: a query or two for each register."""
    ids: dict[str, set[UUID]] = {}
    for reading in readings:
        ids.setdefault(reading.register, set()).add(reading.record)
    found: dict[UUID, Subject] = {}
    with elevated():
        for register, wanted in ids.items():
            procedure = procedures.get(register)
            if procedure is not None:
                found.update(_subjects(procedure, wanted))
    return found


def _subjects(procedure: type[Procedure], ids: set[UUID]) -> dict[UUID, Subject]:
    """From the record itself where it names somebody, else from the first person that it points to."""
    names = {field.name for field in procedure.record._meta.concrete_fields}
    prefix = ""
    if not {"arabic_name", "latin_name"} <= names:
        pointers = sorted(_person_fields(procedure))
        if not pointers:
            return {}
        prefix = f"{pointers[0]}__"
        target: Any = procedure.record._meta.get_field(pointers[0]).related_model
        names = {field.name for field in target._meta.concrete_fields}
    given = [name for name in ("arabic_name", "latin_name", "arabic_family", "latin_family") if name in names]
    columns = [*(prefix + name for name in given), *([f"{prefix}card_number"] if "card_number" in names else [])]
    if not columns:
        return {}
    rows = procedure.record._default_manager.filter(pk__in=ids).values_list("pk", *columns)
    held = len(given)
    return {
        pk: Subject(tuple(filter(None, rest[:held])), (rest[held] or "") if len(rest) > held else "")
        for pk, *rest in rows
    }


# ---------------------------------------------------------------- what is withheld


def shown_to_the_person(readings: list[Reading], day: date) -> list[Reading]:
    """The readings that the person concerned may see on a day.

    A reading is withheld where the law lets its purpose be (`withheld` days, in the list of purposes), those days are
    not over, and an investigation runs: an order withholds its case, or the record of the investigation is not closed,
    be it the one that was read or the one that the reading names as its case.
    """
    doubtful = [one for one in readings if _may_be_withheld(one, day)]
    if not doubtful:
        return readings
    with elevated():
        orders = WithholdingOrder.objects.filter(state="in_force", until__gte=day).values_list("case", flat=True)
        ordered = {_folded(case) for case in orders}
        running = _running(doubtful)
    investigated = ordered | running
    hidden = {one.id for one in doubtful if _folded(one.case) in investigated or one.record in running}
    return [one for one in readings if one.id not in hidden]


def _folded(case: str) -> str:
    """The reference of a case however it was typed: an order holds for 12/2026 where the reader wrote ١٢ / ٢٠٢٦."""
    return "".join(western_digits(case).split()).upper()


def _may_be_withheld(reading: Reading, day: date) -> bool:
    procedure = procedures.get(reading.register)
    purpose = purposes_of(procedure, reading.day).get(reading.purpose) if procedure is not None else None
    return purpose is not None and reading.day + timedelta(days=purpose.withheld) > day and purpose.withheld > 0


def investigations() -> list[type[Procedure]]:
    """The registers of investigations: those whose every purpose may be withheld."""
    return [
        procedure
        for procedure in procedures.values()
        if procedure.sensitive
        and all(purpose.withheld for purpose in purposes_of(procedure, today()).values())
        and purposes_of(procedure, today())
    ]


def _running(readings: list[Reading]) -> set[Any]:
    """References and identifiers of the investigations among these records and cases that are not closed."""
    found: set[Any] = set()
    cases = {_folded(one.case) for one in readings if one.case}
    records = {one.record for one in readings}
    for procedure in investigations():
        final = [state.name for state in procedure.states.values() if state.final]
        rows = procedure.record._default_manager.filter(Q(reference__in=cases) | Q(pk__in=records))
        for pk, reference in rows.exclude(state__in=final).values_list("pk", "reference"):
            found |= {pk, _folded(reference)}
    return found
