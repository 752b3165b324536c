"""A closed year as files: whole, checkable without us, erasable still, and brought back as it was."""

from __future__ import annotations

import gzip
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import orjson
import psycopg
import pytest
from django.db import connection, connections
from django.test import Client
from django.utils.translation import override

from hasila.assurance import tree
from hasila.assurance.archiving import files, years
from hasila.assurance.archiving.files import ArchiveFault, Manifest
from hasila.assurance.figures import cells_at
from hasila.assurance.reading_seal import seal_readings
from hasila.assurance.readings import consult
from hasila.assurance.steps import timeline
from hasila.assurance.verify import verify
from hasila.institution.accounts import Account
from hasila.kernel.access import Actor
from hasila.kernel.indicators import Cells
from hasila.kernel.perform import DOOR, perform
from hasila.kernel.schema import install
from hasila.kernel.sealer import seal_all
from hasila.modules.retention.models import Erasure
from hasila.surfaces.print.documents import documents_for
from hasila.surfaces.web.display import record_url
from hasila.tlog.note import Ed25519Signer, Verifier
from tests.assurance.test_erasure import COURT, Play
from tests.sample.models import Claim, Claims

YEAR = datetime.now(UTC).year
LATER = date(YEAR + 1, 1, 2)


@pytest.fixture
def house(ledger_db: None, connect: Callable) -> Iterator[Any]:
    """A play whose acts of this year are sealed; the partitions are put back afterwards."""
    play = Play()
    play.seal = connect("sealer")
    play.seal.autocommit = True
    play.claims = [now(play, text=f"نص {n}") for n in range(7)]
    seal_all(play.seal)
    yield play
    with connections["owner"].cursor() as cursor:
        cursor.execute("ALTER TABLE ledger_entry ENABLE TRIGGER hasila_append_only")
    install(connections["owner"])


def now(play: Play, **data: Any) -> Claim:
    """A claim filed, studied and decided today."""
    staff = play.staff
    claim: Any = perform(
        Claims.file, actor=staff.clerk, unit=staff.rabat, data={"holder": staff.subject, "amount": 3, **data}
    ).record
    perform(Claims.study, claim, actor=staff.other_clerk)
    perform(Claims.decide, claim, actor=staff.general, data={"grounds": "سبب"})
    return claim


def rows(table: str) -> list[tuple[Any, ...]]:
    with connections["owner"].cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} ORDER BY 1")
        return [tuple(bytes(c) if isinstance(c, memoryview) else c for c in row) for row in cursor.fetchall()]


def figures() -> list[int | None]:
    cells = Cells.read([YEAR])
    return [one.total(YEAR, cells) for one in (Claims.filings, Claims.decisions, Claims.granted)]


def archived(folder: Path, **options: Any) -> Manifest:
    return years.archive(YEAR, folder, today=LATER, size=10, **options)


def test_a_year_goes_to_files_and_comes_back_as_it_was(house: Play, tmp_path: Path) -> None:
    entries, contents, counted = rows("ledger_entry"), rows("ledger_content"), figures()
    signer = Ed25519Signer.generate("example.org/log")
    log = Verifier.parse(signer.public)
    manifest = archived(tmp_path, signer=signer)
    assert manifest.entries == len(entries) > 20 and manifest.contents == len(contents) and len(manifest.parts) > 2
    assert rows("ledger_entry") == entries  # nothing is taken yet
    with pytest.raises(ArchiveFault):
        years.move(tmp_path)
    assert years.verified(tmp_path, log=log).good
    years.move(tmp_path)
    years.move(tmp_path)  # once more does no harm
    assert rows("ledger_entry") == [] and figures() == counted
    (where,) = years.whereabouts(house.claims[0].pk)
    assert (where.year, where.place, where.entries) == (YEAR, str(tmp_path), 3)
    assert timeline(house.claims[0].pk) == []
    # Leaves stay in the ledger's order, so every proof stays; figures are recounted from what the archive adds.
    report = verify(workers=1)
    assert report.good, report.findings
    found = years.restore(tmp_path, log=log)
    assert found.good and rows("ledger_entry") == entries and rows("ledger_content") == contents
    assert years.whereabouts(house.claims[0].pk) == [] and verify(workers=1).good
    # The fences are those of the other years.
    for statement in ("UPDATE ledger_entry SET day = 1", f"DELETE FROM ledger_entry_{YEAR}"):
        with pytest.raises(psycopg.Error), connections["owner"].cursor() as cursor:
            cursor.connection.execute(statement)
    with connection.cursor() as cursor, pytest.raises(psycopg.errors.InsufficientPrivilege):
        cursor.connection.execute(f"SELECT * FROM ledger_content_{YEAR}")


