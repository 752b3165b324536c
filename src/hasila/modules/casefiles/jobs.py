"""What follows the acts on a case file, after their commit."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID, uuid5

from django.utils.translation import gettext_noop

from hasila.assurance.steps import timeline
from hasila.institution.jobs import every, job
from hasila.institution.mandates import holds
from hasila.institution.notices import notify
from hasila.institution.roles import Role
from hasila.kernel.many import perform_many
from hasila.kernel.perform import DOOR
from hasila.kernel.procedures import Act, transitions
from hasila.modules.casefiles import ages, custody_clock, joining, parting  # noqa: F401  (the jobs of ages and clocks)
from hasila.modules.casefiles.belonging import along, belongings
from hasila.modules.casefiles.case_file import CaseFile
from hasila.modules.casefiles.case_files import CaseFiles
from hasila.modules.casefiles.custody_visits import CustodyVisit
from hasila.modules.casefiles.handovers import Handover
from hasila.modules.casefiles.holding_choices import Book
from hasila.modules.casefiles.parties import Party
from hasila.modules.casefiles.referral import Referral
from hasila.modules.casefiles.referrals import OFFICERS, Referrals
from hasila.plain.moments import today

ARRIVED = gettext_noop("The file %(case)s came to your unit from %(unit)s, and waits to be accepted.")
SETTLED = gettext_noop("The file %(case)s that you handed to %(unit)s: %(step)s.")
TO_APPROVE = gettext_noop("The referral %(reference)s of the file %(case)s waits for your approval.")
HELD_ON = gettext_noop(
    "The file in which %(name)s, %(reference)s, is held was joined to %(case)s. The limit stays %(limit)s."
)
VISITED = gettext_noop(
    "The public prosecution inspected a register of %(unit)s: %(book)s. Read its remarks, and answer them."
)
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
    _all(acts, f"did not follow the file {record}")


@job("casefiles.go_over")
def go_over(entry: UUID, record: UUID) -> None:
    """Brings what belongs to a joined file into the one that goes on; a second run finds nothing left to bring.

    Until it has run nobody acts on it, since its own file is not open any more; only whoever is held can be freed, and
    their clock runs as it did. A referral that was being prepared lapses; one that was sent, and came back, stays with
    the file that it was of.
    """
    done_so_far = timeline(record)
    if any(done.act == CaseFiles.gone_over.key for done in done_so_far):
        return
    file = CaseFile.objects.get(pk=record)
    heir = file
    while heir.joined_to_id is not None:
        heir = CaseFile.objects.get(pk=heir.joined_to_id)
    actor = next(done.actor for done in done_so_far if done.id == entry)

    acts = [replace(act, actor=actor, cause=entry) for act in joining.acts(file, heir)]
    _all(acts, f"did not go over from the file {record}")
    for procedure in custody_clock.IN_FILES:
        for holding in custody_clock.living_in(procedure, heir.pk).filter(pk__in=[act.record_id for act in acts]):
            roles = {*custody_clock.holders_of(procedure), *custody_clock.WATCHING}
            custody_clock.tell(holding, HELD_ON, uuid5(holding.pk, str(entry)), roles, case=heir.reference)


@job("casefiles.unite")
def unite(entry: UUID, record: UUID) -> None:
    """Brings what names an entry to the one that it was united with in its file; a second run finds it done."""
    party = Party.objects.select_related("case", "same_as").get(pk=record)
    told = [done for done in timeline(party.case_id) if done.act == CaseFiles.become_one.key]
    if party.same_as is None or any(done.cause == entry for done in told):
        return
    _between(party, party.same_as, joining.within(party, party.same_as), entry)


@job("casefiles.stand_apart")
def stand_apart(entry: UUID, record: UUID) -> None:
    """Gives an entry back what its union with another moved there, the union having been undone; a second run finds it
    done.
    """
    party = Party.objects.select_related("parted_from").get(pk=record)
    told = [done for done in timeline(party.case_id) if done.act == CaseFiles.stand_apart.key]
    if party.parted_from is None or any(done.cause == entry for done in told):
        return
    _between(party, party.parted_from, parting.undoing(party, party.parted_from).acts, entry)


def _between(party: Party, other: Party, acts: list[Act], entry: UUID) -> None:
    """Moves what stands between two entries of a person, after an act on the first of them."""
    actor = next(done.actor for done in timeline(party.pk) if done.id == entry)
    _all([replace(act, actor=actor, cause=entry) for act in acts], f"did not follow the entry {party.pk}")
    both = [party.pk, other.pk]
    held = [custody_clock.living(procedure).filter(party_id__in=both) for procedure in custody_clock.IN_FILES]
    custody_clock.follow(held, entry, party.pk, DOOR)  # of whoever was placed in custody since that act


def _all(acts: list[Act], failure: str) -> None:
    outcome = perform_many(acts) if acts else None
    if outcome is not None and outcome.refused:
        raise RuntimeError(f"{outcome.refused} of {len(acts)} records {failure}.")


@job("casefiles.tell_arrival")
def tell_arrival(entry: UUID, record: UUID) -> None:
    """Tells the heads of the unit that a file arrived there."""
    file = CaseFile.objects.select_related("from_unit").get(pk=record)
    params = {"case": file.reference, "unit": file.from_unit}
    notify(
        ARRIVED,
        roles=[Role.UNIT_CHIEF],
        unit=file.unit_id,
        params=params,
        link=f"/cases/{file.reference}/",
        cause=entry,
    )


@job("casefiles.tell_sender")
def tell_sender(entry: UUID, record: UUID) -> None:
    """Tells the officer who handed a file over whether it was accepted."""
    handover = Handover.objects.select_related("to_unit").get(pk=record)
    step = next(transitions[done.act].label for done in timeline(record) if done.id == entry)
    params = {"case": handover.file, "unit": handover.to_unit, "step": step}
    notify(
        SETTLED,
        actor=handover.sender_id,
        params=params,
        link=f"/records/casefiles/handovers/{handover.reference}/",
        cause=entry,
    )


@job("casefiles.tell_chief")
def tell_chief(entry: UUID, record: UUID) -> None:
    """Tells the heads of the unit that a referral waits for them."""
    _tell(TO_APPROVE, entry, record, roles=[Role.UNIT_CHIEF])


@job("casefiles.tell_investigator")
def tell_investigator(entry: UUID, record: UUID) -> None:
    """Tells the officer in charge of the file what became of a referral; where nobody is, the heads of the unit and
    whoever prepared it, if they work there still. Nobody is told what they recorded themselves.
    """
    referral = Referral.objects.select_related("case").get(pk=record)
    acts = timeline(record)
    whom: dict[str, Any] = {"actor": referral.case.investigator_id}
    if referral.case.investigator_id is None:
        prepared = next((done.actor for done in acts if done.act == Referrals.prepare.key), None)
        here = prepared is not None and holds(prepared, OFFICERS, referral.unit_id, today())
        whom = {"actor": prepared if here else None, "roles": [Role.UNIT_CHIEF]}
    recorded = next(done.actor for done in acts if done.id == entry)
    if whom["actor"] == recorded:
        whom["actor"] = None
    _tell(MOVED, entry, record, **whom)


@job("casefiles.visit_told")
def visit_told(entry: UUID, record: UUID) -> None:
    """Tells the heads of the unit that a register of theirs was inspected: they answer the remarks."""
    visit = CustodyVisit.objects.select_related("unit").get(pk=record)
    params = {"unit": visit.unit, "book": Book(visit.book).label}
    link = f"/records/casefiles/custody_visits/{visit.reference}/"
    notify(VISITED, roles=[Role.UNIT_CHIEF], unit=visit.unit, params=params, link=link, cause=entry)


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
