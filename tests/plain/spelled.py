"""Numbers written out as people write them: an own speller for each language, sharing nothing with the reader.

`made(language, chance)` gives an expression in a line of text with its span and value; digits, words and mixtures of
both, spellings with and without hamza and accents, marks of every kind, percentages, signs and scales.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from random import Random


@dataclass(frozen=True)
class Made:
    """A line of text and the one expression in it that is to be read."""

    text: str
    start: int
    end: int
    value: Decimal
    shape: str


def number(chance: Random) -> int:
    """A whole number as figures of a year's report are: mostly small, some in the millions."""
    digits = chance.choice((1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 10))
    value = chance.randrange(10 ** (digits - 1), 10**digits)
    if chance.random() < 0.2:
        value = value // 10 ** (digits // 2) * 10 ** (digits // 2) or value
    return value + 1 if value == 1 else value


def grouped(value: int, mark: str) -> str:
    return f"{value:,}".replace(",", mark)


# Arabic

_WITH_MASCULINE = ["", "", "", "ثلاثة", "أربعة", "خمسة", "ستة", "سبعة", "ثمانية", "تسعة", "عشرة"]
_WITH_FEMININE = ["", "", "", "ثلاث", "أربع", "خمس", "ست", "سبع", "ثماني", "تسع", "عشر"]
_STEMS_OF_TENS = ["", "", "عشر", "ثلاث", "أربع", "خمس", "ست", "سبع", "ثمان", "تسع"]
_STEMS_OF_HUNDREDS = ["", "", "", "ثلاث", "أربع", "خمس", "ست", "سبع", "ثمان", "تسع"]


