"""The page of a case file: what it shows, what it asks, how one adds to it, and what stays shut."""

from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone, translation

from hasila.assurance.readings import by_actor
from hasila.assurance.sealed import reveal
from hasila.institution.accounts import Account
from hasila.institution.career import Officer
from hasila.institution.offences import offence
from hasila.kernel.access import Actor
from hasila.kernel.perform import perform
from hasila.modules.casefiles import lines, rollout
from hasila.modules.casefiles.attachments import Attachment
from hasila.modules.casefiles.case_file import CaseFile
from hasila.modules.casefiles.case_files import CaseFiles
from hasila.modules.casefiles.custody import Custodies
from hasila.modules.casefiles.exchange.saying import under_way
from hasila.modules.casefiles.exhibits import Exhibit, Exhibits
from hasila.modules.casefiles.parties import Parties, Party
from hasila.modules.casefiles.referral import Referral
from hasila.modules.casefiles.tasks import Task, Tasks
from hasila.modules.casefiles.tests.conftest import FACTS, SUSPECT
from hasila.modules.casefiles.tests.test_attachments import PDF, PNG
from hasila.modules.casefiles.things import Things
from hasila.modules.casefiles.written_record import WrittenRecord
from hasila.modules.casefiles.written_records import WrittenRecords
from hasila.plain.moments import today
from hasila.surfaces.borrowed import TEXTS
from hasila.surfaces.web.boxes import isolated

CEILING = 15 + 3  # three statements more are counted inside of a test's transaction: see tests/screens


def enter(identifier: UUID, language: str = "en") -> Client:
    """A client in which this officer is signed in."""
    account, _made = Account.objects.get_or_create(
        id=identifier, defaults={"username": f"u{identifier.hex[-12:]}", "latin_name": "Sara Test"}
    )
    client = Client(HTTP_HOST="localhost")
    client.force_login(account)
    client.cookies["django_language"] = language
    return client


