"""Reading a card at the counter: what a reader typed, as fields of a form. Nothing is kept, and nobody is looked up."""

from __future__ import annotations

from dataclasses import asdict

from django.http import Http404, HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hasila.institution.scanning import Scanned, scanned
from hasila.kernel.refusals import Refused
from hasila.surfaces.formats import format_date
from hasila.surfaces.web.frame import today


@require_POST
def scan(request: HttpRequest) -> JsonResponse:
    """What the zone says, by field, and a line in words; or why it can't be read."""
    if not request.actor.grants:  # type: ignore[attr-defined]
        raise Http404(_("This page is not open to you."))
    known = tuple(filter(None, request.POST.getlist("known")))[:4]
    try:
        found = scanned(request.POST.get("zone", ""), today(), known=known)
    except Refused as refused:
        reasons = [str(one) for one in refused.refusals]
        return JsonResponse({"message": " ".join(reasons), "remedy": refused.refusal.help}, status=422)
    return JsonResponse({"fields": fields_of(found), "message": words_of(found)})


def fields_of(found: Scanned) -> dict[str, str]:
    """What goes into the fields of a party, by their names; what the zone leaves open is left as it stands."""
    fields = asdict(found) | {"latin_name": found.latin_name, "born_on": found.born_on}
    wanted = ("card_number", "latin_name", "latin_given", "latin_family", "born_on", "sex", "other_paper")
    if not found.card_number:
        fields["other_paper"] = f"{found.document_number} {found.nationality}"
    return {name: str(fields[name]) for name in wanted if fields.get(name)}


def words_of(found: Scanned) -> str:
    """What was read, for the eye to compare with the card, and what to look at."""
    parts = [found.latin_name, found.card_number or f"{found.document_number} ({found.nationality})"]
    parts.append(format_date(found.born_on) if found.born_on else _("date of birth not given"))
    lines = [_("Read from the card: %(what)s.") % {"what": " · ".join(parts)}]
    if found.expired:
        lines.append(_("This card has expired."))
    if found.cut:
        lines.append(_("The name fills its line and may be cut: compare it with the card."))
    return " ".join(lines)
