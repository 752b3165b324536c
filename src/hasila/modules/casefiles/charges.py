"""Charges: the offences of a file beside the main one, each with the suspect that it is held against."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from hasila.assurance.erasure import Retention
from hasila.institution import law
from hasila.institution.offences import OffenceClass, OffenceField, offence
from hasila.institution.roles import Role
from hasila.kernel.indicators import Count
from hasila.kernel.procedures import Act, Consequence, Procedure, State, Transition, needs
from hasila.kernel.refusals import Refusal
from hasila.kernel.registers import Register
from hasila.modules.casefiles import severance
from hasila.modules.casefiles.belonging import follows, names_another, tells
from hasila.modules.casefiles.case_files import CaseFiles
from hasila.modules.casefiles.case_rules import CHILD_GUARDS
from hasila.modules.casefiles.choices import Category
from hasila.modules.casefiles.severance import Severable


class Charge(Severable):
    """An offence held against a suspect of the file."""

    offence = OffenceField(_("Offence"))
    level = models.CharField(_("Class"), max_length=12, choices=OffenceClass, editable=False)
    suspect = models.ForeignKey(
        "casefiles.Party", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Suspect")
    )
    attempted = models.BooleanField(_("Attempt"), default=False)
    note = models.TextField(_("What supports it"), blank=True)
    grounds = models.TextField(_("Grounds"), blank=True)

    class Meta(Severable.Meta):
        verbose_name = _("Charge")
        verbose_name_plural = _("Charges")
        constraints = [
            models.UniqueConstraint(
                fields=["case", "offence", "suspect"],
                condition=models.Q(state="entered"),
                nulls_distinct=False,
                name="casefiles_charged_once",
            )
        ]

    @property
    def article(self) -> str:
        """The citation of the text and article that punish it."""
        return law.cite(offence(self.offence).basis)


@needs("suspect")
def is_a_suspect(charge: Charge, act: Act) -> Refusal | None:
    """An offence is held against a suspect of the same file."""
    if charge.suspect is None:
        return None
    if charge.suspect.case_id == charge.case_id and charge.suspect.category == Category.SUSPECT:
        return None
    return Refusal(
        "casefiles.not_a_suspect",
        _("This person is not a suspect of this file."),
        field="suspect",
        remedy=_("Enter them as a suspect first."),
        status=422,
    )


def class_it(charge: Charge, act: Act) -> None:
    """The class follows from the offence."""
    charge.level = offence(charge.offence).level


def _told(data: Callable[[Any, Act], dict[str, Any]]) -> Consequence:
    """What the suspect's own record is told: for which offences, beside the main one, they may be held."""
    return Consequence("casefiles.parties.offences_follow", "suspect", data=data, when=_against_somebody)


def _against_somebody(charge: Charge, act: Act) -> bool:
    return charge.suspect_id is not None


def _one_more(charge: Any, act: Act) -> dict[str, Any]:
    return {"charged": [*charge.suspect.charged, charge.offence], **_with(charge)}


def _the_first(charge: Any, act: Act) -> dict[str, Any]:
    return {"charged": [charge.offence, *charge.suspect.charged], **_with(charge)}


def _with(charge: Any) -> dict[str, Any]:
    return {"charge_ids": [*(charge.suspect.charge_ids or ()), charge.pk]}


def _one_less(charge: Any, act: Act) -> dict[str, Any]:
    left = [key for key in charge.suspect.charge_ids or () if key != charge.pk]
    return {"charged": [code for code in charge.suspect.charged if code != charge.offence], "charge_ids": left or None}


def _entered_again(label: Any, entered: State) -> Transition:
    """An offence of joined files, entered again where one of the unions of their suspects was undone."""
    return Transition(
        label, None, entered, consequent=True, asks=["case", "offence"], may=["suspect", "attempted", "note"],
        effects=[class_it], basis="criminal_procedure/18", then=[tells("charge_entered"), _told(_one_more)],
    )  # fmt: skip


