"""The filters above a register, derived from its declaration, with a search box and a span of days."""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from datetime import time as clock
from functools import lru_cache
from typing import Any

from django import forms
from django.db import models
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.timezone import make_aware
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hasila.assurance.purposes import emergency_role
from hasila.institution.career import Officer
from hasila.institution.mandates import unit_of
from hasila.institution.people import Person
from hasila.institution.units import Unit
from hasila.kernel.access import Actor, roles_of
from hasila.kernel.procedures import Procedure, registry
from hasila.kernel.registers import narrow
from hasila.plain.moments import typed_day
from hasila.surfaces.choices import labels
from hasila.surfaces.web import references
from hasila.surfaces.web.boxes import isolated
from hasila.surfaces.web.display import field_label, model_field
from hasila.surfaces.web.forms import FEW, DayInput, LookupInput, spoken_day
from hasila.surfaces.web.frame import today
from hasila.surfaces.web.refusing import Problem, RefusalError
from hasila.surfaces.web.scope import few_units, waiting

FROM, TO, MINE = "from", "to", "mine"
PEOPLE = (Officer, Person)
KEPT = 60.0
"""Seconds for which what is folded away is kept as text: some of it is listed from tables."""
FIRST = ("q", MINE, "state", "unit")
"""The filters that stand open; the others are folded until one of them is used."""


