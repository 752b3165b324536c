"""What happens where the union of two entries of a person is undone: what it moved goes back, as far as it still can.

The ledger says what the union moved (`joining`): which records it had name the entry that went on, which values that
entry took from the other, which offences it was held for already. Each goes back where nobody changed it since. What
was signed, done or handed on meanwhile stays as it is, and so does what was entered since: the form names it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import Q

from hasila.assurance.steps import done_on, record_of, supplied, timeline
from hasila.kernel.procedures import Act, transitions
from hasila.kernel.records import Record, new_id
from hasila.modules.casefiles import custody_clock
from hasila.modules.casefiles.case_file import CaseFile
from hasila.modules.casefiles.case_files import CaseFiles
from hasila.modules.casefiles.charges import Charge, Charges
from hasila.modules.casefiles.choices import Category
from hasila.modules.casefiles.joining import NAMING
from hasila.modules.casefiles.parties import Parties, Party
from hasila.modules.casefiles.party_severance import FILLED

NOTHING = (None, "")
NAMES = ("arabic_name", "latin_name")
LONG = {"search", "trail", "text", "translation"}


@dataclass(frozen=True)
class Undoing:
    """What the undoing of a union does.

    Attributes:
        back: the records that name this entry again. stays: those that the union had name the other one, and that were
            signed, done or handed on since. since: what named the other one after the union.
        given: what the other entry no longer says, by field. acts: the acts by which it is done, in their order.
    """

    back: list[Record]
    stays: list[Record]
    since: list[Record]
    given: dict[str, Any]
    acts: list[Act]


def undoing(party: Party, other: Party) -> Undoing:
    """What goes back to an entry from the one that it is, or was, one with; read with the rights of the door."""
    union = _union(party)
    began = _began(union)
    own = list(_brought(party, union))
    moved = list(_moved(other, began, {said["offence"] for said in own}))
    back = [(one, names) for one, names, state in moved if state and names]
    given = _given_back(party, other, began)
    return Undoing(
        back=[one for one, _names in back],
        stays=[one for one, names, state in moved if names and not state],
        since=[one for one, names, _state in moved if not names and one.opened_at > union.when],
        given=given,
        acts=[
            *(Act(_step(one), record_id=one.pk, data=dict.fromkeys(names, party.pk)) for one, names in back),
            *([Act(Parties.gives_back, record_id=other.pk, data=given)] if given else []),
            *_charged(party, other, [one for one, _names in back if isinstance(one, Charge)], own),
            Act(CaseFiles.stand_apart, record_id=party.case_id, data={"moving": {"held": _held(party)}}),
        ],
    )


def _union(party: Party) -> Any:
    """The last act by which an entry became one with another."""
    acts = (Parties.unite.key, Parties.unite_with.key)
    return next(done for done in reversed(timeline(party.pk)) if done.act in acts)


def _began(union: Any) -> UUID:
    """What the acts that followed from a union have as their cause: the joinder of two files, or an officer's act."""
    return union.cause or union.id


def _step(record: Record) -> Any:
    return transitions[f"{record.procedure.key}.name_another"]


def _moved(other: Party, began: UUID, brought: set[str]) -> Iterator[tuple[Any, list[str], bool]]:
    """What names an entry in its file: the record, by which fields on account of the one united with it, and whether it
    can go back.

    Args:
        began: the act from which the union followed. brought: the offences that gave way then.
    """
    for model, (names, _states) in NAMING.items():
        naming = reduce(or_, (Q(**{name: other.pk}) for name in names))
        left_out = LONG & {field.name for field in model._meta.concrete_fields}
        rows = list(model._default_manager.filter(naming, case=other.case_id).order_by("id").defer(*left_out))
        acts = [*map(model.procedure.transitions.get, ("move_along", "name_another")), Charges.enter_joined]
        done = done_on([row.pk for row in rows], acts, began)
        told = supplied(done) if rows else {}
        named: dict[UUID, set[str]] = {}
        for entry in done:
            said = told.get(entry.pk, {})
            named.setdefault(entry.record_id, set()).update(n for n in names if str(other.pk) in _said(said, n))
        if model is Charge:
            alike = [row.pk for row in rows if row.offence in brought]
            named |= {entry.record_id: {"suspect"} for entry in done_on(alike, [Charges.enter_kept])}
        for row in rows:
            fields = [name for name in names if getattr(row, f"{name}_id") == other.pk]
            may_go = row.state in _step(row).source_names
            yield row, [name for name in fields if name in named.get(row.pk, ())], may_go


