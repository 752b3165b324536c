"""Procedures: the lawful life of a record, declared once.

A `Procedure` names the states of a record and the transitions between them: who may take each, under which text,
what it asks for, what is checked, what it sets, what follows from it, by when it is due and which figures it feeds.
Everything that acts on records (pages, API, command line, imports, simulation) derives from it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import KW_ONLY, dataclass
from dataclasses import field as dataclass_field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import UUID

from django.core.exceptions import FieldDoesNotExist
from django.db import models

from hasila.kernel.deadlines import Deadline
from hasila.kernel.refusals import Refusal, Text
from hasila.kernel.registers import Register

if TYPE_CHECKING:
    from hasila.kernel.fields import Asked
    from hasila.kernel.records import Record

Guard = Callable[[Any, "Act"], Refusal | None]
Effect = Callable[[Any, "Act"], None]

registry: dict[str, type[Procedure]] = {}
transitions: dict[str, Transition] = {}

LATE = timedelta(days=30)


def needs(*paths: str) -> Callable[[Callable], Callable]:
    """Declares which related objects a guard, effect, measure or consequence reads, e.g. ``@needs("officer.unit")``.

    The door loads them for a whole batch in a constant number of queries.
    """

    def mark(function: Callable) -> Callable:
        function.needs = paths  # type: ignore[attr-defined]
        return function

    return mark


@dataclass(slots=True)
class Act:
    """One act before, and while, it passes the door: who does what to which record, when, with what content.

    Attributes:
        transition: what is done.
        record_id: the record; for an opening the identifier that the new record gets.
        actor: who acts.
        data: content for the fields that the transition asks for; cleaned by the door.
        occurred_at: when it happened, an aware datetime; None means now.
        unit_id: for an opening, the unit that will own the record.
        key: idempotency key, unique per actor.
        expects: the version of the record that the actor saw.
        cause: the entry that this act follows from.
        note: reason or purpose in coarse words (a code), kept in the header.
    """

    transition: Transition
    record_id: UUID | None = None
    actor: UUID | None = None
    data: dict[str, Any] = dataclass_field(default_factory=dict)
    occurred_at: datetime | None = None
    unit_id: int | None = None
    key: str | None = None
    expects: int | None = None
    cause: UUID | None = None
    note: str = ""
    simulated: bool = False
    fresh: bool = False  # the door made the identifier itself, so there is nothing to load
    claimed: bool = False  # whether the caller said when it happened
    mandate: Any = None
    today: date | None = None
    micros: int = 0


class Declared:
    """What a procedure declares about itself besides states and steps: its indicators."""

    def attach(self, procedure: type[Procedure]) -> None:
        """Told once which procedure declares it."""
        raise NotImplementedError


class State:
    """A state of a record.

    Args:
        label: what people read.
        initial: documentation of where records begin (an opening transition targets it).
        final: nothing leads out of it.
        requires: fields that a record in this state must have; the door and a database CHECK both hold it.
    """

    name: str
    procedure: type[Procedure]

    def __init__(
        self, label: Text, *, initial: bool = False, final: bool = False, requires: Iterable[str] = ()
    ) -> None:
        self.label = label
        self.initial = initial
        self.final = final
        self.requires = tuple(requires)

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __repr__(self) -> str:
        return f"<State {self.name}>"


SAME = State("—")
SAME.name = ""


@dataclass(frozen=True)
class Subject:
    """As a power: the person that the record's field points to (``Subject("officer")`` is record.officer_id)."""

    field: str


@dataclass(frozen=True)
class Consequence:
    """An act on another record that follows from this one, in the same transaction, with an entry naming its cause.

    Attributes:
        to: key of the consequent transition, e.g. ``institution.career.promote``; or a function that gives the
            transition, where the act itself says on which register it falls. An opening makes the other record, in
            the unit of this one.
        record: foreign key of this record that leads to the other; with a function, the field with its identifier.
        data: what the consequent act is given.
        when: whether it follows at all; None means always.
    """

    to: str | Callable[[Any, Act], Transition]
    record: str
    data: Callable[[Any, Act], dict[str, Any]] | None = None
    when: Callable[[Any, Act], bool] | None = None


@dataclass(frozen=True)
class Numbering:
    """A number without gaps, where the law asks for one: per register, unit and year of recording.

    Attributes:
        at: name of the transition at which the number is given.
    """

    at: str


