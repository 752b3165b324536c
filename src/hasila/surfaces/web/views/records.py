"""A record's page: its fields, what happened to it, the steps open to the reader and why others are closed."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any
from uuid import UUID

from django.db.models import ForeignKey, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hasila.assurance.erasure import MARK, is_erased
from hasila.assurance.sealed import may_reveal, sealed_fields
from hasila.assurance.steps import positions, steps, timeline
from hasila.institution.mandates import standing_in
from hasila.institution.units import Unit
from hasila.kernel.access import Actor, authority, reach, reached
from hasila.kernel.procedures import Procedure, registry, transitions
from hasila.kernel.records import Record
from hasila.kernel.refusals import Refused
from hasila.plain.remembered import among, planned
from hasila.plain.texts import western_digits
from hasila.surfaces.counting import quantity
from hasila.surfaces.print.documents import documents_for
from hasila.surfaces.reading import cover_field, covering, in_emergency, keep, purpose_needed
from hasila.surfaces.stated import remember, statement
from hasila.surfaces.web import moved
from hasila.surfaces.web.boxes import boxed, isolated
from hasila.surfaces.web.display import (
    columns_of,
    last_day,
    own_fields,
    page_url,
    record_url,
    shown,
    tone,
)
from hasila.surfaces.web.frame import register_url
from hasila.surfaces.web.nav import outcomes_of, remarks_of
from hasila.surfaces.web.purpose import PurposeForm, stated_in
from hasila.surfaces.web.refusing import problem_of
from hasila.surfaces.web.views.keeping import remarks
from hasila.surfaces.web.views.registers import procedure_or_404

OTHER_STATE = "kernel.wrong_state"
NAMING = ("matter", "about")
"""Fields in which a reference of ours may stand, or any other words."""
NOTEWORTHY = 24 * 3600
"""Seconds after which the timeline says that an act was recorded late."""


def find(request: HttpRequest, declared: type[Procedure], named: str) -> Record:
    """The record that a reference or an identifier names, among those that the reader may see.

    Raises:
        Http404: there is none, or it is not theirs to see; the two read alike.
    """
    actor: Actor = request.actor  # type: ignore[attr-defined]
    name: str | UUID = named.upper()
    try:
        name = UUID(named)
    except ValueError:
        if not named.isprintable():
            raise Http404(moved.why_not_here(declared, named, actor)) from None
    reader, units = reach(declared, actor)
    # A join drops a row whose link leads to what the reader may not see; it is then read without.
    for joined in (True, False):
        found = _named.first(name, reader, units, declared=declared, joined=joined)
        if found is not None:
            return found
    raise Http404(moved.why_not_here(declared, named, actor))


@planned
def _named(
    name: str | UUID, reader: UUID | None, units: list[int] | None, *, declared: type[Procedure], joined: bool
) -> QuerySet:
    rows = reached(declared, reader, units).defer("search")
    rows = rows.filter(pk=name) if isinstance(name, UUID) else rows.filter(reference=name)
    return rows.select_related(*(_joined(declared) if joined else ["unit"]))


def _joined(declared: type[Procedure]) -> list[str]:
    """The links that are read with a record. One that may be empty and leads to another file is read where it is set:
    behind the fence each such join costs the server more to plan than the file takes to find.
    """
    return [
        field.name
        for field in declared.record._meta.concrete_fields
        if isinstance(field, ForeignKey)
        and not (field.null and issubclass(field.related_model, Record) and not field.related_model.procedure.directory)
    ]


def purpose_stated(request: HttpRequest, record: Record) -> bool:
    """Whether this record may be shown now: it is not sensitive, or the reader's own, or a purpose was stated within
    the last half hour. That it is read is kept, in the transaction of the page.
    """
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if not purpose_needed(record, actor):
        return True
    if in_emergency(record.procedure, actor, record.unit_id):
        keep(record, actor, "")
        return True
    stated = statement(request, record)
    if stated is None:
        return False
    # Without a purpose the reader has just opened the file themselves, and the ledger says so.
    if stated.purpose and not stated.opens(record):
        try:
            keep(record, actor, stated.purpose, stated.case)
        except Refused:  # the law's list has changed meanwhile
            return False
    return True


def _papers(record: Record) -> list[SimpleNamespace]:
    """The documents to print; of a sensitive record under the purpose that was stated."""
    return [
        SimpleNamespace(label=paper.label, url=paper.address(record), proof=paper.proof_address(record))
        for paper in documents_for(record)
    ]


def _seals(record: Record, actor: Actor) -> list[SimpleNamespace]:
    """The sealed values that are open to the reader, each behind an address of its own."""
    return [
        SimpleNamespace(
            label=field.verbose_name,
            url=reverse("web:sealed", args=[*record.procedure.key.split("."), record.reference, field.name]),
        )
        for field in sealed_fields(type(record))
        if record.__dict__[field.attname] not in (None, "", MARK) and may_reveal(record, field, actor) is None
    ]


def ask_purpose(request: HttpRequest, record: Record, *, kept: bool = False) -> HttpResponse:
    """The page that asks why the file is opened, and says of it what its register lists; a good answer is kept as a
    reading and opens it.

    Args:
        kept: whether what was sent was something else, typed for a while longer than a purpose holds, and is a draft.
    """
    answered = request.method == "POST" and "_key" not in request.POST  # which the form of a step has
    form, status = None, 200
    if answered:
        purpose, case = stated_in(request.POST)
        try:
            keep(record, request.actor, purpose, case)  # type: ignore[attr-defined]
        except Refused as refused:
            form, status = PurposeForm(record.procedure, request.POST), 422
            form.refuse(refused)
        else:
            remember(request, record, purpose, case)
            return redirect(request.get_full_path())
    context = {
        "form": form or PurposeForm(record.procedure),
        "record": record,
        "title": record._meta.verbose_name,
        "crumbs": crumbs(record.procedure, record),
        "asked": [(one.label, shown(record, one.path, short=True)) for one in columns_of(record.procedure)[1:]],
        "kept": kept,
    }
    return render(request, "web/purpose.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def record(request: HttpRequest, app: str, procedure: str, named: str) -> HttpResponse:
    """One record, whole."""
    declared = procedure_or_404(app, procedure)
    found = find(request, declared, named)
    if not purpose_stated(request, found):
        return ask_purpose(request, found)
    if request.method == "POST":
        return redirect(request.get_full_path())
    return render(request, "web/record.html", shown_whole(request, found))


def shown_whole(request: HttpRequest, found: Record) -> dict[str, Any]:
    """What the page of a record shows; its purpose was stated."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    entries = timeline(found.pk)
    erased = is_erased(found)
    open_steps, closed_steps, other_steps = _steps(found, actor) if not erased else ([], [], [])
    rows = field_rows(found, actor)
    return {
        "procedure": found.procedure,
        "record": found,
        "head": head(found),
        "rows": rows,
        "empty": [label for label, value in rows if value in ("", None)],
        "open_steps": open_steps,
        "closed_steps": closed_steps,
        "other_steps": [] if found.current.final else other_steps,
        "final": found.state_label if found.current.final or erased else "",
        "erased": erased,
        "events": events(entries),
        "remarks": [*_said_of(found, actor), *remarks(found, entries)],
        "receipt": receipt_of(request, found, entries),
        "papers": _papers(found),
        "seals": _seals(found, actor),
        "crumbs": crumbs(found.procedure, found),
    }


