"""Settings of the pages' benchmark, for a server from which something is taken away (`benchmarks.without`)."""

from benchmarks.pages_settings import *  # noqa: F403
from benchmarks.pages_settings import DATABASES, INSTALLED_APPS
from benchmarks.without.apps import WITHOUT

INSTALLED_APPS = [*INSTALLED_APPS, "benchmarks.without"]

if "fence" in WITHOUT:
    HASILA_FENCED = False
    _options = DATABASES["default"]["OPTIONS"]
    _options["options"] = _options["options"].replace("-c role=hasila_reader", "")
