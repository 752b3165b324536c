"""Keys: what a part of a name is looked up by. The consonants that both scripts keep, in classes that are not told
apart by ear, and the same with one of them left out, so that one misheard letter still meets.
"""

from __future__ import annotations

from functools import lru_cache

from hasila.institution.names.bones import ends_softly, skeleton
from hasila.institution.names.letters import ARABIC, OTHER
from hasila.institution.names.parts import SAYS_LITTLE, Part, parts

MOST = 4
"""Skeletons of a part, where it may be read in several ways."""


@lru_cache(maxsize=200_000)
def skeletons(part: Part) -> tuple[str, ...]:
    """The skeletons of a part, by its readings."""
    return _of_rows(part.rows, part.script)


def as_one(first: Part, second: Part) -> tuple[str, ...]:
    """The skeletons of two parts of one script in one word."""
    return _of_rows(tuple(first.sound + row for row in second.rows), second.script)


def _of_rows(rows: tuple[str, ...], script: str) -> tuple[str, ...]:
    found = dict.fromkeys(skeleton(row, script) for row in rows)
    for row in rows:
        if script == ARABIC and ("ظ" in row or "ذ" in row):  # written with a z as often as with a d
            found.setdefault(skeleton(row.replace("ظ", "ز").replace("ذ", "ز"), ARABIC))
        if script != OTHER and ends_softly(row) and len(row) > 2:  # Salah and Aya: with the last h, and without
            bones = skeleton(row[:-1], script)
            found.setdefault(bones)
            if not bones.startswith("a"):
                found.setdefault(bones + "h")
    return tuple(found)[:MOST]


def named(name: str) -> list[tuple[str, ...]]:
    """For each part of a name that is more than a title or an initial, its skeletons."""
    found = parts(name)
    some = [part for part in found if not part.marks & SAYS_LITTLE] or list(found)
    return [skeletons(part) for part in some]


@lru_cache(maxsize=200_000)
def shortened(bones: str) -> tuple[str, ...]:
    """A skeleton with one consonant left out, each in turn; none where too little would be left."""
    if len(bones) < 3:
        return ()
    return tuple(dict.fromkeys(bones[:at] + bones[at + 1 :] for at in range(len(bones))))
