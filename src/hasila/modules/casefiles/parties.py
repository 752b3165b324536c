"""The parties of a matter: who is a suspect, a victim, a witness, civilly liable or an officer, each kept apart."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from hasila.assurance.erasure import ERASABLE, Retention
from hasila.assurance.sealed import SealedField
from hasila.institution import identifying, law
from hasila.institution.offences import OffenceField
from hasila.institution.people import CardNumberField, PhoneField, Sex, in_other_letters
from hasila.institution.persons import born_too_early
from hasila.institution.roles import Role
from hasila.institution.sounding import Sounded, set_sounds
from hasila.kernel.indicators import Count
from hasila.kernel.procedures import SAME, Act, Consequence, Procedure, State, Transition, needs
from hasila.kernel.refusals import Refusal
from hasila.kernel.registers import Register
from hasila.modules.casefiles import case_rules as rules
from hasila.modules.casefiles import guardians, severance, twice
from hasila.modules.casefiles import party_severance as going
from hasila.modules.casefiles import party_union as union
from hasila.modules.casefiles.belonging import follows, tells
from hasila.modules.casefiles.case_files import CaseFiles
from hasila.modules.casefiles.choices import AgeBand, Category
from hasila.modules.casefiles.party_severance import ABOUT, FILLED
from hasila.modules.casefiles.severance import Severable
from hasila.plain.moments import legal_day, micros

NOT_RESPONSIBLE, MAJORITY = "casefiles.not_responsible", "casefiles.penal_majority"


class Party(identifying.Identified, Sounded, Severable):
    """Somebody in a matter; `unit` is the unit of the case file."""

    category = models.CharField(_("Category"), max_length=16, choices=Category)
    unidentified = models.BooleanField(_("Not identified yet"), default=False)
    arabic_name = models.CharField(_("Name in Arabic"), max_length=120, blank=True)
    latin_name = models.CharField(_("Name in Latin letters"), max_length=120, blank=True)
    alias = models.CharField(_("Also known as"), max_length=120, blank=True)
    sex = models.CharField(_("Sex"), max_length=1, choices=Sex, blank=True)
    born_on = models.DateField(_("Date of birth"), null=ERASABLE, blank=True)
    born_at = models.CharField(_("Place of birth"), max_length=80, blank=True)
    father = models.CharField(_("Father's name"), max_length=120, blank=True)
    mother = models.CharField(_("Mother's name"), max_length=120, blank=True)
    card_number = CardNumberField(_("Card number"), blank=True)
    nationality = models.CharField(_("Nationality"), max_length=2, default="MA", help_text=_("Two letters, ISO 3166."))
    occupation = models.CharField(_("Occupation"), max_length=80, blank=True)
    phone = PhoneField(_("Telephone"), blank=True)
    address = models.CharField(_("Address"), max_length=250, blank=True)
    shielded_address = SealedField(
        _("Shielded address"),
        blank=True,
        readers=(Role.JUDICIAL_OFFICER, Role.VICTIMS_OFFICER, Role.MINORS_OFFICER),
        help_text=_("Sealed: for a victim or witness whose whereabouts must stay unknown."),
    )
    description = models.TextField(_("Description"), blank=True, help_text=_("Of somebody not identified yet."))
    guardian = models.CharField(_("Guardian"), max_length=120, blank=True)
    language = models.CharField(_("Language, where an interpreter is needed"), max_length=40, blank=True)
    band = models.CharField(
        _("Age on the day of the facts"), max_length=16, choices=AgeBand, default=AgeBand.UNKNOWN.value, editable=False
    )
    grounds = models.TextField(_("Grounds"), blank=True)
    charged = ArrayField(OffenceField(), verbose_name=_("Further offences"), default=list, editable=False)
    charge_ids = ArrayField(models.UUIDField(), null=True, editable=False)
    """The charges that these further offences stand in."""
    copied_to = models.UUIDField(null=True, editable=False)
    """Of somebody who is no suspect: their record in a severed part, in which they are entered too."""
    copied_from = models.UUIDField(null=True, editable=False)
    """Of somebody who is entered in a severed part too: their first entry, in the file that the part came from."""
    same_as = models.ForeignKey(
        "self", models.PROTECT, null=True, editable=False, db_index=False, related_name="+",
        verbose_name=_("One with the entry"),
    )  # fmt: skip
    parted_from = models.ForeignKey(
        "self", models.PROTECT, null=True, editable=False, db_index=False, related_name="+",
        verbose_name=_("Was one with the entry"),
    )  # fmt: skip
    guarded = models.BooleanField(_("Guardian named"), default=False, editable=False)
    further_only = models.BooleanField(_("Suspected of the further offences alone"), default=False, editable=False)
    """Of somebody who came with a joined file: its main offence is held against them, that of the other file isn't."""

    class Meta(Severable.Meta):
        verbose_name = _("Party")
        verbose_name_plural = _("Parties")
        indexes = [
            *Severable.Meta.indexes,
            models.Index(fields=["card_number"], name="casefiles_party_card", condition=~models.Q(card_number="")),
            identifying.index("casefiles_party_person"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.get_category_display()})"

    @property
    def name(self) -> str:
        """The name in the script of the active language, or the other one; an alias for somebody not identified."""
        arabic = (get_language() or "ar").startswith("ar")
        first, second = (self.arabic_name, self.latin_name) if arabic else (self.latin_name, self.arabic_name)
        return first or second or self.alias or str(_("Unknown person"))

    @property
    def under_age(self) -> bool:
        """Whether the party was under the age of penal majority on the day of the facts."""
        return self.band in (AgeBand.PARTLY, AgeBand.NOT_RESPONSIBLE)


