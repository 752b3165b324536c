"""Readings and acts as the module's pages show them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hasila.assurance.purposes import EMERGENCY
from hasila.assurance.readings import EXPORT, OPEN, PRINT, REVEAL, SEARCH, Reading
from hasila.institution.career import Officer
from hasila.institution.mandates import Mandate
from hasila.institution.roles import Role
from hasila.institution.units import Unit
from hasila.kernel.access import Actor, authority, elevated, visible
from hasila.kernel.procedures import Procedure, registry, transitions
from hasila.modules.oversight.emergencies import HOURS, EmergencyAccess
from hasila.surfaces.print.bilingual import Phrase, said
from hasila.surfaces.web.boxes import boxed, isolated
from hasila.surfaces.web.display import page_url
from hasila.surfaces.web.refusing import basis_words

KINDS = {
    OPEN: gettext_lazy("File opened"),
    PRINT: gettext_lazy("Printed"),
    REVEAL: gettext_lazy("Revealed a protected field"),
    SEARCH: gettext_lazy("Search by name"),
    EXPORT: gettext_lazy("Export"),
}

STATED = gettext_lazy("Stated emergency")
AS_CONCERNED = gettext_lazy("As the person concerned")
FOLLOWING = gettext_lazy("Follows from another act")
FOUND = gettext_lazy("%(kind)s, files found: %(number)s")


def register_label(key: str) -> Any:
    """What people read for a register; a key that is no longer declared reads as itself."""
    return registry[key].label if key in registry else key


def purpose_label(register: str, code: str) -> Any:
    """What people read for a purpose."""
    if code == EMERGENCY:
        return STATED
    return registry[register].purposes.get(code, code) if register in registry else code


def basis_of(reading: Reading) -> str:
    """The citation of the text under which a file was read, in the active language."""
    return basis_words(HOURS if reading.purpose == EMERGENCY else reading.basis)


def references(readings: Iterable[Reading]) -> dict[UUID, str]:
    """The references of the records read: one query for each register."""
    wanted: dict[str, set[UUID]] = {}
    for reading in readings:
        if reading.kind not in (SEARCH, EXPORT):
            wanted.setdefault(reading.register, set()).add(reading.record)
    found: dict[UUID, str] = {}
    with elevated():
        for register, ids in wanted.items():
            if register in registry:
                rows = registry[register].record._default_manager.filter(pk__in=ids)
                found.update(rows.values_list("pk", "reference"))
    return found


def addresses(told: Iterable[tuple[type[Procedure] | None, UUID]], reader: Actor) -> dict[UUID, str]:
    """The pages of those of these files that the reader may open today: one query for each register."""
    wanted: dict[type[Procedure], set[UUID]] = defaultdict(set)
    for procedure, record in told:
        if procedure is not None:
            wanted[procedure].add(record)
    found: dict[UUID, str] = {}
    for procedure, ids in wanted.items():
        rows = visible(procedure, reader).filter(pk__in=ids).values_list("pk", "reference")
        found.update((pk, page_url(procedure, reference)) for pk, reference in rows)
    return found


@dataclass(frozen=True)
class ReadingLine:
    """A reading as it is told, on a page or on paper; texts are still to be said in a language."""

    reading: Reading
    what: Any
    register: Any
    file: str
    purpose: Any
    unit: Unit | None


def told_readings(readings: list[Reading]) -> list[ReadingLine]:
    """Readings with the references of the files and their units: a query for each register and one."""
    units = Unit.objects.in_bulk({reading.unit for reading in readings})
    files = references(readings)
    return [
        ReadingLine(
            reading=reading,
            what=_what(reading),
            register=register_label(reading.register),
            file=files.get(reading.record, ""),
            purpose=purpose_label(reading.register, reading.purpose),
            unit=units.get(reading.unit),
        )
        for reading in readings
    ]


def reading_lines(readings: list[Reading], looking: Actor) -> list[SimpleNamespace]:
    """Readings with their purpose, basis and case, for the inspectorate: the reader is named, and the file leads to its
    page where the one who is looking may open it.
    """
    pages = addresses(((registry.get(one.register), one.record) for one in readings if one.record), looking)
    names = authority().names({reading.actor for reading in readings})
    officers = _officer_references({reading.actor for reading in readings})
    lines = []
    for line in told_readings(readings):
        reading = line.reading
        officer = officers.get(reading.actor)
        week = reverse("oversight:week", args=[officer, reading.day.isoformat()]) if officer else ""
        lines.append(
            SimpleNamespace(
                moment=reading.when,
                who=isolated(names.get(reading.actor, "")),
                week=week,
                what=said(line.what),
                file=boxed(line.file) if line.file else "",
                page=pages.get(reading.record, "") if line.file else "",
                words=reading.words,
                register=line.register,
                purpose=line.purpose,
                basis=basis_of(reading),
                case=reading.case,
                unit=isolated(line.unit) if line.unit else "",
                times=reading.times,
                sealed=reading.batch is not None,
                emergency=reading.emergency is not None,
            )
        )
    return lines


def _what(reading: Reading) -> Any:
    kind = KINDS.get(reading.kind, reading.kind)
    if reading.kind in (SEARCH, EXPORT):
        return Phrase(FOUND, {"kind": kind, "number": str(reading.results)})
    return kind


def _officer_references(ids: set[UUID]) -> dict[UUID, str]:
    return dict(Officer.objects.filter(pk__in=ids).values_list("pk", "reference"))


@dataclass(frozen=True)
class ActLine:
    """An act as it is told, on a page or on paper; texts are still to be said in a language."""

    entry: Any
    what: Any
    register: Any
    file: str
    basis: str
    role: Any
    unit: Unit | None


def told_acts(entries: list[Any]) -> list[ActLine]:
    """Acts with the references of the files, the key of their legal basis and the mandate's role."""
    units = Unit.objects.in_bulk({entry.unit_id for entry in entries})
    heads = [entry.head for entry in entries]
    roles = _roles({UUID(str(head["mandate"])) for head in heads if head["mandate"]})
    files = _records_of(entries)
    lines = []
    for entry, head in zip(entries, heads, strict=True):
        step = transitions.get(entry.act)
        mandate = UUID(str(head["mandate"])) if head["mandate"] else None
        lines.append(
            ActLine(
                entry=entry,
                what=step.label if step else entry.act,
                register=step.procedure.label if step else "",
                file=files.get(entry.record_id, ""),
                basis=str(head["basis"]),
                role=roles.get(mandate, "") if mandate else FOLLOWING if entry.cause else AS_CONCERNED,
                unit=units.get(entry.unit_id),
            )
        )
    return lines


