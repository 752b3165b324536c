"""The file on paper: one PDF with bookmarks, from the cover to the last record, in Arabic."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from hasila.assurance.bundles import Piece
from hasila.institution import law
from hasila.institution.offences import OffenceField, offence
from hasila.institution.units import Unit
from hasila.kernel.records import Record
from hasila.modules.casefiles.case_file import CaseFile
from hasila.modules.casefiles.choices import Office
from hasila.modules.casefiles.exchange.parts import Listed, Part, told_fields
from hasila.modules.casefiles.parties import Party
from hasila.modules.casefiles.referral import Referral
from hasila.plain.moments import legal_day, micros
from hasila.surfaces.formats import COUNTRY, direction, format_date, isolate
from hasila.surfaces.print.bilingual import both, said
from hasila.surfaces.print.engine import render
from hasila.surfaces.print.receipt import field_value
from hasila.surfaces.print.sheet import WORDS, demo_mark, is_demo

LANG = "ar"
LONG = 90
NOT_SAID = {"upload", "sha256"}
WHAT = {
    "title": _("Case file handed to the prosecution"),
    "letter": _("Letter rogatory executed, returned to the investigating judge"),
    "to": _("To"),
    "from": _("From"),
    "way": _("Way"),
    "case": _("Case file"),
    "number": _("Number of the referral"),
    "date": _("Date"),
    "remarks": _("Remarks for the magistrate"),
    "pieces": _("List of pieces"),
    "piece": _("Piece"),
    "digest": _("Digest (SHA-256)"),
    "contents": _("Contents"),
    "facts": _("Facts and offence"),
    "minors": _("To the magistrate in charge of minors"),
    "article": _("Punished by"),
    "iccs": _("Class of the ICCS"),
}
OFFICES = {
    "first_instance": _("King's prosecutor"),
    "appeal": _("King's general prosecutor"),
    "terrorism": _("King's general prosecutor"),
    "judge": _("Investigating judge"),
}


TEMPLATE = "dossier"


def dossier(referral: Referral, parts: Sequence[Part], pieces: Sequence[Piece], at: datetime) -> bytes:
    """Makes the PDF/A of a referral.

    Args:
        referral: with its case and unit. parts: what belongs to the file. pieces: the papers that go beside this one;
            the cover lists them. at: the day and time that the file states for itself.
    """
    cover = [Listed(piece.name, piece.title, sha256(piece.content).hexdigest()) for piece in pieces]
    return render(TEMPLATE, pages(referral, parts, cover, at), made_at=at)


def pages(referral: Referral, parts: Sequence[Part], pieces: Sequence[Listed], at: datetime) -> dict[str, Any]:
    """The data of the template: as for `dossier`, with the papers as the cover lists them."""
    case, unit = referral.case, referral.unit
    what = WHAT | ({"title": WHAT["letter"]} if referral.office == Office.JUDGE else {})
    return {
        "words": {name: both(word) for name, word in WORDS.items()},
        "unit": both(unit),
        "what": {name: said(word, LANG) for name, word in what.items()},
        "reference": referral.reference,
        "to": _addressee(referral),
        "minors": referral.for_minors,
        "cover": _cover(referral, case, unit, at),
        "remarks": _text(referral.remarks) if referral.remarks else None,
        "pieces": [{"title": str(one.title), "name": one.name, "digest": one.digest} for one in pieces],
        "sections": [
            {"title": said(WHAT["facts"], LANG), "items": [{"title": case.reference, "rows": _case_rows(case)}]},
            *(_section(part) for part in parts),
        ],
        "demo": demo_mark() if is_demo() else None,
    }


def _addressee(referral: Referral) -> str:
    office = OFFICES[referral.office]
    return f"{said(office, LANG)}، {referral.get_court_display()}"


def _cover(referral: Referral, case: CaseFile, unit: Unit, at: datetime) -> list[dict[str, Any]]:
    day = format_date(legal_day(micros(at)), LANG)
    rows = [
        (WHAT["to"], _addressee(referral)),
        (WHAT["from"], unit.arabic),
        (WHAT["case"], case.reference),
        (WHAT["number"], f"{referral.number}/{legal_day(micros(at)).year}" if referral.number else ""),
        (WHAT["date"], day),
        (WHAT["way"], referral.get_way_display()),
        (_("Main offence"), case.get_offence_display()),
        (_("Class"), case.get_level_display()),
    ]
    if referral.office == Office.JUDGE:
        rows += [(_("Magistrate"), case.magistrate), (_("Letter rogatory"), case.origin_reference)]
    if referral.elsewhere:
        rows.append((_("Why another court"), referral.elsewhere))
    return [_row(label, value) for label, value in rows]


def _case_rows(case: CaseFile) -> list[dict[str, Any]]:
    item = offence(case.offence)
    rows = _field_rows(
        case, {field.name for field in told_fields(CaseFile) if not field.editable} - {"level", "office"}
    )
    rows.append(_row(WHAT["article"], law.cite(item.basis)))
    rows.append(_row(WHAT["iccs"], item.iccs))
    return rows


def _section(part: Part) -> dict[str, Any]:
    items = [_item(record, held=record.pk in part.held) for record in _ordered(part)]
    label = Party._meta.verbose_name_plural if isinstance(part.records[0], Party) else part.label
    return {"title": said(label, LANG), "items": items}


def _ordered(part: Part) -> list[Record]:
    """Parties by their category, since the law keeps them apart; the rest as they came."""
    if not isinstance(part.records[0], Party):
        return part.records
    order = ["suspect", "victim", "civilly_liable", "witness", "officer"]
    return sorted(part.records, key=lambda party: order.index(party.category))


def _item(record: Any, *, held: bool = False) -> dict[str, Any]:
    if isinstance(record, Party):
        return {"title": f"{record.get_category_display()}: {isolate(record.name)}", "rows": _field_rows(record)}
    number = f" {record.number}" if record.number is not None else ""
    rows = [_row(_("Held by reference: the file that it stands in"), record.case.reference)] if held else []
    title = f"{record._meta.verbose_name}{number} {isolate(record.reference)}"
    return {"title": title, "rows": [*rows, *_field_rows(record)]}


def _field_rows(record: Record, without: set[str] = NOT_SAID) -> list[dict[str, Any]]:
    rows = [_row(_("State"), record.state_label)]
    for field in told_fields(type(record)):
        if field.name in without:
            continue
        value = _whole(record, field)
        if value not in (None, "", [], False, 0):
            rows.append(_row(field.verbose_name, value))
    return rows


def _whole(record: Record, field: models.Field) -> Any:
    """A value in words; unlike on a receipt, a text is given whole."""
    value = getattr(record, field.name)
    coded = field.choices or isinstance(field, OffenceField) or field.name == COUNTRY
    if isinstance(value, str) and not coded:
        return value
    if isinstance(value, list) and getattr(field, "base_field", None) is not None and field.base_field.choices:  # type: ignore[attr-defined]
        known = dict(field.base_field.flatchoices)  # type: ignore[attr-defined]
        return [known.get(code, code) for code in value]
    return field_value(record, field)


def _row(label: Any, value: Any) -> dict[str, Any]:
    spoken = said(value, LANG)
    return {"label": said(label, LANG), **_text(spoken), "long": len(spoken) > LONG or "\n" in spoken}


def _text(spoken: str) -> dict[str, Any]:
    return {"text": spoken, "dir": direction(spoken)}
