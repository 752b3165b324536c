"""Offences: the catalogue by which matters are classed, with the national class, the article and the ICCS code.

`data/offences.csv` names each offence with its legal text and article; `data/iccs.csv` transcribes the sections of the
International Classification of Crime for Statistical Purposes, version 1.0 (UNODC, March 2015), and the classes that
the catalogue and the published figures need. Articles are to be confirmed by counsel like every legal detail
(`institution/data/law.toml`, texts with `confirmed = false`).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import models
from django.utils.functional import Promise, lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from hasila.institution.places import rows


class OffenceClass(models.TextChoices):
    """The national class of an offence (penal code, articles 110 and 111)."""

    FELONY = "felony", _("Felony")
    MISDEMEANOUR = "misdemeanour", _("Misdemeanour")
    PETTY = "petty", _("Petty offence")


class Series(models.TextChoices):
    """The series of the annual tally that an offence belongs to; each offence is in one alone, so that they add up."""

    THEFT_THREAT = "theft_threat", _("Theft under threat")
    CAR_THEFT = "car_theft", _("Car theft")
    THEFT_VIOLENCE = "theft_violence", _("Theft with violence")
    AGGRAVATED_THEFT = "aggravated_theft", _("Burglary and other aggravated theft")
    BANK_ROBBERY = "bank_robbery", _("Bank robbery")
    SEXUAL = "sexual", _("Sexual assault")
    VIOLENT = "violent", _("Other violent crime")
    DRUGS = "drugs", _("Drugs")
    OTHER = "other", _("Other offences")


@dataclass(frozen=True, slots=True)
class Offence:
    """One offence of the catalogue.

    Attributes:
        level: code of `OffenceClass`. series: code of `Series`. iccs: code of the ICCS class.
        text, article: key of the legal text and its article. imprisonment: whether the law punishes it by prison.
    """

    code: str
    level: str
    series: str
    iccs: str
    text: str
    article: str
    imprisonment: bool
    arabic: str
    french: str
    english: str

    @property
    def label(self) -> str:
        """The name in the active language."""
        return _named(self)

    @property
    def basis(self) -> str:
        """The key by which `law.cite` cites it."""
        return f"{self.text}/{self.article}" if self.article else self.text


@dataclass(frozen=True, slots=True)
class IccsClass:
    """A section (two digits) or a class of the ICCS."""

    code: str
    arabic: str
    french: str
    english: str

    @property
    def label(self) -> str:
        """The name in the active language."""
        return _named(self)


def _named(item: Offence | IccsClass) -> str:
    return {"ar": item.arabic, "fr": item.french}.get((get_language() or "ar")[:2], item.english)


@cache
def offences() -> dict[str, Offence]:
    """Every offence by its code, in the order of the file."""
    return {row["code"]: Offence(**{**row, "imprisonment": row["imprisonment"] == "yes"}) for row in _rows("offences")}


@cache
def iccs() -> dict[str, IccsClass]:
    """Every transcribed class of the ICCS by its code."""
    return {row["code"]: IccsClass(**row) for row in _rows("iccs")}


def _rows(name: str) -> list[dict[str, Any]]:
    return list(rows(f"{name}.csv"))


def offence(code: str) -> Offence:
    """The offence of a code.

    Raises:
        KeyError: the catalogue has none; a cleaned field never holds such a code.
    """
    return offences()[code]


def section(code: str) -> str:
    """The ICCS section (two digits) of an ICCS class."""
    return code[:2]


_label: Any = lazy(lambda code: offences()[code].label, str)


def offence_choices() -> list[tuple[str, Promise]]:
    """Codes and names, felonies first, for a field's choices."""
    order = {level: place for place, level in enumerate(OffenceClass.values)}
    return [(item.code, _label(item.code)) for item in sorted(offences().values(), key=lambda o: order[o.level])]


class OffenceField(models.CharField):
    """The code of an offence of the catalogue."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 32)
        kwargs["choices"] = offence_choices
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        """Without its choices: a catalogue that grows is no change of a table."""
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("choices", None)
        return name, path, args, kwargs
