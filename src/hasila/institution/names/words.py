"""Words: what an officer reads about two names, part by part, in the language of the page."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from hasila.institution.names.comparing import COMMON, HEARD, Comparison, Pair
from hasila.institution.names.parts import TITLE, Part

FSI, PDI = "\u2068", "\u2069"
"""Marks that keep a name of one direction whole inside a sentence of the other."""


def _named(side: tuple[Part, ...]) -> str:
    return f"{FSI}{' '.join(part.written for part in side)}{PDI}"


def _both(pair: Pair) -> dict[str, Any]:
    return {"one": _named(pair.mine), "other": _named(pair.theirs)}


def of_pair(pair: Pair, *, sure: bool = False) -> str:
    """One sentence on two parts that answer each other, or on one that nothing answers.

    Args:
        sure: whether the first name is the one that was asked for.
    """
    if not pair.mine:
        return _("%(name)s stands only in the other name.") % {"name": _named(pair.theirs)}
    if not pair.theirs:
        return _("%(name)s has no counterpart.") % {"name": _named(pair.mine)}
    both = _both(pair)
    if pair.likeness < HEARD:
        return _("%(one)s and %(other)s are only distantly alike.") % both
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
        if pair.likeness or not any(TITLE in part.marks for part in pair.mine + pair.theirs)
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
