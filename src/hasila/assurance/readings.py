"""Readings: whoever opens a person's file, searches by name, prints or exports says why, and it is kept.

After the model of article 25 of directive (EU) 2016/680. A reading is one compact row for an actor, a record, a
purpose and a quarter of an hour. It locks and changes no record. Batches of readings are sealed into the ledger
(`hasila.assurance.reading_seal`), so that one altered or removed afterwards is found by verification.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

import psycopg

from hasila.assurance.purposes import EMERGENCY, EmergencyGrant, Purpose, emergency_role, purposes_of
from hasila.assurance.refusals import no_case, wrong_case
from hasila.kernel.access import Actor, Grant, authority, roles_of, visible
from hasila.kernel.perform import DOOR, Door, raw_connection
from hasila.kernel.procedures import Procedure
from hasila.kernel.refusals import Refused, listed, no_mandate, no_purpose
from hasila.plain.moments import LEGAL_ZONE, from_micros, legal_day, micros
from hasila.plain.statements import run
from hasila.plain.texts import FORBIDDEN

if TYPE_CHECKING:
    from hasila.kernel.records import Record

QUARTER = 900_000_000
"""Microseconds for which readings of the same record for the same purpose are one."""
OPEN, PRINT, REVEAL, SEARCH, EXPORT = "open", "print", "reveal", "search", "export"
KINDS = (OPEN, PRINT, REVEAL, SEARCH, EXPORT)
CASE_LENGTH = 60
WORDS = 200
SALT = 16

_WRITE = (
    "SELECT hasila_read(%s::int, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s::bigint, %s::uuid, %s::uuid, %s, %s, "
    "%s::bigint, %s::uuid[])"
)


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading as it is kept; see the table `ledger_reading`."""

    slot: int
    id: UUID
    actor: UUID
    record: UUID
    kind: str
    register: str
    purpose: str
    case: str
    basis: str
    words: str
    unit: int
    mandate: UUID | None
    emergency: UUID | None
    results: int
    first_at: int
    last_at: int
    times: int
    batch: int | None

    @property
    def when(self) -> datetime:
        """When it was first read in its quarter of an hour, in the legal time zone."""
        return from_micros(self.first_at).astimezone(LEGAL_ZONE)

    @property
    def day(self) -> date:
        """The legal day of the reading."""
        return legal_day(self.first_at)


_COLUMNS = (
    "slot, id, actor, record_id, kind, register, purpose, case_ref, basis, words, unit_id, mandate, emergency, "
    "results, first_at, last_at, times, batch"
)


def slot_of(moment: int) -> int:
    """The quarter of an hour that microseconds since 1970 fall into."""
    return moment // QUARTER


def consult(
    record: Record,
    actor: Actor,
    purpose: str,
    *,
    case: str = "",
    kind: str = OPEN,
    found: bool = False,
    door: Door = DOOR,
) -> UUID:
    """Keeps that a record is read, and returns the identifier of the reading.

    Call it in the transaction that reads, and let nothing leave before the commit. Under a stated emergency the
    purpose is the emergency, whatever else was said.

    Args:
        purpose: a code of the law's list for the register. case: the reference of a case, where there is one.
        kind: open, print or reveal. found: the caller found the record among those that the actor may see.

    Raises:
        Refused: no such purpose, a case is missing, or no right to read the record.
    """
    procedure = record.procedure
    now = door.clock()
    grant = grant_for(procedure, actor, record.unit_id, legal_day(now))
    stated, case = _stated(procedure, purpose, case, grant, legal_day(now))
    if actor.id is None or not (found or visible(procedure, actor).filter(pk=record.pk).exists()):
        raise Refused(_no_right(procedure))
    return _write(now, actor.id, record.pk, kind, procedure, stated, case, "", record.unit_id, grant, (), door)


