"""Looking for people on any surface: what was typed becomes a description; the search is kept, and said in words.

A search shows files of persons, also of other units in outline, so each one is a reading that commits to what it found.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from hasila.institution.finding import Found, Result, find
from hasila.institution.names.evidence import Description
from hasila.institution.names.words import LEVELS, of_evidence
from hasila.institution.persons import PersonFile, Persons
from hasila.kernel.access import Actor, authority, roles_of, visible
from hasila.kernel.refusals import Refusal, Refused, control_characters, listed, no_mandate
from hasila.plain.moments import today
from hasila.plain.texts import FORBIDDEN, western_digits
from hasila.surfaces.reading import keep_search, search_is_reading

FIELDS = ("name", "born", "mother", "father", "place", "card")
OLDEST_YEAR = 1850


def wrong_day() -> Refusal:
    """What was typed is neither a day nor a year."""
    return Refusal(
        "persons.wrong_day",
        _("Enter a year, such as 1984, or a day, such as 1984-03-12."),
        field="born",
        status=422,
    )


def described(typed: dict[str, str]) -> Description:
    """The description that was typed, by the names of `FIELDS`; Arabic digits and 12/03/1984 are read.

    Raises:
        Refused: control characters, or a birth that is neither a day nor a year.
    """
    given = {name: str(typed.get(name) or "").strip() for name in FIELDS}
    bad = [name for name, text in given.items() if FORBIDDEN.search(text)]
    if bad:
        raise Refused(*(control_characters(name) for name in bad))
    born_on, year = _born(given["born"])
    return Description(
        names=(given["name"],) if given["name"] else (),
        born_on=born_on,
        birth_year=year,
        mother=given["mother"],
        father=given["father"],
        place=given["place"],
        card="".join(given["card"].split()),
    )


def _born(text: str) -> tuple[date | None, int | None]:
    text = western_digits(text)
    if not text:
        return None, None
    if text.isdigit() and len(text) == 4 and OLDEST_YEAR <= int(text) <= today().year:
        return None, int(text)
    parts = text.replace("/", "-").replace(".", "-").split("-")
    if len(parts) == 3 and all(part.isdigit() and len(part) <= 4 for part in parts):
        numbers = [int(part) for part in parts]
        year, month, day = numbers if len(parts[0]) == 4 else reversed(numbers)
        try:
            if year >= OLDEST_YEAR:
                return date(year, month, day), None
        except ValueError:
            pass
    raise Refused(wrong_day())


@dataclass(frozen=True)
class Match:
    """A found file, as far as the reader may see it.

    Attributes:
        open: whether the file is open to them; else `person` is shown in outline. level, likeness: of the evidence.
        reasons: in words. through: the reference of a file that was merged into this one, by which it was found.
    """

    person: PersonFile
    open: bool
    level: str
    label: Any
    bits: float
    likeness: float
    reasons: list[str]
    through: str


def search(actor: Actor, typed: dict[str, str], purpose: str, case: str = "") -> tuple[list[Match], Result]:
    """Looks for people, and keeps the search as one reading before anything is shown.

    Raises:
        Refused: nothing to look for, wrong values, no role of the register, or no purpose of the law's list.
    """
    words = " · ".join(str(typed.get(name) or "").strip() for name in FIELDS if typed.get(name))
    return look(actor, described(typed), words, purpose, case)


def look(actor: Actor, asked: Description, words: str, purpose: str, case: str) -> tuple[list[Match], Result]:
    """Looks for people of a description, like `search`; `words` are kept as what was looked for."""
    if not search_is_reading(Persons, actor):
        raise Refused(no_mandate(listed(str(authority().role_label(role)) for role in sorted(roles_of(Persons)))))
    result = find(asked)
    ids = [found.person.pk for found in result.found]
    keep_search(Persons, actor, purpose, ids, words, case)
    theirs = set(visible(Persons, actor).filter(pk__in=ids).values_list("pk", flat=True))
    return [_match(found, open_=found.person.pk in theirs) for found in result.found], result


def _match(found: Found, *, open_: bool) -> Match:
    weighed = found.weighed
    said = of_evidence(weighed)
    if not open_:  # the sentences name what the file says of mother, place and card
        said = said[: len(said) - len(weighed.findings)]
        said += [str(_("What else the file says is shown where it is open to you."))] if weighed.findings else []
    return Match(
        person=found.person,
        open=open_,
        level=weighed.level,
        label=LEVELS[weighed.level],
        bits=weighed.bits,
        likeness=weighed.likeness,
        reasons=said,
        through=found.through.reference if found.through is not None else "",
    )
