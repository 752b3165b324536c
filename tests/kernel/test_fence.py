"""The fence of the database under the application's own: row security, and what each role may do."""

from collections.abc import Callable
from hashlib import md5
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from django.db import connection, transaction
from django.utils.timezone import now

from hasila.assurance.proofs import proof_of
from hasila.assurance.readings import between, consult
from hasila.assurance.steps import timeline
from hasila.institution.mandates import Mandate
from hasila.institution.notices import Notice, notify
from hasila.institution.powers import Mandates
from hasila.institution.roles import Role
from hasila.institution.units import Unit
from hasila.kernel.access import APPLICATION, READER, Actor, acting, elevated, fenced, identify, roles_of, visible
from hasila.kernel.ledger import Entry
from hasila.kernel.perform import perform
from hasila.kernel.procedures import registry
from hasila.kernel.records import Record
from hasila.kernel.refusals import Refused
from hasila.kernel.registers import found, page
from hasila.plain.moments import today
from hasila.surfaces.searching import search
from tests.kernel.test_ledger import file_one
from tests.sample.models import Claim, Claims


@pytest.fixture
def claims(service: SimpleNamespace) -> list[Claim]:
    """Claims of two units; the clerks of this test have power over one each."""
    service.clerk = service.holder(Role.PERSONNEL_CLERK, service.rabat)
    service.casablanca_clerk = service.holder(Role.PERSONNEL_CLERK, service.casablanca)
    first = [file_one(service) for _ in range(3)]
    other = perform(
        Claims.file,
        actor=service.casablanca_clerk,
        unit=service.casablanca,
        data={"holder": service.subject.pk, "text": "نص الطلب", "kind": "urgent"},
    ).record
    return [*first, other]


def test_a_view_that_forgets_to_ask_shows_no_other_units_file(service: SimpleNamespace, claims: list[Claim]) -> None:
    with acting(service.clerk):
        assert {claim.pk for claim in Claim.objects.all()} == {claim.pk for claim in claims[:3]}
    with acting(service.casablanca_clerk):
        assert {claim.pk for claim in Claim.objects.all()} == {claims[3].pk}
        assert not Claim.objects.filter(pk=claims[0].pk).exists()
        assert Claim.objects.count() == 1


ASKED = "{" + ",".join(sorted({*roles_of(Claims), f"emergency:{Claims.key}"})) + "}"


def seen() -> set[UUID]:
    return set(Claim.objects.values_list("pk", flat=True))


def test_what_is_kept_of_powers_for_a_transaction_is_asked_anew_when_they_change(
    tree: None, service: SimpleNamespace, claims: list[Claim]
) -> None:
    """The fence keeps whose units are open for one transaction: not for another reader, nor past a change."""
    here = {claim.pk for claim in claims[:3]}
    with acting(service.clerk):
        assert seen() == here
        identify(service.casablanca_clerk)
        assert seen() == {claims[3].pk}
        identify(service.clerk)
        assert seen() == here
        with elevated():
            path = f"{service.rabat.path}99001/"
            Unit.objects.create(id=99_001, parent=service.rabat, path=path, code="BELOW-1", kind=service.rabat.kind)
        with connection.cursor() as cursor:
            cursor.execute("SELECT 99001 = ANY (hasila_units(%s))", [ASKED])
            assert cursor.fetchone() == (True,), "a unit founded meanwhile is one of theirs"
        mandate = Mandate.objects.get(officer_id=service.clerk, role=Role.PERSONNEL_CLERK)
        perform(Mandates.end, mandate, actor=service.director, data={"grounds": "انتهاء المهمة"})
        assert seen() == set()


def test_the_fence_asks_for_powers_once_a_transaction(service: SimpleNamespace, claims: list[Claim]) -> None:
    """Each table of each query asks; grants are read for the first of them, and what was kept answers the others."""
    place = f"hasila.reach_{md5(ASKED.encode()).hexdigest()}"
    with acting(service.clerk), connection.cursor() as cursor:
        assert seen() == {claim.pk for claim in claims[:3]}
        cursor.execute("SELECT set_config(%s, regexp_replace(current_setting(%s), '{.*', '{}'), true)", [place, place])
        assert cursor.fetchone()[0].startswith(f"{service.clerk} {today()} ")
        assert seen() == set()


def test_who_is_not_known_or_holds_no_power_sees_nothing(service: SimpleNamespace, claims: list[Claim]) -> None:
    for nobody in (None, service.second.pk):
        with acting(nobody):
            assert not Claim.objects.exists()


def test_the_fence_lets_through_what_the_application_does(service: SimpleNamespace, claims: list[Claim]) -> None:
    for identifier in (
        service.clerk,
        service.casablanca_clerk,
        service.director,
        service.subject.pk,
        service.second.pk,
    ):
        actor = Actor.of(identifier)
        allowed = {claim.pk for claim in visible(Claims, actor)}
        with acting(identifier):
            assert {claim.pk for claim in Claim.objects.all()} == allowed


