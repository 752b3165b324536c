"""The machine-readable zone of a card or a passport (ICAO Doc 9303, 8th edition, parts 3 to 6): TD1, TD2 and TD3.

`read` takes what a person or a reader typed and gives what the zone says, or raises `ZoneError` with every fault and
its place. Check digits are held to strictly, since a zone that is nearly right names somebody else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import NamedTuple
from unicodedata import combining, normalize

from hasila.plain.wedge import readings

FILLER = "<"
WEIGHTS = (7, 3, 1)
TRIED = 512
"""Readings of one typed text that are tried: a keyboard's layout may leave a letter open."""
_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_SHAPES = {90: ("TD1", 3, 30), 72: ("TD2", 2, 36), 88: ("TD3", 2, 44)}


class Fault(NamedTuple):
    """One thing wrong with a zone.

    Attributes:
        code: length, character, check, date, missing or ambiguous. part: which part. line, position: counted from
        1; 0 where the zone as a whole is meant. found: what stands there. wanted: what would have to.
    """

    code: str
    part: str
    line: int = 0
    position: int = 0
    found: str = ""
    wanted: str = ""


class ZoneError(ValueError):
    """A zone that can't be read; `faults` says why and where."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("; ".join(f"{one.code} of {one.part} at {one.line}:{one.position}" for one in faults))
        self.faults = faults


@dataclass(frozen=True)
class Zone:
    """What a zone says, in the zone's own spelling (capitals A to Z).

    Attributes:
        shape: TD1, TD2 or TD3. issuer, nationality: as coded (`MAR`, `D`). cut: the names fill their line, so they may
        have been cut. born_on, expires_on: None where the zone leaves them open. sex: F, M or nothing. optional: what
        the issuer added.
    """

    shape: str
    document: str
    issuer: str
    number: str
    family: str
    given: str
    cut: bool
    nationality: str
    born_on: date | None
    sex: str
    expires_on: date | None
    optional: tuple[str, ...] = field(default=())


def check_digit(text: str) -> str:
    """The check digit over a text: weights 7, 3, 1; a filler counts nothing."""
    return str(
        sum((_ALPHABET.find(sign) if sign != FILLER else 0) * WEIGHTS[at % 3] for at, sign in enumerate(text)) % 10
    )


def read(typed: str, today: date) -> Zone:
    """The zone in what was typed: in lines or in one run, in capitals or not, on a keyboard of any known layout.

    Args:
        today: the day of reading, which tells the century of two-digit years.

    Raises:
        ZoneError: no reading of it is a zone, or several are.
    """
    found: list[Zone] = []
    faults: list[Fault] = []
    for lines in islice(readings(typed), TRIED):
        try:
            zone = _parsed(lines, today)
        except ZoneError as error:
            if not faults or _weight(error.faults) < _weight(faults):
                faults = error.faults
            continue
        if zone not in found:
            found.append(zone)
    if len(found) > 1:
        raise ZoneError([Fault("ambiguous", "zone", found=found[0].family, wanted=found[1].family)])
    if not found:
        raise ZoneError(faults or [Fault("length", "zone", found="0")])
    return found[0]


def _weight(faults: list[Fault]) -> tuple[int, int]:
    """How far from a zone a reading is: the one that comes nearest tells what to mend."""
    order = ("check", "date", "missing", "character", "length")
    return max(order.index(one.code) for one in faults), len(faults)


def _shaped(lines: list[str]) -> tuple[str, list[str]]:
    """The shape and the lines of it.

    Raises:
        ZoneError: it is too short or too long for any.
    """
    whole = "".join(lines)
    shape, count, width = _SHAPES.get(len(whole), ("", 0, 0))
    if not shape or (shape == "TD3" and whole[0] != "P"):  # a card that lacks two signs is as long as a passport's
        raise ZoneError([_wrong_length(lines, whole)])
    if len(lines) == count and len(lines) > 1:
        for number, line in enumerate(lines, 1):
            if len(line) != width:
                raise ZoneError([Fault("length", "line", number, 0, str(len(line)), str(width))])
    return shape, [whole[at : at + width] for at in range(0, len(whole), width)]


def _wrong_length(lines: list[str], whole: str) -> Fault:
    """Which line is too short or too long, where lines were given; else how long the whole is."""
    for _shape, count, width in _SHAPES.values():
        odd = [number for number, line in enumerate(lines) if len(line) != width]
        if len(lines) == count and 0 < len(odd) < count:
            return Fault("length", "line", odd[0] + 1, 0, str(len(lines[odd[0]])), str(width))
    lengths = [length for length in _SHAPES if (whole[:1] == "P") == (length == 88)]
    return Fault("length", "zone", found=str(len(whole)), wanted=str(min(lengths, key=lambda n: abs(n - len(whole)))))


class _Part(NamedTuple):
    """Where a part of the zone stands (line and columns from 0), what may stand there, and where its check digit is."""

    name: str
    line: int
    start: int
    end: int
    signs: str
    check: int = -1


_ANY, _LETTERS, _DIGITS, _SEX = r"[A-Z0-9<]", r"[A-Z<]", r"[0-9<]", r"[MF<]"
_PARTS = {
    "TD1": (
        _Part("document", 0, 0, 2, _LETTERS),
        _Part("issuer", 0, 2, 5, _LETTERS),
        _Part("number", 0, 5, 14, _ANY, 14),
        _Part("optional", 0, 15, 30, _ANY),
        _Part("birth", 1, 0, 6, _DIGITS, 6),
        _Part("sex", 1, 7, 8, _SEX),
        _Part("expiry", 1, 8, 14, _DIGITS, 14),
        _Part("nationality", 1, 15, 18, _LETTERS),
        _Part("optional2", 1, 18, 29, _ANY),
        _Part("names", 2, 0, 30, _LETTERS),
    ),
    "TD2": (
        _Part("document", 0, 0, 2, _LETTERS),
        _Part("issuer", 0, 2, 5, _LETTERS),
        _Part("names", 0, 5, 36, _LETTERS),
        _Part("number", 1, 0, 9, _ANY, 9),
        _Part("nationality", 1, 10, 13, _LETTERS),
        _Part("birth", 1, 13, 19, _DIGITS, 19),
        _Part("sex", 1, 20, 21, _SEX),
        _Part("expiry", 1, 21, 27, _DIGITS, 27),
        _Part("optional", 1, 28, 35, _ANY),
    ),
    "TD3": (
        _Part("document", 0, 0, 2, _LETTERS),
        _Part("issuer", 0, 2, 5, _LETTERS),
        _Part("names", 0, 5, 44, _LETTERS),
        _Part("number", 1, 0, 9, _ANY, 9),
        _Part("nationality", 1, 10, 13, _LETTERS),
        _Part("birth", 1, 13, 19, _DIGITS, 19),
        _Part("sex", 1, 20, 21, _SEX),
        _Part("expiry", 1, 21, 27, _DIGITS, 27),
        _Part("optional", 1, 28, 42, _ANY, 42),
    ),
}
# What the last check digit covers: (line, start, end), and where it stands.
_WHOLE = {
    "TD1": (((0, 5, 30), (1, 0, 7), (1, 8, 15), (1, 18, 29)), (1, 29)),
    "TD2": (((1, 0, 10), (1, 13, 20), (1, 21, 35)), (1, 35)),
    "TD3": (((1, 0, 10), (1, 13, 20), (1, 21, 43)), (1, 43)),
}


def _parsed(lines: list[str], today: date) -> Zone:
    shape, zone = _shaped(lines)
    parts = {part.name: zone[part.line][part.start : part.end] for part in _PARTS[shape]}
    faults = list(_strange_signs(shape, zone))
    for part in _PARTS[shape]:
        if part.name in ("number", "names") and not parts[part.name].strip(FILLER):
            faults.append(Fault("missing", part.name, part.line + 1, part.start + 1))
    if not faults:
        faults = list(_wrong_digits(shape, zone))
    days: dict[str, date | None] = {}
    for part in _PARTS[shape]:
        if part.name in ("birth", "expiry") and not faults:
            try:
                days[part.name] = _day(parts[part.name], today, born=part.name == "birth")
            except ValueError:
                faults.append(Fault("date", part.name, part.line + 1, part.start + 1, parts[part.name]))
    if faults:
        raise ZoneError(faults)
    number, further = _number(shape, zone, parts)
    family, given = _names(parts["names"])
    return Zone(
        shape=shape,
        document=parts["document"].rstrip(FILLER),
        issuer=parts["issuer"].rstrip(FILLER),
        number=number,
        family=family,
        given=given,
        cut=not parts["names"].endswith(FILLER),
        nationality=parts["nationality"].rstrip(FILLER),
        born_on=days["birth"],
        sex=parts["sex"].rstrip(FILLER),
        expires_on=days["expiry"],
        optional=tuple(filter(None, (further, parts.get("optional2", "").rstrip(FILLER)))),
    )


def _strange_signs(shape: str, zone: list[str]) -> Iterator[Fault]:
    """Signs that can't stand where they stand: letters in a date, digits in a name."""
    for part in _PARTS[shape]:
        for at in range(part.start, part.end):
            sign = zone[part.line][at]
            if not re.fullmatch(part.signs, sign):
                yield Fault("character", part.name, part.line + 1, at + 1, sign)


