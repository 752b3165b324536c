"""Case files under many hands: two officers at one file, a file that leaves while somebody types, clocks that change,
and numbers across the year's end. Real connections and threads where it says "at once".
"""

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection

from hasila.assurance.steps import timeline
from hasila.institution.units import Unit
from hasila.kernel.ledger import Entry
from hasila.kernel.perform import Door, perform
from hasila.kernel.procedures import Act
from hasila.kernel.records import new_id
from hasila.kernel.refusals import Refused
from hasila.modules.casefiles import rollout
from hasila.modules.casefiles.case_file import CaseFile
from hasila.modules.casefiles.case_files import CaseFiles
from hasila.modules.casefiles.exhibits import Exhibit, Exhibits
from hasila.modules.casefiles.jobs import move_what_belongs
from hasila.modules.casefiles.parties import Parties, Party
from hasila.modules.casefiles.rollout import Rollout
from hasila.modules.casefiles.tests.conftest import FACTS, SUSPECT, hired, opened, switch_on
from hasila.modules.casefiles.tests.holding_stage import replayed
from hasila.modules.casefiles.written_record import WrittenRecord
from hasila.modules.casefiles.written_records import WrittenRecords
from hasila.plain.moments import LEGAL_ZONE, legal_day, micros
from tests.scenarios.conftest import browser
from tests.stage import YEAR, Stage

CLIENTS = 32
STORE = "خزانة المحجوزات"


@pytest.fixture
def stage() -> Stage:
    return Stage()


@pytest.fixture
def pilot(db: None, stage: Stage) -> Iterator[SimpleNamespace]:
    """The people of a district whose command is switched on, in a transaction that is rolled back."""
    rollout.forget()
    yield switch_on(stage, hired())
    rollout.forget()


@pytest.fixture
def town(ledger_db: None, stage: Stage) -> Iterator[SimpleNamespace]:
    """The same, committed, for threads with connections of their own."""
    rollout.forget()
    yield switch_on(stage, hired())
    rollout.forget()


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """Does all of it at the same moment, each in a thread: what each gave, a refusal as its code."""
    found: list[Any] = [None] * len(works)
    start = threading.Barrier(len(works))

    def work(place: int) -> None:
        try:
            start.wait(20)
            found[place] = works[place]()
        except Refused as refused:
            found[place] = refused.refusal.code
        except BaseException as error:
            found[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(place,)) for place in range(len(works))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    failures = [one for one in found if isinstance(one, BaseException)]
    assert failures == []
    return found


def at(moment: datetime) -> Door:
    """A door whose clock stands at a moment."""
    return Door(clock=lambda: micros(moment))


# ---------------------------------------------------------------- the year's end


