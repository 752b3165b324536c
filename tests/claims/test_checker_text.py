"""Claims of single sentences: what each kind of error is called, and what stays unknown."""

from __future__ import annotations

from datetime import date

import pytest

from hasila.modules.communication.checker import Claim, check

DAY = date(2024, 12, 25)


def only(text: str, printed: str) -> Claim:
    """The claim of a text whose words are these."""
    found = [claim for claim in check(text, day=DAY, language="en") if claim.text == printed]
    assert len(found) == 1, [claim.text for claim in check(text, day=DAY)]
    return found[0]


@pytest.mark.parametrize(
    ("text", "printed", "indicator", "verdict", "official"),
    [
        ("أنجزت 4.696.069 بطاقة وطنية للتعريف سنة 2024.", "4.696.069", "F001", "confirmed", 4696069),
        ("En 2024, 4 969 069 cartes nationales ont été produites.", "4 969 069", "F001", "contradicted", 4696069),
        ("Police opened 112 administrative inquiries in 2024.", "112", "F056", "contradicted", 492),
        ("Sexual assaults fell by 45% in 2024.", "45%", "F030", "contradicted", -4),
        ("Les cambriolages ont progressé de 10 % en 2024.", "10 %", "F029", "contradicted", -10),
        ("Police recorded 738,748 criminal cases in 2024.", "738,748", "F021", "contradicted", 755541),
        ("Recorded criminal cases rose by 2.3% in 2024.", "2.3%", "F021", "confirmed", 2.27),
        ("Les contenus violents ont reculé de 20 % en 2024.", "20 %", "F090", "confirmed", -20),
        ("It issued more than 5 million identity cards in 2024.", "5 million", "F001", "contradicted", 4696069),
        ("It issued more than 4 million identity cards in 2024.", "4 million", "F001", "confirmed", 4696069),
        ("In 2021 the service issued 3 million identity cards.", "3 million", "F001", "unknown", None),
        ("The royal gendarmerie handled 492 administrative inquiries in 2024.", "492", None, "unknown", None),
    ],
)  # fmt: skip
def test_a_sentence(text: str, printed: str, indicator: str | None, verdict: str, official: float | None) -> None:
    told = only(text, printed).as_json()
    assert (told["indicator"], told["verdict"], told["official"]) == (
        indicator,
        verdict,
        official if official is None else pytest.approx(official, abs=0.01),
    )
    assert told["reason"]
    assert list(told)[:10] == [
        "text", "start", "end", "value", "unit", "indicator", "year", "verdict", "official", "reason",
    ]  # fmt: skip
