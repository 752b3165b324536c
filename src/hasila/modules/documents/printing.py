"""What a citizen takes home from the counter: the receipt of a card request."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from hasila.institution.law import cite
from hasila.modules.documents.card_requests import CardRequest
from hasila.modules.documents.choices import Kind, Occasion
from hasila.plain.moments import legal_day, micros
from hasila.surfaces.print.bilingual import Both, Phrase
from hasila.surfaces.print.documents import register_document
from hasila.surfaces.print.sheet import Content

# The name of the card as the card itself bears it; no translation, so that it stands in both columns.
AMAZIGH_NAME = "ⵜⴰⴽⴰⵕⴹⴰ ⵜⴰⵏⴰⵎⵓⵔⵜ ⵏ ⵜⵎⴰⴳⵉⵜ"


def receipt(request: CardRequest) -> Content:
    """The receipt of a request: holder, number, place, where it stands and until when the card is due."""
    rows: list[tuple[Any, Any]] = [
        (_("Card"), AMAZIGH_NAME),
        (_("Kind of request"), request.get_kind_display),
        (_("Name"), Both(request.arabic_name, request.latin_name)),
        (_("Card number"), request.card_number),
        (_("Date of birth"), request.born_on),
        (_("Place of birth"), Both(request.born_at_arabic, request.born_at_latin)),
        (_("Place of enrolment"), request.unit),
        (_("Recorded on"), legal_day(micros(request.opened_at))),
        (_("State"), request.state_label),
    ]
    if request.campaign != Occasion.ORDINARY:
        rows.insert(7, (_("Campaign"), request.get_campaign_display))
    if request.due_at is not None:
        rows.append((_("Due by"), legal_day(micros(request.due_at) - 1)))
    return Content(
        title=_("Receipt of a request for the national electronic identity card"), rows=rows, notes=_notes(request)
    )


def _notes(request: CardRequest) -> list[Any]:
    notes: list[Any] = [
        Phrase(
            _("The card is handed over at the place of enrolment within the term of %(law)s."),
            {"law": lambda: cite("documents.card.delivery")},
        )
    ]
    if request.kind == Kind.MINOR:
        notes.append(_("The card of a minor is handed to the legal guardian."))
    else:
        notes.append(_("Bring this receipt and the old card, where there is one."))
    notes.append(_("This receipt is no identity document."))
    return notes


register_document(
    "documents.card",
    "receipt",
    _("Receipt"),
    data=receipt,
    states=["requested", "produced", "returned", "delivered"],
    act="request",
)
