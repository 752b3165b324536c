"""How near each word stands to a number: 1 right beside it, less across a comma, another number, a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from hasila.modules.communication.checker.lexicon import Lexicon
from hasila.modules.communication.checker.sentences import Cue, Number, Sentence
from hasila.modules.communication.checker.words import Mark, Word, stem_of

RIGHT, LEFT, LEFT_ALONE = 1.0, 0.88, 1.0
"""What is counted follows its number; before it, unless nothing follows."""
STEP = 0.985
CROSSED = {",": 0.55, "،": 0.55, "؛": 0.4, ";": 0.4, "(": 0.6, ")": 0.75, "/": 0.7, "•": 0.3, "|": 0.5, ":": 0.6}
COMMA_BEFORE, GAPPED, OF_ANOTHER = 0.8, 0.95, 0.6
"""A subject may stand before a comma."""
DASH, DASHES = 0.6, "–—-−"
JOINED = 0.68
"""Across an "and"."""
SAME_SENTENCE, PAST_ANOTHER = 0.43, 0.39
OTHER_NUMBER, ACCENT_OF_COMPARISON = 0.42, 0.6
LISTED = 3
"""Lines of a list that a line may go on about."""
ASKED = 0.95
"""«Les recours ? 382.»"""
TOLD_ON = 0.55
"""«Ces cartes …», "of them"."""
MOST_ASKED = 16
SAME_PARAGRAPH, TITLE, EARLIER = 0.45, 0.42, 0.3
HEADS = {"en": 4, "fr": 2, "ar": 2}
VERB_ENDINGS, OBJECT_ENDINGS = ("aient", "erent", "issent"), ("تهم", "تهن", "ناهم")
QUOTES = "\"'«»“”‘’*"
LEADING = frozenset({"of", "de", "d", "new", "autres", "other", "some", "the", "من", "ال"})
NO_NAMES = ("fall", "rise", "compare", "this_year", "last_year", "year_before", "same_period", "exceed")
"""Cues whose words name no figure."""
OF_THE_OTHER = 0.6
TO = frozenset({"الي", "to", "a", "en", "in", "by", "de", "في", "سنه", "contre"})
AND = {
    "ar": frozenset({"كما", "بينما", "فيما", "بالاضافه", "فضلا", "الي جانب"}),
    "fr": frozenset({"et", "mais", "tandis", "alors", "ainsi"}),
    "en": frozenset({"and", "while", "but", "whereas", "plus"}),
}


@dataclass
class Nearness:
    """What stands near a number.

    Attributes:
        keys: how near each key is. own: keys of the number's own part of the sentence (up to a comma, another number
            or an "and"). heads: the words right behind the number, what is counted first.
        first, last: the items of its part. bare: no word of meaning in its own part. part: told as a part of what was
            counted before («dont 112»). ahead: keys of its part that follow it.
        of: the word behind the number is of what follows it: «35 auteurs de contenus violents».
    """

    keys: dict[str, float] = field(default_factory=dict)
    own: set[str] = field(default_factory=set)
    heads: list[Word] = field(default_factory=list)
    first: int = 0
    last: int = 0
    bare: bool = True
    part: bool = False
    of: bool = False
    ahead: set[str] = field(default_factory=set)


def nearness(
    sentence: Sentence, place: int, claims: frozenset[int], lexicon: Lexicon, language: str, from_item: int
) -> Nearness:
    """What stands near the number at an item of its sentence; `claims`: the quantities that are claims.

    `from_item`: the first item behind the number and its unit.
    """
    found = Nearness(first=place, last=place)
    alone = _nothing_follows(sentence, from_item, claims, lexicon, language)
    found.part = any(0 <= place - cue.last <= 2 for cue in sentence.cues if cue.name == "of_which")
    found.of = _is_of(sentence, from_item)
    found.heads = _heads(sentence, from_item, lexicon, language)
    _walk(found, sentence, range(from_item, len(sentence.items)), RIGHT, claims, lexicon, language, forward=True)
    _walk(
        found,
        sentence,
        range(place - 1, -1, -1),
        LEFT_ALONE if alone else LEFT,
        claims,
        lexicon,
        language,
        forward=False,
    )
    return found


def _heads(sentence: Sentence, from_item: int, lexicon: Lexicon, language: str) -> list[Word]:
    """The words that follow a number directly, what is counted first: the first that names a unit; in English, where
    such words stand together, the last of them («police officers», "media activities")."""
    found: list[Word] = []
    turns = {cue.first for cue in sentence.cues if cue.name in (*NO_NAMES, "of_which")}
    if language == "ar":  # «365 من أسرة الأمن» counts no families
        turns |= {cue.first for cue in sentence.cues if cue.name == "service" and cue.last > cue.first}
    headed = _heads_line(sentence, from_item)
    for place, item in enumerate(sentence.items[from_item : from_item + HEADS[language] + 3], from_item):
        if place in turns:
            break
        if headed and place == from_item:
            continue
        glued = language == "en" and isinstance(item, Mark) and item.text == "-" and not _apart(sentence, place)
        if glued:
            continue  # «road-traffic units»
        if isinstance(item, Mark) and (item.text in QUOTES or (item.text in DASHES and not found)):
            if item.text in DASHES and _apart(sentence, place) and _closes(sentence, from_item):
                break  # «Unités mobiles : 80 — bénéficiaires : 130 242»
            continue
        if (
            not isinstance(item, Word)
            or (item.stop and found)
            or _is_verb(item, language, lexicon)
            or (found and _prefixed(item, language, lexicon))
            or (_joins(item, language, lexicon) and _told(item, lexicon))
        ):
            break
        if not item.stop:
            found.append(item)
        elif item.folded not in LEADING:
            break
    found = found[: HEADS[language]]
    units = [place for place, word in enumerate(found) if not word.keys.isdisjoint(lexicon.heads)]
    if language == "en":
        last = next((place for place in units if place + 1 not in units), len(found) - 1)
    else:
        last = units[0] if units else 0
    return [*found[last : last + 1], *found[:last], *found[last + 1 :]]


def _heads_line(sentence: Sentence, from_item: int) -> bool:
    """Whether a number opens its line and a colon follows it: «59 : les mineurs retrouvés»."""
    colon = sentence.items[from_item] if from_item < len(sentence.items) else None
    numbers = sum(not isinstance(item, Mark) for item in sentence.items[:from_item])
    return isinstance(colon, Mark) and colon.text in ":=" and numbers == 1


def _is_verb(item: Word, language: str, lexicon: Lexicon) -> bool:
    """Whether a word is a verb by its ending, and so isn't what is counted: «22 relevaient de …», "112 pointed to"."""
    if item.stop:
        return False
    if language == "ar":  # «1746 شملتهم أبحاث»
        return item.folded.endswith(OBJECT_ENDINGS) and len(item.folded) > 4 and not _named(item, lexicon)
    if language == "fr":
        return item.folded.endswith(VERB_ENDINGS)
    return language == "en" and item.folded.endswith("ed") and len(item.folded) > 5


