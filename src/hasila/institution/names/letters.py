"""Letters: a name is read, in Arabic or in Latin letters, as a row of sounds that both scripts share.

Latin letters are read as Moroccan civil status writes them, after French (ou, ch, gh, dj, ss, é), and as others do
(u, sh, kh, q). Arabic leaves out short vowels, Latin leaves out what it has no letter for; `sounds` says for each
symbol what it may stand for and what it costs to lack it.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import accumulate
from unicodedata import category, normalize

from hasila.institution.names import alphabets

ARABIC, LATIN, OTHER = "arabic", "latin", "other"
LIMIT = 400
"""Characters of a name that are read; what comes after no name has."""

_ARABIC_FOLD = str.maketrans(
    {
        **dict.fromkeys("أإآٱٲٳ", "ا"),
        **dict.fromkeys("ؤۆۇ", "و"),
        **dict.fromkeys("ئیېےۍ", "ي"),
        **dict.fromkeys("ہھۀە", "ه"),
        **dict.fromkeys("ڭگݣڨ", "گ"),
        "ک": "ك",
        "ں": "ن",
        "ڤ": "ف",
        "پ": "ب",
        "چ": "ش",
        "ژ": "ج",
        "ٹ": "ت",
        "ڈ": "د",
        "ڑ": "ر",
        "ـ": None,
        "ء": "'",
    }
)
# Letters with a mark that changes the sound, before the marks go.
_LATIN_FOLD = str.maketrans(
    {
        "š": "sh",
        "ş": "sh",
        "č": "tch",
        "ǧ": "j",
        "ž": "j",
        "ġ": "gh",
        "ğ": "gh",
        "ḵ": "kh",
        "ẖ": "kh",
        "ḫ": "kh",
        "ṯ": "th",
        "ḏ": "dh",
        "ẓ": "dh",
        "ç": "ss",
        "ı": "i",
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "é": "é",
        **dict.fromkeys("’‘`´ʼʿʾʻ′ʹ", "'"),
    }
)
_CHAT = str.maketrans("01234579", "oi2'a'hq")  # Arabic as it is typed on telephones: 3li, Mo7amed, Noura5
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*'?|'[^\W_]+(?:'[^\W_]+)*")
_SIMPLE = re.compile("[A-Za-z' -]{1,100}|[\u0621-\u063a\u0641-\u064a ]{1,100}")
_SPOKEN = re.compile("[^\\W_]+(?:['’ʿʾ\u064b-\u0652\u0640]+[^\\W_]*)*")
_DOUBLED = re.compile(r"(.)\1+", re.DOTALL)
_BARE = re.compile("(?P<latin>[A-Za-z ]{1,100})|[\u0622-\u063a\u0641-\u064a ]{1,100}")
_HAS_ARABIC = re.compile("[\u0621-\u064a\u066e-\u06d3]")
_HAS_LATIN = re.compile("[a-zé]")
_DIGIT = re.compile(r"\d")
_LETTER = re.compile(r"[^\W\d_]")


def plain(text: str) -> str:
    """The text in small letters without marks, controls, tatweel and the like; hamza forms are folded."""
    if _SIMPLE.fullmatch(text):  # as most names are
        return text.lower() if text.isascii() else text.translate(_ARABIC_FOLD)
    text = alphabets.syllables(normalize("NFC", text[:LIMIT])).casefold().translate(_LATIN_FOLD)
    kept = []
    for char in text:
        if char == "é" or char.isascii():
            kept.append(char)
            continue
        for one in normalize("NFKD", char) if not "\u0600" <= char <= "\u06ff" else (char,):
            kind = category(one)
            if kind in ("Mn", "Mc", "Me", "Cc", "Cf", "Cs", "Co", "Cn"):
                continue
            kept.append(" " if kind[0] in "ZPS" and one != "'" else one)
    return normalize("NFC", "".join(kept)).translate(_ARABIC_FOLD).translate(alphabets.TABLE)


def words(text: str) -> list[str]:
    """The words of a name in plain letters, as they were written apart."""
    found = []
    for word in _WORD.findall(plain(text)):
        if not word.isalpha():
            if _DIGIT.search(word) and _LETTER.search(word):
                word = word.translate(_CHAT)
            if not word.strip("'"):
                continue
        found.append(word)
    return found


def as_written(text: str, count: int) -> list[str]:
    """The words as people wrote them; empty where they are not as many as `words` found."""
    found = [word for word in _SPOKEN.findall(normalize("NFC", text[:LIMIT])) if word.strip("'")]
    return found if len(found) == count else []


def bare(text: str) -> tuple[str, list[str], list[str]] | None:
    """Script, words and words as written of a name in letters of one script and spaces alone, as most are: what
    `words` and `as_written` give, at a fraction of the price. None for any other text.
    """
    found = _BARE.fullmatch(text)
    if found is None:
        return None
    if found["latin"] is not None:
        return LATIN, text.lower().split(), text.split()
    return ARABIC, text.translate(_ARABIC_FOLD).split(), text.split()


@lru_cache(maxsize=100_000)
def script_of(word: str) -> str:
    """The script of a word, by its first letter that belongs to one."""
    if _HAS_ARABIC.search(word):
        return ARABIC
    return LATIN if _HAS_LATIN.search(word) else OTHER


# ---------------------------------------------------------------- reading Latin letters

_RULES: list[tuple[str, str]] = [
    ("tsch|tch|sch|ch|sh", "c"),
    ("kh", "x"),
    ("gh", "G"),
    ("rh(?=[aeiou])", "R"),
    ("dj", "j"),
    ("dh", "D"),
    ("th", "T"),
    ("ph", "f"),
    ("ck", "k"),
    ("gu(?=[eéiy])", "g"),
    ("g(?=[eéiy])", "J"),
    ("c(?=[eéiy])", "s"),
    ("c", "k"),
    ("x", "ks"),
    ("o?uw|ou(?=[aeéiou])|w", "w"),
    ("oi", "wa"),
    ("a[iy](?=[aeou])", "ay"),
    ("[ae][iy]", "E"),
    ("a[uw]|aou", "aw"),
    ("ou|oo|eu|o|u", "u"),
    ("ee", "i"),
    ("y(?=[aeéiou])", "y"),
    ("i?y", "i"),
    ("é", "e"),
    ("(?<=[^aeiou'])e$", ""),  # mute at the end, as French writes it: Amine, Yassine
]  # any other letter stands for itself
_SCAN = re.compile("|".join(f"({rule})" for rule, _made in _RULES))
_MADE = ["", *(made for _rule, made in _RULES)]
_UNHEARD = re.compile("[^A-Za-z]+")


@lru_cache(maxsize=200_000)
def sounds(word: str, script: str) -> str:
    """The row of sounds of a word, one character each: small Latin letters and some capitals, or Arabic letters.

    Doubled letters count once. Symbols of another script stand for themselves.
    """
    if script != LATIN:
        row = word.replace("'", "") if script == OTHER else word.strip("'")
        return once(row.replace("'", "") if script == ARABIC else row)
    row = _SCAN.sub(_sound, word)
    return once(row if word.isascii() and word.isalpha() else _UNHEARD.sub("", row))


def _sound(match: re.Match[str]) -> str:
    return _MADE[match.lastindex]  # type: ignore[index]


def once(row: str) -> str:
    """A row with doubled symbols counted once."""
    return _DOUBLED.sub(r"\1", row)


# ---------------------------------------------------------------- what a symbol may stand for

# Beside what Moroccans write stands, at a price, what others do: j of Spanish and ch of German for خ, gh of Persian
# for ق.
# Base sounds: t T d D(ض) Z(ظ) ð(1) θ(2) s S z j g q k x G h H(ح) c f v b p l m n r w y, vowels a e i u, ع(3).
_STANDS: dict[str, dict[str, float]] = {
    "b": {"b": 0}, "p": {"p": 0, "b": 0.1}, "t": {"t": 0, "T": 0}, "d": {"d": 0, "D": 0, "1": 0.1, "Z": 0.1},
    "j": {"j": 0, "x": 0.3}, "J": {"j": 0, "g": 0, "G": 0.1, "x": 0.4}, "g": {"g": 0, "G": 0.1, "q": 0.15, "j": 0.3},
    "G": {"G": 0, "q": 0.3}, "R": {"r": 0.05, "G": 0}, "k": {"k": 0, "q": 0}, "q": {"q": 0, "k": 0.05, "G": 0.3},
    "x": {"x": 0}, "h": {"h": 0, "H": 0},
    "s": {"s": 0, "S": 0, "2": 0.1, "z": 0.4}, "z": {"z": 0, "Z": 0, "1": 0.1}, "c": {"c": 0, "x": 0.35}, "f": {"f": 0},
    "v": {"v": 0, "f": 0.15, "w": 0.2}, "l": {"l": 0}, "m": {"m": 0}, "n": {"n": 0}, "r": {"r": 0}, "w": {"w": 0},
    "y": {"y": 0}, "T": {"2": 0, "t": 0.05, "T": 0.1, "1": 0.2, "s": 0.3}, "D": {"1": 0, "D": 0, "Z": 0, "d": 0.05},
    "a": {"a": 0}, "e": {"e": 0}, "i": {"i": 0}, "u": {"u": 0}, "E": {"e": 0.05, "i": 0.1, "y": 0, "a": 0.2},
    "ا": {"a": 0, "e": 0.1, "i": 0.3, "u": 0.2}, "ب": {"b": 0, "p": 0.05}, "ت": {"t": 0}, "ث": {"2": 0},
    "ج": {"j": 0, "g": 0.2}, "ح": {"H": 0}, "خ": {"x": 0}, "د": {"d": 0}, "ذ": {"1": 0}, "ر": {"r": 0}, "ز": {"z": 0},
    "س": {"s": 0}, "ش": {"c": 0}, "ص": {"S": 0}, "ض": {"D": 0}, "ط": {"T": 0}, "ظ": {"Z": 0},
    "ع": {"3": 0, "a": 0.05, "e": 0.1, "i": 0.15, "u": 0.15}, "غ": {"G": 0}, "ف": {"f": 0, "v": 0.1}, "ق": {"q": 0},
    "ك": {"k": 0}, "گ": {"g": 0, "q": 0.2, "k": 0.2, "j": 0.3}, "ل": {"l": 0}, "م": {"m": 0}, "ن": {"n": 0},
    "ه": {"h": 0, "a": 0.2}, "و": {"w": 0, "u": 0}, "ي": {"y": 0, "i": 0, "e": 0.1},
    "ى": {"a": 0, "e": 0.05, "y": 0.1}, "ة": {"a": 0, "e": 0.05, "t": 0.2, "h": 0.1},
}  # fmt: skip
# What may be heard, or typed, for one another; the rest is another sound altogether.
_NEAR: dict[str, float] = {
    "tT": 0.2, "sS": 0.2, "dD": 0.25, "DZ": 0.1, "Dz": 0.35, "d1": 0.2, "1z": 0.25, "Zz": 0.3, "Z1": 0.2, "qk": 0.25,
    "qg": 0.2, "kg": 0.35, "hH": 0.2, "Hx": 0.4, "hx": 0.4, "2t": 0.12, "2s": 0.3, "bp": 0.15, "fv": 0.15, "Gg": 0.2,
    "Gr": 0.4, "Gx": 0.45, "jc": 0.5, "jz": 0.5, "jg": 0.35, "cs": 0.5, "td": 0.5, "TD": 0.5, "sz": 0.5, "Sz": 0.55,
    "mn": 0.65, "ln": 0.65, "lr": 0.65, "bm": 0.65, "wv": 0.3, "wu": 0.05, "yi": 0.05, "ei": 0.2, "ea": 0.15,
    "ai": 0.35, "au": 0.35, "iu": 0.45, "eu": 0.3, "3H": 0.4, "3h": 0.5, "xk": 0.45, "wb": 0.7, "yj": 0.4, "ye": 0.15,
    "wa": 0.5, "ya": 0.5,
}  # fmt: skip
NEAR = {(pair[at], pair[1 - at]): cost for pair, cost in _NEAR.items() for at in (0, 1)}
VOWELS = frozenset("aeiuE")
LONG = frozenset("اوي")
ENDING = VOWELS | LONG | frozenset("ىة")
WEAK = VOWELS | LONG | frozenset("ىةعwy'")


def _apart(one: str, other: str) -> float:
    if one == other:
        return 0.0
    here, there = _STANDS.get(one), _STANDS.get(other)
    if here is None or there is None:
        return 1.0
    return min(
        (
            p + q + (0.0 if s == t else NEAR.get((s, t), 1.0))
            for s, p in here.items()
            for t, q in there.items()
        ),
        default=1.0,
    )  # fmt: skip


APART: dict[str, dict[str, float]] = {
    one: {other: min(1.0, _apart(one, other)) for other in _STANDS} for one in _STANDS
}
"""What it costs that one symbol stands where the other does: 0 the same sound, 1 another one altogether."""


FINAL = 0.85
"""What a last vowel is worth: it tells Amina from Amine and Hakimi from Hakim, Angela from Angelo."""
OTHER_VOWEL = 0.25
"""What it costs at least that one vowel stands for another which isn't heard for it."""


