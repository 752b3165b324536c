"""The enemy is the database's superuser. Each attack is detected, and the place is named."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import orjson
import psycopg
import pytest
from conftest import _empty
from django.conf import settings

from hasila.assurance import tree
from hasila.assurance.checking.findings import Finding
from hasila.assurance.verify import Report, verify
from hasila.kernel.many import perform_many
from hasila.kernel.perform import perform
from hasila.kernel.sealer import seal_all
from hasila.project import connections as targets
from hasila.tlog.cosignature import Cosigner
from hasila.tlog.note import Ed25519Signer
from hasila.tlog.witnessing import Declined, Misconduct, Request, Witness
from tests import beginnings
from tests.assurance.enemy import Enemy
from tests.kernel.conftest import people
from tests.kernel.test_many import filings
from tests.sample.models import Claims

FILED = 300


def seal(world: SimpleNamespace) -> str:
    """Seals, extends the tree, and gives the note of the new checkpoint."""
    with psycopg.connect(targets.target("sealer").conninfo(dbname=world.database), autocommit=True) as raw:
        seal_all(raw)
        tree.extend(raw, world.signer)
        kept = tree.latest(0, raw.cursor())
    assert kept is not None
    return kept.note


def witnessed(world: SimpleNamespace, note: str) -> str:
    """Lets the witness cosign a checkpoint, with the proof that the tree in the database gives."""
    known = world.witness.latest
    old = known.size if known else 0
    with psycopg.connect(targets.target("owner").conninfo(dbname=world.database)) as raw:
        size = world.witness.open(note).size
        proof = tree.tiles(size, raw.cursor()).consistency(old) if 0 < old < size else ()
    return world.witness.add(Request(old, tuple(proof), note))


@pytest.fixture(scope="module")
def world(
    _after_migrations: dict[str, bytes],
    django_db_blocker: pytest.FixtureRequest,
    database_name: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[SimpleNamespace]:
    """A ledger that has lived, with two checkpoints that a witness cosigned, and an enemy."""
    with django_db_blocker.unblock():
        beginnings.end()  # what files before this one shared is still open
        service = people()
        signer = Ed25519Signer.generate(settings.HASILA_LOG_ORIGIN)
        folder = tmp_path_factory.mktemp("witness")
        witness = Witness(folder, Cosigner.generate("witness.example"), [signer.verifier])
        world = SimpleNamespace(service=service, signer=signer, witness=witness, database=database_name)
        with psycopg.connect(targets.target("sealer").conninfo(dbname=database_name), autocommit=True) as raw:
            raw.execute("INSERT INTO ledger_log_key (number, vkey) VALUES (1, %s)", [signer.public])
        acts = list(filings(service, FILED))
        perform_many(acts)
        world.first = seal(world)
        witnessed(world, world.first)
        for act in acts[:12]:
            perform(Claims.amend, act.record_id, actor=service.clerk, data={"amount": 7})
            perform(Claims.study, act.record_id, actor=service.other_clerk)
            perform(Claims.decide, act.record_id, actor=service.general, data={"grounds": "سبب"})
        world.second = seal(world)
        witnessed(world, world.second)
        world.claims = [act.record_id for act in acts]
        world.enemy = Enemy(database_name)
        world.sizes = [witness.open(note).size for note in (world.first, world.second)]
        yield world
        world.enemy.leave()
        _empty(_after_migrations)


@pytest.fixture
def enemy(world: SimpleNamespace, django_db_blocker: pytest.FixtureRequest) -> Iterator[Enemy]:
    """The enemy, whose deeds are undone after each test."""
    with django_db_blocker.unblock(), world.enemy.undone():
        yield world.enemy


@pytest.fixture
def target(world: SimpleNamespace) -> SimpleNamespace:
    """One act in the middle of the ledger: the fifth claim's filing."""
    entry, position = world.enemy.row(
        "SELECT e.id, p.position FROM ledger_entry e JOIN ledger_position p ON p.entry_id = e.id"
        " WHERE e.record_id = %s AND e.record_version = 1",
        world.claims[5],
    )
    return SimpleNamespace(entry=entry, position=position, record=world.claims[5])


def of(report: Report, check: str) -> list[Finding]:
    return [finding for finding in report.findings if finding.check == check]


