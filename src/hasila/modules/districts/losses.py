"""Declarations of loss (تصريح بالضياع): the declarant goes home with the certificate at once.

Working rules of the service (`service_rule`). A theft is no loss: it is a complaint.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hasila.assurance.erasure import Retention
from hasila.institution import law
from hasila.institution.roles import Role
from hasila.institution.sounding import set_sounds
from hasila.kernel.indicators import Count
from hasila.kernel.procedures import SAME, Act, Procedure, State, Transition
from hasila.kernel.records import Record
from hasila.kernel.refusals import Refusal
from hasila.kernel.registers import Register
from hasila.modules.districts.party import FOUND_BY, PARTY, PARTY_GUARDS, Party
from hasila.modules.districts.purposes import COUNTER

RETENTION = "districts.loss.retention"


class ObjectKind(models.TextChoices):
    """What is lost and found."""

    CARD = "card", _("National identity card")
    PASSPORT = "passport", _("Passport")
    RESIDENCE = "residence", _("Residence permit")
    LICENCE = "licence", _("Driving licence")
    REGISTRATION = "registration", _("Vehicle registration certificate")
    BANK = "bank", _("Bank card or cheque book")
    PAPERS = "papers", _("Other papers")
    PHONE = "phone", pgettext_lazy("object", "Telephone")
    MONEY = "money", _("Money or jewellery")
    BAG = "bag", _("Bag or luggage")
    OTHER = "other", _("Other object")


class Loss(Party, Record):
    """What somebody says that they lost."""

    kind = models.CharField(_("What was lost"), max_length=14, choices=ObjectKind)
    serial = models.CharField(_("Number on the object"), max_length=60, blank=True)
    description = models.TextField(_("Description"), blank=True)
    lost_on = models.DateField(_("Lost on"))
    lost_at = models.CharField(_("Where"), max_length=200, blank=True)
    grounds = models.TextField(_("Why"), blank=True)

    class Meta(Record.Meta):
        verbose_name = _("Declaration of loss")
        verbose_name_plural = _("Declarations of loss")


def lost_by_now(loss: Loss, act: Act) -> Refusal | None:
    """Nothing is lost in the future."""
    assert act.today is not None
    if loss.lost_on <= act.today:
        return None
    return Refusal(
        "districts.lost_later",
        _("The day of the loss can't lie in the future."),
        field="lost_on",
        status=422,
    )


def is_told_apart(loss: Loss, act: Act) -> Refusal | None:
    """A loss is known by the number of the object or by a description; one's own card by its own."""
    if loss.serial or loss.description or (loss.kind == ObjectKind.CARD and loss.card_number):
        return None
    return Refusal(
        "districts.not_described",
        _("Enter the number on the object, or describe it."),
        field="description",
        status=422,
    )


def number_of_own_card(loss: Loss, act: Act) -> None:
    """Whoever lost the own card names its number once, among what is said of the person."""
    if loss.kind == ObjectKind.CARD and not (loss.serial or loss.description):
        loss.serial = loss.card_number


DETAILS = (*PARTY, "serial", "description", "lost_at")
GUARDS = (*PARTY_GUARDS, lost_by_now, is_told_apart)


class Losses(Procedure):
    record = Loss
    label = _("Declarations of loss")
    prefix = "LOSS"
    sensitive = True
    purposes = COUNTER
    personal = (*PARTY, "sounds", "serial", "description", "lost_at", "grounds")
    retention = Retention(law.cutoff(RETENTION), RETENTION, rests=("declared",))
    search = (*FOUND_BY, "serial")
    register = Register(
        columns=("reference", "arabic_name", "latin_name", "kind", "serial", "lost_on", "unit", "state"),
        filters=("state", "unit", "kind"),
    )

    declared = State(_("Declared"), initial=True)
    found = State(_("Found again"), final=True)
    cancelled = State(_("Cancelled"), final=True, requires=["grounds"])

    declare = Transition(
        _("Take a declaration of loss"),
        None,
        declared,
        by=[Role.DESK_OFFICER, Role.JUDICIAL_OFFICER],
        asks=["kind", "lost_on"],
        may=DETAILS,
        guards=GUARDS,
        effects=[set_sounds, number_of_own_card],
        basis="service_rule",
        facets=["kind"],
        help=_("The certificate is printed at once. What was stolen is no loss: take a complaint."),
    )
    correct = Transition(
        _("Correct"),
        declared,
        SAME,
        by=[Role.DESK_OFFICER, Role.JUDICIAL_OFFICER],
        may=["kind", "lost_on", *DETAILS],
        guards=GUARDS,
        effects=[set_sounds, number_of_own_card],
        basis="service_rule",
        help=_("What stood there before stays in the ledger; print the certificate again."),
    )
    recover = Transition(
        _("Record that it was found"),
        declared,
        found,
        by=[Role.DESK_OFFICER, Role.JUDICIAL_OFFICER],
        basis="service_rule",
        facets=["kind"],
        help=_("The declarant has it again. What was handed in here is given back from its own register."),
    )
    give_back = Transition(
        _("Given back from the objects found"),
        declared,
        found,
        basis="service_rule",
        facets=["kind"],
        consequent=True,
    )
    cancel = Transition(
        _("Cancel"),
        declared,
        cancelled,
        by=[Role.UNIT_CHIEF, Role.JUDICIAL_OFFICER],
        asks=["grounds"],
        basis="service_rule",
        facets=["kind"],
        help=_("Where it was declared by mistake, or was a theft."),
    )

    declarations = Count(
        _("Declarations of loss"),
        of=declare,
        by=["unit", "kind"],
        unit=_("declarations"),
        definition=_("Declarations of loss taken in the year, whether or not the object was found again."),
    )
    recovered = Count(
        _("Lost objects found again"),
        of=[recover, give_back],
        by=["unit", "kind"],
        unit=_("objects"),
        definition=_("Declared losses whose object its owner had again in the year, whenever it was declared."),
    )
