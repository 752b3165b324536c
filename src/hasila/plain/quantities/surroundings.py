"""What the words around a number make of it: a year, a date, an age, a line, an article, a label, a place in a list."""

from __future__ import annotations

from hasila.plain.quantities.calendar import (
    AMBIGUOUS_MONTHS,
    DAY_WORDS,
    MONTHS,
    SURE_YEAR_WORDS,
    WEEKDAYS,
    YEAR_WORDS,
    looks_like_year,
    one_of,
)
from hasila.plain.quantities.lexicon import word_set
from hasila.plain.quantities.model import Kind, Numeral
from hasila.plain.quantities.scanning import (
    BLANKS,
    DIGITS,
    GLUED,
    HYPHENS,
    NEW_LINE,
    NEW_PARAGRAPH,
    ONE_BLANK,
    QUOTES,
    SIGN,
    WORD,
    Scan,
)

_ARTICLES = word_set(
    """
    article articles art alinéa loi law dahir décret decree section المادة المادتين المواد مادة الفصل
    الفصلين الفصول فصل القانون قانون المرسوم مرسوم الظهير ظهير البند الفقرة والمادة
    """
)
_PAGES = word_set("page pages صفحة الصفحة صفحات")
_LABELS = word_set(
    """
    رقم الرقم numéro numéros number n° no nr nº قناة القناة route channel gate chambre القاعة الطريق
    terminal
    """
)
_LEVELS = word_set(
    """
    المستوى niveau level phase étape édition edition النسخة الدورة الجيل version génération generation grade
    échelon السلم tome volume المرتبة rang rank المرحلة الدرجة episode stage step saison season الطبعة
    الحلقة
    """
)
_LINES = word_set(
    """
    الخط خط الخطين الخطوط خطوط الهاتف هاتف line lines hotline ligne lignes numéro numéros رقم الرقم الرقمين
    الأرقام number numbers composer composez appeler appelez appelant dial dialling dialing call calling
    helpline téléphone phone standard
    """
)
_LINE_FILLERS = word_set(
    """
    هاتف الهاتف الهاتفي الهاتفية النجدة الأخضر الأزرق الاقتصادي المجاني الطوارئ المخصص الوطني vert d urgence
    le au la police secours téléphonique téléphoniques emergency on at the number free verte gratuit numéro
    appel رقم الرقم المباشر
    """
)
_LINE_STARTERS = word_set("خط الخط line lines ligne lignes hotline الخطين الخطوط helpline")
_AGE_CUES = word_set(
    """
    âgé âgée âgés âgées aged العمر عمره عمرها عمرهم أعمارهم أعمارهن سنه سنها سنهم أعمارهما age âge ages
    البالغ البالغة يبلغ
    """
)
_AGE_NOUNS = word_set("ans سنة سنوات عاما عام أعوام years year ربيعا")
_AGE_FILLERS = word_set("de d entre between من بين ما of à et from à يتراوح تتراوح عن")
_ORDINAL_NOUNS = word_set(
    """
    الذكرى ذكرى النسخة نسخة الدورة دورة الطبعة المؤتمر القرن المرتبة الجلسة الفوج فوج الجمع الاجتماع المركز
    الرتبة اليوم السنة الحلقة
    """
)
_COUNTED_STOPS = word_set(
    """
    plus moins et ou mais pour dans sur avec sans sous après avant les des ses nous vous sommes est was has
    is its this as across details هذا كما اذا أما لما عندما بينما إنما ما لا إذا التي الذي
    """
)
_JOINTS = word_set("و et and ou or au à to إلى")
_CHAINED = frozenset((Kind.ARTICLE, Kind.PAGE, Kind.PHONE))
_LONGEST_LINE = 4
_GENITIVE = word_set("de d of من شهر")


def kind(scan: Scan, numeral: Numeral, first: int, unit: str, qualified: bool, before: tuple[int, Kind] | None) -> Kind:
    """The kind of a number read from its surroundings; `before` is the expression that went before."""
    if unit == "%":
        return Kind.CARDINAL
    whole = numeral.value == int(numeral.value) and numeral.scale == 1
    if whole and numeral.value <= 31 and _date(scan, first, numeral.stop):
        return Kind.DATE
    if (
        looks_like_year(numeral.value)
        and (numeral.plain or numeral.words)
        and _year(scan, numeral, first, unit, qualified, before)
    ):
        return Kind.YEAR
    if whole and _age(scan, numeral, first):
        return Kind.AGE
    if whole and not unit:
        return _labelled(scan, numeral, first, qualified, before) or _clock(scan, numeral, first) or Kind.CARDINAL
    return Kind.CARDINAL


def _word(scan: Scan, index: int) -> str:
    return scan.tokens[index].text if index >= 0 and scan.tokens[index].kind == WORD else ""


