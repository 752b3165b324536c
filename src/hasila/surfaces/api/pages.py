"""Pages behind the type of each problem: what the refusal means and what helps."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from hasila.surfaces.catalogue import Code, codes
from hasila.surfaces.explain import citation


def _shown(code: Code) -> dict[str, object]:
    return {
        "code": code.code,
        "message": _words(code.message),
        "remedy": _words(code.remedy),
        "status": code.status,
        "citation": citation(code.basis),
    }


def _words(text: str) -> str:
    """A message with its placeholders as an ellipsis."""
    if not text:
        return ""
    words = gettext(text)
    for name in _placeholders(words):
        words = words.replace(f"%({name})s", "…")
    return words.replace("%%", "%")


def _placeholders(text: str) -> list[str]:
    return [part.partition(")s")[0] for part in text.split("%(")[1:]]


@require_safe
def problems_page(request: HttpRequest) -> HttpResponse:
    """Every refusal, by code."""
    return render(request, "api/problems.html", {"codes": [_shown(code) for code in codes()]})


@require_safe
def problem_page(request: HttpRequest, code: str) -> HttpResponse:
    """One refusal.

    Raises:
        Http404: there is none with this code.
    """
    found = next((one for one in codes() if one.code == code), None)
    if found is None:
        raise Http404
    return render(request, "api/problem.html", {"refusal": _shown(found)})
