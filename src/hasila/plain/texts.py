"""Text: what may be stored, how it is normalised for search, how people's digits are read."""

import re
from unicodedata import normalize

# Bidirectional controls and invisible marks reorder what a reader sees; C0/C1 controls and NUL break exports.
# Zero-width joiner and non-joiner are legitimate in Arabic script and stay.
FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff]"
)

# Of these, marks that come along with what is pasted: they show nothing, and a text reads the same without them.
_MARKS = dict.fromkeys(map(ord, "\u061c\u200b\u200e\u200f\u2060\u2066\u2067\u2068\u2069\ufeff"))

_DIGITS = {ord(c): str(i) for i, c in enumerate("٠١٢٣٤٥٦٧٨٩")} | {ord(c): str(i) for i, c in enumerate("۰۱۲۳۴۵۶۷۸۹")}
_LETTERS = str.maketrans("أإآٱىئؤةگڭکیپڤàâäéèêëîïôöùûüç", "ااااييوهكككيبفaaaeeeeiioouuuc", "ءـ’'")
_FOLD = {
    **_DIGITS,
    **_LETTERS,
    ord("œ"): "oe",
    **dict.fromkeys([*range(0x064B, 0x0660), 0x0670, *range(0x06D6, 0x06EE), 0x200C, 0x200D]),
}
_WORD = re.compile(r"[^\W_]{1,100}")  # PostgreSQL takes lexemes of 2,046 bytes at most

_ASKED = re.compile(r"[^\W_]{1,100}\*?")

MAX_TEXT = 100_000


def fold(text: str) -> str:
    """Normalised text for search: lower case, hamza forms, ta marbuta, alef maqsura, diacritics and digits folded."""
    return normalize("NFKC", text).lower().translate(_FOLD)


def tokens(text: str) -> list[str]:
    """The folded words of a text. Only letters and digits survive, so they are safe tsvector lexemes."""
    return _WORD.findall(fold(text))


def western_digits(text: str) -> str:
    """The text with Arabic-Indic and Persian digits as 0-9, as a number or date field reads them."""
    return text.translate(_DIGITS)


def without_marks(text: str) -> str:
    """The text without the invisible marks that a chat or an office program leaves in what is copied from it.

    What turns the order of letters (embeddings and overrides) stays, and is refused: nobody sees what was typed.
    """
    return text.translate(_MARKS)


def lexemes(parts: list[str]) -> str:
    """The folded words of some texts as one text that PostgreSQL takes as a tsvector."""
    return " ".join(tokens(" ".join(parts)))


def tsquery(text: str) -> str:
    """A query for PostgreSQL's ``simple`` configuration: every word must be there; one with a star behind it may be
    only begun.
    """
    return " & ".join(word.replace("*", ":*") for word in _ASKED.findall(fold(text))[:8])


def begun(text: str, *, least: int = 0) -> str:
    """What is asked where words may be only begun, marked by stars: the last one, which may still be typed; or each of
    at least so many letters.
    """
    words = _ASKED.findall(fold(text))
    last = None if least else len(words) - 1
    marked = (f"{word.rstrip('*')}*" if n == last or 0 < least <= len(word) else word for n, word in enumerate(words))
    return " ".join(marked) or text
