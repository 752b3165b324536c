"""`hasila explain --role`: what a role gives, read from the declarations."""

import csv
import io
import json
from collections.abc import Callable
from datetime import date
from types import SimpleNamespace

import pytest
from django.utils import translation

from hasila.institution.roles import Role
from hasila.kernel.procedures import registry
from hasila.kernel.refusals import Refused
from hasila.surfaces.roles import READ, SEAL, STEP, powers_of

Run = Callable[..., SimpleNamespace]
DAY = date(2024, 6, 1)


@pytest.mark.parametrize("role", Role.values)
def test_every_step_and_register_of_a_role_is_named_and_none_besides(role: str) -> None:
    found = powers_of(role, DAY)
    steps = {f"{right.procedure}.{right.name}" for right in found.rights if right.kind == STEP}
    assert steps == {step.key for p in registry.values() for step in p.transitions.values() if role in step.roles}
    read = {right.procedure for right in found.rights if right.kind == READ}
    assert read >= {right.procedure for right in found.rights}


def test_an_administrator_has_nothing_but_recoveries_of_sign_ins() -> None:
    assert {right.procedure for right in powers_of(Role.ADMINISTRATOR, DAY).rights} == {"institution.recovery"}


def test_duties_that_exclude_one_another_are_told_from_both_sides() -> None:
    with translation.override("en"):
        rights = {(right.procedure, right.name): right for right in powers_of(Role.DIRECTOR_GENERAL, DAY).rights}
    confirm, propose = rights["institution.mandates", "confirm"], rights["institution.mandates", "propose"]
    assert propose.label in confirm.excludes
    assert confirm.label in propose.excluded_from


def test_sealed_values_are_among_the_rights() -> None:
    sealed = [right.name for right in powers_of(Role.CHIEF_INSPECTOR, DAY).rights if right.kind == SEAL]
    assert sealed == ["denouncer"]
    assert not [right for right in powers_of(Role.INSPECTOR, DAY).rights if right.kind == SEAL]


NAMES = [("ar", "المدير العام"), ("fr", "Directeur général"), ("en", "Director")]


@pytest.mark.parametrize(("language", "label"), NAMES)
def test_in_three_languages(language: str, label: str) -> None:
    with translation.override(language):
        assert label in powers_of(Role.DIRECTOR_GENERAL, DAY).label


def test_an_unknown_role_is_refused_with_those_there_are() -> None:
    with pytest.raises(Refused) as caught:
        powers_of("sheriff", DAY)
    assert caught.value.refusal.code == "explain.unknown_role"
    assert "personnel_clerk" in str(caught.value.refusal.help)


def test_the_command_prints_them(hasila: Run, db: None) -> None:
    table = hasila("explain", "--role", "chief_inspector")
    assert table.code == 0
    assert "denouncer" in table.out
    found = json.loads(hasila("explain", "--role", "chief_inspector", "--format", "json").out)
    rows = list(csv.DictReader(io.StringIO(hasila("explain", "--role", "chief_inspector", "--format", "csv").out)))
    assert len(rows) == len(found["rights"]) > 5
    assert {row["kind"] for row in rows} == {"step", "read", "seal"}
    page = hasila("explain", "--role", "chief_inspector", "--format", "md").out.splitlines()
    assert page[0].startswith("# ") and len(page) == len(rows) + 4 and {line.count(" | ") for line in page[2:]} == {5}
    for arguments in (["--role", "sheriff"], ["personnel.discipline", "--role", "sheriff"]):
        refused = hasila("explain", *arguments)
        assert refused.code == 1
        assert "explain.unknown_role" in refused.err
    assert "chief_inspector" in refused.err
    assert hasila("explain", "--role", "administrator").code == 0
