"""A forgotten password: the way, a word to those who can help, and the new password. None tells who has an account."""

from __future__ import annotations

from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from hasila.institution.accounts import Account
from hasila.institution.forgotten import account_of, say_forgotten, set_anew
from hasila.institution.throttle import forgotten_try, renew_try
from hasila.institution.watching import name_mark, saw
from hasila.surfaces.web.refusing import Problem, RefusalError
from hasila.surfaces.web.views.sign_in import CodeForm, SignInForm, wait_page

GET_POST = ["GET", "HEAD", "POST"]


class NameForm(forms.Form):
    """Whose password is forgotten."""

    username = SignInForm.base_fields["username"]
    use_required_attribute = False


class RenewForm(forms.Form):
    """A name, a code of the second factor, a new password."""

    username = SignInForm.base_fields["username"]
    code = CodeForm.base_fields["code"]
    password = forms.CharField(
        label=gettext_lazy("New password"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password", "dir": "ltr"}),
    )
    use_required_attribute = False


# What is said must stay counted whatever becomes of the request, so neither has a transaction around it.
@transaction.non_atomic_requests
@never_cache
@require_http_methods(GET_POST)
def forgotten(request: HttpRequest) -> HttpResponse:
    """The way to a new password, and a word to those who can help. The answer is the same for every name."""
    form = NameForm(request.POST or None, auto_id="field-%s")
    if form.is_valid():
        tries, name = forgotten_try(request), name_mark(form.cleaned_data["username"])
        if tries.wait:
            return wait_page(request, tries, means="forgotten")
        saw("password.forgotten", request, name=name)
        say_forgotten(form.cleaned_data["username"])
        return redirect(reverse("web:forgotten") + "?said")
    context = {"form": form, "said": "said" in request.GET}
    return render(request, "web/forgotten.html", context, status=422 if form.is_bound else 200)


@transaction.non_atomic_requests
@sensitive_post_parameters("password", "code")
@never_cache
@require_http_methods(GET_POST)
def renew(request: HttpRequest) -> HttpResponse:
    """A new password, by an approved recovery and a code of the second factor."""
    form = RenewForm(request.POST or None, auto_id="field-%s")
    if form.is_valid():
        sent = form.cleaned_data
        try:
            validate_password(sent["password"], Account(username=sent["username"]))
        except forms.ValidationError as error:
            form.add_error("password", error)
        else:
            account = account_of(sent["username"])
            tries, name = renew_try(request, account), name_mark(sent["username"])
            if tries.wait:
                return wait_page(request, tries, name=name, means="renew")
            if set_anew(account, sent["code"], sent["password"]):
                saw("password.changed", request, account=account.pk, means="recovery")
                saw("session.ended", request, account=account.pk, reason="password")
                return redirect(reverse("web:sign_in") + "?renewed")
            saw("password.not_renewed", request, name=name)
            problem = Problem(
                _("No new password can be set with this name and this code."),
                remedy=_("Check both. A code serves once; a recovery must have been approved within 24 hours."),
            )
            form.add_error("username", RefusalError(problem))
    context = {"form": form, "rules": password_validators_help_texts()}
    return render(request, "web/renew.html", context, status=422 if form.is_bound else 200)