def only(report: Report, *checks: str) -> list[Finding]:
    """The findings, which are of these checks and no other, each at least once."""
    assert {finding.check for finding in report.findings} == set(checks), report.findings
    return report.findings


def test_before_any_attack_everything_holds(enemy: Enemy, world: SimpleNamespace) -> None:
    report = verify(held=[world.first, world.second])
    assert report.findings == [] and report.size == world.sizes[1] and report.counted["checkpoints"] == 2


@pytest.mark.parametrize(
    ("column", "value"),
    [("day", 20200101), ("actor", "00000000-0000-4000-8000-000000000001"), ("occurred_at", 1), ("facets", "{}"),
     ("act", "sample.claims.study"), ("simulated", True), ("unit_id", 1),
     ("cause", "00000000-0000-4000-8000-000000000001")],
)  # fmt: skip
def test_a_column_of_an_entry_is_changed(enemy: Enemy, target: SimpleNamespace, column: str, value: object) -> None:
    assert enemy.do(f"UPDATE ledger_entry SET {column} = %s WHERE id = %s", value, target.entry) == 1
    (found,) = of(verify(), "entry.copy")
    assert (found.position, found.entry, found.place) == (target.position, str(target.entry), column)
    assert found.record == str(target.record) and found.found == str(value)


def test_the_time_of_recording_is_changed(enemy: Enemy, target: SimpleNamespace) -> None:
    enemy.do("UPDATE ledger_entry SET recorded_at = recorded_at - 1000 WHERE id = %s", target.entry)
    found = of(verify(), "entry.copy")
    assert [(one.position, one.place) for one in found] == [(target.position, "recorded_at")]


@pytest.mark.parametrize(
    "changes", [{"occurred_at": 1}, {"actor": "00000000-0000-4000-8000-000000000001"}, {"note": "x"}, {"basis": "y"}]
)
def test_a_header_is_changed_and_its_hash_made_to_fit(enemy: Enemy, target: SimpleNamespace, changes: dict) -> None:
    """Each step further that the enemy goes leaves the next trace, up to the last signed root."""
    leaf = enemy.rewrite(target.entry, **changes)
    report = verify()
    assert {(f.position, f.place) for f in of(report, "entry.leaf")} == {
        (target.position, "header"), (target.position, "leaf_hash")
    }  # fmt: skip
    enemy.do("UPDATE ledger_position SET leaf_hash = %s WHERE position = %s", leaf, target.position)
    for column in {"occurred_at", "actor"} & set(changes):
        enemy.do(f"UPDATE ledger_entry SET {column} = %s WHERE id = %s", changes[column], target.entry)
    report = verify()
    assert not of(report, "entry.leaf") and not of(report, "entry.copy")
    (tile,) = of(report, "tree.tile")
    assert (tile.position, tile.until) == (target.position, None)
    (root,) = of(report, "checkpoint.root")
    assert root.position <= target.position <= root.until


def test_what_was_supplied_is_changed(enemy: Enemy, target: SimpleNamespace) -> None:
    body = enemy.row("SELECT body FROM ledger_content WHERE entry_id = %s", target.entry)[0]
    changed = orjson.dumps(orjson.loads(body) | {"text": "آخر"}, option=orjson.OPT_SORT_KEYS)
    enemy.do("UPDATE ledger_content SET body = %s WHERE entry_id = %s", changed, target.entry)
    content, field = only(verify(), "entry.content", "record.field")
    assert (content.position, content.entry) == (target.position, str(target.entry))
    assert (field.record, field.place) == (str(target.record), "sample_claim.text")


def test_a_content_is_taken_away_without_an_erasure(enemy: Enemy, target: SimpleNamespace) -> None:
    enemy.do("DELETE FROM ledger_content WHERE entry_id = %s", target.entry)
    (found,) = only(verify(), "entry.content_missing")
    assert found.position == target.position
    enemy.do(
        "INSERT INTO ledger_erased (entry_id, record_id, erasure) VALUES (%s, %s, %s)",
        target.entry, target.record, target.entry,
    )  # fmt: skip
    assert of(verify(), "entry.content_missing")


