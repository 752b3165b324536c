"""What is kept of long papers: what waits to be typeset, and what was."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _


class Prepared(models.Model):
    """A long paper: what it says while it waits, its PDF once it is there. Both lie sealed; only
    `hasila.surfaces.print.preparing` reads or writes them, and the reader behind the fence has no right to any.

    Attributes:
        id: derived from the record, the name of the paper and the digest of what it says, so that whoever asks for the
            same asks for one. record, name: which paper of which record.
        sources: the records whose content stands in it; with the erasure of any of them it goes.
        template: of the house's templates. stated_at: the time that the file states for itself.
        asked_at: when somebody last asked for it. tries, began_at: how often it was begun, and when last.
        words: what it says, until it is made. pdf: empty until then.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    record = models.UUIDField(editable=False)
    name = models.CharField(max_length=40, editable=False)
    sources = ArrayField(models.UUIDField(), editable=False)
    template = models.CharField(max_length=40, editable=False)
    stated_at = models.DateTimeField(editable=False)
    asked_at = models.DateTimeField(editable=False)
    tries = models.PositiveSmallIntegerField(default=0, editable=False)
    began_at = models.DateTimeField(null=True, editable=False)
    made_at = models.DateTimeField(null=True, editable=False)
    words = models.BinaryField(null=True, editable=False)
    pdf = models.BinaryField(null=True, editable=False)

    class Meta:
        verbose_name = _("Long paper")
        verbose_name_plural = _("Long papers")
        indexes = [
            models.Index(fields=["record", "name"], name="print_of_record"),
            models.Index(fields=["asked_at"], name="print_waiting", condition=models.Q(made_at__isnull=True)),
            GinIndex(fields=["sources"], name="print_sources"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.record}"
