"""Ways of the desk from their beginning to their end, as an officer goes them on the pages."""

from datetime import UTC, datetime, timedelta

from hasila.assurance.steps import timeline
from hasila.kernel.perform import perform
from hasila.modules.districts.desk.told import told
from hasila.modules.districts.follow_up import code_of
from hasila.modules.districts.jobs import draw_sample
from hasila.modules.districts.models import (
    AuditSample,
    Complaints,
    FoundObjects,
    JudicialPapers,
    Losses,
    Summons,
    Summonses,
)
from hasila.plain.moments import today

PURPOSE = {"desk": "reception", "chief": "control", "inspector": "audit"}
TELLS = {"facts": "سُرق هاتفي.", "arabic_name": "حميد الراضي"}


def at_the_desk(staff, step, data, actor="desk"):
    """Opens a record of today."""
    return perform(step, actor=getattr(staff, actor), unit=staff.unit, data=data).record


def reader(enter, name, record):
    """A client of somebody who has said why they read a file."""
    client = enter(name)
    page = f"/records/{record.procedure.key.replace('.', '/')}/{record.reference}/"
    client.get(page)
    client.post(page, {"purpose": PURPOSE.get(name, "inquiry")})
    return client


def shown_of(page):
    """What a form carries of the record that it was opened on."""
    form = page.context["form"]
    return {"_expects": form["_expects"].value(), "_shown": form["_shown"].value()}


def test_what_oneself_did_first_does_not_hold_a_form_up(staff, enter) -> None:
    """A form is refused until something else is done; whoever has done it goes on with the same form."""
    complaint = at_the_desk(staff, Complaints.receive, TELLS, "judicial")
    judicial = reader(enter, "judicial", complaint)
    form = f"/records/districts/complaints/{complaint.reference}/withdraw/"
    sent = {"withdrawal": "أتنازل.", **shown_of(judicial.get(form))}
    perform(Complaints.complete, complaint, actor=staff.judicial, data={**TELLS, "phone": "0612345678"})
    perform(Complaints.complete, complaint, actor=staff.desk, data={**TELLS, "phone": "0612345679"})
    refused = judicial.post(form, {**sent, "_key": "colleague"})
    assert (refused.status_code, "What changed since you opened this form" in refused.text) == (409, True)
    sent |= shown_of(judicial.get(form))
    perform(Complaints.complete, complaint, actor=staff.judicial, data={**TELLS, "phone": "0612345670"})
    assert judicial.post(form, {**sent, "_key": "own-doing"}).status_code == 302


def test_whoever_comes_second_to_a_step_is_told_that_nothing_is_left_to_send(staff, enter) -> None:
    complaint = at_the_desk(staff, Complaints.receive, {**TELLS, "offence": "theft_simple"})
    form = f"/records/districts/complaints/{complaint.reference}/record_on_paper/"
    still = {"offence": "theft_simple", "territory": "here"}
    first, second = reader(enter, "judicial", complaint), reader(enter, "chief", complaint)
    seen = [shown_of(one.get(form)) for one in (first, second)]
    assert first.post(form, {**still, "paper_number": "7/2026", "_key": "first-one", **seen[0]}).status_code == 302
    refused = second.post(form, {**still, "paper_number": "8/2026", "_key": "second-one", **seen[1]})
    assert (refused.status_code, "there is nothing left to send" in refused.text) == (409, True)
    assert "send it again" not in refused.text


def test_what_oneself_wrote_in_another_window_is_told(staff, enter) -> None:
    """Neither the same step a second time nor a field that was shown otherwise passes unseen."""
    complaint = at_the_desk(staff, Complaints.receive, TELLS, "judicial")
    judicial = reader(enter, "judicial", complaint)
    form = f"/records/districts/complaints/{complaint.reference}/complete/"
    sent = {**TELLS, "urgency": "ordinary", **shown_of(judicial.get(form))}
    perform(Complaints.complete, complaint, actor=staff.judicial, data={**TELLS, "place": "الحافلة"})
    assert judicial.post(form, {**sent, "_key": "same-step", "town": "RAK"}).status_code == 409
    form = f"/records/districts/complaints/{complaint.reference}/hand_to_gendarmerie/"
    told = {"gendarmerie": "تحناوت", "territory": "outside", "place": "أوريكة", **shown_of(judicial.get(form))}
    perform(Complaints.complete, complaint, actor=staff.judicial, data={**TELLS, "place": "تحناوت"})
    assert judicial.post(form, {**told, "_key": "same-field"}).status_code == 409


def test_the_note_of_an_attempt_does_not_stand_in_the_next_form(staff, enter) -> None:
    paper = {"kind": "order", "court": "المحكمة", "paper_number": "7", "arabic_name": "سعيد بنجلون"}
    paper["serve_by"] = datetime.now(UTC) + timedelta(days=9)
    paper = at_the_desk(staff, JudicialPapers.receive, paper)
    tried = {"not_served": "absent", "note": "لا أحد بالعنوان"}
    perform(JudicialPapers.attempt, paper, actor=staff.desk, data=tried)
    address = f"/records/districts/judicial_papers/{paper.reference}/serve/"
    client = enter("desk")
    assert "Service of the paper" in client.get(address).text
    client.post(address, {"purpose": "service"})
    form = client.get(address).context["form"]
    assert form["note"].value() == ""
    assert "phone" not in dict(form.fields["served_how"].widget.choices)


