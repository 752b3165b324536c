"""Streams of acts: batches, refusals line by line, resumption, retries."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connection

from hasila.kernel.many import cursor_at, perform_many
from hasila.kernel.perform import perform
from hasila.kernel.procedures import Act
from hasila.kernel.records import new_id
from tests.kernel.conftest import NOW
from tests.sample.models import Claim, Claims


def filings(service, count: int, **change: dict[int, dict]) -> Iterator[Act]:
    """Filing acts; `at` replaces the content of single lines."""
    for i in range(count):
        data = {"holder": service.subject.pk, "text": f"طلب {i}", "amount": i % 50, **change.get("at", {}).get(i, {})}
        when = NOW - timedelta(days=2) + timedelta(seconds=i)
        noise = i.to_bytes(10, "big")
        yield Act(
            Claims.file,
            record_id=new_id(when, noise),
            actor=service.clerk,
            unit_id=service.rabat.pk,
            data=data,
            occurred_at=when,
        )


def entries() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM ledger_entry WHERE act LIKE 'sample.%%'")
        return cursor.fetchone()[0]


@pytest.mark.parametrize("batch", [7, 1000])
def test_refused_lines_do_not_harm_their_neighbours(committed, batch):
    bad = {
        3: {"amount": 5000},  # a CHECK of the database
        10: {"token": "T"},
        11: {"token": "T"},  # a unique value used twice in one batch
        20: {"holder": "00000000-0000-4000-8000-000000000000"},
        21: {"dossier": "00000000-0000-4000-8000-000000000000"},  # a foreign key that no guard reads
        30: {"text": ""},
        40: {"text": "a\x00"},
    }
    lines = {}
    outcome = perform_many(
        filings(committed, 60, at=bad), batch=batch, on_refused=lambda i, a, r: lines.__setitem__(i, r[0].code)
    )
    assert lines == {
        3: "kernel.constraint",
        11: "kernel.not_unique",
        20: "kernel.no_such_object",
        21: "kernel.no_such_object",
        30: "kernel.missing",
        40: "kernel.control_characters",
    }
    assert (outcome.performed, outcome.refused, outcome.entries) == (54, 6, 54)
    assert Claim.objects.count() == entries() == 54


def test_many_acts_on_one_record_in_one_batch_and_across_batches(committed):
    claim = perform(
        Claims.file, actor=committed.clerk, unit=committed.rabat, data={"holder": committed.subject, "text": "x"},
        occurred_at=NOW - timedelta(days=1),
    ).record  # fmt: skip
    acts = [
        Act(
            Claims.amend,
            record_id=claim.pk,
            actor=committed.clerk,
            data={"amount": i},
            occurred_at=NOW - timedelta(minutes=60 - i),
        )
        for i in range(1, 41)
    ]
    outcome = perform_many(acts, batch=16)
    claim.refresh_from_db()
    assert (outcome.performed, claim.version, claim.amount) == (40, 41, 40)
    assert entries() == 41


def test_a_record_is_opened_and_acted_on_in_one_stream(committed):
    def stream() -> Iterator[Act]:
        for act in filings(committed, 25):
            yield act
            yield Act(Claims.study, record_id=act.record_id, actor=committed.other_clerk, occurred_at=act.occurred_at)

    outcome = perform_many(stream(), batch=9)
    assert outcome.performed == 50 and set(Claim.objects.values_list("state", "version")) == {("studied", 2)}


def test_numbers_have_no_gaps_even_beside_refusals(committed):
    def stream() -> Iterator[Act]:
        for act in filings(committed, 30):
            yield act
            yield Act(Claims.study, record_id=act.record_id, actor=committed.other_clerk, occurred_at=act.occurred_at)
            grounds = "" if act.data["amount"] % 7 == 0 else "سبب"
            yield Act(
                Claims.decide,
                record_id=act.record_id,
                actor=committed.general,
                data={"grounds": grounds},
                occurred_at=act.occurred_at,
            )

    outcome = perform_many(stream(), batch=11)
    numbers = sorted(Claim.objects.exclude(number=None).values_list("number", flat=True))
    assert outcome.refused == 5 and numbers == list(range(1, 26))


class Broken(Exception):
    pass


def test_an_interrupted_run_goes_on_where_it_stopped(committed):
    def breaking() -> Iterator[Act]:
        for i, act in enumerate(filings(committed, 100)):
            if i == 55:
                raise Broken
            yield act

    with pytest.raises(Broken):
        perform_many(breaking(), batch=10, cursor="run")
    reached = cursor_at("run")
    assert reached == Claim.objects.count() and 30 <= reached <= 50
    outcome = perform_many(filings(committed, 100), batch=10, cursor="run")
    assert outcome.skipped == reached and Claim.objects.count() == entries() == 100


def test_keys_make_a_second_run_harmless(committed):
    def keyed() -> Iterator[Act]:
        for i, act in enumerate(filings(committed, 20)):
            act.key = f"line-{i}"
            yield act

    perform_many(keyed(), batch=6)
    again = perform_many(keyed(), batch=6)
    assert (again.performed, again.entries, Claim.objects.count()) == (20, 0, 20)


def test_a_row_changed_between_deciding_and_writing_is_decided_again(committed):
    from hasila.kernel.many import _Batch, _dedicated, _Stream
    from hasila.kernel.perform import DOOR, prepare

    first, second = (act.record_id for act in filings(committed, 2))
    perform_many(filings(committed, 2))
    amends = [
        Act(Claims.amend, record_id=key, actor=committed.clerk, data={"amount": 9}, expects=1)
        for key in (first, second)
    ]
    batch = _Batch([(n, act, prepare(act, DOOR.clock())[0]) for n, act in enumerate(amends)], last=2)
    stream = _Stream(DOOR, None, None, False)
    with _dedicated() as raw:
        stream.attempt(raw, batch, None)
        stream.stage(raw, batch, commit=True)
        perform(Claims.amend, first, actor=committed.other_clerk, data={"amount": 1})
        assert not stream.finish(batch, commit=True).clean
        stream.recover(batch, commit=True)
    assert [(index, reasons[0].code) for index, _act, reasons in batch.refused] == [(0, "kernel.changed_meanwhile")]
    assert list(Claim.objects.order_by("id").values_list("amount", "version")) == [(1, 2), (9, 2)]
