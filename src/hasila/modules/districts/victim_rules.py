"""What is checked on a victim's file."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from hasila.institution import law
from hasila.kernel.procedures import Act
from hasila.kernel.refusals import Refusal
from hasila.modules.districts.party import is_minor
from hasila.modules.districts.victims import Level, Victim, Violence
from hasila.plain.moments import legal_day, micros


def is_private(victim: Victim, act: Act) -> Refusal | None:
    """A victim is received in private."""
    if victim.in_private:
        return None
    return Refusal(
        "districts.not_private",
        _("A victim is received in a closed room, without anybody whom the victim doesn't want there."),
        field="in_private",
        remedy=_("Go to the room of the cell before you ask anything."),
        basis="women_violence/10",
        status=422,
    )


def happened_by_now(victim: Victim, act: Act) -> Refusal | None:
    """Nothing is reported before it happens, nor before the victim was born."""
    assert act.occurred_at is not None
    if victim.happened_at is None:
        return None
    if victim.happened_at > act.occurred_at:
        return Refusal("districts.not_yet", _("The facts can't lie in the future."), field="happened_at", status=422)
    if victim.born_on is not None and victim.born_on > legal_day(micros(victim.happened_at)):
        return Refusal(
            "districts.born_after",
            _("The date of birth lies after the facts."),
            field="born_on",
            remedy=_("Check both dates: one of them is wrong."),
            status=422,
        )
    return None


def _minor_at_intake(victim: Victim, act: Act) -> bool | None:
    """Whether the victim was under age on the day when the file was opened; None where the birth is unknown."""
    assert act.today is not None
    if victim.born_on is None:
        return None
    day = act.today if victim.opened_at is None else legal_day(micros(victim.opened_at))
    return is_minor(victim.born_on, day)


def is_of_age(victim: Victim, act: Act) -> Refusal | None:
    """A minor's file is opened in the register of children."""
    if not _minor_at_intake(victim, act):
        return None
    return Refusal(
        "districts.victim_under_age",
        _("The victim is under age: her file belongs to the register of child victims."),
        field="born_on",
        remedy=_("Open it there, with the officer for minors."),
        basis="institution.majority",
        status=422,
    )


def is_a_minor(victim: Victim, act: Act) -> Refusal | None:
    """A child's file is of somebody under age on the day it is opened."""
    if _minor_at_intake(victim, act) in (None, True):
        return None
    return Refusal(
        "districts.victim_of_age",
        _("The victim is of age: this is no file of a child."),
        field="born_on",
        remedy=_("Open it in the register of women victims of violence, or take a complaint."),
        basis="institution.majority",
        status=422,
    )


def measures_are_lawful(victim: Victim, act: Act) -> Refusal | None:
    """What is asked of the prosecutor, and what was ordered, is a measure that the law names on that day."""
    assert act.today is not None
    known = law.value(victim.MEASURES, act.today)
    for name in ("measures_asked", "measures_ordered"):
        if not set(getattr(victim, name)) <= set(known):
            return Refusal(
                "districts.unknown_measure",
                _("The law in force does not name this measure."),
                field=name,
                basis=victim.MEASURES,
                status=422,
            )
    return None


def was_asked(victim: Victim, act: Act) -> Refusal | None:
    """The prosecutor answers what was asked."""
    if victim.measures_asked and victim.asked_at is not None:
        return None
    return Refusal(
        "districts.nothing_asked",
        _("No protection measure was asked for yet."),
        remedy=_("Record the request to the prosecutor first."),
        basis=victim.MEASURES,
    )


def asked_and_answered_in_order(victim: Victim, act: Act) -> Refusal | None:
    """The prosecutor is asked before the answer comes, and both before they are recorded."""
    assert act.occurred_at is not None
    asked, answered = victim.asked_at, victim.answered_at
    if asked is not None and asked > act.occurred_at:
        return _disordered("asked_at")
    if answered is not None and (answered > act.occurred_at or (asked is not None and answered < asked)):
        return _disordered("answered_at")
    return None


def _disordered(field: str) -> Refusal:
    return Refusal(
        "districts.answer_out_of_order",
        _("The prosecutor was asked first and answered then, and neither lies in the future."),
        field=field,
        remedy=_("Check the days and hours."),
        status=422,
    )


def contact_lies_ahead(victim: Victim, act: Act) -> Refusal | None:
    """The next contact is a moment to come."""
    assert act.occurred_at is not None
    if victim.next_contact_at is None or victim.next_contact_at > act.occurred_at:
        return None
    return Refusal(
        "districts.contact_past",
        _("The next contact lies in the past."),
        field="next_contact_at",
        status=422,
    )


def is_out_of_danger(victim: Victim, act: Act) -> Refusal | None:
    """A file isn't closed while the officer states an immediate danger."""
    if victim.risk != Level.IMMEDIATE:
        return None
    return Refusal(
        "districts.in_danger",
        _("The file states an immediate danger: it is not closed."),
        remedy=_("Put the risk questions again, and state the level as it is now."),
    )


def has_no_case_yet(victim: Victim, act: Act) -> Refusal | None:
    """A file of the cell becomes one case file, once."""
    if victim.case_id is None:
        return None
    return Refusal("districts.case_open_already", _("A case file was already opened from this file."))


# ---------------------------------------------------------------- what is set


def asks_anew(victim: Victim, act: Act) -> None:
    """A new request waits for its own answer; what was answered before is in the ledger."""
    victim.answered_at, victim.measures_ordered = None, []


def contact_is_made(victim: Victim, act: Act) -> None:
    """The contact that was due is made; another is set by a step of its own."""
    victim.next_contact_at = None


def counts(name: str) -> Any:
    """A measure: 1 where the file names this kind of violence."""

    def one(victim: Victim, act: Act) -> int:
        return int(name in victim.violence)

    return one


KINDS = {str(kind): counts(kind) for kind in Violence.values}
