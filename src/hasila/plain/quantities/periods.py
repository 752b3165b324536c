"""Numbers that say when or how old: dates, years, hours, ages."""

from __future__ import annotations

from hasila.plain.quantities.calendar import (
    AMBIGUOUS_MONTHS,
    DAY_WORDS,
    MONTHS,
    SURE_YEAR_WORDS,
    WEEKDAYS,
    YEAR_WORDS,
    one_of,
)
from hasila.plain.quantities.lexicon import word_set
from hasila.plain.quantities.model import Numeral
from hasila.plain.quantities.scanning import (
    DIGITS,
    HYPHENS,
    NEW_LINE,
    NEW_PARAGRAPH,
    ONE_BLANK,
    QUOTES,
    SIGN,
    WORD,
    Scan,
)

_AGE_CUES = word_set(
    """
    âgé âgée âgés âgées aged العمر عمر عمره عمرها عمرهم أعمارهم أعمارهن سنه سنها سنهم أعمارهما age âge
    ages
    """
)
_GROWN = word_set("البالغ البالغة يبلغ تبلغ البالغين")
"""Of an age or of an amount: the noun behind the number tells."""
_AGE_NOUNS = word_set("ans an mois سنة سنوات عاما عام أعوام شهرا years year months ربيعا")
_YEARS_OF_AGE = word_set("ans سنة عاما ربيعا")
_YOUNG = 9
_AGE_FILLERS = word_set(
    "de d entre between من بين ما of à et from à to يتراوح تتراوح عن نحو حوالي يناهز ناهز about environ"
)
_PERSONS = word_set(
    """
    homme femme jeune fille fillette garçon enfant mineur mineure personne individu ressortissant
    ressortissante suspect suspecte adolescent adolescente étudiant étudiante élève hommes femmes jeunes
    filles garçons enfants mineurs personnes bébé
    """
)
_ERAS = word_set("ه م هجرية للهجرة ميلادية هجري")
_NOONS = word_set("midi minuit heures heure")
TIME_NOUNS = word_set(
    """
    ans an mois jours semaines heures minutes années years months weeks days hours minutes decades سنوات
    سنة عاما أعوام أشهر شهرا أيام يوما أسابيع أسبوعا ساعات ساعة دقائق دقيقة عقود
    """
)
_LATER = word_set("auparavant avant après earlier ago later before خلت مضت")
_SINCE = word_set("depuis voici dans sous in within قبل منذ بعد ظرف غضون")
_CLOCKS = word_set("الساعة")
_JOINTS = word_set("و et and ou or au à to إلى")
_GENITIVE = word_set("de d of من شهر")
_SINGULARS = word_set(
    """
    ملف شخص موظف شرطي متقاعد مستفيد طلب تلميذ طفل قاصر بحث نشاط بلاغ محتوى منخرط زائر مركز جهاز مسدس
    كاميرا طالب تظلم مقطع عنصر إطار رجل درهم مواطن أجنبي موقوف مشتبه حادث قتيل جريح مخالف متورط بحار
    أرملة عائلة أسرة ضابط مفتش جائزة هاتف رخصة تأشيرة
    """
)
_GLUED_LOOKING = word_set(
    """
    وحدات وثائق وظائف بطاقات بلاغات بنيات بحوث لجان كاميرات كلاب فنادق بنية بذلة بلدة بلد بيت برج باب
    بدلة بناء بقعة بئر بنك بندا لقطة لاعب لجوء لص كمية كلمة كتاب كمين كيان كرسي كشك فحص فوج فرع فعل فرض
    وصل وقفة وديعة ورم وافد وحدة وثيقة ولاية وكالة ورقة واقعة وظيفة ورشة وسيلة وفاة وديعة بطاقة بندقية
    بلاغ بحث بيان باخرة بعثة بائع بحار بناية لجنة لاجئ لتر لقاء لوحة كاميرا كيلوغرام كيلومتر كتيبة كلب
    كيس فرقة فئة فتاة فرصة فضاء فندق فرد فاعل بريد برنامج
    """
)
NO_NOUNS = word_set(
    """
    plus moins et ou mais pour dans sur avec sans sous après avant les des ses nous vous sommes est was
    has is its this as across details numbers figures statistics results stats highlights elections هذا
    كما اذا أما لما عندما بينما إنما ما لا إذا التي الذي
    """
)


