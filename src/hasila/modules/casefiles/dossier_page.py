"""The file on paper, as it goes to the prosecution: for whoever carries it there, and to read before approving it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods

from hasila.assurance.erasure import is_erased
from hasila.assurance.readings import PRINT
from hasila.modules.casefiles.exchange import parts as told
from hasila.modules.casefiles.exchange.dossier import LANG, TEMPLATE, pages
from hasila.modules.casefiles.referral import Referral
from hasila.modules.casefiles.referrals import Referrals
from hasila.surfaces.print.giving import give
from hasila.surfaces.print.preparing import Paper
from hasila.surfaces.reading import keep
from hasila.surfaces.stated import stated_purpose
from hasila.surfaces.web.display import record_url
from hasila.surfaces.web.views.records import ask_purpose, find, purpose_stated


@require_http_methods(["GET", "HEAD", "POST"])
def paper(request: HttpRequest, named: str) -> HttpResponse:
    """The PDF of a referral's file, with what the reader may see of it, as it stands now; printing it is a reading.

    Raises:
        Http404: no such referral, or none that the reader may see.
    """
    referral = find(request, Referrals, named)
    assert isinstance(referral, Referral)
    if not purpose_stated(request, referral):
        return ask_purpose(request, referral)
    if request.method == "POST":
        return redirect(request.get_full_path())
    if is_erased(referral):
        return redirect(record_url(referral))
    purpose, stated = stated_purpose(request, referral)

    def read() -> None:
        if purpose:
            keep(referral, request.actor, purpose, stated, kind=PRINT)  # type: ignore[attr-defined]

    return give(
        request,
        _paper(referral),
        referral.reference,
        read=read,
        back=record_url(referral),
        label=_("The file on paper (PDF)"),
    )


def _paper(referral: Referral) -> Paper:
    """What the file says to this reader. Its papers are listed, not made: those that go are made with the bundle."""
    at = referral.sent_at or timezone.now()
    with override(LANG):
        found = told.parts(referral.case)
        data = pages(referral, found, [one for part in found for one in told.listed(part)], at)
    sources = {referral.pk, referral.case_id, *(record.pk for part in found for record in part.records)}
    return Paper(referral.pk, "dossier", TEMPLATE, data, at, frozenset(sources))
