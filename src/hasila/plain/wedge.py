"""What a reader that types like a keyboard sends to a computer whose keyboard has another layout.

Such a reader presses the keys of an American keyboard. Where the computer stands on the French or the Arabic layout
of Morocco (the digits of both lie above the signs of the French one), `<` arrives as `.` or `,`, A as Q, and so on.
`readings` turns a text back, in every way that it may have been meant. Layouts: xkeyboard-config, `fr(basic)`,
`ara(basic)` and `ara(azerty)`, the last being Morocco's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product

from hasila.plain.texts import western_digits

_US = "QWERTYUIOPASDFGHJKLZXCVBNM"
_DIGITS = dict(zip("&É\"'(-È_ÇÀ", "1234567890", strict=True))
_FRENCH = {**dict(zip("AZERTYUIOPQSDFGHJKLWXCVBN", _US, strict=False)), "?": "M", ",": "M"}
_FRENCH |= {".": "<", ";": "<", **_DIGITS}
_ARABIC_KEYS = (
    "ضصثقفغعهخحشسيبلاتنمئءؤر\ufefbىة",  # as they are
    "\u064e\u064b\u064f\u064c\ufef9إ`÷×؛\u0650\u064d][\ufef7أـ،/~\u0652}{\ufef5آ’",  # with Shift
)
_ARABIC = {sign: us for keys in _ARABIC_KEYS for sign, us in zip(keys, _US, strict=True)}
_ARABIC |= {",": "<", "و": "<", **_DIGITS}
# Two signs that one key gives on some systems, and what a sign may mean where two keys give it.
_PAIRS = {"لأ": ("G",), "لإ": ("T",), "لآ": ("B",), "لا": ("B", "GH")}
_EITHER = {"'": ("4", "M")}
_HAND = {"«": "<<", "‹": "<", "≤": "<", "＜": "<"}
MOST = 4096
"""Ways to read one line that are looked at."""


def readings(typed: str) -> Iterator[list[str]]:
    """The lines that a typed text may have meant, in capitals and without spaces; the plainest reading first."""
    text = western_digits(typed.strip())
    for sign, meant in _HAND.items():
        text = text.replace(sign, meant)
    lines = [line for line in (re.sub(r"\s", "", line) for line in text.splitlines()) if line]
    yield [line.upper() for line in lines]
    if re.search(r"[\u0600-\u06ff\ufe70-\ufeff]", text):
        ways = [_ways([_pair(sign) for sign in _split(line)]) for line in lines]
        yield from (list(chosen) for chosen in product(*ways))
    elif not set(text) & {"<"}:
        yield ["".join(_FRENCH.get(sign, sign) for sign in line.upper()) for line in lines]


def _split(line: str) -> list[str]:
    """The signs of a line typed on the Arabic layout, two together where one key may have given both."""
    return re.findall("ل[أإآا]|.", line)


def _pair(sign: str) -> tuple[str, ...]:
    return _PAIRS.get(sign) or _EITHER.get(sign) or (_ARABIC.get(sign.upper(), sign.upper()),)


def _ways(signs: list[tuple[str, ...]]) -> list[str]:
    """The lines that these signs may mean; none of them where they are too many to be told apart."""
    count = 1
    for choices in signs:
        count *= len(choices)
    return ["".join(chosen) for chosen in product(*signs)] if count <= MOST else []
