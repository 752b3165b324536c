"""Finding people: a name in either script, and what else is known, to the files that may be of that person.

The database gives candidates by their numbers (`names.lookup`), whatever unit holds the file; `names.evidence` weighs
and explains them. Who finds sees of another unit's file its outline: names, year of birth, unit.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext_lazy as _

from hasila.institution.names import lookup
from hasila.institution.names.apart import apart
from hasila.institution.names.commonness import Commonness, usual
from hasila.institution.names.evidence import Description, Weighed, weigh
from hasila.institution.names.ranking import Ranking
from hasila.institution.persons import DESCRIBED, PersonFile, Persons, described
from hasila.kernel.access import APPLICATION, READER, roles_of
from hasila.kernel.refusals import Refusal, Refused

SQL = Path(__file__).parent / "sql" / "find_persons.sql"
MOST, SHOWN, SPARE = 300, 10, 10
FIRST = 40
"""How many candidates are read first."""
LONGEST = 200
"""Characters of a name that is looked for."""
_FIND = f"SELECT id::text FROM institution_find_persons({'%s::integer[], ' * 10}%s)"
_DESCRIBE = f"SELECT id::text, {', '.join(DESCRIBED)} FROM institution_personfile WHERE id = ANY(%s::uuid[])"
"""Numbers and identifiers go to and fro as text: there are hundreds, and each would be made an object by itself."""
_CHAIN = 8
"""How many mergings one after the other are followed."""


@dataclass(frozen=True)
class Found:
    """A file that may be of the person looked for.

    Attributes:
        person: the file that stands for the person. weighed: the evidence. through: the file that was found, where it
        was merged into `person`.
    """

    person: PersonFile
    weighed: Weighed
    through: PersonFile | None = None


@dataclass(frozen=True)
class Result:
    """What a search found, the strongest evidence first. full: whether more candidates than are looked at fit."""

    found: tuple[Found, ...]
    full: bool


def nothing_asked() -> Refusal:
    """There is nothing to look for."""
    return Refusal(
        "persons.nothing_asked",
        _("Enter a name, or a card number."),
        field="name",
        remedy=_("A family name alone will do; with a year of birth it finds more surely."),
        status=422,
    )


def too_long() -> Refusal:
    """More was typed than any name has."""
    return Refusal(
        "persons.too_long",
        _("A name that is looked for has at most %(most)s characters."),
        field="name",
        status=422,
        most=LONGEST,
    )


@cache
def commonness() -> Commonness:
    """How common names are: from the table that the settings name, else from the ranks of the data files."""
    path = getattr(settings, "HASILA_NAME_COUNTS", "")
    return Commonness.read(Path(path)) if path else usual()


def find(asked: Description, most: int = SHOWN) -> Result:
    """The files that may be of the person described, as the reader of this connection may find them.

    Raises:
        Refused: neither a name nor a card number is given, or the name is too long.
    """
    if any(len(name) > LONGEST for name in (*asked.names, asked.mother, asked.father, asked.place, asked.card)):
        raise Refused(too_long())
    wanted = lookup.asked(asked)
    if not wanted.parts and not wanted.cards:
        raise Refused(nothing_asked())
    ids = _candidates(wanted, asked)
    spaced = [other for name in asked.names for other in apart(name)]
    asked = replace(asked, names=(*asked.names, *spaced))
    found = _followed(asked, best := _best(asked, ids, most), most)
    if len(found) < len(best):  # where files were merged, others take their places
        found = _followed(asked, _best(asked, ids, most + SPARE), most)
    return Result(tuple(found), len(ids) >= MOST)


def _best(asked: Description, ids: list[str], most: int) -> list[tuple[UUID, Description]]:
    """The best candidates. The database gives the most telling first: once some of them are all
    but certain, those that share a name alone are left aside; once enough bear the very name that alone was asked for,
    those that bear a similar one.
    """
    ranking: Ranking[str] = Ranking(asked, commonness(), most)
    done, step = 0, FIRST
    while done < len(ids) and not ranking.settled:
        ranking.add(_descriptions(ids[done : done + step]))
        done, step = done + step, 3 * step
    return [(UUID(identifier), held) for identifier, held in ranking.best()]


def _descriptions(ids: list[str]) -> list[tuple[str, Description]]:
    """What the files say of the people, without their records: a search weighs hundreds and shows ten."""
    with connection.cursor() as cursor:
        cursor.execute(_DESCRIBE, [_array(ids)])
        return [(identifier, described(*values)) for identifier, *values in cursor.fetchall()]


def _array(some: Iterable[object]) -> str:
    """An array as PostgreSQL writes it."""
    return "{" + ",".join(map(str, some)) + "}"


def _candidates(wanted: lookup.Lookup, asked: Description) -> list[str]:
    beside = lookup.beside(asked.year) if asked.year is not None else ()
    arrays: list[Any] = [
        _array(numbers)
        for numbers in (
            wanted.cards, wanted.exact, wanted.exact | wanted.heard, wanted.grown, wanted.parts,
            wanted.day | wanted.digits, wanted.months, wanted.years, beside, wanted.near,
        )
    ]  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_FIND, [*arrays, MOST])
        return [row[0] for row in cursor.fetchall()]


def _files(ids: Iterable[UUID]) -> list[PersonFile]:
    return list(PersonFile.objects.filter(pk__in=list(ids)).select_related("unit").defer("search", "trail", "keys"))


def _followed(asked: Description, best: list[tuple[UUID, Description]], most: int) -> list[Found]:
    """The best with their evidence, files that were merged replaced by those that stand for them; each person once."""
    files: dict[UUID, PersonFile] = {}
    found: list[Found] = []
    seen: set[UUID] = set()
    for at, (identifier, held) in enumerate(best):
        if at % most == 0:  # rarely is more than the first batch looked at: where files were merged
            files |= {person.pk: person for person in _files(one for one, _held in best[at : at + most])}
        person = files.get(identifier)
        stands = standing(person) if person is not None else None
        if stands is None or stands.pk in seen:
            continue
        seen.add(stands.pk)
        evidence = weigh(asked, held, commonness())
        found.append(Found(stands, evidence, person if stands.pk != identifier else None))
        if len(found) >= most:
            break
    return found


def standing(person: PersonFile) -> PersonFile | None:
    """The file that stands for the person of this one; None where it leads nowhere."""
    for _step in range(_CHAIN):
        if person.state != Persons.merged.name:
            return person
        following = _files([person.merged_into_id]) if person.merged_into_id else []
        if not following:
            return None
        person = following[0]
    return None


def install(connection: Any) -> None:
    """The function that finds, after every migration, with the roles that the register has now."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('institution_personfile') IS NOT NULL")
        there = cursor.fetchone()[0]
        cursor.execute("SELECT count(*) FROM pg_roles WHERE rolname IN (%s, %s)", [APPLICATION, READER])
        if not there or cursor.fetchone()[0] != 2:
            return
        roles = "{" + ",".join(sorted({*roles_of(Persons), f"emergency:{Persons.key}"})) + "}"
        cursor.execute(SQL.read_text().format(roles=roles, application=APPLICATION, reader=READER))
