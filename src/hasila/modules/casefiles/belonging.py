"""What every record that belongs to a case file shares: its file, its unit, how it follows the file and tells it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.translation import gettext_lazy as _

from hasila.kernel.procedures import SAME, Act, Consequence, State, Transition
from hasila.kernel.records import Record

CASE = "casefiles.case_files"


class Belonging(Record):
    """A record of a case file; `unit` is the unit of the file, and changes with it."""

    case = models.ForeignKey("casefiles.CaseFile", models.PROTECT, related_name="+", verbose_name=_("Case file"))
    to_unit = models.ForeignKey(
        "institution.Unit",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        db_index=False,
        related_name="+",
        verbose_name=_("Unit that it followed its file to"),
    )

    class Meta(Record.Meta):
        abstract = True


def go_along(child: Belonging, act: Act) -> None:
    """The record belongs to the unit that its file went to."""
    child.unit_id = child.to_unit_id  # type: ignore[assignment]


def follows(
    *states: State, may: tuple[str, ...] = (), effects: tuple[Callable[[Any, Act], None], ...] = ()
) -> Transition:
    """The step `move_along`, by which a record in any of these states goes where its file went.

    With a `case` it goes over into the file that its own was joined to.
    """
    return Transition(
        _("Follow the file"),
        states,
        SAME,
        consequent=True,
        basis="criminal_procedure",
        asks=["to_unit"],
        may=["case", *may],
        effects=[*effects, go_along],
    )


def names_another(*states: State, names: tuple[str, ...]) -> Transition:
    """The step `name_another`, by which a record names another entry of the person that it named."""
    return Transition(
        _("Names the person's other entry, since the two became one or are two again"), states, SAME, consequent=True,
        basis="personal_data/8", may=names,
    )  # fmt: skip


ALONG = ("move_along", "move_along_anew")
"""The steps by which a record goes where its file went; by the second, what its old unit settled is asked anew."""


def along(model: Any, state: str) -> Transition | None:
    """The step by which a record in this state goes where its file went; None where it stays."""
    steps = (model.procedure.transitions.get(name) for name in ALONG)
    return next((step for step in steps if step is not None and state in step.source_names), None)


def tells(
    step: str,
    when: Callable[[Any, Act], bool] | None = None,
    data: Callable[[Any, Act], dict[str, Any]] | None = None,
) -> Consequence:
    """The consequence by which the file learns what was done with a record of its own."""
    return Consequence(f"{CASE}.{step}", "case", data=data, when=when)


def belongings() -> list[Any]:
    """The records that belong to case files and follow them: those with a `case` and a step `move_along`."""
    return [
        model
        for model in apps.get_app_config("casefiles").get_models()
        if issubclass(model, Record)
        and "move_along" in model.procedure.transitions
        and any(field.name == "case" for field in model._meta.concrete_fields)
    ]
