"""What the cell asks of every victim: intake in private, risk questions, measures, referrals, contact, a case file.

Women and children have questions and measures of their own, since neither does for the other. Law: law 103-13 on
violence against women (`women_violence`): the kinds of violence (article 1), the cells (article 10), the protection
measures (`districts.protection.measures`, `districts.protection.child_measures`). The answers to the risk questions
are kept as they were given; nothing adds them up. The officer states the level of risk, with grounds.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from hasila.assurance.sealed import SealedField
from hasila.institution.identifying import Identified
from hasila.institution.offences import OffenceField, offences
from hasila.institution.people import PhoneField
from hasila.institution.roles import Role
from hasila.institution.sounding import Sounded
from hasila.kernel.records import Record
from hasila.modules.districts.choices import Urgency


class Relation(models.TextChoices):
    """What the person accused is to the victim."""

    SPOUSE = "spouse", _("Spouse")
    FORMER_SPOUSE = "former_spouse", _("Former spouse")
    FIANCE = "fiance", _("Fiancé or partner")
    PARENT = "parent", _("Father or mother")
    STEP_PARENT = "step_parent", _("Stepfather or stepmother")
    CHILD = "child", _("Son or daughter")
    RELATIVE = "relative", _("Other relative")
    SUPERIOR = "superior", _("Employer or superior")
    TEACHER = "teacher", _("Teacher or educator")
    KNOWN = "known", _("Neighbour, colleague or acquaintance")
    STRANGER = "stranger", _("Stranger")
    UNKNOWN = "unknown", _("Unknown")


CHILD_RELATIONS = [
    (one.value, one.label)
    for one in (
        Relation.PARENT,
        Relation.STEP_PARENT,
        Relation.RELATIVE,
        Relation.TEACHER,
        Relation.KNOWN,
        Relation.STRANGER,
        Relation.UNKNOWN,
        Relation.SUPERIOR,
        Relation.FIANCE,
        Relation.SPOUSE,
        Relation.FORMER_SPOUSE,
    )
]
"""What the person accused may be to a child, the usual first. No child has a son or daughter who could be that person.

