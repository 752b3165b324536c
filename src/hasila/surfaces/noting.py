"""The refusals that a request met, kept while it is answered: `hasila.surfaces.watch` writes their codes down."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from hasila.kernel.refusals import Refusal

_CODES: ContextVar[list[str] | None] = ContextVar("refused", default=None)


def noted(refusals: Iterable[Refusal]) -> None:
    """Keeps the codes of refusals that a surface shows."""
    codes = _CODES.get()
    if codes is not None:
        codes.extend(refusal.code for refusal in refusals)


@contextmanager
def noting() -> Iterator[list[str]]:
    """The codes of what is refused meanwhile."""
    codes: list[str] = []
    token = _CODES.set(codes)
    try:
        yield codes
    finally:
        _CODES.reset(token)
