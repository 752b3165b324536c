"""The report where nothing was played: pages, files and commands, and a live act that moves a figure."""

import csv
import io
import json

import psycopg
import pytest
import typer
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from typer.testing import CliRunner

from hasila.institution.accounts import Account
from hasila.institution.figures import latest_year
from hasila.institution.roles import Role
from hasila.institution.staffing import FOUNDER, Holder, ensure_holder
from hasila.institution.units import Unit
from hasila.kernel.perform import perform
from hasila.kernel.procedures import transitions
from hasila.kernel.sealer import seal_all
from hasila.modules.annual_report import cli
from hasila.modules.annual_report.models import PlayedYear
from hasila.modules.annual_report.report import COLUMNS, as_json, build, today

COMMISSIONED = "documents.mobile_unit.mobile_units_commissioned"
DIRECTOR = Holder("test.documents", 9_001, Role.DOCUMENTS_DIRECTOR, "DGSN", 16, "F", "مديرة", "Directrice")


@pytest.fixture
def client() -> Client:
    return Client(HTTP_HOST="localhost", headers={"cookie": "django_language=en"})


@pytest.fixture
def command() -> typer.Typer:
    app = typer.Typer()
    cli.register(app)
    return app


def commission(plate: str) -> None:
    """One live act."""
    ensure_holder(FOUNDER)
    act = transitions["documents.mobile_unit.commission"]
    root = Unit.objects.get(code="DGSN")
    perform(act, actor=ensure_holder(DIRECTOR), unit=root, data={"plate": plate, "stations": 2})


def seal() -> None:
    """Seals what is committed, as the sealer does."""
    sealer = connections["sealer"]
    raw = sealer.get_new_connection({**sealer.get_connection_params(), "autocommit": True})
    raw.cursor_factory = psycopg.Cursor
    seal_all(raw)
    raw.close()


def sign_in(client: Client) -> None:
    """Signs the director in."""
    account, _made = Account.objects.get_or_create(id=DIRECTOR.id, defaults={"username": DIRECTOR.slug})
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")


@pytest.mark.django_db
def test_json_has_the_promised_shape() -> None:
    report = as_json(build(2024))
    assert list(report) == ["year", "scale", "position", "root", "figures", "identities"]
    assert report["scale"] == 1.0 and report["position"] == 0
    for figure in report["figures"]:
        assert list(figure) == ["key", "label", "value", "unit", "period", "flag", "published"]
        assert all(list(beside) == ["id", "value", "agrees"] for beside in figure["published"])
        assert figure["value"] is None and all(beside["agrees"] is None for beside in figure["published"])
    assert [identity["id"] for identity in report["identities"]] == [f"A{n:02d}" for n in range(1, 11)]
    assert all(identity["holds"] for identity in report["identities"])
    assert json.dumps(report)


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/report/{}", "/report/{}.json", "/report/{}.csv", "/report/methods"])
@pytest.mark.parametrize("year", [2022, 2023, 2024, None])
def test_pages_answer_anybody_with_few_queries(client: Client, path: str, year: int | None) -> None:
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(path.format(year or today().year))
    assert answer.status_code == 200
    assert len(queries) <= 12


@pytest.mark.django_db
def test_years_out_of_reach_are_not_found(client: Client) -> None:
    for path in (f"/report/{today().year + 1}", "/report/1999", "/report/1999.json", f"/figures/{COMMISSIONED}/1999"):
        assert client.get(path).status_code == 404


@pytest.mark.django_db
def test_a_published_figure_without_a_module_says_so(client: Client) -> None:
    page = client.get("/report/2024", headers={"cookie": "django_language=en"}).content.decode()
    assert "F021" in page
    rows = list(csv.DictReader(io.StringIO(client.get("/report/2024.csv").content.decode())))
    assert tuple(rows[0]) == COLUMNS
    cases = next(row for row in rows if row["published_id"] == "F021")
    assert (cases["value"], cases["published_value"], cases["agrees"]) == ("", "755541", "")


def counted(year: int) -> int | None:
    """The mobile units of a year, in the report."""
    return next(line.value for line in build(year).lines if line.key == COMMISSIONED)


def test_a_live_act_moves_the_figure_of_the_year_that_runs(ledger_db: None, client: Client) -> None:
    year = today().year
    assert counted(year) == 0
    commission("123456-J")
    seal()
    assert counted(year) == 1
    assert build(year).lines[0].flag == "p"
    assert build(latest_year()).compared == 0
    page = client.get(f"/figures/{COMMISSIONED}/{year}").content.decode()
    assert "/records/" not in page
    director = Client(HTTP_HOST="localhost")
    sign_in(director)
    page = director.get(f"/figures/{COMMISSIONED}/{year}").content.decode()
    assert "/records/documents/mobile_unit/" in page
    assert director.get(f"/figures/{COMMISSIONED}/{year}?after=nonsense").status_code == 404


@pytest.mark.django_db
def test_a_played_year_that_falls_short_differs(command: typer.Typer) -> None:
    PlayedYear.objects.create(year=2024, scale=1, seed=1)
    report = build(2024)
    assert report.differing and not report.good and not report.complete
    assert {line.flag for line in report.lines if line.value is not None} == {"e"}
    assert CliRunner().invoke(command, ["report", "2024"]).exit_code == 1


@pytest.mark.django_db
def test_the_command_prints_each_form_and_tells_misuse(command: typer.Typer) -> None:
    run = CliRunner().invoke
    assert json.loads(run(command, ["report", "2024", "--format", "json"]).stdout) == as_json(build(2024))
    assert run(command, ["report", "2024", "--format", "csv"]).stdout.startswith(",".join(COLUMNS))
    assert run(command, ["report", "2024"]).exit_code == 0
    for wrong in (
        ["report"],
        ["report", "12"],
        ["report", "2024", "--format", "xml"],
        ["trace", "no.such", "--year", "2024"],
    ):
        assert run(command, wrong).exit_code == 2, wrong


def test_the_command_traces_a_figure_to_its_acts(ledger_db: None, command: typer.Typer) -> None:
    for number in range(3):
        commission(f"22334{number}-J")
    seal()
    run, year = CliRunner().invoke, str(today().year)
    lines = run(command, ["trace", COMMISSIONED, "--year", year, "--format", "csv"]).stdout.splitlines()
    assert len(lines) == 4
    traced = json.loads(run(command, ["trace", COMMISSIONED, "--year", year, "--format", "json"]).stdout)
    assert traced["value"] == len(traced["entries"]) == 3
    assert traced["units"][0]["value"] == 3
    share = run(command, ["trace", "personnel.hearing.heard_on_time", "--year", year, "--format", "json"]).stdout
    assert [part["sign"] for part in json.loads(share)["parts"]] == [1, -1]
    for language, said in (("en", "Acts: 3"), ("fr", "Actes : 3"), ("ar", "عدد الإجراءات: 3")):
        with translation.override(language):
            assert said in run(command, ["trace", COMMISSIONED, "--year", year]).stdout


def test_a_share_says_of_what_its_months_and_units_are(client: Client, db: None) -> None:
    said = "By month, by unit and among the acts stands the first of its parts, counted"
    assert said in client.get(f"/figures/districts.complaints.on_time/{today().year}").text
    assert said not in client.get(f"/figures/districts.complaints.ended/{today().year}").text
