"""From what a procedure wants printed to the data of the template ``act``: rows, articles, signature, QR, foot."""

from __future__ import annotations

import datetime
import io
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import segno
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from hasila.surfaces.formats import direction, format_number, without_controls
from hasila.surfaces.print.bilingual import Phrase, both, said

LONG = 110
ARTICLE_ONE, ARTICLE_NEXT = _("Article 1 (first)"), _("Article %(number)s")


@dataclass(frozen=True)
class Signature:
    """Who signs: the post, and the name where it is known; `note` is what stands in the place of a signature."""

    post: Any
    name: Any = None
    note: Any = None


@dataclass(frozen=True)
class Follow:
    """Where to ask what became of it: the text of a further QR code, a code to type, and a sentence beside them."""

    address: str
    code: str
    says: Any


@dataclass(frozen=True)
class Passage:
    """A text of any length in one language, under a heading of its own where there are several."""

    text: str
    heading: Any = None


@dataclass(frozen=True)
class Label:
    """A label to stick on something: a large mark, short lines, and the text of its QR code."""

    mark: str
    lines: list[Any]
    code: str


@dataclass(frozen=True)
class Table:
    """A list in a document: its title, the labels of its columns with their widths, rows of as many values.

    Attributes:
        empty: what stands there where there is no row.
    """

    title: Any
    columns: list[tuple[Any, float]]
    rows: list[list[Any]]
    empty: Any = None


@dataclass(frozen=True)
class Content:
    """What one document says. Values may be anything that `bilingual.said` can say.

    Attributes:
        title: what the document is. subtitle: what it is about.
        grounds: the visas (Having regard to …), in order.
        rows: label and value; a value that reads the same in both languages crosses the page.
        tables: lists behind the rows.
        decides: the formula before the articles; articles: what is decided, numbered unless `numbered` is False.
        signature: None where nobody signs (a receipt).
        signatures: all who sign, where that are several.
        number: of the document in its register. body: whole texts, and closing: what stands below them (template
            ``minutes``).
        labels: to be cut out and stuck on (template ``labels``).
        notes: small print, such as the ways and terms of appeal.
        follow: on a paper that nobody signs, how its holder asks what became of it.
        on: the day of the document; None means the day it is printed.
        unit: that drew it up, where the record may belong to another one now; None means the record's.
        repeats: the records whose content stands in it, beside the record itself and those that it names.
    """

    title: Any
    subtitle: Any = None
    grounds: list[Any] = field(default_factory=list)
    rows: list[tuple[Any, Any]] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    decides: Any = None
    articles: list[Any] = field(default_factory=list)
    numbered: bool = True
    signature: Signature | None = None
    number: Any = None
    body: list[Passage] = field(default_factory=list)
    closing: list[Any] = field(default_factory=list)
    signatures: list[Signature] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)
    notes: list[Any] = field(default_factory=list)
    follow: Follow | None = None
    on: datetime.date | None = None
    unit: Any = None
    repeats: Collection[UUID] = ()


@dataclass(frozen=True)
class Provenance:
    """Where the document comes from in the ledger, as far as it is known when it is printed.

    `proof` is the text of its QR code: the proof that its act stands there; empty while the act isn't sealed.
    """

    entry: str = ""
    position: int | None = None
    simulated: bool = False
    proof: str = ""


WORDS = {
    "kingdom": _("Kingdom of Morocco"),
    "directorate": _("General Directorate of National Security"),
    "house": _("Hasila"),
    "reference": _("Reference"),
    "signature": _("Signature and stamp"),
    "ledger": _("Ledger"),
    "number": _("Number"),
    "initials": _("Initials"),
}
PROVEN = _("This code proves that the act stands in the ledger. Anybody can check it on the page “Check a proof”.")
UNPROVEN = _("Not yet sealed in the ledger when it was printed. Ask for this document again to have its proof.")
DEMO_MARK = _("SPECIMEN")
DEMO_LINE = _("Demo data, synthetic persons: this document has no legal value.")