def _wrong_digits(shape: str, zone: list[str]) -> Iterator[Fault]:
    """Check digits that don't agree with what they check; the one over the whole only where all others agree."""
    wrong = False
    for part in _PARTS[shape]:
        if part.check < 0:
            continue
        text, found = zone[part.line][part.start : part.end], zone[part.line][part.check]
        if part.name == "number" and found == FILLER and shape != "TD3":
            text, line, place = _long_number(shape, zone)
            found = zone[line][place]
        else:
            line, place = part.line, part.check
        wanted = check_digit(text)
        empty = found == FILLER and not text.strip(FILLER)  # an empty part may have no digit
        if found != wanted and not empty:
            wrong = True
            yield Fault("check", part.name, line + 1, place + 1, found, wanted)
    covered, (line, place) = _WHOLE[shape]
    wanted = check_digit("".join(zone[at][start:end] for at, start, end in covered))
    if not wrong and zone[line][place] != wanted:
        yield Fault("check", "composite", line + 1, place + 1, zone[line][place], wanted)


def _long_number(shape: str, zone: list[str]) -> tuple[str, int, int]:
    """A document's number of more than nine signs goes on in the optional part, where its check digit follows (Doc
    9303-5 and -6, note j): the whole number, and the line and column of the digit.
    """
    start = next(part for part in _PARTS[shape] if part.name == "number")
    more = next(part for part in _PARTS[shape] if part.name == "optional")
    rest = zone[more.line][more.start : more.end].partition(FILLER)[0]
    number = zone[start.line][start.start : start.end] + rest[:-1]
    return number, more.line, more.start + max(len(rest) - 1, 0)


