"""The citizen's page: what became of a matter, by the reference and the code of the receipt. It needs no sign-in.

The QR code of a receipt names this page and holds both behind the hash, which stays in the browser; they come in the
body of a request and stand in no address and no log. A wrong code and an unknown reference are answered alike.
"""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from hasila.kernel.refusals import Refusal
from hasila.modules.districts.desk.told import told
from hasila.surfaces.web.refusing import attach


def unknown() -> Refusal:
    return Refusal(
        "districts.follow_unknown",
        _("There is no receipt with this reference and this code."),
        remedy=_("Compare both with your receipt, letter by letter, or ask at the unit that gave it to you."),
        status=422,
    )


class FollowForm(forms.Form):
    """What stands on the receipt."""

    reference = forms.CharField(
        label=_("Reference"),
        max_length=40,
        widget=forms.TextInput(
            {"dir": "ltr", "autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
        help_text=_("As it stands on the receipt, such as PL-26-0123456789."),
    )
    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        widget=forms.TextInput(
            {"dir": "ltr", "autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
        help_text=_("Ten letters and digits, below the square."),
    )
    use_required_attribute = False


@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: HttpRequest) -> HttpResponse:
    """The form, and what is told."""
    form = FollowForm(request.POST if request.method == "POST" else None, auto_id="field-%s")
    found = None
    if form.is_bound and form.is_valid():
        found = told(form.cleaned_data["reference"], form.cleaned_data["code"])
        if found is None:
            attach(form, [unknown()])
    status = 422 if form.is_bound and found is None else 200
    response = render(request, "districts/follow.html", {"form": form, "told": found}, status=status)
    response.headers["Cache-Control"] = "private, no-store"
    return response
