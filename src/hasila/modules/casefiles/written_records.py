"""The lawful life of a written record: drawn up, read back, signed and from then on unchangeable.

Law: code of criminal procedure, articles 23 and 24 (what a record says, who signs it), 66 (what a suspect is told).
A signed record is corrected by another one alone, which names it.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hasila.assurance.erasure import Retention
from hasila.institution import law
from hasila.institution.roles import Role
from hasila.kernel.indicators import Count
from hasila.kernel.procedures import Numbering, Procedure, State, Transition
from hasila.kernel.registers import Register
from hasila.modules.casefiles import record_rules as rules
from hasila.modules.casefiles import severance
from hasila.modules.casefiles.belonging import follows, names_another, tells
from hasila.modules.casefiles.case_files import CaseFiles
from hasila.modules.casefiles.case_rules import CHILD_GUARDS
from hasila.modules.casefiles.kinds import Signing
from hasila.modules.casefiles.written_record import WrittenRecord

OFFICERS = [Role.JUDICIAL_OFFICER, Role.MINORS_OFFICER, Role.VICTIMS_OFFICER]
WRITTEN = [
    "text", "translation", "language", "interpreter", "place", "began_at", "ended_at", "assisted_by", "attended_by",
    "rights", "rights_told_at",
]  # fmt: skip
CHECKED = [rules.times_are_possible, rules.fits_the_paper]
FACETS = ["kind"]


class WrittenRecords(Procedure):
    record = WrittenRecord
    label = _("Written records")
    prefix = "PV"
    numbered = Numbering(at="sign")
    sensitive = True
    purposes = CaseFiles.purposes
    readers = (Role.PROSECUTOR, Role.UNIT_CHIEF, Role.INSPECTOR, Role.CHIEF_INSPECTOR)
    search = ("case.reference", "party.arabic_name", "party.latin_name")
    personal = ("corrects", "facing", "severance", "language", "party", "rights",
        "text", "translation", "place", "assisted_by", "attended_by", "interpreter", "reason", "grounds",
    )  # fmt: skip
    retention = Retention(law.cutoff("casefiles.retention"), "casefiles.retention")
    register = Register(
        columns=("reference", "number", "kind", "case", "party", "officer", "began_at", "unit", "state"),
        filters=("state", "unit", "kind", "signing", "case"),
    )

    drafted = State(_("Being drawn up"), initial=True)
    read = State(_("Read back"), requires=["text", "how_read"])
    signed = State(_("Signed and numbered"), final=True, requires=["text", "officer", "how_read", "signing"])
    abandoned = State(_("Given up"), final=True, requires=["grounds"])

    draft = Transition(
        _("Draw up a record"),
        None,
        drafted,
        by=OFFICERS,
        asks=["case", "kind"],
        may=["party", "facing", "corrects", *WRITTEN],
        guards=[*CHILD_GUARDS, rules.party_fits, rules.facing_fits, rules.corrects_a_signed_one, *CHECKED],
        effects=[rules.draws_up],
        basis="criminal_procedure/24",
        facets=FACETS,
        then=[tells("record_begun")],
        help=_("The text starts with the formula of its kind, filled in from the file."),
    )
    write = Transition(
        _("Go on writing"),
        [drafted, read],
        drafted,
        by=OFFICERS,
        may=WRITTEN,
        guards=[*CHILD_GUARDS, *CHECKED],
        effects=[rules.must_be_read_again],
        basis="criminal_procedure/24",
        help=_("What is changed after the reading is read back again."),
    )
    read_back = Transition(
        _("Read the record back"),
        drafted,
        read,
        by=OFFICERS,
        asks=["how_read", "ended_at"],
        guards=[
            *CHILD_GUARDS,
            rules.officer_signs_their_own,
            rules.times_are_possible,
            rules.text_is_whole,
            rules.reading_fits,
            rules.interpreter_is_named,
            rules.rights_were_told,
            rules.minor_is_attended,
        ],
        basis="criminal_procedure/24",
    )
    sign = Transition(
        _("Sign"),
        read,
        signed,
        by=OFFICERS,
        asks=["signing"],
        may=["reason"],
        guards=[*CHILD_GUARDS, rules.officer_signs_their_own, rules.signing_fits],
        basis="criminal_procedure/24",
        facets=["kind", "signing"],
        then=[tells("record_signed")],
        help=_("The record gets its number and can't be changed any more."),
    )
    abandon = Transition(
        _("Give the record up"),
        [drafted, read],
        abandoned,
        by=OFFICERS,
        asks=["grounds"],
        guards=[*CHILD_GUARDS],
        basis="criminal_procedure/24",
        facets=FACETS,
        then=[tells("record_abandoned")],
        help=_("It gets no number; that it was begun stays visible."),
    )
    move_along = follows(drafted, read, signed, abandoned, may=("party", "facing"))
    name_another = names_another(drafted, names=("party", "facing"))
    goes = severance.going(
        drafted, read, signed,
        guards=(rules.draft_goes_with_its_person,),
        effects=(rules.goes_as_a_draft,),
        counts=lambda record: {"written_records" if record.number is not None else "unsigned": 1},
    )  # fmt: skip

    signed_records = Count(
        _("Written records signed"), of=sign, by=["unit", "kind", "signing"], unit=_("records"),
        definition=_("Written records signed in the year; a correction is a record of its own and counts too."),
    )  # fmt: skip
    refusals_to_sign = Count(
        _("Refusals to sign"), of=sign, where={"signing": Signing.REFUSED}, by=["unit", "kind"], unit=_("records"),
        definition=_("Of the written records signed by the officer, those that the person refused to sign."),
    )  # fmt: skip
