"""What the desk prints: receipts, certificates, summonses, slips of hand-over, notices of refusal.

A receipt names no facts: it is carried about and left on tables.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hasila.institution.career import Officer
from hasila.institution.law import cite
from hasila.institution.people import Sex
from hasila.institution.units import Unit
from hasila.modules.districts.appointments import Appointment
from hasila.modules.districts.certificates import AT_THE_ADDRESS, Certificate, CertificateRequest
from hasila.modules.districts.complaints import Complaint
from hasila.modules.districts.denunciations import Denunciation
from hasila.modules.districts.entries import DeskEntry
from hasila.modules.districts.follow_up import follow
from hasila.modules.districts.found_objects import FoundObject
from hasila.modules.districts.judicial_papers import JudicialPaper
from hasila.modules.districts.losses import Loss
from hasila.modules.districts.summonses import Summons
from hasila.plain.moments import from_micros, legal_day, micros
from hasila.surfaces.print.bilingual import Both, Phrase
from hasila.surfaces.print.documents import entry_of, register_document
from hasila.surfaces.print.sheet import Content, Passage, Signature

Rows = list[tuple[Any, Any]]
HEAD = _("The head of the unit")
NO_DECISION = _("This receipt proves that the matter was recorded. It is no decision on it.")


def person(record: Any) -> Rows:
    """Who it is, as far as known."""
    rows: Rows = [(_("Name"), Both(record.arabic_name or record.latin_name, record.latin_name or record.arabic_name))]
    if record.card_number:
        rows.append((_("Card number"), record.card_number))
    elif record.other_paper:
        rows.append((_("Other identity paper"), record.other_paper))
    if record.born_on:
        rows.append((_("Date of birth"), record.born_on))
    return rows


def recorded(record: Any) -> Rows:
    """Where and when it was recorded."""
    return [(_("Recorded at"), record.unit), (_("Recorded on"), record.opened_at)]


def due(record: Any) -> Rows:
    """By when something must have become of it."""
    return [(_("Due by"), legal_day(micros(record.due_at) - 1))] if record.due_at is not None else []


# ---------------------------------------------------------------- complaints, denunciations, incidents


def complaint_receipt(complaint: Complaint) -> Content:
    """The receipt of a complaint: number, unit, until when something must have become of it, how to ask."""
    rows = [*person(complaint), *recorded(complaint)]
    if complaint.offence:
        rows.append((_("Offence as stated"), complaint.get_offence_display))
    rows += [(_("State"), complaint.state_label), *due(complaint)]
    return Content(
        title=_("Receipt of a complaint"),
        rows=rows,
        notes=[
            NO_DECISION,
            _("You may add to your complaint at this unit, and ask what became of it."),
            _("Whoever withdraws a complaint does not stop the public action by it: the prosecutor decides."),
        ],
        follow=follow(complaint),
    )


def denunciation_receipt(denunciation: Denunciation) -> Content:
    """The receipt of a denunciation: it says nothing of who made it, nor of what."""
    return Content(
        title=_("Receipt of a denunciation"),
        rows=[*recorded(denunciation), (_("State"), denunciation.state_label), *due(denunciation)],
        notes=[NO_DECISION, _("This receipt names nobody. Keep it where only you find it.")],
        follow=follow(denunciation),
    )


def gendarmerie_slip(entry: DeskEntry) -> Content:
    """The slip that goes with a matter to the Royal Gendarmerie."""
    rows: Rows = list(person(entry)) if isinstance(entry, Complaint) else []
    rows += recorded(entry)
    if entry.offence:
        rows.append((_("Offence as stated"), entry.get_offence_display))
    if entry.happened_at is not None:
        rows.append((_("When the facts happened"), entry.happened_at))
    rows += [
        (_("Place of the facts"), entry.where),
        (_("Facts"), entry.facts),
        (_("Handed to"), entry.gendarmerie),
    ]
    return Content(
        title=_("Slip of hand-over to the Royal Gendarmerie"),
        subtitle=entry._meta.verbose_name,
        grounds=[Phrase(_("Having regard to %(law)s,"), {"law": lambda: cite("criminal_procedure/22")})],
        rows=rows,
        notes=[_("The place lies outside the urban perimeter. Acknowledge receipt with the reference above.")],
        signature=Signature(HEAD),
        on=legal_day(micros(entry.acted_at)),
    )


def refusal_notice(complaint: Complaint) -> Content:
    """What the complainant is told of a refusal: the reason, and whom they may turn to."""
    return Content(
        title=_("Notice of what became of a complaint"),
        rows=[
            *person(complaint),
            *recorded(complaint),
            (_("Reason"), complaint.get_refusal_display),
            (_("Grounds"), complaint.grounds),
            (_("Prosecutor told on"), complaint.prosecutor_told_at),
        ],
        notes=[_("You may bring your complaint before the public prosecution directly.")],
        signature=Signature(HEAD),
        on=legal_day(micros(complaint.acted_at)),
    )


WITHDRAWING = ("withdraw", "note_withdrawal")
APPEARS = {
    Sex.FEMALE: pgettext_lazy("a woman", "The complainant named above appears before us and declares:"),
    Sex.MALE: pgettext_lazy("a man", "The complainant named above appears before us and declares:"),
    None: _("The complainant named above appears before us and declares:"),
}
TOLD_OF_IT = {
    Sex.FEMALE: pgettext_lazy(
        "a woman",
        "We have told the complainant that the withdrawal does not stop the public action by itself: the prosecution "
        "is told of it, and decides.",
    ),
    Sex.MALE: pgettext_lazy(
        "a man",
        "We have told the complainant that the withdrawal does not stop the public action by itself: the prosecution "
        "is told of it, and decides.",
    ),
    None: _(
        "We have told the complainant that the withdrawal does not stop the public action by itself: the prosecution "
        "is told of it, and decides."
    ),
}
READ_TO = {
    Sex.FEMALE: pgettext_lazy("a woman", "Read to the complainant, who stands by it and signs it with us."),
    Sex.MALE: pgettext_lazy("a man", "Read to the complainant, who stands by it and signs it with us."),
    None: _("Read to the complainant, who stands by it and signs it with us."),
}
SIGNER = {
    Sex.FEMALE: pgettext_lazy("a woman", "The complainant"),
    Sex.MALE: pgettext_lazy("a man", "The complainant"),
    None: _("The complainant"),
}


def withdrawal_record(complaint: Complaint) -> Content:
    """The record of a withdrawal: what the complainant declares, for them to sign with who took it down.

    It is of the unit, the day and the officer of the withdrawal, whatever became of the complaint since; whoever stood
    by a minor signs too.
    """
    entry = entry_of(complaint, WITHDRAWING)
    officer = Officer.objects.filter(pk=entry.actor).first()
    of = Sex(complaint.sex) if complaint.sex else None
    at = from_micros(entry.occurred_at)
    rows = [*person(complaint), *([(_("Address"), complaint.address)] if complaint.address else [])]
    signatures = [Signature(SIGNER[of], rows[0][1])]
    if complaint.guardian:
        rows += [
            (_("Who stands by the minor"), complaint.guardian),
            (_("Tie to the minor"), complaint.get_guardian_tie_display),
        ]
        signatures.append(Signature(_("Who stands by the minor"), complaint.guardian))
    rows.append((_("Complaint of"), complaint.opened_at))
    if complaint.offence:
        rows.append((_("Offence as stated"), complaint.get_offence_display))
    rows += [(_("Withdrawn on"), at), (_("Drawn up by"), officer)]
    return Content(
        title=_("Written record of the withdrawal of a complaint"),
        subtitle=lambda: cite("criminal_procedure/4"),
        rows=rows,
        body=[Passage(complaint.withdrawal, APPEARS[of])],
        closing=[
            TOLD_OF_IT[of],
            READ_TO[of],
            _("In witness whereof we have drawn up this record, closed and signed it."),
        ],
        signatures=[*signatures, Signature(_("Who drew it up"), officer)],
        on=legal_day(entry.occurred_at),
        unit=Unit.objects.get(pk=entry.unit_id),
    )


def neutral_receipt(record: Any) -> Content:
    """What somebody received by the cell may carry about: it doesn't say what the matter is."""
    return Content(title=_("Receipt"), rows=recorded(record), notes=[NO_DECISION])


