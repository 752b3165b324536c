"""The tests' settings with the peer's app and its history middleware left out: the act alone is compared."""

from tests.settings import *  # noqa: F403
from tests.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "simple_history", "benchmarks.usual"]
