"""Texts that were checked, kept for some days so that a colleague can open what one of them saw.

A checked text is no record: nobody acts by it. It lies here behind the sign-in under a reference that can't be guessed,
so that its address may be passed on without the text going anywhere.
"""

from __future__ import annotations

from datetime import date, timedelta
from secrets import token_urlsafe
from uuid import UUID

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hasila.institution import law
from hasila.modules.communication.choices import Language
from hasila.modules.communication.items import PublishedItem
from hasila.surfaces.web.frame import today

KEPT = "communication.checked.kept"
NAMED = 12
"""Random bytes of a reference: sixteen characters that nobody guesses."""


class CheckedText(models.Model):
    """A text as it was pasted or uploaded, and what its reader said of where it comes from."""

    name = models.CharField(primary_key=True, max_length=24, editable=False)
    text = models.TextField(_("Text"))
    language = models.CharField(_("Language"), max_length=2, choices=Language, blank=True)
    headline = models.CharField(_("Headline"), max_length=300, blank=True)
    outlet = models.CharField(_("Outlet"), max_length=120, blank=True)
    address = models.CharField(_("Web address"), max_length=500, blank=True)
    published_on = models.DateField(_("Published on"), null=True, blank=True)
    author = models.UUIDField(editable=False)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField(_("Kept until"), editable=False)

    class Meta:
        verbose_name = _("Checked text")
        verbose_name_plural = _("Checked texts")
        indexes = [models.Index(fields=["expires_at"], name="checked_text_expires")]

    def __str__(self) -> str:
        return self.headline or self.name


def keep(text: str, author: UUID, *, published_on: date | None = None, **said: str) -> CheckedText:
    """Keeps a text for its term; those whose term is over go with it."""
    now = timezone.now()
    CheckedText.objects.filter(expires_at__lt=now).delete()
    until = now + timedelta(days=int(law.value(KEPT, today())))
    name = token_urlsafe(NAMED)
    return CheckedText.objects.create(
        name=name, text=text, author=author, published_on=published_on, expires_at=until, **said
    )


def of_item(item: PublishedItem) -> CheckedText:
    """The text that a followed item keeps, for as long as its file stands."""
    return CheckedText(
        text=item.text,
        language=item.language,
        headline=item.headline,
        outlet=item.outlet,
        address=item.address,
        published_on=item.published_on,
    )


def kept(name: str) -> CheckedText | None:
    """The text of a reference, as long as its term runs."""
    return CheckedText.objects.filter(name=name, expires_at__gt=timezone.now()).first()
