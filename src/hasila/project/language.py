"""The language that the command line speaks."""

import os

LANGUAGES = ("ar", "fr", "en")


def language() -> str:
    """HASILA_LANGUAGE, else the language of the locale where we know it, else English."""
    for name in ("HASILA_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        code = os.environ.get(name, "")[:2]
        if code in LANGUAGES:
            return code
    return "en"
