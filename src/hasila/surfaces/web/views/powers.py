"""Who may do what: the holders of power over a unit on a day, and what each role gives. For staff alone."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hasila.institution.mandates import Mandate, running
from hasila.institution.powers import Mandates
from hasila.institution.roles import Role
from hasila.institution.units import Unit
from hasila.kernel.access import Actor, visible
from hasila.kernel.refusals import Refused
from hasila.plain.moments import typed_day
from hasila.surfaces.roles import KINDS, STEP, powers_of
from hasila.surfaces.web.boxes import boxed, isolated
from hasila.surfaces.web.display import record_url, show_value
from hasila.surfaces.web.forms import spoken_day
from hasila.surfaces.web.frame import today
from hasila.surfaces.web.references import resolve


def _staff(request: HttpRequest) -> Actor:
    """The reader, who holds a mandate today.

    Raises:
        Http404: they hold none; the page does not exist for them.
    """
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if not actor.roles(today()):
        raise Http404(_("This page is not open to you."))
    return actor


@require_safe
def powers(request: HttpRequest) -> HttpResponse:
    """Who holds which role over a unit on a day: by a mandate over it, or over one above it."""
    actor = _staff(request)
    named, typed = request.GET.get("unit", "").strip(), request.GET.get("day", "").strip()
    unit = _unit(named, actor)
    day = _day(typed)
    found = _holders(unit, day, actor) if unit is not None and day is not None else []
    context = {
        "unit": unit,
        "named": named or (unit.code if unit else ""),
        "day": day,
        "typed": typed or today().isoformat(),
        "sections": found,
        "problem": "" if unit and day else _("There is no such unit.") if day else _("Enter a day."),
    }
    return render(request, "web/powers.html", context, status=200 if unit and day else 422)


def _unit(named: str, actor: Actor) -> Unit | None:
    """The unit that is named; else the one of the reader's first mandate."""
    if named:
        found = resolve(Unit.objects.all(), named)
        return found if isinstance(found, Unit) else None
    paths = [grant.path for grant in actor.grants if grant.runs_on(today())]
    return Unit.objects.filter(path__in=paths).order_by("path").first()


def _day(typed: str) -> date | None:
    try:
        return typed_day(spoken_day(typed)) if typed else today()
    except ValueError:
        return None


def _holders(unit: Unit, day: date, actor: Actor) -> list[SimpleNamespace]:
    """The mandates that reach the unit, by role; replacements stand with the role that they lend."""
    ends = [place for place, letter in enumerate(unit.path) if letter == "/"][1:]
    above = [unit.path[: end + 1] for end in ends]
    rows = running(day).filter(unit__path__in=above).select_related("officer", "unit", "post", "replaces__officer")
    held: dict[str, list[Mandate]] = {}
    for mandate in rows.order_by("-unit__path", "from_date"):
        held.setdefault(mandate.role, []).append(mandate)
    keys = [mandate.pk for some in held.values() for mandate in some]
    open_to = set(visible(Mandates, actor).filter(pk__in=keys).values_list("pk", flat=True))
    return [
        SimpleNamespace(
            role=role, label=Role(role).label, rows=[_row(mandate, mandate.pk in open_to) for mandate in held[role]]
        )
        for role in Role.values
        if role in held
    ]


def _row(mandate: Mandate, linked: bool) -> dict[str, Any]:
    return {
        "officer": isolated(mandate.officer.name),
        "number": boxed(mandate.officer.registration_number),
        "url": record_url(mandate) if linked else "",
        "unit": isolated(mandate.unit),
        "post": isolated(mandate.post) if mandate.post else "",
        "since": show_value(mandate.from_date),
        "until": show_value(mandate.to_date) if mandate.to_date else "",
        "replaces": isolated(mandate.replaces.officer.name) if mandate.replaces else "",
    }


@require_safe
def roles(request: HttpRequest) -> HttpResponse:
    """The roles, each with how much it gives."""
    _staff(request)
    found = [powers_of(role, today()) for role in Role.values]
    rows = [
        SimpleNamespace(
            label=one.label,
            url=reverse("web:role", args=[one.code]),
            two_people=one.two_people,
            steps=sum(right.kind == STEP for right in one.rights),
            registers=len({right.procedure for right in one.rights}),
        )
        for one in found
    ]
    return render(request, "web/roles.html", {"rows": rows})


@require_safe
def role(request: HttpRequest, code: str) -> HttpResponse:
    """Everything that one role gives, by register."""
    _staff(request)
    try:
        found = powers_of(code, today())
    except Refused as refused:
        raise Http404(str(refused.refusal)) from None
    context = {"role": found, "registers": found.by_register(), "kinds": KINDS, "crumbs": _crumbs(found.label)}
    return render(request, "web/role.html", context)


def _crumbs(last: str) -> list[tuple[str, str]]:
    return [(_("Roles"), reverse("web:roles")), (last, "")]
