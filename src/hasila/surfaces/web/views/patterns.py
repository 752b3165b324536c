"""The page of patterns: each component twice, Arabic from the right and French from the left."""

from types import SimpleNamespace

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe

from hasila.surfaces.web.patterns import Pattern, patterns

_SIDES = (("ar", "rtl"), ("fr", "ltr"))


def patterns_page(request: HttpRequest) -> HttpResponse:
    """Every component in both directions (the content is invented). It is of the demonstration alone."""
    if not settings.DEMO:
        raise Http404
    drawn = []
    for language, direction in _SIDES:
        with translation.override(language):
            drawn.append([(item.name, language, direction, _draw(item, language)) for item in patterns()])
    pairs = [
        SimpleNamespace(
            name=both[0][0],
            sides=[SimpleNamespace(language=lang, direction=way, html=html) for _name, lang, way, html in both],
        )
        for both in zip(*drawn, strict=True)
    ]
    return render(request, "web/patterns.html", {"pairs": pairs})


def _draw(item: Pattern, language: str) -> SafeString:
    html: str = render_to_string(f"components/{item.template}.html", item.context)
    for name in (
        "steps-title",
        "errors-title",
        "progress-title",
        "sample_officer",
        "sample_heard_on",
        "sample_kind",
        "sample_grounds",
    ):
        html = html.replace(name, f"{language}-{name}")
    return mark_safe(html.replace('id="receipt"', ""))  # rendered by our own templates just above
