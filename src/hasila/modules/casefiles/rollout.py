"""The rollout: command by command, the case files leave paper.

A unit without the module keeps its desk, and its matters are recorded and counted all the same; they are followed on
paper until their command is switched on. A switch takes effect on the next day at the earliest, so that every process
knows of it in time (each reads the switches again after `FRESH` seconds) and no file changes its way within a day.
"""

from __future__ import annotations

import time
from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from hasila.institution.roles import Role
from hasila.institution.units import TERRITORIAL
from hasila.kernel.access import authority, elevated
from hasila.kernel.indicators import Count
from hasila.kernel.procedures import Act, Procedure, State, Transition, needs
from hasila.kernel.records import Record
from hasila.kernel.refusals import Refusal
from hasila.kernel.registers import Register

FRESH = 30.0


class Switch(Record):
    """The case files of a command, switched on from a day; `unit` is the command."""

    starts_on = models.DateField(_("From"))
    ends_on = models.DateField(_("Back to paper from"), null=True, blank=True)
    grounds = models.TextField(_("Grounds"), blank=True)

    class Meta(Record.Meta):
        verbose_name = _("Switch of the case files")
        verbose_name_plural = _("Switches of the case files")
        constraints = [
            models.UniqueConstraint(fields=["unit"], condition=models.Q(state="on"), name="casefiles_switched_on_once")
        ]


def _tomorrow_at_the_earliest(day: date, field: str, act: Act) -> Refusal | None:
    assert act.today is not None
    if day > act.today or act.simulated:
        return None
    return Refusal(
        "casefiles.switch_too_soon",
        _("A switch takes effect tomorrow at the earliest."),
        field=field,
        remedy=_("Choose a later day."),
        status=422,
    )


def starts_later(switch: Switch, act: Act) -> Refusal | None:
    """A switch starts on the next day at the earliest."""
    return _tomorrow_at_the_earliest(switch.starts_on, "starts_on", act)


def ends_later(switch: Switch, act: Act) -> Refusal | None:
    """So does the way back, and not before the start."""
    assert switch.ends_on is not None
    if switch.ends_on <= switch.starts_on:
        return Refusal("casefiles.switch_ends_first", _("It can't end before it starts."), field="ends_on", status=422)
    return _tomorrow_at_the_earliest(switch.ends_on, "ends_on", act)


@needs("unit")
def unit_is_a_command(switch: Switch, act: Act) -> Refusal | None:
    """Commands of a territory are switched, with all that is under them."""
    if switch.unit.kind in TERRITORIAL:
        return None
    return Refusal(
        "casefiles.no_command",
        _("Only a command with a territory is switched on."),
        field="unit",
        remedy=_("Choose the prefecture, the district or the commissariat."),
        status=422,
    )


class Rollout(Procedure):
    record = Switch
    label = _("Rollout of the case files")
    prefix = "ROLL"
    readers = (Role.UNIT_CHIEF, Role.INSPECTOR, Role.CHIEF_INSPECTOR, Role.STATISTICIAN)
    register = Register(columns=("reference", "unit", "starts_on", "ends_on", "state"), filters=("state", "unit"))
    constraints = {
        "casefiles_switched_on_once": Refusal(
            "casefiles.switched_on_already",
            _("The case files of this command are switched on already."),
            field="unit",
            remedy=_("Look at the register of the rollout."),
        )
    }

    on = State(_("On"), initial=True)
    off = State(_("Back to paper"), final=True, requires=["ends_on", "grounds"])

    switch_on = Transition(
        _("Switch on"),
        None,
        on,
        by=[Role.DIRECTOR_GENERAL],
        asks=["starts_on"],
        guards=[unit_is_a_command, starts_later],
        basis="service_rule",
        help=_("The units under this command follow their matters here from that day."),
    )
    switch_off = Transition(
        _("Go back to paper"),
        on,
        off,
        by=[Role.DIRECTOR_GENERAL],
        asks=["ends_on", "grounds"],
        guards=[ends_later],
        basis="service_rule",
        help=_("Files that are open stay open here."),
    )

    commands = Count(
        _("Commands switched on to the case files"),
        of=switch_on,
        unit=_("commands"),
        definition=_("Commands whose units follow their matters in the case files, by the day of the act."),
    )


_known: list[tuple[str, date, date | None]] = []
_read_at = -FRESH


def forget() -> None:
    """Has this process read the switches again; for tests and plays that switch and act at once."""
    global _read_at
    _read_at = -FRESH


def _switches() -> list[tuple[str, date, date | None]]:
    """Every switch, whoever asks: what is read here stands for all that this process does in the next seconds, and an
    officer behind the fence sees no switch of the command above their unit.
    """
    global _known, _read_at
    now = time.monotonic()
    if now - _read_at >= FRESH:
        with elevated():
            _known = list(Switch.objects.values_list("unit__path", "starts_on", "ends_on"))
        _read_at = now
    return _known


def is_on(unit_id: int, day: date) -> bool:
    """Whether a unit follows its matters here on a day: its command, or one above it, is switched on."""
    path = authority().path(unit_id)
    return path is not None and is_on_under(path, day)


def is_on_under(path: str, day: date) -> bool:
    """The same, of the unit of this path."""
    return any(
        path.startswith(command) and since <= day and (until is None or day < until)
        for command, since, until in _switches()
    )
