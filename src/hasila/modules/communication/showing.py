"""What the fields say in words that tie a statement or an item to the text that was checked."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from hasila.modules.communication.checked import kept
from hasila.modules.communication.statements import FactStatement
from hasila.surfaces.formats import format_datetime
from hasila.surfaces.web.boxes import isolated


def of_checked(record: Any) -> Any:
    """The text as long as it is kept, by its headline, with its page; else that it is no longer kept."""
    text = kept(record.checked)
    if text is None:
        return _("No longer kept")
    said = text.headline or text.outlet or _("A text without a headline")
    until = _("kept until %(moment)s") % {"moment": format_datetime(text.expires_at)}
    url = reverse("communication:checked", args=[text.name])
    return format_html('<a href="{}"><bdi>{}</bdi></a> <span class="soft">({})</span>', url, said, isolated(until))


def of_claim(statement: FactStatement) -> Any:
    """The way to where it stands in the article, in its file or in the text as long as it is kept."""
    if statement.item_id is None and kept(statement.checked) is None:
        return _("In a text that is no longer kept")
    url = reverse("communication:answered", args=[statement.reference])
    return format_html('<a href="{}">{}</a>', url, _("Show it in the text"))
