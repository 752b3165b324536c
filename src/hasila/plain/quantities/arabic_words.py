"""The words of Arabic numbers, folded: hamza, ta marbuta, alef maqsura and diacritics are gone.

Spellings of the press stand beside the ones of the grammar: مئة, مائة and مية; ملايين and ملاين; تلاتة for ثلاثة.
"""

from __future__ import annotations

from decimal import Decimal

from hasila.plain.quantities.lexicon import word_set, wordlist
from hasila.plain.texts import fold

ONE, UNIT, TEN, TENS, HUNDREDS, HUNDRED = "one", "unit", "ten", "tens", "hundreds", "hundred"
"""«أحد» alone is no number; «مائة» may stand behind a unit: «ثلاث مائة»."""


_UNITS = {
    2: "اثنان اثنين اثنتان اثنتين اثنا اثني اثنتا اثنتي إثنان إثنين اثنى إثنتى ثنتان ثنتين",
    3: "ثلاثة ثلاث تلاتة تلاثة ثلاتة ثلات تلاث",
    4: "أربعة أربع",
    5: "خمسة خمس",
    6: "ستة ست",
    7: "سبعة سبع",
    8: "ثمانية ثماني ثمان تمانية تماني ثمانى",
    9: "تسعة تسع",
}
_ACCUSATIVE = {3: "ثلاثا", 4: "أربعا", 5: "خمسا", 6: "ستا", 7: "سبعا", 8: "ثمانيا", 9: "تسعا"}
_TENS = {20: "عشر", 30: "ثلاث", 40: "أربع", 50: "خمس", 60: "ست", 70: "سبع", 80: "ثمان", 90: "تسع"}
_HUNDRED_STEMS = {
    3: "ثلاث تلات ثلات",
    4: "أربع",
    5: "خمس",
    6: "ست",
    7: "سبع",
    8: "ثمان ثماني تمان",
    9: "تسع",
}
HUNDRED_WORDS = word_set("مائة مئة مية مايه ماية")
HUNDRED_PLURALS = word_set("مئات مائات ميات")
TEEN = word_set("عشر عشرة")
ACCUSATIVES = {fold(word): number for number, word in _ACCUSATIVE.items()}
"""«ثلاثا وعشرين»: only before a ten."""


def _numbers() -> dict[str, tuple[str, int]]:
    found: dict[str, tuple[str, int]] = {}
    for number, words in _UNITS.items():
        found |= dict.fromkeys(wordlist(words), (UNIT, number))
    found |= dict.fromkeys(wordlist("واحد واحدا واحدة أحد إحدى احدى حادي"), (ONE, 1))
    found |= dict.fromkeys(wordlist("عشرة عشر"), (TEN, 10))
    for number, stem in _TENS.items():
        found |= {fold(stem + end): (TENS, number) for end in ("ون", "ين")}
    found |= {fold(stem): (TENS, 30) for stem in ("تلاتين", "تلاثين", "ثلاتين")}
    found |= {fold("تمانين"): (TENS, 80)}
    found |= dict.fromkeys(HUNDRED_WORDS, (HUNDRED, 100))
    for word in HUNDRED_WORDS:
        stem = word.removesuffix("ه")
        found |= {fold(stem + end): (HUNDREDS, 200) for end in ("تان", "تين", "تا", "تي")}
        for number, stems in _HUNDRED_STEMS.items():
            found |= {fold(begin) + word: (HUNDREDS, number * 100) for begin in stems.split()}
    # Eleven to nineteen written in one.
    for number, words in {1: "أحد إحدى", **_UNITS}.items():
        for word in wordlist(words):
            found |= {word + end: (TENS, 10 + number) for end in TEEN if word + end not in found}
    return found


NUMBERS = _numbers()

