"""The reference that is written by the code itself: procedures, refusals and commands, in docs/reference.

`python -m tools.reference` says which page is stale; `--write` writes them.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from tools.generated import Generated
from tools.setting_up import procedures
from tools.snapshots import DAY

FOLDER = Path(__file__).parents[1] / "docs" / "reference"
MADE = "*Written by `python -m tools.reference --write`.*"


def pages() -> dict[Path, str]:
    """Every page by its place."""
    from django.utils import translation

    with translation.override("en"):
        return dict(_pages())


def _pages() -> Iterator[tuple[Path, str]]:
    from hasila.surfaces.cli.explaining import markdown
    from hasila.surfaces.explain import explain

    index = ["# Procedures", "", MADE, "", "Terms and citations are those in force on the last day of 2024.", ""]
    index += ["| procedure | register | steps |", "|---|---|---|"]
    for procedure in procedures():
        name = f"{procedure.key}.md"
        index.append(f"| [`{procedure.key}`]({name}) | {procedure.label} | {len(procedure.transitions)} |")
        text = markdown(explain(procedure, DAY))
        title, _newline, rest = text.partition("\n")
        yield FOLDER / "procedures" / name, f"{title}\n\n{MADE}\n{rest}"
    yield FOLDER / "procedures" / "README.md", "\n".join(index) + "\n"
    yield FOLDER / "refusals.md", refusals()
    yield FOLDER / "commands.md", commands()


def refusals() -> str:
    """The page of all refusals."""
    from hasila.surfaces.catalogue import codes

    lines = [
        "# Refusals",
        "",
        MADE,
        "",
        "Whatever is refused carries one of these codes: on pages, in the API as the last part of the problem's",
        "`type`, on the command line in brackets. A code never changes its meaning; a new meaning gets a new code.",
        "Placeholders such as %(state)s are filled in. Where no words stand, they come from the value's own field.",
        "",
        "| code | status | words | what helps |",
        "|---|---|---|---|",
    ]
    for one in codes():
        lines.append(f"| `{one.code}` | {one.status} | {_cell(one.message)} | {_cell(one.remedy)} |")
    return "\n".join(lines) + "\n"


def commands() -> str:
    """The page of all commands, but for the steps of procedures, whose pages name their fields."""
    import typer.main

    from hasila.project import cli
    from hasila.surfaces.cli.groups import applications

    root = typer.main.get_command(cli.build([]))
    lines = [
        "# Commands",
        "",
        MADE,
        "",
        "`hasila` starts the embedded database where it isn't running and leaves it as it found it. Every command has",
        "`--help`. It ends with 0 when all went well, 1 when something was refused or differs, 2 when it was called",
        "wrongly or the surroundings fail.",
        "",
    ]
    steps = set(applications())
    for name in sorted(root.commands):
        if name in steps:
            continue
        lines += _command(f"hasila {name}", root.commands[name])
    lines += [
        "## Steps of procedures",
        "",
        "`hasila APPLICATION PROCEDURE STEP [REF] --FIELD VALUE … --as USERNAME`, where the parts are those of the",
        "step's key: `personnel.discipline.decide` is `hasila personnel discipline decide`. An opening takes",
        "`--unit CODE` instead of the reference. The fields of each step are on the",
        "[page of its procedure](procedures/README.md).",
        "",
    ]
    return "\n".join(lines).rstrip() + "\n"


def _command(name: str, command: object) -> Iterator[str]:
    from typer.core import TyperGroup

    if isinstance(command, TyperGroup):
        for inner in sorted(command.commands):
            yield from _command(f"{name} {inner}", command.commands[inner])
        return
    arguments = [_shown(one) for one in command.params if one.param_type_name == "argument"]
    yield f"## `{' '.join([name, *arguments])}`"
    yield ""
    yield str(command.help or "").strip().split("\n\n")[0].replace("\n", " ")
    yield ""
    options = [one for one in command.params if one.param_type_name == "option" and one.name != "help"]
    if options:
        yield "| option | meaning |"
        yield "|---|---|"
        for one in options:
            yield f"| `{', '.join([*one.opts, *one.secondary_opts])}` | {_cell(one.help or '')} |"
        yield ""


def _shown(argument: object) -> str:
    name = (argument.metavar or argument.name.upper()).strip("[]")
    return name if argument.required else f"[{name}]"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


REFERENCE = Generated(
    pages, FOLDER / "procedures", "*.md", "stale; write docs/reference with python -m tools.reference --write"
)


if __name__ == "__main__":
    sys.exit(REFERENCE.main(sys.argv[1:]))
