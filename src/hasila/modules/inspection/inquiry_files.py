"""The record of an administrative inquiry, and the classes by which inquiries are counted."""

from __future__ import annotations

from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from hasila.assurance.sealed import SealedField
from hasila.institution.roles import Role
from hasila.kernel.records import Record


class Origin(models.TextChoices):
    """What the inquiry was opened on."""

    DENUNCIATION = "denunciation", _("Denunciation")
    COMPLAINT = "complaint", _("Complaint")
    EX_OFFICIO = "ex_officio", _("Ex officio")
    AUTHORITY = "authority", _("Request of an authority")


class Outcome(models.TextChoices):
    """What the inquiry found, as the Inspector General concludes."""

    NO_FAULT = "no_fault", _("No fault")
    ADMINISTRATIVE_FAULT = "administrative_fault", _("Administrative fault")
    OFFENCE = "offence", _("Elements of a criminal offence")


class InquiryFile(Record):
    """An administrative inquiry; `unit` is the inspection unit that conducts it, `concerned_unit` the one looked at."""

    origin = models.CharField(_("Origin"), max_length=16, choices=Origin)
    received_on = models.DateField(_("Received on"), null=True, blank=True)
    subject = models.CharField(_("Subject"), max_length=200)
    facts = models.TextField(_("Facts reported"))
    denouncer = SealedField(
        _("Who denounced"),
        blank=True,
        readers=(Role.CHIEF_INSPECTOR,),
        help_text=_("Sealed: the Inspector General alone can open it, and each opening is entered."),
    )
    concerned_unit = models.ForeignKey(
        "institution.Unit", models.PROTECT, related_name="+", verbose_name=_("Unit concerned")
    )
    officer = models.ForeignKey(
        "institution.Officer",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Officer concerned"),
        help_text=_("The officer named last; each officer is named by an act of its own."),
    )
    officers = ArrayField(models.UUIDField(), default=list, editable=False, verbose_name=_("Officers concerned"))
    findings = models.TextField(_("Findings"), blank=True)
    remarks = models.TextField(_("Remarks"), blank=True)
    outcome = models.CharField(_("Outcome"), max_length=24, choices=Outcome, blank=True)
    grounds = models.TextField(_("Grounds"), blank=True)
    judicial_unit = models.ForeignKey(
        "institution.Unit",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Judicial police service"),
    )

    class Meta(Record.Meta):
        verbose_name = _("Administrative inquiry")
        verbose_name_plural = _("Administrative inquiries")

    def is_about(self, actor: UUID) -> bool:
        """Whether the inquiry covers this officer, named last or long before: no seal opens to them."""
        return actor in self.officers