def test_an_entry_is_deleted(enemy: Enemy, target: SimpleNamespace) -> None:
    enemy.do("DELETE FROM ledger_entry WHERE id = %s", target.entry)
    report = verify()
    (found,) = of(report, "entry.missing")
    assert (found.position, found.entry) == (target.position, str(target.entry))
    assert [f.record for f in of(report, "record.versions")] == [str(target.record)]
    assert of(report, "figure.cell") and of(report, "entry.stray_content")


def test_an_entry_is_deleted_with_its_position(enemy: Enemy, target: SimpleNamespace) -> None:
    for table, column in (("ledger_entry", "id"), ("ledger_content", "entry_id"), ("ledger_position", "entry_id")):
        enemy.do(f"DELETE FROM {table} WHERE {column} = %s", target.entry)
    report = verify()
    (gap,) = of(report, "position.gap")
    assert gap.position == target.position and of(report, "head.size")
    # And the later ones moved up, so that no gap is left.
    enemy.do("UPDATE ledger_position SET position = -position WHERE position > %s", target.position)
    enemy.do("UPDATE ledger_position SET position = -position - 1 WHERE position < 0")
    enemy.do("UPDATE ledger_head SET size = size - 1")
    report = verify()
    (ahead,) = of(report, "checkpoint.ahead")
    assert ahead.expected == str(report.size + 1)
    assert of(report, "tree.tile")[0].position == target.position
    (root,) = of(report, "checkpoint.root")
    assert root.position <= target.position <= root.until


def forged(enemy: Enemy, target: SimpleNamespace) -> str:
    """A twin of an entry under another identifier, recorded at the same time, consistent in itself."""
    twin = "00000000-0000-7000-8000-0000000000ff"
    columns = (
        "recorded_at, occurred_at, day, act, record_id, record_version, state_to, unit_id, actor, cause, facets,"
        " measures, correction, simulated, ordinal, header_salt, header, content_commitment, leaf_hash, xid"
    )
    enemy.do(
        f"INSERT INTO ledger_entry (id, {columns}) SELECT %s, {columns} FROM ledger_entry WHERE id = %s",
        twin, target.entry,
    )  # fmt: skip
    enemy.do(
        "INSERT INTO ledger_content SELECT %s, recorded_at, salt, body FROM ledger_content WHERE entry_id = %s",
        twin, target.entry,
    )  # fmt: skip
    enemy.do(
        "UPDATE ledger_entry SET record_id = %s, ordinal = 0, recorded_at = recorded_at - 7200000000 WHERE id = %s",
        twin, twin,
    )  # fmt: skip
    enemy.do("UPDATE ledger_content SET recorded_at = recorded_at - 7200000000 WHERE entry_id = %s", twin)
    at = enemy.row("SELECT recorded_at FROM ledger_entry WHERE id = %s", twin)[0]
    enemy.rewrite(twin, id=twin, record=twin, recorded_at=at)
    return twin


def test_an_entry_is_inserted_in_the_past(enemy: Enemy, target: SimpleNamespace) -> None:
    twin = forged(enemy, target)
    report = verify()
    assert [f.entry for f in of(report, "entry.unplaced")] == [twin]
    assert [f.record for f in of(report, "record.missing")] == [twin]
    # A transaction number that never comes would let it wait for ever.
    enemy.do("UPDATE ledger_entry SET xid = %s WHERE id = %s", 1 << 60, twin)
    assert [f.entry for f in of(verify(), "entry.unplaced")] == [twin]
    # Let the sealer take it, as the newest entry of all.
    end = report.size
    enemy.do(
        "INSERT INTO ledger_position SELECT %s, id, recorded_at, leaf_hash FROM ledger_entry WHERE id = %s", end, twin
    )
    enemy.do("UPDATE ledger_head SET size = size + 1")
    report = verify()
    assert not of(report, "entry.unplaced") and not of(report, "entry.leaf")
    assert [(f.position, f.entry) for f in of(report, "entry.backdated")] == [(end, twin)]


