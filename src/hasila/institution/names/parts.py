"""Parts: the names that a full name consists of, with what is written beside them or grown together with them.

``عبد الرحيم``, ``Abd er-Rahim`` and ``Abderrahim`` are one part, so are ``بن جلون`` and ``Benjelloun``, or
``نور الدين`` and ``Nour-Eddine``. The article, a title and an initial are known for what they are. A part may be
read in several ways (``Lahcen`` with or without its article), each with what that reading costs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import groupby

from hasila.institution.names.bodies import Form, form_at, of_form
from hasila.institution.names.bones import heard_bones
from hasila.institution.names.letters import ARABIC, LATIN, as_written, bare, once, script_of, sounds, words

MOST, LONG = 12, 30
"""Parts of a name that are looked at; letters of a word that no name is longer than."""
ARTICLE, SERVANT, FAITH, GOD, CHILD, FATHER, MOTHER, TRIBE, TITLE, INITIAL, SHORT, FORM, LIKE_FORM = (
    "article", "servant", "faith", "god", "child", "father", "mother", "tribe", "title", "initial", "short", "form",
    "like_form"
)  # fmt: skip
LAST_LATIN = "\u024f"
GROWN = frozenset({SERVANT, FAITH, GOD, CHILD, FATHER, MOTHER, TRIBE})
"""What belongs to a name and may yet be left out."""
BESIDE = frozenset({TITLE, FORM})
"""What stands beside a name and is none: how a person is addressed, what a body is by law."""
SAYS_LITTLE = BESIDE | {LIKE_FORM, INITIAL}
"""What nobody is looked up by."""


@dataclass(frozen=True, eq=False)
class Part:
    """One name of a full name.

    Attributes:
        text: in plain letters. base: without what is grown on. written: as people wrote it.
        script: arabic, latin or other.
        readings: rows of sounds with what each reading costs, the plainest first.
        bare: the same without its Abd, Ben, Abou, Aït or Eddine; as `readings` where it has none.
        marks: what was found with it: an article, abd, eddine, ben, abou, oum, ait, a title, an initial, a short form;
            that it is the legal form of a body, or like one (`bodies`), whose kind is then its base.
    """

    text: str
    base: str
    written: str
    script: str
    readings: tuple[tuple[str, float], ...]
    bare: tuple[tuple[str, float], ...]
    marks: frozenset[str]

    @cached_property
    def sound(self) -> str:
        """Its plainest reading."""
        return self.readings[0][0]

    @cached_property
    def foreign(self) -> str:
        """Its letters as they are typed, where they are of a further alphabet; else empty."""
        return self.written.casefold() if self.script == LATIN and self.written[:1] > LAST_LATIN else ""

    @cached_property
    def bones(self) -> tuple[str, ...]:
        """The consonants of all its readings (`bones.skeleton`)."""
        return tuple(dict.fromkeys(bones for row in self.rows for bones in heard_bones(row, self.script)))

    @cached_property
    def rows(self) -> tuple[str, ...]:
        """The rows of sounds of all its readings, with what is grown on and without."""
        return tuple(dict.fromkeys(row for row, _cost in (*self.readings, *self.bare)))


def _of(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_TITLES = {
    LATIN: _of(
        "moulay moulai mulay my sidi sidy si lalla lala hadj haj hajj hadja haja hajja cheikh sheikh shaikh mr mme "
        "mlle m monsieur madame dr docteur me maitre pr prof professeur ing capt general colonel president"
    ),
    ARABIC: _of(
        "مولاي مولي سيدي سي لالة للا لالا الحاج حاج الحاجة حاجة السيد السيدة الانسة الدكتور دكتور الاستاذ استاذ الشيخ"
    ),
}
_SHORT = dict.fromkeys(("med", "mohd", "mhd", "moh", "mohamd", "md"), "mohamed")
_SHORT |= {"fat": "fatima", "fatim": "fatima", "abdel": "abd", "abdou": "abd"}

_ARTICLES = {
    LATIN: _of("the el al l ul il ar er ur as es us ad ed ud an en un at et ut az ez ach ech ess"),
    ARABIC: _of("ال"),
}
_SERVANT = {
    LATIN: frozenset(
        ["abd", *(f"abd{vowel}{tail}" for vowel in ("a", "e", "u", "o", "ou") for tail in ("", *"lrsnztdjk", "ch"))]
    ),
    ARABIC: _of("عبد عبدال"),
}
_CHILD = {LATIN: _of("ben bin ibn bni beni bent bint ould oueld wld bel"), ARABIC: _of("بن ابن بنت ولد بني بل")}
_FATHER = {LATIN: _of("bou abou abu abo aba bu"), ARABIC: _of("بو ابو ابا ابي")}
_MOTHER = {LATIN: _of("oum um omm umm oumm"), ARABIC: _of("ام")}
_TRIBE = {LATIN: _of("ait aid at id ida nait"), ARABIC: _of("ايت ات ايد اد نايت")}
_GOD = {LATIN: _of("allah ullah ollah ellah lah"), ARABIC: _of("الله لله")}
_FAITH = {
    LATIN: _of("eddine eddin edine edin uddin uddine aldin aldine eldin eldine din dine"),
    ARABIC: _of("الدين دين"),
}
_PREFIXES = ((_SERVANT, SERVANT), (_CHILD, CHILD), (_FATHER, FATHER), (_MOTHER, MOTHER), (_TRIBE, TRIBE))

_SUN = r"(?P<sun>ch|sh|[bcdfghjklmnpqrstvwxyz])"
_GROWN_SERVANT = re.compile(
    rf"^a?bd(?:[eauo]u?)?(?:(?P<lam>l(?=[^l])(?:-?)(?=[^l]))|{_SUN}(?=(?P=sun)))?(?P<base>[a-z']{{3,}})$"
)
_GROWN_FAITH = re.compile(r"^(?P<base>[a-z']{3,}?)(?:[eu]dd?ine?|aldine?|eldine?)$")
_GROWN_GOD = re.compile(r"^(?P<base>[a-z']{3,}?)[aeou]u?ll?ah$")
_GROWN_ARTICLE = re.compile(
    r"^(?:[ea]l-?(?=[^l])(?P<rest>[a-z']{3,})|[ea]-?(?P<sun>ch|sh|[tdrzsn])(?P<tail>(?P=sun)[a-z']{2,}))$"
)
_GROWN_CHILD = re.compile(r"^be?(?:n|l(?=[^l]))(?P<rest>[a-z']{3,})$")
_COLLOQUIAL = re.compile(r"^l(?P<rest>[a-z']{3,})$")
_ENDED = re.compile("ة(?=[\u0621-\u064a])")  # ends a word, also where the space after it was forgotten
_TWO_SOUNDS = re.compile("[sktdr]h(?=[aeiouy])")  # Ishak, Lakhal, Fathi, Adham, Farhat: one sound, or two


_PARTICLES = {
    script: frozenset().union(
        *(kind.get(script, ()) for kind, _mark in _PREFIXES),
        _ARTICLES[script], _TITLES[script], _FAITH[script], _GOD[script],
    )
    for script in (LATIN, ARABIC)
}  # fmt: skip


def _stands_beside(word: str, particles: frozenset[str]) -> bool:
    """Whether a word changes how those beside it are read, or is read by them."""
    return word in particles or of_form(word) is not None


_DIN = ("din", "dine", "دين")
_UNMARKED: frozenset[str] = frozenset()


@lru_cache(maxsize=100_000)
def parts(name: str) -> tuple[Part, ...]:
    """The parts of a full name, in their order. A text without letters has none."""
    if "ة" in name:
        name = _ENDED.sub(r"\g<0> ", name)
    found = _read(name)
    return _spelled(found) if len(found) > 2 and any(FORM in part.marks for part in found) else found


def _spelled(found: tuple[Part, ...]) -> tuple[Part, ...]:
    """The parts of a body's name, single letters beside each other in one word: O.C.P. is OCP."""
    joined: list[Part] = []
    for initials, some in groupby(found, key=lambda part: INITIAL in part.marks):
        run = list(some)
        if initials and len(run) > 1:
            joined.append(_word("".join(part.text for part in run), "".join(p.written for p in run), run[0].script))
        else:
            joined += run
    return tuple(joined)


