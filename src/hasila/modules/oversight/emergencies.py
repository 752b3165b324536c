"""Access in an emergency: an officer states it, reads one register of a unit for some hours, is looked at afterwards.

Law: working rules of the service (`readings.emergency.*` in `data/law.toml`). The inspectorate is told at once; the
access ends by itself; every reading under it is marked with it.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from hasila.institution import law
from hasila.institution.notices import TELL_CONCERNED
from hasila.institution.roles import Role
from hasila.kernel.deadlines import Deadline
from hasila.kernel.indicators import Count
from hasila.kernel.procedures import Act, Procedure, State, Subject, Transition, needs
from hasila.kernel.procedures import registry as procedures
from hasila.kernel.records import Record
from hasila.kernel.refusals import Refusal
from hasila.kernel.registers import Register
from hasila.plain.moments import today
from hasila.surfaces.reading import read_along

HOURS, REVIEW = "readings.emergency.hours", "readings.emergency.review"
CLOSED = "readings.emergency.closed"
WIDE = "readings.emergency.wide"


class Danger(models.TextChoices):
    """What the emergency is."""

    LIFE = "life", _("Danger to a life")
    CHILD = "child", _("Missing child")
    ATTACK = "attack", _("Attack under way or about to happen")
    DISASTER = "disaster", _("Disaster")


class Finding(models.TextChoices):
    """What the inspectorate finds."""

    JUSTIFIED = "justified", _("Justified")
    UNJUSTIFIED = "unjustified", _("Not justified")


def registers() -> list[tuple[str, Any]]:
    """The registers that can be opened: those of persons' files, save what the law keeps from any emergency."""
    closed = law.value(CLOSED, today())
    return [(key, one.label) for key, one in procedures.items() if one.sensitive and key not in closed]


class EmergencyAccess(Record):
    """A stated emergency; `unit` is the one whose files are opened, with all units below it."""

    officer = models.ForeignKey("institution.Officer", models.PROTECT, related_name="+", verbose_name=_("Officer"))
    register = models.CharField(_("Register"), max_length=60, choices=registers)
    danger = models.CharField(_("Emergency"), max_length=12, choices=Danger)
    statement = models.TextField(_("What is happening"))
    also = models.JSONField(_("Registers opened with it"), default=list, editable=False)
    """Keys of the registers that are opened with it: those of what belongs to its files."""
    hours = models.SmallIntegerField(_("For how many hours"))
    until = models.DateTimeField(_("Ends"), null=True, editable=False)
    finding = models.CharField(_("Finding"), max_length=12, choices=Finding, blank=True)
    remarks = models.TextField(_("Remarks of the inspectorate"), blank=True)

    class Meta(Record.Meta):
        verbose_name = _("Access in an emergency")
        verbose_name_plural = _("Accesses in an emergency")
        indexes = [*Record.Meta.indexes, models.Index(fields=["officer", "until"], name="oversight_emergency_runs")]


@needs("officer")
def officer_serves(emergency: EmergencyAccess, act: Act) -> Refusal | None:
    """Only an officer in active service states an emergency."""
    if emergency.officer.state == "active":
        return None
    return Refusal("oversight.not_serving", _("Only an officer in active service states an emergency."))


def lasts_at_most(emergency: EmergencyAccess, act: Act) -> Refusal | None:
    """The access is for hours, and not for many."""
    assert act.today is not None
    most = int(law.value(HOURS, act.today))
    if 1 <= emergency.hours <= most:
        return None
    return Refusal(
        "oversight.too_long",
        _("An emergency opens a register for one to %(hours)s hours."),
        field="hours",
        remedy=_("State it again where it lasts longer."),
        basis=HOURS,
        status=422,
        hours=most,
    )


@needs("unit")
def opens_one_command(emergency: EmergencyAccess, act: Act) -> Refusal | None:
    """No emergency opens the files of the whole country: a danger has a place, and its files lie with its command."""
    assert act.today is not None
    unit: Any = emergency.unit
    if unit.kind not in law.value(WIDE, act.today):
        return None
    return Refusal(
        "oversight.too_wide",
        _("An emergency opens the files of one command at most."),
        field="unit",
        remedy=_(
            "Choose the command, or the unit, in which the danger is; state another one for each further command."
        ),
        basis=WIDE,
        status=422,
    )


