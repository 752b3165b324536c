"""Counted nouns: “3 قضايا”, “11 قضية”, “7 555 قضية”, and without a digit “قضية واحدة”, “قضيتان”; “1 affaire”,
“2 affaires”; “1 case”, “2 cases”.

An indicator and a published figure name their unit by one word in the plural. After a number that word takes the form
that the number asks for: Arabic has six, of which the noun after 3 to 10, after 11 to 99 and after hundreds differ.
`NOUNS` are the nouns that are counted; their forms stand in the catalogues, from `locale/plurals.csv`.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.functional import lazy
from django.utils.translation import npgettext, override

from hasila.surfaces.formats import format_number, language


def npgettext_noop(context: str, one: str, many: str) -> tuple[str, str]:
    """Marks a noun for the catalogues; gives its plural and its singular."""
    return many, one


# fmt: off
NOUNS = dict([
    npgettext_noop("counted", "act", "acts"),
    npgettext_noop("counted", "agreement", "agreements"),
    npgettext_noop("counted", "appointment", "appointments"),
    npgettext_noop("counted", "association", "associations"),
    npgettext_noop("counted", "body", "bodies"),
    npgettext_noop("counted", "brigade", "brigades"),
    npgettext_noop("counted", "camera", "cameras"),
    npgettext_noop("counted", "campaign", "campaigns"),
    npgettext_noop("counted", "card", "cards"),
    npgettext_noop("counted", "card per 1,000 inhabitants", "cards per 1,000 inhabitants"),
    npgettext_noop("counted", "case", "cases"),
    npgettext_noop("counted", "centre", "centres"),
    npgettext_noop("counted", "certificate", "certificates"),
    npgettext_noop("counted", "check", "checks"),
    npgettext_noop("counted", "child", "children"),
    npgettext_noop("counted", "command", "commands"),
    npgettext_noop("counted", "complaint", "complaints"),
    npgettext_noop("counted", "custody", "custodies"),
    npgettext_noop("counted", "day", "days"),
    npgettext_noop("counted", "decision", "decisions"),
    npgettext_noop("counted", "declaration", "declarations"),
    npgettext_noop("counted", "denunciation", "denunciations"),
    npgettext_noop("counted", "dirham", "dirhams"),
    npgettext_noop("counted", "district", "districts"),
    npgettext_noop("counted", "document", "documents"),
    npgettext_noop("counted", "emergency", "emergencies"),
    npgettext_noop("counted", "enrolment", "enrolments"),
    npgettext_noop("counted", "entry", "entries"),
    npgettext_noop("counted", "erasure", "erasures"),
    npgettext_noop("counted", "euro", "euros"),
    npgettext_noop("counted", "exhibit", "exhibits"),
    npgettext_noop("counted", "extension", "extensions"),
    npgettext_noop("counted", "family", "families"),
    npgettext_noop("counted", "figure", "figures"),
    npgettext_noop("counted", "file", "files"),
    npgettext_noop("counted", "follower", "followers"),
    npgettext_noop("counted", "gram", "grams"),
    npgettext_noop("counted", "grievance", "grievances"),
    npgettext_noop("counted", "hour", "hours"),
    npgettext_noop("counted", "incident", "incidents"),
    npgettext_noop("counted", "inquiry", "inquiries"),
    npgettext_noop("counted", "item", "items"),
    npgettext_noop("counted", "kilogram", "kilograms"),
    npgettext_noop("counted", "litre", "litres"),
    npgettext_noop("counted", "mandate", "mandates"),
    npgettext_noop("counted", "member", "members"),
    npgettext_noop("counted", "minor", "minors"),
    npgettext_noop("counted", "minute", "minutes"),
    npgettext_noop("counted", "mission", "missions"),
    npgettext_noop("counted", "mobile unit", "mobile units"),
    npgettext_noop("counted", "object", "objects"),
    npgettext_noop("counted", "offence", "offences"),
    npgettext_noop("counted", "officer", "officers"),
    npgettext_noop("counted", "outlet", "outlets"),
    npgettext_noop("counted", "paper", "papers"),
    npgettext_noop("counted", "permit", "permits"),
    npgettext_noop("counted", "person", "persons"),
    npgettext_noop("counted", "piece", "pieces"),
    npgettext_noop("counted", "pistol", "pistols"),
    npgettext_noop("counted", "pupil", "pupils"),
    npgettext_noop("counted", "qualification", "qualifications"),
    npgettext_noop("counted", "reading", "readings"),
    npgettext_noop("counted", "recommendation", "recommendations"),
    npgettext_noop("counted", "record", "records"),
    npgettext_noop("counted", "recovery", "recoveries"),
    npgettext_noop("counted", "referral", "referrals"),
    npgettext_noop("counted", "report", "reports"),
    npgettext_noop("counted", "request", "requests"),
    npgettext_noop("counted", "retention", "retentions"),
    npgettext_noop("counted", "retiree", "retirees"),
    npgettext_noop("counted", "sample", "samples"),
    npgettext_noop("counted", "sanction", "sanctions"),
    npgettext_noop("counted", "school", "schools"),
    npgettext_noop("counted", "second", "seconds"),
    npgettext_noop("counted", "service", "services"),
    npgettext_noop("counted", "shift", "shifts"),
    npgettext_noop("counted", "stage", "stages"),
    npgettext_noop("counted", "statement", "statements"),
    npgettext_noop("counted", "station", "stations"),
    npgettext_noop("counted", "structure", "structures"),
    npgettext_noop("counted", "student", "students"),
    npgettext_noop("counted", "student a year", "students a year"),
    npgettext_noop("counted", "summons", "summonses"),
    npgettext_noop("counted", "system", "systems"),
    npgettext_noop("counted", "tablet", "tablets"),
    npgettext_noop("counted", "US dollar", "US dollars"),
    npgettext_noop("counted", "unit", "units"),
    npgettext_noop("counted", "view", "views"),
    npgettext_noop("counted", "visa", "visas"),
    npgettext_noop("counted", "visit", "visits"),
    npgettext_noop("counted", "visitor", "visitors"),
    npgettext_noop("counted", "widow", "widows"),
    npgettext_noop("counted", "year", "years"),
    npgettext_noop("counted", "MAD", "MAD"),
    npgettext_noop("counted", "MAD a year", "MAD a year"),
])
# fmt: on
UNCOUNTED = {"%", "per cent", "edition", "level"}
"""Units that aren't counted: a share, and what a number only names."""
FEMININE = ("ة", "كاميرا")
ONE = {False: "واحد", True: "واحدة"}
"""“One” in Arabic, which stands behind its noun and agrees with it."""