def _is_month(scan: Scan, index: int) -> bool:
    token = scan.tokens[index]
    if token.kind != WORD or token.text not in MONTHS or token.gap > NEW_LINE:
        return False
    if token.text in AMBIGUOUS_MONTHS and scan.latin == "en":
        return scan.raw(index)[0].isupper()
    return True


def _date(scan: Scan, first: int, stop: int) -> bool:
    """16 ماي, 31 décembre, May 16, «16 و17 ماي», mardi 16."""
    place = stop
    for _ in range(3):
        if _word(scan, place) in _GENITIVE and scan.tokens[place].gap <= ONE_BLANK:
            place += 1 + (_word(scan, place) == "من" and _word(scan, place + 1) == "شهر")
        if _is_month(scan, place):
            return True
        token = scan.tokens[place]
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
    if scan.latin == "en" and not before.arabic and _is_month(scan, first - 1) and scan.raw(first - 1)[0].isupper():
        return after.kind != WORD or after.gap == NEW_PARAGRAPH or after.text in ("and", "in", "to", "at")
    if one_of(before, DAY_WORDS):
        return not before.text.startswith("اليوم")
    closing = after.kind in (SIGN, "") or after.text in _JOINTS or after.gap >= NEW_LINE
    return one_of(before, WEEKDAYS) and closing


def _year(
    scan: Scan, numeral: Numeral, first: int, unit: str, qualified: bool, before: tuple[int, Kind] | None
) -> bool:
    previous = scan.tokens[first - 1] if first else None
    if previous is not None and scan.tokens[first].gap <= NEW_LINE:
        if previous.text in HYPHENS and first > 1 and numeral.plain:
            return True
        if one_of(previous, SURE_YEAR_WORDS) or (previous.text in MONTHS):
            return True
    if unit or (numeral.words and not (previous is not None and one_of(previous, YEAR_WORDS))):
        return False
    counted = _counted(scan, numeral.stop)
    if counted and (qualified or previous is None or not one_of(previous, YEAR_WORDS)):
        return False
    return not qualified or not counted


def _counted(scan: Scan, stop: int) -> bool:
    """Whether a word behind a number looks like the thing counted, as it would stand after thousands."""
    token = scan.tokens[stop]
    if token.kind != WORD or token.gap > NEW_LINE:
        return False
    word = token.text
    if word in _COUNTED_STOPS:
        return False
    if token.arabic:
        raw = scan.raw(stop)
        if word.startswith("ال") or len(word) < 3 or (word[0] in "وبلف" and len(word) < 5):
            return False
        return raw.endswith("ة") or (word.endswith("ا") and len(word) > 3)
    return (len(word) > 3 and word.endswith("s") and scan.raw(stop).islower()) or (
        scan.latin == "en" and word in ("people", "police", "children")
    )


def _age(scan: Scan, numeral: Numeral, first: int) -> bool:
    if numeral.value > 120:
        return False
    after = scan.tokens[numeral.stop]
    if after.text in ("years", "year") and _word(scan, numeral.stop + 1) == "old":
        return True
    hyphen = after.text in HYPHENS and scan.tokens[numeral.stop + 1].text in ("year", "month")
    if hyphen and "old" in (scan.tokens[numeral.stop + 2].text, scan.tokens[numeral.stop + 3].text):
        return True
    for back in range(1, 6):
        place = first - back
        if place < 0 or scan.tokens[place + 1].gap == NEW_PARAGRAPH:
            return False
        token = scan.tokens[place]
        if token.kind == WORD and one_of(token, _AGE_CUES):
            if token.text in ("البالغ", "البالغه", "يبلغ", "age", "ages") and not token.text.startswith("ag"):
                return after.text in _AGE_NOUNS
            return True
        if not (
            token.kind == DIGITS or token.text in _AGE_FILLERS or one_of(token, _AGE_FILLERS) or token.text in QUOTES
        ):
            return False
    return False


def _labelled(
    scan: Scan, numeral: Numeral, first: int, qualified: bool, before: tuple[int, Kind] | None
) -> Kind | None:
    token = scan.tokens[first]
    if before and before[1] in _CHAINED and _chained(scan, before[0], first):
        return before[1]
    if (
        first == 0
        or token.gap == NEW_PARAGRAPH
        or (scan.tokens[first - 1].gap == NEW_PARAGRAPH and _listed(scan, first, numeral))
    ):
        return Kind.LIST if _listed(scan, first, numeral) else None
    if _listed(scan, first, numeral):
        return Kind.LIST
    if qualified:
        return None
    return _after_cue(scan, numeral, first) or _ordinal(scan, numeral, first) or _acronym(scan, numeral, first)