def consult_many(
    procedure: type[Procedure],
    actor: Actor,
    purpose: str,
    ids: Sequence[UUID],
    *,
    kind: str = SEARCH,
    words: str = "",
    case: str = "",
    door: Door = DOOR,
) -> UUID:
    """Keeps a search or an export as one reading that commits to what was found, and returns its identifier.

    Args:
        ids: the records that are shown, in their order. words: what was looked for.

    Raises:
        Refused: no such purpose, a case is missing, or no right to read the register.
    """
    now = door.clock()
    day = legal_day(now)
    grant = grant_for(procedure, actor, None, day)
    stated, case = _stated(procedure, purpose, case, grant, day)
    if actor.id is None:
        raise Refused(_no_right(procedure))
    unit = int(grant.path.rstrip("/").rpartition("/")[2]) if grant is not None else 0
    # The same search within a quarter of an hour is the same reading: its subject is what was asked and found.
    subject = _derived(procedure.key.encode(), words.encode(), *(one.bytes for one in ids))
    return _write(now, actor.id, subject, kind, procedure, stated, case, words[:WORDS], unit, grant, ids, door)


def _stated(procedure: type[Procedure], purpose: str, case: str, grant: Grant | None, day: date) -> tuple[Purpose, str]:
    """The purpose, and the reference of its case, as they are kept."""
    if isinstance(grant, EmergencyGrant):
        return Purpose(EMERGENCY, EMERGENCY), grant.reference
    allowed = purposes_of(procedure, day).get(purpose)
    if allowed is None:
        raise Refused(no_purpose())
    case = case.strip()
    if len(case) > CASE_LENGTH or FORBIDDEN.search(case):
        raise Refused(wrong_case(CASE_LENGTH))
    if allowed.case and not case:
        raise Refused(no_case())
    return allowed, case


def check_stated(procedure: type[Procedure], actor: Actor, purpose: str, case: str = "") -> None:
    """Holds a purpose and the reference of its case against the law's list for a register.

    Raises:
        Refused: no such purpose, or a case is missing.
    """
    day = legal_day(DOOR.clock())
    _stated(procedure, purpose, case, grant_for(procedure, actor, None, day), day)


def _no_right(procedure: type[Procedure]) -> Any:
    return no_mandate(listed(str(authority().role_label(role)) for role in sorted(roles_of(procedure))))


def grant_for(procedure: type[Procedure], actor: Actor, unit: int | None, day: date) -> Grant | None:
    """The mandate, else the running emergency, under which an actor reads a register of a unit (None is any).

    None where they read as a person concerned, or not at all.
    """
    roles = roles_of(procedure)
    path = authority().path(unit) if unit is not None else None
    running = [
        grant
        for grant in actor.grants
        if grant.runs_on(day) and (unit is None or (path is not None and path.startswith(grant.path)))
    ]
    mandate = next((grant for grant in running if grant.role in roles), None)
    emergency = next((grant for grant in running if grant.role == emergency_role(procedure)), None)
    # A search goes over all that is open to the actor: while an emergency runs, it is the emergency's.
    return emergency or mandate if unit is None else mandate or emergency


def _derived(*parts: bytes) -> UUID:
    """An identifier (UUIDv8, RFC 9562) that follows from what it names."""
    hashed = sha256(b"".join(len(part).to_bytes(4, "big") + part for part in parts))
    value = int.from_bytes(hashed.digest()[:16], "big")
    value = value & ~(0xF << 76) & ~(0x3 << 62) | 0x8 << 76 | 0x2 << 62
    return UUID(int=value)


def _write(
    now: int,
    actor: UUID,
    subject: UUID,
    kind: str,
    procedure: type[Procedure],
    purpose: Purpose,
    case: str,
    words: str,
    unit: int,
    grant: Grant | None,
    ids: Sequence[UUID],
    door: Door,
) -> UUID:
    slot = slot_of(now)
    named = (kind, purpose.code, case)
    identifier = _derived(slot.to_bytes(8, "big"), actor.bytes, subject.bytes, *(text.encode() for text in named))
    salt = door.salts(SALT)
    digest = sha256(salt + b"".join(one.bytes for one in ids)).digest() if kind in (SEARCH, EXPORT) else None
    emergency = grant.record if isinstance(grant, EmergencyGrant) else None
    mandate = grant.mandate if grant is not None and emergency is None else None
    run(
        raw_connection(),
        _WRITE,
        (
            slot, identifier, actor, subject, kind, procedure.key, purpose.code, case, purpose.basis, words, unit,
            mandate, emergency, digest, salt, now, list(ids),
        ),
    )  # fmt: skip
    return identifier


