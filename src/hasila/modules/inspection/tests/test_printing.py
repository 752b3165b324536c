"""The letter that goes with a referral."""

from hasila.modules.inspection.models import Inquiry
from hasila.modules.inspection.printing import referral
from hasila.surfaces.print.bilingual import said
from hasila.surfaces.print.documents import document_of, print_document


def test_the_letter_names_no_officer(staff, stage, concluded):
    file = concluded("offence")
    assert document_of(file, "referral") is None
    stage.do(Inquiry.refer, file, actor=staff.chief, data={"judicial_unit": staff.judicial}, day=26)
    document = document_of(file, "referral")
    assert document is not None
    text = " ".join(said(value, "ar") for _label, value in referral(file).rows)
    assert staff.judicial.arabic in text
    assert str(staff.officers[0]) not in text
    assert "22.01" in said(referral(file).grounds[0], "ar")
    assert print_document(file, document).startswith(b"%PDF")
