"""The procedure of mandates: who gives a power, lends it for a time, confirms and ends it.

A power comes from an act like any other: it has a giver, a day, a text and an entry. Law: dahir on the General
Directorate (`dgsn`); the terms are working rules of the service (`mandate.*` in `data/law.toml`).
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from hasila.institution import law
from hasila.institution.jobs import job
from hasila.institution.mandates import Kind, Mandate
from hasila.institution.roles import FOUNDING, HIGH, Role
from hasila.kernel.indicators import Count
from hasila.kernel.procedures import Act, Effect, Procedure, State, Subject, Transition, needs
from hasila.kernel.refusals import Refusal
from hasila.kernel.registers import Register
from hasila.plain.days import said_day
from hasila.plain.events import record as event

GIVERS = (Role.PERSONNEL_DIRECTOR, Role.DIRECTOR_GENERAL)
BACK, REPLACEMENT = "mandate.back_dating", "mandate.replacement"
CHANGED = "institution.powers_changed"


@job(CHANGED)
def powers_changed(entry: UUID, record: UUID) -> None:
    """Every act that gives or takes power stands in the log of security events; its entry tells the rest."""
    event("powers.changed", entry=entry, record=record)


@needs("officer")
def officer_serves(mandate: Mandate, act: Act) -> Refusal | None:
    """Only an officer in active service is given power."""
    if mandate.officer.state == "active":
        return None
    return Refusal(
        "mandate.not_serving",
        _("The officer is not in active service."),
        field="officer",
        remedy=_("A suspended officer gets power again with the reinstatement."),
    )


@needs("unit")
def unit_is_open(mandate: Mandate, act: Act) -> Refusal | None:
    """No power is given over a unit that has closed."""
    closed = mandate.unit.closed_on
    if closed is None or mandate.from_date <= closed:
        return None
    return Refusal(
        "mandate.unit_closed",
        _("This unit closed on %(day)s."),
        field="unit",
        remedy=_("Choose the unit that took over its work."),
        day=said_day(closed),
    )


def role_needs_nobody_else(mandate: Mandate, act: Act) -> Refusal | None:
    """A high role is proposed by one and confirmed by another."""
    if mandate.role not in HIGH:
        return None
    return Refusal(
        "mandate.needs_confirmation",
        _("A mandate in this role is proposed by one person and confirmed by another."),
        field="role",
        remedy=_("Propose it instead."),
    )


def role_is_high(mandate: Mandate, act: Act) -> Refusal | None:
    """What needs no second person is given at once."""
    if mandate.role in HIGH:
        return None
    return Refusal(
        "mandate.needs_no_confirmation",
        _("A mandate in this role needs no second person."),
        field="role",
        remedy=_("Give it at once."),
    )


def role_founds(mandate: Mandate, act: Act) -> Refusal | None:
    """Only those two are founded without whom nobody could give and confirm."""
    if mandate.role in GIVERS:
        return None
    return Refusal("mandate.not_founding", _("Only those who give mandates are founded."), field="role")


def begins_soon_enough(mandate: Mandate, act: Act) -> Refusal | None:
    """Power isn't given far into the past: acts of those days would become lawful afterwards."""
    assert act.today is not None
    days = int(law.value(BACK, act.today))
    if mandate.from_date >= act.today - timedelta(days=days):
        return None
    return Refusal(
        "mandate.too_far_back",
        _("A mandate begins at most %(days)s days before the act that gives it."),
        field="from_date",
        remedy=_("Choose a later day. A mandate from before this register is taken over."),
        basis=BACK,
        status=422,
        days=days,
    )


def not_over(mandate: Mandate, act: Act) -> Refusal | None:
    """What has ended by itself is neither confirmed nor ended."""
    assert act.today is not None
    if mandate.to_date is None or mandate.to_date >= act.today:
        return None
    return Refusal("mandate.over", _("This mandate ended by itself on %(day)s."), day=said_day(mandate.to_date))


@needs("replaces.officer")
def stands_in_for_another(mandate: Mandate, act: Act) -> Refusal | None:
    """A replacement has the unit of the mandate that it stands in for, lies within its days, and is somebody else's."""
    replaced: Any = mandate.replaces
    if replaced is None:
        return None
    for wrong, field, text in (
        (replaced.state != "in_force", "replaces", _("The mandate to be replaced isn't in force.")),
        (replaced.officer_id == mandate.officer_id, "officer", _("Nobody stands in for themselves.")),
        (replaced.unit_id != mandate.unit_id, "unit", _("A replacement is over the unit of the mandate replaced.")),
        (mandate.role not in ("", replaced.role), "role", _("A replacement has the role of the mandate replaced.")),
        (mandate.to_date is None, "to_date", _("A replacement says its last day.")),
    ):
        if wrong:
            over = _("Choose the unit %(code)s.") if field == "unit" else None
            return Refusal(
                "mandate.no_replacement", text, field=field, remedy=over, status=422, code=replaced.unit.code
            )
    outside = mandate.from_date < replaced.from_date
    if outside or (replaced.to_date is not None and mandate.to_date > replaced.to_date):
        text = _("A replacement lies within the days of the mandate replaced.")
        return Refusal("mandate.outside", text, field="from_date" if outside else "to_date", status=422)
    return None