def lacking(symbol: str, other: str, place: str) -> float:
    """What it costs that a symbol has no counterpart.

    Args:
        other: the script of the name that lacks it. place: ``first``, ``last`` or ``inside`` its word.
    """
    if symbol in VOWELS:
        if place == "last":  # Arabic writes what a word ends in; the mute e of French is gone already
            return 0.12 if symbol == "e" else FINAL
        if other == ARABIC:
            return 0.04 if symbol in "ae" else 0.07
        return 0.12 if symbol == "e" else 0.25
    if symbol == "ا":
        return 0.12 if place == "first" else 0.3
    if symbol in "وي":
        return FINAL if place == "last" else 0.4
    if symbol in "ىة":
        return FINAL
    if symbol == "ع":
        return 0.03 if other == LATIN else 0.3
    if symbol in "hهح":
        return 0.1 if place == "last" else 0.25
    if symbol in "wy":
        return 0.4
    return 1.0


def weight(symbol: str) -> float:
    """How much of a word's length a symbol makes up."""
    if symbol in VOWELS:
        return 0.35
    if symbol in LONG:
        return 0.5
    return 0.35 if symbol in "ىةع" else 1.0


LEAST = 0.7
"""Below this likeness, a little under `comparing.DIFFERENT`, two rows are unlike, and no more is reckoned."""


