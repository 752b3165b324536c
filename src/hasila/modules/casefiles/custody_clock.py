"""The clock that watches every person held: it warns before the limit, and enters the overrun at the limit.

It runs in the jobs' process every half minute (`@every`), whatever pages are open. It may run twice at once or again
after a stop: an overrun is entered once (a guard and the record's version see to it), a warning is told once (its
cause is made of the record, the limit and the warning). Nobody acts here: the overrun follows from the act that set
the limit, and its entry names that act as its cause.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from hasila.assurance.steps import latest, step_of, timeline, unplayed
from hasila.institution.jobs import every, job
from hasila.institution.notices import Notice, notify
from hasila.institution.roles import Role
from hasila.kernel.access import SYSTEM
from hasila.kernel.many import perform_many
from hasila.kernel.perform import DOOR, Door
from hasila.kernel.procedures import Act
from hasila.modules.casefiles.charges import Charge
from hasila.modules.casefiles.custody import Custodies
from hasila.modules.casefiles.holding import FILE_LINES, LIVING, Holding
from hasila.modules.casefiles.identity_checks import IdentityChecks
from hasila.modules.casefiles.minor_retention import MinorRetentions
from hasila.modules.casefiles.referral import Referral
from hasila.plain.moments import from_micros, legal_day, micros

SECONDS = 30
KINDS: tuple[Any, ...] = (Custodies, MinorRetentions, IdentityChecks)
IN_FILES: tuple[Any, ...] = (Custodies, MinorRetentions)
WATCHING = (Role.UNIT_CHIEF, Role.PROSECUTOR)
"""Whoever answers for the persons held, besides those who hold them."""

PLACED = _("%(name)s is held in %(unit)s (%(reference)s), until %(limit)s at the latest.")
SOON = _("%(name)s, %(reference)s: the limit comes in less than %(minutes)s minutes, on %(limit)s. Free or present.")
OVER = _("%(name)s, %(reference)s, is held beyond the limit since %(limit)s. Free or present them now.")
ASKED = _("More time is asked for %(name)s, %(reference)s, whose limit is %(limit)s. Grant or refuse it.")
ANSWERED = _("The request for more time for %(name)s, %(reference)s, is answered. The limit is %(limit)s.")
"""As it was told until it said which answer: notices that were told so are read still."""
GRANTED = _("More time is granted for %(name)s, %(reference)s. The limit is now %(limit)s.")
DENIED = _("More time is refused for %(name)s, %(reference)s. The limit stays %(limit)s: free or present them by then.")
NEARER = _(
    "The facts for which %(name)s, %(reference)s, is held were qualified anew: the limit is now %(limit)s. Free or "
    "present them by then."
)
SENT = _(
    "The file of %(name)s, %(reference)s, went to the judicial authority with the person. As soon as they are "
    "presented, record it: until then they are held, and the limit is %(limit)s."
)
DECIDED = _(
    "The judicial authority decided on the file of %(name)s, %(reference)s, who still stands as held. Record that they "
    "were presented, and when; or free them now."
)
RELEASE = _("The public prosecution orders the release of %(name)s, %(reference)s.")


def holders_of(procedure: Any) -> set[str]:
    """The roles of those who hold people under a procedure, and note what happens to them."""
    return {str(role) for role in (*procedure.openings()[0].roles, *procedure.note.roles)}


def living(procedure: Any) -> QuerySet[Any]:
    """Everyone held under a procedure at present; people of a play are not among them."""
    rows = unplayed(procedure.record._default_manager.filter(state__in=LIVING))
    return rows.select_related("unit").defer("search").order_by("limit_at")


@every(SECONDS, "casefiles.watch_the_clock")
def watch(door: Door = DOOR) -> None:
    """One look at everybody who is held: enters overruns, tells warnings."""
    now = from_micros(door.clock())
    for procedure in KINDS:
        enter_overruns(procedure, now, door)
        for holding in living(procedure).filter(limit_at__gt=now):
            warn(holding, now)


def enter_overruns(procedure: Any, now: datetime, door: Door = DOOR) -> int:
    """Enters the overrun of everybody whose limit has passed; gives how many were new."""
    due = list(living(procedure).filter(limit_at__lte=now, overrun_at=None).values_list("pk", flat=True))
    outcome = perform_many(_overruns(procedure, due), door=door) if due else None
    return outcome.performed if outcome is not None else 0


def _overruns(procedure: Any, records: list[UUID]) -> Iterator[Act]:
    """The acts, each following from the act that last set the limit."""
    names = ("authorise", "enter_authorisation", "qualified_anew")
    further = [procedure.transitions[name] for name in names if name in procedure.transitions]
    setting = [procedure.openings()[0], *further]
    for record, cause in latest(records, setting).items():
        yield Act(procedure.overrun, record_id=record, actor=SYSTEM, cause=cause)


def warn(holding: Holding, now: datetime) -> int:
    """Tells the nearest warning that has been passed, once; gives how many people were told."""
    left = holding.minutes_left(now)
    assert left is not None and holding.limit_at is not None
    passed = [minutes for minutes in holding.measure.alarms(legal_day(micros(now))) if left < minutes]
    if not passed:
        return 0
    minutes = min(passed)
    once = uuid5(holding.pk, f"{holding.limit_at.isoformat()} {minutes}")
    if Notice.objects.filter(cause=once).exists():
        return 0
    return tell(holding, SOON, once, {*holders_of(holding.procedure), *WATCHING}, minutes=minutes)


def tell(holding: Holding, text: Any, cause: UUID, roles: Any, **params: Any) -> int:
    """Tells the holders of these roles over the unit of something about a person held."""
    shown = {
        "name": holding.arabic_name or holding.latin_name or holding.alias or _("Unknown person"),
        "reference": holding.reference,
        "unit": holding.unit,
        "limit": holding.limit_at,
        **params,
    }
    return notify(text, roles=sorted(roles), unit=holding.unit, link=address_of(holding), params=shown, cause=cause)


def address_of(holding: Holding) -> str:
    """The address of the page of somebody held."""
    return f"/custody/{holding.reference}/"


def _of(entry: UUID, record: UUID) -> Holding:
    """The record of an act, whichever of the three registers it is in."""
    rows = step_of(entry).procedure.record._default_manager.select_related("unit").defer("search")
    return rows.get(pk=record)  # type: ignore[return-value]


@job("casefiles.person_placed")
def person_placed(entry: UUID, record: UUID) -> None:
    """The public prosecution, the head of the unit and the desk learn at once that somebody is held."""
    holding = _of(entry, record)
    tell(holding, PLACED, entry, {*holders_of(holding.procedure), *WATCHING})


@job("casefiles.more_time_asked")
def more_time_asked(entry: UUID, record: UUID) -> None:
    """The public prosecution learns of a request for more time."""
    tell(_of(entry, record), ASKED, entry, {Role.PROSECUTOR})


@job("casefiles.more_time_answered")
def more_time_answered(entry: UUID, record: UUID) -> None:
    """Those who hold the person learn of the answer, and which it is."""
    holding = _of(entry, record)
    refused = step_of(entry).name in ("refuse", "enter_refusal")
    tell(holding, DENIED if refused else GRANTED, entry, {*holders_of(holding.procedure), Role.UNIT_CHIEF})


@job("casefiles.terms_follow")
def terms_follow(entry: UUID, record: UUID, door: Door = DOOR) -> None:
    """Whoever is held in a file whose offence is another one now has its limit where it is shorter; a second run finds
    nothing left to do.
    """
    follow([living_in(procedure, record) for procedure in IN_FILES], entry, record, door)


@job("casefiles.terms_follow_charge")
def terms_follow_charge(entry: UUID, record: UUID, door: Door = DOOR) -> None:
    """The same of the suspect against whom an offence was added or dropped."""
    suspect = Charge.objects.values_list("suspect_id", flat=True).get(pk=record)
    if suspect is not None:
        follow([living(procedure).filter(party_id=suspect) for procedure in IN_FILES], entry, record, door)


def follow(held: list[QuerySet[Any]], entry: UUID, record: UUID, door: Door) -> None:
    """Brings the terms of these persons after the offences for which they are held now.

    Args:
        entry, record: the act that changed the offences, and its record.
    """
    actor = next(done.actor for done in timeline(record) if done.id == entry)
    acts = [
        Act(one.procedure.qualified_anew, record_id=one.pk, actor=actor, cause=entry)
        for rows in held
        for one in rows.select_related("case", "party")
        if one.held_for != one.offences
    ]
    outcome = perform_many(acts, door=door) if acts else None
    if outcome is not None and outcome.refused:
        raise RuntimeError(f"{outcome.refused} of {len(acts)} terms did not follow the record {record}.")


def living_in(procedure: Any, case: UUID) -> QuerySet[Any]:
    """Who is held in a file under a procedure."""
    return procedure.record._default_manager.filter(case=case, state__in=LIVING)


@job("casefiles.term_followed")
def term_followed(entry: UUID, record: UUID) -> None:
    """Everybody who answers for the person learns that the limit came nearer."""
    holding = _of(entry, record)
    if holding.held and holding.shortened is not None:
        tell(holding, NEARER, entry, {*holders_of(holding.procedure), *WATCHING})


@job("casefiles.release_ordered")
def release_ordered(entry: UUID, record: UUID) -> None:
    """Those who hold the person learn of the order."""
    holding = _of(entry, record)
    tell(holding, RELEASE, entry, {*holders_of(holding.procedure), Role.UNIT_CHIEF})


@job("casefiles.overrun_told")
def overrun_told(entry: UUID, record: UUID) -> None:
    """Everybody who answers for the person learns that the limit has passed."""
    holding = _of(entry, record)
    if holding.overrun_at is not None:  # else it was withdrawn meanwhile
        tell(holding, OVER, entry, {*holders_of(holding.procedure), *WATCHING})


@job("casefiles.held_follow_file")
def held_follow_file(entry: UUID, record: UUID, door: Door = DOOR) -> None:
    """Whoever is held in a file that left, came back or was decided has it in their log; a second run finds it done."""
    case = Referral.objects.values_list("case_id", flat=True).get(pk=record)
    actor = next(done.actor for done in timeline(record) if done.id == entry)
    acts = [
        Act(procedure.file_moved, record_id=one.pk, actor=actor, cause=entry)
        for procedure in IN_FILES
        for one in living_in(procedure, case).select_related("case")
        if one.file_moved_on is not None
    ]
    outcome = perform_many(acts, door=door) if acts else None
    if outcome is not None and outcome.refused:
        raise RuntimeError(f"{outcome.refused} of {len(acts)} persons held did not follow their file {case}.")


@job("casefiles.presentation_told")
def presentation_told(entry: UUID, record: UUID) -> None:
    """Those who hold the person learn what is left to record, where the file isn't with them any more."""
    holding = _of(entry, record)
    line = holding.presented_with_file
    if line is not None:
        text = DECIDED if line["kind"] == FILE_LINES["decided"] else SENT
        tell(holding, text, entry, {*holders_of(holding.procedure), Role.UNIT_CHIEF})
