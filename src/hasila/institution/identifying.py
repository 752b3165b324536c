"""Identifying: a record of somebody in a matter points to that person's file, by an official's act.

Nothing links by itself: an officer looks through the files that come near (`institution.finding`) and says which is of
the person, or opens one from what the record says. The link can be undone, and it stays where it is when files are
merged: whoever reads the file that stands for the person sees what the merged ones are linked to.
Law: the identity is established as the criminal procedure asks (`criminal_procedure`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from hasila.assurance.erasure import is_erased
from hasila.institution.names.evidence import Description
from hasila.institution.names.letters import ARABIC, plain, script_of
from hasila.institution.names.parts import parts
from hasila.institution.persons import PersonFile, Persons
from hasila.kernel.access import Actor, visible
from hasila.kernel.procedures import SAME, Act, Consequence, Procedure, State, Transition, needs, registry
from hasila.kernel.records import following_id
from hasila.kernel.refusals import Refusal

BASIS = "criminal_procedure"
STEPS = LINK, OPEN, UNLINK = ("link_person", "open_person", "unlink_person")
"""What each procedure calls the steps that `linking`, `opening` and `unlinking` make; it may go without the second."""
CONSTRAINTS = {name: Persons.constraints[name] for name in ("person_file_card_number_once",)}
"""What the opening of a file may break, for the procedure whose record opens it."""
NATIONALITY = {"MA": "MAR"}
SPOKEN = ("arabic_name", "latin_name")
CARRIED = ("sex", "born_on", "born_at", "mother", "father", "card_number")
"""What a file that is opened from a record takes over from it, where the record has it and it fits."""


class Identified(models.Model):
    """A record of somebody who may have a person's file."""

    person = models.ForeignKey(
        "institution.PersonFile",
        models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
        verbose_name=_("Person's file"),
    )

    class Meta:
        abstract = True


def index(name: str) -> models.Index:
    """The index by which the records of a person are found: of those alone that have one."""
    return models.Index(fields=["person"], name=name, condition=models.Q(person__isnull=False))


@needs("person")
def is_a_live_file(record: Any, act: Act) -> Refusal | None:
    """A record is linked to the file that stands for the person now."""
    person = record.person
    if person is not None and person.state == Persons.recorded.name and not is_erased(person):
        return None
    return Refusal(
        "persons.not_to_be_linked",
        _("This file was merged into another, or its content was erased."),
        field="person",
        remedy=_("Choose the file that stands for the person now."),
    )


def has_no_file(record: Any, act: Act) -> Refusal | None:
    """A file is opened for somebody who is linked to none."""
    if record.person_id is None:
        return None
    return Refusal(
        "persons.linked_already",
        _("This record is linked to a person's file already."),
        remedy=_("Undo that link first, where it is wrong."),
    )


def has_a_file(record: Any, act: Act) -> Refusal | None:
    """There is a link to undo."""
    if record.person_id is not None:
        return None
    return Refusal("persons.not_linked", _("This record is linked to no person's file."))


def has_a_name(record: Any, act: Act) -> Refusal | None:
    """A file is opened for somebody whose name is known."""
    if any(parts(getattr(record, name)) for name in SPOKEN):
        return None
    return Refusal(
        "persons.nobody_named",
        _("No name is known of this person: a file can't be opened from it."),
        remedy=_("Record the name first, or link a file that is there."),
    )


def names_its_file(record: Any, act: Act) -> None:
    """The identifier of the file that the act opens."""
    assert act.occurred_at is not None
    record.person_id = following_id(record, "person", act.occurred_at)


def forgets_its_file(record: Any, act: Act) -> None:
    """The link is gone; the ledger keeps that it was there."""
    record.person_id = None


def linking(source: Sequence[State], by: Sequence[Any]) -> Transition:
    """The step by which an officer says whose file this is."""
    return Transition(
        _("Link to a person's file"),
        source,
        SAME,
        by=by,
        asks=["person"],
        guards=[is_a_live_file],
        basis=BASIS,
        help=_("You say that the file is of this person: nothing is linked by itself."),
    )


