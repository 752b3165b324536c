"""Erasure: the content of a record goes, its entries, proofs and figures stay.

Every procedure gets two steps that only ever follow from an order (`hasila.modules.retention`): `erase` empties what
is personal in the record, `erase_entry` what one act supplied. The act is an entry like another, and what it puts in
the place of the content is its own content. In the same transaction the database takes the contents and salts of the
erased entries away (`sql/erasure.sql`); the application itself has no right to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import orjson
import psycopg
from django.contrib.postgres.fields import ArrayField
from django.db import connection, models
from django.utils.translation import gettext_lazy as _

from hasila.kernel.access import elevated
from hasila.kernel.deciding import ERASED
from hasila.kernel.fields import Asked
from hasila.kernel.ledger import Entry
from hasila.kernel.procedures import SAME, Act, Procedure, Transition, registry, transitions
from hasila.kernel.records import Record, reference_of

MARK = "⌫"
"""What stands in an erased text: a state may require the field, and a page can tell it from an empty one."""

ERASABLE = True
"""For `null=`: a person's key that an erasure empties, and nothing else does. Not written as True, so that types go on
saying what holds for every record whose content is there.
"""

ENTRY = "erase_entry"
BASIS = "personal_data/3"
"""Law 09-08, article 3: personal data are kept no longer than their purpose needs."""


@dataclass(frozen=True)
class Retention:
    """When the content of a procedure's records is due to be erased.

    Attributes:
        cutoff: given a day, the last day of a last act whose record is due on it (dated law).
        key: key of the dated rule. rests: states that count as settled beside the final ones.
    """

    cutoff: Callable[[date], date]
    key: str
    rests: tuple[str, ...] = ()


@dataclass(frozen=True)
class Erased:
    """What is known of an erasure.

    Attributes:
        entry: of the erasure. order: the record of the order that it follows from; None where that is archived.
        ground: code of the order's ground, or empty. whole: whether the record was erased, or what one act supplied.
    """

    entry: Entry
    order: UUID | None
    ground: str
    whole: bool


class Erase(Transition):
    """A step that supplies blanks. Its values aren't cleaned: they come from `blanks` alone."""

    def bind(self, procedure: type[Procedure]) -> None:
        """Resolves the personal fields; a whole erasure also forgets the words by which the record is found."""
        super().bind(procedure)
        self.asked = {
            name: Asked(asked.name, asked.attname, False, asked.model_field, _as_given, None)
            for name, asked in self.asked.items()
        }
        self.pointers = ()
        self.remembered = self.reindexes = self.name == ERASED


def _as_given(value: Any) -> Any:
    return value


def forget_actors(record: Record, act: Act) -> None:
    """Who took which step stays in the entries; the record's own memory of it goes."""
    record.trail = {}


def install() -> None:
    """Gives each procedure its two steps; called once, after the procedures are bound."""
    for procedure in registry.values():
        fields = personal(procedure)
        states = tuple(procedure.states[name] for name in settled(procedure))
        for name, label, effects in (
            (ERASED, _("Erase the content"), [forget_actors]),
            (ENTRY, _("Erase the content of one act"), []),
        ):
            step = Erase(label, states, SAME, may=fields, effects=effects, basis=BASIS, late=None, consequent=True)
            step.name = name
            step.bind(procedure)
            procedure.transitions[name] = step
            transitions[step.key] = step


def personal(procedure: type[Procedure]) -> tuple[str, ...]:
    """The fields of a procedure's record that an erasure empties: those declared, else every free text, nested value
    and person that can be empty.
    """
    if procedure.personal is not None:
        return procedure.personal
    own = {field.name for field in Record._meta.get_fields()} | {"unit"}
    return tuple(
        field.name for field in procedure.record._meta.concrete_fields if field.name not in own and _is_personal(field)
    )


def _is_personal(field: models.Field) -> bool:
    if getattr(field, "base_field", field).choices or field.primary_key:  # a class, or a list of classes
        return False
    if isinstance(field, models.ForeignKey):
        return field.null and isinstance(field.target_field, models.UUIDField)
    if field.unique and not field.null:
        return False
    return isinstance(
        field, models.TextField | models.CharField | models.JSONField | ArrayField | models.BinaryField
    ) or (isinstance(field, models.UUIDField) and field.null)


def settled(procedure: type[Procedure]) -> tuple[str, ...]:
    """The states in which a record may be erased: final ones, and those where the retention rule says that it rests.
    A procedure without a final state never settles by itself: each of its states counts.
    """
    rests = procedure.retention.rests if procedure.retention is not None else ()
    found = tuple(name for name, state in procedure.states.items() if state.final or name in rests)
    return found or tuple(procedure.states)


def blanks(procedure: type[Procedure], step: Transition | None = None) -> dict[str, Any]:
    """What an erasure puts into the personal fields.

    Args:
        step: for the erasure of one act, its step: the texts that it supplied. Whom the record is about stays.
    """
    meta = procedure.record._meta
    fields = {name: meta.get_field(name) for name in personal(procedure)}
    if step is not None:
        fields = {n: f for n, f in fields.items() if n in step.asked and not isinstance(f, models.ForeignKey)}
    return {name: blank_of(field) for name, field in fields.items()}


