"""What case files print: written records with their formula and signatures, labels and the list of exhibits."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from hasila.assurance.steps import timeline
from hasila.institution.career import Officer
from hasila.institution.units import Unit
from hasila.modules.casefiles.case_file import CaseFile
from hasila.modules.casefiles.exhibits import Exhibit
from hasila.modules.casefiles.kinds import HowRead, Measure, Right, Signing
from hasila.modules.casefiles.record_numbers import number_of
from hasila.modules.casefiles.written_record import WrittenRecord
from hasila.modules.casefiles.written_records import WrittenRecords
from hasila.plain.moments import legal_day, micros
from hasila.surfaces.counting import quantity
from hasila.surfaces.print.bilingual import Both, Phrase
from hasila.surfaces.print.documents import register_document
from hasila.surfaces.print.sheet import Content, Label, Passage, Signature

OUT = ("handed", "returned", "destroyed")
DRAFT = _("Draft: this record is not signed and has no number.")
OFFICER = _("The judicial police officer")
CONCERNED = _("The person concerned")
READ = {
    HowRead.BY_PERSON: _("The person has read the record, and stands by what it says."),
    HowRead.TO_PERSON: _("The record was read to the person, who stands by what it says."),
    HowRead.BY_INTERPRETER: _("The record was read to the person through the interpreter; they stand by what it says."),
}
SIGNED = {
    Signing.SIGNED: _("Signed with us by the person concerned."),
    Signing.FINGERPRINT: Phrase(_("The person can't sign, and puts their fingerprint.")),
    Signing.REFUSED: Phrase(_("The person refuses to sign.")),
    Signing.NOBODY_HEARD: _("In witness whereof we have drawn up this record, closed and signed it."),
}


def name_of(person: Any) -> Any:
    """The name in each script; the other one where one is missing."""
    return Both(person.arabic_name or person.name, person.latin_name or person.name)


def written_record(record: WrittenRecord) -> Content:
    """A written record as it is signed: by the unit and on the day of its signing, wherever its file went since."""
    signed = _signing_of(record)
    unit = Unit.objects.get(pk=signed.unit_id) if signed is not None else record.unit
    rows: list[tuple[Any, Any]] = [
        (_("Case file"), record.case.reference),
        (_("Drawn up by"), name_of(record.officer) if record.officer else None),
        (_("Place"), record.place or unit),
        (_("Begun at"), record.began_at),
        (_("Ended at"), record.ended_at),
    ]
    people = [
        (_("Person concerned"), record.party),
        (_("Confronted with"), record.facing),
    ]
    rows += [(label, name_of(person)) for label, person in people if person is not None]
    rows += [
        (label, value)
        for label, value in (
            (_("Assisted by"), record.assisted_by),
            (_("Present beside the person"), record.attended_by),
            (_("Language of the hearing"), record.language),
            (_("Interpreter"), record.interpreter),
        )
        if value
    ]
    if record.rights_told_at is not None:
        told = [Right(code).label for code in record.rights]
        rows.append((_("Told to the suspect"), lambda: [str(right) for right in told]))
        rows.append((_("Rights told at"), record.rights_told_at))
    if record.corrects is not None:
        rows.append((_("Corrects the record"), _named(record.corrects)))
    body = [Passage(record.text)]
    if record.translation:
        body.append(Passage(record.translation, Phrase(_("Text in: %(language)s"), {"language": record.language})))
    return Content(
        title=Phrase(_("Written record: %(kind)s"), {"kind": record.get_kind_display}),
        number=number_of(record) or None,
        rows=rows,
        body=body,
        closing=_closing(record),
        signatures=_signatures(record),
        on=legal_day(signed.occurred_at if signed is not None else micros(record.acted_at)),
        unit=unit,
    )


def _signing_of(record: WrittenRecord) -> Any:
    """The entry of the signing; None for a record that isn't signed."""
    if record.state != "signed":
        return None
    return next((done for done in reversed(timeline(record.pk)) if done.act == WrittenRecords.sign.key), None)


def _named(record: WrittenRecord) -> str:
    return " · ".join(part for part in (number_of(record), record.reference) if part)


def _closing(record: WrittenRecord) -> list[Any]:
    if record.state != "signed":
        return [DRAFT]
    said: list[Any] = []
    if record.how_read in READ:
        said.append(READ[HowRead(record.how_read)])
    said.append(SIGNED[Signing(record.signing)])
    if record.reason:
        said.append(Phrase(_("Reason: %(reason)s"), {"reason": record.reason}))
    return said


