"""Finding somebody in the case files: by name in either script and by its sound, by card, by a linked person's file.

What is typed goes in the body of the request and never into an address. Looking is a reading of the register of
parties, and of the persons' files where the stated purpose is one of theirs.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from hasila.assurance.readings import check_stated
from hasila.institution.identifying import called
from hasila.kernel.access import Actor, visible
from hasila.kernel.refusals import Refused
from hasila.modules.casefiles.parties import Parties
from hasila.plain.texts import tokens
from hasila.surfaces.naming import FILES, Near, near, people_near
from hasila.surfaces.people import Match
from hasila.surfaces.reading import in_emergency, keep_search, search_is_reading
from hasila.surfaces.web.boxes import boxed
from hasila.surfaces.web.display import record_url, tone
from hasila.surfaces.web.purpose import PurposeForm, remember_search, searching_for
from hasila.surfaces.web.refusing import problem_of
from hasila.surfaces.web.views.people import shown_match

FOUND = 20
"""Parties that are shown."""
LONGEST = 120
QUESTION = gettext_lazy("Why do you look for this person?")


@require_http_methods(["GET", "HEAD", "POST"])
def finder(request: HttpRequest) -> HttpResponse:
    """The box, why, and what was found.

    Raises:
        Http404: the reader holds no role of the register; the page doesn't exist for them.
    """
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if not search_is_reading(Parties, actor):
        raise Http404(_("This page is not open to you."))
    words = request.POST.get("q", "").strip()[:LONGEST]
    sent = request.method == "POST" and "purpose" in request.POST
    stated = searching_for(request, Parties)
    form = PurposeForm(Parties, request.POST if sent else None, question=str(QUESTION))
    context: dict[str, Any] = {"form": form, "words": words, "asks": False, "lines": None}
    if not tokens(words):
        return render(request, "casefiles/find.html", context)
    why = form.stated if sent else stated or ("", "")
    try:
        if not in_emergency(Parties, actor):
            check_stated(Parties, actor, *why)
    except Refused as refused:
        if sent:
            form.refuse(refused)
        return render(request, "casefiles/find.html", {**context, "asks": True}, status=422 if sent else 200)
    remember_search(request, Parties, *why)
    people, closed = people_near(actor, words, why)
    context |= {
        "lines": _lines(actor, words, why, {match.person.pk: match for match in people[:FILES]}),
        "matches": [shown_match(match) for match in people[:FILES]],
        "closed": [problem_of(refusal) for refusal in closed],
    }
    return render(request, "casefiles/find.html", context)


def _lines(actor: Actor, words: str, why: tuple[str, str], people: dict[UUID, Match]) -> list[SimpleNamespace]:
    """The parties that come near, the nearest first; the search is kept before any is shown."""
    hits = near(Parties, actor, words, people)
    best = sorted(hits, key=lambda key: (hits[key].score, key), reverse=True)[:FOUND]
    rows = visible(Parties, actor).filter(pk__in=best).select_related("unit", "case").defer("search", "trail")
    found = {row.pk: row for row in rows}
    keep_search(Parties, actor, why[0], [key for key in best if key in found], words, why[1])
    return [_line(found[key], hits[key]) for key in best if key in found]


def _line(party: Any, how: Near) -> SimpleNamespace:
    return SimpleNamespace(
        url=record_url(party),
        name=called(party) or _("Unknown person"),
        why=how.why,
        category=party.get_category_display(),
        case=boxed(party.case.reference),
        case_url=record_url(party.case),
        unit=party.unit,
        state=party.state_label,
        tone=tone(party),
    )
