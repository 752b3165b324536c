"""What is checked and set on a written record."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from hasila.institution import law
from hasila.kernel.procedures import Act, needs
from hasila.kernel.refusals import Refusal, listed
from hasila.modules.casefiles import severance
from hasila.modules.casefiles.choices import Category
from hasila.modules.casefiles.kinds import HowRead, RecordKind, Right, Signing
from hasila.modules.casefiles.written_record import LONGEST, WrittenRecord

BLANK = "[…]"
"""What stands in a model's text for what the officer is to fill in."""
_LEFT = re.compile(r"\[[\s.…]*\]")  # also where only the dots between the brackets were taken out
HEARS = {
    RecordKind.HEARING_SUSPECT: (Category.SUSPECT,),
    RecordKind.HEARING_VICTIM: (Category.VICTIM,),
    RecordKind.HEARING_WITNESS: (Category.WITNESS, Category.CIVILLY_LIABLE, Category.OFFICER),
}
"""The categories of whom each hearing hears; the law demands that they are kept apart."""
ABOUT_SOMEBODY = (
    *HEARS,
    RecordKind.CONFRONTATION,
    RecordKind.FLAGRANTE,
    RecordKind.IDENTIFICATION,
    RecordKind.NOTIFICATION,
)
TOLD = "casefiles.hearing.told"
"""What no suspect is heard without, as the law of the day of the hearing has it."""


def draws_up(record: WrittenRecord, act: Act) -> None:
    """The record is drawn up by whoever opens it, and starts now unless it is said when."""
    record.officer_id = act.actor
    if record.began_at is None:
        record.began_at = act.occurred_at


def must_be_read_again(record: WrittenRecord, act: Act) -> None:
    """What is changed after the reading has not been read."""
    record.how_read = ""


def _field(code: str, message: object, field: str, remedy: object = "") -> Refusal:
    return Refusal(code, message, field=field, remedy=remedy, status=422)  # type: ignore[arg-type]


@needs("party")
def party_fits(record: WrittenRecord, act: Act) -> Refusal | None:
    """Whom the record is about belongs to its file, and stands in the category that its kind hears."""
    if record.party is None:
        if record.kind not in ABOUT_SOMEBODY:
            return None
        return _field(
            "casefiles.record_about_nobody",
            _("Say whom this record is about."),
            "party",
            _("Enter the person among the parties of the file first."),
        )
    if record.party.case_id != record.case_id:
        return _elsewhere("party")
    wanted = HEARS.get(RecordKind(record.kind))
    if wanted is None or record.party.category in wanted:
        return None
    return _field(
        "casefiles.wrong_category",
        _("This kind of hearing is not for a party of this category."),
        "party",
        _("Choose the kind that fits, or enter the person anew in the right category."),
    )


@needs("facing")
def facing_fits(record: WrittenRecord, act: Act) -> Refusal | None:
    """A confrontation sets two different parties of the file before one another."""
    if record.kind != RecordKind.CONFRONTATION:
        if record.facing_id is None:
            return None
        return _field("casefiles.no_confrontation", _("Only a confrontation has a second person."), "facing")
    if record.facing is None or record.facing_id == record.party_id:
        return _field("casefiles.confronted_alone", _("A confrontation is between two persons."), "facing")
    return None if record.facing.case_id == record.case_id else _elsewhere("facing")


def _elsewhere(field: str) -> Refusal:
    return _field("casefiles.party_elsewhere", _("This person is not a party of this file."), field)


@needs("corrects")
def corrects_a_signed_one(record: WrittenRecord, act: Act) -> Refusal | None:
    """A correction names a signed record of the same file; one that isn't signed can still be changed itself."""
    first = record.corrects
    if first is None:
        return None
    if first.case_id != record.case_id:
        return _field("casefiles.corrects_elsewhere", _("The record to correct is not of this file."), "corrects")
    if first.state != "signed":
        return _field(
            "casefiles.corrects_unsigned",
            _("Only a signed record is corrected by another."),
            "corrects",
            _("Change the record itself, as long as it isn't signed."),
        )
    return None


@needs("case")
def times_are_possible(record: WrittenRecord, act: Act) -> Refusal | None:
    """A record begins after the facts, ends after it began, and neither lies after the act."""
    assert act.occurred_at is not None
    began, ended, told = record.began_at, record.ended_at, record.rights_told_at
    for name, moment in (("began_at", began), ("ended_at", ended), ("rights_told_at", told)):
        if moment is not None and moment > act.occurred_at:
            return _field("casefiles.record_later", _("This time lies after the act that records it."), name)
    if began is not None and _before(began, record.case.happened_at):
        return _field(
            "casefiles.record_before_facts",
            _("A record can't begin before the facts that it is about."),
            "began_at",
            _("Check the time, or the time of the facts in the file."),
        )
    if began is not None and _before(ended, began):
        return _field("casefiles.record_ends_first", _("A record can't end before it began."), "ended_at")
    return None


def _before(first: datetime | None, second: datetime | None) -> bool:
    return first is not None and second is not None and first < second


def fits_the_paper(record: WrittenRecord, act: Act) -> Refusal | None:
    """A record has a length that can still be read back and printed."""
    length = len(record.text) + len(record.translation)
    if length <= LONGEST:
        return None
    return Refusal(
        "casefiles.record_too_long",
        _("A written record holds %(most)s characters at most, about two hundred pages; this one has %(length)s."),
        field="text",
        remedy=_("Sign this part, and go on in a second record."),
        status=422,
        most=LONGEST,
        length=length,
    )