def is_emptied(field: Any) -> bool:
    """Whether there is something to put in the field's place: nothing, a mark, or its default."""
    return field.null or field.has_default() or isinstance(field, models.CharField | models.TextField)


def blank_of(field: Any) -> Any:
    """What an erasure puts into a field."""
    if field.null:
        return None
    if isinstance(field, models.CharField | models.TextField):
        return MARK
    return field.get_default()


def is_erased(record: Record) -> bool:
    """Whether the whole content of a record was erased."""
    return ERASED in record.trail


def erasures(record_id: UUID, entries: Iterable[Entry] | None = None) -> list[Erased]:
    """The erasures of a record, the latest first, each with the order that it follows from.

    Args:
        entries: the record's entries where they are at hand; then a record without an erasure costs no query.
    """
    if entries is None:
        entries = Entry.objects.filter(record_id=record_id, cause__isnull=False)
    found = [entry for entry in entries if entry.act.rpartition(".")[2] in (ERASED, ENTRY)]
    if not found:
        return []
    found.sort(key=lambda entry: -entry.record_version)
    with elevated():  # whoever sees that a file was erased may know by which order
        causes = {entry.id: entry for entry in Entry.objects.filter(id__in=[entry.cause for entry in found])}
    return [_known(entry, causes.get(entry.cause)) for entry in found if entry.cause is not None]


def _known(entry: Entry, cause: Entry | None) -> Erased:
    facets = orjson.loads(cause.facets) if cause is not None and cause.facets else {}
    whole = entry.act.endswith(f".{ERASED}")
    return Erased(entry, cause.record_id if cause is not None else None, facets.get("ground", ""), whole)


# For a content that is missing: each later erasure on the same record, the act that it follows from, and what the order
# of that act said when it was opened. That is in the tree and never erased itself; it may lie in an archived year.
_ERASURES = """
SELECT e.id, e.record_id, e.act, split_part(x.act, '.', 3), o.act, said.body,
       EXISTS (SELECT 1 FROM ledger_erased g WHERE g.entry_id = e.id AND g.erasure = x.id),
       EXISTS (SELECT 1 FROM ledger_archive_key k JOIN ledger_archive a USING (year)
                WHERE k.record_id = o.record_id AND k.record_version = 1 AND a.state = 'moved')
  FROM ledger_entry e
  JOIN ledger_entry x ON x.record_id = e.record_id AND x.record_version > e.record_version
   AND x.act IN (regexp_replace(e.act, '[^.]+$', 'erase'), regexp_replace(e.act, '[^.]+$', 'erase_entry'))
  JOIN ledger_entry o ON o.id = x.cause
  LEFT JOIN LATERAL (
        SELECT c.body FROM ledger_entry p JOIN ledger_content c ON c.entry_id = p.id AND c.recorded_at = p.recorded_at
         WHERE p.record_id = o.record_id AND p.record_version = 1) AS said ON true
 WHERE e.id = ANY(%(ids)s) AND e.record_version > 0
"""


def lawfully_absent(entry_ids: Iterable[UUID], raw: psycopg.Connection | None = None) -> set[UUID]:
    """Of entries whose content is missing, those whose content was lawfully erased; the others were tampered with.

    An erasure that follows from no order, or from one that names another file or another act, accounts for nothing:
    whoever can write entries could have written it.

    Args:
        entry_ids: entries in the tables. raw: a connection; None takes Django's.
    """
    ids = list(entry_ids)
    if not ids:
        return set()
    if raw is None:
        connection.ensure_connection()
        raw = connection.connection
    found = psycopg.Cursor(raw).execute(_ERASURES, {"ids": ids})
    return {entry for entry, *told in found if _is_ordered(entry, *told)}


def _is_ordered(
    entry: UUID, record: UUID, act: str, kind: str, by: str, said: bytes | None, noted: bool, moved: bool
) -> bool:
    """Whether an erasure takes this entry's content, and follows from an order that names its file or this very act."""
    ordering, procedure = transitions.get(by), registry.get(act.rpartition(".")[0])
    if (ordering is not None and not ordering.then) or (kind == ENTRY and not noted):
        return False
    if moved:
        return True
    try:
        words = orjson.loads(said or b"{}")
        file, one = str(words.get("file", "")).strip().upper(), words.get("entry")
    except (ValueError, AttributeError):
        return False
    if kind == ENTRY:
        return one == str(entry)
    return one is None and procedure is not None and file == reference_of(record, procedure.prefix)


def purge_keys(raw: psycopg.Connection, size: int = 10_000) -> int:
    """Deletes idempotency keys whose term is over, in small transactions; gives how many went.

    Args:
        raw: a connection in autocommit, or else all goes in its one transaction. size: keys at a time.
    """
    total = 0
    while gone := raw.execute("SELECT hasila_purge_keys(%s)", [size]).fetchone()[0]:  # type: ignore[index]
        total += gone
    return total
