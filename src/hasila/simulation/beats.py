"""Where cases arise and who works on them: police districts by the weight of their town, the staff of each command."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from random import Random
from uuid import UUID

from hasila.institution.places import places
from hasila.institution.roles import Role
from hasila.institution.staffing import Holder, ensure_holders
from hasila.institution.units import TERRITORIAL, Unit, UnitKind
from hasila.simulation.cast import Places
from hasila.simulation.crime import rows

NUMBERS = 2_000  # the staff of the commands is numbered from here
SELDOM = 30.0  # weight of a town that none is given for
AT_COMMAND = 0.06
FELONY_AT_COMMAND = 0.3
"""Shares of cases that the judicial police of a command takes itself; the districts have the others."""

# role: how many in a command, grade, titles of the post
_STAFF: dict[Role, tuple[int, int, str, str]] = {
    Role.DESK_OFFICER: (2, 4, "ضابط الديمومة", "Officier de permanence"),
    Role.JUDICIAL_OFFICER: (3, 9, "ضابط الشرطة القضائية", "Officier de police judiciaire"),
    Role.UNIT_CHIEF: (1, 15, "رئيس المصلحة", "Chef de service"),
    Role.MINORS_OFFICER: (1, 9, "ضابط الشرطة القضائية المكلف بالأحداث", "OPJ chargé des mineurs"),
}


@dataclass(frozen=True, slots=True)
class Beat:
    """A unit that takes cases.

    Attributes:
        quarter: the part of the town, in Arabic. town: its code. command: code of the highest command above it.
        here_from: the day from which its matters are followed in the case files; None where they stay on paper.
    """

    unit: int
    quarter: str
    town: str
    command: str
    here_from: date | None

    def is_here(self, day: date) -> bool:
        """Whether its matters are followed in the case files on a day."""
        return self.here_from is not None and day >= self.here_from


class Beats:
    """All of them, to choose from, with the officers of each command, who are made where they are missing."""

    def __init__(self) -> None:
        units = {unit.pk: unit for unit in Unit.objects.filter(closed_on__isnull=True)}
        since = {row["unit"]: date.fromisoformat(row["since"]) for row in rows("pilots.csv")}
        districts = [unit for unit in units.values() if unit.kind == UnitKind.POLICE_DISTRICT]
        commands = [unit for unit in units.values() if unit.kind in TERRITORIAL]
        self.beats = {unit.pk: _beat(unit, units, since) for unit in (*districts, *commands)}
        self.districts = _weighed(districts)
        self.at_command = _weighed(commands)
        self.seats = {unit.code: unit.place for unit in units.values()}
        staff = {code: _staff(code, number) for number, code in enumerate(self._commands())}
        ensure_holders([holder for team in staff.values() for holder in team])
        self.teams = {code: _by_role(team) for code, team in staff.items()}

    def _commands(self) -> list[str]:
        return sorted({beat.command for beat in self.beats.values()})

    def any(self, chance: Random, *, felony: bool) -> Beat:
        """The unit that a case falls to."""
        at_command = chance.random() < (FELONY_AT_COMMAND if felony else AT_COMMAND)
        return self.beats[(self.at_command if at_command else self.districts).any(chance)]

    def seat(self, beat: Beat) -> str:
        """The town in which the unit's command stands."""
        return self.seats[beat.command]

    def neighbour(self, chance: Random, beat: Beat) -> Beat:
        """Another unit of the same command, or the same one where it has no other."""
        for _try in range(20):
            other = self.beats[self.districts.any(chance)]
            if other.command == beat.command and other.unit != beat.unit:
                return other
        return beat

    def one(self, beat: Beat, role: Role, chance: Random) -> UUID:
        """An officer of the unit's command in a role."""
        staff = self.teams[beat.command][role]
        return staff[int(chance.random() * len(staff))]


def _weighed(units: Sequence[Unit]) -> Places:
    """Units by the weight of their town, shared among those of the same town."""
    in_town = Counter(unit.place for unit in units)
    known = places()
    return Places(
        [
            (unit.pk, float((known[unit.place].weight if unit.place in known else 0) or SELDOM) / in_town[unit.place])
            for unit in sorted(units, key=lambda unit: unit.pk)
        ]
    )


def _beat(unit: Unit, units: dict[int, Unit], since: dict[str, date]) -> Beat:
    above = [unit]
    while (parent := units.get(above[-1].parent_id or 0)) is not None and parent.parent_id is not None:
        above.append(parent)
    here = [since[one.code] for one in above if one.code in since]
    town = places().get(unit.place)
    quarter = unit.arabic.removeprefix("دائرة الشرطة ") if unit.kind == UnitKind.POLICE_DISTRICT else "وسط المدينة"
    return Beat(unit.pk, quarter, town.code if town else "", above[-1].code, min(here, default=None))


def _staff(code: str, number: int) -> list[Holder]:
    """The holders of a command."""
    found: list[Holder] = []
    for role, (count, grade, arabic, french) in _STAFF.items():
        for place in range(1, count + 1):
            own = NUMBERS + number * 20 + len(found)
            slug = f"play.{role.value}.{code}.{place}"
            found.append(Holder(slug, own, role, code, grade, "F" if own % 4 == 0 else "M", arabic, french))
    return found


def _by_role(staff: Sequence[Holder]) -> dict[Role, list[UUID]]:
    found: dict[Role, list[UUID]] = {}
    for holder in staff:
        found.setdefault(holder.role, []).append(holder.id)
    return found