def _said_of(found: Record, actor: Actor) -> list[SimpleNamespace]:
    return [SimpleNamespace(title=title, text=text) for title, text in remarks_of(found, actor)]


def field_rows(found: Record, actor: Actor) -> list[tuple[Any, Any]]:
    """Label and value of each field that the record's own declaration adds, but for those that its model says
    `repeats`: the moment at which the day of another field ends.
    """
    names = [field for field in own_fields(found.procedure) if field.name not in getattr(found, "repeats", ())]
    return [(field.verbose_name, _shown(found, field.name, actor)) for field in names]


def _shown(found: Record, name: str, actor: Actor) -> Any:
    """A field as its page shows it; a reference leads to what it is of, as another record does."""
    given = getattr(found, name) if name.endswith("_reference") or name in NAMING else None
    return reference_shown(given, actor) if given and isinstance(given, str) else shown(found, name, link=True)


def reference_shown(reference: str, actor: Actor) -> Any:
    """A reference that another module wrote down, linked where it is of a record that the reader may see."""
    named = western_digits(reference).strip().upper()
    prefix = named.partition("-")[0]
    for procedure in registry.values():
        if procedure.prefix == prefix and _open_to(named, *reach(procedure, actor), procedure=procedure):
            return format_html('<a href="{}">{}</a>', page_url(procedure, named), boxed(named))
    return isolated(reference)


@planned
def _open_to(
    reference: str, reader: UUID | None, units: list[int] | None, *, procedure: type[Procedure]
) -> QuerySet[Any, Any]:
    return reached(procedure, reader, units).filter(reference=reference).values_list("pk")


