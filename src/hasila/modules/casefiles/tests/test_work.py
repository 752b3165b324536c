"""The pages of work: each queue holds what it says, in its order; one tap assigns and approves; figures of the unit."""

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from tests.screens.conftest import signed_in
from tests.stage import START, Stage

from hasila.institution.career import Officer
from hasila.institution.roles import Role
from hasila.institution.staffing import Holder, ensure_holder
from hasila.kernel.access import Actor, authority
from hasila.kernel.perform import Door, perform
from hasila.modules.casefiles import work, work_pages
from hasila.modules.casefiles.case_file import CaseFile
from hasila.modules.casefiles.case_files import CaseFiles
from hasila.modules.casefiles.handovers import Handover
from hasila.modules.casefiles.referral import Referral
from hasila.modules.casefiles.referrals import Referrals
from hasila.modules.casefiles.tasks import Task, Tasks
from hasila.modules.casefiles.tests.conftest import complete, opened
from hasila.modules.casefiles.work import QUEUES, Scope, page

__all__ = ["signed_in"]
LATER = START.date() + timedelta(days=60)
CEILING = 12 + 3
"""Three statements more are counted inside of a test's transaction, see tests/screens/test_query_ceiling.py."""


@pytest.fixture
def week(stage: Stage, pilot: SimpleNamespace) -> SimpleNamespace:
    """Files of the district: assigned and not, silent, returned, at the prosecution, one waiting for approval."""
    files = [opened(stage, pilot, day=number, origin_reference=str(number)) for number in range(6)]
    stage.do(CaseFiles.assign, files[0], actor=pilot.chief, day=6, data={"investigator": pilot.officer})
    for number, file in enumerate(files[2:5]):
        complete(stage, pilot, file, day=6)
        data = {"case": file.pk, "way": "paper"}
        referral = stage.do(Referrals.prepare, actor=pilot.officer, unit=file.unit_id, data=data, day=7).record
        if number < 2:
            stage.do(Referrals.approve, referral, actor=pilot.chief, day=8)
            stage.do(Referrals.send, referral, actor=pilot.officer, day=9)
        if number == 0:
            told = {"instructions": "الاستماع إلى الشاهد.", "magistrate": "ذ. السعدي"}
            stage.do(Referrals.record_return, referral, actor=pilot.officer, data=told, day=10)
    task = {"case": files[1].pk, "kind": "hearing", "what": "الاستماع", "deadline": (START + timedelta(days=9)).date()}
    stage.do(Tasks.put, actor=pilot.officer, unit=pilot.district, data=task, day=5)
    pilot.files = files
    return pilot


def scope(people: SimpleNamespace, who: UUID) -> Scope:
    return Scope.of(Actor.of(who), authority().units_below([people.district.path]), LATER)


def listed(people: SimpleNamespace, code: str, who: UUID | None = None) -> list[Any]:
    found = page(QUEUES[code], scope(people, who or people.chief)).rows
    everywhere = Scope.of(Actor.of(who or people.chief), None, LATER)
    assert page(QUEUES[code], everywhere).rows == found, "the same in many units"
    return found


def test_each_queue_holds_what_it_says(week: SimpleNamespace) -> None:
    files = week.files
    assert listed(week, "mine", week.officer) == [files[0]]
    assert listed(week, "unit") == [files[0], files[1], files[2], files[4], files[5]]
    assert listed(week, "nobody") == [files[1], files[2], files[4], files[5]]
    assert [task.case_id for task in listed(week, "due")] == [files[1].pk]
    assert listed(week, "silent") == sorted(
        CaseFile.objects.filter(state__in=["open", "returned"]), key=lambda file: (file.acted_at, file.pk)
    )
    assert listed(week, "returned") == [files[2]] and listed(week, "prosecution") == [files[3]]
    assert [referral.case_id for referral in listed(week, "approve")] == [files[4].pk]
    numbers = work.counts(scope(week, week.chief), QUEUES)
    assert numbers == {
        "mine": 0, "unit": 5, "nobody": 4, "due": 1, "silent": 5, "returned": 1, "prosecution": 1, "approve": 1,
        "arrived": 0, "handed": 0, "term": 0, "twice": 0,
    }  # fmt: skip
    nothing = Scope.of(Actor.of(week.rabat), authority().units_below([week.district.path]), LATER)
    assert not any(work.counts(nothing, QUEUES).values()), "an officer of another command sees none of it"