@dataclass(eq=False, repr=False)
class Transition:
    """A step in the life of a record. See the arguments; a mistake in them is refused by system checks at start-up.

    Args:
        label: the step in the imperative, as on its button.
        source: the state or states that it starts from; None opens a record.
        target: the state that it leads to; `SAME` where the record stays in its state.
        by: roles (with a mandate over the record's unit) and `Subject` relations.
        asks: fields that must be given. may: fields that may be given.
        guards: pure functions giving a Refusal or None. effects: functions that set fields of the record.
        not_by: transitions whose actor may not take this one (separation of duties).
        basis: key of the legal text.
        within: the legal term for this step. late: how long after the fact it may be recorded.
        facets: fields (coarse classes, never personal) by which figures break it down.
        measures: numbers that figures sum, computed at the act.
        then: consequences on other records. consequent: True where it only ever follows from another act.
        corrects: the transition whose last entry this one takes back in the figures.
        jobs: names of what is done after the commit (`module.job_name`); handed over in the act's own transaction.
    """

    label: Text
    source: State | Sequence[State] | None
    target: State
    _: KW_ONLY
    by: Sequence[Any] = ()
    asks: Sequence[str] = ()
    may: Sequence[str] = ()
    guards: Sequence[Guard] = ()
    effects: Sequence[Effect] = ()
    not_by: Sequence[Transition] = ()
    basis: str = ""
    within: Deadline | None = None
    late: timedelta | None = LATE
    facets: Sequence[str] = ()
    measures: dict[str, Callable[[Any, Act], int]] = dataclass_field(default_factory=dict)
    then: Sequence[Consequence] = ()
    consequent: bool = False
    corrects: Transition | None = None
    jobs: Sequence[str] = ()
    help: Text = ""

    def __post_init__(self) -> None:
        source = self.source
        self.opens = source is None
        self.sources = () if source is None else ((source,) if isinstance(source, State) else tuple(source))
        self.roles = frozenset(str(power) for power in self.by if not isinstance(power, Subject))
        self.subjects = tuple(power.field for power in self.by if isinstance(power, Subject))
        self.asked: dict[str, Asked] = {}
        self.needs: tuple[str, ...] = ()
        self.heads: frozenset[str] = frozenset()
        self.pointers: tuple[tuple[str, Asked], ...] = ()
        self.reindexes = self.remembered = self.corrected = False

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    @property
    def key(self) -> str:
        """Stable key, e.g. ``personnel.discipline.decide``."""
        return self._key

    def __repr__(self) -> str:
        return f"<Transition {getattr(self, '_key', self.name)}>"

    def bind(self, procedure: type[Procedure]) -> None:
        """Resolves field names against the record; what does not exist is left to the system checks."""
        from hasila.kernel.fields import compile_asked

        self.procedure = procedure
        self._key = f"{procedure.key}.{self.name}"
        self.source_names = frozenset(state.name for state in self.sources)
        self.asked = {}
        for name in (*self.asks, *self.may):
            try:
                model_field: Any = procedure.record._meta.get_field(name)
            except FieldDoesNotExist:
                continue
            self.asked[name] = compile_asked(model_field, required=name in self.asks)
        paths = {path for function in self._functions() for path in getattr(function, "needs", ())}
        paths |= {consequence.record for consequence in self.then if isinstance(consequence.to, str)}
        heads = {path.split(".")[0] for path in procedure.search}
        self.reindexes = self.opens or bool(heads & set(self.asked))
        if self.reindexes:
            paths |= {path.rsplit(".", 1)[0] for path in procedure.search if "." in path}
        # "a.b" loads "a" too, so the shorter path is listed once, before the longer one.
        whole = {".".join(path.split(".")[: i + 1]) for path in paths for i in range(path.count(".") + 1)}
        self.needs = tuple(sorted(whole, key=lambda path: (path.count("."), path)))
        self.heads = frozenset(path for path in self.needs if "." not in path)
        self.pointers = tuple((name, asked) for name, asked in self.asked.items() if asked.target is not None)

    def _functions(self) -> Iterable[Callable]:
        yield from self.guards
        yield from self.effects
        yield from self.measures.values()
        for consequence in self.then:
            yield from (f for f in (consequence.data, consequence.when) if f is not None)


