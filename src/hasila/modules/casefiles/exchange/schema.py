"""The JSON schema (2020-12) of a referral's structured data, derived from the records and given with every bundle."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext as _

from hasila.institution.offences import OffenceField
from hasila.modules.casefiles.attachments import Attachment
from hasila.modules.casefiles.belonging import belongings
from hasila.modules.casefiles.case_file import CaseFile
from hasila.modules.casefiles.courts import CourtField
from hasila.modules.casefiles.exchange.parts import told_fields
from hasila.modules.casefiles.referral import Referral
from hasila.modules.casefiles.written_record import WrittenRecord

VERSION = "hasila.referral/1"
"""Rises when something is taken away or means something else; what is only added leaves it as it is."""
TEXT: dict[str, Any] = {"type": "string"}
NAMES = {"ar": TEXT, "fr": TEXT}


def schema() -> dict[str, Any]:
    """The schema: a referral, its case file, the parties by category, and the records of each register."""
    registers = {model.procedure.key.split(".")[1]: model for model in belongings() if model is not Referral}
    others = {name: _list(model) for name, model in sorted(registers.items()) if name != "parties"}
    party = _list(registers["parties"])
    categories = ("suspect", "victim", "witness", "civilly_liable", "officer")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:{VERSION.replace('/', ':')}",
        "title": VERSION,
        "type": "object",
        "required": ["schema", "key", "referral", "case", "parties", "records", "unit"],
        "properties": {
            "schema": {"const": VERSION},
            "key": {"type": "string", "pattern": r"^[0-9a-f-]{36}\.[0-9]+$"},
            "synthetic": {"type": "boolean"},
            "unit": {"$ref": "#/$defs/unit"},
            "referral": _record(Referral),
            "case": _record(CaseFile),
            "parties": {
                "type": "object",
                "properties": dict.fromkeys(categories, party),
                "additionalProperties": False,
            },
            "records": {"type": "object", "properties": others},
        },
        "$defs": {
            "unit": _object(["code", "ar", "fr"], {"code": TEXT, **NAMES}),
            "officer": _object(["registration", "ar", "fr"], {"registration": TEXT, **NAMES}),
            "court": _object(["code", "kind", "ar", "fr"], {"code": TEXT, "kind": TEXT, **NAMES}),
            "offence": _object(
                ["code", "class", "iccs", "text", "article"],
                {"code": TEXT, "class": TEXT, "iccs": TEXT, "text": TEXT, "article": TEXT, **NAMES},
            ),
        },
    }


def _object(required: list[str], properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "required": required, "properties": properties}


def _list(model: type[models.Model]) -> dict[str, Any]:
    return {"type": "array", "items": _record(model)}


def _record(model: type[models.Model]) -> dict[str, Any]:
    properties: dict[str, Any] = {"reference": TEXT, "state": TEXT, "number": {"type": "integer"}}
    if issubclass(model, WrittenRecord | Attachment):  # which a severed part holds by reference
        properties["of_file"] = {**TEXT, "description": str(_("Held by reference: the file that it stands in"))}
    properties |= {field.name: _field(field) for field in told_fields(model)}
    return _object(["reference", "state"], properties)


def _field(field: Any) -> dict[str, Any]:
    kind = _kind(field)
    if "$ref" in kind:
        return {"oneOf": [kind, {"type": "null"}]}
    return {**kind, "type": [kind["type"], "null"], "description": str(field.verbose_name)}


def _kind(field: Any) -> dict[str, Any]:
    if isinstance(field, OffenceField | CourtField):
        return {"$ref": f"#/$defs/{'offence' if isinstance(field, OffenceField) else 'court'}"}
    if isinstance(field, models.ForeignKey):
        target = field.related_model._meta.label_lower if not isinstance(field.related_model, str) else ""
        known = {"institution.unit": "unit", "institution.officer": "officer"}
        return {"$ref": f"#/$defs/{known[target]}"} if target in known else TEXT
    if isinstance(field, ArrayField):
        return {"type": "array", "items": TEXT}
    if isinstance(field, models.BooleanField):
        return {"type": "boolean"}
    if isinstance(field, models.IntegerField):
        return {"type": "integer"}
    if isinstance(field, models.DateTimeField):
        return {"type": "string", "format": "date-time"}
    if isinstance(field, models.DateField):
        return {"type": "string", "format": "date"}
    if field.choices and not callable(field.choices):
        return {"type": "string", "enum": [code for code, _label in field.flatchoices] + [None]}
    return TEXT
