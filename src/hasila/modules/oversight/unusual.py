"""Unusual reading: rules that a person can read. Each says in words why a reading is listed; none weighs or scores.

What is listed is a reason to look, never a finding. Thresholds are dated configuration (`readings.unusual.*`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, time
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hasila.assurance.readings import EXPORT, Reading
from hasila.institution import law
from hasila.institution.career import Officer
from hasila.modules.oversight.queries import Subject, subjects_of
from hasila.modules.oversight.withholding import WatchedPerson
from hasila.plain.texts import fold

SERVANT, FAITH = {"عبد", "abd"}, {"الدين", "الله", "eddine", "allah"}  # they make a given name of two words
JOINS = {"ايت", "ait", "ابن", "بنت", "ben", "ibn", "bent", "بني", "beni", "اولاد", "oulad", "ould"}
VOLUME, OFF_DUTY, EXPORTED = "readings.unusual.volume", "readings.unusual.off_duty", "readings.unusual.export"


@dataclass(frozen=True)
class Case:
    """What the rules look at: the readings of some days, whom they are about, who read.

    Attributes:
        families: family names of each reader, folded. subjects: by record. watched: card numbers.
    """

    readings: list[Reading]
    families: dict[UUID, set[str]]
    subjects: dict[UUID, Subject]
    watched: set[str]


@dataclass(frozen=True)
class Rule:
    """A rule: its name, what it says, and the readings that it lists."""

    code: str
    label: str | Promise
    words: str | Promise
    finds: Callable[[Case], Iterable[Reading]]
    key: str = ""

    def params(self, day: date) -> dict[str, Any]:
        """The thresholds of the day, as the words name them."""
        if not self.key:
            return {}
        value = law.value(self.key, day)
        return {"first": value[0], "last": value[1]} if isinstance(value, tuple) else {"number": value}


def own_family_name(case: Case) -> Iterable[Reading]:
    """The reader and the person concerned, or the words searched for, share a family name."""
    for reading in case.readings:
        own = case.families.get(reading.actor, set())
        subject = case.subjects.get(reading.record)
        names = {word for name in subject.names for word in fold(name).split()} if subject else set()
        if own & (names | set(fold(reading.words).split())):
            yield reading


def public_figure(case: Case) -> Iterable[Reading]:
    """The person concerned is flagged as one in public life."""
    for reading in case.readings:
        subject = case.subjects.get(reading.record)
        if subject is not None and subject.card_number in case.watched:
            yield reading


def volume(case: Case) -> Iterable[Reading]:
    """One reader, one day, more different records than the threshold: the last reading of that day stands for it."""
    days: dict[tuple[UUID, date], list[Reading]] = defaultdict(list)
    for reading in case.readings:
        days[(reading.actor, reading.day)].append(reading)
    for (_actor, day), readings in days.items():
        if len({reading.record for reading in readings}) > law.value(VOLUME, day):
            yield max(readings, key=lambda one: one.first_at)


def off_duty(case: Case) -> Iterable[Reading]:
    """Read at night."""
    for reading in case.readings:
        first, last = (time.fromisoformat(text) for text in law.value(OFF_DUTY, reading.day))
        if reading.when.time() >= first or reading.when.time() < last:
            yield reading


def large_export(case: Case) -> Iterable[Reading]:
    """More records in one export than the threshold."""
    for reading in case.readings:
        if reading.kind == EXPORT and reading.results > law.value(EXPORTED, reading.day):
            yield reading


RULES = (
    Rule(
        "own_family_name",
        _("Own family name"),
        _("The reader has the same family name as the person concerned, or searched for it."),
        own_family_name,
    ),
    Rule(
        "public_figure",
        _("Person in public life"),
        _("The file is of a person whom the Inspector General has flagged as one in public life."),
        public_figure,
    ),
    Rule(
        "volume", _("Many files"), _("One officer read more than %(number)s different files in a day."), volume, VOLUME
    ),
    Rule("off_duty", _("At night"), _("Read between %(first)s and %(last)s."), off_duty, OFF_DUTY),
    Rule("large_export", _("Large export"), _("More than %(number)s files in one export."), large_export, EXPORTED),
)


def case_of(readings: list[Reading]) -> Case:
    """What the rules look at, gathered in a few queries."""
    readers = {reading.actor for reading in readings}
    families = {
        pk: _family(arabic) | _family(latin)
        for pk, arabic, latin in Officer.objects.filter(pk__in=readers).values_list("pk", "arabic_name", "latin_name")
    }
    watched = WatchedPerson.objects.filter(state="flagged").values_list("card_number", flat=True)
    return Case(readings, families, subjects_of(readings), set(watched))


def _family(name: str) -> set[str]:
    """The words after the given name, which may be two (عبد العزيز, نور الدين); what only joins a name to another (of,
    son of, people of) is none: it stands in too many.
    """
    words = fold(name).split()
    given = 2 if words[:1] and (words[0] in SERVANT or (words[1:2] and words[1] in FAITH)) else 1
    return {word for word in words[given:] if len(word) > 2 and word not in JOINS}


def listed(readings: list[Reading]) -> list[tuple[Rule, list[Reading]]]:
    """Each rule with what it lists, newest first; rules that list nothing too, so that all can be read."""
    case = case_of(readings)
    return [(rule, sorted(rule.finds(case), key=lambda one: one.first_at, reverse=True)) for rule in RULES]
