"""A card request from the counter to the holder's hand, and every reason why not."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from django.utils import translation
from tests.stage import START

from hasila.institution.law import cite
from hasila.institution.roles import Role
from hasila.kernel.indicators import Cells, value
from hasila.kernel.many import perform_many
from hasila.kernel.perform import Door
from hasila.kernel.procedures import Act
from hasila.kernel.records import new_id
from hasila.modules.documents.models import Card, CardRequest
from hasila.modules.documents.tests.conftest import enrolled
from hasila.plain.moments import micros
from hasila.surfaces.searching import search

YEAR = START.year


def recount(name: str) -> int:
    """A figure of the tests' year, counted from the entries."""
    return Card.indicators[name].recount(YEAR)


def test_the_usual_course(staff, stage, asked):
    request = asked()
    assert request.state == "requested"
    assert request.reference.startswith("CNIE-")
    assert request.due_step == "produce"
    stage.do(Card.produce, request, actor=staff.producer, data={"centre": "CE-RBT"}, day=3)
    assert (request.state, request.due_step) == ("produced", "deliver")
    stage.do(Card.deliver, request, actor=staff.enroller, data={"recipient": "holder"}, day=8)
    assert (request.state, request.due_at) == ("delivered", None)
    assert request.version == 3


def test_the_figures_count_acts(staff, stage, made):
    made(card_number="ZT1")
    made(card_number="ZT2", centre="CE-RAK", channel="mobile_unit", campaign="earthquake")
    abroad = made(card_number="ZT3", channel="consulate", unit=staff.consulate)
    assert abroad.abroad
    assert [recount(name) for name in ("requests", "cards", "cards_rabat", "cards_marrakech", "cards_abroad")] == [
        3,
        3,
        2,
        1,
        1,
    ]
    assert recount("mobile_beneficiaries") == 1


def test_a_rate_is_known_for_the_year_of_a_census():
    counted = [(year * 100 + 1, 1, "", 4_000_000) for year in (2023, 2024)]
    cells = Cells(7, False, {(Card.produce.key, "", month // 100): [(month, *rest)] for month, *rest in counted})
    figure = value(Card.cards_per_thousand, 2024, cells)
    assert (figure.value, figure.rounded) == (Fraction(4_000_000_000, 36_828_330), 109)
    assert value(Card.cards_per_thousand, 2023, cells).value is None


def test_a_card_handed_over_late_does_not_count_as_on_time(staff, stage, made):
    for number, day in (("ZT1", 8), ("ZT2", 45)):
        card = made(card_number=number)
        stage.do(Card.deliver, card, actor=staff.enroller, data={"recipient": "holder"}, day=day)
    assert (recount("delivered_cards"), recount("delivered_on_time")) == (2, 1)


def test_a_defect_takes_the_production_back(staff, stage, made):
    card = made(card_number="ZT1")
    stage.do(Card.record_defect, card, actor=staff.enroller, data={"defect": "chip"}, day=4)
    assert (card.state, card.centre, card.defect) == ("requested", "", "chip")
    assert (recount("cards"), recount("defects")) == (0, 1)
    stage.do(Card.produce, card, actor=staff.producer, data={"centre": "CE-RAK"}, day=5)
    assert (card.state, card.defect) == ("produced", "")
    assert (recount("cards"), recount("cards_rabat"), recount("cards_marrakech")) == (1, 0, 1)


def test_a_rejection_states_its_ground(staff, stage, asked):
    request = asked()
    refusal = stage.refused(Card.reject, request, actor=staff.producer)
    assert refusal.field == "rejection"
    stage.do(Card.reject, request, actor=staff.director, data={"rejection": "doubtful"})
    assert (request.state, request.due_at) == ("rejected", None)
    assert stage.refused(Card.produce, request, actor=staff.producer, data={"centre": "CE-RBT"}).code == (
        "kernel.wrong_state"
    )


def test_a_card_that_nobody_collects(staff, stage, made):
    card = made()
    early = stage.refused(Card.return_card, card, actor=staff.enroller, day=40)
    assert (early.code, early.params["left"]) == ("documents.still_waiting", 53)
    stage.do(Card.return_card, card, actor=staff.enroller, day=93)
    stage.do(Card.send_again, card, actor=staff.producer, day=100)
    assert card.state == "produced"
    stage.do(Card.return_card, card, actor=staff.enroller, day=200)
    assert stage.refused(Card.destroy, card, actor=staff.producer, day=210).code == "documents.still_kept"
    stage.do(Card.destroy, card, actor=staff.producer, day=380)
    assert card.state == "destroyed"


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"born_on": START.date() + timedelta(days=1)}, "documents.not_born", "born_on"),
        ({"kind": "minor"}, "documents.of_age", "kind"),
        ({"channel": "consulate"}, "documents.wrong_channel", "channel"),
        ({"card_number": "12345678"}, "kernel.invalid", "card_number"),
        ({"card_number": "ABCD123"}, "kernel.invalid", "card_number"),
        ({"card_number": "AB123456789"}, "kernel.invalid", "card_number"),
        ({"card_number": ""}, "kernel.missing", "card_number"),
        ({"born_on": "31/31/1990"}, "kernel.invalid", "born_on"),
        ({"kind": "express"}, "kernel.invalid", "kind"),
        ({"sex": "X"}, "kernel.invalid", "sex"),
        ({"latin_name": "Salma\u202eilaneB"}, "kernel.control_characters", "latin_name"),
        ({"latin_name": "Salma\x00"}, "kernel.control_characters", "latin_name"),
        ({"latin_name": "S" * 10_000_000}, "kernel.too_long", "latin_name"),
        ({"arabic_name": 7}, "kernel.invalid", "arabic_name"),
        ({"photograph": "…"}, "kernel.unknown_field", "photograph"),
    ],
)
def test_bad_input_is_refused_and_nothing_is_written(staff, stage, changes, code, field):
    refusal = stage.refused(Card.request, actor=staff.enroller, unit=staff.centre, data=enrolled(**changes))
    assert (refusal.code, refusal.field) == (code, field)
    assert not CardRequest.objects.exists()


