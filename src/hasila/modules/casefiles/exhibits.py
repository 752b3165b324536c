"""Exhibits (المحجوزات): what was seized, under which seal, where it is kept, and through whose hands it went.

Law: code of criminal procedure, articles 59 and 60 (seizure, sealing, inventory). Every movement is an act that names
the place it leaves; where somebody else moved the exhibit meanwhile, that place is no longer the right one.
"""

from __future__ import annotations

from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hasila.assurance.erasure import Retention
from hasila.institution import law
from hasila.institution.roles import Role
from hasila.kernel.indicators import Count, Sum
from hasila.kernel.procedures import Procedure, State, Transition
from hasila.kernel.refusals import Refusal
from hasila.kernel.registers import Register
from hasila.modules.casefiles import exhibit_rules as rules
from hasila.modules.casefiles import severance
from hasila.modules.casefiles.belonging import follows, names_another, tells
from hasila.modules.casefiles.case_files import CaseFiles
from hasila.modules.casefiles.case_rules import CHILD_GUARDS
from hasila.modules.casefiles.choices import Office
from hasila.modules.casefiles.kinds import ExhibitKind, Measure
from hasila.modules.casefiles.severance import Severable

OFFICERS = [Role.JUDICIAL_OFFICER, Role.MINORS_OFFICER]
KEEPERS = [*OFFICERS, Role.UNIT_CHIEF]


class Exhibit(Severable):
    """A seized item; `item` is its number in the file."""

    item = models.PositiveIntegerField(_("Exhibit number"), default=0, editable=False)
    kind = models.CharField(_("Kind"), max_length=16, choices=ExhibitKind)
    description = models.TextField(_("Description"))
    quantity = models.DecimalField(
        _("Quantity"),
        max_digits=14,
        decimal_places=3,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal("0.001"))],
    )
    measure = models.CharField(_("Unit of measure"), max_length=10, choices=Measure, blank=True)
    found_on = models.ForeignKey(
        "casefiles.Party",
        models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
        verbose_name=pgettext_lazy("person", "Found on"),
    )
    found_at = models.CharField(_("Found where"), max_length=200, blank=True)
    owner = models.CharField(_("Owner"), max_length=160, blank=True)
    seized_in = models.ForeignKey(
        "casefiles.WrittenRecord",
        models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
        verbose_name=_("Written record of the seizure"),
    )
    seal = models.CharField(_("Seal number"), max_length=40, blank=True)
    store = models.CharField(_("Place kept"), max_length=120, blank=True)
    left_store = models.CharField(_("Place it leaves"), max_length=120, blank=True)
    next_store = models.CharField(_("Place it goes to"), max_length=120, blank=True)
    handed_by = models.ForeignKey(
        "institution.Officer",
        models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
        verbose_name=_("Handed over by"),
    )
    received_by = models.ForeignKey(
        "institution.Officer",
        models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
        verbose_name=_("Received by"),
    )
    recipient = models.CharField(_("Recipient, by name and office"), max_length=160, blank=True)
    laboratory = models.CharField(_("Laboratory"), max_length=120, blank=True)
    asked = models.TextField(_("What the laboratory is asked"), blank=True)
    result = models.TextField(_("Result of the laboratory"), blank=True)
    office = models.CharField(_("Court"), max_length=16, choices=Office, blank=True)
    order_number = models.CharField(
        pgettext_lazy("decision", "Order"),
        max_length=120,
        blank=True,
        help_text=_("The number of the order and who gave it."),
    )
    ordered_on = models.DateField(_("Date of the order"), null=True, blank=True)
    grounds = models.TextField(_("Grounds"), blank=True)
    moves = models.JSONField(_("Movements"), default=list, editable=False)

    class Meta(Severable.Meta):
        verbose_name = _("Exhibit")
        verbose_name_plural = _("Exhibits")
        constraints = [models.UniqueConstraint(fields=["case", "item"], name="casefiles_exhibit_number_once")]

    def __str__(self) -> str:
        return f"{self.item} · {self.get_kind_display()} ({self.reference})"

    @property
    def where(self) -> str:
        """The place where it is kept, the laboratory where it is examined, or whoever got it."""
        return self.laboratory if self.state == "at_laboratory" else self.store or self.recipient


