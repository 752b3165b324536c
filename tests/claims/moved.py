"""The same articles told of another year, another body or another country, where nothing may be contradicted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from tests.claims.articles import Article
from tests.claims.measure import Check

ANOTHER_YEAR = {"202([2-6])": r"201\1", "٢٠٢٤": "٢٠١٤"}
ANOTHER_BODY = {
    "المديرية العامة للأمن الوطني": "القيادة العليا للدرك الملكي",
    "مديرية الأمن الوطني": "قيادة الدرك الملكي",
    "لأمن الوطني": "لدرك الملكي",
    "الأمن الوطني": "الدرك الملكي",
    "الأمن_الوطني": "الدرك_الملكي",
    "للشرطة": "للدرك",
    "الشرطة": "الدرك",
    "شرطة": "درك",
    r"شرطي(?=\w*)": "دركي",
    "Direction générale de la sûreté nationale": "Gendarmerie royale",
    "Sûreté nationale|SÛRETÉ NATIONALE|S&ucirc;ret&eacute; nationale|DGSN": "Gendarmerie royale",
    "(?i:police)": "gendarmerie",
    "policiers?": "gendarmes",
    "General Directorate of National Security|national police": "Royal Gendarmerie",
}
ANOTHER_COUNTRY = {
    "المملكة": "الجمهورية",
    "المغربية": "الجزائرية",
    "المغرب": "الجزائر",
    "الرباط|سلا|الدار البيضاء|طنجة|مراكش|أكادير|فاس": "وهران",
    "Maroc": "Algérie",
    "marocain": "algérien",
    "Morocco": "Algeria",
    "Moroccan": "Algerian",
    "MOROCCO": "ALGERIA",
    "(?i:Rabat|Casablanca|Tang(?:er|ier)|Marrakech|Agadir|F[eè]s)": "Oran",
}
DATELINE = {"ar": "الجزائر (وكالة) – ", "fr": "Alger (Agence) – ", "en": "ALGIERS, Algeria (Agency) – "}
WAYS = ("another year", "another body", "another country")


def moved(articles: Iterable[Article], way: str) -> Iterator[Article]:
    """The articles told of another year (ten before), body or country; their claims stand no more."""
    changes = {"another year": ANOTHER_YEAR, "another body": ANOTHER_BODY, "another country": ANOTHER_COUNTRY}[way]
    for article in articles:
        text = article.text
        for old, new in changes.items():
            text = re.sub(old, new, text)
        if way == "another country" and "<" not in text[:1]:
            text = DATELINE[article.language] + text
        day = article.day
        if day and way == "another year":
            day = day.replace(year=day.year - 10)
        if text != article.text:
            yield replace(article, text=text, day=day, claims=())


def contradicted(check: Check, articles: Iterable[Article]) -> tuple[int, list[tuple[Article, Any]]]:
    """How many claims are found, and those called contradicted, but for the years that a text names by themselves."""
    count, wrong = 0, []
    for article in articles:
        for claim in check(article.text, **({"day": article.day} if article.day else {})):
            told = claim if isinstance(claim, dict) else claim.as_json()
            count += 1
            if told["verdict"] == "contradicted" and str(told["year"])[:4] not in ("2017", "2018"):
                wrong.append((article, told))
    return count, wrong