def word_at(scan: Scan, index: int) -> str:
    return scan.tokens[index].text if index >= 0 and scan.tokens[index].kind == WORD else ""


def _is_month(scan: Scan, index: int) -> bool:
    token = scan.tokens[index]
    if token.kind != WORD or token.text not in MONTHS:
        return False
    return token.text not in AMBIGUOUS_MONTHS or scan.latin != "en" or scan.raw(index)[0].isupper()


def is_date(scan: Scan, first: int, stop: int) -> bool:
    """16 ماي, 31 décembre, May 16, «16 و17 ماي», mardi 16."""
    place = stop
    for _ in range(3):
        if word_at(scan, place) in _GENITIVE and scan.tokens[place].gap <= ONE_BLANK:
            place += 1 + (word_at(scan, place) == "من" and word_at(scan, place + 1) == "شهر")
        if _is_month(scan, place) and scan.tokens[place].gap <= NEW_LINE:
            return True
        token = scan.tokens[place]
        if token.text in HYPHENS and _is_month(scan, place + 1):
            return True
        joined = token.text in _JOINTS or token.text in HYPHENS or token.text in ",،"
        if (
            not joined
            or not token.text
            or scan.tokens[place + 1].kind != DIGITS
            or len(scan.tokens[place + 1].text) > 2
        ):
            break
        place += 2
    if first == 0 or scan.tokens[first].gap > NEW_LINE:
        return False
    before, after = scan.tokens[first - 1], scan.tokens[stop]
    if before.text == "." and scan.latin == "en" and first > 1 and _is_month(scan, first - 2):
        return True
    if scan.latin == "en" and not before.arabic and _is_month(scan, first - 1) and scan.raw(first - 1)[0].isupper():
        return after.kind != WORD or after.gap == NEW_PARAGRAPH or after.text in ("and", "in", "to", "at")
    if one_of(before, DAY_WORDS):
        return not before.text.startswith("اليوم")
    closing = after.kind in (SIGN, "") or after.text in _JOINTS or after.gap >= NEW_LINE
    return one_of(before, WEEKDAYS) and closing


def is_year(scan: Scan, numeral: Numeral, first: int, unit: str, qualified: bool) -> bool:
    """Whether four digits, or words of their size, are a year: what leads to them says so, or nothing is counted."""
    previous = scan.tokens[first - 1] if first else None
    if previous is not None and scan.tokens[first].gap <= NEW_LINE:
        if previous.text in HYPHENS and first > 1 and numeral.plain:
            return True
        if one_of(previous, SURE_YEAR_WORDS) or previous.text in MONTHS:
            return True
    led = previous is not None and one_of(previous, YEAR_WORDS)
    if unit or (numeral.words and not led):
        return False
    counted = counts(scan, numeral.stop)
    return not counted or (led and not qualified)


def is_era(scan: Scan, numeral: Numeral, first: int) -> bool:
    """«1446 هـ», «2024م», les années 90."""
    if not numeral.plain:
        return False
    if 1300 <= numeral.value < 2100 and word_at(scan, numeral.stop) in _ERAS:
        return True
    return numeral.value < 100 and first > 0 and scan.tokens[first - 1].text == "annees"


def counts(scan: Scan, stop: int) -> bool:
    """Whether a word behind a number looks like the thing counted, as it would stand after thousands."""
    token = scan.tokens[stop]
    if token.kind != WORD or token.gap > NEW_LINE:
        return False
    word = token.text
    if word in NO_NOUNS:
        return False
    if token.arabic:
        raw = scan.raw(stop)
        if word.startswith("ال") or len(word) < 3:
            return False
        if word[0] in "وبلفك" and word.rstrip("ا") not in _GLUED_LOOKING and word not in _GLUED_LOOKING:
            return False  # «2025 لمواصلة», «2025 وبطولة»
        plural = len(word) > 4 and word.endswith(("ين", "ات"))
        return plural or raw.endswith("ة") or (word.endswith("ا") and len(word) > 3) or word in _SINGULARS
    return (len(word) > 3 and word.endswith("s") and scan.raw(stop).islower()) or (
        scan.latin == "en" and word in ("people", "police", "children")
    )


