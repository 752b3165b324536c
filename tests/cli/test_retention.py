"""`hasila retention` and `hasila ledger archive`, as an operator types them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.db import connections

from hasila.assurance.archiving import years
from hasila.institution.roles import Role
from hasila.kernel.many import perform_many
from hasila.kernel.procedures import Act
from hasila.kernel.records import new_id
from hasila.kernel.schema import install
from hasila.kernel.sealer import seal_all
from hasila.modules.retention.models import ErasureOrder
from tests.kernel.conftest import NOW
from tests.sample.models import Claim, Claims

Run = Callable[..., SimpleNamespace]
OLD = NOW - timedelta(days=60)


@pytest.fixture
def office(staff: SimpleNamespace) -> SimpleNamespace:
    """Twelve claims decided two months ago, three of last week, one still open; a data officer and a jurist."""
    staff.data, staff.legal = staff.holder(Role.DATA_OFFICER), staff.holder(Role.LEGAL_OFFICER)
    acts = []
    for n, at in enumerate([*[OLD] * 12, *[NOW - timedelta(days=7)] * 3, OLD]):
        claim = new_id(at)
        at_hour = [at + timedelta(hours=hour) for hour in range(3)]
        data = {"holder": staff.subject, "text": f"نص {n}"}
        acts.append(Act(Claims.file, claim, staff.clerk, data, at_hour[0], unit_id=staff.rabat.pk))
        if n < 15:
            acts.append(Act(Claims.study, claim, staff.other_clerk, {}, at_hour[1]))
            acts.append(Act(Claims.decide, claim, staff.general, {"grounds": "سبب"}, at_hour[2]))
    assert perform_many(acts, simulated=True).refused == 0
    return staff


def due(hasila: Run) -> int:
    said = hasila("retention", "due", "--register", "sample.claims", "--format", "csv")
    (row,) = csv.DictReader(io.StringIO(said.out))
    assert row["rule"] == Claims.retention.key and row["basis"]
    return int(row["due"])


def test_what_is_due_is_erased_by_two_hands_in_batches(hasila: Run, office: SimpleNamespace) -> None:
    assert due(hasila) == 12
    only = ["--register", "sample.claims", "--format", "json"]
    planned = json.loads(hasila("retention", "run", "--dry-run", *only, by=office.data).out)
    assert len(planned) == 12 and not ErasureOrder.objects.exists()
    refused = hasila("retention", "run", *only, by=office.clerk)
    assert refused.code == 1 and "[kernel.no_mandate]" in refused.out
    first = json.loads(hasila("retention", "run", "--limit", 5, *only, by=office.data).out)
    assert first == {"performed": 5, "refused": []} and due(hasila) == 7
    # Broken off, the same command does the rest.
    assert json.loads(hasila("retention", "run", *only, by=office.data).out)["performed"] == 7
    assert json.loads(hasila("retention", "run", *only, by=office.data).out)["performed"] == 0 == due(hasila)
    alone = json.loads(hasila("retention", "run", "--step", "approve", *only, by=office.data).out)["refused"]
    assert {one["order"] for one in alone} == set(ErasureOrder.objects.values_list("reference", flat=True))
    assert json.loads(hasila("retention", "run", "--step", "approve", *only, by=office.legal).out)["performed"] == 12
    assert json.loads(hasila("retention", "run", "--step", "carry-out", *only, by=office.data).out)["performed"] == 12
    assert Claim.objects.filter(trail__has_key="erase").count() == 12
    assert Claim.objects.filter(text__startswith="نص").count() == 4
    assert "12" in hasila("retention", "run", "--step", "approve", by=office.legal).out or due(hasila) == 0


def test_a_register_without_a_rule_is_told(hasila: Run, office: SimpleNamespace) -> None:
    said = hasila("retention", "due", "--register", "sample.dossier")
    assert said.code == 2 and "sample.dossier" in said.err
    assert hasila("retention", "due").code == 0
    assert hasila("retention", "purge-keys").code == 0


def test_a_folder_without_an_archive_is_refused_with_what_helps(hasila: Run, ledger_db: None, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for given in (
        ["archive-check", tmp_path / "none"],
        ["archive-check", tmp_path, "--offline"],
        ["restore", tmp_path],
    ):
        refused = hasila("ledger", *given)
        said = " ".join((refused.out + refused.err).split())
        assert refused.code == 1 and "holds no archived year" in said and "hasila ledger archives" in said, given
        assert "Errno" not in said and "Entries" not in said
    (tmp_path / "manifest.json").mkdir()
    refused = hasila("ledger", "archive-check", tmp_path)
    assert refused.code == 1 and "Is a directory" in refused.out and "Errno" not in refused.out
    assert hasila("ledger", "archive-check", tmp_path / "file").code == 2


def test_a_year_is_archived_and_restored(
    hasila: Run, office: SimpleNamespace, connect: Callable, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seal = connect("sealer")
    seal.autocommit = True
    seal_all(seal)
    assert hasila("ledger", "archive", NOW.year, "--to", tmp_path).code == 1  # the year isn't over
    archive = years.archive
    later = NOW.date().replace(year=NOW.year + 1, day=1)
    monkeypatch.setattr(years, "archive", lambda year, folder, **how: archive(year, folder, today=later, **how))
    folder = tmp_path / str(NOW.year)
    try:
        written = hasila("ledger", "archive", NOW.year, "--to", tmp_path, "--format", "json")
        assert written.code == 0 and json.loads(written.out)["good"]
        # Broken off before the last step, the same command goes on to it; once done, it only checks again.
        for _again in range(2):
            moved = hasila("ledger", "archive", NOW.year, "--to", tmp_path, "--drop", "--format", "json")
            assert moved.code == 0 and json.loads(moved.out)["entries"] == json.loads(written.out)["entries"]
        (listed,) = json.loads(hasila("ledger", "archives", "--format", "json").out)
        assert listed["state"] == "moved" and listed["place"] == str(folder)
        for options in ([], ["--offline"]):
            assert hasila("ledger", "archive-check", folder, *options).code == 0
        assert hasila("ledger", "verify", "--workers", 1, "--again").code == 0
        assert hasila("ledger", "restore", folder).code == 0
        assert hasila("ledger", "restore", folder).code == 1  # it is there
        assert hasila("ledger", "verify", "--workers", 1, "--again").code == 0
        (folder / "part-000000.jsonl.gz").write_bytes(b"")
        assert hasila("ledger", "archive-check", folder).code == 1
    finally:
        install(connections["owner"])
