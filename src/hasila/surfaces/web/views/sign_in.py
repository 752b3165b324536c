"""Signing in and out, the demonstration's sign-ins, the language of the pages."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth import authenticate, login, logout
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hasila.institution.demo import accounts
from hasila.surfaces.web.refusing import Problem, RefusalError

LOCKED = 429


class SignInForm(forms.Form):
    """A username and a password."""

    username = forms.CharField(
        label=gettext_lazy("Username"),
        max_length=60,
        widget=forms.TextInput(
            {"autocomplete": "username", "dir": "ltr", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    password = forms.CharField(
        label=gettext_lazy("Password"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password", "dir": "ltr"}),
    )
    next = forms.CharField(required=False, max_length=2000, widget=forms.HiddenInput)

    use_required_attribute = False


def _onward(request: HttpRequest, wanted: str) -> str:
    """Where to go next: the address asked for where it is ours, else home."""
    good = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if wanted and good else reverse("web:home")


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """The sign-in: a refusal never says which of the two was wrong."""
    if request.method != "POST":
        wanted = request.GET.get("next", "")
        if request.user.is_authenticated:
            return redirect(_onward(request, wanted))
        form = SignInForm(auto_id="field-%s", initial={"next": wanted})
        return render(request, "web/sign_in.html", {"form": form, "demo": settings.DEMO})
    form = SignInForm(request.POST, auto_id="field-%s")
    if form.is_valid():
        sent = form.cleaned_data
        user = authenticate(request, username=sent["username"], password=sent["password"])
        if user is not None:
            login(request, user)
            return redirect(_onward(request, sent["next"]))
        problem = Problem(
            _("This username and this password don't belong together."), remedy=_("Check both and try again.")
        )
        form.add_error("username", RefusalError(problem))
    return render(request, "web/sign_in.html", {"form": form, "demo": settings.DEMO}, status=422)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Ends the session."""
    logout(request)
    return redirect("web:home")


def locked_out(
    request: HttpRequest, response: Any = None, credentials: Any = None, *args: Any, **kwargs: Any
) -> HttpResponse:
    """The page shown after too many failed sign-ins (called by django-axes)."""
    minutes = round(float(settings.AXES_COOLOFF_TIME) * 60)
    return render(request, "web/locked_out.html", {"minutes": minutes}, status=LOCKED)


@require_safe
def demo(request: HttpRequest) -> HttpResponse:
    """The demonstration's sign-ins, one for each role; there is no such page elsewhere."""
    if not settings.DEMO:
        raise Http404(_("This is not a demonstration."))
    listed = [SimpleNamespace(username=name, role=role, password=word) for name, role, word in accounts()]
    password = listed[0].password if listed else ""
    return render(request, "web/demo.html", {"accounts": listed, "password": password})


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Sets the language of the pages and goes back to where the reader was."""
    chosen = request.POST.get("language", "")
    response = HttpResponseRedirect(_onward(request, request.POST.get("next", "")))
    if chosen in dict(settings.LANGUAGES) and translation.check_for_language(chosen):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            chosen,
            max_age=settings.LANGUAGE_COOKIE_AGE,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
        )
    return response