def _signatures(record: WrittenRecord) -> list[Signature]:
    found = [Signature(OFFICER, name_of(record.officer) if record.officer else None)]
    if record.party is not None:
        notes = {Signing.REFUSED: _("Refuses to sign"), Signing.FINGERPRINT: _("Fingerprint")}
        note = notes.get(record.signing)  # type: ignore[call-overload]
        found.insert(0, Signature(CONCERNED, name_of(record.party), note))
    if record.facing is not None:
        found.insert(1, Signature(_("The person confronted"), name_of(record.facing)))
    for post, name in (
        (_("Interpreter"), record.interpreter),
        (_("Present beside the person"), record.attended_by),
        (_("Assisted by"), record.assisted_by),
    ):
        if name:
            found.append(Signature(post, name))
    return found


def label_of(exhibit: Exhibit) -> Label:
    """The label of an exhibit: its number in the file, its seal, and a code that names it."""
    lines: list[Any] = [
        exhibit.case.reference,
        exhibit.get_kind_display,
        exhibit.description[:60],
    ]
    if exhibit.quantity is not None:
        measured = exhibit.quantity, Measure(exhibit.measure).label
        lines.append(lambda: quantity(*measured))
    if exhibit.seal:
        lines.append(Phrase(_("Seal %(seal)s"), {"seal": exhibit.seal}))
    lines += [legal_day(micros(exhibit.opened_at)), exhibit.unit]
    return Label(str(exhibit.item), lines, exhibit.reference)


def label(exhibit: Exhibit) -> Content:
    """The label of one exhibit."""
    return Content(title=_("Exhibit"), labels=[label_of(exhibit)])


def chain(exhibit: Exhibit) -> Content:
    """The chain of custody of an exhibit: each movement, from its seal on."""
    rows: list[tuple[Any, Any]] = [
        (_("Case file"), exhibit.case.reference),
        (_("Exhibit number"), str(exhibit.item)),
        (_("Kind"), exhibit.get_kind_display),
        (_("Description"), exhibit.description),
    ]
    people = [UUID(move[name]) for move in exhibit.moves for name in ("by", "whom") if is_uuid(move[name])]
    officers = {str(one.pk): one for one in Officer.objects.filter(pk__in=people)}
    for move in exhibit.moves:
        hands = [named for key in (move["by"], move["whom"]) if (named := officers.get(key, key))]
        said: list[Any] = [exhibit.procedure.transitions[move["step"]].label]
        said += [Phrase(_("from: %(place)s"), {"place": move["from"]})] if move["from"] else []
        said += [Phrase(_("to: %(place)s"), {"place": move["to"]})] if move["to"] else []
        said += hands
        said += [Phrase(_("Seal %(seal)s"), {"seal": move["seal"]})] if move["seal"] else []
        said += [move["order"]]
        rows.append((datetime.fromisoformat(move["at"]), [one for one in said if one]))
    return Content(title=_("Chain of custody"), rows=rows, signature=Signature(OFFICER))


def is_uuid(text: str) -> bool:
    """Whether a movement names an officer, not a recipient outside."""
    return bool(re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", text))


def _kept(case: CaseFile) -> list[Exhibit]:
    rows = Exhibit.objects.filter(case=case).exclude(state__in=OUT).select_related("case", "unit")
    return list(rows.order_by("item").defer("search", "trail"))


def labels(case: CaseFile) -> Content:
    """The labels of all exhibits that the file still holds."""
    kept = _kept(case)
    return Content(title=_("Exhibit"), labels=[label_of(one) for one in kept], repeats=[one.pk for one in kept])


def inventory(case: CaseFile) -> Content:
    """The list of a file's exhibits, each with its seal and where it is."""
    rows: list[tuple[Any, Any]] = [(_("Case file"), case.reference), (_("Main offence"), case.get_offence_display)]
    exhibits = list(Exhibit.objects.filter(case=case).order_by("item").defer("search", "trail"))
    for exhibit in exhibits:
        said = [exhibit.description, exhibit.state_label, exhibit.seal, exhibit.where]
        rows.append(
            (Phrase(_("Exhibit %(item)s"), {"item": exhibit.item}), " · ".join(str(one) for one in said if one))
        )
    return Content(
        title=_("List of the exhibits"),
        rows=rows,
        signature=Signature(OFFICER, name_of(case.investigator) if case.investigator else None),
        repeats=[exhibit.pk for exhibit in exhibits],
    )


register_document("casefiles.exhibits", "label", _("Label of the exhibit"), "labels", data=label)
register_document("casefiles.exhibits", "chain", _("Chain of custody"), data=chain)
register_document("casefiles.case_files", "labels", _("Labels of the exhibits"), "labels", data=labels)
register_document("casefiles.case_files", "exhibits", _("List of the exhibits"), data=inventory)
register_document(
    "casefiles.written_records",
    "record",
    _("Written record"),
    "minutes",
    data=written_record,
    states=["drafted", "read", "signed"],
    act="sign",
)
