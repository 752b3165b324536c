"""What is printed in two languages at once: lazy texts, dates, choices and names, said in each.

A page is in one language, a Moroccan official document in two side by side. So a document is made of values that can
still be said in either, and `said` says them.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from hasila.surfaces.formats import (
    NOTHING,
    direction,
    format_date,
    format_datetime,
    format_number,
    isolate,
    language,
    without_controls,
)

YES, NO = _("Yes"), _("No")


@dataclass(frozen=True)
class Both:
    """A value that was written in both languages by hand, such as the two names of a person."""

    ar: Any
    fr: Any


@dataclass(frozen=True)
class Phrase:
    """A translatable sentence with values set into it, each said in the sentence's language.

    ``Phrase(_("The sanction %(measure)s is pronounced."), {"measure": file.get_measure_display})``. The message is
    translated first and filled afterwards; a value that reads the other way is isolated, so that it cannot disturb
    the sentence.
    """

    message: Any
    values: Mapping[str, Any] = field(default_factory=dict)

    def said(self, lang: str) -> str:
        """The sentence in ``lang``. Raises KeyError where the message names a value that was not given."""
        message = said(self.message, lang)
        if not self.values:
            return message
        along = "rtl" if lang == "ar" else "ltr"
        spoken = {name: said(value, lang) for name, value in self.values.items()}
        return message % {name: text if direction(text) == along else isolate(text) for name, text in spoken.items()}


def said(value: Any, lang: str | None = None) -> str:
    """Say ``value`` in ``lang`` (the active language where none is named), without direction controls of its own.

    Lazy texts are translated; dates, moments and numbers formatted; a model instance gives its name in the letters
    of the language where it has one (``arabic``/``french``, ``arabic_name``/``latin_name``), else its ``str``.
    A function without arguments is called. Nothing gives a dash.
    """
    lang = language(lang)
    if isinstance(value, Phrase):
        return value.said(lang)
    with override(lang):
        if callable(value) and not isinstance(value, type | Promise | models.Model):
            value = value()
        return without_controls(_plain(value, lang)).strip() or NOTHING


def _plain(value: Any, lang: str) -> str:
    if value is None:
        return ""
    if isinstance(value, Both):
        return said(value.ar if lang == "ar" else value.fr, lang)
    if isinstance(value, bool):
        return str(YES if value else NO)
    if isinstance(value, int | float | Decimal) and not isinstance(value, models.Choices):
        return format_number(value, lang)
    if isinstance(value, models.Choices):
        return str(value.label)
    if isinstance(value, datetime.datetime):
        return format_datetime(value, lang)
    if isinstance(value, datetime.date):
        return format_date(value, lang)
    if isinstance(value, models.Model):
        return _name(value, lang)
    if isinstance(value, list | tuple | set | frozenset):
        return ("، " if lang == "ar" else ", ").join(said(item, lang) for item in value)
    return str(value)


def _name(thing: models.Model, lang: str) -> str:
    names = ("arabic", "arabic_name") if lang == "ar" else ("french", "latin_name", "arabic", "arabic_name")
    for name in names:
        text = getattr(thing, name, None)
        if text:
            return str(text() if callable(text) else text)
    return str(thing)


def both(value: Any) -> dict[str, str]:
    """Say ``value`` in Arabic and in French, as the template takes it."""
    return {"ar": said(value, "ar"), "fr": said(value, "fr")}
