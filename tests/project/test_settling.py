"""A process that serves settles: the collector has less to walk through, and comes less often."""

import gc

from hasila.project.settling import CYCLES_AFTER, settle


def test_what_is_loaded_is_left_out_of_the_collectors_rounds() -> None:
    before, thresholds = gc.get_freeze_count(), gc.get_threshold()
    try:
        settle()
        assert gc.get_freeze_count() > before + 10_000
        assert gc.get_threshold() == (CYCLES_AFTER, *thresholds[1:])
    finally:
        gc.unfreeze()
        gc.set_threshold(*thresholds)
