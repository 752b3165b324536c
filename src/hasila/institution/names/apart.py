"""Spaces that were left out: a word in which a given name has grown together with what stands beside it.

Arabic hides such a space where a letter isn't joined to the next (محمدعلي), and forms of other offices swallow it.
"""

from __future__ import annotations

from functools import cache, lru_cache

from hasila.institution.names.comparing import SAME, parts_alike
from hasila.institution.names.keys import skeletons
from hasila.institution.names.parts import ARABIC, SHORT, Part, parts

SHORTEST, SHORTEST_ARABIC = 4, 3
"""Letters that a given name has at least within a word; Arabic leaves its vowels out."""
LEAST = 3
"""Letters that what stands beside it has at least."""
MOST = 2
"""Ways to part a name that are looked at, the surest first."""


@lru_cache(maxsize=20_000)
def apart(name: str) -> tuple[str, ...]:
    """The name with a space where one may have been left out, in some ways; none where each word is known as a name."""
    words = name.split()
    found: list[tuple[int, str]] = []
    for at, word in enumerate(words):
        before, after = words[:at], words[at + 1 :]
        if _known(parts(" ".join([*before, word])), -1, len(word)):
            continue
        for cut in range(LEAST, len(word) - LEAST + 1):
            left, right = word[:cut], word[cut:]
            known = max(
                cut if _known(parts(" ".join([*before, left])), -1, len(left)) else 0,
                len(right) if _known(parts(" ".join([right, *after])), 0, len(right)) else 0,
            )
            if known:
                found.append((known, " ".join([*before, left, right, *after])))
    found.sort(key=lambda one: -one[0])
    return tuple(text for _known_letters, text in found[:MOST])


def _known(some: tuple[Part, ...], at: int, letters: int) -> bool:
    """Whether the first or last of these parts is a given name of the data files, in any spelling that sounds like it,
    and not a short form that any word begins with.
    """
    if not some or SHORT in some[at].marks:
        return False
    part = some[at]
    if letters < (SHORTEST_ARABIC if part.script == ARABIC else SHORTEST):
        return False
    listed = [one for bones in skeletons(part) for one in _given().get(bones, ())]
    return any(parts_alike(part, one) >= SAME for one in listed)


@cache
def _given() -> dict[str, list[Part]]:
    """The given names of the data files, by the keys that they are looked up by."""
    from hasila.institution.places import rows

    found: dict[str, list[Part]] = {}
    for row in rows("given_names.csv"):
        for part in parts(row["arabic"]):
            for bones in skeletons(part):
                found.setdefault(bones, []).append(part)
    return found
