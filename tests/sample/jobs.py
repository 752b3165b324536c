"""A job that tells what it was given, and fails where it is told to."""

from uuid import UUID

from hasila.institution.jobs import job
from tests.sample.models import JOB

done: list[tuple[UUID, UUID]] = []
failures: list[Exception] = []


@job(JOB)
def remember(entry: UUID, record: UUID) -> None:
    if failures:
        raise failures.pop()
    done.append((entry, record))
