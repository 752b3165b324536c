"""Edges that a review found: clocks, partitions, keys, words, order across passes of the sealer."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import psycopg
import pytest
from django.db import connection, connections, transaction

from hasila.assurance.steps import timeline
from hasila.institution.career import Officer
from hasila.institution.roles import Role
from hasila.institution.staffing import give_mandate
from hasila.kernel.many import perform_many
from hasila.kernel.perform import Door, perform
from hasila.kernel.procedures import Act
from hasila.kernel.sealer import seal_once
from hasila.plain.moments import micros
from hasila.surfaces.searching import search
from tests.kernel.conftest import NOW
from tests.kernel.test_ledger import file_one
from tests.sample.models import Claim, Claims


def test_partitions_are_fenced_like_the_whole(committed, connect: Callable):
    file_one(committed)
    year = NOW.year
    for role in ("default", "sealer"):
        raw = connect(role)
        for statement in (
            f"UPDATE ledger_content_{year} SET body = 'x'",
            f"INSERT INTO ledger_entry_{year} (id, xid) VALUES (gen_random_uuid(), 1)",
            f"DELETE FROM ledger_entry_{year}",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                raw.execute(statement)
            raw.rollback()
    raw = connect("sealer")
    for table in ("ledger_content", "sample_claim", "institution_officer"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            raw.execute(f"SELECT 1 FROM {table}")
        raw.rollback()


def test_a_clock_that_is_a_little_behind_refuses_nobody(service):
    claim = file_one(service)
    behind = Door(clock=lambda: micros(claim.acted_at) - 50_000)
    perform(Claims.amend, claim, actor=service.clerk, data={"amount": 3}, door=behind)
    assert claim.version == 2 and [entry.record_version for entry in timeline(claim.pk)] == [1, 2]


def test_the_hour_that_comes_twice_is_compared_as_time_not_as_a_clock_face(service):
    zone = ZoneInfo("Africa/Casablanca")
    first = datetime(2024, 3, 10, 2, 50, tzinfo=zone)
    second = datetime(2024, 3, 10, 2, 10, tzinfo=zone, fold=1)
    claim = Act(
        Claims.file, actor=service.clerk, unit_id=service.rabat.pk, data={"holder": service.subject.pk, "text": "x"},
        occurred_at=first,
    )  # fmt: skip
    perform_many([claim], simulated=True)
    amend = Act(Claims.amend, record_id=claim.record_id, actor=service.clerk, data={"amount": 1}, occurred_at=second)
    assert perform_many([amend], simulated=True).performed == 1


def test_the_person_concerned_is_bound_by_separated_duties_too(service, refused):
    """`study` may not be done by whoever filed, also where they hold a mandate."""
    person = Officer.objects.get(pk=service.subject.pk)
    perform(Claims.file, actor=person.pk, unit=service.rabat, data={"holder": person, "text": "x"})
    give_mandate(person.pk, Role.PERSONNEL_CLERK, service.root)
    claim = Claim.objects.get(holder=person)
    assert refused(Claims.study, claim, actor=person.pk) in ("kernel.own_file", "kernel.same_person")


def test_a_key_belongs_to_one_unit_and_one_time(service, refused):
    data = {"holder": service.subject, "text": "مرة"}
    perform(Claims.file, actor=service.clerk, unit=service.rabat, data=data, key="k")
    assert refused(Claims.file, actor=service.clerk, unit=service.casablanca, data=data, key="k") == "kernel.key_reused"
    earlier = NOW - timedelta(days=1)
    again = {"actor": service.clerk, "unit": service.rabat, "data": data, "key": "k"}
    assert refused(Claims.file, occurred_at=earlier, **again) == "kernel.key_reused"


@pytest.mark.parametrize("key", ["a\x00b", "\ud800", "k" * 500])
def test_an_unfit_key_refuses_its_line_alone(service, refused, key):
    data = {"holder": service.subject.pk, "text": "x"}
    assert (
        refused(Claims.file, actor=service.clerk, unit=service.rabat, data=data, key=key) == "kernel.control_characters"
    )
    acts = [
        Act(Claims.file, actor=service.clerk, unit_id=service.rabat.pk, data=data, key=k) for k in ("one", key, "two")
    ]
    outcome = perform_many(acts)
    assert (outcome.performed, outcome.refused) == (2, 1)


def test_a_refused_line_does_not_use_up_its_key_for_its_twin(service):
    data = {"holder": service.subject.pk, "text": "x", "amount": 5000}  # a CHECK of the database refuses it
    acts = [
        Act(Claims.file, actor=service.clerk, unit_id=service.rabat.pk, data=dict(data), key="same") for _ in range(2)
    ]
    outcome = perform_many(acts)
    assert (outcome.performed, outcome.refused, outcome.entries) == (0, 2, 0)


def test_a_value_mended_within_a_batch_does_not_pass(service):
    claim = file_one(service)
    acts = [
        Act(Claims.amend, record_id=claim.pk, actor=service.clerk, data={"amount": amount}) for amount in (1, 5000, 7)
    ]
    codes = []
    outcome = perform_many(acts, on_refused=lambda index, act, reasons: codes.append((index, reasons[0].code)))
    assert codes == [(1, "kernel.constraint")] and outcome.performed == 2
    assert Claim.objects.get(pk=claim.pk).amount == 7


def test_words_are_found_whatever_their_form(service):
    file_one(service, text="سجل_2024 ﻣﺤﻤﺪ الإدارة " + "ط" * 5000)
    for query in ("سجل", "2024", "محمد", "الاداره", "إدار"[:0] + "الإد"):
        assert search(Claim.objects.all(), query).count() == 1, query
    assert search(Claim.objects.all(), "غائب").count() == 0


def test_order_holds_across_passes_of_the_sealer(committed, connect: Callable):
    """A number taken early, used late, with another transaction still running between them."""
    claim = file_one(committed)
    steps = {name: threading.Event() for name in ("early", "third", "act", "acted", "leave")}

    def early() -> None:
        try:
            with transaction.atomic():
                file_one(committed)  # takes the lowest number
                steps["early"].set()
                steps["act"].wait(20)
                perform(Claims.amend, claim.pk, actor=committed.clerk, data={"amount": 3})
            steps["acted"].set()
        finally:
            connections.close_all()

    def between() -> None:
        try:
            with transaction.atomic():
                file_one(committed)
                steps["third"].set()
                steps["leave"].wait(20)
        finally:
            connections.close_all()

    seal = connect("sealer")
    seal.autocommit = True
    threads = [threading.Thread(target=early), threading.Thread(target=between)]
    threads[0].start()
    assert steps["early"].wait(20)
    threads[1].start()
    assert steps["third"].wait(20)
    perform(Claims.amend, claim.pk, actor=committed.clerk, data={"amount": 2})
    steps["act"].set()
    assert steps["acted"].wait(20)
    while seal_once(seal):  # `between` still runs, with a number between the two amendments
        pass
    steps["leave"].set()
    for thread in threads:
        thread.join()
    while seal_once(seal):
        pass
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT e.record_version FROM ledger_position p JOIN ledger_entry e ON e.id = p.entry_id "
            "WHERE e.record_id = %s ORDER BY position",
            [claim.pk],
        )
        assert [row[0] for row in cursor.fetchall()] == [1, 2, 3]
        cursor.execute("SELECT (SELECT count(*) FROM ledger_entry) = (SELECT count(*) FROM ledger_position)")
        assert cursor.fetchone()[0]
