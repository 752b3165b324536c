"""The page on which anybody checks a proof. The server gives the page and the words; the browser does the rest."""

from __future__ import annotations

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hasila.assurance import keys
from hasila.assurance.papers import REASONS
from hasila.kernel.procedures import transitions

LOCALES = {"ar": "ar-MA", "fr": "fr-MA", "en": "en-GB"}


@require_safe
def proof(request: HttpRequest) -> HttpResponse:
    """The page; no proof ever reaches the server."""
    with connection.cursor() as cursor:
        known = keys.public_keys(cursor)
    context = {
        "words": _words(),
        "site_key": known[0].vkey if known else "",
        "crumbs": [(_("Home"), "/"), (_("Check a proof"), "")],
    }
    return render(request, "transparency/proof.html", context)


def _words() -> dict[str, object]:
    """All that the script may say, in the reader's language."""
    reasons = {code: _(text) for code, text in REASONS.items()} | {
        "nothing": _("Choose a file or paste the text of a code first."),
        "no_key": _("Give the log's public key first."),
        "key": _("One of the keys is no public key of its kind."),
    }
    labels = {
        "act": _("Act"),
        "to": _("State after it"),
        "occurred": _("Time of the act"),
        "recorded": _("Time of recording"),
        "reference": _("Reference ends with"),
        "number": _("Number"),
        "entry": _("Entry"),
        "simulated": _("Simulated"),
        "log": _("Log"),
        "position": _("Position"),
        "size": _("Entries that the log had"),
        "witness": _("Witness"),
    }
    return {
        "locale": LOCALES.get(get_language() or "", "ar-MA"),
        "reasons": reasons,
        "labels": labels,
        "acts": {key: [str(step.label), step.target.name, str(step.target.label)] for key, step in transitions.items()},
        "yes": _("Yes"),
        "invalid": _("Not valid"),
        "unchecked": _("Not checked"),
        "failed": _("The check could not be finished. Use the command below."),
        "unsupported": _("This browser can't verify Ed25519 signatures. Use a newer one, or the command below."),
    }