def test_silence_is_counted_in_whole_days(week: SimpleNamespace) -> None:
    last = max(file.acted_at for file in CaseFile.objects.filter(state__in=["open", "returned"])).date()
    for days, silent in ((29, False), (30, True)):
        at = Scope.of(Actor.of(week.chief), None, last + timedelta(days=days))
        assert (QUEUES["silent"].rows(at).count() == 5) is silent


@pytest.mark.parametrize(("code", "several"), [("unit", False), ("silent", True), ("unit", True), ("mine", False)])
def test_pages_follow_one_another_without_a_gap(stage: Stage, pilot: SimpleNamespace, code: str, several: bool) -> None:
    units = authority().units_below([pilot.district.path, *([pilot.neighbour.path] if several else [])])
    seen_by = Scope.of(Actor.of(pilot.officer), units, LATER)
    files = [opened(stage, pilot, origin_reference=str(number)) for number in range(7)]
    for file in files:
        stage.do(CaseFiles.assign, file, actor=pilot.chief, data={"investigator": pilot.officer})
    seen, after, pages = [], "", []
    for _page in range(4):
        found = page(QUEUES[code], seen_by, after, size=2)
        seen += found.rows
        pages.append(found)
        after = found.after
    assert after == "" and len(seen) == 7 and set(seen) == set(files)
    assert [bool(one.before) for one in pages] == [False, True, True, True]
    for earlier in reversed(pages[:-1]):
        found = page(QUEUES[code], seen_by, before=found.before, size=2)
        assert (found.rows, found.after, bool(found.before)) == (earlier.rows, earlier.after, bool(earlier.before))
    with pytest.raises(ValueError, match=r".+"):
        page(QUEUES[code], seen_by, "nonsense")


