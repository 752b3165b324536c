"""What communication prints: the statement as it goes out, with the figure that it rests on."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from hasila.institution.law import cite
from hasila.modules.communication.choices import Kind
from hasila.modules.communication.statements import FactStatement
from hasila.surfaces.print.bilingual import Phrase
from hasila.surfaces.print.documents import register_document
from hasila.surfaces.print.sheet import Content, Signature


def statement(record: FactStatement) -> Content:
    """The statement: what was published, the official figure with its source, the text that goes out."""
    rows: list[tuple[Any, Any]] = [
        (_("Headline"), record.headline),
        (_("What was published"), record.quotation),
        (_("Outlet"), record.outlet or None),
        (_("Official figure"), record.official or None),
        (_("Year of the figure"), str(record.figure_year) if record.official else None),
        (_("Definition"), record.definition or None),
        (_("Source"), record.source or None),
        (_("Channel"), record.get_channel_display if record.channel else None),
        (_("Put out on"), record.published_on),
        (_("Withdrawn"), record.grounds if record.state == "withdrawn" else None),
    ]
    return Content(
        title=_("Reminder") if record.kind == Kind.REMINDER else _("Fact statement"),
        grounds=[Phrase(_("Having regard to %(law)s,"), {"law": lambda: cite("press_law")})],
        rows=[(label, value) for label, value in rows if value is not None],
        articles=[part for part in record.body.splitlines() if part.strip()],
        numbered=False,
        signature=Signature(_("Head of communication")),
        on=record.published_on or record.signed_on,
    )


register_document(
    "communication.fact_statements",
    "statement",
    _("Statement"),
    data=statement,
    states=["signed", "published", "withdrawn"],
    act="sign",
)
