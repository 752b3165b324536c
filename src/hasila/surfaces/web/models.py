"""What the pages keep for themselves: drafts. A draft is nothing yet, so it is no record and has no entry."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Draft(models.Model):
    """A form that somebody has begun and not sent. Its content is encrypted; row security shows it to its author
    alone. It is written by `hasila.surfaces.web.drafts` only.

    Attributes:
        id: derived from author and key. key: the idempotency key of the form, under which its act is performed once.
        step: the transition. file: the reference of the record that the step is on. path: the address of the form.
        matter: what this draft is the one of, so that two windows on the same step can't begin two; null where a
            counter's form is for one person after another, and where the author keeps a draft apart.
        writer, serial: which window saved last, and its how manieth save it was.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    author = models.UUIDField(editable=False)
    key = models.CharField(max_length=80, editable=False)
    step = models.CharField(_("Step"), max_length=120, editable=False)
    file = models.CharField(_("File"), max_length=60, blank=True, editable=False)
    path = models.CharField(max_length=300, editable=False)
    matter = models.CharField(max_length=40, null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    writer = models.CharField(max_length=40, editable=False)
    serial = models.PositiveIntegerField(default=0, editable=False)
    master = models.CharField(max_length=40, editable=False)
    wrapped = models.BinaryField(editable=False)
    content = models.BinaryField(editable=False)
    began_at = models.DateTimeField(_("Begun"), default=timezone.now, editable=False)
    saved_at = models.DateTimeField(_("Saved"), editable=False)
    expires_at = models.DateTimeField(_("Kept until"), editable=False)

    class Meta:
        verbose_name = _("Draft")
        verbose_name_plural = _("Drafts")
        constraints = [models.UniqueConstraint(fields=["author", "matter"], name="draft_one")]
        indexes = [
            models.Index(fields=["author", "-saved_at"], name="draft_of"),
            models.Index(fields=["expires_at"], name="draft_expires"),
        ]

    def __str__(self) -> str:
        return f"{self.step} {self.file}".strip()
