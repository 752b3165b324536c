"""The record of a referral: which file goes to which office, how, and what came back."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from hasila.modules.casefiles.belonging import Belonging
from hasila.modules.casefiles.choices import Decision, Office, Way
from hasila.modules.casefiles.courts import CourtField

LIVE = models.Q(state__in=["prepared", "approved", "sent", "acknowledged"])


class Referral(Belonging):
    """One hand-over of a case file to a prosecution office; `unit` is the unit of the file."""

    way = models.CharField(_("Way"), max_length=8, choices=Way)
    office = models.CharField(_("Competent judicial authority"), max_length=16, choices=Office, editable=False)
    for_minors = models.BooleanField(_("To the magistrate in charge of minors"), default=False, editable=False)
    again = models.BooleanField(_("Handed over again"), default=False, editable=False)
    court = CourtField(
        _("Court"),
        blank=True,
        help_text=_("Leave empty for the court of the unit's town."),
    )
    elsewhere = models.TextField(
        _("Why another court"),
        blank=True,
        help_text=_("Where the court isn't that of the unit's town: on what its competence rests."),
    )
    remarks = models.TextField(_("Remarks for the magistrate"), blank=True)
    grounds = models.TextField(_("Grounds"), blank=True)

    edition = models.PositiveSmallIntegerField(_("Edition of the bundle"), default=0, editable=False)
    by_exchange = models.BooleanField(_("By the exchange"), default=False, editable=False)
    sent_at = models.DateTimeField(_("Sent on"), null=True, editable=False)
    digest = models.CharField(_("Digest of the manifest"), max_length=64, blank=True, editable=False)
    pieces = models.PositiveSmallIntegerField(_("Pieces in the bundle"), default=0, editable=False)

    receipt = models.CharField(_("Number at the judicial authority"), max_length=60, blank=True)
    received_at = models.DateTimeField(_("Received by the judicial authority on"), null=True, blank=True)
    magistrate = models.CharField(_("Magistrate"), max_length=120, blank=True)
    answered_at = models.DateTimeField(_("Answered on"), null=True, blank=True)
    instructions = models.TextField(_("Instructions"), blank=True)
    complete_by = models.DateField(_("To be completed by"), null=True, blank=True)
    decision = models.CharField(_("Decision of the judicial authority"), max_length=16, choices=Decision, blank=True)

    class Meta(Belonging.Meta):
        verbose_name = _("Referral")
        verbose_name_plural = _("Referrals")
        indexes = [
            *Belonging.Meta.indexes,
            models.Index(fields=["case"], name="casefiles_referral_case"),
            models.Index(fields=["unit", "id"], name="casefiles_to_approve", condition=models.Q(state="prepared")),
            models.Index(fields=["id"], name="casefiles_outbox", condition=models.Q(state="sent", by_exchange=True)),
        ]
        constraints = [models.UniqueConstraint(fields=["case"], condition=LIVE, name="casefiles_referral_once")]

    @property
    def key(self) -> str:
        """What the other side tells one hand-over from another by: the same bundle has the same key for ever."""
        return f"{self.pk}.{self.edition}"
