"""The steps that custody, the retention of a minor and an identity check share, made for the states and roles of each.

What is done to somebody who is held is written down when it is done or soon after, out of order and by several hands.
So these acts carry the time of what they tell in a field of their own; the entry's own time is that of writing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from hasila.institution.roles import Role
from hasila.kernel.procedures import SAME, Act, Consequence, State, Transition
from hasila.modules.casefiles import holding_rules as rules

AT_ONCE = timedelta(0)
PAPER = ["authorisation", "magistrate", "authorised_at"]


def procedure_of(holding: Any) -> Any:
    """The procedure whose record this is."""
    return type(holding).procedure


def note(states: Sequence[State], by: Sequence[Any], basis: str) -> Transition:
    """What happens to the person, each an entry: a right told, a hearing, a rest, a meal, a move."""
    return Transition(
        _("Note what happens"),
        states,
        SAME,
        by=by,
        asks=["note_kind"],
        may=["note_at", "note_until", "note_whom", "note_text"],
        guards=[rules.note_has_its_time, rules.note_says_enough],
        effects=[rules.write_note],
        basis=basis,
        late=AT_ONCE,
        help=_("Each right, hearing, rest, meal, visit or move on its own, with its own time."),
    )


def ask(held: State, awaiting: State, by: Sequence[Any], basis: str, *, effects: Sequence[Any] = ()) -> Transition:
    """More time is asked of the public prosecution."""
    return Transition(
        _("Ask for more time"),
        held,
        awaiting,
        by=by,
        asks=["asked_for"],
        guards=[rules.release_not_ordered, rules.time_is_left, rules.extension_is_left],
        effects=[*effects, rules.open_request],
        basis=basis,
        facets=["regime"],
        late=AT_ONCE,
        jobs=["casefiles.more_time_asked"],
        help=_("The public prosecution sees the request at once and answers it in writing."),
    )


def authorise(awaiting: State, held: State, basis: str) -> Transition:
    """The public prosecution grants more time by an act of its own, which is the written authorisation."""
    return Transition(
        _("Authorise more time"),
        awaiting,
        held,
        by=[Role.PROSECUTOR],
        asks=["authorisation"],
        may=["answer_remark"],
        guards=[rules.release_not_ordered, rules.time_is_left, rules.extension_is_left],
        effects=[rules.grant],
        basis=basis,
        facets=["regime"],
        late=AT_ONCE,
        jobs=["casefiles.more_time_answered"],
        then=[_withdrawal(rules.extended_in_time_after_all)],
        help=_("Your act is the written authorisation; it can be printed, with its proof."),
    )


def refuse(awaiting: State, held: State, basis: str) -> Transition:
    """The public prosecution refuses more time."""
    return Transition(
        _("Refuse more time"),
        awaiting,
        held,
        by=[Role.PROSECUTOR],
        asks=["answer_remark"],
        effects=[rules.refuse],
        basis=basis,
        facets=["regime"],
        late=AT_ONCE,
        jobs=["casefiles.more_time_answered"],
    )


def enter_authorisation(awaiting: State, held: State, by: Sequence[Any], basis: str) -> Transition:
    """An authorisation that was given on paper is recorded, with the digest of its scan."""
    return Transition(
        _("Record an authorisation on paper"),
        awaiting,
        held,
        by=by,
        asks=[*PAPER, "paper"],
        guards=[rules.authorised_in_time, rules.time_is_left, rules.extension_is_left],
        effects=[rules.grant],
        basis=basis,
        facets=["regime"],
        late=AT_ONCE,
        jobs=["casefiles.more_time_answered"],
        then=[_withdrawal(rules.extended_in_time_after_all)],
        help=_("Number, day and magistrate stand on the paper; its scan is attached to the file."),
    )


def enter_refusal(awaiting: State, held: State, by: Sequence[Any], basis: str) -> Transition:
    """A refusal that was given on paper or by telephone is recorded."""
    return Transition(
        _("Record a refusal on paper"),
        awaiting,
        held,
        by=by,
        asks=["magistrate", "authorised_at"],
        may=["authorisation", "answer_remark"],
        guards=[rules.authorised_in_time],
        effects=[rules.refuse],
        basis=basis,
        facets=["regime"],
        late=AT_ONCE,
        jobs=["casefiles.more_time_answered"],
    )


def order_release(states: Sequence[State], basis: str) -> Transition:
    """The public prosecution orders that the person be freed."""
    return Transition(
        _("Order the release"),
        states,
        SAME,
        by=[Role.PROSECUTOR],
        may=["note_text"],
        guards=[rules.release_not_ordered],
        effects=[rules.order_release],
        basis=basis,
        late=AT_ONCE,
        jobs=["casefiles.release_ordered"],
        help=_("The unit is told at once; it records the release when the person has left."),
    )


def qualified_anew(states: Sequence[State], basis: str) -> Transition:
    """The offence of the file is another one: where its term is shorter, so is the holding."""
    return Transition(
        _("The facts were qualified anew"),
        states,
        SAME,
        consequent=True,
        effects=[rules.follow_offence],
        basis=basis,
        jobs=["casefiles.term_followed"],
    )


def file_moved(states: Sequence[State], basis: str) -> Transition:
    """The file in which the person is held went to the judicial authority, came back, or was decided."""
    return Transition(
        _("The file of the person held went on"),
        states,
        SAME,
        consequent=True,
        guards=[rules.file_has_moved],
        effects=[rules.follow_file],
        basis=basis,
        jobs=["casefiles.presentation_told"],
    )


def overrun(states: Sequence[State], basis: str) -> Transition:
    """The limit has passed and the person is held still: entered by the clock, or by an end that came late."""
    return Transition(
        _("Held beyond the limit"),
        states,
        SAME,
        consequent=True,
        guards=[rules.limit_is_over],
        effects=[rules.enter_overrun],
        basis=basis,
        facets=["regime"],
        jobs=["casefiles.overrun_told"],
    )


def overrun_withdrawn(states: Sequence[State], taken_back: Transition, basis: str) -> Transition:
    """What was recorded late shows that the limit was kept."""
    return Transition(
        _("The limit was kept after all"),
        states,
        SAME,
        consequent=True,
        corrects=taken_back,
        effects=[rules.withdraw_overrun],
        basis=basis,
    )


def _withdrawal(when: Any) -> Consequence:
    return Consequence(lambda holding, act: procedure_of(holding).overrun_withdrawn, "id", when=when)


def _late(holding: Any, act: Act) -> Transition:
    return procedure_of(holding).overrun


AFTER_END = (Consequence(_late, "id", when=rules.ended_late), _withdrawal(rules.ended_in_time_after_all))
"""What an end brings with it: the overrun where it came late and nobody saw, its withdrawal where it came in time."""
MEASURES: dict[str, Callable[[Any, Act], int]] = {"minutes": rules.minutes_held, "overrun_minutes": rules.minutes_over}
