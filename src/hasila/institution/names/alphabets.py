"""Alphabets: names in further scripts, as foreigners' papers and Tifinagh have them, read as French writes them down.

Alphabets are read by tables; syllables (kana, Ethiopic, the scripts of India, Khmer) by their names in Unicode, which
say how they sound. Roughly: what is read is compared by sounds, as any name in Latin letters is. Korean and Chinese
stay as they are written, since two names there differ by one sign and sound nearly the same.
"""

from __future__ import annotations

import re
from functools import lru_cache
from unicodedata import name

_CYRILLIC = (
    "а a б b в v г g д d е e ж j з z и i к k л l м m н n о o п p р r с s т t у ou ф f х kh ц ts ч tch ш ch щ chtch ы i "
    "э e ю iou я ia є ie і i ґ g қ k ң n ғ gh ұ ou ү ou ө o һ h ә a ј i љ l њ n џ dj ћ tch ђ dj"
)
_GREEK = "α a β v γ g δ d ε e ζ z η i θ th ι i κ k λ l μ m ν n ξ x ο o π p ρ r σ s ς s τ t υ i φ f χ kh ψ ps ω o"
_GEORGIAN = (
    "ა a ბ b გ g დ d ე e ვ v ზ z თ t ი i კ k ლ l მ m ნ n ო o პ p ჟ j რ r ს s ტ t უ ou ფ p ქ k ღ gh ყ q შ ch ჩ tch ც ts "
    "ძ dz წ ts ჭ tch ხ kh ჯ dj ჰ h"
)
_ARMENIAN = (
    "ա a բ b գ g դ d ե e զ z է e ը e թ t ժ j ի i լ l խ kh ծ ts կ k հ h ձ dz ղ gh ճ tch մ m յ y ն n շ ch ո o չ tch պ p "
    "ջ dj ռ r ս s վ v տ t ր r ց ts ւ ou փ p ք k օ o ֆ f և ev"
)
_HEBREW = (
    "א a ב b ג g ד d ה h ו w ז z ח h ט t י i כ k ך k ל l מ m ם m נ n ן n ס s ע a פ p ף f צ ts ץ ts ק k ר r ש ch ת t"
)
_TIFINAGH = (
    "ⴰ a ⴱ b ⴳ g ⴷ d ⴹ d ⴻ e ⴼ f ⴽ k ⵀ h ⵃ h ⵄ a ⵅ kh ⵇ q ⵉ i ⵊ j ⵍ l ⵎ m ⵏ n ⵓ ou ⵔ r ⵕ r ⵖ gh ⵙ s ⵚ s ⵛ ch ⵜ t ⵟ t "
    "ⵡ w ⵢ y ⵣ z ⵥ z"
)
_SILENT = "ьъⵯ"
TABLE = str.maketrans(
    {
        **dict.fromkeys(_SILENT, ""),
        **{
            letter: read
            for listed in (
                some.split() for some in (_CYRILLIC, _GREEK, _GEORGIAN, _ARMENIAN, _HEBREW, _TIFINAGH)
            )
            for letter, read in zip(listed[::2], listed[1::2], strict=True)
        },
    }
)  # fmt: skip
"""Letters of alphabets, in small letters, as they are read."""

_SYLLABLES = re.compile("[\u0900-\u0dff\u1200-\u137f\u1780-\u17ff\u3041-\u30ff]+")
_NAMED = re.compile(
    r"^(?:(?P<whole>ETHIOPIC) SYLLABLE|(?P<kana>KATAKANA|HIRAGANA) LETTER(?: (?P<small>SMALL))?"
    r"|\w+ (?:(?P<sign>VOWEL SIGN)|LETTER|INDEPENDENT VOWEL(?: SIGN)?))"
    r" (?:GLOTTAL |PHARYNGEAL |VOCALIC )?(?P<said>[A-Z]+)$"
)
_SPOKEN = {"C": "TCH", "CI": "TCHI", "SHI": "CHI", "CHI": "TCHI", "AA": "A", "II": "I", "UU": "OU", "U": "OU"}
_VOWELS = re.compile("[AEIOU]+$")


def syllables(text: str) -> str:
    """The text with words in scripts of syllables as they are read."""
    return _SYLLABLES.sub(lambda found: _word(found[0]), text)


@lru_cache(maxsize=10_000)
def _word(word: str) -> str:
    read, open_ = "", False  # whether the last consonant still has the vowel of its own
    for char in word:
        found = _NAMED.match(name(char, ""))
        if found is None:  # a dot parts words; a virama takes the vowel; what lengthens says little
            if name(char, "").endswith("SIGN ANUSVARA"):  # Narendra is written with one
                read, open_ = read + ("an" if open_ else "n"), False
            read += " " if char == "・" else ""
            open_ = open_ and "VIRAMA" not in name(char, "")
            continue
        said = found["said"]
        if found["whole"]:
            read += _latin(said)
        elif found["kana"]:
            read = _kana(read, said, small=found["small"] is not None)
        elif found["sign"] or not _VOWELS.sub("", said):
            read += _latin(said)
            open_ = False
        else:
            read += ("a" if open_ else "") + _latin(_VOWELS.sub("", said))
            open_ = True
    return read


def _kana(read: str, said: str, *, small: bool) -> str:
    if small and said == "TU":
        return read
    if small and read[-1:] == "i":  # shi and a small yo are sho
        return read[:-1] + _latin(said[-1])
    return (read[:-1] if small and read[-1:] == "u" else read) + _latin(said)


def _latin(said: str) -> str:
    return _SPOKEN.get(said, said).lower()
