"""Whether a unit can be given something: one that is open and, for a matter, one where somebody follows matters up."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from hasila.institution.units import WITHOUT_MATTERS, Unit
from hasila.kernel.refusals import Refusal


def is_closed(unit: Unit, today: date | None, field: str) -> Refusal | None:
    """A unit that was closed receives nothing. field: the one that names the unit."""
    if unit.closed_on is None or today is None or unit.closed_on > today:
        return None
    return Refusal(
        "institution.closed_unit",
        _("This unit is closed."),
        field=field,
        remedy=_("Choose a unit that is open."),
        status=422,
    )


def takes_no_matter(unit: Unit, today: date | None, field: str) -> Refusal | None:
    """A matter goes to a unit that is open and follows matters up. field: the one that names the unit."""
    if unit.kind not in WITHOUT_MATTERS:
        return is_closed(unit, today, field)
    return Refusal(
        "institution.follows_up_nothing",
        _("This unit follows up no complaints and no cases: nobody there would see the matter."),
        field=field,
        remedy=_("Choose a police district, a command or a brigade."),
        status=422,
    )
