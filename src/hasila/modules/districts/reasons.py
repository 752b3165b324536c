"""The forms in which it is said how a judicial paper was served, or why not: they offer what this paper can have."""

from __future__ import annotations

from typing import Any

from django import forms

from hasila.modules.districts.judicial_papers import ELSEWHERE, LATE, WHY, JudicialPapers
from hasila.modules.districts.summonses import Served
from hasila.surfaces.web.forms import StepForm


class ReasonForm(StepForm):
    """A step that says why a paper was not served. The door judges the reason; here nobody is led into a wrong one."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        record: Any = self.record
        barred = {LATE, ELSEWHERE} if self.step is JudicialPapers.attempt else {LATE}
        offered = [pair for pair in WHY if (pair[0] == LATE if record.came_late else pair[0] not in barred)]
        field = self.fields["not_served"]
        field.widget = forms.Select(choices=[("", "–"), *offered])
        if record.came_late:
            field.initial = LATE


class ServiceForm(StepForm):
    """A step that says how a paper was served: by hand, never by telephone."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        offered = [pair for pair in Served.choices if pair[0] != Served.PHONE]
        self.fields["served_how"].widget = forms.Select(choices=[("", "–"), *offered])
