"""A stage for a module's scenarios: acts on the days of a year, so that terms can run out."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from hasila.kernel.perform import Door, Receipt, perform
from hasila.kernel.procedures import Transition
from hasila.kernel.refusals import Refusal, Refused
from hasila.plain.moments import micros

# The ledger has partitions for the year of its making and the next two, and no test should cross a new year.
START = datetime(datetime.now(UTC).year + 1, 1, 12, 9, tzinfo=UTC)
YEAR = START.year


class Stage:
    """Performs acts on day `n` after the start."""

    def do(self, transition: Transition, record: Any = None, *, day: int = 0, **options: Any) -> Receipt:
        now = micros(START + timedelta(days=day))
        return perform(transition, record, door=Door(clock=lambda: now), **options)

    def refused(self, transition: Transition, record: Any = None, **options: Any) -> Refusal:
        with pytest.raises(Refused) as caught:
            self.do(transition, record, **options)
        return caught.value.refusal
