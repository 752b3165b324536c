"""Who is held in a unit stands on the screens of its desk and of its head, with the time that is left."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hasila.institution.units import Unit
from hasila.kernel.access import Actor, roles_of, visible
from hasila.modules.casefiles.clocks import minutes_between
from hasila.modules.casefiles.custody_showing import KINDS, Clock
from hasila.modules.casefiles.holding import LIVING
from hasila.modules.districts.desk.watching import Watched, add_watch
from hasila.plain.moments import legal_day, micros
from hasila.surfaces.web.frame import today

SHOWN = 6
COLUMNS = ("reference", "arabic_name", "latin_name", "alias", "arrested_at", "limit_at")


def held(actor: Actor, unit: Unit, now: datetime) -> list[Watched]:
    """Whoever is held at a unit and below, the nearest limit first; one query for all registers."""
    roles = actor.roles(today())
    parts = [
        visible(kind, actor)
        .filter(state__in=LIVING, unit__path__startswith=unit.path, limit_at__isnull=False)
        .order_by()
        .values_list(*COLUMNS)
        for kind in KINDS
        if roles & roles_of(kind)
    ]
    if not parts:
        return []
    rows = parts[0].union(*parts[1:], all=True).order_by("limit_at")[:SHOWN] if len(parts) > 1 else parts[0][:SHOWN]
    return [_line(*row, now=now) for row in rows]


def _line(
    reference: str, arabic: str, latin: str, alias: str, arrested: datetime, limit: datetime, *, now: datetime
) -> Watched:
    kind = next(one for one in KINDS if reference.startswith(f"{one.prefix}-"))
    alarms = kind.record.measure.alarms(legal_day(micros(now)))
    clock = Clock(limit, arrested, now, minutes_between(now, limit), alarms)
    names = (arabic, latin) if (get_language() or "ar").startswith("ar") else (latin, arabic)
    return Watched(
        url=reverse("casefiles:holding", args=[reference]),
        name=next(filter(None, (*names, alias)), _("Unknown person")),
        what=str(kind.record._meta.verbose_name),
        limit=limit,
        left=clock.shown,
        over=clock.over,
        urgent=clock.tone != "calm",
    )


def build() -> None:
    """Tells the screens."""
    add_watch(held)
