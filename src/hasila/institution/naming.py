"""Names of units: a template filled with a name, with the joins that each language asks for.

A unit's name is never its kind followed by a place. Arabic joins a preposition to its noun (بتازة, بالدار البيضاء,
للرباط); French elides and contracts ``de`` (d'Oujda, du Caire, des Mureaux, de Hay Hassani).
"""

import re

_VOWELS = frozenset("aeiouàâäéèêëîïôöùûüAEIOUÀÂÄÉÈÊËÎÏÔÖÙÛÜ")
_JOINED = re.compile(r"(^|\s)([بكلو])\{\}")


def joined(preposition: str, name: str) -> str:
    """An Arabic one-letter preposition with its noun: ب + الدار البيضاء → بالدار البيضاء, ل + الرباط → للرباط.

    Before a name in digits or Latin letters the preposition is lengthened by a tatweel, as print does: بـ25 مارس.
    """
    if preposition == "ل" and name.startswith("ال"):
        return "ل" + name[1:]
    if not "\u0600" <= name[:1] <= "\u06ff":
        return f"{preposition}ـ{name}"
    return preposition + name


def of(name: str) -> str:
    """French ``de`` with a name: d'Oujda, du Caire, des Mureaux, de l'Océan, de Taza. An initial h is aspirated."""
    if name.startswith("Le "):
        return "du " + name[3:]
    if name.startswith("Les "):
        return "des " + name[4:]
    if name.startswith("L'"):
        return "de l'" + name[2:]
    return f"d'{name}" if name[:1] in _VOWELS else f"de {name}"


def at(name: str) -> str:
    """French ``à`` with a name: à Paris, au Caire, aux Mureaux, à l'Océan."""
    if name.startswith("Le "):
        return "au " + name[3:]
    if name.startswith("Les "):
        return "aux " + name[4:]
    if name.startswith("L'"):
        return "à l'" + name[2:]
    return f"à {name}"


def arabic(template: str, name: str = "") -> str:
    """The Arabic name of a unit from its kind's template, e.g. ``الأمن الجهوي ب{}`` and ``تازة``."""
    filled = _JOINED.sub(lambda match: match[1] + joined(match[2], name), template)
    return filled.replace("{}", name).strip()


def french(template: str, name: str = "") -> str:
    """The French name of a unit from its kind's template, e.g. ``Sûreté régionale de {}`` and ``Taza``."""
    filled = template.replace("de {}", of(name)).replace("à {}", at(name))
    return filled.replace("{}", name).strip()
