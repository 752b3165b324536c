"""A part is severed: what was chosen goes in one act, both files say what went, and nobody held is lost on the way."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.utils import timezone
from tests.stage import START, YEAR, Stage

from hasila.assurance.steps import timeline
from hasila.kernel.many import perform_many
from hasila.kernel.procedures import Act
from hasila.kernel.refusals import Refused
from hasila.modules.casefiles import jobs, uploads
from hasila.modules.casefiles.attachments import Attachments
from hasila.modules.casefiles.case_file import CaseFile
from hasila.modules.casefiles.case_files import CaseFiles
from hasila.modules.casefiles.charges import Charge, Charges
from hasila.modules.casefiles.contents import contents
from hasila.modules.casefiles.custody import Custodies
from hasila.modules.casefiles.exchange.parts import as_data, papers, parts
from hasila.modules.casefiles.exhibits import Exhibits
from hasila.modules.casefiles.missing import missing
from hasila.modules.casefiles.parties import Party
from hasila.modules.casefiles.tasks import Tasks
from hasila.modules.casefiles.tests.conftest import entered, opened
from hasila.modules.casefiles.tests.holding_stage import at, content, door_at, ended, hour
from hasila.modules.casefiles.tests.test_attachments import PDF
from hasila.modules.casefiles.tests.test_case_page import act, enter, file, now  # noqa: F401  (fixtures)
from hasila.modules.casefiles.tests.test_handovers import LETTER
from hasila.modules.casefiles.things import Things
from hasila.modules.casefiles.written_records import WrittenRecords

WHY = {"severed_facts": "حيازة المخدرات المضبوطة لدى المعني بالأمر.", "grounds": "قضية مستقلة."}


@pytest.fixture
def whole(stage: Stage, pilot: SimpleNamespace) -> SimpleNamespace:
    """A file with two suspects, one of them held and charged with more, a victim, two exhibits and a signed record."""
    case = opened(stage, pilot)
    mine: dict[str, Any] = {"actor": pilot.officer, "unit": pilot.district}
    stays, goes = (
        entered(stage, pilot, case),
        entered(stage, pilot, case, card_number="EE812346", latin_name="Ali Tazi"),
    )
    victim = entered(stage, pilot, case, category="victim", latin_name="Salma Benali", card_number="")
    charged = [
        stage.do(Charges.enter, data={"case": case.pk, "offence": code, "suspect": suspect}, **mine).record
        for code, suspect in (("weapon_carrying", goes.pk), ("theft_simple", stays.pk), ("theft_simple", None))
    ]
    exhibits = []
    for text in ("هاتف", "سكين"):
        data = {"case": case.pk, "kind": "other", "description": text}
        exhibits.append(stage.do(Exhibits.seize, data=data, **mine).record)
    data = {"case": case.pk, "kind": "finding", "text": "عاينا ما يلي."}
    record = stage.do(WrittenRecords.draft, data=data, **mine).record
    stage.do(
        WrittenRecords.read_back, record, actor=pilot.officer, data={"how_read": "nobody_heard", "ended_at": START}
    )
    draft = stage.do(WrittenRecords.draft, data=data, **mine).record
    stage.do(WrittenRecords.sign, record, actor=pilot.officer, data={"signing": "nobody_heard"})
    custody = at(0.5, Custodies.place_in_custody, data=content(case, goes), **mine)
    return SimpleNamespace(
        case=CaseFile.objects.get(pk=case.pk), stays=stays, goes=goes, victim=victim, charges=charged,
        exhibits=exhibits, record=record, draft=draft, custody=custody,
    )  # fmt: skip


def taken_along(whole: SimpleNamespace, people: SimpleNamespace, stage: Stage) -> SimpleNamespace:
    """Drafts, objects, acts of investigation and an attachment of the file, about those who go and those who stay."""
    mine: dict[str, Any] = {"actor": people.officer, "unit": people.district}
    case = whole.case.pk

    def do(step: Any, **data: Any) -> Any:
        return stage.do(step, data={"case": case, **data}, **mine).record

    hearing = {"kind": "notification", "party": whole.goes.pk, "text": "أشعرنا المعني بالأمر."}
    draft, read = do(WrittenRecords.draft, **hearing), do(WrittenRecords.draft, **hearing)
    stage.do(WrittenRecords.read_back, read, actor=people.officer, data={"how_read": "to_person", "ended_at": START})
    vehicle = {"kind": "motorcycle", "role": "used", "plate": "12345-أ-6"}
    task = {"kind": "hearing", "what": "الاستماع", "deadline": START.date() + timedelta(days=9)}
    with transaction.atomic():
        sent = uploads.attached(people.officer, "severed", "شهادة.pdf", PDF)
    return SimpleNamespace(
        draft=draft, read=read,
        his=do(Things.enter, **vehicle, owner=whole.goes.pk), hers=do(Things.enter, **vehicle, owner=whole.victim.pk),
        tasks=[
            do(Tasks.put, **task, party=whole.victim.pk), do(Tasks.put, **task, exhibit=whole.exhibits[1].pk),
            do(Tasks.put, **task, party=whole.goes.pk, owner=people.chief),
        ],
        paper=do(Attachments.attach, **sent, written=whole.record.pk),
    )  # fmt: skip


def test_what_is_about_those_who_go_goes_with_them(
    whole: SimpleNamespace, pilot: SimpleNamespace, stage: Stage
) -> None:
    about = taken_along(whole, pilot, stage)
    limits = [task.limit_at for task in about.tasks]
    part = severed(
        pilot, whole.case, severed_parties=[whole.goes.pk, whole.victim.pk], severed_charges=[whole.charges[0].pk],
        severed_exhibits=[whole.exhibits[1].pk], severed_records=[about.draft.pk, whole.record.pk],
        severed_things=[about.his.pk, about.hers.pk], severed_tasks=[task.pk for task in about.tasks],
        severed_attachments=[about.paper.pk],
    )  # fmt: skip
    gone = [about.draft, about.his, about.hers, *about.tasks]
    for one in (*gone, about.read, about.paper):
        one.refresh_from_db()
    assert {one.case_id for one in gone} == {part.pk}
    assert {one.case_id for one in (about.read, about.paper)} == {whole.case.pk}
    copy = Party.objects.get(case=part, category="victim")
    assert (about.his.owner_id, about.hers.owner_id, about.tasks[0].party_id) == (whole.goes.pk, copy.pk, copy.pk)
    assert [task.owner_id for task in about.tasks] == [pilot.officer, pilot.officer, pilot.chief]
    assert [task.limit_at for task in about.tasks] == limits and about.tasks[2].due_at == limits[2]
    whole.case.refresh_from_db()
    assert (whole.case.open_tasks, whole.case.unsigned) == (0, 2)  # the one read back, and the one about nobody
    assert (part.open_tasks, part.unsigned, part.written_records) == (3, 1, 1)
    assert [row[1:2] for row in part.holdings] == [[str(whole.custody.pk)]]
    assert {lack.code for lack in missing(part)} >= {"casefiles.lacks_tasks", "casefiles.lacks_signature"}
    assert [(row["name"], row["copied"]) for row in contents(part)["attachments"]] == [("شهادة.pdf", True)]
    at(3, WrittenRecords.read_back, about.draft, actor=pilot.officer, data={"how_read": "to_person", "ended_at": START})
    at(3, WrittenRecords.sign, about.draft, actor=pilot.officer, data={"signing": "signed"})
    about.draft.refresh_from_db()
    assert about.draft.number == whole.record.number + 1 and counted(part)[5:7] == [2, 0]
    pieces = {piece.name: piece.content for found in parts(part) for piece in papers(found, hour(4))}
    assert pieces[f"attachments/{about.paper.reference}.pdf"] == PDF
    assert {f"papers/written_records/{one.reference}-record.pdf" for one in (whole.record, about.draft)} <= set(pieces)
    held = next(found for found in parts(part) if found.name == "written_records")
    told = as_data(held.records[-1], held=held.records[-1].pk in held.held)
    assert (told["reference"], told["of_file"]) == (whole.record.reference, whole.case.reference)


def severed(people: SimpleNamespace, case: CaseFile, hours: float = 2, **chosen: Any) -> CaseFile:
    at(hours, CaseFiles.sever, case, actor=people.officer, data={**WHY, **chosen})
    return CaseFile.objects.get(pk=case.severed_id)


def test_who_was_presented_already_is_so_in_the_part(whole: SimpleNamespace, pilot: SimpleNamespace) -> None:
    ended(whole.custody, 1, pilot.officer, ending="presented")
    goes: dict[str, Any] = {"severed_parties": [whole.goes.pk], "severed_charges": [whole.charges[0].pk]}
    part = severed(pilot, whole.case, severed_offence="drug_possession", **goes)
    whole.case.refresh_from_db()
    assert [(one.in_custody, one.presented) for one in (whole.case, part)] == [(0, 0), (0, 1)]


def test_only_who_was_presented_since_the_file_came_back_goes_so(
    whole: SimpleNamespace, pilot: SimpleNamespace
) -> None:
    mine: dict[str, Any] = {"actor": pilot.officer, "unit": pilot.district}
    data = content(whole.case, whole.stays, arrested_at=hour(0.4), began_at=hour(0.5))
    later = at(0.6, Custodies.place_in_custody, data=data, **mine)
    ended(whole.custody, 1, pilot.officer, ending="presented")
    case = CaseFile.objects.get(pk=whole.case.pk)
    for hours, step, told in ((2, "refer", {"office": "appeal"}), (3, "send_back", {"instructions": "الاستماع."})):
        moment = {"door": door_at(hour(hours))}
        told_of = Act(CaseFiles.transitions[step], record_id=case.pk, actor=pilot.officer, cause=uuid4(), data=told)
        assert perform_many([told_of], **moment).performed == 1
    ended(later, 4, pilot.officer, ending="presented")
    case.refresh_from_db()
    assert (case.state, case.presented) == ("returned", 1)
    goes: dict[str, Any] = {"severed_parties": [whole.goes.pk], "severed_charges": [whole.charges[0].pk]}
    part = severed(pilot, case, 5, severed_offence="drug_possession", **goes)
    case.refresh_from_db()
    assert (case.presented, part.presented) == (1, 0)  # who came before the magistrate before goes with neither
    goes = {"severed_parties": [whole.stays.pk], "severed_charges": [whole.charges[1].pk]}
    last = severed(pilot, case, 6, severed_offence="theft_simple", **goes)
    case.refresh_from_db()
    assert (case.presented, last.presented) == (0, 1)


def counted(case: CaseFile) -> list[int]:
    case.refresh_from_db()
    names = ("suspects", "victims", "charges", "exhibits", "unsealed", "written_records", "unsigned", "in_custody")
    return [getattr(case, name) for name in names]


def test_what_was_chosen_goes_and_both_files_say_so(whole: SimpleNamespace, pilot: SimpleNamespace) -> None:
    limit, number = whole.custody.limit_at, whole.custody.number
    part = severed(
        pilot, whole.case, severed_offence="drug_possession",
        severed_parties=[whole.goes.pk, str(whole.victim.pk)], severed_charges=[whole.charges[0].pk],
        severed_exhibits=[whole.exhibits[1].pk], severed_records=[whole.record.pk],
    )  # fmt: skip
    assert counted(whole.case) == [1, 1, 2, 1, 1, 1, 1, 0]
    assert counted(part) == [1, 1, 1, 1, 1, 1, 0, 1]
    for one in (whole.goes, whole.custody, whole.charges[0], whole.exhibits[1], whole.record, whole.victim):
        one.refresh_from_db()
    assert {one.case_id for one in (whole.goes, whole.custody, whole.charges[0], whole.exhibits[1])} == {part.pk}
    assert {one.case_id for one in (whole.record, whole.victim)} == {whole.case.pk}
    copy = Party.objects.get(pk=whole.victim.copied_to)
    assert (copy.case_id, copy.category, copy.latin_name) == (part.pk, "victim", "Salma Benali")
    assert (whole.exhibits[1].item, part.seized, whole.case.seized) == (1, 1, 2)
    assert (whole.custody.limit_at, whole.custody.number, whole.custody.held) == (limit, number, True)
    assert whole.custody.offences == ["drug_possession", "weapon_carrying"]
    acts = [done for done in timeline(whole.case.pk) if done.act.endswith(("goes_out", "sever"))]
    assert len(acts) == 7 and {done.occurred_at for done in acts} == {acts[0].occurred_at}
    assert sorted(row[1] for row in part.parted) == sorted(row[1] for row in whole.case.parted)
    assert [row["reference"] for row in contents(part)["records"]] == [whole.record.reference]
    assert [len(found.records) for found in parts(part) if found.name == "written_records"] == [1]
    assert CaseFiles.cases.recount(YEAR) == 1
    back_again(whole, part, pilot)


def back_again(whole: SimpleNamespace, part: CaseFile, people: SimpleNamespace) -> None:
    """Only another act takes it back: the part is joined to the file again, and whoever is held comes along."""
    at(3, CaseFiles.join, part, actor=people.chief, data={"joined_to": whole.case.pk, "grounds": "إعادة الضم."})
    jobs.go_over(timeline(part.pk)[-1].id, part.pk)
    whole.custody.refresh_from_db()
    assert (whole.custody.case_id, *counted(whole.case)[:2]) == (whole.case.pk, 2, 1)
    assert counted(whole.case)[5:] == [1, 1, 1]  # the record that both held counts once
    copy = Party.objects.get(pk=whole.victim.copied_to)
    assert (copy.case_id, copy.state, copy.same_as_id) == (whole.case.pk, "united", whole.victim.pk)
    assert Party.objects.filter(case=whole.case, category="victim", state="entered").count() == 1
    whole.goes.refresh_from_db()
    assert whole.goes.further_only and len(whole.goes.charge_ids) == 2  # the part's main offence came as a charge
    again = severed(people, whole.case, 4, severed_parties=[whole.goes.pk], severed_charges=whole.goes.charge_ids)
    assert (counted(again)[0], counted(again)[2], counted(again)[-1]) == (1, 2, 1)


def test_a_severance_is_refused_whole(whole: SimpleNamespace, pilot: SimpleNamespace, stage: Stage) -> None:
    other = opened(stage, pilot)
    stranger = entered(stage, pilot, other)

    def refused(**chosen: Any) -> str:
        with pytest.raises(Refused) as caught:
            severed(pilot, CaseFile.objects.get(pk=whole.case.pk), **chosen)
        assert not CaseFile.objects.filter(origin="severance").exists()
        return caught.value.refusal.code

    assert refused() == refused(severed_exhibits=[whole.exhibits[0].pk]) == "casefiles.nothing_severed"
    assert refused(severed_parties=["x"]) == "casefiles.no_identifier"
    assert refused(severed_parties=[uuid4()]) == "kernel.no_record"
    assert refused(severed_parties=[uuid4() for _ in range(101)]) == "casefiles.too_much_severed"
    assert refused(severed_parties=[stranger.pk]) == "casefiles.not_of_this_file"
    assert refused(severed_parties=[whole.goes.pk]) == "casefiles.offences_left_behind"
    assert refused(severed_charges=[whole.charges[0].pk]) == "casefiles.suspect_left_behind"
    beside = {"severed_charges": [whole.charges[2].pk]}
    about = taken_along(whole, pilot, stage)
    assert refused(**beside, severed_records=[whole.draft.pk]) == "casefiles.draft_stays"
    assert refused(**beside, severed_records=[about.draft.pk]) == "casefiles.draft_stays"
    assert refused(**beside, severed_records=[about.read.pk]) == "casefiles.read_back_stays"
    assert refused(**beside, severed_things=[about.hers.pk]) == "casefiles.owner_left_behind"
    assert refused(**beside, severed_tasks=[about.tasks[0].pk]) == "casefiles.subject_left_behind"
    assert refused(**beside, severed_tasks=[about.tasks[1].pk]) == "casefiles.subject_left_behind"
    taken = {"grounds": "أرفق خطأ."}
    at(1, Attachments.take_out, about.paper, actor=pilot.officer, data=taken)
    assert refused(**beside, severed_attachments=[about.paper.pk]) == "kernel.wrong_state"
    letter = opened(stage, pilot, **LETTER)
    data = {**WHY, "severed_parties": [whole.goes.pk]}
    assert stage.refused(CaseFiles.sever, letter, actor=pilot.officer, data=data).code == "casefiles.letter_not_severed"


def test_the_limit_follows_the_offence_of_the_part(whole: SimpleNamespace, pilot: SimpleNamespace) -> None:
    whole.charges[0].refresh_from_db()
    at(1, Charges.drop, whole.charges[0], actor=pilot.officer, data={"grounds": "لم يثبت."})
    severed(pilot, whole.case, severed_parties=[whole.goes.pk], severed_offence="light_violence")
    whole.custody.refresh_from_db()
    assert whole.custody.limit_at == hour(2) and whole.custody.shortened is not None


def test_an_officer_ticks_what_goes(file: CaseFile, now: SimpleNamespace) -> None:  # noqa: F811
    suspect = Party.objects.get(case=file, category="suspect")
    inside: dict[str, Any] = {"actor": now.officer, "unit": now.district, "case": file.pk}
    charge = act(Charges.enter, **inside, offence="weapon_carrying", suspect=suspect.pk)
    day = (timezone.now() + timedelta(days=3)).date()
    his = [
        act(Tasks.put, **inside, kind="hearing", what="x", deadline=day, party=suspect.pk),
        act(Things.enter, **inside, kind="phone", role="used", description="هاتف", owner=suspect.pk),
        act(WrittenRecords.draft, **inside, kind="notification", party=suspect.pk),
    ]
    stays = act(WrittenRecords.draft, **inside, kind="finding")
    at_hour = {"arrested_at": timezone.now() - timedelta(hours=1), "began_at": timezone.now() - timedelta(minutes=40)}
    held = act(Custodies.place_in_custody, **{**content(file, suspect, **at_hour), **inside})
    client = enter(now.officer)
    form = f"/records/casefiles/case_files/{file.reference}/sever/"
    client.post(f"/cases/{file.reference}/", {"purpose": "inquiry"})
    shown = client.get(form).text
    by_itself, staying = (
        f"({his[2].reference}) · not signed: goes with Yassine",
        "Not signed, and stays here: ",
    )
    for text in ("held now", "Salma Benali (Victim) · stays here too", f'value="{charge.pk}"', by_itself, staying):
        assert text in shown
    assert stays.reference in shown.split(staying)[1].split("</p>")[0]
    assert "Choose at least one person" in client.post(form, {**WHY, "_key": "k0"}).text
    sent = {**WHY, "severed_parties": [str(suspect.pk)], "_key": "k1"}
    assert client.post(form, sent).status_code == 302
    part = CaseFile.objects.get(origin="severance")
    assert Charge.objects.filter(case=part).count() == part.in_custody == 1
    for one in (*his, stays):
        one.refresh_from_db()
    assert {one.case_id for one in his} == {part.pk} and stays.case_id == file.pk
    client.post(f"/cases/{part.reference}/", {"purpose": "inquiry"})
    for reference, other in ((file.reference, part.reference), (part.reference, file.reference)):
        text = client.get(f"/cases/{reference}/").text.split("what went where")[1]
        assert other in text and "El Haddaoui" in text
    assert f"/custody/{held.reference}/" in client.get(f"/cases/{part.reference}/").text