@lru_cache(maxsize=400_000)
def likeness(one: str, script: str, other: str, other_script: str) -> float:
    """How alike two rows of sounds are, 0 to 1: the cheapest way to make one of the other, by their lengths."""
    if one == other and script == other_script:
        return 1.0
    if not one or not other:
        return 0.0
    if not may_reach(one, script, other, other_script, LEAST):
        return 0.0
    whole = max(length(one), length(other))
    most = (1.0 - LEAST) * whole
    cost = _cost(one, script, other, other_script, most) + _ending(one[-1], other[-1])
    return 0.0 if cost > most else 1.0 - cost / whole


@cache
def _ending(one: str, other: str) -> float:
    """What it costs more that two words end in two vowels which aren't heard for each other."""
    apart = _apart_from(one)[other]
    return FINAL - apart if one in ENDING and other in ENDING and OTHER_VOWEL <= apart < FINAL else 0.0


@lru_cache(maxsize=200_000)
def length(row: str) -> float:
    """How long a row of sounds is, by the weight of its symbols."""
    return sum(map(weight, row))


def expect(row: str, script: str) -> None:
    """Says that a row will be compared with many others: what can't come near it is then seen at a glance."""
    if len(_expected) >= EXPECTED:
        _expected.clear()
    _expected.setdefault((row, script), _Reach(row, script))


