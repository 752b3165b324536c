"""The doctor finds records in a state that their procedure no longer declares."""

from collections.abc import Callable

import pytest
from tests.kernel.conftest import people
from tests.sample.models import Claims

from hasila.kernel.perform import perform
from hasila.project.commands.doctor import _stray


def test_a_state_that_was_struck_from_the_law_is_named(
    ledger_db: None, connect: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    service = people()
    data = {"holder": service.subject, "text": "x"}
    perform(Claims.file, actor=service.clerk, unit=service.rabat, data=data)
    owner = connect("owner")
    assert _stray(owner) == []
    monkeypatch.setattr(Claims, "states", {name: s for name, s in Claims.states.items() if name != "filed"})
    assert _stray(owner) == ["sample.claims filed"]
