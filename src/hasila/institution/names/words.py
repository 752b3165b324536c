"""Words: what an officer reads about two names, part by part, in the language of the page."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hasila.institution.names.comparing import COMMON, HEARD, Comparison, Pair
from hasila.institution.names.evidence import APART, FAIR, NEAR, SAME, STRONG, SURE, WEAK, Finding, Weighed
from hasila.institution.names.parts import BESIDE, Part

FSI, PDI = "\u2068", "\u2069"
"""Marks that keep a name of one direction whole inside a sentence of the other."""


def _named(side: tuple[Part, ...]) -> str:
    return isolated(" ".join(part.written for part in side))


def isolated(text: str) -> str:
    """A text kept whole inside a sentence of the other direction."""
    return f"{FSI}{text}{PDI}"


def _both(pair: Pair) -> dict[str, Any]:
    return {"one": _named(pair.mine), "other": _named(pair.theirs)}


def of_pair(pair: Pair) -> str:
    """One sentence on two parts that answer each other, or on one that nothing answers."""
    if not pair.mine:
        return _("%(name)s stands only in the other name.") % {"name": _named(pair.theirs)}
    if not pair.theirs:
        return _("%(name)s has no counterpart.") % {"name": _named(pair.mine)}
    both = _both(pair)
    if pair.likeness < HEARD:
        return _("%(one)s and %(other)s are only distantly alike.") % both
    if pair.how == "form":
        return _("%(one)s ≈ %(other)s: the same legal form.") % both
    if pair.how == "same":
        return _("%(one)s: the same name.") % both
    if pair.how == "script":
        return _("%(one)s ≈ %(other)s: the same name in the other script.") % both
    if pair.how == "script_heard":
        return _("%(one)s ≈ %(other)s: near in the other script; a letter may have been misheard.") % both
    if pair.how == "spelled":
        return _("%(one)s ≈ %(other)s: the same name, spelled otherwise.") % both
    if pair.how == "grown":
        return _("%(one)s ≈ %(other)s: the same, written as one word or as two.") % both
    if pair.how == "short":
        return _("%(one)s ≈ %(other)s: one is the short form.") % both
    if pair.how == "initial":
        return _("%(one)s ≈ %(other)s: only the initial is known.") % both
    if pair.how == "left_out":
        return _("%(one)s ≈ %(other)s: one leaves out a word such as Abd, Ben or Aït.") % both
    return _("%(one)s ≈ %(other)s: a letter or a vowel differs, as if misheard or mistyped.") % both


def reasons(comparison: Comparison) -> list[str]:
    """Why two names are as alike as they are: a sentence for each part, then on order and commonness."""
    if not comparison.pairs:
        return [_("There is no name to compare.")]
    found = [
        of_pair(pair)
        for pair in comparison.pairs
        if pair.likeness or not any(part.marks & BESIDE for part in pair.mine + pair.theirs)
    ]
    if comparison.swapped:
        found.append(_("First and last names stand in the other order."))
    common = [pair for pair in comparison.pairs if pair.mine and pair.likeness >= HEARD and pair.share >= COMMON]
    if comparison.weak:
        found.append(_("All that agrees is common: weak evidence by itself."))
    elif common:
        listed = "، ".join(_named(pair.mine) for pair in common)
        found.append(_("%(names)s: a common name, weak evidence.") % {"names": listed})
    return found


LEVELS = {
    WEAK: gettext_lazy("Weak evidence"),
    FAIR: gettext_lazy("Some evidence"),
    STRONG: gettext_lazy("Strong evidence"),
    SURE: gettext_lazy("Very strong evidence"),
}
_BORN = {
    "day_same": gettext_lazy("Date of birth: the same."),
    "day_swapped": gettext_lazy("Date of birth: day and month have changed places (%(one)s, %(other)s)."),
    "day_digit": gettext_lazy("Date of birth: one digit differs (%(one)s, %(other)s)."),
    "day_year": gettext_lazy("Date of birth: the same year, another day (%(one)s, %(other)s)."),
    "day_month": gettext_lazy("Date of birth: the same day and month, another year (%(one)s, %(other)s)."),
    "day_near": gettext_lazy("Date of birth: a year apart (%(one)s, %(other)s)."),
    "day_apart": gettext_lazy("Date of birth: another one (%(one)s, %(other)s), which speaks against it."),
    "year_same": gettext_lazy("Year of birth: the same."),
    "year_near": gettext_lazy("Year of birth: a year apart (%(one)s, %(other)s)."),
    "year_apart": gettext_lazy("Year of birth: another one (%(one)s, %(other)s), which speaks against it."),
}
_OTHERS = {
    ("mother", SAME): gettext_lazy("Mother's name: the same (%(other)s)."),
    ("mother", NEAR): gettext_lazy("Mother's name: distantly alike (%(one)s, %(other)s)."),
    ("mother", APART): gettext_lazy("Mother's name: another one (%(other)s), which speaks against it."),
    ("father", SAME): gettext_lazy("Father's name: the same (%(other)s)."),
    ("father", NEAR): gettext_lazy("Father's name: distantly alike (%(one)s, %(other)s)."),
    ("father", APART): gettext_lazy("Father's name: another one (%(other)s), which speaks against it."),
    ("place", SAME): gettext_lazy("Place of birth: the same (%(other)s)."),
    ("place", NEAR): gettext_lazy("Place of birth: distantly alike (%(one)s, %(other)s)."),
    ("place", APART): gettext_lazy("Place of birth: another one (%(other)s)."),
    ("card", SAME): gettext_lazy("Card number: the same."),
    ("card", NEAR): gettext_lazy("Card number: one character differs (%(one)s, %(other)s)."),
    ("card", APART): gettext_lazy("Card number: another one, which speaks against it."),
    ("sex", SAME): gettext_lazy("Sex: the same."),
    ("sex", APART): gettext_lazy("Sex: the other, which speaks against it."),
}


def of_finding(finding: Finding) -> str:
    """One sentence on what another field than the name says."""
    text = _BORN[finding.code] if finding.field == "born" else _OTHERS[finding.field, finding.code]
    return str(text) % {"one": isolated(finding.mine), "other": isolated(finding.theirs)}


def of_evidence(weighed: Weighed) -> list[str]:
    """All that speaks for and against two descriptions being of one person, the name first."""
    named = reasons(weighed.name) if weighed.name.pairs else []
    return named + [of_finding(finding) for finding in weighed.findings]
