"""Mandates: a role over a unit, and all below it, from one day to another. They alone give power.

A mandate is a record: given, lent and ended by acts (`powers`). What the door asks is one prepared statement.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar, cast
from uuid import UUID

import psycopg
from django.db import connection, models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from hasila.assurance.purposes import EMERGENCY
from hasila.institution.accounts import Account
from hasila.institution.career import Officer
from hasila.institution.people import Person
from hasila.institution.posts import Post
from hasila.institution.roles import FOUNDING, FOUNDING_LABEL, INSPECTORS, Role
from hasila.institution.units import WITHOUT_MATTERS, Unit
from hasila.kernel.access import SYSTEM, Grant, authority
from hasila.kernel.records import Record
from hasila.plain.remembered import among, planned
from hasila.plain.statements import run

STAMPED = (
    "SELECT s.value, g.officer_id, g.mandate_id, g.role, g.path, g.since, g.until "
    "FROM institution_stamp s LEFT JOIN institution_grants(%s) g ON true"
)
GRANTS = "SELECT officer_id, mandate_id, role, path, since, until FROM institution_grants(%s)"
FOUNDING_STANDS = "SELECT institution_founding()"
IN_FORCE = ("in_force", "ended")  # states that give power on the days between their dates
# The day that the application told, since the server's time-zone data may be of another year; its own where none was.
TODAY = (
    "coalesce(nullif(current_setting('hasila.day', true), '')::date, (now() AT TIME ZONE 'Africa/Casablanca')::date)"
)
RUNNING = f"""
    FROM institution_grants(ARRAY[hasila_actor()]) g JOIN institution_unit top ON top.path = g.path
   WHERE g.since <= {TODAY} AND (g.until IS NULL OR g.until >= {TODAY})
