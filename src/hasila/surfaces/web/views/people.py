"""Finding a person: one form, in either script, and the files that come near, each with what speaks for it.

What is typed goes in the body of the request and never into an address, where logs would keep it.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from hasila.assurance.steps import openings
from hasila.institution.finding import LONGEST, MOST, SHOWN
from hasila.institution.names.evidence import FAIR, STRONG, SURE
from hasila.institution.persons import Persons
from hasila.kernel.access import Actor
from hasila.kernel.refusals import Refused
from hasila.surfaces.people import Match, search
from hasila.surfaces.reading import in_emergency, search_is_reading
from hasila.surfaces.web.boxes import boxed, isolated
from hasila.surfaces.web.display import record_url, show_value
from hasila.surfaces.web.frame import register_url
from hasila.surfaces.web.purpose import PurposeForm, remember_search, searching_for
from hasila.surfaces.web.refusing import attach

TONES = {SURE: "good", STRONG: "good", FAIR: "running"}


def typed_field(label: Any, hint: Any = "", **attributes: str) -> forms.CharField:
    widget = forms.TextInput({"dir": "auto", "autocomplete": "off", "maxlength": str(LONGEST), **attributes})
    return forms.CharField(required=False, label=label, help_text=hint, widget=widget, strip=True)


class FindForm(PurposeForm):
    """What is known of the person, and why they are looked for."""

    name = typed_field(
        gettext_lazy("Name"),
        gettext_lazy("In Arabic or Latin letters, in any order; a part of it will do."),
        **{"data-key-search": "", "autofocus": ""},
    )
    born = typed_field(
        gettext_lazy("Born"), gettext_lazy("A day or a year, as far as it is known."), inputmode="numeric"
    )
    mother = typed_field(gettext_lazy("Mother's name"))
    father = typed_field(gettext_lazy("Father's name"))
    place = typed_field(gettext_lazy("Place of birth"))
    card = typed_field(gettext_lazy("Card number"))
    field_order = ("name", "born", "mother", "father", "place", "card", "purpose", "case")

    def __init__(self, data: Any, stated: tuple[str, str], *, ask: bool) -> None:
        super().__init__(Persons, data, question=_("Why do you look for the person?"))
        self.order_fields(self.field_order)
        self.initial = {"purpose": stated[0], "case": stated[1]}
        choice: Any = self.fields["purpose"]
        choice.widget = forms.Select(choices=[("", "–"), *choice.choices])
        if not ask:
            del self.fields["purpose"], self.fields["case"]

    @property
    def known(self) -> list[Any]:
        """The fields about the person after the name."""
        return [self[name] for name in ("born", "mother", "father", "place", "card")]

    @property
    def why(self) -> list[Any]:
        """Purpose and case, where they are asked."""
        return [self[name] for name in ("purpose", "case") if name in self.fields]


@require_http_methods(["GET", "HEAD", "POST"])
def people(request: HttpRequest) -> HttpResponse:
    """The form, and beneath it what was found.

    Raises:
        Http404: the reader holds no role of the register; the page doesn't exist for them.
    """
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if not search_is_reading(Persons, actor):
        raise Http404(_("This page is not open to you."))
    ask = not in_emergency(Persons, actor)
    bound = request.POST if request.method == "POST" else None
    form = FindForm(bound, searching_for(request, Persons) or ("", ""), ask=ask)
    context: dict[str, Any] = {"form": form, "shown": SHOWN, "register_url": register_url(Persons)}
    status = 200
    if form.is_bound:
        form.full_clean()
        try:
            matches, result = search(actor, {name: str(value) for name, value in form.data.items()}, *form.stated)
        except Refused as refused:
            form.refuse(refused)
            attach(form, [])
            status = 422
        else:
            if ask:
                remember_search(request, Persons, *form.stated)
            context |= {"asked": True, "matches": [shown_match(match) for match in matches]}
            context |= {"full": result.full, "most": MOST}
            context["openings"] = [
                (step, reverse("web:open", args=[*Persons.key.split("."), step.name]))
                for step in openings(Persons, actor)
            ]
    return render(request, "web/people.html", context, status=status)


def shown_match(match: Match) -> SimpleNamespace:
    """One file as the page shows it: in outline where it is not open to the reader."""
    person = match.person
    year = person.description.year
    known = [(_("Born"), show_value(person.born_on) if match.open and person.born_on else boxed(year) if year else "")]
    if match.open:
        known += [
            (_("Place of birth"), isolated(person.born_at) if person.born_at else ""),
            (_("Mother's name"), isolated(person.mother) if person.mother else ""),
            (_("Card number"), boxed(person.card_number) if person.card_number else ""),
        ]
    known.append((_("Unit"), isolated(person.unit)))
    return SimpleNamespace(
        key=str(person.pk),
        url=record_url(person) if match.open else "",
        reference=boxed(person.reference),
        names=[isolated(name) for name in (person.arabic_name, person.latin_name) if name],
        known=[(label, value) for label, value in known if value],
        label=match.label,
        tone=TONES.get(match.level, "final"),
        likeness=round(100 * match.likeness),
        reasons=match.reasons,
        through=boxed(match.through) if match.through else "",
    )
