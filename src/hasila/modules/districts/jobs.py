"""What follows the acts of the desk, after their commit."""

from __future__ import annotations

from uuid import UUID

from hasila.assurance.steps import timeline
from hasila.institution.jobs import job
from hasila.kernel.many import perform_many
from hasila.kernel.perform import DOOR, Door
from hasila.kernel.procedures import Act
from hasila.modules.districts import queries
from hasila.modules.districts.samples import AuditSample, Samples


@job("districts.draw_sample")
def draw_sample(entry: UUID, record: UUID, door: Door = DOOR) -> None:
    """Writes down which complaints a sample holds, as its seed has it; a second run finds them written down.

    The seed is the leaf hash of the entry itself, so nobody knows it before the act is done.
    """
    sample = AuditSample.objects.get(pk=record)
    if sample.drawn is not None:
        return
    actor = next(done.actor for done in timeline(record) if done.id == entry)
    ids, _count = queries.chosen(sample)
    data = {"drawn": [str(identifier) for identifier in ids]}
    act = Act(Samples.write_down, record_id=record, actor=actor, data=data, cause=entry)
    outcome = perform_many([act], door=door)
    if outcome.refused:
        raise RuntimeError(f"The complaints of the sample {record} were not written down.")
