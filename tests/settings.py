"""The project's settings with the sample app, whose procedures try the kernel without any module."""

from hasila.project.settings import *  # noqa: F403
from hasila.project.settings import INSTALLED_APPS

INSTALLED_APPS = [*dict.fromkeys([*INSTALLED_APPS, "hasila.simulation"]), "tests.sample"]
DEMO = True

HASILA_PROOF_WAIT = 0
"""Nothing is waited for where no sealer runs."""
HASILA_FIELD_KEYS = str(VAR / "tests" / "sealed.keys")  # noqa: F405

HASILA_WITNESS_STATE = VAR / "tests" / "witness"  # noqa: F405

HASILA_LIMITS = False
"""All tests come from one address; those of the limits turn them on."""
HASILA_API_RATE = "100000/s"
"""A test asks within a second for more than a program may: every figure, one after another."""

HASILA_EXCHANGE = ""
"""No exchange: tests of it describe their own."""
