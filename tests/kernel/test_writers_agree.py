"""One decision path, two writers: the same acts give the same rows, entries, refusals and figures by either.

Every procedure of the project is tried, with acts drawn at random: valid and invalid, on fresh and on used records.
"""

from __future__ import annotations

import copy
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache
from hashlib import sha256
from random import Random
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import orjson
import pytest
from django.contrib.postgres.fields import ArrayField
from django.db import connection, models, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hasila.assurance import sealed
from hasila.assurance.sealed import Sealed
from hasila.institution.career import Officer
from hasila.institution.roles import Role
from hasila.institution.units import Unit
from hasila.kernel import procedures
from hasila.kernel.access import SYSTEM
from hasila.kernel.indicators import Tally
from hasila.kernel.indicators import registry as indicators
from hasila.kernel.many import perform_many
from hasila.kernel.perform import Door, perform
from hasila.kernel.procedures import Act, Procedure, Transition
from hasila.kernel.records import new_id
from hasila.kernel.refusals import Refused
from hasila.plain.moments import micros
from tests.beginnings import beginning
from tests.drawn import examples
from tests.kernel.conftest import NOW, people

DOOR = Door(clock=lambda: micros(NOW), salts=lambda n: bytes(n))
PROCEDURES = sorted(procedures.registry)


@pytest.fixture(autouse=True)
def alike(monkeypatch: pytest.MonkeyPatch) -> None:
    """Seals of one text are alike here, as salts are: each would have a key of its own."""
    monkeypatch.setattr(
        sealed, "seal", lambda text, about, record: Sealed(sealed.MARK + sha256(about + text.encode()).hexdigest())
    )


@beginning
def cast() -> SimpleNamespace:
    service = people()
    service.actors = {str(role): service.holder(role) for role in Role}
    service.officers = list(Officer.objects.values_list("id", flat=True))
    service.units = list(Unit.objects.values_list("id", flat=True)[:40])
    return service


def value(chance: Random, field: models.Field, cast: SimpleNamespace, known: dict[str, list[UUID]]) -> Any:
    """A value that a person might send for a field: mostly fit, now and then not."""
    if chance.random() < 0.04:
        return chance.choice(["", "\u202e!", "٣", "x" * 300, "2026-13-01", 10**12, None])
    if isinstance(field, models.ForeignKey):
        target = field.related_model
        if target is Officer:
            return chance.choice(cast.officers)
        if target is Unit:
            return chance.choice(cast.units)
        if target._meta.label in known:
            return chance.choice(known[target._meta.label] or [new_id(NOW, chance.randbytes(10))])
        keys = list(target._default_manager.values_list("pk", flat=True)[:20])
        return chance.choice(keys) if keys else None
    if field.choices:
        return chance.choice([code for code, _label in field.flatchoices])
    if isinstance(field, ArrayField):
        return [value(chance, field.base_field, cast, known) for _ in range(chance.randrange(3))]
    if isinstance(field, models.BooleanField):
        return chance.random() < 0.5
    if isinstance(field, models.IntegerField):
        return chance.choice([0, 1, 2, 5, 40, 2023, 2024, 2025, 1500])
    if isinstance(field, models.DateTimeField):
        return NOW - timedelta(days=chance.randrange(400), minutes=chance.randrange(1000))
    if isinstance(field, models.DateField):
        return date(
            chance.choice([1970, 1985, 1999, 2010, 2024, 2026]), chance.randrange(1, 13), chance.randrange(1, 28)
        )
    if isinstance(field, models.UUIDField):
        return chance.choice(cast.officers)
    if isinstance(field, models.JSONField):
        return {}
    length = field.max_length or 60
    return chance.choice(["نص قصير", "Text", f"AB{chance.randrange(200)}", f"{chance.randrange(10**6):06d}"])[:length]


