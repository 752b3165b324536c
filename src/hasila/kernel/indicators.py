"""Indicators: figures that nobody keys in, declared beside the procedure whose acts they count.

A figure is folded from sealed entries and is therefore true at a ledger position. `recount` is independent code that
reads the entries themselves; the two are compared in tests and by the ledger's verification.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import orjson
from django.db import connection
from django.utils.translation import gettext_lazy as _

from hasila.kernel.ledger import Entry
from hasila.kernel.procedures import Declared, transitions
from hasila.kernel.refusals import Text

if TYPE_CHECKING:
    from hasila.kernel.procedures import Procedure, Transition

registry: dict[str, Indicator] = {}

Where = dict[str, Any]


@dataclass(frozen=True)
class Figure:
    """A figure of a year.

    Attributes:
        value: an integer for a count or sum, a Fraction of 100 for a share or change, None where it has no meaning
            (nothing to divide by). position: size of the ledger at which it is true. flag: Eurostat's letter, empty
            for a plain figure; "e" where simulated acts are in it.
    """

    value: int | Fraction | None
    position: int
    flag: str = ""

    @property
    def rounded(self) -> int | None:
        """The value as it is printed: whole units, whole per cent (halves away from zero)."""
        if self.value is None or isinstance(self.value, int):
            return self.value
        doubled = self.value * 2
        whole = (abs(doubled.numerator) + doubled.denominator) // (2 * doubled.denominator)
        return whole if self.value >= 0 else -whole


@dataclass(frozen=True)
class Part:
    """One part of a figure: a summand, the numerator, the denominator, the year before."""

    label: Text
    year: int
    value: int
    tally: Tally
    sign: int = 1


class Indicator(Declared):
    """Base of all figures.

    Args:
        label: what is counted. unit: unit of measure. definition: one plain sentence: what counts and what does not.
        by: facets (and "unit") by which it may be broken down.
    """

    name: str
    procedure: type[Procedure]
    kind = ""

    def __init__(self, label: Text, *, unit: Text = "", definition: Text = "", by: Iterable[str] = ()) -> None:
        self.label = label
        self.unit = unit
        self.definition = definition
        self.by = tuple(by)

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def attach(self, procedure: type[Procedure]) -> None:
        """Registers the indicator under its procedure's key."""
        self.procedure = procedure
        registry[self.key] = self

    @property
    def key(self) -> str:
        """Stable key, e.g. ``personnel.discipline.sanctions``."""
        return f"{self.procedure.key}.{self.name}"

    def parts(self, year: int, cells: Cells) -> list[Part]:
        """The parts of the figure of a year."""
        raise NotImplementedError

    def combine(self, parts: list[Part]) -> int | Fraction | None:
        """The figure from its parts."""
        raise NotImplementedError


class Tally(Indicator):
    """What Count and Sum share: acts of given transitions, filtered by facets."""

    measure = ""

    def __init__(
        self,
        label: Text,
        *,
        of: Transition | Iterable[Transition],
        where: Where | None = None,
        unit: Text = "",
        definition: Text = "",
        by: Iterable[str] = (),
    ) -> None:
        super().__init__(label, unit=unit, definition=definition, by=by)
        self.of = tuple(of) if isinstance(of, list | tuple) else (of,)
        self.where = dict(where or {})

    def matches(self, facets: str) -> bool:
        """Whether an entry with these facets counts."""
        if not self.where:
            return True
        found = orjson.loads(facets) if facets else {}
        return all(_accepts(wanted, found.get(name)) for name, wanted in self.where.items())

    def parts(self, year: int, cells: Cells) -> list[Part]:
        return [Part(self.label, year, self.total(year, cells), self)]

    def combine(self, parts: list[Part]) -> int:
        return parts[0].value

    def total(self, year: int, cells: Cells) -> int:
        """The folded value of a year."""
        return sum(value for _unit, _month, _facets, value in self.rows(year, cells))

    def rows(self, year: int, cells: Cells) -> Iterator[tuple[int, int, str, int]]:
        """Unit, month, facets and value of every cell that counts."""
        for transition in self.of:
            for month, unit, facets, value in cells.of(transition.key, self.measure, year):
                if self.matches(facets):
                    yield unit, month, facets, value

    def entries(
        self, year: int, *, units: Iterable[int] | None = None, after: tuple[int, Any] | None = None
    ) -> Iterator[Entry]:
        """The acts that count in a year, in order of day and id: all, or those of some units, after a (day, id)."""
        keys = [transition.key for transition in self.of]
        first, last = year * 10_000, year * 10_000 + 1231
        rows = Entry.objects.filter(act__in=keys, day__gte=max(first, after[0] if after else 0), day__lte=last)
        if units is not None:
            rows = rows.filter(unit_id__in=units)
        if after is not None:
            rows = rows.exclude(day=after[0], id__lte=after[1])
        for entry in rows.order_by("day", "id").iterator(chunk_size=500):
            if self.matches(entry.facets):
                yield entry

    def corrections(self, year: int) -> Iterator[tuple[Entry, dict[str, Any]]]:
        """Entries that take back a counted act of that year, with what they take back."""
        keys = {transition.key for transition in self.of}
        correcting = [key for key, t in transitions.items() if t.corrects is not None and t.corrects.key in keys]
        if not correcting:
            return
        for entry in Entry.objects.filter(act__in=correcting).exclude(correction="").order_by("day", "id").iterator():
            back = orjson.loads(entry.correction)
            if back["act"] in keys and back["day"] // 10_000 == year and self.matches(back["facets"]):
                yield entry, back

    def recount(self, year: int) -> int:
        """The figure counted again from the entries themselves, without the folded cells."""
        total = sum(self._weight(entry.measures) for entry in self.entries(year))
        return total - sum(self._weight(back["measures"]) for _entry, back in self.corrections(year))

    def _weight(self, measures: str) -> int:
        if not self.measure:
            return 1
        return int(orjson.loads(measures).get(self.measure, 0)) if measures else 0