def text_is_whole(record: WrittenRecord, act: Act) -> Refusal | None:
    """What is read back is whole: nothing of the model still waits to be filled in."""
    if not record.text.strip():
        return _field("casefiles.record_empty", _("The record has no text yet."), "text")
    left = len(_LEFT.findall(record.text)) + len(_LEFT.findall(record.translation))
    if not left:
        return None
    return Refusal(
        "casefiles.record_with_blanks",
        _("Blanks of the model are still to be filled in: %(left)s."),
        field="text",
        remedy=_("Look for “[…]” in the text, and fill it in or take it out."),
        status=422,
        left=left,
    )


@needs("party")
def interpreter_is_named(record: WrittenRecord, act: Act) -> Refusal | None:
    """Somebody who needs an interpreter isn't heard without one, and a second text says in which language it is."""
    if record.translation and not record.language:
        return _field("casefiles.which_language", _("Say in which language the second text is."), "language")
    foreign = record.language or (record.party is not None and record.party.language)
    if not foreign or record.interpreter:
        return None
    return _field(
        "casefiles.no_interpreter",
        _("Name who interprets for a person who is heard in another language."),
        "interpreter",
        _("Where the officer speaks the language, say so here."),
    )


def rights_were_told(record: WrittenRecord, act: Act) -> Refusal | None:
    """A suspect was told what the law lists before the hearing ended."""
    if record.kind != RecordKind.HEARING_SUSPECT:
        return None
    assert act.today is not None
    untold = [code for code in law.value(TOLD, act.today) if code not in record.rights]
    if untold:
        return Refusal(
            "casefiles.rights_not_told",
            _("Nobody is heard as a suspect before being told their rights. Not told: %(untold)s."),
            field="rights",
            basis=TOLD,
            remedy=_("Tell them, and enter in this record what was told and when, by “Go on writing”."),
            status=422,
            untold=listed([str(Right(code).label) for code in untold]),
        )
    if record.rights_told_at is None:
        return _field("casefiles.rights_without_time", _("Say when the rights were told."), "rights_told_at")
    if _before(record.ended_at, record.rights_told_at):
        return _field(
            "casefiles.rights_told_late", _("The rights were told after the hearing ended."), "rights_told_at"
        )
    return None


@needs("party")
def minor_is_attended(record: WrittenRecord, act: Act) -> Refusal | None:
    """Somebody under age is not heard alone."""
    if record.kind not in HEARS or record.party is None or not record.party.under_age or record.attended_by:
        return None
    return Refusal(
        "casefiles.minor_alone",
        _("A minor is not heard alone: name who was beside them."),
        field="attended_by",
        basis="criminal_procedure/460",
        remedy=_("The guardian, the lawyer, or a person of trust."),
        status=422,
    )


def reading_fits(record: WrittenRecord, act: Act) -> Refusal | None:
    """Where somebody was heard, they took note of the text; where nobody was, nobody did."""
    if (record.party_id is None) == (record.how_read == HowRead.NOBODY_HEARD):
        return None
    return _field("casefiles.reading_unfit", _("This doesn't fit the person whom the record is about."), "how_read")


def signing_fits(record: WrittenRecord, act: Act) -> Refusal | None:
    """Where somebody was heard, it is recorded whether they signed, and why not where they refused."""
    alone = record.signing == Signing.NOBODY_HEARD
    if (record.party_id is None) != alone:
        return _field("casefiles.signing_unfit", _("This doesn't fit the person whom the record is about."), "signing")
    excused = record.signing in (Signing.REFUSED, Signing.FINGERPRINT)
    if excused and not record.reason:
        return _field(
            "casefiles.no_reason_given",
            _("Record why the person didn't sign."),
            "reason",
            _("In the person's words, or that they gave no reason."),
        )
    if record.reason and not excused:
        return _field("casefiles.reason_unfit", _("A person who signed gives no reason for not signing."), "reason")
    return None


def officer_signs_their_own(record: WrittenRecord, act: Act) -> Refusal | None:
    """A record is signed by the officer who drew it up, and by nobody in their place."""
    if record.officer_id == act.actor:
        return None
    return Refusal(
        "casefiles.another_officer_s",
        _("Only the officer who drew this record up reads it back and signs it."),
        remedy=_("Ask that officer, or give the record up and draw up your own."),
        status=403,
    )


@needs("severance", "party", "facing")
def draft_goes_with_its_person(record: WrittenRecord, act: Act) -> Refusal | None:
    """Nobody signed a draft yet, and it has no number: it goes where those it is about go, and only there."""
    part = record.severance
    if record.state == "signed" or part is None:
        return None
    if record.state == "read":
        return Refusal(
            "casefiles.read_back_stays",
            _("“%(record)s” was read back as a record of this file, and isn't signed yet: it can't go to another one."),
            field="severed_records",
            remedy=_("Sign it first: the severed part then holds it too. Or leave it here."),
            status=422,
            record=str(record),
        )
    about = [person for person in (record.party, record.facing) if person is not None]
    if about and record.corrects_id is None and all(_moves(person, part) for person in about):
        return None
    return Refusal(
        "casefiles.draft_stays",
        _("“%(record)s” isn't signed: it goes only where it is about suspects who all go."),
        field="severed_records",
        remedy=_("Choose its suspect too; or sign it first, and the severed part holds it too; or draw one up there."),
        status=422,
        record=str(record),
    )


def _moves(person: Any, part: Any) -> bool:
    return person.category == Category.SUSPECT and severance.goes_there(person, part)


def goes_as_a_draft(record: WrittenRecord, act: Act) -> None:
    """A draft goes; a signed record stays where it has its number, and the part holds it by reference."""
    if record.state != "signed":
        severance.changes_file(record, act)