def test_an_entry_is_inserted_between_two(enemy: Enemy, target: SimpleNamespace) -> None:
    twin = forged(enemy, target)
    enemy.do("UPDATE ledger_position SET position = -position - 1 WHERE position >= %s", target.position)
    enemy.do("UPDATE ledger_position SET position = -position WHERE position < 0")
    enemy.do(
        "INSERT INTO ledger_position SELECT %s, id, recorded_at, leaf_hash FROM ledger_entry WHERE id = %s",
        target.position, twin,
    )  # fmt: skip
    enemy.do("UPDATE ledger_head SET size = size + 1")
    report = verify()
    assert of(report, "tree.tile")[0].position == target.position
    (root,) = of(report, "checkpoint.root")
    assert root.position <= target.position <= root.until


def test_two_entries_are_swapped(enemy: Enemy, target: SimpleNamespace) -> None:
    one, other = target.position, target.position + 7
    enemy.do("UPDATE ledger_position SET position = -1 WHERE position = %s", one)
    enemy.do("UPDATE ledger_position SET position = %s WHERE position = %s", one, other)
    enemy.do("UPDATE ledger_position SET position = %s WHERE position = -1", other)
    report = verify()
    assert [(f.position, f.until) for f in of(report, "tree.tile")] == [(one, None), (other, None)]
    assert of(report, "checkpoint.root")


def test_a_records_state_is_changed(enemy: Enemy, target: SimpleNamespace) -> None:
    enemy.do("UPDATE sample_claim SET state = 'annulled' WHERE id = %s", target.record)
    (found,) = only(verify(), "record.column")
    assert (found.record, found.place) == (str(target.record), "sample_claim.state")
    assert (found.found, found.expected) == ("annulled", "decided")


@pytest.mark.parametrize(
    ("column", "value", "check"),
    [
        ("amount", 999, "record.field"),
        ("text", "آخر", "record.field"),
        ("kind", "urgent", "record.field"),
        ("on", "2020-01-01", "record.field"),
        ("grounds", "آخر", "record.field"),
        ("unit_id", 1, "record.column"),
        ("acted_at", "2020-01-01T00:00:00Z", "record.column"),
        ("version", 3, "record.column"),
        ("number", 77, "record.column"),
        ("trail", "{}", "record.trail"),
    ],
)
def test_a_records_field_is_changed(
    enemy: Enemy, target: SimpleNamespace, column: str, value: object, check: str
) -> None:
    enemy.do(f'UPDATE sample_claim SET "{column}" = %s WHERE id = %s', value, target.record)
    found = only(verify(), check)
    assert {(one.record, one.place.split(".")[1]) for one in found} == {(str(target.record), column)}


def test_what_cannot_be_read_is_named_and_stops_nothing_else(enemy: Enemy, world: SimpleNamespace) -> None:
    """A value that isn't of its kind hides no other place that fails."""
    unread, listed, endless, other, far = world.claims[20:25]
    entries = dict(enemy.raw.execute("SELECT record_id, id FROM ledger_entry WHERE record_version = 1").fetchall())
    enemy.do("UPDATE ledger_content SET body = 'x' WHERE entry_id = %s", entries[unread])
    enemy.do("UPDATE sample_claim SET trail = '[]' WHERE id = %s", listed)
    enemy.do("""UPDATE sample_claim SET "on" = 'infinity', opened_at = '-infinity' WHERE id = %s""", endless)
    enemy.do("UPDATE ledger_entry SET measures = '{' WHERE id = %s", entries[other])
    enemy.do("UPDATE sample_claim SET amount = 999 WHERE id = %s", other)
    enemy.do("UPDATE ledger_position SET position = 9223372036854775807 WHERE entry_id = %s", entries[far])
    enemy.do("UPDATE ledger_log SET origin = 'elsewhere.example/log'")
    enemy.do("INSERT INTO ledger_log_key (number, vkey) VALUES (2, 'x')")
    report = verify()
    assert {f.record for f in of(report, "record.unreadable")} == {str(unread), str(listed)}
    assert str(entries[unread]) in {f.entry for f in of(report, "entry.content")}
    named = {(f.record, f.place) for f in report.findings}
    assert {(str(endless), "sample_claim.on"), (str(endless), "sample_claim.opened_at")} <= named
    assert (str(other), "sample_claim.amount") in named and (str(other), "measures") in named
    assert "figures" in {f.place for f in of(report, "check.stopped")}
    assert str(entries[far]) in {f.entry for f in of(report, "position.gap")}
    assert {f.place for f in of(report, "log.key")} == {"ledger_log.origin", "ledger_log_key"}


