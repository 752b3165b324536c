"""What happens where a file goes over into another: everything comes along, and a person who stands in both is one.

The same person is recognised by what an act said before: entered in a severed part from an entry of the other file, or
linked to the same person's file, in the same category. Likeness of names unites nobody. The entry of the file that goes
on stays, and takes what only the other one says; the other one is closed, says which it is one with, and keeps what
signed records name, the rest of what was written in it, and a shielded address where it was sealed. The law keeps the
categories apart, so a victim here who is a suspect there stays in both. Two suspects stay two where one of them is held
or where their age on the day of the facts isn't the same: an officer settles that.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import Q

from hasila.kernel.procedures import Act
from hasila.kernel.records import new_id
from hasila.modules.casefiles import custody_clock
from hasila.modules.casefiles.belonging import belongings
from hasila.modules.casefiles.case_file import BY_REFERENCE, CaseFile
from hasila.modules.casefiles.case_files import CaseFiles
from hasila.modules.casefiles.charges import Charge, Charges
from hasila.modules.casefiles.choices import Category
from hasila.modules.casefiles.exhibits import Exhibit
from hasila.modules.casefiles.held_by_reference import MODELS
from hasila.modules.casefiles.parties import Parties, Party
from hasila.modules.casefiles.party_severance import FILLED
from hasila.modules.casefiles.referral import Referral
from hasila.modules.casefiles.referrals import Referrals
from hasila.modules.casefiles.severance import IN
from hasila.modules.casefiles.tasks import Task
from hasila.modules.casefiles.things import Thing
from hasila.modules.casefiles.written_record import WrittenRecord

NAMING: dict[Any, tuple[tuple[str, ...], tuple[str, ...]]] = {
    Charge: (("suspect",), ("entered",)),
    Task: (("party",), ("open",)),
    Thing: (("owner",), ("entered",)),
    Exhibit: (("found_on",), ("seized", "sealed", "at_laboratory")),
    WrittenRecord: (("party", "facing"), ("drafted",)),
}
"""What names the entry of the person that goes on from then on: by which fields, and in which states."""
OFFENCE: dict[Any, tuple[str, ...]] = {Charge: ("offence",)}


def acts(file: CaseFile, heir: CaseFile) -> list[Act]:
    """The acts by which what belongs to a joined file comes into the one that goes on, in their order."""
    united = same_persons(file, heir)
    return [
        *_brought(file, heir, united),
        *_united(file, heir, united),
        Act(CaseFiles.gone_over, record_id=file.pk),
        Act(CaseFiles.settle_joined, record_id=heir.pk, data={"moving": _settled(file, heir, united)}),
        *(
            Act(Charges.enter_joined, record_id=new_id(), unit_id=heir.unit_id, data=charge)
            for charge in _charged(file, heir, united)
        ),
    ]


def same_persons(file: CaseFile, heir: CaseFile) -> dict[UUID, Party]:
    """Who of a file stands in the one that goes on as well: their entry there, by the identifier of the one here."""
    entries = list(Party.objects.filter(case__in=[file.pk, heir.pk], state="entered").order_by("id"))
    held = {
        party
        for procedure in custody_clock.IN_FILES
        for case in (file.pk, heir.pk)
        for party in custody_clock.living_in(procedure, case).values_list("party_id", flat=True)
    }
    found: dict[UUID, Party] = {}
    for one in (entry for entry in entries if entry.case_id == file.pk):
        others = (entry for entry in entries if entry.case_id == heir.pk and entry not in found.values())
        there = next((other for other in others if _same(one, other, held)), None)
        if there is not None:
            found[one.pk] = there
    return found


def _same(one: Party, other: Party, held: set[UUID]) -> bool:
    """Whether two entries of a category are of one person, and can be one entry."""
    if one.category != other.category:
        return False
    if one.category == Category.SUSPECT and (one.band != other.band or {one.pk, other.pk} & held):
        return False
    linked = one.person_id is not None and one.person_id == other.person_id
    return linked or (one.copied_from or one.pk) == (other.copied_from or other.pk)


def _brought(file: CaseFile, heir: CaseFile, united: dict[UUID, Party]) -> Iterator[Act]:
    """The acts by which what belongs to a file comes into another, exhibits numbered behind the other's own."""
    for model in belongings():
        names, states = NAMING.get(model, ((), ()))
        told = ["pk", "state", *(f"{name}_id" for name in names), *(["item"] if model is Exhibit else [])]
        told += ["offence"] if model is Charge else []
        for child in model._default_manager.filter(case=file).only(*told):
            if model is not Referral:
                data: dict[str, Any] = {"to_unit": heir.unit_id, "case": heir.pk}
                data |= {"item": file.items_after + child.item} if model is Exhibit else {}
                data |= {"further_only": True} if model is Party and file.offence != heir.offence else {}
                given_way = model is Charge and _charged_there(child, united)
                if child.state in states and not given_way:
                    keys = {name: united.get(getattr(child, f"{name}_id")) for name in names}
                    data |= {name: kept.pk for name, kept in keys.items() if kept is not None}
                yield Act(model.procedure.transitions["move_along"], record_id=child.pk, data=data)
                if given_way:
                    yield Act(Charges.give_way, record_id=child.pk, data={"grounds": file.grounds})
            elif child.state in ("prepared", "approved"):
                yield Act(Referrals.lapse, record_id=child.pk, data={"grounds": file.grounds})


