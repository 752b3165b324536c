"""What a case file still lacks before it can go to the prosecution or its judge, from its first minute on.

Each lack is one function over the file's own counters and fields, so the page shows the list without a query and the
steps of the referral refuse with the same words. A category is asked of every party when it is entered, so that none
can be missing here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from hasila.kernel.procedures import Act, Guard, needs
from hasila.kernel.refusals import Refusal
from hasila.modules.casefiles import letters
from hasila.modules.casefiles.case_file import CaseFile
from hasila.modules.casefiles.choices import Way

FACTS, PARTIES, RECORDS, EXHIBITS, TASKS, CUSTODY = "facts", "parties", "records", "exhibits", "tasks", "custody"
"""The parts of the file, as the page of the file names them: where something is mended."""

Check = Callable[[CaseFile, str], Refusal | None]
"""Given a file and the way it is to go (a code of `Way`; empty while nobody has chosen), what it lacks."""


@dataclass(frozen=True)
class Lack:
    """One thing that a file lacks.

    Attributes:
        code: of the refusal. where: the part of the file in which it is mended, as `FACTS` and the others name them.
    """

    refusal: Refusal
    where: str

    @property
    def code(self) -> str:
        """The code of the refusal with which a referral is met."""
        return self.refusal.code

    @property
    def words(self) -> str:
        """What is missing, in the active language."""
        return str(self.refusal)

    @property
    def remedy(self) -> str:
        """What would help, in the active language."""
        return self.refusal.help


def facts_are_dated(case: CaseFile, way: str) -> Refusal | None:
    """Limitation, the law in force and a suspect's age all hang on the day of the facts."""
    if case.happened_at is not None:
        return None
    return Refusal(
        "casefiles.lacks_date",
        _("The facts have no date."),
        remedy=_("Complete the facts. Where the moment isn't known, give the earliest and the latest that it can be."),
    )


def office_is_known(case: CaseFile, way: str) -> Refusal | None:
    """The class and the office follow from the offence."""
    if case.level and case.office:
        return None
    return Refusal(
        "casefiles.lacks_office",
        _("The class of the offence, or the prosecution office, isn't known."),
        remedy=_("Qualify the facts anew: class and office follow from the offence."),
    )


def suspect_is_entered(case: CaseFile, way: str) -> Refusal | None:
    """A person is presented, or a file goes against somebody; against unknown persons it goes as such.

    A letter rogatory goes back to its judge whoever is suspected.
    """
    if case.suspects or way == Way.UNKNOWN or letters.is_letter(case):
        return None
    return Refusal(
        "casefiles.lacks_suspect",
        _("No suspect is entered."),
        remedy=_("Enter the suspect, or send the file as one against unknown persons."),
    )


def nobody_is_known(case: CaseFile, way: str) -> Refusal | None:
    """A file with suspects doesn't go as one against unknown persons."""
    if way != Way.UNKNOWN or not case.suspects:
        return None
    return Refusal(
        "casefiles.suspects_known",
        _("Suspects are entered (%(count)s), so this is no file against unknown persons."),
        remedy=_("Choose another way of the referral."),
        count=case.suspects,
    )


def guardians_are_named(case: CaseFile, way: str) -> Refusal | None:
    """Whoever has the care of a minor is told and named (article 460)."""
    if not case.unguarded:
        return None
    return Refusal(
        "casefiles.lacks_guardian",
        _("Suspects under age without a guardian named: %(count)s."),
        remedy=_("Take the step “Name the guardian” on the party."),
        basis="criminal_procedure/460",
        count=case.unguarded,
    )


def minors_have_their_officer(case: CaseFile, way: str) -> Refusal | None:
    """A minor's inquiry is conducted by a judicial police officer charged with minors (article 460)."""
    if not case.minors or case.for_minors:
        return None
    return Refusal(
        "casefiles.lacks_minors_officer",
        _("A suspect is under age, and the file isn't with the officer for minors."),
        remedy=_("Have the officer for minors take the file."),
        basis="criminal_procedure/460",
    )


