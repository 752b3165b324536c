"""Persons: the file of each one whom the service deals with, met by name, and found again by it.

A file says who somebody is, never what they did: matters point to it. Two files that turn out to be of one person are
merged by a named official, with grounds, and parted again the same way; no machine merges any.
Law: the identity is written down as the criminal procedure asks (`criminal_procedure`); kept under `personal_data`.
"""

from __future__ import annotations

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from hasila.assurance.erasure import Retention, is_erased
from hasila.institution import law
from hasila.institution.names import lookup
from hasila.institution.names.evidence import Description
from hasila.institution.names.letters import ARABIC, LATIN, script_of, words
from hasila.institution.people import CardNumberField, Sex
from hasila.institution.roles import Role
from hasila.kernel.indicators import Count
from hasila.kernel.procedures import SAME, Act, Consequence, Procedure, State, Transition, needs
from hasila.kernel.records import Record
from hasila.kernel.refusals import Refusal
from hasila.kernel.registers import Register

OLDEST = 130
"""Years before the act after which nobody on a file is born."""
ALIASES = 20


class PersonFile(Record):
    """Who somebody is, as far as it is known; `unit` is where the file was opened."""

    arabic_given = models.CharField(_("Given name in Arabic"), max_length=60, blank=True)
    arabic_family = models.CharField(_("Family name in Arabic"), max_length=60, blank=True)
    latin_given = models.CharField(_("Given name in Latin letters"), max_length=60, blank=True)
    latin_family = models.CharField(_("Family name in Latin letters"), max_length=60, blank=True)
    aliases = ArrayField(
        models.CharField(max_length=120),
        verbose_name=_("Other names"),
        default=list,
        blank=True,
        help_text=_("Former names, nicknames, other spellings: one a line, in either script."),
    )
    sex = models.CharField(_("Sex"), max_length=1, choices=Sex, blank=True)
    born_on = models.DateField(_("Date of birth"), null=True, blank=True)
    birth_year = models.SmallIntegerField(
        _("Year of birth"), null=True, blank=True, help_text=_("Where the day is not known.")
    )
    born_at = models.CharField(_("Place of birth"), max_length=60, blank=True)
    mother = models.CharField(_("Mother's name"), max_length=120, blank=True)
    father = models.CharField(_("Father's name"), max_length=120, blank=True)
    card_number = CardNumberField(_("Card number"), null=True, blank=True)
    nationality = models.CharField(
        _("Nationality"),
        max_length=3,
        blank=True,
        validators=[RegexValidator("^[A-Z]{3}$", _("A nationality is three capital letters, such as MAR."))],
        help_text=_("Three letters, such as MAR."),
    )
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged", verbose_name=_("Merged into")
    )
    parted_from = models.ForeignKey(
        "self", models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("Parted again from")
    )
    grounds = models.TextField(_("Grounds"), blank=True)
    keys = ArrayField(models.IntegerField(), default=list, editable=False)

    labels = {"arabic_name": _("Name in Arabic"), "latin_name": _("Name in Latin letters")}
    """What people read for the properties that a list shows."""

    class Meta(Record.Meta):
        verbose_name = _("Person's file")
        verbose_name_plural = _("Persons' files")
        indexes = [
            *Record.Meta.indexes,
            # Searches must not wait for a list of what is not yet in the index.
            GinIndex(fields=["keys"], fastupdate=False, name="person_file_keys"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["card_number"], condition=models.Q(state="recorded"), name="person_file_card_number_once"
            ),
            models.CheckConstraint(
                condition=models.Q(merged_into__isnull=True) | ~models.Q(merged_into=models.F("id")),
                name="person_file_not_into_itself",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.reference})"

    @property
    def arabic_name(self) -> str:
        """Given and family name in Arabic, as far as they are known."""
        return f"{self.arabic_given} {self.arabic_family}".strip()

    @property
    def latin_name(self) -> str:
        """Given and family name in Latin letters, as far as they are known."""
        return f"{self.latin_given} {self.latin_family}".strip()

    @property
    def name(self) -> str:
        """The name in the script of the active language, else in the other."""
        arabic = (get_language() or "ar").startswith("ar")
        both = (self.arabic_name, self.latin_name) if arabic else (self.latin_name, self.arabic_name)
        return both[0] or both[1]

    @property
    def description(self) -> Description:
        """What is known of the person, as searches compare it."""
        return described(*(getattr(self, name) for name in DESCRIBED))


