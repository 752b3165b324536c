"""What the desk and its chief ask: what has gone nowhere, the day, who is on duty, an audit sample and its figures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from hasila.assurance.acts import acts_at
from hasila.assurance.steps import timeline
from hasila.institution.units import Unit
from hasila.kernel.access import Actor, authority, roles_of, visible
from hasila.kernel.procedures import Procedure, Transition, transitions
from hasila.modules.districts.complaints import Complaint, Complaints
from hasila.modules.districts.day_log import DayLog
from hasila.modules.districts.denunciations import Denunciations
from hasila.modules.districts.duty import DutyRoster, DutyShift
from hasila.modules.districts.incidents import Incidents
from hasila.modules.districts.samples import BECAME_CASE, AuditSample, Should, Verdict, Verdicts
from hasila.plain.moments import day_number, legal_day, micros

ENTRIES: tuple[type[Procedure], ...] = (Complaints, Denunciations, Incidents)
"""The registers whose every entry ends somewhere."""
NOWHERE = ("received", "withdrawn")
"""The states of an entry of which nothing has become yet."""
AGES = (7, 30, 90)
"""Days up to which an age is one class; older is the last."""

# ---------------------------------------------------------------- what has gone nowhere


@dataclass(frozen=True)
class Waiting:
    """An entry of which nothing has become yet; `age` in legal days since it came in."""

    procedure: type[Procedure]
    record: Any
    age: int
    overdue: bool


def _unended(procedure: type[Procedure], actor: Actor, unit: Unit | None) -> QuerySet:
    rows = visible(procedure, actor).filter(state__in=NOWHERE)
    return rows.filter(unit__path__startswith=unit.path) if unit is not None else rows


def gone_nowhere(actor: Actor, now: datetime, unit: Unit | None = None, most: int = 200) -> list[Waiting]:
    """The entries that an actor may see of which nothing has become yet, the oldest first.

    Args:
        now: an aware datetime. unit: only those of this unit and below. most: how many at most.
    """
    today = legal_day(micros(now))
    found = [
        Waiting(
            procedure,
            record,
            (today - legal_day(micros(record.opened_at))).days,
            record.due_at is not None and record.due_at <= now,
        )
        for procedure in ENTRIES
        for record in _unended(procedure, actor, unit).select_related("unit").order_by("id")[:most]
    ]
    return sorted(found, key=lambda one: one.record.opened_at)[:most]


def ages(actor: Actor, now: datetime, unit: Unit | None = None) -> dict[tuple[int, int | None], int]:
    """How many entries have gone nowhere, by age: (from, to) in days, both included; the last class has no end."""
    today = legal_day(micros(now))
    bounds = [(low, high) for low, high in zip((0, *(age + 1 for age in AGES)), (*AGES, None), strict=True)]
    counts = dict.fromkeys(bounds, 0)
    for procedure in ENTRIES:
        for opened in _unended(procedure, actor, unit).values_list("opened_at", flat=True).iterator():
            age = max(0, (today - legal_day(micros(opened))).days)
            counts[next(pair for pair in bounds if pair[1] is None or age <= pair[1])] += 1
    return counts


# ---------------------------------------------------------------- the day


@dataclass(frozen=True)
class DayLine:
    """One act of the day: when, what, on which record, by whom. It names nobody but the officer."""

    when: datetime
    step: Transition
    reference: str
    officer: str
    record_id: UUID
    text: str = ""


def day_of(actor: Actor, unit: Unit, day: date) -> list[DayLine]:
    """All that was done at a unit on a legal day in the registers of the desk that the actor may see, in its order.

    What the victims' cell did is there for its officers alone. Of the day's log the text is shown.
    """
    seen = {procedure.key: procedure for procedure in _registers() if _may_see(procedure, actor, unit, day)}
    acts = {step.key for procedure in seen.values() for step in procedure.transitions.values()}
    entries = acts_at(unit.pk, day, acts)
    names = authority().names({entry.actor for entry in entries})
    known = _references(seen, {entry.record_id for entry in entries}, actor)
    found = []
    for entry in entries:
        if entry.record_id not in known:
            continue
        reference, text = known[entry.record_id]
        found.append(
            DayLine(
                entry.when,
                transitions[entry.act],
                reference,
                names.get(entry.actor, ""),
                entry.record_id,
                text,
            )
        )
    return found


def _registers() -> list[type[Procedure]]:
    return sorted(
        {step.procedure for key, step in transitions.items() if key.startswith("districts.")}, key=lambda p: p.key
    )


def _may_see(procedure: type[Procedure], actor: Actor, unit: Unit, day: date) -> bool:
    return any(unit.path.startswith(path) for path in actor.paths(roles_of(procedure), day))


def _references(seen: dict[str, type[Procedure]], ids: set[UUID], actor: Actor) -> dict[UUID, tuple[str, str]]:
    found: dict[UUID, tuple[str, str]] = {}
    for procedure in seen.values():
        rows = visible(procedure, actor).filter(pk__in=ids)
        if procedure is DayLog:
            found.update({pk: (ref, text) for pk, ref, text in rows.values_list("pk", "reference", "text")})
        else:
            found.update({pk: (ref, "") for pk, ref in rows.values_list("pk", "reference")})
    return found


def on_duty(actor: Actor, unit: Unit, at: datetime) -> list[DutyShift]:
    """Who is on duty at a unit at a moment, as planned or as taken up, by kind of duty."""
    running = Q(starts_at__lte=at, ends_at__gt=at, state__in=("planned", "on_duty"))
    rows = visible(DutyRoster, actor).filter(running, unit=unit).select_related("officer")
    return list(rows.order_by("duty", "starts_at"))


# ---------------------------------------------------------------- the audit sample


@dataclass(frozen=True)
class SampleLine:
    """One complaint of a sample: its identifier, what became of it, and its verdict where there is one."""

    record_id: UUID
    complaint: Complaint | None
    became_case: bool
    verdict: Verdict | None


@dataclass(frozen=True)
class SampleFigures:
    """How many complaints of a sample became a case, and how many should have.

    Attributes:
        population: complaints of the unit and period. drawn: of these, those in the sample.
        became: of the drawn, those followed as a case today. judged: those with a verdict. should: of the judged, those
        that should have become a case. lost: of these, those that had not when they were judged.
    """

    population: int
    drawn: int
    became: int
    judged: int
    should: int
    lost: int


def seed_of(sample: AuditSample) -> bytes:
    """The seed of a sample: the leaf hash of the entry that drew it."""
    return bytes(timeline(sample.pk)[0].leaf_hash)


def population(sample: AuditSample) -> Iterator[UUID]:
    """The complaints of the unit and period of a sample, as they were recorded before it was drawn."""
    drawn = timeline(sample.pk)[0]
    first, last = (day_number(day) for day in (sample.first, sample.last))
    for year in range(sample.first.year, sample.last.year + 1):
        for entry in Complaints.complaints.entries(year, units=[sample.audited_id]):
            if first <= entry.day <= last and entry.recorded_at <= drawn.recorded_at:
                yield entry.record_id


def chosen(sample: AuditSample) -> tuple[list[UUID], int]:
    """The complaints of a sample, and how many there were to draw from.

    The population is put in the order of SHA-256 over seed and identifier; the first ones are the sample. Whoever has
    the ledger gets the same.
    """
    seed = seed_of(sample)
    everyone = sorted(population(sample), key=lambda identifier: sha256(seed + identifier.bytes).digest())
    return everyone[: sample.size], len(everyone)


def sample_lines(sample: AuditSample, actor: Actor) -> list[SampleLine]:
    """The complaints of a sample in the order in which they were drawn, with verdicts as far as the actor may see."""
    ids, _count = chosen(sample)
    held = visible(Complaints, actor).in_bulk(ids)
    verdicts = {v.complaint_id: v for v in visible(Verdicts, actor).filter(sample=sample)}
    found = []
    for identifier in ids:
        complaint = held.get(identifier)
        became = complaint is not None and complaint.state in BECAME_CASE
        found.append(SampleLine(identifier, complaint, became, verdicts.get(identifier)))
    return found


def sample_figures(sample: AuditSample) -> SampleFigures:
    """The pair of figures of a sample: how many became a case, how many should have."""
    ids, count = chosen(sample)
    became = Complaint.objects.filter(pk__in=ids, state__in=BECAME_CASE).count()
    judged = list(Verdict.objects.filter(sample=sample, complaint__in=ids).values_list("should", "became_case"))
    should = [was_case for finding, was_case in judged if finding == Should.YES]
    return SampleFigures(count, len(ids), became, len(judged), len(should), should.count(False))
