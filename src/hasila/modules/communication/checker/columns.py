"""Two years side by side: the columns "2023 | 2024" of a box, «2024 (2023)» at its head."""

from __future__ import annotations

from collections.abc import Sequence

from hasila.modules.communication.checker.sentences import Item, Number, Sentence
from hasila.modules.communication.checker.words import Mark, Word
from hasila.plain.quantities import Quantity

HEAD = 8
"""Words of a line that heads two columns, at most."""
_BETWEEN = "|(;؛•/,،–—-→:"
_MARKED = frozenset(
    {"in", "brackets", "parentheses", "parenthese", "vs", "versus", "contre", "entre", "en", "crochets"}
    | {"variation", "change", "evolution", "ecart", "بين", "قوسين", "مقابل", "التغير"}
)
"""Words that may stand between two years at the head of columns or behind them."""


def columns(
    parts: Sequence[Sentence], quantities: Sequence[Quantity], claims: frozenset[int]
) -> tuple[dict[int, int], frozenset[int]]:
    """For each number of a line of two columns its year; and the numbers of the second column.

    A line that names two years side by side, and no number, heads the lines behind it that hold two numbers each, up
    to the first line that is a sentence.
    """
    years: dict[int, int] = {}
    second: set[int] = set()
    head: tuple[int, int] | None = None
    for sentence in parts:
        own = [index for index in sentence.places if index in claims]
        if not own:
            head = _heads(sentence, quantities) or (head if sentence.short else None)
        elif not sentence.short:
            head = None
        elif head is not None:
            pair = [index for index in own if quantities[index].unit != "%"] if len(own) == 3 else own
            if len(pair) == 2 and _beside(sentence, pair[0], pair[1]):
                years.update(zip(pair, head, strict=True))
                second.add(pair[1])
    return years, frozenset(second)


def _heads(sentence: Sentence, quantities: Sequence[Quantity]) -> tuple[int, int] | None:
    """The two years that a line names side by side, with nothing behind them."""
    dated = [index for index in sentence.places if quantities[index].kind == "year"]
    if len(dated) != 2 or len(sentence.places) != 2 or sum(not isinstance(one, Mark) for one in sentence.items) > HEAD:
        return None
    first, last = (quantities[index] for index in dated)
    if len(first.text) != 4 or len(last.text) != 4 or first.value == last.value:
        return None
    apart = sentence.items[sentence.places[dated[0]] + 1 : sentence.places[dated[1]]]
    behind = sentence.items[sentence.places[dated[1]] + 1 :]
    marked = all(_marks(item, _BETWEEN) for item in apart)
    return (int(first.value), int(last.value)) if marked and all(_marks(one, "") for one in behind) else None


def _marks(item: Item, marks: str) -> bool:
    """Whether an item is one that may stand beside the year of a column: any mark where `marks` is empty."""
    if isinstance(item, Mark):
        return not marks or item.text in marks
    return isinstance(item, Word) and item.folded in _MARKED


def _beside(sentence: Sentence, first: int, last: int) -> bool:
    """Whether nothing but marks stands between two numbers and behind them."""
    behind = sentence.items[sentence.places[first] + 1 :]
    return all(isinstance(item, Mark) or (isinstance(item, Number) and item.index >= last) for item in behind)
