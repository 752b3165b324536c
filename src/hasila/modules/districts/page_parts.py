"""What the module's pages share: who asks, and the unit that a page is about."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from hasila.institution.units import Unit
from hasila.kernel.access import Actor
from hasila.plain.texts import western_digits
from hasila.surfaces.counting import quantity
from hasila.surfaces.web.frame import today
from hasila.surfaces.web.scope import few_units, own_unit, units_of

FEW = 40
"""Units up to this number are offered as a list; beyond it the page asks for a code."""


def actor_of(request: HttpRequest) -> Actor:
    """Who reads the page."""
    return request.actor  # type: ignore[attr-defined]


def chosen_unit(request: HttpRequest, roles: Iterable[str]) -> tuple[Unit, list[Unit]]:
    """The unit that a page is about, by its code in the address or else the reader's own, and those they may choose.

    Raises:
        Http404: the reader holds none of the roles, or not over the unit that was named.
    """
    actor, held = actor_of(request), [str(role) for role in roles]
    units = units_of(actor, held, today())
    code = western_digits(request.GET.get("unit", "").strip()).upper()[:24]
    unit = units.filter(code=code).first() if code else own_unit(actor, held, today())
    if unit is None:
        raise Http404(_("This page is not open to you."))
    few = few_units(actor, held, today(), FEW)
    return unit, few if len(few) <= FEW else []


def age_words(low: int, high: int | None) -> str:
    """A class of age in days, both ends included; the last has no end."""
    if high is None:
        return _("More than %(days)s") % {"days": quantity(low - 1, "days")}
    return _("%(low)s to %(high)s") % {"low": low, "high": quantity(high, "days")}
