"""Readings: what is kept, what is counted once, who may touch it, how it is sealed, what verification finds."""

from collections.abc import Callable
from hashlib import sha256
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from django.db import connection, connections, transaction
from django.test import Client

from hasila.assurance.purposes import Purpose, follow
from hasila.assurance.reading_seal import (
    expired_months,
    remove_month,
    root_of,
    seal_all_readings,
    seal_readings,
    verify_readings,
)
from hasila.assurance.readings import EXPORT, by_actor, consult, consult_many, of_records, use
from hasila.institution.accounts import Account
from hasila.institution.career import Career
from hasila.institution.law import texts
from hasila.institution.purposes import lawful, rules
from hasila.kernel.access import Actor
from hasila.kernel.merkle import leaf_hash
from hasila.kernel.perform import perform
from hasila.kernel.procedures import registry
from hasila.kernel.refusals import Refused
from hasila.plain.moments import from_micros, legal_day, today
from hasila.project import sealer as process
from tests.sample.models import Claims


def claim_of(service: SimpleNamespace) -> Any:
    return perform(
        Claims.file, actor=service.clerk, unit=service.rabat, data={"holder": service.subject.id, "text": "x"}
    ).record


def raw(alias: str = "owner") -> Any:
    connections[alias].ensure_connection()
    return connections[alias].connection


def failures() -> list[str]:
    return [str(one) for one in verify_readings(raw())]


def test_a_reading_states_a_purpose_of_the_list_and_needs_a_mandate(service: SimpleNamespace) -> None:
    claim = claim_of(service)
    for actor, purpose, code in (
        (service.director, "curiosity", "kernel.no_purpose"),
        (service.second.pk, "handling", "kernel.no_mandate"),
    ):
        with pytest.raises(Refused) as caught:
            consult(claim, Actor.of(actor), purpose)
        assert caught.value.refusal.code == code
    reading = consult(claim, Actor.of(service.director), "handling", case="  42/2026 ")
    (kept,) = of_records([claim.pk], legal_day(0))
    assert (kept.id, kept.actor, kept.purpose, kept.case, kept.kind) == (
        reading, service.director, "handling", "42/2026", "open",
    )  # fmt: skip
    assert kept.register == "sample.claims" and kept.unit == service.rabat.pk and kept.mandate
    assert claim.version == type(claim).objects.get(pk=claim.pk).version


def test_a_case_is_asked_for_where_the_law_says_so(service: SimpleNamespace) -> None:
    reader = Actor.of(service.clerk)
    for case, code in (
        ("", "readings.no_case"),
        ("x" * 61, "readings.wrong_case"),
        ("a\u202eb", "readings.wrong_case"),
    ):
        with pytest.raises(Refused) as caught:
            consult(service.subject, reader, "discipline", case=case)
        assert caught.value.refusal.code == code
    assert consult(service.subject, reader, "discipline", case="DSC-26-1")
    (kept,) = of_records([service.subject.pk], legal_day(0))
    assert kept.basis == "civil_service"


def test_the_list_is_dated(service: SimpleNamespace) -> None:
    day = legal_day(1_600_000_000_000_000)
    assert set(lawful(Career, day)) == set(Career.purposes)
    assert lawful(Career, legal_day(0)) == {}
    follow(lambda procedure, day: {"other": Purpose("other", "Other")})
    try:
        with pytest.raises(Refused):
            consult(service.subject, Actor.of(service.clerk), "personnel")
    finally:
        follow(lawful)


