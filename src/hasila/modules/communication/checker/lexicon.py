"""The lexicon: in which words texts name a figure of the register.

The aliases stand beside the figures (`institution/figures/data/aliases.csv`), in three languages, with a polarity:
``+`` names the figure, ``±`` names it in words that other things share, ``-`` excludes it where it stands near, ``!``
is a word one of which must be near, ``~`` is what the passage must not be about, ``?`` says that the register itself
doubts its value.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from hasila.institution.figures.register import Register
from hasila.modules.communication.checker.words import phrase_keys, table

FUZZY_FROM = 6
"""Letters from which on a word may differ in one; from ten on in two."""
COMMON = 0.5
"""The weight of a word that many aliases share."""
SHARED_BY, COMMON_TO = 14, 7
TWINS_SHARE = 3
"""Names that a count and its change share."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """The keys of an alias, each of which must be found, and the figure that it names. `weak`: others share it."""

    figure: str
    keys: tuple[str, ...]
    weak: bool = False


@dataclass(frozen=True)
class Lexicon:
    """The aliases of one language.

    Attributes:
        by_key: the naming patterns that hold a key. excluding, needed: by figure; a needed pattern is enough.
        weights: of keys that are worth less than 1. vocabulary: every key, by its length. units: for a unit of the
            register the keys of the words that name it. heads: for a key the units that it names.
        needs: keys of the needed and the excluding patterns. naming: every key that names a figure.
        common: keys that name many.
        doubted: figures whose printed value the register doubts. twins: for a count the figure that is its change.
        elsewhere: by figure, what the passage must not be about.
    """

    by_key: Mapping[str, tuple[Pattern, ...]]
    excluding: Mapping[str, tuple[Pattern, ...]]
    needed: Mapping[str, tuple[Pattern, ...]]
    weights: Mapping[str, float]
    vocabulary: Mapping[int, tuple[str, ...]]
    units: Mapping[str, frozenset[str]]
    heads: Mapping[str, frozenset[str]]
    needs: frozenset[str]
    naming: Mapping[str, frozenset[str]]
    common: frozenset[str]
    doubted: frozenset[str]
    twins: Mapping[str, str]
    elsewhere: Mapping[str, tuple[Pattern, ...]]

    def knows(self, key: str) -> bool:
        """Whether a key stands in an alias or names a unit."""
        return key in self.by_key or key in self.heads or key in self.needs

    def near(self, key: str) -> str | None:
        """The key of the lexicon that a word of a text is a misprint of, None where there is none."""
        return _near(key, self.vocabulary_near(len(key)))

    def vocabulary_near(self, length: int) -> tuple[str, ...]:
        """The keys of about this length."""
        return tuple(key for size in (length - 1, length, length + 1) for key in self.vocabulary.get(size, ()))


@lru_cache(maxsize=20_000)
def _near(key: str, candidates: tuple[str, ...]) -> str | None:
    most = 2 if len(key) >= 10 else 1
    best, found = most + 1, None
    for candidate in candidates:
        if candidate[0] == key[0] or candidate[-1] == key[-1]:
            distance = Levenshtein.distance(key, candidate, score_cutoff=most)
            if distance < best:
                best, found = distance, candidate
    return found


@lru_cache(maxsize=8)
def _units(language: str) -> dict[str, frozenset[str]]:
    return {
        row["unit"]: frozenset(
            key for word in row["words"].split() for keys in phrase_keys(word, language) for key in keys
        )
        for row in table("units.csv")
        if row["language"] == language
    }


_BUILT: dict[tuple[int, str], tuple[Register, Lexicon]] = {}


def lexicon_of(register: Register, language: str) -> Lexicon:
    """The lexicon of a register in a language; built once for each register."""
    known = _BUILT.get((id(register), language))
    if known is not None and known[0] is register:
        return known[1]
    if len(_BUILT) > 12:
        _BUILT.clear()
    built = _build(register, language)
    _BUILT[(id(register), language)] = (register, built)
    return built


def _build(register: Register, language: str) -> Lexicon:
    signs: dict[str, dict[str, list[Pattern]]] = {"+": {}, "-": {}, "!": {}, "?": {}, "~": {}}
    for entry in register.entries.values():
        for alias in entry.aliases.get(language, ()):
            keys = tuple(dict.fromkeys(min(keys) for keys in phrase_keys(alias.text, language)))
            weak = alias.polarity == "±"
            patterns = signs["+" if weak else alias.polarity].setdefault(entry.id, [])
            if keys and not any(one.keys == keys for one in patterns):
                patterns.append(Pattern(entry.id, keys, weak))
    doubted = {
        entry.id
        for entry in register.entries.values()
        for alias in entry.aliases.get("en", ())
        if alias.polarity == "?"
    }
    by_key: dict[str, list[Pattern]] = {}
    users: dict[str, set[str]] = {}
    for patterns in signs["+"].values():
        for pattern in patterns:
            for key in pattern.keys:
                by_key.setdefault(key, []).append(pattern)
                users.setdefault(key, set()).add(pattern.figure)
    sizes: dict[int, list[str]] = {}
    for key in keys_of_signs(signs, "+-!"):
        if len(key) >= FUZZY_FROM - 1:
            sizes.setdefault(len(key), []).append(key)
    units = _units(language)
    heads: dict[str, set[str]] = {}
    for unit, words in units.items():
        for key in words:
            heads.setdefault(key, set()).add(unit)
    return Lexicon(
        by_key={key: tuple(patterns) for key, patterns in by_key.items()},
        excluding={figure: tuple(patterns) for figure, patterns in signs["-"].items()},
        needed={figure: tuple(patterns) for figure, patterns in signs["!"].items()},
        weights={key: COMMON for key, figures in users.items() if len(figures) >= SHARED_BY},
        vocabulary={size: tuple(sorted(keys)) for size, keys in sizes.items()},
        units=units,
        heads={key: frozenset(found) for key, found in heads.items()},
        needs=frozenset(keys_of_signs(signs, "-!~")),
        naming={
            figure: frozenset(key for pattern in patterns for key in pattern.keys)
            for figure, patterns in signs["+"].items()
        },
        common=frozenset(key for key, figures in users.items() if len(figures) >= COMMON_TO),
        doubted=frozenset(doubted),
        twins=_twins(register, signs["+"]),
        elsewhere={figure: tuple(patterns) for figure, patterns in signs["~"].items()},
    )


def _twins(register: Register, naming: Mapping[str, list[Pattern]]) -> dict[str, str]:
    """For a count the figure that is its change: the one that is called by most of the same names."""
    found = {}
    for change, patterns in naming.items():
        if register.entries[change].kind == "change":
            names = {pattern.keys for pattern in patterns}
            for count, others in naming.items():
                if register.entries[count].kind == "count":
                    shared = sum(pattern.keys in names for pattern in others)
                    if shared >= TWINS_SHARE:
                        found[count] = change
    return found


def keys_of_signs(signs: Mapping[str, Mapping[str, list[Pattern]]], wanted: str) -> set[str]:
    """The keys of the patterns of some polarities."""
    return {key for sign in wanted for patterns in signs[sign].values() for one in patterns for key in one.keys}
