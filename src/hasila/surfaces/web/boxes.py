"""Boxes around numbers, dates and names on a page, so that right-to-left text keeps them whole (`<bdi>`)."""

from django.utils.safestring import SafeString

from hasila.surfaces.web.rendering import escaped


def boxed(text: object) -> SafeString:
    """`text` boxed left to right: a number, a reference, a Latin name."""
    return SafeString(f'<bdi dir="ltr">{escaped(text)}</bdi>')


def isolated(text: object) -> SafeString:
    """`text` kept from disturbing its neighbours, in whichever direction it is written."""
    return SafeString(f"<bdi>{escaped(text)}</bdi>")