class FilterForm(forms.Form):
    """Search, declared filters, and the days between which a record was opened.

    Args:
        procedure: whose register it is. actor: the reader. data: the query of the page. whole: whether the filters that
            are folded away are made as well when none of them is used.

    Attributes:
        folded: the HTML of the filters that are folded away, where none of them is used; else they are among the
            fields.
    """

    def __init__(self, procedure: type[Procedure], actor: Actor, data: Any, *, whole: bool = False) -> None:
        super().__init__(data, auto_id="filter-%s")
        self.procedure, self.actor = procedure, actor
        self.fields["q"] = forms.CharField(
            required=False,
            label=_("Search"),
            max_length=200,
            widget=forms.TextInput({"type": "search", "data-key-search": "", "autocomplete": "off", "dir": "auto"}),
        )
        self.waiting = waiting(procedure, actor, today())
        if self.waiting is not None:
            self.fields[MINE] = _choice(_("Next step"), [("1", _("Waiting for me"))])
        folded = [*(name for name in procedure.register.filters if name not in FIRST), FROM, TO]
        whole = whole or any(data.get(name) for name in folded) or any(map(self._by_reader, folded))
        self.folded = "" if whole else _folded(procedure.key, get_language() or "", int(time.monotonic() / KEPT))
        for name in procedure.register.filters:
            if whole or name in FIRST:
                self._add(name)
        if whole:
            self.fields[FROM] = _day(_("Opened from"))
            self.fields[TO] = _day(_("Opened until"))
        self.is_valid()

    def _by_reader(self, name: str) -> bool:
        """Whether what a filter offers depends on who reads: the units of a mandate."""
        column = model_field(self.procedure.record, name)
        return isinstance(column, models.ForeignKey) and column.related_model is Unit

    def _add(self, name: str) -> None:
        if name == "state":
            choices = [(state.name, state.label) for state in self.procedure.states.values()]
            self.fields[name] = _choice(_("State"), choices)
            return
        column = model_field(self.procedure.record, name)
        if column is None or isinstance(column, models.DateField):
            return
        label = field_label(self.procedure.record, name)
        if column.choices:
            self.fields[name] = _choice(label, labels(column).items())
        elif isinstance(column, models.BooleanField):
            self.fields[name] = _choice(label, [("true", _("Yes")), ("false", _("No"))])
        elif isinstance(column, models.ForeignKey):
            self._add_reference(name, label, column)
        else:
            widget = forms.TextInput({"dir": "auto", "autocomplete": "off"})
            self.fields[name] = forms.CharField(required=False, label=label, max_length=200, widget=widget)

    def _add_reference(self, name: str, label: str, column: models.ForeignKey) -> None:
        model: Any = column.related_model
        if model is Unit:
            roles = {*roles_of(self.procedure), emergency_role(self.procedure)}
            listed = few_units(self.actor, roles, today(), FEW)
            if len(listed) <= FEW:
                self.fields[name] = _choice(label, [(str(unit.pk), str(unit)) for unit in listed])
                return
        elif references.is_small(model):
            self.fields[name] = _choice(label, [(str(item.pk), str(item)) for item in model._default_manager.all()])
            return
        address = reverse("web:lookup", args=[*self.procedure.key.split("."), name])
        widget = LookupInput(address)
        self.fields[name] = forms.CharField(required=False, label=label, max_length=120, widget=widget)

    def clean(self) -> dict[str, Any]:
        """Reads days and resolves what was typed for a unit or a record."""
        for name in (FROM, TO):
            if name in self.cleaned_data:
                self._read_day(name)
        for name, field in self.fields.items():
            if isinstance(field.widget, LookupInput) and self.cleaned_data.get(name):
                self._resolve(name, field.widget)
            elif isinstance(model_field(self.procedure.record, name), models.BooleanField):
                self.cleaned_data[name] = {"true": True, "false": False}.get(self.cleaned_data.get(name, ""))
        return self.cleaned_data

    def _read_day(self, name: str) -> None:
        text = spoken_day(self.cleaned_data[name] or "")
        try:
            self.cleaned_data[name] = typed_day(text) if text else None
        except ValueError:
            self.cleaned_data.pop(name)
            self.add_error(name, RefusalError(Problem(_("Enter a day, such as 2024-10-09."))))

    def _resolve(self, name: str, widget: LookupInput) -> None:
        column = model_field(self.procedure.record, name)
        found = references.resolve(references.candidates(column.related_model, self.actor), self.cleaned_data[name])  # type: ignore[union-attr, arg-type]
        if found is None:
            self.cleaned_data.pop(name)
            self.add_error(name, RefusalError(Problem(_("Nothing here has this number or code."))))
            return
        widget.chosen = references.label_of(found)
        self.cleaned_data[name] = found.pk

    def narrowed(self, rows: models.QuerySet) -> models.QuerySet:
        """The rows that pass every filter but the search; a filter that could not be read lets nothing pass."""
        if self.errors:
            return rows.none()
        plain = dict(self.cleaned_data)
        for name in self.fields:
            column = model_field(self.procedure.record, name)
            if isinstance(column, models.ForeignKey) and column.related_model is Unit and plain.get(name):
                # A unit stands for all below it, as in the API and on the command line.
                rows = rows.filter(**{f"{name}__in": unit_of(int(plain.pop(name))).below().values("pk")})
        rows = narrow(self.procedure, rows, plain)
        if self.waiting is not None and self.cleaned_data.get(MINE):
            rows = rows.filter(self.waiting)
        if self.cleaned_data.get(FROM):
            rows = rows.filter(opened_at__gte=make_aware(datetime.combine(self.cleaned_data[FROM], clock.min)))
        if self.cleaned_data.get(TO):
            end = self.cleaned_data[TO] + timedelta(days=1)
            rows = rows.filter(opened_at__lt=make_aware(datetime.combine(end, clock.min)))
        return rows

    @property
    def words(self) -> str:
        """What is searched for."""
        return self.cleaned_data.get("q") or "" if self.is_bound else ""

    def by_name(self) -> str:
        """What persons are searched by in a register of their files: the words, and what else names somebody."""
        if not self.procedure.sensitive:
            return ""
        named = [str(self.data.get("q") or "").strip()]
        for name in self.procedure.register.filters:
            column = model_field(self.procedure.record, name)
            if isinstance(column, models.ForeignKey) and column.related_model in PEOPLE:
                named.append(str(self.data.get(name) or "").strip())
        return " ".join(filter(None, named))

    @property
    def tells(self) -> bool:
        """Whether it holds what an address mustn't say: words, or what else names somebody."""
        typed = [name for name, field in self.fields.items() if type(field.widget) is forms.TextInput]
        return bool(self.by_name()) or any(self.data.get(name) for name in typed)

    def in_words(self) -> list[tuple[Any, SafeString]]:
        """What is asked for as a reader sees it: each filter that is used, with what was chosen or typed."""
        found = []
        for bound in self:
            text = str(self.data.get(bound.name) or "").strip()
            if text:
                choices = {str(value): label for value, label in getattr(bound.field, "choices", ())}
                chosen = getattr(bound.field.widget, "chosen", "")
                found.append((bound.label, isolated(chosen or choices.get(text, text))))
        return found

    @property
    def first(self) -> list[forms.BoundField]:
        """The filters that stand open."""
        return [field for field in self if field.name in FIRST]

    @property
    def more(self) -> list[forms.BoundField]:
        """The filters that are folded."""
        return [field for field in self if field.name not in FIRST]

    @property
    def more_used(self) -> bool:
        """Whether one of the folded filters narrows the register."""
        return any(self.data.get(field.name) for field in self.more)

    def query(self) -> list[tuple[str, str]]:
        """What was chosen, as the query of a neighbouring page."""
        return [(name, self.data[name]) for name in self.fields if self.data.get(name)]


@lru_cache(512)
def _folded(procedure: str, _language: str, _minute: int) -> SafeString:
    """The filters that are folded away: the same for everybody, and for a while."""
    return render_to_string(
        "components/filters_more.html", {"filters": FilterForm(registry[procedure], Actor(None), {}, whole=True)}
    )


def _choice(label: Any, choices: Any) -> forms.ChoiceField:
    field = forms.ChoiceField(required=False, label=label, choices=[("", _("All")), *choices])
    field.error_messages["invalid_choice"] = _("Choose one of the list.")
    return field


def _day(label: Any) -> forms.CharField:
    return forms.CharField(required=False, label=label, max_length=20, widget=DayInput())
