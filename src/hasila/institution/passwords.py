"""Words that anybody would try first against this service, kept out of passwords."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

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

LEFT = 6
"""So many letters besides these words make a password that isn't one of them."""


def _letters(text: str) -> str:
    """In small letters, without accents, signs and digits."""
    apart = unicodedata.normalize("NFKD", text).casefold()
    return re.sub(r"[\W\d_]", "", "".join(one for one in apart if not unicodedata.combining(one)))


_FIRST = tuple(sorted(map(_letters, WORDS), key=len, reverse=True))


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
