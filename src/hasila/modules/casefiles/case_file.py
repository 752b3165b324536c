"""The record of a case file: what the matter is, where it stands, and what it still lacks.

Its counters are set by consequent acts alone (a party joins, a written record is signed, an exhibit is sealed), so
that what a referral needs is known without a query, and two officers who act at once meet at one record.
"""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from hasila.institution.offences import OffenceField, offence
from hasila.kernel.records import Record
from hasila.modules.casefiles.choices import Decision, LinkKind, OffenceClass, Office, Origin, Series, Urgency
from hasila.modules.casefiles.courts import CourtField

LIVE = models.Q(state__in=["open", "returned"])
"""The files that the unit works on: a referral, a joinder or a decision takes a file out of them."""


BY_REFERENCE = ("written_records", "attachments")
"""The registers of which a severed part holds records that stay in the file that it came from."""


def _counter(label: Any) -> models.PositiveIntegerField:
    return models.PositiveIntegerField(label, default=0, editable=False)


def _chosen(label: Any) -> ArrayField:
    return ArrayField(models.UUIDField(), null=True, blank=True, editable=False, verbose_name=label)


class CaseFile(Record):
    """A criminal matter; `unit` is the unit that inquires."""

    repeats: ClassVar = ("limit_at",)
    origin = models.CharField(_("Ground of opening"), max_length=16, choices=Origin)
    origin_reference = models.CharField(
        _("Reference of the origin"),
        max_length=80,
        blank=True,
        help_text=_("The number of the complaint, of the instruction or of the letter rogatory."),
    )
    origin_id = models.UUIDField(null=True, editable=False)
    offence = OffenceField(_("Main offence"))
    level = models.CharField(_("Class"), max_length=12, choices=OffenceClass, editable=False)
    series = models.CharField(_("Series of the tally"), max_length=20, choices=Series, editable=False)
    attempted = models.BooleanField(_("Attempt"), default=False)
    facts = models.TextField(_("Facts"))
    happened_at = models.DateTimeField(_("Happened on"), null=True, blank=True)
    happened_until = models.DateTimeField(_("Happened until"), null=True, blank=True)
    place = models.CharField(_("Place of the facts"), max_length=200, blank=True)
    urgency = models.CharField(_("Urgency"), max_length=8, choices=Urgency, default=Urgency.ORDINARY.value)
    investigator = models.ForeignKey(
        "institution.Officer",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Officer in charge"),
    )
    magistrate = models.CharField(_("Magistrate"), max_length=120, blank=True)
    court = CourtField(
        _("Court of the judge"), blank=True, help_text=_("Of a letter rogatory: where its investigating judge sits.")
    )
    instructions = models.TextField(
        _("Instructions"),
        blank=True,
        help_text=_("What the magistrate asks for; of a letter rogatory, the acts that it names."),
    )
    complete_by = models.DateField(
        _("To be completed by"), null=True, blank=True, help_text=_("The day that the magistrate has set.")
    )
    limit_at = models.DateTimeField(null=True, editable=False, verbose_name=_("End of the term that was set"))
    why_nothing = models.TextField(
        _("Why nothing further can be done"),
        blank=True,
        help_text=_("Of a file that was sent back: the magistrate who sent it back reads it."),
    )
    unanswered = models.BooleanField(_("Sent back, and nothing done since"), default=False, editable=False)
    grounds = models.TextField(_("Grounds"), blank=True)
    to_unit = models.ForeignKey(
        "institution.Unit", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Receiving unit")
    )
    from_unit = models.ForeignKey(
        "institution.Unit", models.PROTECT, null=True, editable=False, db_index=False, related_name="+",
        verbose_name=_("Unit that handed it over"),
    )  # fmt: skip
    sender = models.ForeignKey(
        "institution.Officer", models.PROTECT, null=True, editable=False, db_index=False, related_name="+",
        verbose_name=_("Officer who handed it over"),
    )  # fmt: skip
    arrived_at = models.DateTimeField(_("Arrived on, not accepted yet"), null=True, editable=False)
    handover = models.UUIDField(null=True, editable=False)
    joined_to = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Joined to")
    )
    linked = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Linked file")
    )
    link_kind = models.CharField(_("Why linked"), max_length=12, choices=LinkKind, blank=True)
    ties = models.JSONField(_("Ties to other files"), default=list, blank=True, editable=False)
    severed_offence = OffenceField(_("Offence of the severed part"), blank=True)
    severed_facts = models.TextField(_("Facts of the severed part"), blank=True)
    severed_id = models.UUIDField(null=True, editable=False)
    severed_parties = _chosen(_("Persons that go to the severed part"))
    severed_charges = _chosen(_("Offences that go to the severed part"))
    severed_exhibits = _chosen(_("Exhibits that go to the severed part"))
    severed_records = _chosen(_("Written records that the severed part holds too"))
    severed_things = _chosen(_("Objects and vehicles that go to the severed part"))
    severed_tasks = _chosen(_("Acts of investigation that go to the severed part"))
    severed_attachments = _chosen(_("Attachments that the severed part holds too"))
    severing = models.JSONField(null=True, editable=False)
    """What still goes to the part, while the act lasts: [register, identifier, person]."""
    moving = models.JSONField(null=True, editable=False)
    """What an act tells the file of something that came, went or is held in it; free again afterwards."""
    holdings = models.JSONField(null=True, editable=False)
    """Who is or was held in it: [person, record of the holding, register]."""
    parted = models.JSONField(null=True, editable=False)
    """What a severance brought here or took away: [other file, register, identifier, moved or copied, in or out]."""
    items_after = models.PositiveIntegerField(_("Exhibits of the file that goes on"), default=0, editable=False)
    """Of a joined file: the highest number of an exhibit in the file that goes on, which its own follow."""
    office = models.CharField(_("Competent judicial authority"), max_length=16, choices=Office, blank=True)
    decision = models.CharField(_("Decision of the judicial authority"), max_length=16, choices=Decision, blank=True)
    on_paper = models.BooleanField(_("Followed on paper"), default=False, editable=False)

    suspects = _counter(_("Suspects"))
    minors = _counter(_("Suspects under age"))
    unguarded = _counter(_("Suspects under age without a guardian named"))
    victims = _counter(_("Victims"))
    unsigned = _counter(_("Written records not signed"))
    written_records = _counter(_("Written records"))
    unsealed = _counter(_("Exhibits without a seal"))
    exhibits = _counter(_("Exhibits"))
    seized = _counter(_("Exhibits ever seized"))
    charges = _counter(_("Further offences"))
    in_custody = _counter(_("Persons held"))
    presented = _counter(_("Persons presented from custody, the file to follow"))
    open_tasks = _counter(_("Acts of investigation still open"))
    links = _counter(_("Links to other files"))
    for_minors = models.BooleanField(_("With the officer for minors"), default=False, editable=False)

    class Meta(Record.Meta):
        verbose_name = _("Case file")
        verbose_name_plural = _("Case files")
        indexes = [
            *Record.Meta.indexes,
            # The queues of work: each in its order, and all that they ask of the live files of a unit beside it.
            models.Index(
                fields=["unit", "id"],
                include=["state", "investigator", "arrived_at", "limit_at", "acted_at", "in_custody"],
                name="casefiles_work",
                condition=LIVE,
            ),
            models.Index(fields=["investigator", "-id"], name="casefiles_mine", condition=LIVE),
            models.Index(fields=["unit", "acted_at", "id"], name="casefiles_silent", condition=LIVE),
            models.Index(
                fields=["unit", "arrived_at", "id"],
                name="casefiles_arrived",
                condition=LIVE & models.Q(arrived_at__isnull=False),
            ),
            models.Index(
                fields=["unit", "limit_at", "id"],
                name="casefiles_with_a_term",
                condition=LIVE & models.Q(limit_at__isnull=False),
            ),
            models.Index(fields=["unit", "id"], name="casefiles_returned", condition=models.Q(state="returned")),
            models.Index(
                fields=["unit", "acted_at", "id"], name="casefiles_waiting", condition=models.Q(state="referred")
            ),
        ]

    @property
    def execution(self) -> str | None:
        """Whether the file executes a matter that is a judge's already, and so is no newly recorded case: a class."""
        return Origin.LETTER_ROGATORY.value if self.origin == Origin.LETTER_ROGATORY else None

    @property
    def going(self) -> UUID | None:
        """What goes to the severed part next."""
        return UUID(self.severing[0][1]) if self.severing else None

    def held_of_another(self, register: str) -> list[UUID]:
        """What this file, a severed part, holds by reference of a register: its records stand in another file.

        Args:
            register: one of `BY_REFERENCE`.
        """
        return [UUID(row[2]) for row in self.parted or () if row[1] == register and row[3:] == ["copied", "in"]]

    @property
    def holds_by_reference(self) -> bool:
        """Whether anything that this file holds stands in another one."""
        return any(self.held_of_another(register) for register in BY_REFERENCE)

    def tie(self, other: Any, kind: str) -> None:
        """Notes that this file is tied to another, and how; `links` counts them."""
        self.ties = [*self.ties, [str(other), kind]]
        self.links = len(self.ties)

    def class_offence(self) -> None:
        """Sets the class and the series from the catalogue."""
        item = offence(self.offence)
        self.level, self.series = item.level, item.series
