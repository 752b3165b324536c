"""A scanned card as the fields of a party: what its machine-readable zone says, in the words of our forms.

Nothing is kept here and nobody is looked up: the zone says what the card says, and the officer looks at the card.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from hasila.institution.people import CARD_PATTERN, Sex
from hasila.kernel.refusals import Refusal, Refused
from hasila.plain.mrz import Fault, Zone, ZoneError, read, same_name
from hasila.plain.texts import FORBIDDEN

LONGEST = 400
"""Signs that are looked at: the longest zone has 88, and a reader may send it twice."""
OWN = "MAR"
PARTS = {
    "zone": _("the zone"),
    "line": _("the line"),
    "document": _("the kind of document"),
    "issuer": _("the issuing State"),
    "number": _("the number of the document"),
    "optional": _("the further data"),
    "optional2": _("the further data"),
    "birth": _("the date of birth"),
    "sex": _("the sex"),
    "expiry": _("the date of expiry"),
    "nationality": _("the nationality"),
    "names": _("the names"),
    "composite": _("the zone as a whole"),
}
AGAIN = _("Scan the card again, or type the lines again; the name and the numbers can also be typed into their fields.")


@dataclass(frozen=True)
class Scanned:
    """What a card says of its holder. card_number is empty for a document of another State; cut: whether the names
    fill their line, so that they may have been cut.
    """

    card_number: str
    document_number: str
    latin_family: str
    latin_given: str
    born_on: date | None
    sex: str
    nationality: str
    expired: bool
    cut: bool

    @property
    def latin_name(self) -> str:
        """Given and family name in Latin letters."""
        return f"{self.latin_given} {self.latin_family}".strip()


def scanned(typed: str, today: date, *, known: tuple[str, ...] = ()) -> Scanned:
    """What the zone that was typed says.

    Args:
        today: the day of reading. known: names that stand in the form already; where one is the zone's own in a better
        spelling (Aïcha for AICHA), it is kept.

    Raises:
        Refused: it is no zone, with every fault and its place.
    """
    if len(typed) > LONGEST or FORBIDDEN.search(typed):
        raise Refused(_length(Fault("length", "zone", found=str(min(len(typed), LONGEST)), wanted="90")))
    try:
        zone = read(typed, today)
    except ZoneError as error:
        raise Refused(*(refusal_of(fault) for fault in error.faults[:5])) from None
    return Scanned(
        card_number=card_number(zone),
        document_number=zone.number,
        latin_family=_spelt(zone.family, known),
        latin_given=_spelt(zone.given, known),
        born_on=zone.born_on,
        sex=zone.sex if zone.sex in Sex.values else "",
        nationality=zone.nationality,
        expired=zone.expires_on is not None and zone.expires_on < today,
        cut=zone.cut,
    )


def card_number(zone: Zone) -> str:
    """The number of the national card: what looks like one in the further data, else the document's own number.

    A working rule, to be confirmed by the service that issues the cards: the card's serial number and the holder's
    number stand beside each other in the zone, and the second is the one that people are known by.
    """
    if zone.issuer != OWN:
        return ""
    pattern = getattr(settings, "HASILA_CARD_NUMBER_PATTERN", CARD_PATTERN)
    words = [word for part in (*zone.optional, zone.number) for word in part.split("<")]
    return next((word for word in words if re.fullmatch(pattern, word)), "")


def _spelt(name: str, known: tuple[str, ...]) -> str:
    """A name as people write it: the spelling that is known already, else with capitals at the beginnings."""
    return next((one for one in known if same_name(one, name)), name.title())


def refusal_of(fault: Fault) -> Refusal:
    """A fault of a zone in words."""
    about: dict[str, Any] = {**fault._asdict(), "part": PARTS[fault.part]}
    del about["code"]
    if fault.code == "length":
        return _length(fault)
    if fault.code == "check":
        return Refusal(
            "scan.check_digit",
            _(
                "The check digit of %(part)s is wrong: line %(line)s, position %(position)s says %(found)s where"
                " %(wanted)s would be right."
            ),
            remedy=AGAIN,
            status=422,
            **about,
        )
    if fault.code == "date":
        return Refusal(
            "scan.date",
            _("%(found)s in line %(line)s, position %(position)s is no day (%(part)s)."),
            remedy=AGAIN,
            status=422,
            **about,
        )
    if fault.code == "missing":
        return Refusal("scan.missing", _("The zone lacks %(part)s."), remedy=AGAIN, status=422, **about)
    if fault.code == "ambiguous":
        return Refusal(
            "scan.ambiguous",
            _("The keyboard's layout leaves open whether the name is %(found)s or %(wanted)s."),
            remedy=_("Switch the keyboard to Latin letters and scan again."),
            status=422,
            **about,
        )
    return Refusal(
        "scan.character",
        _("“%(found)s” can't stand in line %(line)s, position %(position)s (%(part)s)."),
        remedy=AGAIN,
        status=422,
        **about,
    )


def _length(fault: Fault) -> Refusal:
    if fault.line:
        return Refusal(
            "scan.line_length",
            _("Line %(line)s has %(found)s signs instead of %(wanted)s."),
            remedy=AGAIN,
            status=422,
            line=fault.line,
            found=fault.found,
            wanted=fault.wanted,
        )
    return Refusal(
        "scan.length",
        _("This has %(found)s signs; the zone of a card has 90 in three lines, that of a passport 88 in two."),
        remedy=AGAIN,
        status=422,
        found=fault.found,
    )
