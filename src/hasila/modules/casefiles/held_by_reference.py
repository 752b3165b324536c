"""What a severed part holds of the file that it came from: signed records and attachments, by reference.

Whoever may see the part may read exactly these, also where the first file is another unit's: row security lets them
through while a page of that part is made (`hasila.part`, migrations 0021 and 0022). They stay closed in registers,
searches and the API, to every step, and on every other page. A signed record is followed by the records that correct
it, once those are signed too. What a record names (its file, its persons) is read with the rights of the door, once the
fence has let the record itself through.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q

from hasila.kernel.access import elevated
from hasila.modules.casefiles.attachments import Attachment
from hasila.modules.casefiles.case_file import CaseFile
from hasila.modules.casefiles.case_rules import JOINED
from hasila.modules.casefiles.written_record import WrittenRecord

MODELS: dict[str, type[WrittenRecord] | type[Attachment]] = {
    "written_records": WrittenRecord,
    "attachments": Attachment,
}


@contextmanager
def of_the_part(case: CaseFile) -> Iterator[None]:
    """Tells the database, for this block, whose references the reader follows; it asks itself whether they may."""
    _tell(str(case.pk))
    yield
    _tell("")  # an exception rolls the setting back with the rest of its transaction


def _tell(part: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('hasila.part', %s, true)", [part])


def open_keys(case: CaseFile) -> dict[str, list[UUID]]:
    """The identifiers of what a part holds by reference, by register, as far as it is open to the reader.

    What came home, since the file that it stands in was joined to this one, is no reference any more; what a joined
    part held, the file that it was joined to holds.
    """
    wanted = {register: keys for register in MODELS if (keys := case.held_of_another(register))}
    if not wanted or case.state == JOINED:
        return {}
    with of_the_part(case):
        return {register: _open(register, keys, case) for register, keys in wanted.items()}


def _open(register: str, keys: list[UUID], case: CaseFile) -> list[UUID]:
    rows = MODELS[register]._default_manager
    named = Q(pk__in=keys)
    if register == "written_records":  # corrections by their file: nothing else leads to them by an index
        named |= Q(case__in=rows.filter(pk__in=keys).values("case"), corrects__in=keys, state="signed")
    return list(rows.filter(named).exclude(case=case.pk).order_by("id").values_list("pk", flat=True))


def records(keys: dict[str, list[UUID]]) -> dict[str, list[Any]]:
    """The records of these identifiers, by register, with all that they name; the caller was let through to them."""
    if not any(keys.values()):
        return {}
    with elevated():
        return {register: _read(register, some) for register, some in keys.items()}


def _read(register: str, keys: list[UUID]) -> list[Any]:
    model: Any = MODELS[register]
    related = [field.name for field in model._meta.concrete_fields if field.many_to_one and field.name != "to_unit"]
    return list(model._default_manager.filter(pk__in=keys).select_related(*related).order_by("id").defer("search"))


def open_records(case: CaseFile) -> dict[str, list[Any]]:
    """What a part holds by reference and the reader may see through it, by register."""
    return records(open_keys(case))
