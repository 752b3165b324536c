"""Bones: the consonants of a row of sounds, in classes that both scripts keep and the ear doesn't tell apart."""

from __future__ import annotations

from functools import lru_cache

from hasila.institution.names.letters import ARABIC, LATIN, OTHER

_CLASSES = {
    LATIN: {
        **{symbol: symbol for symbol in "bdfhjklmnrsxzcg"},
        "p": "b", "t": "t", "T": "t", "D": "d", "J": "j", "G": "g", "R": "g", "q": "k", "v": "f",
    },
    ARABIC: {
        "ب": "b", "ت": "t", "ث": "t", "ج": "j", "ح": "h", "خ": "x", "د": "d", "ذ": "d", "ر": "r", "ز": "z", "س": "s",
        "ش": "c", "ص": "s", "ض": "d", "ط": "t", "ظ": "d", "غ": "g", "ف": "f", "ق": "k", "ك": "k", "گ": "g", "ل": "l",
        "م": "m", "ن": "n", "ه": "h",
    },
}  # fmt: skip
_HALF = {"w": "w", "y": "y", "و": "w", "ي": "y"}
_OPEN = frozenset("aeiuEاعى")


@lru_cache(maxsize=200_000)
def skeleton(row: str, script: str) -> str:
    """The consonants of a row of sounds, in classes; a vowel counts only where it begins a short word."""
    if script == OTHER:
        return row
    classes = _CLASSES[script]
    made = [classes[symbol] for symbol in row if symbol in classes]
    if len(made) > 2 and ends_softly(row):
        made.pop()
    if row[:1] in _HALF:
        made.insert(0, _HALF[row[0]])
    elif len(made) < 3 and row[:1] in _OPEN:
        made.insert(0, "a")
    return "".join(made) or row


@lru_cache(maxsize=200_000)
def heard_bones(row: str, script: str) -> tuple[str, ...]:
    """The skeletons by which a row may come near another: German and Polish write a w for the v of others."""
    if script == LATIN and "v" in row:
        return skeleton(row, script), skeleton(row.replace("v", "w"), script)
    return (skeleton(row, script),)


def ends_softly(row: str) -> bool:
    """Whether a row ends in an h that may be none: ة is written so, and French ends Fatah, Salah and Abdellah in it."""
    return row[-1:] in ("h", "ه")
