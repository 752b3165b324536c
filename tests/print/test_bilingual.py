"""One value said in two languages."""

import datetime

import pytest
from django.utils.translation import get_language, gettext_lazy, override

from hasila.surfaces.print.bilingual import Both, Phrase, both, said

DAY = datetime.date(2024, 8, 1)


def test_dates_numbers_and_names_are_said_in_each_language() -> None:
    assert both(DAY) == {"ar": "1 غشت 2024", "fr": "1er août 2024"}
    assert said(1234, "fr") == "1\u202f234"
    assert both(Both("محمد", "Mohammed")) == {"ar": "محمد", "fr": "Mohammed"}
    assert said(["a", DAY], "fr") == "a, 1er août 2024"
    assert said(None, "ar") == said("", "ar") == "–"


def test_lazy_texts_and_functions_are_asked_in_the_language_they_are_said_in() -> None:
    with override("en"):
        assert both(lambda: get_language()) == {"ar": "ar", "fr": "fr"}
        assert both(gettext_lazy("Sunday")) == {"ar": "الأحد", "fr": "dimanche"}
        assert get_language() == "en"


def test_a_phrase_is_translated_first_and_filled_afterwards() -> None:
    phrase = Phrase(Both("بتاريخ %(date)s رقم %(ref)s", "le %(date)s no %(ref)s"), {"date": DAY, "ref": "A-1"})
    assert said(phrase, "fr") == "le 1er août 2024 no A-1"
    assert said(phrase, "ar") == "بتاريخ 1 غشت 2024 رقم \u2068A-1\u2069"


def test_a_value_cannot_bring_a_placeholder_or_a_control() -> None:
    phrase = Phrase(Both("%(name)s", "%(name)s"), {"name": "%(x)s\u202e\u2069"})
    assert said(phrase, "fr") == "%(x)s"


def test_a_phrase_without_its_value_is_an_error() -> None:
    with pytest.raises(KeyError):
        said(Phrase("%(missing)s", {"other": 1}), "fr")
