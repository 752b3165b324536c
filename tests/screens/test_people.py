"""Finding a person in a real Chromium: Arabic and French, wide and narrow, by keyboard, and what is typed wrong."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from hasila.institution.accounts import Account
from hasila.institution.staffing import ensure_holder
from tests.institution.test_persons import DESK, ELSEWHERE, enter
from tests.screens.test_browser import visit  # noqa: F401

pytestmark = pytest.mark.browser


@pytest.fixture
def register(town: SimpleNamespace) -> SimpleNamespace:
    """A few files that come near one another, and an officer's account."""
    desk = ensure_holder(DESK)
    enter(desk)
    enter(
        desk,
        latin_given="Mohamed Amine",
        arabic_given="محمد أمين",
        card_number=None,
        born_on=date(1984, 12, 3),
        mother="",
    )
    only_latin = {"latin_given": "Mohamed", "latin_family": "Alaoui", "arabic_given": "", "arabic_family": ""}
    known = {"card_number": "C778899", "born_on": None, "birth_year": 1984, "mother": "Khadija Tazi"}
    enter(ensure_holder(ELSEWHERE), "PP-CAS", **only_latin, **known)
    Account.objects.create_user(
        "desk", "a long password", id=desk, demo=True, arabic_name="سعاد الفاسي", latin_name="Souad"
    )
    return town


def test_a_person_is_found_by_keyboard_at_both_widths(visit: Any, register: SimpleNamespace) -> None:  # noqa: F811
    wrong: list[str] = []
    for language, width in (("ar", "wide"), ("fr", "narrow")):
        window = visit(language, width)
        window.sign_in("desk")
        page = window.go("/people")
        page.wait_for_selector("[name=name]:focus")
        wrong += window.judge(f"people-empty-{width}", axe=width == "wide")
        page.keyboard.press("Enter")
        page.wait_for_selector("[data-error-summary]:focus")
        wrong += window.judge(f"people-refused-{width}", axe=False)
        page.fill("[name=name]", "Mohamed Alaoui")
        page.fill("[name=born]", "١٢/٠٣/١٩٨٤")
        page.select_option("[name=purpose]", "reception")
        page.focus("[name=name]")
        page.keyboard.press("Enter")
        page.wait_for_selector(".match")
        assert page.locator(".match").count() == 3
        assert page.input_value("[name=purpose]") == "reception"
        wrong += window.judge(f"people-found-{width}", axe=language == "ar")
    assert not wrong, "\n".join(wrong)
