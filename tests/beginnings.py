"""What many tests begin with, such as a service's people, is written once and shared by the tests that follow.

The rows are written in a transaction that stays open. Each test has a savepoint in it, which is rolled back at the
test's end, so that the next one finds the same rows. Another beginning, or none, ends the transaction.
"""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

import pytest

Maker = Callable[[], Any]


@dataclass
class _Open:
    """The transaction that stands open, what made its rows, and what the makers gave."""

    transaction: Any
    connection: Any
    given: dict[Maker, Any]


_open: _Open | None = None


def beginning(make: Maker, name: str = "") -> Any:
    """Turns a function that writes rows into a fixture of what it returns, of which each test gets a copy.

    It bears the function's name, or the one that is given. The function must not depend on what other fixtures
    change, as it runs once, before them.
    """

    def give(db: None) -> Any:
        # Where a file's own `db` commits, nothing stands open, and the rows are the test's own.
        return make() if _open is None else deepcopy(_open.given[make])

    give.__doc__ = make.__doc__
    give.makes = make  # type: ignore[attr-defined]
    return pytest.fixture(name=name or make.__name__)(give)


def begin(item: pytest.Item) -> None:
    """Opens what the test begins with, unless it stands open. Call before the test's own savepoint."""
    found = item._fixtureinfo.name2fixturedefs  # type: ignore[attr-defined]
    makers = [make for name in item.fixturenames for make in _maker(found.get(name))]  # type: ignore[attr-defined]
    if _open is not None and list(_open.given) == makers and _stands(_open):
        return
    end()
    if makers:
        _begin(makers)


def end() -> None:
    """Undoes what stands open, for a test that begins with an empty service or commits."""
    global _open
    left, _open = _open, None
    if left is None:
        return
    if not _stands(left):  # the browser's event loop has connections of its own: Django no longer gives us ours
        left.connection.close()
        return
    from django.db import transaction

    transaction.set_rollback(True)
    left.transaction.__exit__(None, None, None)


def _begin(makers: list[Maker]) -> None:
    global _open
    from django.db import connection, transaction

    block = transaction.atomic()
    block._from_testcase = True  # as Django's own: a durable block may stand in it
    block.__enter__()
    _open = _Open(block, connection.connection, {})
    try:
        for make in makers:
            _open.given[make] = make()
    except BaseException:
        end()
        raise


def _maker(definitions: Any) -> list[Maker]:
    made = getattr(definitions[-1].func, "makes", None) if definitions else None
    return [] if made is None else [made]


def _stands(held: _Open) -> bool:
    """A test may have closed the connection, or lost it."""
    from django.db import connection

    return connection.connection is held.connection and connection.in_atomic_block and not held.connection.closed