@pytest.mark.django_db
@pytest.mark.parametrize("key", sorted(registry))
def test_every_register_is_fenced(key: str) -> None:
    table = registry[key].record._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute("SELECT relrowsecurity FROM pg_class WHERE oid = %s::regclass", [table])
        assert cursor.fetchone() == (True,)
        cursor.execute("SELECT qual FROM pg_policies WHERE tablename = %s AND policyname = 'hasila_reader'", [table])
        (condition,) = cursor.fetchone()
    assert (condition == "true") == registry[key].directory


def test_what_a_register_shows_beside_its_records_is_not_cut_off_by_the_fence() -> None:
    """A list is read with a join to what its columns show, and a fenced record would drop the row that points to it."""
    for procedure in registry.values():
        shown = {column.partition(".")[0] for column in procedure.register.columns}
        for field in procedure.record._meta.concrete_fields:
            beside = field.name in shown and field.many_to_one and not field.null
            if beside and issubclass(field.related_model, Record):
                target = field.related_model.procedure
                assert target.directory or roles_of(procedure) <= roles_of(target), (procedure.key, field.name)


def test_search_behind_the_fence_finds_what_the_reader_may_see(service: SimpleNamespace, claims: list[Claim]) -> None:
    words = claims[0].reference.rpartition("-")[2]
    for identifier in (service.clerk, service.casablanca_clerk, service.director):
        actor = Actor.of(identifier)
        with acting(identifier):
            for text in (words, "CLM", claims[3].reference):
                expected = [
                    row.pk
                    for row in visible(Claims, actor).order_by("-id")
                    if text in row.reference or text == row.reference.rpartition("-")[2]
                ]
                if text != "CLM":
                    assert found(Claim.objects.all(), text) == expected
                    assert [row.pk for row in page(visible(Claims, actor), words=text).rows] == expected
                    assert (
                        list(search(visible(Claims, actor), text).order_by("-id").values_list("pk", flat=True))
                        == expected
                    )


def test_a_search_goes_on_until_a_page_is_full(service: SimpleNamespace, monkeypatch: Any) -> None:
    monkeypatch.setattr("hasila.kernel.registers.FIND", (2, 3))
    made = [file_one(service, kind="urgent" if n % 4 == 0 else "plain") for n in range(14)]
    with acting(service.clerk):
        rows = Claim.objects.filter(kind="urgent")
        word = service.subject.latin_name.split()[0]
        first = page(rows, words=word, size=2)
        assert [row.pk for row in first.rows] == [made[12].pk, made[8].pk]
        second = page(rows, words=word, size=2, after=first.next)
        assert [row.pk for row in second.rows] == [made[4].pk, made[0].pk]
        assert second.next is None
        back = page(rows, words=word, size=2, before=second.previous)
        assert [row.pk for row in back.rows] == [made[12].pk, made[8].pk]


def test_acts_pass_the_door_from_behind_the_fence(service: SimpleNamespace, claims: list[Claim]) -> None:
    with acting(service.clerk):
        assert fenced()
        opened = file_one(service)
        assert fenced()
        assert Claim.objects.filter(pk=opened.pk).exists()
        with pytest.raises(Refused):
            perform(Claims.study, opened, actor=service.second.pk)
        with pytest.raises(Exception, match="permission denied"), transaction.atomic():
            connection.cursor().execute("SELECT 1 FROM ledger_content")
    assert not fenced()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE sample_claim SET text = 'x'",
        "INSERT INTO sample_claim SELECT * FROM sample_claim",
        "DELETE FROM sample_claim",
        "SELECT body FROM ledger_content",
        "INSERT INTO ledger_entry (id) VALUES (gen_random_uuid())",
        "ALTER TABLE sample_claim DISABLE ROW LEVEL SECURITY",
        "DROP POLICY hasila_reader ON sample_claim",
        "CREATE TABLE mine (a int)",
        "UPDATE institution_unit SET path = '/'",
        "INSERT INTO institution_post SELECT * FROM institution_post",
    ],
)
def test_the_reader_may_not(service: SimpleNamespace, statement: str) -> None:
    with (
        acting(service.clerk),
        pytest.raises(Exception, match=r"permission denied|must be owner"),
        transaction.atomic(),
    ):
        connection.cursor().execute(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE sample_claim DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE sample_claim DISABLE TRIGGER hasila_update",
        "DROP POLICY hasila_door ON sample_claim",
        "UPDATE ledger_entry SET actor = actor",
        "DELETE FROM ledger_entry",
        "UPDATE ledger_content SET body = body",
        "INSERT INTO ledger_position (position) VALUES (1)",
        "SET session_replication_role = replica",
        "SET ROLE hasila_owner",
    ],
)
def test_the_application_may_not(service: SimpleNamespace, statement: str) -> None:
    with pytest.raises(Exception, match=r"permission denied|must be owner"), transaction.atomic():
        connection.cursor().execute(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_counter SET value = value - 1",
        "UPDATE ledger_counter SET value = value",
        "UPDATE ledger_counter SET year = year + 1",
        "UPDATE ledger_counter SET value = value + 1, unit_id = unit_id",
        "DELETE FROM ledger_counter",
        "INSERT INTO ledger_counter VALUES ('sample.new', 1, 2026, 0)",
    ],
)
def test_a_counter_only_goes_on(service: SimpleNamespace, statement: str) -> None:
    counted = "INSERT INTO ledger_counter VALUES ('sample.numbered', 1, 2026, 2) ON CONFLICT (register, unit_id, year)"
    counted += " DO UPDATE SET value = ledger_counter.value + EXCLUDED.value RETURNING value"
    with connection.cursor() as cursor:
        for value in (2, 4):
            cursor.execute(counted)
            assert cursor.fetchone() == (value,)
        with pytest.raises(Exception, match=r"permission denied|only goes on"), transaction.atomic():
            cursor.execute(statement)
        with pytest.raises(Exception, match="permission denied"), acting(service.clerk):
            connection.cursor().execute("SELECT 1 FROM ledger_counter")


