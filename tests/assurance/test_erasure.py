"""Erasure: an order by two hands, the content gone for good, and everything else where it was."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

import orjson
import psycopg
import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from hasila.assurance import erasure
from hasila.assurance.checks import check_declarations
from hasila.assurance.steps import steps, timeline
from hasila.institution.accounts import Account
from hasila.institution.notices import Notice, notify
from hasila.institution.roles import Role
from hasila.kernel import indicators
from hasila.kernel.indicators import Cells
from hasila.kernel.many import perform_many
from hasila.kernel.perform import Door, perform
from hasila.kernel.procedures import Act, registry, transitions
from hasila.kernel.records import Record
from hasila.kernel.refusals import Refused
from hasila.kernel.sealer import seal_all
from hasila.modules.retention.models import Erasure, ErasureOrder
from hasila.plain.moments import micros
from hasila.surfaces.formats import format_date
from hasila.surfaces.print.models import Prepared
from hasila.surfaces.print.preparing import Paper, had
from hasila.surfaces.web.display import record_url
from tests.assurance.enemy import Enemy
from tests.beginnings import beginning
from tests.kernel.conftest import people
from tests.sample.models import Claim, Claims

START = datetime(datetime.now(UTC).year + 1, 1, 12, 9, tzinfo=UTC)
COURT = {
    "ground": "court",
    "court": "المحكمة الإدارية بالرباط",
    "court_reference": "2026/12",
    "court_date": START.date(),
}


class Play:
    """Acts on days of a year, by the people of the sample."""

    def __init__(self) -> None:
        self.staff = people()
        self.data = self.staff.holder(Role.DATA_OFFICER)
        self.legal = self.staff.holder(Role.LEGAL_OFFICER)
        self.both = self.staff.holder(Role.DATA_OFFICER)

    def do(self, step: Any, record: Any = None, *, by: Any, day: int = 0, **options: Any) -> Any:
        now = micros(START + timedelta(days=day))
        return perform(step, record, actor=by, door=Door(clock=lambda: now), **options)

    def refused(self, *args: Any, **options: Any) -> str:
        with pytest.raises(Refused) as caught:
            self.do(*args, **options)
        return caught.value.refusal.code

    def claim(self, state: str = "decided", **data: Any) -> Claim:
        """A claim on day 0, as far as a state."""
        staff = self.staff
        data = {"holder": staff.subject, "text": "شكاية سرية ضد الجار", "kind": "urgent", "amount": 7, **data}
        claim = self.do(Claims.file, by=staff.clerk, unit=staff.rabat, data=data, key=f"k{data['text']}").record
        if state != "filed":
            self.do(Claims.study, claim, by=staff.other_clerk)
            self.do(Claims.decide, claim, by=staff.general, data={"grounds": "سبب خاص جدا"})
        return claim

    def propose(self, claim: Record, day: int = 40, **data: Any) -> ErasureOrder:
        data = {"file": claim.reference, "ground": "rule", **data}
        return self.do(Erasure.propose, by=self.data, unit=claim.unit_id, day=day, data=data).record

    def erase(self, claim: Record, day: int = 40, **data: Any) -> ErasureOrder:
        """The whole course of an order."""
        order = self.propose(claim, day, **data)
        self.do(Erasure.approve, order, by=self.legal, day=day)
        self.do(Erasure.carry_out, order, by=self.data, day=day)
        claim.refresh_from_db()
        return order


play = beginning(Play, "play")


def contents(record: Record) -> dict[str, bytes]:
    """What is kept of a record's acts, by their step."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT e.act, c.body FROM ledger_entry e JOIN ledger_content c ON c.entry_id = e.id WHERE record_id = %s",
            [record.pk],
        )
        return {act.rpartition(".")[2]: bytes(body) for act, body in cursor.fetchall()}


