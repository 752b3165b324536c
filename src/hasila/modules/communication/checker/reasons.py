"""Why a verdict was given, in a sentence that a communicator can read out."""

from __future__ import annotations

from contextlib import nullcontext
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import override

from hasila.surfaces.counting import counted
from hasila.surfaces.formats import format_change, format_number, format_percent

if TYPE_CHECKING:
    from hasila.institution.figures.register import Printed
    from hasila.modules.communication.checker.claims import Claim


LONGEST = 20
"""Digits from which on a number is shown as it was printed."""


def reason_of(claim: Claim) -> str:
    """The reason of a claim's verdict, in its language."""
    with override(claim.language) if claim.language else nullcontext():
        return " ".join(filter(None, (_sentence(claim), _nearest(claim), _sum(claim))))


def _sentence(claim: Claim) -> str:
    if claim.figure is None:
        return _unnamed(claim)
    said = {
        "figure": str(claim.figure.label),
        "year": str(claim.year or ""),
        "official": shown(claim, claim.official),
        "value": shown(claim, claim.value),
        "source": str(claim.printed.source.publisher) if claim.printed else "",
    }
    if claim.verdict == "confirmed":
        return _confirmed(claim, said)
    if claim.verdict == "contradicted":
        return _contradicted(claim, said)
    return _unknown(claim, said)


def shown(claim: Claim, value: Decimal | None) -> str:
    """A value as people read it, with the sign of a change; with its unit where it is per cent or money."""
    if value is None:
        return ""
    if len(value.as_tuple().digits) > LONGEST and value == value.to_integral_value():
        return claim.text
    kind = claim.details.get("kind") or (claim.figure.kind if claim.figure is not None else "")
    if claim.quantity.unit == "%":
        return format_change(value) if kind == "change" else format_percent(value, decimals=None)
    plus = "+" if kind == "difference" and value > 0 else ""
    unit = claim.figure.unit if claim.figure is not None else None
    money = f" {counted(value, unit)}" if unit is not None and unit.english.startswith("MAD") else ""
    return plus + format_number(value) + money


def _confirmed(claim: Claim, said: dict[str, str]) -> str:
    code = claim.reason_code
    if code == "derived":
        return _from_two(claim, said)
    if code == "rounded":
        return _("%(figure)s, %(year)s: the official figure is %(official)s, which rounds to the one printed.") % said
    if code == "bound":
        return _("%(figure)s, %(year)s: the official figure is %(official)s, so what is printed is true.") % said
    return _("%(figure)s, %(year)s: the official figure is the same, %(official)s.") % said


def _from_two(claim: Claim, said: dict[str, str]) -> str:
    latest: Printed = claim.details["from"]
    earlier: Printed = claim.details["against"]
    said |= {
        "one": format_number(latest.number),
        "other": format_number(earlier.number),
        "before": str(earlier.year),
    }
    if claim.details["kind"] == "share":
        return _("%(figure)s, %(year)s: %(one)s of %(other)s is %(official)s.") % said
    if claim.details["kind"] == "difference":
        return _("%(figure)s: %(one)s in %(year)s and %(other)s in %(before)s differ by %(official)s.") % said
    return _("%(figure)s: from %(other)s in %(before)s to %(one)s in %(year)s is %(official)s.") % said


def _contradicted(claim: Claim, said: dict[str, str]) -> str:
    code = claim.reason_code
    if claim.details.get("kind") == "change":
        return _from_two(claim, said) + " " + _("The text prints %(value)s.") % said
    sentences = {
        "direction": _("%(figure)s, %(year)s: the official change is %(official)s; the text turns its direction."),
        "digit lost": _("%(figure)s, %(year)s: the official figure is %(official)s; a digit seems to be lost."),
        "digit added": _("%(figure)s, %(year)s: the official figure is %(official)s; a digit seems to be added."),
        "digits swapped": _("%(figure)s, %(year)s: the official figure is %(official)s; digits seem to be swapped."),
        "bound": _("%(figure)s, %(year)s: the official figure is %(official)s, so what is printed is not true."),
        "sum": _("%(figure)s, %(year)s: the other figures of the text leave %(official)s for it."),
        "unit": _("%(figure)s, %(year)s: the official figure is %(official)s; the unit seems to be mistaken."),
    }
    other = _("%(figure)s, %(year)s: the official figure is %(official)s, not %(value)s.")
    return sentences.get(code, other) % said


def _unknown(claim: Claim, said: dict[str, str]) -> str:
    sentences = {
        "no period": _("%(figure)s: the text doesn't say of which year."),
        "no value": _("%(figure)s: the register has no value of %(year)s."),
        "lost": _("%(figure)s, %(year)s: the official number is lost in its document."),
        "period unsure": _("%(figure)s: which year is meant isn't sure."),
        "several years": _("%(figure)s: several years are told of together."),
        "difference": _("%(figure)s: a difference is told of that the register doesn't hold."),
        "no direction": _(
            "%(figure)s, %(year)s: whether it rose or fell isn't said; the official change is %(official)s."
        ),
        "near": _("%(figure)s, %(year)s: the official figure is %(official)s; it may have been rounded otherwise."),
        "doubted": _("%(figure)s, %(year)s: the register itself doubts its figure, %(official)s."),
        "paired": _("%(figure)s: two numbers stand together, and which is meant isn't sure."),
        "negated": _("%(figure)s: the text may be denying this number."),
    }
    unsure = _("It may tell of: %(figure)s. That isn't sure enough for a verdict.")
    return sentences.get(claim.reason_code, unsure) % said


def _unnamed(claim: Claim) -> str:
    sentences = {
        "other body": _("It tells of another institution or another country."),
        "place": _("It tells of one place; the register has figures of the whole country."),
        "group": _("It tells of a part of those that the register counts."),
        "plan": _("It tells of a plan or an expectation."),
        "part of year": _("It tells of a part of a year; the register has whole years."),
    }
    return sentences.get(claim.reason_code, _("No figure of the register is named near it."))


def _sum(claim: Claim) -> str:
    if "parts" not in claim.details:
        return ""
    said = {"parts": format_number(claim.details["parts"]), "total": format_number(claim.details["total"])}
    return _("What the text prints of it doesn't add up: %(parts)s and %(total)s.") % said


def _nearest(claim: Claim) -> str:
    if claim.nearest is None or claim.nearest_figure is None or claim.verdict != "contradicted":
        return ""
    said = {
        "figure": str(claim.nearest_figure.label),
        "year": str(claim.nearest.year),
        "value": shown(claim, claim.value),
    }
    if claim.figure is not None and claim.nearest_figure.id == claim.figure.id:
        return _("%(value)s is the figure of %(year)s.") % said
    return _("%(value)s is the figure of: %(figure)s, %(year)s.") % said
