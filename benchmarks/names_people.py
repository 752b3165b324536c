"""A million invented people with the collisions of a real register, and how their names come to be written otherwise.

Nothing here knows the keys or the sounds of `hasila.institution.names`: names are written by other rules, after the
conventions that clerks follow (French, English, school transliteration), and spoilt as clerks spoil them.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from hasila.institution.places import home, rows
from hasila.institution.synthetic import card_number

# Consonants as Moroccans write them: Arabic, then after French.
_CONSONANTS = [
    ("ب", "b"), ("ت", "t"), ("ج", "j"), ("ح", "h"), ("خ", "kh"), ("د", "d"), ("ر", "r"), ("ز", "z"), ("س", "s"),
    ("ش", "ch"), ("ص", "s"), ("ض", "d"), ("ط", "t"), ("غ", "gh"), ("ف", "f"), ("ق", "k"), ("ك", "k"), ("ل", "l"),
    ("م", "m"), ("ن", "n"), ("ه", "h"), ("ڭ", "g"),
]  # fmt: skip
# Patterns of family names: 1, 2 and 3 stand for the root; Arabic, then Latin.
_PATTERNS = [
    ("1{}2{}ا3", "1a2a3"), ("1{}2ا3ي", "1a2a3i"), ("1{}2{}3اوي", "1a23aoui"), ("1{}2و3", "1a22ou3"),
    ("1{}2ي3", "1a2i3"), ("1{}2ي3ي", "1a2i3i"), ("1و2ا3", "1ou2a3"), ("ال1{}2{}3ي", "El 1a23i"), ("1ا2{}3ي", "1a2e3i"),
    ("بو1{}2{}3ة", "Bou1a23a"), ("بن1{}2و3", "Ben1a2ou3"), ("ايت 1{}2{}3", "Ait 1a22a3"),
    ("ال1{}2{}3اوي", "El 1a23aoui"), ("او1ا2{}3", "Ou1a2i3"), ("1{}2{}3وش", "1e22a3ouch"), ("ام1{}2و3", "Am1e22ou3"),
]  # fmt: skip


@dataclass(frozen=True)
class Someone:
    """An invented person: both writings of the name, and which of them the register holds."""

    arabic_given: str
    arabic_family: str
    latin_given: str
    latin_family: str
    sex: str
    born_on: date
    place: tuple[str, str]
    mother: tuple[str, str]
    card: str
    held: str  # arabic, latin or both

    @property
    def arabic(self) -> str:
        """The whole name in Arabic."""
        return f"{self.arabic_given} {self.arabic_family}"

    @property
    def latin(self) -> str:
        """The whole name in Latin letters."""
        return f"{self.latin_given} {self.latin_family}"


@cache
def _given() -> dict[str, tuple[list[tuple[str, str]], list[float]]]:
    listed = rows("given_names.csv")
    found = {}
    for sex in "MF":
        names = [(row["arabic"], row["latin"]) for row in listed if row["sex"] == sex]
        found[sex] = (names, [1 / (rank + 12) for rank in range(len(names))])
    return found


@cache
def _family() -> tuple[list[tuple[str, str]], list[float]]:
    """Two in five bear a name of the list, the others one of some 20,000 that are made of a root and a pattern."""
    listed = [(row["arabic"], row["latin"]) for row in rows("family_names.csv")]
    chance = random.Random(1)
    made: dict[str, tuple[str, str]] = {}
    while len(made) < 20_000:
        root = chance.sample(_CONSONANTS, 3)
        arabic, latin = chance.choice(_PATTERNS)
        for number, (one, other) in enumerate(root, 1):
            arabic, latin = arabic.replace(str(number), one), latin.replace(str(number), other)
        latin = latin[0].upper() + latin[1:] if not latin.startswith(("El ", "Ait ")) else latin
        head, _space, tail = latin.rpartition(" ")
        made[arabic.replace("{}", "")] = (arabic.replace("{}", ""), f"{head} {tail.capitalize()}".strip())
    tail_names = list(made.values())
    listed_weights = [1 / (rank + 60) for rank in range(len(listed))]
    tail_weights = [1 / (rank + 400) for rank in range(len(tail_names))]
    scale = 0.4 / sum(listed_weights), 0.6 / sum(tail_weights)
    weights = [w * scale[0] for w in listed_weights] + [w * scale[1] for w in tail_weights]
    return listed + tail_names, weights


def everyone(count: int, seed: int = 7) -> list[Someone]:
    """So many people, the same for the same seed. Brothers and sisters share family name, mother and place."""
    chance = random.Random(seed)
    family_names, family_weights = _family()
    towns = home()
    families = chance.choices(family_names, family_weights, k=count)
    places = chance.choices(towns, [town.weight for town in towns], k=count)
    given = {sex: chance.choices(*_given()[sex], k=count) for sex in "MF"}
    mothers = chance.choices(*_given()["F"], k=count)
    maiden = chance.choices(family_names, family_weights, k=count)
    first, span = date(1944, 1, 1), 62 * 365
    people = []
    for i in range(count):
        sex = "M" if chance.random() < 0.55 else "F"
        arabic, latin = given[sex][i]
        draw = chance.random()
        if draw < 0.05:
            more = chance.choices(*_given()[sex])[0]
            arabic, latin = f"{arabic} {more[0]}", f"{latin} {more[1]}"
        elif draw < 0.07:
            arabic, latin = (
                (f"مولاي {arabic}", f"Moulay {latin}") if sex == "M" else (f"لالة {arabic}", f"Lalla {latin}")
            )
        born = first + timedelta(days=chance.randrange(span))
        if chance.random() < 0.03:
            born = date(born.year, 1, 1)
        kin = i if i == 0 or chance.random() > 0.25 else i - 1  # of the same house as the one before
        if kin != i:
            families[i], places[i], mothers[i], maiden[i] = families[kin], places[kin], mothers[kin], maiden[kin]
        mother = tuple(f"{a} {b}" for a, b in zip(mothers[i], maiden[i], strict=True))
        held = chance.choices(("both", "arabic", "latin"), (4, 3, 3))[0]
        people.append(
            Someone(
                arabic, families[i][0], latin, families[i][1], sex, born, (places[i].arabic, places[i].latin),
                (mother[0], mother[1]),
                card_number(i), held,
            )
        )  # fmt: skip
    return people


# ---------------------------------------------------------------- writing otherwise

Rewrite = tuple[str, str, float]
_FRENCH: list[Rewrite] = [
    ("ou", "o", 0.15), ("ou", "u", 0.15), ("ch", "sh", 0.15), ("k", "q", 0.12), ("k", "c", 0.06), ("i", "y", 0.12),
    ("e", "a", 0.12), ("a", "e", 0.1), ("ss", "s", 0.3), ("aoui", "awi", 0.3), ("ai", "ay", 0.3), ("gh", "g", 0.2),
    ("j", "dj", 0.15), ("dd", "d", 0.3), ("mm", "m", 0.4), ("nn", "n", 0.3), ("ll", "l", 0.3), ("rr", "r", 0.3),
    ("kh", "kh", 1), ("El ", "", 0.35), ("El ", "Al ", 0.15), ("El ", "El", 0.2), ("Ben", "Ben ", 0.2),
    ("w", "ou", 0.4), ("Mohammed", "Mohamed", 0.6), ("Mohammed", "Med", 0.12), ("Abdel", "Abd El ", 0.15),
    ("Fatima Zahra", "Fatimazahra", 0.4), ("Fatima Zahra", "Fatima Ezzahra", 0.3), ("Ait ", "Aït ", 0.3),
    ("ine", "in", 0.4), ("h", "", 0.05),
]  # fmt: skip
_ENGLISH: list[Rewrite] = [
    ("ou", "oo", 0.3), ("ou", "u", 0.7), ("ch", "sh", 0.95), ("Mohammed", "Muhammad", 0.8), ("e", "a", 0.3),
    ("aoui", "awi", 0.9), ("k", "q", 0.2), ("ss", "s", 0.9), ("El ", "Al ", 0.5), ("El ", "El-", 0.5),
    ("ine", "in", 0.8), ("i", "ee", 0.08), ("Abdel", "Abdul ", 0.4), ("Abde", "Abdu", 0.3), ("y", "i", 0.2),
    ("Ben", "Bin ", 0.1), ("eddine", " Al-Din", 0.3), ("oua", "wa", 0.8),
]  # fmt: skip
_ARABIC: list[Rewrite] = [
    ("أ", "ا", 0.6), ("إ", "ا", 0.6), ("آ", "ا", 0.6), ("ة", "ه", 0.25), ("ى", "ي", 0.3), ("عبد ال", "عبدال", 0.4),
    ("ؤ", "و", 0.3), ("ئ", "ي", 0.3), ("اء", "ا", 0.4), ("ڭ", "ك", 0.4), ("ڭ", "گ", 0.3), ("بن", "بن ", 0.1),
    ("ايت ", "أيت ", 0.5), ("الزهراء", "الزهرة", 0.2),
]  # fmt: skip
_HEARD_LATIN = ["bp", "td", "sz", "mn", "fv", "kg", "jc", "lr", "dt", "nm", "gk", "zs"]
_HEARD_ARABIC = ["سص", "تط", "دض", "كق", "هح", "ذز", "ثت", "غخ", "عا", "مب", "نم", "قڭ", "زس", "جش"]


def _rewritten(text: str, rules: list[Rewrite], chance: random.Random) -> str:
    for old, new, likely in rules:
        if old in text and chance.random() < likely:
            text = text.replace(old, new, 1)
    return " ".join(text.split())


def french(text: str, chance: random.Random) -> str:
    """As another French-writing clerk puts it."""
    return _rewritten(text, _FRENCH, chance)


def english(text: str, chance: random.Random) -> str:
    """As somebody who writes English puts it."""
    return _rewritten(text, _ENGLISH, chance)


def arabic(text: str, chance: random.Random) -> str:
    """As another clerk writes it in Arabic."""
    text = _rewritten(text, _ARABIC, chance)
    if chance.random() < 0.25:
        words = text.split()
        at = chance.randrange(len(words))
        words[at] = words[at].removeprefix("ال") if len(words[at]) > 4 else words[at]
        text = " ".join(words)
    return text


def misheard(text: str, chance: random.Random) -> str:
    """One letter heard as another, left out, doubled, or two of them exchanged; never the first of a word."""
    places = [at for at in range(1, len(text)) if text[at] != " " and text[at - 1] != " "]
    if not places:
        return text
    table = _HEARD_ARABIC if "\u0600" <= text[0] <= "\u06ff" else _HEARD_LATIN
    if chance.random() < 0.6:
        heard = [(at, pair) for at in places for pair in table if text[at] in pair]
        if heard:
            at, pair = chance.choice(heard)
            return text[:at] + pair[1 - pair.index(text[at])] + text[at + 1 :]
    at = chance.choice(places)
    kind = chance.random()
    if kind < 0.4:
        return text[:at] + text[at + 1 :]
    if kind < 0.7:
        return text[:at] + text[at] + text[at:]
    return text[: at - 1] + text[at] + text[at - 1] + text[at + 1 :] if at > 1 else text[:at] + text[at + 1 :]


def swapped(text: str, chance: random.Random) -> str:
    """Last name first."""
    words = text.split()
    return " ".join([words[-1], *words[:-1]])


def wrong_day(day: date, chance: random.Random) -> date:
    """Day and month exchanged, or one digit wrong."""
    if day.day <= 12 and chance.random() < 0.5:
        return day.replace(month=day.day, day=day.month)
    for _try in range(20):
        text = list(day.isoformat())
        at = chance.choice([3, 6, 8, 9])
        text[at] = chance.choice("0123456789")
        try:
            return date.fromisoformat("".join(text))
        except ValueError:
            continue
    return day


def other_script(someone: Someone, chance: random.Random) -> str:
    """The name in the script in which the register doesn't hold it, as somebody writes it there."""
    if someone.held == "arabic":
        return (french if chance.random() < 0.7 else english)(someone.latin, chance)
    return arabic(someone.arabic, chance)


def same_script(someone: Someone, chance: random.Random) -> str:
    """The name in a script in which the register holds it, written otherwise."""
    if someone.held == "arabic" or (someone.held == "both" and chance.random() < 0.5):
        return arabic(someone.arabic, chance)
    return (french if chance.random() < 0.7 else english)(someone.latin, chance)


def together(text: str, chance: random.Random) -> str:
    """A name one of whose spaces was left out, as in محمدعلي."""
    words = text.split()
    at = chance.randrange(len(words) - 1)
    return " ".join([*words[:at], words[at] + words[at + 1], *words[at + 2 :]])


def dropped(someone: Someone, chance: random.Random) -> str:
    """Without the second given name, the title or the article; else one name alone."""
    given, family = (
        (someone.arabic_given, someone.arabic_family)
        if someone.held == "arabic"
        else (someone.latin_given, someone.latin_family)
    )
    first = given.split()
    if len(first) > 1 and first[0] not in ("عبد", "نور", "فاطمة"):
        return f"{first[-1]} {family}"
    return family
