"""A log on loopback, and a witness of it that keeps its state in the test's folder."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from hasila.tlog.witnessing import Witness, own_key
from tests.tlog.fake_log import NAME, FakeLog, serve


@pytest.fixture
def log() -> Iterator[FakeLog]:
    with serve(FakeLog(20)) as served:
        yield served


@pytest.fixture
def told() -> list[str]:
    return []


@pytest.fixture
def start(tmp_path: Path, log: FakeLog, told: list[str]) -> Callable[[], Witness]:
    """Starts the witness, and starts it again from what it left on disk."""

    def make() -> Witness:
        return Witness(tmp_path, own_key(tmp_path, NAME), [log.signer.verifier], told.append)

    return make
