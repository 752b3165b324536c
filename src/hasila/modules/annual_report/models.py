"""What the report must know of a year that was played: its scale, and how much of it was played."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from hasila.modules.annual_report.editions import AnnualEdition, Edition

__all__ = ["AnnualEdition", "Edition", "PlayedYear"]


class PlayedYear(models.Model):
    """A year whose acts were simulated. A play writes it; the report reads the scale from it.

    Where not the `whole` year was played, `covers` lists the keys of the indicators that were (the base year of a
    change); its other acts are only the beginnings and ends of what belongs to another year. `acts` is about how many
    there are. `digest` tells one plan from another, so that a play goes on only with the one it began.
    """

    year = models.IntegerField(_("Year"), primary_key=True)
    scale = models.DecimalField(_("Scale"), max_digits=9, decimal_places=6)
    seed = models.BigIntegerField(_("Seed"))
    whole = models.BooleanField(_("Whole year"), default=True)
    covers: models.JSONField[Any, Any] = models.JSONField(_("Figures played"), default=list, blank=True)
    acts = models.BigIntegerField(_("Acts, about"), default=0)
    digest = models.CharField(max_length=64, blank=True, default="")
    started_at = models.DateTimeField(_("Started"), auto_now_add=True)
    finished_at = models.DateTimeField(_("Finished"), null=True)

    class Meta:
        verbose_name = _("Played year")
        verbose_name_plural = _("Played years")

    def __str__(self) -> str:
        return f"{self.year} × {self.scale}"