"""
NAMED = ("arabic_given", "arabic_family", "latin_given", "latin_family")  # all that a page reads of a citizen
KNOWN = 10_000  # actors whose powers a process keeps
TREE_SECONDS = 60.0  # how long a process may go on with a tree that another one has changed


class Kind(models.TextChoices):
    """How a mandate came about."""

    FOUNDED = "founded", _("Founding of the register")
    GIVEN = "given", _("Given")
    REPLACEMENT = "replacement", _("Temporary replacement")
    TAKEN_OVER = "taken_over", _("Taken over from before the register")


class Mandate(Record):
    """An officer holds a role over a unit (`unit`); both days are included, and an open end is None."""

    officer = models.ForeignKey(Officer, models.PROTECT, related_name="mandates", verbose_name=_("Officer"))
    role = models.CharField(_("Role"), max_length=24, choices=Role)
    kind = models.CharField(_("Kind of mandate"), max_length=12, choices=Kind, editable=False)
    post = models.ForeignKey(
        Post, models.PROTECT, null=True, blank=True, related_name="mandates", verbose_name=_("Post")
    )
    from_date = models.DateField(_("From"))
    to_date = models.DateField(
        _("To"),
        null=True,
        blank=True,
        help_text=_("The last day. A replacement has one; else, without one, it runs until it is ended."),
    )
    replaces = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replacements", verbose_name=_("Stands in for")
    )
    source = models.CharField(_("Decision"), max_length=200, blank=True, help_text=_("Number and day of the decision."))
    grounds = models.TextField(_("Grounds"), blank=True)

    class Meta(Record.Meta):
        verbose_name = _("Mandate")
        verbose_name_plural = _("Mandates")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(to_date__isnull=True) | models.Q(to_date__gte=models.F("from_date")),
                name="mandate_ends_after_start",
            ),
            models.UniqueConstraint(fields=["role"], condition=models.Q(kind="founded"), name="mandate_founded_once"),
        ]

    def __str__(self) -> str:
        return f"{self.officer}، {Role(self.role).label}، {self.unit}"

    def runs_on(self, day: date) -> bool:
        """Whether the mandate is in force on a day, as far as the record itself says."""
        return self.state in IN_FORCE and self.from_date <= day and (self.to_date is None or day <= self.to_date)


def running(day: date) -> models.QuerySet[Mandate]:
    """The mandates that give power on a day, by what is known now: of officers in active service, neither proposed
    only nor ended by then.
    """
    last = models.Q(state="in_force") & (models.Q(to_date__isnull=True) | models.Q(to_date__gte=day))
    return Mandate.objects.filter(
        last | models.Q(state="ended", to_date__gt=day), from_date__lte=day, officer__state="active"
    )


def holds(officer: UUID, roles: Iterable[str], unit_id: int, day: date) -> bool:
    """Whether somebody holds one of these roles over a unit on a day, by the powers that this process knows. An act
    whose guard asks this is decided again where powers have changed since they were read.
    """
    path, wanted = authority().path(unit_id), {str(role) for role in roles}
    grants = authority().known({officer})[0].get(officer, [])
    return path is not None and any(
        grant.role in wanted and path.startswith(grant.path) and grant.runs_on(day) for grant in grants
    )


def standing_in(mandates: Iterable[UUID]) -> dict[str, str]:
    """Of these mandates the replacements, as headers name them, each with the name of the officer stood in for: one
    query, none where no mandate is named.
    """
    wanted = set(mandates)
    if not wanted:
        return {}
    found = _replacing(list(wanted))
    return {str(mandate.pk): mandate.replaces.officer.name for mandate in found if mandate.replaces is not None}


@planned
def _replacing(mandates: list[UUID]) -> models.QuerySet:
    rows = Mandate.objects.filter(among("id", mandates, models.UUIDField), replaces__isnull=False)
    return rows.select_related("replaces__officer")


@planned
def _officers(identifiers: list[UUID], *, field: str) -> models.QuerySet:
    return Officer.objects.filter(among("id", identifiers, models.UUIDField)).values_list("id", field)


def unit_of(identifier: int) -> Unit:
    """A unit as this process last read it, at most a minute ago: pages name some in each row. Not to be changed.

    Raises:
        Unit.DoesNotExist: there is no such unit.
    """
    return cast(Authority, authority()).units(identifier).get(identifier) or Unit.objects.get(pk=identifier)


def unit_at(path: str) -> Unit | None:
    """The unit with this path, open or closed, as this process last read it; None where there is none."""
    return next((unit for unit in cast(Authority, authority()).units().values() if unit.path == path), None)


def has_matters(path: str) -> bool:
    """Whether people bring their matters to the unit of this path, or to one below it."""
    unit = unit_at(path)
    return unit is not None and unit.kind not in WITHOUT_MATTERS


def units_under(paths: Iterable[str]) -> list[Unit]:
    """The open units under these paths, the highest first, as this process last read them. Not to be changed."""
    return cast(Authority, authority()).open_units(tuple(paths))


class Authority:
    """What the kernel asks of the institution (`hasila.kernel.access.AuthorityProtocol`)."""

    stamp_check = "institution_stamp_is"
    fence_sql: ClassVar[dict[str, str]] = {
        # What a path begins is found in the index of paths: of digits and strokes none comes behind a tilde.
        "reach": (
            "WITH held AS MATERIALIZED (SELECT g.path, top.parent_id IS NULL AS whole"
            f" {RUNNING} AND g.role = ANY (roles))"
            " SELECT CASE WHEN EXISTS (SELECT 1 FROM held WHERE whole) THEN 'true{}' ELSE 'false' || coalesce("
            "(SELECT array_agg(DISTINCT u.id) FROM held JOIN institution_unit u "
            "ON u.path ~>=~ held.path AND u.path ~<~ (held.path || '~')), '{}')::text END"
        ),
        "opened": (
            "SELECT coalesce(array_agg(u.id), '{}') FROM hasila_emergencies(roles) e "
            "JOIN institution_unit top ON top.id = e.unit_id JOIN institution_unit u ON starts_with(u.path, top.path)"
        ),
        "stamp": ("SELECT concat(s.value, ' ', (SELECT max(id) FROM institution_unit)) FROM institution_stamp s"),
        "besides": (
            "SELECT EXISTS (SELECT 1 FROM "
            "hasila_emergencies((SELECT array_agg('emergency:' || key) FROM ledger_register)))"
        ),
        "held": f"SELECT DISTINCT g.role::text, g.path::text {RUNNING}",
        "path": "SELECT u.path FROM public.institution_unit u WHERE u.id = unit",
        "overseers": f"{{{','.join((*INSPECTORS, Role.STATISTICIAN))}}}",
        "inspectors": f"{{{','.join(INSPECTORS)}}}",
    }

    def __init__(self) -> None:
        self._paths: dict[int, str] = {}
        self._below: dict[tuple[str, ...], list[int] | None] = {}
        self._units: dict[int, Unit] = {}
        self._open: dict[tuple[str, ...], list[Unit]] = {}
        self._read_at = 0.0
        self._powers: tuple[dict[UUID, list[Grant]], UUID] = {}, SYSTEM

    def known(self, actors: set[UUID]) -> tuple[dict[UUID, list[Grant]], UUID]:
        """The grants as last read, with the stamp of powers that they belong to; one query where they are not known."""
        known, stamp = self._powers
        if actors <= known.keys():
            return known, stamp
        connection.ensure_connection()
        rows = run(connection.connection, STAMPED, [list(actors)])
        known = {**(known if rows[0][0] == stamp and len(known) < KNOWN else {}), **{actor: [] for actor in actors}}
        for _stamp, officer, *grant in rows:
            if officer is not None:
                known[officer].append(Grant(*grant))
        self._powers = known, rows[0][0]
        return self._powers

    def distrust(self) -> None:
        """Forgets the powers that were read."""
        self._powers = {}, SYSTEM

    def grants(self, actors: set[UUID]) -> dict[UUID, list[Grant]]:
        """The grants of these actors, running or not, in one query."""
        found: dict[UUID, list[Grant]] = {}
        if not actors:
            return found
        connection.ensure_connection()
        if SYSTEM in actors and psycopg.Cursor(connection.connection).execute(FOUNDING_STANDS).fetchone()[0]:  # type: ignore[index]
            found[SYSTEM] = [Grant(SYSTEM, FOUNDING, "/", date.min, None)]
        # Every act asks this: a prepared statement costs a third of the same question through the ORM.
        rows = run(connection.connection, GRANTS, [list(actors)])
        for officer, mandate, role, path, since, until in rows:
            found.setdefault(officer, []).append(Grant(mandate, role, path, since, until))
        return found

    def path(self, unit_id: int) -> str | None:
        """The path of a unit, or None where there is no such unit."""
        return self._tree(unit_id).get(unit_id)

    def units_below(self, paths: Iterable[str]) -> list[int] | None:
        """Units under these paths; None where they cover the whole tree."""
        wanted, tree, known = tuple(paths), self._tree(None), self._below  # another thread may begin a new one
        if wanted not in known:
            below = [unit for unit, path in tree.items() if path.startswith(wanted)]
            known[wanted] = None if wanted and len(below) == len(tree) else below
        found = known[wanted]
        return None if found is None else list(found)

    def units(self, wanted: int | None = None) -> dict[int, Unit]:
        """Every unit in the order of paths, as last read with the tree; read again for one that it lacks."""
        self._tree(wanted)
        units = self._units  # another thread may begin a new one
        if not units:
            units = self._units = {unit.id: unit for unit in Unit.objects.order_by("path")}
        return units

    def open_units(self, paths: tuple[str, ...]) -> list[Unit]:
        """The open units under these paths, by path, as last read with the tree."""
        units, known = self.units(), self._open
        if paths not in known:
            known[paths] = [unit for unit in units.values() if unit.closed_on is None and unit.path.startswith(paths)]
        return known[paths]

    def role_label(self, role: str) -> Any:
        """What people read for a role; an unknown code reads as itself."""
        if role.startswith(f"{EMERGENCY}:"):
            return _("Access in an emergency")
        return Role(role).label if role in Role.values else FOUNDING_LABEL if role == FOUNDING else role

    def names(self, actors: Iterable[UUID]) -> dict[UUID, str]:
        """Names of officers and citizens in the active language: one query, a second one where citizens acted."""
        wanted = set(actors)
        arabic = (get_language() or "ar").startswith("ar")
        found = {SYSTEM: str(_("The system"))} if SYSTEM in wanted else {}
        field = "arabic_name" if arabic else "latin_name"
        found.update(_officers(list(wanted - found.keys()), field=field))
        missing = wanted - found.keys()
        if missing:
            named = Person.objects.filter(id__in=missing).only(*NAMED)
            found.update({person.id: person.name for person in named})
            missing = wanted - found.keys()
        if missing:
            found.update(Account.objects.filter(id__in=missing).values_list("id", field))
        return found

    def forget(self) -> None:
        """Reads the tree anew at the next question; called where units are written."""
        self._read_at = 0.0

    def _tree(self, wanted: int | None) -> dict[int, str]:
        """Paths of all units, read again when old, or at once for a unit that it lacks."""
        now = time.monotonic()
        age = now - self._read_at
        if not self._read_at or age > TREE_SECONDS or (wanted is not None and wanted not in self._paths and age > 0.05):
            self._paths, self._below, self._units = dict(Unit.objects.values_list("id", "path")), {}, {}
            self._open = {}
            self._read_at = now
        return self._paths