def years_between(born: date, day: date) -> int:
    """Full years of age on a day; who was born on 29 February is older on 1 March."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def is_named(party: Party, act: Act) -> Refusal | None:
    """A party has a name, in the field of its own letters, or is said not to be identified; then something tells them
    apart.
    """
    misplaced = in_other_letters(party.arabic_name, party.latin_name)
    if misplaced:
        arabic = misplaced == "arabic_name"
        return Refusal(
            "casefiles.name_in_other_letters",
            _("Write this name in Arabic letters.") if arabic else _("Write this name in Latin letters."),
            field=misplaced,
            remedy=_("A name in Latin letters has a field of its own.")
            if arabic
            else _("A name in Arabic letters has a field of its own."),
            status=422,
        )
    if party.arabic_name or party.latin_name:
        return None
    if party.unidentified and (party.description or party.alias):
        return None
    return Refusal(
        "casefiles.party_without_name",
        _("Give the name, or say that the person is not identified yet and describe them."),
        field="description" if party.unidentified else "arabic_name",
        status=422,
    )


@needs("case")
def born_before_the_facts(party: Party, act: Act) -> Refusal | None:
    """Nobody takes part in facts before being born, or is older than anyone alive."""
    assert act.today is not None
    if party.born_on is None:
        return None
    happened = party.case.happened_at
    day = legal_day(micros(happened)) if happened is not None else act.today
    if party.born_on <= day:
        return born_too_early(party.born_on.year, act.today)
    return Refusal(
        "casefiles.born_after_facts",
        _("The date of birth lies after the facts."),
        field="born_on",
        remedy=_("Check the date of birth, or the date of the facts in the file."),
        status=422,
    )


def _band(party: Party, act: Act) -> str:
    """The age that the law looks at, on the day of the facts, or of the act where that day isn't known."""
    assert act.today is not None
    happened = party.case.happened_at
    return band_of(party.born_on, legal_day(micros(happened)) if happened is not None else act.today)


@needs("case")
def set_band(party: Party, act: Act) -> None:
    """The age on the day of the facts, or of the act where that day isn't known."""
    party.band = _band(party, act)


@needs("case")
def band_is_another(party: Party, act: Act) -> Refusal | None:
    """The age follows the facts once: a second time there is nothing left to change."""
    if party.band != _band(party, act):
        return None
    return Refusal("casefiles.same_age", _("The age on the day of the facts stands already."))


def band_of(born: date | None, day: date) -> str:
    """Which rules hold for somebody of this birth date on a day (articles 458 to 460, as in force on it)."""
    if born is None:
        return AgeBand.UNKNOWN.value
    years = years_between(born, day)
    if years >= int(law.value(MAJORITY, day)):
        return AgeBand.ADULT.value
    responsible = years > int(law.value(NOT_RESPONSIBLE, day)) or (
        years == int(law.value(NOT_RESPONSIBLE, day)) and (born.month, born.day) != (day.month, day.day)
    )
    return AgeBand.PARTLY.value if responsible else AgeBand.NOT_RESPONSIBLE.value


def _of_age(party: Party, act: Act) -> bool:
    """For a suspect who isn't under age."""
    return party.category == Category.SUSPECT and not party.under_age


def _is_victim(party: Party, act: Act) -> bool:
    """For a victim."""
    return party.category == Category.VICTIM


def _is_other(party: Party, act: Act) -> bool:
    """For every other category."""
    return party.category not in (Category.SUSPECT, Category.VICTIM)


def _told(done: str) -> list[Consequence]:
    """What the case file is told when a party joins it or leaves it."""
    return [
        tells(f"suspect_{done}", when=_of_age),
        tells(f"minor_{done}", when=guardians.young_and_named),
        tells(f"minor_alone_{done}", when=guardians.young_and_alone),
        tells(f"victim_{done}", when=_is_victim),
        tells(f"other_{done}", when=_is_other),
    ]