class Arabic:
    """One writer: a case, a gender of what is counted, a way to spell a hundred, and whether hamza is written."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance
        self.nominative = chance.random() < 0.4
        self.feminine = chance.random() < 0.5
        self.hundred = chance.choice(("مائة", "مئة", "مائة", "مية" if chance.random() < 0.2 else "مائة"))
        self.fused = chance.random() < 0.8
        self.and_ = chance.choice((" و", " و", " و", " و "))

    def small(self, value: int, feminine: bool) -> str:
        """Below a hundred."""
        if value == 1:
            return "واحدة" if feminine else "واحد"
        if value == 2:
            return ("اثنتان" if feminine else "اثنان") if self.nominative else ("اثنتين" if feminine else "اثنين")
        if value <= 10:
            return (_WITH_FEMININE if feminine else _WITH_MASCULINE)[value]
        if value < 20:
            return self.teen(value - 10, feminine)
        tens = _STEMS_OF_TENS[value // 10] + ("ون" if self.nominative else "ين")
        if value % 10 == 0:
            return tens
        unit = value % 10
        ones = (
            ("إحدى" if feminine and self.chance.random() < 0.5 else self.small(1, feminine))
            if unit == 1
            else self.small(unit, feminine)
        )
        return ones + self.and_ + tens

    def teen(self, unit: int, feminine: bool) -> str:
        ten = "عشرة" if feminine else "عشر"
        if unit == 1:
            return ("إحدى " if feminine else "أحد ") + ten
        if unit == 2:
            return ({True: "اثنتا ", False: "اثنتي "} if feminine else {True: "اثنا ", False: "اثني "})[
                self.nominative
            ] + ten
        return self.small(unit, feminine) + " " + ten

    def below(self, value: int, feminine: bool, construct: bool = False) -> str:
        """Below a thousand; in the construct state before what it multiplies."""
        hundreds, rest = divmod(value, 100)
        if not hundreds:
            return self.small(rest, feminine)
        if hundreds == 1:
            head = self.hundred
        elif hundreds == 2:
            end = (
                ("تا" if self.nominative else "تي") if construct and not rest else ("تان" if self.nominative else "تين")
            )
            head = self.hundred[:-1] + end
        else:
            head = _STEMS_OF_HUNDREDS[hundreds] + ("" if self.fused else " ") + self.hundred
        return head + (self.and_ + self.small(rest, feminine) if rest else "")

    def scaled(self, value: int, one: str, dual: tuple[str, str], plural: str, accusative: str, digits: bool) -> str:
        """So many of a scale."""
        if digits:
            word = (
                plural if 3 <= value % 100 <= 10 else self.chance.choice((one, accusative)) if value % 100 > 10 else one
            )
            return f"{value} {word}"
        if value == 1:
            return one
        if value == 2:
            return dual[0] if self.nominative else dual[1]
        word = plural if 3 <= value % 100 <= 10 else one if value % 100 == 0 else self.chance.choice((one, accusative))
        return self.below(value, False, construct=True) + " " + word

    def whole(self, value: int, digits: Callable[[], bool]) -> str:
        """Any number, each part in digits where `digits` says so."""
        parts = []
        scales = (
            (10**9, "مليار", ("ملياران", "مليارين"), "ملايير", "مليارا"),
            (10**6, "مليون", ("مليونان", "مليونين"), "ملايين", "مليونا"),
            (10**3, "ألف", ("ألفان", "ألفين"), "آلاف", "ألفا"),
        )
        for size, one, dual, plural, accusative in scales:
            many, value = divmod(value, size)
            if many:
                parts.append(self.scaled(many, one, dual, plural, accusative, digits() and many > 2))
        if value:
            parts.append(str(value) if digits() else self.below(value, self.feminine))
        return self.and_.join(parts)

    def worn(self, text: str) -> str:
        """As it is typed: hamza left out, ta marbuta without its dots, vowels, tatweel, other blanks."""
        chance = self.chance
        if chance.random() < 0.2:
            text = text.translate(str.maketrans("أإآ", "ااا"))
        if chance.random() < 0.07:
            text = text.replace("ة", "ه")
        if chance.random() < 0.07:
            text = (
                text.replace("ألفا", "ألفًا")
                .replace("مليونا", "مليوناً")
                .replace("خمسة", "خَمْسَة")
                .replace("مليون", "مِلْيُون")
            )
        if chance.random() < 0.05:
            text = text.replace("ل", "لـ", 1) if "لا" not in text else text
        if chance.random() < 0.1:
            text = text.replace(" ", chance.choice("\u00a0\u202f"))
        return text


_ARABIC_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
_PERSIAN_DIGITS = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")


def arabic_digits(value: int, chance: Random) -> str:
    mark = chance.choice(("", "", ",", ".", " ", "\u00a0", "\u202f", "٬"))
    text = grouped(value, mark) if mark else str(value)
    style = chance.random()
    if style < 0.12:
        return text.translate(_ARABIC_DIGITS)
    return text.translate(_PERSIAN_DIGITS) if style < 0.18 else text


def made_arabic(chance: Random) -> Made:
    writer, value = Arabic(chance), number(chance)
    shape = chance.choice(
        ("words", "words", "mixed", "mixed", "mixed", "digits", "digits", "percent", "scaled", "half")
    )
    exact, before = Decimal(value), chance.choice(_ARABIC_BEFORE)
    if shape == "words":
        text = writer.worn(writer.whole(value, lambda: False))
    elif shape == "mixed":
        value = max(value, 3000 + value)
        exact = Decimal(value)
        text = writer.worn(writer.whole(value, lambda: chance.random() < 0.8))
    elif shape == "digits":
        text = arabic_digits(value, chance)
    elif shape == "percent":
        exact, text = arabic_percent(chance)
    elif shape == "scaled":
        tenths, scale = chance.randrange(11, 999), chance.choice((("مليون", 10**6), ("مليار", 10**9), ("ألف", 10**3)))
        tenths += tenths % 10 == 0
        exact = Decimal(tenths) / 10 * scale[1]
        text = f"{tenths // 10}{chance.choice(',.٫')}{tenths % 10} {scale[0]}"
    else:
        value = chance.randrange(3, 11)
        exact = (Decimal(value) + Decimal("0.5")) * 10**6
        text = writer.whole(value * 10**6, lambda: chance.random() < 0.5) + chance.choice(
            (" ونصف المليون", " ونصف", " ونصف مليون")
        )
    if before == "ل" and text.startswith("ست"):
        before = "لـ"  # «لست» is "I am not"
    return _placed(before, text, chance.choice(_ARABIC_AFTER), exact, shape)


def arabic_percent(chance: Random) -> tuple[Decimal, str]:
    tenths = chance.randrange(10, 1000)
    exact = Decimal(tenths) / 10 if tenths % 10 else Decimal(tenths // 10)
    text = str(exact).replace(".", chance.choice(",.٫"))
    text += chance.choice((" بالمائة", " بالمئة", " في المائة", " في المئة", "%", " %", "٪", " ٪"))
    if chance.random() < 0.3:
        return -exact, "ناقص " + text
    return exact, text


_ARABIC_BEFORE = (
    "بلغ عددها ", "سجلت المصالح ", "ما مجموعه ", "أكثر من ", "حوالي ", "ثم ", "و", "و", "ب", "ل", "لـ",
    "وفق المعطيات، ", "«", "(", "تم إنجاز ما يفوق ", "",
)  # fmt: skip
_ARABIC_AFTER = (
    " بطاقة",
    " شخصا",
    " قضية سجلت",
    "، حسب البلاغ",
    ".",
    ")",
    "",
    " من الملفات",
    " وثيقة إقامة",
    "\n\nوأضاف البلاغ",
)

# French

_TO_SIXTEEN = (
    "zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze",
    "treize", "quatorze", "quinze", "seize",
)  # fmt: skip
_DECADES = {2: "vingt", 3: "trente", 4: "quarante", 5: "cinquante", 6: "soixante"}


class French:
    """One writer: of France, Belgium or Switzerland; hyphens of old or of 1990."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance
        self.belgian = chance.random() < 0.15
        self.all_hyphens = chance.random() < 0.25
        self.none = not self.all_hyphens and chance.random() < 0.15
        self.link = " " if self.none else "-"
        self.wide = "-" if self.all_hyphens else " "

    def small(self, value: int) -> str:
        if value <= 16:
            return _TO_SIXTEEN[value]
        if value < 20:
            return "dix" + self.link + _TO_SIXTEEN[value - 10]
        tens, unit = divmod(value, 10)
        if self.belgian and tens in (7, 9):
            return self.tail("septante" if tens == 7 else "nonante", unit)
        if tens == 7:
            return "soixante" + (f"{self.wide}et{self.wide}onze" if unit == 1 else self.link + self.small(10 + unit))
        if tens >= 8:
            rest = value - 80
            return "quatre" + self.link + "vingt" + (self.link + self.small(rest) if rest else "s")
        return self.tail(_DECADES[tens], unit)

    def tail(self, tens: str, unit: int) -> str:
        if unit == 0:
            return tens
        return tens + (f"{self.wide}et{self.wide}un" if unit == 1 else self.link + _TO_SIXTEEN[unit])

    def below(self, value: int, last: bool = True) -> str:
        hundreds, rest = divmod(value, 100)
        words = []
        if hundreds:
            if hundreds > 1:
                words.append(_TO_SIXTEEN[hundreds])
            words.append("cents" if hundreds > 1 and not rest and last else "cent")
        if rest:
            words.append(self.small(rest) if last or rest != 80 else "quatre" + self.link + "vingt")
        return self.wide.join(words)

    def whole(self, value: int, digits: Callable[[], bool]) -> str:
        parts = []
        for size, one, many in ((10**9, "milliard", "milliards"), (10**6, "million", "millions")):
            count, value = divmod(value, size)
            if count:
                amount = str(count) if digits() else self.below(count)
                parts.append(f"{amount} {one if count == 1 else many}")
        thousands, rest = divmod(value, 1000)
        if thousands:
            if thousands == 1:
                parts.append("mille")
            else:
                parts.append(
                    f"{thousands} mille" if digits() else self.below(thousands, last=False) + self.wide + "mille"
                )
        if rest:
            parts.append(str(rest) if digits() and (not parts or rest > 99) else self.below(rest))
        return " ".join(parts)


