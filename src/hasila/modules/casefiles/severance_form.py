"""The form of a severance: what stands in the file, to be ticked; and what both files show of it afterwards."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hasila.kernel.access import Actor, visible
from hasila.kernel.procedures import registry
from hasila.modules.casefiles.attachments import Attachment, Attachments
from hasila.modules.casefiles.case_file import BY_REFERENCE, CaseFile
from hasila.modules.casefiles.case_files import CaseFiles
from hasila.modules.casefiles.charges import Charge, Charges
from hasila.modules.casefiles.choices import Category
from hasila.modules.casefiles.contents import held_keys
from hasila.modules.casefiles.custody import Custodies
from hasila.modules.casefiles.exhibits import Exhibit, Exhibits
from hasila.modules.casefiles.held_by_reference import open_records, records
from hasila.modules.casefiles.holding import LIVING
from hasila.modules.casefiles.minor_retention import MinorRetentions
from hasila.modules.casefiles.parties import Parties, Party
from hasila.modules.casefiles.severance import CHOSEN, COPIED
from hasila.modules.casefiles.tasks import Task, Tasks
from hasila.modules.casefiles.things import Thing, Things
from hasila.modules.casefiles.written_record import WrittenRecord
from hasila.modules.casefiles.written_records import WrittenRecords
from hasila.surfaces.formats import format_date
from hasila.surfaces.web.display import record_url
from hasila.surfaces.web.forms import StepForm

MOST, SHORT = 200, 80
"""Records of one kind that are offered, and characters of a description."""
ORDER = (
    "severed_parties", "severed_charges", "severed_exhibits", "severed_records", "severed_things", "severed_tasks",
    "severed_attachments",
)  # fmt: skip
GOING = {
    Parties: ("entered",),
    Charges: ("entered",),
    Exhibits: ("seized", "sealed", "at_laboratory"),
    WrittenRecords: ("drafted", "read", "signed"),
    Things: ("entered",),
    Tasks: ("open",),
    Attachments: ("kept",),
}
"""What of each register can go, by its state."""
OF_ANOTHER = gettext_lazy("%(kind)s (of the file that this part was severed from)")
"""What the file holds by reference only, and the new part may hold too."""
HINTS = {
    "severed_parties": gettext_lazy(
        "A suspect goes, with the further offences that are held against them and with their custody where they are "
        "held. Anybody else stays in this file and is entered in the new one too."
    ),
    "severed_charges": gettext_lazy("Those held against a suspect who goes are taken along by themselves."),
    "severed_exhibits": gettext_lazy("An exhibit goes under its seal, and gets a number in the new file."),
    "severed_records": gettext_lazy(
        "A signed record stays here with its number; the new file holds it too. One that isn't signed goes by itself "
        "where it is about suspects who all go, and gets its number when it is signed."
    ),
    "severed_things": gettext_lazy(
        "It goes. What belongs to a suspect who goes is taken along by itself; of anybody else choose the owner too."
    ),
    "severed_tasks": gettext_lazy(
        "It goes with its deadline and with whom it falls to. Those about a suspect or an exhibit that goes are taken "
        "along by themselves."
    ),
    "severed_attachments": gettext_lazy(
        "The content stays here with its digest; the new file holds it too. What is annexed to a record that the new "
        "file holds comes with it."
    ),
}


NAMES: dict[Any, tuple[str, ...]] = {
    Charges: ("suspect",),
    WrittenRecords: ("party", "facing"),
    Things: ("owner",),
    Tasks: ("party", "owner"),
}
"""Whom the form names beside a record of a register."""


class SeverForm(StepForm):
    """Ticks what goes to the severed part."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        assert isinstance(self.record, CaseFile)
        held, self.by_reference = _held(self.record), _by_reference(self.record)
        for name in ("severed_offence", "severed_facts", "grounds"):  # of the severance before, where there was one
            self.fields[name].initial = None
        for name, procedure in zip(ORDER, GOING, strict=True):
            offered = list(_offered(procedure, self.record, self.actor)[:MOST])
            rows, stays = [row for row in offered if _may_go(row)], [str(row) for row in offered if not _may_go(row)]
            others = self.by_reference.get(CHOSEN[name], [])
            if not offered and not others:
                del self.fields[name]
                continue
            field = self.fields[name]
            choices = [(str(row.pk), _named(row, held)) for row in rows]
            choices += [(str(row.pk), OF_ANOTHER % {"kind": _named(row, held)}) for row in others]
            field.widget = forms.CheckboxSelectMultiple(choices=choices)
            field.initial, field.help_text, field.required = [], HINTS[name], False
            if stays:
                staying = _("Not signed, and stays here: %(records)s.") % {"records": ", ".join(stays)}
                field.help_text = f"{HINTS[name]} {staying}"
        self.order_fields((*ORDER, "severed_offence", "severed_facts", "grounds"))

    def content(self) -> dict[str, Any]:
        """What goes to the door, and among it what goes by itself with what was chosen."""
        found = super().content()
        for name in ORDER:
            found[name] = list(found.get(name) or ())
        assert isinstance(self.record, CaseFile)
        written = set(found["severed_records"])
        for name, rows in _by_itself(self.record, found).items():
            keys = [str(key) for key in rows.values_list("pk", flat=True)]
            found[name] = list(dict.fromkeys([*found[name], *keys]))
        annexed = (row for row in self.by_reference.get("attachments", ()) if str(row.written_id) in written)
        found["severed_attachments"] = list(
            dict.fromkeys([*found["severed_attachments"], *(str(r.pk) for r in annexed)])
        )
        return found


