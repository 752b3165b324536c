"""Why a person's file is read or searched for: the question, and how long an answer to it holds for a register."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hasila.assurance.purposes import purposes_of
from hasila.assurance.readings import CASE_LENGTH
from hasila.kernel.procedures import Procedure
from hasila.kernel.refusals import Refused
from hasila.surfaces.web.frame import today
from hasila.surfaces.web.refusing import attach, basis_words

SEARCHED = "searched"
HOLDS = 15 * 60
"""Seconds for which a stated purpose of searching holds for one register."""


class PurposeForm(forms.Form):
    """The purposes that the law lists for a register, and the reference of a case where there is one."""

    purpose = forms.ChoiceField(label=gettext_lazy("Why do you open this file?"), widget=forms.RadioSelect)
    case = forms.CharField(
        label=gettext_lazy("Reference of the case"),
        help_text=gettext_lazy("Where there is one: the number of a file, an order or a request."),
        required=False,
        max_length=CASE_LENGTH,
        widget=forms.TextInput({"dir": "auto", "autocomplete": "off"}),
    )

    def __init__(self, declared: type[Procedure], data: Any = None, *, question: str = "") -> None:
        super().__init__(data, auto_id="field-%s")
        choice: Any = self.fields["purpose"]
        if question:
            choice.label = question
        choice.choices = [
            (one.code, _words(str(one.label), one.basis, one.case)) for one in purposes_of(declared, today()).values()
        ]

    @property
    def stated(self) -> tuple[str, str]:
        """The code of the purpose and the reference of the case, as they were sent."""
        return stated_in(self.data)

    def refuse(self, refused: Refused) -> None:
        """Shows why the answer was refused."""
        self.errors.clear()
        attach(self, refused.refusals)


def stated_in(sent: Mapping[str, Any]) -> tuple[str, str]:
    """The code of the purpose and the reference of the case, as they were sent."""
    return str(sent.get("purpose", "")), str(sent.get("case", ""))


def _words(label: str, basis: str, case: bool) -> str:
    if case:
        label = _("%(purpose)s (with the reference of the case)") % {"purpose": label}
    return _("%(purpose)s: %(basis)s") % {"purpose": label, "basis": basis_words(basis)} if basis else label


def searching_for(request: HttpRequest, declared: type[Procedure]) -> tuple[str, str] | None:
    """The purpose and case stated for searching this register within the last quarter of an hour, or None."""
    at, purpose, case = request.session.get(SEARCHED, {}).get(declared.key, (0.0, "", ""))
    return (purpose, case) if time.time() - at < HOLDS else None


def remember_search(request: HttpRequest, declared: type[Procedure], purpose: str, case: str) -> None:
    """Keeps in the session why this register is searched."""
    request.session[SEARCHED] = {**request.session.get(SEARCHED, {}), declared.key: (time.time(), purpose, case)}
