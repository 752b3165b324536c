"""Mandates: given, lent, confirmed and ended by acts; nobody gives power to themselves, nobody keeps it once out."""

from datetime import date, timedelta
from types import SimpleNamespace
from uuid import UUID, uuid4

import pytest
from tests.kernel.conftest import people

from hasila.institution.career import Career, Officer
from hasila.institution.mandates import Authority, Mandate, standing_in
from hasila.institution.powers import Mandates
from hasila.institution.roles import FOUNDING, HIGH, Role
from hasila.institution.staffing import FOUNDER, SECOND, ensure_holder, give_mandate
from hasila.kernel.access import SYSTEM, Actor, visible
from hasila.kernel.ledger import Entry
from hasila.kernel.many import perform_many
from hasila.kernel.perform import perform
from hasila.kernel.procedures import Act, Subject, registry
from hasila.kernel.refusals import Refused
from hasila.plain.moments import today
from hasila.surfaces.web.suggesting import Known, suggestions

pytestmark = pytest.mark.django_db

OFFICER = {
    "registration_number": "777001",
    "arabic_name": "سعيد بناني",
    "latin_name": "Said Bennani",
    "sex": "M",
    "born_on": date(1990, 1, 1),
    "card_number": "AB77001",
    "grade": 3,
    "joined_on": date(2014, 1, 1),
}


@pytest.fixture
def staff() -> SimpleNamespace:
    return people()


def given(staff: SimpleNamespace, role: str = Role.INSPECTOR, **more: object) -> dict[str, object]:
    return {"officer": staff.subject, "role": role, "from_date": today(), **more}


def code(*args: object, **kwargs: object) -> str:
    with pytest.raises(Refused) as caught:
        perform(*args, **kwargs)  # type: ignore[arg-type]
    return caught.value.refusal.code


def powers(officer: UUID) -> set[str]:
    return Actor.of(officer).roles(today())


def test_a_mandate_that_is_given_gives_its_role_over_its_unit(staff) -> None:
    made = perform(Mandates.give, actor=staff.director, unit=staff.rabat, data=given(staff)).record
    (grant,) = Authority().grants({staff.subject.pk})[staff.subject.pk]
    assert (grant.mandate, grant.role, grant.path) == (made.pk, Role.INSPECTOR, staff.rabat.path)
    assert (grant.since, grant.until) == (today(), None)
    assert made.kind == "given"


def test_only_those_who_may_give_do_and_only_over_units_under_them(staff) -> None:
    assert code(Mandates.give, actor=staff.clerk, unit=staff.rabat, data=given(staff)) == "kernel.no_mandate"
    local = staff.officer().pk
    give_mandate(local, Role.PERSONNEL_DIRECTOR, staff.rabat)
    assert code(Mandates.give, actor=local, unit=staff.casablanca, data=given(staff)) == "kernel.no_mandate"
    assert perform(Mandates.give, actor=local, unit=staff.rabat, data=given(staff)).record.state == "in_force"


def test_nobody_gives_power_to_themselves(staff) -> None:
    mine = given(staff) | {"officer": staff.director}
    assert code(Mandates.give, actor=staff.director, unit=staff.rabat, data=mine) == "kernel.own_file"
    assert code(Mandates.take_over, actor=staff.director, unit=staff.rabat, data=mine | {"source": "1"}) == (
        "kernel.own_file"
    )
    high = given(staff, Role.CHIEF_INSPECTOR) | {"officer": staff.general}
    proposed = perform(Mandates.propose, actor=staff.director, unit=staff.root, data=high).record
    assert code(Mandates.confirm, proposed, actor=staff.general) == "kernel.own_file"


@pytest.mark.parametrize("role", sorted(HIGH))
def test_a_high_role_takes_two(staff, role: str) -> None:
    data = given(staff, role)
    assert code(Mandates.give, actor=staff.director, unit=staff.root, data=data) == "mandate.needs_confirmation"
    proposed = perform(Mandates.propose, actor=staff.director, unit=staff.root, data=data).record
    assert powers(staff.subject.pk) == set()
    assert code(Mandates.confirm, proposed, actor=staff.director) == "kernel.same_person"
    perform(Mandates.confirm, proposed, actor=staff.general)
    assert powers(staff.subject.pk) == {role}


def test_what_is_declined_gives_nothing(staff) -> None:
    data = given(staff, Role.ADMINISTRATOR)
    proposed = perform(Mandates.propose, actor=staff.director, unit=staff.root, data=data).record
    assert code(Mandates.decline, proposed, actor=staff.general) == "kernel.missing"
    perform(Mandates.decline, proposed, actor=staff.general, data={"grounds": "لا حاجة"})
    assert powers(staff.subject.pk) == set()


