"""The papers of the desk: what each says, what none may say, and that each is made."""

import os
from datetime import timedelta
from pathlib import Path

from tests.stage import START

from hasila.institution.career import Officer
from hasila.modules.districts import follow_up, printing
from hasila.modules.districts.appointments import Appointments
from hasila.modules.districts.certificates import Certificates
from hasila.modules.districts.complaints import Complaints
from hasila.modules.districts.found_objects import FoundObjects
from hasila.modules.districts.judicial_papers import JudicialPapers
from hasila.modules.districts.losses import Losses
from hasila.modules.districts.summonses import Summonses
from hasila.modules.districts.tests.conftest import ADDRESS, LOST, TODAY
from hasila.modules.districts.tests.test_counter import FOUND
from hasila.modules.districts.tests.test_served_papers import PAPER, SUMMONED
from hasila.surfaces.print.bilingual import said
from hasila.surfaces.print.documents import document_of, documents_for, entry_of, print_document


def words(content):
    """All that a content says, in both languages."""
    parts = [content.title, content.decides, *content.notes, *content.articles]
    parts += [part for row in content.rows for part in row]
    return " | ".join(said(part, lang) for part in parts if part is not None for lang in ("ar", "fr"))


def test_the_receipt_of_a_complaint(taken):
    complaint = taken()
    content = printing.complaint_receipt(complaint)
    text = words(content)
    assert complaint.card_number in text
    assert complaint.name in text
    assert complaint.facts not in text
    assert content.follow.code == follow_up.code_of(complaint)
    assert complaint.reference in content.follow.address
    assert print_document(complaint, document_of(complaint, "receipt")).startswith(b"%PDF")


def test_the_code_opens_one_matter(taken, settings):
    one, other = taken(), taken()
    code = follow_up.code_of(one)
    assert follow_up.is_code_of(one, f" {code.lower().replace('-', ' ')} ")
    assert follow_up.is_code_of(one, code.replace("0", "O").replace("1", "l"))
    assert not follow_up.is_code_of(other, code)
    assert not follow_up.is_code_of(one, "")
    settings.SECRET_KEY = "another"
    assert follow_up.code_of(one) != code


def test_the_slip_and_the_notice(staff, stage, taken):
    complaint = taken(territory="outside", place="دوار أولاد حسون")
    data = {"gendarmerie": "المركز الترابي أولاد حسون"}
    stage.do(Complaints.hand_to_gendarmerie, complaint, actor=staff.judicial, data=data)
    slip = document_of(complaint, "slip")
    assert data["gendarmerie"] in words(slip.data(complaint))
    assert complaint.facts in words(slip.data(complaint))
    refused = taken()
    told = {"refusal": "civil", "grounds": "نزاع حول الكراء.", "prosecutor_told_at": START}
    stage.do(Complaints.refuse, refused, actor=staff.chief, data=told)
    notice = document_of(refused, "refusal")
    assert told["grounds"] in words(notice.data(refused))
    assert [document.name for document in documents_for(refused)] == ["refusal", "receipt"]
    assert all(print_document(one, paper).startswith(b"%PDF") for one, paper in ((complaint, slip), (refused, notice)))


def test_the_record_of_a_withdrawal_is_of_the_act_and_for_the_complainant_to_sign(staff, stage, taken):
    complaint, officer = taken(), Officer.objects.get(pk=staff.desk)
    assert document_of(complaint, "withdrawal") is None
    first, last = {"withdrawal": "أتنازل بعد الصلح."}, {"withdrawal": "أتنازل مجددا."}
    stage.do(Complaints.withdraw, complaint, actor=staff.desk, data=first, day=1)
    record = document_of(complaint, "withdrawal").data(complaint)
    assert [passage.text for passage in record.body] == [first["withdrawal"]]
    assert said(record.body[0].heading, "ar").startswith("حضرت أمامنا المشتكية")  # a woman's record speaks of her
    assert [said(one.name, "ar") for one in record.signatures] == [complaint.arabic_name, officer.arabic_name]
    assert record.on == TODAY + timedelta(days=1)
    on_paper = {"paper_number": "12/2026"}
    stage.do(Complaints.record_on_paper, complaint, actor=staff.judicial, data=on_paper, day=2)
    stage.do(Complaints.note_withdrawal, complaint, actor=staff.judicial, data=last, day=3)
    stage.do(Complaints.open_person, complaint, actor=staff.desk, day=4)
    paper = document_of(complaint, "withdrawal")
    record, act = paper.data(complaint), entry_of(complaint, paper.act)
    assert (record.body[0].text, record.on) == (last["withdrawal"], TODAY + timedelta(days=3))
    assert act.act == Complaints.note_withdrawal.key
    assert made(complaint, "withdrawal")
    minor = taken(born_on=TODAY.replace(year=TODAY.year - 15), guardian="سعاد", guardian_tie="mother", sex="M")
    stage.do(Complaints.withdraw, minor, actor=staff.desk, data=first, day=1)
    record = document_of(minor, "withdrawal").data(minor)
    assert [said(one.name, "ar") for one in record.signatures] == [minor.arabic_name, "سعاد", officer.arabic_name]
    assert said(record.body[0].heading, "ar").startswith("حضر أمامنا المشتكي ")
    assert made(minor, "withdrawal")
    minor.sex = ""  # where nobody entered it the paper leaves both open
    assert said(document_of(minor, "withdrawal").data(minor).signatures[0].post, "ar") == "المشتكي(ة)"