# ---------------------------------------------------------------- losses and objects


def loss_certificate(loss: Loss) -> Content:
    """The certificate of a declaration of loss, which its holder shows to the service that issues anew."""
    rows = [*person(loss), (_("What was lost"), loss.get_kind_display)]
    for label, value in (
        (_("Number on the object"), loss.serial),
        (_("Description"), loss.description),
        (_("Lost on"), loss.lost_on),
        (_("Where"), loss.lost_at),
    ):
        if value:
            rows.append((label, value))
    return Content(
        title=_("Certificate of a declaration of loss"),
        rows=[*rows, *recorded(loss)],
        notes=[
            _("It certifies what was declared. Whoever knowingly declares a false loss is answerable for it."),
            _("Bring it back where the object is found again."),
        ],
        signature=Signature(HEAD),
        on=legal_day(micros(loss.opened_at)),
    )


def finder_receipt(item: FoundObject) -> Content:
    """What the finder of an object takes home."""
    rows: Rows = [
        (_("What was found"), item.get_kind_display),
        (_("Description"), item.description),
        (_("Found on"), item.found_on),
        (_("Where"), item.found_at),
    ]
    if item.finder:
        rows.append((_("Finder"), item.finder))
    return Content(title=_("Receipt of an object found"), rows=[*rows, *recorded(item), (_("State"), item.state_label)])


