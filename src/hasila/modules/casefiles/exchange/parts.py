"""What of a case file goes into a bundle: every record that belongs to it, told in data and in words.

It is derived from the declarations, so that a register that the module gains later goes along by itself. Sealed values
never leave; records that were taken out, dropped or given up stay here.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import models
from django.utils.timezone import localtime

from hasila.assurance.bundles import Piece
from hasila.assurance.erasure import MARK, is_erased
from hasila.assurance.sealed import SealedField
from hasila.institution.career import Officer
from hasila.institution.offences import OffenceField, offence
from hasila.institution.units import Unit
from hasila.kernel.access import elevated
from hasila.kernel.records import Record
from hasila.modules.casefiles.attachments import Attachment
from hasila.modules.casefiles.belonging import belongings
from hasila.modules.casefiles.case_file import CaseFile
from hasila.modules.casefiles.courts import CourtField, courts
from hasila.modules.casefiles.held_by_reference import open_records
from hasila.modules.casefiles.parties import Party
from hasila.modules.casefiles.referral import Referral
from hasila.modules.casefiles.severance import CHOSEN
from hasila.modules.casefiles.uploads import content_of
from hasila.surfaces.print.documents import Document, documents_for, print_document
from hasila.surfaces.print.receipt import RECEIPT

STAYS = frozenset({"taken_out", "united", "dropped", "abandoned", "cancelled", "withdrawn"})
"""States of what was entered by mistake or given up: it isn't part of what the prosecution decides on."""
OWN = frozenset(field.name for field in Record._meta.get_fields()) | {
    "case", "to_unit", "person", "sounds", "severance", "charge_ids", "same_as", "parted_from", *CHOSEN,
}  # fmt: skip
FIRST = ("parties", "charges", "written_records", "custody", "exhibits", "attachments")
"""Registers in the order of the file; those that aren't named follow."""
ENDINGS = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png", "text/plain": "txt"}


@dataclass(frozen=True)
class Part:
    """The records of one register in a file.

    Attributes:
        name: of the register within the module, such as `written_records`. label: what people read.
        held: those of the records that stand in another file, and are held here by reference.
    """

    name: str
    label: Any
    records: list[Any]
    held: frozenset[UUID] = frozenset()


def parts(case: CaseFile) -> list[Part]:
    """What belongs to a file and goes with it, register by register; empty ones are left out."""
    found, by_reference = [], open_records(case)
    for model in belongings():
        if model is Referral:
            continue
        related = [f.name for f in model._meta.concrete_fields if f.many_to_one and f.name not in ("unit", "to_unit")]
        rows = model._default_manager.filter(case=case).exclude(state__in=STAYS).select_related(*related)
        name = model.procedure.key.split(".")[1]
        held = [row for row in by_reference.get(name, ()) if row.state not in STAYS]
        records = [*rows.order_by("id").defer("search"), *held]
        if records:
            found.append(Part(name, model.procedure.label, records, frozenset(row.pk for row in held)))
    return sorted(found, key=lambda part: FIRST.index(part.name) if part.name in FIRST else len(FIRST))


def told_fields(model: type[models.Model]) -> list[models.Field]:
    """The fields of a record that are told: its own, but what is sealed, and keys of ours that mean nothing there."""
    kept = (SealedField, models.UUIDField, models.JSONField)
    return [field for field in model._meta.concrete_fields if field.name not in OWN and not isinstance(field, kept)]


def as_data(record: Any, *, held: bool = False) -> dict[str, Any]:
    """A record as the structured data of a bundle have it; where it is held by reference, with its file."""
    found: dict[str, Any] = {"reference": record.reference, "state": record.state}
    if record.number is not None:
        found["number"] = record.number
    if held:
        found["of_file"] = record.case.reference
    return found | {field.name: value_of(record, field) for field in told_fields(type(record))}


def value_of(record: models.Model, field: models.Field) -> Any:
    """A field as JSON: codes as they are stored, moments with their offset, other objects by what names them."""
    value = getattr(record, field.name)
    if value in (None, "", MARK):
        return None
    if isinstance(field, OffenceField):
        return offence_data(value)
    if isinstance(field, CourtField):
        return court_data(value)
    if isinstance(value, models.Model):
        return named(value)
    if isinstance(value, datetime):
        return localtime(value).isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value.normalize()) if value != value.to_integral() else str(int(value))
    return value


def named(thing: models.Model) -> Any:
    """Another object by its reference, its code or its number."""
    if isinstance(thing, Unit):
        return {"code": thing.code, "ar": thing.arabic, "fr": thing.french}
    if isinstance(thing, Party) and thing.same_as is not None:
        return named(thing.same_as)  # the entry that goes on, which stands among the parties of the bundle
    if isinstance(thing, Officer):
        return {"registration": thing.registration_number, "ar": thing.arabic_name, "fr": thing.latin_name}
    return thing.reference if isinstance(thing, Record) else str(thing.pk)


def offence_data(code: str) -> dict[str, str]:
    """An offence by its code, its national class, its article and its class of the ICCS."""
    item = offence(code)
    told = {"code": item.code, "class": item.level, "iccs": item.iccs, "text": item.text, "article": item.article}
    return {**told, "ar": item.arabic, "fr": item.french}


def court_data(code: str) -> dict[str, str]:
    """A court by its code and its names."""
    court = courts()[code]
    return {"code": court.code, "kind": court.kind, "ar": court.arabic, "fr": court.french}


@dataclass(frozen=True)
class Listed:
    """A paper as the cover of a file lists it; without a digest where its bytes are made only with the bundle."""

    name: str
    title: str
    digest: str = ""


def listed(part: Part) -> Iterator[Listed]:
    """The papers of a part's records as a list, without making any of them."""
    for record in part.records:
        for document in documents_for(record):
            if document.name != RECEIPT.name:
                yield Listed(_name_of(part.name, record, document), f"{_called(record)}: {document.label}")
        if isinstance(record, Attachment) and not is_erased(record):
            yield Listed(_name_of(part.name, record), f"{_called(record)}: {record.name}", record.sha256)


def papers(part: Part, at: datetime) -> Iterator[Piece]:
    """The papers of a part's records, each a piece of its own: what the module prints of them, and what was attached.

    Args:
        at: the time that the papers state for their making.
    """
    for record in part.records:
        with elevated() if record.pk in part.held else nullcontext():
            pieces = list(_papers_of(record, part.name, at))
        yield from pieces


def _called(record: Any) -> str:
    return f"{record._meta.verbose_name} {record.reference}"


def _name_of(register: str, record: Any, document: Document | None = None) -> str:
    if document is not None:
        return f"papers/{register}/{record.reference}-{document.name}.pdf"
    return f"attachments/{record.reference}.{ENDINGS[record.media]}"


def _papers_of(record: Any, register: str, at: datetime) -> Iterator[Piece]:
    for document in documents_for(record):
        if document.name != RECEIPT.name:
            content = print_document(record, document, now=at)
            title = f"{_called(record)}: {document.label}"
            yield Piece(_name_of(register, record, document), register, title, "application/pdf", content)
    if isinstance(record, Attachment):
        content_kept = content_of(record.upload_id)
        if content_kept is not None:
            title = f"{_called(record)}: {record.name}"
            yield Piece(_name_of(register, record), register, title, record.media, content_kept)
