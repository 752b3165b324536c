"""The steps of the cell, which the files of women and of children share; each procedure makes its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from hasila.institution import law
from hasila.institution.sounding import set_sounds
from hasila.kernel.deadlines import Deadline
from hasila.kernel.procedures import SAME, State, Transition
from hasila.kernel.refusals import Text
from hasila.modules.districts import victim_rules as rules
from hasila.modules.districts.following import CASE, case_files_are_kept, names_its_case
from hasila.modules.districts.victims import INTAKE

ASSESSMENT = "districts.victim.assessment"
CELL = "women_violence/10"


def intake_guards(age: Any) -> list[Any]:
    """What is checked whenever a file is opened or completed."""
    return [
        rules.is_private,
        age,
        rules.happened_by_now,
    ]


def complete(source: Sequence[State], by: Sequence[Any], age: Any) -> Transition:
    """Adds or corrects what was told."""
    return Transition(
        _("Complete"),
        source,
        SAME,
        by=by,
        may=["violence", "relation", "facts", *INTAKE],
        guards=intake_guards(age),
        effects=[set_sounds],
        basis=CELL,
        help=_("Adds or corrects what was told. What stood there before stays in the ledger."),
    )


def assess(source: Sequence[State], target: State, by: Sequence[Any], questions: Sequence[str]) -> Transition:
    """The risk questions, and the level that the officer states."""
    term = Deadline(law.days(ASSESSMENT), basis=ASSESSMENT)
    return _assessment(_("Put the risk questions"), source, target, by, questions, term)


def assess_again(source: Sequence[State], target: State, by: Sequence[Any], questions: Sequence[str]) -> Transition:
    """The same questions as things stand now."""
    return _assessment(_("Put the risk questions again"), source, target, by, questions, None)


def _assessment(
    label: Text,
    source: Sequence[State],
    target: State,
    by: Sequence[Any],
    questions: Sequence[str],
    term: Deadline | None,
) -> Transition:
    return Transition(
        label,
        source,
        target,
        by=by,
        asks=[*questions, "risk", "risk_grounds"],
        within=term,
        basis=ASSESSMENT,
        facets=["risk"],
        help=_("Nothing adds the answers up: the level is what you state, with your grounds."),
    )


def ask_measures(source: Sequence[State], by: Sequence[Any], basis: str) -> Transition:
    """Protection measures, asked of the prosecutor."""
    return Transition(
        _("Ask the prosecutor for protection measures"),
        source,
        SAME,
        by=by,
        asks=["measures_asked", "asked_at"],
        may=["prosecutor"],
        guards=[rules.measures_are_lawful, rules.asked_and_answered_in_order],
        effects=[rules.asks_anew],
        basis=basis,
        facets=["risk"],
    )


def record_answer(source: Sequence[State], by: Sequence[Any], basis: str) -> Transition:
    """What the prosecutor ordered; no measure at all is an answer too."""
    return Transition(
        _("Record the prosecutor's answer"),
        source,
        SAME,
        by=by,
        asks=["answered_at"],
        may=["measures_ordered", "prosecutor"],
        guards=[rules.was_asked, rules.measures_are_lawful, rules.asked_and_answered_in_order],
        basis=basis,
        facets=["risk"],
    )


def refer(source: Sequence[State], by: Sequence[Any]) -> Transition:
    """Medical and social referral."""
    return Transition(
        _("Refer"),
        source,
        SAME,
        by=by,
        asks=["referral"],
        may=["referred_where"],
        basis=CELL,
        facets=["referral"],
        help=_("One act for each referral."),
    )


def set_contact(source: Sequence[State], by: Sequence[Any]) -> Transition:
    """An appointment to follow up."""
    return Transition(
        _("Set the next contact"),
        source,
        SAME,
        by=by,
        asks=["next_contact_at"],
        guards=[rules.contact_lies_ahead],
        basis=CELL,
    )


def record_contact(source: Sequence[State], by: Sequence[Any]) -> Transition:
    """What came of the contact."""
    return Transition(
        _("Record a contact"),
        source,
        SAME,
        by=by,
        asks=["contact_note"],
        effects=[rules.contact_is_made],
        within=Deadline(at="next_contact_at"),
        basis=CELL,
    )


def open_case(source: Sequence[State], by: Sequence[Any]) -> Transition:
    """A case file; the file of the cell stays apart and open."""
    return Transition(
        _("Open a case file"),
        source,
        SAME,
        by=by,
        asks=["offence"],
        may=["place"],
        guards=[rules.has_no_case_yet, case_files_are_kept],
        effects=[names_its_case],
        then=[CASE],
        basis="criminal_procedure/18",
        facets=["level"],
        help=_("The case file is told the facts; the address and the answers stay in the cell."),
    )


def close(source: Sequence[State], target: State, by: Sequence[Any], not_by: Sequence[Transition]) -> Transition:
    """The end of the cell's care."""
    return Transition(
        _("Close the file"),
        source,
        target,
        by=by,
        asks=["closing"],
        guards=[rules.is_out_of_danger],
        not_by=not_by,
        basis=CELL,
        facets=["risk"],
    )
