"""Sounding: a record that holds a name is found by what the name sounds like, in whichever script it was typed.

A field that no form shows keeps the consonants of each part of the names (`names.keys`), as words among those that the
record is found by. What is typed into a search box becomes the same words: محمد الإدريسي and Mohamed El Idrissi meet.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice, product
from typing import Any

from django.db import models

from hasila.institution.names.comparing import DECISION, Comparison, compare
from hasila.institution.names.keys import named
from hasila.kernel.procedures import Act

MARK = "0"
"""What a word of sounds begins with: no name does, so that what is typed is never taken for one."""
LENGTH = 400
ASKED = 3
"""Ways to read a typed name that are looked for."""
NAMES = ("arabic_name", "latin_name")


class Sounded(models.Model):
    """A record with a name in Arabic, in Latin letters, or both; `set_sounds` belongs to each step that changes it."""

    sounds = models.CharField(max_length=LENGTH, blank=True, editable=False)

    class Meta:
        abstract = True


def sounds_of(names: Iterable[str]) -> str:
    """The words of sounds of some names, each once, as long as the field holds them."""
    found: dict[str, None] = {}
    for name in names:
        for part in named(name) if name else ():
            found |= dict.fromkeys(MARK + bones for bones in part)
    kept, length = [], -1
    for word in found:
        length += len(word) + 1
        if length > LENGTH:
            break
        kept.append(word)
    return " ".join(kept)


def set_sounds(record: Any, act: Act) -> None:
    """By what the record's names are found; nobody types it."""
    record.sounds = sounds_of(getattr(record, name, "") for name in (*NAMES, "alias"))


def is_sounded(model: type[models.Model]) -> bool:
    """Whether records of this kind are found by sound."""
    return issubclass(model, Sounded)


def searches(typed: str) -> list[str]:
    """What to search for in place of a typed name, the plainest reading first; none where it holds no name."""
    if any(char.isdigit() for char in typed):
        return []
    some = named(typed)
    ways = islice(product(*some), ASKED) if some else ()
    return [" ".join(MARK + bones for bones in way) for way in ways]


def likeness(typed: str, names: Iterable[str]) -> Comparison:
    """How the typed name compares with the one of these that is most like it."""
    return max((compare(typed, name) for name in names if name), key=lambda one: one.score, default=Comparison(0.0))


def comes_near(comparison: Comparison) -> bool:
    """Whether what was typed may be that name, or a part of it."""
    return comparison.score >= DECISION or any(
        pair.mine and pair.theirs and pair.likeness >= DECISION for pair in comparison.pairs
    )
