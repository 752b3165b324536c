"""Template tags of the house: icons, numbers, dates, and the words of a refused form."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.forms import BoundField, Form
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hasila.surfaces import counting, formats
from hasila.surfaces.web import drafts, icons, nav, rows
from hasila.surfaces.web.boxes import boxed, isolated
from hasila.surfaces.web.refusing import FieldError, Problem, problems_of_field, problems_of_form

register = template.Library()


@register.simple_tag
def icon(name: str) -> SafeString:
    """The icon called `name`; words must stand beside it."""
    return icons.icon(name)


@register.simple_tag
def colon() -> str:
    """A colon as the reader's language sets it: in French a space that doesn't break stands before it."""
    return "\u00a0:" if (get_language() or "").startswith("fr") else ":"


@register.simple_tag
def views_of(record: Any) -> list[tuple[Any, str]]:
    """Label and address of the further pages that modules have for this record."""
    return nav.views_of(record)


@register.simple_tag
def table_rows(lines: Any) -> SafeString:
    """The rows of a register."""
    return rows.written(lines)


@register.filter
def number(value: int | float | Decimal | None) -> SafeString | str:
    """A number with its separators, boxed left to right; nothing for None."""
    return "" if value is None else boxed(formats.format_number(value))


@register.filter
def change(value: int | float | Decimal | None) -> SafeString | str:
    """A change in per cent, with its sign: what has risen or fallen."""
    return "" if value is None else boxed(formats.format_change(value))


@register.filter
def day(value: date | datetime | None) -> SafeString | str:
    """A date in words, kept together."""
    return "" if value is None else isolated(formats.format_date(value))


@register.filter
def moment(value: datetime | None) -> SafeString | str:
    """A moment to the minute, kept together."""
    return "" if value is None else isolated(formats.format_datetime(value))


@register.filter
def counted(unit: Any, value: float | Decimal | None) -> str:
    """What a number counts, in the form that stands after that number."""
    return str(unit) if value is None else counting.counted(value, unit)


@register.filter
def quantity(value: float | Decimal, many: str) -> SafeString:
    """A number with what it counts, kept together; many: the noun, in the plural, in English."""
    return isolated(counting.quantity(value, many))


@register.filter
def clock(value: datetime | None) -> str:
    """The time of day to the second."""
    return "" if value is None else drafts.clock(value)


@register.filter
def hour(value: datetime | None) -> SafeString | str:
    """The time of day to the minute, kept together."""
    return "" if value is None else boxed(timezone.localtime(value).strftime("%H:%M"))


@register.filter
def ago(value: datetime | None) -> str:
    """How long ago a moment of the last day was, roughly."""
    if value is None:
        return ""
    minutes = max(0, int((timezone.now() - value).total_seconds() // 60))
    if minutes < 60:
        return _("%(minutes)s min ago") % {"minutes": minutes}
    return _("%(hours)s h ago") % {"hours": minutes // 60}


@register.filter
def latin(value: object) -> SafeString:
    """A reference, code or Latin name, boxed left to right."""
    return boxed(str(value))


@register.filter
def isolate(value: object) -> SafeString:
    """Text of unknown direction, kept from disturbing its neighbours."""
    return isolated(str(value))


@register.filter
def problems(field: BoundField) -> list[Problem]:
    """What stands against this field: messages with their legal basis and remedy."""
    return problems_of_field(field)


@register.filter
def all_problems(form: Form) -> list[FieldError]:
    """What stands against the whole form, in the order of its fields, each with the field it belongs to."""
    return problems_of_form(form)


@register.filter
def item(mapping: dict[Any, Any], key: Any) -> Any:
    """`mapping[key]`, or nothing."""
    return mapping.get(key)
