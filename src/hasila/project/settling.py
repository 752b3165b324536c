"""What a process has loaded stays out of the collector's rounds, above all in one that is to serve for long."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

CYCLES_AFTER = 10_000
"""New objects after which Python's collector looks for cycles among them; with its 700 it does so dozens of times a
page, and now and then walks through all that is loaded, for a tenth of a second."""


@contextmanager
def loading() -> Iterator[None]:
    """While all is loaded, which nobody throws away, the collector finds nothing: looking takes a fifth of a start."""
    looked = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if looked:
            gc.enable()


def set_up() -> None:
    """Sets Django up, once."""
    import django
    from django.apps import apps

    if not apps.ready:
        with loading():
            django.setup()


def settle() -> None:
    """Loads what the first request would, freezes what is there, and lets the collector come less often."""
    from django.urls import get_resolver

    assert get_resolver().url_patterns
    gc.collect()
    gc.freeze()
    gc.set_threshold(CYCLES_AFTER, *gc.get_threshold()[1:])