class Count(Tally):
    """How many acts. The entries are the figure."""

    kind = "count"


class Sum(Tally):
    """The sum of a measure that the acts carry."""

    kind = "sum"

    def __init__(self, label: Text, *, of: Any, measure: str, **options: Any) -> None:
        super().__init__(label, of=of, **options)
        self.measure = measure


class Share(Indicator):
    """Per cent of a part in a whole, of the same year."""

    kind = "share"

    def __init__(self, label: Text, *, part: Any, whole: Any, **options: Any) -> None:
        super().__init__(label, **{"unit": _("per cent"), **options})
        self.part = _listed(part)
        self.whole = _listed(whole)

    def parts(self, year: int, cells: Cells) -> list[Part]:
        above = [Part(t.label, year, t.total(year, cells), t) for t in self.part]
        return above + [Part(t.label, year, t.total(year, cells), t, -1) for t in self.whole]

    def combine(self, parts: list[Part]) -> Fraction | None:
        above = sum(part.value for part in parts if part.sign > 0)
        below = sum(part.value for part in parts if part.sign < 0)
        return Fraction(above * 100, below) if below else None


class Change(Indicator):
    """Per cent of change on the year before."""

    kind = "change"

    def __init__(self, label: Text, *, of: Tally, **options: Any) -> None:
        super().__init__(label, **{"unit": _("per cent"), **options})
        self.of = of

    def parts(self, year: int, cells: Cells) -> list[Part]:
        return [
            Part(self.of.label, year, self.of.total(year, cells), self.of),
            Part(self.of.label, year - 1, self.of.total(year - 1, cells), self.of, -1),
        ]

    def combine(self, parts: list[Part]) -> Fraction | None:
        now, before = parts[0].value, parts[1].value
        return Fraction((now - before) * 100, before) if before else None


def _listed(value: Any) -> tuple[Tally, ...]:
    return tuple(value) if isinstance(value, list | tuple) else (value,)


def _accepts(wanted: Any, found: Any) -> bool:
    if callable(wanted):
        return bool(wanted(found))
    if isinstance(wanted, list | tuple | set | frozenset):
        return found in {str(w) for w in wanted} or found in wanted
    return found == wanted or str(found) == str(wanted)


@dataclass
class Cells:
    """The folded cells of some acts and years, read once for a whole report, and the position they are true at."""

    position: int
    simulated: bool
    _rows: dict[tuple[str, str, int], list[tuple[int, int, str, int]]] = field(default_factory=dict)

    @classmethod
    def read(cls, years: Iterable[int], acts: Iterable[str] | None = None) -> Cells:
        """Reads the cells of these years (of these acts, or of all) at the present position, in one snapshot."""
        wanted = sorted(set(years))
        with connection.cursor() as cursor:
            cursor.execute(
                "WITH h AS (SELECT size FROM ledger_head) "
                "SELECT h.size, c.act, c.month, c.unit_id, c.facets, c.measure, c.value, c.simulated "
                "FROM h LEFT JOIN ledger_cell c ON c.value <> 0 AND c.month / 100 = ANY(%s) "
                "AND (%s::text[] IS NULL OR c.act = ANY(%s))",
                [wanted, *([list(acts)] * 2 if acts is not None else [None, None])],
            )
            rows = cursor.fetchall()
        found = cls(rows[0][0] if rows else 0, any(row[7] for row in rows))
        for _size, act, month, unit, facets, measure, value, _simulated in rows:
            if act is not None:
                found._rows.setdefault((act, measure, month // 100), []).append((month, unit, facets, value))
        return found

    def of(self, act: str, measure: str, year: int) -> list[tuple[int, int, str, int]]:
        """Month, unit, facets and value of an act's measure in a year."""
        return self._rows.get((act, measure, year), [])


def acts_of(indicator: Indicator) -> set[str]:
    """The acts that an indicator reads."""
    if isinstance(indicator, Tally):
        return {transition.key for transition in indicator.of}
    if isinstance(indicator, Share):
        return {t.key for tally in (*indicator.part, *indicator.whole) for t in tally.of}
    return {t.key for t in indicator.of.of}  # type: ignore[attr-defined]


def value(indicator: Indicator, year: int, cells: Cells | None = None) -> Figure:
    """The figure of a year, at the position to which the ledger is sealed."""
    cells = cells or Cells.read([year, year - 1], acts_of(indicator))
    parts = indicator.parts(year, cells)
    return Figure(indicator.combine(parts), cells.position)
