"""Posts: the seats of a unit. A grade is what an officer is, a post what they hold: والي الأمن names one of each."""

from __future__ import annotations

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from hasila.institution.roles import Role
from hasila.institution.units import Unit


class Post(models.Model):
    """A seat in a unit, and the role that whoever holds it has."""

    arabic = models.CharField(_("Arabic title"), max_length=120)
    french = models.CharField(_("French title"), max_length=120)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="posts", verbose_name=_("Unit"))
    role = models.CharField(_("Role"), max_length=24, choices=Role)

    class Meta:
        verbose_name = _("Post")
        verbose_name_plural = _("Posts")
        ordering = ["unit_id", "id"]
        constraints = [models.UniqueConstraint(fields=["unit", "role", "arabic"], name="post_once_in_unit")]

    def __str__(self) -> str:
        return self.arabic if (get_language() or "ar").startswith("ar") else self.french
