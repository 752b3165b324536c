"""A part in another unit: what it holds by reference is read there, as such, and nothing else of the first file is."""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from hasila.assurance.readings import by_actor
from hasila.assurance.steps import timeline
from hasila.institution.roles import Role
from hasila.institution.staffing import Holder, ensure_holder
from hasila.kernel.access import acting, identify
from hasila.kernel.perform import perform
from hasila.kernel.refusals import Refused
from hasila.modules.casefiles import jobs
from hasila.modules.casefiles.attachments import Attachment, Attachments
from hasila.modules.casefiles.case_file import CaseFile
from hasila.modules.casefiles.case_files import CaseFiles
from hasila.modules.casefiles.contents import contents
from hasila.modules.casefiles.exchange.parts import papers, parts
from hasila.modules.casefiles.held_by_reference import of_the_part, open_keys
from hasila.modules.casefiles.parties import Party
from hasila.modules.casefiles.referrals import Referrals
from hasila.modules.casefiles.tests.test_attachments import PDF
from hasila.modules.casefiles.tests.test_case_page import act, enter, file, now, opened, url  # noqa: F401  (fixtures)
from hasila.modules.casefiles.tests.test_severance import WHY
from hasila.modules.casefiles.written_record import WrittenRecord
from hasila.modules.casefiles.written_records import WrittenRecords
from hasila.plain.moments import today


@pytest.fixture
def handed(file: CaseFile, now: SimpleNamespace) -> Iterator[SimpleNamespace]:  # noqa: F811
    """A part that holds one record and one attachment of two each, handed to the neighbour with both its officers."""
    client = opened(enter(now.officer), file)
    form = f"/registers/casefiles/attachments/new/attach/?case={file.reference}&from=file"
    for name in ("one.pdf", "two.pdf"):
        sent = {"case": str(file.pk), "unit": str(now.district.pk), "_key": name}
        client.post(form, {**sent, "file": SimpleUploadedFile(name, PDF)})
    paper, kept = Attachment.objects.filter(case=file).order_by("name")
    victim, suspect = Party.objects.filter(case=file).order_by("-category")
    record = WrittenRecord.objects.get(case=file)
    hearing = {"kind": "hearing_victim", "party": victim.pk, "text": "صرحت بما يلي."}
    other = act(WrittenRecords.draft, now.officer, now.district, case=file.pk, **hearing)
    signed(other, now.officer)
    chosen = {"severed_parties": [suspect.pk], "severed_records": [other.pk], "severed_attachments": [paper.pk]}
    perform(CaseFiles.sever, file.pk, actor=now.officer, data={**WHY, **chosen})
    file.refresh_from_db()
    part = CaseFile.objects.get(pk=file.severed_id)
    neighbour = now.district.__class__.objects.get(code="AP-RAK-02")
    gone = perform(CaseFiles.transfer, part, actor=now.officer, data={"to_unit": neighbour.pk, "grounds": "الاختصاص."})
    jobs.move_what_belongs(gone.entry_id, part.pk)
    officer = ensure_holder(Holder("b.1", 761, Role.JUDICIAL_OFFICER, "AP-RAK-02", 9, "M", "ضابط", "Officier"))
    chief = ensure_holder(Holder("b.2", 762, Role.UNIT_CHIEF, "AP-RAK-02", 9, "M", "رئيس", "Chef"))
    perform(CaseFiles.accept, part, actor=chief, data={"investigator": officer})
    part.refresh_from_db()
    yield SimpleNamespace(
        part=part, first=file, held=other, stays=record, paper=paper, kept=kept, officer=officer, chief=chief,
        neighbour=neighbour,
    )  # fmt: skip


def signed(record: Any, officer: Any) -> None:
    read = {"how_read": "to_person", "ended_at": record.began_at}
    perform(WrittenRecords.read_back, record, actor=officer, data=read)
    perform(WrittenRecords.sign, record, actor=officer, data={"signing": "signed"})


