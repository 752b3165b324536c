"""Numbers written by independent spellers are read again with value and span; ten thousand in benchmarks.quantities."""

from random import Random

import pytest

from hasila.plain.quantities import read
from tests.plain.spelled import made

SOME = 500


@pytest.mark.parametrize("told", [True, False])
@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_what_was_spelled_is_read(language: str, told: bool) -> None:
    chance, missed = Random(20 + told), []
    for _ in range(SOME):
        line = made(language, chance)
        found = [(q.start, q.end, q.value) for q in read(line.text, language if told else "")]
        if found != [(line.start, line.end, line.value)]:
            missed.append((line, found))
    assert len(missed) <= SOME // 200, missed
