"""The cells as they were at a position: the same, however much was written since."""

from __future__ import annotations

import pytest

from hasila.assurance.figures import cells_at
from hasila.kernel.indicators import Cells
from hasila.kernel.many import perform_many
from hasila.kernel.perform import perform
from hasila.kernel.records import new_id
from tests.kernel.conftest import NOW
from tests.kernel.test_ledger import file_one
from tests.kernel.test_many import filings
from tests.sample.models import Claims

YEAR = NOW.year


def rows(cells: Cells) -> dict:
    return {key: sorted(found) for key, found in cells._rows.items()}


@pytest.mark.parametrize("later", [3, 200])
def test_cells_are_what_they_were(committed, seal, later):
    """With little written since it subtracts, with much it sums anew."""
    claims = list(filings(committed, 60))
    perform_many(claims, batch=20)
    for act in claims[:9]:
        perform(Claims.study, act.record_id, actor=committed.other_clerk)
        perform(Claims.decide, act.record_id, actor=committed.general, data={"grounds": "سبب"})
    size = seal().size
    then = Cells.read([YEAR, YEAR - 1])
    some = Cells.read([YEAR], [Claims.file.key])
    assert rows(cells_at(size, [YEAR, YEAR - 1])) == rows(then)
    # More acts, and corrections that take back what was counted before.
    more = list(filings(committed, later))
    for act in more:
        act.record_id = new_id()
    perform_many(more, batch=50)
    for act in claims[:4]:
        perform(Claims.annul, act.record_id, actor=committed.general)
    seal()
    now = Cells.read([YEAR, YEAR - 1])
    assert rows(now) != rows(then)
    again = cells_at(size, [YEAR, YEAR - 1])
    assert rows(again) == rows(then) and again.position == size and again.simulated == then.simulated
    assert rows(cells_at(size, [YEAR], [Claims.file.key])) == rows(some)
    assert Claims.decisions.total(YEAR, again) == 9 and Claims.decisions.total(YEAR, now) == 5
    assert rows(cells_at(0, [YEAR])) == {}


def test_a_position_that_was_never_sealed(committed, seal):
    file_one(committed)
    size = seal().size
    with pytest.raises(LookupError):
        cells_at(size + 1, [YEAR])
