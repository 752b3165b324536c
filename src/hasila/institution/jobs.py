"""Jobs: what is done after an act's commit, such as telling people. A step names its jobs; a worker runs them.

A job gets the entry and the record of its act. It may run more than once (a worker can die between the work and its
tick), so it must leave the same behind when it runs again.

A *round* follows no act: it is done every so many seconds for as long as a worker runs, such as looking at a clock.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core import checks

from hasila.kernel.procedures import transitions

Job = Callable[[UUID, UUID], None]

registry: dict[str, Job] = {}


def job(name: str) -> Callable[[Job], Job]:
    """Registers a function of (entry, record) under the name that steps give in `jobs=[…]`: ``module.job_name``.

    Raises:
        ValueError: another function has the name.
    """

    def register(function: Job) -> Job:
        if registry.setdefault(name, function) is not function:
            raise ValueError(f"Two jobs are called {name}.")
        return function

    return register


@dataclass(frozen=True)
class Round:
    """What is done every `seconds`, in a transaction of its own; several workers may do it at the same time.

    `whole` says whether one transaction holds all of it; what waits for other machines makes its own, step by step.
    """

    name: str
    seconds: float
    run: Callable[[], Any]
    whole: bool = True


rounds: dict[str, Round] = {}


def every(seconds: float, name: str, *, whole: bool = True) -> Callable[[Callable[[], Any]], Callable[[], Any]]:
    """Registers a function without arguments to be run by the worker again and again, as `module.what_it_does`.

    Raises:
        ValueError: another function has the name.
    """

    def register(function: Callable[[], Any]) -> Callable[[], Any]:
        if rounds.setdefault(name, Round(name, seconds, function, whole)).run is not function:
            raise ValueError(f"Two rounds are called {name}.")
        return function

    return register


def check_jobs(app_configs: Any = None, **_options: Any) -> list[checks.CheckMessage]:
    """Every job that a step names is there: a misspelt one would fail at the act."""
    return [
        checks.Error(
            f"{transition.key} names the job {name}, which nobody declares.",
            hint="Declare it with @job in the jobs.py of its application.",
            obj=transition,
            id="institution.E001",
        )
        for transition in transitions.values()
        for name in transition.jobs
        if name not in registry
    ]
