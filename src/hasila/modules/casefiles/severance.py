"""Severance: part of a matter goes to a file of its own, with the persons, offences, exhibits and records chosen.

The step on the file opens the part and takes what was chosen along, one after the other, all in its own transaction:
each record goes by an act of its own (`goes`), which tells the part (`comes_in`) and then the file (`goes_out`), and
this leads to the next one. So both files name what went where, and a refusal of any record refuses the whole.

Suspects go, with the offences held against them and whatever held them; other persons are needed in both files and are
entered in the part anew. An exhibit and an object go, since each is one; so do drafts and open acts of investigation
about those who go. A signed record stays where it has its number, an attachment where it was added, and the part holds
both by reference, also where the file that is severed is a part itself and holds them so (docs/decisions/0040).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from hasila.kernel.procedures import SAME, Act, Consequence, State, Transition, needs, transitions
from hasila.kernel.records import following_id
from hasila.kernel.refusals import Refusal
from hasila.modules.casefiles import letters
from hasila.modules.casefiles.belonging import CASE, Belonging
from hasila.modules.casefiles.case_file import CaseFile
from hasila.modules.casefiles.choices import Category

CHOSEN = {
    "severed_charges": "charges",
    "severed_parties": "parties",
    "severed_exhibits": "exhibits",
    "severed_records": "written_records",
    "severed_things": "things",
    "severed_tasks": "tasks",
    "severed_attachments": "attachments",
}
"""What an officer chooses from, in the order in which it goes, and the registers that it stands in."""
HELD = ("severed_records", "severed_attachments")
"""Of these, those that a part may hold by reference."""
MOST = 100
"""So many records go by one act; who has more severs again."""
COUNTED = {
    "suspects", "minors", "unguarded", "charges", "in_custody", "presented", "exhibits", "unsealed", "seized",
    "written_records", "unsigned", "open_tasks",
}  # fmt: skip
MOVED, COPIED = "moved", "copied"
IN, OUT = "in", "out"
PRESENTED = "presented"
"""The mark of a holding whose person was presented, and goes with the file."""


class Severable(Belonging):
    """A record that may go to a severed part of its file."""

    severance = models.ForeignKey(
        "casefiles.CaseFile", models.PROTECT, null=True, editable=False, db_index=False, related_name="+",
        verbose_name=_("Other file of the severance"),
    )  # fmt: skip
    """While it goes, the part; afterwards the file that it came from."""

    class Meta(Belonging.Meta):
        abstract = True

    @property
    def severed(self) -> UUID | None:
        """Of what stays where it is, and is held in a part too: the file that the part was severed from."""
        return self.severance.origin_id if self.severance is not None else None


# ---------------------------------------------------------------- on the file


def identifiers_are_whole(file: CaseFile, act: Act) -> Refusal | None:
    """What goes is named by identifiers."""
    for name in CHOSEN:
        for one in getattr(file, name) or ():
            try:
                UUID(str(one))
            except ValueError:
                return Refusal("casefiles.no_identifier", _("This names no record."), field=name, status=422)
    return None


def something_goes(file: CaseFile, act: Act) -> Refusal | None:
    """A part consists of somebody, or of an offence."""
    if file.severed_parties or file.severed_charges:
        return None
    return Refusal(
        "casefiles.nothing_severed",
        _("Choose at least one person or one offence that goes to the severed part."),
        field="severed_parties",
        remedy=_("Where nothing of this file goes, open a file of its own and link the two."),
        status=422,
    )


def not_too_much(file: CaseFile, act: Act) -> Refusal | None:
    """One act moves a bounded number of records."""
    if sum(len(getattr(file, name) or ()) for name in CHOSEN) <= MOST:
        return None
    return Refusal(
        "casefiles.too_much_severed",
        _("More than %(most)s records can't go at once."),
        field="severed_parties",
        remedy=_("Join the other parts to the new file, or sever in several steps."),
        status=422,
        most=MOST,
    )


def is_no_letter(file: CaseFile, act: Act) -> Refusal | None:
    """What an investigating judge asked for is that judge's to divide."""
    if not letters.is_letter(file):
        return None
    return Refusal(
        "casefiles.letter_not_severed",
        _("A letter rogatory goes back to its investigating judge whole."),
        remedy=_("Open a file of its own on facts that the letter doesn't name, and tell the judge."),
        basis=letters.BASIS,
    )


GUARDS = (identifiers_are_whole, something_goes, not_too_much, is_no_letter)


def _queue(file: CaseFile) -> list[list[str]]:
    """What was chosen, register by register, and what holds or held the chosen persons: [register, id, person]."""
    chosen = [
        [register, str(one), ""]
        for name, register in CHOSEN.items()
        for one in dict.fromkeys(str(UUID(str(key))) for key in getattr(file, name) or ())
    ]
    going = {one for register, one, _person in chosen if register == "parties"}
    return [
        *chosen,
        *([register, one, person] for person, one, register, *_mark in file.holdings or () if person in going),
    ]