def test_a_record_is_erased_by_two_hands_and_stays_what_it_was(play: Play) -> None:
    claim = play.claim()
    before = timeline(claim.pk)
    for told in ({"params": {"name": "سري", "reference": claim.reference}}, {"cause": before[0].id}, {}):
        notify("%(name)s", actor=play.legal, **{"params": {"name": "سري"}, **told})
    for record, other in (
        (claim.pk, claim.pk),
        (uuid4(), claim.pk),
        (uuid4(), uuid4()),
    ):  # papers that repeat it, or not
        had(Paper(record, "record", "act", {"text": "س" * 60_000}, START, frozenset({other})))
    order = play.erase(claim)
    assert Prepared.objects.count() == 1
    assert Notice.objects.count() == 1  # only what was told of something else is left
    assert (claim.state, claim.text, claim.grounds, claim.token) == ("decided", erasure.MARK, erasure.MARK, None)
    assert claim.kind == "urgent" and claim.amount == 7  # classes and numbers are figures, and stay
    assert erasure.is_erased(claim) and list(claim.trail) == ["erase"]
    assert list(contents(claim)) == ["erase"]
    assert Claim.objects.filter(pk=claim.pk).values_list("search", flat=True)[0].count("'") == 6  # its reference alone
    after = timeline(claim.pk)
    assert [e.leaf_hash for e in after[:-1]] == [e.leaf_hash for e in before]
    (found,) = erasure.erasures(claim.pk)
    assert found.whole and found.order == order.pk and found.entry.actor == play.data
    assert found.entry.head["basis"] == erasure.BASIS
    order.refresh_from_db()
    assert order.state == "carried_out" and order.rule == Claims.retention.key and order.scope == "record"
    ids = [entry.id for entry in before]
    assert erasure.lawfully_absent(ids) == set(ids)


def test_nothing_more_is_done_on_an_erased_record(play: Play) -> None:
    claim = play.claim()
    play.erase(claim)
    assert play.refused(Claims.annul, claim, by=play.staff.general, day=41) == "kernel.erased"
    from hasila.kernel.access import Actor

    assert {reason.code for _step, reason in steps(claim, Actor.of(play.staff.general))} == {"kernel.erased"}
    assert play.refused(
        Erasure.propose, by=play.data, unit=claim.unit_id, day=50, data={"file": claim.reference, "ground": "rule"}
    ) == "retention.erased_already"  # fmt: skip


def test_one_act_is_erased_by_a_courts_order(play: Play) -> None:
    claim = play.claim()
    filed, _studied, _decided = timeline(claim.pk)
    assert (
        play.refused(
            Erasure.propose, by=play.data, unit=claim.unit_id, day=40,
            data={"file": claim.reference, "ground": "rule", "entry": filed.id},
        ) == "retention.rule_is_for_records"
    )  # fmt: skip
    play.erase(claim, day=1, entry=filed.id, **COURT)
    assert claim.text == erasure.MARK and claim.grounds == "سبب خاص جدا" and claim.holder_id == play.staff.subject.pk
    assert "file" not in contents(claim) and "decide" in contents(claim)
    assert erasure.lawfully_absent([filed.id]) == {filed.id}
    # The record goes on; what another act supplied may follow.
    play.do(Claims.annul, claim, by=play.staff.general, day=2)
    # Deleting another content under the cover of this erasure is no lawful erasure.
    other = timeline(claim.pk)[2]
    assert erasure.lawfully_absent([other.id]) == set()


def test_the_page_says_what_was_erased_when_and_why(play: Play) -> None:
    claim = play.claim()
    order = play.erase(claim)
    reader = Client()
    reader.cookies["django_language"] = "en"
    account = Account.objects.create(id=play.staff.clerk, username="reader")
    reader.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    url = record_url(claim)
    assert reader.post(url, {"purpose": "handling", "case": "12/26"}).status_code == 302
    page = reader.get(url).content.decode()
    assert "The content of this file was erased" in page and order.reference in page
    assert "its retention period is over" in page and erasure.MARK not in page and "شكاية" not in page
    assert "receipt" not in page  # nothing to print any more
    exported = reader.get(reverse("web:register", args=["sample", "claims"]))
    assert exported.status_code == 200 and "شكاية" not in exported.content.decode()


