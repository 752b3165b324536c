"""Acts, registers and explanations on the command line."""

import csv
import io
import json
from collections.abc import Callable
from types import SimpleNamespace

import pytest

from hasila.institution.accounts import Account
from tests.sample.models import Claim

Run = Callable[..., SimpleNamespace]


def opened(hasila: Run, staff: SimpleNamespace, text: str = "x") -> Claim:
    number = staff.officer().registration_number
    done = hasila(
        "sample", "claims", "file", "--holder", number, "--text", text, "--unit", "PP-RBT", "--kind", "urgent",
        by=staff.clerk,
    )  # fmt: skip
    assert done.code == 0, done.err
    return Claim.objects.get(text=text)


def test_each_step_is_a_command(hasila: Run, staff: SimpleNamespace) -> None:
    claim = opened(hasila, staff)
    assert (claim.state, claim.kind, claim.unit.code) == ("filed", "urgent", "PP-RBT")
    done = hasila("sample", "claims", "amend", claim.reference, "--amount", "٤٢", "--format", "json", by=staff.clerk)
    assert json.loads(done.out)["version"] == 2
    assert Claim.objects.get().amount == 42
    done = hasila("sample", "claims", "amend", claim.reference, "--amount", "43", "--format", "csv", by=staff.clerk)
    row = next(csv.DictReader(io.StringIO(done.out)))
    assert (row["reference"], row["version"], row["replayed"]) == (claim.reference, "3", "False")


def test_any_step_by_its_key(hasila: Run, staff: SimpleNamespace) -> None:
    claim = opened(hasila, staff)
    done = hasila("act", "sample.claims.study", claim.reference, by=staff.director)
    assert done.code == 0, done.err
    assert "Studied" in done.out
    assert hasila("act", "claims.decide", claim.reference, "--field", "grounds=ok", by=staff.general).code == 0


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["decide", "{ref}", "--grounds", "x"], "kernel.no_mandate"),
        (["study", "{ref}"], "kernel.same_person"),
        (["amend", "{ref}", "--amount", "many"], "kernel.invalid"),
        (["amend", "{ref}", "--at", "2099-01-01"], "kernel.in_the_future"),
        (["amend", "{ref}", "--at", "soon"], "cli.no_moment"),
        (["amend", "CLM-24-0000000000"], "kernel.no_record"),
        (["file", "--text", "x", "--unit", "NOWHERE"], "kernel.no_unit"),
        (["file", "--text", "x", "--unit", "DGSN"], "kernel.missing"),
        (["file", "--text", "x", "--unit", "DGSN", "--holder", "nobody"], "kernel.no_such_object"),
    ],
)
def test_refusals_say_why_and_end_with_one(
    hasila: Run, staff: SimpleNamespace, arguments: list[str], code: str
) -> None:
    claim = opened(hasila, staff)
    said = hasila("sample", "claims", *(word.format(ref=claim.reference) for word in arguments), by=staff.clerk)
    assert said.code == 1
    assert f"[{code}]" in said.err
    assert Claim.objects.get().version == 1


def test_every_fault_of_a_command_is_told_at_once(hasila: Run, staff: SimpleNamespace) -> None:
    faults = ["--holder", "nobody", "--unit", "PP-RBT", "--amount", "many", "--on", "2099-01-01"]
    said = hasila("sample", "claims", "file", *faults, by=staff.clerk)
    assert said.code == 1 and not Claim.objects.exists()
    told = ["kernel.no_such_object", "kernel.missing", "kernel.invalid", "sample.future"]
    assert [line.partition("[")[2].rstrip("]") for line in said.err.splitlines() if "[" in line] == told


