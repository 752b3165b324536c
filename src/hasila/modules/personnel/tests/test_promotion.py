"""Promotion through the door: the usual course, and one refusal for each guard."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from hasila.institution.roles import Role
from hasila.kernel.refusals import Refusal
from hasila.modules.personnel.models import Promotion, PromotionFile
from hasila.modules.personnel.rules import next_grades
from hasila.modules.personnel.tests.conftest import START, YEAR

CLERK, COMMISSION = Role.PERSONNEL_CLERK, Role.PROMOTION_COMMISSION
GENERAL, DIRECTOR = Role.DIRECTOR_GENERAL, Role.PERSONNEL_DIRECTOR


def inscribed(service: Any, officer: Any, kind: str = "choice", **data: Any) -> PromotionFile:
    return service.do(
        Promotion.inscribe, by=CLERK, unit=officer.unit_id, officer=officer.pk, exercise=YEAR, kind=kind, **data
    )


def decided(service: Any, officer: Any, kind: str = "choice", grade: int = 5, **data: Any) -> PromotionFile:
    file = inscribed(service, officer, kind, **data)
    service.do(Promotion.study, file, by=COMMISSION, day=1)
    service.do(Promotion.propose, file, by=COMMISSION, day=2, grade=grade)
    return service.do(Promotion.decide, file, by=GENERAL, day=3)


def test_usual_course_moves_the_career(service: Any, officer: Any, fresh: Any) -> None:
    file = decided(service, officer)
    assert file.due_step == "publish"
    service.do(Promotion.publish, file, by=DIRECTOR, day=10)
    assert file.state == "published"
    assert fresh(officer).grade_id == 5
    assert fresh(officer).grade_since == START + timedelta(days=10)
    assert Promotion.files_studied.recount(YEAR) == 1
    assert Promotion.promoted.recount(YEAR) == 1
    assert Promotion.promoted_exceptionally.recount(YEAR) == 0


def test_not_retained_keeps_every_obstacle(service: Any, officer: Any, fresh: Any) -> None:
    file = inscribed(service, officer)
    service.do(Promotion.study, file, by=COMMISSION, day=1, obstacles=["seniority", "notation"], note="…")
    assert (file.finding, file.obstacles) == ("several", ["seniority", "notation"])
    assert service.refused(Promotion.propose, file, by=COMMISSION, day=2, grade=5).code == "promotion.not_eligible"
    service.do(Promotion.not_retain, file, by=GENERAL, day=3, reason="obstacle")
    assert file.state == "not_retained"
    assert fresh(officer).grade_id == 3
    assert Promotion.files_studied.recount(YEAR) == 1
    assert Promotion.files_not_retained.recount(YEAR) == 1


def test_exceptional_counts_apart(service: Any, officer: Any) -> None:
    file = decided(service, officer, "exceptional", merit="Saved a child from the sea.")
    service.do(Promotion.publish, file, by=DIRECTOR, day=4)
    assert Promotion.promoted.recount(YEAR) == 0
    assert Promotion.promoted_exceptionally.recount(YEAR) == 1


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"exercise": YEAR + 5}, "promotion.exercise_far"),
        ({"kind": "exceptional"}, "promotion.merit_missing"),
        ({"merit": "Bravery"}, "promotion.merit_not_asked"),
        ({"kind": "lottery"}, "kernel.invalid"),
        ({"exercise": "next"}, "kernel.invalid"),
        ({"officer": "018f0000-0000-7000-8000-000000000000"}, "kernel.no_such_object"),
    ],
)
def test_inscription_is_refused(service: Any, officer: Any, changed: dict[str, Any], code: str) -> None:
    data = {"officer": officer.pk, "exercise": YEAR, "kind": "choice"} | changed
    assert service.refused(Promotion.inscribe, by=CLERK, unit=officer.unit_id, **data).code == code
    assert not PromotionFile.objects.exists()


def test_listed_once_in_an_exercise(service: Any, officer: Any) -> None:
    inscribed(service, officer)
    data = {"officer": officer.pk, "exercise": YEAR, "kind": "examination"}
    found = service.refused(Promotion.inscribe, by=CLERK, unit=officer.unit_id, **data)
    assert (found.code, found.field) == ("promotion.already_inscribed", "officer")


def test_unknown_obstacle(service: Any, officer: Any) -> None:
    file = inscribed(service, officer)
    found = service.refused(Promotion.study, file, by=COMMISSION, day=1, obstacles=["horoscope"])
    assert (found.code, found.field) == ("kernel.invalid", "obstacles")


def test_only_the_next_grade(service: Any, officer: Any) -> None:
    file = inscribed(service, officer)
    service.do(Promotion.study, file, by=COMMISSION, day=1)
    for wrong in (3, 4, 9):  # one's own, the other line, two steps up
        assert (
            service.refused(Promotion.propose, file, by=COMMISSION, day=2, grade=wrong).code
            == "promotion.not_next_grade"
        )


def test_an_examination_may_lead_to_the_other_line() -> None:
    assert next_grades(1) == {2}
    assert next_grades(1, any_line=True) == {2, 3}
    assert next_grades(13) == {16}
    assert next_grades(18) == frozenset()


def test_duties_are_separate(service: Any, officer: Any) -> None:
    service.give(service.holders[COMMISSION], GENERAL)
    file = inscribed(service, officer)
    service.do(Promotion.study, file, by=COMMISSION, day=1)
    service.do(Promotion.propose, file, by=COMMISSION, day=2, grade=5)
    assert service.refused(Promotion.decide, file, by=COMMISSION, day=3).code == "kernel.same_person"


def test_nobody_on_their_own_list(service: Any, officer: Any) -> None:
    service.give(officer, CLERK, "PP-RBT")
    data = {"officer": officer.pk, "exercise": YEAR, "kind": "choice"}
    found = service.refused(Promotion.inscribe, by=officer.pk, unit=officer.unit_id, **data)
    assert found.code == "kernel.own_file"


def test_a_state_is_never_skipped(service: Any, officer: Any) -> None:
    file = inscribed(service, officer)
    assert service.refused(Promotion.publish, file, by=DIRECTOR, day=1).code == "kernel.wrong_state"


def test_mandate_over_another_unit(service: Any, officer: Any) -> None:
    other = service.officer(unit="PP-CAS")
    service.give(other, CLERK, "PP-CAS")
    data = {"officer": officer.pk, "exercise": YEAR, "kind": "choice"}
    assert service.refused(Promotion.inscribe, by=other.pk, unit=officer.unit_id, **data).code == "kernel.no_mandate"
    found: Refusal = service.refused(Promotion.inscribe, by=other.pk, unit=other.unit_id, **data)
    assert found.code == "personnel.other_unit"


def test_mandate_that_ended_yesterday(service: Any, officer: Any) -> None:
    former = service.officer()
    service.give(former, CLERK, "PP-RBT", until=START - timedelta(days=1))
    data = {"officer": officer.pk, "exercise": YEAR, "kind": "choice"}
    assert (
        service.refused(Promotion.inscribe, by=former.pk, unit=officer.unit_id, **data).code == "kernel.mandate_ended"
    )


def test_late_publication_counts_as_late(service: Any, officer: Any) -> None:
    file = decided(service, officer)
    service.do(Promotion.publish, file, by=DIRECTOR, day=60)
    (on_time,) = Promotion.published_on_time.part
    assert (on_time.recount(YEAR), Promotion.promoted.recount(YEAR)) == (0, 1)