def _charged_there(charge: Charge, united: dict[UUID, Party]) -> bool:
    """Whether the offence is held against the same suspect in the file that goes on already."""
    kept = united.get(charge.suspect_id) if charge.suspect_id is not None and charge.state == "entered" else None
    return kept is not None and charge.offence in kept.charged


def _united(file: CaseFile, heir: CaseFile, united: dict[UUID, Party]) -> Iterator[Act]:
    """The acts that close the entries of those who stand in both files, and complete those that go on."""
    closing = Party.objects.in_bulk(list(united))
    for key, kept in united.items():
        yield Act(Parties.unite, record_id=key, data={"same_as": kept.pk})
        yield from _completed(closing[key], kept, main=file.offence == heir.offence)


def _completed(closed: Party, kept: Party, *, main: bool) -> Iterator[Act]:
    """The act that completes an entry from one that is closed.

    Args:
        main: whether the main offence of the closed entry's file is that of the file which goes on.
    """
    data: dict[str, Any] = {
        name: getattr(closed, name)
        for name in FILLED
        if getattr(closed, name) not in (None, "") and getattr(kept, name) in (None, "")
    }
    if kept.unidentified and not closed.unidentified:
        data["unidentified"] = False
    if closed.category == Category.SUSPECT:
        came = Charge.objects.filter(case=closed.case_id, suspect=closed.pk, state="entered")
        rows = list(came.exclude(offence__in=kept.charged).order_by("id").values_list("pk", "offence"))
        if rows:
            data["charged"] = [*kept.charged, *(code for _key, code in rows)]
            data["charge_ids"] = [*(kept.charge_ids or ()), *(one for one, _code in rows)]
        if kept.further_only and main and not closed.further_only:
            data["further_only"] = False
    if data:
        yield Act(Parties.take_in, record_id=kept.pk, data=data)


def within(closed: Party, kept: Party) -> list[Act]:
    """The acts by which all that names an entry of a file comes to another of the same person, in the same file."""
    found = [*_completed(closed, kept, main=True)]
    for model, (names, states) in NAMING.items():
        naming = reduce(or_, (Q(**{name: closed.pk}) for name in names))
        rows = model._default_manager.filter(naming, case=closed.case_id, state__in=states)
        for child in rows.order_by("id").only("pk", *(f"{name}_id" for name in names), *OFFENCE.get(model, ())):
            if model is Charge and child.offence in kept.charged:
                found.append(Act(Charges.give_way, record_id=child.pk, data={"grounds": closed.grounds}))
            else:
                data = {name: kept.pk for name in names if getattr(child, f"{name}_id") == closed.pk}
                found.append(Act(model.procedure.transitions["name_another"], record_id=child.pk, data=data))
    rows = [row for row in closed.case.holdings or () if row[0] == str(closed.pk)]
    held = {"held": [[row[1], str(kept.pk)] for row in rows]}
    return [*found, Act(CaseFiles.become_one, record_id=closed.case_id, data={"moving": held})]


def _charged(file: CaseFile, heir: CaseFile, united: dict[UUID, Party]) -> list[dict[str, Any]]:
    """The main offence of a file as charges against its suspects, where the other file has not got it yet."""
    if file.offence == heir.offence:
        return []
    entered = Party.objects.filter(case=file, category=Category.SUSPECT, state="entered", further_only=False)
    here: list[UUID | None] = list(entered.order_by("id").values_list("pk", flat=True))
    held = Charge.objects.filter(case__in=[file.pk, heir.pk], offence=file.offence, state="entered")
    charged = set(held.values_list("suspect_id", flat=True))
    found = []
    for one in here or [None]:
        kept = united[one].pk if one in united else one
        if not {one, kept} & charged:
            found.append({"case": heir.pk, "offence": file.offence, "suspect": kept, "attempted": file.attempted})
    return found


def _settled(file: CaseFile, heir: CaseFile, united: dict[UUID, Party]) -> dict[str, Any]:
    """What the file that goes on is told besides: who is one with whom, and what both files held by reference."""
    twice, references = 0, []
    for register in BY_REFERENCE:
        here, there = set(file.held_of_another(register)), set(heir.held_of_another(register))
        rows = MODELS[register]._default_manager.filter(pk__in=here | there)
        home = dict(rows.values_list("pk", "case_id"))
        if register == "written_records":
            twice += sum(
                (key in here and case == heir.pk)
                or (key in there and case == file.pk)
                or (key in here and key in there and case not in (file.pk, heir.pk))
                for key, case in home.items()
            )
        kept = here - there - {key for key, case in home.items() if case in (file.pk, heir.pk)}
        references += [row for row in file.parted or () if row[1] == register and row[4] == IN and UUID(row[2]) in kept]
    return {
        "united": [[str(key), str(kept.pk)] for key, kept in united.items()],
        "twice": twice,
        "references": references,
    }
