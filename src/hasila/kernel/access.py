"""Access: who may do what, where and when.

The kernel knows an authority only as a protocol; `settings.HASILA_AUTHORITY` names the class that fills it. A power
is a role **with a mandate over the record's unit** on the day of the act, or a relation to the record.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any, Protocol
from uuid import UUID

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connection, connections, models, transaction
from django.utils.module_loading import import_string

from hasila.plain.moments import today
from hasila.plain.remembered import among
from hasila.plain.statements import command, run

if TYPE_CHECKING:
    from hasila.kernel.procedures import Procedure

SYSTEM = UUID(int=0)
APPLICATION, READER = "hasila_app", "hasila_reader"


@dataclass(frozen=True, slots=True)
class Grant:
    """A role held over a unit and all below it, from one day to another (both included; None is open)."""

    mandate: UUID
    role: str
    path: str
    since: date
    until: date | None

    def runs_on(self, day: date) -> bool:
        """Whether the grant is in force on a day."""
        return self.since <= day and (self.until is None or day <= self.until)


class AuthorityProtocol(Protocol):
    """What the kernel asks of the institution."""

    def grants(self, actors: set[UUID]) -> dict[UUID, list[Grant]]:
        """The grants of these actors, running or not, in one query."""

    def known(self, actors: set[UUID]) -> tuple[dict[UUID, list[Grant]], UUID]:
        """The grants as this process last read them, with the stamp of powers that they belong to. The database
        function `stamp_check`, given the stamp, raises HA003 where powers have changed since.
        """

    stamp_check: str

    def distrust(self) -> None:
        """Forgets the grants that `known` keeps."""

    def path(self, unit_id: int) -> str | None:
        """The path of a unit in the tree (``/1/5/20/``), or None where there is no such unit."""

    # SQL for the fence, of the actor of `hasila_actor()` today. reach: whether they hold one of the `roles` (a text[])
    # over the whole tree, else the units over which they do: 'true{}' or 'false{1,2}'. opened: units that are open
    # besides, as in an emergency. stamp: another one once powers or the tree have changed. held: role and path of each
    # grant. path: that of a `unit` (a bigint). overseers: roles ('{a,b}') that see every act, by header. besides:
    # whether anything is open besides the grants of `held`.
    fence_sql: dict[str, str]

    def units_below(self, paths: Iterable[str]) -> list[int] | None:
        """Identifiers of the units under these paths; None where they cover the whole tree."""

    def role_label(self, role: str) -> Any:
        """What people read for a role."""

    def names(self, actors: Iterable[UUID]) -> dict[UUID, str]:
        """Names of actors in the active language, in one query."""


@cache
def authority() -> AuthorityProtocol:
    """The institution's authority, made once."""
    return import_string(settings.HASILA_AUTHORITY)()


@dataclass
class Actor:
    """Somebody who acts: an identifier, a name and grants.

    `Actor.of(id)` reads the grants; surfaces put one on each request.
    """

    id: UUID | None
    label: str = ""
    grants: list[Grant] = field(default_factory=list)

    @classmethod
    def of(cls, identifier: UUID | None, label: str = "") -> Actor:
        """The actor with their grants of today; an anonymous one has none."""
        if identifier is None:
            return cls(None, label)
        return cls(identifier, label, authority().grants({identifier}).get(identifier, []))

    def roles(self, day: date) -> set[str]:
        """Roles held anywhere on a day."""
        return {grant.role for grant in self.grants if grant.runs_on(day)}

    def paths(self, roles: Iterable[str], day: date) -> list[str]:
        """Paths of the units over which one of these roles is held on a day."""
        wanted = set(roles)
        return [grant.path for grant in self.grants if grant.role in wanted and grant.runs_on(day)]


_roles: dict[type, frozenset[str]] = {}


def roles_of(procedure: type[Procedure]) -> frozenset[str]:
    """Every role that may take a step of a procedure, or read it."""
    if procedure not in _roles:
        named = {role for transition in procedure.transitions.values() for role in transition.roles}
        _roles[procedure] = frozenset(named | {str(role) for role in procedure.readers})
    return _roles[procedure]