def _snake(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


class Procedure:
    """Subclass it beside its record; the class attributes declare everything.

    Attributes:
        record: the Record subclass. label: title of the register (plural). prefix: letters of the reference.
        version: rises when the rules change. numbered: see `Numbering`.
        sensitive: reading a record states a purpose and leaves an entry. purposes: codes and labels offered.
        readers: roles that may read without a step of their own.
        concerns: foreign keys to the people a record is about; none of them takes a step on it, save as its Subject.
        search: dotted paths of what full-text search reads. register: columns and filters of the list.
        empowers: the attribute with the actor whose powers a record's state changes, where it does.
        directory: whether every reader may see its records in outline (names, units): row security lets them through.
        constraints: names of database constraints and the Refusal each one means.
        personal: fields that an erasure empties; None means every free text and every person. retention: when.
    """

    record: ClassVar[type[Record]]
    label: ClassVar[Text] = ""
    prefix: ClassVar[str] = "REC"
    version: ClassVar[int] = 1
    numbered: ClassVar[Numbering | None] = None
    sensitive: ClassVar[bool] = False
    purposes: ClassVar[dict[str, Text]] = {}
    readers: ClassVar[tuple[Any, ...]] = ()
    directory: ClassVar[bool] = False
    empowers: ClassVar[str] = ""
    concerns: ClassVar[tuple[str, ...]] = ()
    search: ClassVar[tuple[str, ...]] = ()
    register: ClassVar[Register] = Register()
    constraints: ClassVar[dict[str, Refusal]] = {}
    personal: ClassVar[tuple[str, ...] | None] = None
    retention: ClassVar[Any] = None

    key: ClassVar[str]
    states: ClassVar[dict[str, State]]
    transitions: ClassVar[dict[str, Transition]]
    indicators: ClassVar[dict[str, Any]]
    deadlines: ClassVar[dict[str, list[Transition]]]
    checked: ClassVar[set[str]]  # constraints that the door holds itself
    watched: ClassVar[bool] = False  # whether the database alone holds some rule, so that it must see every version

    def __init_subclass__(cls) -> None:
        own = vars(cls)
        cls.states = {name: value for name, value in own.items() if isinstance(value, State)}
        cls.transitions = {name: value for name, value in own.items() if isinstance(value, Transition)}
        cls.indicators = {name: value for name, value in own.items() if isinstance(value, Declared)}
        cls.key = f"{cls.record._meta.app_label}.{_snake(cls.__name__)}"
        for state in cls.states.values():
            state.procedure = cls
        for transition in cls.transitions.values():
            transition.procedure = cls
            transition._key = f"{cls.key}.{transition.name}"
        for indicator in cls.indicators.values():
            indicator.attach(cls)
        cls.record.procedure = cls
        registry[cls.key] = cls
        _require_by_state(cls)

    @classmethod
    def openings(cls) -> list[Transition]:
        """The transitions that open a record."""
        return [transition for transition in cls.transitions.values() if transition.opens]

    @classmethod
    def bind(cls) -> None:
        """Resolves names once every model is loaded."""
        remembered: set[Transition] = set()
        for transition in cls.transitions.values():
            transition.bind(cls)
            transitions[transition.key] = transition
            remembered.update(transition.not_by)
            if transition.corrects is not None:
                remembered.add(transition.corrects)
                transition.corrects.corrected = True
            if transition.within is not None and transition.within.since is not None:
                remembered.add(transition.within.since)
        for transition in cls.transitions.values():
            transition.remembered = transition in remembered
        cls.watched = any(constraint.name not in cls.checked for constraint in cls.record._meta.constraints) or any(
            (field.unique and not field.primary_key)
            or (field.name in t.asked and field.many_to_one and field.name not in t.heads)
            for field in cls.record._meta.concrete_fields
            for t in cls.transitions.values()
        )
        cls.deadlines = {
            state.name: [t for t in cls.transitions.values() if t.within is not None and state in t.sources]
            for state in cls.states.values()
        }


def _require_by_state(procedure: type[Procedure]) -> None:
    """Gives the record's table a unique reference and a CHECK for every field that a state requires, and remembers
    what each constraint means.
    """
    from hasila.kernel.refusals import exists_already, state_requires

    meta = procedure.record._meta
    constraints = list(meta.constraints)
    taken = {constraint.name for constraint in constraints}
    meanings = dict(procedure.constraints)
    once = f"{meta.db_table}_reference"[:63]
    procedure.checked = {once}
    if once not in taken:
        constraints.append(models.UniqueConstraint(fields=["reference"], name=once))
    meanings.setdefault(once, exists_already())
    for state in procedure.states.values():
        for name in state.requires:
            try:
                model_field = meta.get_field(name)
            except FieldDoesNotExist:
                continue
            present = (
                models.Q(**{f"{name}__isnull": False})
                if model_field.null or not isinstance(model_field, models.CharField | models.TextField)
                else ~models.Q(**{name: ""})
            )
            label = f"{meta.db_table}_{state.name}_has_{name}"[:63]
            procedure.checked.add(label)
            meanings.setdefault(label, state_requires(name, state.label))
            if label not in taken:
                constraints.append(models.CheckConstraint(condition=~models.Q(state=state.name) | present, name=label))
    procedure.constraints = meanings
    meta.constraints = constraints
    meta.original_attrs["constraints"] = constraints


def bind_all() -> None:
    """Resolves every declared procedure; called once by the app registry."""
    for procedure in registry.values():
        procedure.bind()
