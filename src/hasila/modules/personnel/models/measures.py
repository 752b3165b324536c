"""The scale of sanctions, as dated law sets it, and what separates a sanction from a mere measure."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from hasila.institution import law


class Measure(models.TextChoices):
    """What a disciplinary file may end with. The codes are those of `personnel.scale` in the law data."""

    OBSERVATION = "observation", _("Letter of observation")
    WARNING = "warning", _("Warning")
    REPRIMAND = "reprimand", _("Reprimand")
    BLAME = "blame", _("Blame")
    SUSPENSION = "suspension", _("Temporary exclusion")
    DEMOTION = "demotion", _("Demotion")
    EARLY_RETIREMENT = "early_retirement", _("Compulsory retirement")
    DISMISSAL = "dismissal", _("Dismissal")


# A letter of observation draws an officer's attention; it is no sanction and counts as none.
SANCTIONS = tuple(measure for measure in Measure if measure is not Measure.OBSERVATION)


def scale(on: date) -> tuple[str, ...]:
    """The sanctions in force on a day, from the lightest to the gravest.

    Raises:
        LawMissing: no scale is in force on that day.
    """
    return tuple(law.value("personnel.scale", on))


def severity(measure: str, on: date) -> int:
    """The rank of a measure on the scale of a day; 0 for a letter of observation.

    Raises:
        ValueError: the scale of that day has no such sanction.
    """
    return 0 if measure == Measure.OBSERVATION else scale(on).index(measure) + 1


def without_council(on: date) -> tuple[str, ...]:
    """The measures that need no opinion of the council on a day."""
    return tuple(law.value("personnel.discipline.without_council", on))