def _named(item: Word, lexicon: Lexicon) -> bool:
    return not item.keys.isdisjoint(lexicon.heads)


def _prefixed(item: Word, language: str, lexicon: Lexicon) -> bool:
    """Whether an Arabic word names a unit only without the letter glued to it: «150 شقة لمنخرطيها» counts flats."""
    if language != "ar" or item.folded[0] not in "لبك":
        return False
    return stem_of(item.folded, "ar") not in lexicon.heads and _named(item, lexicon)


def _is_of(sentence: Sentence, from_item: int) -> bool:
    """Whether the word behind a number goes on with "of"."""
    following = sentence.items[from_item : from_item + 2]
    return (
        len(following) == 2 and isinstance(following[1], Word) and following[1].folded in ("de", "des", "d", "du", "of")
    )


def _told(item: Word, lexicon: Lexicon) -> bool:
    """Whether a word that may be an "and" with another is surely so; else it is a noun that begins with that letter."""
    return item.stop or item.folded.startswith("وال") or any(lexicon.knows(key) for key in item.keys)


def _nothing_follows(
    sentence: Sentence, from_item: int, claims: frozenset[int], lexicon: Lexicon, language: str
) -> bool:
    """Whether the number closes its part of the sentence, but for years and words without meaning."""
    for item in sentence.items[from_item:]:
        if isinstance(item, Mark):
            if item.text in QUOTES + "%":
                continue
            return item.text not in DASHES or _closes(sentence, from_item)
        if isinstance(item, Number):
            if item.index in claims:
                return True
            continue
        if _joins(item, language, lexicon):
            return True
        if not item.stop:
            return False
    return True