def _read(name: str) -> tuple[Part, ...]:
    alone = [_alone(word) for word in name.split(" ")]
    if None not in alone and len(alone) <= MOST:
        return tuple(alone)  # type: ignore[arg-type]
    plainly = bare(name)
    if plainly is not None:
        script, some, written = plainly
        if len(some) > MOST:
            return _parts(some, written)
        return _in_stretches(some, written, script)
    tokens = [word.strip("'") for word in words(name)]
    return _parts(tokens, as_written(name, len(tokens)))


@lru_cache(maxsize=200_000)
def _alone(written: str) -> Part | None:
    """The part that a word is, whatever stands beside it; None where that matters, or its letters aren't plain."""
    plainly = bare(written)
    if plainly is None or len(written) < 2 or len(written) > LONG:
        return None
    script, some, _written = plainly
    if len(some) != 1 or _stands_beside(some[0], _PARTICLES[script]):
        return None
    return _word(some[0], written, script)


def _in_stretches(some: list[str], written: list[str], script: str) -> tuple[Part, ...]:
    """The parts of a name: a word that isn't a particle is one by itself, what stands beside one is read together.
    Both are remembered, so that another name with the same words is read at a glance.
    """
    particles = _PARTICLES[script]
    found: list[Part] = []
    begun, last, whole = 0, len(some) - 1, len(some)
    for at, word in enumerate(some):
        beside = _stands_beside(word, particles)
        if at < last and (beside or (some[at + 1] in particles and _belongs(some, at + 1, script))):
            continue
        if begun == at and not beside and len(word) > 1:
            found.append(_word(word, written[at], script))
        else:
            found += _stretch(tuple(some[begun : at + 1]), tuple(written[begun : at + 1]), min(whole, 2))
        begun = at + 1
    return tuple(found)