def test_certificates_and_summonses(do, staff):
    loss = do(Losses.declare, **LOST)
    assert LOST["serial"] in words(printing.loss_certificate(loss))
    request = do(Certificates.request, **ADDRESS)
    assert document_of(request, "certificate") is None
    visit = {"visited_on": START.date() + timedelta(days=1), "finding": "confirmed", "inquiry_note": "شهد الجيران."}
    do(Certificates.inquire, request, day=1, **visit)
    do(Certificates.issue, request, actor="chief", day=2)
    text = words(printing.certificate(request))
    assert ADDRESS["address"] in text
    assert visit["inquiry_note"] not in text
    plain = printing.certificate(request).notes
    request.wanted_for = "ملف مدرسي"
    assert printing.certificate(request).notes != plain  # only a paper that names its use is for none other
    summoned = do(Summonses.draw_up, **SUMMONED | {"quality": "suspect"})
    assert said(summoned.get_quality_display, "ar") not in words(printing.summons(summoned))
    papers = ((loss, "certificate"), (request, "certificate"), (summoned, "summons"))
    assert all(print_document(one, document_of(one, name)).startswith(b"%PDF") for one, name in papers)


def made(record, name, folder=os.environ.get("HASILA_SHOTS")):
    """Whether a paper of a record is made; it is kept to be looked at where HASILA_SHOTS names a folder."""
    pdf = print_document(record, document_of(record, name))
    if folder:
        Path(folder, f"{record.reference[:3].lower()}-{record.state}-{name}.pdf").write_bytes(pdf)
    return pdf.startswith(b"%PDF")


def test_receipts_of_the_counter_and_what_goes_back_to_the_court(do):
    item = do(FoundObjects.take_in, **FOUND)
    text = words(printing.finder_receipt(item))
    assert FOUND["finder"] in text and FOUND["found_at"] in text and FOUND["storage"] not in text
    request = do(Certificates.request, **ADDRESS)
    receipt = printing.certificate_receipt(request)
    assert receipt.follow.code == follow_up.code_of(request)
    assert ADDRESS["address"] not in words(receipt)
    assert document_of(request, "refusal") is None
    do(Certificates.refuse, request, actor="chief", day=1, refusal="not_resident", grounds="لا يقيم بالعنوان.")
    assert "لا يقيم بالعنوان." in words(printing.certificate_refusal(request))
    served, unserved = do(JudicialPapers.receive, **PAPER), do(JudicialPapers.receive, **PAPER | {"paper_number": "2"})
    assert document_of(served, "certificate") is None and document_of(served, "unserved") is None
    do(JudicialPapers.serve, served, day=1, served_how="family", handed_to="أخته", served_at=START + timedelta(hours=3))
    do(JudicialPapers.send_back, unserved, actor="judicial", day=1, not_served="moved", note="انتقل إلى أكادير.")
    how = [said(served.get_served_how_display, lang) for lang in ("ar", "fr")]
    assert all(one in words(printing.service_certificate(served)) for one in how)
    names = [said(documents_for(one)[0].label, "ar") for one in (served, unserved)]
    assert names == ["شهادة التسليم", "شهادة عدم التبليغ"]  # a link is named after what it leads to
    back = words(printing.service_certificate(unserved))
    assert printing.service_certificate(unserved).title != printing.service_certificate(served).title
    assert "انتقل إلى أكادير." in back and not [one for one in how if one in back]
    coming = {"subject": "chief", "starts_at": START + timedelta(days=2), "arabic_name": "خديجة بناني"}
    appointment = do(Appointments.book, **coming)
    slip = words(printing.appointment_receipt(appointment))
    assert "خديجة بناني" in slip and appointment.get_subject_display() not in slip
    assert (START + timedelta(days=2)) in [value for _label, value in printing.appointment_receipt(appointment).rows]
    papers = (
        (appointment, "receipt"),
        (item, "receipt"),
        (request, "receipt"),
        (request, "refusal"),
        (served, "certificate"),
        (unserved, "unserved"),
    )
    assert all(made(record, name) for record, name in papers)
