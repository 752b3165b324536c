"""Dated, sourced law: what was in force on a day, and how to cite it. The data, `data/law.toml`, changes by release.

What counsel has not confirmed says so (`confirmed = false` in the data, `Value.confirmed` here).
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib import resources
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

SEVERAL = {"المادة": ("المادتان", "المواد"), "الفصل": ("الفصلان", "الفصول")}
"""What two articles are called in Arabic, and more of them."""


class LawMissing(LookupError):
    """There is no such text or value, or none in force on the day asked for. Its text can be shown to a reader."""


@dataclass(frozen=True, slots=True)
class Text:
    """A legal text: its titles, the day it was made, its Official Bulletin, and how it calls its articles in Arabic."""

    key: str
    arabic: str
    french: str
    english: str
    date: date
    bulletin: str
    division: str
    confirmed: bool

    @property
    def title(self) -> str:
        """The title in the active language."""
        language = (get_language() or "ar")[:2]
        return {"ar": self.arabic, "fr": self.french}.get(language, self.english)


@dataclass(frozen=True, slots=True)
class Value:
    """What a text sets, in force from `since` to `until`, both included; `until` None is open."""

    key: str
    value: Any
    unit: str
    since: date
    until: date | None
    text: str
    article: str
    note: str
    confirmed: bool

    def runs_on(self, day: date) -> bool:
        """Whether the value is in force on a day."""
        return self.since <= day and (self.until is None or day <= self.until)


@cache
def texts() -> dict[str, Text]:
    """Every text by its key."""
    return {
        row["key"]: Text(
            row["key"], row["ar"], row["fr"], row["en"], row["date"], row["bulletin"], row["division"], row["confirmed"]
        )
        for row in _data()["text"]
    }


@cache
def values() -> dict[str, list[Value]]:
    """Every value by its key, oldest first."""
    found: dict[str, list[Value]] = {}
    for row in _data()["value"]:
        value = tuple(row["value"]) if isinstance(row["value"], list) else row["value"]
        found.setdefault(row["key"], []).append(
            Value(
                row["key"],
                value,
                row["unit"],
                row["from"],
                row.get("to"),
                row["text"],
                row.get("article", ""),
                row.get("note", ""),
                row["confirmed"],
            )
        )
    for dated in found.values():
        dated.sort(key=lambda item: item.since)
    return found


def in_force(key: str, on: date) -> Value:
    """The value of a key in force on a day, with its source.

    Raises:
        LawMissing: there is no such key, or nothing in force on that day.
    """
    for item in _dated(key):
        if item.runs_on(on):
            return item
    raise LawMissing(_("No value of %(key)s is in force on %(day)s.") % {"key": key, "day": on.isoformat()})


def value(key: str, on: date) -> Any:
    """What the law sets on a day: a number, or a tuple of codes.

    Raises:
        LawMissing: there is no such key, or nothing in force on that day.
    """
    return in_force(key, on).value


def days(key: str) -> Callable[[date], int]:
    """A legal term as a function of the day on which it starts.

    Raises:
        LawMissing: at once where there is no such key or it doesn't count days; when called, as `value`.
    """
    if any(item.unit != "days" for item in _dated(key)):
        raise LawMissing(_("The value %(key)s does not count days.") % {"key": key})

    def term(start: date) -> int:
        return int(value(key, start))

    term.__name__ = f"days[{key}]"
    return term


def cutoff(key: str) -> Callable[[date], date]:
    """A retention rule, by its key: given a day, the last day of a last act whose record is due on it. The rule in
    force on the day of the erasure counts, whatever held when the record was made.

    Raises:
        LawMissing: at once where there is no such key or it counts neither days nor years; when called, as `value`.
    """
    if any(item.unit not in ("days", "years") for item in _dated(key)):
        raise LawMissing(_("The value %(key)s counts neither days nor years.") % {"key": key})

    def last(day: date) -> date:
        rule = in_force(key, day)
        if rule.unit == "days":
            return day - timedelta(days=rule.value)
        # A term that starts on 29 February ends with that month.
        leap = (day.month, day.day) == (2, 29)
        return (day - timedelta(days=1) if leap else day).replace(year=day.year - rule.value)

    last.__name__ = f"cutoff[{key}]"
    return last


def cite(key: str, on: date | None = None) -> str:
    """The title in the active language, and the article where there is one.

    Args:
        key: a text (``civil_service``), an article of it (``civil_service/66``) or a value
            (``personnel.discipline.defence``). on: for a value, the day; None is the latest.

    Raises:
        LawMissing: there is no such text or value.
    """
    name, _slash, article = key.partition("/")
    text = texts().get(name)
    if text is None:
        item = _dated(key)[-1] if on is None else in_force(key, on)
        text, article = texts()[item.text], item.article
    if not article:
        return text.title
    division = "art."
    if (get_language() or "ar").startswith("ar"):
        division, article = _in_arabic(text.division, article.split(", "))
    return _("%(title)s, %(division)s %(article)s") % {"title": text.title, "division": division, "article": article}


def _in_arabic(division: str, articles: list[str]) -> tuple[str, str]:
    """What articles are called in Arabic, of which two have a form of their own, and their numbers."""
    if len(articles) == 1:
        return division, articles[0]
    two, several = SEVERAL[division]
    return two if len(articles) == 2 else several, " و".join(articles)


def lists(name: str) -> list[dict[str, Any]]:
    """The rows of a further table of the data, such as ``purpose``."""
    return list(_data().get(name, []))


def unconfirmed() -> list[str]:
    """Keys of the texts and values that counsel has still to confirm."""
    open_texts = [text.key for text in texts().values() if not text.confirmed]
    return open_texts + [key for key, dated in values().items() if not all(item.confirmed for item in dated)]


def _dated(key: str) -> list[Value]:
    try:
        return values()[key]
    except KeyError:
        raise LawMissing(_("There is no legal value %(key)s.") % {"key": key}) from None


@cache
def _data() -> dict[str, list[dict[str, Any]]]:
    text = resources.files("hasila.institution").joinpath("data", "law.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