def opening(source: Sequence[State], by: Sequence[Any]) -> Transition:
    """The step that opens a person's file from what the record says, and links it."""
    return Transition(
        _("Open a person's file from here"),
        source,
        SAME,
        by=by,
        guards=[has_no_file, has_a_name],
        effects=[names_its_file],
        then=[Consequence(_noting, record="person_id", data=said_of)],
        basis=BASIS,
        help=_("Find the person first: a file may be there, in the other script or spelled otherwise."),
    )


def unlinking(source: Sequence[State], by: Sequence[Any]) -> Transition:
    """The step that takes a wrong link back."""
    return Transition(
        _("Undo the link to a person's file"),
        source,
        SAME,
        by=by,
        guards=[has_a_file],
        effects=[forgets_its_file],
        basis=BASIS,
        help=_("The person's file stays; that it was linked stays in the ledger."),
    )


def _noting(record: Any, act: Act) -> Transition:
    return Persons.note


def said_of(record: Any, act: Act) -> dict[str, Any]:
    """What a person's file is opened with: the names parted, each in the fields of its script, and what fits."""
    data: dict[str, Any] = {}
    for spoken in (getattr(record, name) for name in SPOKEN):
        if spoken:
            data |= _parted(spoken)
    for name in CARRIED:
        value = getattr(record, name, None)
        longest = getattr(PersonFile._meta.get_field(name), "max_length", None)
        if value not in (None, "") and not (isinstance(value, str) and longest and len(value) > longest):
            data[name] = value
    if getattr(record, "alias", ""):
        data["aliases"] = [record.alias]
    nationality = NATIONALITY.get(getattr(record, "nationality", ""))
    return data | ({"nationality": nationality} if nationality else {})


def _parted(name: str) -> dict[str, str]:
    """Given and family name of a whole one: the last part is the family's, as it is written on the card."""
    script = "arabic" if script_of(plain(name)) == ARABIC else "latin"
    found = [part.written for part in parts(name)]
    return {f"{script}_given": " ".join(found[:-1]), f"{script}_family": found[-1]} if found else {}


# ---------------------------------------------------------------- the records of a person


def called(record: Any) -> str:
    """The name that a record has of somebody, in the script of the active language where it is known."""
    names = [getattr(record, name) for name in SPOKEN]
    first, second = names if (get_language() or "ar").startswith("ar") else names[::-1]
    return first or second or getattr(record, "alias", "")


def description_of(record: Any) -> Description:
    """What a record says of somebody, as searches compare it."""
    told = {name: getattr(record, name, None) or "" for name in (*SPOKEN, "alias", *CARRIED)}
    born: date | None = told["born_on"] or None  # type: ignore[assignment]
    names = tuple(dict.fromkeys(told[name] for name in (*SPOKEN, "alias") if told[name]))
    return Description(
        names, told["sex"], born, None, told["mother"], told["father"], told["born_at"], told["card_number"]
    )


def procedures() -> list[type[Procedure]]:
    """The procedures whose records point to persons' files, in the order of their declaration."""
    return [one for one in registry.values() if issubclass(one.record, Identified)]


def files_of(person: PersonFile) -> list[UUID]:
    """The file itself and every one that was merged into it, on whatever way."""
    found, fresh = [person.pk], [person.pk]
    while fresh:
        rows = PersonFile.objects.filter(merged_into__in=fresh, state=Persons.merged.name).exclude(pk__in=found)
        fresh = list(rows.values_list("pk", flat=True))
        found += fresh
    return found


def records_of(procedure: type[Procedure], people: Iterable[UUID], actor: Actor, most: int) -> list[Any]:
    """The records of a procedure that are linked to these files, as far as the actor may see them, newest first."""
    rows = visible(procedure, actor).filter(person__in=list(people)).select_related("unit", "person")
    return list(rows.order_by("-id").defer("search", "trail")[:most])
