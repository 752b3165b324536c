"""Who acts in a play: synthetic holders of each role, with mandates, and the officers whose careers it tells of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import accumulate
from random import Random
from uuid import UUID

from hasila.institution.places import places
from hasila.institution.roles import Role
from hasila.institution.staffing import FOUNDER, STRENGTH, Holder, cohort, ensure_holder
from hasila.institution.units import Unit, UnitKind

NUMBERS = 1_000  # the holders of plays are numbered from here, apart from those of the demonstration
RECRUITED = date(2022, 9, 30)
# Towns whose cards are made at the additional issuance centre.
SOUTH = {
    "RAK", "AGA", "SAF", "BML", "LAA", "INZ", "DAK", "GLM", "BGR", "KLS", "TRD", "ESS", "TIZ", "TTN", "OZZ", "SMR",
    "TIN", "ZAG", "AZL", "SSN", "FBS", "SBN", "IFN", "TAT", "ZMR", "MRS", "ERR", "KHO", "OZM",
}  # fmt: skip


@dataclass(frozen=True)
class Cast:
    """The identifiers of those who act, by what they do."""

    director: UUID
    general: UUID
    clerks: list[UUID]
    council: list[UUID]
    promotion: list[UUID]
    grievance: list[UUID]
    inspectors: list[UUID]
    chief_inspector: UUID
    legal: list[UUID]
    enrolment: list[UUID]
    production: list[UUID]
    documents: UUID
    communicators: list[UUID]
    communication_head: UUID


# role: how many, grade, titles of the post
_PARTS: dict[Role, tuple[int, int, str, str]] = {
    Role.DIRECTOR_GENERAL: (1, 18, "المدير العام", "Directeur général"),
    Role.PERSONNEL_CLERK: (6, 7, "مكلف بشؤون الموظفين", "Gestionnaire du personnel"),
    Role.COUNCIL_CLERK: (3, 9, "كاتب المجلس التأديبي", "Secrétaire du conseil de discipline"),
    Role.PROMOTION_COMMISSION: (3, 16, "عضو لجنة الترقية", "Membre de la commission d'avancement"),
    Role.GRIEVANCE_COMMISSION: (3, 16, "عضو اللجنة المركزية للتظلمات", "Membre de la commission centrale des recours"),
    Role.INSPECTOR: (8, 11, "مفتش", "Inspecteur"),
    Role.CHIEF_INSPECTOR: (1, 17, "المفتش العام", "Inspecteur général"),
    Role.LEGAL_OFFICER: (3, 11, "مكلف بالشؤون القانونية", "Chargé des affaires juridiques"),
    Role.ENROLMENT_OFFICER: (12, 3, "مكلف بتسجيل المعطيات التعريفية", "Agent d'enregistrement"),
    Role.PRODUCTION_OFFICER: (4, 7, "مكلف بالإصدار", "Agent de production"),
    Role.DOCUMENTS_DIRECTOR: (1, 16, "مدير الوثائق التعريفية", "Directeur des titres identitaires"),
    Role.COMMUNICATOR: (3, 9, "مكلف بالتواصل", "Chargé de communication"),
    Role.COMMUNICATION_HEAD: (1, 16, "رئيس قسم التواصل", "Chef de la division de la communication"),
}


def assemble() -> Cast:
    """Makes the holders that are missing and gives them all.

    Raises:
        Unit.DoesNotExist: the institution isn't loaded.
    """
    found: dict[Role, list[UUID]] = {}
    number = NUMBERS
    for role, (count, grade, arabic, french) in _PARTS.items():
        found[role] = []
        for place in range(count):
            number += 1
            sex = "F" if number % 3 == 0 else "M"
            holder = Holder(f"play.{role.value}.{place + 1}", number, role, "DGSN", grade, sex, arabic, french)
            found[role].append(ensure_holder(holder))
    return Cast(
        director=ensure_holder(FOUNDER),
        general=found[Role.DIRECTOR_GENERAL][0],
        clerks=found[Role.PERSONNEL_CLERK],
        council=found[Role.COUNCIL_CLERK],
        promotion=found[Role.PROMOTION_COMMISSION],
        grievance=found[Role.GRIEVANCE_COMMISSION],
        inspectors=found[Role.INSPECTOR],
        chief_inspector=found[Role.CHIEF_INSPECTOR][0],
        legal=found[Role.LEGAL_OFFICER],
        enrolment=found[Role.ENROLMENT_OFFICER],
        production=found[Role.PRODUCTION_OFFICER],
        documents=found[Role.DOCUMENTS_DIRECTOR][0],
        communicators=found[Role.COMMUNICATOR],
        communication_head=found[Role.COMMUNICATION_HEAD][0],
    )


@dataclass(frozen=True, slots=True)
class Member:
    """An officer of the cohort as they were taken over: a play never asks the database how they are now."""

    id: UUID
    unit: int
    grade: int


def members(count: int, seed: int, actor: UUID) -> list[Member]:
    """The officers of a cohort, the same for the same seed."""
    return [
        Member(act.record_id, act.unit_id, act.data["grade"])  # type: ignore[arg-type]
        for act in cohort(count, seed, actor=actor, on=RECRUITED)
    ]


class Places:
    """Units to choose from, by weight."""

    def __init__(self, units: list[tuple[int, float]]) -> None:
        self.ids = [unit for unit, _weight in units]
        self.cumulative = list(accumulate(weight for _unit, weight in units))

    def any(self, chance: Random) -> int:
        """A unit, the heavier the likelier."""
        return chance.choices(self.ids, cum_weights=self.cumulative)[0]

    def other(self, chance: Random, than: int) -> int:
        """A unit other than one."""
        while (found := self.any(chance)) == than:
            pass
        return found


@dataclass(frozen=True)
class Ground:
    """The units in which matters arise."""

    north: Places
    south: Places
    consulates: Places
    commands: Places
    all: Places
    by_code: dict[str, int]


@cache
def _population(code: str) -> float:
    place = places().get(code)
    return float(place.weight or 30) if place is not None else 30.0


def survey() -> Ground:
    """Reads the units once."""
    rows = list(Unit.objects.filter(closed_on__isnull=True).order_by("id").values_list("id", "kind", "place", "code"))
    centres = [(unit, place) for unit, kind, place, _code in rows if kind == UnitKind.ENROLMENT_CENTRE]
    commanding = {UnitKind.PREFECTURE, UnitKind.REGIONAL, UnitKind.PROVINCIAL, UnitKind.PROVINCIAL_DISTRICT}
    return Ground(
        north=Places([(unit, _population(place)) for unit, place in centres if place not in SOUTH]),
        south=Places([(unit, _population(place)) for unit, place in centres if place in SOUTH]),
        consulates=Places([(unit, 1.0) for unit, kind, _p, _c in rows if kind == UnitKind.CONSULAR_CENTRE]),
        commands=Places([(unit, _population(place)) for unit, kind, place, _c in rows if kind in commanding]),
        all=Places([(unit, STRENGTH.get(kind, 3)) for unit, kind, _p, _c in rows if STRENGTH.get(kind, 3)]),
        by_code={code: unit for unit, _k, _p, code in rows},
    )
