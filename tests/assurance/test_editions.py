"""An edition goes out on a witnessed checkpoint, and is reproduced from it whatever was written since."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from django.test import Client
from typer.testing import CliRunner

from hasila.assurance import tree
from hasila.assurance.collecting import Asking
from hasila.institution.roles import Role
from hasila.kernel.many import perform_many
from hasila.kernel.perform import perform
from hasila.kernel.procedures import Act
from hasila.kernel.refusals import Refused
from hasila.modules.annual_report.editions import AnnualEdition, Edition
from hasila.modules.annual_report.report import as_json, build, marked, values_of
from hasila.modules.documents.models import MobileUnit
from tests.assurance.test_collecting import witness  # noqa: F401 - a fixture

YEAR = 2025
COMMISSIONED = "documents.mobile_unit.mobile_units_commissioned"


@pytest.fixture
def service(committed):
    committed.statistician = committed.holder(Role.STATISTICIAN)
    committed.documents = committed.holder(Role.DOCUMENTS_DIRECTOR)
    return committed


def commission(service, plate: str, month: int = 5) -> None:
    """An act of the year; only one that is simulated may be recorded so late."""
    then = datetime(YEAR, month, 6, 10, tzinfo=UTC)
    data = {"plate": plate, "stations": 2}
    unit = service.root.pk
    act = Act(MobileUnit.commission, None, service.documents, data, then, unit)
    assert perform_many([act], simulated=True).performed == 1


def prepare(service, **data):
    return perform(Edition.prepare, actor=service.statistician, unit=service.root, data={"year": YEAR, **data}).record


def release(service, edition):
    return perform(Edition.release, edition.pk, actor=service.general).record


def code_of(caught) -> str:
    return caught.value.refusal.code


def value_of(report, key: str = COMMISSIONED) -> tuple[int | None, str]:
    return next((line.value, line.flag) for line in report.lines if line.key == key)


def test_release_and_reproduction_figure_for_figure(service, raw, seal, witness):  # noqa: F811
    for n in range(3):
        commission(service, f"MU-{n}")
    seal()
    one = witness("one")
    edition = prepare(service)
    with pytest.raises(Refused) as caught:
        release(service, edition)
    assert code_of(caught) == "annual_report.not_cosigned" and "0" in str(caught.value.refusal)
    assert Asking(one).once(raw)
    with pytest.raises(Refused) as caught:  # whoever prepared it doesn't release it
        perform(Edition.release, edition.pk, actor=service.statistician)
    assert code_of(caught) == "kernel.no_mandate"
    edition = release(service, edition)
    kept = tree.at(edition.size)
    assert (edition.state, edition.witnessed, edition.root) == ("released", 1, kept.root.hex())
    out = as_json(build(YEAR, at=kept))
    assert out["position"] == edition.size and out["root"] and value_of(build(YEAR, at=kept)) == (3, "e")
    assert {figure["key"]: figure["value"] for figure in out["figures"] if figure["key"]} == edition.figures
    # Late acts and the ordinary life of the service go on.
    for n in range(3, 8):
        commission(service, f"MU-{n}", month=11)
    seal()
    assert as_json(build(YEAR, at=kept)) == out == as_json(build(YEAR, at=tree.at(edition.size)))
    page = Client().get(f"/report/{YEAR}.json?at={edition.size}", headers={"cookie": "django_language=en"})
    with_language = [(figure["key"], figure["value"], figure["flag"]) for figure in page.json()["figures"]]
    assert with_language == [(figure["key"], figure["value"], figure["flag"]) for figure in out["figures"]]
    # What differs now is marked as revised against the edition.
    assert value_of(marked(YEAR)) == (8, "er")
    assert edition.figures[COMMISSIONED] == 3


def test_a_later_edition_revises_the_one_before(service, raw, seal):
    commission(service, "MU-1")
    seal()
    first = release(service, prepare(service))
    commission(service, "MU-2")
    seal()
    with pytest.raises(Refused) as caught:
        prepare(service)
    assert code_of(caught) == "annual_report.is_a_revision"
    second = release(service, prepare(service, revises=first))
    first.refresh_from_db()
    assert (first.state, second.state) == ("revised", "released")
    assert value_of(marked(YEAR, tree.at(second.size))) == (2, "er")
    assert value_of(marked(YEAR, tree.at(first.size))) == (1, "e")
    assert values_of(build(YEAR, at=tree.at(first.size))) == first.figures
    page = Client().get(f"/report/{YEAR}", headers={"cookie": "django_language=en"}).content.decode()
    assert first.reference in page and second.reference in page


def test_what_an_edition_refuses(service, raw, seal):
    with pytest.raises(Refused) as caught:
        prepare(service)
    assert code_of(caught) == "annual_report.no_checkpoint"
    commission(service, "MU-1")
    size = seal().size
    for data, code in (
        ({"size": size + 1}, "annual_report.no_checkpoint"),
        ({"year": datetime.now(UTC).year}, "annual_report.year_runs"),
    ):
        with pytest.raises(Refused) as caught:
            prepare(service, **data)
        assert code_of(caught) == code
    edition = prepare(service, size=size)
    with pytest.raises(Refused) as caught:
        prepare(service, revises=edition)  # it is not out
    assert code_of(caught) == "annual_report.nothing_to_revise"
    perform(Edition.drop, edition.pk, actor=service.statistician, data={"remarks": "خطأ"})
    assert AnnualEdition.objects.get().state == "dropped"


def test_a_changed_root_is_not_released(service, raw, seal, connect):
    commission(service, "MU-1")
    seal()
    edition = prepare(service)
    owner = connect("owner")
    owner.execute("ALTER TABLE ledger_checkpoint DISABLE TRIGGER USER")
    owner.execute("UPDATE ledger_checkpoint SET root = sha256('x') WHERE size = %s", [edition.size])
    owner.execute("ALTER TABLE ledger_checkpoint ENABLE TRIGGER USER")
    owner.commit()
    with pytest.raises(Refused) as caught:
        release(service, edition)
    assert code_of(caught) == "annual_report.not_cosigned"


def test_the_command_and_the_page_at_a_size(service, raw, seal):
    import typer

    from hasila.modules.annual_report import cli

    commission(service, "MU-1")
    size = seal().size
    commission(service, "MU-2")
    seal()
    app = typer.Typer()
    cli.register(app)
    told = CliRunner().invoke(app, ["report", str(YEAR), "--at", str(size), "--format", "json"])
    report = json.loads(told.stdout)
    assert report["position"] == size and report["root"]
    assert next(f["value"] for f in report["figures"] if f["key"] == COMMISSIONED) == 1
    assert CliRunner().invoke(app, ["report", str(YEAR), "--at", str(size + 2)]).exit_code == 2
    client = Client(headers={"cookie": "django_language=en"})
    assert client.get(f"/report/{YEAR}?at={size}").status_code == 200
    assert b"As it stood at a checkpoint" in client.get(f"/report/{YEAR}?at={size}").content
    for wrong in (str(size + 2), "-1", "x", "9" * 30, "١"):
        assert client.get(f"/report/{YEAR}?at={wrong}").status_code == 404
    assert tree.away(size) == 1