@pytest.fixture
def now(team: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """The team today, with the command of Marrakech switched on: pages act at the present moment."""
    monkeypatch.setattr(rollout, "_switches", lambda: [(team.district.path, today(), None)])
    return team


def act(step: Any, actor: UUID, unit: Any, **data: Any) -> Any:
    return perform(step, actor=actor, unit=unit, data=data).record


@pytest.fixture
def file(now: SimpleNamespace) -> CaseFile:
    """A file with something of everything."""
    facts = {name: value for name, value in FACTS.items() if name != "happened_at"}
    case = act(CaseFiles.open_file, now.officer, now.district, **facts)
    inside: dict[str, Any] = {"actor": now.officer, "unit": now.district, "case": case.pk}
    suspect = act(Parties.enter, **inside, **SUSPECT)
    act(Parties.enter, **inside, category="victim", latin_name="Salma Benali", arabic_name="سلمى بنعلي")
    act(Things.enter, **inside, kind="motorcycle", role="used", plate="12345-أ-6")
    act(Exhibits.seize, **inside, kind="phone", description="هاتف محمول", found_on=suspect.pk)
    act(Tasks.put, **inside, kind="hearing", what="الاستماع إلى الشاهد", deadline=today() + timedelta(days=2))
    record = act(WrittenRecords.draft, **inside, kind="finding", text="عاينا.")
    ended = {"how_read": "nobody_heard", "ended_at": record.began_at}
    perform(WrittenRecords.read_back, record, actor=now.officer, data=ended)
    perform(WrittenRecords.sign, record, actor=now.officer, data={"signing": "nobody_heard"})
    case.refresh_from_db()
    return case


def url(file: CaseFile) -> str:
    return f"/cases/{file.reference}/"


def opened(client: Client, file: CaseFile) -> Client:
    assert client.post(url(file), {"purpose": "inquiry"}).status_code == 302
    return client


def test_one_purpose_opens_the_whole_file(now: SimpleNamespace, file: CaseFile) -> None:
    client = enter(now.chief)
    party, exhibit = Party.objects.filter(case=file).first(), Exhibit.objects.get(case=file)
    asked = client.get(url(file))
    assert "Why do you open this file?" in asked.text
    assert "الحداوي" not in asked.text
    opened(client, file)
    shown = client.get(url(file)).text
    for text in ("Yassine El Haddaoui", "Salma Benali", "12345-أ-6", "هاتف محمول"):
        assert text in shown
    assert f"1/{today().year}" in shown
    assert f"ICCS {offence(file.offence).iccs}" in shown
    for record in (party, exhibit):
        app, procedure = record.procedure.key.split(".")
        assert client.get(f"/records/{app}/{procedure}/{record.reference}/").status_code == 200
        assert "Why do you open" not in client.get(f"/records/{app}/{procedure}/{record.reference}/").text
    kept = {(reading.record, reading.purpose) for reading in by_actor(now.chief, today(), today())}
    assert {(file.pk, "inquiry"), (party.pk, "inquiry"), (exhibit.pk, "inquiry")} <= kept


def test_a_purpose_stated_for_what_belongs_to_a_file_opens_the_file(now: SimpleNamespace, file: CaseFile) -> None:
    client = enter(now.chief)
    party = Party.objects.filter(case=file).first()
    assert client.post(f"/records/casefiles/parties/{party.reference}/", {"purpose": "control"}).status_code == 302
    assert "Why do you open" not in client.get(url(file)).text


def test_a_stranger_finds_no_file(now: SimpleNamespace, file: CaseFile) -> None:
    client = enter(now.rabat)
    for path in (url(file), "/cases/nothing/", f"/registers/casefiles/parties/new/enter/?case={file.reference}"):
        answer = client.get(path)
        assert answer.status_code == 404 or file.reference not in answer.text.split("<main")[1]


def test_what_nobody_noted_of_those_held_stands_beside_what_is_missing(now: SimpleNamespace, file: CaseFile) -> None:
    suspect, moment = Party.objects.get(case=file, category="suspect"), timezone.now()
    why = {"framework": "flagrant", "reasons": ["presence"], "grounds": "ضرورة البحث", "condition": "لا شيء يذكر"}
    when = {"arrested_at": moment, "began_at": moment, "place": "الزنزانة 1"}
    custody = act(Custodies.place_in_custody, now.officer, now.district, case=file.pk, party=suspect.pk, **why, **when)
    client = opened(enter(now.officer), file)
    for code in custody.open_duties()[1:]:
        perform(Custodies.note, custody, actor=now.officer, data={"note_kind": code, "note_whom": "الأخ"})
    ending = {"ending": "freed", "signature": "signed"}
    perform(Custodies.end, custody, actor=now.officer, data=ending)
    page = client.get(url(file))
    told = "Reasons and rights told"
    assert page.context["untold"] == [(f"/custody/{custody.reference}/", isolated(suspect.latin_name), [told])]
    assert "Freed" in page.text and "No longer held" not in page.text
    perform(Custodies.note, custody, actor=now.officer, data={"note_kind": "reasons_told"})
    assert "Not noted of those who were held" not in client.get(url(file)).text


def test_who_sees_minors_alone_reads_of_minors_alone(now: SimpleNamespace, file: CaseFile) -> None:
    page = opened(enter(now.minors), file).get(url(file))
    held = next(one for one in page.context["sections"] if one.id == "custody")
    assert (held.count, held.empty) == (0, "No minor is or was retained in this file.")


def test_a_file_on_paper_says_why_it_holds_nothing(now: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rollout, "_switches", list)
    facts = {name: value for name, value in FACTS.items() if name != "happened_at"}
    paper = act(CaseFiles.open_file, now.officer, now.district, **facts)
    page = opened(enter(now.officer), paper).get(url(paper)).text
    assert "the case files aren&#x27;t switched on for its command" in page.replace("&#39;", "&#x27;")


def test_how_a_referral_will_go_is_said_before_it_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    approved = Referral(state="approved", court="CA-RAK")
    with translation.override("en"):
        for line, said in ((object(), "by the exchange"), (None, "printed and carried")):
            monkeypatch.setattr(lines, "line_of", lambda court, line=line: line)
            assert said in str(under_way(approved))


def test_the_page_asks_the_database_few_times(
    now: SimpleNamespace, file: CaseFile, django_assert_max_num_queries: Any
) -> None:
    for n in range(4):
        act(Parties.enter, now.officer, now.district, case=file.pk, category="witness", latin_name=f"Witness {n}")
    client = opened(enter(now.chief), file)
    with django_assert_max_num_queries(CEILING):
        assert client.get(url(file)).status_code == 200


def test_more_is_entered_from_the_page_and_one_comes_back_to_it(now: SimpleNamespace, file: CaseFile) -> None:
    client = opened(enter(now.officer), file)
    form = (
        f"/registers/casefiles/parties/new/enter/?case={file.reference}&from=file&category=witness&latin_name=Omar+Tazi"
    )
    page = client.get(form).text
    assert f'name="case" value="{file.pk}"' in page
    assert 'value="Omar Tazi"' in page
    assert '<option value="MA" selected>' in page and '<option value="SN">' in page  # a country is chosen by its name
    sent = {
        "case": str(file.pk),
        "unit": str(now.district.pk),
        "category": "witness",
        "latin_name": "Omar Tazi",
        "_key": "k1",
    }
    answer = client.post(form, sent)
    assert answer.status_code == 302
    assert answer["Location"].startswith(url(file) + "?receipt=")
    assert "Recorded: A party is entered" in client.get(answer["Location"]).text
    assert "Omar Tazi" in client.get(url(file)).text
    assert client.get("/cases")["Location"] == "/cases/work"
    # A quantity is read as it is written here, and what was typed stays.
    seizing = f"/registers/casefiles/exhibits/new/seize/?case={file.reference}&from=file"
    item = {name: sent[name] for name in ("case", "unit")} | {"kind": "cannabis_resin", "description": "شيرا"}
    for typed, said in (("-2,5", TEXTS[0] % {"limit_value": "0.001"}), ("كثير", TEXTS[2] % {"value": "كثير"})):
        wrong = client.post(seizing, item | {"quantity": typed, "measure": "gram", "_key": f"k{typed}"})
        assert (wrong.status_code, said in wrong.text, f'value="{typed}"' in wrong.text) == (422, True, True)
    assert client.post(seizing, item | {"quantity": "٢٫٥", "measure": "gram", "_key": "k9"}).status_code == 302
    assert Exhibit.objects.get(case=file, kind="cannabis_resin").quantity == Decimal("2.5")
    assert "2.5 grams" in client.get(url(file)).text


@pytest.mark.parametrize(
    "given", ["case=CASE-26-NOTHING", "case=%27%22%3E%3Cscript%3E", "latin_name=" + "x" * 300, "case="]
)
def test_an_address_gives_nothing_that_is_not_meant(now: SimpleNamespace, given: str) -> None:
    answer = enter(now.officer).get(f"/registers/casefiles/parties/new/enter/?{given}&shielded_address=secret")
    assert answer.status_code == 200
    assert "<script>" not in answer.text.replace("<script src", "")
    assert "secret" not in answer.text.split("<main")[1]
    assert "x" * 300 not in answer.text.split("<main")[1]


def test_a_record_stands_filled_in_with_the_formula_of_its_kind(now: SimpleNamespace, file: CaseFile) -> None:
    client = opened(enter(now.officer), file)
    suspect = Party.objects.get(case=file, category="suspect")
    query = f"case={file.reference}&kind=hearing_suspect&party={suspect.reference}&language=fran%C3%A7ais"
    page = client.get(f"/registers/casefiles/written_records/new/draft/?{query}").text
    assert "استمعنا إلى المشتبه فيه الآتية هويته" in page
    assert "Entendons le mis en cause" in page
    assert f'<option value="{suspect.pk}" selected>' in page
    assert "Salma Benali (Victim)" in page
    sent = {"case": str(file.pk), "unit": str(now.district.pk), "kind": "seizure", "text": "حجزنا.", "_key": "k2"}
    answer = client.post(f"/registers/casefiles/written_records/new/draft/?case={file.reference}&kind=seizure", sent)
    assert answer["Location"].startswith("/records/casefiles/written_records/PV-")
    assert WrittenRecord.objects.filter(case=file, kind="seizure").exists()


def test_a_signed_record_is_corrected_and_referred_to_from_the_file(now: SimpleNamespace, file: CaseFile) -> None:
    client, signed = opened(enter(now.officer), file), WrittenRecord.objects.get(case=file)
    with_someone = {"kind": "hearing_victim", "text": "صرحت.", "party": Party.objects.get(case=file, category="victim")}
    refused = act(WrittenRecords.draft, now.officer, now.district, case=file.pk, **with_someone)
    read = {"how_read": "to_person", "ended_at": refused.began_at}
    perform(WrittenRecords.read_back, refused, actor=now.officer, data=read)
    perform(WrittenRecords.sign, refused, actor=now.officer, data={"signing": "refused", "reason": "لم توافق."})
    asked = f"case={file.reference}&kind=finding&corrects={signed.reference}"
    assert f"/registers/casefiles/written_records/new/draft/?{asked}" in client.get(url(file)).text.replace(
        "&amp;", "&"
    )
    form = client.get(f"/registers/casefiles/written_records/new/draft/?{asked}").context["form"]
    assert form["corrects"].initial == signed.pk
    assert "The person refused to sign" in client.get(url(file)).text
    seize = client.get(f"/registers/casefiles/exhibits/new/seize/?case={file.reference}").context["form"]
    assert [key for key, _label in seize.fields["seized_in"].widget.choices] == ["", str(signed.pk), str(refused.pk)]
    assert "Correct by a new record" not in opened(enter(now.chief), file).get(url(file)).text  # who draws up none


def test_a_file_is_attached_and_given_back_as_a_file(now: SimpleNamespace, file: CaseFile) -> None:
    client = opened(enter(now.officer), file)
    form = f"/registers/casefiles/attachments/new/attach/?case={file.reference}&from=file"
    page = client.get(form).text
    assert ('type="file"' in page, "multipart/form-data" in page, 'name="sha256"' in page) == (True, True, False)

    def send(name: str, content: bytes, key: str) -> Any:
        sent = {"case": str(file.pk), "unit": str(now.district.pk), "description": "شهادة", "_key": key}
        return client.post(form, {**sent, "file": SimpleUploadedFile(name, content)})

    assert send("x.pdf", PDF, "a").status_code == 302
    assert send("x.pdf", PDF, "a").status_code == 302
    assert send("plan.png", PNG, "b").status_code == 302
    refused = send("photo.jpg", PDF, "c")
    assert (refused.status_code, "This file is not what its name says" in refused.text) == (415, True)
    assert client.post(form, {"case": str(file.pk), "unit": str(now.district.pk)}).status_code == 422
    paper, plan = Attachment.objects.filter(case=file).order_by("id")
    given = client.get(f"/cases/attachments/{paper.reference}/content")
    assert (given.content, given["Content-Type"]) == (PDF, "application/pdf")
    assert given["Content-Disposition"] == 'attachment; filename="x.pdf"'
    assert "sandbox" in given["Content-Security-Policy"]
    assert given["X-Content-Type-Options"] == "nosniff"
    assert client.get(f"/cases/attachments/{paper.reference}/picture").status_code == 404
    shown = client.get(f"/cases/attachments/{plan.reference}/picture")
    assert (shown["Content-Disposition"], shown["Content-Type"]) == ('inline; filename="plan.png"', "image/png")
    assert enter(now.rabat).get(f"/cases/attachments/{paper.reference}/content").status_code == 404
    assert "Why do you open" in enter(now.chief).get(f"/cases/attachments/{paper.reference}/content").text


def test_what_changed_meanwhile_is_told_and_what_did_not_touch_the_form_passes(
    now: SimpleNamespace, file: CaseFile
) -> None:
    client = opened(enter(now.officer), file)
    form = f"/records/casefiles/case_files/{file.reference}/amend/"
    sent = {"facts": "وقائع مكملة.", "urgency": "ordinary", "_expects": str(file.version)}
    act(Parties.enter, now.officer, now.district, case=file.pk, category="witness", latin_name="Omar Tazi")
    answer = client.post(form, {**sent, "_key": "m1"})
    assert answer.status_code == 302
    file.refresh_from_db()
    assert file.facts == "وقائع مكملة."
    perform(CaseFiles.amend, file.pk, actor=now.officer, data={"facts": "كتبها زميل.", "urgency": "ordinary"})
    answer = client.post(form, {**sent, "_expects": str(file.version), "_key": "m2"})
    assert answer.status_code == 409
    assert "What changed since you opened this form" in answer.text
    assert "كتبها زميل." in answer.text
    again = client.post(form, {**sent, "_expects": str(file.version + 1), "_key": "m3"})
    assert again.status_code == 302


def test_an_exhibit_s_movement_stands_filled_in_with_where_it_is(now: SimpleNamespace, file: CaseFile) -> None:
    exhibit = Exhibit.objects.get(case=file)
    perform(Exhibits.put_seal, exhibit, actor=now.officer, data={"seal": "S-1", "store": "خزانة الدائرة"})
    client = opened(enter(now.officer), file)
    page = client.get(f"/records/casefiles/exhibits/{exhibit.reference}/move/").text
    assert 'value="خزانة الدائرة"' in page
    assert "/cases/" in page


def test_a_closed_file_shows_no_forms(now: SimpleNamespace, file: CaseFile) -> None:
    other = act(
        CaseFiles.open_file, now.officer, now.district, origin="flagrant", offence="theft_simple", facts="سرقة."
    )
    perform(CaseFiles.join, file, actor=now.chief, data={"joined_to": other.pk, "grounds": "وحدة الفاعل."})
    page = opened(enter(now.officer), file).get(url(file)).text
    assert "data-digit" not in page
    assert other.reference in page
    there = opened(enter(now.officer), other).get(url(other)).text
    assert file.reference in there
    assert "data-digit" in there
    assert Task.objects.filter(case=file).count() == 1


def test_an_exhibit_goes_into_the_hands_of_a_colleague(now: SimpleNamespace, file: CaseFile) -> None:
    """Whoever serves names any officer, by number or by name; a card's number finds nobody."""
    exhibit = Exhibit.objects.get(case=file)
    perform(Exhibits.put_seal, exhibit, actor=now.officer, data={"seal": "M-1", "store": "خزانة 1"})
    client = opened(enter(now.officer), file)
    officer = Officer.objects.get(pk=now.officer)
    colleague = Officer.objects.get(pk=now.chief)
    number = colleague.registration_number
    lookup = "/lookup/casefiles/exhibits/received_by/"
    for asked, finds in ((number, True), (colleague.latin_name, True), (colleague.card_number, False)):
        assert (f'value="{number}"' in client.post(lookup, {"received_by": asked}).text) is finds
    namesake = Officer.objects.get(pk=now.rabat)
    Officer.objects.filter(pk__in=(now.rabat, now.chief)).update(latin_name="Samira Zeroual", search="samira zeroual")
    offered = client.post(lookup, {"received_by": "zeroual"}).text  # of two who bear a name, the one of the same unit
    assert -1 < offered.find(number) < offered.find(namesake.registration_number)
    moved = {"left_store": "خزانة 1", "next_store": "خزانة المحكمة", "received_by": number}
    moved["handed_by"] = officer.registration_number
    answer = client.post(f"/records/casefiles/exhibits/{exhibit.reference}/move/", moved)
    assert answer.status_code == 302, answer.text
    exhibit.refresh_from_db()
    assert (exhibit.store, exhibit.received_by_id) == ("خزانة المحكمة", now.chief)
    form = client.get(f"/records/casefiles/exhibits/{exhibit.reference}/move/").context["form"]
    names = ("left_store", "next_store", "received_by")  # where it is now, and nothing of the movement before
    assert [form.fields[name].initial for name in names] == ["خزانة المحكمة", None, None]


def test_whoever_hands_a_file_over_is_told_that_it_was_recorded(now: SimpleNamespace, file: CaseFile) -> None:
    client, step = enter(now.officer), f"/records/casefiles/case_files/{file.reference}/transfer/"
    client.get(step)
    client.post(step, {"purpose": "inquiry"})
    neighbour = now.district.__class__.objects.get(code="AP-RAK-02")
    sent = {
        "to_unit": neighbour.code,
        "grounds": "الاختصاص الترابي.",
        "_expects": str(file.version),
        "_key": "handed-over",
    }
    done = client.post(step, sent)
    assert done.status_code == 302 and done["Location"].startswith("/acts/"), done.content.decode()[:500]
    page = client.get(done["Location"])
    assert page.status_code == 200 and "Recorded: " in page.text and file.reference in page.text
    gone = client.get(url(file))
    assert gone.status_code == 302 and gone["Location"].startswith("/records/casefiles/handovers/")
    assert "queue=handed" in page.text and file.reference in client.get("/cases/work?queue=handed").text
    assert enter(now.rabat).get(url(file)).status_code == 404
    client.post(gone["Location"], {"purpose": "inquiry"})
    assert neighbour.french in client.get(gone["Location"]).text
    assert neighbour.french not in enter(now.rabat).get(url(file)).text
    assert enter(now.chief).get(done["Location"]).status_code == 404  # it tells people of their own acts alone
    # Who typed meanwhile gets back what they wrote, in words.
    other = f"/records/casefiles/case_files/{file.reference}/amend/"
    typed = client.post(other, {"facts": "تمت المعاينة", "urgency": "ordinary", "attempted": "False"})
    assert typed.status_code == 404 and "تمت المعاينة" in typed.text
    assert "<bdi>False</bdi>" not in typed.text and "<bdi>ordinary</bdi>" not in typed.text
    # They are told where it lies and who handed it over, and what they wrote is among their drafts, to be copied out.
    assert "AP-RAK-02" in typed.text and neighbour.french in typed.text
    assert Officer.objects.get(pk=now.officer).latin_name in typed.text
    assert "kept as a draft until" in typed.text
    assert [one.closed for one in client.get("/", follow=True).context["drafts"]] == [True]  # on the page of work
    quiet = {"_save": "quietly", "_key": "typed-still", "_seen": "0", "facts": "تمت", "_apart": "1"}
    assert "no longer with you" in client.post(other, quiet).json()["told"]
    again = client.get(other)
    assert again.status_code == 404 and "تمت المعاينة" in again.text and "AP-RAK-02" in again.text
    adding = {"case": str(file.pk), "category": "witness", "latin_name": "Wafae Idrissi"}
    told = client.post("/registers/casefiles/parties/new/enter/", adding)  # so is who typed what was to belong to it
    assert neighbour.french in told.text and "Wafae Idrissi" in told.text
    assert neighbour.french not in enter(now.rabat).post("/registers/casefiles/parties/new/enter/", adding).text
    stranger = enter(now.rabat).post(other, {"facts": "فضول"})  # before whom it never lay learns nothing
    assert "AP-RAK-02" not in stranger.text and neighbour.french not in stranger.text


def test_sending_again_undoes_no_change_of_a_colleague(now: SimpleNamespace, file: CaseFile) -> None:
    client, step = enter(now.officer), f"/records/casefiles/case_files/{file.reference}/amend/"
    client.get(step)
    client.post(step, {"purpose": "inquiry"})
    form = client.get(step).context["form"]
    sent = {name: form[name].value() for name in form.fields}
    sent = {name: value for name, value in sent.items() if value not in (None, "")} | {"facts": "نص جديد للوقائع."}
    sent["happened_at"] = sent["happened_at"].strftime("%Y-%m-%dT%H:%M") if "happened_at" in sent else ""
    perform(CaseFiles.amend, file, actor=now.second, data={"facts": file.facts, "place": "زنقة ابن سينا"})
    as_it_was = client.post(step, fields_of(client.get(step)))  # what says nothing new is not recorded
    assert as_it_was.status_code == 422 and "there is nothing to record" in as_it_was.text
    refused = client.post(step, sent)
    assert refused.status_code == 409 and refused.context["form"]["place"].value() == "زنقة ابن سينا"
    assert "they now hold what was written meanwhile" in refused.text and "نص جديد للوقائع." in refused.text
    again = {name: refused.context["form"][name].value() for name in form.fields}
    assert client.post(step, {name: "" if value is None else value for name, value in again.items()}).status_code == 302
    file.refresh_from_db()
    assert (file.facts, file.place) == ("نص جديد للوقائع.", "زنقة ابن سينا")


def test_what_two_officers_changed_stands_side_by_side_and_the_second_chooses(
    now: SimpleNamespace, file: CaseFile
) -> None:
    client, step = enter(now.officer), f"/records/casefiles/case_files/{file.reference}/amend/"
    client.get(step)
    client.post(step, {"purpose": "inquiry"})
    form, before = client.get(step).context["form"], file.facts
    sent = {name: form[name].value() for name in form.fields}
    sent = {name: value for name, value in sent.items() if value not in (None, "")}
    sent |= {"facts": f"{before} وشوهد يجري.", "urgency": "danger", "place": "زنقة طارق"}
    sent["happened_at"] = "2024-03-02T10:30"
    told = {
        "facts": f"{before} وفر راجلا.",
        "urgency": "urgent",
        "place": "زنقة طارق",
        "happened_at": "2024-03-02T09:15",
    }
    perform(CaseFiles.amend, file, actor=now.second, data=told)
    refused = client.post(step, sent)
    both = refused.context["form"].both
    assert refused.status_code == 409 and both.keys() == {"facts", "urgency", "happened_at"}  # one place
    assert (both["facts"].was, both["facts"].theirs, both["facts"].mine) == (
        [before], [told["facts"]], [sent["facts"]]
    )  # fmt: skip
    assert [piece.text.strip() for piece in both["facts"].their_side if piece.kind == "new"] == ["وفر راجلا."]
    assert [piece.text for piece in both["urgency"].their_side] == ["Urgent"]  # the word, not the code
    assert [one.text for one in both["happened_at"].my_side] == ["2 March 2024, 10:30"]
    assert Officer.objects.get(pk=now.second).latin_name in both["facts"].by
    # Nothing is sent before all is chosen, and a choice that was made stays.
    again = fields_of(refused) | {"_take-facts": "mine"}
    asked = client.post(step, again)
    assert asked.status_code == 422 and asked.text.count("Choose which of the two texts stands.") >= 1
    assert asked.context["form"].both["facts"].take == "mine" and before in asked.text
    again = fields_of(asked) | {"_take-facts": "mine", "_take-urgency": "theirs", "_take-happened_at": "mine"}
    assert client.post(step, again).status_code == 302
    file.refresh_from_db()
    assert (file.facts, file.urgency) == (sent["facts"], "urgent")


def fields_of(page: Any) -> dict[str, Any]:
    """What a browser would send of the form on a page, as it stands."""
    form = page.context["form"]
    found: dict[str, Any] = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    for both in form.both.values():
        for name, value in both.carried:
            found.setdefault(name, []).append(value)
    return found


def test_a_sealed_address_is_compared_for_who_may_read_it_and_no_empty_field_takes_it_away(
    now: SimpleNamespace, file: CaseFile
) -> None:
    party = act(
        Parties.enter, now.officer, now.district, case=file.pk, category="victim", latin_name="Huda Filali",
        shielded_address="دار الأمل 1",
    )  # fmt: skip
    step = f"/records/casefiles/parties/{party.reference}/amend/"
    client = opened(enter(now.officer), file)
    sent = fields_of(client.get(step))
    assert "shielded_address" not in sent
    assert client.post(step, {**sent, "phone": "0661000001"}).status_code == 302
    sent = fields_of(client.get(step))
    perform(
        Parties.amend, party, actor=now.second, data={"latin_name": "Huda Filali", "shielded_address": "دار الأمل 2"}
    )
    refused = client.post(step, {**sent, "shielded_address": "دار الأمل 3"})
    assert refused.status_code == 409
    assert refused.context["form"].both["shielded_address"].opened == ("دار الأمل 1", "دار الأمل 2")
    assert "no-store" in refused["Cache-Control"]
    carried = fields_of(refused)
    assert "_theirs-shielded_address" not in carried
    assert client.post(step, carried | {"_take-shielded_address": "theirs"}).status_code == 302
    party.refresh_from_db()
    assert reveal(party, "shielded_address", Actor.of(now.officer), "inquiry") == "دار الأمل 2"
