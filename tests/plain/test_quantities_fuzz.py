"""Whatever is given to the reader, it answers: spans in bounds and apart, in a time that grows with the text."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hasila.plain.quantities import Kind, read
from tests.drawn import examples

PIECES = """
و|ألف|ألفا|مليون|1|23|456|0|٣|.|,|،|-|–|/|:|%|٪|بالمائة|في|المائة|\n|\n\n|h|e|er|kg|$|€|(|)|'|’|deux|mille|cent|quatre|vingt|et|un|une
one|hundred|and|half|a|million|\u200f|\u00a0|\u202f|\u202e|ال|لـ|لل|بين|من|إلى|de|à|between|to|ونصف|خمسة|عشر|عشرون|مائة|²|½|\ud800|@|#|+|−
May|mai|2024|سنة|moins|plus|ناقص|الخط|19|n|°|article|point|virgule|G|m|bn|\u064e|ـ|ﻻ|لست|واحد|وأحد
ثلاثة|أرباع|الخامسة|والعشرين|فرقتين
https://a.b/2024?x=1|www.
أكثر من|plus de|jusqu'à|at least|dozens|dizaine|neuf|1999|00212|+212|05|37|p|l|des|12345|أ|6|\x00|𝟙|①|१२|𐒠|İ|ß
""".replace("\n", "|").split("|")
TEXTS = st.lists(st.sampled_from(PIECES + [" "] * 40)).map("".join) | st.text()


@settings(max_examples=examples(60), deadline=None)
@given(TEXTS, st.sampled_from(["", "ar", "fr", "en", "zz"]))
def test_any_text_is_read(text: str, language: str) -> None:
    end = 0
    for found in read(text, language):
        assert end <= found.start < found.end <= len(text)
        assert found.text == text[found.start : found.end]
        assert 0 <= found.noun_start <= len(text)
        assert found.value.is_finite() and found.kind in Kind and found.vague == (found.kind is Kind.VAGUE)
        assert found.high is None or found.high > found.value
        end = found.end


@pytest.mark.parametrize(
    "piece",
    ["1", "و", "وألف ", "خمسة وعشرون ألفا و", "deux cent mille ", "and one hundred ", "1,234,", "1-", "12 ", "de 3 à ",
     "05 ", "بين 3 و", "n'a pas dépassé ", "plus d'", "فرقتين ", "a.", "\u064e", "\u200f", "https://", "'"],
)  # fmt: skip
def test_time_grows_with_the_text(piece: str) -> None:
    def taken(size: int) -> float:
        text = piece * (size // len(piece))
        began = time.process_time()
        read(text)
        return time.process_time() - began

    taken(1000)
    small = max(taken(3_000), 0.01)
    # Eight times the text; a square would be 64 times the time. The collector may come in between once.
    assert min(taken(24_000), taken(24_000)) < 40 * small


def test_a_megabyte_of_digits_is_one_identifier() -> None:
    began = time.process_time()
    (found,) = read("7" * 1_000_000)
    assert (found.kind, found.end) == (Kind.IDENTIFIER, 1_000_000)
    assert read("و" * 1_000_000) == []
    assert time.process_time() - began < 5
