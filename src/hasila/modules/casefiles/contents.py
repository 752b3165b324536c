"""All that belongs to a case file, read in one query, as its page shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import CharField, JSONField, QuerySet, Value
from django.db.models.functions import Cast, JSONObject

from hasila.kernel.access import elevated
from hasila.modules.casefiles.attachments import Attachment
from hasila.modules.casefiles.belonging import Belonging
from hasila.modules.casefiles.case_file import CaseFile
from hasila.modules.casefiles.charges import Charge
from hasila.modules.casefiles.custody import Custody
from hasila.modules.casefiles.exhibits import Exhibit
from hasila.modules.casefiles.held_by_reference import open_keys
from hasila.modules.casefiles.minor_retention import MinorRetention
from hasila.modules.casefiles.parties import Party
from hasila.modules.casefiles.referral import Referral
from hasila.modules.casefiles.tasks import Task
from hasila.modules.casefiles.things import Thing
from hasila.modules.casefiles.written_record import WrittenRecord
from hasila.plain.remembered import planned

MOST = 100
"""Rows of one kind that the page shows; its register shows the rest."""
COMMON = {name: name for name in ("id", "reference", "state", "opened_at", "acted_at", "due_at")}


@dataclass(frozen=True)
class Part:
    """One kind of what belongs to a file.

    Attributes:
        model: whose rows. order: which come first. fields: what the page needs of a row, by the path to it.
    """

    model: type[Belonging]
    order: tuple[str, ...]
    fields: dict[str, str]


def _names(path: str) -> dict[str, str]:
    return {f"{path}_{name}": f"{path}__{name}" for name in ("arabic_name", "latin_name")}


HELD = {
    name: name
    for name in (
        "arabic_name", "latin_name", "alias", "arrested_at", "began_at", "limit_at", "place", "ending", "log",
    )
}  # fmt: skip
EXHIBIT = ("item", "kind", "description", "quantity", "measure", "seal", "store", "recipient", "laboratory")
PARTS = {
    "parties": Part(
        Party,
        ("id",),
        {
            name: name
            for name in ("category", "arabic_name", "latin_name", "alias", "band", "born_on", "card_number", "language")
        }
        | {"same_as": "same_as_id", "person": "person_id"},
    ),
    "charges": Part(Charge, ("id",), {"offence": "offence", "attempted": "attempted", **_names("suspect")}),
    "records": Part(
        WrittenRecord,
        ("id",),
        {
            "kind": "kind",
            "number": "number",
            "began_at": "began_at",
            "signing": "signing",
            "party_reference": "party__reference",
            **_names("party"),
            **_names("officer"),
        },
    ),
    "exhibits": Part(
        Exhibit,
        ("item",),
        {name: name for name in EXHIBIT},
    ),
    "tasks": Part(Task, ("due_at", "id"), {"kind": "kind", "what": "what", "deadline": "deadline", **_names("owner")}),
    "things": Part(
        Thing,
        ("id",),
        {name: name for name in ("kind", "role", "plate", "make", "pattern", "colour", "serial", "description")},
    ),
    "attachments": Part(Attachment, ("id",), {name: name for name in ("name", "media", "size", "description")}),
    "custodies": Part(Custody, ("id",), HELD),
    "retentions": Part(MinorRetention, ("id",), HELD),
    "referrals": Part(Referral, ("id",), {name: name for name in ("number", "office", "way")}),
}
HELD_TOO = {"written_records": "records", "attachments": "attachments"}
"""The registers of which a severed part shows what it holds by reference, and the kinds that they are shown as."""


def held_keys(rows: dict[str, list[dict[str, Any]]]) -> dict[str, list[UUID]]:
    """What of a file's contents it holds by reference, by register."""
    return {
        register: [UUID(row["id"]) for row in rows[name] if row.get("copied")] for register, name in HELD_TOO.items()
    }


def contents(case: CaseFile) -> dict[str, list[dict[str, Any]]]:
    """What belongs to a file, by kind, each row as a dictionary of plain values (moments as ISO texts).

    One query, which row security holds like any other, and for a severed part others for what it holds by reference;
    MOST + 1 rows of a kind at most.
    """
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in PARTS}
    for name, row in _all(case.pk):
        found[name].append(row)
    if keys := open_keys(case):
        with elevated():
            for register, some in keys.items():
                name = HELD_TOO[register]
                held = PARTS[name].model._default_manager.filter(pk__in=some)
                found[name] += [{**row, "copied": True} for _name, row in _of_kind(name, PARTS[name], held)]
    return found


@planned
def _all(case: UUID) -> QuerySet[Any, Any]:
    parts = [_rows(name, part, case) for name, part in PARTS.items()]
    return parts[0].union(*parts[1:], all=True)


def _rows(name: str, part: Part, case: UUID) -> Any:
    return _of_kind(name, part, part.model._default_manager.filter(case_id=case))


def _of_kind(name: str, part: Part, rows: Any) -> Any:
    rows = rows.order_by(*part.order).annotate(
        of_kind=Cast(Value(name), CharField()),
        of_row=Cast(JSONObject(**(COMMON | part.fields)), JSONField()),
    )
    return rows.values_list("of_kind", "of_row")[: MOST + 1]
