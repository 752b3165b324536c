"""Acts of investigation, further offences and objects through the door, and their refusals."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from tests.stage import START, YEAR, Stage

from hasila.kernel.access import Actor, visible
from hasila.kernel.refusals import Refused
from hasila.modules.casefiles.case_files import CaseFiles
from hasila.modules.casefiles.charges import Charges
from hasila.modules.casefiles.jobs import belongings, move_what_belongs
from hasila.modules.casefiles.tasks import Task, Tasks
from hasila.modules.casefiles.tests.conftest import entered, opened
from hasila.modules.casefiles.things import Things
from hasila.plain.moments import end_of_day
from hasila.surfaces.searching import search
from hasila.surfaces.web.views.records import field_rows

SOON = START.date() + timedelta(days=5)
ALLOWED = {
    "addressee": "متعهد الاتصالات",
    "legal_basis": "المادة 108 من قانون المسطرة الجنائية",
    "authority": "general_prosecutor",
    "permission": "إذن عدد 44",
    "allowed_on": START.date(),
}


def put(stage: Stage, people: SimpleNamespace, case: Any, **changes: Any) -> Task:
    """A task of the officer, a hearing unless said otherwise."""
    data = {"case": case.pk, "kind": "hearing", "what": "الاستماع إلى الشاهد.", "deadline": SOON, **changes}
    return stage.do(Tasks.put, actor=people.officer, unit=case.unit_id, data=data).record  # type: ignore[return-value]


def test_a_task_is_set_assigned_and_done(stage: Stage, pilot: SimpleNamespace) -> None:
    case = opened(stage, pilot)
    task, late = put(stage, pilot, case), put(stage, pilot, case, kind="operator", **ALLOWED)
    dropped = put(stage, pilot, case, owner=pilot.second)
    case.refresh_from_db()
    assert (case.open_tasks, task.owner_id, dropped.owner_id) == (3, pilot.officer, pilot.second)
    assert (task.due_at, task.due_step) == (end_of_day(SOON), "finish")
    said = [str(value) for _label, value in field_rows(task, Actor.of(pilot.officer))]
    assert sum(str(START.year) in one for one in said) == 1  # the day, and not the midnight that ends it besides
    assert stage.refused(Tasks.assign, task, actor=pilot.officer, data={"owner": pilot.second}).code == (
        "kernel.no_mandate"
    )
    for nobody_here in (pilot.rabat, pilot.desk):
        elsewhere = stage.refused(Tasks.assign, task, actor=pilot.chief, data={"owner": nobody_here})
        assert (elsewhere.code, elsewhere.field) == ("casefiles.no_mandate_here", "owner")
    stage.do(Tasks.assign, task, actor=pilot.chief, data={"owner": pilot.second})
    later = SOON + timedelta(days=3)
    stage.do(Tasks.postpone, task, actor=pilot.officer, data={"deadline": later, "grounds": "غاب الشاهد."})
    assert (task.owner_id, task.due_at) == (pilot.second, end_of_day(later))
    stage.do(Tasks.finish, task, actor=pilot.second, data={"outcome": "تم الاستماع إليه."}, day=6)
    assert stage.refused(Tasks.finish, late, actor=pilot.officer, data={}, day=6).code == "kernel.missing"
    stage.do(Tasks.finish, late, actor=pilot.officer, data={"outcome": "توصلنا بالجواب."}, day=6)
    stage.do(Tasks.cancel, dropped, actor=pilot.chief, data={"grounds": "لم يعد لازما."}, day=6)
    case.refresh_from_db()
    assert case.open_tasks == 0
    assert (Tasks.acts_done.recount(YEAR), Tasks.done_on_time.recount(YEAR)) == (2, 1)


def test_a_task_is_refused(stage: Stage, pilot: SimpleNamespace) -> None:
    case, other = opened(stage, pilot), opened(stage, pilot)
    stranger = entered(stage, pilot, other)

    def refused(**changes: Any) -> tuple[str, str | None]:
        data = {"case": case.pk, "kind": "hearing", "what": "استماع", "deadline": SOON, **changes}
        found = stage.refused(Tasks.put, actor=pilot.officer, unit=pilot.district, data=data)
        return found.code, found.field

    assert refused(deadline=START.date() - timedelta(days=1)) == ("casefiles.deadline_past", "deadline")
    asked = {"case": case.pk, "kind": "operator", "what": "كشف", "deadline": SOON}
    with pytest.raises(Refused) as bare:
        stage.do(Tasks.put, actor=pilot.officer, unit=pilot.district, data=asked)
    assert [one.field for one in bare.value.refusals] == [*ALLOWED]  # all that it lacks is told at once
    assert refused(kind="laboratory", **{**ALLOWED, "legal_basis": ""}) == ("casefiles.not_allowed", "legal_basis")
    assert refused(kind="operator", **{**ALLOWED, "authority": ""}) == ("casefiles.not_allowed", "authority")
    assert refused(kind="operator", **{**ALLOWED, "allowed_on": SOON}) == ("casefiles.allowed_later", "allowed_on")
    assert refused(party=stranger.pk) == ("casefiles.task_of_another_file", "party")
    assert refused(deadline="2024-13-01")[0] == "kernel.invalid"


def test_a_further_offence_is_held_against_a_suspect_once(stage: Stage, pilot: SimpleNamespace) -> None:
    case = opened(stage, pilot)
    suspect, victim = entered(stage, pilot, case), entered(stage, pilot, case, category="victim", latin_name="Salma B")

    def charge(**changes: Any) -> dict[str, Any]:
        data = {"case": case.pk, "offence": "weapon_carrying", "suspect": suspect.pk, **changes}
        return {"actor": pilot.officer, "unit": pilot.district, "data": data}

    entry = stage.do(Charges.enter, **charge()).record
    assert (entry.level, "303" in entry.article) == ("misdemeanour", True)
    assert stage.refused(Charges.enter, **charge()).code == "casefiles.charged_already"
    assert stage.refused(Charges.enter, **charge(suspect=victim.pk)).code == "casefiles.not_a_suspect"
    stage.do(Charges.drop, entry, actor=pilot.officer, data={"grounds": "لم تثبت."})
    stage.do(Charges.enter, **charge())
    case.refresh_from_db()
    assert (case.charges, Charges.further.recount(YEAR)) == (1, 2)


def test_an_object_is_found_by_its_plate(stage: Stage, pilot: SimpleNamespace) -> None:
    case = opened(stage, pilot)

    def thing(**changes: Any) -> dict[str, Any]:
        data = {"case": case.pk, "kind": "car", "role": "stolen", "plate": "١٢٣٤٥ | أ | ٦", **changes}
        return {"actor": pilot.officer, "unit": pilot.district, "data": data}

    car = stage.do(Things.enter, **thing(make="Dacia")).record
    assert car.plate == "12345-أ-6"
    rows = visible(Things, Actor.of(pilot.officer), START.date())
    assert list(search(rows, "12345 أ 6")) == list(search(rows, "dacia")) == [car]
    assert not search(rows, "54321").exists()
    undescribed = stage.refused(Things.enter, **thing(plate="", make="Dacia"))
    assert (undescribed.code, undescribed.field) == ("casefiles.thing_undescribed", "plate")
    assert stage.refused(Things.enter, **thing(plate="<script>")).code == "kernel.invalid"
    stranger = entered(stage, pilot, opened(stage, pilot))
    assert stage.refused(Things.enter, **thing(owner=stranger.pk)).code == "casefiles.owner_elsewhere"
    stage.do(Things.take_out, car, actor=pilot.officer, data={"grounds": "خطأ."})
    assert Things.stolen.recount(YEAR) == 1


def test_all_that_belongs_to_a_file_follows_it(stage: Stage, pilot: SimpleNamespace) -> None:
    case = opened(stage, pilot)
    task = put(stage, pilot, case)
    receipt = stage.do(
        CaseFiles.transfer,
        case,
        actor=pilot.officer,
        data={"to_unit": pilot.neighbour.pk, "grounds": "الاختصاص الترابي."},
    )
    refused = stage.refused(Tasks.finish, task, actor=pilot.officer, data={"outcome": "x"})
    assert refused.code == "casefiles.file_elsewhere"
    move_what_belongs(receipt.entry_id, case.pk)
    task.refresh_from_db()
    assert (task.unit_id, task.owner_id) == (pilot.neighbour.pk, None)
    names = {model.__name__ for model in belongings()}
    assert names >= {"Attachment", "Charge", "Exhibit", "Party", "Task", "Thing", "WrittenRecord"}