def counted(number: float | Decimal, unit: Any, lang: str | None = None) -> str:
    """The unit in the form that stands after a number; a unit that isn't counted as it is.

    Args:
        number: the number, which is written beside it. unit: a text of the catalogues, or the words of a published
        figure. lang: the language, by default the active one.
    """
    with override("en"):
        many = str(unit)
    with override(language(lang)):
        one = NOUNS.get(many)
        return str(unit) if one is None else npgettext("counted", one, many, _as_counted(number))


def _as_counted(number: float | Decimal) -> int:
    """The whole number whose form it takes: after a fraction the noun stands in the singular in Arabic, as after a
    hundred, and in French below two.
    """
    size = abs(Decimal(str(number)))
    whole = int(size)
    if whole == size:
        return whole
    return 100 if language() != "fr" else whole


def quantity(number: float | Decimal, unit: Any, lang: str | None = None) -> str:
    """A number with what it counts; unit: as for `counted`, mostly the plural of a noun, one of `NOUNS`.

    In Arabic the noun itself says one and two, and no digit stands beside it: ساعة واحدة, ساعتان, 3 ساعات.
    """
    lang, noun = language(lang), counted(number, unit, lang)
    if lang == "ar" and number == 1 and " " not in noun and noun != str(unit):
        return f"{noun} {ONE[noun.endswith(FEMININE)]}"
    if lang == "ar" and number == 2 and noun != counted(100, unit, lang):  # not one that has no dual, as أورو
        return noun
    return f"{format_number(number, lang)} {noun}"


spoken = lazy(quantity, str)
"""The same, told when it is read: for the values of a refusal or of a notice."""