def _belongs(some: list[str], at: int, script: str) -> bool:
    """Whether a particle may belong to the word before it, and not to what follows."""
    particle = some[at]
    if particle in _ARTICLES[script]:
        return at + 1 < len(some) and some[at + 1] in _DIN
    return particle in _FAITH[script] or particle in _GOD[script]


@lru_cache(maxsize=100_000)
def _stretch(tokens: tuple[str, ...], written: tuple[str, ...], whole: int) -> tuple[Part, ...]:
    """The parts of some words of a name that has so many, at least."""
    return _parts(list(tokens), list(written), whole)


@lru_cache(maxsize=200_000)
def _word(token: str, written: str, script: str) -> Part:
    """A part that is one word beside which nothing stands."""
    return _made(token, written, token, script, _UNMARKED)


def _parts(tokens: list[str], written: list[str], whole: int = 0) -> tuple[Part, ...]:
    """The parts of a name, or of a stretch of one of `whole` words, with all that may stand beside them."""
    del tokens[2 * MOST :]
    whole = max(whole, len(tokens))
    found: list[Part] = []
    at = 0
    while at < len(tokens) and len(found) < MOST:
        part, at = _part(tokens, at, written, whole)
        found.append(part)
    return tuple(found)


def _part(tokens: list[str], at: int, written: list[str], whole: int) -> tuple[Part, int]:
    """The part that begins at a token, and where the next one begins."""
    token = tokens[at]
    script = script_of(token)
    form = form_at(tokens, at, whole)
    if form is not None:
        past = at + form.length
        text = " ".join(tokens[at:past])
        return _form(text, " ".join(written[at:past]) if written else text, script, form), past
    taken, marks = [token], set()
    past = at + 1

    def follows(kind: dict[str, frozenset[str]]) -> bool:
        return past < len(tokens) and script_of(tokens[past]) == script and tokens[past] in kind.get(script, ())

    def take() -> str:
        nonlocal past
        taken.append(tokens[past])
        past += 1
        return taken[-1]

    base = token
    for kind, mark in _PREFIXES:
        if token in kind.get(script, ()) and past < len(tokens) and script_of(tokens[past]) == script:
            marks.add(mark)
            if follows(_ARTICLES) and past + 1 < len(tokens):
                take()
            base = take()
            break
    else:
        if token in _ARTICLES.get(script, ()) and past < len(tokens) and script_of(tokens[past]) == script:
            marks.add(ARTICLE)
            base = take()
        elif token in _TITLES.get(script, ()) and whole > 1:
            marks.add(TITLE)
    if SERVANT not in marks and not marks & {TITLE} and _then_faith(tokens, past, script):
        marks.add(FAITH)
        if tokens[past] not in _FAITH[script]:  # an article before it
            take()
        take()
    elif marks <= {ARTICLE, CHILD} and _then_god(tokens, past, script):  # عطا الله, Rahmat Allah
        marks.add(GOD)
        take()
    if len(base) == 1 and not marks:
        marks.add(INITIAL)
    text = " ".join(taken)
    said = " ".join(written[at:past]) if written else text.title()
    return _made(text, said, base, script, frozenset(marks)), past


def _then_faith(tokens: list[str], past: int, script: str) -> bool:
    if script not in _FAITH or past >= len(tokens):
        return False
    if tokens[past] in _FAITH[script]:
        return tokens[past] not in ("din", "dine") or past == len(tokens) - 1
    return tokens[past] in _ARTICLES[script] and past + 1 < len(tokens) and tokens[past + 1] in _DIN


def _then_god(tokens: list[str], past: int, script: str) -> bool:
    return script in _GOD and past < len(tokens) and tokens[past] in _GOD[script]


@lru_cache(maxsize=10_000)
def _form(text: str, written: str, script: str, form: Form) -> Part:
    """The part that a legal form is. What is only like one may be a name, and is read as one too."""
    marks = frozenset({FORM if form.sure else LIKE_FORM})
    if form.sure:
        rows = ((form.kind, 0.0),)
        return Part(text, form.kind, written, script, rows, rows, marks)
    read = _made(text, written, text, script, _UNMARKED)
    return Part(text, form.kind, written, script, read.readings, read.bare, marks)


