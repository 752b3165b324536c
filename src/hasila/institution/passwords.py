"""What anybody would try first against this service, kept out of passwords: its own words, and those that leaked."""

from __future__ import annotations

import re
import unicodedata
from hashlib import sha1
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.password_validation import MinimumLengthValidator, UserAttributeSimilarityValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

WORDS = (
    *("hasila", "dgsn", "surete", "nationale", "police", "policier", "securite", "security", "maroc", "morocco"),
    *("commissariat", "prefecture", "brigade", "inspection", "inspecteur", "commissaire", "directeur", "direction"),
    *("personnel", "discipline", "admin", "administrateur", "password", "motdepasse", "bonjour", "welcome", "azerty"),
    *("rabat", "casablanca", "casa", "marrakech", "fes", "tanger", "agadir", "meknes", "oujda", "laayoune", "kenitra"),
    *("حصيلة", "الأمن", "أمن", "الوطني", "الشرطة", "شرطة", "المغرب", "المديرية", "مديرية", "مفتش", "ضابط", "عميد"),
    *("الرباط", "الدار", "البيضاء", "مراكش", "فاس", "طنجة", "أكادير", "مرحبا"),
)
"""Names of the service, its posts and towns, and greetings, without accents. A site adds none: they are in the code."""

LEAKED = Path(__file__).parent / "data" / "leaked_passwords.txt"
"""13,000 of the most used ones that leaked, all long enough for here; `tools/leaked_passwords.py` made it."""
DIGITS = 40
"""Those of a SHA-1 in the format of these lists. It is no protection here, only the order they stand in."""

LEFT = 6
"""So many letters besides these words make a password that isn't one of them."""


def _letters(text: str) -> str:
    """In small letters, without accents, signs and digits."""
    apart = unicodedata.normalize("NFKD", text).casefold()
    return re.sub(r"[\W\d_]", "", "".join(one for one in apart if not unicodedata.combining(one)))


_FIRST = tuple(sorted(map(_letters, WORDS), key=len, reverse=True))


class Length(MinimumLengthValidator):
    """Refuses a password that is too short, in the words of the house."""

    def get_error_message(self) -> str:
        """What it says of one that was typed."""
        return _("This password is too short.") + " " + self.get_help_text()

    def get_help_text(self) -> str:
        """What the page says beforehand."""
        return _("A password has %(least)s characters or more.") % {"least": self.min_length}


class NotTheName(UserAttributeSimilarityValidator):
    """Refuses a password that is like the account's name, in the words of the house."""

    def get_error_message(self) -> str:
        """What it says of one that was typed."""
        return _("This password is too much like the username or the name.")

    def get_help_text(self) -> str:
        """What the page says beforehand."""
        return _("A password is not like the username or the name.")


class HouseWords:
    """Refuses a password in which little but these words is left."""

    def validate(self, password: str, user: Any = None) -> None:
        """Django's interface.

        Raises:
            ValidationError: it is made of words of the service.
        """
        rest = letters = _letters(password)
        for word in _FIRST:
            rest = rest.replace(word, "")
        if rest != letters and len(rest) < LEFT:
            raise ValidationError(_("This password is made of words of the service."), code="password_house_words")

    def get_help_text(self) -> str:
        """What the page says beforehand."""
        return _("Your password can't be made of words of the service alone: its name, its posts, its towns.")


def stands_in(path: Path, password: str) -> bool:
    """Whether a list in the format of Have I Been Pwned holds a password: sorted lines, each a SHA-1 in capitals and
    what may follow it (``:42``). It is searched by halves where it lies: forty gigabytes take some forty reads.

    Raises:
        OSError: the list can't be read.
    """
    wanted = sha1(password.encode(), usedforsecurity=False).hexdigest().upper().encode()
    with path.open("rb") as lines:
        low, high = 0, lines.seek(0, 2)
        while low < high:
            middle = (low + high) // 2
            lines.seek(max(middle - 1, 0))
            if middle:
                lines.readline()  # on to where a line begins
            begins = lines.tell()
            found = lines.readline()[:DIGITS]
            if found == wanted and begins < high:
                return True
            if begins >= high or found > wanted:
                high = middle
            else:
                low = lines.tell()
    return False


class Leaked:
    """Refuses a password that everybody uses or that leaked somewhere: of the list in the house, and of the one that
    `HASILA_LEAKED_PASSWORDS` names, where there is one. A list that can't be read refuses every new password.
    """

    def validate(self, password: str, user: Any = None) -> None:
        """Django's interface.

        Raises:
            ValidationError: it stands in a list, or a list can't be read.
        """
        lists = [LEAKED, *([Path(settings.HASILA_LEAKED_PASSWORDS)] if settings.HASILA_LEAKED_PASSWORDS else [])]
        try:
            known = any(stands_in(one, said) for one in lists for said in {password, password.strip().lower()})
        except OSError:
            raise ValidationError(
                _("The list of leaked passwords can't be read, so no new password is taken. Tell the operator."),
                code="password_list_unreadable",
            ) from None
        if known:
            raise ValidationError(
                _("This password has leaked somewhere, or everybody uses it."), code="password_leaked"
            )

    def get_help_text(self) -> str:
        """What the page says beforehand."""
        return _("Your password can't be one that has leaked somewhere or that everybody uses.")
