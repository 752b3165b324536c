"""Text: how it is folded for search, and what may never be stored."""

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hasila.plain.texts import FORBIDDEN, begun, fold, lexemes, tokens, tsquery, western_digits
from tests.drawn import examples


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("أحمد إدريس آمنة ٱلله", "احمد ادريس امنه الله"),  # hamza forms of alef
        ("مؤمن رئيس شيء", "مومن رييس شي"),  # hamza on waw and ya, hamza alone
        ("فاطمة الزهراء", "فاطمه الزهرا"),  # ta marbuta
        ("مصطفى موسى", "مصطفي موسي"),  # alef maqsura
        ("مُحَمَّدٌ", "محمد"),  # short vowels, doubling, nunation
        ("هٰذا", "هذا"),  # small alef
        ("محـــمد", "محمد"),  # tatweel
        ("أگادير ڭلميم ڤاس", "اكادير كلميم فاس"),  # letters of Moroccan place names
        ("٠١٢٣٤٥٦٧٨٩", "0123456789"),
        ("۰۱۲۳۴۵۶۷۸۹", "0123456789"),
        ("Éléonore FRANÇOIS Bœuf", "eleonore francois boeuf"),
        ("Aït-M'hamed L’Hôpital", "ait-mhamed lhopital"),
        ("ⵜⴰⵎⴰⵣⵉⵖⵜ", "ⵜⴰⵎⴰⵣⵉⵖⵜ"),
        ("", ""),
    ],
)
def test_folding(written: str, folded: str) -> None:
    assert fold(written) == folded


@pytest.mark.parametrize(
    ("stored", "asked"),
    [
        ("محمّد بن أحمد الإدريسي", "الادريسي محمد احمد"),
        ("فاطمة الزهراء", "فاطمه"),
        ("يحيى", "يحيي"),
        ("AB١٢٣٤٥", "ab12345"),
        ("Benaïssa", "BENAISSA"),
        ("DISC-24-7K3MQ9XZ2A", "disc-24-7k3mq"),
    ],
)
def test_whoever_types_it_otherwise_finds_it(db: None, stored: str, asked: str) -> None:
    assert found(stored, asked)


def found(stored: str, asked: str) -> bool:
    """Whether PostgreSQL finds a stored text by what is asked."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::tsvector @@ %s::tsquery", [lexemes([stored]), tsquery(begun(asked, least=1))])
        return cursor.fetchone()[0]


def test_what_looks_like_a_number_is_a_word(db: None) -> None:
    assert found("CLM-24-0E0A7", "0e0a7")  # a parser would read 0e0 and a7


def test_every_word_must_be_there_and_may_be_begun(db: None) -> None:
    assert found("طلب نقل إلى طنجة", "طن نقل")
    assert not found("طلب نقل إلى طنجة", "طنجة فاس")
    assert not found("طلب نقل إلى طنجة", "نجة")  # the middle of a word finds nothing


@settings(max_examples=examples(20), deadline=None, suppress_health_check=list(HealthCheck))
@given(text=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00_"), max_size=60))
def test_any_text_is_a_safe_tsvector_and_finds_itself(db: None, text: str) -> None:
    """No text breaks out of the query language of PostgreSQL, and what is stored is found by its own words."""
    if tokens(text):
        assert found(text, text)


def test_a_query_without_a_word_is_empty() -> None:
    assert tsquery(" .,;:!|&()'\\ *") == tsquery(begun(" * ")) == ""
    assert tsquery("a & b* | !c") == "a & b:* & c"
    assert tsquery(begun("a & b | !c")) == "a & b & c:*"
    assert tsquery(begun("a & b* | !ccc", least=3)) == "a & b:* & ccc:*"


def test_a_query_is_bounded() -> None:
    assert tsquery(" ".join(f"w{n}" for n in range(50))).count("&") == 7


@pytest.mark.parametrize(
    "mark",
    [
        "\x00", "\x07", "\x1b", "\x7f", "\x85", "\u061c", "\u200e", "\u200f", "\u202a", "\u202e", "\u2066", "\u2069",
        "\ufeff", "\ufff9", "\ud800", "\udfff",
    ],
    ids=lambda mark: f"U+{ord(mark):04X}",
)  # fmt: skip
def test_what_misleads_a_reader_is_forbidden(mark: str) -> None:
    assert FORBIDDEN.search(f"نص{mark}text")


@pytest.mark.parametrize(
    "text", ["سطر\nسطر", "a\tb", "a\r\nb", "می\u200cخواهم", "ل\u200dه", "مُحَمَّد", "« été »", "ⴰⵣⵓⵍ", "€ 1 000"]
)
def test_what_people_write_is_not(text: str) -> None:
    assert not FORBIDDEN.search(text)


def test_numbers_are_read_in_every_digit_of_ours() -> None:
    assert western_digits("٢٠٢٤-٠٣-١٠ ۱۲:۳۰ 5") == "2024-03-10 12:30 5"
    assert int(western_digits("٤٢")) == 42
