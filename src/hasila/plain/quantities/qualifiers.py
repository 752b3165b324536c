"""The words that qualify a number in three languages, before it and behind it."""

from __future__ import annotations

from hasila.plain.quantities.model import Qualifier
from hasila.plain.quantities.scanning import DIGITS, GLUED, HYPHENS, NEW_PARAGRAPH, SIGN, WORD, Scan, tokens

_ABOUT, _LEAST, _MOST = Qualifier.ABOUT, Qualifier.AT_LEAST, Qualifier.AT_MOST

_BEFORE = {
    _LEAST: """
    أكثر من|أزيد من|ما يزيد عن|ما يزيد على|يزيد عن|يزيد على|تزيد عن|تزيد على|ما يفوق|يفوق|تفوق|فاق|فاقت
    ما يربو عن|ما يربو على|يربو عن|يربو على|تربو عن|تربو على|ما ينيف عن|ما ينيف على|ينيف عن|ينيف على
    لا يقل عن|لا تقل عن|ما لا يقل عن|على الأقل|تجاوز|تجاوزت|يتجاوز|تتجاوز|متجاوزا|متجاوزة|تخطى|تخطت|يتعدى
    تتعدى|تعدى|تعدت|ما يتجاوز|فوق|زاد عن|زاد على|زادت عن|زادت على|كثر من|اكثر من|أكثر منها|لم يقل عن
    لم تقل عن|كحد أدنى|بما لا يقل عن|ليس أقل من|plus de|plus d'|au moins|au bas mot|pas moins de|pas moins d'
    au minimum|minimum|un minimum de|dépasse|dépassent|dépassant|dépassé|dépassait|a dépassé|dépasser
    dépassaient|excède|excédant|supérieur à|supérieure à|supérieurs à|au-delà de|au dessus de|au-dessus de
    franchi les|franchi le cap des|la barre des|la barre de|le cap des|le cap de|le seuil des|le seuil de
    north of|franchi le cap de|more than|over|at least|no fewer than|not fewer than|no less than
    not less than|upwards of|in excess of|exceeds|exceed|exceeded|exceeding|above|topped|topping|surpassed
    surpassing|just over|well over|more then|greater than|a minimum of|minimum of|beyond
    """,
    _MOST: """
    أقل من|لا يتجاوز|لا تتجاوز|لم يتجاوز|لم تتجاوز|لا يتعدى|لا تتعدى|لم يتعد|لم تتعد|لا يفوق|لا تفوق
    لا يزيد عن|لا يزيد على|لا تزيد عن|لا تزيد على|لم يفق|في حدود|ما يصل إلى|يصل إلى|بحد أقصى|كحد أقصى
    حد أقصاه|سقف|بسقف|أقصاه|دون|ما دون|بما لا يتجاوز|على الأكثر|دون تجاوز|ما لا يتجاوز|لم يزد عن|لم تزد عن
    لم يزد على|أدنى من|حدود|moins de|moins d'|au plus|tout au plus|jusqu'à|jusqu'a|jusqu'aux|au maximum
    maximum|un maximum de|pas plus de|pas plus d'|ne dépasse pas|ne dépassent pas|n'a pas dépassé
    n'ont pas dépassé|n'excède pas|ne dépassant pas|sans dépasser|sans excéder|inférieur à|inférieure à
    inférieurs à|plafonné à|plafonnée à|un plafond de|dans la limite de|en dessous de|au-dessous de
    n'excédant pas|pas dépassé|dépasse pas|up to|fewer than|less than|under|below|at most|no more than
    not more than|as many as|as much as|a maximum of|maximum of|capped at|a ceiling of|not exceeding
    does not exceed|did not exceed|do not exceed|just under|just shy of|shy of|ما لا يتعدى|لا يكاد يتجاوز
    """,
    _ABOUT: """
    نحو|حوالي|حوالى|زهاء|قرابة|ما يناهز|يناهز|تناهز|ناهز|ناهزت|مناهزا|ما يقارب|يقارب|تقارب|قارب|قاربت
    ما يقرب من|يقرب من|تقرب من|ما يقرب عن|تقريبا|في حدود حوالي|ما يقدر بـ|يقدر بنحو|بالكاد|قريب من|أقرب إلى
    près de|près d'|près des|autour des|aux environs des|aux alentours des|environ|quelque|quelques
    autour de|aux alentours de|aux environs de|à peu près|presque|approximativement|avoisinant|avoisine
    avoisinent|avoisiné|avoisinait|de l'ordre de|pas loin de|grosso modo|plus ou moins|frôle|frôlant|frôlé
    un peu moins de|un peu plus de|à peine|nearly|about|almost|some|around|roughly|approximately|approx
    circa|close to|barely|near|an estimated|estimated|more or less|in the region of|or so|just about
    approximatively|virtually
    """,
}  # fmt: skip
_AFTER = {
    _LEAST: """
    على الأقل|فأكثر|أو أكثر|فما فوق|كحد أدنى|au moins|au minimum|ou plus|et plus|at least|or more|or over
    and over|and more|minimum
    """,
    _MOST: """
    على الأكثر|كحد أقصى|فأقل|أو أقل|على أبعد تقدير|au plus|au maximum|ou moins|tout au plus|at most|or less
    or fewer|maximum
    """,
    _ABOUT: """
    تقريبا|على وجه التقريب|environ|à peu près|approximativement|or so|approximately|roughly
    """,
}
_FILLERS = (
    "ما مجموعه", "مجموع", "مجموعه", "عدد", "عددهم", "عددها", "عدده", "ما يعادل",
    "a total of", "un total de", "total de", "the", "les",
)  # fmt: skip
_SYMBOLS = {">": _LEAST, "≥": _LEAST, "<": _MOST, "≤": _MOST, "~": _ABOUT, "≈": _ABOUT, "∼": _ABOUT, "±": _ABOUT}
_SPANS = frozenset(("years", "months", "weeks", "days", "decades", "hours"))
_PROCLITICS = frozenset("وفبلك")
Rule = tuple[tuple[str, ...], Qualifier]


