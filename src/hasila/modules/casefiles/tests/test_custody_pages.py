"""The pages of persons held, behind the fence: who sees whom, notes, placing, papers, the registers and their print."""

import os
from datetime import UTC, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from hasila.assurance.readings import by_actor
from hasila.assurance.steps import timeline
from hasila.institution.accounts import Account
from hasila.institution.notices import Notice
from hasila.institution.units import Unit
from hasila.kernel.access import Actor, acting
from hasila.kernel.perform import perform
from hasila.modules.casefiles import custody_book, custody_showing, jobs, rights_notice, rollout
from hasila.modules.casefiles.attachments import Attachment
from hasila.modules.casefiles.case_files import CaseFiles
from hasila.modules.casefiles.custody import Custodies, Custody
from hasila.modules.casefiles.custody_forms import GROUPS
from hasila.modules.casefiles.custody_visits import CustodyVisits
from hasila.modules.casefiles.documents import authorisation, given_here
from hasila.modules.casefiles.holding_choices import Note
from hasila.modules.casefiles.minor_retention import MinorRetention
from hasila.modules.casefiles.parties import Parties
from hasila.modules.casefiles.tests.custody_night import night, suspect
from hasila.plain.moments import today
from hasila.surfaces.api.models import issue
from hasila.surfaces.print import book
from hasila.surfaces.print.bilingual import said
from hasila.surfaces.print.documents import documents_for, print_document
from hasila.surfaces.web.models import Draft

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture
def held(db: None) -> SimpleNamespace:
    return night()


def client_of(name: str) -> Client:
    client = Client(HTTP_HOST="localhost")
    client.force_login(Account.objects.get(username=name), backend="django.contrib.auth.backends.ModelBackend")
    client.cookies["django_language"] = "en"
    return client


def opened(client: Client, path: str, purpose: str = "inquiry") -> Any:
    """A page of a person, its purpose stated."""
    assert "Purpose of reading" in client.get(path).text
    assert client.post(path, {"purpose": purpose}).status_code == 302
    return client.get(path)


