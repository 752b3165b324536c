"""A written record (محضر): who was heard or what was found, by whom, where, when, in which words, and who signed."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from hasila.modules.casefiles.kinds import HowRead, RecordKind, Right, Signing
from hasila.modules.casefiles.severance import Severable

LONGEST = 600_000
"""Characters of a record, both languages together: more than two hundred printed pages. The refusal says it."""


class WrittenRecord(Severable):
    """A written record; `number` is given at the signing, without gaps in its unit and year of recording."""

    kind = models.CharField(_("Kind"), max_length=16, choices=RecordKind)
    party = models.ForeignKey(
        "casefiles.Party", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Person concerned")
    )
    facing = models.ForeignKey(
        "casefiles.Party",
        models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
        verbose_name=_("Confronted with"),
    )
    officer = models.ForeignKey(
        "institution.Officer",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("Drawn up by"),
    )
    assisted_by = models.CharField(_("Assisted by"), max_length=160, blank=True)
    place = models.CharField(_("Place"), max_length=160, blank=True, help_text=_("Empty: at the unit."))
    began_at = models.DateTimeField(_("Begun at"), null=True, blank=True)
    ended_at = models.DateTimeField(_("Ended at"), null=True, blank=True)
    rights = ArrayField(
        models.CharField(max_length=12, choices=Right),
        verbose_name=_("Told to the suspect"),
        default=list,
        blank=True,
    )
    rights_told_at = models.DateTimeField(_("Rights told at"), null=True, blank=True)
    attended_by = models.CharField(
        _("Present beside the person"),
        max_length=160,
        blank=True,
        help_text=_("The lawyer; for a minor, the guardian."),
    )
    language = models.CharField(
        _("Language of the hearing"), max_length=40, blank=True, help_text=_("Where it is not Arabic.")
    )
    interpreter = models.CharField(
        _("Interpreter"),
        max_length=160,
        blank=True,
        help_text=_("The name and the oath taken, or who else interprets."),
    )
    text = models.TextField(_("Text"), max_length=1_000_000, blank=True)
    translation = models.TextField(
        _("Text in the person's language"), max_length=1_000_000, blank=True, help_text=_("Beside the Arabic, if any.")
    )
    how_read = models.CharField(_("Reading back"), max_length=16, choices=HowRead, blank=True)
    signing = models.CharField(_("Signature of the person"), max_length=16, choices=Signing, blank=True)
    reason = models.TextField(_("Reason for not signing"), blank=True)
    corrects = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
        verbose_name=_("Corrects the record"),
    )
    grounds = models.TextField(_("Grounds"), blank=True)

    named_when_closed = ("signed",)
    """Final states in which the forms of a file still offer a record: a signed one is what others refer to."""

    class Meta(Severable.Meta):
        verbose_name = _("Written record")
        verbose_name_plural = _("Written records")

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.reference})"
