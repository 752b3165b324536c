"""What is checked, counted and set on an exhibit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from hasila.institution import law
from hasila.kernel.procedures import Act, needs
from hasila.kernel.refusals import Refusal
from hasila.modules.casefiles.case_rules import case_follows_here, case_is_with_us
from hasila.modules.casefiles.kinds import Measure
from hasila.surfaces.formats import said_moment

if TYPE_CHECKING:
    from hasila.modules.casefiles.exhibits import Exhibit

KEPT_GUARDS = (case_follows_here, case_is_with_us)
"""What acts on a kept exhibit are held to: they go on after the file went to the prosecution."""
WEIGHED = "casefiles.exhibit.weighed"
"""Kinds whose quantity the charge depends on: rule of the day."""
IN_GRAMS = {Measure.GRAM: 1, Measure.KILOGRAM: 1000}
OF_ONE_MOVEMENT = (
    "left_store", "next_store", "handed_by", "received_by", "recipient", "office", "order_number", "ordered_on",
    "grounds",
)  # fmt: skip
"""What tells of one movement alone: from where to where, through whose hands, on which order."""
OUT_OF_STORE = ("move", "send_to_laboratory", "hand_to_court", "give_back", "destroy")
"""Steps by which it leaves the place where it is kept."""
LIVING = ("open", "returned", "referred")
"""States of a file that still counts its exhibits."""


def is_measured(exhibit: Exhibit, act: Act) -> Refusal | None:
    """A quantity has its unit; drugs have a quantity."""
    if exhibit.quantity is not None and not exhibit.measure:
        return Refusal("casefiles.no_measure", _("Say in what the quantity is counted."), field="measure", status=422)
    assert act.today is not None
    if exhibit.quantity is None and exhibit.kind in law.value(WEIGHED, act.today):
        return Refusal(
            "casefiles.not_weighed",
            _("Drugs are weighed or counted when they are seized."),
            field="quantity",
            remedy=_("Give the gross weight; the laboratory's comes later."),
            status=422,
        )
    return None


@needs("found_on", "seized_in")
def comes_from_this_file(exhibit: Exhibit, act: Act) -> Refusal | None:
    """The person it was found on, and the written record of its seizure, are of the same file."""
    for name, other in (("found_on", exhibit.found_on), ("seized_in", exhibit.seized_in)):
        if other is not None and other.case_id != exhibit.case_id:
            return Refusal("casefiles.of_another_file", _("This belongs to another file."), field=name, status=422)
    return None


@needs("case")
def takes_a_number(exhibit: Exhibit, act: Act) -> None:
    """The next number of the file: it counts all that was ever seized in it, so that none is given twice."""
    exhibit.item = exhibit.case.seized + 1


def grams(exhibit: Exhibit, act: Act) -> int:
    """Weight in whole grams; 0 for what isn't weighed."""
    factor = IN_GRAMS.get(exhibit.measure)  # type: ignore[call-overload]
    return round(exhibit.quantity * factor) if factor and exhibit.quantity is not None else 0


def pieces(exhibit: Exhibit, act: Act) -> int:
    """Number of pieces; 0 for what isn't counted in pieces."""
    counted = exhibit.measure == Measure.PIECE and exhibit.quantity is not None
    return round(exhibit.quantity) if counted else 0  # type: ignore[arg-type]


def stands_there(exhibit: Exhibit, act: Act) -> Refusal | None:
    """It leaves the place where it is. Whoever moves it second is told where it went."""
    if exhibit.left_store == exhibit.store:
        return None
    return Refusal(
        "casefiles.exhibit_elsewhere",
        _("The exhibit is not there: it is kept at “%(store)s” since %(since)s."),
        field="left_store",
        remedy=_("Look at its last movement; somebody may have moved it meanwhile."),
        store=exhibit.store,
        since=said_moment(exhibit.acted_at),
    )


def goes_elsewhere(exhibit: Exhibit, act: Act) -> Refusal | None:
    """A movement leads to another place."""
    if exhibit.next_store != exhibit.left_store:
        return None
    return Refusal("casefiles.same_store", _("It is kept there already."), field="next_store", status=422)


def changes_hands(exhibit: Exhibit, act: Act) -> Refusal | None:
    """One officer hands over, another receives."""
    if exhibit.handed_by_id != exhibit.received_by_id:
        return None
    return Refusal(
        "casefiles.same_hands", _("Another officer receives it than hands it over."), field="received_by", status=422
    )


def ordered_before(exhibit: Exhibit, act: Act) -> Refusal | None:
    """An order comes before what is done on it."""
    assert act.today is not None
    assert exhibit.ordered_on is not None
    if exhibit.ordered_on <= act.today:
        return None
    return Refusal(
        "casefiles.ordered_later", _("The order lies after the act done on it."), field="ordered_on", status=422
    )


def arrives(exhibit: Exhibit, act: Act) -> None:
    """It is kept where it went."""
    exhibit.store = exhibit.next_store


def is_out(exhibit: Exhibit, act: Act) -> None:
    """The unit keeps it no more."""
    exhibit.left_store, exhibit.store = exhibit.store, ""


def is_another_movement(exhibit: Exhibit, act: Act) -> None:
    """What the movement before supplied and this one doesn't tells of that one alone, and stands in the chain of
    custody: the record no longer says it, since it would read as if it described this movement, or where it is now.
    """
    for name in OF_ONE_MOVEMENT:
        if name not in act.data:
            setattr(exhibit, name, None if name in ("handed_by", "received_by", "ordered_on") else "")


def seal_is_new(exhibit: Exhibit, act: Act) -> Refusal | None:
    """The laboratory opened the seal under which the exhibit went there; it comes back under another."""
    gone = exhibit.moves[-1]["seal"] if exhibit.moves else ""
    if not gone or exhibit.seal.strip().casefold() != gone.strip().casefold():
        return None
    return Refusal(
        "casefiles.seal_as_before",
        _("This is the number of the seal that the laboratory opened."),
        field="seal",
        remedy=_("Put a new seal on, and enter its number."),
        basis="criminal_procedure/64",
        status=422,
    )


def note_movement(exhibit: Exhibit, act: Act) -> None:
    """Adds the movement to the chain of custody: when, by which step, from where to where, through whose hands."""
    assert act.occurred_at is not None

    def said(name: str) -> str:
        """What this very act supplied; a former one's value is no part of this movement."""
        value = getattr(exhibit, f"{name}_id", None) or getattr(exhibit, name)
        return str(value) if name in act.data and value else ""

    movement = {
        "at": act.occurred_at.isoformat(),
        "step": act.transition.name,
        "from": exhibit.left_store if act.transition.name in OUT_OF_STORE else "",
        "to": exhibit.store or said("laboratory"),
        "seal": exhibit.seal,
        "by": said("handed_by") or str(act.actor),
        "whom": said("received_by") or said("recipient"),
        "order": said("order_number"),
    }
    exhibit.moves = [*exhibit.moves, movement]


@needs("case")
def file_counts(exhibit: Exhibit, act: Act) -> bool:
    """Where the file still runs."""
    return exhibit.case.state in LIVING


@needs("case")
def left_sealed(exhibit: Exhibit, act: Act) -> bool:
    """Where the file still runs, for an exhibit under seal."""
    return bool(exhibit.seal) and file_counts(exhibit, act)


@needs("case")
def left_unsealed(exhibit: Exhibit, act: Act) -> bool:
    """Where the file still runs, for one that never got a seal."""
    return not exhibit.seal and file_counts(exhibit, act)
