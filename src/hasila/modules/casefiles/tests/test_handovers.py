"""A file that goes to another unit, a letter rogatory, and a file that is joined to another: from beginning to end."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from tests.stage import START, YEAR, Stage

from hasila.assurance.steps import timeline
from hasila.institution.notices import Notice
from hasila.institution.roles import Role
from hasila.institution.staffing import Holder, ensure_holder
from hasila.kernel.access import Actor, authority
from hasila.kernel.refusals import Refused
from hasila.modules.casefiles.case_files import CaseFiles
from hasila.modules.casefiles.charges import Charge
from hasila.modules.casefiles.exhibits import Exhibit, Exhibits
from hasila.modules.casefiles.handovers import Handover, Handovers
from hasila.modules.casefiles.jobs import go_over, move_what_belongs, tell_arrival, tell_sender
from hasila.modules.casefiles.missing import missing
from hasila.modules.casefiles.parties import Party
from hasila.modules.casefiles.printing import written_record
from hasila.modules.casefiles.referral import Referral
from hasila.modules.casefiles.referrals import Referrals
from hasila.modules.casefiles.tasks import Task, Tasks
from hasila.modules.casefiles.tests.conftest import complete, entered, opened, told
from hasila.modules.casefiles.work import QUEUES, Scope, page
from hasila.modules.casefiles.written_records import WrittenRecords
from hasila.surfaces.web.forms import StepForm

DAY_20 = START.date() + timedelta(days=20)
WHY = {"grounds": "الوقائع جرت بدائرة نفوذكم."}
LETTER = {
    "origin": "letter_rogatory",
    "origin_reference": "إ.ق 12/2026",
    "magistrate": "ذ. عبد الرحيم السعدي",
    "court": "CA-FES",
    "instructions": "الاستماع إلى الشاهدين الواردين في الإنابة.",
    "complete_by": START.date() + timedelta(days=10),
}


@pytest.fixture
def beside(pilot: SimpleNamespace) -> SimpleNamespace:
    """The head and an officer of the neighbouring district."""

    def holder(number: int, role: Role) -> Any:
        return ensure_holder(Holder(f"there.{number}", 730 + number, role, "AP-RAK-02", 9, "M", "ضابط", "Officier"))

    return SimpleNamespace(chief=holder(1, Role.UNIT_CHIEF), officer=holder(2, Role.JUDICIAL_OFFICER))


def listed(code: str, who: Any, unit: Any) -> list[Any]:
    return page(QUEUES[code], Scope.of(Actor.of(who), authority().units_below([unit.path]), START.date())).rows


def test_a_file_handed_over_is_accepted_or_sent_back(
    stage: Stage, pilot: SimpleNamespace, beside: SimpleNamespace
) -> None:
    file = opened(stage, pilot)
    complete(stage, pilot, file)
    task = {"case": file.pk, "kind": "hearing", "what": "الاستماع", "deadline": START.date() + timedelta(days=9)}
    stage.do(Tasks.put, actor=pilot.officer, unit=pilot.district, data=task)
    sent = stage.do(CaseFiles.transfer, file, actor=pilot.officer, data={**WHY, "to_unit": pilot.neighbour.pk})
    back = StepForm(CaseFiles.hand_back, Actor.of(beside.chief), sent.record)
    assert back.fields["grounds"].initial is None  # whoever sends it back says why in their own words
    move_what_belongs(sent.entry_id, file.pk)
    tell_arrival(sent.entry_id, file.pk)
    assert Notice.objects.filter(recipient=beside.chief).latest("made_at").params["case"] == file.reference
    handover = Handover.objects.get()
    assert (handover.unit_id, handover.to_unit_id, handover.sender_id, handover.state, handover.grounds) == (
        pilot.district.pk, pilot.neighbour.pk, pilot.officer, "waiting", WHY["grounds"],
    )  # fmt: skip
    assert [row.pk for row in listed("arrived", beside.chief, pilot.neighbour)] == [file.pk]
    assert listed("nobody", beside.chief, pilot.neighbour) == listed("unit", pilot.chief, pilot.district) == []
    assert [row.pk for row in listed("handed", pilot.officer, pilot.district)] == [handover.pk]
    given = {"investigator": beside.officer}
    assert stage.refused(CaseFiles.assign, file, actor=beside.chief, data=given).code == "casefiles.not_accepted"
    onward = {**WHY, "to_unit": pilot.paper.pk}
    assert stage.refused(CaseFiles.transfer, file, actor=beside.officer, data=onward).code == "casefiles.not_accepted"
    assert stage.refused(CaseFiles.accept, file, actor=beside.officer).code == "kernel.no_mandate"

    why = {"grounds": "الاختصاص لمصلحتكم: محل الإيقاف بدائرة نفوذكم."}
    back = stage.do(CaseFiles.hand_back, file, actor=beside.chief, data=why, day=1)
    move_what_belongs(back.entry_id, file.pk)
    tell_arrival(back.entry_id, file.pk)
    handover.refresh_from_db()
    tell_sender(timeline(handover.pk)[-1].id, handover.pk)
    assert (handover.state, handover.answer) == ("sent_back", why["grounds"])
    assert file.reference in Notice.objects.filter(recipient=pilot.officer).latest("made_at").params["case"]
    assert [row.pk for row in listed("arrived", pilot.chief, pilot.district)] == [file.pk]
    again = stage.refused(CaseFiles.hand_back, file, actor=pilot.chief, data=why, day=1)
    assert again.code == "casefiles.came_back"
    stage.do(CaseFiles.accept, file, actor=pilot.chief, data={"investigator": pilot.officer}, day=2)
    assert stage.refused(CaseFiles.accept, file, actor=pilot.chief, day=2).code == "casefiles.accepted_already"

    stage.do(CaseFiles.transfer, file, actor=pilot.chief, data={**WHY, "to_unit": pilot.neighbour.pk}, day=3)
    stranger = {"investigator": pilot.rabat}
    assert stage.refused(CaseFiles.accept, file, actor=beside.chief, data=stranger).code == "casefiles.no_mandate_here"
    stage.do(CaseFiles.accept, file, actor=beside.chief, data={"investigator": beside.officer}, day=4)
    file.refresh_from_db()
    assert (file.unit_id, file.investigator_id, file.arrived_at) == (pilot.neighbour.pk, beside.officer, None)
    assert [one.state for one in Handover.objects.order_by("id")] == ["sent_back", "accepted"]
    assert (Handovers.handed_over.recount(YEAR), Handovers.came_back.recount(YEAR)) == (2, 1)
    assert {Task.objects.get().unit_id, Party.objects.get().unit_id} == {pilot.district.pk}  # until the job has run
    assert stage.refused(Tasks.put, actor=beside.officer, unit=pilot.district, data=task).code == "kernel.no_mandate"


def test_a_letter_rogatory_goes_back_to_its_judge(stage: Stage, pilot: SimpleNamespace) -> None:
    def refused(**changes: Any) -> set[str]:
        with pytest.raises(Refused) as caught:
            opened(stage, pilot, **{**LETTER, **changes})
        return {refusal.code.removeprefix("casefiles.") for refusal in caught.value.refusals}

    nothing = {"magistrate": "", "court": "", "instructions": ""}
    assert refused(**nothing) == {"letter_without_judge", "letter_without_court", "letter_without_acts"}
    assert refused(complete_by=START.date() - timedelta(days=1)) == {"term_is_past"}
    assert refused(origin="flagrant") == {"court_without_letter"}

    file = opened(stage, pilot, **LETTER)
    assert (file.office, file.due_at, file.due_step) == ("judge", file.limit_at, "refer")
    assert [row.pk for row in listed("term", pilot.chief, pilot.district)] == [file.pk]
    assert [lack.code for lack in missing(file)] == ["casefiles.lacks_record"]
    told(stage, pilot, file, "record_begun", "record_signed")
    data = {"case": file.pk, "way": "unknown"}
    unknown = stage.refused(Referrals.prepare, actor=pilot.officer, unit=pilot.district, data=data)
    assert unknown.code == "casefiles.letter_unknown"
    data |= {"way": "paper", "court": "CA-RAK"}
    other = stage.refused(Referrals.prepare, actor=pilot.officer, unit=pilot.district, data=data)
    assert other.code == "casefiles.another_judge"
    data.pop("court")
    referral = stage.do(Referrals.prepare, actor=pilot.officer, unit=pilot.district, data=data).record
    assert (referral.office, referral.court, referral.for_minors) == ("judge", "CA-FES", False)
    stage.do(Referrals.approve, referral, actor=pilot.chief, day=1)
    stage.do(Referrals.send, referral, actor=pilot.officer, day=2)
    more = {"instructions": "مواجهة الشاهدين.", "magistrate": LETTER["magistrate"], "complete_by": DAY_20}
    stage.do(Referrals.record_return, referral, actor=pilot.officer, data=more, day=5)
    file.refresh_from_db()
    assert (file.state, file.complete_by) == ("returned", DAY_20)
    assert file.instructions == f"{LETTER['instructions']}\n\n{more['instructions']}"
    said = {"why_nothing": "أنجزت المواجهة ضمن المحضر السابق."}
    stage.do(CaseFiles.say_nothing_remains, file, actor=pilot.officer, data=said, day=5)
    data["remarks"] = "أنجز المطلوب."
    second = stage.do(Referrals.prepare, actor=pilot.officer, unit=pilot.district, data=data, day=6).record
    stage.do(Referrals.approve, second, actor=pilot.chief, day=6)
    stage.do(Referrals.send, second, actor=pilot.officer, day=6)
    wrong = {"decision": "prosecuted"}
    refusal = stage.refused(Referrals.record_decision, second, actor=pilot.officer, data=wrong, day=7)
    assert refusal.code == "casefiles.decision_of_another"
    stage.do(Referrals.record_decision, second, actor=pilot.officer, data={"decision": "executed"}, day=7)
    file.refresh_from_db()
    assert (file.state, file.decision, second.again) == ("decided", "executed", True)
    figures = ("cases", "felonies", "violent", "theft_violence", "letters_taken_in")
    assert [getattr(CaseFiles, name).recount(YEAR) for name in figures] == [0, 0, 0, 0, 1]
    opened(stage, pilot)
    assert [getattr(CaseFiles, name).recount(YEAR) for name in figures] == [1, 1, 1, 1, 1]


def test_a_joined_file_brings_everything_into_the_other(stage: Stage, pilot: SimpleNamespace) -> None:
    first, second = opened(stage, pilot), opened(stage, pilot, offence="theft_simple")
    entered(stage, pilot, first)
    complete(stage, pilot, second)
    referral = stage.do(
        Referrals.prepare, actor=pilot.officer, unit=pilot.district, data={"case": second.pk, "way": "paper"}
    ).record
    for file in (first, second):
        data = {"case": file.pk, "kind": "phone", "description": "هاتف"}
        stage.do(Exhibits.seize, actor=pilot.officer, unit=pilot.district, data=data)
    task = {"case": second.pk, "kind": "hearing", "what": "الاستماع", "deadline": START.date() + timedelta(days=9)}
    stage.do(Tasks.put, actor=pilot.officer, unit=pilot.district, data=task)
    letter = opened(stage, pilot, **LETTER)
    to_letter = {"joined_to": letter.pk, "grounds": "x"}
    refusal = stage.refused(CaseFiles.join, second, actor=pilot.chief, data=to_letter)
    assert refusal.code == "casefiles.letter_not_joined"

    joined = stage.do(CaseFiles.join, second, actor=pilot.chief, data={"joined_to": first.pk, "grounds": "ضم."}, day=1)
    stage.do(
        Exhibits.seize, actor=pilot.officer, unit=pilot.district, day=1,
        data={"case": first.pk, "kind": "phone", "description": "هاتف ثان"},
    )  # fmt: skip
    for _again in range(2):
        go_over(joined.entry_id, second.pk)
    first.refresh_from_db()
    second.refresh_from_db()
    referral.refresh_from_db()
    assert (first.suspects, first.written_records, first.exhibits, first.unsealed, first.open_tasks) == (2, 1, 3, 3, 1)
    assert (second.state, second.suspects, second.exhibits, second.open_tasks) == ("joined", 0, 0, 0)
    assert sorted(Exhibit.objects.filter(case=first).values_list("item", flat=True)) == [1, 2, 3]
    assert Party.objects.filter(case=first).count() == 2
    assert Task.objects.get(case=first).owner_id == pilot.officer
    assert (referral.state, referral.grounds, referral.case_id) == ("withdrawn", "ضم.", second.pk)
    charge = Charge.objects.get()
    assert (charge.case_id, charge.offence, charge.suspect.card_number, first.charges) == (
        first.pk, "theft_simple", "EE812345", 1,
    )  # fmt: skip
    assert charge.suspect.charged == ["theft_simple"]
    assert Referral.objects.count() == 1


def test_a_written_record_stays_of_the_unit_and_the_day_of_its_signing(stage: Stage, pilot: SimpleNamespace) -> None:
    file = opened(stage, pilot)
    data = {"case": file.pk, "kind": "finding", "text": "عاينا ما يلي: باب مكسور."}
    record = stage.do(WrittenRecords.draft, actor=pilot.officer, unit=pilot.district, data=data).record
    read = {"how_read": "nobody_heard", "ended_at": START}
    stage.do(WrittenRecords.read_back, record, actor=pilot.officer, data=read)
    stage.do(WrittenRecords.sign, record, actor=pilot.officer, data={"signing": "nobody_heard"})
    sent = stage.do(CaseFiles.transfer, file, actor=pilot.officer, data={**WHY, "to_unit": pilot.neighbour.pk}, day=3)
    move_what_belongs(sent.entry_id, file.pk)
    record.refresh_from_db()
    said = written_record(record)
    assert (record.unit_id, said.unit, said.on) == (pilot.neighbour.pk, pilot.district, START.date())