def visible(procedure: type[Procedure], actor: Actor, day: date | None = None) -> models.QuerySet:
    """The records of a procedure that an actor may see: those of units under a mandate in a role of the procedure,
    and those that concern the actor and give them a step or a right to read.

    One query; an actor without power sees nothing.
    """
    return reached(procedure, *reach(procedure, actor, day))


def reach(procedure: type[Procedure], actor: Actor, day: date | None = None) -> tuple[UUID | None, list[int] | None]:
    """Who reads a procedure, and in which units under a mandate: None where it is the whole tree."""
    if actor.id is None:
        return None, []
    # Whoever states an emergency reads one register of a unit for some hours (`hasila.assurance.purposes`).
    paths = actor.paths({*roles_of(procedure), f"emergency:{procedure.key}"}, day or today())
    return actor.id, authority().units_below(paths) if paths else []


def reached(procedure: type[Procedure], reader: UUID | None, units: list[int] | None) -> models.QuerySet:
    """The records that a reach opens; what it gives stands in the query as it comes."""
    rows = procedure.record._default_manager.all()
    if units is None:
        return rows
    related = {subject for transition in procedure.transitions.values() for subject in transition.subjects}
    own = models.Q(among("unit", units)) if units else models.Q()
    for name in sorted(related) if reader else ():
        own |= models.Q(**{f"{name}_id": reader})
    return rows.filter(own) if own else rows.none()


def fenced() -> bool:
    """Whether this connection reads behind the fence of the database: as `hasila_reader`, which row security holds."""
    told = connections[DEFAULT_DB_ALIAS].__dict__.get("hasila_fenced")
    return getattr(settings, "HASILA_FENCED", False) if told is None else told


@contextmanager
def _as(role: str, told: str = "") -> Iterator[None]:
    """One transaction, or savepoint, in this role (and told this); the role before comes back with its end."""
    here = connections[DEFAULT_DB_ALIAS]
    before, nested = fenced(), here.in_atomic_block
    with transaction.atomic():
        raw = here.connection
        last = run(raw, "SELECT current_setting('role')")[0][0] if nested else role
        command(raw, f"SET LOCAL ROLE {role}; {told}")  # with its BEGIN a page's first journey
        here.hasila_fenced = role == READER  # type: ignore[attr-defined]
        try:
            yield
            if last != role:  # where nothing is around it the transaction's end brings it back, as an exception does
                command(raw, f"SET LOCAL ROLE {last}")
        finally:
            here.hasila_fenced = before  # type: ignore[attr-defined]


@contextmanager
def _stepped_out() -> Iterator[None]:
    """A savepoint of the reader's transaction with the rights of the door: two journeys, since each page pays them."""
    here = connections[DEFAULT_DB_ALIAS]
    command(here.connection, f"SAVEPOINT hasila_door; SET LOCAL ROLE {APPLICATION}")
    here.hasila_fenced = False  # type: ignore[attr-defined]
    try:
        yield
        command(here.connection, f"SET LOCAL ROLE {READER}; RELEASE SAVEPOINT hasila_door")
    except BaseException:
        here.needs_rollback = False
        command(here.connection, "ROLLBACK TO SAVEPOINT hasila_door; RELEASE SAVEPOINT hasila_door")
        raise
    finally:
        here.hasila_fenced = True  # type: ignore[attr-defined]


def elevated() -> Any:
    """A transaction with the rights of the door, where the connection reads behind the fence; else nothing more."""
    if not fenced():
        return nullcontext()
    return _stepped_out() if connection.in_atomic_block else _as(APPLICATION)


def _told(actor: UUID | None) -> str:
    """Tells who acts, and on which legal day, by `SET LOCAL`: a pooled connection forgets it."""
    return f"SET LOCAL hasila.actor = '{UUID(str(actor)) if actor else ''}'; SET LOCAL hasila.day = '{today()}'"


def acting(actor: UUID | None) -> Any:
    """One transaction behind the fence, whose actor the database knows; an exception rolls it back."""
    return _as(READER, _told(actor))


def identify(actor: UUID | None) -> None:
    """Tells the database who acts, for this transaction only."""
    command(connection.connection, _told(actor))
