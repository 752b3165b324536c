"""The form of a severance: what stands in the file, to be ticked; and what both files show of it afterwards."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hasila.kernel.access import Actor, visible
from hasila.kernel.procedures import registry
from hasila.modules.casefiles.case_file import CaseFile
from hasila.modules.casefiles.case_files import CaseFiles
from hasila.modules.casefiles.charges import Charge, Charges
from hasila.modules.casefiles.choices import Category
from hasila.modules.casefiles.custody import Custodies
from hasila.modules.casefiles.exhibits import Exhibit, Exhibits
from hasila.modules.casefiles.holding import LIVING
from hasila.modules.casefiles.minor_retention import MinorRetentions
from hasila.modules.casefiles.parties import Parties, Party
from hasila.modules.casefiles.severance import COPIED
from hasila.modules.casefiles.written_records import WrittenRecords
from hasila.surfaces.web.display import record_url
from hasila.surfaces.web.forms import StepForm

MOST, SHORT = 200, 80
"""Records of one kind that are offered, and characters of a description."""
ORDER = ("severed_parties", "severed_charges", "severed_exhibits", "severed_records")
GOING = {
    Parties: ("entered",),
    Charges: ("entered",),
    Exhibits: ("seized", "sealed", "at_laboratory"),
    WrittenRecords: ("signed",),
}
"""What of each register can go, by its state."""
HINTS = {
    "severed_parties": gettext_lazy(
        "A suspect goes, with the further offences that are held against them and with their custody where they are "
        "held. Anybody else stays in this file and is entered in the new one too."
    ),
    "severed_charges": gettext_lazy("Those held against a suspect who goes are taken along by themselves."),
    "severed_exhibits": gettext_lazy("An exhibit goes under its seal, and gets a number in the new file."),
    "severed_records": gettext_lazy("A signed record stays here with its number; the new file holds it too."),
}


class SeverForm(StepForm):
    """Ticks what goes to the severed part."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        assert isinstance(self.record, CaseFile)
        held = _held(self.record)
        for name in ("severed_offence", "severed_facts", "grounds"):  # of the severance before, where there was one
            self.fields[name].initial = None
        for name, procedure in zip(ORDER, GOING, strict=True):
            rows = list(_offered(procedure, self.record, self.actor)[:MOST])
            if not rows:
                del self.fields[name]
                continue
            field = self.fields[name]
            field.widget = forms.CheckboxSelectMultiple(choices=[(str(row.pk), _named(row, held)) for row in rows])
            field.initial, field.help_text, field.required = [], HINTS[name], False
        self.order_fields((*ORDER, "severed_offence", "severed_facts", "grounds"))

    def content(self) -> dict[str, Any]:
        """What goes to the door; the offences held against a suspect who goes are among it."""
        found = super().content()
        for name in ORDER:
            found[name] = list(found.get(name) or ())
        parties = [one for one in found["severed_parties"] if _is_key(one)]
        against = Charge.objects.filter(
            case=self.record.pk,  # type: ignore[union-attr]
            suspect__in=parties,
            state="entered",
        )
        keys = [str(key) for key in against.values_list("pk", flat=True)]
        found["severed_charges"] = list(dict.fromkeys([*found["severed_charges"], *keys]))
        return found


def _is_key(text: Any) -> bool:
    try:
        UUID(str(text))
    except ValueError:
        return False
    return True


def _offered(procedure: Any, case: CaseFile, actor: Actor) -> QuerySet[Any]:
    rows = visible(procedure, actor).filter(case=case, state__in=GOING[procedure]).defer("search", "trail")
    return rows.select_related("suspect") if procedure is Charges else rows.order_by("id")


def _held(case: CaseFile) -> set[UUID]:
    """The suspects who are held at present."""
    rows = (p.record._default_manager.filter(case=case, state__in=LIVING) for p in (Custodies, MinorRetentions))
    return {party for held in rows for party in held.values_list("party_id", flat=True)}


def _named(row: Any, held: set[UUID]) -> str:
    if isinstance(row, Charge):
        said = row.get_offence_display()
        return f"{said} · {row.suspect.name}" if row.suspect is not None else said
    if isinstance(row, Party):
        stays = "" if row.category == Category.SUSPECT else _("stays here too")
        return " · ".join(part for part in (str(row), stays, _("held now") if row.pk in held else "") if part)
    if isinstance(row, Exhibit):
        return f"{row.item} · {row.get_kind_display()}: {Truncator(row.description).chars(SHORT)}"
    return f"{row} · {row.number}" if row.number else str(row)


def shown(case: CaseFile, actor: Actor) -> list[dict[str, Any]]:
    """What severances brought to a file or took from it: one group for each other file, with what the reader may see
    by its name and the number of the rest.
    """
    if not case.parted:
        return []
    names = {name for name in registry if name.startswith("casefiles.")}
    found: dict[UUID, Any] = {}
    for register in {row[1] for row in case.parted if f"casefiles.{row[1]}" in names}:
        keys = [UUID(row[2]) for row in case.parted if row[1] == register]
        rows = visible(registry[f"casefiles.{register}"], actor).filter(pk__in=keys).defer("search", "trail")
        rows = rows.select_related("suspect") if register == "charges" else rows
        found |= {row.pk: row for row in rows}
    files = visible(CaseFiles, actor).filter(pk__in={UUID(row[0]) for row in case.parted}).in_bulk()
    groups: dict[tuple[str, str], dict[str, Any]] = {}
    for other, _register, key, how, way in case.parted:
        file = files.get(UUID(other))
        group = groups.setdefault(
            (other, way),
            {
                "way": way,
                "file": file,
                "url": reverse("casefiles:case", args=[file.reference]) if file is not None else "",
                "lines": [],
                "hidden": 0,
            },
        )
        row = found.get(UUID(key))
        if row is None:
            group["hidden"] += 1
        else:
            group["lines"].append({"text": _line(row), "url": record_url(row), "copied": how == COPIED})
    for group in groups.values():
        number = group["hidden"]
        group["rest"] = _("Others that are not open to you: %(count)s.") % {"count": number} if number else ""
    return list(groups.values())


def _line(row: Any) -> str:
    kind = str(row._meta.verbose_name)
    if hasattr(row, "limit_at"):
        return f"{kind}: {row.name}"
    return f"{kind}: {row if isinstance(row, Party) else _named(row, set())}"