def test_an_object_found_names_the_declaration_that_bears_its_number(staff, enter) -> None:
    lost = {"kind": "phone", "serial": "a-359881", "lost_on": "2026-01-05", "arabic_name": "يوسف"}
    loss = at_the_desk(staff, Losses.declare, lost)
    found = {"kind": "phone", "serial": "A-359881", "description": "هاتف أسود", "found_on": "2026-01-06"}
    found |= {"found_at": "الساحة", "storage": "خزانة 3"}
    item = at_the_desk(staff, FoundObjects.take_in, found)
    form = f"/records/districts/found_objects/{item.reference}/give_back/"
    assert f'value="{loss.reference}"' in reader(enter, "chief", item).get(form).text
    at_the_desk(staff, Losses.declare, lost)  # two of that number: the officer chooses
    assert loss.reference not in reader(enter, "chief", item).get(form).text


def test_a_summons_leads_to_its_matter_and_the_matter_to_its_summonses(staff, enter) -> None:
    complaint = at_the_desk(staff, Complaints.receive, TELLS)
    officer = reader(enter, "judicial", complaint)
    calls = f"/districts/matters/{complaint.reference}/calls"
    assert calls in officer.get(f"/records/districts/complaints/{complaint.reference}/").text
    page = officer.get(calls).text
    form = f"/desk/new/summons?matter={complaint.reference}"
    assert ("Nobody is called yet" in page, form in page) == (True, True)
    assert officer.get(form).context["form"]["matter"].value() == complaint.reference
    called = {"quality": "witness", "subject": "استماع", "latin_name": "Rachid Amrani", "_key": "called-1"}
    called["appear_at"] = f"{datetime.now(UTC) + timedelta(days=2):%Y-%m-%dT%H:%M}"
    sent = officer.post(form, called | {"matter": complaint.reference.lower(), "unit": str(staff.unit.pk)})
    summons = sent.url.rpartition("/")[2]
    page = officer.get(calls).text
    assert (summons in page, "Rachid Amrani" in page) == (True, True)
    there = f'href="/records/districts/complaints/{complaint.reference}/"'
    assert there in officer.get(f"/records/districts/summonses/{summons}/").text
    again = f"/records/districts/summonses/{summons}/renew/"
    perform(Summonses.fail, Summons.objects.get(), actor=staff.judicial, data={"not_served": "moved"})
    assert officer.get(again).context["form"]["appear_at"].value() == ""
    assert enter("other_desk").get(calls).status_code == 404
    assert officer.get("/districts/matters/12-2026/calls").status_code == 404


def test_whoever_withdrew_a_complaint_that_became_a_case_is_told_so(staff) -> None:
    complaint = at_the_desk(staff, Complaints.receive, {**TELLS, "offence": "theft_simple"})
    perform(Complaints.record_on_paper, complaint, actor=staff.judicial, data={"paper_number": "12/2026"})
    before = told(complaint.reference, code_of(complaint))
    perform(Complaints.note_withdrawal, complaint, actor=staff.desk, data={"withdrawal": "أتنازل."})
    after = told(complaint.reference, code_of(complaint))
    assert "تنازلكم مسجل" in str(after.words.now) and "تنازلكم" not in str(before.words.now)


def test_a_sample_is_drawn_of_a_unit_by_its_whole_name_and_each_verdict_leads_back(staff, enter) -> None:
    took = {"actor": staff.desk, "unit": staff.unit, "data": TELLS}
    complaint = perform(Complaints.receive, occurred_at=datetime.now(UTC) - timedelta(days=3), **took).record
    inspector = reader(enter, "inspector", complaint)
    period = {"first": f"{today() - timedelta(days=9)}", "last": f"{today() - timedelta(days=1)}", "size": "5"}
    form = "/registers/districts/samples/new/draw/"
    sent = {**period, "audited": staff.unit.arabic, "unit": "DGSN", "_key": "draw-one"}
    assert inspector.post(form, {**sent, "audited": staff.unit.arabic[:-1]}).status_code == 422
    assert inspector.post(form, sent).status_code == 302
    sample = AuditSample.objects.get()
    assert sample.audited_id == staff.unit.pk
    draw_sample(timeline(sample.pk)[0].id, sample.pk)
    given = {"sample": sample.reference, "complaint": complaint.reference, "should": "yes", "grounds": "ثابتة"}
    answer = inspector.post("/registers/districts/verdicts/new/give/", {**given, "unit": "DGSN", "_key": "give-one"})
    verdict = answer.url.split("/")[-2]
    back = f"/districts/verdicts/{verdict}/sample"
    assert back in inspector.get(answer.url).text
    assert inspector.get(back).url == f"/districts/samples/{sample.reference}/complaints"
