"""Whose file it is: beside a record of somebody in a matter, the persons' files that come near, each with its reasons.

The officer says which is of the person, opens one where none is, or takes a wrong link back; each is a step of the
record. Looking is a reading of the persons' files, to establish an identity, for the matter at hand.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from hasila.assurance.steps import steps
from hasila.institution.finding import MOST
from hasila.institution.identifying import (
    CARRIED,
    LINK,
    OPEN,
    SPOKEN,
    STEPS,
    UNLINK,
    Identified,
    description_of,
)
from hasila.institution.names.evidence import Description
from hasila.institution.persons import Persons
from hasila.kernel.access import Actor, visible
from hasila.kernel.perform import Receipt, perform
from hasila.kernel.procedures import Transition
from hasila.kernel.refusals import Refusal, Refused
from hasila.surfaces.people import FIELDS, described, look
from hasila.surfaces.reading import search_is_reading
from hasila.surfaces.web.display import record_url, shown
from hasila.surfaces.web.refusing import FieldError, attach, problem_of
from hasila.surfaces.web.views.acts import closed
from hasila.surfaces.web.views.people import shown_match, typed_field
from hasila.surfaces.web.views.records import ask_purpose, crumbs, find, head, purpose_stated
from hasila.surfaces.web.views.registers import procedure_or_404

PURPOSE = "identification"
ACTS = {"link": LINK, "open": OPEN, "unlink": UNLINK}


class WhoseForm(forms.Form):
    """What the record says of the person, to look with more or with less of it."""

    name = typed_field(gettext_lazy("Name"), gettext_lazy("In Arabic or Latin letters, in any order."))
    other = typed_field(gettext_lazy("Another name, or the same in the other script"))
    born = typed_field(gettext_lazy("Born"), gettext_lazy("A day or a year, as far as it is known."))
    mother = typed_field(gettext_lazy("Mother's name"))
    father = typed_field(gettext_lazy("Father's name"))
    place = typed_field(gettext_lazy("Place of birth"))
    card = typed_field(gettext_lazy("Card number"))

    def __init__(self, said: Description, data: Any = None) -> None:
        super().__init__(data, auto_id="field-%s")
        self.said = said
        first, second = (*said.names, "", "")[:2]
        born = said.born_on.isoformat() if said.born_on else ""
        self.initial = {
            "name": first, "other": second, "born": born, "mother": said.mother, "father": said.father,
            "place": said.place, "card": said.card,
        }  # fmt: skip

    @property
    def typed(self) -> dict[str, str]:
        """What stands in the form: as it was sent, else as the record says it."""
        source = self.data if self.is_bound else self.initial
        return {name: str(source.get(name) or "").strip() for name in self.fields}

    def description(self) -> Description:
        """Who is looked for; the sex is the record's.

        Raises:
            Refused: control characters, or a birth that is neither a day nor a year.
        """
        typed = self.typed
        main = described({name: typed[name] for name in FIELDS})
        other = described({"name": typed["other"]}).names
        return replace(main, names=tuple(dict.fromkeys((*main.names, *other))), sex=self.said.sex)


@require_http_methods(["GET", "HEAD", "POST"])
def whose(request: HttpRequest, app: str, procedure: str, named: str) -> HttpResponse:
    """The page.

    Raises:
        Http404: no such record, or none of somebody who may have a person's file.
    """
    declared = procedure_or_404(app, procedure)
    if not issubclass(declared.record, Identified):
        raise Http404(_("There is no such page."))
    found: Any = find(request, declared, named)
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if not purpose_stated(request, found):
        return ask_purpose(request, found)
    judged = {step.name: refusal for step, refusal in steps(found, actor) if step.name in STEPS}
    may = {name for name, refusal in judged.items() if refusal is None}
    act = ACTS.get(request.POST.get("act", ""))
    refusals: list[Refusal] = []
    if act is not None:
        answer = _acted(request, declared.transitions[act], found)
        if isinstance(answer, Receipt):
            return redirect(f"{record_url(found)}?receipt={answer.entry_id}")
        refusals = answer
    elif LINK not in may:
        return closed(request, declared.transitions[LINK], found, judged.get(LINK))
    form = WhoseForm(description_of(found), request.POST if "find" in request.POST else None)
    status = refusals[0].status if refusals else 200
    context: dict[str, Any] = {
        "form": form,
        "record": found,
        "head": head(found),
        "url": record_url(found),
        "crumbs": crumbs(declared, found, declared.transitions[LINK].label),
        "chosen": str(found.person_id or ""),
        "linked": _linked(found, actor),
        "says": _says(found),
        "may_open": OPEN in may,
        "may_unlink": UNLINK in may,
        "choosing": LINK in may,
        "expects": found.version,
        "errors": [FieldError(problem_of(one)) for one in refusals],
    }
    try:
        context |= _near(actor, form, found.reference)
    except Refused as refused:
        if form.is_bound:
            form.full_clean()
            attach(form, refused.refusals)
            status = 422
    return render(request, "web/whose.html", context, status=status)


def _near(actor: Actor, form: WhoseForm, reference: str) -> dict[str, Any]:
    """The files that come near; a reader of none of them sees none."""
    if not search_is_reading(Persons, actor):
        return {}
    words = " · ".join(filter(None, form.typed.values()))
    matches, result = look(actor, form.description(), words, PURPOSE, reference)
    return {"asked": True, "matches": [shown_match(match) for match in matches], "full": result.full, "most": MOST}


def _acted(request: HttpRequest, step: Transition, found: Any) -> Receipt | list[Refusal]:
    seen = request.POST.get("expects", "")
    data = {"person": request.POST.get("person", "")} if step.name == LINK else {}
    try:
        return perform(
            step,
            found.pk,
            actor=request.actor.id,  # type: ignore[attr-defined]
            data=data,
            expects=int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 9 else None,
        )
    except Refused as refused:
        return refused.refusals


def _says(found: Any) -> list[tuple[Any, Any]]:
    """Label and value of what the record says of the person, to be held against the files."""
    fields = [field for field in found._meta.concrete_fields if field.name in (*SPOKEN, "alias", *CARRIED)]
    return [
        (field.verbose_name, shown(found, field.name))
        for field in fields
        if getattr(found, field.name) not in (None, "")
    ]


def _linked(found: Any, actor: Actor) -> dict[str, Any] | None:
    """The file that the record is linked to, with its address where it is open to the reader."""
    if found.person_id is None:
        return None
    open_ = visible(Persons, actor).filter(pk=found.person_id).exists()
    return {"person": found.person, "url": record_url(found.person) if open_ else ""}
