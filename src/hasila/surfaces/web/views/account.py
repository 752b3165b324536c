"""One's own account: the second factor, the password, the sessions. What weakens it asks for the password again."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote

import segno
from allauth.mfa.models import Authenticator
from django import forms
from django.conf import settings
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hasila.institution.accounts import Account
from hasila.institution.recovery import Recovery, open_recovery
from hasila.institution.second_factor import (
    OFFERED,
    Adapter,
    Type,
    add_application,
    factors,
    has_second_factor,
    matching_step,
    may_enrol_first,
    offered_secret,
    paper_codes,
    paper_codes_left,
    remove_factors,
)
from hasila.institution.sessions import SECOND, digest_of, end_sessions, sessions_of
from hasila.institution.signing import needs_second_factor, skips_second_factor
from hasila.institution.throttle import password_try, remember
from hasila.institution.watching import name_mark, saw
from hasila.kernel.access import elevated
from hasila.kernel.perform import perform
from hasila.plain.texts import western_digits
from hasila.surfaces.web import passkeys
from hasila.surfaces.web.refusing import Problem, RefusalError
from hasila.surfaces.web.views.sign_in import CONFIRMED, onward, wait_page

CONFIRMED_FOR = 600
View = Callable[..., HttpResponse]
GET_POST = ["GET", "HEAD", "POST"]


def _account(request: HttpRequest) -> Account:
    assert isinstance(request.user, Account)
    return request.user


def confirmed(view: View) -> View:
    """Lets a view open only to whoever gave the password within the last ten minutes."""

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if time.time() - request.session.get(CONFIRMED, 0) > CONFIRMED_FOR:
            return redirect(f"{reverse('web:confirm')}?next={quote(request.path)}")
        return view(request, *args, **kwargs)

    return asked


def enrolling(view: View) -> View:
    """Lets a view open to whoever may add a second factor: by the one they have shown, in the time given for the
    first, by an approved recovery, or freely where none is asked for.
    """

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return view(request, *args, **kwargs) if may_enrol(request) else redirect("web:account")

    return confirmed(asked)


def may_enrol(request: HttpRequest) -> bool:
    """Whether this session may add a second factor."""
    account = _account(request)
    if request.session.get(SECOND) or open_recovery(account) is not None:
        return True
    if has_second_factor(account):
        return not needs_second_factor(account)
    return not needs_second_factor(account) or may_enrol_first(account)


class ConfirmForm(forms.Form):
    """The password again."""

    password = forms.CharField(
        label=gettext_lazy("Password"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password", "dir": "ltr"}),
    )
    next = forms.CharField(required=False, max_length=2000, widget=forms.HiddenInput)

    use_required_attribute = False


class PasswordForm(forms.Form):
    """A new password."""

    password = forms.CharField(
        label=gettext_lazy("New password"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password", "dir": "ltr"}),
    )

    use_required_attribute = False


class NameForm(forms.Form):
    """Another name for a key."""

    name = forms.CharField(label=gettext_lazy("Name of the key"), max_length=60)

    use_required_attribute = False


class ApplicationForm(forms.Form):
    """The first code that the application shows."""

    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=12,
        help_text=gettext_lazy("The six digits that the application shows now."),
        widget=forms.TextInput({"autocomplete": "one-time-code", "inputmode": "numeric", "dir": "ltr"}),
    )

    use_required_attribute = False


@never_cache
@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """What stands behind the account; for whoever still has to enrol, that alone."""
    mine = _account(request)
    held = factors(mine)
    keys = [one for one in held if one.type == Type.WEBAUTHN]
    context = {
        "keys": [SimpleNamespace(row=one, name=one.wrap().name) for one in keys],
        "application": next((one for one in held if one.type == Type.TOTP), None),
        "codes_left": paper_codes_left(mine),
        "has_codes": any(one.type == Type.RECOVERY_CODES for one in held),
        "must": needs_second_factor(mine) and not request.session.get(SECOND),
        "may": may_enrol(request),
        "until": mine.enrol_until if may_enrol_first(mine) else None,
        "recovery": open_recovery(mine),
        "second": has_second_factor(mine),
        "keys_possible": passkeys.possible(request),
        "sessions": len(sessions_of(mine.pk)),
        "common": skips_second_factor(mine),
        "changed": "changed" in request.GET,
    }
    return render(request, "web/account.html", context)


# The password is asked for again, and counted like a sign-in.
@transaction.non_atomic_requests
@sensitive_post_parameters("password")
@never_cache
@require_http_methods(GET_POST)
def confirm(request: HttpRequest) -> HttpResponse:
    """The password again, before what weakens or strengthens the account."""
    form = ConfirmForm(request.POST or None, auto_id="field-%s", initial={"next": request.GET.get("next", "")})
    if request.method == "POST" and form.is_valid():
        tries = password_try(request, _account(request).username)
        if tries.wait:
            return wait_page(request, tries, name=name_mark(_account(request).username), means="confirm")
        if _account(request).check_password(form.cleaned_data["password"]):
            tries.forgive()
            request.session[CONFIRMED] = time.time()
            return redirect(onward(request, form.cleaned_data["next"]))
        saw("password.not_confirmed", request)
        form.add_error("password", RefusalError(Problem(_("This is not your password."))))
    return render(request, "web/confirm.html", {"form": form}, status=422 if form.is_bound else 200)


@enrolling
@never_cache
@require_http_methods(GET_POST)
def key_add(request: HttpRequest) -> HttpResponse:
    """A new passkey."""
    mine = _account(request)
    form = passkeys.NewKeyForm(request.POST or None, auto_id="field-%s")
    if request.method == "POST" and form.is_valid():
        if passkeys.made(form.cleaned_data["credential"]):
            return _enrolled(request, lambda: passkeys.keep(mine, form.cleaned_data["name"], _sent(form)))
        form.add_error(None, passkeys.not_accepted())
    possible = passkeys.possible(request)
    context = {"form": form, "options": passkeys.to_make(mine) if possible else "", "possible": possible}
    return render(request, "web/key_add.html", context, status=422 if form.is_bound else 200)


def _sent(form: forms.Form) -> Any:
    return form.cleaned_data["credential"]


@enrolling
@never_cache
@require_http_methods(GET_POST)
def application_add(request: HttpRequest) -> HttpResponse:
    """An application that shows codes: its secret as a picture and as text, proven by a first code."""
    mine = _account(request)
    recovering = _recovering(request) is not None
    if not recovering and any(one.type == Type.TOTP for one in factors(mine)):
        return redirect("web:account")
    secret = offered_secret(request.session)
    form = ApplicationForm(request.POST or None, auto_id="field-%s")
    if request.method == "POST" and form.is_valid():
        step = matching_step(secret, western_digits(form.cleaned_data["code"]))
        if step is not None:
            del request.session[OFFERED]
            return _enrolled(request, lambda: add_application(mine, secret, step))
        form.add_error("code", RefusalError(Problem(_("This code is not right."), remedy=_("Check the clock."))))
    picture = segno.make(Adapter().build_totp_url(mine, secret), error="m").svg_data_uri(scale=5, border=3)
    context = {"form": form, "picture": picture, "secret": secret}
    return render(request, "web/application_add.html", context, status=422 if form.is_bound else 200)


def _recovering(request: HttpRequest) -> Any:
    """The recovery that this session uses: it was opened by the password alone."""
    return None if request.session.get(SECOND) else open_recovery(_account(request))


def _enrolled(request: HttpRequest, add: Callable[[], Authenticator]) -> HttpResponse:
    """Takes a factor in. A recovery is used up with it, and what was lost ends."""
    mine = _account(request)
    first = not has_second_factor(mine)
    recovery = _recovering(request)
    with transaction.atomic():
        if recovery is not None:
            perform(Recovery.use, recovery, actor=mine.pk)
            remove_factors(mine)
        added = add()
    saw("second_factor.added", request, means=added.type)
    request.session[SECOND] = True
    request.session.cycle_key()
    if recovery is not None:
        ended = end_sessions(mine.pk, keep=request.session.session_key)
        saw("session.ended", request, reason="recovery", count=ended)
    response = redirect("web:paper_codes" if first or recovery is not None else "web:account")
    remember(request, response, mine)
    return response


@enrolling
@never_cache
@require_http_methods(GET_POST)
def codes(request: HttpRequest) -> HttpResponse:
    """Ten codes for paper, shown once."""
    mine = _account(request)
    if not has_second_factor(mine):
        return redirect("web:account")
    made = []
    if request.method == "POST":
        made = [f"{code[:5]} {code[5:]}" for code in paper_codes(mine)]
        saw("second_factor.added", request, means=Type.RECOVERY_CODES)
    return render(request, "web/paper_codes.html", {"codes": made, "left": paper_codes_left(mine)})


def _own_key(request: HttpRequest, key: int) -> Authenticator:
    return get_object_or_404(Authenticator, pk=key, user=request.user, type__in=[Type.WEBAUTHN, Type.TOTP])


@confirmed
@never_cache
@require_http_methods(GET_POST)
def key_rename(request: HttpRequest, key: int) -> HttpResponse:
    """Another name for a key."""
    held = _own_key(request, key)
    if held.type != Type.WEBAUTHN:
        raise Http404
    form = NameForm(request.POST or None, auto_id="field-%s", initial={"name": held.wrap().name})
    if request.method == "POST" and form.is_valid():
        passkeys.rename(held, form.cleaned_data["name"])
        return redirect("web:account")
    return render(request, "web/key_rename.html", {"form": form}, status=422 if form.is_bound else 200)


@confirmed
@never_cache
@require_http_methods(GET_POST)
def key_remove(request: HttpRequest, key: int) -> HttpResponse:
    """Takes a key or the application away; never the last one of somebody who needs one."""
    mine, held = _account(request), _own_key(request, key)
    others = [one for one in factors(mine) if one.type != Type.RECOVERY_CODES and one.pk != held.pk]
    last = not others and needs_second_factor(mine)
    if request.method == "POST" and not last:
        remove_factors(mine, held.pk if others else None)
        saw("second_factor.removed", request, means=held.type)
        return redirect("web:account")
    name = held.wrap().name if held.type == Type.WEBAUTHN else _("Application with codes")
    context = {"name": name, "last": last}
    return render(request, "web/key_remove.html", context, status=409 if request.method == "POST" else 200)


@confirmed
@sensitive_post_parameters("password")
@never_cache
@require_http_methods(GET_POST)
def password(request: HttpRequest) -> HttpResponse:
    """A new password; all other sessions end. The demonstration's own passwords stay as its page names them."""
    mine = _account(request)
    if skips_second_factor(mine):
        return redirect("web:account")
    form = PasswordForm(request.POST or None, auto_id="field-%s")
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["password"]
        try:
            validate_password(chosen, mine)
            if mine.must_choose and mine.check_password(chosen):
                raise forms.ValidationError(_("This is the password that you were given: choose another."))
        except forms.ValidationError as error:
            form.add_error("password", error)
        else:
            mine.set_own(chosen)
            with elevated():
                mine.save(update_fields=["password", "given_until"])
            update_session_auth_hash(request, mine)
            request.session.save()
            saw("password.changed", request, means="own")
            ended = end_sessions(mine.pk, keep=request.session.session_key)
            saw("session.ended", request, reason="password", count=ended)
            response = redirect(reverse("web:account") + "?changed")
            remember(request, response, mine)
            return response
    context = {"form": form, "rules": password_validators_help_texts(), "must": mine.must_choose}
    return render(request, "web/password.html", context, status=422 if form.is_bound else 200)


@never_cache
@require_safe
def sessions(request: HttpRequest) -> HttpResponse:
    """Where one is signed in, since when, and when last seen."""
    here = digest_of(request.session.session_key or "")
    rows = [SimpleNamespace(row=row, here=row.session_key == here) for row in sessions_of(_account(request).pk)]
    context = {"rows": rows, "most": settings.HASILA_SESSIONS, "common": skips_second_factor(_account(request))}
    return render(request, "web/sessions.html", context)


@require_POST
def session_end(request: HttpRequest, handle: str = "") -> HttpResponse:
    """Ends another session of one's own, or all others."""
    ended = end_sessions(_account(request).pk, keep=request.session.session_key, handle=handle or None)
    saw("session.ended", request, reason="by_owner", count=ended)
    return redirect("web:sessions")
