"""Losses, objects found, certificates and appointments: the usual course of each, and every reason why not."""

from datetime import date, timedelta

from tests.stage import START

from hasila.modules.districts.appointments import Appointments
from hasila.modules.districts.certificates import Certificates
from hasila.modules.districts.found_objects import FoundObjects
from hasila.modules.districts.losses import Losses
from hasila.modules.districts.tests.conftest import ADDRESS, LOST, TODAY, recount

FOUND = {
    "kind": "card",
    "description": "بطاقة وطنية",
    "serial": "EE220011",
    "found_on": TODAY - timedelta(days=2),
    "found_at": "محطة القطار",
    "storage": "الخزانة 2",
    "finder": "سعيد",
}


def test_what_is_lost_and_found_again(do, refused):
    loss = do(Losses.declare, **LOST)
    assert (loss.state, loss.phone) == ("declared", "0612345678")
    item = do(FoundObjects.take_in, **FOUND)
    owner = {"owner": "يوسف العلوي", "owner_card": "EE220011", "loss": loss.pk}
    assert refused(FoundObjects.give_back, item, **owner) == "kernel.same_person"
    do(FoundObjects.give_back, item, actor="chief", day=1, **owner)
    loss.refresh_from_db()
    assert (item.state, loss.state) == ("returned", "found")
    again = do(FoundObjects.take_in, **FOUND)
    assert refused(FoundObjects.give_back, again, "chief", 1, **owner) == "kernel.wrong_state"
    by_themselves = do(Losses.declare, **LOST)
    do(Losses.recover, by_themselves, day=1)
    mistaken = do(Losses.declare, **LOST)
    do(Losses.cancel, mistaken, actor="chief", grounds="كانت سرقة: سجلت شكاية.")
    assert (recount(Losses, "declarations"), recount(Losses, "recovered")) == (3, 2)
    assert (recount(FoundObjects, "taken_in"), recount(FoundObjects, "given_back")) == (2, 1)


def test_what_is_refused_of_losses_and_objects(do, refused):
    assert refused(Losses.correct, do(Losses.declare, **LOST), lost_on="") == "kernel.missing"  # a day can't be empty
    assert refused(Losses.declare, **LOST | {"lost_on": TODAY + timedelta(days=1)}) == "districts.lost_later"
    bare = LOST | {"serial": "", "description": ""}
    assert refused(Losses.declare, **bare | {"card_number": ""}) == "districts.not_described"
    assert refused(Losses.declare, **bare | {"kind": "phone"}) == "districts.not_described"
    assert do(Losses.declare, **bare).serial == LOST["card_number"]  # one's own card: its number is known already
    assert refused(Losses.declare, **LOST | {"arabic_name": "", "latin_name": ""}) == "districts.no_name"
    assert refused(Losses.declare, **LOST | {"born_on": TODAY + timedelta(days=1)}) == "districts.not_born"
    assert refused(FoundObjects.take_in, **FOUND | {"found_on": TODAY + timedelta(days=1)}) == "districts.found_later"
    phone = do(Losses.declare, **LOST | {"kind": "phone"})
    item = do(FoundObjects.take_in, **FOUND)
    owner = {"owner": "يوسف", "owner_card": "EE220011", "loss": phone.pk}
    assert refused(FoundObjects.give_back, item, "chief", **owner) == "districts.other_object"
    assert refused(FoundObjects.cede, item, "chief", 300, receiver="state") == "districts.still_kept"
    do(FoundObjects.cede, item, actor="chief", day=300, receiver="issuer")
    unclaimed = do(FoundObjects.take_in, **FOUND | {"kind": "money"})
    do(FoundObjects.cede, unclaimed, actor="chief", day=366, receiver="state")
    assert unclaimed.state == "ceded"