DESCRIBED = (
    "arabic_given", "arabic_family", "latin_given", "latin_family", "aliases", "sex", "born_on", "birth_year", "mother",
    "father", "born_at", "card_number"
)  # fmt: skip


def described(
    arabic_given: str,
    arabic_family: str,
    latin_given: str,
    latin_family: str,
    aliases: list[str],
    sex: str,
    born_on: date | None,
    birth_year: int | None,
    mother: str,
    father: str,
    place: str,
    card: str | None,
) -> Description:
    """The description of a person by the values of `DESCRIBED`."""
    names = (f"{arabic_given} {arabic_family}".strip(), f"{latin_given} {latin_family}".strip(), *aliases)
    known = tuple(name for name in names if name)
    return Description(known, sex, born_on, birth_year, mother, father, place, card or "")


NAMES = ("arabic_given", "arabic_family", "latin_given", "latin_family")
CONTENT = (
    *NAMES, "aliases", "sex", "born_on", "birth_year", "born_at", "mother", "father", "card_number", "nationality"
)  # fmt: skip


def has_a_name(person: PersonFile, act: Act) -> Refusal | None:
    """A file has at least one name, in either script."""
    if any(words(getattr(person, name)) for name in NAMES):
        return None
    return Refusal(
        "persons.no_name",
        _("A file needs a name in at least one script."),
        field="arabic_family",
        remedy=_("Enter what the person is called, or “unknown” with a description among the other names."),
        status=422,
    )


def few_other_names(person: PersonFile, act: Act) -> Refusal | None:
    """A file of so many other names would be found by everyone."""
    if len(person.aliases) <= ALIASES:
        return None
    return Refusal(
        "persons.too_many_names",
        _("A file has at most %(most)s other names."),
        field="aliases",
        status=422,
        most=ALIASES,
    )


def in_its_script(person: PersonFile, act: Act) -> Refusal | None:
    """Arabic stands in the Arabic fields, Latin letters in the others."""
    for name in NAMES:
        wrong = LATIN if name.startswith("arabic") else ARABIC
        if any(script_of(word) == wrong for word in words(getattr(person, name))):
            return Refusal(
                "persons.wrong_script",
                _("This name stands in the field of the other script."),
                field=name,
                remedy=_("Move it to the field of its script."),
                status=422,
            )
    return None


def born_too_early(year: int | None, day: date, field: str = "born_on") -> Refusal | None:
    """The refusal of a year of birth long before anyone alive; None where it is possible, or not known."""
    if year is None or year >= day.year - OLDEST:
        return None
    return Refusal(
        "persons.born_too_early",
        _("The birth lies more than %(years)s years back."),
        field=field,
        status=422,
        years=OLDEST,
    )


def born_in_time(person: PersonFile, act: Act) -> Refusal | None:
    """Nobody is born after the act, or long before anyone alive; a year agrees with the day."""
    assert act.today is not None
    year = person.born_on.year if person.born_on else person.birth_year
    if (person.born_on or date.min) > act.today or (year or 0) > act.today.year:
        return Refusal("persons.born_later", _("The birth lies after the act."), field=_which(person), status=422)
    if early := born_too_early(year, act.today, _which(person)):
        return early
    if person.born_on and person.birth_year and person.birth_year != person.born_on.year:
        return Refusal(
            "persons.year_differs",
            _("The year of birth is not that of the date of birth."),
            field="birth_year",
            remedy=_("Leave the year empty where the day is known."),
            status=422,
        )
    return None


def _which(person: PersonFile) -> str:
    return "born_on" if person.born_on else "birth_year"


@needs("merged_into")
def into_a_live_file(person: PersonFile, act: Act) -> Refusal | None:
    """A file is merged into another one that stands by itself, never into itself."""
    target = person.merged_into
    if target is not None and target.pk == person.pk:
        return Refusal("persons.into_itself", _("A file can't be merged into itself."), field="merged_into", status=422)
    if target is None or target.state != Persons.recorded.name or is_erased(target):
        return Refusal(
            "persons.not_live",
            _("The other file is merged itself, or its content was erased."),
            field="merged_into",
            remedy=_("Choose the file that stands for the person now."),
        )
    return None


def set_keys(person: PersonFile, act: Act) -> None:
    """By what the person will be found; nobody types it."""
    person.keys = lookup.of(person.description).all()