REFUSALS: list[tuple[str, dict[str, Any], str]] = [
    ("no such file", {"file": "CLM-26-0000000000"}, "retention.no_record"),
    ("no register", {"file": "?"}, "retention.no_record"),
    ("court unnamed", {"ground": "court"}, "retention.court_missing"),
    ("court later", {**COURT, "court_date": START.date() + timedelta(days=99)}, "retention.court_later"),
    ("foreign entry", {**COURT, "entry": "0190d1ce-0000-7000-8000-000000000001"}, "retention.no_entry"),
]


@pytest.mark.parametrize(("changes", "code"), [row[1:] for row in REFUSALS], ids=[row[0] for row in REFUSALS])
def test_an_order_that_cannot_be_given(play: Play, changes: dict[str, Any], code: str) -> None:
    claim = play.claim()
    data = {"file": claim.reference, "ground": "rule", **changes}
    assert play.refused(Erasure.propose, by=play.data, unit=claim.unit_id, day=40, data=data) == code


def test_what_is_no_identifier_of_an_entry_is_told_where_it_stands(play: Play) -> None:
    with pytest.raises(Refused) as caught:
        play.propose(play.claim(), entry="019-x")
    refusal = caught.value.refusal
    assert (refusal.code, refusal.field) == ("kernel.invalid", "entry")
    assert str(refusal.message).startswith("انسخوا معرف القيد")


def test_what_was_sent_wrong_is_all_that_is_said(play: Play) -> None:
    file = play.claim()
    sent = {"file": file.reference, **COURT, "entry": "xx", "unit": file.unit.code, "_key": "k1"}
    account = Account.objects.create(id=play.data, username="data")
    client = Client()
    client.cookies["django_language"] = "en"
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    said = client.post("/registers/retention/erasure/new/propose/", sent)
    assert said.status_code == 422 and "No register has a record" not in said.text


def test_what_is_open_or_not_due_or_needed_is_not_erased(play: Play) -> None:
    opened, young = play.claim("filed"), play.claim(text="أخرى")

    def code(claim: Record, day: int, unit: Any = None, by: Any = None, **data: Any) -> str:
        data = {"file": claim.reference, "ground": "rule", **data}
        return play.refused(Erasure.propose, by=by or play.data, unit=unit or claim.unit_id, day=day, data=data)

    assert code(opened, 40) == code(opened, 40, **COURT) == "retention.still_open"
    assert code(young, 30 - 1) == "retention.not_due"
    with pytest.raises(Refused) as early, override("ar"):
        about = {"file": young.reference, "ground": "rule"}
        play.do(Erasure.propose, by=play.data, unit=young.unit_id, day=29, data=about)
    assert format_date(young.acted_at, "ar") in str(early.value.refusal), "the day is written as everywhere else"
    assert code(young, 40, unit=play.staff.casablanca) == "retention.other_unit"
    assert code(young, 40, by=play.staff.clerk) == "kernel.no_mandate"
    mine = play.claim(holder=play.both, text="لي")
    assert code(mine, 40, by=play.both) == "kernel.own_file"
    from tests.sample.models import Dossier

    dossier = play.do(Dossier.keep, by=play.staff.clerk, unit=play.staff.rabat, data={"title": "م"}).record
    play.claim("filed", dossier=dossier, text="تشير")
    assert code(dossier, 40) == "retention.needed"
    free = play.do(Dossier.keep, by=play.staff.clerk, unit=play.staff.rabat, data={"title": "م"}).record
    assert code(free, 40) == "retention.no_rule"
    play.erase(free, **COURT)
    assert free.title == erasure.MARK