def test_the_process_that_serves_pages_begins_behind_the_fence(monkeypatch: Any, committed: SimpleNamespace) -> None:
    from hasila.project import connections as targets

    monkeypatch.setenv("HASILA_FENCED", "1")
    name = connection.settings_dict["NAME"]
    claim = file_one(committed)
    with psycopg.connect(targets.target("default").conninfo(dbname=name)) as raw:
        assert raw.execute("SELECT current_user, session_user").fetchone() == (READER, APPLICATION)
        assert raw.execute("SELECT count(*) FROM sample_claim").fetchone() == (0,)
        raw.execute("SELECT set_config('hasila.actor', %s, true)", [str(committed.clerk)])
        assert raw.execute("SELECT id FROM sample_claim").fetchall() == [(claim.pk,)]
        raw.execute("SELECT set_config('hasila.day', '1999-12-31', true)")
        assert raw.execute("SELECT id FROM sample_claim").fetchall() == [], "no mandate ran on the day that was told"


def test_elevated_rights_end_with_their_block(service: SimpleNamespace) -> None:
    told = "SELECT current_user::text"
    with acting(service.clerk):
        with elevated():
            assert connection.cursor().execute(told).fetchone() == (APPLICATION,)
        assert connection.cursor().execute(told).fetchone() == (READER,)
        with pytest.raises(ZeroDivisionError), elevated():
            raise ZeroDivisionError
        assert connection.cursor().execute(told).fetchone() == (READER,)
    assert connection.cursor().execute(told).fetchone() == (APPLICATION,)


def entries_of(identifier: Any, **wanted: Any) -> set[UUID]:
    """What a view that forgets every question sees of the ledger's entries: the records acted on."""
    with acting(identifier):
        return set(Entry.objects.filter(**wanted).values_list("record_id", flat=True))


def test_a_view_that_forgets_to_ask_shows_no_other_units_entries(service: SimpleNamespace, claims: list[Claim]) -> None:
    here, there = {claim.pk for claim in claims[:3]}, claims[3].pk
    of_claims = {"act__startswith": "sample.claims."}
    local = service.holder(Role.UNIT_CHIEF, service.casablanca)  # a role that no step of these claims asks for
    assert entries_of(service.clerk, **of_claims) == here
    assert entries_of(service.casablanca_clerk, **of_claims) == {there}
    assert entries_of(service.director, **of_claims) == {*here, there}
    for nobody in (None, service.second.pk, local, uuid4()):
        assert not entries_of(nobody, **of_claims)
    for identifier, seen in ((service.clerk, claims[3]), (service.casablanca_clerk, claims[0])):
        assert not entries_of(identifier, record_id=seen.pk)
        with acting(identifier):
            assert timeline(seen.pk) == []
            assert proof_of(Entry.objects.values_list("pk", flat=True).first() or uuid4()) is None


def test_entries_are_seen_by_whom_they_concern_and_who_took_them(service: SimpleNamespace, claims: list[Claim]) -> None:
    everything = {claim.pk for claim in claims}
    assert entries_of(service.subject.pk, act__startswith="sample.claims.") == everything  # all four name them
    given = service.holder(Role.PERSONNEL_CLERK, service.rabat)
    act = perform(Claims.amend, claims[0], actor=given, data={"amount": 2})
    mandate = Mandate.objects.get(officer_id=given)
    perform(Mandates.end, mandate, actor=service.director, data={"grounds": "نقل"})  # the own act stays one's own
    with acting(given):
        assert [entry.pk for entry in Entry.objects.filter(act__startswith="sample.")] == [act.entry_id]


