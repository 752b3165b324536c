"""The papers of the desk: what each says, what none may say, and that each is made."""

from datetime import timedelta

from tests.stage import START

from hasila.modules.districts import follow_up, printing
from hasila.modules.districts.certificates import Certificates
from hasila.modules.districts.complaints import Complaints
from hasila.modules.districts.losses import Losses
from hasila.modules.districts.summonses import Summonses
from hasila.modules.districts.tests.conftest import ADDRESS, LOST
from hasila.modules.districts.tests.test_served_papers import SUMMONED
from hasila.surfaces.print.bilingual import said
from hasila.surfaces.print.documents import document_of, documents_for, print_document


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
    summoned = do(Summonses.draw_up, **SUMMONED | {"quality": "suspect"})
    assert said(summoned.get_quality_display, "ar") not in words(printing.summons(summoned))
    papers = ((loss, "certificate"), (request, "certificate"), (summoned, "summons"))
    assert all(print_document(one, document_of(one, name)).startswith(b"%PDF") for one, name in papers)
