"""Who a register holds under a name: as it was typed, as it sounds in either script, and by a linked person's file.

What is found is ordered by how like the names are, and says why where the letters alone don't.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from hasila.institution.identifying import Identified
from hasila.institution.names.evidence import Description
from hasila.institution.names.words import isolated, reasons
from hasila.institution.persons import Persons
from hasila.institution.sounding import comes_near, is_sounded, likeness
from hasila.kernel.access import Actor, visible
from hasila.kernel.procedures import Procedure
from hasila.kernel.refusals import Refusal, Refused
from hasila.surfaces.people import Match, look
from hasila.surfaces.reading import search_is_reading
from hasila.surfaces.searching import found

LOOKED_AT = 60
"""Records of one register that are compared, the newest."""
FILES = 5
"""Persons' files by whose links records are found."""


@dataclass(frozen=True)
class Near:
    """How near a record comes.

    Attributes:
        score: 0 to 1, of the names. why: sentences, where the record wasn't found by its letters.
    """

    score: float
    why: tuple[str, ...] = ()


def asked_for(typed: str) -> Description:
    """What was typed into a box for everything as a description: a card number where it has digits, else a name."""
    word = "".join(typed.split())
    if any(char.isdigit() for char in word):
        return Description(card=word if word[:1].isalpha() else "")
    return Description(names=(typed,))


def people_near(actor: Actor, typed: str, why: tuple[str, str]) -> tuple[list[Match], list[Refusal]]:
    """The persons' files that come near what was typed, the nearest first, or why none is looked for.

    Args:
        why: purpose and case reference, under which the search is kept.
    """
    asked = asked_for(typed)
    if not search_is_reading(Persons, actor) or not (asked.names or asked.card):
        return [], []
    try:
        return look(actor, asked, typed, *why)[0], []
    except Refused as refused:
        return [], refused.refusals


def near(procedure: type[Procedure], actor: Actor, typed: str, people: Mapping[UUID, Match]) -> dict[UUID, Near]:
    """The records of a register that come near a typed text, or are linked to one of these persons' files."""
    rows = visible(procedure, actor)
    model = procedure.record
    letters, heard = found(rows, typed, most=LOOKED_AT)
    identified = issubclass(model, Identified)
    linked = set(rows.filter(person__in=people).values_list("pk", flat=True)[:LOOKED_AT]) if identified else set()
    if not is_sounded(model):
        return {pk: Near(1.0) for pk in letters}
    plain = set(letters)
    names = ["arabic_name", "latin_name", *(["alias"] if hasattr(model, "alias") else [])]
    columns = ["pk", *(["person_id"] if identified else []), *names]
    kept: dict[UUID, Near] = {}
    for row in rows.filter(pk__in=plain | linked | set(heard)).values(*columns):
        one = _judged(typed, row, [row[name] for name in names], people, letters=row["pk"] in plain)
        if one is not None:
            kept[row["pk"]] = one
    return kept


def _judged(
    typed: str, row: dict[str, Any], names: list[str], people: Mapping[UUID, Match], *, letters: bool
) -> Near | None:
    compared = likeness(typed, names)
    match = people.get(row.get("person_id"))  # type: ignore[arg-type]
    if letters:
        return Near(max(compared.score, 0.99))
    if comes_near(compared):
        return Near(compared.score, tuple(reasons(compared)))
    if match is None:
        return None
    through = _("Linked to the file of %(name)s.") % {"name": isolated(match.person.name)}
    return Near(match.likeness, (through, *match.reasons))