def test_a_record_says_that_it_is_of_another_law(enemy: Enemy, target: SimpleNamespace) -> None:
    """Steps of another version of a procedure aren't judged, so a record's word for its version isn't enough."""
    enemy.do("UPDATE sample_claim SET procedure_version = 0 WHERE id = %s", target.record)
    (found,) = only(verify(), "record.column")
    assert (found.record, found.place) == (str(target.record), "sample_claim.procedure_version")


def test_a_record_is_deleted_and_another_made_up(enemy: Enemy, target: SimpleNamespace) -> None:
    enemy.do(
        "UPDATE sample_claim SET id = '00000000-0000-7000-8000-0000000000ff', reference = 'X' WHERE id = %s",
        target.record,
    )
    report = verify()
    assert [f.record for f in of(report, "record.missing")] == [str(target.record)]
    assert [f.record for f in of(report, "record.without_entry")] == ["00000000-0000-7000-8000-0000000000ff"]


def test_a_figure_is_changed(enemy: Enemy) -> None:
    enemy.do("UPDATE ledger_cell SET value = value + 1 WHERE act = 'sample.claims.file' AND measure = ''")
    found = only(verify(), "figure.cell")
    assert all(one.place.startswith("sample.claims.file") for one in found)
    enemy.do("DELETE FROM ledger_cell WHERE act = 'sample.claims.decide'")
    assert any(one.place.startswith("sample.claims.decide") for one in of(verify(), "figure.cell"))


def test_a_number_is_given_twice(enemy: Enemy) -> None:
    enemy.do("UPDATE ledger_counter SET value = value - 1")
    (found,) = only(verify(), "number.counter")
    assert found.place.startswith("sample.claims ")


def test_an_act_is_done_by_an_excluded_hand(enemy: Enemy, world: SimpleNamespace, target: SimpleNamespace) -> None:
    """An entry forged with the application's password, before it is sealed: nothing contradicts it but the law."""
    record = world.claims[40]
    perform(Claims.study, record, actor=world.service.other_clerk)
    entry = enemy.row("SELECT id FROM ledger_entry WHERE record_id = %s AND record_version = 2", record)[0]
    clerk = str(world.service.clerk)
    leaf = enemy.rewrite(entry, actor=clerk)
    enemy.do("UPDATE ledger_entry SET actor = %s WHERE id = %s", clerk, entry)
    at = enemy.row("SELECT trail->'study' FROM sample_claim WHERE id = %s", record)[0]
    enemy.do(
        "UPDATE sample_claim SET trail = jsonb_set(trail, '{study}', %s::jsonb) WHERE id = %s",
        orjson.dumps([[clerk, at[0][1]]]).decode(), record,
    )  # fmt: skip
    assert leaf
    seal(world)
    (found,) = only(verify(), "record.duties")
    assert (found.entry, found.record, found.found) == (str(entry), str(record), clerk)


def test_a_checkpoint_is_forged_or_its_signature_lost(enemy: Enemy, world: SimpleNamespace) -> None:
    stranger = Ed25519Signer.generate(world.signer.name)
    enemy.resign(stranger)
    found = only(verify(), "checkpoint.signature")
    assert [one.position for one in found] == world.sizes
    # The key in the database is changed too: whoever knows the log's key from elsewhere sees it.
    enemy.do("UPDATE ledger_log_key SET vkey = %s", stranger.public)
    assert verify().good
    assert len(only(verify(log=[world.signer.verifier]), "checkpoint.signature")) == 2
    assert len(only(verify(held=[world.first]), "checkpoint.signature")) == 1


