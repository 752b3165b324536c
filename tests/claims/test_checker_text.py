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


GAP_AR = "سجلت مصالح الأمن سنة 2024 ما مجموعه 755.541 قضية زجرية بفارق 16.793 قضية عن سنة 2023."
BOX = "Key figures 2024 (2023)\nRecorded criminal cases: 755,541 (738,748)\nHajj beneficiaries: 365 (172)\n"
TABLE = (
    "La DGSN en chiffres\n2023 | 2024\nContenus violents détectés | 260 | 208\nAffaires pénales | 755 541 | 755 541\n"
)
ASKED = "Combien d'enquêtes administratives l'inspection générale a-t-elle menées en {} au total ?\n— {}, nous dit-on."


@pytest.mark.parametrize(
    ("text", "printed", "year", "verdict"),
    [
        ("Before the Africa Cup 2025, police handled 755,541 criminal cases.", "755,541", 2024, "confirmed"),
        ("Le budget 2025 est voté. La DGSN a produit 4 696 069 cartes nationales.", "4 696 069", 2024, "confirmed"),
        ("قبل كأس إفريقيا 2025 سجلت مصالح الأمن 755.541 قضية زجرية.", "755.541", 2024, "confirmed"),
        ("Police recorded 612,000 criminal cases under the law of 2019.", "612,000", 2024, "unknown"),
        ("The 2019 edition of the Open Days drew 900,000 visitors.", "900,000", 2019, "unknown"),
        ("In 2024 inspectors opened 492 inquiries into staff, 112 of them on denunciations.", "492", 2024, "unknown"),
        ("Bilan de la saison 2023/2024\nContenus violents en 2024 : 208 (260)", "208", 2024, "confirmed"),
        (BOX, "738,748", 2023, "confirmed"),
        (BOX, "172", 2023, "contradicted"),
        (TABLE, "260", 2023, "confirmed"),
        (TABLE, "208", 2024, "confirmed"),
        (ASKED.format(2024, 492), "492", 2024, "confirmed"),
        (ASKED.format(2024, 942), "942", 2024, "contradicted"),
        (ASKED.format(2022, 942), "942", 2022, "unknown"),
        ("How many identity cards were issued in Fez in 2024?\nGuest: 369,069.", "369,069", 2024, "unknown"),
        ("En 2024, X et Facebook réunissent respectivement 500 550 et 472 285 abonnés.", "500 550", 2024, "confirmed"),
        ("In 2024 nearly 900,000 criminal cases were recorded.", "900,000", 2024, "contradicted"),
        ("Communiqués and press items came to 3,572; press reports to 1,674.", "3,572", 2024, "contradicted"),
        (GAP_AR, "16.793", 2024, "confirmed"),
        ("عدد الحجاج سنة 2024 يفوق ما سجل سنة 2023 بـ238 حاجا.", "238", 2024, "confirmed"),
        ("Police recorded 16,793 more criminal cases in 2024 than in 2023.", "16,793", 2024, "confirmed"),
        ("In 2024 fact statements were 300 fewer than in 2017.", "300", 2024, "confirmed"),
        ("En 2024, plus de 500 caméras-piétons sont portées par le personnel.", "500", 2024, "unknown"),
    ],
)  # fmt: skip
def test_the_year_and_the_thing_are_taken_from_where_they_stand(
    text: str, printed: str, year: int, verdict: str
) -> None:
    told = only(text, printed)
    assert (told.year, str(told.verdict)) == (year, verdict)
