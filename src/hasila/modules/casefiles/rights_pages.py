"""The page on which all rights of somebody held are noted in one go."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from hasila.assurance.steps import steps
from hasila.modules.casefiles import custody_showing as showing
from hasila.modules.casefiles.custody_pages import METHODS, facts_of, find_held
from hasila.modules.casefiles.rights_form import RightsForm
from hasila.surfaces.web import begun, drafts
from hasila.surfaces.web.refusing import basis_words
from hasila.surfaces.web.views.records import ask_purpose, purpose_stated


@require_http_methods(METHODS)
def rights(request: HttpRequest, named: str) -> HttpResponse:
    """The form of all rights that aren't noted yet; refused whole where a line of it is wrong."""
    found = find_held(request, named)
    step = found.procedure.transitions["note"]
    answer, unkept = drafts.kept(request, step, found.reference)
    if answer is not None:
        return answer
    if not purpose_stated(request, found):
        return ask_purpose(request, found)
    if dict(steps(found, request.actor)).get(step) is not None:  # type: ignore[attr-defined]
        return redirect(showing.url_of(found))
    drafting = begun.Drafting(request, step, found.reference)
    form, status = RightsForm(found), 200
    drafting.fill(form)
    if request.method == "POST":
        if "told_at" not in request.POST:  # the purpose was stated here a moment ago
            return redirect(request.get_full_path())
        form = RightsForm(found, request.POST)
        receipt = None if unkept else form.note_all(drafting.author)
        if receipt is not None:
            drafts.performed(request, step, drafting.file)
            return redirect(f"{showing.url_of(found)}?receipt={receipt.entry_id}")
        for refusal in unkept:
            form.refuse(None, refusal)
        found.refresh_from_db()
        status = 422
    context = {
        "form": form,
        "drafting": drafting,
        "holding": found,
        "basis": basis_words(step.basis),
        "clock": showing.clock_of(found),
        "facts": facts_of(found),
        "back": showing.url_of(found),
    }
    return render(request, "casefiles/rights.html", context, status=status)