def _closes(sentence: Sentence, from_item: int) -> bool:
    return any(isinstance(item, Word) and not item.stop for item in sentence.items[: max(0, from_item - 1)])


def _joins(item: Word, language: str, lexicon: Lexicon) -> bool:
    """Whether a word is an "and", or begins with one that is glued to it."""
    if item.folded in AND[language]:
        return True
    glued = language == "ar" and item.folded[0] == "و" and len(item.folded) > 3 and not item.stop
    return glued and (item.folded.startswith("وال") or not lexicon.knows(stem_of(item.folded, "ar")))


def _walk(
    found: Nearness,
    sentence: Sentence,
    places: range,
    weight: float,
    claims: frozenset[int],
    lexicon: Lexicon,
    language: str,
    *,
    forward: bool,
) -> None:
    own, met, least = True, False, SAME_SENTENCE
    cut_at = {cue.first for cue in sentence.cues if cue.name in ("compare", "of_which") and not _of_them(sentence, cue)}
    cues_only = {place for cue in sentence.cues if cue.name in NO_NAMES for place in range(cue.first, cue.last + 1)}
    taken = set() if forward else _of_number_before(sentence, places.start, claims, lexicon, language)
    for place in places:
        item = sentence.items[place]
        if isinstance(item, Mark):
            weight, own = _crossing(item, sentence, place, weight, own, claims, met=met, forward=forward)
        elif isinstance(item, Number):
            if item.index in claims:
                weight, own, least = weight * OTHER_NUMBER, False, PAST_ANOTHER
        else:
            joins = _joins(item, language, lexicon)
            if joins and forward:
                weight, own = weight * JOINED, False
            if place in cut_at and (met or not forward):
                weight, own = weight * ACCENT_OF_COMPARISON, False
            if place in taken:
                weight, own = weight * OF_THE_OTHER, False
            if not item.stop or place in cues_only:
                known = _take(found, item, weight, lexicon, own=own)
                if forward and own:
                    found.ahead |= item.keys
                if place not in cues_only:
                    met = True
                    weight *= STEP
                    found.bare = found.bare and not (own and known)
            if joins and not forward:
                weight, own = weight * JOINED, False
        if own:
            found.first, found.last = min(found.first, place), max(found.last, place)
        weight = max(weight, least)


def _of_them(sentence: Sentence, cue: Cue) -> bool:
    """Whether «منها» only says of what somebody has profited."""
    before = sentence.items[cue.first - 1] if cue.first else None
    return cue.name == "of_which" and isinstance(before, Word) and "مستفيد" in before.keys


def _of_number_before(
    sentence: Sentence, start: int, claims: frozenset[int], lexicon: Lexicon, language: str
) -> set[int]:
    """The first item, seen from a number, of what the number before it counts: «from 208 contents in 2023 to 260»."""
    for place in range(start, -1, -1):
        item = sentence.items[place]
        if isinstance(item, Number) and item.index in claims:
            last = place
            for following in range(place + 1, start + 1):
                word = sentence.items[following]
                if not isinstance(word, Word) or word.folded in TO or _joins(word, language, lexicon):
                    break
                last = following
            return {last} if last > place else set()
    return set()


