"""A person's file: who it says somebody is, and the matters in which they stand.

A matter is shown to whoever may see it by its own register, where the purpose stated for the person's file is one for
which that register may be read too; that it was shown is kept as a reading of that register. What is linked to a file
that was merged into this one stands here, and goes back with it.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from hasila.assurance.erasure import is_erased
from hasila.assurance.purposes import purposes_of
from hasila.institution.identifying import called, files_of, procedures, records_of
from hasila.institution.offences import offences
from hasila.institution.persons import PersonFile, Persons
from hasila.kernel.access import Actor, roles_of
from hasila.kernel.procedures import Procedure
from hasila.kernel.refusals import Refused
from hasila.surfaces.reading import covering, keep_search
from hasila.surfaces.stated import stated_purpose
from hasila.surfaces.web.boxes import boxed, isolated
from hasila.surfaces.web.display import record_url, show_value, tone
from hasila.surfaces.web.frame import today
from hasila.surfaces.web.views.records import ask_purpose, find, purpose_stated, shown_whole

SHOWN = 40
"""Matters of one register that the page shows."""
ROLES = ("category", "quality")
"""The field that says as what somebody stands in a matter, where their record has one."""
COLUMNS = (
    gettext_lazy("Reference"),
    gettext_lazy("As"),
    gettext_lazy("Name there"),
    gettext_lazy("Matter"),
    gettext_lazy("Unit"),
    gettext_lazy("Opened on"),
    gettext_lazy("State"),
)


@require_http_methods(["GET", "HEAD", "POST"])
def person(request: HttpRequest, named: str) -> HttpResponse:
    """One person's file, whole, with the matters that the reader may see. `why` in the address has a reader who has
    just opened the file themselves say why they read it.
    """
    file = find(request, Persons, named)
    assert isinstance(file, PersonFile)
    if not purpose_stated(request, file):
        return ask_purpose(request, file)
    purpose, case = stated_purpose(request, file)
    if "why" in request.GET and not purpose:
        return ask_purpose(request, file)
    if request.method == "POST":
        return redirect(request.get_full_path())
    context = shown_whole(request, file)
    context |= {"purpose": purpose, "why": f"{record_url(file)}?why=1"}
    if purpose and not is_erased(file):
        context |= _matters(request.actor, file, purpose, case)  # type: ignore[attr-defined]
    return render(request, "web/person.html", context)


def _matters(actor: Actor, file: PersonFile, purpose: str, case: str) -> dict[str, Any]:
    """The tables of matters, and the registers that may not be read for this purpose."""
    people = files_of(file)
    tables, closed = [], []
    for procedure in procedures():
        if not roles_of(procedure) & actor.roles(today()):
            continue
        if procedure.sensitive and purpose not in purposes_of(procedure, today()):
            closed.append(procedure.label)
            continue
        rows = records_of(procedure, people, actor, SHOWN)
        if not rows:
            continue
        try:
            keep_search(procedure, actor, purpose, [row.pk for row in rows], file.reference, case or file.reference)
        except Refused:
            closed.append(procedure.label)
            continue
        tables.append(_table(procedure, rows, file))
    return {"matters": tables, "matters_closed": closed}


def _table(procedure: type[Procedure], rows: list[Any], file: PersonFile) -> SimpleNamespace:
    columns = [SimpleNamespace(label=label, numeric=False) for label in COLUMNS]
    shown = [SimpleNamespace(url=record_url(row), cells=_cells(row, file)) for row in rows]
    return SimpleNamespace(caption=procedure.label, columns=columns, rows=shown)


def _about(row: Any) -> str:
    """What a matter that stands alone is about: its offence, where it names one."""
    named = offences().get(getattr(row, "offence", ""))
    return str(named.label) if named is not None else ""


def _cells(row: Any, file: PersonFile) -> list[SimpleNamespace]:
    role = next((str(getattr(row, f"get_{name}_display")()) for name in ROLES if hasattr(row, name)), "")
    whole = covering(row)
    through = "" if row.person_id == file.pk else f" ({row.person.reference})"
    values = (
        boxed(row.reference),
        role or row._meta.verbose_name,
        isolated(f"{called(row)}{through}"),
        boxed(whole.reference) if whole is not None else _about(row),
        isolated(row.unit),
        show_value(row.opened_at.date()),
    )
    cells = [
        SimpleNamespace(label=label, html=html, tone="", numeric=False)
        for label, html in zip(COLUMNS[:-1], values, strict=True)
    ]
    return [*cells, SimpleNamespace(label=COLUMNS[-1], html=row.state_label, tone=tone(row), numeric=False)]
