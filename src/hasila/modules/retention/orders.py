"""The order to erase: which record, or which one act of it, and on which ground."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from hasila.institution.law import cite
from hasila.kernel.procedures import registry
from hasila.kernel.records import Record


class Ground(models.TextChoices):
    """Why content is erased."""

    RULE = "rule", _("Retention period over")
    COURT = "court", _("Court order")


class Scope(models.TextChoices):
    """How much is erased."""

    RECORD = "record", _("The whole record")
    ENTRY = "entry", _("What one act supplied")


def registers() -> list[tuple[str, Any]]:
    """Every register that there is, by its key."""
    return [(key, procedure.label) for key, procedure in sorted(registry.items())]


def retention_rules() -> list[tuple[str, str]]:
    """Every retention rule, by its key, as it is cited."""
    rules = {procedure.retention.key for procedure in registry.values() if procedure.retention is not None}
    return [(key, cite(key)) for key in sorted(rules)]


class ErasureOrder(Record):
    """An order to erase. It names the record by its reference and says nothing of the content."""

    file = models.CharField(_("Reference of the record"), max_length=32)
    ground = models.CharField(_("Ground"), max_length=8, choices=Ground)
    entry = models.UUIDField(
        _("Entry"),
        null=True,
        blank=True,
        help_text=_("To erase what one act supplied: the identifier of its entry."),
        error_messages={
            "invalid": _("Copy the identifier of the entry whole, as it stands on the receipt of the act.")
        },
    )
    court = models.CharField(_("Court"), max_length=120, blank=True)
    court_reference = models.CharField(_("Reference of the decision"), max_length=60, blank=True)
    court_date = models.DateField(_("Date of the decision"), null=True, blank=True)
    rejection = models.CharField(_("Why it is rejected"), max_length=200, blank=True)
    register = models.CharField(_("Register"), max_length=80, choices=registers, editable=False)
    target = models.UUIDField(_("Record"), null=True, editable=False)
    scope = models.CharField(_("Extent"), max_length=8, choices=Scope, editable=False)
    rule = models.CharField(_("Retention rule"), max_length=80, choices=retention_rules, editable=False)
    last_act_on = models.DateField(_("Last act"), null=True, editable=False)

    class Meta(Record.Meta):
        verbose_name = _("Erasure order")
        verbose_name_plural = _("Erasure orders")
        indexes = [*Record.Meta.indexes, models.Index(fields=["target"], name="retention_order_target")]