def made_french(chance: Random) -> Made:
    writer, value = French(chance), number(chance)
    shape = chance.choice(("words", "words", "mixed", "digits", "digits", "percent", "scaled", "half", "tail"))
    exact = Decimal(value)
    if shape == "words":
        text = writer.whole(value, lambda: False)
        text = text.capitalize() if chance.random() < 0.1 else text
    elif shape == "mixed":
        value = max(value, 3000 + value)
        exact, text = Decimal(value), writer.whole(value, lambda: chance.random() < 0.7)
    elif shape == "digits":
        mark = chance.choice(("", " ", " ", "\u00a0", "\u202f", ".", "'", "’"))
        text = grouped(value, mark) if mark else str(value)
    elif shape == "percent":
        exact, text = latin_percent(chance, ",", (" %", "%", " pour cent", "\u00a0%"), ("moins ", "-", "−"))
    elif shape == "scaled":
        exact, text = latin_scaled(chance, ",", (("millions", 10**6), ("milliards", 10**9)))
    elif shape == "half":
        count = chance.randrange(2, 17)
        exact = (Decimal(count) + Decimal("0.5")) * 10**6
        text = f"{count if chance.random() < 0.5 else _TO_SIXTEEN[count]} millions et demi"
    else:
        millions, rest = chance.randrange(2, 99), chance.randrange(10_000, 999_999)
        exact = Decimal(millions * 10**6 + rest)
        text = f"{millions} millions {grouped(rest, chance.choice(' .'))}"
    if text == "neuf":
        text, exact = "huit", Decimal(8)  # behind a participle it may as well be "new"
    return _placed(chance.choice(_FRENCH_BEFORE), text, chance.choice(_FRENCH_AFTER), exact, shape)


_FRENCH_BEFORE = (
    "Les services ont traité ", "soit ", "plus de ", "environ ", "près de ", "Il y a eu ", "(", "« ", "un total de ",
    "", "La police a saisi ", "avec quelque ", "jusqu'à ",
)  # fmt: skip
_FRENCH_AFTER = (
    " cartes",
    " dossiers traités",
    ", selon la DGSN",
    ".",
    ")",
    "",
    " personnes au total",
    "\n\nLe communiqué",
)