class Exhibits(Procedure):
    record = Exhibit
    label = _("Exhibits")
    prefix = "EXH"
    sensitive = True
    purposes = CaseFiles.purposes
    readers = (Role.PROSECUTOR, Role.UNIT_CHIEF, Role.INSPECTOR, Role.CHIEF_INSPECTOR)
    search = ("description", "seal", "case.reference")
    personal = ("found_on", "severance", "handed_by", "laboratory", "order_number", "received_by", "seized_in",
        "description", "found_at", "owner", "store", "left_store", "next_store", "recipient", "asked", "result",
        "grounds", "seal", "moves",
    )  # fmt: skip
    retention = Retention(law.cutoff("casefiles.retention"), "casefiles.retention", rests=("sealed", "at_laboratory"))
    register = Register(
        columns=("reference", "item", "case", "kind", "quantity", "measure", "seal", "store", "unit", "state"),
        filters=("state", "unit", "kind", "case"),
    )
    constraints = {
        "casefiles_exhibit_number_once": Refusal(
            "casefiles.exhibit_number_taken",
            _("Another exhibit of this file was seized at the same moment."),
            remedy=_("Send it again."),
        )
    }

    seized = State(_("Seized, not sealed"), initial=True)
    sealed = State(_("Under seal"), requires=["seal", "store"])
    at_laboratory = State(_("At the laboratory"), requires=["laboratory"])
    handed = State(_("Handed to the court"), final=True, requires=["recipient"])
    returned = State(_("Given back"), final=True, requires=["recipient", "order_number"])
    destroyed = State(pgettext_lazy("exhibit", "Destroyed"), final=True, requires=["order_number"])

    seize = Transition(
        _("Seize an exhibit"),
        None,
        seized,
        by=OFFICERS,
        asks=["case", "kind", "description"],
        may=["quantity", "measure", "found_on", "found_at", "owner", "seized_in", "store"],
        guards=[*CHILD_GUARDS, rules.is_measured, rules.comes_from_this_file],
        effects=[rules.takes_a_number],
        basis="criminal_procedure/59",
        facets=["kind"],
        measures={"grams": rules.grams, "pieces": rules.pieces},
        then=[tells("exhibit_seized")],
        help=_("It gets the next number of its file."),
    )
    amend = Transition(
        _("Complete the description"),
        seized,
        seized,
        by=OFFICERS,
        may=["description", "quantity", "measure", "found_on", "found_at", "owner", "seized_in"],
        guards=[*CHILD_GUARDS, rules.is_measured, rules.comes_from_this_file],
        basis="criminal_procedure/59",
        help=_("Until the seal is on; afterwards nothing of it changes."),
    )
    put_seal = Transition(
        _("Seal"),
        seized,
        sealed,
        by=OFFICERS,
        asks=["seal", "store"],
        guards=[*CHILD_GUARDS],
        effects=[rules.note_movement],
        basis="criminal_procedure/59",
        facets=["kind"],
        then=[tells("exhibit_sealed")],
    )
    move = Transition(
        _("Move"),
        sealed,
        sealed,
        by=KEEPERS,
        asks=["left_store", "next_store", "handed_by", "received_by"],
        guards=[*rules.KEPT_GUARDS, rules.stands_there, rules.goes_elsewhere, rules.changes_hands],
        effects=[rules.is_another_movement, rules.arrives, rules.note_movement],
        basis="criminal_procedure/59",
        facets=["kind"],
        help=_("Who hands it over, who receives it, and the two places."),
    )
    send_to_laboratory = Transition(
        _("Send to the laboratory"),
        sealed,
        at_laboratory,
        by=KEEPERS,
        asks=["laboratory", "asked", "left_store", "handed_by", "recipient"],
        guards=[*rules.KEPT_GUARDS, rules.stands_there],
        effects=[rules.is_another_movement, rules.is_out, rules.note_movement],
        basis="criminal_procedure/64",
        facets=["kind"],
    )
    take_back = Transition(
        _("Take back from the laboratory"),
        at_laboratory,
        sealed,
        by=KEEPERS,
        asks=["seal", "store", "received_by"],
        may=["result"],
        guards=[*rules.KEPT_GUARDS, rules.seal_is_new],
        effects=[rules.is_another_movement, rules.note_movement],
        basis="criminal_procedure/64",
        facets=["kind"],
        help=_("Under a new seal, since the laboratory opened the first one."),
    )
    hand_to_court = Transition(
        _("Hand to the court"),
        sealed,
        handed,
        by=KEEPERS,
        asks=["office", "left_store", "handed_by", "recipient"],
        guards=[*rules.KEPT_GUARDS, rules.stands_there],
        effects=[rules.is_another_movement, rules.is_out, rules.note_movement],
        basis="criminal_procedure/23",
        facets=["kind"],
        then=[tells("exhibit_left", when=rules.file_counts)],
    )
    give_back = Transition(
        _("Give back to the owner"),
        [seized, sealed],
        returned,
        by=KEEPERS,
        asks=["order_number", "ordered_on", "recipient"],
        may=["left_store", "handed_by"],
        guards=[*rules.KEPT_GUARDS, rules.ordered_before],
        effects=[rules.is_another_movement, rules.is_out, rules.note_movement],
        basis="criminal_procedure",
        facets=["kind"],
        then=[
            tells("exhibit_left", when=rules.left_sealed),
            tells("unsealed_exhibit_left", when=rules.left_unsealed),
        ],
        help=_("On the order of the public prosecution or the court."),
    )
    destroy = Transition(
        _("Record the destruction"),
        sealed,
        destroyed,
        by=[Role.UNIT_CHIEF, Role.JUDICIAL_OFFICER],
        asks=["order_number", "ordered_on", "grounds"],
        may=["left_store"],
        guards=[*rules.KEPT_GUARDS, rules.ordered_before],
        effects=[rules.is_another_movement, rules.is_out, rules.note_movement],
        not_by=[seize],
        basis="criminal_procedure",
        facets=["kind"],
        then=[tells("exhibit_left", when=rules.file_counts)],
        help=_("On a court's order, and not by whoever seized it."),
    )
    move_along = follows(seized, sealed, at_laboratory, handed, returned, destroyed, may=("item", "found_on"))
    name_another = names_another(seized, sealed, at_laboratory, names=("found_on",))
    goes = severance.going(
        seized, sealed, at_laboratory,
        effects=(severance.changes_file, rules.takes_a_number),
        counts=lambda exhibit: {"exhibits": 1, "unsealed": int(exhibit.state == "seized"), "seized": 1},
    )  # fmt: skip

    seizures = Count(
        _("Exhibits seized"), of=seize, by=["unit", "kind"], unit=_("exhibits"),
        definition=_("Exhibits seized in the year, whatever became of them."),
    )  # fmt: skip
    drugs = Sum(
        _("Drugs seized"), of=seize, measure="grams",
        where={"kind": ["cannabis_resin", "cannabis_herb", "cocaine", "heroin", "other_drug"]},
        by=["unit", "kind"], unit=_("grams"),
        definition=_("Weight of the drugs seized in the year, as it was recorded at the seizure, in whole grams."),
    )  # fmt: skip
    tablets = Sum(
        _("Psychotropic tablets seized"), of=seize, measure="pieces", where={"kind": "tablets"},
        by=["unit"], unit=_("tablets"),
        definition=_("Tablets seized in the year, as they were counted at the seizure."),
    )  # fmt: skip