def test_readings_of_a_quarter_of_an_hour_are_one(service: SimpleNamespace, clock: Any) -> None:
    claim, reader = claim_of(service), Actor.of(service.director)
    one = consult(claim, reader, "handling", door=clock.door)
    clock.on(minutes=14)
    assert consult(claim, reader, "handling", door=clock.door) == one
    assert consult(claim, reader, "handling", kind="print", door=clock.door) != one
    assert consult(claim, reader, "handling", case="7", door=clock.door) != one
    assert consult(claim, Actor.of(service.clerk), "handling", door=clock.door) != one
    clock.on(minutes=1)
    assert consult(claim, reader, "handling", door=clock.door) != one
    kept = {reading.id: reading for reading in of_records([claim.pk], legal_day(0))}
    assert len(kept) == 5
    assert kept[one].times == 2
    assert kept[one].last_at - kept[one].first_at == 14 * 60_000_000


def test_a_search_is_one_reading_and_is_found_by_those_it_found(service: SimpleNamespace, clock: Any) -> None:
    claims = [claim_of(service) for _number in range(3)]
    reader = Actor.of(service.director)
    ids = [claim.pk for claim in claims[:2]]
    search = consult_many(Claims, reader, "handling", ids, words="بنجلون", door=clock.door)
    assert consult_many(Claims, reader, "handling", ids, words="بنجلون", door=clock.door) == search
    export = consult_many(Claims, reader, "handling", [uuid4() for _n in range(2500)] + ids, kind=EXPORT)
    assert {one.id for one in of_records([claims[0].pk], legal_day(0))} == {search, export}
    assert of_records([claims[2].pk], legal_day(0)) == []
    kept = {one.id: one for one in by_actor(service.director, legal_day(clock.now), today())}
    assert (kept[search].words, kept[search].results, kept[search].times) == ("بنجلون", 2, 2)
    assert kept[export].results == 2502


def test_the_application_touches_no_reading(committed: SimpleNamespace) -> None:
    claim = claim_of(committed)
    consult(claim, Actor.of(committed.director), "handling")
    for statement in (
        "UPDATE ledger_reading SET times = 9",
        "DELETE FROM ledger_reading",
        "INSERT INTO ledger_reading_batch SELECT 1",
        "UPDATE ledger_reading_cell SET times = 0",
        "SELECT * FROM ledger_reading_result",
        "TRUNCATE ledger_reading",
    ):
        with pytest.raises(psycopg.errors.InsufficientPrivilege), transaction.atomic():
            raw("default").execute(statement)
    with pytest.raises(psycopg.errors.InsufficientPrivilege), transaction.atomic():
        part = raw().execute("SELECT min(inhrelid::regclass::text) FROM pg_inherits WHERE inhparent = "
                             "'ledger_reading'::regclass").fetchone()[0]  # fmt: skip
        raw("default").execute(f"SELECT * FROM {part}")
    with pytest.raises(psycopg.Error, match="has no entry"), transaction.atomic():
        raw("default").execute(
            "SELECT hasila_seal_readings(1, %s, 202601, '', '', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}',"
            " '{}', '{}')",
            (uuid4(),),
        )


def test_a_reading_locks_no_record(committed: SimpleNamespace, connect: Callable[..., Any]) -> None:
    claim = claim_of(committed)
    with transaction.atomic():
        consult(claim, Actor.of(committed.director), "handling")
        other = connect("default")
        other.execute("SET lock_timeout = '1s'")
        other.execute("SELECT 1 FROM sample_claim WHERE id = %s FOR UPDATE", (claim.pk,))
        other.rollback()


def test_readings_are_sealed_as_one_entry(committed: SimpleNamespace, clock: Any) -> None:
    claims = [claim_of(committed) for _number in range(3)]
    reader = Actor.of(committed.director)
    for claim in claims:
        consult(claim, reader, "handling", door=clock.door)
    consult(claims[0], reader, "handling", door=clock.door)
    consult_many(Claims, reader, "handling", [claims[0].pk], words="x", door=clock.door)
    assert seal_readings(door=clock.door) == 4
    assert seal_readings(door=clock.door) == 0
    clock.on(minutes=5)
    consult(claims[0], reader, "handling", door=clock.door)
    assert seal_readings(door=clock.door) == 0
    clock.on(minutes=11)
    assert seal_readings(door=clock.door) == 1  # the count, now that its quarter is over
    assert failures() == []
    assert [one.times for one in of_records([claims[0].pk], legal_day(0)) if one.kind == "open"] == [3]
    figures = {(one.kind, one.purpose): (one.readings, one.times) for one in use(200001, 299912)}
    assert figures == {("open", "handling"): (3, 5), ("search", "handling"): (1, 1)}
    with connection.cursor() as cursor:
        cursor.execute("SELECT measures FROM ledger_entry WHERE act = 'kernel.readings' ORDER BY recorded_at")
        assert [row[0] for row in cursor.fetchall()] == ['{"open":3,"search":1}', ""]


