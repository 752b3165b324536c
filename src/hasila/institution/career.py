"""Officers: the file of each one, and the career that other procedures move forward by their decisions.

Law: general statute of the public service and statute of the staff (`civil_service`, `statute` in `data/law.toml`).
An officer is promoted, moved or dismissed only as the consequence of a decision taken in its own procedure.
"""

from __future__ import annotations

from datetime import date

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from hasila.institution import law
from hasila.institution.people import CardNumberField, Corps, Grade, Sex, ranks
from hasila.institution.roles import FOUNDING, Role
from hasila.kernel import refusals
from hasila.kernel.indicators import Count
from hasila.kernel.procedures import Act, Procedure, State, Transition
from hasila.kernel.records import Record
from hasila.kernel.refusals import Refusal
from hasila.kernel.registers import Register

MAJORITY = "institution.majority"


class Officer(Record):
    """An officer of the service; `unit` is where they serve, and their account has the same id."""

    registration_number = models.CharField(
        _("Registration number"),
        max_length=10,
        validators=[RegexValidator(r"^[0-9]{4,10}$", _("A registration number is four to ten digits."))],
    )
    arabic_name = models.CharField(_("Name in Arabic"), max_length=120)
    latin_name = models.CharField(_("Name in Latin letters"), max_length=120)
    sex = models.CharField(_("Sex"), max_length=1, choices=Sex)
    born_on = models.DateField(_("Date of birth"))
    born_at_arabic = models.CharField(_("Place of birth in Arabic"), max_length=60, blank=True)
    born_at_latin = models.CharField(_("Place of birth in Latin letters"), max_length=60, blank=True)
    card_number = CardNumberField(_("Card number"))
    grade = models.ForeignKey(Grade, models.PROTECT, related_name="+", verbose_name=_("Grade"))
    rank = models.SmallIntegerField(_("Rank"), default=0, editable=False)
    corps = models.CharField(_("Corps"), max_length=16, choices=Corps, editable=False)
    joined_on = models.DateField(_("Joined on"))
    grade_since = models.DateField(_("In this grade since"), null=True, blank=True)
    unit_since = models.DateField(_("In this unit since"), null=True, editable=False)
    suspended_until = models.DateField(_("Suspended until"), null=True, blank=True)
    left_on = models.DateField(_("Left on"), null=True, editable=False)

    class Meta(Record.Meta):
        verbose_name = _("Officer")
        verbose_name_plural = _("Officers")
        constraints = [
            models.UniqueConstraint(fields=["registration_number"], name="officer_registration_number_once"),
            models.UniqueConstraint(fields=["card_number"], name="officer_card_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.registration_number})"

    @property
    def name(self) -> str:
        """The name in the script of the active language."""
        return self.arabic_name if (get_language() or "ar").startswith("ar") else self.latin_name


def _no_such_grade() -> Refusal:
    return refusals.no_such_object("grade")


def dates_are_possible(officer: Officer, act: Act) -> Refusal | None:
    """An officer is of age when joining, and joins no later than the act."""
    assert act.today is not None
    if officer.joined_on > act.today:
        return Refusal(
            "career.joined_later", _("The day of joining can't lie after the act."), field="joined_on", status=422
        )
    years = int(law.value(MAJORITY, act.today))
    if _anniversary(officer.born_on, years) > officer.joined_on:
        return Refusal(
            "career.too_young",
            _("An officer is at least %(years)s years old on joining."),
            field="born_on",
            basis=MAJORITY,
            status=422,
            years=years,
        )
    return None


def grade_is_known(officer: Officer, act: Act) -> Refusal | None:
    """The grade is one of the corps."""
    return None if officer.grade_id in ranks() else _no_such_grade()


def grade_is_higher(officer: Officer, act: Act) -> Refusal | None:
    """A promotion leads upwards; `rank` still holds the order of the former grade."""
    if officer.grade_id not in ranks():
        return _no_such_grade()
    if ranks()[officer.grade_id].order <= officer.rank:
        return Refusal(
            "career.not_higher",
            _("The new grade is not above the present one."),
            field="grade",
            remedy=_("Choose a higher grade."),
            basis="statute",
        )
    return None


def grade_is_lower(officer: Officer, act: Act) -> Refusal | None:
    """A demotion leads downwards; `rank` still holds the order of the former grade."""
    if officer.grade_id not in ranks():
        return _no_such_grade()
    if ranks()[officer.grade_id].order >= officer.rank:
        return Refusal(
            "career.not_lower",
            _("The new grade is not below the present one."),
            field="grade",
            remedy=_("Choose a lower grade."),
            basis="civil_service/66",
        )
    return None


def not_own(officer: Officer, act: Act) -> Refusal | None:
    """Nobody decides on their own career."""
    return refusals.own_file() if act.actor == officer.id else None


def enter_service(officer: Officer, act: Act) -> None:
    """Sets what follows from joining: corps and rank, and the days from which grade and unit count."""
    officer.rank, officer.corps = ranks()[officer.grade_id]
    officer.grade_since = officer.grade_since or officer.joined_on
    officer.unit_since = act.today


def change_grade(officer: Officer, act: Act) -> None:
    """Sets corps and rank of the new grade, held from the day of the act."""
    officer.rank, officer.corps = ranks()[officer.grade_id]
    officer.grade_since = act.today


def change_unit(officer: Officer, act: Act) -> None:
    """The new unit counts from the day of the act."""
    officer.unit_since = act.today


def end_suspension(officer: Officer, act: Act) -> None:
    """A suspension that has ended leaves no date behind."""
    officer.suspended_until = None


def leave(officer: Officer, act: Act) -> None:
    """The officer leaves on the day of the act."""
    officer.left_on = act.today


def come_back(officer: Officer, act: Act) -> None:
    """Whoever comes back has not left."""
    officer.left_on = None


def _anniversary(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return date(day.year + years, 3, 1)


IDENTITY = (
    "registration_number",
    "arabic_name",
    "latin_name",
    "sex",
    "born_on",
    "card_number",
    "grade",
    "joined_on",
)


class Career(Procedure):
    record = Officer
    label = _("Officers")
    prefix = "OFF"
    directory = True
    empowers = "id"
    sensitive = True
    purposes = {
        "personnel": _("Management of personnel"),
        "discipline": _("Disciplinary procedure"),
        "inspection": _("Inspection"),
        "own_request": _("Request of the person concerned"),
    }
    readers = (Role.UNIT_CHIEF, Role.INSPECTOR, Role.CHIEF_INSPECTOR, Role.COUNCIL_CLERK, Role.DIRECTOR_GENERAL)
    search = ("registration_number", "arabic_name", "latin_name", "card_number")
    register = Register(
        columns=("registration_number", "arabic_name", "latin_name", "grade", "unit", "state"),
        filters=("state", "corps", "grade", "unit"),
    )
    constraints = {
        "officer_registration_number_once": Refusal(
            "career.registration_number_taken",
            _("Another officer has this registration number."),
            field="registration_number",
            remedy=_("Search the register for the number."),
        ),
        "officer_card_number_once": Refusal(
            "career.card_number_taken",
            _("Another officer has this card number."),
            field="card_number",
            remedy=_("Search the register for the number."),
        ),
    }

    active = State(_("In service"), initial=True)
    suspended = State(_("Suspended from service"))
    retired = State(_("Retired"), final=True, requires=["left_on"])
    dismissed = State(_("Dismissed from service"), final=True, requires=["left_on"])

    appoint = Transition(
        _("Appoint"),
        None,
        active,
        by=[Role.PERSONNEL_CLERK, Role.PERSONNEL_DIRECTOR],
        asks=IDENTITY,
        may=["born_at_arabic", "born_at_latin"],
        guards=[grade_is_known, dates_are_possible],
        effects=[enter_service],
        basis="statute",
        facets=["corps"],
        help=_("Opens the file of a newly recruited officer."),
    )
    take_over = Transition(
        _("Take over the file"),
        None,
        active,
        by=[Role.PERSONNEL_CLERK, Role.PERSONNEL_DIRECTOR, FOUNDING],
        asks=IDENTITY,
        may=["born_at_arabic", "born_at_latin", "grade_since"],
        guards=[grade_is_known, dates_are_possible],
        effects=[enter_service],
        late=None,
        basis="statute",
        facets=["corps"],
        help=_("Opens the file of an officer who was in service before this register. It counts as no recruitment."),
    )
    promote = Transition(
        _("Promote"),
        active,
        active,
        asks=["grade"],
        guards=[grade_is_higher],
        effects=[change_grade],
        basis="statute",
        facets=["corps"],
        consequent=True,
    )
    move = Transition(
        _("Move to another unit"),
        active,
        active,
        asks=["unit"],
        effects=[change_unit],
        basis="civil_service/64",
        consequent=True,
    )
    suspend = Transition(
        _("Suspend from service"),
        active,
        suspended,
        may=["suspended_until"],
        basis="civil_service/73",
        facets=["corps"],
        consequent=True,
    )
    reinstate = Transition(
        _("Reinstate"),
        suspended,
        active,
        effects=[end_suspension],
        basis="civil_service/73",
        facets=["corps"],
        consequent=True,
    )
    demote = Transition(
        _("Demote"),
        [active, suspended],
        active,
        asks=["grade"],
        guards=[grade_is_lower],
        effects=[change_grade, end_suspension],
        basis="civil_service/66",
        facets=["corps"],
        consequent=True,
        help=_("A demotion ends a suspension that was ordered meanwhile."),
    )
    retire_early = Transition(
        _("Retire early"),
        [active, suspended],
        retired,
        effects=[leave, end_suspension],
        basis="civil_service/66",
        facets=["corps"],
        consequent=True,
    )
    dismiss = Transition(
        _("Dismiss from service"),
        [active, suspended],
        dismissed,
        effects=[leave, end_suspension],
        basis="civil_service/66",
        facets=["corps"],
        consequent=True,
    )
    return_from_retirement = Transition(
        _("Return from compulsory retirement"),
        retired,
        active,
        effects=[come_back],
        basis="civil_service/66",
        facets=["corps"],
        consequent=True,
        corrects=retire_early,
        help=_("The sanction that retired the officer was annulled or revised."),
    )
    readmit = Transition(
        _("Readmit"),
        dismissed,
        active,
        effects=[come_back],
        basis="civil_service/66",
        facets=["corps"],
        consequent=True,
        corrects=dismiss,
        help=_("The sanction that dismissed the officer was annulled or revised."),
    )
    retire = Transition(
        _("Retire"),
        [active, suspended],
        retired,
        by=[Role.PERSONNEL_DIRECTOR],
        guards=[not_own],
        effects=[leave, end_suspension],
        basis="statute",
        facets=["corps"],
        help=_("Closes the file of an officer who has reached the age limit."),
    )

    recruitments = Count(
        _("Officers recruited"),
        of=appoint,
        by=["unit", "corps"],
        unit=_("officers"),
        definition=_("Files opened for newly recruited officers; files taken over from older registers don't count."),
    )
    retirements = Count(
        _("Officers retired"),
        of=[retire, retire_early],
        by=["unit", "corps"],
        unit=_("officers"),
        definition=_("Officers who left by age limit or by early retirement."),
    )
