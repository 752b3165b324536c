"""What the steps of a disciplinary file check and set."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from hasila.institution import law
from hasila.kernel.procedures import Act, needs
from hasila.kernel.refusals import Refusal
from hasila.modules.personnel.models.discipline_file import DisciplinaryFile
from hasila.modules.personnel.models.measures import Measure, scale, severity, without_council
from hasila.surfaces.formats import said_day

DEFENCE = "personnel.discipline.defence"
APPEAL = "personnel.discipline.appeal"
EXCLUSION = "personnel.discipline.exclusion"


# ---------------------------------------------------------------- guards


def facts_are_past(file: DisciplinaryFile, act: Act) -> Refusal | None:
    """Facts can't lie after the opening of the file."""
    assert act.today is not None
    if file.committed_on is not None and file.committed_on > act.today:
        return Refusal(
            "discipline.facts_in_the_future",
            _("The day of the facts can't lie after the opening of the file."),
            field="committed_on",
            remedy=_("Check the date."),
            status=422,
        )
    return None


def _defence_ends(file: DisciplinaryFile) -> timedelta:
    assert file.notified_on is not None
    return timedelta(days=law.days(DEFENCE)(file.notified_on))


def defence_runs(file: DisciplinaryFile, act: Act) -> Refusal | None:
    """A defence is filed within its term."""
    assert file.notified_on is not None and act.today is not None
    until = file.notified_on + _defence_ends(file)
    if act.today <= until:
        return None
    return Refusal(
        "discipline.defence_over",
        _("The defence could be filed until %(until)s."),
        remedy=_("The officer may still speak before the council."),
        basis=DEFENCE,
        until=said_day(until),
    )


def defence_was_possible(file: DisciplinaryFile, act: Act) -> Refusal | None:
    """Nothing is proposed or decided before the officer has answered, or could have."""
    if file.state != "notified":
        return None
    assert file.notified_on is not None and act.today is not None
    until = file.notified_on + _defence_ends(file)
    if act.today > until:
        return None
    return Refusal(
        "discipline.defence_open",
        _("The officer may file a defence until %(until)s."),
        remedy=_("Take this step after that day, or once the defence is filed."),
        basis=DEFENCE,
        until=said_day(until),
    )


def _on_scale(measure: str, field: str, act: Act) -> Refusal | None:
    assert act.today is not None
    if not measure or measure == Measure.OBSERVATION or measure in scale(act.today):
        return None
    return Refusal(
        "discipline.not_on_the_scale",
        _("The scale in force on the day of the act has no such sanction."),
        field=field,
        basis="personnel.scale",
        status=422,
    )


def proposal_is_on_the_scale(file: DisciplinaryFile, act: Act) -> Refusal | None:
    """The council proposes a sanction of the scale in force."""
    return _on_scale(file.proposal, "proposal", act)


def measure_is_on_the_scale(file: DisciplinaryFile, act: Act) -> Refusal | None:
    """The decision names a sanction of the scale in force."""
    return _on_scale(file.measure, "measure", act)


def council_was_heard(file: DisciplinaryFile, act: Act) -> Refusal | None:
    """The graver sanctions need the opinion of the council."""
    assert act.today is not None
    if file.state == "proposed" or file.measure in without_council(act.today):
        return None
    return Refusal(
        "discipline.council_needed",
        _("This sanction is decided on the opinion of the disciplinary council."),
        field="measure",
        remedy=_("Bring the file before the council first."),
        basis="civil_service/66",
    )


def _exclusion_days(longest: int) -> Refusal:
    return Refusal(
        "discipline.exclusion_days",
        _("A temporary exclusion, and only one, has a number of days, at most %(days)s."),
        field="exclusion_days",
        basis=EXCLUSION,
        status=422,
        days=longest,
    )


def _lower_grade() -> Refusal:
    return Refusal(
        "discipline.lower_grade",
        _("A demotion, and only one, names the lower grade."),
        field="lower_grade",
        basis="civil_service/66",
        status=422,
    )


