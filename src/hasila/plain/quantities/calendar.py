"""Months, weekdays and years as the press of Morocco and its neighbours writes them."""

from __future__ import annotations

from decimal import Decimal

from hasila.plain.quantities.arabic import cuts
from hasila.plain.quantities.lexicon import word_set
from hasila.plain.quantities.scanning import Token

MONTHS = word_set(
    """
    يناير فبراير مارس أبريل ماي مايو يونيو يونيه يوليوز يوليو يوليه غشت أغسطس شتنبر سبتمبر أكتوبر نونبر
    نوفمبر دجنبر ديسمبر جانفي فيفري أفريل جوان جويلية أوت كانون شباط آذار نيسان أيار حزيران تموز أيلول
    تشرين محرم رجب شعبان رمضان شوال janvier février mars avril mai juin juillet août septembre octobre
    novembre décembre janv févr sept oct nov déc january february march april may june july august
    september october november december jan feb apr jun jul aug dec ramadan chaabane
    """
)
AMBIGUOUS_MONTHS = frozenset(("may", "march", "mars", "sept", "oct", "nov", "dec", "jan", "mai"))
WEEKDAYS = word_set(
    """
    الاثنين الإثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد lundi mardi mercredi jeudi vendredi
    samedi dimanche monday tuesday wednesday thursday friday saturday sunday
    """
)
DAY_WORDS = word_set("يوم يومي اليوم ليلة صباح مساء")
YEAR_WORDS = word_set(
    """
    في سنة عام سنتي عامي سنوات أعوام السنة العام للسنة للعام موسم الموسم موازنة ميزانية حصيلة برسم منذ
    مند خلال حتى غاية متم نهاية بداية مطلع أواخر أوائل صيف شتاء ربيع خريف نسخة دورة مونديال كأس العالم
    دورات en an année années depuis fin début exercice l'an mi courant durant édition millésime horizon
    d'ici été hiver printemps automne bilan saison coupe mondial can in since year years of until till
    by during through throughout end early late mid for fiscal season edition summer winter spring
    autumn cup
    """
)
"""Right before four digits they make a year of them."""
SURE_YEAR_WORDS = word_set(
    """
    سنة عام سنتي عامي السنة العام للسنة للعام موسم الموسم برسم منذ مند متم année an depuis exercice
    since year fiscal en in
    """
)
"""They do so even where what follows looks like a thing counted."""


def one_of(token: Token, words: frozenset[str]) -> bool:
    """Whether a word is one of some, whatever is glued before it."""
    if not token.arabic:
        return token.text in words
    return any(token.text[cut:] in words for cut in cuts(token.text))


def looks_like_year(value: Decimal) -> bool:
    return 1900 <= value < 2100