def test_duties_are_separate_and_the_ground_must_still_hold(play: Play) -> None:
    claim = play.claim()
    order = play.propose(claim)
    assert play.refused(Erasure.approve, order, by=play.data, day=40) == "kernel.no_mandate"
    assert play.refused(Erasure.carry_out, order, by=play.data, day=40) == "kernel.wrong_state"
    play.do(Erasure.approve, order, by=play.legal, day=40)
    assert play.refused(Erasure.carry_out, order, by=play.legal, day=40) == "kernel.no_mandate"
    # A later act on the record starts the term anew: what was due is due no longer.
    play.do(Claims.annul, claim, by=play.staff.general, day=41)
    assert play.refused(Erasure.carry_out, order, by=play.data, day=42) == "retention.not_due"
    play.do(Erasure.reject, order, by=play.legal, day=43, data={"rejection": "عمل جديد في الملف"})
    assert contents(claim)["file"] != b"{}"


def test_the_erasing_step_is_never_taken_by_itself(play: Play) -> None:
    claim = play.claim()
    for name in (erasure.ERASED, erasure.ENTRY):
        assert play.refused(transitions[f"sample.claims.{name}"], claim, by=play.data) == "kernel.only_consequent"


def test_the_database_erases_nothing_without_the_entry(play: Play) -> None:
    claim = play.claim()
    order = play.propose(claim)
    play.do(Erasure.approve, order, by=play.legal, day=40)
    for statement, parameters in (
        ("DELETE FROM ledger_content", []),
        ("UPDATE ledger_content SET body = ''", []),
        ("DELETE FROM ledger_erased", []),
        ("INSERT INTO ledger_erased SELECT id, record_id, id FROM ledger_entry", []),
        ("SELECT key FROM ledger_archive_key", []),
        ("SELECT hasila_erase('sample.claims', %s, NULL, %s)", [claim.pk, order.pk]),
        ("UPDATE retention_erasureorder SET state = 'carried_out', version = 3 WHERE id = %s", [order.pk]),
    ):
        with pytest.raises(psycopg.Error), transaction.atomic(), connection.cursor() as cursor:
            cursor.connection.execute(statement, parameters)


def test_both_writers_erase_alike(play: Play) -> None:
    """A batch of orders does what each of them does alone."""
    orders = []
    claims = [play.claim(text=f"نص {n}") for n in range(6)]
    for claim in claims:
        orders.append(play.propose(claim))
        play.do(Erasure.approve, orders[-1], by=play.legal, day=40)
    now = START + timedelta(days=40)
    acts = [Act(Erasure.carry_out, record_id=order.pk, actor=play.data, occurred_at=now) for order in orders]
    door = Door(clock=lambda: micros(now))
    outcome = perform_many(acts, batch=4, door=door)
    assert (outcome.performed, outcome.refused, outcome.entries) == (6, 0, 12)
    for claim in claims:
        claim.refresh_from_db()
        assert claim.text == erasure.MARK and list(contents(claim)) == ["erase"]
    assert not ErasureOrder.objects.exclude(state="carried_out").exists()


def test_figures_and_leaves_stay(ledger_db: None, connect: Callable) -> None:
    play = Play()
    claims = [play.claim(text=f"نص {n}") for n in range(3)]
    seal = connect("sealer")
    seal.autocommit = True
    seal_all(seal)

    def seen() -> tuple[Any, ...]:
        cells = Cells.read([START.year])
        figures = [
            i.total(START.year, cells) for i in (Claims.filings, Claims.urgent, Claims.decisions, Claims.granted)
        ]
        again = [i.recount(START.year) for i in (Claims.filings, Claims.urgent, Claims.decisions, Claims.granted)]
        assert figures == again
        with connection.cursor() as cursor:
            cursor.execute("SELECT position, leaf_hash FROM ledger_position ORDER BY position LIMIT %s", [size])
            return figures, cursor.fetchall()

    size = indicators.value(Claims.filings, START.year).position
    before = seen()
    for claim in claims:
        play.erase(claim)
    seal_all(seal)
    assert seen() == before
    with connection.cursor() as cursor:
        cursor.execute("SELECT header_salt, header, content_commitment, leaf_hash FROM ledger_entry")
        for salt, header, content, leaf in cursor.fetchall():
            data = b"\x01" + sha256(bytes(salt) + bytes(header)).digest() + bytes(content)
            assert sha256(b"\x00" + data).digest() == bytes(leaf)