def test_numbers_begin_again_at_the_years_end_without_gap_or_double(town: SimpleNamespace, stage: Stage) -> None:
    """32 clients sign two written records each in two units, while the clock of them all passes midnight."""
    hands = [(town.officer, town.district), (town.second, Unit.objects.get(code="AP-RAK-02"))]
    eve = datetime(YEAR, 12, 31, 12, tzinfo=LEGAL_ZONE)
    ready: list[tuple[Any, Any]] = []
    for officer, unit in hands:
        case = perform(CaseFiles.open_file, actor=officer, unit=unit, data=FACTS, door=at(eve)).record
        for _record in range(CLIENTS):
            data = {"case": case.pk, "kind": "finding", "text": "عاينا المكان."}
            draft = perform(WrittenRecords.draft, actor=officer, unit=unit, data=data, door=at(eve)).record
            read = {"how_read": "nobody_heard", "ended_at": eve}
            perform(WrittenRecords.read_back, draft, actor=officer, data=read, door=at(eve))
            ready.append((officer, draft.pk))
    ticks = count()
    first = micros(datetime(YEAR, 12, 31, 23, 59, 59, tzinfo=LEGAL_ZONE))
    clock = Door(clock=lambda: first + next(ticks) * 2_000_000 // len(ready))

    def sign(place: int) -> Callable[[], None]:
        def work() -> None:
            for officer, record in ready[place::CLIENTS]:
                perform(WrittenRecords.sign, record, actor=officer, data={"signing": "nobody_heard"}, door=clock)

        return work

    at_once(*[sign(place) for place in range(CLIENTS)])
    years: set[int] = set()
    for _officer, unit in hands:
        numbers: dict[int, list[int]] = {}
        for record in WrittenRecord.objects.filter(unit=unit):
            entry = Entry.objects.get(record_id=record.pk, act=WrittenRecords.sign.key)
            numbers.setdefault(legal_day(entry.recorded_at).year, []).append(record.number)
        for year, given in numbers.items():
            assert sorted(given) == list(range(1, len(given) + 1)), (unit.code, year)
        assert sum(map(len, numbers.values())) == CLIENTS
        years |= numbers.keys()
    assert years == {YEAR, YEAR + 1}


# ---------------------------------------------------------------- one file, many hands


def test_many_hands_at_one_file(town: SimpleNamespace, stage: Stage) -> None:
    file = opened(stage, town)

    # Eight officers enter a party each, at once: the file counts every one.
    def enter(place: int) -> Callable[[], str]:
        data = {**SUSPECT, "case": file.pk, "latin_name": f"Person {place}", "card_number": f"EE81{place:04d}"}
        return lambda: stage.do(Parties.enter, actor=town.officer, unit=town.district, data=data).record.pk

    at_once(*[enter(place) for place in range(8)])
    file.refresh_from_db()
    assert (file.suspects, Party.objects.filter(case=file).count()) == (8, 8)

    # Two complete the facts from the same page, at once: one stands, the other is told, and nothing is overwritten.
    seen = file.version

    def amend(officer: Any, text: str) -> Callable[[], str]:
        return lambda: stage.do(CaseFiles.amend, file.pk, actor=officer, data={"facts": text}, expects=seen) and text

    told = at_once(amend(town.officer, "صيغة أولى."), amend(town.second, "صيغة ثانية."))
    file.refresh_from_db()
    assert sorted(told, key=lambda said: said != "kernel.changed_meanwhile")[0] == "kernel.changed_meanwhile"
    assert file.facts in told and file.version == seen + 1

    # An exhibit is moved to eight places at once: it lies in one of them, and seven hands are told.
    data = {"case": file.pk, "kind": "blade", "description": "سكين"}
    exhibit = stage.do(Exhibits.seize, actor=town.officer, unit=town.district, data=data).record
    stage.do(Exhibits.put_seal, exhibit, actor=town.officer, data={"seal": "10422", "store": STORE})
    hands = {"left_store": STORE, "handed_by": town.officer, "received_by": town.chief}

    def move(place: int) -> Callable[[], str]:
        there = {**hands, "next_store": f"مستودع {place}"}
        return lambda: stage.do(Exhibits.move, exhibit.pk, actor=town.officer, data=there) and there["next_store"]

    moved = at_once(*[move(place) for place in range(8)])
    kept = Exhibit.objects.get(pk=exhibit.pk).store
    assert [said for said in moved if not said.startswith("casefiles.")] == [kept]
    assert sum(step.act == Exhibits.move.key for step in timeline(exhibit.pk)) == 1

    # The file goes to another unit while a colleague enters a witness: whichever came first, both end in one unit.
    witness = {"case": file.pk, "category": "witness", "latin_name": "Salma Benali"}
    there = {"to_unit": town.neighbour.pk, "grounds": "الاختصاص المكاني."}

    def hand_over() -> str:
        return stage.do(CaseFiles.transfer, file.pk, actor=town.chief, data=there) and "handed over"

    def testify() -> str:
        return stage.do(Parties.enter, actor=town.officer, unit=town.district, data=witness) and "entered"

    done = at_once(hand_over, testify)
    assert done[0] == "handed over" and done[1] in ("entered", "casefiles.file_elsewhere")
    move_what_belongs(next(step.id for step in timeline(file.pk) if step.act == CaseFiles.transfer.key), file.pk)
    file.refresh_from_db()
    assert file.unit_id == town.neighbour.pk
    assert set(Party.objects.filter(case=file).values_list("unit", flat=True)) == {file.unit_id}
    assert Party.objects.filter(case=file).count() == 8 + (done[1] == "entered")
    assert set(Exhibit.objects.filter(case=file).values_list("unit", flat=True)) == {file.unit_id}


def test_a_file_that_leaves_while_a_colleague_types(pilot: SimpleNamespace) -> None:
    """The page of the first unit is refused in words, and keeps what was typed; the file is as the transfer left it."""
    now = datetime.now(UTC)
    facts = {**FACTS, "happened_at": now - timedelta(hours=3)}
    rollout.forget()
    file = perform(CaseFiles.open_file, actor=pilot.officer, unit=pilot.district, data=facts).record
    page = browser(pilot.officer)
    path = f"/records/casefiles/case_files/{file.pk}/"
    page.post(path, {"purpose": "inquiry"})
    assert page.get(f"{path}amend/").status_code == 200
    there = {"to_unit": pilot.neighbour.pk, "grounds": "الاختصاص المكاني."}
    perform(CaseFiles.transfer, file, actor=pilot.chief, data=there)
    typed = "اعترف المشتبه فيه بالمنسوب إليه أمام الشاهد."
    answer = page.post(f"{path}amend/", {"facts": typed, "_expects": "1"})
    assert answer.status_code == 404
    assert typed in answer.text
    file.refresh_from_db()
    assert file.facts == FACTS["facts"] and file.unit_id == pilot.neighbour.pk


# ---------------------------------------------------------------- the clock


CHANGED = 2024
"""A year in which the legal clock still changed: since September 2026 Morocco keeps one time (tzdata 2026f)."""


def changes() -> tuple[datetime, datetime]:
    """The hours at which the legal clock went back for Ramadan, and forward after it."""
    hour, found = datetime(CHANGED, 1, 1, tzinfo=UTC), []
    while hour.year == CHANGED:
        after = hour + timedelta(hours=1)
        if hour.astimezone(LEGAL_ZONE).utcoffset() != after.astimezone(LEGAL_ZONE).utcoffset():
            found.append(after)
        hour = after
    assert len(found) == 2
    return found[0], found[1]


@pytest.fixture
def open_at(db: None, stage: Stage) -> Iterator[Callable[[datetime, datetime], CaseFile | str]]:
    """Opens a file whose facts happened at one moment, at another: a play of that year. A refusal gives its code."""
    people = hired()
    since = datetime(CHANGED, 1, 1, tzinfo=LEGAL_ZONE)
    command, switched = Unit.objects.get(code="PP-RAK"), {"starts_on": since.date()}
    assert not replayed([Act(Rollout.switch_on, None, people.general, switched, since, command.pk)])
    rollout.forget()

    def open_it(happened: datetime, now: datetime) -> CaseFile | str:
        key, data = new_id(now), {**FACTS, "happened_at": happened}
        refused = replayed([Act(CaseFiles.open_file, key, people.officer, data, now, people.district.pk)])
        return "".join(refused) or CaseFile.objects.get(pk=key)

    yield open_it
    rollout.forget()


Opening = Callable[[datetime, datetime], Any]


def test_the_hour_that_comes_twice_is_told_apart(open_at: Opening) -> None:
    """Facts of 2:50 before the clock goes back lie before an act of 2:10 after it, and never the other way round."""
    back, forward = changes()
    facts_at = (back - timedelta(minutes=10)).astimezone(LEGAL_ZONE)
    act_at = (back + timedelta(minutes=10)).astimezone(LEGAL_ZONE)
    assert facts_at.time() > act_at.time()  # by the face of the clock it is the other way round
    file = open_at(facts_at, act_at)
    assert file.acted_at - file.happened_at == timedelta(minutes=20)
    assert open_at(act_at, facts_at) == "casefiles.facts_later"

    # The hour that the clock leaps over in spring is no hour of anybody's act.
    before, after = forward - timedelta(minutes=10), forward + timedelta(minutes=10)
    assert open_at(before.astimezone(LEGAL_ZONE), after.astimezone(LEGAL_ZONE)).acted_at == after


def test_midnight_is_the_legal_one_in_ramadan_and_out_of_it(open_at: Opening) -> None:
    """23:30 of UTC is the same legal day in Ramadan and the next one otherwise; a case counts on its legal day."""
    back, _forward = changes()
    days = []
    for shift in (-3, 3):
        now = (back + timedelta(days=shift)).replace(hour=23, minute=30, tzinfo=UTC)
        file = open_at(now - timedelta(hours=1), now)
        entry = Entry.objects.get(record_id=file.pk, record_version=1)
        days.append((now.date() - legal_day(micros(now))).days)
        assert entry.day == int(f"{legal_day(micros(now)):%Y%m%d}")
    assert days == [-1, 0]
