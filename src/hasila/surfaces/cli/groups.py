"""A command for each step, under its application and procedure, made only when it is asked for."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command_from_info
from typer.models import CommandInfo

from hasila.kernel.procedures import Procedure, Transition, registry
from hasila.surfaces.cli.printing import Format

AS = typer.Option("--as", metavar="USERNAME", help="Who acts. The password is asked for, or HASILA_PASSWORD.")
AT = typer.Option("--at", metavar="MOMENT", help="When it happened; now where it is left out.")
KEY = typer.Option("--key", help="Idempotency key: a retry with the same key does nothing twice.")
UNIT = typer.Option("--unit", metavar="CODE", help="The unit that will own the record.")
CASE = typer.Option("--case", help="The reference of the case, where there is one.")
FORMAT = typer.Option("--format", help="How to print.")


def applications() -> list[str]:
    """The applications that declare procedures, in order."""
    return list(dict.fromkeys(key.split(".")[0] for key in registry))


def application_group(label: str) -> type[TyperGroup]:
    """The group of an application: a group for each procedure, made when named, beside the commands it has anyway."""

    class Application(TyperGroup):
        def list_commands(self, ctx: Any) -> list[str]:
            steps = [key.split(".")[1] for key in registry if key.split(".")[0] == label]
            return [*super().list_commands(ctx), *steps]

        def get_command(self, ctx: Any, cmd_name: str) -> Any:
            procedure = registry.get(f"{label}.{cmd_name.replace('-', '_')}")
            return super().get_command(ctx, cmd_name) if procedure is None else procedure_group(procedure)

    return Application


def procedure_group(procedure: type[Procedure]) -> TyperGroup:
    """The group of a procedure: a command for each step, made when named."""
    steps = {name: step for name, step in procedure.transitions.items() if not step.consequent}

    class Steps(TyperGroup):
        def list_commands(self, ctx: Any) -> list[str]:
            return [name.replace("_", "-") for name in steps]

        def get_command(self, ctx: Any, cmd_name: str) -> Any:
            step = steps.get(cmd_name.replace("-", "_"))
            return None if step is None else step_command(step)

    return Steps(name=procedure.key.split(".")[1], help=str(procedure.label), no_args_is_help=True)


def step_command(step: Transition) -> TyperCommand:
    """The command of a step, with an option for each field that it asks for."""
    options = {name: f"field_{name}" for name in step.asked}

    def run(**given: Any) -> None:
        from hasila.surfaces.cli.acting import act

        typed = {name: given[option] for name, option in options.items() if given[option] is not None}
        act(
            step,
            given.get("reference"),
            typed,
            username=given["username"],
            unit=given.get("unit"),
            at=given["at"],
            key=given["key"],
            form=given["form"],
        )

    parameters: list[tuple[str, Any, Any]] = []
    if not step.opens:
        help_text = "The record's reference."
        parameters.append(("reference", Annotated[str, typer.Argument(metavar="REF", help=help_text)], ...))
    for name, option in options.items():
        flag = f"--{name.replace('_', '-')}"
        parameters.append((option, Annotated[str | None, typer.Option(flag, help=_help(step, name))], None))
    if step.opens and "unit" not in step.asked:
        parameters.append(("unit", Annotated[str | None, UNIT], None))
    parameters += [
        ("at", Annotated[str | None, AT], None),
        ("key", Annotated[str | None, KEY], None),
        ("username", Annotated[str | None, AS], None),
        ("form", Annotated[Format, FORMAT], Format.TABLE),
    ]
    words = f"{step.label}. {step.help}" if str(step.help) else str(step.label)
    info = CommandInfo(name=step.name.replace("_", "-"), callback=_signed(run, parameters), help=words)
    return get_command_from_info(info, pretty_exceptions_short=False, rich_markup_mode=None)  # type: ignore[return-value]


def _signed(function: Callable[..., None], parameters: list[tuple[str, Any, Any]]) -> Callable[..., None]:
    """Gives a function the signature from which the command's options are read."""
    kind = inspect.Parameter.KEYWORD_ONLY
    function.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [
            inspect.Parameter(
                name, kind, annotation=annotation, default=inspect.Parameter.empty if default is ... else default
            )
            for name, annotation, default in parameters
        ]
    )
    function.__annotations__ = {name: annotation for name, annotation, _default in parameters}
    return function


def _help(step: Transition, name: str) -> str:
    asked = step.asked[name]
    words = str(asked.model_field.verbose_name)
    if asked.model_field.choices:
        words += f" ({' | '.join(str(value) for value, _label in asked.model_field.flatchoices if value != '')})"
    return f"{words} [needed]" if asked.required else words