@needs("replaces")
def replaced_needs_nobody_else(mandate: Mandate, act: Act) -> Refusal | None:
    """A high role is lent like it is given: proposed, and confirmed by another."""
    if mandate.replaces is None or mandate.replaces.role not in HIGH:
        return None
    return Refusal(
        "mandate.needs_confirmation",
        _("A mandate in this role is proposed by one person and confirmed by another."),
        field="replaces",
        remedy=_("Propose it instead."),
    )


def lasts_at_most(mandate: Mandate, act: Act) -> Refusal | None:
    """A replacement is for a time."""
    assert act.today is not None
    if mandate.replaces_id is None or mandate.to_date is None:
        return None
    days = int(law.value(REPLACEMENT, act.today))
    if (mandate.to_date - mandate.from_date).days < days:
        return None
    return Refusal(
        "mandate.too_long",
        _("A replacement lasts at most %(days)s days."),
        field="to_date",
        remedy=_("Choose an earlier day, or give a mandate of its own."),
        basis=REPLACEMENT,
        status=422,
        days=days,
    )


def of_kind(kind: Kind) -> Effect:
    """An effect that says how the mandate came about."""

    def effect(mandate: Mandate, act: Act) -> None:
        mandate.kind = kind.value

    effect.__name__ = f"is_{kind.value}"
    effect.__doc__ = f"The mandate came about thus: {kind.value}."
    return effect


@needs("replaces")
def as_the_one_replaced(mandate: Mandate, act: Act) -> None:
    """A replacement has role and post of the mandate that it stands in for."""
    if mandate.replaces is not None:
        mandate.kind = Kind.REPLACEMENT.value
        mandate.role = mandate.replaces.role
        mandate.post_id = mandate.replaces.post_id


def begin_now(mandate: Mandate, act: Act) -> None:
    """A confirmed mandate gives no power for the days on which it was only proposed; one taken over has run."""
    assert act.today is not None
    if mandate.kind != Kind.TAKEN_OVER:
        mandate.from_date = max(mandate.from_date, act.today)


def end_today(mandate: Mandate, act: Act) -> None:
    """The day of the act is the last; from the act on there is no power, on that day neither."""
    assert act.today is not None
    mandate.to_date = max(mandate.from_date, act.today)


CONTENT = ("officer", "role", "from_date")
USUAL = (officer_serves, unit_is_open)