def test_a_consular_centre_enrols_as_one(staff, stage):
    refusal = stage.refused(Card.request, actor=staff.enroller, unit=staff.consulate, data=enrolled())
    assert refusal.code == "documents.wrong_channel"


def test_arabic_digits_small_letters_and_spaces_are_accepted(asked):
    request = asked(card_number="zt ١٠٤٤٥٢", born_on="١٩٩١-٠٤-١٧")
    assert (request.card_number, request.born_on) == ("ZT104452", date(1991, 4, 17))


def test_two_requests_for_one_number(staff, stage, asked):
    first = asked()
    refusal = stage.refused(Card.request, actor=staff.enroller, unit=staff.centre, data=enrolled(kind="renewal"), day=1)
    assert (refusal.code, refusal.field) == ("documents.request_under_way", "card_number")
    stage.do(Card.reject, first, actor=staff.producer, data={"rejection": "image"}, day=1)
    assert asked(day=2).state == "requested"


def test_the_card_of_a_minor_goes_to_the_guardian(staff, stage, made):
    card = made(kind="minor", born_on=START.date() - timedelta(days=9 * 365))
    refusal = stage.refused(Card.deliver, card, actor=staff.enroller, data={"recipient": "holder"}, day=5)
    assert refusal.code == "documents.guardian_needed"
    refusal = stage.refused(Card.deliver, card, actor=staff.enroller, data={"recipient": "guardian"}, day=5)
    assert (refusal.code, refusal.field) == ("documents.recipient_unknown", "recipient_card")
    data = {"recipient": "guardian", "recipient_card": "ab ٧٧٠١٢"}
    stage.do(Card.deliver, card, actor=staff.enroller, data=data, day=5)
    assert card.recipient_card == "AB77012"


def test_duties_are_kept_apart(staff, stage, asked, made):
    staff.also(staff.enroller, Role.PRODUCTION_OFFICER)
    staff.also(staff.producer, Role.ENROLMENT_OFFICER)
    request = asked(card_number="ZT1")
    for step, data in ((Card.produce, {"centre": "CE-RBT"}), (Card.reject, {"rejection": "image"})):
        assert stage.refused(step, request, actor=staff.enroller, data=data).code == "kernel.same_person"
    card = made(card_number="ZT2")
    assert stage.refused(Card.deliver, card, actor=staff.producer, data={"recipient": "holder"}, day=4).code == (
        "kernel.same_person"
    )


def test_a_mandate_ends_where_its_unit_ends(staff, stage, asked):
    refusal = stage.refused(Card.request, actor=staff.local, unit=staff.centre, data=enrolled())
    assert refusal.code == "kernel.no_mandate"
    assert stage.refused(Card.produce, asked(), actor=staff.enroller, data={"centre": "CE-RBT"}).code == (
        "kernel.no_mandate"
    )


def test_a_state_skipped(staff, stage, asked):
    refusal = stage.refused(Card.deliver, asked(), actor=staff.enroller, data={"recipient": "holder"})
    assert refusal.code == "kernel.wrong_state"


def test_a_clerk_finds_a_holder(asked):
    request = asked()
    for words in ("ZT104452", "benali", "بنعلى", request.reference):
        assert list(search(CardRequest.objects.all(), words)) == [request]
    assert not search(CardRequest.objects.all(), "benjelloun").exists()


def test_every_step_cites_a_text_that_there_is():
    for transition in Card.transitions.values():
        assert cite(transition.basis)


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_every_indicator_is_defined(language):
    with translation.override(language):
        for indicator in Card.indicators.values():
            assert str(indicator.label)
            assert str(indicator.definition)


def test_a_stream_of_courses_counts_as_the_same_acts_one_by_one(staff):
    acts = []
    for number in range(30):
        at = START + timedelta(minutes=number)
        key = new_id(at)
        data = enrolled(card_number=f"ZT{number}", channel="mobile_unit" if number % 3 == 0 else "centre")
        acts.append(Act(Card.request, key, staff.enroller, data, at, staff.centre.pk))
        made = {"centre": "CE-RAK" if number % 2 else "CE-RBT"}
        acts.append(Act(Card.produce, key, staff.producer, made, at + timedelta(days=2)))
        if number % 5 == 0:
            acts.append(Act(Card.record_defect, key, staff.enroller, {"defect": "print"}, at + timedelta(days=3)))
            acts.append(Act(Card.produce, key, staff.producer, {"centre": "CE-RBT"}, at + timedelta(days=4)))
        acts.append(Act(Card.deliver, key, staff.enroller, {"recipient": "holder"}, at + timedelta(days=9)))
    acts.append(Act(Card.request, new_id(START), staff.local, enrolled(), START, staff.centre.pk))
    refused = []
    clock = micros(START + timedelta(days=20))
    outcome = perform_many(
        acts,
        batch=40,
        door=Door(clock=lambda: clock),
        on_refused=lambda _index, _act, reasons: refused.extend(reason.code for reason in reasons),
    )
    assert (outcome.performed, refused) == (len(acts) - 1, ["kernel.no_mandate"])
    assert (recount("requests"), recount("cards"), recount("delivered_cards")) == (30, 30, 30)
    assert recount("cards_rabat") + recount("cards_marrakech") == 30
    assert (recount("mobile_beneficiaries"), recount("defects")) == (10, 6)
    assert CardRequest.objects.filter(state="delivered", defect="").count() == 30
