"""What the screens of the desk share: who may see them, of which unit, and how a line of a list is shown."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from types import SimpleNamespace

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from hasila.institution.units import Unit
from hasila.kernel.access import Actor
from hasila.modules.districts.choices import Urgency
from hasila.modules.districts.desk.day import Taken
from hasila.modules.districts.desk.matters import ROLES
from hasila.surfaces.web.display import tone_of
from hasila.surfaces.web.frame import today
from hasila.surfaces.web.scope import own_unit, units_of


def actor_of(request: HttpRequest, roles: frozenset[str] = ROLES) -> Actor:
    """Who asks.

    Raises:
        Http404: the reader holds none of the roles: the page doesn't exist for them.
    """
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if not actor.roles(today()) & roles:
        raise Http404(_("This page is not open to you."))
    return actor


def unit_of(request: HttpRequest, actor: Actor, roles: frozenset[str] = ROLES) -> Unit:
    """The unit that is shown: the one named in the address among the reader's own, else the first.

    Raises:
        Http404: there is none, or it is not theirs.
    """
    code = request.GET.get("unit", "")
    unit = units_of(actor, roles, today()).filter(code=code).first() if code else own_unit(actor, roles, today())
    if unit is None:
        raise Http404(_("There is no such unit, or it is not open to you."))
    return unit


def shown_line(one: Taken, now: datetime, why: Sequence[str] = ()) -> SimpleNamespace:
    """A line with its address, the words of its register and state, how urgent it looks, and why it was found."""
    app, name = one.procedure.key.split(".")
    return SimpleNamespace(
        one=one,
        why=why,
        url=reverse("web:record", args=[app, name, one.reference]),
        register=one.procedure.record._meta.verbose_name,
        state=one.state.label,
        urgency=_pressing(one),
        tone="late" if one.due_at is not None and one.due_at < now else tone_of(one.state),
    )


def _pressing(one: Taken) -> SimpleNamespace | None:
    """How urgent an entry is that still waits, where it is more than ordinary."""
    if one.state.final or one.urgency in ("", Urgency.ORDINARY):
        return None
    return SimpleNamespace(label=Urgency(one.urgency).label, danger=one.urgency == Urgency.DANGER)
