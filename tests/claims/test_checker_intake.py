"""What comes in: encodings, pages, what is no text, languages, marks that turn the direction."""

from __future__ import annotations

import pytest

from hasila.kernel.refusals import Refusal
from hasila.modules.communication.checker import check
from hasila.modules.communication.checker.intake import MOST, Document, document_of
from hasila.modules.communication.checker.markup import unmarked

ARABIC = "أنجزت المديرية العامة للأمن الوطني سنة 2024 ما مجموعه 4.696.069 بطاقة وطنية للتعريف الإلكترونية."
FRENCH = "En 2024, la Sûreté nationale a délivré 513 569 fiches anthropométriques à des résidents."
ENGLISH = "In 2024 the DGSN granted 21,270 entry visas to visitors of the country."


@pytest.mark.parametrize(
    ("content", "language", "encoding"),
    [
        (ARABIC.encode("cp1256"), "ar", "windows-1256"),
        (FRENCH.encode("cp1252"), "fr", "windows-1252"),
        (FRENCH.encode("cp1256"), "fr", "windows-1252"),
        (ARABIC.encode("utf-16"), "ar", "utf-16"),
        (ARABIC.encode("utf-16-le"), "ar", "utf-16-le"),
        (ENGLISH.encode("utf-16-be"), "en", "utf-16-be"),
        (("\ufeff" + FRENCH).encode(), "fr", "utf-8-sig"),
        (b'<meta charset="windows-1252"><p>' + FRENCH.encode("cp1252"), "fr", "windows-1252"),
        (ENGLISH, "en", ""),
        ("Cartes CNIE : 4 696 069", "fr", ""),
    ],
)
def test_a_text_is_read_in_its_encoding_and_language(content: bytes | str, language: str, encoding: str) -> None:
    document = document_of(content)
    assert isinstance(document, Document)
    assert (document.language, document.encoding) == (language, encoding)
    assert "�" not in document.text


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "claims.empty"),
        ("  \n\t ", "claims.empty"),
        (b"\0\0\0", "claims.empty"),
        ("<p> </p><script>var a = 1</script>", "claims.empty"),
        (b"%PDF-1.7\n%\xe2\xe3", "claims.pdf"),
        (b"\n %PDF-1.4", "claims.pdf"),
        (b"\x89PNG\r\n\x1a\n", "claims.not_text"),
        (b"PK\x03\x04word/document.xml", "claims.not_text"),
        (bytes(range(32)) * 40, "claims.not_text"),
        ("a" * (MOST + 1), "claims.too_large"),
        ("Die Polizei hat im Jahr 2024 mehr als 500 Fälle aufgenommen, und das ist nicht wenig.", "claims.language"),
        ("پلیس در سال گذشته بیش از ۵۰۰ پرونده را ثبت کرده است و این آمار رسمی است", "claims.language"),
        ("2024年警察", "claims.language"),
        ("ⵜⴰⵎⴰⵣⵉⵖⵜ ⵜⴰⵏⴰⵡⴰⵢⵜ", "claims.language"),
        ("1" * 1000, "claims.language"),
    ],
)
def test_what_cannot_be_read_is_refused_with_what_helps(content: bytes | str, code: str) -> None:
    refusal = document_of(content)
    assert isinstance(refusal, Refusal)
    assert refusal.code == code
    assert refusal.remedy


def test_the_places_of_a_page_are_those_of_what_was_pasted() -> None:
    page = (
        "<html><head><title>Bilan 2024 de la DGSN</title><style>p{width:99px}</style></head>"
        "<nav>Page 7 sur 12</nav><p>La police a cr&eacute;&eacute; <b>19</b> nouvelles structures de"
        " s&eacute;curit&eacute; et acquis plus de 4&nbsp;300 cam&eacute;ras-pi&eacute;tons.</p>"
        "<script>let n = 560</script></html>"
    )
    found = check(page)
    assert [(claim.text, claim.indicator, str(claim.verdict)) for claim in found] == [
        ("19", "F044", "confirmed"),
        ("4&nbsp;300", "F038", "confirmed"),
    ]
    assert all(page[claim.start : claim.end] == claim.text for claim in found)
    assert unmarked("3 < 4 and 5 > 2").text == "3 < 4 and 5 > 2"


def test_marks_of_direction_keep_their_places() -> None:
    text = "سنة 2024: \u202b\u20674.696.069\u2069\u202c بطاقة وطنية للتعريف الإلكترونية للأمن الوطني"
    (claim,) = check(text)
    assert (claim.indicator, str(claim.verdict)) == ("F001", "confirmed")
    assert text[claim.start : claim.end] == claim.text
    assert claim.value == 4696069


def test_arabic_and_persian_digits_are_read() -> None:
    for digits in ("٤٦٩٦٠٦٩", "۴۶۹۶۰۶۹"):
        (claim,) = check(f"سنة 2024 أنجز الأمن الوطني {digits} بطاقة وطنية للتعريف")
        assert (claim.indicator, str(claim.verdict)) == ("F001", "confirmed")