def test_a_confirmation_gives_no_power_for_the_days_before_it(staff) -> None:
    data = given(staff, Role.CHIEF_INSPECTOR, from_date=today() - timedelta(days=5))
    proposed = perform(Mandates.propose, actor=staff.director, unit=staff.root, data=data).record
    assert perform(Mandates.confirm, proposed, actor=staff.general).record.from_date == today()


def test_back_dating_is_bounded(staff) -> None:
    week = given(staff, from_date=today() - timedelta(days=7))
    longer = given(staff, from_date=today() - timedelta(days=8))
    assert code(Mandates.give, actor=staff.director, unit=staff.rabat, data=longer) == "mandate.too_far_back"
    assert perform(Mandates.give, actor=staff.director, unit=staff.rabat, data=week).record.state == "in_force"


def test_the_same_power_is_not_held_twice_on_one_day(staff) -> None:
    first = given(staff, to_date=today() + timedelta(days=9))
    perform(Mandates.give, actor=staff.director, unit=staff.rabat, data=first)
    again = given(staff, from_date=today() + timedelta(days=9))
    assert code(Mandates.give, actor=staff.director, unit=staff.rabat, data=again) == "mandate.overlaps"
    later = given(staff, from_date=today() + timedelta(days=10))
    perform(Mandates.give, actor=staff.director, unit=staff.rabat, data=later)
    perform(Mandates.give, actor=staff.director, unit=staff.casablanca, data=given(staff))
    assert Mandate.objects.filter(officer=staff.subject).count() == 3


def test_a_batch_refuses_the_overlapping_line_alone(staff) -> None:
    acts = [
        Act(Mandates.give, actor=staff.director, unit_id=unit.pk, data=given(staff))
        for unit in (staff.rabat, staff.rabat, staff.casablanca)
    ]
    found = perform_many(acts)
    assert (found.performed, found.refused) == (2, 1)


def lent(staff: SimpleNamespace, replaced: Mandate, **more: object) -> dict[str, object]:
    last = today() + timedelta(days=20)
    return {
        "officer": staff.subject,
        "replaces": replaced,
        "from_date": today(),
        "to_date": last,
        "grounds": "رخصة سنوية",
        **more,
    }


def test_a_replacement_has_the_same_power_for_a_time_and_its_acts_say_so(staff) -> None:
    replaced = Mandate.objects.get(officer_id=staff.clerk)
    made = perform(Mandates.lend, actor=staff.director, unit=staff.root, data=lent(staff, replaced)).record
    assert (made.role, made.kind, made.to_date) == (replaced.role, "replacement", today() + timedelta(days=20))
    assert Officer.objects.get(pk=staff.clerk).name in str(made.replaces), "who is stood in for is read beside it"
    (grant,) = Authority().grants({staff.subject.pk})[staff.subject.pk]
    assert grant.runs_on(today() + timedelta(days=20))
    assert not grant.runs_on(today() + timedelta(days=21))
    done = perform(Career.appoint, actor=staff.subject.pk, unit=staff.rabat, data=OFFICER)
    assert Entry.objects.get(id=done.entry_id).head["mandate"] == str(made.pk)
    assert standing_in({made.pk, replaced.pk}) == {str(made.pk): Officer.objects.get(pk=staff.clerk).name}


@pytest.mark.parametrize(
    ("field", "days", "expected"),
    [
        ("to_date", None, "kernel.missing"),
        ("to_date", 180, "mandate.too_long"),
        ("from_date", -30, "mandate.too_far_back"),
    ],
)
def test_a_replacement_is_for_a_time(staff, field: str, days: int | None, expected: str) -> None:
    change = {field: None if days is None else today() + timedelta(days=days)}
    data = lent(staff, Mandate.objects.get(officer_id=staff.clerk), **change)
    assert code(Mandates.lend, actor=staff.director, unit=staff.root, data=data) == expected


def test_a_replacement_stays_within_what_it_replaces(staff) -> None:
    until = today() + timedelta(days=5)
    short = perform(
        Mandates.give, actor=staff.director, unit=staff.rabat, data=given(staff, to_date=until, officer=staff.second)
    ).record
    how = {"actor": staff.director, "unit": staff.rabat}
    assert code(Mandates.lend, **how, data=lent(staff, short)) == "mandate.outside"
    assert code(Mandates.lend, **how, data=lent(staff, short, officer=staff.second, to_date=until)) == (
        "mandate.no_replacement"
    )
    elsewhere = {"actor": staff.director, "unit": staff.casablanca}
    with pytest.raises(Refused) as caught:
        perform(Mandates.lend, **elsewhere, data=lent(staff, short, to_date=until))
    assert caught.value.refusal.code == "mandate.no_replacement" and staff.rabat.code in caught.value.refusal.help
    high = Mandate.objects.get(officer_id=staff.general)
    assert code(Mandates.lend, actor=staff.director, unit=staff.root, data=lent(staff, high)) == (
        "mandate.needs_confirmation"
    )


