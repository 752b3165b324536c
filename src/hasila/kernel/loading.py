"""Loading: everything that a batch of acts reads, in a constant number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import UUID

import psycopg
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models.base import ModelState

from hasila.kernel.access import Grant, authority
from hasila.kernel.procedures import Act, Transition, transitions
from hasila.kernel.records import Record
from hasila.kernel.rows import fetch


class Slot:
    """A record that a batch holds once, however many acts fall on it."""

    __slots__ = ("base", "dirty", "record", "reindexed", "seen")

    def __init__(self, record: Record, base: int) -> None:
        self.record = record
        self.base = base
        self.dirty = False
        self.reindexed = False
        self.seen = record.version


def _copied(record: Record) -> Record:
    """A copy that can be changed while the original is being written."""
    copy = record.__class__.__new__(record.__class__)
    copy.__dict__.update(record.__dict__)
    state = copy._state = ModelState()
    state.adding, state.db = False, record._state.db
    state.fields_cache = dict(record._state.fields_cache)
    return copy


class Work:
    """The working set of one transaction: records by identifier, related objects, powers, decided drafts.

    `overlay` holds the records of a batch that is still being written: newer than what the database shows.
    """

    def __init__(self, raw: psycopg.Connection, overlay: dict[UUID, Slot] | None = None) -> None:
        self.raw = raw
        self.overlay = overlay or {}
        self.slots: dict[UUID, Slot] = {}
        self.related: dict[tuple[type[models.Model], Any], models.Model] = {}
        self.grants: dict[UUID, list[Grant]] = {}
        self.drafts: list[Any] = []
        self.keys: list[tuple[Act, bytes, UUID]] = []
        self.numbered: list[tuple[Slot, Any]] = []

    def find(self, model: type[models.Model], key: Any) -> models.Model | None:
        """A related object that was loaded, the locked record itself where the batch holds it."""
        if key is None:
            return None
        slot = (self.slots.get(key) or self.overlay.get(key)) if issubclass(model, Record) else None
        if slot is not None and type(slot.record) is model:
            return slot.record
        return self.related.get((model, key))

    def load(self, pairs: list[tuple[Act, dict[str, Any]]]) -> None:
        """Loads what these acts need: records (locked), records that follow, related objects, powers.

        Args:
            pairs: acts with their cleaned values.
        """
        self.grants = authority().grants({act.actor for act, _values in pairs if act.actor is not None})
        wanted: dict[type[Record], set[UUID]] = defaultdict(set)
        for act, _values in pairs:
            wanted[act.transition.procedure.record].add(act.record_id)  # type: ignore[arg-type]
        self._lock(wanted)
        frontier = [(act.transition, self._seed(act), values) for act, values in pairs]
        while frontier:
            frontier = self._follow(frontier)

    def _seed(self, act: Act) -> Record | None:
        slot = self.slots.get(act.record_id)  # type: ignore[arg-type]
        return slot.record if slot is not None else None

    def _lock(self, wanted: dict[type[Record], set[UUID]]) -> None:
        for model in sorted(wanted, key=lambda m: m._meta.label):
            keys = [key for key in wanted[model] if key not in self.slots]
            if self.overlay:
                for key in keys:
                    if (held := self.overlay.get(key)) is not None:
                        self.slots[key] = Slot(_copied(held.record), held.record.version)
                keys = [key for key in keys if key not in self.slots]
            if keys:
                for record in fetch(self.raw, model, sorted(keys), lock=True):
                    self.slots[record.pk] = Slot(record, record.version)  # type: ignore[arg-type, attr-defined]

    def _follow(
        self,
        frontier: list[tuple[Transition, Record | None, dict[str, Any]]],
    ) -> list[tuple[Transition, Record | None, dict[str, Any]]]:
        """Locks the records that this level's consequences touch, loads its relations; gives the next level."""
        wanted: dict[type[Record], set[UUID]] = defaultdict(set)
        following: list[tuple[Transition, type[Record], UUID]] = []
        for transition, record, values in frontier:
            for consequence in transition.then:
                head, _, rest = consequence.record.partition(".")
                field = transition.procedure.record._meta.get_field(head)
                key = values.get(field.attname) or getattr(record, field.attname, None)  # type: ignore[union-attr]
                if key is not None and not rest:
                    target = transitions[consequence.to]
                    wanted[field.related_model].add(key)  # type: ignore[index]
                    following.append((target, field.related_model, key))  # type: ignore[arg-type]
        self._lock(wanted)
        self._relate(frontier)
        result: list[tuple[Transition, Record | None, dict[str, Any]]] = []
        for target, _model, key in following:
            slot = self.slots.get(key)
            result.append((target, slot.record if slot else None, {}))
        return result if any(t.needs or t.then for t, _r, _v in result) else []

    def _relate(self, frontier: Iterable[tuple[Transition, Record | None, dict[str, Any]]]) -> None:
        """Loads the relations that guards and effects declared, one query for each model and level."""
        level: list[tuple[Any, type[models.Model], dict[str, Any], tuple[str, ...]]] = [
            (record, transition.procedure.record, values, transition.needs)
            for transition, record, values in frontier
            if transition.needs
        ]
        while level:
            keys: dict[type[models.Model], set[Any]] = defaultdict(set)
            points: list[tuple[Any, models.ForeignKey, Any, tuple[str, ...]]] = []
            for instance, model, values, paths in level:
                heads: dict[str, list[str]] = defaultdict(list)
                for path in paths:
                    head, _, rest = path.partition(".")
                    heads[head].append(rest)
                for head, rests in heads.items():
                    try:
                        field = model._meta.get_field(head)
                    except FieldDoesNotExist:
                        continue
                    if not isinstance(field, models.ForeignKey):
                        continue
                    deeper = tuple(rest for rest in rests if rest)
                    both = {values.get(field.attname), getattr(instance, field.attname, None)} - {None}
                    for key in both:
                        points.append((instance, field, key, deeper))
                        if self.find(field.related_model, key) is None:  # type: ignore[arg-type]
                            keys[field.related_model].add(key)  # type: ignore[index]
            for model, missing in keys.items():
                for found in fetch(self.raw, model, list(missing), lock=False):
                    self.related[(model, found.pk)] = found
            level = []
            for instance, field, key, deeper in points:
                target = self.find(field.related_model, key)  # type: ignore[arg-type]
                if target is None:
                    continue
                if instance is not None and getattr(instance, field.attname) == key:
                    instance._state.fields_cache[field.name] = target
                if deeper:
                    level.append((target, type(target), {}, deeper))