def test_the_load_of_each_officer(week: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
    ensure_holder(Holder("casefiles.9", 709, Role.JUDICIAL_OFFICER, "AP-RAK-01", 9, "F", "ضابطة", "Officière"))
    seen = scope(week, week.chief)
    found = work.loads(seen, week.district)
    assert [(load.officer.pk == week.officer, load.files, load.silent) for load in found] == [
        (False, 0, 0), (True, 1, 1),
    ]  # fmt: skip
    assert found[1].overdue == 0, "the deadline lies in the future of this machine"
    monkeypatch.setattr(work, "timezone", SimpleNamespace(now=lambda: START + timedelta(days=60)))
    assert work.loads(seen, week.district)[1].overdue == 1


@pytest.fixture
def chief(week: SimpleNamespace, signed_in: Callable[..., Client], monkeypatch: pytest.MonkeyPatch) -> Client:
    """The head of the district, signed in on a later day."""
    monkeypatch.setattr(work_pages, "today", lambda: LATER)
    return signed_in(week.chief, "en")


def test_one_tap_assigns_and_one_approves(chief: Client, week: SimpleNamespace, monkeypatch: Any) -> None:
    shown = chief.get("/cases/work?queue=nobody").content.decode()
    monkeypatch.setattr(work.page, "__defaults__", ("", "", 2))
    first, second = (chief.get(f"/cases/work?queue=nobody{more}") for more in ("", f"&after={week.files[2].pk}"))
    back = second.context["page"].previous_url
    assert first.context["page"].previous_url == "" and f"before={week.files[4].pk}" in back
    assert [row.url for row in chief.get(back).context["table"].rows] == [
        row.url for row in first.context["table"].rows
    ]
    assert week.files[1].reference in shown and f'value="{week.officer}"' in shown
    later = Door(clock=lambda: int((START + timedelta(days=61)).timestamp() * 1e6))
    monkeypatch.setattr(work_pages, "perform", lambda *given, **more: perform(*given, **more, door=later))
    file, officer = week.files[1], str(week.officer)
    file.refresh_from_db()
    tap = {"record": str(file.pk), "version": str(file.version), "officer": officer, "unit": "AP-RAK-01"}
    answer = chief.post("/cases/work/assign", tap)
    assert answer["Location"] == "/cases/work?unit=AP-RAK-01&queue=nobody"
    file.refresh_from_db()
    assert file.investigator_id == week.officer
    elsewhere = {**tap, "version": str(file.version), "officer": str(week.rabat)}
    chief.post("/cases/work/assign", elsewhere)
    assert "no mandate over the unit" in chief.get("/cases/work?queue=nobody").content.decode()
    chief.post("/cases/work/assign", tap)
    told = chief.get("/cases/work?queue=nobody").content.decode()
    assert file.reference in told and "changed" in told, "a second tap on what has changed is refused and says why"
    referral = Referral.objects.get(state="prepared")
    chief.post("/cases/work/approve", {"record": str(referral.pk), "version": str(referral.version)})
    referral.refresh_from_db()
    assert referral.state == "approved"


def test_the_pages_ask_little_and_only_those_who_may(
    chief: Client, week: SimpleNamespace, signed_in: Callable[..., Client], django_assert_max_num_queries: Any
) -> None:
    for path in [*(f"/cases/work?queue={code}" for code in QUEUES if code != "mine"), "/cases/work/figures"]:
        with django_assert_max_num_queries(CEILING):
            assert chief.get(path).status_code == 200, path
    officer = signed_in(week.officer, "ar")
    with django_assert_max_num_queries(CEILING):
        assert week.files[0].reference in officer.get("/cases/work").content.decode()
    for path in (
        "/cases/work?queue=approve",
        "/cases/work?queue=none",
        "/cases/work?unit=PP-RBT",
        "/cases/work?unit=؟؟",
        "/cases/work?after=1",
        "/cases/work?before=1",
        "/cases/work?queue=due&after=99999999999999999999.1",
        "/cases/work/figures?year=20",
    ):
        assert officer.get(path).status_code == 404, path
    assert signed_in(week.desk, "ar").get("/cases/work").status_code == 404
    for bad in ({}, {"record": "1", "version": "x"}, {"record": str(week.files[0].pk), "version": "1.5"}):
        assert officer.post("/cases/work/assign", bad).status_code == 404


def test_a_row_of_work_is_read_whole(
    chief: Client, week: SimpleNamespace, signed_in: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a page shows of a row and its query left out would be asked for once a row."""

    def late(row: Any, fields: Any = None, **_more: Any) -> None:
        raise AssertionError(f"{type(row).__name__}: {fields} is asked for by the row")

    readers = [chief, signed_in(week.officer, "ar")]
    for model in (CaseFile, Referral, Task, Handover, Officer):
        monkeypatch.setattr(model, "refresh_from_db", late)
    for reader in readers:
        for code in QUEUES:
            assert reader.get(f"/cases/work?queue={code}").status_code in (200, 404)


def test_the_file_on_paper_is_printed_for_a_reason(week: SimpleNamespace, signed_in: Callable[..., Client]) -> None:
    client = signed_in(week.chief, "ar")
    referral = Referral.objects.get(state="prepared")
    path = f"/cases/referrals/{referral.reference}/paper"
    assert client.get(path).status_code == 200 and "purpose" in client.get(path).content.decode()
    assert client.post(path, {"purpose": "direction"}).status_code == 302
    answer = client.get(path)
    assert answer["Content-Type"] == "application/pdf" and answer.content.startswith(b"%PDF-1.7")
    assert signed_in(week.rabat, "ar").get(path).status_code == 404


def test_the_figures_of_a_unit_are_those_of_its_acts(week: SimpleNamespace, chief: Client) -> None:
    from hasila.modules.casefiles import statistics

    empty = statistics.figures([week.district.pk], START.year)
    assert [group.lines[0].now for group in empty] == [0, 0, 0] and empty[-1].lines[-1].now is None
    line = statistics.Line("x", "", "cases", 12, 10)
    assert (line.change, statistics.Line("x", "", "cases", 12, 0).change) == (20, None)
