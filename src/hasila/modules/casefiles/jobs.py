"""What follows the acts on a case file, after their commit."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_noop

from hasila.assurance.steps import timeline
from hasila.institution.jobs import every, job
from hasila.institution.notices import notify
from hasila.institution.roles import Role
from hasila.kernel.many import perform_many
from hasila.kernel.procedures import Act, transitions
from hasila.modules.casefiles import ages, custody_clock  # noqa: F401  (their jobs and the clock's round)
from hasila.modules.casefiles.belonging import along, belongings
from hasila.modules.casefiles.case_file import CaseFile
from hasila.modules.casefiles.referral import Referral

TO_APPROVE = gettext_noop("The referral %(reference)s of the file %(case)s waits for your approval.")
MOVED = gettext_noop("The referral %(reference)s of the file %(case)s: %(step)s.")


@job("casefiles.move_what_belongs")
def move_what_belongs(entry: UUID, record: UUID) -> None:
    """Takes along what belongs to a file that was handed to another unit; a second run finds nothing left to move.

    Until it has run, acts on what belongs to the file are refused (`case_is_with_us`), so nothing is done meanwhile
    by the unit that no longer has the file.
    """
    unit = CaseFile.objects.values_list("unit_id", flat=True).get(pk=record)
    actor = next(done.actor for done in timeline(record) if done.id == entry)
    acts = [
        Act(step, record_id=key, actor=actor, data={"to_unit": unit}, cause=entry)
        for model in belongings()
        for key, state in model._default_manager.filter(case=record).exclude(unit=unit).values_list("pk", "state")
        if (step := along(model, state)) is not None
    ]
    outcome = perform_many(acts) if acts else None
    if outcome is not None and outcome.refused:
        raise RuntimeError(f"{outcome.refused} of {len(acts)} records did not follow the file {record}.")


@job("casefiles.tell_chief")
def tell_chief(entry: UUID, record: UUID) -> None:
    """Tells the heads of the unit that a referral waits for them."""
    _tell(TO_APPROVE, entry, record, roles=[Role.UNIT_CHIEF])


@job("casefiles.tell_investigator")
def tell_investigator(entry: UUID, record: UUID) -> None:
    """Tells the officer in charge of the file, or where nobody is, the heads of the unit, what became of a referral."""
    referral = Referral.objects.select_related("case").get(pk=record)
    charged = referral.case.investigator_id
    _tell(MOVED, entry, record, **({"actor": charged} if charged else {"roles": [Role.UNIT_CHIEF]}))


def _tell(text: str, entry: UUID, record: UUID, **whom: Any) -> None:
    referral = Referral.objects.select_related("case").get(pk=record)
    step = next(transitions[done.act].label for done in timeline(record) if done.id == entry)
    params = {"reference": referral.reference, "case": referral.case.reference, "step": step}
    link = f"/records/casefiles/referrals/{referral.reference}/"
    notify(text, unit=referral.unit_id, params=params, link=link, cause=entry, **whom)


@every(5.0, "casefiles.exchange", whole=False)
def exchange() -> None:
    """Hands over what was sent, and takes in what was answered."""
    from hasila.modules.casefiles.exchange.handing import sweep

    sweep()