def _by_itself(case: CaseFile, found: dict[str, Any]) -> dict[str, QuerySet[Any]]:
    """What is taken along unasked: the offences, objects, drafts and open acts of suspects who go, the acts about
    exhibits that go, and what is annexed to a record.
    """
    persons, exhibits, written = (
        [one for one in found[f"severed_{name}"] if _is_key(one)] for name in ("parties", "exhibits", "records")
    )
    suspects = list(
        Party.objects.filter(case=case, pk__in=persons, category=Category.SUSPECT).values_list("pk", flat=True)
    )
    nobody, no_exhibit = Q(party=None), Q(exhibit=None)
    about = (Q(party__in=suspects) & (no_exhibit | Q(exhibit__in=exhibits))) | (
        Q(exhibit__in=exhibits) & (nobody | Q(party__in=persons))
    )
    drafts = WrittenRecord.objects.filter(case=case, state="drafted", party__in=suspects, corrects=None)
    return {
        "severed_charges": Charge.objects.filter(case=case, suspect__in=persons, state="entered"),
        "severed_things": Thing.objects.filter(case=case, owner__in=suspects, state="entered"),
        "severed_records": drafts.filter(Q(facing=None) | Q(facing__in=suspects)),
        "severed_tasks": Task.objects.filter(about, case=case, state="open"),
        "severed_attachments": Attachment.objects.filter(case=case, written__in=written, state="kept"),
    }


def _by_reference(case: CaseFile) -> dict[str, list[Any]]:
    """What the file, a part itself, holds by reference, by register: the new part may hold it too. What corrects it
    follows by itself.
    """
    named = {register: set(case.held_of_another(register)) for register in BY_REFERENCE}
    rows = open_records(case) if case.holds_by_reference else {}
    return {
        register: [row for row in some if row.pk in named[register] and row.state in GOING[type(row).procedure]]
        for register, some in rows.items()
    }


def _is_key(text: Any) -> bool:
    try:
        UUID(str(text))
    except ValueError:
        return False
    return True


def _offered(procedure: Any, case: CaseFile, actor: Actor) -> QuerySet[Any]:
    rows = visible(procedure, actor).filter(case=case, state__in=GOING[procedure]).defer("search", "trail")
    return rows.select_related(*NAMES.get(procedure, ())).order_by("id")


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
    if isinstance(row, WrittenRecord):
        if row.number:
            return f"{row} · {row.number}"
        names = " · ".join(person.name for person in (row.party, row.facing) if person is not None)
        goes_with = _("not signed: goes with %(name)s") % {"name": names}
        return f"{row} · {goes_with}"
    if isinstance(row, Thing):
        said = ": ".join(text for text in (str(row), Truncator(row.description).chars(SHORT)) if text)
        return f"{said} · {row.owner.name}" if row.owner is not None else said
    if isinstance(row, Task):
        people = [person.name for person in (row.party, row.owner) if person is not None]
        what = f"{row.get_kind_display()}: {Truncator(row.what).chars(SHORT)}"
        return " · ".join([what, *people, format_date(row.deadline)])
    return " · ".join(text for text in (row.name, row.description) if text)


def _may_go(row: Any) -> bool:
    """Whether the form offers it: a record that isn't signed goes only where it is about suspects alone."""
    if not isinstance(row, WrittenRecord) or row.state == "signed":
        return True
    about = [person for person in (row.party, row.facing) if person is not None]
    suspects = bool(about) and all(person.category == Category.SUSPECT for person in about)
    return row.state == "drafted" and row.corrects_id is None and suspects


def shown(case: CaseFile, actor: Actor, contents: dict[str, list[dict[str, Any]]]) -> list[dict[str, Any]]:
    """What severances brought to a file or took from it: one group for each other file, with what the reader may see
    by its name and the number of the rest.

    Args:
        contents: of the file, as its page shows them; they say what it holds by reference.
    """
    if not case.parted:
        return []
    names = {name for name in registry if name.startswith("casefiles.")}
    found: dict[UUID, Any] = {}
    for register in {row[1] for row in case.parted if f"casefiles.{row[1]}" in names}:
        keys = [UUID(row[2]) for row in case.parted if row[1] == register]
        rows = visible(registry[f"casefiles.{register}"], actor).filter(pk__in=keys).defer("search", "trail")
        rows = rows.select_related(*NAMES.get(registry[f"casefiles.{register}"], ()))
        found |= {row.pk: row for row in rows}
    held = {row.pk: row for rows in records(held_keys(contents)).values() for row in rows}
    found = held | found
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
            url = record_url(row)
            if row.pk in held:
                url = reverse("casefiles:held_record", args=[case.reference, row.reference])
            group["lines"].append({"text": _line(row), "url": url, "copied": how == COPIED})
    for group in groups.values():
        number = group["hidden"]
        group["rest"] = _("Others that are not open to you: %(count)s.") % {"count": number} if number else ""
    return list(groups.values())


def _line(row: Any) -> str:
    kind = str(row._meta.verbose_name)
    if hasattr(row, "held_for"):
        return f"{kind}: {row.name}"
    whole = isinstance(row, Party) or (isinstance(row, WrittenRecord) and not row.number)
    return f"{kind}: {row if whole else _named(row, set())}"
