"""A text pasted with the marks of a page: what is shown is read, every place is known in what was pasted."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape

_PAGE = re.compile(
    r"<(?:!doctype|html|head|body|p|div|h[1-6]|ul|ol|li|table|article|section|span|br|b|i|strong|em|a)\b[^<>]{0,2000}>",
    re.I,
)
_PIECE = re.compile(
    r"(?P<skip><!--.*?(?:-->|\Z)|<(?P<name>script|style|nav|noscript|template|svg|iframe|select|button|form|head(?!er)|footer|aside)\b[^>]*>.*?(?:</(?P=name)\s*>|\Z))"
    r"|(?P<tag></?(?P<tagname>[a-zA-Z][a-zA-Z0-9-]*)\b[^<>]*>|<![^<>]*>|<\?[^<>]*>)"
    r"|(?P<entity>&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});)"
    r"|(?P<text>[^<&]+|[<&])",
    re.S | re.I,
)
_INLINE = frozenset(
    (
        "a",
        "abbr",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "data",
        "em",
        "font",
        "i",
        "ins",
        "kbd",
        "label",
        "mark",
        "q",
        "s",
        "samp",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
    )
)
_TITLE = re.compile(r"<title\b[^>]*>(.{0,2000}?)</title\s*>", re.S | re.I)


@dataclass(frozen=True)
class Plain:
    """A text without marks. `places`: for each of its code points where it began; empty where nothing was taken out."""

    text: str
    places: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()

    def place(self, source: str, start: int, end: int) -> tuple[str, int, int]:
        """A span of it in the source: its text there, start and end."""
        if self.places:
            start, end = self.places[start], self.ends[end - 1]
        return source[start:end], start, end


def is_page(text: str) -> bool:
    """Whether a text holds marks of a page."""
    return "<" in text and bool(_PAGE.search(text[:200_000]))


def unmarked(text: str) -> Plain:
    """What a reader sees of a page; a text without marks as it is."""
    if not is_page(text):
        return Plain(text)
    shown: list[str] = []
    places: list[int] = []
    ends: list[int] = []

    def add(what: str, start: int, end: int, *, one: bool) -> None:
        for offset, letter in enumerate(what):
            shown.append(letter)
            places.append(start if one else start + offset)
            ends.append(end if one else start + offset + 1)

    title = _TITLE.search(text)
    if title:
        add(title.group(1).replace("&", " "), title.start(1), title.end(1), one=False)
        add("\n", title.end(1), title.end(1), one=True)
    for match in _PIECE.finditer(text):
        start, end = match.span()
        if match["text"] is not None:
            add(re.sub(r"[\r\n\t]", " ", match["text"]), start, end, one=False)
        elif match["entity"] is not None:
            add(unescape(match["entity"]).replace("\n", " "), start, end, one=True)
        elif match["tag"] is not None and (match["tagname"] or "").lower() not in _INLINE:
            cell = (match["tagname"] or "").lower() in ("td", "th")
            add(" : " if cell and match["tag"].startswith("</") else "\n" if not cell else " ", start, end, one=True)
    return Plain("".join(shown), tuple(places), tuple(ends))
