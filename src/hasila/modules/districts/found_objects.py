"""Objects found and handed in: kept, given back to their owner, or handed to whom the law names.

Working rules of the service (`service_rule`). An object that somebody has declared as lost closes the declaration.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from hasila.assurance.erasure import Retention
from hasila.institution import law
from hasila.institution.people import CardNumberField, PhoneField
from hasila.institution.roles import Role
from hasila.kernel.deadlines import Deadline
from hasila.kernel.indicators import Count
from hasila.kernel.procedures import Act, Consequence, Procedure, State, Transition, needs
from hasila.kernel.records import Record
from hasila.kernel.refusals import Refusal
from hasila.kernel.registers import Register
from hasila.modules.districts.losses import Loss, ObjectKind
from hasila.modules.districts.purposes import COUNTER
from hasila.plain.moments import legal_day, micros

RETENTION = "districts.found_object.retention"
KEEPING = "districts.found_object.keeping"


class Receiver(models.TextChoices):
    """Who takes over what nobody claims."""

    ISSUER = "issuer", _("The service that issued it")
    STATE = "state", _("The property of the State")
    DESTROYED = "destroyed", _("Destroyed, being worthless or perishable")


class FoundObject(Record):
    """An object that a unit keeps."""

    kind = models.CharField(_("What was found"), max_length=14, choices=ObjectKind)
    serial = models.CharField(_("Number on the object"), max_length=60, blank=True)
    description = models.TextField(_("Description"))
    found_on = models.DateField(_("Found on"))
    found_at = models.CharField(_("Where"), max_length=200)
    finder = models.CharField(_("Finder"), max_length=120, blank=True)
    finder_phone = PhoneField(_("Telephone of the finder"), blank=True)
    storage = models.CharField(_("Where it is kept"), max_length=80)
    owner = models.CharField(_("Owner"), max_length=120, blank=True)
    owner_card = CardNumberField(_("Card number of the owner"), blank=True)
    loss = models.ForeignKey(
        Loss, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Declaration of loss")
    )
    receiver = models.CharField(_("Handed to"), max_length=10, choices=Receiver, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("Object found")
        verbose_name_plural = _("Objects found")


def found_by_now(item: FoundObject, act: Act) -> Refusal | None:
    """Nothing is found in the future."""
    assert act.today is not None
    if item.found_on <= act.today:
        return None
    return Refusal(
        "districts.found_later",
        _("The day of finding can't lie in the future."),
        field="found_on",
        status=422,
    )


@needs("loss")
def loss_is_of_this(item: FoundObject, act: Act) -> Refusal | None:
    """What is given back is of the kind that was declared lost."""
    if item.loss is None or item.loss.kind == item.kind:
        return None
    return Refusal(
        "districts.other_object",
        _("The declaration is of another kind of object."),
        field="loss",
        remedy=_("Check the reference of the declaration."),
        status=422,
    )


def kept_long_enough(item: FoundObject, act: Act) -> Refusal | None:
    """What nobody claims is kept for a term; papers go to their issuer, and what rots is destroyed, at once."""
    assert act.today is not None
    if item.receiver != Receiver.STATE:
        return None
    since = legal_day(micros(item.opened_at))
    left = law.days(KEEPING)(since) - (act.today - since).days
    if left <= 0:
        return None
    return Refusal(
        "districts.still_kept",
        _("The object is kept for another %(left)s days, in case its owner comes."),
        basis=KEEPING,
        left=left,
    )


class FoundObjects(Procedure):
    record = FoundObject
    label = _("Objects found")
    prefix = "FND"
    sensitive = True
    purposes = COUNTER
    personal = ("loss", "storage", "serial", "description", "finder", "finder_phone", "owner", "owner_card", "found_at")
    retention = Retention(law.cutoff(RETENTION), RETENTION)
    search = ("serial", "description", "owner")
    register = Register(
        columns=("reference", "kind", "serial", "found_on", "storage", "unit", "state", "due_at"),
        filters=("state", "unit", "kind"),
    )

    kept = State(_("Kept"), initial=True)
    returned = State(_("Given back"), final=True, requires=["owner"])
    ceded = State(_("Handed over"), final=True, requires=["receiver"])

    take_in = Transition(
        _("Take in an object"),
        None,
        kept,
        by=[Role.DESK_OFFICER, Role.JUDICIAL_OFFICER],
        asks=["kind", "description", "found_on", "found_at", "storage"],
        may=["serial", "finder", "finder_phone"],
        guards=[found_by_now],
        basis="service_rule",
        facets=["kind"],
        help=_("The finder gets a receipt."),
    )
    give_back = Transition(
        _("Give back"),
        kept,
        returned,
        by=[Role.DESK_OFFICER, Role.UNIT_CHIEF],
        asks=["owner", "owner_card"],
        may=["loss"],
        guards=[loss_is_of_this],
        not_by=[take_in],
        then=[Consequence("districts.losses.give_back", "loss")],
        basis="service_rule",
        facets=["kind"],
        help=_("To the owner, whose card is seen; a declaration of loss is closed with it."),
    )
    cede = Transition(
        _("Hand over what nobody claimed"),
        kept,
        ceded,
        by=[Role.UNIT_CHIEF],
        asks=["receiver"],
        guards=[kept_long_enough],
        not_by=[take_in],
        within=Deadline(law.days(KEEPING), since=take_in, basis=KEEPING),
        basis=KEEPING,
        facets=["kind", "receiver"],
    )

    taken_in = Count(
        _("Objects taken in"),
        of=take_in,
        by=["unit", "kind"],
        unit=_("objects"),
        definition=_("Objects found that were handed in during the year."),
    )
    given_back = Count(
        _("Objects given back"),
        of=give_back,
        by=["unit", "kind"],
        unit=_("objects"),
        definition=_("Objects given back to their owners in the year, whenever they were handed in."),
    )