# ---------------------------------------------------------------- who read what


def of_records(records: Iterable[UUID], since: date) -> list[Reading]:
    """Every reading of these records since a day, newest first, with the searches and exports that found them."""
    ids = list(records)
    slot = slot_of(_midnight(since))
    return _readings(
        "(record_id = ANY(%s) AND slot >= %s) OR (slot, id) IN (SELECT * FROM hasila_found(%s::uuid[], %s::int))",
        (ids, slot, ids, slot),
    )


def by_actor(actor: UUID, first: date, last: date) -> list[Reading]:
    """Every reading of an actor from one day to another (both included), newest first."""
    span = slot_of(_midnight(first)), slot_of(_midnight(last + timedelta(days=1)) - 1)
    return _readings("actor = %s AND slot BETWEEN %s AND %s", (actor, *span))


def between(first: date, last: date, units: list[int] | None = None) -> list[Reading]:
    """Every reading from one day to another (both included), newest first; of some units, or of all."""
    span = slot_of(_midnight(first)), slot_of(_midnight(last + timedelta(days=1)) - 1)
    if units is None:
        return _readings("slot BETWEEN %s AND %s", span)
    return _readings("slot BETWEEN %s AND %s AND unit_id = ANY(%s)", (*span, units))


def under_emergency(emergency: UUID, since: date) -> list[Reading]:
    """What was read under a stated emergency, newest first."""
    return _readings("emergency = %s AND slot >= %s", (emergency, slot_of(_midnight(since))))


def _readings(where: str, values: Sequence[Any]) -> list[Reading]:
    cursor = psycopg.Cursor(raw_connection())
    cursor.execute(
        f"SELECT {_COLUMNS} FROM ledger_reading WHERE {where} ORDER BY first_at DESC, id",
        values,
        binary=True,
    )
    return [Reading(*row) for row in cursor.fetchall()]


def _midnight(day: date) -> int:
    return micros(datetime(day.year, day.month, day.day, tzinfo=LEGAL_ZONE))


@dataclass(frozen=True, slots=True)
class Use:
    """A figure of use: how often a register of a unit was read for a purpose in a month.

    Attributes:
        month: YYYYMM, of UTC. readings: records and quarters of an hour. times: how often in all.
    """

    month: int
    unit: int
    register: str
    purpose: str
    kind: str
    readings: int
    times: int


def use(first: int, last: int, units: list[int] | None = None) -> list[Use]:
    """The sealed figures of use from one month to another (YYYYMM, both included)."""
    where, values = "month BETWEEN %s AND %s", [first, last]
    cursor = psycopg.Cursor(raw_connection())
    if units is not None:
        where, values = f"{where} AND unit_id = ANY(%s)", [*values, units]  # type: ignore[list-item]
    cursor.execute(
        "SELECT month, unit_id, register, purpose, kind, readings, times FROM ledger_reading_cell "
        f"WHERE {where} ORDER BY 1, 2, 3, 4, 5",
        values,
    )
    return [Use(*row) for row in cursor.fetchall()]


# ---------------------------------------------------------------- partitions

MONTHS_AHEAD = 3


def make_months(cursor: Any, now: datetime | None = None) -> None:
    """Makes the partitions of this month, the one before and those to come, where they are missing."""
    first = (now or datetime.now(UTC)).date().replace(day=1)
    for ahead in range(-1, MONTHS_AHEAD + 1):
        year, month = divmod(first.year * 12 + first.month - 1 + ahead, 12)
        cursor.execute("SELECT hasila_reading_month(%s::date)", (date(year, month + 1, 1),))


GRANTS = (Path(__file__).parent / "sql" / "reading_grants.sql").read_text()


def install(connection: Any) -> None:
    """Partitions, and what each role may do, as the owner, after every migration."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('ledger_reading') IS NOT NULL")
        if cursor.fetchone()[0]:
            make_months(cursor)
            cursor.execute(GRANTS.replace("{inspectors}", authority().fence_sql["inspectors"]))