def seen() -> set[Any]:
    rows = [*WrittenRecord.objects.values_list("pk", flat=True), *Attachment.objects.values_list("pk", flat=True)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT upload_id FROM casefiles_blob")
        return {*rows, *(row[0] for row in cursor.fetchall())}


def test_the_fence_opens_exactly_what_the_part_refers_to(handed: SimpleNamespace, now: SimpleNamespace) -> None:  # noqa: F811
    exactly = {handed.held.pk, handed.paper.pk, handed.paper.upload_id}
    with acting(handed.officer):
        assert seen() == set()
        with of_the_part(handed.part):
            assert seen() == exactly
            assert not CaseFile.objects.filter(pk=handed.first.pk).exists()
            assert not Party.objects.filter(case=handed.first.pk).exists()
            identify(now.rabat)  # whoever may not see the part sees nothing through it
            assert seen() == set()
            identify(handed.officer)
        with of_the_part(handed.first):
            assert seen() == set()
        assert seen() == set()
        assert open_keys(handed.part)["attachments"] == [handed.paper.pk]
    hearing = {"kind": "hearing_victim", "party": handed.held.party_id, "text": "الصواب ما يلي."}
    mine = {"case": handed.first.pk, "corrects": handed.held.pk}
    correcting = act(WrittenRecords.draft, now.officer, now.district, **mine, **hearing)
    with acting(handed.officer):
        assert open_keys(handed.part)["written_records"] == [handed.held.pk]
    signed(correcting, now.officer)
    with acting(handed.officer):
        assert open_keys(handed.part)["written_records"] == [handed.held.pk, correcting.pk]
        rows = contents(handed.part)
        assert [(row["reference"], row["party_latin_name"]) for row in rows["records"]] == [
            (one.reference, "Salma Benali") for one in (handed.held, correcting)
        ]
        made = {
            piece.name: piece.content for found in parts(handed.part) for piece in papers(found, handed.part.acted_at)
        }
        assert made[f"attachments/{handed.paper.reference}.pdf"] == PDF
        assert made[f"papers/written_records/{handed.held.reference}-record.pdf"].startswith(b"%PDF")
    for step, record, data in (
        (WrittenRecords.draft, None, {"case": handed.first.pk, "kind": "finding", "text": "x"}),
        (Attachments.take_out, handed.paper, {"grounds": "x"}),
    ):
        with pytest.raises(Refused) as caught:
            options = {"unit": handed.first.unit_id} if record is None else {}
            perform(step, record, actor=handed.officer, data=data, **options)
        assert caught.value.refusal.code == "kernel.no_mandate"


def test_a_part_of_a_part_holds_what_that_one_held_by_reference(handed: SimpleNamespace, now: SimpleNamespace) -> None:  # noqa: F811
    client, part = enter(handed.officer), handed.part
    client.post(url(part), {"purpose": "inquiry"})
    form = f"/records/casefiles/case_files/{part.reference}/sever/"
    shown = client.get(form).text
    assert f'value="{handed.held.pk}"' in shown and "(of the file that this part was severed from)" in shown
    assert f'value="{handed.stays.pk}"' not in shown
    suspect = Party.objects.get(case=part, category="suspect")
    chosen = {**WHY, "severed_parties": [str(suspect.pk)], "severed_records": [str(handed.held.pk)]}
    for register, other in (("severed_records", handed.stays), ("severed_attachments", handed.kept)):
        with pytest.raises(Refused) as caught:
            perform(CaseFiles.sever, part.pk, actor=handed.officer, data={**chosen, register: [other.pk]})
        assert caught.value.refusal.code == "casefiles.not_of_this_file"
    sent = {**chosen, "severed_attachments": [str(handed.paper.pk)], "_key": "p2"}
    assert client.post(form, sent).status_code == 302
    part.refresh_from_db()
    last = CaseFile.objects.get(pk=part.severed_id)
    assert (part.written_records, last.written_records, last.suspects) == (1, 1, 1)
    assert {(row[0], row[2], *row[3:]) for row in last.parted if row[3] == "copied"} == {
        (str(part.pk), str(one.pk), "copied", "in") for one in (handed.held, handed.paper)
    }
    for one in (handed.held, handed.paper):
        one.refresh_from_db()
        assert one.case_id == handed.first.pk and timeline(one.pk)[-1].act.endswith(".goes")

    third = now.district.__class__.objects.get(code="AP-RAK-03")
    gone = perform(CaseFiles.transfer, last, actor=handed.officer, data={"to_unit": third.pk, "grounds": "الاختصاص."})
    jobs.move_what_belongs(gone.entry_id, last.pk)
    reader = ensure_holder(Holder("b.3", 763, Role.JUDICIAL_OFFICER, "AP-RAK-03", 9, "M", "ضابط", "Officier"))
    with acting(reader):
        assert seen() == set()
        with of_the_part(last):
            assert seen() == {handed.held.pk, handed.paper.pk, handed.paper.upload_id}
        with of_the_part(part):  # which this reader may not see
            assert seen() == set()
        assert [row["reference"] for row in contents(last)["records"]] == [handed.held.reference]
    with acting(handed.officer), of_the_part(last):  # who has it no more
        assert seen() == set()
    shown = opened(enter(reader), last).get(url(last)).text
    assert f"/cases/{last.reference}/held/{handed.held.reference}" in shown


def test_what_a_part_holds_is_read_from_its_page_and_each_reading_is_kept(handed: SimpleNamespace) -> None:
    client, part = enter(handed.officer), handed.part
    address = f"/cases/{part.reference}/held/"
    asked = client.get(address + handed.held.reference)
    assert "Why do you open this file?" in asked.text
    answer = client.post(address + handed.held.reference, {"purpose": "inquiry"}, follow=True)
    assert answer.content.startswith(b"%PDF") and answer["Cache-Control"] == "private, no-store"
    shown = client.get(url(part)).text
    assert f'href="{address}{handed.held.reference}"' in shown and f'href="{address}{handed.paper.reference}"' in shown
    assert f"2/{today().year}" in shown and "held in both files" in shown and "Salma Benali" in shown
    given = client.get(address + handed.paper.reference)
    assert (given.content, given["Content-Type"]) == (PDF, "application/pdf")
    for path in (
        address + handed.stays.reference, address + handed.kept.reference, address + "nothing",
        f"/cases/{handed.first.reference}/held/{handed.held.reference}", url(handed.first),
        f"/records/casefiles/written_records/{handed.held.reference}/",
        f"/cases/attachments/{handed.paper.reference}/content",
    ):  # fmt: skip
        assert client.get(path).status_code == 404, path
    assert handed.held.reference not in client.get("/registers/casefiles/written_records/").text
    kept = {(reading.record, reading.purpose, reading.case) for reading in by_actor(handed.officer, today(), today())}
    assert {(one.pk, "inquiry", part.reference) for one in (handed.held, handed.paper)} <= kept
    perform(CaseFiles.amend, part, actor=handed.officer, data={"facts": part.facts, "happened_at": part.opened_at})
    data = {"case": part.pk, "way": "paper"}
    referral = perform(Referrals.prepare, actor=handed.officer, unit=handed.neighbour, data=data).record
    page = client.get(f"/cases/referrals/{referral.reference}/paper")
    assert page.content.startswith(b"%PDF")
    assert timeline(handed.held.pk)[-1].act == WrittenRecords.goes.key
