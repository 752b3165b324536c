"""What forms stand filled in with: where an exhibit is and who is likely to hand it over, how a file is to go."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone

from hasila.institution.career import Officer
from hasila.kernel.access import SYSTEM, visible
from hasila.modules.casefiles import letters, record_texts
from hasila.modules.casefiles.choices import Way
from hasila.modules.casefiles.custody import Custodies
from hasila.modules.casefiles.holding import LIVING
from hasila.modules.casefiles.holding_choices import Note
from hasila.modules.casefiles.kinds import RecordKind, Right
from hasila.modules.casefiles.minor_retention import MinorRetentions
from hasila.modules.casefiles.tasks import Task
from hasila.plain.moments import today
from hasila.surfaces.web.suggesting import Known

TOLD_BY: dict[str, Right] = {
    Note.REASONS_TOLD: Right.ACTS,
    Note.SILENCE_TOLD: Right.SILENCE,
    Note.LAWYER_TOLD: Right.LAWYER,
    Note.LAWYER_ASKED: Right.LAWYER,
    Note.LAWYER_DECLINED: Right.LAWYER,
    Note.FAMILY_TOLD: Right.FAMILY,
    Note.DOCTOR_TOLD: Right.DOCTOR,
}
"""What a note on somebody held says of the rights that a record of hearing lists."""


def drawing_up(told: Known) -> dict[str, Any]:
    """The text of the model; of a suspect who is held also which rights were noted as told, and when the last was."""
    return {**record_texts.suggested(told), **_told_while_held(told)}


def _told_while_held(told: Known) -> dict[str, Any]:
    party = told.given.get("party")
    if party is None or told.given.get("kind") != RecordKind.HEARING_SUSPECT:
        return {}
    for procedure in (Custodies, MinorRetentions):
        held = visible(procedure, told.actor).filter(party=party, state__in=LIVING).first()
        lines = held.noted(*TOLD_BY) if held is not None else []
        if lines:
            rights = dict.fromkeys(TOLD_BY[line["kind"]].value for line in lines)
            return {"rights": list(rights), "rights_told_at": datetime.fromisoformat(lines[-1]["at"])}
    return {}


def referring(told: Known) -> dict[str, Any]:
    """How the file is likely to go: with whom it holds or has presented already, else alone, and against whom it is."""
    case = told.given.get("case")
    if case is None:
        return {}
    held, known = (
        bool(case.in_custody or case.presented),
        bool(case.suspects) or letters.is_letter(case),
    )  # a letter goes back as such
    return {"way": Way.HELD.value if held else Way.PAPER.value if known else Way.UNKNOWN.value}


def setting(told: Known) -> dict[str, Any]:
    """The first line of what a magistrate asked for that no act of investigation stands for yet, with the day by which
    it is wanted: so instructions become acts one after the other.
    """
    case = told.given.get("case")
    if case is None or not case.instructions:
        return {}
    known = {one.strip() for one in Task.objects.filter(case=case).values_list("what", flat=True)}
    asked = (line.strip() for line in case.instructions.splitlines())
    what = next((line for line in asked if line and line not in known), None)
    by = case.complete_by if case.complete_by is not None and case.complete_by >= today() else None
    return {"what": what, "deadline": by} if what is not None else {}


def reading_back(told: Known) -> dict[str, Any]:
    """A record is read back when it is done: it ends now, unless its end was typed before."""
    record: Any = told.record
    return {} if record is None or record.ended_at is not None else {"ended_at": timezone.now()}


OF_ONE_MOVEMENT = (
    "next_store", "received_by", "recipient", "laboratory", "asked", "result", "office", "order_number", "ordered_on",
    "grounds",
)  # fmt: skip
"""What a movement of an exhibit supplies and the next one doesn't take over."""


def leaving(told: Known) -> dict[str, Any]:
    """The place where it is kept, and the one who acts as the one who hands it over; to the court, the office to which
    the file goes. Nothing of the last movement.
    """
    exhibit: Any = told.record
    if exhibit is None:
        return {}
    one = Officer.objects.filter(pk=told.actor.id or SYSTEM).first()
    stands = {"left_store": exhibit.store, "handed_by": one, "office": exhibit.case.office or None}
    return {**dict.fromkeys(OF_ONE_MOVEMENT), **stands}


def coming_back(told: Known) -> dict[str, Any]:
    """Nothing of what stood there before: it comes back under a new seal, into the hands of whoever acts."""
    one = Officer.objects.filter(pk=told.actor.id or SYSTEM).first()
    return {**dict.fromkeys(("seal", "store", "result")), "received_by": one}


OF_ONE_ACT = ("grounds", "to_unit", "linked", "link_kind", "joined_to", "severed_facts")
"""What an act says of itself, though the record keeps what the last one said: why, and to which other file or unit."""


def of_this_act(told: Known) -> dict[str, Any]:
    """Nothing of why an earlier act was done, by another hand or in another unit: whoever acts says their own."""
    return dict.fromkeys(OF_ONE_ACT) if told.record is not None else {}