def everything(owner: psycopg.Connection) -> Iterator[tuple[str, bytes]]:
    """Every value that is left in any table, as its table and its bytes."""
    tables = owner.execute(
        "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace"
    ).fetchall()
    for (table,) in tables:
        for row in owner.execute(f'SELECT t.* FROM "{table}" t'):
            for cell in row:
                if isinstance(cell, memoryview | bytes):
                    yield table, bytes(cell)
                elif cell is not None:
                    yield table, str(cell).encode()


def test_a_guesser_who_knows_all_but_one_field_learns_nothing(ledger_db: None, connect: Callable) -> None:
    """The owner of the database, with the plaintext of every content but for one of four values, tries them all."""
    play = Play()
    owner, seal = connect("owner"), connect("sealer")
    seal.autocommit = True
    answers = ["نعم", "لا", "ربما", "لم يجب"]
    truth = answers[2]
    claim = play.claim(text=f"جواب: {truth}")
    play.do(Claims.annul, claim, by=play.staff.general, key="الإلغاء")
    filed = timeline(claim.pk)[0]
    body = owner.execute("SELECT body FROM ledger_content WHERE entry_id = %s", [filed.id]).fetchone()
    assert body is not None and owner.execute("SELECT count(*) FROM ledger_key").fetchone() == (2,)
    known = orjson.loads(bytes(body[0]))
    request = {"act": Claims.file.key, "unit": claim.unit_id}
    options = orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS

    def hits() -> set[str]:
        """Answers that any trace confirms: the words themselves, or a digest of what was said, with any salt kept."""
        seal_all(seal)
        left = list(everything(owner))
        owner.commit()
        cells = {cell for _table, cell in left}
        salts = [cell for cell in cells if len(cell) == 32] + [b""]
        confirmed = set()
        for answer in answers:
            values = {**known, "text": f"جواب: {answer}"}
            bodies = [orjson.dumps(values, option=options)]
            bodies += [
                orjson.dumps({**request, "at": at, "values": values}, option=options) for at in (None, filed.day)
            ]
            digests = {sha256(salt + body).digest() for body in bodies for salt in salts}
            told = any(f"جواب: {answer}".encode() in cell for cell in cells)
            told |= any(answer.encode() in cell for table, cell in left if table == "sample_claim")
            if told or digests & cells:
                confirmed.add(answer)
        return confirmed

    assert hits() == {truth}  # the guesser is able: before the erasure the truth shows, and in more than one place
    assert sha256(orjson.dumps({**request, "at": None, "values": known}, option=options)).digest() in {
        cell for table, cell in everything(owner) if table == "ledger_key"
    }
    owner.commit()
    play.erase(claim)
    assert hits() == set()
    # What is left still proves that the acts were done: the commitments are where they were.
    assert bytes(timeline(claim.pk)[0].leaf_hash) == bytes(filed.leaf_hash)


def test_keys_go_when_their_term_is_over(ledger_db: None, connect: Callable) -> None:
    play = Play()
    play.claim(text="أول")
    play.claim(text="ثان")
    owner, seal = connect("owner"), connect("sealer")
    seal.autocommit = True
    assert erasure.purge_keys(seal) == 0
    owner.execute("UPDATE ledger_key SET expires_at = now() - interval '1 second' WHERE key LIKE '%أول'")
    owner.commit()
    assert erasure.purge_keys(seal, 1) == 1
    assert owner.execute("SELECT key FROM ledger_key").fetchall() == [("kثان",)]


