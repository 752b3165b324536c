"""A plain way to check claims, to measure against: digits, the likeliest label of the register, and a comparison.

Nothing is read in words, no period is asked for but the year of the sentence, and whatever differs is contradicted.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from rapidfuzz import fuzz, process

from hasila.institution.figures import facts

NUMBER = re.compile(r"\d+(?:[  .,]\d{3})*(?:[.,]\d+)?(?:\s?(?:%|بالمائة|في المائة|pour cent|per ?cent))?")
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
NEAR = 60
"""Characters before and after a number in which the words of a label are looked for."""
ENOUGH = 0.5
"""The share of a label's words from which it is taken; the best of a few on the articles to build with."""
ALIKE = 80.0
"""The likeness, of 100, at which two words are the same."""


@cache
def labels(language: str) -> dict[str, list[str]]:
    """The words of the labels of the register by id, in one language."""
    named = {"ar": "arabic", "fr": "french", "en": "english"}[language]
    return {fact.id: words(getattr(fact.label, named)) for fact in facts().values() if not fact.repeats}


def words(text: str) -> list[str]:
    """The words of a text of four letters and more, in small letters, without the Arabic article."""
    return [re.sub("^[وفبل]?ال", "", word) for word in re.findall(r"[^\W\d_]{4,}", text.lower())]


def check(text: str, **_: Any) -> list[dict[str, Any]]:
    """The claims of a text, as a plain programme sees them."""
    language = "ar" if re.search(r"[؀-ۿ]", text) else "fr" if re.search(r"\b(?:les|des|une)\b", text) else "en"
    years = YEAR.findall(text)
    found = []
    for number in NUMBER.finditer(text):
        shown = number.group()
        if YEAR.fullmatch(shown):
            continue
        percent = re.search(r"[^\d.,\s]", shown) is not None
        value = _value(re.sub(r"[^\d.,]", "", shown))
        around = text[max(0, number.start() - NEAR) : number.end() + NEAR]
        fact_id = _likest(around, language, percent=percent)
        fact = facts().get(fact_id or "")
        official = fact.number if fact else None
        verdict = "unknown" if official is None else "confirmed" if value == abs(official) else "contradicted"
        found.append(
            {
                "start": number.start(),
                "end": number.end(),
                "value": value,
                "indicator": fact_id,
                "year": next(iter(YEAR.findall(around)), years[0] if years else None),
                "verdict": verdict,
            }
        )
    return found


def _likest(around: str, language: str, *, percent: bool) -> str | None:
    near = words(around)
    best, most = None, 0.0
    for key, label in labels(language).items():
        if label and (facts()[key].unit.english == "%") == percent:
            share = sum(_has(near, word) for word in label) / len(label)
            if share > most:
                best, most = key, share
    return best if most >= ENOUGH else None


def _has(near: list[str], word: str) -> bool:
    return process.extractOne(word, near, scorer=fuzz.ratio, score_cutoff=ALIKE) is not None


def _value(shown: str) -> float:
    grouped = re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", shown)
    return float(re.sub(r"[.,]", "", shown) if grouped else shown.strip(".,").replace(",", "."))