def test_the_whole_tree_is_rewritten_and_signed_with_the_logs_own_key(
    enemy: Enemy, world: SimpleNamespace, target: SimpleNamespace
) -> None:
    """A fork. Nothing in the database tells; whoever holds a checkpoint does, and the witness has both notes."""
    leaf = enemy.rewrite(target.entry, note="x")
    enemy.do("UPDATE ledger_position SET leaf_hash = %s WHERE position = %s", leaf, target.position)
    enemy.resign(world.signer)
    assert verify().good
    # Checkpoints outside enclose the place: it lies before the first that fails.
    (found,) = only(verify(held=[world.first, world.second]), "checkpoint.root")
    assert (found.position, found.until) == (0, world.sizes[0] - 1) and 0 <= target.position < world.sizes[0]
    forked = enemy.row("SELECT note FROM ledger_checkpoint WHERE size = %s", world.sizes[1])[0]
    with pytest.raises(Misconduct, match="fork"):
        world.witness.add(Request(world.sizes[1], (), forked))
    (evidence,) = world.witness.evidence()
    assert forked in evidence.read_text() and world.witness.note in evidence.read_text()
    # It may grow on; the proof that it continues what was cosigned can't be made.
    perform(Claims.amend, world.claims[30], actor=world.service.clerk, data={"amount": 9})
    grown = seal(world)
    with pytest.raises(Declined) as refused:
        witnessed(world, grown)
    assert refused.value.status == 422


def test_yesterdays_backup_is_restored(enemy: Enemy, world: SimpleNamespace, tmp_path: Path) -> None:
    """The database alone is in order. Whoever holds a newer checkpoint sees what is gone."""
    witness = Witness(tmp_path, Cosigner.generate("other.example"), [world.signer.verifier])
    witness.add(Request(0, (), world.second))
    aside = SimpleNamespace(**{**vars(world), "witness": witness})
    for number in range(3):
        perform(Claims.amend, world.claims[50 + number], actor=world.service.clerk, data={"amount": 8})
    today = seal(world)
    witnessed(aside, today)
    size = witness.latest.size
    assert size == world.sizes[1] + 3
    enemy.restore()
    assert verify().good
    (ahead,) = only(verify(held=[today]), "checkpoint.ahead")
    assert (ahead.position, ahead.until) == (world.sizes[1], size - 1)
    # Other acts take the places of those that are gone: the witness doesn't follow.
    for number in range(4):
        perform(Claims.amend, world.claims[60 + number], actor=world.service.clerk, data={"amount": 3})
    grown = seal(world)
    with pytest.raises(Declined) as refused:
        witnessed(aside, grown)
    assert refused.value.status == 422
    (root,) = only(verify(held=[today]), "checkpoint.root")
    assert root.until == size - 1


def test_an_old_checkpoint_is_replayed(enemy: Enemy, world: SimpleNamespace) -> None:
    with pytest.raises(Declined) as refused:
        world.witness.add(Request(0, (), world.first))
    assert (refused.value.status, refused.value.text) == (409, f"{world.sizes[1]}\n")
    # Taken out of the database, so that the log shows the old one: what was sealed since is covered by none.
    enemy.do("DELETE FROM ledger_checkpoint WHERE size = %s", world.sizes[1])
    enemy.do("UPDATE ledger_position SET recorded_at = recorded_at - 3600000000")
    found = of(verify(), "checkpoint.behind")
    assert [(one.position, one.until) for one in found] == [(world.sizes[0], world.sizes[1] - 1)]


def test_a_cosignature_is_forged(enemy: Enemy, world: SimpleNamespace) -> None:
    line = world.witness.note.splitlines(keepends=True)[-1]
    vkey = world.witness.cosigner.public
    enemy.do(
        "INSERT INTO ledger_cosignature (size, vkey, witness, line, signed_at) VALUES (%s, %s, true, %s, now())",
        world.sizes[0], vkey, line,
    )  # fmt: skip
    (found,) = only(verify(), "checkpoint.cosignatures")
    assert found.position == world.sizes[0] and vkey in found.place


def test_witnesses_are_left_out(enemy: Enemy, world: SimpleNamespace, settings: Any) -> None:
    vkey = world.witness.cosigner.public
    settings.HASILA_WITNESSES = f"{vkey} https://witness.example"
    assert verify().good  # it has an hour to answer
    enemy.do("UPDATE ledger_checkpoint SET made_at = made_at - interval '2 hours' WHERE size = %s", world.sizes[0])
    (found,) = only(verify(), "checkpoint.cosignatures")
    assert (found.position, found.expected) == (world.sizes[1], "≥ 1")
    enemy.do(
        "INSERT INTO ledger_cosignature (size, vkey, witness, line, signed_at) VALUES (%s, %s, true, %s, now())",
        world.sizes[1], vkey, world.witness.note.splitlines(keepends=True)[-1],
    )  # fmt: skip
    assert verify().good