def sheet(
    content: Content, *, reference: str, unit: Any, provenance: Provenance | None = None, today: datetime.date
) -> dict[str, Any]:
    """Give the data of the template ``act``; ``unit`` is the unit that issues the document."""
    provenance = provenance or Provenance()
    day = content.on or today
    return {
        "words": {name: both(word) for name, word in WORDS.items()}
        | {"verify": both(PROVEN if provenance.proof else UNPROVEN)},
        "unit": both(unit),
        "reference": reference,
        "date": both(Phrase(_("On %(date)s"), {"date": day})),
        "title": both(content.title),
        "subtitle": both(content.subtitle) if content.subtitle is not None else None,
        "grounds": [text(ground) for ground in content.grounds],
        "rows": [row(label, value) for label, value in content.rows],
        "tables": [_table(table) for table in content.tables],
        "decides": both(content.decides) if content.decides is not None else None,
        "articles": [
            article(number, one) if content.numbered else {"label": None, "text": text(one)}
            for number, one in enumerate(content.articles, 1)
        ],
        "signature": _signature(content.signature),
        "number": said(content.number, "fr") if content.number is not None else "",
        "body": [_passage(passage) for passage in content.body],
        "closing": [text(value) for value in content.closing],
        "signatures": [_signature(signature) for signature in content.signatures],
        "labels": [_label(label) for label in content.labels],
        "notes": [text(note) for note in content.notes],
        "follow": _follow(content.follow),
        "qr": qr(provenance.proof or verification(reference, day, provenance)),
        "proven": bool(provenance.proof),
        "ledger": _ledger(provenance),
        "demo": demo_mark() if is_demo() or provenance.simulated else None,
    }


def text(value: Any) -> dict[str, Any]:
    """A text in both languages; ``same`` where it reads alike in both (typed by a clerk in one of them)."""
    spoken: dict[str, Any] = both(value)
    same = spoken["ar"] == spoken["fr"]
    return spoken | {"same": same, "dir": direction(spoken["ar"])}


def row(label: Any, value: Any) -> dict[str, Any]:
    """A line of the summary; ``long`` text that is the same in both languages gets the width of the page."""
    spoken = text(value)
    long = spoken["same"] and (len(spoken["ar"]) > LONG or "\n" in spoken["ar"])
    return {"label": both(label), "value": spoken, "same": spoken["same"], "dir": spoken["dir"], "long": long}


def _table(table: Table) -> dict[str, Any]:
    return {
        "title": both(table.title),
        "columns": [both(label) for label, _width in table.columns],
        "widths": [width for _label, width in table.columns],
        "rows": [[text(value) for value in values] for values in table.rows],
        "empty": both(table.empty) if table.empty is not None else None,
    }


def article(number: int, value: Any) -> dict[str, Any]:
    """An article under its number; French says *premier* for the first."""
    label = ARTICLE_ONE if number == 1 else Phrase(ARTICLE_NEXT, {"number": number})
    return {"label": both(label), "text": text(value)}


def verification(reference: str, day: datetime.date, provenance: Provenance) -> str:
    """The text of the QR code of a paper without proof: what is to be looked up."""
    parts = ["HASILA", reference, day.isoformat(), provenance.entry]
    parts.append("" if provenance.position is None else str(provenance.position))
    return " ".join(part for part in parts if part)


def qr(content: str) -> str:
    """A QR code (level M: readable with 15 % of it soiled) as SVG."""
    out = io.BytesIO()
    segno.make(content, error="m", boost_error=False, micro=False).save(
        out, kind="svg", border=0, dark="#1b2430", xmldecl=False
    )
    return out.getvalue().decode()


def is_demo() -> bool:
    """Whether this installation plays with synthetic persons (setting ``DEMO``)."""
    return bool(getattr(settings, "DEMO", False))


def demo_mark() -> dict[str, Any]:
    """What a document of a demonstration says of itself, behind the text and at its foot."""
    return {"mark": both(DEMO_MARK), "line": both(DEMO_LINE)}


def _follow(follow: Follow | None) -> dict[str, Any] | None:
    if follow is None:
        return None
    return {"qr": qr(follow.address), "code": follow.code, "says": both(follow.says)}


def _signature(signature: Signature | None) -> dict[str, Any] | None:
    if signature is None:
        return None
    name = both(signature.name) if signature.name is not None else None
    note = both(signature.note) if signature.note is not None else None
    return {"post": both(signature.post), "name": name, "note": note}


def _label(label: Label) -> dict[str, Any]:
    return {"mark": label.mark, "lines": [text(line) for line in label.lines], "qr": qr(label.code), "code": label.code}


def _passage(passage: Passage) -> dict[str, Any]:
    """A text by its lines; an empty one parts paragraphs."""
    clear = without_controls(passage.text).strip()
    return {
        "heading": both(passage.heading) if passage.heading is not None else None,
        "lines": [line.strip() for line in clear.split("\n")],
        "dir": direction(clear),
    }


def _ledger(provenance: Provenance) -> str:
    known = [provenance.entry]
    if provenance.position is not None:
        known.append(f"n° {format_number(provenance.position, 'fr')}")
    return " · ".join(part for part in known if part) or "–"
