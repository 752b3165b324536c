"""People: the form of a card number, the generator of synthetic people, accounts."""

import time
from datetime import date
from itertools import islice

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from hasila.institution.accounts import Account
from hasila.institution.people import CardNumberField, Person, validate_card_number
from hasila.institution.synthetic import card_number, identity, people


@pytest.mark.parametrize("number", ["A1", "AB123456", "ABC12345678", "X00000001"])
def test_a_card_number_is_letters_then_digits(number: str) -> None:
    validate_card_number(number)


@pytest.mark.parametrize(
    "number", ["", "1234", "ABCD1", "AB123456789", "AB", "ab12", "AB12C", "أب12", "AB١٢", "AB12\n"]
)
def test_other_forms_are_refused(number: str) -> None:
    with pytest.raises(ValidationError):
        validate_card_number(number)


def test_the_pattern_is_a_setting(settings) -> None:
    settings.HASILA_CARD_NUMBER_PATTERN = r"[0-9]{4}"
    validate_card_number("1234")
    with pytest.raises(ValidationError):
        validate_card_number("AB123456")


def test_a_card_number_is_kept_in_capitals_without_spaces_and_with_western_digits() -> None:
    assert CardNumberField().to_python(" ab 123-٤٥٦ ") == "AB123456"


@pytest.mark.django_db
def test_two_persons_never_share_a_card_number() -> None:
    found = identity(5)._asdict()
    Person.objects.create(**found)
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.create(**found | {"card_number": found["card_number"].lower()})
    assert Person.objects.get(card_number=found["card_number"].lower()).latin_given == found["latin_given"]


def test_people_are_the_same_for_the_same_seed_in_any_order() -> None:
    forwards = list(people(range(500), seed=3))
    assert forwards == [identity(index, seed=3) for index in range(500)]
    assert list(people(reversed(range(500)), seed=3)) == forwards[::-1]
    assert list(people(range(500), seed=4)) != forwards


def test_no_two_people_share_a_card_number() -> None:
    numbers = [person.card_number for person in people(range(200_000), seed=1)]
    assert len(set(numbers)) == len(numbers)
    for number in islice(numbers, 0, None, 997):
        validate_card_number(number)
    assert card_number(0) != card_number(701_999_999)


def test_an_index_out_of_measure_has_no_card_number() -> None:
    with pytest.raises(ValueError, match="no card number"):
        card_number(702_000_000)


def test_people_are_born_when_they_should_be_and_sexes_are_even() -> None:
    oldest, youngest = date(1990, 1, 1), date(1999, 12, 31)
    found = list(people(range(20_000), seed=2, oldest=oldest, youngest=youngest))
    assert min(person.born_on for person in found) >= oldest
    assert max(person.born_on for person in found) <= youngest
    women = sum(person.sex == "F" for person in found)
    assert 9_500 < women < 10_500
    assert identity(1, sex="F").sex == "F"


def test_a_person_costs_microseconds() -> None:
    start = time.process_time()
    for _person in people(range(100_000), seed=9):
        pass
    assert time.process_time() - start < 2  # 20 µs each; about 2 on an idle core


@pytest.mark.django_db
def test_an_account_signs_in_by_password_and_holds_no_power() -> None:
    account = Account.objects.create_user("someone", "a long password", arabic_name="فلان", latin_name="Someone")
    assert account.check_password("a long password")
    assert Account.objects.get_by_natural_key("someone") == account
    assert not hasattr(account, "is_superuser")
    with pytest.raises(ValueError, match="username"):
        Account.objects.create_user("")