THOUSAND, MILLION, MILLIARD, BILLION = (Decimal(10) ** power for power in (3, 6, 9, 12))
_SCALES = {
    THOUSAND: ("ألف ألفا آلاف ألاف أآلاف آلالف", "ألفان ألفين ألفي الفيين"),
    MILLION: ("مليون مليونا ملايين ملاين ملاييين مليوون", "مليونان مليونين مليوني مليونيين"),
    MILLIARD: ("مليار مليارا مليارات ملايير ملاير بليون بليونا بلايين", "ملياران مليارين ملياري بليونان بليونين"),
    BILLION: ("تريليون تريليونا تريليونات ترليون ترليونات تيريليون", "تريليونان تريليونين"),
}
SCALES = {word: scale for scale, (words, _) in _SCALES.items() for word in wordlist(words)}
SCALE_DUALS = {word: scale for scale, (_, words) in _SCALES.items() for word in wordlist(words)}
SCALE_PLURALS = word_set("آلاف ألاف ملايين ملاين مليارات ملايير بلايين تريليونات")
"""Without a number before them they claim no amount."""
SCALE_TANWIN = word_set("ألفا مليونا مليارا")
"""A thousand in the accusative, or two thousand in the construct state: «ألفا شخص»."""

VAGUE = {
    word: Decimal(value)
    for words, value in (("عشرات", 10), ("مئات مائات ميات", 100), ("ألوف", 1000), ("بضعة بضع", 3))
    for word in wordlist(words)
} | {word: SCALES[word] for word in SCALE_PLURALS}

UNIT_DUALS = {
    word: unit
    for unit, words in {
        "t": "طنين طنان",
        "kg": "كيلوغرامين كيلوغرامان كيلوجرامين",
        "g": "غرامين غرامان",
        "q": "قنطارين قنطاران",
        "MAD": "درهمين درهمان",
    }.items()
    for word in wordlist(words)
}

_PARTS = {"خمس": "0.2", "سدس": "0.166667", "سبع": "0.142857", "ثمن": "0.125", "تسع": "0.111111", "عشر": "0.1"}
FIFTHS = {fold(word): Decimal(part) for word, part in _PARTS.items()}
"""With the article, behind ب or إلى, parts; else numbers."""

FRACTIONS = {
    word: value
    for words, value in (
        ("نصف", Decimal("0.5")),
        ("ربع", Decimal("0.25")),
        ("ثلث", Decimal("0.333333")),
        ("ثلثي ثلثا ثلثين ثلثان", Decimal("0.666667")),
        ("خمسي", Decimal("0.4")),
    )
    for word in wordlist(words)
}
QUARTERS = word_set("أرباع")

_ORDINALS = {
    1: "أول أولى حادي حادية", 2: "ثاني ثانية ثان", 3: "ثالث ثالثة", 4: "رابع رابعة", 5: "خامس خامسة", 6: "سادس سادسة",
    7: "سابع سابعة", 8: "ثامن ثامنة", 9: "تاسع تاسعة", 10: "عاشر عاشرة",
}  # fmt: skip
ORDINALS = {word: value for value, words in _ORDINALS.items() for word in wordlist(words)}
BARE_ORDINALS = word_set("ثاني ثالث رابع خامس سادس سابع ثامن تاسع عاشر ثالثة رابعة خامسة سادسة سابعة ثامنة تاسعة عاشرة")
WEEKDAYS = word_set("الاثنين الإثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد")
TONS = word_set("طن طنا")
LINES = word_set("خط رقم هاتف")
FINALS = word_set("نهائي نهائية النهائي النهائية")

FEMININE_AFTER_SIX = word_set("مرات فرق مدن جهات سنوات وحدات مصالح دوائر مراحل عمليات ساعات قضايا خلايا ولايات")
"""«لست مرات» is "for six times", «لست أدري» is "I am not"."""

BEGINNINGS = frozenset(
    (*NUMBERS, *ACCUSATIVES, *SCALES, *SCALE_DUALS, *VAGUE, *UNIT_DUALS, *FRACTIONS, *FIFTHS, *ORDINALS)
)
"""Every word with which a number expression may begin."""
