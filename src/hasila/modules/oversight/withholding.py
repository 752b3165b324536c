"""What may be kept from a person for a time, and whose files the inspectorate looks at more closely.

Law: code of criminal procedure (secrecy of the inquiry) and law 09-08 (`criminal_procedure`, `personal_data`).
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from hasila.institution import law
from hasila.institution.people import CardNumberField
from hasila.institution.roles import Role
from hasila.kernel.procedures import Act, Procedure, State, Transition
from hasila.kernel.records import Record
from hasila.kernel.refusals import Refusal
from hasila.kernel.registers import Register

WITHHELD = "readings.withheld"


class WithholdingOrder(Record):
    """Readings under the reference of a case are not shown to the persons concerned until a day."""

    case = models.CharField(_("Reference of the case"), max_length=60)
    authority = models.CharField(_("Authority that asks for it"), max_length=120)
    until = models.DateField(_("Until"))

    class Meta(Record.Meta):
        verbose_name = _("Withholding of readings")
        verbose_name_plural = _("Withholdings of readings")
        indexes = [*Record.Meta.indexes, models.Index(fields=["case"], name="oversight_withheld_case")]


def ends_soon_enough(order: WithholdingOrder, act: Act) -> Refusal | None:
    """Nothing is withheld for ever: an order names its last day, and it may be renewed by another act."""
    assert act.today is not None
    most = int(law.value(WITHHELD, act.today))
    if act.today <= order.until <= act.today + timedelta(days=most):
        return None
    return Refusal(
        "oversight.withheld_too_long",
        _("Readings are withheld for %(days)s days at most from today."),
        field="until",
        remedy=_("Order it again when the day has come, where the investigation still runs."),
        basis=WITHHELD,
        status=422,
        days=most,
    )


class Withholding(Procedure):
    record = WithholdingOrder
    label = _("Withholdings of readings")
    prefix = "WHLD"
    search = ("case", "authority")
    register = Register(columns=("reference", "case", "authority", "until", "unit", "state"), filters=("state", "unit"))

    in_force = State(_("In force"), initial=True)
    lifted = State(_("Lifted"), final=True)

    order = Transition(
        _("Withhold readings"),
        None,
        in_force,
        by=[Role.JUDICIAL_OFFICER, Role.CHIEF_INSPECTOR],
        asks=["case", "authority", "until"],
        guards=[ends_soon_enough],
        basis=WITHHELD,
        help=_("The persons concerned see these readings once the order is lifted or its last day is over."),
    )
    lift = Transition(
        _("Lift"),
        in_force,
        lifted,
        by=[Role.JUDICIAL_OFFICER, Role.CHIEF_INSPECTOR],
        basis=WITHHELD,
    )


class WatchedPerson(Record):
    """A person in public life, named by card number alone, whose files tempt the curious."""

    card_number: Any = CardNumberField(_("Card number"))
    reason = models.CharField(_("Why"), max_length=120)

    class Meta(Record.Meta):
        verbose_name = _("Person in public life")
        verbose_name_plural = _("Persons in public life")


class Watch(Procedure):
    record = WatchedPerson
    label = _("Persons in public life")
    prefix = "PUBL"
    search = ("card_number",)
    register = Register(columns=("reference", "card_number", "reason", "unit", "state"), filters=("state", "unit"))

    flagged = State(_("Looked at"), initial=True)
    unflagged = State(_("No longer looked at"), final=True)

    flag = Transition(
        _("Flag a person in public life"),
        None,
        flagged,
        by=[Role.CHIEF_INSPECTOR],
        asks=["card_number", "reason"],
        basis="personal_data",
        help=_("Readings of this person's files are listed for the inspectorate. Nothing else follows from it."),
    )
    unflag = Transition(
        _("Take the flag away"),
        flagged,
        unflagged,
        by=[Role.CHIEF_INSPECTOR],
        basis="personal_data",
    )