# ---------------------------------------------------------------- certificates


def certificate_receipt(request: CertificateRequest) -> Content:
    """The receipt of a request, with the day by which the answer is due."""
    return Content(
        title=_("Receipt of a request for a certificate"),
        rows=[
            *person(request),
            (_("Certificate"), request.get_kind_display),
            *recorded(request),
            (_("State"), request.state_label),
            *due(request),
        ],
        notes=[Phrase(_("The answer is due within the term of %(law)s."), {"law": lambda: cite("simplification")})],
        follow=follow(request),
    )


TITLES = {
    Certificate.RESIDENCE: _("Certificate of residence"),
    Certificate.MOVED: _("Certificate of change of residence"),
    Certificate.ATTENDANCE: _("Certificate of attendance"),
    Certificate.COMPLAINT: _("Certificate that a complaint is recorded"),
}


def certificate(request: CertificateRequest) -> Content:
    """The certificate itself."""
    rows = person(request)
    if request.kind in AT_THE_ADDRESS:
        rows.append((_("Address"), request.address))
        if request.former_address:
            rows.append((_("Former address"), request.former_address))
        if request.lives_since:
            rows.append((_("Lives there since"), request.lives_since))
        said = _("The person named above lives at the address named above, as an inquiry there has confirmed.")
    else:
        rows.append((_("What it certifies"), request.about))
        said = _("What is named above stands in the registers of this unit.")
    if request.wanted_for:
        rows.append((_("To be used for"), request.wanted_for))
    return Content(
        title=TITLES[Certificate(request.kind)],
        rows=rows,
        decides=_("The head of the unit certifies:"),
        articles=[said],
        numbered=False,
        signature=Signature(HEAD),
        notes=[
            _("Handed to the person for the use named, and for none other.")
            if request.wanted_for
            else _("Handed to the person, to be shown where it is asked for.")
        ],
        on=legal_day(micros(request.acted_at)),
    )


def certificate_refusal(request: CertificateRequest) -> Content:
    """What somebody is told in writing of why a certificate is not given."""
    return Content(
        title=_("Notice that a certificate is refused"),
        rows=[
            *person(request),
            (_("Certificate"), request.get_kind_display),
            *recorded(request),
            (_("Reason"), request.get_refusal_display),
            (_("Grounds"), request.grounds),
        ],
        grounds=[Phrase(_("Having regard to %(law)s,"), {"law": lambda: cite("reasons")})],
        signature=Signature(HEAD),
        on=legal_day(micros(request.acted_at)),
    )


# ---------------------------------------------------------------- summonses and judicial papers


def summons(record: Summons) -> Content:
    """The summons itself; it says as what somebody comes, and not of what they are suspected."""
    rows: Rows = [
        (_("Name"), Both(record.arabic_name or record.latin_name, record.latin_name or record.arabic_name)),
        *([(_("Address"), record.address)] if record.address else []),
        (_("Subject"), record.subject),
        (_("To appear on"), record.appear_at),
        (_("Where to appear"), record.unit),
        (_("Attempt"), record.attempts),
    ]
    return Content(
        title=_("Summons"),
        rows=rows,
        decides=_("You are asked to appear:"),
        articles=[_("Come on the day and at the hour named above, with this summons and your identity card.")],
        numbered=False,
        notes=[_("Where you can't come, tell the unit before that day.")],
        signature=Signature(_("The judicial police officer")),
        on=legal_day(micros(record.acted_at)),
    )


