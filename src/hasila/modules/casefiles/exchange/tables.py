"""What the exchange remembers beside the records: bundles under way, answers taken in, how each line is doing.

These are rows of transport, not evidence: what was sent and answered stands in the acts on the referral. A bundle's
bytes, and the content of an answer that fitted nothing, lie sealed (`vault`); a bundle's leave
with its acknowledgement.
"""

from __future__ import annotations

from django.db import models


class Delivery(models.Model):
    """A bundle on its way: one edition of one referral."""

    key = models.CharField(primary_key=True, max_length=60)
    referral = models.UUIDField(db_index=True)
    line = models.CharField(max_length=40)
    digest = models.CharField(max_length=64)
    size = models.IntegerField()
    bundle = models.BinaryField(null=True)
    made_at = models.DateTimeField()
    tries = models.IntegerField(default=0)
    next_at = models.DateTimeField()
    error = models.CharField(max_length=300, blank=True)
    refused = models.CharField(max_length=60, blank=True)
    handed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["line", "next_at"], name="casefiles_to_hand", condition=models.Q(handed_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return self.key


class Answer(models.Model):
    """An answer that came over a line, taken in once: what became of it, and its content where it fitted nothing."""

    line = models.CharField(max_length=40)
    name = models.CharField(max_length=80)
    key = models.CharField(max_length=60)
    kind = models.CharField(max_length=16)
    taken_at = models.DateTimeField()
    outcome = models.CharField(max_length=16)
    why = models.CharField(max_length=300, blank=True)
    content = models.BinaryField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["line", "name"], name="casefiles_answer_once")]
        indexes = [
            models.Index(fields=["key"], name="casefiles_answer_key"),
            models.Index(fields=["-taken_at"], name="casefiles_unfit", condition=models.Q(outcome="unfit")),
        ]

    def __str__(self) -> str:
        return f"{self.line}/{self.name}"


class LineState(models.Model):
    """How a line is doing: up to which answer it was read, since when it is silent, when it is asked again."""

    name = models.CharField(primary_key=True, max_length=40)
    cursor = models.BigIntegerField(default=0)
    heard_at = models.DateTimeField(null=True)
    down_since = models.DateTimeField(null=True)
    tries = models.IntegerField(default=0)
    next_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return self.name