def draw(chance: Random, procedure: type[Procedure], cast: Any, known: dict[str, list[UUID]], at: datetime) -> Act:
    """An act on a procedure: an opening, or a step that mostly fits the record's state."""
    mine = known.setdefault(procedure.record._meta.label, [])
    steps = [t for t in procedure.transitions.values() if not t.opens]
    if not mine or not steps or chance.random() < 0.3:
        transition = chance.choice(procedure.openings())
        record_id = new_id(at, chance.randbytes(10))
        mine.append(record_id)
    else:
        record_id = chance.choice(mine)
        state = procedure.record._default_manager.filter(pk=record_id).values_list("state", flat=True).first()
        fitting = [t for t in steps if state in t.source_names and not t.consequent]
        transition = chance.choice(fitting if fitting and chance.random() < 0.85 else steps)
    data = {name: value(chance, a.model_field, cast, known) for name, a in transition.asked.items() if a.required}
    data |= {
        name: value(chance, a.model_field, cast, known)
        for name, a in transition.asked.items()
        if not a.required and chance.random() < 0.5
    }
    role = (
        chance.choice(sorted(transition.roles))
        if transition.roles and chance.random() < 0.9
        else str(chance.choice(list(Role)))
    )
    actor = cast.actors.get(role, SYSTEM)
    if transition.subjects and chance.random() < 0.5:
        subject = transition.subjects[0]
        actor = data.get(subject) or actor
        if not transition.opens:
            stored = (
                procedure.record._default_manager.filter(pk=record_id).values_list(f"{subject}_id", flat=True).first()
            )
            actor = stored or actor
    if not isinstance(actor, UUID):
        actor = cast.officers[0]
    key = f"k{chance.randrange(30)}" if chance.random() < 0.1 else None
    return Act(
        transition,
        record_id=record_id,
        actor=actor,
        data=data,
        occurred_at=at,
        unit_id=chance.choice(cast.units),
        key=key,
    )


def tables() -> list[str]:
    return sorted({p.record._meta.db_table for p in procedures.registry.values()})


def snapshot() -> dict[str, Any]:
    """Rows of every record, entries keyed by record and version, and folded figures."""
    found: dict[str, Any] = {}
    with connection.cursor() as cursor:
        each = (f"SELECT '{table}' AS t, id, to_jsonb(r)::text FROM \"{table}\" r" for table in tables())
        cursor.execute(f"{' UNION ALL '.join(each)} ORDER BY t, id")
        for table, _id, row in cursor.fetchall():
            found.setdefault(table, []).append(row)
        cursor.execute("SELECT id, header, header_salt, record_id, record_version, leaf_hash FROM ledger_entry")
        rows = cursor.fetchall()
        cursor.execute("SELECT entry_id, body FROM ledger_content")
        bodies = dict(cursor.fetchall())
    places = {entry: (record, version) for entry, _h, _s, record, version, _l in rows}
    entries = {}
    for entry, header, _salt, record, version, _leaf in rows:
        head = orjson.loads(bytes(header))
        head["cause"] = places[UUID(head["cause"])] if head["cause"] else None
        del head["id"]
        entries[(record, version)] = (head, bytes(bodies[entry]))
    found["entries"] = entries
    return found


def figures() -> dict[str, int]:
    """Counts and sums of the acts that were done, counted from the entries of this transaction (`test_figures`
    compares the folded cells). Where none of its acts was done, a figure has nothing to count.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT act FROM ledger_entry")
        done = {row[0] for row in cursor.fetchall()}
    touched = {
        key: i for key, i in indicators.items() if isinstance(i, Tally) and done & {step.key for step in corrected(i)}
    }
    return {key: i.recount(NOW.year) for key, i in touched.items()}


@cache
def corrected(tally: Tally) -> set[Transition]:
    """The steps that a tally counts, and those that take them back."""
    back = {step for step in procedures.transitions.values() if step.corrects in tally.of}
    return {*tally.of, *back}


@pytest.mark.parametrize("key", PROCEDURES)
@settings(max_examples=examples(2), deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 2**32), batch=st.sampled_from([1, 3, 7, 1000]))
def test_both_writers_agree(key: str, cast: SimpleNamespace, seed: int, batch: int) -> None:
    chance = Random(seed)
    procedure = procedures.registry[key]
    others = [p for name, p in procedures.registry.items() if name != key]
    known: dict[str, list[UUID]] = {Officer._meta.label: list(cast.officers)}
    acts: list[Act] = []
    one_by_one: list[tuple[int, list[str]]] = []
    point = transaction.savepoint()
    for index in range(24):
        chosen = procedure if chance.random() < 0.85 or not others else chance.choice(others)
        act = draw(chance, chosen, cast, known, NOW - timedelta(days=20) + timedelta(minutes=index))
        acts.append(replace(act, data=copy.deepcopy(act.data)))  # of a step there is one
        try:
            perform(
                act.transition, act.record_id, actor=act.actor, data=act.data, unit=act.unit_id,
                occurred_at=act.occurred_at, key=act.key, door=DOOR,
            )  # fmt: skip
        except Refused as refused:
            one_by_one.append((index, [r.code for r in refused.refusals]))
    first = (snapshot(), figures())
    transaction.savepoint_rollback(point)
    in_batches: list[tuple[int, list[str]]] = []
    perform_many(
        acts, batch=batch, door=DOOR,
        on_refused=lambda index, _act, reasons: in_batches.append((index, [r.code for r in reasons])),
    )  # fmt: skip
    second = (snapshot(), figures())
    transaction.savepoint_rollback(point)
    assert in_batches == one_by_one
    assert second[0] == first[0]
    assert second[1] == first[1]