def appointment_receipt(record: Appointment) -> Content:
    """When and where somebody is expected; not what for, since it is carried about."""
    rows: Rows = [
        (_("Name"), Both(record.arabic_name or record.latin_name, record.latin_name or record.arabic_name)),
        (_("Date and time"), record.starts_at),
        (_("Where to appear"), record.unit),
        *([(_("With"), record.officer)] if record.officer is not None else []),
    ]
    return Content(
        title=_("Appointment"),
        rows=rows,
        numbered=False,
        notes=[_("Where you can't come, tell the unit before that day.")],
        on=legal_day(micros(record.acted_at)),
    )


def service_certificate(paper: JudicialPaper) -> Content:
    """What goes back to the court: served how and when, or why not."""
    rows: Rows = [
        (_("Court or prosecution that sends it"), paper.court),
        (_("Number of the paper"), paper.paper_number),
        (_("Kind of paper"), paper.get_kind_display),
        (_("Addressee"), Both(paper.arabic_name or paper.latin_name, paper.latin_name or paper.arabic_name)),
    ]
    if paper.address:
        rows.append((_("Address"), paper.address))
    if paper.served_at is not None:
        rows += [
            (_("Served on"), paper.served_at),
            (_("How it was served"), paper.get_served_how_display),
        ]
        if paper.handed_to:
            rows.append((_("Who took it"), paper.handed_to))
    else:
        rows.append((_("Why it was not served"), paper.get_not_served_display))
    if paper.came_late:
        rows += [
            (_("To be served before"), paper.serve_by),
            (_("Received on"), paper.opened_at),
            (_("Why it came too late"), paper.came_late),
        ]
    rows.append((_("Attempts"), paper.attempts))
    return Content(
        title=_("Certificate of service") if paper.served_at is not None else _("Certificate that it was not served"),
        rows=[*rows, *([(_("Note"), paper.note)] if paper.note else [])],
        signature=Signature(HEAD),
        on=legal_day(micros(paper.acted_at)),
    )


# ---------------------------------------------------------------- what is declared


register_document("districts.complaints", "receipt", _("Receipt"), data=complaint_receipt)
register_document("districts.denunciations", "receipt", _("Receipt"), data=denunciation_receipt)
register_document(
    "districts.complaints", "refusal", _("Notice of refusal"), data=refusal_notice, states=["refused"], act="refuse"
)
register_document(
    "districts.complaints",
    "withdrawal",
    _("Written record of the withdrawal"),
    "minutes",
    data=withdrawal_record,
    act=WITHDRAWING,
    when=lambda complaint: bool(complaint.withdrawal),
)
for _register in ("complaints", "denunciations", "incidents"):
    register_document(
        f"districts.{_register}",
        "slip",
        _("Slip of hand-over"),
        data=gendarmerie_slip,
        states=["gendarmerie_s"],
        act="hand_to_gendarmerie",
    )
for _register in ("victim_files", "child_files"):
    register_document(f"districts.{_register}", "receipt", _("Receipt"), data=neutral_receipt, act="receive")
register_document(
    "districts.losses", "certificate", _("Certificate of loss"), data=loss_certificate, states=["declared"]
)
register_document("districts.found_objects", "receipt", _("Receipt"), data=finder_receipt, act="take_in")
register_document("districts.certificates", "receipt", _("Receipt"), data=certificate_receipt, act="request")
register_document(
    "districts.certificates", "certificate", _("Certificate"), data=certificate, states=["issued"], act="issue"
)
register_document(
    "districts.certificates",
    "refusal",
    _("Notice of refusal"),
    data=certificate_refusal,
    states=["refused"],
    act="refuse",
)
register_document("districts.appointments", "receipt", _("Receipt"), data=appointment_receipt, states=["booked"])
register_document("districts.summonses", "summons", _("Summons"), data=summons, states=["drawn_up"])
register_document(
    "districts.judicial_papers",
    "certificate",
    _("Certificate of service"),
    data=service_certificate,
    states=["served"],
    act="serve",
)
register_document(
    "districts.judicial_papers",
    "unserved",
    _("Certificate that it was not served"),
    data=service_certificate,
    states=["returned"],
    act="send_back",
)
