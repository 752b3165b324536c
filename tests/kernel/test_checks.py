"""System checks: what a broken declaration is told, and that the project's own declarations are sound."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core import checks as django_checks
from django.db import models

from hasila.institution.roles import Role
from hasila.kernel import checks, indicators, procedures
from hasila.kernel.procedures import Consequence, Procedure, State, Subject, Transition, needs
from hasila.kernel.registers import Register
from tests.sample.models import Claim, Claims, Dossier

Parts = dict[str, Any]
CLERK, DIRECTOR = Role.PERSONNEL_CLERK, Role.PERSONNEL_DIRECTOR


@pytest.fixture
def declare() -> Iterator[Callable[[Parts], type[Procedure]]]:
    """Declares a second procedure on the sample's claims, bound as at start-up; all of it is forgotten afterwards."""
    meta = Claim._meta
    kept = Claim.procedure, list(meta.constraints), list(meta.original_attrs["constraints"])
    registries: list[dict] = [procedures.registry, procedures.transitions, indicators.registry]
    before = [dict(registry) for registry in registries]

    def make(parts: Parts) -> type[Procedure]:
        made = type("Broken", (Procedure,), {"record": Claim, "label": "Broken", "prefix": "BRK", **parts})
        made.bind()
        return made

    yield make
    Claim.procedure, meta.constraints, meta.original_attrs["constraints"] = kept
    for registry, content in zip(registries, before, strict=True):
        registry.clear()
        registry.update(content)


def sound() -> Parts:
    """A declaration with nothing wrong."""
    begun, studied, done = State("Begun", initial=True), State("Studied"), State("Done", final=True)
    begin = Transition("Begin", None, begun, by=[CLERK, Subject("holder")], asks=["holder", "text"], facets=["kind"])
    study = Transition("Study", begun, studied, by=[CLERK], not_by=[begin])
    finish = Transition("Finish", studied, done, by=[DIRECTOR], asks=["grounds"])
    return {"begun": begun, "studied": studied, "done": done, "begin": begin, "study": study, "finish": finish}


@needs("holder.shoe_size")
def reads_too_far(claim: Claim, act: procedures.Act) -> None:
    """A guard that declares a relation there isn't."""


def step(parts: Parts, **options: Any) -> Transition:
    """One more step beside the sound ones."""
    return Transition("Try", parts["begun"], parts["studied"], **{"by": [CLERK], **options})


def without_opening(parts: Parts) -> Parts:
    begin = Transition("Begin", parts["begun"], parts["begun"], by=[CLERK])
    return {"begin": begin, "study": Transition("Study", parts["begun"], parts["studied"], by=[CLERK], not_by=[begin])}


def leaving_the_end(parts: Parts) -> Parts:
    return {"reopen": Transition("Reopen", parts["done"], parts["begun"], by=[DIRECTOR])}


def of_another(parts: Parts) -> Parts:
    return {"stray": Transition("Stray", parts["begun"], Claims.decided, by=[DIRECTOR])}


def requiring_nothing(parts: Parts) -> Parts:
    sent = State("Sent", requires=["mesure"])
    return {"sent": sent, "send": Transition("Send", parts["begun"], sent, by=[CLERK])}


def searching_nothing(parts: Parts) -> Parts:
    return {"search": ("holder.shoe_size",)}