def _number(shape: str, zone: list[str], parts: dict[str, str]) -> tuple[str, str]:
    """The document's number, and what else stands in the optional part."""
    check = next(part for part in _PARTS[shape] if part.name == "number")
    if shape != "TD3" and zone[check.line][check.check] == FILLER and parts["number"].strip(FILLER):
        number, _line, _place = _long_number(shape, zone)
        return number.rstrip(FILLER), parts["optional"].partition(FILLER)[2].strip(FILLER)
    return parts["number"].rstrip(FILLER), parts["optional"].strip(FILLER)


def _names(text: str) -> tuple[str, str]:
    """Family and given names, with spaces for fillers."""
    family, _two, given = text.partition(FILLER * 2)
    return (" ".join(filter(None, part.split(FILLER))) for part in (family, given))  # type: ignore[return-value]


def _day(text: str, today: date, *, born: bool) -> date | None:
    """A day of two-digit year; None where the zone leaves part of it open.

    A birth lies in the century that makes it the latest day not after today; an expiry in the one that brings it
    nearest to today. Somebody of a hundred years or more reads as a child: the officer sees whom they have before them.

    Raises:
        ValueError: there is no such day.
    """
    if FILLER in text:
        if re.fullmatch(r"(\d\d|<<)(\d\d|<<)(\d\d|<<)", text):
            return None
        raise ValueError(text)
    year, month, day = int(text[:2]), int(text[2:4]), int(text[4:])
    possible = [_real(century + year, month, day) for century in (1900, 2000, 2100)]
    days = [one for one in possible if one is not None]
    if born:
        days = [one for one in days if one <= today]
    if not days:
        raise ValueError(text)
    return days[-1] if born else min(days, key=lambda one: abs((one - today).days))


def _real(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


# Doc 9303-3, section 6, table A: letters that become two; all others lose their marks.
_TWO = {"Ä": "AE", "Å": "AA", "Æ": "AE", "Ð": "D", "Ĳ": "IJ", "Ö": "OE", "Ø": "OE", "Œ": "OE", "Þ": "TH", "ß": "SS"}
_TWO |= {"Ü": "UE", "Ñ": "N", "Ł": "L", "Đ": "D", "Ħ": "H", "ẞ": "SS"}
_APOSTROPHES = str.maketrans("", "", "'’ʼ`ʿʾ")


def in_zone(name: str) -> str:
    """A Latin name as a zone spells it, with spaces for fillers: Aïcha El-Ghazi is AICHA EL GHAZI.

    ICAO lets an issuer write Ü as UE or as U, and so on; this is the first. `same_name` takes both.
    """
    return _spelt(name, _TWO)


def same_name(one: str, other: str) -> bool:
    """Whether two Latin names may be one name in a zone's spelling, so that the better one can be kept."""
    spelt = {_spelt(one, _TWO), _spelt(one, {})}
    return not spelt.isdisjoint({_spelt(other, _TWO), _spelt(other, {})}) and bool(one.strip())


def _spelt(name: str, pairs: dict[str, str]) -> str:
    text = normalize("NFC", name).upper().translate(_APOSTROPHES)
    text = "".join(pairs.get(sign, sign) for sign in text)
    plain = "".join(sign for sign in normalize("NFD", text) if not combining(sign))
    return " ".join(re.sub(r"[^A-Z]+", " ", plain).split())
