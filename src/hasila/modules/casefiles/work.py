"""What waits in a unit: queues of files, read by keyset pages; who has how much; what a figure says of the unit."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, Count, F, Func, OuterRef, Q, QuerySet, Sum, UUIDField, Value
from django.db.models.functions import Cast, Collate, Concat
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hasila.institution import law
from hasila.institution.career import Officer
from hasila.institution.mandates import running
from hasila.institution.roles import Role
from hasila.institution.units import Unit
from hasila.kernel.access import Actor, reach, reached
from hasila.modules.casefiles.case_file import LIVE, CaseFile
from hasila.modules.casefiles.case_files import CaseFiles
from hasila.modules.casefiles.case_rules import INQUIRE
from hasila.modules.casefiles.handovers import Handover, Handovers
from hasila.modules.casefiles.referral import Referral
from hasila.modules.casefiles.referrals import Referrals
from hasila.modules.casefiles.tasks import Task, Tasks
from hasila.modules.casefiles.twice import Twice
from hasila.plain.moments import end_of_day, from_micros, micros
from hasila.plain.remembered import among, planned, remembered

WORKERS = (Role.JUDICIAL_OFFICER, Role.MINORS_OFFICER, Role.UNIT_CHIEF)
PAGE, COUNTED, FEW = 30, 99, 10
SHOWN = (
    "id", "reference", "state", "version", "unit_id", "offence", "level", "urgency", "opened_at", "acted_at",
    "investigator_id", "happened_at", "suspects", "minors", "unguarded", "for_minors", "unsigned", "written_records",
    "unsealed", "exhibits", "in_custody", "open_tasks", "office", "on_paper", "origin", "limit_at", "arrived_at",
    "from_unit_id", "to_unit_id", "sender_id", "grounds", "unanswered",
)  # fmt: skip


@dataclass(frozen=True)
class Scope:
    """Whose work is looked at: the reader's, and that of some units on a day.

    Attributes:
        day: the legal day. reader: who looks. units: whose work; None is all of them. silent_before: files without an
            act since this moment are silent. anywhere: the units in which the reader may see files. files, tasks,
            referrals, handovers: in which of the units looked at; None where it is all of these.
    """

    day: date
    reader: UUID | None
    units: list[int] | None
    silent_before: datetime
    anywhere: list[int] | None
    files: list[int] | None
    tasks: list[int] | None
    referrals: list[int] | None
    handovers: list[int] | None

    @classmethod
    def of(cls, actor: Actor, units: list[int] | None, day: date) -> Scope:
        """What an actor may see of these units on a day."""
        silent_before = end_of_day(day - timedelta(days=int(law.value("casefiles.silence", day))))
        seen = [reach(procedure, actor, day)[1] for procedure in (CaseFiles, Tasks, Referrals, Handovers)]
        # Lists of a hundred units, told twice for each of eleven queues, take longer to read than the rows to count.
        here = [None if units and open_ is not None and set(units) <= set(open_) else open_ for open_ in seen]
        return cls(day, actor.id, units, silent_before, seen[0], *here)

    def own(self) -> QuerySet[CaseFile]:
        """The live files that the reader is in charge of, of whatever unit."""
        return reached(CaseFiles, self.reader, self.anywhere).filter(LIVE, investigator_id=self.reader)

    def all(self) -> QuerySet[CaseFile]:
        """The files of the units that the reader may see."""
        return self._within(reached(CaseFiles, self.reader, self.files))

    def open_tasks(self) -> QuerySet[Task]:
        """The acts of investigation that are to be done."""
        return self._within(reached(Tasks, self.reader, self.tasks)).filter(state="open")

    def prepared(self) -> QuerySet[Referral]:
        """The referrals that wait for the head of the unit."""
        return self._within(reached(Referrals, self.reader, self.referrals)).filter(state="prepared")

    def handed(self) -> QuerySet[Handover]:
        """The files handed to other units that nobody there has accepted yet."""
        return self._within(reached(Handovers, self.reader, self.handovers)).filter(state="waiting")

    def _within(self, rows: QuerySet) -> QuerySet:
        return rows if self.units is None else rows.filter(among("unit", self.units))


@dataclass(frozen=True)
class Queue:
    """One list of files.

    Attributes:
        code: in the address. label: what people read. empty: what will stand there. rows: the files. by: the fields
            that order it, a descending one with a minus; the last is always the identifier. of_units: whether its rows
            are those of the units looked at, and not the reader's wherever they are.
    """

    code: str
    label: Any
    empty: Any
    rows: Callable[[Scope], QuerySet[Any]]
    by: tuple[str, ...] = ("id",)
    of_units: bool = True


QUEUES: dict[str, Queue] = {
    queue.code: queue
    for queue in (
        Queue(
            "mine",
            _("My files"),
            _("Files that the head of the unit assigns to you stand here."),
            Scope.own,
            ("-id",),
            of_units=False,
        ),
        Queue(
            "unit",
            _("Open files of the unit"),
            _("Files under inquiry stand here, the oldest first."),
            lambda scope: scope.all().filter(LIVE),
        ),
        Queue(
            "nobody",
            _("With nobody"),
            _("Files that no officer is in charge of stand here until the head of the unit assigns them."),
            lambda scope: scope.all().filter(LIVE, investigator__isnull=True, arrived_at__isnull=True),
        ),
        Queue(
            "arrived",
            _("Arrived"),
            _("Files from other units stand here, the longest waiting first, until the head of the unit accepts them."),
            lambda scope: scope.all().filter(LIVE, arrived_at__isnull=False),
            ("arrived_at", "id"),
        ),
        Queue(
            "twice",
            _("Entered twice"),
            _("Files in which two entries have one card number stand here until an officer has settled it."),
            lambda scope: scope.all().filter(LIVE, pk__in=Twice.objects.values("case")),
        ),
        Queue(
            "handed",
            _("Handed over, not accepted"),
            _("Files that your unit handed to another one stand here until that unit accepts them or sends them back."),
            Scope.handed,
        ),
        Queue(
            "term",
            _("With a term"),
            _("Letters rogatory and files sent back with a day to be completed by stand here, the nearest first."),
            lambda scope: scope.all().filter(LIVE, limit_at__isnull=False),
            ("limit_at", "id"),
        ),
        Queue(
            "due",
            _("By deadline"),
            _("Acts of investigation with a deadline stand here, the nearest first."),
            Scope.open_tasks,
            ("due_at", "id"),
        ),
        Queue(
            "silent",
            _("Silent"),
            _("Open files without an act for long stand here, the longest silent first."),
            lambda scope: scope.all().filter(LIVE, acted_at__lt=scope.silent_before),
            ("acted_at", "id"),
        ),
        Queue(
            "returned",
            _("Sent back"),
            _("Files that the prosecution sent back with instructions stand here until they are handed over again."),
            lambda scope: scope.all().filter(state="returned"),
        ),
        Queue(
            "prosecution",
            _("At the prosecution"),
            _("Files that were handed over and not decided yet stand here, the longest waiting first."),
            lambda scope: scope.all().filter(state="referred"),
            ("acted_at", "id"),
        ),
        Queue(
            "approve",
            _("To be approved"),
            _("Referrals that officers have prepared stand here until the head of the unit approves them."),
            Scope.prepared,
        ),
    )
}


@dataclass(frozen=True)
class Page:
    """Rows of a queue, and the keys behind which the next page begins and before which the previous one ends; empty
    where there is none.
    """

    rows: list[Any]
    after: str = ""
    before: str = ""


def page(queue: Queue, scope: Scope, after: str = "", before: str = "", size: int = PAGE) -> Page:
    """A keyset page of a queue: the rows behind a key, or those before one.

    Raises:
        ValueError: a key that this queue never gave.
    """
    back = bool(before)
    order = tuple(_turned(name) for name in queue.by) if back else queue.by
    beyond = _beyond(queue, before or after, back=back) if before or after else None
    if queue.of_units and (scope.units is None or len(scope.units) > 1):
        if beyond is None:
            places = _nearest_of_all(*_values(scope), code=queue.code, number=size + 1)
        else:
            places = list(_nearest(queue, scope, order, size + 1, beyond))
        keys = [UUID(place[-36:]) for (place,) in places]
        found = _these(keys, *_values(scope), code=queue.code, order=order) if keys else []
    elif beyond is not None:
        found = list(_rows(queue, scope, order, size + 1, beyond))
    else:
        ask = _first_rows_anew if _own_of_many(scope, queue.code) else _first_rows
        found = ask(*_values(scope), code=queue.code, number=size + 1)
    more, found = len(found) > size, found[:size]
    if back:
        found.reverse()
    ends = (_key(queue, found[-1]) if found and (back or more) else "", _key(queue, found[0]) if found else "")
    return Page(found, ends[0], ends[1] if (more if back else bool(after)) else "")


def _own_of_many(scope: Scope, *codes: str) -> bool:
    """Whether the reader's own files are asked for in many units: a plan for any list of units takes it to be short,
    and looks for them in a longer way.
    """
    return "mine" in codes and (scope.anywhere is None or len(scope.anywhere) > FEW)


def _first(*values: Any, code: str, number: int) -> QuerySet[Any, Any]:
    queue = QUEUES[code]
    return _rows(queue, Scope(*values), queue.by, number, Q())


_first_rows, _first_rows_anew = planned(_first), remembered(_first)


def _rows(queue: Queue, scope: Scope, order: tuple[str, ...], number: int, beyond: Q) -> QuerySet[Any, Any]:
    """The first rows of one unit beyond a key: an index tells which they are, and only those are read."""
    first = queue.rows(scope).filter(beyond).order_by(*order).values("pk")[:number]
    return _with_names(first.model._default_manager.filter(pk__in=first), queue.code).order_by(*order)


@remembered
def _nearest_of_all(*values: Any, code: str, number: int) -> QuerySet[Any, Any]:
    queue = QUEUES[code]
    return _nearest(queue, Scope(*values), queue.by, number, Q())


def _nearest(queue: Queue, scope: Scope, order: tuple[str, ...], number: int, beyond: Q) -> QuerySet[Any, Any]:
    """Where the first rows of several units stand: the moment that orders them, if any, and the identifier, as a text.

    Of each unit only as many are looked at as a page needs, in an index that has them in order; across a command all
    its open files would be sorted for the first ones.
    """
    # What the reader may see is asked of the rows that are read; asked here too it would hide the index's order.
    unasked = replace(scope, units=None, files=None, tasks=None, referrals=None, handovers=None)
    parts: list[Any] = [
        Func(F(name.lstrip("-")), Value("YYYYMMDDHH24MISSUS"), function="to_char", output_field=CharField())
        for name in order[:-1]
    ]
    place = Collate(Concat(*parts, Value("/"), Cast("id", CharField())), "C")
    first = queue.rows(unasked).filter(beyond, unit_id=OuterRef("pk")).order_by(*order)
    each = Func(
        ArraySubquery(first.annotate(stands=place).values("stands")[:number]),
        function="unnest",
        output_field=CharField(),
    )
    units = Unit.objects.all() if scope.units is None else Unit.objects.filter(among("id", scope.units))
    backwards = "-" if order[0].startswith("-") else ""
    return units.order_by().annotate(stands=each).order_by(f"{backwards}stands").values_list("stands")[:number]


@planned
def _these(keys: list[UUID], *values: Any, code: str, order: tuple[str, ...]) -> QuerySet[Any, Any]:
    rows = QUEUES[code].rows(Scope(*values)).filter(among("id", keys, UUIDField))
    return _with_names(rows, code).order_by(*order)


def _with_names(rows: QuerySet[Any, Any], code: str) -> QuerySet[Any, Any]:
    """Rows of a queue with what its page says of them."""
    if rows.model is Handover:
        return rows.select_related("to_unit", "sender").defer("search", "trail")
    if rows.model is CaseFile:
        more = ("from_unit", "sender") if code == "arrived" else ()
        shown = (*SHOWN, *_NAMES, *(_FROM if more else ()))
        return rows.select_related("investigator", *more).only(*shown)
    if rows.model is Task:
        return rows.select_related("case", "owner").defer("search", "trail", *_case_texts())
    return rows.select_related("case").defer("search", *_case_texts())


_NAMES = ("investigator__arabic_name", "investigator__latin_name", "investigator__registration_number")

_FROM = (
    "from_unit__arabic", "from_unit__french", "from_unit__code", "sender__arabic_name", "sender__latin_name",
    "sender__registration_number",
)  # fmt: skip
"""What the list of arrivals shows besides."""


def _case_texts() -> list[str]:
    return [f"case__{name}" for name in ("search", "trail", "facts", "instructions", "grounds", "severed_facts")]


def _key(queue: Queue, row: Any) -> str:
    if len(queue.by) == 1:
        return str(row.pk)
    return f"{micros(getattr(row, queue.by[0]))}.{row.pk}"


def _turned(name: str) -> str:
    return name[1:] if name.startswith("-") else f"-{name}"


def _beyond(queue: Queue, key: str, *, back: bool) -> Q:
    """The rows behind a key in the order of the queue, or before it."""
    way = "lt" if queue.by[0].startswith("-") is not back else "gt"
    if len(queue.by) == 1:
        return Q(**{f"id__{way}": UUID(key)})
    moment, _dot, identifier = key.partition(".")
    name, at = queue.by[0], from_micros(int(moment))
    # The first condition is what the index is entered by; the second leaves out what the page before has shown.
    return Q(**{f"{name}__{way}e": at}) & (Q(**{f"{name}__{way}": at}) | Q(**{f"id__{way}": UUID(identifier)}))


def counts(scope: Scope, codes: Iterable[str]) -> dict[str, int]:
    """How many rows each queue has, up to one more than `COUNTED`: one query."""
    found = dict.fromkeys(codes, 0)
    ask = _in_queues_anew if _own_of_many(scope, *found) else _in_queues
    for (code,) in ask(*_values(scope), codes=tuple(found)):
        found[code] += 1
    return found


def _values(scope: Scope) -> list[Any]:
    """What stands in the queries of a scope."""
    return [getattr(scope, field.name) for field in fields(Scope)]


def _all_queues(*values: Any, codes: tuple[str, ...]) -> QuerySet[Any, Any]:
    scope = Scope(*values)
    parts = [
        QUEUES[code].rows(scope).order_by().annotate(queue=Cast(Value(code), CharField())).values_list("queue")
        for code in codes
    ]
    limited = [part[: COUNTED + 1] for part in parts]
    return limited[0].union(*limited[1:], all=True)


_in_queues, _in_queues_anew = planned(_all_queues), remembered(_all_queues)


@dataclass
class Load:
    """How much an officer has: open files, of them silent ones, persons held in them, acts past their deadline."""

    officer: Officer
    files: int = 0
    silent: int = 0
    held: int = 0
    overdue: int = 0


def loads(scope: Scope, unit: Unit) -> list[Load]:
    """The officers of a unit by what they have, the least first: two queries, three where one of them has a file of it
    and no mandate over this very unit.
    """
    had: dict[UUID, list[int]] = {}
    for officer, *numbers in _had(timezone.now(), *_values(scope)):
        had[officer] = [sum(pair) for pair in zip(had.get(officer, [0] * 4), numbers, strict=True)]
    officers = {officer.pk: officer for officer in _inquiring(unit.pk, scope.day)}
    if others := [officer for officer in had if officer not in officers]:
        officers |= {officer.pk: officer for officer in _these_officers(others)}
    found = [Load(officer, *had.get(officer.pk, [0] * 4)) for officer in officers.values()]
    return sorted(found, key=lambda load: (load.files, load.overdue, load.officer.registration_number))


@planned
def _inquiring(unit: int, day: date) -> QuerySet[Officer]:
    inquire = running(day).filter(role__in=[str(role) for role in INQUIRE], unit=unit)
    return Officer.objects.filter(pk__in=inquire.values("officer")).defer("search", "trail")


@planned
def _these_officers(keys: list[UUID]) -> QuerySet[Officer]:
    return Officer.objects.filter(among("id", keys, UUIDField)).defer("search", "trail")


@remembered
def _had(now: datetime, *values: Any) -> QuerySet[Any, Any]:
    scope = Scope(*values)
    number, silent = Count("id"), Count("id", filter=Q(acted_at__lt=scope.silent_before))
    files = scope.all().filter(LIVE, investigator__isnull=False).order_by().values_list("investigator")
    late = scope.open_tasks().filter(due_at__lt=now, owner__isnull=False)
    tasks = late.order_by().values_list("owner")
    return files.annotate(a=number, b=silent, c=Sum("in_custody"), d=Value(0)).union(
        tasks.annotate(a=Value(0), b=Value(0), c=Value(0), d=number), all=True
    )


def age(moment: datetime, day: date) -> int:
    """Whole days from a moment to the end of a day."""
    return max(0, (day - moment.astimezone(UTC).date()).days)