@needs("case")
def is_not_held(party: Party, act: Act) -> Refusal | None:
    """A suspect isn't taken out of a file while somebody is held in it: it may be they."""
    if party.category != Category.SUSPECT or not party.case.in_custody:
        return None
    return Refusal(
        "casefiles.suspect_held",
        _("Somebody is held in this file (%(count)s): a suspect can't be taken out of it now."),
        remedy=_("End the custody or the retention first."),
        count=party.case.in_custody,
    )


def _ages(label: Any, state: State, *told: Consequence) -> Transition:
    """The step by which the age follows the facts, where the file dates them anew (`ages.follow`)."""
    return Transition(
        label, state, SAME, consequent=True, basis="criminal_procedure/458", guards=[band_is_another],
        effects=[set_band], facets=["category", "band"], then=list(told),
    )  # fmt: skip


OFFICERS = [Role.JUDICIAL_OFFICER, Role.MINORS_OFFICER, Role.VICTIMS_OFFICER]


def _loses_guardian(party: Party, act: Act) -> bool:
    """Where the guardian of a suspect under age was named by an entry that stands by itself again."""
    return "guardian" in act.data and guardians.young_and_alone(party, act) and party.state == Parties.entered.name


def _gets_a_guardian(party: Party, act: Act) -> bool:
    """Where another entry named the guardian of a suspect under age."""
    return "guardian" in act.data and guardians.young(party, act) and party.state == Parties.entered.name