def test_nobody_acts_without_a_sign_in(hasila: Run, staff: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
    claim = opened(hasila, staff)
    assert "[cli.nobody]" in hasila("sample", "claims", "amend", claim.reference).err
    Account.objects.create_user("director", "a long password", id=staff.director, demo=True)
    monkeypatch.setenv("HASILA_PASSWORD", "wrong")
    assert "[api.wrong_sign_in]" in hasila("sample", "claims", "study", claim.reference, "--as", "director").err
    monkeypatch.setenv("HASILA_PASSWORD", "a long password")
    assert hasila("sample", "claims", "study", claim.reference, "--as", "director").code == 0


def test_lists_and_shows_what_may_be_seen(hasila: Run, staff: SimpleNamespace) -> None:
    claims = [opened(hasila, staff, text) for text in ("harbour", "market", "station")]
    said = hasila("list", "sample.claims", "--format", "csv", by=staff.clerk)
    rows = list(csv.DictReader(io.StringIO(said.out)))
    assert {row["reference"] for row in rows} == {claim.reference for claim in claims}
    assert "[kernel.no_purpose]" in hasila("list", "claims", "-q", "stati", by=staff.clerk).err
    why = ["--purpose", "handling", "--case", "12/26"]
    found = json.loads(hasila("list", "claims", "-q", "stati", *why, "--format", "json", by=staff.clerk).out)
    assert [row["reference"] for row in found] == [claims[2].reference]
    assert claims[0].reference in hasila("list", "claims", "--unit", "PP-RBT", by=staff.clerk).out
    assert claims[0].reference not in hasila("list", "claims", "--unit", "PP-CAS", by=staff.clerk).out
    assert json.loads(hasila("list", "claims", "--format", "json", by=staff.subject.pk).out) == []
    assert "[kernel.no_purpose]" in hasila("show", claims[0].reference, by=staff.clerk).err
    shown = hasila("show", claims[0].reference, "--purpose", "handling", by=staff.clerk)
    assert "harbour" in shown.out
    assert "amend" in shown.out


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--filter", "kind=huge"], "api.wrong_parameter"),
        (["--filter", "amount=1"], "api.unknown_parameter"),
        (["--filter", "unit=NOWHERE"], "kernel.no_unit"),
        (["--filter", "kind"], "cli.not_a_pair"),
        (["--state", "lost"], "api.wrong_parameter"),
        (["--unit", "NOWHERE"], "kernel.no_unit"),
    ],
)
def test_a_filter_that_there_is_not(hasila: Run, staff: SimpleNamespace, arguments: list[str], code: str) -> None:
    said = hasila("list", "sample.claims", *arguments, by=staff.clerk)
    assert said.code == 1
    assert f"[{code}]" in said.err


@pytest.mark.parametrize("form", ["table", "json", "csv", "md"])
def test_explains_every_procedure(hasila: Run, db: None, form: str) -> None:
    said = hasila("explain", "sample.claims", "--format", form)
    assert said.code == 0
    for word in ("Studied", "holder_is_active", "60", "sample.dossier.count", "Share in time"):
        assert word in said.out, word
    if form == "json":
        steps = {step["name"]: step for step in json.loads(said.out)["steps"]}
        assert steps["decide"]["term"]["days"] == 60
        assert steps["decide"]["not_by"] == ["File", "Study"]


def test_explains_the_steps_of_one_role(hasila: Run, db: None) -> None:
    said = hasila("explain", "claims", "--role", "director_general", "--format", "json")
    assert {step["name"] for step in json.loads(said.out)["steps"]} == {"decide", "annul"}
    assert "sample.claims" in hasila("explain").out
    assert "[cli.no_procedure]" in hasila("explain", "nothing").err


def test_an_unknown_step_is_named(hasila: Run, db: None) -> None:
    assert "[cli.no_step]" in hasila("act", "no.such.step").err
    assert "[cli.not_a_pair]" in hasila("act", "sample.claims.file", "--field", "nonsense").err


def test_help_names_the_fields(hasila: Run, db: None) -> None:
    said = hasila("sample", "claims", "file", "--help").out
    assert "--holder" in said
    assert "plain | urgent" in said