def _longest_exclusion(act: Act) -> int:
    assert act.today is not None
    return law.days(EXCLUSION)(act.today)


def _has_its_details(file: DisciplinaryFile, measure: str, act: Act) -> Refusal | None:
    longest = _longest_exclusion(act)
    if measure == Measure.SUSPENSION and not 1 <= (file.exclusion_days or 0) <= longest:
        return _exclusion_days(longest)
    if measure == Measure.DEMOTION and file.lower_grade_id is None:
        return _lower_grade()
    return None


def measure_is_complete(file: DisciplinaryFile, act: Act) -> Refusal | None:
    """An exclusion has its days, a demotion its grade, and nothing else has either."""
    if file.measure != Measure.SUSPENSION and file.exclusion_days is not None:
        return _exclusion_days(_longest_exclusion(act))
    if file.measure != Measure.DEMOTION and file.lower_grade_id is not None:
        return _lower_grade()
    return _has_its_details(file, file.measure, act)


def appeal_is_in_time(file: DisciplinaryFile, act: Act) -> Refusal | None:
    """An appeal comes within its term from the decision."""
    assert file.decided_on is not None and act.today is not None
    until = file.decided_on + timedelta(days=law.days(APPEAL)(file.decided_on))
    if act.today <= until:
        return None
    return Refusal(
        "discipline.appeal_late",
        _("The appeal could be filed until %(until)s."),
        remedy=_("A plea to the central grievance commission has no term."),
        basis=APPEAL,
        until=said_day(until),
    )


def revision_is_lighter(file: DisciplinaryFile, act: Act) -> Refusal | None:
    """Nobody's sanction grows on their own appeal; each measure has the rank of the scale of its own day."""
    assert act.today is not None and file.decided_on is not None
    wrong = _on_scale(file.new_measure, "new_measure", act)
    if wrong is not None:
        return wrong
    if severity(file.new_measure, act.today) < severity(file.measure, file.decided_on):
        return None
    return Refusal(
        "discipline.not_lighter",
        _("A revision leads to a lighter measure."),
        field="new_measure",
        basis="civil_service/66",
        status=422,
    )


def revision_is_complete(file: DisciplinaryFile, act: Act) -> Refusal | None:
    """A lighter exclusion has its days, a lighter demotion its grade; details of the former measure fall away."""
    return _has_its_details(file, file.new_measure, act)


# ---------------------------------------------------------------- effects


def start_defence(file: DisciplinaryFile, act: Act) -> None:
    """The defence runs from the notification."""
    file.notified_on = act.today


def order_precaution(file: DisciplinaryFile, act: Act) -> None:
    """The officer waits for the decision outside the service."""
    file.precaution = True


@needs("officer")
def settle(file: DisciplinaryFile, act: Act) -> None:
    """Keeps the day of the decision, and what an annulment would have to give back."""
    assert act.today is not None
    file.decided_on = act.today
    _keep(file, act)


def _keep(file: DisciplinaryFile, act: Act) -> None:
    assert act.today is not None
    file.former_grade_id = file.officer.grade_id if file.measure == Measure.DEMOTION else file.former_grade_id
    file.excluded_until = None
    if file.measure == Measure.SUSPENSION and file.exclusion_days is not None:
        file.excluded_until = act.today + timedelta(days=file.exclusion_days)


def note_appeal(file: DisciplinaryFile, act: Act) -> None:
    """The day of the appeal."""
    file.appealed_on = act.today


def take_back(file: DisciplinaryFile, act: Act) -> None:
    """The measure that no longer stands is kept as the former one."""
    file.former_measure = file.measure


@needs("officer")
def lighten(file: DisciplinaryFile, act: Act) -> None:
    """The new measure takes the place of the former one."""
    take_back(file, act)
    file.measure = file.new_measure
    if file.measure != Measure.SUSPENSION:
        file.exclusion_days = None
    if file.measure != Measure.DEMOTION:
        file.lower_grade_id = None
    _keep(file, act)
