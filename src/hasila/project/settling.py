"""A process that is to serve for long settles: what it has loaded stays out of the collector's rounds."""

import gc

CYCLES_AFTER = 10_000
"""New objects after which Python's collector looks for cycles among them; with its 700 it does so dozens of times a
page, and now and then walks through all that is loaded, for a tenth of a second."""


def settle() -> None:
    """Loads what the first request would, freezes what is there, and lets the collector come less often."""
    from django.urls import get_resolver

    assert get_resolver().url_patterns
    gc.collect()
    gc.freeze()
    gc.set_threshold(CYCLES_AFTER, *gc.get_threshold()[1:])
