"""Promotion: from the annual list to the publication, with every "why not" that the commission finds.

Law: statute of the staff (`statute` in the law data). An exercise has its own year: the files studied for one exercise
and the promotions published in a calendar year belong to different exercises and are never divided by one another.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hasila.institution import law
from hasila.institution.roles import Role
from hasila.kernel.deadlines import Deadline
from hasila.kernel.indicators import Count, Share, Sum
from hasila.kernel.procedures import Act, Consequence, Procedure, State, Transition, needs
from hasila.kernel.refusals import Refusal
from hasila.kernel.registers import Register
from hasila.modules.personnel.models.promotion_file import REGULAR, Finding, Obstacle, PromotionFile, PromotionKind
from hasila.modules.personnel.rules import FILE_GUARDS, SEARCH, next_grades, not_known

PUBLICATION = "personnel.promotion.publication"


def exercise_is_near(file: PromotionFile, act: Act) -> Refusal | None:
    """An exercise is studied from the year before it to three years after it."""
    assert act.today is not None
    if not -1 <= act.today.year - file.exercise <= 3:
        return Refusal(
            "promotion.exercise_far",
            _("The exercise %(exercise)s is too far from the year of the act."),
            field="exercise",
            remedy=_("Check the year of the annual list."),
            status=422,
            exercise=file.exercise,
        )
    return None


def exceptional_has_merit(file: PromotionFile, act: Act) -> Refusal | None:
    """An exceptional promotion, and only one, states its ground."""
    if (file.kind == PromotionKind.EXCEPTIONAL) == bool(file.merit):
        return None
    if file.merit:
        return Refusal(
            "promotion.merit_not_asked",
            _("Only an exceptional promotion states a ground of its own."),
            field="merit",
            remedy=_("Leave it empty, or choose the exceptional kind."),
            status=422,
        )
    return Refusal(
        "promotion.merit_missing",
        _("An exceptional promotion states its ground: an act of courage, an injury in service, a death on duty."),
        field="merit",
        status=422,
    )


def obstacles_are_known(file: PromotionFile, act: Act) -> Refusal | None:
    """Every obstacle is one of the list."""
    return None if set(file.obstacles) <= set(Obstacle.values) else not_known("obstacles")


def is_eligible(file: PromotionFile, act: Act) -> Refusal | None:
    """Nobody is proposed over an obstacle."""
    if file.finding == Finding.ELIGIBLE:
        return None
    return Refusal(
        "promotion.not_eligible",
        _("The study found an obstacle: %(finding)s."),
        remedy=_("The Director General may decide not to retain the file."),
        basis="statute",
        finding=Finding(file.finding).label,
    )


@needs("officer")
def grade_is_next(file: PromotionFile, act: Act) -> Refusal | None:
    """A promotion leads to the next grade; an exceptional one, or an examination, also to the other line."""
    wide = file.kind != PromotionKind.CHOICE
    if file.grade_id in next_grades(file.officer.grade_id, any_line=wide):
        return None
    return Refusal(
        "promotion.not_next_grade",
        _("The proposed grade is not the next one."),
        field="grade",
        remedy=_("Choose the grade that follows the present one."),
        basis="statute",
        status=422,
    )


@needs("officer")
def note_present_grade(file: PromotionFile, act: Act) -> None:
    """Keeps the grade in which the officer was inscribed."""
    file.grade_from_id = file.officer.grade_id


def conclude(file: PromotionFile, act: Act) -> None:
    """The class of what the study found."""
    if not file.obstacles:
        file.finding = Finding.ELIGIBLE.value
    else:
        file.finding = Finding.SEVERAL.value if len(set(file.obstacles)) > 1 else file.obstacles[0]


class Promotion(Procedure):
    record = PromotionFile
    label = _("Promotions")
    prefix = "PROM"
    concerns = ("officer",)
    search = SEARCH
    register = Register(
        columns=("reference", "officer", "exercise", "kind", "grade_from", "finding", "grade", "state"),
        filters=("state", "exercise", "kind", "finding", "reason", "unit"),
    )
    constraints = {
        "promotion_once_in_an_exercise": Refusal(
            "promotion.already_inscribed",
            _("The officer is already on the list of this exercise."),
            field="officer",
            remedy=_("Search the register for the officer."),
        ),
    }

    inscribed = State(_("Inscribed"), initial=True)
    studied = State(_("Studied"), requires=["finding"])
    proposed = State(_("Proposed"), requires=["grade"])
    decided = State(_("Promotion decided"), requires=["grade"])
    published = State(_("Promotion published"), final=True, requires=["grade"])
    not_retained = State(_("Not retained"), final=True, requires=["reason"])

    inscribe = Transition(
        _("Inscribe on the list"),
        None,
        inscribed,
        by=[Role.PERSONNEL_CLERK, Role.PERSONNEL_DIRECTOR],
        asks=["officer", "exercise", "kind"],
        may=["merit"],
        guards=[*FILE_GUARDS, exercise_is_near, exceptional_has_merit],
        effects=[note_present_grade],
        basis="statute",
        facets=["kind", "exercise"],
        help=_("Puts the officer on the annual list of an exercise."),
    )
    study = Transition(
        _("Study the file"),
        inscribed,
        studied,
        by=[Role.PROMOTION_COMMISSION],
        may=["obstacles", "note"],
        guards=[obstacles_are_known],
        effects=[conclude],
        not_by=[inscribe],
        basis="statute",
        facets=["kind", "finding", "exercise"],
        help=_("Tick every obstacle that you find; without any the officer is eligible."),
    )
    propose = Transition(
        _("Propose"),
        studied,
        proposed,
        by=[Role.PROMOTION_COMMISSION],
        asks=["grade"],
        guards=[is_eligible, grade_is_next],
        not_by=[inscribe],
        basis="statute",
        facets=["kind", "exercise"],
    )
    decide = Transition(
        _("Decide the promotion"),
        proposed,
        decided,
        by=[Role.DIRECTOR_GENERAL],
        not_by=[inscribe, study, propose],
        basis="statute",
        facets=["kind", "exercise"],
    )
    not_retain = Transition(
        _("Do not retain"),
        [studied, proposed],
        not_retained,
        by=[Role.DIRECTOR_GENERAL],
        asks=["reason"],
        may=["note"],
        not_by=[inscribe, study, propose],
        basis="reasons",
        facets=["kind", "reason", "exercise"],
    )
    publish = Transition(
        _("Publish the promotion"),
        decided,
        published,
        by=[Role.PERSONNEL_DIRECTOR],
        guards=[grade_is_next],
        not_by=[decide],
        basis=PUBLICATION,
        within=Deadline(law.days(PUBLICATION), since=decide, basis=PUBLICATION),
        facets=["kind", "exercise"],
        then=[Consequence("institution.career.promote", "officer", data=lambda file, act: {"grade": file.grade_id})],
        help=_("The officer holds the new grade from the day of publication."),
    )

    files_studied = Count(
        _("Promotion files studied"),
        of=study,
        by=["unit", "kind", "finding", "exercise"],
        unit=_("files"),
        definition=_(
            "Files that the promotion commission studied in the year, whatever it found. They belong to another "
            "exercise than the promotions published in the same year: the two are never divided."
        ),
    )
    promoted = Count(
        _("Staff promoted in the regular promotion"),
        of=publish,
        where={"kind": REGULAR},
        by=["unit", "kind", "exercise"],
        unit=_("persons"),
        definition=_(
            "Promotions by choice and by internal examination published in the year, whatever their exercise; "
            "exceptional ones don't count. Never to be divided by the files studied: that is another exercise."
        ),
    )
    promoted_exceptionally = Count(
        _("Staff promoted exceptionally"),
        of=publish,
        where={"kind": PromotionKind.EXCEPTIONAL},
        by=["unit"],
        unit=_("persons"),
        definition=_("Exceptional promotions published in the year."),
    )
    files_not_retained = Count(
        _("Promotion files not retained"),
        of=not_retain,
        by=["unit", "kind", "reason", "exercise"],
        unit=_("files"),
        definition=_("Files on which the Director General decided not to promote, by reason."),
    )
    published_on_time = Share(
        _("Promotions published on time"),
        part=Sum(_("Promotions published on time"), of=publish, measure="on_time", unit=_("promotions")),
        whole=Count(_("Promotions published"), of=publish, unit=_("promotions")),
        definition=_("Promotions published within the term that runs from the decision, of all published."),
    )