def test_the_inspectorate_and_statistics_see_who_acted_within_their_units(
    service: SimpleNamespace, claims: list[Claim]
) -> None:
    everything = {claim.pk for claim in claims}
    for role in (Role.INSPECTOR, Role.CHIEF_INSPECTOR, Role.STATISTICIAN):
        assert entries_of(service.holder(role), act__startswith="sample.claims.") == everything
        local = service.holder(role, service.casablanca)
        assert entries_of(local, act__startswith="sample.claims.") == {claims[3].pk}


def test_the_whole_course_of_a_file_is_seen_where_it_is_now(
    committed: SimpleNamespace, connect: Callable[..., psycopg.Connection]
) -> None:
    """The acts of before a file moved to another unit belong to it; the unit that it left keeps what it did itself."""
    claim = file_one(committed)
    there = committed.holder(Role.PERSONNEL_CLERK, committed.casablanca)
    assert not entries_of(there, record_id=claim.pk)
    with connect("owner") as owner:
        owner.execute("ALTER TABLE sample_claim DISABLE TRIGGER hasila_update")
        owner.execute("UPDATE sample_claim SET unit_id = %s", [committed.casablanca.pk])
        owner.execute("ALTER TABLE sample_claim ENABLE TRIGGER hasila_update")
    assert entries_of(there, record_id=claim.pk) == {claim.pk}
    assert not entries_of(committed.holder(Role.PERSONNEL_CLERK, Unit.objects.get(code="PP-FES")), record_id=claim.pk)


@pytest.mark.parametrize("role", [APPLICATION, READER])
@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO ledger_seen (id) VALUES (gen_random_uuid())",
        "UPDATE ledger_seen SET actor = actor",
        "DELETE FROM ledger_seen",
        "CREATE OR REPLACE VIEW ledger_seen AS SELECT * FROM ledger_entry",
        "SELECT * FROM ledger_register",
        "UPDATE ledger_register SET condition = 'true'",
        "DROP POLICY hasila_reader ON ledger_reading",
        "ALTER TABLE ledger_reading DISABLE ROW LEVEL SECURITY",
        "DELETE FROM ledger_reading",
    ],
)
def test_nobody_widens_what_is_seen(service: SimpleNamespace, role: str, statement: str) -> None:
    with (
        acting(service.clerk) if role == READER else transaction.atomic(),
        pytest.raises(Exception, match=r"permission denied|must be owner"),
        transaction.atomic(),
    ):
        connection.cursor().execute(statement)


@pytest.mark.parametrize(
    "statement",
    ["SELECT 1 FROM ledger_entry", "SELECT 1 FROM ledger_entry_2026", "SELECT hasila_found(ARRAY[]::uuid[], 0)"],
)
def test_the_reader_reaches_no_entry_past_the_view(service: SimpleNamespace, statement: str) -> None:
    with acting(service.general), pytest.raises(Exception, match="permission denied"), transaction.atomic():
        connection.cursor().execute(statement)


def test_a_view_that_forgets_to_ask_shows_no_reading_of_others(service: SimpleNamespace, claims: list[Claim]) -> None:
    consult(claims[0], Actor.of(service.clerk), "handling")
    consult(claims[3], Actor.of(service.casablanca_clerk), "handling")

    def seen(identifier: Any) -> set[UUID]:
        with acting(identifier):
            return {reading.record for reading in between(today(), today())}

    assert seen(service.clerk) == {claims[0].pk}
    assert seen(service.casablanca_clerk) == {claims[3].pk}
    for nobody in (None, service.second.pk, service.director, service.subject.pk, service.holder(Role.STATISTICIAN)):
        assert not seen(nobody)
    assert seen(service.holder(Role.INSPECTOR)) == {claims[0].pk, claims[3].pk}
    assert seen(service.holder(Role.INSPECTOR, service.casablanca)) == {claims[3].pk}


def test_a_view_that_forgets_to_ask_shows_and_marks_no_notice_of_others(service: SimpleNamespace) -> None:
    for one in (service.clerk, service.second.pk):
        notify("%(name)s is held.", actor=one, params={"name": "X"}, cause=one)
    with acting(service.clerk):
        assert [notice.recipient for notice in Notice.objects.all()] == [service.clerk]
        assert Notice.objects.update(read_at=now()) == 1
        for _again in range(2):  # whoever acts tells others, and nobody the same twice
            notify("Y", actor=service.general, cause=service.general)
    with acting(None):
        assert not Notice.objects.exists()
    assert Notice.objects.filter(read_at=None).count() == 2
