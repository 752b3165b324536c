"""What is checked on a matter of the desk, and what is set."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from hasila.institution.career import MAJORITY
from hasila.institution.places import places
from hasila.institution.receiving import takes_no_matter
from hasila.kernel.deciding import ENTERED
from hasila.kernel.procedures import Act, needs
from hasila.kernel.records import following_id, reference_of
from hasila.kernel.refusals import Refusal
from hasila.modules.districts.choices import How, Territory
from hasila.modules.districts.entries import DeskEntry
from hasila.modules.districts.party import is_minor
from hasila.plain.moments import legal_day, micros

# ---------------------------------------------------------------- time


def happened_by_now(entry: DeskEntry, act: Act) -> Refusal | None:
    """Nothing is reported before it happens."""
    assert act.occurred_at is not None
    for name in ("happened_at", "happened_until"):
        moment = getattr(entry, name)
        if moment is not None and moment > act.occurred_at:
            return Refusal(
                "districts.not_yet",
                _("The facts can't lie in the future."),
                field=name,
                remedy=_("Check the day and the hour."),
                status=422,
            )
    return None


def ends_after_it_began(entry: DeskEntry, act: Act) -> Refusal | None:
    """A span of time has its beginning first."""
    if entry.happened_until is None or (entry.happened_at is not None and entry.happened_at <= entry.happened_until):
        return None
    return Refusal(
        "districts.span_reversed",
        _("The span of time ends before it begins, or has no beginning."),
        field="happened_until",
        remedy=_("Enter first the earlier moment, then the later one."),
        status=422,
    )


def happened_on(entry: DeskEntry) -> date | None:
    """The legal day of the facts, of a span its last; None where it is unknown."""
    moment = entry.happened_until or entry.happened_at
    return legal_day(micros(moment)) if moment is not None else None


# ---------------------------------------------------------------- the person


def born_before_the_facts(entry: Any, act: Act) -> Refusal | None:
    """Nothing happens to somebody before their birth."""
    day = happened_on(entry)
    if entry.born_on is None or day is None or entry.born_on <= day:
        return None
    return Refusal(
        "districts.born_after",
        _("The date of birth lies after the facts."),
        field="born_on",
        remedy=_("Check both dates: one of them is wrong."),
        status=422,
    )


def minor_is_accompanied(entry: Any, act: Act) -> Refusal | None:
    """A minor is never heard alone: somebody of age stands by them, and is named."""
    assert act.today is not None
    if not is_minor(entry.born_on, act.today) or (entry.guardian and entry.guardian_tie):
        return None
    if born_before_the_facts(entry, act) is not None:  # the date is wrong: nobody knows yet who is under age
        return None
    return Refusal(
        "districts.minor_alone",
        _("The complainant is under age: enter who stands by them."),
        field="guardian" if not entry.guardian else "guardian_tie",
        remedy=_("Where no relative is there, or one of them is the suspect, call in the officer for minors."),
        basis=MAJORITY,
        status=422,
    )


# ---------------------------------------------------------------- the place


@needs("unit")
def place_fits(entry: DeskEntry, act: Act) -> Refusal | None:
    """A place in another town isn't this unit's, and a place outside the perimeter is named."""
    if entry.territory == Territory.HERE and entry.town and entry.unit.place and entry.town != entry.unit.place:
        return Refusal(
            "districts.other_town",
            _("The territory of this unit is in %(town)s."),
            field="territory",
            remedy=_("Take the matter all the same, say whose the place is, and hand it over afterwards."),
            basis="criminal_procedure/22",
            status=422,
            town=_Name(entry.unit.place),
        )
    if entry.territory == Territory.OUTSIDE and not entry.place:
        return Refusal(
            "districts.place_unnamed",
            _("Name the place that lies outside the urban perimeter."),
            field="place",
            status=422,
        )
    return None


class _Name:
    """The name of a town, said in the language in which a refusal is read."""

    def __init__(self, code: str) -> None:
        self.code = code

    def __str__(self) -> str:
        return places()[self.code].name


def is_ours(entry: DeskEntry, act: Act) -> Refusal | None:
    """A unit follows up what happened in its territory, or where nobody can say."""
    if entry.territory in (Territory.HERE, Territory.UNKNOWN):
        return None
    outside = entry.territory == Territory.OUTSIDE
    return Refusal(
        "districts.not_ours",
        _("The place of the facts is not in the territory of this unit."),
        field="territory",
        remedy=_("Hand the matter to the Royal Gendarmerie.")
        if outside
        else _("Hand the matter to the unit whose territory it is."),
        basis="criminal_procedure/22",
    )


def is_the_gendarmerie_s(entry: DeskEntry, act: Act) -> Refusal | None:
    """Only what happened outside the urban perimeter is handed to the gendarmerie."""
    if entry.territory == Territory.OUTSIDE and entry.place:
        return None
    return Refusal(
        "districts.in_the_perimeter",
        _("Only a matter whose place lies outside the urban perimeter goes to the Royal Gendarmerie."),
        field="territory",
        remedy=_("State that the place lies outside, and name it."),
        basis="criminal_procedure/22",
    )


@needs("to_unit")
def receiver_is_another(entry: DeskEntry, act: Act) -> Refusal | None:
    """A matter is handed to another unit, one that is open and follows matters up."""
    assert entry.to_unit is not None
    if entry.to_unit_id == entry.unit_id:
        return Refusal(
            "districts.same_unit",
            _("This unit already holds the matter."),
            field="to_unit",
            remedy=_("Choose another unit."),
            status=422,
        )
    return takes_no_matter(entry.to_unit, act.today, "to_unit")


# ---------------------------------------------------------------- the prosecutor


def told_in_its_time(entry: DeskEntry, act: Act) -> Refusal | None:
    """The prosecutor was told after the matter came in, and before the act."""
    assert act.occurred_at is not None
    told = entry.prosecutor_told_at
    if told is None or (legal_day(micros(entry.opened_at)) <= legal_day(micros(told)) and told <= act.occurred_at):
        return None
    return Refusal(
        "districts.told_out_of_time",
        _("The prosecutor was told after the matter was received and before this act."),
        field="prosecutor_told_at",
        remedy=_("Check the day and the hour."),
        basis="criminal_procedure/23",
        status=422,
    )


def told_of_the_withdrawal(entry: DeskEntry, act: Act) -> Refusal | None:
    """Of a withdrawal the prosecutor is told once there is one: no earlier word on the matter was about it."""
    told, since = entry.prosecutor_told_at, entry.trail.get(ENTERED)
    if told is None or since is None or legal_day(since) <= legal_day(micros(told)):
        return None
    return Refusal(
        "districts.told_before_withdrawal",
        _("On that day the complaint was not withdrawn yet: the prosecutor is told of the withdrawal."),
        field="prosecutor_told_at",
        remedy=_("Tell the prosecutor of the withdrawal, and enter when that was."),
        basis="criminal_procedure/4",
        status=422,
    )


# ---------------------------------------------------------------- what is set


def names_what_the_other_makes_of_it(entry: DeskEntry, act: Act) -> None:
    """The identifier and the reference of the entry at the unit that the matter is handed to."""
    assert act.occurred_at is not None
    entry.next_id = following_id(entry, "next", act.occurred_at)
    entry.next_reference = reference_of(entry.next_id, entry.procedure.prefix)


def remembers_who_ended_it(entry: DeskEntry, act: Act) -> None:
    """Who ended the matter: an audit is by others."""
    entry.ended_by = act.actor


def came_from_a_unit(entry: DeskEntry, act: Act) -> None:
    """A matter handed over is in the territory of the unit that now holds it, unless that one finds otherwise."""
    entry.how = How.UNIT.value
    entry.territory = Territory.HERE.value
