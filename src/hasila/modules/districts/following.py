"""What a matter of the desk becomes in another module: a case file, and who brought it a party of that file.

Modules don't know one another. A bridge registers with `follow_by` which step opens the case file, and with `join_by`
which one enters the complainant; until it does, or where a unit has no case files yet, the matter is followed on paper
(`record_on_paper`) and is counted all the same. A denouncer is protected, and joins nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from hasila.kernel.procedures import Act, Consequence, Transition, needs
from hasila.kernel.records import following_id, reference_of
from hasila.kernel.refusals import Refusal

Follow = Callable[[Any, Act], Transition | None]
"""Given a matter and the act, the opening of a case file; None where the matter's unit has no case files. It must be
pure and ask no database: `record.unit` is loaded."""

Join = Callable[[Any, Act], tuple[Transition, dict[str, Any]] | None]
"""Given a matter and the act, the opening of a party of its case file, and with what; None where nobody joins it."""

_follow: list[Follow] = []
_join: list[Join] = []


def follow_by(function: Follow) -> None:
    """Registers what opens case files; the last one registered stands."""
    _follow[:] = [function]


def join_by(function: Join) -> None:
    """Registers what enters the one who brought a matter into its case file; the last one registered stands."""
    _join[:] = [function]


def target(record: Any, act: Act) -> Transition | None:
    """The opening that follows from a matter, or None where there is none."""
    return _follow[0](record, act) if _follow else None


@needs("unit")
def case_files_are_kept(record: Any, act: Act) -> Refusal | None:
    """A case file is opened where the unit keeps them."""
    if target(record, act) is not None:
        return None
    return Refusal(
        "districts.no_case_files",
        _("This unit does not keep its case files here yet."),
        remedy=_("Choose “Follow up on paper” and give the number of the case: the matter stays counted."),
    )


@needs("unit")
def case_files_are_on_paper(record: Any, act: Act) -> Refusal | None:
    """Where the unit keeps its case files here, none is kept beside them on paper."""
    if target(record, act) is None:
        return None
    return Refusal(
        "districts.case_files_here",
        _("This unit keeps its case files here: none is kept on paper."),
        remedy=_("Choose “Follow up as a case file”."),
    )


def names_its_case(record: Any, act: Act) -> None:
    """The identifier and the reference of the case file that the act opens."""
    assert act.occurred_at is not None
    record.case_id = following_id(record, "case", act.occurred_at)
    record.case_reference = reference_of(record.case_id, _opening(record, act).procedure.prefix)


def case_data(record: Any, act: Act) -> dict[str, Any]:
    """What the case file is told of the matter: nothing that is sealed, no address."""
    return {
        "origin": record.ORIGIN,
        "origin_reference": record.reference,
        "origin_id": record.id,
        "offence": record.offence,
        "facts": record.facts,
        "happened_at": record.happened_at,
        "place": record.where,
        "urgency": record.urgency,
    }


def _opening(record: Any, act: Act) -> Transition:
    found = target(record, act)
    assert found is not None  # the guard has asked
    return found


CASE = Consequence(_opening, record="case_id", data=case_data)
"""The consequence that opens the case file; `names_its_case` and `case_files_are_kept` belong to its step."""


def names_its_party(record: Any, act: Act) -> None:
    """The identifier of the party that the act enters; none where nobody joins the file."""
    assert act.occurred_at is not None
    record.party_id = following_id(record, "party", act.occurred_at) if _joining(record, act) is not None else None


def _joining(record: Any, act: Act) -> tuple[Transition, dict[str, Any]] | None:
    return _join[0](record, act) if _join else None


def _joins(record: Any, act: Act) -> bool:
    """Where somebody joins the file."""
    return record.party_id is not None


def _entering(record: Any, act: Act) -> Transition:
    return _joining(record, act)[0]  # type: ignore[index]


def _party_data(record: Any, act: Act) -> dict[str, Any]:
    return _joining(record, act)[1]  # type: ignore[index]


PARTY = Consequence(_entering, record="party_id", data=_party_data, when=_joins)
"""The consequence that enters who brought the matter; it comes after `CASE`, and `names_its_party` belongs to it."""
