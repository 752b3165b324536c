"""Signing in and out: password, then the second factor; the demonstration's sign-ins, the language of the pages."""

from __future__ import annotations

import time
from types import SimpleNamespace
from typing import Any

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from allauth.account.stages import LoginStageController
from django import forms
from django.conf import settings
from django.contrib.auth import authenticate, logout
from django.db import transaction
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

from hasila.institution.accounts import Account
from hasila.institution.demo import accounts
from hasila.institution.notices import notify
from hasila.institution.recovery import open_recovery
from hasila.institution.second_factor import Stage, Type, check_code, factors
from hasila.institution.sessions import SECOND
from hasila.institution.signing import may_sign_in, skips_second_factor
from hasila.institution.throttle import Tries, code_try, password_try, remember
from hasila.institution.watching import name_mark, saw
from hasila.kernel.access import acting
from hasila.surfaces.web import passkeys
from hasila.surfaces.web.refusing import Problem, RefusalError

WAIT = 429
CONFIRMED = "confirmed"
SUSPICIOUS = (5, 20)
GUESSED = gettext_lazy(
    "Somebody who knows your password has given wrong codes, %(count)s times. If it wasn't you, change your password."
)


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


class CodeForm(forms.Form):
    """A code of the application, or one of those on paper."""

    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=24,
        help_text=gettext_lazy("The six digits that your application shows, or one of your codes on paper."),
        widget=forms.TextInput({"autocomplete": "one-time-code", "inputmode": "numeric", "dir": "ltr"}),
    )

    use_required_attribute = False


def onward(request: HttpRequest, wanted: str) -> str:
    """Where to go next: the address asked for where it is ours, else home."""
    good = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if wanted and good else reverse("web:home")


# A try must stay counted whatever becomes of the request, so these two have no transaction around them.
@transaction.non_atomic_requests
@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """The password: a refusal never says which of the two was wrong."""
    if request.method != "POST":
        wanted = request.GET.get("next", "")
        if request.user.is_authenticated:
            return redirect(onward(request, wanted))
        form = SignInForm(auto_id="field-%s", initial={"next": wanted})
        return _sign_in_page(request, form, ended="ended" in request.GET, renewed="renewed" in request.GET)
    form = SignInForm(request.POST, auto_id="field-%s")
    if not form.is_valid():
        return _sign_in_page(request, form, status=422)
    sent = form.cleaned_data
    tries = password_try(request, sent["username"])
    if tries.wait:
        return wait_page(request, tries, name=name_mark(sent["username"]), means="password")
    account = authenticate(request, username=sent["username"], password=sent["password"])
    if not isinstance(account, Account):
        problem = Problem(
            _("This username and this password don't belong together."), remedy=_("Check both and try again.")
        )
        form.add_error("username", RefusalError(problem))
        return _sign_in_page(request, form, status=422)
    tries.forgive()
    login = Login(user=account, redirect_url=onward(request, sent["next"]))
    response = perform_password_login(request, {"username": account.username}, login)
    if not request.user.is_authenticated:
        saw("sign_in.incomplete", request, account=account.pk, means="web", reason="second_factor")
    else:
        request.session[CONFIRMED] = time.time()
        remember(request, response, account)
    return response


def _sign_in_page(request: HttpRequest, form: forms.Form, *, status: int = 200, **said: bool) -> HttpResponse:
    context = {"form": form, "demo": settings.DEMO, **said}
    return render(request, "web/sign_in.html", context, status=status)


@transaction.non_atomic_requests
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def second(request: HttpRequest) -> HttpResponse:
    """The second factor of those who have one: a passkey first, else a code."""
    if request.user.is_authenticated:
        return redirect("web:home")
    stage = LoginStageController.enter(request, Stage.key)
    if stage is None or not isinstance(stage.login.user, Account) or not may_sign_in(stage.login.user):
        return redirect("web:sign_in")
    account = stage.login.user
    with acting(account.pk):
        recovery = open_recovery(account)
    skips = skips_second_factor(account)
    form: forms.Form = CodeForm(auto_id="field-%s")
    if request.method == "POST":
        if ("skip" in request.POST and skips) or ("recover" in request.POST and recovery is not None):
            return _enter(request, stage, account, "skipped" if skips else "recovery")
        form, answer = _second_try(request, stage, account)
        if answer is not None:
            return answer
    held = {one.type for one in factors(account)}
    keyed = Type.WEBAUTHN in held and passkeys.possible(request)
    context = {
        "form": form,
        "coded": bool(held - {Type.WEBAUTHN}),
        "keyed": Type.WEBAUTHN in held,
        "options": passkeys.to_show(account) if keyed else "",
        "skips": skips,
        "recovery": recovery,
    }
    return render(request, "web/second.html", context, status=422 if form.is_bound else 200)


def _second_try(request: HttpRequest, stage: Any, account: Account) -> tuple[forms.Form, HttpResponse | None]:
    """What was sent: the form with its refusal, or the answer to go on with."""
    keyed = "credential" in request.POST
    form = CodeForm(request.POST, auto_id="field-%s")
    if keyed:
        # A key's answer can't be guessed, so nothing is counted: nobody can make the owner of a key wait.
        sent = passkeys.KeyForm(request.POST)
        if sent.is_valid() and passkeys.shown(account, sent.cleaned_data["credential"]) is not None:
            return form, _enter(request, stage, account, "key", shown=True)
        saw("second_factor.failed", request, account=account.pk, means="key")
        form.errors.clear()
        form.add_error(None, passkeys.not_accepted())
        return form, None
    if not form.is_valid():
        return form, None
    tries = code_try(request, account)
    if tries.wait:
        return form, wait_page(request, tries, account=account.pk, means="code")
    held = check_code(account, form.cleaned_data["code"])
    if held is not None:
        tries.forgive()
        return form, _enter(request, stage, account, held.type, shown=True)
    saw("second_factor.failed", request, account=account.pk, means="code", tries=tries.worst)
    if tries.worst in SUSPICIOUS:
        notify(GUESSED, actor=account.pk, params={"count": tries.worst}, link=reverse("web:account"))
    wrong = Problem(_("This code is not right."), remedy=_("Wait for the next one; a code serves only once."))
    form.add_error("code", RefusalError(wrong))
    return form, None


def _enter(request: HttpRequest, stage: Any, account: Account, factor: str, *, shown: bool = False) -> HttpResponse:
    """Opens the session; allauth gives it a new key."""
    request.factor = factor  # type: ignore[attr-defined]
    response = stage.exit()
    if request.user.is_authenticated:
        request.session[CONFIRMED] = time.time()
        if shown:
            request.session[SECOND] = True
            remember(request, response, account)
    return response


def wait_page(request: HttpRequest, tries: Tries, **about: Any) -> HttpResponse:
    """Says how long to wait, whoever is asked for. about: what the log says of it."""
    saw("sign_in.waits", request, seconds=tries.wait, **about)
    response = render(request, "web/locked_out.html", {"seconds": tries.wait}, status=WAIT)
    response.headers["Retry-After"] = str(tries.wait)
    return response


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Ends the session, and lets the browser forget what it kept of our pages."""
    if request.user.is_authenticated:
        saw("session.ended", request, reason="signed_out")
    logout(request)
    response = redirect("web:home")
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


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
    response = HttpResponseRedirect(onward(request, request.POST.get("next", "")))
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