EXPECTED = 5_000
_expected: dict[tuple[str, str], _Reach] = {}


def may_reach(one: str, script: str, other: str, other_script: str, least: float) -> bool:
    """Whether two rows may be so alike."""
    return most_alike(one, script, other, other_script) >= least


def most_alike(one: str, script: str, other: str, other_script: str) -> float:
    """How alike two rows are at most. What each symbol of one costs at least, wherever it stands in the other, says of
    most rows that they are apart, at a fraction of the price, where one of them is expected.
    """
    reach, row = _expected.get((other, other_script)), one
    if reach is None:
        reach, row = _expected.get((one, script)), other
        if reach is None:
            return 1.0
    whole = max(length(one), length(other))
    return 1.0 + _ROUNDING - sum(map(reach.__getitem__, row)) / whole if whole else 1.0


_ROUNDING = 1e-9


class _Reach(dict[str, float]):
    """What a symbol costs at least where its row is made into this one."""

    def __init__(self, row: str, script: str) -> None:
        super().__init__()
        self.row, self.script = row, script

    def __missing__(self, symbol: str) -> float:
        apart = _apart_from(symbol)
        gone = min(lacking(symbol, self.script, place) for place in ("first", "last", "inside"))
        found = self[symbol] = min(gone, min(apart[other] for other in self.row))
        return found


