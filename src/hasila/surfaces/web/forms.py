"""The form of a step, derived from what the step asks for. The door cleans and judges; the form only carries.

Every value goes to the door as it was typed (Arabic digits included), and comes back as it was typed when refused.
"""

from __future__ import annotations

import re
from copy import copy
from datetime import datetime
from typing import Any
from uuid import uuid4

from django import forms
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse
from django.utils.timezone import get_current_timezone, is_naive, localtime, make_aware
from django.utils.translation import gettext_lazy as _

from hasila.assurance.sealed import SealedField
from hasila.institution.career import Officer
from hasila.institution.units import Unit
from hasila.kernel.access import Actor
from hasila.kernel.fields import Asked
from hasila.kernel.procedures import SAME, Transition
from hasila.kernel.records import Record
from hasila.kernel.refusals import Refusal, invalid, no_such_object, no_unit
from hasila.plain.texts import MAX_TEXT, western_digits, without_marks
from hasila.surfaces.choices import labels
from hasila.surfaces.formats import COUNTRY, countries
from hasila.surfaces.reading import cover_field
from hasila.surfaces.web import comparing, moved, references
from hasila.surfaces.web.frame import today
from hasila.surfaces.web.refusing import RefusalError, problem_of
from hasila.surfaces.web.scope import few_units, own_unit, units_of
from hasila.surfaces.web.suggesting import Known, cover_known, suggestions