def says_what_happens(emergency: EmergencyAccess, act: Act) -> Refusal | None:
    """A word or two state no emergency."""
    if len(emergency.statement.split()) >= 3:
        return None
    return Refusal(
        "oversight.no_statement",
        _("Say in a sentence what is happening, so that the inspectorate can look at it."),
        field="statement",
        status=422,
    )


def still_runs(emergency: EmergencyAccess, act: Act) -> Refusal | None:
    """What has ended by itself isn't ended again."""
    if emergency.until is None or act.occurred_at is None or act.occurred_at < emergency.until:
        return None
    return Refusal("oversight.over", _("This access has ended by itself."))


def start(emergency: EmergencyAccess, act: Act) -> None:
    """The hours run from the act. A file is opened with what belongs to it: of what use is one without its parties?"""
    assert act.occurred_at is not None
    emergency.also = read_along(emergency.register)
    emergency.until = act.occurred_at + timedelta(hours=emergency.hours)


def stop(emergency: EmergencyAccess, act: Act) -> None:
    """The access ends with the act, where it hasn't already."""
    if emergency.until is not None and act.occurred_at is not None:
        emergency.until = min(emergency.until, act.occurred_at)


class Emergency(Procedure):
    record = EmergencyAccess
    label = _("Accesses in an emergency")
    prefix = "EMRG"
    concerns = ("officer",)
    search = ("officer.registration_number", "officer.arabic_name", "officer.latin_name")
    register = Register(
        columns=("reference", "officer", "register", "danger", "unit", "until", "state", "finding", "due_at"),
        filters=("state", "danger", "finding", "unit"),
    )

    open = State(_("Stated"), initial=True)
    ended = State(_("Ended"))
    reviewed = State(_("Reviewed"), final=True, requires=["finding"])

    state_emergency = Transition(
        _("State an emergency"),
        None,
        open,
        by=[Subject("officer")],
        asks=["officer", "register", "danger", "statement", "hours"],
        guards=[officer_serves, opens_one_command, lasts_at_most, says_what_happens],
        effects=[start],
        late=timedelta(0),
        jobs=["oversight.tell_inspectorate"],
        basis=HOURS,
        facets=["register", "danger"],
        help=_(
            "Opens one register of a unit at once, with all that belongs to its files. "
            "The inspectorate is told, and looks at each reading."
        ),
    )
    end = Transition(
        _("End the access"),
        open,
        ended,
        by=[Subject("officer")],
        guards=[still_runs],
        effects=[stop],
        basis=HOURS,
        help=_("As soon as it is no longer needed."),
    )
    review = Transition(
        _("Review"),
        [open, ended],
        reviewed,
        by=[Role.INSPECTOR, Role.CHIEF_INSPECTOR],
        asks=["finding", "remarks"],
        effects=[stop],
        within=Deadline(law.days(REVIEW), since=state_emergency, basis=REVIEW),
        jobs=[TELL_CONCERNED],
        basis=REVIEW,
        facets=["register", "danger", "finding"],
        help=_("Ends the access too, where it still runs."),
    )

    stated = Count(
        _("Emergencies stated"),
        of=state_emergency,
        by=["unit", "register", "danger"],
        unit=_("emergencies"),
        definition=_("Accesses to a register that an officer opened by stating an emergency."),
    )
    judged = Count(
        _("Emergencies reviewed"),
        of=review,
        by=["unit", "danger", "finding"],
        unit=_("emergencies"),
        definition=_("Accesses in an emergency that the inspectorate has reviewed, by what it found."),
    )


# The fence of the database opens the same units, for as long.
FENCE = """
CREATE OR REPLACE FUNCTION hasila_emergencies(roles text[]) RETURNS TABLE (unit_id bigint) LANGUAGE sql STABLE AS $$
    SELECT e.unit_id::bigint FROM oversight_emergencyaccess e
      CROSS JOIN LATERAL jsonb_array_elements_text(e.also || to_jsonb(e.register::text)) opened
     WHERE e.officer_id = nullif(current_setting('hasila.actor', true), '')::uuid
       AND e.state = 'open' AND e.until > now() AND 'emergency:' || opened = ANY (roles)
$$;
"""