def test_the_sealers_process_seals_readings_and_survives_what_fails(
    committed: SimpleNamespace, caplog: pytest.LogCaptureFixture
) -> None:
    claim = claim_of(committed)
    consult(claim, Actor.of(committed.director), "handling")
    with connections["owner"].cursor() as cursor:
        cursor.execute("ALTER FUNCTION hasila_seal_readings RENAME TO gone")
    connections["default"].close()  # a statement that it has prepared would find the function by its number
    try:
        process.seal_readings()
    finally:
        with connections["owner"].cursor() as cursor:
            cursor.execute("ALTER FUNCTION gone RENAME TO hasila_seal_readings")
    assert "readings wait to be sealed" in caplog.text
    process.seal_readings()
    assert of_records([claim.pk], legal_day(0))[0].batch == 1
    assert failures() == []


TAMPERING = {
    "altered": ("UPDATE ledger_reading SET purpose = 'control' WHERE kind = 'open'", "a reading was altered"),
    "moved in time": ("UPDATE ledger_reading SET first_at = first_at + 1 WHERE kind = 'open'", "a reading was altered"),
    "given to another": ("UPDATE ledger_reading SET actor = gen_random_uuid() WHERE times = 1", "was altered"),
    "count altered": ("UPDATE ledger_reading SET times = 3 WHERE times = 2", "a reading was altered"),
    "removed": ("DELETE FROM ledger_reading WHERE kind = 'search'", "are there"),
    "batch removed": ("DELETE FROM ledger_reading_batch WHERE number = 1", "the batch is gone"),
    "batch altered": ("UPDATE ledger_reading_batch SET root = closing_root", "something else than its entry"),
    "results altered": (
        "UPDATE ledger_reading_result SET ids = ARRAY[gen_random_uuid()]", "what it found is not what was sealed"
    ),
    "results removed": ("DELETE FROM ledger_reading_result", "what it found is not what was sealed"),
    "figure altered": ("UPDATE ledger_reading_cell SET readings = 0 WHERE kind = 'open'", "is counted"),
    "unsealed": ("UPDATE ledger_reading SET batch = NULL WHERE kind = 'search'", "is not sealed"),
}  # fmt: skip


@pytest.mark.parametrize("how", TAMPERING)
def test_tampering_is_found(committed: SimpleNamespace, clock: Any, how: str) -> None:
    claims = [claim_of(committed) for _number in range(2)]
    reader = Actor.of(committed.director)
    for claim in (claims[0], *claims):
        consult(claim, reader, "handling", door=clock.door)
    consult_many(Claims, reader, "handling", [claims[0].pk], words="x", door=clock.door)
    clock.on(minutes=20)
    seal_all_readings(door=clock.door)
    assert failures() == []
    statement, said = TAMPERING[how]
    raw().execute(statement)
    raw().commit()
    assert any(said in failure for failure in failures()), failures()


