"""`hasila readings` on the command line."""

from types import SimpleNamespace
from typing import Any

import pytest
import typer
from django.db import connections
from tests.kernel.conftest import people
from tests.sample.models import Claims

from hasila.assurance.reading_seal import seal_all_readings
from hasila.assurance.readings import consult
from hasila.kernel.access import Actor
from hasila.kernel.perform import perform
from hasila.modules.oversight import cli
from hasila.plain.moments import today
from hasila.surfaces.cli.printing import Format


@pytest.fixture
def committed(ledger_db: None) -> SimpleNamespace:
    """People, and one sealed reading."""
    found = people()
    data = {"holder": found.subject.id, "text": "x"}
    claim = perform(Claims.file, actor=found.clerk, unit=found.rabat, data=data).record
    consult(claim, Actor.of(found.clerk), "handling")
    seal_all_readings()
    return found


def test_figures_verification_and_retention(committed: SimpleNamespace, capsys: Any) -> None:
    cli.figures(today().year, Format.CSV)
    assert "PP-RBT,sample.claims,handling,open,1,1" in capsys.readouterr().out
    cli.verify(Format.CSV)
    with connections["owner"].cursor() as cursor:
        cursor.execute("UPDATE ledger_reading SET purpose = 'other'")
    with pytest.raises(typer.Exit) as left:
        cli.verify(Format.CSV)
    assert left.value.exit_code == 1
    assert "batch 1" in capsys.readouterr().out
    cli.expire()
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM ledger_reading")
        assert cursor.fetchone()[0] == 1
