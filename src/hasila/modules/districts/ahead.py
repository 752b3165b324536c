"""How far ahead a moment may lie at which somebody is expected: beyond a year, the year is a slip of the pen."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from hasila.kernel.procedures import Act
from hasila.kernel.refusals import Refusal

FAR = timedelta(days=366)


def too_far(moment: datetime, act: Act, field: str) -> Refusal | None:
    """The refusal of a moment so far ahead that nobody would see it come; None of any other."""
    assert act.occurred_at is not None
    if moment - act.occurred_at <= FAR:
        return None
    return Refusal(
        "districts.too_far_ahead",
        _("This lies more than a year ahead."),
        field=field,
        remedy=_("Check the year."),
        status=422,
    )
