"""Boxes around numbers, dates and names on a page, so that right-to-left text keeps them whole (`<bdi>`)."""

from django.utils.html import format_html
from django.utils.safestring import SafeString


def boxed(text: object) -> SafeString:
    """`text` boxed left to right: a number, a reference, a Latin name."""
    return format_html('<bdi dir="ltr">{}</bdi>', text)


def isolated(text: object) -> SafeString:
    """`text` kept from disturbing its neighbours, in whichever direction it is written."""
    return format_html("<bdi>{}</bdi>", text)
