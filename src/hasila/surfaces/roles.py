"""Roles explained: everything that a role gives, read from the declarations, so that no list of powers can be stale."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hasila.assurance.sealed import sealed_fields
from hasila.institution.roles import HIGH, Role
from hasila.kernel.procedures import Procedure, Transition, registry
from hasila.kernel.refusals import Refusal, Refused
from hasila.surfaces.explain import citation

STEP, READ, SEAL = "step", "read", "seal"
KINDS = {STEP: gettext_lazy("Takes the step"), READ: gettext_lazy("Reads the register"), SEAL: gettext_lazy("Opens")}


@dataclass(frozen=True)
class Right:
    """One thing that a role may do.

    Attributes:
        procedure, register: the procedure's key and title. kind: step, read or seal. name: key of the step or field.
        label: what people read. excludes: steps whose actor may not take this one on the same record.
        excluded_from: steps closed to whoever took this one. basis: the legal text, cited.
        states_purpose: whether opening a record asks for a purpose.
    """

    procedure: str
    register: str
    kind: str
    name: str
    label: str
    excludes: tuple[str, ...]
    excluded_from: tuple[str, ...]
    basis: str
    states_purpose: bool


@dataclass(frozen=True)
class Powers:
    """A role and everything that it gives over the records of the units of a mandate."""

    code: str
    label: str
    two_people: bool
    rights: list[Right]

    def as_data(self) -> dict[str, Any]:
        """The whole as JSON can hold it."""
        return asdict(self)

    def by_register(self) -> dict[str, list[Right]]:
        """The rights under the title of their register."""
        found: dict[str, list[Right]] = {}
        for right in self.rights:
            found.setdefault(right.register, []).append(right)
        return found


def unknown_role(role: str) -> Refusal:
    return Refusal(
        "explain.unknown_role",
        _("There is no role %(role)s."),
        remedy=_("Roles: %(roles)s."),
        status=404,
        role=role,
        roles=", ".join(Role.values),
    )


def powers_of(role: str, on: date) -> Powers:
    """What a role gives, in the active language.

    Args:
        on: the day of which the dated law is cited.

    Raises:
        Refused: there is no such role; the refusal lists those there are.
    """
    if role not in Role.values:
        raise Refused(unknown_role(role))
    rights = [right for procedure in registry.values() for right in _rights(procedure, role, on)]
    return Powers(role, str(Role(role).label), role in HIGH, rights)


def _rights(procedure: type[Procedure], role: str, on: date) -> Iterator[Right]:
    steps = [step for step in procedure.transitions.values() if role in step.roles]
    if steps or role in {str(reader) for reader in procedure.readers}:
        yield _right(procedure, READ, "", str(procedure.label))
    for step in steps:
        yield _right(
            procedure,
            STEP,
            step.name,
            str(step.label),
            excludes=tuple(str(other.label) for other in step.not_by),
            excluded_from=tuple(str(other.label) for other in _barred_by(step)),
            basis=citation(step.basis, on),
        )
    for field in sealed_fields(procedure.record):
        if role in {str(reader) for reader in field.readers}:
            yield _right(procedure, SEAL, field.name, str(field.verbose_name))


def _barred_by(step: Transition) -> list[Transition]:
    return [other for other in step.procedure.transitions.values() if step in other.not_by]


def _right(procedure: type[Procedure], kind: str, name: str, label: str, **more: Any) -> Right:
    given = {"excludes": (), "excluded_from": (), "basis": "", **more}
    return Right(
        procedure=procedure.key,
        register=str(procedure.label),
        kind=kind,
        name=name,
        label=label,
        states_purpose=procedure.sensitive,
        **given,
    )
