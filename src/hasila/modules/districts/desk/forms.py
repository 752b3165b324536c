"""The form of a matter at the counter: the step's own form, cut into parts and put into the shape of a conversation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from hasila.institution.offences import OffenceClass, OffenceField, offences
from hasila.institution.people import CardNumberField, PhoneField
from hasila.institution.units import Unit
from hasila.kernel.access import Actor
from hasila.kernel.records import Record
from hasila.kernel.refusals import Text
from hasila.modules.districts.desk.matters import SCANNED, Matter
from hasila.surfaces.choices import labels
from hasila.surfaces.web.forms import LookupInput, StepForm
from hasila.surfaces.web.suggesting import Known

CHIPS = ("urgency", "sex", "source")
"""Choices so few that all of them are seen at once."""
PRESET = ("how", "urgency", "territory", "minutes", "wants_protection")
"""Fields in which the usual value stands already."""
LATIN = {"dir": "ltr", "lang": "fr", "autocapitalize": "words"}
SPELT = {"spellcheck": "false", "autocomplete": "off"}


@dataclass(frozen=True)
class Group:
    """The fields of a part; `scans` where a card may fill them."""

    title: Text
    fields: list[BoundField]
    aside: bool = False
    scans: bool = False


class DeskForm(StepForm):
    """The opening of a matter at the counter of a unit, or a step on a record.

    Args:
        matter: what brings the person. actor: the officer. unit: the unit of the desk. data: what was sent.
        record: the record of a step; None for an opening. told: what the address of the form gave.
    """

    def __init__(
        self,
        matter: Matter,
        actor: Actor,
        unit: Unit | None,
        data: Any = None,
        *,
        record: Record | None = None,
        told: Known | None = None,
    ) -> None:
        super().__init__(matter.step, actor, record, data, told=told)
        self.matter = matter
        for name, asked in matter.step.asked.items():
            field, column = self.fields[name], asked.model_field
            if isinstance(column, OffenceField):
                field.widget = forms.Select(choices=_offences())
            elif name in (*CHIPS, *matter.chips):
                field.widget = _chips(column)
            if name in PRESET and column.has_default() and record is None and field.initial in (None, ""):
                field.initial = column.get_default()
            field.widget.attrs |= _habits(name, column)
        if unit is not None:
            for name, value in (("town", unit.place), ("unit", str(unit.pk) if self._few_units() else unit.code)):
                if name in self.fields:
                    self.fields[name].initial = value
        self.fields[next(iter(matter.parts[0].fields))].widget.attrs["autofocus"] = True

    def _few_units(self) -> bool:
        return "unit" in self.fields and isinstance(self.fields["unit"].widget, forms.Select)

    @property
    def one_unit(self) -> bool:
        """Whether the officer's desk is of one unit alone, so that nobody is asked which."""
        return self._few_units() and len(list(self.fields["unit"].widget.choices)) == 1

    @property
    def looks_up(self) -> bool:
        """Whether a field offers what it finds, for which a script is needed."""
        return any(isinstance(field.widget, LookupInput) for field in self.fields.values())

    @property
    def groups(self) -> list[Group]:
        """The parts of the form."""
        return [
            Group(part.title, [self[name] for name in part.fields], part.aside, SCANNED in part.fields)
            for part in self.matter.parts
        ]

    @property
    def rest(self) -> list[BoundField]:
        """What no part names: folded, unless something is wrong with it."""
        hidden = {"unit"} if self.one_unit else set()
        return [field for field in self if not field.is_hidden and field.name not in self.matter.named | hidden]

    @property
    def rest_is_wrong(self) -> bool:
        """Whether a folded field must be mended."""
        return self.is_bound and any(field.errors for field in self.rest)

    @property
    def carried(self) -> list[BoundField]:
        """What goes with the form unseen."""
        return [field for field in self if field.is_hidden]


def _chips(column: Any) -> forms.Widget:
    """Choices of which all are seen: one of them, yes or no, or of a list as many as hold."""
    look = {"class": "chips"}
    if isinstance(column, ArrayField):
        return forms.CheckboxSelectMultiple(choices=labels(column.base_field).items(), attrs=look)
    if isinstance(column, models.BooleanField):
        return forms.RadioSelect(choices=[("True", _("Yes")), ("False", _("No"))], attrs=look)
    return forms.RadioSelect(choices=[pair for pair in labels(column).items() if pair[0] != ""], attrs=look)


def _offences() -> list[Any]:
    """The offences under their class, as a list that is read by its headings."""
    found: list[Any] = [("", "–")]
    for level in OffenceClass:
        found.append((level.label, [(one.code, one.label) for one in offences().values() if one.level == level]))
    return found


def _habits(name: str, column: Any) -> dict[str, Any]:
    """How a field is typed: the keyboard of a telephone for numbers, no spelling of names."""
    if isinstance(column, PhoneField):
        return {"inputmode": "tel", "dir": "ltr", **SPELT}
    if isinstance(column, CardNumberField):
        return {"dir": "ltr", "autocapitalize": "characters", **SPELT}
    if name == "latin_name":
        return {**LATIN, **SPELT}
    if name == "arabic_name":
        return {"lang": "ar", "dir": "rtl", **SPELT}
    if column.get_internal_type() == "TextField":
        return {"rows": 5 if name in ("facts", "text") else 3}
    return {}