def test_a_reading_written_afterwards_is_found(committed: SimpleNamespace, clock: Any) -> None:
    claim, reader = claim_of(committed), Actor.of(committed.director)
    for _number in range(2):
        consult(claim, reader, "handling", door=clock.door)
        clock.on(minutes=20)
        seal_all_readings(door=clock.door)
    raw().execute(
        "INSERT INTO ledger_reading SELECT slot, gen_random_uuid(), gen_random_uuid(), record_id, kind, register, "
        "purpose, case_ref, basis, words, unit_id, mandate, emergency, results, digest, salt, first_at, last_at "
        "FROM ledger_reading ORDER BY first_at LIMIT 1"
    )
    raw().commit()
    seal_all_readings(door=clock.door)
    assert any("written afterwards" in failure for failure in failures()), failures()


def test_a_month_whose_retention_has_ended_is_removed_by_an_act(committed: SimpleNamespace, clock: Any) -> None:
    claim = claim_of(committed)
    consult(claim, Actor.of(committed.director), "handling", door=clock.door)
    clock.on(minutes=20)
    seal_all_readings(door=clock.door)
    assert expired_months(36) == []
    (month,) = {one.month for one in use(200001, 299912)}
    assert expired_months(-2) == [month]
    remove_month(month, connections["owner"], basis="readings.retention", door=clock.door)
    try:
        assert of_records([claim.pk], legal_day(0)) == []
        assert failures() == []
        assert use(month, month)[0].readings == 1
    finally:
        with connections["owner"].cursor() as cursor:
            cursor.execute("SELECT hasila_reading_month(%s::date)", (from_micros(clock.now).date().replace(day=1),))


def test_the_root_is_that_of_rfc_6962() -> None:
    def naive(leaves: list[bytes]) -> bytes:
        if len(leaves) < 2:
            return leaves[0] if leaves else sha256(b"").digest()
        split = 1 << (len(leaves) - 1).bit_length() - 1
        return sha256(b"\x01" + naive(leaves[:split]) + naive(leaves[split:])).digest()

    leaves = [leaf_hash(bytes([number])) for number in range(70)]
    for size in range(70):
        assert root_of(leaves[:size]) == naive(leaves[:size])


FAILING_COMMIT = """
CREATE FUNCTION lost() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the commit failed'; END $$;
CREATE CONSTRAINT TRIGGER lost AFTER INSERT OR UPDATE ON ledger_reading DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION lost();
"""


def test_a_page_whose_reading_is_not_kept_does_not_leave(committed: SimpleNamespace, monkeypatch: Any) -> None:
    claim = claim_of(committed)
    account = Account.objects.create_user("reader", "a long password", id=committed.clerk)
    client = Client(HTTP_HOST="localhost", raise_request_exception=False)
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    page = f"/records/sample/claims/{claim.reference}/"
    assert client.post(page, {"purpose": "handling"}).status_code == 302
    assert claim.reference in client.get(page).text
    other = claim_of(committed)
    monkeypatch.setattr("hasila.surfaces.stated.OPENING", 0)  # some time later
    with connections["owner"].cursor() as cursor:
        cursor.execute(FAILING_COMMIT)
    try:
        answer = client.get(page)
        stated = client.post(f"/records/sample/claims/{other.reference}/", {"purpose": "handling"})
    finally:
        with connections["owner"].cursor() as cursor:
            cursor.execute("DROP TRIGGER lost ON ledger_reading; DROP FUNCTION lost")
    assert (answer.status_code, stated.status_code) == (500, 500)
    assert claim.reference not in answer.text
    assert str(other.pk) not in client.session["consulted"]
    assert 'name="purpose"' in client.get(f"/records/sample/claims/{other.reference}/").text


def test_each_sensitive_register_has_the_laws_list() -> None:
    day = legal_day(1_790_000_000_000_000)
    for procedure in registry.values():
        if procedure.sensitive and procedure.key.split(".")[0] != "sample":
            assert set(lawful(procedure, day)) == set(procedure.purposes), procedure.key
    assert {rule.basis.split("/")[0] for listed in rules().values() for rule in listed} <= set(texts())
    assert max(rule.withheld for listed in rules().values() for rule in listed) <= 366