def name_severed(file: CaseFile, act: Act) -> None:
    """The identifier of the part, and what goes there."""
    assert act.occurred_at is not None
    file.severed_id = following_id(file, "severed", act.occurred_at)
    for name in CHOSEN:
        setattr(file, name, [UUID(str(key)) for key in getattr(file, name) or ()] or None)
    file.severing = _queue(file)


def part_content(file: CaseFile, act: Act) -> dict[str, Any]:
    """What the severed part is opened with."""
    return {
        "origin": "severance",
        "origin_reference": file.reference,
        "origin_id": file.pk,
        "offence": file.severed_offence or file.offence,
        "facts": file.severed_facts,
        "happened_at": file.happened_at,
        "place": file.place,
        "severed_parties": file.severed_parties,
        "severed_charges": file.severed_charges,
        "severed_exhibits": file.severed_exhibits,
        **{name: _held_chosen(file, name) for name in HELD},
    }


def _held_chosen(file: CaseFile, name: str) -> list[UUID] | None:
    """What was chosen of what this file, a part itself, holds by reference: it stands in neither of the two."""
    held = set(file.held_of_another(CHOSEN[name]))
    return [key for key in getattr(file, name) or () if key in held] or None


def more_goes(file: CaseFile, act: Act) -> bool:
    """Whether something is left that goes to the part."""
    return file.going is not None


def _step(file: Any, act: Act) -> Transition:
    return transitions[f"casefiles.{file.severing[0][0]}.goes"]


def _content(file: Any, act: Act) -> dict[str, Any]:
    _register, _one, person = file.severing[0]
    found: dict[str, Any] = {"severance": file.severed_id}
    if person:
        found["party"] = UUID(person)
    return found


NEXT = Consequence(_step, "going", data=_content, when=more_goes)
"""What goes to the part next."""


def note_in(file: CaseFile, act: Act) -> None:
    """The part counts and names what came."""
    _note(file, 1)


def note_out(file: CaseFile, act: Act) -> None:
    """The file no longer counts what went, names it, and comes to the next one."""
    _note(file, -1)
    file.severing = (file.severing or [])[1:] or None
    if file.severing is None:
        for name in CHOSEN:
            setattr(file, name, None)


def settle(file: CaseFile, act: Act) -> None:
    """Where another file was joined to this one: persons who stood in both are one, and what each held by reference
    counts once.
    """
    told = file.moving or {}
    one = dict(told.get("united", ()))
    file.holdings = [[one.get(row[0], row[0]), *row[1:]] for row in file.holdings or ()] or None
    file.written_records = max(0, file.written_records - told.get("twice", 0))
    file.parted = [*(file.parted or ()), *told.get("references", ())] or None
    file.moving = None


def held_under(file: CaseFile, act: Act) -> None:
    """Where two entries of a person became one, or are two again: under which somebody is or was held."""
    held = dict((file.moving or {}).get("held", ()))
    file.holdings = [[held.get(row[1], row[0]), *row[1:]] for row in file.holdings or ()] or None
    file.moving = None


def goes_with(file: CaseFile, act: Act) -> None:
    """Whoever was presented goes with the file: their holding bears a mark, by which they are told from those who were
    presented with it before it came back.
    """
    told = (file.moving or {}).get("presented")
    rows = file.holdings or ()
    file.holdings = [[*row[:3], PRESENTED] if row[1] == told else row for row in rows] or None
    file.moving = None


def stands_before(file: CaseFile, act: Act) -> None:
    """The file came back: who was presented with it doesn't go with it again."""
    file.holdings = [row[:3] for row in file.holdings or ()] or None


def presented_now(file: CaseFile | None, holding: UUID) -> bool:
    """Whether a file counts the person of a holding among those presented who go with it."""
    return file is not None and any(row[1:2] == [str(holding)] and row[3:] for row in file.holdings or ())


def presented_on(when: Callable[[CaseFile, Act], bool]) -> Consequence:
    """The consequence by which the file that a joined one went into learns who was presented."""
    return Consequence(f"{CASE}.person_presented", "joined_to", data=lambda file, act: dict(act.data), when=when)


def presented_content(holding: Any, act: Act) -> dict[str, Any]:
    """What the file is told of somebody who was presented, and goes with it."""
    return {"moving": {"presented": str(holding.pk)}}


