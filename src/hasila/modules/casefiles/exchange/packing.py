"""Making a bundle: the file on paper, the same in data, its papers, and the proof that it was sent, signed together."""

from __future__ import annotations

from typing import Any

import orjson
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from hasila.assurance.bundles import Piece, build
from hasila.modules.casefiles.courts import courts
from hasila.modules.casefiles.exchange import parts as told
from hasila.modules.casefiles.exchange.dossier import LANG, dossier
from hasila.modules.casefiles.exchange.schema import VERSION, schema
from hasila.modules.casefiles.lines import Exchange
from hasila.modules.casefiles.parties import Party
from hasila.modules.casefiles.referral import Referral

DOSSIER, DATA, SCHEMA, PROOF = "dossier.pdf", "referral.json", "referral.schema.json", "sending.tlog-proof"


def bundle(referral: Referral, exchange: Exchange, proof: str) -> tuple[bytes, str, int]:
    """The bundle of a referral that was sent, as it stands now.

    Args:
        referral: with its case and unit. proof: that the act of sending stands in the ledger; empty where none is had.

    Returns:
        its bytes, the digest of its manifest in hexadecimal, and how many pieces it has.
    """
    assert referral.sent_at is not None
    with override(LANG):
        pieces = _pieces(referral, proof)
        court = courts()[referral.court]
        about = {
            "key": referral.key,
            "referral": referral.reference,
            "edition": referral.edition,
            "number": referral.number,
            "case": referral.case.reference,
            "office": referral.office,
            "court": court.code,
            "court_name": court.arabic,
            "way": referral.way,
            "for_minors": referral.for_minors,
            "class": referral.case.level,
            "unit": referral.unit.code,
            "unit_name": referral.unit.arabic,
            "sent_at": told.value_of(referral, referral._meta.get_field("sent_at")),
            "synthetic": bool(settings.DEMO),
        }
        data, digest = build(about, pieces, exchange.key, referral.sent_at)
    return data, digest, len(pieces)


def _pieces(referral: Referral, proof: str) -> list[Piece]:
    assert referral.sent_at is not None
    found = told.parts(referral.case)
    papers = [piece for part in found for piece in told.papers(part, referral.sent_at)]
    data = orjson.dumps(structured(referral, found), option=orjson.OPT_SORT_KEYS | orjson.OPT_INDENT_2)
    rules = orjson.dumps(schema(), option=orjson.OPT_SORT_KEYS)
    beside = [
        Piece(DATA, "data", _("The file as data"), "application/json", data),
        Piece(SCHEMA, "schema", _("What the data mean"), "application/schema+json", rules),
        *papers,
    ]
    if proof:
        beside.append(Piece(PROOF, "proof", _("Proof of the sending in the ledger"), "text/plain", proof.encode()))
    whole = dossier(referral, found, beside, referral.sent_at)
    return [Piece(DOSSIER, "dossier", _("The file"), "application/pdf", whole), *beside]


def structured(referral: Referral, found: list[told.Part]) -> dict[str, Any]:
    """The structured data of a referral, after the schema of `VERSION`."""
    parties: dict[str, list[Any]] = {}
    records: dict[str, list[Any]] = {}
    for part in found:
        for record in part.records:
            if isinstance(record, Party):
                parties.setdefault(record.category, []).append(told.as_data(record))
            else:
                records.setdefault(part.name, []).append(told.as_data(record, held=record.pk in part.held))
    return {
        "schema": VERSION,
        "key": referral.key,
        "synthetic": bool(settings.DEMO),
        "unit": told.named(referral.unit),
        "referral": told.as_data(referral),
        "case": told.as_data(referral.case),
        "parties": parties,
        "records": records,
    }
