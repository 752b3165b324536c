"""Where a file went that somebody had before them: its page would only say that there is none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hasila.assurance.steps import timeline
from hasila.institution.mandates import running
from hasila.institution.roles import Role
from hasila.institution.units import Unit
from hasila.kernel.access import Actor, authority, elevated, roles_of
from hasila.kernel.procedures import Procedure
from hasila.kernel.refusals import Refusal
from hasila.surfaces.formats import format_datetime
from hasila.surfaces.web.frame import today


@dataclass(frozen=True)
class Whereabouts:
    """The unit that a file lies with now, since when, who handed it over, and who heads that unit."""

    unit: Unit
    since: datetime
    by: str
    chiefs: list[str]


def where_now(declared: type[Procedure], reference: str, actor: Actor) -> Whereabouts | None:
    """Where a file lies now; told only to those before whom it lay: it was with a unit of theirs, or they acted on it.

    Args:
        declared: the procedure of the file. reference: of the file, or its key, as the forms of what belongs to it
            carry it. actor: who asks.
    """
    with elevated():
        found = declared.record._default_manager.filter(**_named(reference)).values_list("pk", "unit_id").first()
        if found is None:
            return None
        key, unit_id = found
        acts = timeline(key)
    paths = tuple(actor.paths(roles_of(declared), today()))
    theirs = any(
        one.actor == actor.id or (paths and (authority().path(one.unit_id) or "").startswith(paths)) for one in acts
    )
    came = next((at for at in range(len(acts) - 1, 0, -1) if acts[at - 1].unit_id != unit_id == acts[at].unit_id), None)
    if not theirs or came is None:
        return None
    with elevated():
        mandates = running(today()).filter(role=Role.UNIT_CHIEF, unit_id=unit_id)
        holders = list(mandates.values_list("officer_id", flat=True)[:3])
    names = authority().names({*holders, acts[came].actor})
    chiefs = [names[one] for one in holders if one in names]
    return Whereabouts(Unit.objects.get(pk=unit_id), acts[came].when, names.get(acts[came].actor, ""), chiefs)


def _named(reference: str) -> dict[str, Any]:
    try:
        return {"pk": UUID(reference)}
    except ValueError:
        return {"reference": reference}


def gone(where: Whereabouts | None) -> Refusal:
    """Why a step on a file that lies elsewhere is not taken."""
    if where is None:
        message = gettext_lazy("There is no such file, or it is not open to you any more. Nothing was recorded.")
        remedy = gettext_lazy("It may have gone to another unit. Copy what you wrote below, and hand it to them.")
        return Refusal("web.file_gone", message, remedy=remedy, status=404)
    message = gettext_lazy("The file was handed over while you wrote: it is with %(unit)s now. Nothing was recorded.")
    remedy = gettext_lazy("Copy what you wrote below and hand it to that unit: they add it to the file.")
    return Refusal("web.file_moved", message, remedy=remedy, status=404, unit=str(where.unit))


def why_not_here(declared: type[Procedure], named: str, actor: Actor) -> str:
    """What the page of a file says that the reader doesn't see: where it went, if it lay with them; else one sentence
    for a file that is not theirs and for one that doesn't exist.
    """
    where = where_now(declared, named.upper(), actor) if named.isprintable() else None
    if where is None:
        return _("There is no such file, or it is not open to you.")
    told = {"unit": where.unit, "time": format_datetime(where.since), "chief": whom_to_call(where)}
    return _("This file is with %(unit)s since %(time)s. Whom to call there: %(chief)s.") % told


def whom_to_call(where: Whereabouts) -> str:
    """Who heads the unit, in words."""
    return " · ".join(where.chiefs) or _("the head of that unit")