A spouse stays: with the authorisation of the judge of family affairs a minor may marry (family code, article 20, which
sets no least age), and whoever was married without it names the person by that word all the same.
"""


class Violence(models.TextChoices):
    """Kinds of violence; the first four are those of law 103-13, digital violence is how the others are done online."""

    PHYSICAL = "physical", _("Physical violence")
    PSYCHOLOGICAL = "psychological", _("Psychological violence")
    SEXUAL = "sexual", _("Sexual violence")
    ECONOMIC = "economic", _("Economic violence")
    DIGITAL = "digital", _("Digital violence")


class Level(models.TextChoices):
    """The level of risk, as the officer states it."""

    LOW = "low", _("Low")
    MEDIUM = "medium", _("Medium")
    HIGH = "high", _("High")
    IMMEDIATE = "immediate", _("Immediate danger")


class Answer(models.TextChoices):
    """What was answered to a risk question."""

    YES = "yes", _("Yes")
    NO = "no", _("No")
    NO_ANSWER = "none", _("Asked, no answer")


class Referral(models.TextChoices):
    """Whom the cell sends the victim to, or brings her to."""

    HOSPITAL = "hospital", _("Hospital unit for women and children victims of violence")
    FORENSIC = "forensic", _("Forensic doctor")
    SOCIAL = "social", _("Social assistance at the court")
    SHELTER = "shelter", _("Shelter")
    ASSOCIATION = "association", _("Listening centre or association")
    LAWYER = "lawyer", _("Lawyer or legal aid")
    PSYCHOLOGIST = "psychologist", _("Psychologist")


class Measure(models.TextChoices):
    """Measures for women that the law names; `districts.protection.measures` says which are in force on a day."""

    CHILD_HOME = "child_home", _("Return of the child with its custodian to the dwelling set by the court")
    WARNING = "warning", _("Warning to the aggressor not to attack, with an undertaking")
    PROPERTY = "property", _("Notice to the aggressor not to dispose of the spouses' common property")
    CARE = "care", _("Sending the victim to a hospital for treatment")
    SHELTER = "shelter", _("Placing in a shelter or a social institution, where she wishes it")
    CONTACT = "contact", _("Prohibition to contact or approach the victim")


class ChildMeasure(models.TextChoices):
    """Measures for children that the law names; `districts.protection.child_measures` says which are in force."""

    GUARDIAN = "guardian", _("Handing to the parent or guardian who is not the suspect")
    TRUSTED = "trusted", _("Placing with a person worthy of trust")
    INSTITUTION = "institution", _("Placing in an institution or an association for the protection of childhood")
    SERVICE = "service", _("Handing to the public service for the protection of childhood")
    TREATMENT = "treatment", _("Sending the child to a hospital for examination and treatment")
    CONTACT = "contact", _("Prohibition to contact or approach the child")


def validate_violence(value: list[str]) -> None:
    """Holds a list to the kinds that there are, each once.

    Raises:
        ValidationError: another kind, or one named twice.
    """
    if not set(value) <= set(Violence.values) or len(set(value)) < len(value):
        raise ValidationError(_("Choose among the kinds of violence offered."), code="violence")


def _question(text: Any) -> models.CharField:
    return models.CharField(text, max_length=4, choices=Answer, blank=True)


class RiskQuestions(models.Model):
    """The questions that the officer puts to a woman, in their order; each may stay unasked."""

    threatened_death = _question(_("Has he threatened to kill her, the children or himself?"))
    weapon = _question(_("Has he a weapon, or used an object as one?"))
    strangled = _question(_("Has he ever strangled or choked her?"))
    more_often = _question(_("Has the violence become more frequent or more serious of late?"))
    separation = _question(_("Has she left him, or said that she will?"))
    follows = _question(_("Does he follow, watch or call her against her will?"))
    pregnant = _question(_("Is she pregnant, or has she given birth this year?"))
    children = _question(_("Are children threatened, or have they seen the violence?"))
    locked_in = _question(_("Does he keep her from going out, from money or from her papers?"))
    addiction = _question(_("Does alcohol or drugs make it worse?"))
    earlier = _question(_("Has he broken an order of a court or an undertaking before?"))
    afraid = _question(_("Is she afraid to go home today?"))

    class Meta:
        abstract = True


class ChildQuestions(models.Model):
    """The questions about a child: the officer answers from what was told, and puts none to the child itself."""

    at_home = _question(_("Does the aggressor live with the child, or see the child when they want?"))
    alone = _question(_("Is the child left alone with the aggressor?"))
    threatened = _question(_("Was the child threatened, or whoever stands by the child?"))
    weapon = _question(_("Was a weapon, or an object used as one?"))
    more_often = _question(_("Has it happened before, or become more frequent of late?"))
    injured = _question(_("Does the child need a doctor now?"))
    silenced = _question(_("Is the child made to keep silent?"))
    other_children = _question(_("Are other children within reach of the aggressor?"))
    unbelieved = _question(_("Is the child without an adult who believes and protects it?"))
    self_harm = _question(_("Does the child speak of running away, or of harming itself?"))
    afraid = _question(_("Is the child afraid to go home today?"))

    class Meta:
        abstract = True


QUESTIONS = tuple(field.name for field in RiskQuestions._meta.local_fields)
CHILD_QUESTIONS = tuple(field.name for field in ChildQuestions._meta.local_fields)


def measures(label: Any, choices: type[models.TextChoices]) -> ArrayField:
    """A list of measures of the law."""
    each = models.CharField(max_length=12, choices=choices)
    return ArrayField(each, default=list, blank=True, verbose_name=label)


class Victim(Identified, Sounded, Record):
    """A victim received by the cell; `unit` is the command whose cell it is.

    Attributes:
        ORIGIN: what a case file says it was opened on; a word that tells nothing of the cell.
        MEASURES: key of the law's list of measures for such victims.
    """

    ORIGIN = "reception"
    MEASURES: ClassVar[str]

    arabic_name = models.CharField(_("Name in Arabic"), max_length=120, blank=True)
    latin_name = models.CharField(_("Name in Latin letters"), max_length=120, blank=True)
    born_on = models.DateField(_("Date of birth"), null=True, blank=True)
    phone = PhoneField(_("Telephone that is safe to call"), blank=True)
    shelter = SealedField(
        _("Shielded address"),
        blank=True,
        readers=(Role.VICTIMS_OFFICER,),
        help_text=_("Sealed: where she stays now. It goes on no paper and in no case file."),
    )
    in_private = models.BooleanField(_("Received in private"))
    urgency = models.CharField(_("Urgency"), max_length=10, choices=Urgency, default=Urgency.URGENT.value)
    relation = models.CharField(_("What the aggressor is to the victim"), max_length=14, choices=Relation)
    aggressor = models.TextField(_("The aggressor"), blank=True)
    violence = ArrayField(
        models.CharField(max_length=14, choices=Violence),
        default=list,
        validators=[validate_violence],
        verbose_name=_("Kinds of violence"),
    )
    facts = models.TextField(_("Facts"))
    happened_at = models.DateTimeField(_("When the facts happened"), null=True, blank=True)
    place = models.CharField(_("Place of the facts"), max_length=160, blank=True)
    offence = OffenceField(_("Offence"), blank=True)
    risk = models.CharField(_("Level of risk"), max_length=10, choices=Level, blank=True)
    risk_grounds = models.TextField(_("Grounds for the level"), blank=True)
    measures_asked = measures(_("Measures asked for"), Measure)
    measures_ordered = measures(_("Measures ordered"), Measure)
    prosecutor = models.CharField(_("Magistrate"), max_length=120, blank=True)
    asked_at = models.DateTimeField(_("Prosecutor asked on"), null=True, blank=True)
    answered_at = models.DateTimeField(_("Prosecutor answered on"), null=True, blank=True)
    referral = models.CharField(_("Referred to"), max_length=14, choices=Referral, blank=True)
    referred_where = models.CharField(_("Name of the place"), max_length=160, blank=True)
    next_contact_at = models.DateTimeField(_("Next contact"), null=True, blank=True)
    contact_note = models.TextField(_("What came of the contact"), blank=True)
    closing = models.TextField(_("Why the file is closed"), blank=True)
    case_id = models.UUIDField(null=True, editable=False)
    case_reference = models.CharField(_("Case file"), max_length=32, blank=True, editable=False)

    class Meta(Record.Meta):
        abstract = True

    @property
    def level(self) -> str:
        """The national class of the offence; empty where none is named yet."""
        return offences()[self.offence].level if self.offence in offences() else ""

    @property
    def where(self) -> str:
        """The place of the facts, as a case file names it."""
        return self.place


INTAKE = (
    "arabic_name",
    "latin_name",
    "born_on",
    "phone",
    "shelter",
    "urgency",
    "aggressor",
    "happened_at",
    "place",
    "offence",
)
PERSONAL = (
    "arabic_name",
    "latin_name",
    "sounds",
    "person",
    "born_on",
    "phone",
    "shelter",
    "aggressor",
    "facts",
    "place",
    "risk_grounds",
    "prosecutor",
    "referred_where",
    "contact_note",
    "closing",
)