def crumbs(
    declared: type[Procedure], found: Record | None = None, last: Any = "", *, cover: Record | None = None
) -> list[tuple[Any, str]]:
    """Where a page under a register stands, or under the file that a record belongs to (`cover` for a new one)."""
    trail: list[tuple[Any, str]] = [(_("Registers"), reverse("web:registers"))]
    inside = cover_field(declared)
    cover = (covering(found) if found is not None else cover) if inside else None
    if cover is None:
        trail.append((declared.label, register_url(declared)))
    else:
        trail += [(cover.procedure.label, register_url(cover.procedure)), (cover.reference, record_url(cover))]
    if found is not None:
        trail.append((found.reference, record_url(found) if last else ""))
    if last:
        trail.append((last, ""))
    return trail


def head(found: Record) -> SimpleNamespace:
    """What the record's header shows."""
    step = found.procedure.transitions.get(found.due_step)
    return SimpleNamespace(
        title=found._meta.verbose_name,
        reference=found.reference,
        number=found.number,
        state=found.state_label,
        tone=tone(found),
        unit=found.unit,
        opened_at=found.opened_at,
        due_on=last_day(found.due_at),
        due_step=step.label if step else "",
        late=found.due_at is not None and found.due_at < timezone.now(),
    )


Steps = list[SimpleNamespace]


def _steps(found: Record, actor: Actor) -> tuple[Steps, Steps, Steps]:
    """The steps open to the reader, those of this state closed to them, and those of other states."""
    opened, closed, elsewhere = [], [], []
    app, procedure = found.procedure.key.split(".")
    for step, refusal in steps(found, actor):
        if refusal is None:
            url = reverse("web:step", args=[app, procedure, found.reference, step.name])
            due = step.name == found.due_step
            opened.append(SimpleNamespace(name=step.name, label=step.label, url=url, help=step.help, due=due))
        elif refusal.code == OTHER_STATE:
            elsewhere.append(SimpleNamespace(label=step.label, states=[state.label for state in step.sources]))
        else:
            closed.append(SimpleNamespace(label=step.label, problem=problem_of(refusal, basis=step.basis)))
    return sorted(opened, key=lambda item: not item.due), closed, elsewhere


def events(entries: list[Any]) -> list[SimpleNamespace]:
    """What the timeline says of entries, the latest first."""
    names = authority().names({entry.actor for entry in entries})
    units = {unit.pk: unit for unit in _units(list({entry.unit_id for entry in entries}))}
    replacements = standing_in(UUID(given) for entry in entries if isinstance(given := entry.head["mandate"], str))
    found = []
    for entry in reversed(entries):
        step = transitions.get(entry.act)
        found.append(
            SimpleNamespace(
                act=step.label if step else entry.act,
                who=names.get(entry.actor, ""),
                unit=units.get(entry.unit_id, ""),
                moment=entry.when,
                note=_lateness(entry),
                cause=_("Follows from another act") if entry.cause else "",
                under=_standing_in(replacements.get(entry.head["mandate"])),
            )
        )
    return found


@planned
def _units(keys: list[int]) -> QuerySet:
    return Unit.objects.filter(among("id", keys))


def _standing_in(name: str | None) -> str:
    """What the timeline says of an act taken under a temporary replacement."""
    return _("Standing in for %(name)s") % {"name": name} if name else ""


def _lateness(entry: Any) -> str:
    """What the timeline says of an act recorded more than a day after it happened."""
    if entry.simulated:
        return ""
    seconds = (entry.recorded_at - entry.occurred_at) // 1_000_000
    if seconds < NOTEWORTHY:
        return ""
    return _("Recorded %(days)s after it happened.") % {"days": quantity(seconds // 86_400, "days")}


def receipt_of(request: HttpRequest, found: Record, entries: list[Any]) -> SimpleNamespace | None:
    """The receipt of the act that led here, where the address names its entry."""
    try:
        wanted = UUID(request.GET.get("receipt", ""))
    except ValueError:
        return None
    # Of an act on what belongs to this file, the consequence is among its entries.
    entry = next((entry for entry in entries if wanted in (entry.id, entry.cause)), None)
    if entry is None or entry.actor != request.actor.id:  # type: ignore[attr-defined]
        return None
    step = transitions.get(entry.act)
    return SimpleNamespace(
        label=step.label if step else entry.act,
        reference=found.reference,
        moment=entry.recorded,
        entry_id=entry.id,
        position=positions([entry.id]).get(entry.id),
        outcomes=outcomes_of(entry),
    )
