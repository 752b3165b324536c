"""What a record's page says of content that is no longer there: what was erased, and what lies in an archive."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext as _

from hasila.assurance.archiving.years import whereabouts
from hasila.assurance.erasure import BASIS, Erased, erasures
from hasila.institution.law import cite
from hasila.kernel.access import authority
from hasila.kernel.records import Record, reference_of
from hasila.surfaces.formats import format_date
from hasila.surfaces.web.boxes import boxed, isolated

ORDERS = "ERAS"


def remarks(record: Record, entries: list[Any]) -> list[SimpleNamespace]:
    """Notices for the top of the page, each with its title and text; usually none, and then without a query.

    Args:
        entries: those of the record, in the order of its versions.
    """
    found = erasures(record.pk, entries)
    names = authority().names({erased.entry.actor for erased in found}) if found else {}
    said = [_erased(erased, names.get(erased.entry.actor, "")) for erased in found]
    whole = any(entry.record_version == 1 for entry in entries)
    for where in whereabouts(record.pk) if not whole else ():
        title = _("Acts recorded in %(year)s are in the archive") % {"year": where.year}
        text = _("Acts: %(count)s. They lie in the archive %(place)s, and their proofs hold as before.")
        said.append(SimpleNamespace(title=title, text=_filled(text, count=where.entries, place=boxed(where.place))))
    return said


def _erased(erased: Erased, name: str) -> SimpleNamespace:
    grounds = {"rule": _("its retention period is over"), "court": _("by order of a court")}
    title = _("The content of this file was erased") if erased.whole else _("The content of one act was erased")
    order = reference_of(erased.order, ORDERS) if erased.order is not None else ""
    text = _("On %(day)s, by %(name)s: %(ground)s. Order %(order)s; basis: %(basis)s.")
    kept = _("What was done, when and by whom stays, and so do the figures and the proofs.")
    filled = _filled(
        text,
        day=isolated(format_date(erased.entry.when.date())),
        name=isolated(name),
        ground=grounds.get(erased.ground, ""),
        order=boxed(order),
        basis=cite(BASIS),
    )
    return SimpleNamespace(title=title, text=format_html("{} {}", filled, kept))


def _filled(text: str, **values: object) -> str:
    """A translated text with its values, each escaped unless it is boxed already."""
    return format_html(text % {name: f"{{{name}}}" for name in values}, **values)
