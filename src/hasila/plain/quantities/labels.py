"""Numbers that name or number something: articles, pages, lines, levels, labels, items of a list, acronyms."""

from __future__ import annotations

from hasila.plain.quantities.calendar import one_of
from hasila.plain.quantities.lexicon import word_set
from hasila.plain.quantities.model import Kind, Numeral
from hasila.plain.quantities.periods import NO_NOUNS, TIME_NOUNS, counts, word_at
from hasila.plain.quantities.scanning import (
    BLANKS,
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
_HEADINGS = frozenset(("route", "chambre", "channel", "gate"))
"""Labels that may close a heading: «Accidents de la route : 6 nouveaux services»."""
_PAGES = word_set("page pages صفحة الصفحة صفحات")
_LABELS = word_set(
    """
    رقم الرقم numéro numéros number n° no nr nº قناة القناة route channel gate chambre القاعة الطريق
    terminal resolution résolution القرار km pk الكيلومترية badge matricule dossard flight gate شارة rue
    street avenue boulevard زنقة شارع حي photo room figure table tableau annexe annex appendix chapter
    chapitre الملحق
    """
)
_LEVELS = word_set(
    """
    الذكرى القرن الرتبة الصف الجزء part partie المستوى niveau level phase étape édition edition النسخة الدورة
    الجيل version génération generation grade échelon السلم tome volume المرتبة rang rank المرحلة الدرجة
    episode stage step saison season الطبعة الحلقة
    """
)
_LINES = word_set(
    """
    الخط خط الخطين الخطوط خطوط الهاتف هاتف line lines hotline ligne lignes numéro numéros رقم الرقم
    الرقمين الأرقام number numbers composer composez appeler appelez appelant dial dialling dialing call
    calling helpline téléphone phone standard
    """
)
_LINE_FILLERS = word_set(
    """
    هاتف الهاتف الهاتفي الهاتفية النجدة الأخضر الأزرق الاقتصادي المجاني الطوارئ المخصص الوطني vert d
    urgence le au la police secours téléphonique téléphoniques emergency on at the number free verte
    gratuit numéro appel رقم الرقم المباشر
    """
)
_LINE_STARTERS = word_set("خط الخط line lines ligne lignes hotline الخطين الخطوط helpline")
_ORDINAL_NOUNS = word_set(
    """
    الذكرى ذكرى عيد عيدها عيدهم النسخة نسخة الدورة دورة الطبعة المؤتمر القرن المرتبة الجلسة الفوج فوج الجمع الاجتماع
    المركز الرتبة اليوم السنة الحلقة
    """
)
_PRODUCTS = word_set(
    "iso covid boeing airbus iphone galaxy windows android formula formule apollo mirage rafale apache"
)
_CHAINED = frozenset((Kind.ARTICLE, Kind.PAGE, Kind.PHONE))
_JOINTS = word_set("و et and ou or au à to إلى")
_LONGEST_LINE = 4
_EMERGENCIES = frozenset((15, 17, 18, 19, 112, 141, 150, 177, 190, 911))


def label(scan: Scan, numeral: Numeral, first: int, qualified: bool, before: tuple[int, Kind] | None) -> Kind | None:
    """What a number names, or None; `before` is the token after the expression before this one, and its kind."""
    if before and before[1] in _CHAINED and _chained(scan, before[0], first):
        return before[1]
    if _listed(scan, first, numeral):
        return Kind.LIST
    if numeral.value <= 10 and _of_so_many(scan, numeral, first):
        return Kind.RATIO
    if qualified or first == 0 or scan.tokens[first].gap == NEW_PARAGRAPH:
        return None
    if numeral.words and _proper(scan, first):
        return Kind.NAME
    return _after_cue(scan, numeral, first) or _ordinal(scan, numeral, first) or _acronym(scan, numeral, first)


def _proper(scan: Scan, first: int) -> bool:
    """«rue des Quatre-Vents», M. Onze: in French a number has a capital only where a sentence begins."""
    token, before = scan.tokens[first], scan.tokens[first - 1]
    if scan.latin != "fr" or token.arabic or not scan.raw(first)[0].isupper() or token.gap >= NEW_LINE:
        return False
    title = before.text == "." and first > 1 and scan.raw(first - 2) in ("M", "Mme", "MM")
    return title or (before.kind == WORD and not scan.raw(first).isupper())


def _of_so_many(scan: Scan, numeral: Numeral, first: int) -> bool:
    """«un sur dix», one in five, «3 من كل 10»: of so many, with nothing counted behind the second."""
    after, beyond = scan.tokens[numeral.stop], scan.tokens[numeral.stop + 1]
    if after.text == "من" and beyond.text == "كل":
        return True
    if first == 0:
        return False
    before = scan.tokens[first - 1]
    if before.text == "كل" and first > 1 and scan.tokens[first - 2].text == "من":
        return True
    return before.text in ("sur", "in") and (after.kind != WORD or after.gap >= NEW_LINE)


def _chained(scan: Scan, stop: int, first: int) -> bool:
    between = scan.tokens[stop:first]
    return len(between) <= 2 and all(token.text in _JOINTS or token.text in ",،-/–" for token in between)


def _listed(scan: Scan, first: int, numeral: Numeral) -> bool:
    """«1- », «2) », «(3) » at the head of a line."""
    if not numeral.plain or numeral.value > 99:
        return False
    mark, after = scan.tokens[numeral.stop], scan.tokens[numeral.stop + 1]
    if mark.kind == WORD and mark.gap == GLUED and scan.raw(numeral.stop) == "ـ":
        return True
    opened = first > 0 and scan.tokens[first - 1].text == "("
    if first > 0 and scan.tokens[first - 1].text in (";", "؛") and mark.text == ")" and mark.gap == GLUED:
        return True
    head = scan.tokens[first - opened]
    if head.gap < NEW_LINE and first - opened > 0:
        return False
    return (
        mark.gap == GLUED
        and mark.text in (")", ".", "-", "–", "°", "/")
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
    headed = scan.tokens[first - 1].text == ":" and token.text in _HEADINGS
    if numeral.plain and one_of(token, _LABELS) and not headed and not counts(scan, numeral.stop):
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
        if one_of(token, _LINE_STARTERS):
            return True
        if counts(scan, numeral.stop):
            return False  # «الأرقام: 19 بنية جديدة»
        if back > 0 and one_of(token, _LINES):
            return True
        if one_of(token, _LINES) and numeral.value in _EMERGENCIES:
            return True
        if (
            token.text in ("le", "au", "appel")
            and numeral.value in (19, 177)
            and back == 0
            and word_at(scan, numeral.stop) in ("", "et", "ou", "pour", "de", "a")
        ):
            return True
        if not (one_of(token, _LINE_FILLERS) or token.text in QUOTES):
            return False
    return False


def _ordinal(scan: Scan, numeral: Numeral, first: int) -> Kind | None:
    """«الذكرى الـ67»: an ordinal, where «المشاريع الـ19» and «الـ14 قيادة» count."""
    noun = noun_before_article(scan, first)
    if noun is None:
        return None
    if scan.tokens[noun].text.removeprefix("ال") in TIME_NOUNS:
        return Kind.TIME  # «الأشهر الـ12 الماضية»
    return Kind.ORDINAL if one_of(scan.tokens[noun], _ORDINAL_NOUNS) else None


def noun_before_article(scan: Scan, first: int) -> int | None:
    """The token before the article of a number in digits: «المشاريع الـ19»."""
    article = scan.tokens[first - 1] if first > 1 else None
    if article is None or article.text not in ("ال", "لل", "بال", "وال") or scan.tokens[first].gap > ONE_BLANK:
        return None
    return first - 2


def _version(scan: Scan, numeral: Numeral) -> bool:
    """«2.0»."""
    mark, nought = scan.tokens[numeral.stop - 2], scan.tokens[numeral.stop - 1]
    return mark.text == "." and nought.text == "0" and nought.gap == GLUED and numeral.scale == 1


def _acronym(scan: Scan, numeral: Numeral, first: int) -> Kind | None:
    """GMS 4, Covid 19, «E-Police 2», iPhone 15: a name, unless a thing counted follows."""
    before, after = scan.tokens[first - 1], scan.tokens[numeral.stop]
    if before.kind != WORD or before.arabic or scan.tokens[first].gap > ONE_BLANK or numeral.words:
        return None
    if before.text in _PRODUCTS:
        return Kind.NAME
    raw = scan.raw(first - 1)
    version = _version(scan, numeral) and raw[0].isupper()
    if not version and (not numeral.plain or numeral.value > 999):
        return None
    hyphen = first > 2 and scan.tokens[first - 2].text in HYPHENS and before.gap == GLUED
    foreign = first > 1 and scan.tokens[first - 2].arabic and (after.arabic or after.kind != WORD)
    capital = len(raw) > 1 and (raw.isupper() or not raw[1:].islower() or (hyphen and raw[0].isupper()))
    if not (capital or foreign or version):
        return None
    if after.arabic and counts(scan, numeral.stop):
        return None
    noun = after.kind == WORD and after.arabic == before.arabic and scan.raw(numeral.stop).islower()
    return None if noun and len(after.text) > 3 and after.text not in NO_NOUNS else Kind.NAME
