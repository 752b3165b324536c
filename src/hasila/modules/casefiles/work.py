"""What waits in a unit: queues of files, read by keyset pages; who has how much; what a figure says of the unit."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import CharField, Count, Q, QuerySet, Sum, Value
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hasila.institution import law
from hasila.institution.career import Officer
from hasila.institution.mandates import running
from hasila.institution.roles import Role
from hasila.institution.units import Unit
from hasila.kernel.access import Actor, visible
from hasila.modules.casefiles.case_file import LIVE, CaseFile
from hasila.modules.casefiles.case_files import CaseFiles
from hasila.modules.casefiles.case_rules import INQUIRE
from hasila.modules.casefiles.referral import Referral
from hasila.modules.casefiles.referrals import Referrals
from hasila.modules.casefiles.tasks import Task, Tasks
from hasila.plain.moments import end_of_day, from_micros, micros

WORKERS = (Role.JUDICIAL_OFFICER, Role.MINORS_OFFICER, Role.UNIT_CHIEF)
PAGE, COUNTED = 40, 99
SHOWN = (
    "id", "reference", "state", "version", "unit_id", "offence", "level", "urgency", "opened_at", "acted_at",
    "investigator_id", "happened_at", "suspects", "minors", "unguarded", "for_minors", "unsigned", "written_records",
    "unsealed", "exhibits", "in_custody", "open_tasks", "office", "on_paper",
)  # fmt: skip


@dataclass(frozen=True)
class Scope:
    """Whose work is looked at: the reader's, and that of some units on a day."""

    actor: Actor
    units: list[int] | None
    day: date

    def files(self) -> QuerySet[CaseFile]:
        """The files of the units that the reader may see."""
        return self.within(visible(CaseFiles, self.actor, self.day))

    def within(self, rows: QuerySet) -> QuerySet:
        """Rows of these units."""
        return rows if self.units is None else rows.filter(unit_id__in=self.units)

    @property
    def silent_before(self) -> datetime:
        """Files without an act since this moment are silent."""
        days = int(law.value("casefiles.silence", self.day))
        return end_of_day(self.day - timedelta(days=days))


@dataclass(frozen=True)
class Queue:
    """One list of files.

    Attributes:
        code: in the address. label: what people read. empty: what will stand there. rows: the files. by: the fields
            that order it, a descending one with a minus; the last is always the identifier.
    """

    code: str
    label: Any
    empty: Any
    rows: Callable[[Scope], QuerySet[Any]]
    by: tuple[str, ...] = ("id",)


def _mine(scope: Scope) -> QuerySet[CaseFile]:
    return visible(CaseFiles, scope.actor, scope.day).filter(LIVE, investigator=scope.actor.id)


def _due(scope: Scope) -> QuerySet[Task]:
    return scope.within(visible(Tasks, scope.actor, scope.day)).filter(state="open")


def _silent(scope: Scope) -> QuerySet[CaseFile]:
    return scope.files().filter(LIVE, acted_at__lt=scope.silent_before)


def _to_approve(scope: Scope) -> QuerySet[Referral]:
    return scope.within(visible(Referrals, scope.actor, scope.day)).filter(state="prepared")