def _note(file: CaseFile, sign: int) -> None:
    told = file.moving or {}
    kept = {"seized"} if told.get("how") == MOVED else COUNTED  # what goes leaves its number, what is copied all
    for name, number in told.get("counts", {}).items():
        if name in COUNTED and not (sign < 0 and name in kept):
            setattr(file, name, max(0, getattr(file, name) + sign * number))
    if "holding" in told:
        others = [row for row in file.holdings or () if row[1] != told["holding"][1]]
        file.holdings = [*others, *([told["holding"]] if sign > 0 else [])] or None
    if "id" in told:
        way = IN if sign > 0 else OUT
        file.parted = [*(file.parted or ()), [told["other"][way], told["register"], told["id"][way], told["how"], way]]
    file.moving = None


# ---------------------------------------------------------------- on what goes


@needs("severance")
def is_of_the_file(child: Any, act: Act) -> Refusal | None:
    """Only what belongs to the file goes to its part, or what the file, a part itself, holds by reference."""
    part = child.severance
    if part is not None and (child.case_id == part.origin_id or _is_held(child.pk, part)):
        return None
    return Refusal(
        "casefiles.not_of_this_file",
        _("This doesn't belong to the file that is severed."),
        remedy=_("Choose from what stands in this file."),
        status=422,
    )


def _is_held(key: UUID, part: CaseFile) -> bool:
    return any(key in (getattr(part, name) or ()) for name in HELD)


@needs("severance")
def changes_file(child: Any, act: Act) -> None:
    """It belongs to the part from here on, and remembers the file that it came from."""
    part, child.severance_id = child.severance, child.case_id
    child.case = part


def goes_there(person: Any, part: CaseFile) -> bool:
    """Whether somebody is among the persons chosen for the part, as one who goes or one who is entered there too."""
    return person.pk in (part.severed_parties or ())


def in_the_part(person: Any, act: Act) -> UUID:
    """Whose record a chosen person has in the part: a suspect's own, which goes; anybody else's is opened there.

    The person is read as they stood before this act, so that this names the record which their own step opens.
    """
    assert act.occurred_at is not None
    return person.pk if person.category == Category.SUSPECT else following_id(person, "severed", act.occurred_at)


def going(
    *states: State,
    may: tuple[str, ...] = (),
    guards: tuple[Any, ...] = (),
    effects: tuple[Any, ...] = (changes_file,),
    counts: Callable[[Any], dict[str, int]] = lambda child: {},
    copy: Callable[[Any], UUID | None] = lambda child: None,
    before: tuple[Consequence, ...] = (),
    jobs: tuple[str, ...] = (),
) -> Transition:
    """The step `goes`, by which a record in any of these states goes to the severed part, or is held there too.

    Args:
        counts: what the files count of it. copy: the identifier that it has in the part, where it is entered there
            anew. before: what follows on other records before the files are told.
    """

    def told(child: Any, act: Act) -> dict[str, Any]:
        return {"moving": _moving(child, act, counts(child), copy(child))}

    return Transition(
        _("Go to the severed part"), states, SAME, consequent=True, basis="criminal_procedure",
        asks=["severance"], may=may, guards=[is_of_the_file, *guards], effects=effects, jobs=jobs,
        then=[
            *before,
            Consequence(f"{CASE}.comes_in", "case", data=told, when=_went),
            Consequence(f"{CASE}.goes_out", "severance", data=told, when=_went),
            Consequence(f"{CASE}.comes_in", "severance", data=told, when=_stayed),
            Consequence(lambda child, act: transitions[f"{CASE}.goes_out"], "severed", data=told, when=_stayed),
        ],
    )  # fmt: skip


def _went(child: Any, act: Act) -> bool:
    """Where it changed its file."""
    return child.case_id == act.data["severance"]


def _stayed(child: Any, act: Act) -> bool:
    """Where it stays, and the part holds it too."""
    return not _went(child, act)


def _moving(child: Any, act: Act, counts: dict[str, int], copy: UUID | None) -> dict[str, Any]:
    """What the files are told of a record that goes, or is held in both."""
    went = _went(child, act)
    origin, part = (child.severance_id, child.case_id) if went else (child.severed, child.severance_id)
    return {
        "register": child.procedure.key.split(".")[1],
        "id": {"in": str(copy or child.pk), "out": str(child.pk)},
        "how": MOVED if went else COPIED,
        "other": {"in": str(origin), "out": str(part)},
        "counts": counts,
        **(holding_content(child, act)["moving"] if hasattr(child, "held_for") else {}),
    }


def holding_content(holding: Any, act: Act) -> dict[str, Any]:
    """What the file is told of somebody who is held in it: that they, and whoever goes with them, are known."""
    mark = [PRESENTED] if presented_now(holding.severance, holding.pk) else []
    row = [str(holding.party_id), str(holding.pk), holding.procedure.key.split(".")[1], *mark]
    return {"moving": {"holding": row}}
