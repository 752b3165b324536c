"""The finder of the desk: a number opens its file; a name, a card or a telephone is looked for in the registers.

A name is found in either script and by its sound, in the registers of the desk and among the persons' files.

What is typed goes in the body of the request and never into an address. Looking for a person is a reading: it states
why, once for a quarter of an hour, and who, when and what for is kept for each register.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hasila.assurance.readings import check_stated
from hasila.kernel.access import Actor, roles_of, visible
from hasila.kernel.procedures import Procedure
from hasila.kernel.refusals import Refused
from hasila.modules.districts.desk.day import Taken, brief, by_number, line_of
from hasila.modules.districts.desk.shared import actor_of, shown_line
from hasila.modules.districts.models import (
    Appointments,
    Certificates,
    Complaints,
    JudicialPapers,
    Losses,
    Summonses,
)
from hasila.plain.texts import tokens
from hasila.surfaces.naming import FILES, Near, near, people_near
from hasila.surfaces.people import Match
from hasila.surfaces.reading import in_emergency, keep_search, search_is_reading
from hasila.surfaces.web.frame import today
from hasila.surfaces.web.purpose import PurposeForm, remember_search, searching_for
from hasila.surfaces.web.refusing import problem_of
from hasila.surfaces.web.views.people import shown_match

WHERE: tuple[type[Procedure], ...] = (Complaints, Losses, Certificates, Summonses, JudicialPapers, Appointments)
"""The registers in which people are looked for at the counter."""
FOUND = 12
"""Files of one register that are shown."""
LONGEST = 120


@require_http_methods(["GET", "HEAD", "POST"])
def finder(request: HttpRequest) -> HttpResponse:
    """The box, why, and what was found."""
    actor = actor_of(request)
    words = request.POST.get("q", "").strip()[:LONGEST]
    if words:
        hit = by_number(actor, words, today())
        if hit is not None:
            return redirect(reverse("web:record", args=[*hit[0].key.split("."), hit[1]]))
    stated = searching_for(request, Appointments)
    sent = request.method == "POST" and "purpose" in request.POST
    form = PurposeForm(Appointments, request.POST if sent else None, question=_("Why do you look for this person?"))
    context: dict[str, Any] = {"form": form, "words": words, "asks": False, "lines": None}
    if not tokens(words):
        return render(request, "districts/find.html", context)
    why = form.stated if sent else stated or ("", "")
    registers = [one for one in WHERE if roles_of(one) & actor.roles(today())]
    try:
        for one in registers:
            _check(one, actor, why)
    except Refused as refused:
        if sent:
            form.refuse(refused)
        return render(request, "districts/find.html", {**context, "asks": True}, status=422 if sent else 200)
    remember_search(request, Appointments, *why)
    now = timezone.now()
    people, closed = people_near(actor, words, why)
    known = {match.person.pk: match for match in people[:FILES]}
    found = [pair for one in registers for pair in _found(one, actor, words, why, known)]
    found.sort(key=lambda pair: (pair[1].score, pair[0].opened_at), reverse=True)
    context["lines"] = [shown_line(line, now, how.why) for line, how in found]
    context["matches"] = [shown_match(match) for match in people[:FILES]]
    context["closed"] = [problem_of(refusal) for refusal in closed]
    return render(request, "districts/find.html", context)


def _check(procedure: type[Procedure], actor: Actor, why: tuple[str, str]) -> None:
    if search_is_reading(procedure, actor) and not in_emergency(procedure, actor):
        check_stated(procedure, actor, *why)


def _found(
    procedure: type[Procedure], actor: Actor, words: str, why: tuple[str, str], people: dict[UUID, Match]
) -> list[tuple[Taken, Near]]:
    hits = near(procedure, actor, words, people)
    best = sorted(hits, key=lambda key: (hits[key].score, key), reverse=True)[:FOUND]
    lines = [line_of(*row) for row in brief(procedure, visible(procedure, actor).filter(pk__in=best))]
    keep_search(procedure, actor, why[0], [line.id for line in lines], words, why[1])
    return [(line, hits[line.id]) for line in lines]
