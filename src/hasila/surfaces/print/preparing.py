"""Long papers are typeset outside the request: whoever asks is told so at once, and has the paper some seconds later.

A short paper costs a request some tenths of a second. One of two hundred pages takes seconds of a processor; made in
the request it would hold a server process, the reader's page, and, since a request is one transaction, the sealer of
the ledger. So its words, as the request has them behind the reader's own fence, are put down sealed; the worker
typesets what was put down, and reads no record itself. The row is named by what the paper says: everybody who asks for
the same shares one, and a paper that would say something else today is another one. So a signed record, which never
changes, is typeset once.

Nothing hangs on a row: it is a copy that can be made again. It goes with the erasure of any record that it repeats
(`hasila.modules.retention`), with the next edition of the same paper, and after `KEPT` without being asked for.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from hasila.institution.jobs import every
from hasila.institution.sealing import Sealer, Shut
from hasila.kernel.access import elevated
from hasila.plain.locks import alone
from hasila.surfaces.print.engine import PrintError, packed, render, typeset
from hasila.surfaces.print.models import Prepared

LONG = 50_000
"""Characters of a paper beyond which it is made outside the request: some twenty pages, a third of a second."""
TRIES = 3
AGAIN = timedelta(minutes=1)
"""After how long what failed is tried anew, where somebody asks for it again."""
LATE = timedelta(minutes=1)
"""How long a paper waits before its page says that the work in the background may stand still."""
KEPT = timedelta(days=90)
SQL = (Path(__file__).parent / "sql" / "prepared.sql").read_text()
_VAULT = Sealer("hasila.print/prepared")
log = logging.getLogger("hasila.print")


@dataclass(frozen=True)
class Paper:
    """What a paper says, before it is typeset.

    Attributes:
        record, name: which paper of which record. template, data, made_at: as for `render`. sources: the records whose
            content stands in it, beside the record itself.
    """

    record: UUID
    name: str
    template: str
    data: dict[str, Any]
    made_at: datetime
    sources: frozenset[UUID] = frozenset()

    @property
    def long(self) -> bool:
        """Whether it takes too long to be made in a request."""
        return _characters(self.data) > LONG

    @property
    def id(self) -> UUID:
        """What names it: the same for everybody to whom it says the same. The code of the proof is left out, since
        each checkpoint of the ledger gives another one.
        """
        said = packed({**self.data, "qr": ""})
        about = f"{self.record}/{self.name}/{self.template}/{said}"
        return UUID(bytes=sha256(about.encode()).digest()[:16], version=5)


class Stage(StrEnum):
    """How far a long paper is: it waits, is being made, has waited for too long, or could not be made."""

    WAITING = "waiting"
    MAKING = "making"
    LATE = "late"
    FAILED = "failed"


@dataclass(frozen=True)
class Waiting:
    """A paper that isn't there yet: how far it is, and how many are made before it."""

    stage: Stage
    ahead: int = 0


def _characters(value: Any) -> int:
    """How much text there is to typeset; the drawing of a code is none."""
    if isinstance(value, dict):
        return sum(_characters(one) for key, one in value.items() if key != "qr")
    if isinstance(value, list | tuple):
        return sum(map(_characters, value))
    return len(value) if isinstance(value, str) else 0


def had(paper: Paper) -> bytes | Waiting:
    """The PDF of a paper: of a short one at once, of a long one where it was made; else it is asked for.

    Raises:
        PrintError: a short one can't be typeset.
    """
    if not paper.long:
        return render(paper.template, paper.data, made_at=paper.made_at)
    identifier = paper.id
    with elevated():
        return _kept(identifier) or _asked(identifier, paper)


def _kept(identifier: UUID) -> bytes | None:
    """A paper that was made; where the site's secret is another one meanwhile, it is forgotten."""
    row = Prepared.objects.filter(pk=identifier, made_at__isnull=False).only("pdf").first()
    if row is None or row.pdf is None:
        return None
    try:
        pdf = _VAULT.unseal(f"{identifier}/pdf", bytes(row.pdf))
    except Shut:
        Prepared.objects.filter(pk=identifier).delete()
        return None
    Prepared.objects.filter(pk=identifier).update(asked_at=timezone.now())
    return pdf


