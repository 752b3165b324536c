"""Jobs: they exist exactly when their act does, run after its commit, and are tried again."""

import asyncio
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction
from tests.kernel.conftest import people
from tests.sample.jobs import JOB, done, failures
from tests.sample.models import Claims, Dossier

from hasila.institution import jobs as declared
from hasila.kernel.many import perform_many
from hasila.kernel.perform import perform
from hasila.kernel.procedures import Act
from hasila.kernel.refusals import Refused
from hasila.project import jobs


@pytest.fixture
def world(ledger_db: None) -> Iterator[SimpleNamespace]:
    yield people()
    done.clear()
    failures.clear()


def waiting() -> list[tuple[UUID, UUID, str, int]]:
    """What is left to do of the sample; other procedures leave jobs too."""
    with connection.cursor() as cursor:
        asked = "SELECT args->>'entry', args->>'record', status::text, attempts FROM procrastinate_jobs"
        cursor.execute(f"{asked} WHERE task_name = %s", [JOB])
        return [(UUID(entry), UUID(record), status, tries) for entry, record, status, tries in cursor.fetchall()]


def run(work: Coroutine[Any, Any, None]) -> None:
    """In a thread of its own: a browser's loop may run in this one."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, work).result()


def keep(world: SimpleNamespace) -> Act:
    return Act(Dossier.keep, actor=world.clerk, unit_id=world.root.pk, data={"title": "One"})


def test_an_act_leaves_its_job_in_its_own_transaction(world: SimpleNamespace) -> None:
    receipt = perform(Dossier.keep, actor=world.clerk, unit=world.root, data={"title": "One"})
    assert waiting() == [(receipt.entry_id, receipt.record.pk, "todo", 0)]
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        perform(Dossier.keep, actor=world.clerk, unit=world.root, data={"title": "Two"})
        assert len(waiting()) == 2
        raise ZeroDivisionError
    assert len(waiting()) == 1


def test_a_refused_act_leaves_none(world: SimpleNamespace) -> None:
    with pytest.raises(Refused):
        perform(Dossier.keep, actor=uuid4(), unit=world.root, data={"title": "One"})
    assert waiting() == []


def test_a_stream_leaves_the_same(world: SimpleNamespace) -> None:
    nobody = Act(Dossier.keep, actor=uuid4(), unit_id=world.root.pk, data={"title": "One"})
    outcome = perform_many([keep(world), nobody, keep(world), keep(world)], batch=2)
    assert (outcome.performed, outcome.refused) == (3, 1)
    assert len({record for _entry, record, _status, _tries in waiting()}) == 3


def test_a_played_act_leaves_none(world: SimpleNamespace) -> None:
    assert perform_many([keep(world)], simulated=True).performed == 1
    assert waiting() == []


def test_the_worker_runs_it_once_and_forgets_it(world: SimpleNamespace) -> None:
    receipt = perform(Dossier.keep, actor=world.clerk, unit=world.root, data={"title": "One"})
    run(jobs.work(wait=False))
    assert done == [(receipt.entry_id, receipt.record.pk)]
    assert waiting() == []


@pytest.mark.filterwarnings("ignore")
def test_what_fails_is_told_at_once_and_tried_again_later(
    world: SimpleNamespace, caplog: pytest.LogCaptureFixture
) -> None:
    receipt = perform(Dossier.keep, actor=world.clerk, unit=world.root, data={"title": "One"})
    failures.append(RuntimeError("the printer is off"))
    run(jobs.work(wait=False))
    assert done == []
    assert f"the job {JOB} of the entry {receipt.entry_id} failed" in caplog.text
    assert "the printer is off" in caplog.text
    assert [(status, tries) for _e, _r, status, tries in waiting()] == [("todo", 1)]
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = now()")
    run(jobs.work(wait=False))
    assert len(done) == 1


def test_nothing_is_notified_inside_the_door(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgenabled FROM pg_trigger WHERE tgrelid = 'procrastinate_jobs'::regclass"
            " AND tgname LIKE '%notify_queue_job_inserted%'"
        )
        assert cursor.fetchall() == [("D",)]


def test_a_misspelt_job_is_refused_at_start_up(monkeypatch: pytest.MonkeyPatch) -> None:
    assert declared.check_jobs() == []
    monkeypatch.setattr(Claims.file, "jobs", ["sample.forget"])
    (finding,) = declared.check_jobs()
    assert finding.id == "institution.E001" and "sample.forget" in finding.msg
    with pytest.raises(ValueError, match="Two jobs are called"):
        declared.job("sample.remember")(lambda entry, record: None)


def test_a_round_is_gone_again_and_again_and_survives_a_failure(ledger_db: None) -> None:
    seen: list[UUID] = []

    def look() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('hasila.actor')")
            seen.append(UUID(cursor.fetchone()[0]))
        if len(seen) == 1:
            raise RuntimeError("the first look fails")

    async def go() -> None:
        task = asyncio.create_task(jobs._go_round(declared.Round("sample.look", 0.01, look)))
        while len(seen) < 3:
            await asyncio.sleep(0.01)
        task.cancel()

    run(asyncio.wait_for(go(), 60))
    assert set(seen) == {UUID(int=0)}
    assert "casefiles.watch_the_clock" in declared.rounds
    with pytest.raises(ValueError, match="Two rounds are called"):
        declared.every(1, "casefiles.watch_the_clock")(look)
