"""How a figure is said in a text: in the language of the text, whatever the reader's own is."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import override

from hasila.institution.figures import Words
from hasila.institution.figures.register import Entry, Printed
from hasila.surfaces.counting import quantity
from hasila.surfaces.formats import format_change, format_date, format_percent


def in_language(words: Words, language: str) -> str:
    """Words in one language."""
    return {"ar": words.arabic, "fr": words.french}.get(language, words.english)


def figure_words(entry: Entry, value: Printed, language: str) -> str:
    """A published value with its unit and how sure it is: 4 696 069 cards; more than 4 300 cameras; −24 %."""
    number = value.number
    if number is None:
        said = str(value.value or "–")
    elif entry.unit.english == "%":
        said = format_change(number, language) if entry.kind == "change" else format_percent(number, language)
    else:
        said = quantity(number, entry.unit, language)
    with override(language):
        if value.qualifier == "at least":
            return _("more than %(figure)s") % {"figure": said}
        if value.qualifier == "ceiling":
            return _("up to %(figure)s") % {"figure": said}
    return said


def _spoken(entry: Entry, value: Printed, language: str) -> str:
    """A value within a sentence: a change in words, since a sign gets lost between two directions of writing."""
    number = value.number
    if entry.kind != "change" or number is None or number == 0:
        return figure_words(entry, value, language)
    said = format_percent(-number if number < 0 else number, language)
    return (_("a fall of %(figure)s") if number < 0 else _("a rise of %(figure)s")) % {"figure": said}


def draft_title(entry: Entry, language: str) -> str:
    """The title that a draft begins with."""
    with override(language):
        return _("On the figure “%(label)s”") % {"label": in_language(entry.label, language)}


def draft_body(
    entry: Entry, value: Printed, language: str, quotation: str, outlet: str = "", day: date | None = None
) -> str:
    """The text that a draft begins with: what was published, what is so, what it counts, where it stands."""
    quotation = quotation.rstrip(".")
    with override(language):
        if outlet and day:
            opening = _("On %(day)s %(outlet)s published: “%(quotation)s”.") % {
                "outlet": outlet,
                "quotation": quotation,
                "day": format_date(day, language),
            }
        else:
            opening = _("It was published: “%(quotation)s”.") % {"quotation": quotation}
        right = _("The right figure for %(period)s is: %(label)s: %(figure)s.") % {
            "period": value.period,
            "label": in_language(entry.label, language),
            "figure": _spoken(entry, value, language),
        }
        counts = _("What it counts: %(definition)s") % {"definition": in_language(entry.definition, language)}
        asks = _("The service asks those who published it to correct it.")
    return "\n\n".join((opening, right, counts, asks))