_ISO_DAY = re.compile(r"^\d{4}-\d{2}-\d{2}$")
_ISO_MOMENT = re.compile(r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$")
_SPOKEN_DAY = re.compile(r"^(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})(?:[ T]+(\d{1,2}):(\d{2}))?$")
FEW = 25
"""Units up to this number are offered as a list."""
RELATIVES = 200
"""Records of the same file that are offered as a list."""


class _Picker(forms.TextInput):
    """The browser's picker for what it can show; the typed text as it was for anything else."""

    kind = "date"
    shape = _ISO_DAY

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """The plain input, with the picker's type where the value fits it."""
        context = super().get_context(name, value, attrs)
        shown = context["widget"]["value"]
        if not shown or (self.shape.match(shown) and _is_moment(shown)):
            context["widget"]["type"] = self.kind
        return context


def _is_moment(text: str) -> bool:
    """Whether it stands in the calendar: of another, a picker would show nothing of what was typed."""
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


class DayInput(_Picker):
    """A day."""

    def format_value(self, value: Any) -> str | None:
        """ISO for a date; what was typed otherwise."""
        return str(value) if value not in (None, "") else None


class MomentInput(_Picker):
    """A day and a time."""

    kind = "datetime-local"
    shape = _ISO_MOMENT

    def format_value(self, value: Any) -> str | None:
        """ISO to the minute for a moment; what was typed otherwise."""
        if isinstance(value, datetime):
            return localtime(value).strftime("%Y-%m-%dT%H:%M")
        return str(value) if value not in (None, "") else None


class LookupInput(forms.TextInput):
    """A number or code, with offers beneath it where scripts run."""

    template_name = "components/lookup.html"

    def __init__(self, address: str, chosen: str = "") -> None:
        super().__init__({"dir": "auto", "autocomplete": "off"})
        self.address = address
        self.chosen = chosen

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """The plain input, its search address and what is chosen."""
        context = super().get_context(name, value, attrs)
        context["widget"]["address"] = self.address
        context["widget"]["chosen"] = self.chosen
        return context


class Unjudged(forms.Field):
    """A field that the form itself never refuses: `required` is only what its label says."""

    def clean(self, value: Any) -> Any:
        """The value itself."""
        return value


class Carried(Unjudged):
    """A field whose value goes to the door as it was typed."""

    def __init__(self, asked: Asked, widget: forms.Widget) -> None:
        column = asked.model_field
        super().__init__(required=asked.required, label=column.verbose_name, help_text=column.help_text, widget=widget)
        self.asked = asked


class Reference(Carried):
    """A field that points to another object, by the number or code that people know."""

    def __init__(self, asked: Asked, actor: Actor, address: str, initial: models.Model | None) -> None:
        super().__init__(asked, LookupInput(address, references.label_of(initial) if initial else ""))
        self.actor = actor
        self.help_text = self.help_text or _hint(asked.target)
        self.initial = references.code_of(initial) if initial else None

    def remind(self, text: str) -> None:
        """Says beside the field what a text that was typed before names."""
        rows = references.candidates(self.asked.target, self.actor)  # type: ignore[arg-type]
        found = references.resolve(rows, text) if text else None
        self.widget.chosen = references.label_of(found) if found else ""

    def clean(self, value: Any) -> Any:
        """The key of the object that the typed text names; an empty field stays empty for the door to judge."""
        if value in (None, ""):
            return None
        rows = references.candidates(self.asked.target, self.actor)  # type: ignore[arg-type]
        found = references.resolve(rows, value)
        if found is None:
            refusal = self._gone(str(value).strip().upper()) or no_such_object(self.asked.name)
            raise RefusalError(problem_of(refusal), refusal.code)
        self.widget.chosen = references.label_of(found)
        return found.pk

    def _gone(self, reference: str) -> Refusal | None:
        """Where what is named is a file that lay with whoever types and was handed over meanwhile: where it is now."""
        declared = getattr(self.asked.target, "procedure", None)
        where = moved.where_now(declared, reference, self.actor) if declared and reference.isprintable() else None
        return moved.gone(where) if where is not None else None


def _hint(model: type[models.Model] | None) -> Any:
    names = {field.name for field in references.codes(model)} if model else set()
    if "registration_number" in names:
        return _("Type a registration number, or search by name.")
    if "card_number" in names:
        return _("Type the whole number of the national card.")
    if "reference" in names:
        return _("Type a reference, or search.")
    return _("Type a code, or search by name.")


ON_A_CARD = {"latin_name", "card_number", "born_on"}
"""Fields that a card's zone fills."""


class StepForm(forms.Form):
    """The form of one step on one record, or of an opening.

    Args:
        step: the step. actor: who takes it. record: the record, None for an opening. data, files: what was sent.
        told: what is known before anybody typed.
    """

    _key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=80)
    _expects = forms.IntegerField(widget=forms.HiddenInput, required=False)

    use_required_attribute = False
    title: Any = ""
    """What the page of the form is called beside the step; empty where that is enough."""
    writes = False
    """Whether the content of the step writes something of its own, in the transaction of the act."""

    def __init__(
        self,
        step: Transition,
        actor: Actor,
        record: Record | None = None,
        data: Any = None,
        *,
        files: Any = None,
        told: Known | None = None,
    ) -> None:
        seen = {"_key": uuid4().hex, "_expects": getattr(record, "version", None)}
        super().__init__(data, files, auto_id="field-%s", initial=seen)
        self.step, self.actor, self.record = step, actor, record
        self.taken_over: list[comparing.TakenOver] = []
        self.both: dict[str, comparing.Both] = {}
        if record is not None:
            self.fields["_shown"] = forms.CharField(widget=forms.HiddenInput, required=False, initial=self._as_shown)
        told = told or Known(actor, record)
        self.cover = cover_known(step, told)
        suggested = suggestions(step, told)
        for name, asked in step.asked.items():
            self.fields[name] = self._field(asked, suggested)
        if step.opens and "unit" not in self.fields:
            self._add_unit(suggested.get("unit"))
        if step.late is None or step.late.total_seconds() > 0:
            self.fields["occurred_at"] = Unjudged(
                required=False,
                label=_("When it happened"),
                help_text=_("Leave empty if it happens now."),
                widget=MomentInput({"class": "input--short"}),
            )
        if self.is_bound:
            self.compare(comparing.read(self, self.sent))

    @property
    def scans(self) -> bool:
        """Whether a card may fill the form: it asks for what a card says of somebody."""
        return self.fields.keys() >= ON_A_CARD

    def _field(self, asked: Asked, suggested: dict[str, Any]) -> forms.Field:
        column = asked.model_field
        current = getattr(self.record, column.name, None) if self.record is not None else None
        current = suggested.get(asked.name, current)
        if current is None and column.name in self.step.subjects and not self._by_role():
            current = references.oneself(asked.target, self.actor)
        if asked.target is not None:
            if references.is_small(asked.target):
                rows = references.candidates(asked.target, self.actor)
                choices = [("", "–"), *((str(item.pk), str(item)) for item in rows)]
                field = Carried(asked, forms.Select(choices=choices))
                field.initial = current.pk if current is not None else None
                return field
            if self.cover is not None and (relatives := self._relatives(asked, current)) is not None:
                return relatives
            app, procedure = self.step.procedure.key.split(".")
            address = reverse("web:lookup", args=[app, procedure, column.name])
            return Reference(asked, self.actor, address, current)
        field = Carried(asked, widget_of(column))
        field.initial = current
        if column.name == COUNTRY and column.max_length == len("MA"):
            _by_name(field, column)
        if isinstance(column, SealedField):  # shown to nobody, and no browser keeps it or sends it to be spelled
            field.initial = None
            field.widget.attrs |= {"autocomplete": "off", "spellcheck": "false"}
        if isinstance(column, ArrayField) and isinstance(current, list):
            field.initial = "\n".join(str(item) for item in current) if not column.base_field.choices else current
        return field

    def _relatives(self, asked: Asked, current: Any) -> forms.Field | None:
        """The file that a new record will belong to, settled; or a choice among what belongs to the same file."""
        target: Any = asked.target
        if self.step.opens and asked.name == cover_field(self.step.procedure):
            settled = Carried(asked, forms.HiddenInput())
            settled.initial = self.cover.pk  # type: ignore[union-attr]
            return settled
        inside = cover_field(target.procedure) if issubclass(target, Record) else ""
        if not inside or target._meta.get_field(inside).related_model is not type(self.cover):
            return None
        rows = references.candidates(target, self.actor).filter(**{inside: self.cover}).order_by("id")
        rows = rows.defer(*references.unlisted(target))
        held = getattr(current, "pk", None)
        named = getattr(target, "named_when_closed", ())
        open_ones = (
            item for item in rows[:RELATIVES] if not item.current.final or item.pk == held or item.state in named
        )
        choices = [(str(item.pk), str(item)) for item in open_ones]
        field = Carried(asked, forms.Select(choices=[("", "–"), *choices]))
        field.initial = held
        return field

    def _by_role(self) -> bool:
        """Whether the actor takes this step in an office; else it is their own affair."""
        return bool(self.actor.paths(self.step.roles, today()))

    def _add_unit(self, suggested: Unit | None) -> None:
        units = units_of(self.actor, self.step.roles, today())
        if self.cover is not None:  # what belongs to a file belongs to its unit
            self.fields["unit"] = Unjudged(label=_("Unit"), widget=forms.HiddenInput())
            self.fields["unit"].initial = self.cover.unit_id
            self._units = units
            return
        listed = few_units(self.actor, self.step.roles, today(), FEW)
        if 0 < len(listed) <= FEW:
            widget: forms.Widget = forms.Select(choices=[(str(unit.pk), str(unit)) for unit in listed])
            self.fields["unit"] = Unjudged(label=_("Unit"), widget=widget)
            self.fields["unit"].initial = str((suggested or listed[0]).pk)
            self._units = units
            return
        own = suggested or own_unit(self.actor, self.step.roles, today())
        own = own or getattr(references.oneself(Officer, self.actor), "unit", None)
        app, procedure = self.step.procedure.key.split(".")
        address = reverse("web:lookup", args=[app, procedure, "unit"])
        widget = LookupInput(f"{address}?step={self.step.name}", str(own) if own else "")
        self.fields["unit"] = Unjudged(label=_("Unit"), widget=widget, help_text=_("Type a code, or search by name."))
        self.fields["unit"].initial = own.code if own else None
        self._units = units if self._by_role() else Unit.objects.filter(closed_on__isnull=True)

    def clean_unit(self) -> Any:
        """The unit meant; the door judges whether it may be that one."""
        if not hasattr(self, "_units"):
            return self.cleaned_data["unit"]
        text = self.cleaned_data.get("unit") or ""
        found = references.resolve(self._units, text) if text else None
        if text and found is None:
            raise RefusalError(problem_of(no_unit()), "kernel.no_unit")
        return found

    def clean_occurred_at(self) -> datetime | None:
        """The moment typed, in the service's time zone; Arabic digits are read."""
        text = spoken_day(western_digits(str(self.cleaned_data.get("occurred_at") or "").strip()))
        if not text:
            return None
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            refusal = invalid("occurred_at", _("Enter a day and a time, such as 2024-10-09T14:05."))
            raise RefusalError(problem_of(refusal), refusal.code) from None
        return make_aware(moment, get_current_timezone()) if is_naive(moment) else moment

    def compare(self, both: dict[str, comparing.Both]) -> None:
        """Has these fields show two texts and ask which of them stands."""
        self.both = both
        for name, one in both.items():
            self.fields[name].both = one  # type: ignore[attr-defined]

    def full_clean(self) -> None:
        """What is judged is what was chosen; what is shown stays what was typed."""
        typed = self.data
        for name, one in self.both.items():
            if one.take == comparing.OTHER:
                self.put(name, one.theirs)
        super().full_clean()
        self.data = typed

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        for name, one in self.both.items():
            if not one.take:
                reason = comparing.undecided(name)
                self.add_error(name, RefusalError(problem_of(reason), reason.code))

    @property
    def amends(self) -> bool:
        """Whether the step does nothing but change what the record holds."""
        step = self.step
        return not step.asks and len(step.may) > 1 and (step.target is SAME or step.target in step.sources)

    @property
    def unchanged(self) -> bool:
        """Whether what was sent is what the record holds already, in a step that does nothing but change it."""
        shown = comparing.marks("".join(self.sent("_shown")))
        names = [name for name in self.step.asked if name in self.fields]
        if not (self.amends and shown and self.record is not None) or self.writes or self.is_multipart():
            return False
        current = self.cleaned_data.get("_expects") == self.record.version and not self.cleaned_data.get("occurred_at")
        return current and all(comparing.mark(self._chosen(name)) == shown.get(name) for name in names)

    @property
    def shows_what_stands(self) -> bool:
        """Whether each field was shown, when the form was opened, as the record holds it now."""
        return "".join(self.sent("_shown")) == self._as_shown()

    def _chosen(self, name: str) -> list[str]:
        one = self.both.get(name)
        return one.theirs if one is not None and one.take == comparing.OTHER else self.sent(name)

    def sent(self, name: str) -> list[str]:
        """What was sent of a field."""
        data: Any = self.data
        if hasattr(data, "getlist"):
            return data.getlist(name)
        return [data[name]] if name in data else []

    def put(self, name: str, values: list[str]) -> None:
        """Has the form hold something else of a field than what was sent."""
        data: Any = self.data.copy()  # type: ignore[attr-defined]
        data.setlist(name, values)
        self.data = data

    def see_anew(self, found: comparing.Meanwhile) -> None:
        """Notes that the reader has been told what changed: sending the form again is a decision taken knowingly.

        A field that they left as it was shown takes what stands in the record now, so that sending again undoes no
        colleague's change; `taken_over` names these fields. Of a field that both changed they choose.
        """
        for name, one in self.both.items():
            if one.take == comparing.OTHER:
                self.put(name, one.theirs)
        then = comparing.marks("".join(self.sent("_shown")))
        both, self.taken_over = comparing.meet(self, then, found)
        self.compare(both)
        self.put("_expects", [str(found.record.version)])
        self.put("_shown", [self._as_shown()])

    def held(self, name: str) -> list[str]:
        """What the form showed of a field before anybody typed."""
        return _shown_by(self.fields[name]) if name in self.fields else []

    def held_of(self, record: Any, name: str) -> list[str]:
        """What the input of a field shows of a record."""
        other = copy(self)
        other.record = record
        return _shown_by(other._field(self.step.asked[name], suggestions(self.step, Known(self.actor, record))))

    def _as_shown(self) -> str:
        """A mark of each field as the record holds it, by which it is known later what the reader left as it was."""
        return ",".join(f"{name}:{comparing.mark(self.held(name))}" for name in self.step.asked if name in self.fields)

    def content(self) -> dict[str, Any]:
        """What goes to the door: the fields that the step asks for, as they were typed."""
        found = {}
        for name, asked in self.step.asked.items():
            if name not in self.fields:  # a module's own form leaves some out
                continue
            value = self.cleaned_data.get(name)
            if self.record is not None and isinstance(asked.model_field, SealedField) and not value:
                continue  # it was shown to nobody, so an empty field takes nothing away
            if isinstance(value, str):
                value = without_marks(value).replace("\r\n", "\n")  # as it was typed: a browser sends two for each line
            if isinstance(asked.model_field, models.DateField) and isinstance(value, str):
                value = spoken_day(value)
            if isinstance(asked.model_field, models.DecimalField) and isinstance(value, str):
                value = value.replace(",", ".").replace("٫", ".")  # 2,5 as it is written here
            if isinstance(asked.model_field, ArrayField) and isinstance(value, str):
                value = [line.strip() for line in value.splitlines() if line.strip()]
            found[name] = value
        return found


