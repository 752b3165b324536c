"""Letters rogatory (الإنابة القضائية): what an investigating judge asks the judicial police to do, and by when.

Law: code of criminal procedure, articles 189 to 193. The officer acts within what the letter names, questions nobody
who is charged before the judge, and sends the records to that judge: by the day that the letter sets, else within the
term that `casefiles.letter_rogatory` has. To be confirmed by counsel, like every legal detail.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from hasila.institution import law
from hasila.kernel.procedures import Act, Guard, needs
from hasila.kernel.refusals import Refusal
from hasila.modules.casefiles.case_file import CaseFile
from hasila.modules.casefiles.choices import Decision, Office, Origin, Way
from hasila.plain.moments import end_of_day, legal_day, micros

BASIS = "criminal_procedure/189"
TERM = "casefiles.letter_rogatory"
"""Days in which the records go to the judge once the acts are done, where the letter sets no day."""
SAID = {
    "magistrate": Refusal(
        "casefiles.letter_without_judge",
        _("Name the investigating judge who gave the letter rogatory."),
        field="magistrate",
        basis=BASIS,
        status=422,
    ),
    "court": Refusal(
        "casefiles.letter_without_court",
        _("Choose the court of the investigating judge."),
        field="court",
        basis=BASIS,
        status=422,
    ),
    "instructions": Refusal(
        "casefiles.letter_without_acts",
        _("Write down the acts that the letter rogatory asks for: nothing is done beyond them."),
        field="instructions",
        basis=BASIS,
        status=422,
    ),
}
"""What a letter rogatory says, and the file with it; the refusal where it is missing."""


def is_letter(file: CaseFile) -> bool:
    """Whether the file executes a letter rogatory."""
    return file.origin == Origin.LETTER_ROGATORY


def _names(field: str) -> Guard:
    def guard(file: CaseFile, act: Act) -> Refusal | None:
        return SAID[field] if is_letter(file) and not str(getattr(file, field)).strip() else None

    guard.__name__, guard.__doc__ = f"letter_names_{field}", "A letter rogatory names its judge, court and acts."
    return guard


def court_is_of_a_letter(file: CaseFile, act: Act) -> Refusal | None:
    """A file names a judge's court where it is that judge's."""
    if not file.court or is_letter(file):
        return None
    return Refusal(
        "casefiles.court_without_letter",
        _("Only a file opened on a letter rogatory goes to an investigating judge."),
        field="court",
        remedy=_("Leave the field empty: the prosecution office follows from the offence."),
        status=422,
    )


def term_is_ahead(file: CaseFile, act: Act) -> Refusal | None:
    """The day by which the magistrate wants it lies ahead, where this act names it."""
    assert act.today is not None
    if not act.data.get("complete_by") or file.complete_by is None or file.complete_by >= act.today:
        return None
    return Refusal(
        "casefiles.term_is_past",
        _("The day by which it is to be completed is past."),
        field="complete_by",
        remedy=_("Check the year. Where the term is over already, ask the magistrate for another day."),
        status=422,
    )


GUARDS = (*map(_names, SAID), court_is_of_a_letter, term_is_ahead)
"""What a file is held to where a magistrate's wish is written down."""


@needs("joined_to")
def same_magistrate(file: CaseFile, act: Act) -> Refusal | None:
    """What an investigating judge asked for goes back to that judge, and is joined to no other matter."""
    other = file.joined_to
    if other is None or (not is_letter(file) and not is_letter(other)):
        return None
    return Refusal(
        "casefiles.letter_not_joined",
        _("A letter rogatory goes back to its investigating judge: its file is not joined to another one."),
        field="joined_to",
        remedy=_("Link the two files instead."),
        basis=BASIS,
    )


def runs_until(file: CaseFile, act: Act) -> None:
    """The term runs to the end of the day that the magistrate has set."""
    file.limit_at = end_of_day(file.complete_by) if file.complete_by else None


def way_fits(case: CaseFile, way: str) -> Refusal | None:
    """A letter rogatory goes back to its judge whether or not somebody is suspected."""
    if way != Way.UNKNOWN or not is_letter(case):
        return None
    return Refusal(
        "casefiles.letter_unknown",
        _("A letter rogatory goes back to its judge as such."),
        field="way",
        remedy=_("Choose “The file alone”, or present the person."),
        status=422,
    )


@needs("case")
def decision_fits(referral: Any, act: Act) -> Refusal | None:
    """A judge has the letter back; the prosecution decides on its own files."""
    if (referral.decision == Decision.EXECUTED) == (referral.office == Office.JUDGE):
        return None
    return Refusal(
        "casefiles.decision_of_another",
        _("%(office)s doesn't answer in this way."),
        field="decision",
        remedy=_(
            "An investigating judge takes a letter rogatory back or returns it with instructions; the public "
            "prosecution decides on its own files."
        ),
        status=422,
        office=referral.get_office_display(),
    )


def remark(case: CaseFile) -> str:
    """What the officer is reminded of on the page of such a file; empty for other files."""
    if not is_letter(case) or case.state not in ("open", "returned"):
        return ""
    if case.limit_at is not None:
        return str(_("Act only within what the judge asks for, and question nobody who is charged before the judge."))
    days = law.days(TERM)(legal_day(micros(case.opened_at)))
    return str(
        _(
            "Act only within what the judge asks for, and question nobody who is charged before the judge. The letter "
            "sets no day: the records go to the judge within %(days)s days after the last act."
        )
        % {"days": days}
    )