def test_each_sees_the_persons_held_of_their_own_units(held: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = client_of("desk").get("/custody").text
    assert all(one.reference in desk for one in (held.near, held.over, held.check))
    assert held.young.reference not in desk
    assert "Held beyond the limit: " in desk and desk.index(held.over.reference) < desk.index(held.near.reference)
    assert held.young.reference in client_of("minors").get("/custody").text
    home = client_of("desk").get("/desk").text  # above everything, the nearest limit first
    places = [home.index(f"/custody/{one.reference}/") for one in (held.over, held.near)]
    assert places == sorted(places) and places[1] < home.index("What brings you here?")
    assert held.young.reference not in home
    assert "beyond the limit for" in client_of("chief").get("/desk/chief").text
    prosecutor = client_of("prosecutor").get("/prosecution/custody").text
    assert all(one.reference in prosecutor for one in (held.near, held.over, held.check, held.young))
    assert f"/custody/{held.near.reference}/authorise/" in prosecutor
    first = {"desk": "/desk", "judicial": "/cases/work", "minors": "/cases/work", "chief": "/desk/chief",
             "prosecutor": "/prosecution/custody"}  # fmt: skip
    for name, page in first.items():  # on which each lands
        assert client_of(name).get("/").headers["Location"] == page, name
    with monkeypatch.context() as on_paper:  # where the unit has no case files yet, on all that waits
        on_paper.setattr(rollout, "_switches", list)
        assert client_of("judicial").get("/").status_code == 200
    stranger = client_of("stranger")
    assert "CUST-" not in stranger.get("/prosecution/custody").text
    for path in (f"/custody/{held.near.reference}/", f"/custody/{held.near.reference}/end/"):
        assert stranger.get(path).status_code == 404
    assert client_of("desk").get("/prosecution/custody").status_code == 404
    assert client_of("judicial").get("/custody/CUST-26-NOBODY0000/").status_code == 404
    texts = set(Notice.objects.filter(recipient=held.desk).values_list("text", flat=True))
    assert any("the limit comes in less than" in text for text in texts)
    assert held.over.overrun_at == held.over.limit_at
    the_desk_reads_and_notes_behind_the_fence(held)


def the_desk_reads_and_notes_behind_the_fence(held: SimpleNamespace) -> None:
    with acting(held.desk):
        lines = custody_showing.lines(Custody.objects.all())
        assert [line.clock.tone for line in lines] == ["over", "pressing"]
    desk, url = client_of("desk"), f"/custody/{held.over.reference}/"
    page = opened(desk, url, "care")
    assert "The limit passed on" in page.text and "to be confirmed by counsel" in page.text
    assert 'value="family_told"' in page.text and 'value="guardian_told"' not in page.text  # nobody here is a minor
    sent = {"note_kind": "meal", "note_at": "", "note_until": "", "note_whom": "", "note_text": "خبز وماء"}
    key = {"_key": "note-meal-1"}
    assert desk.post(url, sent | key | {"_save": "quietly"}).json()["version"] == 1
    assert "خبز وماء" in desk.get(url).text and "خبز وماء" in desk.get(url, {"draft": "note-meal-1"}).text
    assert desk.post(url, sent | key).status_code == 302 and not Draft.objects.exists()
    answer = desk.post(url, sent | {"note_kind": "family_told", "note_text": ""})
    assert answer.status_code == 422 and "Say whom, how, what or why." in answer.text
    held.over.refresh_from_db()
    assert [line["kind"] for line in held.over.log] == ["meal"]
    assert "خبز وماء" in desk.get(url).text
    the_derived_page_leads_somewhere_too(held, desk)
    assert {code for _label, codes in GROUPS for code in codes} == set(Note.values)


def test_all_rights_are_noted_in_one_go(held: SimpleNamespace) -> None:
    judicial, url = client_of("judicial"), f"/custody/{held.over.reference}/rights/"
    page = opened(judicial, url)
    names = [line.name for line in page.context["form"].lines]
    assert names == [
        *held.over.open_duties(),
        *(name for name in ("lawyer_contacted", "interpreter", "examined", "notice_signed") if name in names),
    ]
    before = Custodies.record.objects.get(pk=held.over.pk)
    at = held.now - timedelta(hours=1)
    duties = held.over.open_duties()
    assert "family_told" in duties and "silence_told" in duties
    sent = {f"{duty}-kind": duty for duty in duties}
    sent |= {"told_at": at.isoformat(timespec="minutes"), "_key": "rights-0001", "lawyer_told-kind": "lawyer_asked"}
    assert judicial.post(url, sent | {"_save": "quietly"}).json()["version"] == 1
    assert "lawyer_asked" in judicial.get(url).context["form"]["lawyer_told-kind"].value()
    assert "lawyer_asked" not in judicial.get(f"/custody/{held.over.reference}/").text.partition("note_kind")[0]
    minors, theirs = client_of("minors"), f"/custody/{held.young.reference}/rights/"
    assert "guardian_told-kind" in opened(minors, theirs).context["form"].fields
    checked = opened(judicial, f"/custody/{held.check.reference}/rights/").context["form"]
    kinds = [code for code, _label in checked.fields["family_or_lawyer_told-kind"].widget.choices]
    assert kinds == ["", "family_told", "lawyer_contacted"]
    # One line is wrong: nothing is noted, and each line that is wrong says so by its name.
    late = (held.now + timedelta(days=2)).isoformat(timespec="minutes")
    refused = judicial.post(url, sent | {"silence_told-at": late, "interpreter-whom": "السيدة المترجمة"})
    assert refused.status_code == 422
    for words in (
        "Family told: Say whom, how, what or why.",
        "Right to silence told: This lies outside the time in which the person was held.",
        "Interpreter: This field is needed.",
    ):
        assert words in refused.text
    assert Custodies.record.objects.get(pk=held.over.pk).version == before.version
    assert "Say of at least one right" in judicial.post(url, {"told_at": ""}).text
    assert "not offered" in judicial.post(url, {"told_at": "", "silence_told-kind": "meal"}).text
    done = judicial.post(url, sent | {"family_told-whom": "الأخ، بالهاتف"})
    assert done.status_code == 302 and not Draft.objects.exists()
    again = judicial.post(url, sent | {"family_told-whom": "الأخ، بالهاتف"})
    now = Custodies.record.objects.get(pk=held.over.pk)
    assert (now.open_duties(), now.version) == ([], before.version + len(duties))
    assert again["Location"] == done["Location"]  # sent twice, it is noted once
    begun = f"?case={now.case.reference}&party={now.party.reference}&kind=hearing_suspect"
    hearing = judicial.get(f"/registers/casefiles/written_records/new/draft/{begun}").context["form"]
    assert set(hearing.fields["rights"].initial) == {"acts", "silence", "lawyer", "family", "doctor"}
    assert hearing.fields["rights_told_at"].initial == at.replace(second=0, microsecond=0)
    assert {line["at"][:16] for line in now.noted()[-len(duties) :]} == {at.astimezone(UTC).isoformat()[:16]}
    assert [entry.act for entry in timeline(now.pk)][-len(duties) :] == ["casefiles.custodies.note"] * len(duties)


def the_derived_page_leads_somewhere_too(held: SimpleNamespace, desk: Client) -> None:
    whole = f"/records/casefiles/custodies/{held.over.reference}/"
    page = desk.get(whole)
    assert page.status_code == 200 and "not open to you" in page.text
    assert held.over.case.reference not in page.text and "Abdessamad Benkirane" in page.text
    assert desk.get(f"{whole}note/").status_code == 200
    assert held.over.case.reference in opened(client_of("judicial"), whole).text
    assert client_of("stranger").get(whole).status_code == 404
    papers = [paper.address(held.over) for paper in documents_for(held.over)]
    assert [desk.get(path).status_code for path in papers] == [200, 200]
    headers = {"authorization": f"Bearer {issue(Account.objects.get(pk=held.desk))[0]}", "accept-language": "en"}
    place = f"/api/v1/casefiles/custodies/{held.over.reference}/open"
    told = desk.post(place, {"purpose": "care"}, "application/json", headers=headers).json()
    assert told["fields"]["case"] == {"id": str(held.over.case_id), "label": "not open to you"}
    work = client_of("chief").get("/?all").text
    assert f"/custody/{held.over.reference}/" in work and whole not in work


def test_a_suspect_is_placed_from_the_file(held: SimpleNamespace) -> None:
    judicial = client_of("judicial")
    page = opened(judicial, f"/custody/file/{held.free.case.reference}/").text
    url = f"/custody/new/{held.free.reference}/"
    assert url in page
    form = judicial.get(url).text  # the purpose that was stated for the file covers who belongs to it
    assert "Keep the evidence" in form and "The inquiry requires it" not in form
    arrest = held.now - timedelta(hours=2)
    sent = {
        "arrested_at": arrest.isoformat(timespec="minutes"),
        "began_at": (arrest - timedelta(hours=1)).isoformat(timespec="minutes"),
        "framework": "flagrant",
        "reasons": ["evidence"],
        "grounds": "ضبط متلبسا.",
        "place": "غرفة الأمن رقم 1",
        "condition": "لا شيء يذكر.",
    }
    half = {"grounds": "ضبط متلبسا.", "_key": "placing-0001", "_save": "page"}
    assert judicial.post(url, half).status_code == 302
    other = f"/custody/new/{suspect(held, 'عمر التازي', 'Omar Tazi', arrest).reference}/"
    assert "You go on here" in judicial.get(url).text and "You go on here" not in opened(judicial, other).text
    assert "ضبط متلبسا." in judicial.get(url, {"draft": "placing-0001"}).text
    refused = judicial.post(url, sent)
    assert refused.status_code == 422 and "before being arrested" in refused.text
    sent["_key"] = "placing-0001"
    perform(Parties.amend, held.free, actor=held.judicial, data={"card_number": "EE778899"})
    done = judicial.post(url, sent | {"began_at": sent["arrested_at"]})
    placed = Custody.objects.get(party=held.free)
    assert not Draft.objects.exists()
    assert done.headers["Location"].startswith(f"/custody/{placed.reference}/?receipt=")
    assert judicial.get(done.headers["Location"]).status_code == 200
    assert judicial.get(f"/custody/new/{held.young.party.reference}/").status_code == 404
    one = {"case": placed.case_id, "category": "suspect", "latin_name": "Y. Alaoui", "card_number": "EE778899"}
    twin = perform(Parties.enter, actor=held.judicial, unit=held.district, data=one).record
    listed = judicial.get(f"/custody/file/{placed.case.reference}/").text
    assert f"/custody/new/{twin.reference}/" not in listed and "already, by another entry" in listed
    again = judicial.post(url, sent | {"began_at": sent["arrested_at"], "_key": "placing-0002"})
    assert (again.status_code, again.context["form"].errors.keys()) == (409, {"party"})
    assert "Suspect" in again.text and "Party:" not in again.text  # the field by its name, in the reader's language
    a_paper_is_looked_at_attached_and_entered(held)
    a_minor_is_retained_by_the_form(held, sent)


def a_minor_is_retained_by_the_form(held: SimpleNamespace, sent: dict[str, Any]) -> None:
    arrest = held.now - timedelta(hours=2)
    born = today().replace(year=today().year - 15, month=1, day=5)
    young = suspect(held, "سليم بناني", "Salim Bennani", arrest, born_on=born, guardian="كريم بناني")
    minors, url = client_of("minors"), f"/custody/new/{young.reference}/"
    opened(minors, url)
    adult = opened(minors, f"/custody/file/{held.over.case.reference}/").text  # whose register isn't open to them
    assert "not open to you: <" in adult and "Nobody is held" not in adult
    content = {**sent, "_key": "retain-0001", "consent": "113/2026", "began_at": sent["arrested_at"]}
    refused = minors.post(url, {**content, "apart": "False"})
    assert refused.status_code == 422 and "apart from adults" in refused.text
    assert minors.post(url, {**content, "apart": "True"}).status_code == 302
    assert MinorRetention.objects.get(party=young).apart
    child = perform(
        Parties.enter, actor=held.judicial, unit=held.district,
        data={"case": young.case_id, "category": "suspect", "latin_name": "Adam", "born_on": today() - timedelta(4000)},
    ).record  # fmt: skip
    page = minors.get(f"/custody/file/{young.case.reference}/").text
    assert f"kind=notification&amp;party={child.reference}" in page and "hand the child to the guardian" in page


def a_paper_is_looked_at_attached_and_entered(held: SimpleNamespace) -> None:
    judicial, url = client_of("judicial"), f"/custody/{held.near.reference}/enter_authorisation/"
    opened(judicial, url)
    now = held.now.isoformat(timespec="seconds")
    sent = {"_key": "paper-88", "authorisation": "88/2026", "magistrate": "نائب وكيل الملك", "authorised_at": now}
    assert "Add the scan" in judicial.post(url, sent).text
    kept = {"_save": "page", "_key": "paper-88", "_writer": "w", "magistrate": "نائب وكيل الملك"}
    assert (
        judicial.get(judicial.post(url, kept)["Location"]).context["form"]["magistrate"].value() == kept["magistrate"]
    )
    assert judicial.post(url, kept | {"_key": "!"}).status_code == 400
    false = SimpleUploadedFile("order.pdf", b"MZ\x90\x00")
    assert judicial.post(url, {**sent, "file": false}).status_code == 415
    early = {**sent, "authorised_at": (held.now - timedelta(hours=5)).isoformat(timespec="minutes")}
    assert judicial.post(url, {**early, "file": SimpleUploadedFile("order.pdf", PDF)}).status_code == 422
    assert not Attachment.objects.exists()
    done = judicial.post(url, {**sent, "file": SimpleUploadedFile("order.pdf", PDF)})
    assert done.status_code == 302
    kept, custody = Attachment.objects.get(), Custody.objects.get(pk=held.near.pk)
    assert (custody.extended, custody.requests[-1]["paper"], kept.case_id) == (1, kept.sha256, custody.case_id)
    assert judicial.get(url).status_code == 302
    assert given_here(custody) is None
    assert not Draft.objects.exists()  # it went with the act


def test_more_time_after_the_limit_says_why_not_and_keeps_what_was_typed(held: SimpleNamespace) -> None:
    judicial, url = client_of("judicial"), f"/custody/{held.over.reference}/ask_for_more_time/"
    page = opened(judicial, url)  # the form of a moment ago, or a button on a page that stood open
    assert page.status_code == 409 and "can&#x27;t be extended any more" in page.text
    sent = judicial.post(url, {"_key": "late-1", "asked_for": "انتظار نتيجة الخبرة."})
    assert (
        sent.status_code == 409
        and "انتظار نتيجة الخبرة." in sent.text
        and f"/custody/{held.over.reference}/" in sent.text
    )


def test_the_authorisation_of_the_prosecution_is_printed(held: SimpleNamespace) -> None:
    data = {"_key": "order-91", "authorisation": "91/2026"}
    prosecutor, url = client_of("prosecutor"), f"/custody/{held.near.reference}/authorise/"
    assert "انتظار نتيجة الخبرة" in opened(prosecutor, url, "magistrate").text
    assert prosecutor.post(url, data).status_code == 302
    held.near.refresh_from_db()
    paper = next(one for one in documents_for(held.near) if one.name == "authorisation")
    assert authorisation(held.near).rows[5][1] == 24
    assert print_document(held.near, paper).startswith(b"%PDF")
    assert [one.name for one in documents_for(held.over)] == ["rights", "receipt"]
    the_notice_of_rights_is_printed_for_each(held)
    the_register_is_printed_with_its_visas_and_kept_as_a_reading(held)


def test_a_number_stays_in_the_register_of_the_place_wherever_its_file_goes(held: SimpleNamespace) -> None:
    gone, stays = sorted((held.over, held.near), key=lambda one: one.number)
    ending = {"ending": "freed", "signature": "signed"}
    perform(Custodies.end, gone, actor=held.judicial, data=ending)
    beside = Unit.objects.get(code="AP-RAK-02")
    given = {"to_unit": beside.pk, "grounds": "الاختصاص."}
    moved = perform(CaseFiles.transfer, gone.case_id, actor=held.judicial, data=given)
    jobs.move_what_belongs(moved.entry_id, gone.case_id)
    gone.refresh_from_db()
    assert gone.unit_id == beside.pk
    days = (today() - timedelta(days=5), today())

    def numbers(who: Any, unit: Unit) -> list[tuple[int, bool]]:
        with acting(who):
            listed = custody_book.entries("custody", Actor.of(who), unit, *days)
        return [(one.number, isinstance(one, custody_book.GoneOn)) for one in listed]

    both = [(gone.number, False), (stays.number, False)]
    assert numbers(held.chief, held.district) == [(gone.number, True), (stays.number, False)]
    assert numbers(held.prosecutor, held.district) == both
    assert numbers(held.prosecutor, beside) == [], "what came with a file has no number here"
    client = client_of("chief")
    page = client.get("/custody/register", {"unit": "AP-RAK-01"}).text
    assert f"{gone.number}/{held.now.year}" in page and "The entry is read there." in page
    assert gone.latin_name not in page and stays.latin_name in page
    sent = {"book": "custody", "unit": "AP-RAK-01", "purpose": "control"}
    answer = client.post(reverse("casefiles:book_pdf"), sent, follow=True)
    assert answer.headers["Content-Type"] == "application/pdf"
    (kept,) = [one for one in by_actor(held.chief, today(), today()) if one.kind == "export"]
    assert kept.results == 1


def the_notice_of_rights_is_printed_for_each(held: SimpleNamespace) -> None:
    for one in (held.near, held.over, held.young, held.check):
        paper = next(one for one in documents_for(one) if one.name == "rights")
        (table,) = rights_notice.notice(one).tables
        rights = [row for row in table.rows if row[0] != " "]
        assert len(rights) == len(one.measure.duties(one.law_day)) and all(len(row) == 4 for row in table.rows)
        made = print_document(one, paper)
        assert made.startswith(b"%PDF")
        keep(f"rights-{one.reference[:4].lower()}{one.number}", made)
    near = rights_notice.notice(held.near)
    text = str([[said(value, "fr") for value in row] for row in near.tables[0].rows])
    assert "زوجته سناء العلمي" in text and rights_notice.BLANK in text  # what was told, and what is not noted yet
    sent = {"note_kind": "notice_refused", "note_text": "طلب حضور محاميه أولا"}
    perform(Custodies.note, held.near, actor=held.judicial, data=sent)
    signing = rights_notice.notice(held.near).signatures[0]
    assert sent["note_text"] in said(signing.note, "ar")


def keep(name: str, made: bytes) -> None:
    """A paper to be looked at, where HASILA_SHOTS names a folder."""
    if folder := os.environ.get("HASILA_SHOTS"):
        Path(folder, f"{name}.pdf").write_bytes(made)


def the_register_is_printed_with_its_visas_and_kept_as_a_reading(held: SimpleNamespace) -> None:
    seen = {"book": "custody", "seen_from": today() - timedelta(days=5), "seen_to": today(), "persons": 2}
    visa = {**seen, "findings": "Kept in order."}
    ordered = perform(Custodies.order_release, held.over, actor=held.prosecutor, data={"note_text": "فورا"}).record
    assert any("فورا" in str(line) for line in custody_book.row_of(ordered)[8])  # beside the end, not the meals
    done = perform(CustodyVisits.visit, actor=held.prosecutor, unit=held.district, data=visa)
    jobs.visit_told(done.entry_id, done.record.pk)
    assert held.chief in Notice.objects.filter(cause=done.entry_id).values_list("recipient", flat=True)
    days = (today() - timedelta(days=5), today())
    listed = custody_book.entries("custody", Actor.of(held.prosecutor), held.district, *days)
    client = client_of("prosecutor")
    page = client.get("/custody/register").text
    assert "Kept in order." in page and "to be confirmed by counsel" in page
    assert f'href="/custody/{held.over.reference}/"' in page and "Abdessamad Benkirane" in page
    context = client.get("/custody/register", {"book": "custody", "unit": "AP-RAK-01"}).context
    asked = client.get(context["visit_url"]).context["form"]  # what stands on the page isn't typed again
    given = {name: str(asked[name].initial) for name in ("book", "seen_to", "persons")}
    assert given == {"book": "custody", "seen_to": today().isoformat(), "persons": str(context["living"])}
    assert str(asked["unit"].initial) in ("AP-RAK-01", str(held.district.pk))
    url = reverse("casefiles:book_pdf")
    query = {"book": "custody", "unit": "AP-RAK-01"}
    asking = client.get(url, {**query, "purpose": "magistrate"})
    assert asking.status_code == 302 and "/custody/register?" in asking["Location"], "an address states no purpose"
    for none in ({}, {"purpose": "curiosity"}):
        assert client.post(url, query | none).status_code == 422
    assert [one for one in by_actor(held.prosecutor, today(), today()) if one.kind == "export"] == []
    answer = client.post(url, {**query, "purpose": "magistrate"})
    assert answer.status_code == 302 and "purpose" not in answer["Location"]
    answer = client.get(answer["Location"])
    assert answer.headers["Content-Type"] == "application/pdf"
    assert b"MediaBox[0 0 841.8898 595.2756]" in answer.content
    with override("en"):
        made = book.pages(
            custody_book.printed("custody", Actor.of(held.prosecutor), held.district, *days, listed), "en"
        )
    text = str(made["rows"])
    assert "Abdessamad Benkirane" in text and "Kept in order." in str(made["visas"])
    assert "Hearings in all: 1 h 30 min" in text and "to be confirmed by counsel" in str(made["notes"])
    (kept,) = [one for one in by_actor(held.prosecutor, today(), today()) if one.kind == "export"]
    assert (kept.purpose, kept.results) == ("magistrate", 2)
    for code in ("minors", "identity"):
        sent = {"book": code, "unit": "AP-RAK-01", "purpose": "control"}
        assert client.post(url, sent, follow=True).headers["Content-Type"] == "application/pdf"
    for wrong in ("from=yesterday", "to=0001-01-03", "to=9999-12-31"):
        assert client.get(f"/custody/register?{wrong}").status_code == 404, wrong
    row = custody_book.row_of(held.near, "CASE-26-X")
    assert custody_showing.duty_label(held.near.open_duties()[0]) in row[4][-1]  # the last line: what nobody noted
    assert [len(row), row[0][0]] == [len(custody_book.COLUMNS), (f"1/{held.now.year}",)]
    assert client_of("stranger").get("/custody/register").status_code == 200
