"""What the forms stand filled in with when they are opened from a claim: whoever sends them has read it."""

from __future__ import annotations

from typing import Any

from hasila.institution.figures.editions import register
from hasila.modules.communication.checked import CheckedText, kept, of_item
from hasila.modules.communication.choices import Kind
from hasila.modules.communication.items import PublishedItem
from hasila.modules.communication.reading import Read, read, sentence
from hasila.modules.communication.statements import FOLLOWED
from hasila.modules.communication.wording import draft_body, draft_title
from hasila.surfaces.formats import without_controls
from hasila.surfaces.web.suggesting import Known


def _text(told: Known) -> CheckedText | None:
    item = told.given.get("item")
    return of_item(item) if isinstance(item, PublishedItem) else kept(str(told.given.get("checked", "")))


def drafting(told: Known) -> dict[str, Any]:
    """The quotation, the right figure and a text to begin with, in the language of the article."""
    text = _text(told)
    if text is None:
        return {}
    found: dict[str, Any] = {"kind": Kind.FACT, "language": text.language, "outlet": text.outlet, "checked": text.name}
    found["item"] = told.given.get("item") or item_of(text)
    claim = read(text.text, register(), text.language, text.published_on).at(str(told.given.get("claim", "")))
    if claim is None:
        return found
    quotation = without_controls(sentence(text.text, claim.start, claim.end))
    found |= {"quotation": quotation, "claim": str(claim.start)}
    entry, value = claim.figure, claim.printed
    if entry is None or value is None or value.value is None:
        return found
    return found | {
        "figure": entry.id,
        "figure_year": value.year,
        "headline": draft_title(entry, text.language),
        "body": draft_body(entry, value, text.language, quotation, text.outlet, text.published_on),
    }


def item_of(text: CheckedText) -> PublishedItem | None:
    """The followed item that a checked text is, where its file is open."""
    rows = PublishedItem.objects.filter(state__in=FOLLOWED)
    return rows.filter(checked=text.name).first() or (
        rows.filter(address=text.address).first() if text.address else None
    )


def following(told: Known) -> dict[str, Any]:
    """The article as it was checked, and which of its claims are contradicted."""
    text = _text(told)
    if text is None:
        return {}
    result: Read = read(text.text, register(), text.language, text.published_on)
    wrong = [without_controls(sentence(text.text, claim.start, claim.end)) for claim in result.contradicted]
    return {
        "outlet": text.outlet,
        "headline": text.headline,
        "address": text.address,
        "published_on": text.published_on,
        "language": text.language,
        "text": without_controls(text.text),
        "claim": "\n".join(dict.fromkeys(wrong)),
        "checked": text.name,
    }