def part(person: PersonFile, act: Act) -> None:
    """The file stands by itself again, and knows from which it was parted."""
    person.parted_from_id = person.merged_into_id
    person.merged_into_id = None


def giving_back(person: PersonFile, act: Act) -> Transition:
    """What follows on the file from which another is parted, which the act itself has only now named."""
    return Persons.give_back


IDENTITY = [has_a_name, few_other_names, in_its_script, born_in_time]
RECORDERS = (
    Role.DESK_OFFICER,
    Role.JUDICIAL_OFFICER,
    Role.VICTIMS_OFFICER,
    Role.MINORS_OFFICER,
    Role.UNIT_CHIEF,
)  # fmt: skip
MERGERS = (Role.JUDICIAL_OFFICER, Role.UNIT_CHIEF)


class Persons(Procedure):
    record = PersonFile
    label = _("Persons' files")
    prefix = "PERS"
    directory = True
    sensitive = True
    purposes = {
        "reception": _("Reception at the counter"),
        "inquiry": _("Criminal inquiry"),
        "identification": _("Establishing an identity"),
        "complaint": _("Answer to a complaint"),
        "control": _("Control of the work"),
    }
    readers = (Role.PROSECUTOR,)
    search = (*NAMES, "card_number")
    personal = ("parted_from", *CONTENT, "grounds", "keys")
    retention = Retention(
        law.cutoff("institution.persons.retention"), "institution.persons.retention", rests=("recorded", "merged")
    )
    register = Register(
        columns=("reference", "arabic_name", "latin_name", "born_on", "unit", "state"),
        filters=("state", "unit", "sex"),
    )
    constraints = {
        "person_file_card_number_once": Refusal(
            "persons.card_taken",
            _("Another live file has this card number."),
            field="card_number",
            remedy=_("Find the person by this number, and use or merge that file."),
        ),
        "person_file_not_into_itself": Refusal(
            "persons.into_itself", _("A file can't be merged into itself."), field="merged_into", status=422
        ),
    }

    recorded = State(_("Recorded"), initial=True)
    merged = State(_("Merged into another file"), requires=["merged_into"])

    enter = Transition(
        _("Record a person"),
        None,
        recorded,
        by=RECORDERS,
        may=CONTENT,
        guards=IDENTITY,
        effects=[set_keys],
        basis="criminal_procedure",
        facets=["sex"],
        help=_("Find the person first: a file may be there, in the other script or spelled otherwise."),
    )
    note = Transition(
        _("Record a person whom a matter names"),
        None,
        recorded,
        may=CONTENT,
        guards=IDENTITY,
        effects=[set_keys],
        consequent=True,
        basis="criminal_procedure",
        facets=["sex"],
    )
    amend = Transition(
        _("Correct or complete"),
        recorded,
        recorded,
        by=RECORDERS,
        asks=["grounds"],
        may=CONTENT,
        guards=IDENTITY,
        effects=[set_keys],
        basis="personal_data/8",
    )
    take_in = Transition(
        _("Stand for a file that was merged"), recorded, recorded, consequent=True, basis="personal_data/3"
    )
    give_back = Transition(
        _("Stand no more for a file that was merged"),
        [recorded, merged],
        SAME,
        consequent=True,
        basis="personal_data/3",
    )
    merge = Transition(
        _("Merge into another file"),
        recorded,
        merged,
        by=MERGERS,
        asks=["merged_into", "grounds"],
        guards=[into_a_live_file],
        then=[Consequence("institution.persons.take_in", record="merged_into")],
        basis="personal_data/3",
        help=_("The official who is sure that both are of one person. Nothing is lost, and it can be undone."),
    )
    undo_merge = Transition(
        _("Undo the merging"),
        merged,
        recorded,
        by=MERGERS,
        asks=["grounds"],
        effects=[part],
        then=[Consequence(giving_back, record="parted_from_id")],
        basis="personal_data/8",
    )

    files = Count(
        _("Persons' files opened"),
        of=enter,
        by=["unit", "sex"],
        unit=_("files"),
        definition=_("Files of persons opened in the year by hand, whatever became of them."),
    )
    merges = Count(
        _("Persons' files merged"),
        of=merge,
        by=["unit"],
        unit=_("files"),
        definition=_("Files merged into another of the same person in the year; those parted again are not taken off."),
    )
