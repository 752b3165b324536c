"""What French and English share: hyphens inside numbers, and scales that join without a word between."""

from __future__ import annotations

from hasila.plain.quantities.scanning import GLUED, HYPHENS, NEW_LINE, SIGN, WORD, Scan


def hop(scan: Scan, index: int) -> int:
    """The token after a hyphen that joins two words, or the same token."""
    token = scan.tokens[index]
    if token.kind == SIGN and token.text in HYPHENS and token.gap == GLUED == scan.tokens[index + 1].gap:
        return index + 1
    return index


def text(scan: Scan, index: int) -> str:
    """A Latin word; "" where the token is none or a paragraph lies before it."""
    token = scan.tokens[index]
    return token.text if token.kind == WORD and not token.arabic and token.gap <= NEW_LINE else ""


def first(scan: Scan, index: int) -> str:
    """A Latin word with which a number begins, wherever it stands."""
    token = scan.tokens[index]
    return token.text if token.kind == WORD and not token.arabic else ""