def has_a_written_record(case: CaseFile, way: str) -> Refusal | None:
    """What the police established stands in written records (articles 23 and 24)."""
    if case.written_records or case.unsigned:
        return None
    return Refusal(
        "casefiles.lacks_record",
        _("The file holds no written record."),
        remedy=_("Write and sign at least one: of the hearing, of the findings, of the arrest."),
        basis="criminal_procedure/23",
    )


def records_are_signed(case: CaseFile, way: str) -> Refusal | None:
    """A written record that isn't signed proves nothing."""
    if not case.unsigned:
        return None
    return Refusal(
        "casefiles.lacks_signature",
        _("Written records not signed: %(count)s."),
        remedy=_("Have them signed, record the refusal to sign, or give them up with a reason."),
        basis="criminal_procedure/24",
        count=case.unsigned,
    )


def exhibits_are_sealed(case: CaseFile, way: str) -> Refusal | None:
    """What was seized goes sealed."""
    if not case.unsealed:
        return None
    return Refusal(
        "casefiles.lacks_seal",
        _("Exhibits without a seal: %(count)s."),
        remedy=_("Seal them, or record that they left the file."),
        count=case.unsealed,
    )


def nobody_stays_held(case: CaseFile, way: str) -> Refusal | None:
    """Whoever is held is presented or freed; a file doesn't go without them."""
    if not case.in_custody or way in ("", Way.HELD):
        return None
    return Refusal(
        "casefiles.still_held",
        _("Persons are held in this file (%(count)s), and it would go without them."),
        remedy=_("Present them with the file, or end the custody first."),
        count=case.in_custody,
    )


def instructions_are_followed(case: CaseFile, way: str) -> Refusal | None:
    """A file that was sent back goes again once something was done on it, or it is said why nothing can be (40)."""
    if not case.unanswered:
        return None
    return Refusal(
        "casefiles.lacks_follow_up",
        _("The file was sent back with instructions, and nothing has been done on it since."),
        field="case",
        remedy=_(
            "Carry out an act of investigation, sign a written record, seize or attach what was asked for; or take "
            "the step “Say why nothing further can be done”."
        ),
        basis="criminal_procedure/40",
    )


def tasks_are_ended(case: CaseFile, way: str) -> Refusal | None:
    """What was set is done, or given up with a reason."""
    if not case.open_tasks:
        return None
    return Refusal(
        "casefiles.lacks_tasks",
        _("Acts of investigation still open: %(count)s."),
        remedy=_("Carry them out, or end them with a reason."),
        count=case.open_tasks,
    )


CHECKS: tuple[tuple[Check, str], ...] = (
    (instructions_are_followed, TASKS),
    (facts_are_dated, FACTS),
    (office_is_known, FACTS),
    (suspect_is_entered, PARTIES),
    (nobody_is_known, PARTIES),
    (letters.way_fits, PARTIES),
    (guardians_are_named, PARTIES),
    (minors_have_their_officer, PARTIES),
    (has_a_written_record, RECORDS),
    (records_are_signed, RECORDS),
    (exhibits_are_sealed, EXHIBITS),
    (tasks_are_ended, TASKS),
    (nobody_stays_held, CUSTODY),
)
"""Every check, with the part of the file in which its lack is mended, in the order of the page."""


def missing(case: CaseFile, way: str = "") -> list[Lack]:
    """What the file lacks before it can go.

    Args:
        case: the file, as it is in memory. way: a code of `Way`; empty while nobody has chosen.

    Returns:
        the lacks in the order of the page; an empty list where the file can go.
    """
    found = ((check(case, way), where) for check, where in CHECKS)
    return [Lack(refusal, where) for refusal, where in found if refusal is not None]


def _guard(check: Check) -> Guard:
    """The check as a guard of a record with a `case` and a `way`."""

    @needs("case")
    def guard(referral: object, act: Act) -> Refusal | None:
        return check(referral.case, referral.way)  # type: ignore[attr-defined]

    guard.__name__, guard.__doc__ = check.__name__, check.__doc__
    return guard


GUARDS: tuple[Guard, ...] = tuple(_guard(check) for check, _where in CHECKS)
"""The checks as guards of the referral's steps: each reason is told by itself."""
