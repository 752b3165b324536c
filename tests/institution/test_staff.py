"""Officers, careers and mandates: through the door, with one refusal for each guard."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from hasila.institution import career, demo
from hasila.institution.accounts import Account
from hasila.institution.career import Career, Officer
from hasila.institution.mandates import Authority, Mandate
from hasila.institution.roles import Role
from hasila.institution.staffing import FOUNDER, cohort, ensure_holder, give_mandate, officer_id, recruit
from hasila.institution.units import Unit
from hasila.kernel.perform import perform
from hasila.kernel.procedures import Act
from hasila.kernel.refusals import Refused
from hasila.plain.moments import today as legal_today

pytestmark = pytest.mark.django_db

FILE = {
    "registration_number": "654321",
    "arabic_name": "فاطمة بناني",
    "latin_name": "Fatima Bennani",
    "sex": "F",
    "born_on": date(1998, 2, 28),
    "card_number": "ab 123456",
    "grade": 1,
    "joined_on": date(2024, 1, 2),
}


@pytest.fixture
def director() -> UUID:
    return ensure_holder(FOUNDER)


@pytest.fixture
def rabat() -> Unit:
    return Unit.objects.get(code="PP-RBT")


def refused(**changes: object) -> str:
    """The code of the refusal that an appointment with these changes meets."""
    with pytest.raises(Refused) as caught:
        perform(Career.appoint, actor=FOUNDER.id, unit=changes.pop("unit", None) or 19, data=FILE | changes)
    return caught.value.refusal.code


def test_an_appointment_opens_the_file(director: UUID, rabat: Unit) -> None:
    officer = perform(Career.appoint, actor=director, unit=rabat, data=FILE).record
    kept = Officer.objects.get(pk=officer.pk)
    assert kept.state == "active"
    assert (kept.card_number, kept.corps, kept.rank) == ("AB123456", "guards", 1)
    assert kept.grade_since == FILE["joined_on"]
    assert kept.unit_since is not None


def test_an_officer_is_of_age_on_joining(director: UUID) -> None:
    assert refused(born_on=date(2006, 1, 3)) == "career.too_young"


def test_nobody_joins_after_the_act(director: UUID) -> None:
    assert refused(joined_on=legal_today() + timedelta(days=9)) == "career.joined_later"


def test_a_grade_outside_the_list_is_refused(director: UUID) -> None:
    assert refused(grade=99) == "kernel.no_such_object"


def test_a_registration_number_is_given_once(director: UUID, rabat: Unit) -> None:
    perform(Career.appoint, actor=director, unit=rabat, data=FILE)
    assert refused(card_number="ZZ1") == "career.registration_number_taken"
    assert refused(registration_number="654322") == "career.card_number_taken"


def test_a_card_number_of_the_wrong_shape_is_refused(director: UUID) -> None:
    with pytest.raises(Refused) as caught:
        perform(Career.appoint, actor=director, unit=19, data=FILE | {"card_number": "1234"})
    assert caught.value.refusal.field == "card_number"


def test_a_career_step_is_no_act_of_its_own(director: UUID) -> None:
    with pytest.raises(Refused) as caught:
        perform(Career.promote, director, actor=director, data={"grade": 18})
    assert caught.value.refusal.code == "kernel.only_consequent"


def test_retirement_closes_the_file_and_nobody_retires_themselves(director: UUID, rabat: Unit) -> None:
    officer = perform(Career.appoint, actor=director, unit=rabat, data=FILE).record
    perform(Career.retire, officer, actor=director)
    assert officer.state == "retired"
    assert officer.left_on is not None
    with pytest.raises(Refused) as caught:
        perform(Career.retire, director, actor=director)
    assert caught.value.refusal.code == "kernel.own_file"


def mandate(officer: UUID, unit: Unit, since: date, until: date | None) -> Mandate:
    return give_mandate(officer, Role.PERSONNEL_CLERK, unit, since=since, until=until)


def test_a_mandate_that_ended_yesterday_gives_no_power(director: UUID, rabat: Unit) -> None:
    clerk = perform(Career.appoint, actor=director, unit=rabat, data=FILE).record
    today = legal_today()
    held = mandate(clerk.pk, rabat, today - timedelta(days=300), today - timedelta(days=1))
    other = FILE | {"registration_number": "700001", "card_number": "CD1"}
    with pytest.raises(Refused) as caught:
        perform(Career.appoint, actor=clerk.pk, unit=rabat, data=other)
    assert caught.value.refusal.code == "kernel.mandate_ended"
    assert not Officer.objects.filter(registration_number="700001").exists()
    assert not held.runs_on(today)
    mandate(clerk.pk, rabat, today, today)
    assert perform(Career.appoint, actor=clerk.pk, unit=rabat, data=other).record.state == "active"


def test_a_mandate_reaches_the_units_below_and_no_others(director: UUID, rabat: Unit) -> None:
    clerk = perform(Career.appoint, actor=director, unit=rabat, data=FILE).record
    mandate(clerk.pk, rabat, date(2020, 1, 1), None)
    other = FILE | {"registration_number": "700001", "card_number": "CD1"}
    with pytest.raises(Refused) as caught:
        perform(Career.appoint, actor=clerk.pk, unit=Unit.objects.get(code="PP-CAS"), data=other)
    assert caught.value.refusal.code == "kernel.no_mandate"
    below = Unit.objects.get(code="SP-SAL")
    assert perform(Career.appoint, actor=clerk.pk, unit=below, data=other).record.unit_id == below.pk


def test_a_mandate_ends_no_earlier_than_it_starts(director: UUID, rabat: Unit) -> None:
    clerk = perform(Career.appoint, actor=director, unit=rabat, data=FILE).record
    with pytest.raises(Refused) as caught:
        mandate(clerk.pk, rabat, date(2024, 2, 1), date(2024, 1, 31))
    assert caught.value.refusal.code == "mandate.ends_before_start"


def test_the_authority_answers_for_several_actors_at_once(director: UUID) -> None:
    found = Authority().grants({director, uuid4()})
    assert [grant.role for grant in found[director]] == [Role.PERSONNEL_DIRECTOR]
    assert found[director][0].path == "/1/"


def test_the_authority_knows_the_tree(director: UUID, rabat: Unit, django_assert_num_queries) -> None:
    authority = Authority()
    below = set(rabat.below().values_list("id", flat=True))
    assert authority.path(rabat.pk) == rabat.path
    with django_assert_num_queries(0):
        assert authority.units_below(["/1/"]) is None
        assert set(authority.units_below([rabat.path]) or []) == below
        assert authority.units_below([]) == []
    assert authority.path(999_999) is None
    assert str(authority.role_label("personnel_clerk")) == str(Role.PERSONNEL_CLERK.label)
    assert set(authority.names([director])) == {director}


def test_a_cohort_is_the_same_for_the_same_seed_and_recruited_through_the_door(director: UUID) -> None:
    on = date(2022, 12, 30)
    first = [(act.record_id, act.data, act.unit_id) for act in cohort(50, 5, actor=director, on=on)]
    assert first == [(act.record_id, act.data, act.unit_id) for act in cohort(50, 5, actor=director, on=on)]
    assert recruit(400, 5).performed == 400
    assert Officer.objects.filter(pk=officer_id(399, 5)).exists()
    assert Officer.objects.filter(corps="guards").count() > 150
    assert Officer.objects.values("unit").distinct().count() > 80


def test_the_demonstration_has_a_sign_in_for_each_role(settings) -> None:
    settings.DEMO = True
    count = demo.ensure_demo()
    assert count == len(demo.HOLDERS) + 1 == len(demo.accounts())
    assert demo.ensure_demo() == count
    held = set(Mandate.objects.values_list("role", flat=True))
    assert held == set(Role.values)
    account = Account.objects.get(username="clerk.personnel")
    assert account.check_password(demo.PASSWORD)
    assert account.pk == demo.actor(Role.PERSONNEL_CLERK)
    assert Officer.objects.get(pk=account.pk).arabic_name == account.arabic_name


def test_what_officers_of_a_pilot_command_refer_is_approved_by_a_head_of_their_unit() -> None:
    roles = {role: {one.unit for one in demo.HOLDERS if one.role == role} for role in Role}
    assert roles[Role.MINORS_OFFICER] <= roles[Role.UNIT_CHIEF]
    assert {unit for unit in roles[Role.JUDICIAL_OFFICER] if "-RAK" in unit} <= roles[Role.UNIT_CHIEF]


def test_the_demonstration_is_off_where_it_should_be(settings) -> None:
    settings.DEMO = False
    assert demo.accounts() == []
    assert demo.ensure_demo() == 0
    assert not Account.objects.exists()


def at_rank(grade: int, order: int) -> Officer:
    """An officer of this rank to whom a step has just supplied another grade."""
    return Officer(grade_id=grade, rank=order)


def test_a_promotion_leads_upwards_and_a_demotion_downwards() -> None:
    act = Act(Career.promote, today=date(2024, 5, 1))
    assert career.grade_is_higher(at_rank(2, 1), act) is None
    assert career.grade_is_higher(at_rank(1, 1), act).code == "career.not_higher"
    assert career.grade_is_higher(at_rank(99, 1), act).field == "grade"
    assert career.grade_is_lower(at_rank(1, 2), act) is None
    assert career.grade_is_lower(at_rank(2, 2), act).code == "career.not_lower"
    assert career.grade_is_lower(at_rank(99, 2), act).field == "grade"


def test_the_effects_of_a_career_step() -> None:
    act = Act(Career.promote, today=date(2024, 5, 1))
    officer = at_rank(11, 1)
    career.change_grade(officer, act)
    assert (officer.rank, officer.corps, officer.grade_since) == (6, "commissioners", act.today)
    officer.suspended_until = date(2024, 9, 1)
    career.end_suspension(officer, act)
    career.leave(officer, act)
    assert (officer.suspended_until, officer.left_on) == (None, act.today)