def is_age(scan: Scan, numeral: Numeral, first: int) -> bool:
    """Whether a number says how old somebody is."""
    if numeral.value > 120:
        return False
    after = scan.tokens[numeral.stop]
    if after.text in ("years", "year") and word_at(scan, numeral.stop + 1) == "old":
        return True
    if after.text in HYPHENS and scan.tokens[numeral.stop + 1].text in ("year", "month"):
        return "old" in (scan.tokens[numeral.stop + 2].text, scan.tokens[numeral.stop + 3].text)
    if after.text == "من" and word_at(scan, numeral.stop + 1) in _AGE_CUES:
        return True
    return _of_somebody(scan, after.text, first, numeral) or _behind_cue(scan, after.text, first)


def _of_somebody(scan: Scan, noun: str, first: int, numeral: Numeral) -> bool:
    """«un homme de 30 ans», «(25 سنة)», le commissaire, 45 ans, ..."""
    if noun not in _AGE_NOUNS or first < 2:
        return False
    before, closing = scan.tokens[first - 1].text, scan.tokens[numeral.stop + 1]
    if before == "de":
        return scan.tokens[first - 2].text in _PERSONS
    if numeral.value <= _YOUNG:
        return False  # «(5 ans)» may be how long something lasts
    return before == "(" or (before in (",", "،") and closing.kind == SIGN and noun in _YEARS_OF_AGE)


def _behind_cue(scan: Scan, noun: str, first: int) -> bool:
    for place in range(first - 1, max(first - 7, -1), -1):
        token = scan.tokens[place]
        if scan.tokens[place + 1].gap == NEW_PARAGRAPH:
            return False
        if one_of(token, _AGE_CUES) and not scan.raw(place).endswith("ة"):
            return True  # «سنه», his age, and not «سنة 2024 ثلاث فرق»
        if one_of(token, _GROWN):
            return noun in _AGE_NOUNS
        if token.kind != DIGITS and token.text not in QUOTES and not one_of(token, _AGE_FILLERS):
            return False
    return False


def is_hour(scan: Scan, numeral: Numeral, first: int) -> bool:
    """«الساعة 10», à 10 heures, 10 o'clock, at ten to four, midi moins dix."""
    if numeral.value >= 60 or first == 0:
        return False
    before, after = scan.tokens[first - 1], word_at(scan, numeral.stop)
    if before.text in ("moins", "et") and first > 1 and scan.tokens[first - 2].text in _NOONS:
        return True
    if before.text in ("at", "until", "by", "from") and after in ("to", "past") and numeral.words:
        return True
    if before.text in ("to", "past") and first > 1 and scan.latin == "en" and numeral.words and numeral.value <= 12:
        return first > 2 and scan.tokens[first - 3].text in ("at", "until", "by", "half", "quarter")
    if numeral.value > 24:
        return False
    if one_of(before, _CLOCKS) or (before.text in ("a", "vers", "des") and after in ("heures", "heure")):
        return True
    return after == "o" and scan.tokens[numeral.stop + 1].text in QUOTES


def is_ago(scan: Scan, numeral: Numeral, first: int) -> bool:
    """How far back or ahead: two years earlier, il y a trois ans, «قبل خمس سنوات»; «على مدى خمس سنوات» is an amount."""
    if word_at(scan, numeral.stop) not in TIME_NOUNS:
        return False
    after, beyond = word_at(scan, numeral.stop + 1), word_at(scan, numeral.stop + 2)
    if after in _LATER or (after == "plus" and beyond in ("tot", "tard")):
        return True
    before = scan.tokens[first - 1] if first else None
    if before is None:
        return False
    if before.text == "a" and first > 2 and scan.tokens[first - 2].text == "y":
        return True
    return one_of(before, _SINCE)
