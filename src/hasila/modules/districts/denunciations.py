"""Denunciations (وشاية): what somebody says was done to another, whose name stays sealed.

Who denounced is encrypted in the row and in the ledger; a judicial police officer or a magistrate of the public
prosecution opens it, and each opening is kept. It doesn't travel with the matter: a unit that it is handed to asks the
one that took it.
Law: code of criminal procedure (`criminal_procedure`), articles 18, 21 and 23; law 37-10 on the protection of
victims, witnesses, experts and denouncers (`protection_law`).
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from hasila.assurance.erasure import Retention
from hasila.assurance.sealed import SealedField
from hasila.institution import law
from hasila.institution.roles import Role
from hasila.kernel.indicators import Count
from hasila.kernel.procedures import SAME, Act, Procedure, State, Transition
from hasila.kernel.records import Record
from hasila.kernel.refusals import Refusal
from hasila.kernel.registers import Register
from hasila.modules.districts import endings
from hasila.modules.districts import entry_rules as rules
from hasila.modules.districts.choices import Source
from hasila.modules.districts.entries import TOLD, DeskEntry
from hasila.modules.districts.purposes import PURPOSES

RETENTION = "districts.denunciation.retention"


class Denunciation(DeskEntry):
    """A denunciation; nothing in it but the sealed field says who made it."""

    ORIGIN = "denunciation"
    CARRIED = ("source", *endings.CONTENT)

    source = models.CharField(_("Who denounces"), max_length=10, choices=Source)
    denouncer = SealedField(
        _("Name and contact of the denouncer"),
        blank=True,
        readers=(Role.JUDICIAL_OFFICER, Role.PROSECUTOR),
        help_text=_("Sealed: name, card and telephone. Write none of it in the facts."),
    )
    wants_protection = models.BooleanField(_("The denouncer asks for protection"), default=False)

    class Meta(Record.Meta):
        verbose_name = _("Denunciation")
        verbose_name_plural = _("Denunciations")


def source_agrees(entry: Denunciation, act: Act) -> Refusal | None:
    """Who gives a name is named, under seal; who gives none isn't."""
    if (entry.source == Source.NAMED) == bool(entry.denouncer):
        return None
    if entry.denouncer:
        return Refusal(
            "districts.anonymous_named",
            _("An anonymous denunciation names nobody."),
            field="denouncer",
            remedy=_("Choose “The denouncer gives a name”: it is sealed at once."),
            status=422,
        )
    return Refusal(
        "districts.denouncer_unnamed",
        _("Enter who denounces, or choose “Anonymous”."),
        field="denouncer",
        remedy=_("The name is sealed: the desk does not see it again."),
        status=422,
    )


GUARDS = (source_agrees, rules.happened_by_now, rules.ends_after_it_began, rules.place_fits)


class Denunciations(Procedure):
    record = Denunciation
    label = _("Denunciations")
    prefix = "DEN"
    sensitive = True
    purposes = PURPOSES
    readers = (Role.PROSECUTOR,)
    personal = (
        "came_from",
        "came_from_reference",
        "case_reference",
        "ended_by",
        "gendarmerie",
        "next_reference",
        "paper_number",
        "denouncer",
        "facts",
        "place",
        "suspect",
        "grounds",
        "prosecutor",
    )
    retention = Retention(law.cutoff(RETENTION), RETENTION, rests=("on_paper",))
    search = ("place", "suspect")
    register = Register(
        columns=("reference", "offence", "town", "place", "urgency", "unit", "state", "due_at"),
        filters=("state", "unit", "urgency", "offence", "source", "how"),
    )

    received = State(_("Received"), initial=True)
    on_paper = State(_("Followed up on paper"), requires=["paper_number", "offence"])
    followed = State(_("Followed up as a case file"), final=True, requires=["case_id", "offence"])
    handed = State(_("Handed to another unit"), final=True, requires=["to_unit", "next_id"])
    gendarmerie_s = State(_("Handed to the Royal Gendarmerie"), final=True, requires=["gendarmerie", "place"])
    refused = State(_("Refused"), final=True, requires=["refusal", "grounds", "prosecutor_told_at"])

    receive = Transition(
        _("Take a denunciation"),
        None,
        received,
        by=[Role.DESK_OFFICER, Role.JUDICIAL_OFFICER],
        asks=["source", "facts"],
        may=["denouncer", "wants_protection", *TOLD],
        guards=GUARDS,
        basis="criminal_procedure/21",
        facets=["source", "how", "urgency", "level"],
        help=_("The name of the denouncer is sealed with this step."),
    )
    arrive = endings.arrive(received, Denunciation.CARRIED)
    complete = Transition(
        _("Complete"),
        received,
        SAME,
        by=[Role.DESK_OFFICER, Role.JUDICIAL_OFFICER],
        may=["facts", *TOLD],
        guards=[rules.happened_by_now, rules.ends_after_it_began, rules.place_fits],
        basis="criminal_procedure/21",
        help=_("Adds or corrects what was told. What stood there before stays in the ledger."),
    )
    open_case = endings.open_case([received, on_paper], followed)
    record_on_paper = endings.record_on_paper([received], on_paper)
    hand_to_unit = endings.hand_to_unit([received], handed)
    hand_to_gendarmerie = endings.hand_to_gendarmerie([received], gendarmerie_s)
    refuse = endings.refuse([received], refused, not_by=[receive])

    denunciations = Count(
        _("Denunciations received"),
        of=receive,
        by=["unit", "source", "how", "level"],
        unit=_("denunciations"),
        definition=_("Denunciations taken in the year, named and anonymous; one handed over counts once, where taken."),
    )
    cases = Count(
        _("Denunciations followed up as case files"),
        of=open_case,
        by=["unit", "level"],
        unit=_("denunciations"),
        definition=_("Denunciations from which a case file was opened in the year, whenever they were taken."),
    )
    on_paper_cases = Count(
        _("Denunciations followed up on paper"),
        of=record_on_paper,
        by=["unit", "level"],
        unit=_("denunciations"),
        definition=_("Denunciations followed up in the year in units that keep their case files on paper."),
    )
    handed_over = Count(
        _("Denunciations handed over"),
        of=[hand_to_unit, hand_to_gendarmerie],
        by=["unit", "level"],
        unit=_("denunciations"),
        definition=_("Denunciations handed in the year to another unit or to the Royal Gendarmerie."),
    )
    refusals = Count(
        _("Denunciations refused"),
        of=refuse,
        by=["unit", "refusal"],
        unit=_("denunciations"),
        definition=_("Denunciations refused in the year with a reason of which the prosecutor was told."),
    )
