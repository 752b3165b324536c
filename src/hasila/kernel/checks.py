"""System checks: a broken declaration is refused at start-up, with an id and a hint, before anyone meets it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.core import checks
from django.core.exceptions import FieldDoesNotExist
from django.db import models

from hasila.kernel.procedures import SAME, Procedure, State, Subject, Transition, registry, transitions

Finding = checks.CheckMessage


def register_all() -> None:
    """Registers the checks with Django."""
    checks.register(check_procedures, checks.Tags.models)


def check_procedures(app_configs: Any = None, **_options: Any) -> list[Finding]:
    """Checks every declared procedure."""
    found: list[Finding] = []
    prefixes: dict[str, str] = {}
    for procedure in registry.values():
        other = prefixes.setdefault(procedure.prefix, procedure.key)
        if other != procedure.key:
            found.append(
                _error("E010", procedure, f"has the prefix {procedure.prefix} of {other}", "Choose another prefix.")
            )
        for check in CHECKS:
            found.extend(check(procedure))
    return found


def _error(number: str, where: Any, what: str, hint: str) -> Finding:
    name = where.key if isinstance(where, Transition) else f"{where.__module__}.{where.__qualname__}"
    return checks.Error(f"{name} {what}.", hint=hint, obj=where, id=f"kernel.{number}")


def _opens(procedure: type[Procedure]) -> Iterator[Finding]:
    if not procedure.openings():
        yield _error("E001", procedure, "has no opening", "Give one transition the source None.")


def _reachable(procedure: type[Procedure]) -> Iterator[Finding]:
    reached: set[State] = set()
    grown = True
    while grown:
        grown = False
        for transition in procedure.transitions.values():
            if (transition.opens or reached & set(transition.sources)) and transition.target not in reached:
                reached.add(transition.target)
                grown = True
    for name, state in procedure.states.items():
        if state not in reached:
            yield _error(
                "E002", procedure, f"declares the state {name}, which cannot be reached", "Lead a transition to it."
            )


def _final(procedure: type[Procedure]) -> Iterator[Finding]:
    for transition in procedure.transitions.values():
        for state in transition.sources:
            if state.final and not (transition.corrects or transition.target in (state, SAME)):
                yield _error(
                    "E003", transition, f"leaves the final state {state.name}", "A final state is left by no step."
                )
        for state in (*transition.sources, transition.target):
            if state is not SAME and procedure.states.get(getattr(state, "name", "")) is not state:
                yield _error("E003", transition, "uses a state of another procedure", "Declare the state beside it.")


def _powers(procedure: type[Procedure]) -> Iterator[Finding]:
    for transition in procedure.transitions.values():
        if not transition.by and not transition.consequent:
            yield _error("E004", transition, "names no role", "Say in `by` who may take this step.")
        if transition.by and transition.consequent:
            yield _error(
                "E004", transition, "is consequent and names a role", "A consequence has the power of its cause."
            )
        for other in transition.not_by:
            if procedure.transitions.get(other.name) is not other:
                yield _error(
                    "E006", transition, "excludes the actor of a foreign step", "Name a step of this procedure."
                )


def _field(model: type[models.Model], path: str) -> models.Field | None:
    head, _, rest = path.partition(".")
    try:
        field = model._meta.get_field(head)
    except FieldDoesNotExist:
        return None
    if rest:
        return _field(field.related_model, rest) if field.related_model else None
    return field  # type: ignore[return-value]


def _fields(procedure: type[Procedure]) -> Iterator[Finding]:
    model = procedure.record
    for transition in procedure.transitions.values():
        named = [*transition.asks, *transition.may]
        named += [power.field for power in transition.by if isinstance(power, Subject)]
        for name in named:
            if _field(model, name) is None:
                yield _error(
                    "E005", transition, f"names the unknown field {name}", f"{model.__name__} has no such field."
                )
        for name in transition.facets:
            head = name.split(".")[0]
            if _field(model, head) is None and not hasattr(model, head):
                yield _error("E005", transition, f"breaks down by the unknown field {name}", "Facets are fields.")
        for name in transition.asks:
            if name in transition.may:
                yield _error("E005", transition, f"both asks for {name} and leaves it open", "Name it once.")
    for state in procedure.states.values():
        for name in state.requires:
            if _field(model, name) is None:
                yield _error("E005", procedure, f"requires the unknown field {name} in {state.name}", "Check its name.")
    for name in (*procedure.search, *procedure.concerns):
        if _field(model, name) is None:
            yield _error("E005", procedure, f"names the unknown field {name}", "Check `search` and `concerns`.")
    for name in (*procedure.register.columns, *procedure.register.filters):
        if _field(model, name) is None and not hasattr(model, name):
            yield _error("E005", procedure, f"lists the unknown field {name}", "Check the register's columns.")


def _private(procedure: type[Procedure]) -> Iterator[Finding]:
    """A facet is a coarse class: never a free text, never a person, never a day."""
    for transition in procedure.transitions.values():
        for name in transition.facets:
            field = _field(procedure.record, name)
            if isinstance(field, models.TextField | models.DateField | models.UUIDField) or (
                isinstance(field, models.CharField) and not field.choices and (field.max_length or 999) > 40
            ):
                yield _error("E007", transition, f"breaks figures down by {name}, which is not a class", "Use choices.")
            if isinstance(field, models.ForeignKey) and isinstance(field.target_field, models.UUIDField):
                yield _error("E007", transition, f"breaks figures down by {name}, which names somebody", "Use a class.")


def _needs(procedure: type[Procedure]) -> Iterator[Finding]:
    for transition in procedure.transitions.values():
        for path in transition.needs:
            field = _field(procedure.record, path)
            if not isinstance(field, models.ForeignKey):
                yield _error("E008", transition, f"needs {path}, which leads nowhere", "Name foreign keys, with dots.")


def _consequences(procedure: type[Procedure]) -> Iterator[Finding]:
    for transition in procedure.transitions.values():
        for consequence in transition.then:
            if not isinstance(consequence.to, str):
                continue
            field = _field(procedure.record, consequence.record)
            target = transitions.get(consequence.to)
            if target is None:
                yield _error("E009", transition, f"has the unknown consequence {consequence.to}", "Check its key.")
            elif not isinstance(field, models.ForeignKey) or field.related_model is not target.procedure.record:
                yield _error("E009", transition, f"leads to {consequence.to} by a wrong field", "Name the foreign key.")


CHECKS: tuple[Callable[[type[Procedure]], Iterator[Finding]], ...] = (
    _opens,
    _reachable,
    _final,
    _powers,
    _fields,
    _private,
    _needs,
    _consequences,
)
