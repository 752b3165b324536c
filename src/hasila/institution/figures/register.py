"""The register of figures: what is counted, how it is called, and what was published of it, year by year.

`printed()` is the register of the data files; `editions.register()` adds the figures of other years that were imported.
A `Register` is a plain value: whoever reads one needs no database, so that a checker of texts can be tried without.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cache
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import override

from hasila.institution.figures import Fact, Identity, Source, Words, facts, identities, rows, words_of
from hasila.kernel import indicators
from hasila.kernel.indicators import Change, Indicator

LANGUAGES = ("ar", "fr", "en")
POLARITIES = ("+", "±", "-", "!", "~", "?")


@dataclass(frozen=True)
class Printed:
    """A value as it was published.

    Attributes:
        fact: the row that prints it; for an imported value the id of its figure. year: of the figure, which is also
            the later year of a change. value: None where the number is lost in the document.
    """

    fact: str
    year: int
    period: str
    value: int | Decimal | str | None
    qualifier: str
    source: Source

    @property
    def number(self) -> int | Decimal | None:
        """The value where it is a number."""
        return None if isinstance(self.value, str) else self.value


@dataclass(frozen=True)
class Alias:
    """A way in which texts call a figure.

    Attributes:
        polarity: ``+`` names it, ``±`` in words that other things share; ``-`` near it excludes it, ``!`` must stand
            near, ``~`` must not be what the passage is about; ``?`` says that the register itself doubts the value.
    """

    text: str
    polarity: str


@dataclass(frozen=True)
class Entry:
    """A figure of the register.

    Attributes:
        values: the published ones, the latest year first. indicator: key of the indicator that computes it, empty
            where no module does yet. aliases: by language (ar, fr, en).
    """

    id: str
    label: Words
    definition: Words
    unit: Words
    kind: str
    chapter: str
    note: Words
    indicator: str
    values: tuple[Printed, ...]
    aliases: Mapping[str, tuple[Alias, ...]] = field(default_factory=dict)

    def of(self, year: int) -> Printed | None:
        """What was published of a year."""
        return next((one for one in self.values if one.year == year), None)

    @property
    def years(self) -> tuple[int, ...]:
        """The years of which something was published, the latest first."""
        return tuple(one.year for one in self.values)


@dataclass(frozen=True)
class Register:
    """All figures, by id, and what must add up.

    Attributes:
        ids: for every row of the data files, also one that repeats another or tells of another year, the id of the
            figure that it belongs to.
    """

    entries: Mapping[str, Entry]
    ids: Mapping[str, str]
    identities: tuple[Identity, ...]

    def find(self, identifier: str) -> Entry | None:
        """The figure that a row of the data files belongs to."""
        return self.entries.get(self.ids.get(identifier, identifier))

    def failing(self, year: int) -> list[Identity]:
        """What doesn't add up among the values of a year, as far as all of them are known."""
        values = {}
        for entry in self.entries.values():
            printed = entry.of(year)
            if printed is not None and printed.number is not None:
                values[entry.id] = printed.number
        told = [one for one in self.identities if one.parts is not None or " <= " in one.formula]
        return [one for one in told if one.holds(values) is False]

    @property
    def years(self) -> tuple[int, ...]:
        """The years of which something was published, the latest first."""
        return tuple(sorted({one.year for entry in self.entries.values() for one in entry.values}, reverse=True))


@cache
def series() -> dict[str, str]:
    """For a row that prints another year's value of a figure, the row of the latest year."""
    return {row["id"]: row["of"] for row in rows("series.csv")}


def figure_of(identifier: str) -> str:
    """The id under which the register keeps what a row prints: of the row that it repeats, of the latest year."""
    fact = facts()[identifier]
    first = fact.repeats or fact.id
    return series().get(first, first)


@cache
def _definitions() -> dict[str, Words]:
    return {row["id"]: words_of(row) for row in rows("definitions.csv")}


@cache
def _aliases() -> dict[str, dict[str, tuple[Alias, ...]]]:
    found: dict[str, dict[str, tuple[Alias, ...]]] = {}
    for row in rows("aliases.csv"):
        mine = found.setdefault(row["id"], {})
        mine[row["language"]] = (*mine.get(row["language"], ()), Alias(row["alias"], row["polarity"]))
    return found


def definition_of(fact: Fact) -> Words:
    """What a figure counts, in a sentence: of the indicator that computes it, else of the register itself."""
    if not fact.indicator:
        return _definitions()[fact.id]
    indicator, said = indicators.registry[fact.indicator], {}
    for language in LANGUAGES:
        with override(language):
            said[language] = _said(indicator)
    return Words(english=said["en"], arabic=said["ar"], french=said["fr"])


def _said(indicator: Indicator) -> str:
    """The definition in the active language; a change without one of its own has that of what it compares."""
    if isinstance(indicator, Change) and not indicator.definition:
        counted = str(indicator.of.definition or indicator.of.label)
        return _("Change on the year before, in per cent. What is counted: %(definition)s") % {"definition": counted}
    return str(indicator.definition or indicator.label)


@cache
def printed() -> Register:
    """The register of the data files alone."""
    ids = {identifier: figure_of(identifier) for identifier in facts()}
    entries = {}
    for identifier in dict.fromkeys(ids.values()):
        fact = facts()[identifier]
        entries[identifier] = Entry(
            id=identifier,
            label=fact.label,
            definition=definition_of(fact),
            unit=fact.unit,
            kind=fact.kind,
            chapter=fact.chapter,
            note=fact.note,
            indicator=fact.indicator,
            values=_latest_first(
                Printed(one.id, one.year, one.period, one.value, one.qualifier, one.source)
                for one in facts().values()
                if ids[one.id] == identifier and not one.repeats
            ),
            aliases=_aliases().get(identifier, {}),
        )
    return Register(entries, ids, tuple(identities()))


def figure_choices() -> list[tuple[str, Any]]:
    """The figures as a form offers them: id and label, in the reader's language."""
    return [(entry.id, format_lazy("{} {}", entry.id, entry.label)) for entry in printed().entries.values()]


def unit_choices() -> list[tuple[str, Any]]:
    """The units of measure as a form offers them."""
    units = {entry.unit.english: entry.unit for entry in printed().entries.values()}
    return [(name, format_lazy("{}", units[name])) for name in sorted(units)]


def with_values(register: Register, further: Iterable[Printed]) -> Register:
    """The register with further published values; of a year that it knows already, its own value stands."""
    found = dict(register.entries)
    for one in further:
        entry = found[register.ids[one.fact]]
        known = entry.of(one.year)
        if known is None or known.value is None:
            kept = [value for value in entry.values if value.year != one.year]
            found[entry.id] = replace(entry, values=_latest_first([*kept, one]))
    return Register(found, register.ids, register.identities)


def _latest_first(values: Iterable[Printed]) -> tuple[Printed, ...]:
    return tuple(sorted(values, key=lambda one: -one.year))
