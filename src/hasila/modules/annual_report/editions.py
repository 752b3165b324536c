"""Editions: the report of a year as it is released, bound to a signed checkpoint of the ledger.

An edition names the checkpoint at which its figures were computed, and can be reproduced from it figure for figure,
however much is written later. It goes out only when enough witnesses have signed that checkpoint. A later edition of
the year names the one before, and marks the figures that changed.

Guards look up checkpoints and the editions of the year, which no record of theirs leads to; an edition is one act in a
while, never part of a batch.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from hasila.assurance import tree
from hasila.assurance.keys import needed
from hasila.institution.roles import Role
from hasila.kernel.procedures import Act, Consequence, Procedure, State, Transition, needs
from hasila.kernel.records import Record
from hasila.kernel.refusals import Refusal
from hasila.kernel.registers import Register


class AnnualEdition(Record):
    """The report of a year at a checkpoint; `unit` is the one that answers for it."""

    year = models.IntegerField(_("Year"))
    size = models.BigIntegerField(_("Size of the ledger"), null=True, blank=True)
    root = models.CharField(_("Root"), max_length=64, blank=True, editable=False)
    revises = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Edition before")
    )
    remarks = models.TextField(_("Remarks"), blank=True)
    figures: models.JSONField[Any, Any] = models.JSONField(default=dict, editable=False)
    witnessed = models.SmallIntegerField(_("Cosignatures"), default=0, editable=False)
    released_on = models.DateField(_("Released on"), null=True, editable=False)

    class Meta(Record.Meta):
        verbose_name = _("Edition of the annual report")
        verbose_name_plural = _("Editions of the annual report")

    def __str__(self) -> str:
        return f"{self.year} ({self.reference})"


def year_is_over(edition: AnnualEdition, act: Act) -> Refusal | None:
    """The figures of a year that still runs are shown, and not released."""
    assert act.today is not None
    if 2000 <= edition.year < act.today.year:
        return None
    return Refusal(
        "annual_report.year_runs",
        _("An edition is of a year that is over."),
        field="year",
        remedy=_("Wait for the end of the year; its figures are shown meanwhile."),
        status=422,
    )


def checkpoint_is_signed(edition: AnnualEdition, act: Act) -> Refusal | None:
    """An edition stands on a checkpoint; without a size given on the one that is published."""
    if (tree.published() if edition.size is None else tree.at(edition.size)) is not None:
        return None
    return Refusal(
        "annual_report.no_checkpoint",
        _("No checkpoint was signed at this size of the ledger."),
        field="size",
        remedy=_("Leave the size empty: the checkpoint in force is taken."),
        status=422,
    )


def released_edition(year: int) -> AnnualEdition | None:
    """The edition of a year that is out."""
    return AnnualEdition.objects.filter(year=year, state="released").first()


def names_the_edition_before(edition: AnnualEdition, act: Act) -> Refusal | None:
    """Where an edition of the year is out, the new one revises that one; else none."""
    out = released_edition(edition.year)
    if (out.pk if out else None) == edition.revises_id:
        return None
    if out is None:
        said = _("No edition of this year is out that could be revised.")
        return Refusal("annual_report.nothing_to_revise", said, field="revises", status=422)
    return Refusal(
        "annual_report.is_a_revision",
        _("The edition %(reference)s of this year is out: a new one revises it, and says so."),
        field="revises",
        remedy=_("Name it as the edition before."),
        status=422,
        reference=out.reference,
    )


def editions_of(year: int) -> list[AnnualEdition]:
    """The editions of a year that went out, the latest first."""
    return list(AnnualEdition.objects.filter(year=year, state__in=("released", "revised")).order_by("-size"))


def edition_before(year: int, position: int) -> AnnualEdition | None:
    """The edition of a year that was out at a smaller size of the ledger, the latest of them."""
    return next((one for one in editions_of(year) if one.size is not None and one.size < position), None)


def checkpoint_is_cosigned(edition: AnnualEdition, act: Act) -> Refusal | None:
    """Enough witnesses have signed the checkpoint, so that nobody can be shown another history."""
    have, need = tree.cosigned(edition.size or 0, bytes.fromhex(edition.root)), needed()
    if have is not None and have >= need:
        return None
    return Refusal(
        "annual_report.not_cosigned",
        _("The checkpoint carries %(have)s of the %(need)s cosignatures that a release needs."),
        remedy=_("Wait for the witnesses, or prepare the edition at a later checkpoint."),
        have=have or 0,
        need=need,
    )


Compute = Callable[[int, tree.Kept], dict[str, int | None]]
_compute: list[Compute] = []


def computed_by(function: Compute) -> None:
    """Told by the report, which stands above this file, how the figures of a year at a checkpoint are computed."""
    _compute[:] = [function]


def stand_on_the_checkpoint(edition: AnnualEdition, act: Act) -> None:
    """Size and root of the checkpoint, and every figure of the report at it."""
    kept = tree.published() if edition.size is None else tree.at(edition.size)
    assert kept is not None
    edition.size, edition.root = kept.size, kept.root.hex()
    edition.figures = _compute[0](edition.year, kept)


def go_out(edition: AnnualEdition, act: Act) -> None:
    """The day of release, and how many witnesses had signed by then."""
    edition.released_on = act.today
    edition.witnessed = tree.cosigned(edition.size or 0, bytes.fromhex(edition.root)) or 0


@needs("revises")
def revises_another(edition: AnnualEdition, act: Act) -> bool:
    """Whether an edition was out before."""
    return edition.revises is not None


class Edition(Procedure):
    record = AnnualEdition
    directory = True
    label = _("Editions of the annual report")
    prefix = "ED"
    readers = (Role.STATISTICIAN, Role.DIRECTOR_GENERAL, Role.CHIEF_INSPECTOR)
    register = Register(
        columns=("reference", "year", "size", "witnessed", "released_on", "state"), filters=("state", "year")
    )

    prepared = State(_("Prepared"), initial=True, requires=["size", "root"])
    released = State(_("Released"), requires=["size", "root", "released_on"])
    revised = State(_("Revised by a later edition"), final=True, requires=["released_on"])
    dropped = State(_("Dropped"), final=True, requires=["remarks"])

    prepare = Transition(
        _("Prepare an edition"),
        None,
        prepared,
        by=[Role.STATISTICIAN],
        asks=["year"],
        may=["size", "revises", "remarks"],
        guards=[year_is_over, checkpoint_is_signed, names_the_edition_before],
        effects=[stand_on_the_checkpoint],
        basis="service_rule",
        help=_("Its figures are computed at the checkpoint and kept. Leave the size empty for the one in force."),
    )
    release = Transition(
        _("Release"),
        prepared,
        released,
        by=[Role.DIRECTOR_GENERAL],
        not_by=[prepare],
        guards=[checkpoint_is_cosigned, names_the_edition_before],
        effects=[go_out],
        then=[Consequence("annual_report.edition.revise", "revises", when=revises_another)],
        basis="service_rule",
    )
    drop = Transition(_("Drop"), prepared, dropped, by=[Role.STATISTICIAN], asks=["remarks"], basis="service_rule")
    revise = Transition(_("Revise"), released, revised, consequent=True, basis="service_rule")
