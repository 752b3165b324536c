"""Checks of declarations beyond the kernel's own."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core import checks as django_checks

from hasila.assurance import checks
from hasila.assurance.sealed import SealedField
from hasila.kernel.deadlines import Deadline
from hasila.kernel.indicators import Count, Share, Sum
from hasila.kernel.procedures import Numbering, Procedure
from hasila.kernel.registers import Register
from tests.kernel.test_checks import Parts, declare, sound, step
from tests.sample.models import Claim, Claims

__all__ = ["declare"]


def summing(parts: Parts) -> Parts:
    """A step with a term, whose measures exist, and a sum of one that doesn't."""
    timed = step(parts, within=Deadline(3))
    return {"timed": timed, "late": Sum("Late", of=timed, measure="weight")}


def sharing(parts: Parts) -> Parts:
    """A share whose part is filtered by a facet that nothing carries."""
    part = Count("A", of=parts["study"], where={"kind": "x"})
    return {"f": Share("F", part=part, whole=Count("B", of=parts["study"]))}


BROKEN: list[tuple[Callable[[Parts], Parts], str, str]] = [
    (lambda p: {"sensitive": True, "purposes": {}}, "E001", "is sensitive and offers no purpose"),
    (lambda p: {"f": Count("F", of=p["study"], where={"kind": "plain"})}, "E002", "by kind, which no counted step"),
    (lambda p: {"f": Count("F", of=p["begin"], by=["unit", "colour"])}, "E002", "by colour, which no counted step"),
    (
        lambda p: {
            "f": Share("F", part=Count("A", of=p["study"], where={"kind": "x"}), whole=Count("B", of=p["study"]))
        },
        "E002",
        "counts f by kind",
    ),
    (summing, "E003", "sums late of weight, which no step measures"),
    (lambda p: {"numbered": Numbering(at="nowhere")}, "E004", "is numbered at nowhere, which is no step"),
    (lambda p: {"attempt": step(p, corrects=Claims.file)}, "E005", "takes back a step of another procedure"),
    (lambda p: {"attempt": step(p, within=Deadline(3, since=Claims.file))}, "E005", "runs its term from a step of an"),
]


def findings(procedure: type[Procedure]) -> list[django_checks.CheckMessage]:
    """What the checks say of one procedure."""
    return [f for f in checks.check_declarations() if procedure in (f.obj, getattr(f.obj, "procedure", None))]


def test_a_sound_declaration_has_no_findings(declare: Callable) -> None:  # noqa: F811
    parts = sound()
    timed = step(parts, within=Deadline(3, since=parts["begin"]))
    figures = {
        "opened": Count("Opened", of=parts["begin"], where={"kind": "plain"}, by=["unit", "kind"]),
        "in_time": Sum("In time", of=timed, measure="on_time"),
        "numbered": Numbering(at="study"),
    }
    assert findings(declare(parts | {"timed": timed} | figures)) == []


@pytest.mark.parametrize(("change", "number", "said"), BROKEN, ids=[f"{n}-{said}" for _c, n, said in BROKEN])
def test_a_broken_declaration_is_found(declare: Callable, change: Callable, number: str, said: str) -> None:  # noqa: F811
    parts = sound()
    found = findings(declare(parts | change(parts)))
    (finding,) = [f for f in found if f.id == f"assurance.{number}" and said in f.msg]
    assert finding.hint and finding.level == django_checks.ERROR


@pytest.mark.parametrize(
    "change",
    [
        {"search": ("text",)},
        {"register": Register(columns=["reference", "text"])},
        {"register": Register(filters=["text"])},
    ],
)
def test_a_sealed_field_is_neither_listed_nor_found(
    declare: Callable,  # noqa: F811
    change: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Claim._meta.get_field("text"), "__class__", SealedField)
    monkeypatch.setattr(Claim._meta.get_field("text"), "readers", (), raising=False)
    found = {f.id for f in findings(declare(sound() | change))}
    assert found == {"assurance.E006", "assurance.E007"}


def test_the_projects_own_declarations_are_sound() -> None:
    assert checks.check_declarations() == []
