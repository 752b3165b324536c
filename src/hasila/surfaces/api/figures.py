"""Figures: what is counted, and its value in a year, at a position of the ledger."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from django.http import HttpRequest, HttpResponse

from hasila.assurance.tracing import trace
from hasila.kernel.indicators import Indicator, registry
from hasila.kernel.refusals import Refused
from hasila.surfaces.api import problems
from hasila.surfaces.api.registers import parameters
from hasila.surfaces.api.represent import TEXT, WHOLE, maybe, members
from hasila.surfaces.api.wire import Schema

YEAR: Schema = {"type": "integer", "minimum": 1956, "maximum": 2200}
PART = members(key=maybe(TEXT), label=TEXT, year=WHOLE, value=WHOLE, sign=WHOLE)
DEFINITION = {
    "key": TEXT,
    "kind": TEXT,
    "label": TEXT,
    "unit": TEXT,
    "definition": TEXT,
    "procedure": TEXT,
    "by": {"type": "array", "items": TEXT},
    "href": TEXT,
}
FIGURE = members(
    **DEFINITION,
    year=WHOLE,
    value=maybe(WHOLE),
    exact=maybe(TEXT),
    position=WHOLE,
    flag=TEXT,
    parts={"type": "array", "items": PART},
)
LIST = members(items={"type": "array", "items": members(**DEFINITION)})


def figures(request: HttpRequest) -> HttpResponse:
    """Every figure that is kept."""
    parameters(request, {})
    return problems.as_json({"items": [definition(indicator) for _key, indicator in sorted(registry.items())]})


def figure(request: HttpRequest, key: str) -> HttpResponse:
    """A figure of a year, with its parts.

    Raises:
        Refused: there is no such figure, or no year was named.
    """
    indicator = registry.get(key)
    if indicator is None:
        raise Refused(problems.not_found())
    year = parameters(request, {"year": YEAR}).get("year")
    if year is None:
        raise Refused(problems.wrong_parameter("year", "integer"))
    found = trace(indicator, year)
    value = found.figure.value
    return problems.as_json(
        {
            **definition(indicator),
            "year": year,
            "value": found.figure.rounded,
            "exact": str(value) if isinstance(value, Fraction) else None,
            "position": found.figure.position,
            "flag": found.figure.flag,
            "parts": [
                {
                    "key": part.tally.key if hasattr(part.tally, "procedure") else None,
                    "label": str(part.label),
                    "year": part.year,
                    "value": part.value,
                    "sign": part.sign,
                }
                for part in found.parts
            ],
        }
    )


def definition(indicator: Indicator) -> dict[str, Any]:
    """What a figure counts."""
    return {
        "key": indicator.key,
        "kind": indicator.kind,
        "label": str(indicator.label),
        "unit": str(indicator.unit),
        "definition": str(indicator.definition),
        "procedure": indicator.procedure.key,
        "by": list(indicator.by),
        "href": f"/api/v1/figures/{indicator.key}",
    }
