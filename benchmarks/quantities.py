"""The reader of numbers: `python -m benchmarks.quantities [expressions] [--peers DIR]`.

Ten thousand expressions a language, spelled by writers that share nothing with the reader (`tests.plain.spelled`), read
with value and span; beside it a plain expression for digits. Where `--peers` names a folder with PyArabic and num2words
in it: what PyArabic reads of the Arabic ones and of the press expressions, and what is read of numbers that those two
spell. Then how fast an article is read, and a megabyte.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from collections import Counter
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from random import Random

from tests.plain.spelled import Made, made

from hasila.plain.quantities import read

Span = tuple[int, int, Decimal]
Reader = Callable[[str], list[Span]]
_DIGITS = re.compile(r"[-+]?\d[\d.,\u00a0\u202f ]*\d|\d")
PRESS = (
    ("أربعة ملايين و696 ألفا و69", 4_696_069), ("مليونين و120 ألف", 2_120_000), ("ناقص 24 بالمائة", -24),
    ("130 ألف\u00a0و242", 130_242), ("مليون و197 ألفا و335", 1_197_335), ("3 ملايين و163 ألفا و322", 3_163_322),
    ("7 آلاف و513", 7_513), ("3,449,678", 3_449_678), ("15.452", 15_452), ("2.956", 2_956), ("و513,569", 513_569),
    ("لـ 2502", 2_502), ("أربعة عشر", 14), ("أربع", 4), ("فرقتين", 2), ("32 في المائة", 32), ("20 ألف", 20_000),
    ("500 ألف و550", 500_550), ("25 مليون", 25_000_000),
)  # fmt: skip
"""Nineteen expressions as the press prints them."""


def ours(language: str) -> Reader:
    """The reader, with the language told."""
    return lambda text: [(q.start, q.end, q.value) for q in read(text, language)]


def plain(text: str) -> list[Span]:
    """Runs of digits with marks between them, all taken for thousands."""
    found = []
    for match in _DIGITS.finditer(text):
        try:
            found.append((match.start(), match.end(), Decimal(re.sub(r"[^\d+-]", "", match.group()))))
        except InvalidOperation:
            continue
    return found


def pyarabic() -> Callable[[str], Decimal | None]:
    """PyArabic's value of a number phrase, or None where it fails; it gives no span."""
    from pyarabic.number import text2number

    def value(text: str) -> Decimal | None:
        try:
            return Decimal(text2number(text))
        except (ValueError, KeyError, IndexError, TypeError, ArithmeticError):
            return None

    return value


def measure(language: str, lines: list[Made], reader: Reader) -> tuple[float, float, Counter[str]]:
    """The share read with value and span, the share whose value is among those read, and the misses by shape."""
    exact = value = 0
    missed: Counter[str] = Counter()
    for line in lines:
        found = reader(line.text)
        right = found == [(line.start, line.end, line.value)]
        exact += right
        value += any(item[2] == line.value for item in found)
        if not right:
            missed[line.shape] += 1
    return exact / len(lines), value / len(lines), missed


def accuracy(expressions: int, peers: bool) -> None:
    print(f"{'language':<10}{'reader':<22}{'value and span':>15}{'value':>9}  missed by shape")
    for language in ("ar", "fr", "en"):
        chance = Random(41)
        lines = [made(language, chance) for _ in range(expressions)]
        for name, reader in (("hasila", ours(language)), ("hasila, not told", ours("")), ("digits alone", plain)):
            exact, value, missed = measure(language, lines, reader)
            print(f"{language:<10}{name:<22}{exact:>15.4f}{value:>9.4f}  {dict(missed.most_common(4))}")
        if language == "ar" and peers:
            number = pyarabic()
            right = sum(number(line.text[line.start : line.end]) == line.value for line in lines)
            print(f"{language:<10}{'PyArabic, span given':<22}{'-':>15}{right / len(lines):>9.4f}")


def press(peers: bool) -> None:
    right = sum([(q.text, q.value) for q in read(text)] == [(text.lstrip("لـو "), value)] for text, value in PRESS)
    alone = sum([item[2] for item in plain(text)] == [value] for text, value in PRESS)
    line = f"press expressions: hasila {right} of {len(PRESS)}, digits alone {alone}"
    if peers:
        number = pyarabic()
        line += f", PyArabic {sum(number(text) == value for text, value in PRESS)}"
    print(line)


def others(count: int) -> None:
    """What other people's spellers write, read again: num2words in five languages and lands, PyArabic."""
    from num2words import num2words
    from pyarabic.number import ArNumbers

    spellers: dict[str, Callable[[int], str]] = {
        f"num2words {land}": lambda value, land=land: num2words(value, lang=land)
        for land in ("ar", "fr", "fr_BE", "fr_CH", "en", "en_GB")
    }
    spellers["PyArabic ar"] = lambda value: ArNumbers().int2str(str(value)).strip()
    for name, spell in spellers.items():
        chance, right = Random(9), 0
        language = name.split()[1][:2]
        for _ in range(count):
            value = max(chance.randrange(10 ** chance.randrange(1, 10)), 3)
            words = spell(value)
            line = {"ar": f"بلغ {words} ثم", "fr": f"avec {words} cartes", "en": f"with {words} cards"}[language]
            right += [(q.text, q.value) for q in read(line, language)] == [(words, value)]
        print(f"spelled by {name}: {right / count:.4f}")


def speed() -> None:
    chance = Random(1)
    for language in ("ar", "fr", "en"):
        article = " ".join(made(language, chance).text for _ in range(400))[:20_000]
        began = time.process_time()
        count = len(read(article, language))
        print(f"{language}: 20,000 characters with {count} expressions in {time.process_time() - began:.3f} s")
    for name, piece in (("digits", "7"), ("«و»", "و"), ("words", "خمسة وعشرون ألفا و"), ("spaced digits", "123 456 ")):
        text = piece * (1_000_000 // len(piece))
        began = time.process_time()
        read(text)
        print(f"a megabyte of {name}: {time.process_time() - began:.2f} s")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("expressions", nargs="?", type=int, default=10_000)
    parser.add_argument("--peers", default="")
    arguments = parser.parse_args()
    if arguments.peers:
        sys.path.append(arguments.peers)
    accuracy(arguments.expressions, bool(arguments.peers))
    press(bool(arguments.peers))
    if arguments.peers:
        others(arguments.expressions)
    speed()
    return 0


if __name__ == "__main__":
    sys.exit(main())
