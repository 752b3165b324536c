"""A referral through the door: what a file lacks, its course by hand, and its refusals."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from tests.stage import START, YEAR, Stage

from hasila.assurance.steps import timeline
from hasila.institution.notices import Notice
from hasila.kernel.access import Actor
from hasila.kernel.perform import perform
from hasila.kernel.refusals import Refused
from hasila.modules.casefiles import custody_clock, custody_showing, jobs, missing, suggestions
from hasila.modules.casefiles.case_file import CaseFile
from hasila.modules.casefiles.case_files import CaseFiles
from hasila.modules.casefiles.choices import Decision, Way
from hasila.modules.casefiles.courts import court_of, courts
from hasila.modules.casefiles.custody import Custodies
from hasila.modules.casefiles.custody_forms import form_of
from hasila.modules.casefiles.missing import missing as lacks
from hasila.modules.casefiles.referral import Referral
from hasila.modules.casefiles.referrals import Referrals
from hasila.modules.casefiles.tasks import Tasks
from hasila.modules.casefiles.tests.conftest import complete, opened, told_now
from hasila.modules.casefiles.tests.holding_stage import at, door_at, ended, hour, placed, refused
from hasila.plain.moments import micros
from hasila.surfaces.web.suggesting import Known


def codes(case: CaseFile, way: str = "") -> list[str]:
    return [lack.code.removeprefix("casefiles.") for lack in lacks(case, way)]


def whole(**changes: Any) -> CaseFile:
    given = {"level": "felony", "office": "appeal", "happened_at": START, "suspects": 1, "written_records": 1}
    return CaseFile(**{**given, **changes})


@pytest.mark.parametrize(
    ("changes", "way", "code", "where"),
    [
        ({"happened_at": None}, "", "lacks_date", missing.FACTS),
        ({"office": ""}, "", "lacks_office", missing.FACTS),
        ({"level": ""}, "", "lacks_office", missing.FACTS),
        ({"suspects": 0}, "", "lacks_suspect", missing.PARTIES),
        ({"suspects": 0}, Way.HELD, "lacks_suspect", missing.PARTIES),
        ({}, Way.UNKNOWN, "suspects_known", missing.PARTIES),
        ({"minors": 1, "for_minors": True, "unguarded": 1}, "", "lacks_guardian", missing.PARTIES),
        ({"minors": 1}, "", "lacks_minors_officer", missing.PARTIES),
        ({"written_records": 0}, "", "lacks_record", missing.RECORDS),
        ({"unsigned": 2}, "", "lacks_signature", missing.RECORDS),
        ({"exhibits": 1, "unsealed": 1}, "", "lacks_seal", missing.EXHIBITS),
        ({"open_tasks": 3}, "", "lacks_tasks", missing.TASKS),
        ({"in_custody": 1}, Way.PAPER, "still_held", missing.CUSTODY),
        ({"in_custody": 1}, Way.FREE, "still_held", missing.CUSTODY),
    ],
)
def test_each_lack_is_told_with_where_it_is_mended(changes: dict, way: str, code: str, where: str) -> None:
    assert codes(whole(**changes), way) == [code]
    (lack,) = lacks(whole(**changes), way)
    assert lack.where == where and lack.words and lack.remedy


def test_a_whole_file_lacks_nothing() -> None:
    assert codes(whole()) == codes(whole(), Way.PAPER) == []
    assert codes(whole(in_custody=1)) == codes(whole(in_custody=1), Way.HELD) == []
    assert codes(whole(suspects=0), Way.UNKNOWN) == []
    assert codes(whole(minors=1, for_minors=True), Way.FREE) == []
    assert codes(CaseFile()) == ["lacks_date", "lacks_office", "lacks_suspect", "lacks_record"]


def test_the_form_begins_with_a_way_that_the_file_can_go() -> None:
    files = {
        Way.HELD: CaseFile(in_custody=1, suspects=1),
        Way.PAPER: CaseFile(suspects=1),
        Way.UNKNOWN: CaseFile(),
    }
    for way, file in files.items():
        assert suggestions.referring(Known(Actor(None), given={"case": file})) == {"way": way}
    letter = CaseFile(origin="letter_rogatory")  # nobody is suspected, and it goes back to its judge as such
    assert suggestions.referring(Known(Actor(None), given={"case": letter})) == {"way": "paper"}


def test_the_court_follows_from_the_town_and_the_office() -> None:
    assert court_of("RAK", "appeal") == "CA-RAK"
    assert court_of("RAK", "first_instance") == "TPI-RAK"
    assert court_of("SAL", "appeal") == "CA-RBT"
    assert court_of("DAK", "terrorism") == "CA-RBT"
    assert court_of("JRD", "appeal") == court_of("JRD", "first_instance") == ""
    for court in courts().values():
        assert courts()[court.appeal].kind == "appeal"


def ready(stage: Stage, people: SimpleNamespace, **changes: Any) -> CaseFile:
    """A file with a suspect and a signed written record, which can go."""
    case = opened(stage, people, **changes)
    complete(stage, people, case)
    return case


def prepared(stage: Stage, people: SimpleNamespace, case: CaseFile, **changes: Any) -> Referral:
    data = {"case": case.pk, "way": "paper", **changes}
    return stage.do(Referrals.prepare, actor=people.officer, unit=case.unit_id, data=data).record  # type: ignore[return-value]


def test_a_referral_goes_by_hand(stage: Stage, pilot: SimpleNamespace) -> None:
    case = ready(stage, pilot)
    referral = prepared(stage, pilot, case, remarks="ملف مستعجل.")
    assert (referral.office, referral.court, referral.again) == ("appeal", "CA-RAK", False)
    assert stage.refused(Referrals.approve, referral, actor=pilot.officer).code == "kernel.no_mandate"
    stage.do(Referrals.approve, referral, actor=pilot.chief, day=1)
    stage.do(Referrals.send, referral, actor=pilot.officer, day=9)
    case.refresh_from_db()
    assert (referral.number, referral.by_exchange, case.state) == (1, False, "referred")
    typed = {"receipt": "1234/3101/2027"}
    stage.do(Referrals.record_receipt, referral, actor=pilot.officer, data=typed, day=10)
    returned = {"instructions": "الاستماع إلى الشاهد الثاني.", "magistrate": "ذ. السعدي"}
    stage.do(Referrals.record_return, referral, actor=pilot.officer, data=returned, day=12)
    case.refresh_from_db()
    assert (case.state, case.instructions) == ("returned", returned["instructions"])
    nothing_is_done(stage, pilot, case)
    again = prepared(stage, pilot, case)
    assert again.again
    stage.do(Referrals.approve, again, actor=pilot.chief, day=13)
    stage.do(Referrals.send, again, actor=pilot.chief, day=14)
    stage.do(Referrals.record_decision, again, actor=pilot.officer, data={"decision": "prosecuted"}, day=20)
    case.refresh_from_db()
    assert (again.number, case.state, case.decision) == (2, "decided", "prosecuted")
    figures = ("handed_over", "sent_back", "decisions", "receipts", "days_to_referral")
    assert [getattr(Referrals, name).recount(YEAR) for name in figures] == [2, 1, 1, 0, 9 + 14]
    assert CaseFiles.referrals.recount(YEAR) == 2


def test_a_return_is_told_to_who_has_the_file_else_to_who_prepared_it(stage: Stage, pilot: SimpleNamespace) -> None:
    def told(referral: Referral, actor: Any) -> set[Any]:
        data = {"instructions": "الاستماع إلى الشاهد.", "magistrate": "ذ. السعدي"}
        stage.do(Referrals.approve, referral, actor=pilot.chief, day=1)
        stage.do(Referrals.send, referral, actor=pilot.chief, day=2)
        entry = stage.do(Referrals.record_return, referral, actor=actor, data=data, day=3).entry_id
        jobs.tell_investigator(entry, referral.pk)
        return set(Notice.objects.filter(cause=entry).values_list("recipient", flat=True))

    case = ready(stage, pilot)
    assert case.investigator_id is None
    assert told(prepared(stage, pilot, case), pilot.chief) == {pilot.officer, pilot.chief}
    assert told(prepared(stage, pilot, ready(stage, pilot)), pilot.officer) == {pilot.chief}  # who recorded it knows


def nothing_is_done(stage: Stage, people: SimpleNamespace, case: CaseFile) -> None:
    """A file that was sent back goes again once something was done on it, or it says why nothing can be."""
    assert codes(case) == ["lacks_follow_up"] and lacks(case)[0].where == missing.TASKS
    data = {"case": case.pk, "way": "paper"}
    refusal = stage.refused(Referrals.prepare, actor=people.officer, unit=case.unit_id, data=data, day=12)
    assert (refusal.code, refusal.field) == ("casefiles.lacks_follow_up", "case") and refusal.help
    told = Known(Actor(people.officer), given={"case": case})
    asked = suggestions.setting(told)  # the form of an act begins with what was asked for
    assert asked == {"what": "الاستماع إلى الشاهد الثاني.", "deadline": None}
    task = {"case": case.pk, "kind": "hearing", "what": asked["what"], "deadline": START.date() + timedelta(20)}
    one, two = (stage.do(Tasks.put, actor=people.officer, unit=case.unit_id, data=task, day=12).record for _ in "12")
    assert suggestions.setting(told) == {}
    stage.do(Tasks.cancel, one, actor=people.officer, data={"grounds": "غادر التراب الوطني."}, day=12)
    case.refresh_from_db()
    assert codes(case) == ["lacks_follow_up", "lacks_tasks"]
    stage.do(Tasks.finish, two, actor=people.officer, data={"outcome": "استمع إليه."}, day=12)
    case.refresh_from_db()
    assert codes(case) == []


def test_whoever_goes_with_the_file_stands_as_held_until_the_presentation_is_recorded(
    stage: Stage, pilot: SimpleNamespace
) -> None:
    custody = placed(stage, pilot)
    case = CaseFile.objects.get(pk=custody.case_id)
    told_now(pilot, case, "record_begun", "record_signed", at=micros(hour(1)))
    data = {"case": case.pk, "way": "held"}
    referral = at(2, Referrals.prepare, actor=pilot.officer, unit=case.unit_id, data=data)
    at(3, Referrals.approve, referral, actor=pilot.chief)

    def goes(hours: float, step: Any, **given: Any) -> Any:
        entry = perform(step, referral.pk, actor=pilot.officer, data=given, door=door_at(hour(hours))).entry_id
        for _again in range(2):
            custody_clock.held_follow_file(entry, referral.pk, door_at(hour(hours)))
        custody.refresh_from_db()
        before = Notice.objects.count()
        custody_clock.presentation_told(timeline(custody.pk)[-1].id, custody.pk)
        return (len(custody.log), Notice.objects.count() - before, custody_showing.presented_of(custody))

    team = 4  # two officers, the head, the desk
    lines, told, line = goes(4, Referrals.send)
    assert (lines, told, line.decided, line.at) == (1, team, "", hour(4)) and custody.held
    lines, told, line = goes(5, Referrals.record_return, instructions="نسخة من الشكاية.", magistrate="ذ. السعدي")
    assert (lines, told, line) == (2, 0, None)  # the person is with us, and so is the file
    at(6, CaseFiles.say_nothing_remains, case.pk, actor=pilot.officer, data={"why_nothing": "لم يبق ما ينجز."})
    referral = at(6, Referrals.prepare, actor=pilot.officer, unit=case.unit_id, data=data)
    at(6, Referrals.approve, referral, actor=pilot.chief)
    assert goes(7, Referrals.send)[:2] == (3, team)
    lines, told, line = goes(30, Referrals.record_decision, decision="dismissed")
    assert (lines, told, line.decided) == (4, team, str(Decision.DISMISSED.label))
    form = form_of(Custodies.end, Actor(pilot.officer), custody)
    assert (form.fields["ending"].initial, form.fields["ended_to"].initial) == ("presented", line.office)
    ended(custody, 7.5, pilot.officer, written=31, ending="presented", ended_to=line.office)  # before the decision came
    case.refresh_from_db()
    assert (custody_showing.presented_of(custody), case.in_custody, custody.minutes_held()) == (None, 0, 450)


@pytest.mark.parametrize(("ending", "way"), [("presented", "held"), ("freed", "paper")])
def test_whoever_was_presented_before_the_file_follows_goes_as_held(
    stage: Stage, pilot: SimpleNamespace, ending: str, way: str
) -> None:
    custody = placed(stage, pilot)
    case = CaseFile.objects.get(pk=custody.case_id)
    told_now(pilot, case, "record_begun", "record_signed", at=micros(hour(1)))
    ended(custody, 2, pilot.officer, ending=ending)
    case.refresh_from_db()
    assert (case.in_custody, case.presented) == (0, int(way == "held"))
    assert suggestions.referring(Known(Actor(pilot.officer), given={"case": case})) == {"way": way}
    asked: Any = {"actor": pilot.officer, "unit": case.unit_id, "data": {"case": case.pk, "way": "held"}}
    if way != "held":
        refusal = refused(3, Referrals.prepare, **asked)
        assert (refusal.code, refusal.field) == ("casefiles.nobody_held", "way")
        return
    referral = at(3, Referrals.prepare, **asked)
    at(4, Referrals.approve, referral, actor=pilot.chief)
    at(5, Referrals.send, referral, actor=pilot.officer)
    told = {"instructions": "الاستماع إلى الشاهد.", "magistrate": "ذ. السعدي"}
    at(6, Referrals.record_return, referral, actor=pilot.officer, data=told)
    case.refresh_from_db()
    assert (referral.way, case.presented) == ("held", 0)  # before the magistrate once, and not with the file again
    assert suggestions.referring(Known(Actor(pilot.officer), given={"case": case})) == {"way": "paper"}


@pytest.mark.parametrize(("presented_at", "goes"), [(4.5, 0), (5.5, 1)])
def test_a_presentation_written_down_after_the_return_is_that_of_the_first_referral(
    stage: Stage, pilot: SimpleNamespace, presented_at: float, goes: int
) -> None:
    custody = placed(stage, pilot)
    case = CaseFile.objects.get(pk=custody.case_id)
    told_now(pilot, case, "record_begun", "record_signed", at=micros(hour(1)))
    data = {"case": case.pk, "way": "held"}
    referral = at(3, Referrals.prepare, actor=pilot.officer, unit=case.unit_id, data=data)
    at(3, Referrals.approve, referral, actor=pilot.chief)
    told = {"instructions": "نسخة من الشكاية.", "magistrate": "ذ. السعدي"}
    for hours, step, given in ((4, Referrals.send, {}), (5, Referrals.record_return, told)):
        entry = perform(step, referral.pk, actor=pilot.officer, data=given, door=door_at(hour(hours))).entry_id
        custody_clock.held_follow_file(entry, referral.pk, door_at(hour(hours)))
    custody.refresh_from_db()
    ended(custody, presented_at, pilot.officer, written=6, ending="presented")
    case.refresh_from_db()
    assert (case.in_custody, case.presented) == (0, goes)


def test_an_answer_recorded_by_hand_has_its_time(stage: Stage, pilot: SimpleNamespace) -> None:
    custody = placed(stage, pilot)
    case = CaseFile.objects.get(pk=custody.case_id)
    told_now(pilot, case, "record_begun", "record_signed", at=micros(hour(1)))
    data = {"case": case.pk, "way": "held"}
    referral = at(3, Referrals.prepare, actor=pilot.officer, unit=case.unit_id, data=data)
    at(3, Referrals.approve, referral, actor=pilot.chief)
    at(4, Referrals.send, referral, actor=pilot.officer)
    asked = {"instructions": "الاستماع إلى الشاهد.", "magistrate": "ذ. السعدي"}

    def said(hours: float, step: Any, **given: Any) -> tuple[str, str | None]:
        found = refused(hours, step, referral, actor=pilot.officer, data=given)
        return found.code, found.field

    out = "casefiles.answer_out_of_time"
    assert said(5, Referrals.record_receipt, receipt="م 5", received_at=hour(6)) == (out, "received_at")
    assert said(5, Referrals.record_return, **asked, answered_at=hour(2)) == (out, "answered_at")
    late = {"answered_at": hour(4.5), "complete_by": hour(-48).date()}
    term = ("casefiles.term_before_answer", "complete_by")
    assert said(5, Referrals.record_return, **asked, **late) == term
    at(5, Referrals.record_receipt, referral, actor=pilot.officer, data={"receipt": "م 5", "received_at": hour(4)})
    at(90, Referrals.record_return, referral, actor=pilot.officer, data={**asked, "answered_at": hour(5)})
    assert referral.state == "returned"


def test_a_reason_in_writing_stands_for_an_act(stage: Stage, pilot: SimpleNamespace) -> None:
    case, other = ready(stage, pilot), ready(stage, pilot)
    said = {"why_nothing": "تعذر العثور على الشاهد رغم استدعائه ثلاث مرات."}
    refusal = stage.refused(CaseFiles.say_nothing_remains, case, actor=pilot.officer, data=said)
    assert refusal.code == "casefiles.nothing_asked"
    referral = prepared(stage, pilot, case)
    stage.do(Referrals.approve, referral, actor=pilot.chief, day=1)
    stage.do(Referrals.send, referral, actor=pilot.officer, day=2)
    returned = {"instructions": "الاستماع إلى الشاهد.", "magistrate": "ذ. السعدي", "complete_by": START + timedelta(9)}
    stage.do(Referrals.record_return, referral, actor=pilot.officer, data=returned, day=3)
    case.refresh_from_db()
    joined = {"joined_to": other.pk, "grounds": "ارتباط."}
    stage.do(CaseFiles.join, case, actor=pilot.chief, data=joined, day=4)  # what was asked for goes along
    other.refresh_from_db()
    assert (codes(other), other.instructions) == (["lacks_follow_up"], "الاستماع إلى الشاهد.")
    assert (other.complete_by, other.due_at) == (case.complete_by, case.limit_at)
    stage.do(CaseFiles.say_nothing_remains, other, actor=pilot.officer, data=said, day=4)
    other.refresh_from_db()
    assert (codes(other), other.why_nothing) == ([], said["why_nothing"])


def test_a_preparer_does_not_approve(stage: Stage, pilot: SimpleNamespace, both: Any) -> None:
    case = ready(stage, pilot)
    data = {"case": case.pk, "way": "paper"}
    referral = stage.do(Referrals.prepare, actor=both, unit=case.unit_id, data=data).record
    assert stage.refused(Referrals.approve, referral, actor=both).code == "kernel.same_person"
    stage.do(Referrals.approve, referral, actor=pilot.chief)
    assert referral.state == "approved"


def test_an_approval_does_not_outlive_the_unit(stage: Stage, pilot: SimpleNamespace) -> None:
    case = ready(stage, pilot)
    referral = prepared(stage, pilot, case)
    stage.do(Referrals.approve, referral, actor=pilot.chief)
    there = {"to_unit": pilot.paper.pk, "grounds": "الاختصاص."}
    moved = stage.do(CaseFiles.transfer, case, actor=pilot.officer, data=there, day=1)
    assert stage.refused(Referrals.send, referral, actor=pilot.officer, day=1).code == "casefiles.file_elsewhere"
    for _again in range(2):
        jobs.move_what_belongs(moved.entry_id, case.pk)
    referral.refresh_from_db()
    assert (referral.unit_id, referral.state, referral.court) == (pilot.paper.pk, "prepared", "CA-RBT")
    assert timeline(referral.pk)[-1].cause == moved.entry_id
    assert stage.refused(Referrals.send, referral, actor=pilot.rabat, day=2).code == "kernel.wrong_state"
    assert stage.refused(Referrals.approve, referral, actor=pilot.chief, day=2).code == "kernel.no_mandate"


def test_a_referral_is_refused(stage: Stage, pilot: SimpleNamespace) -> None:
    case = opened(stage, pilot, happened_at=None)

    def refused(case: CaseFile = case, **changes: Any) -> set[str]:
        data = {"case": case.pk, "way": "paper", **changes}
        with pytest.raises(Refused) as caught:
            stage.do(Referrals.prepare, actor=pilot.officer, unit=case.unit_id, data=data)
        return {refusal.code.removeprefix("casefiles.") for refusal in caught.value.refusals}

    assert refused() == {"lacks_date", "lacks_suspect", "lacks_record"}
    whole = ready(stage, pilot)
    assert refused(whole, way="held") == {"nobody_held"}
    assert refused(whole, way="unknown") == {"suspects_known"}
    assert refused(whole, court="TPI-RAK") == {"court_not_competent"}
    assert refused(whole, court="CA-CAS") == {"court_elsewhere"}
    assert refused(whole, way="") == {"kernel.missing"}
    elsewhere = prepared(stage, pilot, whole, court="CA-CAS", elsewhere="مكان إلقاء القبض.")
    assert elsewhere.court == "CA-CAS"
    assert refused(whole) == {"referred_already"}
    stage.do(Referrals.withdraw, elsewhere, actor=pilot.chief, data={"grounds": "خطأ."})
    second = prepared(stage, pilot, whole)
    changed = {"offence": "theft_simple", "grounds": "لا عنف."}
    stage.do(CaseFiles.requalify, whole, actor=pilot.officer, data=changed)
    assert stage.refused(Referrals.approve, second, actor=pilot.chief).code == "casefiles.office_changed"
    stage.do(Referrals.amend, second, actor=pilot.officer, data={"way": "paper"})
    assert (second.office, second.court) == ("first_instance", "TPI-RAK")
