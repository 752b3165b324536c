"""A text while it is read: its sentences, its numbers, what was decided of them so far."""

from __future__ import annotations

from dataclasses import dataclass, field

from hasila.institution.figures.register import Register
from hasila.modules.communication.checker.deciding import Decision
from hasila.modules.communication.checker.lexicon import Lexicon
from hasila.modules.communication.checker.periods import Frame, Period
from hasila.modules.communication.checker.sentences import Sentence
from hasila.plain.quantities import Quantity


@dataclass
class Reading:
    """A text while it is read.

    Attributes:
        claims: indexes of the quantities that are claims. decided: what was decided so far, by index.
        tellers: whom each sentence tells of. scopes: the city that it is limited to.
        columns: years of the numbers of a box with a column for each of two years. second: those of its second column.
    """

    text: str
    language: str
    register: Register
    lexicon: Lexicon
    quantities: list[Quantity]
    parts: list[Sentence]
    frame: Frame
    claims: frozenset[int]
    tellers: list[str]
    scopes: list[str]
    columns: dict[int, int] = field(default_factory=dict)
    second: frozenset[int] = frozenset()
    decided: dict[int, tuple[Decision, Period]] = field(default_factory=dict)
