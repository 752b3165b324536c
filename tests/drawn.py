"""How many examples a property is tried on: some in `make test`, ten times as many where HASILA_SLOW asks for them.

`make soak` does, for every test that draws its examples.
"""

import os

SLOW = bool(os.environ.get("HASILA_SLOW"))


def examples(some: int) -> int:
    """As many as a quick run takes, or ten times that."""
    return some * 10 if SLOW else some
