"""The language that the command line speaks, and its texts where Django isn't set up yet."""

import gettext as catalogues
import os
from pathlib import Path

LANGUAGES = ("ar", "fr", "en")
LOCALE = Path(__file__).resolve().parents[3] / "locale"


def language() -> str:
    """HASILA_LANGUAGE, else the language of the locale where we know it, else English."""
    for name in ("HASILA_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        code = os.environ.get(name, "")[:2]
        if code in LANGUAGES:
            return code
    return "en"


def gettext(message: str) -> str:
    """The text in the language of the command line; English where no compiled catalogue is there yet.

    It reads the catalogues by itself, for Django's own gettext asks for settings and applications, and what stands in
    the way of those must be said too.
    """
    return catalogues.translation("django", LOCALE, [language()], fallback=True).gettext(message)