def _said(told: dict[str, Any], name: str) -> set[str]:
    return {str(told[key]) for key in (name, f"{name}_id") if told.get(key)}


def _taken_in(party: Party, other: Party, began: UUID) -> set[str]:
    """The fields that an entry took from the one united with it, and says still."""
    told = supplied([*done_on([other.pk], [Parties.take_in], began), *done_on([other.pk], [Parties.gives_back])])
    found = {name.removesuffix("_id") for said in told.values() for name in said} & set(FILLED)
    return {name for name in found if _says(other, name) == _says(party, name) not in NOTHING}


def _says(party: Party, name: str) -> Any:
    return getattr(party, Party._meta.get_field(name).attname)  # type: ignore[union-attr]


def _given_back(party: Party, other: Party, began: UUID) -> dict[str, Any]:
    """What an entry says where it no longer says what it took; another entry that is still one with it may say it."""
    others = _others(other, party)
    taken, found = _taken_in(party, other, began), {}
    for name in (one for one in FILLED if one in taken):
        field: Any = Party._meta.get_field(name)
        values = (_says(one, name) for one in others)
        found[name] = next((value for value in values if value not in NOTHING), None if field.null else "")
    if taken and not any(found.get(name, getattr(other, name)) for name in NAMES):
        if any(found.get(name, getattr(other, name)) for name in ("description", "alias")):
            found["unidentified"] = True
        else:  # nothing else would tell them apart
            found = {name: value for name, value in found.items() if name not in NAMES}
    if not (party.further_only or other.further_only) and all(one.further_only for one in others):
        told = supplied(done_on([other.pk], [Parties.take_in]))
        if any("further_only" in said for said in told.values()):
            found["further_only"] = True
    return found


def _others(other: Party, party: Party) -> list[Party]:
    """Who else is one with an entry."""
    return list(Party.objects.filter(same_as=other.pk, state="united").exclude(pk=party.pk).order_by("id"))


def _charged(party: Party, other: Party, back: list[Charge], brought: list[dict[str, Any]]) -> Iterator[Act]:
    """The acts by which each entry of a suspect is charged with its own offences again.

    An offence that was held against the other entry already gave way at the union: it is entered again here. What
    goes back, and was brought by somebody else who is still one with the other entry too, is entered again there.
    """
    if party.category != Category.SUSPECT:
        return
    gone = {charge.pk for charge in back}
    entered = [one for one in back if one.state == "entered"]
    rows = Charge.objects.filter(case=other.case_id, suspect=other.pk, state="entered").exclude(pk__in=gone)
    for whose, charges in ((other, list(rows.order_by("id"))), (party, entered)):
        lists = {"charged": [one.offence for one in charges], "charge_ids": [one.pk for one in charges] or None}
        yield Act(Parties.offences_follow, record_id=whose.pk, data=lists)
    codes = {charge.offence for charge in back}
    for own in brought:
        if own["offence"] not in codes:
            codes.add(own["offence"])
            yield _charge(Charges.enter_parted, party, own)
    left = {charge.offence for charge in entered}
    for one in _others(other, party):
        for own in _brought(one, _union(one)):
            if own["offence"] in left:
                left.discard(own["offence"])
                yield _charge(Charges.enter_kept, other, own)


def _charge(step: Any, suspect: Party, said: dict[str, Any]) -> Act:
    data = {"case": suspect.case_id, "suspect": suspect.pk, **said}
    return Act(step, record_id=new_id(), unit_id=suspect.unit_id, data=data)


def _brought(party: Party, union: Any) -> Iterable[dict[str, Any]]:
    """The offences that an entry brought to a union, and that were held against the other one already."""
    dropped = {row.pk: row for row in Charge.objects.filter(suspect=party.pk, state="dropped").order_by("id")}
    for gave_way in done_on(dropped, [Charges.give_way], _began(union)):
        row = dropped[gave_way.record_id]
        yield {"offence": row.offence, "attempted": row.attempted, "note": row.note}
    if party.further_only and union.cause is not None:  # suspected of the main offence of the file that was joined
        file = CaseFile.objects.get(pk=record_of(union.cause))
        yield {"offence": file.offence, "attempted": file.attempted}


def _held(party: Party) -> list[list[str]]:
    """The holdings in which an entry was itself held: [record of the holding, entry]."""
    rows = (procedure.record._default_manager.filter(party=party.pk) for procedure in custody_clock.IN_FILES)
    return [[str(key), str(party.pk)] for held in rows for key in held.values_list("pk", flat=True)]