def act_lines(entries: list[Any], looking: Actor) -> list[SimpleNamespace]:
    """Acts with their legal basis and the mandate's role, as the page shows them to the one who is looking."""
    steps = [(transitions.get(entry.act), entry.record_id) for entry in entries]
    pages = addresses(((step.procedure if step else None, record) for step, record in steps), looking)
    return [
        SimpleNamespace(
            moment=line.entry.when,
            what=line.what,
            register=line.register,
            file=boxed(line.file) if line.file else "",
            page=pages.get(line.entry.record_id, ""),
            basis=basis_words(line.basis),
            role=line.role,
            unit=isolated(line.unit) if line.unit else "",
        )
        for line in told_acts(entries)
    ]


def _records_of(entries: list[Any]) -> dict[UUID, str]:
    wanted: dict[Any, set[UUID]] = {}
    for entry in entries:
        step = transitions.get(entry.act)
        if step is not None:
            wanted.setdefault(step.procedure.record, set()).add(entry.record_id)
    found: dict[UUID, str] = {}
    with elevated():
        for model, ids in wanted.items():
            found.update(model._default_manager.filter(pk__in=ids).values_list("pk", "reference"))
    return found


def _roles(mandates: set[UUID]) -> dict[UUID, Any]:
    rows = Mandate.objects.filter(pk__in=mandates).values_list("pk", "role")
    return {pk: Role(role).label if role in Role.values else role for pk, role in rows}


def own_lines(readings: list[Reading], records: dict[UUID, Any]) -> list[SimpleNamespace]:
    """Readings as the person concerned sees them: the reader's role and unit, not the name.

    Law 09-08 gives the person the recipients or their categories; who it was by name is the inspectorate's to say.
    """
    held = _mandates({reading.mandate for reading in readings if reading.mandate})
    emergencies = _emergencies({reading.emergency for reading in readings if reading.emergency})
    files = references(readings)
    return [
        SimpleNamespace(
            moment=reading.when,
            who=_reader(reading, held, emergencies),
            what=KINDS.get(reading.kind, reading.kind),
            register=register_label(reading.register),
            file=boxed(files[reading.record]) if reading.record in files and reading.record in records else "",
            purpose=purpose_label(reading.register, reading.purpose),
            basis=basis_of(reading),
            times=reading.times,
        )
        for reading in readings
    ]


def _mandates(ids: set[UUID]) -> dict[UUID, tuple[str, Any]]:
    rows = Mandate.objects.filter(pk__in=ids).select_related("unit")
    return {row.pk: (str(Role(row.role).label if row.role in Role.values else row.role), row.unit) for row in rows}


def _emergencies(ids: set[UUID]) -> dict[UUID, Any]:
    with elevated():
        rows = EmergencyAccess.objects.filter(pk__in=ids).select_related("officer__unit")
        return {row.pk: row.officer.unit for row in rows}


def _reader(reading: Reading, held: dict[UUID, tuple[str, Any]], emergencies: dict[UUID, Any]) -> str:
    if reading.mandate in held:
        role, unit = held[reading.mandate]
        return _("%(role)s, %(unit)s") % {"role": role, "unit": unit}
    if reading.emergency in emergencies:
        return _("An officer in an emergency, %(unit)s") % {"unit": emergencies[reading.emergency]}
    return _("The service")
