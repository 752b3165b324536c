"""What every surface holds to when a record is read."""

from hasila.kernel.access import Actor
from hasila.kernel.records import Record


def concerns(record: Record, actor: Actor) -> bool:
    """Whether a record is the actor's own, which they read without stating a purpose."""
    subjects = {name for step in record.procedure.transitions.values() for name in step.subjects}
    return actor.id is not None and any(getattr(record, f"{name}_id", None) == actor.id for name in subjects)


def purpose_needed(record: Record, actor: Actor) -> bool:
    """Whether reading this record states a purpose and leaves an entry."""
    return record.procedure.sensitive and not concerns(record, actor)