def test_every_procedure_can_be_erased() -> None:
    """In whatever settled state, what an erasure leaves satisfies what the state requires."""
    for procedure in registry.values():
        blank = erasure.blanks(procedure)
        for name in erasure.settled(procedure):
            for required in procedure.states[name].requires:
                assert blank.get(required, "kept") not in (None, "", [], {}), (procedure.key, name, required)
        assert date not in map(type, blank.values())
        if procedure.personal:
            every = {field.name for field in procedure.record._meta.concrete_fields if erasure._is_personal(field)}
            own = {field.name for field in Record._meta.get_fields()}
            # What a settled state must point to can't be emptied: the file that another one was joined to or became.
            # That file has a term of its own, and this one says nothing any more.
            meta = procedure.record._meta
            settled = (procedure.states[name] for name in erasure.settled(procedure))
            pointers = {name for state in settled for name in state.requires if meta.get_field(name).null}
            left = every - own - pointers - set(procedure.personal)
            assert not left, f"{procedure.key} leaves free text or a person standing: {sorted(left)}"


def test_a_declaration_that_cannot_be_erased_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def found() -> set[str | None]:
        return {message.id for message in check_declarations() if message.id >= "assurance.E008"}

    assert found() == set()
    monkeypatch.setattr(Claims, "personal", ("nothing_like_it",))
    assert found() == {"assurance.E008"}
    monkeypatch.setattr(Claims, "personal", ("holder",))  # a key that can't be empty
    assert found() == {"assurance.E009"}
    monkeypatch.setattr(Claims, "personal", ())
    monkeypatch.setattr(Claims, "retention", erasure.Retention(lambda day: day, "x", rests=("asleep",)))
    assert found() == {"assurance.E010"}


def unexplained(owner: psycopg.Connection) -> set[UUID]:
    """The entries whose content is missing although no erasure took it."""
    without = "SELECT id FROM ledger_entry e WHERE NOT EXISTS (SELECT FROM ledger_content c WHERE c.entry_id = e.id)"
    missing = {row[0] for row in owner.execute(without)}
    return missing - erasure.lawfully_absent(missing, owner)


def test_a_content_that_is_missing_without_an_erasure_is_found(ledger_db: None, connect: Callable) -> None:
    play = Play()
    claim, other = play.claim(), play.claim(text="أخرى")
    owner: psycopg.Connection = connect("owner")
    lost = timeline(other.pk)[0].id
    play.erase(claim)
    owner.execute("DELETE FROM ledger_content WHERE entry_id = %s", [lost])
    owner.commit()
    assert unexplained(owner) == {lost}
    # Nor does it help to write it down as erased, by another record's erasure or by one that names another act.
    play.erase(other, day=1, entry=timeline(other.pk)[2].id, **COURT)
    for erased in (claim, other):
        made = erasure.erasures(erased.pk)[0].entry.id
        owner.execute("DELETE FROM ledger_erased WHERE entry_id = %s", [lost])
        owner.execute("INSERT INTO ledger_erased VALUES (%s, %s, %s)", [lost, other.pk, made])
        owner.commit()
        assert unexplained(owner) == {lost}
    # An erasure that follows from no order's execution, or from that of an order about another file, takes nothing:
    # whoever can write entries could have written it.
    ordered, filed = erasure.erasures(claim.pk)[0], timeline(claim.pk)[0].id
    foreign = erasure.erasures(other.pk)[0].entry.cause
    assert erasure.lawfully_absent([filed]) == {filed} and ordered.order is not None
    enemy = Enemy(owner.info.dbname)
    for cause in (timeline(ordered.order)[0].id, foreign, filed):
        enemy.do("UPDATE ledger_entry SET cause = %s WHERE id = %s", cause, ordered.entry.id)
        assert erasure.lawfully_absent([filed]) == set()
    enemy.leave()