def _asked(identifier: UUID, paper: Paper) -> Waiting:
    """Puts down what is to be typeset, once, and tells how far it is."""
    now = timezone.now()
    words = packed(paper.data).encode()
    new = Prepared(
        id=identifier,
        record=paper.record,
        name=paper.name,
        sources=sorted({paper.record, *paper.sources}),
        template=paper.template,
        stated_at=paper.made_at,
        asked_at=now,
        words=_VAULT.seal(f"{identifier}/words", words),
    )
    Prepared.objects.bulk_create([new], ignore_conflicts=True)
    failed = Prepared.objects.filter(pk=identifier, made_at__isnull=True, tries__gte=TRIES)
    failed.filter(began_at__lt=now - AGAIN).update(tries=0, asked_at=now)
    row = Prepared.objects.filter(pk=identifier).values("asked_at", "tries", "began_at").get()
    if row["tries"] >= TRIES and row["began_at"] and now - row["began_at"] > AGAIN / 2:  # else a try is under way
        return Waiting(Stage.FAILED)
    if row["began_at"] is not None:
        return Waiting(Stage.MAKING)
    if now - row["asked_at"] > LATE:
        return Waiting(Stage.LATE)
    before = Prepared.objects.filter(made_at__isnull=True, tries__lt=TRIES, asked_at__lt=row["asked_at"])
    return Waiting(Stage.WAITING, before.count())


@every(1.0, "print.prepare", whole=False)
def prepare() -> int:
    """Typesets what waits, the longest waiting first, each outside of any transaction; gives how many were made.

    A process that dies with one in hand lets go of its lock, and the next round, of whatever process, begins it anew.
    """
    made = 0
    while waiting := list(_waiting()):
        before = made
        for identifier in waiting:
            with alone(f"hasila.print/{identifier}") as free:
                made += free and _make(identifier)
        if made == before:  # what is left is in other hands, or failed
            break
    return made


@every(3600.0, "print.put_away")
def put_away() -> None:
    """Deletes what nobody asked for during `KEPT`."""
    Prepared.objects.filter(asked_at__lt=timezone.now() - KEPT).delete()


def _waiting() -> QuerySet[Prepared, UUID]:
    rows = Prepared.objects.filter(made_at__isnull=True, tries__lt=TRIES)
    return rows.order_by("asked_at").values_list("pk", flat=True)[:20]


def _make(identifier: UUID) -> bool:
    """Typesets one paper, and puts away what it replaces; whether it was made."""
    row = Prepared.objects.filter(pk=identifier, made_at__isnull=True, tries__lt=TRIES).first()
    if row is None or row.words is None:
        return False
    begun = {"tries": row.tries + 1, "began_at": timezone.now()}
    Prepared.objects.filter(pk=identifier).update(**begun)  # first: what kills the process isn't begun for ever
    try:
        words = _VAULT.unseal(f"{identifier}/words", bytes(row.words)).decode()
        pdf = typeset(row.template, words, row.stated_at)
    except Shut:
        Prepared.objects.filter(pk=identifier).delete()
        return False
    except PrintError:
        log.exception("the paper %s of the record %s can't be made", row.name, row.record)
        return False
    done = {"made_at": timezone.now(), "words": None, "pdf": _VAULT.seal(f"{identifier}/pdf", pdf)}
    if Prepared.objects.filter(pk=identifier).update(**done):  # none, where its content was erased meanwhile
        Prepared.objects.filter(record=row.record, name=row.name, made_at__lt=done["made_at"]).delete()
    return True


def install(database: Any) -> None:
    """Sets the fence, as the owner, after every migration."""
    with database.cursor() as cursor:
        if Prepared._meta.db_table in database.introspection.table_names(cursor):
            cursor.execute(SQL)
