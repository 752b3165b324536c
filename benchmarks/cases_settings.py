"""The tests' settings on the database of the case files' benchmark, for the server's own process."""

from tests.settings import *  # noqa: F403
from tests.settings import DATABASES

NAME = "bench_cases"
for _alias in DATABASES.values():
    _alias["NAME"] = NAME