def _chained(scan: Scan, stop: int, first: int) -> bool:
    between = scan.tokens[stop:first]
    return len(between) <= 2 and all(token.text in _JOINTS or token.text in ",،-/–" for token in between)


def _listed(scan: Scan, first: int, numeral: Numeral) -> bool:
    """«1- », «2) », «(3) » at the head of a line."""
    if not numeral.plain or numeral.value > 99:
        return False
    opened = first > 0 and scan.tokens[first - 1].text == "("
    head = scan.tokens[first - opened]
    if head.gap < NEW_LINE and first - opened > 0:
        return False
    mark, after = scan.tokens[numeral.stop], scan.tokens[numeral.stop + 1]
    return (
        mark.gap == GLUED
        and mark.text in (")", ".", "-", "–", "°")
        and after.gap in (ONE_BLANK, BLANKS)
        and (not opened or mark.text == ")")
    )


def _after_cue(scan: Scan, numeral: Numeral, first: int) -> Kind | None:
    place = first - 1
    while place >= 0 and scan.tokens[place].text in (":", "°", "º", ".", "(", *QUOTES) and first - place <= 2:
        place -= 1
    if place < 0:
        return None
    token = scan.tokens[place]
    if token.kind != WORD:
        return None
    if numeral.plain and _line(scan, numeral, place):
        return Kind.PHONE
    for words, found in ((_ARTICLES, Kind.ARTICLE), (_PAGES, Kind.PAGE), (_LEVELS, Kind.ORDINAL)):
        if one_of(token, words) and (found != Kind.ORDINAL or numeral.value < 100):
            return found
    if one_of(token, _LABELS):
        return Kind.NAME
    if token.text in ("n", "no", "p") and scan.tokens[first - 1].text in ("°", "º", "."):
        return Kind.PAGE if token.text == "p" else Kind.NAME
    return None


def _line(scan: Scan, numeral: Numeral, place: int) -> bool:
    """A short number that is dialled: «خط الهاتف 19», numéro vert 177, line 19."""
    if numeral.value >= 10**_LONGEST_LINE:
        return False
    for back in range(4):
        token = scan.tokens[place - back] if place >= back else None
        if token is None or token.kind not in (WORD, SIGN):
            return False
        if one_of(token, _LINE_STARTERS) or (back > 0 and one_of(token, _LINES)):
            return True
        if one_of(token, _LINES) and numeral.value in (15, 17, 18, 19, 112, 141, 150, 177, 190, 911):
            return True
        if (
            token.text == "le"
            and numeral.value in (19, 177)
            and back == 0
            and _word(scan, numeral.stop) in ("", "et", "ou", "pour", "de", "a")
        ):
            return True
        if not (one_of(token, _LINE_FILLERS) or token.text in QUOTES):
            return False
    return False


def _ordinal(scan: Scan, numeral: Numeral, first: int) -> Kind | None:
    """«الذكرى الـ67»: an ordinal, where «الـ14 قيادة» counts."""
    article = scan.tokens[first - 1]
    if (
        not article.arabic
        or article.text not in ("ال", "لل", "بال", "وال")
        or scan.tokens[first].gap > ONE_BLANK
        or first < 2
    ):
        return None
    noun = scan.tokens[first - 2]
    if one_of(noun, _ORDINAL_NOUNS) or (noun.text.startswith("ال") and not _counted(scan, numeral.stop)):
        return Kind.ORDINAL
    return None


def _acronym(scan: Scan, numeral: Numeral, first: int) -> Kind | None:
    """GMS 4, Covid 19: a name, unless a thing counted follows."""
    before, after = scan.tokens[first - 1], scan.tokens[numeral.stop]
    if (
        before.kind != WORD
        or before.arabic
        or not numeral.plain
        or scan.tokens[first].gap > ONE_BLANK
        or numeral.value > 999
    ):
        return None
    raw = scan.raw(first - 1)
    if before.text == "covid" or (len(raw) > 1 and raw.isupper()):
        counts = (
            after.kind == WORD
            and after.arabic == before.arabic
            and scan.raw(numeral.stop).islower()
            and len(after.text) > 3
        )
        return None if counts and after.text not in _COUNTED_STOPS else Kind.NAME
    return None


def _clock(scan: Scan, numeral: Numeral, first: int) -> Kind | None:
    """«الساعة 10», à 10 heures, at 10 o'clock."""
    if numeral.value > 24 or first == 0:
        return None
    before = scan.tokens[first - 1]
    if one_of(before, word_set("الساعة")):
        return Kind.TIME
    if before.text in ("a", "vers", "des") and _word(scan, numeral.stop) in ("heures", "heure"):
        return Kind.TIME
    return Kind.TIME if _word(scan, numeral.stop) == "o" and scan.tokens[numeral.stop + 1].text in QUOTES else None