def _phrase(text: str) -> tuple[str, ...]:
    return tuple("'" if token.text in "’ʼ" else token.text for token in tokens(text) if token.kind)


def _rules(table: dict[Qualifier, str], place: int) -> dict[str, list[Rule]]:
    found: dict[str, list[Rule]] = {}
    for qualifier, phrases in table.items():
        for phrase in phrases.replace("\n", "|").split("|"):
            words = _phrase(phrase)
            if words:
                found.setdefault(words[place], []).append((words, qualifier))
    for rules in found.values():
        rules.sort(key=lambda rule: -len(rule[0]))
    return found


_BY_LAST = _rules(_BEFORE, -1)
_BY_FIRST = _rules(_AFTER, 0)
_FILLED = {words[-1]: words for words in sorted((_phrase(filler) for filler in _FILLERS), key=len)}


def _same(word: str, token_text: str) -> bool:
    return word == token_text or (word == "'" and token_text in "’ʼ")


def _matches(scan: Scan, words: tuple[str, ...], last: int, floor: int) -> bool:
    first = last - len(words) + 1
    if first < floor:
        return False
    texts = scan.tokens[first : last + 1]
    if any(token.gap == NEW_PARAGRAPH for token in texts[1:]):
        return False
    if not all(_same(word, token.text) for word, token in zip(words[1:], texts[1:], strict=True)):
        return False
    return any(_same(words[0], form) for form in _forms(texts[0].text, arabic=texts[0].arabic))


def _forms(word: str, *, arabic: bool) -> list[str]:
    """A word, and without what may be glued before it."""
    found = [word]
    if arabic:
        while len(found) < 3 and word[:1] in _PROCLITICS and len(word) > 3:
            word = word[1:]
            found.append(word)
    return found


def before(scan: Scan, start: int, floor: int) -> Qualifier:
    """The qualifier that ends right before a token, not looking back beyond `floor`."""
    last = start - 1
    if scan.tokens[start].gap == NEW_PARAGRAPH:
        return Qualifier.EXACT
    for _ in range(2):
        if last < floor:
            return Qualifier.EXACT
        token = scan.tokens[last]
        if token.text in _SYMBOLS and token.kind == SIGN:
            # The end of a tag, «<li>45», is none.
            free = token.gap != GLUED or last == floor or scan.tokens[last - 1].text in "(«"
            return _SYMBOLS[token.text] if free else Qualifier.EXACT
        for form in _forms("'" if token.text in ("’", "ʼ") else token.text, arabic=token.arabic):
            for words, qualifier in _BY_LAST.get(form, ()):
                if _matches(scan, words, last, floor):
                    return qualifier if words != ("over",) or not _lasts(scan, start) else Qualifier.EXACT
        filler = next((_FILLED[form] for form in _forms(token.text, arabic=token.arabic) if form in _FILLED), None)
        if not filler or not _matches(scan, filler, last, floor):
            return Qualifier.EXACT
        last -= len(filler)
    return Qualifier.EXACT


def _lasts(scan: Scan, start: int) -> bool:
    """«over five years»: how long, no more than a number."""
    return any(token.text in _SPANS for token in scan.tokens[start + 1 : start + 3])


def after(scan: Scan, stop: int) -> Qualifier:
    """The qualifier right behind a number, or behind the word that it counts; 4,300+ and 4,300-plus too."""
    token, following = scan.tokens[stop], scan.tokens[stop + 1]
    if token.gap == GLUED and (token.text == "+" or (token.text in HYPHENS and following.text == "plus")):
        return Qualifier.AT_LEAST
    for place in (stop, stop + 1):
        token = scan.tokens[place]
        if token.kind != WORD or token.gap == NEW_PARAGRAPH:
            break
        for words, qualifier in _BY_FIRST.get(token.text, ()):
            texts = scan.tokens[place : place + len(words)]
            if len(texts) < len(words) or not all(_same(w, t.text) for w, t in zip(words, texts, strict=True)):
                continue
            # «12 agents et plus de 3 chiens», «12 at least 5»: the words belong to what follows.
            beyond = scan.tokens[place + len(words)]
            if beyond.kind != DIGITS and beyond.text not in ("de", "d", "than", "من"):
                return qualifier
    return Qualifier.EXACT