def test_a_residence_certificate_follows_an_inquiry(do, refused):
    request = do(Certificates.request, **ADDRESS)
    assert (request.due_at.date() - TODAY).days in (7, 8)
    assert refused(Certificates.issue, request, "chief") == "districts.not_confirmed"
    visit = {"visited_on": TODAY + timedelta(days=1), "finding": "not_there", "inquiry_note": "لا أحد بالعنوان."}
    assert refused(Certificates.inquire, request, **visit) == "districts.visited_out_of_time"
    do(Certificates.inquire, request, day=1, **visit)
    assert refused(Certificates.issue, request, "chief", 2) == "districts.not_confirmed"
    do(Certificates.inquire, request, day=3, **visit | {"finding": "confirmed", "inquiry_note": "شهد الجيران."})
    do(Certificates.issue, request, actor="chief", day=4)
    late = do(Certificates.request, **ADDRESS)
    do(Certificates.inquire, late, actor="judicial", day=5, **visit)
    do(Certificates.refuse, late, actor="chief", day=9, refusal="not_resident", grounds="لم تثبت السكنى.")
    assert (recount(Certificates, "certificates"), recount(Certificates, "residence")) == (1, 1)
    assert (recount(Certificates, "answered"), recount(Certificates, "answered_on_time")) == (2, 1)


def test_other_certificates_need_no_inquiry(do, refused):
    assert refused(Certificates.request, **ADDRESS | {"address": ""}) == "districts.no_address"
    assert refused(Certificates.request, **ADDRESS | {"kind": "attendance"}) == "districts.nothing_named"
    later = {"lives_since": TODAY + timedelta(days=1)}
    assert refused(Certificates.request, **ADDRESS | later) == "districts.lives_later"
    request = do(
        Certificates.request, **ADDRESS | {"kind": "attendance", "about": "يوم 12 يناير من التاسعة إلى الحادية عشرة"}
    )
    visit = {"visited_on": TODAY, "finding": "confirmed", "inquiry_note": "x"}
    assert refused(Certificates.inquire, request, **visit) == "districts.no_inquiry"
    do(Certificates.issue, request, actor="chief")
    other = do(Certificates.request, **ADDRESS)
    do(Certificates.withdraw, other)
    assert (request.state, other.state, recount(Certificates, "residence")) == ("issued", "withdrawn", 0)


def test_appointments(do, refused, staff, stage):
    when = START + timedelta(days=1, hours=1)
    data = {"arabic_name": "يوسف العلوي", "subject": "hearing", "starts_at": when, "officer": staff.judicial}
    booked = do(Appointments.book, **data)
    assert booked.due_at == when + timedelta(minutes=30)
    for minutes in (0, 10, -20):  # at the same time, or over a part of it
        at_once = data | {"starts_at": when + timedelta(minutes=minutes)}
        assert refused(Appointments.book, **at_once) == "districts.appointment_taken"
    do(Appointments.cancel, do(Appointments.book, **data | {"starts_at": when + timedelta(minutes=30)}))
    assert refused(Appointments.book, **data | {"starts_at": START}) == "districts.appointment_past"
    assert refused(Appointments.book, **data | {"arabic_name": ""}) == "districts.no_name"
    assert refused(Appointments.book, **data | {"minutes": 1000, "officer": None}) == "kernel.invalid"
    for stray in (f"{Certificates.prefix}-26-AAAAAAAAAA", f" {booked.reference[:-1].lower()}"):
        sent = data | {"officer": None, "matter": stray}
        reason = stage.refused(Appointments.book, actor=staff.desk, unit=staff.unit, data=sent)
        assert (reason.code, reason.field, reason.status) == ("institution.no_such_matter", "matter", 422)
        assert stray.strip() in str(reason) and reason.help
    for known in (booked.reference, "٣١٢/2026"):  # one of ours, or a number on paper
        do(Appointments.cancel, do(Appointments.book, **data | {"officer": None, "matter": known}))
    do(Appointments.move, booked, starts_at=when + timedelta(hours=1), minutes=60)
    do(Appointments.book, **data)
    assert refused(Appointments.miss, booked) == "districts.appointment_runs"
    do(Appointments.keep, booked, day=1)
    other = do(Appointments.book, **data | {"officer": None})
    do(Appointments.miss, other, day=2)
    gone = do(Appointments.book, **data | {"officer": None})
    do(Appointments.cancel, gone, note="اعتذر")
    assert (recount(Appointments, "appointments"), recount(Appointments, "kept_appointments")) == (7, 1)


def test_days_of_the_distant_past_are_no_fault(do):
    assert do(Losses.declare, **LOST | {"lost_on": date(1999, 1, 1)}).state == "declared"
