"""Ages follow the facts: where a file dates them anew, each party has the age of that day, and its rules.

Whether somebody is a minor is settled by their age on the day of the facts, which is often learnt after they were
entered. So completing the facts looks at every party again, and the file's count of minors, on which its referral and
every placing in custody depend, is right from then on.
"""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_noop

from hasila.assurance.steps import timeline
from hasila.institution.jobs import job
from hasila.institution.notices import notify
from hasila.institution.roles import Role
from hasila.kernel.many import perform_many
from hasila.kernel.perform import DOOR, Door
from hasila.kernel.procedures import Act, Transition
from hasila.modules.casefiles.case_file import CaseFile
from hasila.modules.casefiles.choices import AgeBand, Category
from hasila.modules.casefiles.custody import Custodies
from hasila.modules.casefiles.custody_clock import address_of, holders_of, living_in
from hasila.modules.casefiles.parties import Parties, Party, band_of
from hasila.plain.moments import legal_day, micros

YOUNG = (AgeBand.PARTLY, AgeBand.NOT_RESPONSIBLE)
HELD = gettext_noop(
    "%(name)s, %(reference)s, is in custody, and was under age on the day of the facts as they are dated now. End the "
    "custody; the officer for minors decides what follows."
)
UNBORN = gettext_noop("The facts of the file %(case)s now lie before the birth of %(name)s: check both dates.")


@job("casefiles.ages_follow")
def follow(entry: UUID, record: UUID, door: Door = DOOR) -> None:
    """Gives every party the age of the day of the facts; a second run finds nothing left to do."""
    case = CaseFile.objects.select_related("unit").get(pk=record)
    if case.happened_at is None:
        return
    day = legal_day(micros(case.happened_at))
    parties = list(Party.objects.filter(case=case, state="entered").exclude(born_on=None).defer("search"))
    actor = next(done.actor for done in timeline(record) if done.id == entry)
    acts = [
        Act(step, record_id=party.pk, actor=actor, cause=entry)
        for party in parties
        if (step := _step(party, band_of(party.born_on, day))) is not None
    ]
    outcome = perform_many(acts, door=door) if acts else None
    if outcome is not None and outcome.refused:
        raise RuntimeError(f"{outcome.refused} of {len(acts)} ages did not follow the file {record}.")
    for party in parties:
        if party.born_on is not None and party.born_on > day:
            params = {"case": case.reference, "name": party.name}
            notify(UNBORN, actor=actor, link=f"/cases/{case.reference}/", params=params, cause=entry)
    for held in living_in(Custodies, record).filter(party__band__in=YOUNG):
        roles = sorted({*holders_of(Custodies), Role.MINORS_OFFICER, Role.UNIT_CHIEF, Role.PROSECUTOR})
        params = {"name": held.arabic_name or held.latin_name or held.alias, "reference": held.reference}
        notify(HELD, roles=roles, unit=case.unit, link=address_of(held), params=params, cause=entry)


def _step(party: Party, band: str) -> Transition | None:
    """The step that gives the party this age; None where it stands already."""
    if party.band == band:
        return None
    young = band in YOUNG
    if party.category != Category.SUSPECT or young == party.under_age:
        return Parties.age_follows
    return Parties.becomes_minor if young else Parties.becomes_adult