class Parties(Procedure):
    record = Party
    label = _("Parties of case files")
    prefix = "PRTY"
    sensitive = True
    purposes = CaseFiles.purposes
    readers = (Role.PROSECUTOR, Role.UNIT_CHIEF, Role.INSPECTOR, Role.CHIEF_INSPECTOR)
    search = ("arabic_name", "latin_name", "alias", "card_number", "sounds", "case.reference")
    personal = ("language", "nationality", "sounds", "person", "charge_ids", "copied_to", "copied_from", "severance",
        "parted_from",
        "arabic_name", "latin_name", "alias", "born_on", "born_at", "father", "mother", "card_number", "occupation",
        "phone", "address", "shielded_address", "description", "guardian", "grounds",
    )  # fmt: skip
    retention = Retention(law.cutoff("casefiles.retention"), "casefiles.retention", rests=("entered",))
    register = Register(
        columns=("reference", "case", "category", "arabic_name", "latin_name", "band", "unit", "state"),
        filters=("state", "unit", "category", "band", "case"),
    )
    constraints = identifying.CONSTRAINTS

    entered = State(_("Entered"), initial=True)
    taken_out = State(_("Taken out"), final=True, requires=["grounds"])
    united = State(_("One with another entry"), final=True, requires=["same_as"])

    enter = Transition(
        _("Enter a party"),
        None,
        entered,
        by=OFFICERS,
        asks=["case", "category"],
        may=ABOUT,
        guards=[*rules.CHILD_GUARDS, is_named, born_before_the_facts],
        effects=[set_band, guardians.note, set_sounds],
        basis="criminal_procedure/24",
        facets=["category", "band"],
        then=_told("joined"),
    )
    enter_from_desk = Transition(
        _("Enter whoever brought the matter"),
        None,
        entered,
        consequent=True,
        asks=["case", "category"],
        may=[*ABOUT, "person"],
        guards=[is_named, born_before_the_facts],
        effects=[set_band, guardians.note, set_sounds],
        basis="criminal_procedure/21",
        facets=["category", "band"],
        then=_told("joined"),
    )
    amend = Transition(
        _("Complete the identity"),
        entered,
        entered,
        by=OFFICERS,
        may=[name for name in ABOUT if name != "born_on"],
        guards=[*rules.CHILD_GUARDS, is_named, guardians.stands],
        effects=[guardians.note, set_sounds],
        basis="criminal_procedure/24",
    )
    card_is_anothers = twice.settling(entered, OFFICERS)
    name_guardian = Transition(
        _("Name the guardian"),
        entered,
        entered,
        by=OFFICERS,
        asks=["guardian"],
        guards=[*rules.CHILD_GUARDS, guardians.is_named_once],
        effects=[guardians.note],
        basis="criminal_procedure/460",
        then=[tells("minor_guarded", when=guardians.young)],
        help=_("Parents, guardian, or the institution that has the care of the minor."),
    )
    guardian_told = guardians.told_by_retention(entered)
    take_out = Transition(
        _("Take out of the file"),
        entered,
        taken_out,
        by=OFFICERS,
        asks=["grounds"],
        guards=[*rules.CHILD_GUARDS, is_not_held],
        basis="criminal_procedure",
        then=_told("left"),
        help=_("Entered by mistake, or in the wrong category or with a wrong date of birth: enter them anew."),
    )
    becomes_minor = _ages(
        _("Under age on the day of the facts, as they are dated now"),
        entered,
        tells("suspect_is_minor", when=guardians.named),
        tells("suspect_is_minor_alone", when=guardians.not_named),
    )
    becomes_adult = _ages(
        _("Not under age on the day of the facts, as they are dated now"),
        entered,
        tells("minor_is_of_age", when=guardians.named),
        tells("minor_alone_is_of_age", when=guardians.not_named),
    )
    age_follows = _ages(_("Another age on the day of the facts, as they are dated now"), entered)
    offences_follow = Transition(
        _("The offences held against the person change"),
        [entered, taken_out],
        SAME,
        consequent=True,
        may=["charged", "charge_ids"],
        basis="criminal_procedure/18",
    )
    link_person = identifying.linking([entered], OFFICERS)
    open_person = identifying.opening([entered], OFFICERS)
    unlink_person = identifying.unlinking([entered], OFFICERS)
    move_along = follows(entered, taken_out, united, may=("further_only",))
    enter_severed = Transition(
        _("Enter in the severed part too"),
        None,
        entered,
        consequent=True,
        asks=["case", "category"],
        may=[*(name for name in ABOUT if name != "shielded_address"), "person", "copied_from"],
        guards=[is_named, born_before_the_facts],
        effects=[set_band, guardians.note, set_sounds],
        basis="criminal_procedure",
        facets=["category", "band"],
        then=_told("joined"),
    )
    unite = Transition(
        _("One with an entry of the file that goes on"), entered, united, consequent=True, basis="criminal_procedure",
        asks=["same_as"], then=_told("left"),
    )  # fmt: skip
    take_in = Transition(
        _("Completed from another entry of the same person"), [entered, taken_out], SAME, consequent=True,
        basis="criminal_procedure", may=[*FILLED, "unidentified", "charged", "charge_ids", "further_only"],
        effects=[guardians.note, set_sounds], then=[tells("minor_guarded", when=_gets_a_guardian)],
    )  # fmt: skip
    unite_with = Transition(
        _("Unite with the person's other entry"), entered, united, by=OFFICERS, asks=["same_as", "grounds"],
        guards=[
            *rules.CHILD_GUARDS, union.is_in_charge, union.is_linked, union.is_the_same_person, union.neither_is_held,
        ],
        basis="personal_data/3", then=_told("left"), jobs=["casefiles.unite"],
        help=_("The other entry goes on, with what only this one says and what names this one. It can be undone."),
    )  # fmt: skip
    stand_alone = Transition(
        _("Undo the union with the other entry"),
        united,
        entered,
        by=OFFICERS,
        asks=["grounds"],
        guards=[*rules.CHILD_GUARDS, union.is_in_charge, union.other_stands_here, union.neither_is_held],
        effects=[union.part, set_band],
        corrects=unite,
        basis="personal_data/8",
        then=_told("joined"),
        jobs=["casefiles.stand_apart"],
        help=_(
            "The two are not one person, or the law wants them apart. What named this entry before the union names it "
            "again. Where both are linked to one person's file, undo the wrong link too."
        ),
    )
    gives_back = Transition(
        _("No longer says what it took from another entry"), [entered, taken_out], SAME, consequent=True,
        basis="personal_data/8", may=[*FILLED, "unidentified", "further_only"], effects=[guardians.note, set_sounds],
        then=[tells("minor_unguarded", when=_loses_guardian)],
    )  # fmt: skip
    goes = severance.going(
        entered,
        guards=(going.offences_go,),
        effects=(going.goes_or_is_copied,),
        counts=going.counted,
        copy=lambda party: party.copied_to if party.category != Category.SUSPECT else None,
        before=(
            Consequence(lambda p, act: Parties.enter_severed, "copied_to", data=going.copied, when=going.is_no_suspect),
        ),
    )

    suspects = Count(
        _("Suspects entered"), of=enter, where={"category": Category.SUSPECT}, by=["unit", "band"], unit=_("persons"),
        definition=_("Persons entered in the year as suspects of a case; one person in two cases counts twice."),
    )  # fmt: skip
    suspects_under_age = Count(
        _("Suspects under age entered"), of=enter,
        where={"category": Category.SUSPECT, "band": [AgeBand.PARTLY, AgeBand.NOT_RESPONSIBLE]},
        by=["unit", "band"], unit=_("persons"),
        definition=_("Of the suspects entered, those under the age of penal majority on the day of the facts."),
    )  # fmt: skip
    victims = Count(
        _("Victims entered"), of=[enter, enter_from_desk], where={"category": Category.VICTIM}, by=["unit"],
        unit=_("persons"),
        definition=_("Persons entered in the year as victims of a case; one person in two cases counts twice."),
    )  # fmt: skip
