"""No text, no bytes and no day make the checker fail; what it gives is always whole."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hasila.modules.communication.checker import check
from hasila.modules.communication.checker.intake import Document, document_of
from tests.drawn import examples

WORDS = """
بطاقة وطنية للتعريف سنة 2024 من إلى مليون و 45 % ناقص بالمائة ، . ( ) : / – بـ عن مقارنة مع الرباط قضية زجرية
cartes nationales d'identité en 2024 de à contre 2023 soit -20 % dont 1 246 391 l'année dernière plus moins ; « »
cards in 2024 from to against 738,748 fewer than last year of which half third 4.7 million <p> </p> &nbsp; &#65;
١٢ ۴۵ \u202b \u2069 \u200f 1.151.571 X Facebook MAD DH kg tonnes ± ½ ² ... ؟
""".split()  # noqa: SIM905
SENTENCES = st.lists(st.sampled_from(WORDS) | st.text(max_size=3), max_size=40).map(" ".join)


def assert_whole(text: str, **said: Any) -> None:
    previous = 0
    for claim in check(text, language="fr", **said):
        told = claim.as_json()
        assert text[told["start"] : told["end"]] == told["text"]
        assert previous <= told["start"] < told["end"] <= len(text)
        previous = told["end"]
        assert told["verdict"] in ("confirmed", "contradicted", "unknown")
        assert told["reason"]
        assert told["verdict"] == "unknown" or (told["indicator"] and told["official"] is not None and told["year"])
        json.dumps(told)


@settings(max_examples=examples(20), deadline=None)
@given(SENTENCES | st.text(max_size=200), st.none() | st.dates(), st.sampled_from(["", "ar", "fr", "en"]))
def test_any_text_is_read(text: str, day: Any, written: str) -> None:
    assert_whole(text, day=day, written=written)


@settings(max_examples=examples(20), deadline=None)
@given(st.binary(max_size=300) | SENTENCES.map(lambda text: text.encode("cp1256", "replace")))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    document = document_of(content)
    if isinstance(document, Document):
        assert_whole(document.text, written=document.language)
    else:
        assert str(document)


@pytest.mark.parametrize(
    "text",
    ["1" * 200_000, "بطاقة " + "1 " * 4_000, "<p>" * 20_000, "(" * 20_000, "من 1 إلى 2 " * 1_000, "&" * 20_000],
    ids=["digits", "numbers", "tags", "marks", "from-to", "entities"],
)
def test_long_and_odd_texts_take_their_time_and_no_more(text: str) -> None:
    begun = time.process_time()
    assert_whole(text[:200_000], written="ar")
    assert time.process_time() - begun < 3