def test_readings_and_remembered_requests_outlive_the_tables_of_their_year(
    house: Play, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    staff, claim = house.staff, house.claims[0]
    data = {"holder": staff.subject, "text": "مرة"}
    perform(Claims.file, actor=staff.clerk, unit=staff.rabat, data=data, key="sent-once")
    consult(claim, Actor.of(staff.clerk), "handling")
    hour = DOOR.clock() + 3_600_000_000
    assert seal_readings(door=replace(DOOR, clock=lambda: hour)) == 1
    seal_all(house.seal)
    archived(tmp_path)
    assert years.verified(tmp_path).good
    years.move(tmp_path)
    report = verify(workers=1)
    assert report.good, report.findings
    with connections["owner"].cursor() as cursor:
        cursor.execute("ALTER TABLE ledger_reading DISABLE TRIGGER USER")
        cursor.execute("UPDATE ledger_reading SET purpose = 'control'")
        cursor.execute("ALTER TABLE ledger_reading ENABLE TRIGGER USER")
    assert {one.check for one in verify(workers=1).findings} == {"reading.sealed"}, "they are held against their batch"
    years.restore(tmp_path)


def test_the_files_are_checked_with_a_dozen_lines_of_python(house: Play, tmp_path: Path) -> None:
    archived(tmp_path)
    manifest = orjson.loads((tmp_path / "manifest.json").read_bytes())
    seen = 0
    for part in manifest["parts"]:
        packed = (tmp_path / part["name"]).read_bytes()
        assert sha256(packed).hexdigest() == part["sha256"]
        for text in gzip.decompress(packed).splitlines():
            line = orjson.loads(text)
            header = sha256(bytes.fromhex(line["header_salt"]) + line["header"].encode()).digest()
            leaf = sha256(b"\x00\x01" + header + bytes.fromhex(line["content_commitment"])).hexdigest()
            assert leaf == line["leaf_hash"] and "سبب" not in text.decode()
            seen += 1
    assert seen == manifest["entries"]
    assert years.check(tmp_path).good


def test_an_archiving_that_is_broken_off_anywhere_goes_on(house: Play, tmp_path: Path) -> None:
    whole = tmp_path / "whole"
    expected = archived(whole)

    class Off(Exception):
        pass

    def breaking(after: int) -> Callable[[str, int, int], None]:
        left = iter(range(after))

        def told(_phase: str, _done: int, _total: int) -> None:
            if next(left, None) is None:
                raise Off

        return told

    folder = tmp_path / "broken"
    for after in range(len(expected.parts) + 1):
        with pytest.raises(Off):
            archived(folder, progress=breaking(after))
        (folder / "part-999999.jsonl.gz.new").write_bytes(b"half")
    assert archived(folder) == expected
    for file in expected.parts:
        assert (folder / file.name).read_bytes() == (whole / file.name).read_bytes()
    with pytest.raises(Off):
        years.verified(folder, progress=breaking(0))
    assert years.verified(folder).good
    years.move(folder)
    with pytest.raises(Off):
        years.restore(folder, progress=breaking(1))  # the files are checked, the rows half there
    assert rows("ledger_entry") == []
    assert years.restore(folder, progress=None).good and len(rows("ledger_entry")) == expected.entries


def test_an_erasure_reaches_every_copy_of_the_archive(house: Play, tmp_path: Path) -> None:
    before, after, single, kept = house.claims[:4]
    house.erase(before, day=0, **COURT)
    filed = timeline(single.pk)[0]
    manifest = archived(tmp_path / "one")
    assert manifest.contents == manifest.entries - 3  # what was erased before isn't there
    assert years.verified(tmp_path / "one").good
    years.move(tmp_path / "one")
    shutil.copytree(tmp_path / "one", tmp_path / "copy")
    house.erase(after, day=0, **COURT)
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM ledger_archive_key WHERE record_id = %s AND key IS NULL", [after.pk])
        assert cursor.fetchone()[0] == 3
    found = years.check(tmp_path / "copy", raw=years.owner())
    assert found.good and (found.entries, found.erased) == (manifest.entries, 6)
    years.restore(tmp_path / "copy")
    left = {row[0] for row in rows("ledger_content")}
    assert not left & {entry.id for entry in timeline(after.pk) if entry.recorded_at < filed.recorded_at + 10**9 * 60}
    assert {entry.id for entry in timeline(kept.pk)} <= left
    seal_all(house.seal)
    assert verify(workers=1).good


def test_what_was_changed_is_found(house: Play, tmp_path: Path) -> None:
    signer = Ed25519Signer.generate("example.org/log")
    log = Verifier.parse(signer.public)
    archived(tmp_path / "good", signer=signer)
    raw = years.owner()
    assert years.check(tmp_path / "good", raw=raw, log=log).good

    def changed(change: Callable[[dict[str, Any]], Any]) -> Path:
        """A forger's copy: a line changed, digests and manifest made to fit."""
        folder = tmp_path / "bad"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(tmp_path / "good", folder)
        manifest = Manifest.read(folder)
        path = folder / manifest.parts[0].name
        lines = [orjson.loads(line) for line in files.read_lines(path)]
        change(lines[3])
        files.write_lines(path, [orjson.dumps(line) for line in lines])
        said = orjson.loads((folder / files.MANIFEST).read_bytes())
        said["parts"][0]["sha256"] = files.digest(path)
        (folder / files.MANIFEST).write_bytes(orjson.dumps(said))
        return folder

    def other_header(line: dict[str, Any]) -> None:
        line["header"] = line["header"].replace('"simulated":false', '"simulated":true')

    def other_leaf(line: dict[str, Any]) -> None:
        other_header(line)
        salt = bytes.fromhex(line["header_salt"])
        header = sha256(salt + line["header"].encode()).digest()
        line["leaf_hash"] = sha256(b"\x00\x01" + header + bytes.fromhex(line["content_commitment"])).hexdigest()

    folder = changed(other_header)
    assert not years.check(folder).good
    folder = changed(other_leaf)
    assert not years.check(folder, raw=raw).good and not years.check(folder, raw=raw, log=log).good
    folder = changed(lambda line: line.update(content="A" * 88))
    assert not years.check(folder, raw=raw).good
    folder = changed(lambda line: line.pop("header_salt"))
    assert not years.check(folder).good
    first = folder / Manifest.read(folder).parts[0].name
    first.write_bytes(first.read_bytes()[:-9])
    assert not years.check(folder).good
    first.unlink()
    assert not years.check(folder).good
    with pytest.raises(ArchiveFault):
        years.restore(folder)


def test_what_may_not_be_archived(house: Play, tmp_path: Path) -> None:
    with pytest.raises(ArchiveFault):
        years.archive(YEAR, tmp_path, today=date(YEAR, 12, 31))
    with pytest.raises(ArchiveFault):
        years.archive(1999, tmp_path, today=LATER)
    with override("en"), pytest.raises(ArchiveFault, match="Nothing was recorded"):
        years.archive(YEAR - 1, tmp_path, today=LATER)
    with pytest.raises(ArchiveFault):  # the oldest first
        years.archive(YEAR + 1, tmp_path, today=date(YEAR + 2, 1, 1))
    now(house, text="لم يختم بعد")
    with pytest.raises(ArchiveFault):
        archived(tmp_path)
    seal_all(house.seal)
    with connections["owner"].cursor() as cursor:
        cursor.execute("ALTER TABLE ledger_entry DISABLE TRIGGER hasila_append_only")
        cursor.execute("UPDATE ledger_entry SET day = day - 1 WHERE act = %s", [Claims.file.key])
        cursor.execute("ALTER TABLE ledger_entry ENABLE TRIGGER hasila_append_only")
    with pytest.raises(ArchiveFault):
        archived(tmp_path)


def test_tables_that_hold_more_than_the_archive_stay(house: Play, tmp_path: Path) -> None:
    archived(tmp_path)
    assert years.verified(tmp_path).good
    now(house, text="متأخر")
    with pytest.raises(ArchiveFault):
        years.move(tmp_path)
    assert len(rows("ledger_entry")) > 20


def test_an_archive_that_is_only_claimed_hides_nothing(house: Play) -> None:
    """The superuser removes a record's entries and says that they were archived."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("ALTER TABLE ledger_entry DISABLE TRIGGER hasila_append_only")
        cursor.execute("INSERT INTO ledger_archive (year, state, place, entries) VALUES (%s, 'moved', '/', 3)", [YEAR])
        cursor.execute(
            "INSERT INTO ledger_archive_key SELECT id, record_id, record_version, %s, NULL FROM ledger_entry "
            "WHERE record_id = %s",
            [YEAR, house.claims[0].pk],
        )
        cursor.execute("DELETE FROM ledger_content c USING ledger_entry e WHERE e.id = c.entry_id AND record_id = %s", [
            house.claims[0].pk
        ])  # fmt: skip
        cursor.execute("DELETE FROM ledger_entry WHERE record_id = %s", [house.claims[0].pk])
        cursor.execute("ALTER TABLE ledger_entry ENABLE TRIGGER hasila_append_only")
    assert "archive.incomplete" in {finding.check for finding in verify(workers=1).findings}


def test_an_erasure_beside_an_archiving_misses_no_key(house: Play, connect: Callable) -> None:
    """An archiving holds a content and makes its key; the erasure waits for it, and then empties the key."""
    claim = house.claims[0]
    filed = timeline(claim.pk)[0]
    order = house.propose(claim, day=0, **COURT)
    house.do(Erasure.approve, order, by=house.legal)
    owner: psycopg.Connection = connect("owner")
    owner.execute("SELECT 1 FROM ledger_content WHERE entry_id = %s FOR KEY SHARE", [filed.id])
    owner.execute(
        "INSERT INTO ledger_archive_key VALUES (%s, %s, 1, %s, %s)", [filed.id, claim.pk, YEAR, bytes(range(32))]
    )

    def erase() -> None:
        try:
            house.do(Erasure.carry_out, order, by=house.data)
        finally:
            connections.close_all()

    thread = threading.Thread(target=erase)
    thread.start()
    thread.join(1)
    assert thread.is_alive()  # it waits for the content
    owner.commit()
    thread.join(30)
    assert owner.execute("SELECT key FROM ledger_archive_key WHERE entry_id = %s", [filed.id]).fetchone() == (None,)
    assert owner.execute("SELECT 1 FROM ledger_content WHERE entry_id = %s", [filed.id]).fetchone() is None


def test_the_public_bundles_and_figures_of_old_checkpoints_outlive_the_tables(house: Play, tmp_path: Path) -> None:
    size = tree.extend(house.seal).size
    bundle, cells = tree.entries(0, size), cells_at(size, [YEAR])
    archived(tmp_path)
    years.verified(tmp_path)
    years.move(tmp_path)
    assert rows("ledger_entry") == []
    assert tree.entries(0, size) == bundle and tree.entries(0, 3) == unbundle_first(bundle, 3)
    assert cells_at(size, [YEAR])._rows == cells._rows
    with pytest.raises(LookupError):
        cells_at(size // 2, [YEAR])
    years.restore(tmp_path)
    assert tree.entries(0, size) == bundle


def unbundle_first(bundle: bytes, count: int) -> bytes:
    return bundle[: count * 67]


def test_a_page_says_in_which_archive_its_acts_lie(house: Play, tmp_path: Path) -> None:
    claim = house.claims[0]
    archived(tmp_path)
    years.verified(tmp_path)
    years.move(tmp_path)
    account = Account.objects.create(id=house.staff.clerk, username="reader")
    reader = Client()
    reader.cookies["django_language"] = "en"
    reader.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    assert reader.post(record_url(claim), {"purpose": "handling", "case": "12/26"}).status_code == 302
    page = reader.get(record_url(claim)).content.decode()
    assert f"Acts recorded in {YEAR} are in the archive" in page and str(tmp_path) in page
    for document in documents_for(claim):
        answer = reader.get(document.address(claim))
        assert answer.status_code in (200, 404), document.name
