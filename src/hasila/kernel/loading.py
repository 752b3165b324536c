"""Loading: everything that a batch of acts reads, in a constant number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cache
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

    `overlay` holds the records of a batch that is still being written: newer than what the database shows. An
    `optimistic` one locks nothing and counts on the version that the writer compares.
    """

    def __init__(
        self,
        raw: psycopg.Connection,
        overlay: dict[UUID, Slot] | None = None,
        *,
        optimistic: bool = False,
        trusting: bool = False,
    ) -> None:
        self.raw = raw
        self.locking = not optimistic
        self.trusting = trusting  # powers as they were last read, with a stamp that the writing checks
        self.stamp: UUID | None = None
        self.recorded_at = 0
        self.staged: list[tuple[Any, int, int]] = []  # tables, rows and fresh rows among them
        self.rest: list[Any] = []  # lines that must wait until these are written
        self.empowered: set[UUID] = set()  # whose powers these acts change: nobody's act is decided by both
        self.begun = 0  # drafts before the act that is being decided
        self.overlay = overlay or {}
        self.slots: dict[UUID, Slot] = {}
        self.related: dict[tuple[type[models.Model], Any], models.Model] = {}
        self.grants: dict[UUID, list[Grant]] = {}
        self.powers: dict[tuple, UUID] = {}
        self.drafts: list[Any] = []
        self.keys: list[tuple[Act, bytes, UUID]] = []
        self.numbered: list[tuple[Slot, Any]] = []

    def find(self, model: type[models.Model], key: Any) -> models.Model | None:
        """A related object that was loaded, the locked record itself where the batch holds it."""
        if key is None:
            return None
        if issubclass(model, Record):
            slot = self.slots.get(key) or self.overlay.get(key)
            if slot is not None and type(slot.record) is model:
                return slot.record
        return self.related.get((model, key))

    def demand(self, model: type[models.Model], key: Any) -> models.Model | None:
        """A related object that could not be foreseen: the content of a consequence names it."""
        found = self.find(model, key)
        if found is None and key is not None:
            for found in fetch(self.raw, model, [key], lock=False):
                self.related[(model, key)] = found
        return found

    def load(self, pairs: list[tuple[Act, dict[str, Any]]]) -> None:
        """Loads what these acts need: records (locked), records that follow, related objects, powers.

        Args:
            pairs: acts with their cleaned values.
        """
        wanted: dict[type[Record], set[UUID]] = defaultdict(set)
        for act, _values in pairs:
            if not act.fresh:
                wanted[act.transition.procedure.record].add(act.record_id)  # type: ignore[arg-type]
        self.hold(wanted)
        actors = {act.actor for act, _values in pairs if act.actor is not None}
        if self.trusting:
            self.grants, self.stamp = authority().known(actors)
        else:
            self.grants = authority().grants(actors)
        # What a record's earlier acts in the batch supply counts for its later ones: it may only be opened here.
        supplied: dict[UUID | None, dict[str, Any]] = {}
        frontier: list[tuple[Transition, Record | None, dict[str, Any]]] = []
        for act, values in pairs:
            before = supplied.get(act.record_id)
            known = values if before is None else {**before, **values}
            if act.transition.opens and "unit" in act.transition.needs:
                known = {**known, "unit_id": act.unit_id}
            supplied[act.record_id] = known
            slot = self.slots.get(act.record_id)  # type: ignore[arg-type]
            frontier.append((act.transition, slot.record if slot else None, known))
        while frontier:
            frontier = self._follow(frontier)

    def _missing(self, wanted: dict[type[Record], set[UUID]]) -> dict[type[Record], list[UUID]]:
        """The records to load, by model in a fixed order; those being written come from the overlay."""
        found = {}
        for model in sorted(wanted, key=lambda m: m._meta.label):
            keys = [key for key in wanted[model] if key not in self.slots]
            if self.overlay:
                for key in keys:
                    if (held := self.overlay.get(key)) is not None:
                        self.slots[key] = Slot(_copied(held.record), held.record.version)
                keys = [key for key in keys if key not in self.slots]
            if keys:
                found[model] = keys
        return found

    def hold(self, wanted: dict[type[Record], set[UUID]]) -> None:
        """Loads records that the batch may change, where it doesn't hold them already."""
        for model, keys in self._missing(wanted).items():
            for record in fetch(self.raw, model, sorted(keys), lock=self.locking):
                self.slots[record.pk] = Slot(record, record.version)  # type: ignore[arg-type, attr-defined]

    def _follow(
        self, frontier: list[tuple[Transition, Record | None, dict[str, Any]]]
    ) -> list[tuple[Transition, Record | None, dict[str, Any]]]:
        """Locks the records that this level's consequences touch, loads its relations; gives the next level."""
        wanted: dict[type[Record], set[UUID]] = defaultdict(set)
        following: list[tuple[Transition, type[Record], UUID]] = []
        for transition, record, values in frontier:
            for consequence in (c for c in transition.then if isinstance(c.to, str)):
                head, _, rest = consequence.record.partition(".")
                field = transition.procedure.record._meta.get_field(head)
                key = values.get(field.attname) or getattr(record, field.attname, None)  # type: ignore[union-attr]
                if key is not None and not rest:
                    target = transitions[consequence.to]  # type: ignore[index]
                    wanted[field.related_model].add(key)  # type: ignore[index]
                    following.append((target, field.related_model, key))  # type: ignore[arg-type]
        self.hold(wanted)
        self._relate(frontier)
        result: list[tuple[Transition, Record | None, dict[str, Any]]] = []
        for target, _model, key in following:
            slot = self.slots.get(key)
            result.append((target, slot.record if slot else None, {}))
        return result if any(t.needs or t.then for t, _r, _v in result) else []

    def _relate(self, frontier: Iterable[tuple[Transition, Record | None, dict[str, Any]]]) -> None:
        """Loads the relations that guards and effects declared, one query for each model and level."""
        groups: dict[tuple[type[models.Model], tuple[str, ...]], list[tuple[Any, dict[str, Any]]]] = defaultdict(list)
        for transition, record, values in frontier:
            if transition.needs:
                groups[(transition.procedure.record, transition.needs)].append((record, values))
        while groups:
            plans = [
                (field, deeper, members)
                for (model, paths), members in groups.items()
                for field, deeper in _pointers(model, paths)
            ]
            missing: dict[type[models.Model], set[Any]] = defaultdict(set)
            for field, _deeper, members in plans:
                attname = field.attname
                wanted = {values[attname] for _instance, values in members if attname in values}
                wanted |= {instance.__dict__[attname] for instance, _values in members if instance is not None}
                wanted.discard(None)
                model = field.related_model
                missing[model] |= {key for key in wanted if self.find(model, key) is None}
            for model, keys in missing.items():
                for found in fetch(self.raw, model, list(keys), lock=False) if keys else ():
                    self.related[(model, found.pk)] = found
            groups = self._attach(plans)

    def _attach(self, plans: list[tuple[models.ForeignKey, tuple[str, ...], list]]) -> dict:
        """Puts what was loaded on the instances that point to it; gives what the next level must load."""
        deeper_groups: dict[tuple[type[models.Model], tuple[str, ...]], list] = defaultdict(list)
        for field, deeper, members in plans:
            attname, name, model = field.attname, field.name, field.related_model
            for instance, values in members:
                if instance is not None:
                    target = self.find(model, instance.__dict__[attname])
                    if target is not None:
                        instance._state.fields_cache[name] = target
                        if deeper:
                            deeper_groups[(model, deeper)].append((target, {}))
                if deeper and attname in values:
                    target = self.find(model, values[attname])
                    if target is not None:
                        deeper_groups[(model, deeper)].append((target, {}))
        return deeper_groups


@cache
def _pointers(model: type[models.Model], paths: tuple[str, ...]) -> list[tuple[models.ForeignKey, tuple[str, ...]]]:
    """The foreign keys that paths begin with, each with what is read beyond it."""
    heads: dict[str, list[str]] = defaultdict(list)
    for path in paths:
        head, _, rest = path.partition(".")
        heads[head].extend([rest] if rest else [])
    found = []
    for head, rests in heads.items():
        try:
            field = model._meta.get_field(head)
        except FieldDoesNotExist:
            continue
        if isinstance(field, models.ForeignKey):
            found.append((field, tuple(rests)))
    return found
