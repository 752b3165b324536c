"""`hasila explain`: a procedure printed for people, as data, or as a page of the reference."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import typer
from django.utils.translation import gettext as _
from rich.table import Table

from hasila.institution.roles import Role
from hasila.kernel.perform import DOOR
from hasila.kernel.procedures import registry
from hasila.kernel.refusals import Refused, listed
from hasila.plain.moments import legal_day
from hasila.surfaces.cli.printing import Format, console, print_json, print_refusals, print_rows
from hasila.surfaces.cli.registers import procedure_named
from hasila.surfaces.counting import quantity
from hasila.surfaces.explain import Explanation, Step, Term, explain
from hasila.surfaces.roles import KINDS, Powers, powers_of, unknown_role

COLUMNS = ("procedure", "register", "kind", "name", "label", "not_by", "bars_from", "basis")
FORMATS = ("table", "json", "csv", "md")


def command(name: str | None, role: str | None, form: str) -> None:
    """Prints one procedure, what one role gives, or the list of all procedures."""
    if form not in FORMATS:
        raise typer.BadParameter(", ".join(FORMATS), param_hint="--format")
    if role is not None:
        role = role.lower()
        _check_role(role)
    if name is None and role is not None:
        print_powers(powers_of(role, legal_day(DOOR.clock())), form)
        return
    if name is None:
        rows = [(key, str(procedure.label), len(procedure.transitions)) for key, procedure in registry.items()]
        heads = [_("Procedure"), _("Register"), _("Steps")]
        if form == "md":
            print(_markdown_table(heads, rows), end="")
        else:
            print_rows(Format(form), ["procedure", "label", "steps"], heads, rows)
        return
    try:
        procedure = procedure_named(name)
    except Refused as refused:
        print_refusals(refused.refusals)
        raise typer.Exit(1) from None
    found = explain(procedure, legal_day(DOOR.clock()), role)
    if form == "json":
        print_json(found.as_data())
    elif form == "csv":
        print_rows(Format.CSV, ["part", "name", "says", "value"], [], list(lines(found)))
    elif form == "md":
        print(markdown(found), end="")
    else:
        _print(found)


def _check_role(role: str) -> None:
    if role not in Role.values:
        print_refusals([unknown_role(role)])
        raise typer.Exit(1)


def print_powers(found: Powers, form: str) -> None:
    """Prints everything that a role gives."""
    if form == "json":
        print_json(found.as_data())
        return
    rows = [
        (
            right.procedure,
            right.register,
            str(KINDS[right.kind]) if form != "csv" else right.kind,
            right.name,
            right.label,
            "; ".join(right.excludes),
            "; ".join(right.excluded_from),
            right.basis,
        )
        for right in found.rights
    ]
    if form == "csv":
        print_rows(Format.CSV, COLUMNS, [], rows)
        return
    heads = [_("Register"), _("Power"), _("What"), _("Not by whoever did"), _("Bars from"), _("Legal basis")]
    told = [
        (register, kind, f"{label} ({name})" if name else label, excludes, bars, basis)
        for _key, register, kind, name, label, excludes, bars, basis in rows
    ]
    if form == "md":
        print(f"# {found.label} (`{found.code}`)\n\n{_markdown_table(heads, told)}", end="")
        return
    out = console()
    out.print(f"{found.label} ({found.code})", style="bold")
    if found.two_people:
        out.print(_("A mandate in this role is proposed by one person and confirmed by another."))
    if not rows:
        out.print(_("This role gives no power over records."))
        return
    table = Table(*heads)
    for row in told:
        table.add_row(*row)
    out.print(table)


def lines(found: Explanation) -> Iterator[tuple[str, str, str, str]]:
    """A procedure as flat lines: which part, its name, what is said of it, and the value."""
    for name in ("key", "label", "prefix", "version", "sensitive", "retention", "numbered"):
        yield "procedure", found.key, name, str(getattr(found, name))
    for name in ("readers", "concerns", "erases", "settled"):
        yield "procedure", found.key, name, "; ".join(getattr(found, name))
    for state in found.states:
        yield "state", state.name, "label", state.label
        if state.requires:
            yield "state", state.name, "requires", "; ".join(state.requires)
    for step in found.steps:
        for name, value in said(step):
            yield "step", step.name, name, value
    for indicator in found.indicators:
        yield "indicator", indicator.key, "label", indicator.label
        yield "indicator", indicator.key, "formula", indicator.formula
        yield "indicator", indicator.key, "definition", indicator.definition
    for rule in found.constraints:
        yield "constraint", rule.name, rule.code, rule.message


def said(step: Step) -> Iterator[tuple[str, str]]:
    """What a step declares, in words; what it doesn't is left out."""
    yield _("Step"), step.label
    yield _("From the state"), "; ".join(step.sources) or _("opens the record")
    yield _("To the state"), step.target
    powers = "; ".join([*step.roles, *(_("the person in the field: %(field)s") % {"field": s} for s in step.subjects)])
    yield _("Taken by"), _("follows from another act") if step.consequent else powers
    for label, value in (
        (_("Not by whoever did"), "; ".join(step.not_by)),
        (_("Asks for"), "; ".join(field.label for field in step.asks if field.required)),
        (_("May be given"), "; ".join(field.label for field in step.asks if not field.required)),
        (_("Checks"), "; ".join(step.guards)),
        (_("Reads"), "; ".join(step.needs)),
        (_("Sets"), "; ".join(step.effects)),
        (_("Then"), "; ".join(step.consequences)),
        (_("Takes back in the figures"), step.corrects),
        (_("After the commit"), ", ".join(step.jobs)),
        (_("Term"), term(step.term)),
        (_("Legal basis"), step.citation),
        (_("Recorded at the latest"), late(step)),
        (_("Classes of the figures"), "; ".join(step.facets)),
    ):
        if value:
            yield label, value