def test_a_high_role_is_lent_by_two(staff) -> None:
    replaced = Mandate.objects.get(officer_id=staff.general)
    data = lent(staff, replaced, role=Role.DIRECTOR_GENERAL)
    proposed = perform(Mandates.propose, actor=staff.director, unit=staff.root, data=data).record
    assert proposed.kind == "replacement"
    perform(Mandates.confirm, proposed, actor=staff.general)
    assert powers(staff.subject.pk) == {Role.DIRECTOR_GENERAL}


def test_an_early_end_takes_the_power_at_once(staff) -> None:
    made = Mandate.objects.get(officer_id=staff.clerk)
    assert code(Mandates.end, made, actor=staff.director) == "kernel.missing"
    perform(Mandates.end, made, actor=staff.director, data={"grounds": "إعادة تنظيم"})
    assert made.to_date == today()
    assert code(Career.appoint, actor=staff.clerk, unit=staff.rabat, data=OFFICER) == "kernel.mandate_ended"
    perform(
        Mandates.give, actor=staff.director, unit=staff.root, data=given(staff, officer=staff.clerk, role=made.role)
    )
    assert powers(staff.clerk) == {Role.PERSONNEL_CLERK}


def test_the_grounds_of_an_early_end_are_not_those_of_the_replacement(staff) -> None:
    data = lent(staff, Mandate.objects.get(officer_id=staff.clerk))
    made = perform(Mandates.lend, actor=staff.director, unit=staff.root, data=data).record
    for step in (Mandates.end, Mandates.renounce):
        assert suggestions(step, Known(None, made)) == {"grounds": ""}


def test_the_holder_may_give_it_back(staff) -> None:
    made = Mandate.objects.get(officer_id=staff.clerk)
    perform(Mandates.renounce, made, actor=staff.clerk)
    assert powers(staff.clerk) == set()
    assert list(visible(Mandates, Actor.of(staff.clerk))) == [made]


@pytest.mark.parametrize("step", ["suspend", "dismiss", "retire_early"])
def test_power_ends_with_active_service(staff, step: str) -> None:
    act = Act(getattr(Career, step), record_id=staff.clerk, actor=staff.director, cause=uuid4())
    assert powers(staff.clerk) == {Role.PERSONNEL_CLERK}
    assert perform_many([act]).performed == 1
    assert powers(staff.clerk) == set()
    assert code(Career.appoint, actor=staff.clerk, unit=staff.rabat, data=OFFICER) == "kernel.no_mandate"
    given_again = given(staff, officer=staff.clerk)
    assert code(Mandates.give, actor=staff.director, unit=staff.rabat, data=given_again) == "mandate.not_serving"
    if step == "suspend":
        perform_many([Act(Career.reinstate, record_id=staff.clerk, actor=staff.director, cause=uuid4())])
        assert powers(staff.clerk) == {Role.PERSONNEL_CLERK}


def test_the_founding_power_ends_with_the_second_mandate(staff) -> None:
    ensure_holder(SECOND)
    assert Authority().grants({SYSTEM}) == {}
    assert code(Mandates.found, actor=SYSTEM, unit=staff.root, data=given(staff, Role.DIRECTOR_GENERAL)) == (
        "kernel.no_mandate"
    )
    assert Mandate.objects.filter(kind="founded").count() == 2
    assert {FOUNDER.id, SECOND.id} == set(Mandate.objects.filter(kind="founded").values_list("officer_id", flat=True))


def test_the_founding_is_no_role_of_an_officer() -> None:
    assert FOUNDING not in Role.values
    steps = {step.key for p in registry.values() for step in p.transitions.values() if FOUNDING in step.roles}
    assert steps == {"institution.career.take_over", "institution.mandates.found"}


def test_an_administrator_has_no_power_over_records() -> None:
    """What they do is to bring back somebody's sign-in, two of them together: no file of the service."""
    for procedure in registry.values():
        if procedure.key == "institution.recovery":
            continue
        assert Role.ADMINISTRATOR not in procedure.readers
        for step in procedure.transitions.values():
            assert Role.ADMINISTRATOR not in step.roles, step.key
            assert all(isinstance(power, Subject | str) for power in step.by)


def test_an_administrator_gives_nobody_power(staff) -> None:
    admin = staff.holder(Role.ADMINISTRATOR)
    for step in Mandates.openings():
        data = given(staff, source="1") if "source" in step.asks else given(staff)
        assert code(step, actor=admin, unit=staff.root, data=data) in ("kernel.no_mandate", "kernel.missing")
    assert not visible(Mandates, Actor.of(admin)).exclude(officer_id=admin).exists()
