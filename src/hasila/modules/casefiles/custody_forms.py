"""Forms of the pages of persons held: each is the form of a step, with what is known already left out."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hasila.kernel.access import Actor
from hasila.kernel.procedures import Transition
from hasila.kernel.records import Record
from hasila.modules.casefiles import clocks
from hasila.modules.casefiles.custody import Custody
from hasila.modules.casefiles.custody_showing import presented_of
from hasila.modules.casefiles.holding import IDENTITY
from hasila.modules.casefiles.holding_choices import Ending, Note, Reason
from hasila.modules.casefiles.minor_retention import MinorRetention
from hasila.plain.moments import today
from hasila.surfaces.web.forms import StepForm

GROUPS: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (
        _("Rights and notices"),
        (
            "reasons_told", "silence_told", "lawyer_told", "lawyer_at_hearing_told", "doctor_told", "family_told",
            "family_not_told", "guardian_told", "guardian_instead", "social_worker_told", "prosecutor_told",
            "notice_signed", "notice_refused",
        ),
    ),
    (
        _("Lawyer, interpreter, doctor"),
        (
            "lawyer_asked", "lawyer_declined", "lawyer_contacted", "lawyer_allowed", "lawyer_spoke", "lawyer_present",
            "interpreter", "examined", "not_examined", "condition",
        ),
    ),
    (
        _("While held"),
        (
            "hearing", "rest", "meal", "meal_declined", "moved", "taken_out", "property_taken", "property_returned",
            "visit", "other",
        ),
    ),
)  # fmt: skip
"""The notes as they are offered; every one is in a group."""
NO_ENDING: dict[type[Any], Ending] = {Custody: Ending.GUARDIAN, MinorRetention: Ending.MINOR}
"""How no custody of an adult ends, and how no retention of a minor does."""
OF_MINORS = ("guardian_told", "guardian_instead", "social_worker_told")
"""Notes that no custody of an adult has."""


class NoteForm(StepForm):
    """One note, quickly: what, when, whom."""

    def __init__(self, step: Transition, actor: Actor, record: Record, data: Any = None) -> None:
        super().__init__(step, actor, record, data)
        labels = dict(Note.choices)
        unfit = OF_MINORS if isinstance(record, Custody) else ()
        groups = [(label, [(code, labels[code]) for code in codes if code not in unfit]) for label, codes in GROUPS]
        self.fields["note_kind"].widget = forms.Select(choices=[("", "–"), *groups])
        self.fields["note_text"].widget = forms.TextInput({"dir": "auto", "autocomplete": "off"})
        for name in ("note_kind", "note_at", "note_until", "note_whom", "note_text"):
            self.fields[name].initial = None


def form_of(step: Transition, actor: Actor, record: Record, data: Any = None) -> StepForm:
    """The form of a step on somebody held; what an earlier step left in its fields isn't offered again."""
    kind = PaperForm if step.name == "enter_authorisation" else StepForm
    form = kind(step, actor, record, data)
    unfit = NO_ENDING.get(type(record))
    if "ending" in form.fields and unfit is not None:
        choices = [(code, label) for code, label in form.fields["ending"].widget.choices if code != unfit]
        form.fields["ending"].widget = forms.Select(choices=choices)
    for name in step.asked:
        if name in form.fields and name not in IDENTITY:
            form.fields[name].initial = None
    if step.name == "end" and (presented := presented_of(record)) is not None:  # type: ignore[arg-type]
        form.fields["ending"].initial, form.fields["ended_to"].initial = Ending.PRESENTED.value, presented.office
    return form


class Known(forms.Field):
    """A value that the page knows, whatever is sent."""

    widget = forms.HiddenInput

    def __init__(self, value: Any, label: Any) -> None:
        super().__init__(required=False, initial=value, label=label)
        self.value = value

    def clean(self, value: Any) -> Any:
        """What the page knows."""
        return self.value


class PlacingForm(StepForm):
    """The placing of one suspect of a file: file, person and unit are known."""

    def __init__(self, step: Transition, actor: Actor, party: Any, data: Any = None) -> None:
        super().__init__(step, actor, None, data)
        for name, value in (("case", party.case_id), ("party", party.pk)):
            self.fields[name] = Known(value, self.fields[name].label)
        for name in ("unit", "occurred_at"):
            self.fields.pop(name, None)
        now = timezone.localtime().replace(second=0, microsecond=0)
        for name in ("arrested_at", "began_at"):
            self.fields[name].initial = now
        if "guardian" in self.fields:
            self.fields["guardian"].initial = party.guardian
        if "reasons" in self.fields:
            labels = dict(Reason.choices)
            listed = [(code, labels[code]) for code in clocks.reasons(today())]
            self.fields["reasons"].widget = forms.CheckboxSelectMultiple(choices=listed)
        self.order_fields(
            ["arrested_at", "began_at", "framework", "reasons", "grounds", "consent", "place", "apart", "condition"]
        )
        for name in ("grounds", "condition"):
            self.fields[name].widget = forms.Textarea({"rows": 2, "dir": "auto"})


class Scan(forms.FileField):
    """A file that the form itself never refuses: what it is is judged by its bytes."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        """The file itself."""
        return data


class PaperForm(StepForm):
    """An authorisation on paper: the scan takes the place of its digest."""

    file = Scan(
        label=_("Scan of the authorisation"),
        help_text=_("PDF, JPEG or PNG. It is attached to the case file, and its digest stands in the entry."),
    )

    def __init__(self, step: Transition, actor: Actor, record: Record, data: Any = None) -> None:
        super().__init__(step, actor, record, data)
        del self.fields["paper"]
        self.order_fields(["authorisation", "magistrate", "authorised_at", "file"])