def term(found: Term | None) -> str:
    """A legal term in words."""
    if found is None:
        return ""
    days = "?" if found.days is None else quantity(found.days, "days")
    since = _("since: %(step)s") % {"step": found.since} if found.since else _("since entering the state")
    return f"{days}, {since}" + (f" ({found.citation})" if found.citation else "")


def late(step: Step) -> str:
    """How late an act may be recorded; empty for a consequence, which is recorded with its cause."""
    if step.consequent:
        return ""
    if step.late_days is None:
        return _("without limit")
    return _("%(days)s after it happened") % {"days": quantity(step.late_days, "days")}


def _print(found: Explanation) -> None:
    out = console()
    out.print(f"{found.label} ({found.key}, {_('version')} {found.version})", style="bold")
    if found.sensitive:
        out.print(_("Opening a record states a purpose and leaves an entry."))
    if found.erases:
        out.print(_("An erasure empties: %(fields)s.") % {"fields": listed(found.erases)})
    if found.retention:
        out.print(_("Kept after the last act on a settled file: %(term)s.") % {"term": found.retention})
    states = Table(_("State"), _("Must have"), title=_("States"), title_justify="left")
    for state in found.states:
        mark = _("initial") if state.initial else _("final") if state.final else ""
        states.add_row(f"{state.label} ({state.name}{', ' + mark if mark else ''})", "; ".join(state.requires))
    out.print(states)
    for step in found.steps:
        table = Table("", "", title=step.key, title_justify="left", show_header=False)
        for name, value in said(step):
            table.add_row(name, value)
        out.print(table)
    figures = Table(_("Figure"), _("Computed as"), _("Definition"), title=_("Figures"), title_justify="left")
    for indicator in found.indicators:
        figures.add_row(indicator.label, indicator.formula, indicator.definition)
    out.print(figures)
    if found.constraints:
        rules = Table(_("Constraint"), _("Refusal"), title=_("Constraints of the database"), title_justify="left")
        for rule in found.constraints:
            rules.add_row(rule.name, f"{rule.message} [{rule.code}]")
        out.print(rules)


def markdown(found: Explanation) -> str:
    """A procedure as a page of the reference."""
    parts = [f"# {found.label}", "", f"`{found.key}`, version {found.version}, references `{found.prefix}-…`.", ""]
    if found.sensitive:
        offered = ", ".join(f"{label} (`{code}`)" for code, label in found.purposes.items())
        parts += [f"Opening a record states a purpose and leaves an entry. Purposes: {offered}.", ""]
    if found.numbered:
        parts += [f"Numbered without gaps, by unit and year, at: {found.numbered}.", ""]
    if found.readers:
        parts += [f"May read without a step of their own: {', '.join(found.readers)}.", ""]
    if found.concerns:
        parts += [f"Nobody takes a step on a file that concerns them: {', '.join(found.concerns)}.", ""]
    if found.erases:
        parts += [f"An erasure empties: {', '.join(found.erases)}; in the states: {', '.join(found.settled)}.", ""]
    if found.retention:
        parts += [f"Kept after the last act on a settled file: {found.retention}.", ""]
    parts += ["## States", "", "| state | code | must have |", "|---|---|---|"]
    for state in found.states:
        mark = " (initial)" if state.initial else " (final)" if state.final else ""
        parts.append(f"| {state.label}{mark} | `{state.name}` | {', '.join(state.requires)} |")
    parts += ["", "## Steps", ""]
    for step in found.steps:
        parts += [f"### {step.label}", "", f"`{step.key}`", ""]
        parts += [step.help, ""] if step.help else []
        parts += ["| | |", "|---|---|"]
        parts += [f"| {name} | {_cell(value)} |" for name, value in said(step) if name != _("Step")]
        parts.append("")
    if found.indicators:
        parts += ["## Figures", "", "| figure | key | computed as | definition |", "|---|---|---|---|"]
        for indicator in found.indicators:
            definition, formula = _cell(indicator.definition), _cell(indicator.formula)
            parts.append(f"| {indicator.label} | `{indicator.key}` | {formula} | {definition} |")
        parts.append("")
    if found.constraints:
        parts += ["## Constraints of the database", "", "| name | refusal | |", "|---|---|---|"]
        parts += [f"| `{rule.name}` | `{rule.code}` | {_cell(rule.message)} |" for rule in found.constraints]
        parts.append("")
    return "\n".join(parts).rstrip() + "\n"


def _markdown_table(heads: list[str], rows: Iterable[tuple[object, ...]]) -> str:
    lines = [heads, ["---"] * len(heads), *([_cell(str(cell)) for cell in row] for row in rows)]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