def _crossing(
    item: Mark,
    sentence: Sentence,
    place: int,
    weight: float,
    own: bool,
    claims: frozenset[int],
    *,
    met: bool,
    forward: bool,
) -> tuple[float, bool]:
    mark = item.text
    if mark in DASHES:
        if not met and (not forward or not _closes(sentence, place)):
            return weight, own
        return (weight * DASH, False) if _apart(sentence, place) else (weight, own)
    if mark not in CROSSED or (forward and not met and _heads_line(sentence, place)):
        return weight, own
    if not forward and not met and (mark in ":(|" or (mark in "؛;•" and weight == LEFT_ALONE)):
        return weight, own  # «Cartes : 40», "cards (40)"
    if mark == "/" and met:
        return weight, own
    if not forward and mark in ",،":
        gapped = not met and weight == LEFT_ALONE  # «Les cambriolages, de 10 %.»
        others = not met and weight == LEFT and _counted_before(sentence, place, claims)
        return (weight * GAPPED, own) if gapped else (weight * (OF_ANOTHER if others else COMMA_BEFORE), False)
    return weight * CROSSED[mark], False


def _counted_before(sentence: Sentence, place: int, claims: frozenset[int]) -> bool:
    """Whether the part of a sentence that a comma closes opens with its own number: «24 % of thefts, 21 % of …»."""
    for item in reversed(sentence.items[:place]):
        if isinstance(item, Mark) and item.text in ",،;؛":
            return False
        if isinstance(item, Number) and item.index in claims:
            return True
    return False


def _apart(sentence: Sentence, place: int) -> bool:
    """Whether a dash stands between blanks, as a comma would, and isn't the hyphen of a word."""
    if not 0 < place < len(sentence.items) - 1:
        return False
    before, after = sentence.items[place - 1], sentence.items[place + 1]
    end = before.end if not isinstance(before, Mark) else before.start + 1
    return sentence.items[place].start > end or after.start > sentence.items[place].start + 1


def _take(found: Nearness, word: Word, weight: float, lexicon: Lexicon, *, own: bool) -> bool:
    """Notes the keys of a word; whether the lexicon knows one."""
    known = [key for key in word.keys if lexicon.knows(key)]
    if not known and not word.stop:
        known = [near for key in word.keys if len(key) >= 6 and (near := lexicon.near(key))]
    for key in known:
        found.keys[key] = max(found.keys.get(key, 0.0), weight)
        if own:
            found.own.add(key)
    return bool(known)


def with_surroundings(found: Nearness, before: Sequence[Sentence], title: Sentence | None, own: Sentence) -> None:
    """Adds the words of the sentences before and of the title."""
    for distance, sentence in enumerate(reversed(before)):
        listed = distance < LISTED and own.short and sentence.short
        near = distance < 3 and (sentence.paragraph == own.paragraph or listed)
        asked = distance == 0 and _asked(sentence, near, found.bare)
        told_on = distance == 0 and near and _goes_on(own, found)
        weight = ASKED if asked else TOLD_ON if told_on else SAME_PARAGRAPH if near else EARLIER
        if distance > 8 and sentence is not title:
            break
        for key in sentence.keys:
            found.keys[key] = max(found.keys.get(key, 0.0), weight)
    if title is not None and title not in before[-1:]:
        for key in title.keys:
            found.keys[key] = max(found.keys.get(key, 0.0), TITLE)


def _asked(sentence: Sentence, near: bool, bare: bool) -> bool:
    """Whether a sentence is the question that a number answers; a long one asks how many, and the answer is bare."""
    if not sentence.asks:
        return False
    if near and sentence.short and (bare or sentence.has("asks")):
        return True
    words = sum(isinstance(item, Word) for item in sentence.items)
    return bare and words <= MOST_ASKED and sentence.has("asks")


def _goes_on(own: Sentence, found: Nearness) -> bool:
    """Whether a sentence goes on about what the one before told of: it opens with "they", or counts "of them"."""
    opens = own.between(0, 2, "anaphor")
    return bool(opens) or bool(own.between(max(0, found.first), found.last + 2, "anaphor"))
