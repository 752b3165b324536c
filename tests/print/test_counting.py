"""Counted nouns take the form that their number asks for, in each language; and every unit has its forms."""

from decimal import Decimal

import polib
import pytest
from django.utils.translation import override

from hasila.institution.figures import facts
from hasila.kernel.procedures import registry
from hasila.project.translations import LOCALE
from hasila.surfaces.counting import NOUNS, UNCOUNTED, counted, quantity

ARABIC = [
    (0, "قضية", "يوم"),
    (1, "قضية", "يوم"),
    (2, "قضيتان", "يومان"),
    (3, "قضايا", "أيام"),
    (10, "قضايا", "أيام"),
    (11, "قضية", "يوما"),
    (99, "قضية", "يوما"),
    (100, "قضية", "يوم"),
    (101, "قضية", "يوم"),
    (102, "قضية", "يوم"),
    (103, "قضايا", "أيام"),
    (111, "قضية", "يوما"),
    (1000, "قضية", "يوم"),
    (7555, "قضية", "يوما"),
    (Decimal("1.5"), "قضية", "يوم"),
]


@pytest.mark.parametrize(("number", "case", "day"), ARABIC)
def test_an_arabic_noun_follows_its_number(number: int | Decimal, case: str, day: str) -> None:
    assert (counted(number, "cases", "ar"), counted(number, "days", "ar")) == (case, day)


def test_french_and_english_and_the_number_beside_it() -> None:
    assert [counted(n, "cases", "fr") for n in (0, 1, Decimal("1.5"), 2)] == [
        "affaire",
        "affaire",
        "affaire",
        "affaires",
    ]
    assert [counted(n, "cases", "en") for n in (0, 1, 2)] == ["cases", "case", "cases"]
    assert quantity(7555, "cases", "ar") == "7\u202f555 قضية"
    words = {"days": ("يوم واحد", "يومان"), "seconds": ("ثانية واحدة", "ثانيتان"), "euros": ("أورو واحد", "2 أورو"),
             "cameras": ("كاميرا واحدة", "كاميرتان"), "emergencies": ("1 حالة استعجال", "حالتا استعجال"),
             "level": ("1 level", "2 level")}  # fmt: skip
    for noun, said in words.items():  # the noun says one and two itself
        assert (quantity(1, noun, "ar"), quantity(Decimal("2.00"), noun, "ar")) == said
    assert quantity(3, "days", "ar") == "3 أيام" and quantity(2, "days", "fr") == "2 jours"
    assert quantity(-1, "days", "en") == "\u22121 day"
    with override("ar"):
        assert counted(3, "per cent") == "per cent"


def test_every_unit_has_its_forms() -> None:
    with override("en"):
        counts = {str(one.unit) for procedure in registry.values() for one in procedure.indicators.values()}
    published = {fact.unit.english for fact in facts().values()}
    assert counts | published <= NOUNS.keys() | UNCOUNTED | {""}
    for language, forms in (("ar", 6), ("fr", 2)):
        book = polib.pofile(str(LOCALE / language / "LC_MESSAGES" / "django.po"))
        entries = {entry.msgid: entry for entry in book if entry.msgctxt == "counted"}
        for many, one in NOUNS.items():
            said = entries[one]
            assert said.msgid_plural == many and len([word for word in said.msgstr_plural.values() if word]) == forms
