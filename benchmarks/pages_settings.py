"""The tests' settings on the benchmark's database, for the server's own process."""

from tests.settings import *  # noqa: F403
from tests.settings import DATABASES

NAME = "bench_pages"
for _alias in DATABASES.values():
    _alias["NAME"] = NAME
