"""The desk without a browser: who sees it, what it asks of the database, what it takes in, finds and tells."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils.translation import override

from hasila.assurance.readings import by_actor
from hasila.institution.notices import Notice
from hasila.kernel.access import Actor, acting
from hasila.kernel.perform import perform
from hasila.modules.districts.desk import load
from hasila.modules.districts.desk.matters import KEYS, MATTERS
from hasila.modules.districts.desk.told import OTHERWISE, told
from hasila.modules.districts.follow_up import code_of
from hasila.modules.districts.models import (
    Appointments,
    CertificateRequest,
    Certificates,
    Complaint,
    Complaints,
    Denunciation,
    Denunciations,
    DutyRoster,
    Incidents,
    Losses,
)
from hasila.plain.moments import today
from hasila.surfaces import limits
from hasila.surfaces.trying import attempt
from hasila.surfaces.web.models import Draft

NOW = datetime.now(UTC)
DAY = timedelta(days=1)
# Inside of a test's transaction three statements more are counted, which no page asks (see tests/screens).
CEILING = 12 + 3
WHO = {"arabic_name": "سلمى بنعلي", "latin_name": "Salma Benali", "card_number": "EE104452", "phone": "0612345678"}
FACTS = "سرقت دراجتي النارية من أمام المنزل."
EXPECTED = today() + timedelta(days=200)
COMING = f"{EXPECTED}T10:00"
FILLED: dict[str, dict[str, Any]] = {
    "complaint": {"facts": FACTS, **WHO},
    "denunciation": {"facts": FACTS, "source": "named", "denouncer": "خالد المستور"},
    "loss": {"kind": "phone", "serial": "35-209900", "lost_on": "2026-01-05", **WHO},
    "certificate": {"kind": "residence", "address": "زنقة الحرية 12", **WHO},
    "found": {
        "kind": "bag",
        "description": "حقيبة سوداء",
        "found_on": "2026-01-05",
        "found_at": "المحطة",
        "storage": "أ3",
    },
    "incident": {"kind": "brawl", "facts": "شجار"},
    "appointment": {"subject": "hearing", "starts_at": COMING, **WHO},
    "paper": {"kind": "hearing", "court": "المحكمة", "paper_number": "12", "serve_by": COMING, **WHO},
    "summons": {"quality": "witness", "subject": "استماع", "appear_at": COMING, **WHO},
    "log": {"kind": "shift", "text": "تسلم الديمومة"},
}


def do(staff, step, by="desk", record=None, ago=timedelta(), **data):
    opening = {} if record is not None else {"unit": staff.unit}
    at = {"occurred_at": NOW - ago} if ago else {}
    return perform(step, record, actor=getattr(staff, by), data=data, **opening, **at).record


@pytest.fixture
def busy(staff) -> SimpleNamespace:
    """A night at the desk."""
    shift = {"starts_at": NOW - timedelta(hours=3), "ends_at": NOW + timedelta(hours=5)}
    found = SimpleNamespace(complaint=do(staff, Complaints.receive, facts=FACTS, offence="motorcycle_theft", **WHO))
    found.old = do(staff, Complaints.receive, ago=28 * DAY, facts="قديم", **WHO)
    for _number in range(3):
        do(staff, Losses.declare, kind="card", lost_on=today(), serial="EE204518", **WHO)
        do(staff, Incidents.receive, kind="brawl", facts="شجار")
        do(staff, Denunciations.receive, source="anonymous", facts="سر")
    soon = datetime.now(UTC) + timedelta(seconds=30)
    do(staff, Appointments.book, subject="hearing", starts_at=soon, arabic_name="ليلى السباعي")
    do(staff, DutyRoster.plan, "chief", officer=staff.desk, duty="desk", **shift)
    return found


def test_the_screen_shows_the_day_in_few_queries(staff, busy, enter, django_assert_max_num_queries) -> None:
    client = enter("desk")
    assert client.get("/").headers["Location"] == "/desk"  # the first page of who works at the counter
    assert client.get("/?all").status_code == 200
    with django_assert_max_num_queries(CEILING):
        page = client.get("/desk")
    assert page.status_code == 200
    for text in (busy.complaint.reference, "Salma Benali", "until", 'data-key="1"', "Theft of a motorcycle"):
        assert text in page.text
    assert FACTS not in page.text
    assert len(page.context["taken"]) == 10
    assert [line.one.reference for line in page.context["taken"]].count(busy.old.reference) == 0
    assert enter("victims").get("/desk").status_code == 404
    assert client.get(f"/desk?unit={staff.other.code}").status_code == 404
    assert busy.complaint.reference not in enter("other_desk").get("/desk").text
    with django_assert_max_num_queries(CEILING):
        assert client.get("/desk/new/complaint").status_code == 200


def test_every_matter_is_taken_in_and_has_its_receipt(staff, enter) -> None:
    client = enter("desk")
    for matter in MATTERS:
        page = client.get(f"/desk/new/{matter.code}")
        assert page.status_code == 200, matter.code
        form = page.context["form"]
        shown = {field.name for group in form.groups for field in group.fields} | {field.name for field in form.rest}
        assert set(matter.step.asked) <= shown | {"unit"}, matter.code
        sent = {"_key": uuid4().hex, "unit": str(staff.unit.pk), **FILLED[matter.code]}
        answer = client.post(f"/desk/new/{matter.code}", sent)
        assert answer.status_code == 302, (matter.code, answer.context["form"].errors)
        receipt = client.get(answer.headers["Location"])
        record = receipt.context["record"]
        assert record.unit == staff.unit
        assert record.reference in receipt.text
        assert ("svg" in receipt.context["qr"]) == isinstance(record, Complaint | Denunciation | CertificateRequest)
        assert "خالد" not in receipt.text
        awaited = receipt.context["when"]  # whoever is to come back reads when
        assert (awaited is not None) == (matter.code in ("appointment", "summons", "paper"))
    assert Denunciation.objects.get().denouncer.envelope.startswith("sealed:")
    wrong = client.post("/desk/new/complaint", {"_key": uuid4().hex, "facts": FACTS, "unit": str(staff.unit.pk)})
    assert (wrong.status_code, wrong.context["form"]["facts"].value()) == (422, FACTS)
    assert "arabic_name" in wrong.context["form"].errors
    assert client.get("/desk/new/nothing").status_code == 404
    closed = enter("chief").get("/desk/new/complaint")  # may write in the log, and takes no complaint
    assert closed.status_code == 403
    assert client.get("/desk/receipts/PL-26-0000000000").status_code == 404
    assert client.get("/desk/receipts/XX").status_code == 404


def test_a_danger_to_a_life_is_told_at_once(staff, enter) -> None:
    client = enter("desk")
    for matter, urgency in (("complaint", "urgent"), ("complaint", "danger"), ("denunciation", "danger"), ("log", "")):
        sent = {"_key": uuid4().hex, "unit": str(staff.unit.pk), **FILLED[matter], "urgency": urgency}
        for _twice in range(2):  # as it happens on a slow line
            assert client.post(f"/desk/new/{matter}", sent).status_code == 302
    told = Notice.objects.filter(text__startswith="Danger to a life")
    assert {one.recipient for one in told} == {staff.judicial, staff.chief, staff.prefect}
    assert len(told) == 2 * 3 and {one.params["reference"][:3] for one in told} == {"PL-", "DEN"}


def test_a_danger_to_a_life_that_another_system_sends_is_told_too(staff) -> None:
    data = {**FILLED["complaint"], "urgency": "danger"}
    with acting(staff.desk):
        attempt(Complaints.receive, None, Actor.of(staff.desk), data=data, unit=staff.unit)
    assert Notice.objects.filter(text__startswith="Danger to a life").count() == 3


def test_violence_against_a_woman_or_a_child_leads_to_the_cell(staff, enter) -> None:
    client = enter("desk")
    assert "no questions at the counter" in client.get("/desk/new/complaint").text
    shift = {"starts_at": NOW - timedelta(hours=1), "ends_at": NOW + timedelta(hours=1)}
    do(staff, DutyRoster.plan, "chief", officer=staff.judicial, duty="cell", **shift)

    def leads(**said: str) -> list[Any] | None:
        sent = {"_key": uuid4().hex, "unit": str(staff.unit.pk), "facts": FACTS, **WHO, **said}
        return client.get(client.post("/desk/new/complaint", sent)["Location"]).context["to_the_cell"]

    for said in ({"sex": "F"}, {}):  # of whom nobody has said yet
        assert [shift.officer_id for shift in leads(offence="blows_light", **said)] == [staff.judicial]
    assert leads(offence="blows_light", sex="M") is None and leads(offence="theft_simple", sex="F") is None
    young = {"born_on": str(today() - 3000 * DAY), "guardian": "أمينة", "guardian_tie": "mother"}
    assert leads(offence="indecent_minor", sex="M", **young) is not None
    assert leads() is None


def test_invisible_marks_of_what_is_pasted_are_dropped_and_no_more(staff, enter) -> None:
    client = enter("desk")

    def send(facts: str) -> Any:
        sent = {"_key": uuid4().hex, "unit": str(staff.unit.pk), "facts": facts, **WHO}
        return client.post("/desk/new/complaint", sent)

    assert send("\u200fسرقت\u200b دراجتي \u2068قرب\u2069 السوق\ufeff").status_code == 302
    assert Complaint.objects.get().facts == "سرقت دراجتي قرب السوق"
    assert send("سرقت \u202eدراجتي").status_code == 422


def test_what_is_missing_and_what_is_wrong_are_told_at_once(staff, enter) -> None:
    client, unit = enter("desk"), {"unit": str(staff.unit.pk)}

    def told_of(matter: str, **sent: str) -> set[str]:
        answer = client.post(f"/desk/new/{matter}", {"_key": uuid4().hex, **unit, **sent})
        assert answer.status_code == 422
        return {name for name, errors in answer.context["form"].errors.items() if errors}

    late = {"serve_by": "2020-01-05T10:00", "court": "المحكمة", "born_on": "2090-01-01"}
    assert told_of("paper", **late) == {"kind", "paper_number", "serve_by", "arabic_name", "born_on"}
    assert told_of("paper", court="المحكمة", **WHO) == {
        "kind",
        "paper_number",
        "serve_by",
    }  # no rule reads what is missing
    # What the form itself can't read (when it was) is told with the rest; a rule that asks when it was waits.
    unread = {"occurred_at": "أمس", "arabic_name": "Latin", "phone": "x"}
    assert told_of("paper", **late | unread) == {"occurred_at", "kind", "paper_number", "arabic_name", "phone"}
    later = {"happened_at": "2090-01-05T10:00", "latin_name": "سلمى"}
    assert told_of("complaint", **later) == {"facts", "happened_at", "latin_name"}
    unborn = {"facts": FACTS, "happened_at": "2024-05-01T10:00", "born_on": "2024-06-01"}
    assert told_of("complaint", **WHO | unborn) == {"born_on"}  # and nothing yet of who stands by a minor
    page = client.post(
        "/desk/new/paper", {"_key": uuid4().hex, **unit, **FILLED["paper"], "serve_by": "2020-01-05T10:00"}
    )
    assert "Where the paper came too late" in page.text
    for typed, stays in (("2090-13-45T10:00", "2090-13-45T10:00"), ("غدا", "غدا")):  # no picker hides what was typed
        answer = client.post("/desk/new/paper", {"_key": uuid4().hex, **unit, **FILLED["paper"], "serve_by": typed})
        assert "Enter a day and a time, such as" in answer.text and f'value="{stays}"' in answer.text
    for matter, field in (("paper", "serve_by"), ("summons", "appear_at"), ("appointment", "starts_at")):
        assert told_of(matter, **FILLED[matter] | {field: "2090-01-05T10:00"}) == {field}  # the year is a slip
    spoken = {**FILLED["paper"], "serve_by": f"{EXPECTED:%d/%m/%Y} ١٠:٠٠"}
    taken = client.post("/desk/new/paper", {"_key": uuid4().hex, **unit, **spoken})
    receipt = client.get(taken["Location"]).text
    assert f"{EXPECTED.day} {EXPECTED:%B %Y}" in receipt and "10:00" in receipt and "المحكمة" in receipt


def test_the_reasons_offered_are_those_that_a_paper_can_have(staff, enter) -> None:
    desk, chief, late = (
        enter("desk"),
        enter("chief"),
        {"paper_number": "13", "serve_by": "2020-01-05T10:00", "came_late": "بالبريد"},
    )

    def taken(**sent: str) -> str:
        body = {"_key": uuid4().hex, "unit": str(staff.unit.pk), **FILLED["paper"], **sent}
        receipt = desk.post("/desk/new/paper", body)["Location"]
        assert ("came too late to be served" in desk.get(receipt).text) == bool(sent)
        return f"/records/districts/judicial_papers/{receipt.rsplit('/', 1)[1]}/"

    def offered(client: Client, address: str) -> list[str]:
        client.post(address, {"purpose": "reception"})
        return [
            code for code, _label in client.get(address).context["form"].fields["not_served"].widget.choices if code
        ]

    address = taken()
    assert offered(desk, f"{address}attempt/") == ["absent", "moved", "unknown", "address"]
    assert offered(chief, f"{address}send_back/") == ["absent", "moved", "unknown", "address", "elsewhere"]
    address = taken(**late)
    assert offered(chief, f"{address}send_back/") == ["late"]
    assert "a judicial police officer or the head of the unit returns it" in desk.get(address).text


def test_a_draft_of_the_counter_goes_with_its_act(staff, enter) -> None:
    client, key = enter("desk"), uuid4().hex
    kept = {"_save": "quietly", "_key": key, "_writer": "w", "_serial": "1", "facts": FACTS}
    assert client.post("/desk/new/complaint", kept).json()["version"] == 1
    assert FACTS in client.get("/desk").text  # among one's own drafts, and nowhere else
    assert FACTS not in enter("desk_second").get("/desk").text
    form = client.get(f"/desk/new/complaint?draft={key}").context["form"]
    assert form["facts"].value() == FACTS
    sent = {"_key": key, "facts": FACTS, "unit": str(staff.unit.pk), **WHO}
    assert client.post("/desk/new/complaint", sent).status_code == 302
    assert not Draft.objects.exists()
    assert client.post("/desk/new/complaint", {"_save": "page", "_key": "!"}).status_code == 400
    # Whoever comes back to the form and sends it again records nothing twice, and another matter once they know.
    assert client.post("/desk/new/complaint", sent).status_code == 302
    changed = client.post("/desk/new/complaint", sent | {"facts": "أمر آخر."})
    assert (changed.status_code, Complaint.objects.count()) == (409, 1)
    assert "was sent already" in changed.text and "أمر آخر." in changed.text and "idempotency" not in changed.text
    anew = changed.context["form"]["_key"].value()
    assert client.post("/desk/new/complaint", sent | {"facts": "أمر آخر.", "_key": anew}).status_code == 302
    assert Complaint.objects.count() == 2


def test_the_finder_opens_a_number_and_asks_why_it_looks_for_a_person(staff, busy, enter) -> None:
    client = enter("desk")
    opened = f"/records/districts/complaints/{busy.complaint.reference}/"
    for typed in (busy.complaint.reference.lower(), busy.complaint.reference.rpartition("-")[2]):
        assert client.post("/desk/find", {"q": typed})["Location"] == opened
    assert enter("other_desk").post("/desk/find", {"q": busy.complaint.reference}).status_code == 200
    asked = client.post("/desk/find", {"q": "بنعلي"})
    assert (asked.context["asks"], asked.context["lines"]) == (True, None)
    assert client.post("/desk/find", {"q": "بنعلي", "purpose": "nothing"}).status_code == 422
    before = len(by_actor(staff.desk, today() - DAY, today()))
    for typed in ("بنعلي سلمى", "Benali", "EE104452", "٠٦١٢٣٤٥٦٧٨"):
        found = client.post("/desk/find", {"q": typed, "purpose": "reception"})
        references = {line.one.reference for line in found.context["lines"]}
        assert busy.complaint.reference in references, typed
        assert len(references) == 5
    assert client.post("/desk/find", {"q": "ليلى"}).context["asks"] is False  # said once, for a quarter of an hour
    assert client.post("/desk/find", {"q": "غير موجود"}).context["lines"] == []
    assert len(by_actor(staff.desk, today() - DAY, today())) > before
    assert client.get("/desk/find").status_code == 200
    assert client.post("/desk/find", {"q": "%%% ((("}).context["lines"] is None


def test_keys_are_changed_and_stay_apart(enter) -> None:
    client = enter("desk")
    chosen = {matter.code: matter.key for matter in MATTERS}
    for wrong in ({"complaint": "2"}, {"complaint": "n"}, {"complaint": ""}, {"complaint": "ش"}):
        assert client.post("/desk/keys", chosen | wrong).status_code == 422
    assert client.post("/desk/keys", chosen | {"complaint": "S"}).status_code == 302
    assert 'data-key="s"' in client.get("/desk").text
    client.cookies[KEYS] = "complaint:2"  # whatever a cookie says
    assert 'data-key="1"' in client.get("/desk").text
    client.post("/desk/keys", {"usual": "yes"})
    assert client.cookies[KEYS].value == ""


def test_the_chief_sees_what_has_gone_nowhere(staff, busy, enter, django_assert_max_num_queries) -> None:
    client = enter("chief")
    told_at = {"prosecutor_told_at": NOW}
    refused = do(staff, Complaints.receive, facts="كراء", **WHO)
    do(staff, Complaints.refuse, "judicial", refused, refusal="civil", grounds="نزاع", **told_at)
    late = do(staff, Certificates.request, ago=29 * DAY, kind="residence", address="حي كليز", **WHO)
    with django_assert_max_num_queries(CEILING):
        page = client.get("/desk/chief")
    assert page.status_code == 200
    assert [bar.number for bar in page.context["classes"]] == [7, 1, 0, 0]
    assert page.context["waiting"][0].one.reference == busy.old.reference
    assert page.context["waiting"][0].age == 28
    at_risk = do(staff, Complaints.receive, facts="تهديد", urgency="danger", **WHO)
    first, second = client.get("/desk/chief").context["waiting"][:2]
    assert (first.one.reference, second.one.reference) == (at_risk.reference, busy.old.reference)
    assert first.urgency.danger and second.urgency is None
    (carrier,) = page.context["carriers"]
    assert (carrier.officer, carrier.waiting, carrier.oldest) == (staff.desk, 8, 28)  # before the one in danger came
    assert {line.one.reference for line in page.context["ending"]} >= {late.reference, busy.old.reference}
    assert [line.one.reference for line in page.context["refusals"]] == [refused.reference]
    # Whoever opens the refusal has looked at it.
    address = f"/records/districts/complaints/{refused.reference}/"
    client.post(address, {"purpose": "control"})
    assert client.get(address).status_code == 200
    assert client.get("/desk/chief").context["refusals"] == []
    assert enter("desk").get("/desk/chief").status_code == 404
    assert enter("prefect").get("/desk/chief").context["unit"] == staff.command


def test_other_modules_add_what_officers_carry(staff, busy, monkeypatch) -> None:
    monkeypatch.setattr(load, "_further", [])
    load.add_load("Files", lambda actor, unit: {staff.judicial: 4})
    chief = Actor.of(staff.chief)
    labels, carriers = load.carriers(chief, staff.unit, load.waiting(chief, staff.unit, NOW))
    assert labels == ["Files"]
    assert {one.officer: (one.waiting, one.further) for one in carriers} == {
        staff.judicial: (0, [4]),
        staff.desk: (8, [0]),
    }


# ---------------------------------------------------------------- the citizen


def test_whoever_holds_the_receipt_is_told_and_nobody_else(staff, busy) -> None:
    complaint = busy.complaint
    found = told(complaint.reference.lower(), code_of(complaint).replace("-", " ").lower())
    assert found is not None
    assert (found.unit, found.reference, found.words.done) == (staff.unit, complaint.reference, False)
    assert found.due_on is not None
    other = do(staff, Complaints.receive, facts="x", **WHO)
    for reference, code in (
        (complaint.reference, code_of(other)),
        (complaint.reference, ""),
        (complaint.reference, "é" * 40),
        ("PL-26-0000000000", code_of(complaint)),
        ("LOSS-26-0000000000", code_of(complaint)),
        ("x" * 40, "x"),
    ):
        assert told(reference, code) is None


def test_a_matter_that_moved_is_followed(staff, busy) -> None:
    complaint = do(staff, Complaints.receive, facts=FACTS, territory="elsewhere", **WHO)
    do(staff, Complaints.hand_to_unit, record=complaint, to_unit=staff.other.pk)
    found = told(complaint.reference, code_of(complaint))
    assert (found.unit, found.handed_from) == (staff.other, complaint.reference)
    assert found.reference != complaint.reference
    assert found.words.done is False


def test_every_state_has_plain_words() -> None:
    from hasila.modules.districts.desk import told as module

    for procedure, words in (
        (Complaints, module._MATTER),
        (Denunciations, module._MATTER),
        (Certificates, module._CERTIFICATE),
    ):
        assert set(procedure.states) <= set(words)
    assert OTHERWISE.next


def test_the_page_says_nothing_of_the_person_and_the_same_of_every_wrong_code(staff, busy) -> None:
    public = Client(HTTP_HOST="localhost")
    public.cookies["django_language"] = "en"
    assert public.get("/follow").status_code == 200
    right = public.post("/follow", {"reference": busy.complaint.reference, "code": code_of(busy.complaint)})
    assert right.status_code == 200
    assert "no-store" in right.headers["Cache-Control"]
    with override("en"):
        assert str(staff.unit) in right.text
    for hidden in (*WHO.values(), FACTS, "otorcycle", "mandate"):
        assert hidden not in right.text
    pages = [
        public.post("/follow", {"reference": reference, "code": code})
        for reference, code in (
            (busy.complaint.reference, "AAAAA-AAAAA"),
            ("PL-26-0000000000", "AAAAA-AAAAA"),
            ("nothing at all", "AAAAA-AAAAA"),
        )
    ]
    assert {page.status_code for page in pages} == {422}
    assert len({tuple(str(error) for error in page.context["form"].non_field_errors()) for page in pages}) == 1
    assert public.post("/follow", {}).status_code == 422


def test_who_tries_codes_waits(staff, busy, settings, monkeypatch) -> None:
    settings.HASILA_LIMITS = True
    monkeypatch.setattr(limits, "BUCKETS", limits.Buckets(clock=lambda: 0.0))
    public = Client(HTTP_HOST="localhost", REMOTE_ADDR="10.9.8.7")
    sent = {"reference": busy.complaint.reference, "code": "AAAAA-AAAAA"}
    codes = [public.post("/follow", sent).status_code for _time in range(31)]
    assert codes == [422] * 30 + [429]


# ---------------------------------------------------------------- scanning


CARD = "I<MARK012345678AB123456<<<<<<<9002144F3102134MAR<<<<<<<<<<<6BEN<GHALLAB<<AICHA<HABIBA<<<<<"
PASSPORT = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<L898902C36UTO7408122F1204159ZE184226B<<<<<10"


def test_a_card_fills_the_fields_of_a_party(enter) -> None:
    client = enter("desk")
    card = client.post("/scan", {"zone": CARD, "known": ["Aïcha Habiba Ben Ghallab", "Aïcha Habiba"]}).json()
    assert card["fields"] == {
        "card_number": "AB123456",
        "latin_family": "Ben Ghallab",
        "latin_given": "Aïcha Habiba",
        "latin_name": "Aïcha Habiba Ben Ghallab",
        "born_on": "1990-02-14",
        "sex": "F",
    }
    passport = client.post("/scan", {"zone": PASSPORT}).json()
    assert passport["fields"]["other_paper"] == "L898902C3 UTO"
    assert "card_number" not in passport["fields"]
    assert "expired" in passport["message"]
    for zone, words in (
        ("", "0 signs"),
        (CARD[:-1], "89 signs"),
        (CARD[:36] + "0" + CARD[37:], "line 2, position 7 says 0 where 4"),
        (CARD[:62] + "7" + CARD[63:], "“7” can't stand in line 3, position 3"),
        ("x" * 5000, "400 signs"),
        (CARD + "\u202e", "signs"),
    ):
        answer = client.post("/scan", {"zone": zone})
        assert answer.status_code == 422
        assert words in answer.json()["message"]
    assert client.get("/scan").status_code == 405
    assert Client(HTTP_HOST="localhost").post("/scan", {"zone": CARD}).status_code == 302
