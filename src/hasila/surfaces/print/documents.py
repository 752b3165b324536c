"""Which documents a record can print: those that its module declares, and a receipt that every record has.

A module declares its own in ``printing.py`` (or ``documents.py``) of its folder::

    register_document(
        "personnel.discipline", "decision", _("Decision"), data=decision, states=["decided"], act="decide"
    )
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import autodiscover_modules

from hasila.assurance.erasure import is_erased
from hasila.assurance.papers import compact
from hasila.assurance.proofs import for_code, wait_for
from hasila.assurance.steps import positions, timeline
from hasila.kernel.procedures import registry as procedures
from hasila.kernel.records import Record
from hasila.plain.moments import legal_day, micros
from hasila.surfaces.print.engine import render
from hasila.surfaces.print.preparing import Paper
from hasila.surfaces.print.receipt import RECEIPT, receipt
from hasila.surfaces.print.sheet import Content, Provenance, sheet

Data = Callable[[Any], Content | Mapping[str, Any]]

_declared: dict[tuple[str, str], Document] = {}


@dataclass(frozen=True)
class Document:
    """A document of a procedure.

    Attributes:
        procedure: key of the procedure. name: in the address and the file name. label: on the button.
        data: gives the `Content` (or a mapping with its attributes) for a record.
        template: of the house's templates. states: names of the states that have it; empty means all.
        act: name of the transition whose entry the document certifies, or names of several of which the last one taken
            counts; empty means the last act.
        when: whether a record in one of these states has it, where the state alone doesn't say.
    """

    procedure: str
    name: str
    label: Any
    data: Data
    template: str = "act"
    states: frozenset[str] = frozenset()
    act: str | tuple[str, ...] = ""
    when: Callable[[Any], bool] | None = None

    def stands_for(self, record: Record) -> bool:
        """Whether the record, in its present state, has this document."""
        if record.procedure.key != self.procedure or (self.states and record.state not in self.states):
            return False
        return self.when is None or self.when(record)

    def address(self, record: Record) -> str:
        """Where the PDF is; of a sensitive procedure, for whoever has stated a purpose."""
        return reverse("print:document", args=[*self.procedure.split("."), record.reference, self.name])

    def proof_address(self, record: Record) -> str:
        """Where the proof of its act is, as a file; for the same readers as the document."""
        return reverse("print:proof", args=[*self.procedure.split("."), record.reference, self.name])


def register_document(
    procedure: str,
    name: str,
    label: Any,
    template: str = "act",
    *,
    data: Data,
    states: Iterable[str] = (),
    act: str | tuple[str, ...] = "",
    when: Callable[[Any], bool] | None = None,
) -> Document:
    """Declare a document of a procedure; ``name`` ``receipt`` replaces the receipt that every record has.

    Raises:
        ValueError: the procedure has a document of this name.
    """
    document = Document(procedure, name, label, data, template, frozenset(states), act, when)
    if (procedure, name) in _declared:
        raise ValueError(f"{procedure} has a document {name!r} already.")
    _declared[procedure, name] = document
    return document


@cache
def discover() -> None:
    """Read the declarations of all modules, once.

    Raises:
        LookupError: a declaration names a procedure, a state or a transition that there is not.
    """
    autodiscover_modules("printing", "documents")
    for document in _declared.values():
        procedure = procedures.get(document.procedure)
        if procedure is None:
            raise LookupError(f"Document {document.name!r} is of {document.procedure!r}, which is no procedure.")
        unknown = document.states - set(procedure.states)
        unknown |= set(_acts(document.act)) - set(procedure.transitions)
        if unknown:
            raise LookupError(f"Document {document.name!r}: {document.procedure} has no {', '.join(sorted(unknown))}.")


def documents_for(record: Record) -> list[Document]:
    """The documents that the record has in its present state, the receipt last; none once its content is erased."""
    if is_erased(record):
        return []
    discover()
    found = [document for document in _declared.values() if document.stands_for(record)]
    if not any(document.name == RECEIPT.name for document in found):
        found.append(Document(record.procedure.key, RECEIPT.name, RECEIPT.label, receipt))
    return sorted(found, key=lambda document: document.name == RECEIPT.name)


def document_of(record: Record, name: str) -> Document | None:
    """The record's document of this name; None where it has none in its present state."""
    return next((document for document in documents_for(record) if document.name == name), None)


def print_document(record: Record, document: Document, *, now: datetime.datetime | None = None) -> bytes:
    """Make the PDF of a record's document, with the entry and ledger position of the act that it certifies.

    Raises:
        PrintError: the template is unknown, or Typst refuses the document.
    """
    paper = paper_of(record, document, now=now)
    return render(paper.template, paper.data, made_at=paper.made_at)


def paper_of(record: Record, document: Document, *, now: datetime.datetime | None = None) -> Paper:
    """What a record's document says, before it is typeset."""
    now = now or timezone.now()
    given = document.data(record)
    content = given if isinstance(given, Content) else Content(**given)
    data = sheet(
        content,
        reference=record.reference,
        unit=content.unit or record.unit,
        provenance=provenance(record, document.act),
        today=legal_day(micros(now)),
    )
    sources = {getattr(record, field.attname) for field in _named_records(type(record))} - {None}
    return Paper(record.pk, document.name, document.template, data, now, frozenset(sources | set(content.repeats)))


@cache
def _named_records(model: type[Record]) -> list[Any]:
    """The fields by which a record names others, of which its papers may tell."""
    fields = model._meta.concrete_fields
    return [one for one in fields if isinstance(one.related_model, type) and issubclass(one.related_model, Record)]


def _acts(act: str | tuple[str, ...]) -> tuple[str, ...]:
    return act if isinstance(act, tuple) else (act,) if act else ()


def provenance(record: Record, act: str | tuple[str, ...] = "") -> Provenance:
    """Where the act named ``act`` (else the last one) stands in the ledger, with the proof of it.

    What was just written is waited for a moment; a paper that comes earlier says that its act isn't sealed yet.
    """
    return provenance_of(entry_of(record, act))


def provenance_of(entry: Any) -> Provenance:
    """Where an entry stands in the ledger, with the proof of it; nothing where there is no entry."""
    if entry is None:
        return Provenance()
    found = wait_for(entry.id)
    position = found.index if found else positions([entry.id]).get(entry.id)
    return Provenance(str(entry.id), position, entry.simulated, compact(for_code(found)) if found else "")


def proof_file(record: Record, document: Document) -> str | None:
    """The proof of the act that a document certifies, as the text of a .tlog-proof file; None while not sealed."""
    return proof_text(entry_of(record, document.act))


def proof_text(entry: Any) -> str | None:
    """The proof of an entry as the text of a .tlog-proof file; None while not sealed, or where there is no entry."""
    found = wait_for(entry.id) if entry else None
    return found.text() if found else None


def entry_of(record: Record, act: str | tuple[str, ...] = "") -> Any:
    """The entry of the record's last act named ``act``, else of its last act; None where there is none."""
    entries = timeline(record.pk)
    keys = {f"{record.procedure.key}.{name}" for name in _acts(act)}
    named = [entry for entry in entries if entry.act in keys]
    return next(reversed(named or entries), None)