@needs("severance")
def suspect_goes(charge: Charge, act: Act) -> Refusal | None:
    """An offence that is held against somebody goes with them."""
    part = charge.severance
    if charge.suspect_id is None or part is None or charge.suspect_id in (part.severed_parties or ()):
        return None
    return Refusal(
        "casefiles.suspect_left_behind",
        _("The offence “%(offence)s” is held against a suspect who doesn't go along."),
        field="severed_parties",
        remedy=_("Choose the suspect too; or drop the offence here, and add it in the severed part."),
        status=422,
        offence=offence(charge.offence).label,
    )


class Charges(Procedure):
    record = Charge
    label = _("Charges")
    prefix = "CHRG"
    sensitive = True
    purposes = CaseFiles.purposes
    readers = (Role.PROSECUTOR, Role.UNIT_CHIEF, Role.INSPECTOR, Role.CHIEF_INSPECTOR)
    search = ("case.reference", "suspect.arabic_name", "suspect.latin_name")
    personal = ("suspect", "note", "grounds", "severance")
    retention = Retention(law.cutoff("casefiles.retention"), "casefiles.retention", rests=("entered",))
    register = Register(
        columns=("reference", "case", "offence", "level", "suspect", "unit", "state"),
        filters=("state", "unit", "level", "offence", "case"),
    )
    constraints = {
        "casefiles_charged_once": Refusal(
            "casefiles.charged_already",
            _("This offence is held against this suspect already."),
            field="offence",
            status=409,
        )
    }

    entered = State(_("Entered"), initial=True)
    dropped = State(_("Dropped"), final=True, requires=["grounds"])

    enter = Transition(
        _("Add an offence"),
        None,
        entered,
        by=[Role.JUDICIAL_OFFICER, Role.MINORS_OFFICER],
        asks=["case", "offence"],
        may=["suspect", "attempted", "note"],
        guards=[*CHILD_GUARDS, is_a_suspect],
        effects=[class_it],
        basis="criminal_procedure/18",
        facets=["level", "offence"],
        jobs=["casefiles.terms_follow_charge"],
        then=[tells("charge_entered"), _told(_one_more)],
        help=_(
            "Beside the main offence of the file. Which charges are brought is the prosecution's to decide. Whoever is "
            "held is held for the offences named against them too."
        ),
    )
    enter_joined = Transition(
        _("Bring the main offence of a joined file"), None, entered, consequent=True, asks=["case", "offence"],
        may=["suspect", "attempted"], effects=[class_it], basis="criminal_procedure/18",
        then=[tells("charge_entered"), _told(_the_first)],
    )  # fmt: skip
    enter_parted = _entered_again(_("Held against the person's own entry again"), entered)
    enter_kept = _entered_again(_("Held against them still, by another entry that is one with theirs"), entered)
    drop = Transition(
        _("Drop"),
        entered,
        dropped,
        by=[Role.JUDICIAL_OFFICER, Role.MINORS_OFFICER],
        asks=["grounds"],
        guards=[*CHILD_GUARDS],
        basis="criminal_procedure/18",
        facets=["level", "offence"],
        jobs=["casefiles.terms_follow_charge"],
        then=[tells("charge_dropped"), _told(_one_less)],
    )
    give_way = Transition(
        _("Held against the same person in the file that goes on already"), entered, dropped, consequent=True,
        basis="criminal_procedure", asks=["grounds"], then=[tells("charge_dropped")],
    )  # fmt: skip
    move_along = follows(entered, dropped, may=("suspect",))
    name_another = names_another(entered, dropped, names=("suspect",))
    goes = severance.going(entered, guards=(suspect_goes,), counts=lambda charge: {"charges": 1})

    further = Count(
        _("Offences recorded beside the main one"), of=enter, by=["unit", "level", "offence"], unit=_("offences"),
        definition=_("Further offences entered in the year in case files; those dropped later stay counted."),
    )  # fmt: skip
