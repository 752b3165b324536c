"""A process that serves settles: the collector has less to walk through, and comes less often."""

import gc

import pytest

from hasila.project.settling import CYCLES_AFTER, loading, settle


def test_what_is_loaded_is_left_out_of_the_collectors_rounds() -> None:
    before, thresholds = gc.get_freeze_count(), gc.get_threshold()
    try:
        settle()
        assert gc.get_freeze_count() > before + 10_000
        assert gc.get_threshold() == (CYCLES_AFTER, *thresholds[1:])
    finally:
        gc.unfreeze()
        gc.set_threshold(*thresholds)


@pytest.mark.parametrize("looks", [True, False])
def test_the_collector_comes_back_after_loading_and_leaves_that_out(looks: bool) -> None:
    looked, before = gc.isenabled(), gc.get_freeze_count()
    try:
        (gc.enable if looks else gc.disable)()
        with loading():
            assert not gc.isenabled()
            kept = [[number] for number in range(20_000)]
        assert gc.isenabled() == looks
        assert gc.get_freeze_count() >= before + len(kept)
    finally:
        (gc.enable if looked else gc.disable)()
        gc.unfreeze()