QUEUES: dict[str, Queue] = {
    queue.code: queue
    for queue in (
        Queue("mine", _("My files"), _("Files that the head of the unit assigns to you stand here."), _mine, ("-id",)),
        Queue(
            "unit",
            _("Open files of the unit"),
            _("Files under inquiry stand here, the oldest first."),
            lambda scope: scope.files().filter(LIVE),
        ),
        Queue(
            "nobody",
            _("With nobody"),
            _("Files that no officer is in charge of stand here until the head of the unit assigns them."),
            lambda scope: scope.files().filter(LIVE, investigator__isnull=True),
        ),
        Queue(
            "due",
            _("By deadline"),
            _("Acts of investigation with a deadline stand here, the nearest first."),
            _due,
            ("due_at", "id"),
        ),
        Queue(
            "silent",
            _("Silent"),
            _("Open files without an act for long stand here, the longest silent first."),
            _silent,
            ("acted_at", "id"),
        ),
        Queue(
            "returned",
            _("Sent back"),
            _("Files that the prosecution sent back with instructions stand here until they are handed over again."),
            lambda scope: scope.files().filter(state="returned"),
        ),
        Queue(
            "prosecution",
            _("At the prosecution"),
            _("Files that were handed over and not decided yet stand here, the longest waiting first."),
            lambda scope: scope.files().filter(state="referred"),
            ("acted_at", "id"),
        ),
        Queue(
            "approve",
            _("To be approved"),
            _("Referrals that officers have prepared stand here until the head of the unit approves them."),
            _to_approve,
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
    rows = queue.rows(scope)
    rows = rows.filter(_beyond(queue, before or after, back=back)) if before or after else rows
    if rows.model is CaseFile:
        rows = rows.select_related("investigator", "unit").only(*SHOWN, *_NAMES)
    elif rows.model is Task:
        rows = rows.select_related("case", "owner", "unit").defer("search", "trail", *_case_texts())
    else:
        rows = rows.select_related("case", "unit").defer("search", *_case_texts())
    order = [_turned(name) for name in queue.by] if back else queue.by
    found = list(rows.order_by(*order)[: size + 1])
    more, found = len(found) > size, found[:size]
    if back:
        found.reverse()
    ends = (_key(queue, found[-1]) if found and (back or more) else "", _key(queue, found[0]) if found else "")
    return Page(found, ends[0], ends[1] if (more if back else bool(after)) else "")


_NAMES = (
    "investigator__arabic_name", "investigator__latin_name", "investigator__registration_number", "unit__arabic",
    "unit__french", "unit__code",
)  # fmt: skip


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
    parts = [
        QUEUES[code].rows(scope).order_by().annotate(queue=Cast(Value(code), CharField())).values_list("queue")
        for code in codes
    ]
    limited = [part[: COUNTED + 1] for part in parts]
    found = dict.fromkeys(codes, 0)
    for (code,) in limited[0].union(*limited[1:], all=True) if limited else ():
        found[code] += 1
    return found


@dataclass
class Load:
    """How much an officer has: open files, of them silent ones, persons held in them, acts past their deadline."""

    officer: Officer
    files: int = 0
    silent: int = 0
    held: int = 0
    overdue: int = 0


def loads(scope: Scope, unit: Unit) -> list[Load]:
    """The officers of a unit by what they have, the least first: two queries.

    Those with a mandate over this very unit, and those who have a file of it.
    """
    number, silent = Count("id"), Count("id", filter=Q(acted_at__lt=scope.silent_before))
    files = scope.files().filter(LIVE, investigator__isnull=False).order_by().values_list("investigator")
    late = visible(Tasks, scope.actor, scope.day).filter(state="open", due_at__lt=timezone.now(), owner__isnull=False)
    tasks = scope.within(late).order_by().values_list("owner")
    has = files.annotate(a=number, b=silent, c=Sum("in_custody"), d=Value(0)).union(
        tasks.annotate(a=Value(0), b=Value(0), c=Value(0), d=number), all=True
    )
    had: dict[UUID, list[int]] = {}
    for officer, *numbers in has:
        had[officer] = [sum(pair) for pair in zip(had.get(officer, [0] * 4), numbers, strict=True)]
    inquires = running(scope.day).filter(role__in=[str(role) for role in INQUIRE], unit=unit)
    officers = Officer.objects.filter(Q(pk__in=inquires.values("officer")) | Q(pk__in=list(had)))
    found = [Load(officer, *had.get(officer.pk, [0] * 4)) for officer in officers.defer("search", "trail")]
    return sorted(found, key=lambda load: (load.files, load.overdue, load.officer.registration_number))


def age(moment: datetime, day: date) -> int:
    """Whole days from a moment to the end of a day."""
    return max(0, (day - moment.astimezone(UTC).date()).days)
