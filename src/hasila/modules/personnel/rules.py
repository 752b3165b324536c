"""What every personnel procedure holds to: who is in service, which unit owns the file, which grade comes next."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.utils.translation import gettext_lazy as _

from hasila.institution.people import Corps, ranks
from hasila.institution.places import rows
from hasila.kernel import refusals
from hasila.kernel.access import authority
from hasila.kernel.procedures import Act, needs
from hasila.kernel.refusals import Refusal, Text

# Why a file on an officer is opened; a reading names one of these.
PURPOSES: dict[str, Text] = {
    "handling": _("Handling of the file"),
    "career": _("Management of the officer's career"),
    "inspection": _("Inspection"),
    "control": _("Control of the work"),
}
# How every register of this module finds a file: by the officer that it concerns.
SEARCH = ("officer.registration_number", "officer.arabic_name", "officer.latin_name")
IN_SERVICE = ("active", "suspended")
# Grades follow one another within uniform or plain clothes; those outside the corps crown both.
LINES = (
    (Corps.GUARDS, Corps.PEACE_OFFICERS, Corps.COMMANDERS, Corps.OUTSIDE),
    (Corps.INSPECTORS, Corps.POLICE_OFFICERS, Corps.COMMISSIONERS, Corps.OUTSIDE),
)


@needs("officer")
def is_in_service(record: Any, act: Act) -> Refusal | None:
    """Only officers in service, suspended ones too, have personnel files opened."""
    if record.officer.state not in IN_SERVICE:
        return Refusal(
            "personnel.not_in_service",
            _("The officer is no longer in service."),
            field="officer",
            remedy=_("Check the registration number."),
        )
    return None


@needs("officer")
def is_of_the_unit(record: Any, act: Act) -> Refusal | None:
    """A file is owned by the unit in which the officer serves, or by one above it."""
    serves, owns = authority().path(record.officer.unit_id), authority().path(record.unit_id)
    if serves is None or owns is None or not serves.startswith(owns):
        return Refusal(
            "personnel.other_unit",
            _("The officer does not serve in this unit, nor in one below it."),
            field="unit",
            remedy=_("Choose the unit in which the officer serves."),
            status=422,
        )
    return None


FILE_GUARDS = (is_in_service, is_of_the_unit)


@cache
def unit_of_code(code: str) -> int:
    """The identifier of a sourced unit; read from the data file, so that guards ask the database nothing.

    Raises:
        LookupError: there is no such unit.
    """
    for row in rows("units.csv"):
        if row["code"] == code:
            return int(row["id"])
    raise LookupError(code)


@cache
def next_grades(grade_id: int, *, any_line: bool = False) -> frozenset[int]:
    """The grades that come next after one: the lowest above it in uniform or in plain clothes.

    Args:
        any_line: whether the step may lead from one line to the other, as an examination does.
    """
    order, corps = ranks()[grade_id]
    found: set[int] = set()
    for line in LINES:
        if corps not in line and not any_line:
            continue
        above = {key: rank.order for key, rank in ranks().items() if rank.corps in line and rank.order > order}
        if above:
            lowest = min(above.values())
            found |= {key for key, height in above.items() if height == lowest}
    return frozenset(found)


def not_known(field: str) -> Refusal:
    """The refusal for a code that the list doesn't have."""
    return refusals.invalid(field, _("Choose one of the values offered."))
