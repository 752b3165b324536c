"""References: which register one belongs to, and whether it has such a record.

A register is known by its prefix. Whoever asks here asks the database: a module doesn't know the registers of others,
so nothing can be declared beforehand.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from hasila.kernel.procedures import Act, Procedure, registry
from hasila.kernel.records import Record
from hasila.kernel.refusals import Refusal
from hasila.plain.texts import western_digits

MATTER_HELP = _("Of this service, as it stands on the receipt; or the number on paper, as it stands there.")


def _clean(reference: str) -> str:
    return western_digits(reference).strip().upper()


def register_of(reference: str) -> type[Procedure] | None:
    """The register that a reference belongs to, by its prefix."""
    prefix, dash, _rest = _clean(reference).partition("-")
    return next((found for found in registry.values() if found.prefix == prefix), None) if dash else None


def named_by(reference: str) -> Record | None:
    """The record of this reference; None where no register has one."""
    procedure = register_of(reference)
    if procedure is None:
        return None
    return procedure.record._default_manager.filter(reference=_clean(reference)).first()


def stands_in_its_register(field: str) -> Callable[[Any, Act], Refusal | None]:
    """The guard of a field that takes a reference of ours, or any other number: what bears the prefix of a register
    must stand in it.
    """

    def is_known(record: Any, act: Act) -> Refusal | None:
        given: str = getattr(record, field)
        if register_of(given) is None or named_by(given) is not None:
            return None
        return Refusal(
            "institution.no_such_matter",
            _("No register has a matter with the reference %(reference)s."),
            field=field,
            remedy=_("Copy it from the receipt or from the matter's page, or leave it empty."),
            status=422,
            reference=given,
        )

    is_known.__doc__ = "A reference of ours is that of a matter that there is."
    return is_known
