"""Courts, and which of them a unit's files go to: by the unit's town and by the office.

`data/courts.csv` holds the seats that decree 2.23.665 on the judicial map names (Official Bulletin of 28 December 2023)
in the towns where units stand. The decree's own tables were not read: which court of appeal a court of first instance
belongs to is to be confirmed by counsel, like every legal detail. Where a unit's town has no court here, nothing is
proposed and the officer chooses.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from django.db import models
from django.utils.functional import Promise, lazy
from django.utils.translation import get_language

from hasila.modules.casefiles.choices import Office

APPEAL, FIRST_INSTANCE = "appeal", "first_instance"
RABAT = "CA-RBT"
"""The court of appeal whose office has the terrorism files of the whole country (law 03-03)."""


@dataclass(frozen=True, slots=True)
class Court:
    """A court: stable code, kind, the place that it sits in, the court of appeal that it belongs to, its names."""

    code: str
    kind: str
    place: str
    appeal: str
    arabic: str
    french: str

    @property
    def label(self) -> str:
        """The Arabic name where Arabic is read, the French one elsewhere: courts have no English names."""
        return self.arabic if (get_language() or "ar").startswith("ar") else self.french

    def serves(self, office: str) -> bool:
        """Whether the prosecution office sits at this court; investigating judges sit at courts of both kinds."""
        if office == Office.TERRORISM:
            return self.code == RABAT
        if office == Office.JUDGE:
            return True
        return self.kind == (APPEAL if office == Office.APPEAL else FIRST_INSTANCE)


@cache
def courts() -> dict[str, Court]:
    """Every court by its code, in the order of the file."""
    text = resources.files("hasila.modules.casefiles").joinpath("data", "courts.csv").read_text(encoding="utf-8")
    return {row["code"]: Court(**row) for row in csv.DictReader(text.splitlines())}


def court_of(place: str, office: str) -> str:
    """The code of the court whose office has the files of units in a town; empty where the data name none.

    Args:
        place: code of `places.csv`. office: a code of `Office`.
    """
    if office == Office.TERRORISM:
        return RABAT
    first = next((court for court in courts().values() if court.place == place and court.serves(FIRST_INSTANCE)), None)
    if office != Office.APPEAL:
        return first.code if first else ""
    seat = next((court for court in courts().values() if court.place == place and court.kind == APPEAL), None)
    return seat.code if seat else first.appeal if first else ""


_label: Any = lazy(lambda code: courts()[code].label, str)


def court_choices() -> list[tuple[str, Promise]]:
    """Codes and names, courts of appeal first, for a field's choices."""
    return [(court.code, _label(court.code)) for court in courts().values()]


class CourtField(models.CharField):
    """The code of a court."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 16)
        kwargs["choices"] = court_choices
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        """Without its choices: a court more is no change of a table."""
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("choices", None)
        return name, path, args, kwargs
