"""Where every matter of the desk ends: a case file, paper, another unit, the gendarmerie, a refusal.

A step belongs to one procedure, so each procedure makes its own of these. All have the same term: by then something
must have become of the matter.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from hasila.institution import law
from hasila.institution.roles import Role
from hasila.kernel.deadlines import Deadline
from hasila.kernel.procedures import Act, Consequence, State, Transition
from hasila.modules.districts import entry_rules as rules
from hasila.modules.districts.entries import TOLD
from hasila.modules.districts.following import (
    CASE,
    PARTY,
    case_files_are_kept,
    case_files_are_on_paper,
    names_its_case,
    names_its_party,
)

OUTCOME = "districts.outcome"
ENDERS = (Role.JUDICIAL_OFFICER, Role.UNIT_CHIEF)
TELLS = (rules.told_in_its_time,)


def term() -> Deadline:
    """By when something must have become of a matter; it runs from entering a state that waits."""
    return Deadline(law.days(OUTCOME), basis=OUTCOME)


def open_case(source: Sequence[State], target: State, *, joins: bool = False, **options: Any) -> Transition:
    """The step that makes a case file of the matter; with `joins`, who brought it becomes a party of the file."""
    return Transition(
        _("Follow up as a case file"),
        source,
        target,
        by=ENDERS,
        may=["offence", "territory", "town", "place"],
        guards=[case_files_are_kept, rules.is_ours, rules.place_fits],
        effects=[names_its_case, *([names_its_party] if joins else []), rules.remembers_who_ended_it],
        then=[CASE, *([PARTY] if joins else [])],
        within=term(),
        basis="criminal_procedure/18",
        facets=["level"],
        help=_("Opens a case file of this unit; the matter and the file name each other."),
        **options,
    )


def record_on_paper(source: Sequence[State], target: State, **options: Any) -> Transition:
    """The step where a unit keeps its case files on paper."""
    return Transition(
        _("Follow up on paper"),
        source,
        target,
        by=ENDERS,
        asks=["paper_number"],
        may=["offence", "territory", "town", "place"],
        guards=[case_files_are_on_paper, rules.is_ours, rules.place_fits],
        effects=[rules.remembers_who_ended_it],
        within=term(),
        basis="criminal_procedure/18",
        facets=["level"],
        help=_("Where the unit does not keep its case files here yet."),
        **options,
    )


def hand_to_unit(source: Sequence[State], target: State, **options: Any) -> Transition:
    """The step that hands the matter to another unit, which gets an entry of its own."""
    return Transition(
        _("Hand to another unit"),
        source,
        target,
        by=[*ENDERS, Role.DESK_OFFICER],
        asks=["to_unit"],
        may=["grounds"],
        guards=[rules.receiver_is_another],
        effects=[rules.names_what_the_other_makes_of_it, rules.remembers_who_ended_it],
        then=[Consequence(_arrival, record="next_id", data=_carried)],
        within=term(),
        basis="criminal_procedure/22",
        facets=["level"],
        help=_("The other unit has it in its register at once, with its own term."),
        **options,
    )


def _arrival(entry: Any, act: Act) -> Transition:
    return entry.procedure.arrive


def _carried(entry: Any, act: Act) -> dict[str, Any]:
    found = {name: getattr(entry, entry._meta.get_field(name).attname) for name in entry.CARRIED}
    return found | {"unit": entry.to_unit_id, "came_from": entry.id, "came_from_reference": entry.reference}


def arrive(target: State, carried: Sequence[str], *, effects: Sequence[Any] = (), **options: Any) -> Transition:
    """The opening at the unit that a matter was handed to; `carried` is what goes with it."""
    return Transition(
        _("Receive from another unit"),
        None,
        target,
        asks=["unit", "facts", "came_from", "came_from_reference"],
        may=[name for name in carried if name != "facts"],
        effects=[rules.came_from_a_unit, *effects],
        basis="criminal_procedure/22",
        facets=["level"],
        consequent=True,
        **options,
    )


def hand_to_gendarmerie(source: Sequence[State], target: State, **options: Any) -> Transition:
    """The step for what happened outside the urban perimeter."""
    return Transition(
        _("Hand to the Royal Gendarmerie"),
        source,
        target,
        by=ENDERS,
        asks=["gendarmerie"],
        may=["territory", "place", "town", "grounds"],
        guards=[rules.is_the_gendarmerie_s],
        effects=[rules.remembers_who_ended_it],
        within=term(),
        basis="criminal_procedure/22",
        facets=["level"],
        help=_("The slip of the hand-over goes with the papers, and a copy to the person."),
        **options,
    )


def refuse(source: Sequence[State], target: State, **options: Any) -> Transition:
    """The step that ends a matter from which nothing follows, with the prosecutor told."""
    return Transition(
        _("Refuse"),
        source,
        target,
        by=ENDERS,
        asks=["refusal", "grounds", "prosecutor_told_at"],
        may=["prosecutor"],
        guards=TELLS,
        effects=[rules.remembers_who_ended_it],
        within=term(),
        basis="criminal_procedure/23",
        facets=["refusal", "level"],
        help=_("The prosecutor is told, and may order otherwise; the person is told the reason."),
        **options,
    )


CONTENT = ("facts", *TOLD)