BROKEN: list[tuple[Callable[[Parts], Parts], str, str]] = [
    (without_opening, "E001", "has no opening"),
    (lambda p: {"lost": State("Lost")}, "E002", "the state lost, which cannot be reached"),
    (leaving_the_end, "E003", "leaves the final state done"),
    (of_another, "E003", "uses a state of another procedure"),
    (lambda p: {"attempt": step(p, by=[])}, "E004", "names no role"),
    (lambda p: {"attempt": step(p, consequent=True)}, "E004", "is consequent and names a role"),
    (lambda p: {"attempt": step(p, asks=["mesure"])}, "E005", "names the unknown field mesure"),
    (lambda p: {"attempt": step(p, may=["mesure"])}, "E005", "names the unknown field mesure"),
    (lambda p: {"attempt": step(p, by=[Subject("owner")])}, "E005", "names the unknown field owner"),
    (lambda p: {"attempt": step(p, facets=["colour"])}, "E005", "breaks down by the unknown field colour"),
    (lambda p: {"attempt": step(p, asks=["text"], may=["text"])}, "E005", "both asks for text and leaves it open"),
    (requiring_nothing, "E005", "requires the unknown field mesure in sent"),
    (searching_nothing, "E005", "names the unknown field holder.shoe_size"),
    (lambda p: {"concerns": ("owner",)}, "E005", "names the unknown field owner"),
    (lambda p: {"register": Register(columns=["colour"])}, "E005", "lists the unknown field colour"),
    (lambda p: {"register": Register(filters=["colour"])}, "E005", "lists the unknown field colour"),
    (lambda p: {"attempt": step(p, not_by=[Claims.file])}, "E006", "excludes the actor of a foreign step"),
    (lambda p: {"attempt": step(p, facets=["text"])}, "E007", "by text, which is not a class"),
    (lambda p: {"attempt": step(p, facets=["on"])}, "E007", "by on, which is not a class"),
    (lambda p: {"attempt": step(p, facets=["holder"])}, "E007", "by holder, which names somebody"),
    (lambda p: {"attempt": step(p, guards=[reads_too_far])}, "E008", "needs holder.shoe_size, which leads nowhere"),
    (lambda p: {"attempt": step(p, then=[Consequence("sample.no.where", "dossier")])}, "E009", "unknown consequence"),
    (lambda p: {"attempt": step(p, then=[Consequence(Dossier.count.key, "holder")])}, "E009", "by a wrong field"),
    (lambda p: {"prefix": Claims.prefix}, "E010", f"has the prefix {Claims.prefix} of {Claims.key}"),
]


def findings(procedure: type[Procedure]) -> list[django_checks.CheckMessage]:
    """What the checks say of one procedure."""
    return [f for f in checks.check_procedures() if procedure in (f.obj, getattr(f.obj, "procedure", None))]


def test_a_sound_declaration_has_no_findings(declare: Callable) -> None:
    assert findings(declare(sound())) == []


@pytest.mark.parametrize(("change", "number", "said"), BROKEN, ids=[f"{n}-{said}" for _c, n, said in BROKEN])
def test_a_broken_declaration_is_found(declare: Callable, change: Callable, number: str, said: str) -> None:
    parts = sound()
    found = findings(declare(parts | change(parts)))
    (finding,) = [f for f in found if f.id == f"kernel.{number}" and said in f.msg]
    assert finding.hint and finding.msg.endswith(".") and finding.level == django_checks.ERROR


def test_every_check_is_tried() -> None:
    assert {number for _change, number, _said in BROKEN} == {f"E{n:03}" for n in range(1, 11)}


def test_django_refuses_to_start_with_a_broken_declaration(declare: Callable) -> None:
    parts = sound()
    declare(parts | {"lost": State("Lost")})
    assert "kernel.E002" in {found.id for found in django_checks.run_checks(tags=[django_checks.Tags.models])}


def test_a_required_field_becomes_a_constraint_with_a_meaning(declare: Callable) -> None:
    parts = sound()
    sent = State("Sent", requires=["grounds", "on"])
    made = declare(parts | {"sent": sent, "send": Transition("Send", parts["begun"], sent, by=[CLERK])})
    for field in ("grounds", "on"):
        name = f"sample_claim_sent_has_{field}"
        assert name in {c.name for c in Claim._meta.constraints if isinstance(c, models.CheckConstraint)}
        assert (made.constraints[name].code, made.constraints[name].field) == ("kernel.state_requires", field)


def test_nothing_is_left_of_a_declaration_of_a_test() -> None:
    assert Claim.procedure is Claims and "sample.broken" not in procedures.registry
    assert not [key for key in procedures.transitions if key.startswith("sample.broken.")]


def test_the_projects_own_declarations_are_sound() -> None:
    assert checks.check_procedures() == []
    assert len(procedures.registry) > 10