class _Apart(dict[str, float]):
    """What it costs that another symbol stands where one does; an unknown one is another sound altogether."""

    def __missing__(self, symbol: str) -> float:
        return 1.0


@cache
def _apart_from(symbol: str) -> _Apart:
    return _Apart({**APART.get(symbol, {}), symbol: 0.0})


@lru_cache(maxsize=100_000)
def _gaps(row: str, other: str) -> tuple[float, ...]:
    """What it costs that a name in the other script lacks each symbol of a row."""
    first, inside, last = _lacking(other)
    if len(row) < 2:
        return tuple([first[symbol] for symbol in row])
    return (first[row[0]], *[inside[symbol] for symbol in row[1:-1]], last[row[-1]])


class _Lacking(dict[str, float]):
    """What it costs that a name in a script lacks a symbol at one place of its word."""

    def __init__(self, other: str, place: str) -> None:
        super().__init__()
        self.other, self.place = other, place

    def __missing__(self, symbol: str) -> float:
        found = self[symbol] = lacking(symbol, self.other, self.place)
        return found


@cache
def _lacking(other: str) -> tuple[_Lacking, _Lacking, _Lacking]:
    return _Lacking(other, "first"), _Lacking(other, "inside"), _Lacking(other, "last")


def _cost(one: str, script: str, other: str, other_script: str, most: float) -> float:
    """What it costs to make one row of the other; more than `most` once that is certain."""
    gaps = _gaps(other, script)
    row = [0.0, *accumulate(gaps)]
    before = row
    last = ""
    for symbol, gone in zip(one, _gaps(one, other_script), strict=True):
        above = row
        # The usual way has no two symbols that have changed places, and needn't look for them.
        row = _next(above, _apart_from(symbol), gone, other, gaps)
        if last and symbol + last in other:
            row = _next_turned(above, before, symbol, last, gone, other, gaps)
        if min(row) > most:
            return most + 1.0
        before, last = above, symbol
    return row[-1]


def _next(above: list[float], apart: _Apart, gone: float, other: str, gaps: tuple[float, ...]) -> list[float]:
    """The next row of costs."""
    best = above[0] + gone
    row = [best]
    for across, gap, diagonal, upper in zip(other, gaps, above, above[1:], strict=False):
        left = best + gap
        best = diagonal + apart[across]
        if upper + gone < best:
            best = upper + gone
        if left < best:
            best = left
        row.append(best)
    return row


def _next_turned(
    above: list[float], before: list[float], symbol: str, last: str, gone: float, other: str, gaps: tuple[float, ...]
) -> list[float]:
    """The next row of costs where two symbols may have changed places."""
    apart = _apart_from(symbol)
    row = [above[0] + gone]
    for place, across in enumerate(other):
        best = min(above[place] + apart[across], above[place + 1] + gone, row[place] + gaps[place])
        if place and symbol == other[place - 1] and across == last:
            best = min(best, before[place - 1] + 0.5)
        row.append(best)
    return row