# English

_TO_NINETEEN = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_DECADES_EN = (
    "-", "-", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
)  # fmt: skip


class English:
    """One writer: British with "and" or American without; hyphens or not."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance
        self.british = chance.random() < 0.6
        self.commas = chance.random() < 0.2
        self.link = "-" if chance.random() < 0.8 else " "

    def small(self, value: int) -> str:
        if value < 20:
            return _TO_NINETEEN[value]
        tens, unit = divmod(value, 10)
        return _DECADES_EN[tens] + (self.link + _TO_NINETEEN[unit] if unit else "")

    def below(self, value: int) -> str:
        hundreds, rest = divmod(value, 100)
        words = [f"{_TO_NINETEEN[hundreds]} hundred"] if hundreds else []
        if rest:
            words.append(("and " if self.british and hundreds else "") + self.small(rest))
        return " ".join(words)

    def whole(self, value: int, digits: Callable[[], bool]) -> str:
        parts = []
        for size, word in ((10**9, "billion"), (10**6, "million"), (10**3, "thousand")):
            count, value = divmod(value, size)
            if count:
                parts.append(f"{count if digits() else self.below(count)} {word}")
        if value:
            words = self.below(value)
            parts.append(("and " if parts and value < 100 and self.british else "") + words)
        if self.commas and len(parts) > 1 and not parts[-1].startswith("and "):
            return ", ".join(parts[:-1]) + (", " if value >= 100 else " ") + parts[-1]
        return " ".join(parts)


def made_english(chance: Random) -> Made:
    writer, value = English(chance), number(chance)
    shape = chance.choice(("words", "words", "mixed", "digits", "digits", "percent", "scaled", "half", "letter"))
    exact = Decimal(value)
    if shape == "words":
        text = writer.whole(value, lambda: False)
        text = text.capitalize() if chance.random() < 0.1 else text
    elif shape == "mixed":
        value = value % 10**6 * 1000 or 2000
        exact, text = Decimal(value), writer.whole(value, lambda: chance.random() < 0.7)
    elif shape == "digits":
        mark = chance.choice(("", ",", ",", " ", "\u202f"))
        text = grouped(value, mark) if mark else str(value)
    elif shape == "percent":
        exact, text = latin_percent(chance, ".", ("%", " %", " per cent", " percent"), ("minus ", "-", "−"))
    elif shape == "scaled":
        exact, text = latin_scaled(chance, ".", (("million", 10**6), ("billion", 10**9), ("thousand", 10**3)))
    elif shape == "half":
        count = chance.randrange(2, 20)
        exact = (Decimal(count) + Decimal("0.5")) * 10**6
        text = f"{_TO_NINETEEN[count]} and a half million"
    else:
        exact, text = latin_scaled(chance, ".", (("m", 10**6), ("bn", 10**9), ("k", 10**3)), blank="")
    return _placed(chance.choice(_ENGLISH_BEFORE), text, chance.choice(_ENGLISH_AFTER), exact, shape)


_ENGLISH_BEFORE = (
    "The service issued ", "more than ", "about ", "nearly ", "There were ", "(", "a total of ", "", "Police seized ",
    "some ", "up to ", "at least ",
)  # fmt: skip
_ENGLISH_AFTER = (" cards", " cases handled", ", the service said", ".", ")", "", " people in all", "\n\nThe statement")


def latin_percent(chance: Random, point: str, ends: tuple[str, ...], signs: tuple[str, ...]) -> tuple[Decimal, str]:
    tenths = chance.randrange(10, 1000)
    exact = Decimal(tenths) / 10 if tenths % 10 else Decimal(tenths // 10)
    text = str(exact).replace(".", point) + chance.choice(ends)
    if chance.random() < 0.3:
        return -exact, chance.choice(signs) + text
    return exact, text


def latin_scaled(
    chance: Random, point: str, scales: tuple[tuple[str, int], ...], blank: str = " "
) -> tuple[Decimal, str]:
    hundredths = chance.randrange(201, 9999)
    hundredths += hundredths % 10 == 0
    word, size = chance.choice(scales)
    exact = Decimal(hundredths) / 100
    return exact * size, str(exact).replace(".", point) + blank + word


def _placed(before: str, text: str, after: str, value: Decimal, shape: str) -> Made:
    return Made(before + text + after, len(before), len(before) + len(text), value, shape)


MAKERS: dict[str, Callable[[Random], Made]] = {"ar": made_arabic, "fr": made_french, "en": made_english}


def made(language: str, chance: Random) -> Made:
    """One expression in a line of text of a language."""
    return MAKERS[language](chance)