class Mandates(Procedure):
    """A mandate: who holds which role over which unit, from when to when."""

    record = Mandate
    directory = True
    empowers = "officer_id"
    label = _("Mandates")
    prefix = "MAN"
    concerns = ("officer",)
    readers = (Role.PERSONNEL_CLERK, Role.UNIT_CHIEF, Role.INSPECTOR, Role.CHIEF_INSPECTOR)
    search = ("officer.registration_number", "officer.arabic_name", "officer.latin_name")
    register = Register(
        columns=("reference", "officer", "role", "unit", "kind", "from_date", "to_date", "state"),
        filters=("state", "role", "kind", "unit"),
    )
    constraints = {
        "mandate_no_overlap": Refusal(
            "mandate.overlaps",
            _("The officer holds this role over this unit on some of these days already."),
            field="from_date",
            remedy=_("Choose other days, or end the mandate that runs."),
        ),
        "mandate_ends_after_start": Refusal(
            "mandate.ends_before_start", _("The last day lies before the first."), field="to_date", status=422
        ),
        "mandate_founded_once": Refusal(
            "mandate.founded_already", _("The register is founded; mandates are given by those who hold one.")
        ),
    }

    proposed = State(_("Proposed"), initial=True)
    in_force = State(_("In force"), initial=True)
    declined = State(_("Declined"), final=True, requires=["grounds"])
    ended = State(_("Ended early"), final=True, requires=["to_date"])

    found = Transition(
        _("Found the register of mandates"),
        None,
        in_force,
        by=[FOUNDING],
        asks=CONTENT,
        may=["post"],
        guards=[officer_serves, role_founds],
        effects=[of_kind(Kind.FOUNDED)],
        late=None,
        basis="dgsn",
        facets=["role", "kind"],
        jobs=[CHANGED],
        help=_("The first two, who give and confirm all others. Nobody could give these."),
    )
    give = Transition(
        _("Give a mandate"),
        None,
        in_force,
        by=GIVERS,
        asks=CONTENT,
        may=["to_date", "post", "source"],
        guards=[*USUAL, role_needs_nobody_else, begins_soon_enough],
        effects=[of_kind(Kind.GIVEN)],
        basis="dgsn",
        facets=["role", "kind"],
        jobs=[CHANGED],
    )
    lend = Transition(
        _("Appoint a temporary replacement"),
        None,
        in_force,
        by=GIVERS,
        asks=["officer", "replaces", "from_date", "to_date", "grounds"],
        may=["source"],
        guards=[*USUAL, stands_in_for_another, replaced_needs_nobody_else, lasts_at_most, begins_soon_enough],
        effects=[as_the_one_replaced],
        basis=REPLACEMENT,
        facets=["role", "kind"],
        jobs=[CHANGED],
        help=_("Same role, same unit, for a time; it ends by itself. What is done under it says for whom."),
    )
    propose = Transition(
        _("Propose a mandate of high responsibility"),
        None,
        proposed,
        by=GIVERS,
        asks=CONTENT,
        may=["to_date", "post", "source", "replaces", "grounds"],
        guards=[*USUAL, role_is_high, stands_in_for_another, lasts_at_most, begins_soon_enough],
        effects=[of_kind(Kind.GIVEN), as_the_one_replaced],
        basis="dgsn",
        facets=["role", "kind"],
        help=_("Another person confirms it; until then it gives nothing."),
    )
    take_over = Transition(
        _("Take over a mandate"),
        None,
        in_force,
        by=[Role.PERSONNEL_DIRECTOR],
        asks=[*CONTENT, "source"],
        may=["to_date", "post"],
        guards=[*USUAL, role_needs_nobody_else],
        effects=[of_kind(Kind.TAKEN_OVER)],
        late=None,
        basis="dgsn",
        facets=["role", "kind"],
        jobs=[CHANGED],
        help=_("For a mandate that was given on paper before this register."),
    )
    take_over_high = Transition(
        _("Propose to take over a mandate of high responsibility"),
        None,
        proposed,
        by=[Role.PERSONNEL_DIRECTOR],
        asks=[*CONTENT, "source"],
        may=["to_date", "post"],
        guards=[*USUAL, role_is_high],
        effects=[of_kind(Kind.TAKEN_OVER)],
        late=None,
        basis="dgsn",
        facets=["role", "kind"],
        help=_("Another person confirms it; until then it gives nothing."),
    )
    confirm = Transition(
        _("Confirm"),
        proposed,
        in_force,
        by=GIVERS,
        guards=[officer_serves, not_over],
        effects=[begin_now],
        not_by=[propose, take_over_high],
        basis="dgsn",
        facets=["role", "kind"],
        jobs=[CHANGED],
    )
    decline = Transition(
        _("Decline"),
        proposed,
        declined,
        by=GIVERS,
        asks=["grounds"],
        basis="dgsn",
        facets=["role", "kind"],
    )
    end = Transition(
        _("End the mandate early"),
        in_force,
        ended,
        by=GIVERS,
        asks=["grounds"],
        guards=[not_over],
        effects=[end_today],
        basis="dgsn",
        facets=["role", "kind"],
        jobs=[CHANGED],
        help=_("The power ends with this act."),
    )
    renounce = Transition(
        _("Give the mandate back"),
        in_force,
        ended,
        by=[Subject("officer")],
        may=["grounds"],
        guards=[not_over],
        effects=[end_today],
        basis="dgsn",
        facets=["role", "kind"],
        jobs=[CHANGED],
    )

    given = Count(
        _("Mandates given"),
        of=[give, confirm],
        where={"kind": Kind.GIVEN},
        by=["unit", "role"],
        unit=_("mandates"),
        definition=_("Mandates given in the year, those of high responsibility when they were confirmed."),
    )
    replacements = Count(
        _("Temporary replacements"),
        of=[lend, confirm],
        where={"kind": Kind.REPLACEMENT},
        by=["unit", "role"],
        unit=_("mandates"),
        definition=_("Replacements appointed in the year, whatever their length."),
    )
    ended_early = Count(
        _("Mandates ended early"),
        of=[end, renounce],
        by=["unit", "role", "kind"],
        unit=_("mandates"),
        definition=_("Mandates ended by an act in the year; those that ran to their last day don't count."),
    )
