"""What brings somebody to the counter, in the order of the screen: the step that each starts, and how its form is cut.

Fields stand in short parts, what happened first. Whatever a step takes and no part names stands folded at the end, so
that a field that is added to a step is never lost.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from hasila.kernel.procedures import Transition
from hasila.kernel.refusals import Text
from hasila.modules.districts.models import (
    Appointments,
    Certificates,
    Complaints,
    DayLog,
    Denunciations,
    FoundObjects,
    Incidents,
    JudicialPapers,
    Losses,
    Summonses,
)

KEYS = "desk_keys"
"""The cookie in which a computer keeps keys that were changed."""
WHO = ("arabic_name", "latin_name", "card_number", "born_on", "sex", "phone", "address")
SCANNED = "card_number"
"""A part that holds this field offers to scan a card."""


@dataclass(frozen=True)
class Part:
    """Some fields under one title; those of `aside` stand beside the others where there is room."""

    title: Text
    fields: tuple[str, ...]
    aside: bool = False


@dataclass(frozen=True)
class Matter:
    """One thing that brings somebody here.

    Attributes:
        code: in the address. label: on the button, as the service calls it. says: as the person would say it.
        key: the digit that opens it, unless it was changed. needed: what must be filled in, in words.
        chips: fields whose choices are all seen at once, beside those that always are. first: what is to be thought of
            before anything is asked.
    """

    code: str
    label: Text
    says: Text
    step: Transition
    key: str
    parts: tuple[Part, ...]
    needed: Text = ""
    chips: tuple[str, ...] = ()
    first: Text = ""

    @cached_property
    def named(self) -> frozenset[str]:
        """The fields that a part names."""
        return frozenset(name for part in self.parts for name in part.fields)


FACTS = Part(_("What the person tells"), ("facts", "offence", "urgency"))
WHERE = Part(_("When and where"), ("happened_at", "place", "town"))
PERSON = Part(_("Who it is"), WHO, aside=True)
TO_THE_CELL = _(
    "A woman who is a victim of violence, or a child: no questions at the counter. "
    "Bring the person to the cell at once."
)

MATTERS = (
    Matter(
        "complaint",
        _("Complaint"),
        _("Something was done to me."),
        Complaints.receive,
        "1",
        (FACTS, WHERE, Part(_("Who complains"), WHO, aside=True)),
        _("The facts and a name are enough. Everything else can be completed later."),
        first=TO_THE_CELL,
    ),
    Matter(
        "denunciation",
        _("Denunciation"),
        _("I tell of what was done to another."),
        Denunciations.receive,
        "2",
        (FACTS, WHERE, Part(_("Kept apart, under seal"), ("source", "denouncer", "wants_protection"), aside=True)),
        _("Write nothing in the facts by which the denouncer could be known."),
    ),
    Matter(
        "loss",
        _("Declaration of loss"),
        _("I have lost something."),
        Losses.declare,
        "3",
        (Part(_("What was lost"), ("kind", "serial", "description", "lost_on", "lost_at")), PERSON),
        _("A theft is no loss: take a complaint."),
    ),
    Matter(
        "certificate",
        _("Certificate"),
        _("I need a certificate."),
        Certificates.request,
        "4",
        (
            Part(_("Which certificate"), ("kind", "about", "lives_since", "former_address", "wanted_for")),
            PERSON,
        ),
    ),
    Matter(
        "found",
        _("Object found"),
        _("I have found something."),
        FoundObjects.take_in,
        "5",
        (
            Part(_("What was found"), ("kind", "description", "serial", "found_on", "found_at")),
            Part(_("Who hands it in, and where it is kept"), ("finder", "finder_phone", "storage"), aside=True),
        ),
    ),
    Matter(
        "incident",
        _("Incident report"),
        _("Something has happened in the street."),
        Incidents.receive,
        "6",
        (
            Part(_("What has happened"), ("kind", "facts", "urgency")),
            WHERE,
            Part(_("Persons, and what was done"), ("people", "done"), aside=True),
        ),
    ),
    Matter(
        "appointment",
        _("Appointment"),
        _("I would like to come back another day."),
        Appointments.book,
        "7",
        (
            Part(_("For what and when"), ("subject", "starts_at", "minutes", "matter", "officer")),
            Part(_("Who it is"), ("arabic_name", "latin_name", "phone"), aside=True),
        ),
    ),
    Matter(
        "paper",
        _("Judicial paper"),
        _("A court sends a paper to be served."),
        JudicialPapers.receive,
        "8",
        (
            Part(_("The paper"), ("kind", "court", "paper_number", "serve_by", "came_late")),
            Part(_("Addressee"), WHO, aside=True),
        ),
        needed=_(
            "A name in one script; and the address where it is to be served, unless the addressee comes for it here. "
            "Where it lies outside the unit's territory, take the paper in all the same: it goes back to the court, "
            "which learns why."
        ),
    ),
    Matter(
        "summons",
        _("Summons"),
        _("Somebody is to be called to the unit."),
        Summonses.draw_up,
        "9",
        (
            Part(_("The summons"), ("quality", "subject", "appear_at", "matter")),
            Part(_("Who is summoned"), WHO, aside=True),
        ),
    ),
    Matter(
        "log",
        _("Day's log"),
        _("Something to write down that stands in no other register."),
        DayLog.write,
        "0",
        (Part(_("Entry"), ("kind", "text")),),
    ),
)
ROLES = frozenset(role for matter in MATTERS for role in matter.step.roles)
REGISTERS = tuple(matter.step.procedure for matter in MATTERS)
_BY_CODE = {matter.code: matter for matter in MATTERS}


def matter_of(code: str) -> Matter | None:
    """The matter of a code, or None."""
    return _BY_CODE.get(code)


def keys_of(request: HttpRequest) -> dict[str, str]:
    """The key of each matter on this computer: the usual digit, or what was chosen instead."""
    found = {matter.code: matter.key for matter in MATTERS}
    chosen = dict(pair.split(":", 1) for pair in request.COOKIES.get(KEYS, "").split(",") if ":" in pair)
    if valid_keys(chosen) is None:
        found.update(chosen)
    return found


FREE = frozenset("0123456789abcdefgilmoqrstuvwxyz")
"""Keys that the house leaves free: the others move in lists and pages."""


def valid_keys(chosen: dict[str, Any]) -> str | None:
    """The matter whose key can't be: no key, one of the house, or another's already; None where all can be."""
    taken: dict[str, str] = {}
    for code, key in chosen.items():
        if code not in _BY_CODE or key not in FREE or len(key) != 1 or taken.setdefault(key, code) != code:
            return code
    return None if len(chosen) == len(MATTERS) else next(iter(_BY_CODE.keys() - chosen.keys()))