class ChangeForm(StepForm):
    """The form of a step that asks for what the record holds already, to have it changed."""

    amends = True


def _shown_by(field: forms.Field) -> list[str]:
    """What an input shows before anybody typed."""
    initial = field.initial() if callable(field.initial) else field.initial
    value: Any = field.widget.format_value(field.prepare_value(initial))
    return [str(one) for one in value] if isinstance(value, list | tuple) else [] if value is None else [str(value)]


def spoken_day(text: str) -> str:
    """09/10/2024 as 2024-10-09, with its time where one follows; anything else as it is, for the door to judge."""
    found = _SPOKEN_DAY.match(western_digits(text.strip()))
    if found is None:
        return text
    day, month, year, hour, minute = found.groups()
    time = f"T{int(hour):02d}:{minute}" if hour else ""
    return f"{year}-{int(month):02d}-{int(day):02d}{time}"


def _by_name(field: forms.Field, column: models.Field) -> None:
    """Has a country chosen by its name; what is taken where nobody says otherwise stands there to be seen."""
    if field.initial in (None, "") and column.has_default():
        field.initial = column.get_default()
    field.widget = forms.Select(choices=[("", "–"), *countries(also=str(field.initial or ""))])
    field.help_text = ""


def widget_choices(column: models.Field) -> list[tuple[str, Any]]:
    """The values that a field is chosen from, with their words; none where it is typed."""
    if isinstance(column, models.BooleanField):
        return [("True", _("Yes")), ("False", _("No"))]
    return [(value, label) for value, label in labels(column).items() if value != ""]


def widget_of(column: models.Field) -> forms.Widget:
    """The input for a field that points to nothing else."""
    if column.choices:
        return forms.Select(choices=[("", "–"), *widget_choices(column)])
    if isinstance(column, ArrayField):
        if column.base_field.choices:
            return forms.CheckboxSelectMultiple(choices=column.base_field.choices)
        return forms.Textarea({"rows": 4})
    if isinstance(column, models.BooleanField):
        return forms.Select(choices=[("", "–"), *widget_choices(column)])
    if isinstance(column, models.DateTimeField):
        return MomentInput({"class": "input--short"})
    if isinstance(column, models.DateField):
        return DayInput({"class": "input--short"})
    if isinstance(column, models.IntegerField | models.DecimalField | models.FloatField):
        return forms.TextInput({"inputmode": "numeric", "dir": "ltr", "autocomplete": "off"})
    if isinstance(column, models.TextField):
        rows = 24 if (column.max_length or 0) > MAX_TEXT else 6  # whole documents are typed into the largest
        return forms.Textarea({"rows": rows, "dir": "auto"})
    return forms.TextInput({"dir": "auto", "autocomplete": "off"})