def as_form(part: Part) -> Part:
    """The part as a legal form, if it is like one."""
    return (
        _form(part.text, part.written, part.script, Form(part.base, 0, "any", sure=True))
        if LIKE_FORM in part.marks
        else part
    )


@lru_cache(maxsize=200_000)
def _made(text: str, written: str, base: str, script: str, marks: frozenset[str]) -> Part:
    """A part, the same object for the same name, so that what is known of it is found again at once."""
    bases: list[tuple[str, float, frozenset[str]]]
    if script == LATIN:
        bases = _latin(base, marks)
    elif script == ARABIC:
        bases = _arabic(base, marks)
    else:
        bases = [(base, 0.0, marks)]
    whole: dict[str, float] = {}
    bare: dict[str, float] = {}
    for word, cost, found in bases:
        row = sounds(word, script)
        bare[row] = min(cost, bare.get(row, 9.0))
        for mark, grown in _ROWS.get(script, {}).items():
            if mark in found:
                row = row + grown if mark in (FAITH, GOD) else once(grown + row)
        whole[row] = min(cost, whole.get(row, 9.0))
    everything = marks.union(*(found for _word, _cost, found in bases))
    return Part(text, bases[0][0], written, script, _ordered(whole), _ordered(bare), everything)


def _ordered(rows: dict[str, float]) -> tuple[tuple[str, float], ...]:
    return tuple(sorted(rows.items(), key=lambda pair: pair[1]))


_ROWS = {
    LATIN: {SERVANT: "abd", CHILD: "bn", FATHER: "bu", MOTHER: "um", TRIBE: "Et", FAITH: "din", GOD: "alah"},
    ARABIC: {SERVANT: "عبد", CHILD: "بن", FATHER: "بو", MOTHER: "ام", TRIBE: "ايت", FAITH: "دين", GOD: "الاه"},
}


def _latin(word: str, marks: frozenset[str]) -> list[tuple[str, float, frozenset[str]]]:
    """Ways to read a word in Latin letters."""
    if word in _SHORT and not marks:
        return [(_SHORT[word], 0.0, marks | {SHORT}), (word, 0.0, marks)]
    if "'" in word and word.startswith("l'"):
        return [(word[2:], 0.0, marks | {ARTICLE}), (word, 0.02, marks)]
    if not marks & {SERVANT} and word.startswith(("abd", "bd")) and word not in ("abdi", "abdou"):
        grown = _GROWN_SERVANT.match(word)
        if grown:
            base = grown["base"].lstrip("'")
            some = [(base, 0.0, marks | {SERVANT})]
            if grown["lam"] and base[0] in "aeiou":  # Abdelatif: one l for two
                some.append(("l" + base, 0.02, marks | {SERVANT}))
            return some
    grown = _GROWN_FAITH.match(word)
    if grown and FAITH not in marks:
        return [(grown["base"], 0.0, marks | {FAITH})]
    grown = _GROWN_GOD.match(word)
    if grown and not marks & {GOD, SERVANT}:
        return [(grown["base"], 0.0, marks | {GOD})]
    found = [(word, 0.0, marks)]
    if SERVANT in marks:
        return found
    grown = _GROWN_ARTICLE.match(word)
    if grown:
        found.append((grown["rest"] or grown["tail"], 0.01, marks))
    grown = _COLLOQUIAL.match(word)
    if grown:
        found.append((grown["rest"], 0.02, marks))
    two = _TWO_SOUNDS.search(word)
    if two:
        found.append((f"{word[: two.start() + 1]}'{word[two.start() + 1 :]}", 0.03, marks))
    return found


def _arabic(word: str, marks: frozenset[str]) -> list[tuple[str, float, frozenset[str]]]:
    """Ways to read a word in Arabic letters: its article goes, عبد is known also where it has grown on."""
    if not marks & {SERVANT} and word.startswith("عبدال") and len(word) > 6:
        return [(word[5:], 0.0, marks | {SERVANT})]
    if word.endswith("الدين") and len(word) > 6 and FAITH not in marks:
        return [(word[:-5], 0.0, marks | {FAITH})]
    if word == "الله" or (word.startswith("لل") and SERVANT in marks):
        return [("لاه", 0.0, marks)]
    if word.endswith("الله") and len(word) > 6 and GOD not in marks:
        return [(word[:-4], 0.0, marks | {GOD})]
    if word.startswith("ال") and len(word) > 3:
        return [(word[2:], 0.0, marks | {ARTICLE}), (word, 0.02, marks)]
    found = [(word, 0.0, marks)]
    if word.startswith("ل") and len(word) > 3:
        found.append((word[1:], 0.02, marks))
    return found
