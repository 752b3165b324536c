"""Two files that each hold somebody are joined: every clock, limit and line of the register goes on as it was."""

from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from tests.stage import YEAR, Stage

from hasila.assurance.steps import timeline
from hasila.institution.notices import Notice
from hasila.kernel.many import perform_many
from hasila.kernel.procedures import Act
from hasila.kernel.refusals import Refused
from hasila.modules.casefiles import custody_clock, jobs
from hasila.modules.casefiles.case_file import CaseFile
from hasila.modules.casefiles.case_files import CaseFiles
from hasila.modules.casefiles.charges import Charge, Charges
from hasila.modules.casefiles.custody import Custodies
from hasila.modules.casefiles.referrals import Referrals
from hasila.modules.casefiles.tests.conftest import told_now
from hasila.modules.casefiles.tests.holding_stage import (
    at,
    content,
    door_at,
    ended,
    extended,
    hour,
    placed,
    refused,
    retained,
)
from hasila.modules.casefiles.tests.test_case_page import enter
from hasila.plain.moments import micros


def joins(people: SimpleNamespace, file: Any, heir: Any, hours: float = 2, *, over: bool = True) -> UUID:
    """The entry of a joinder so many hours after the arrest; its contents go over at once unless told not to."""
    data = {"grounds": "ارتباط الأفعال.", "joined_to": heir.pk}
    at(hours, CaseFiles.join, CaseFile.objects.get(pk=file.pk), actor=people.chief, data=data)
    entry = next(done.id for done in timeline(file.pk) if done.act == CaseFiles.join.key)
    for _again in range(2 if over else 0):
        jobs.go_over(entry, file.pk)
    heir.refresh_from_db()
    return entry


def test_each_keeps_their_clock_their_line_and_their_offence(stage: Stage, pilot: SimpleNamespace) -> None:
    graver = placed(stage, pilot, about={"offence": "terrorism"})
    lesser, young = placed(stage, pilot), retained(stage, pilot)
    held, heir = (graver, lesser, young), graver.case
    before = [(one.limit_at, one.number, one.regime, one.offence, one.reference) for one in held]
    joins(pilot, lesser.case, heir)
    joins(pilot, young.case, heir)
    for one in held:
        one.refresh_from_db()
    assert [(one.limit_at, one.number, one.regime, one.offence, one.reference) for one in held] == before
    assert {one.case_id for one in held} == {heir.pk} and heir.in_custody == 3
    assert lesser.held_for == lesser.offences == ["theft_violence"] and graver.held_for == ["terrorism"]
    told = Notice.objects.filter(recipient=pilot.prosecutor, text__contains="was joined to")
    assert {notice.link for notice in told} == {f"/custody/{one.reference}/" for one in (lesser, young)}

    extended(lesser, 40, pilot)  # for a theft with violence: the terms of terrorism are those of others in the file
    assert (lesser.regime, lesser.limit_at) == ("ordinary", hour(72))
    two = [{"case": heir.pk, "way": way} for way in ("paper", "held")]
    told_now(pilot, heir, "record_begun", "record_signed", at=micros(hour(41)))
    with pytest.raises(Refused) as caught:
        at(42, Referrals.prepare, actor=pilot.officer, unit=pilot.district, data=two[0])
    assert "casefiles.still_held" in {reason.code for reason in caught.value.refusals}
    custody_clock.enter_overruns(Custodies, hour(73), door_at(hour(73)))
    lesser.refresh_from_db()
    graver.refresh_from_db()
    assert (lesser.overrun_at, graver.overrun_at) == (lesser.limit_at, None)
    assert Custodies.overruns.recount(YEAR) == 1

    charge = Charge.objects.get(suspect=lesser.party_id)
    at(74, Charges.drop, charge, actor=pilot.officer, data={"grounds": "لم يثبت."})
    jobs.custody_clock.terms_follow_charge(timeline(charge.pk)[-1].id, charge.pk, door_at(hour(74)))
    lesser.refresh_from_db()
    assert (lesser.offences, lesser.offence, lesser.limit_at) == ([], "theft_violence", hour(72))
    ended(lesser, 75, pilot.officer)
    nothing = content(heir, lesser.party_id, arrested_at=hour(76), began_at=hour(76))
    again = refused(76, Custodies.place_in_custody, actor=pilot.officer, unit=pilot.district, data=nothing)
    assert again.code == "casefiles.held_for_nothing"
    heir.refresh_from_db()
    assert heir.in_custody == 2


def test_before_the_contents_went_over_a_person_is_freed_and_counted(stage: Stage, pilot: SimpleNamespace) -> None:
    first, second, third = (
        placed(stage, pilot, about={"offence": code}) for code in ("homicide", "rape", "theft_simple")
    )
    waiting = joins(pilot, second.case, first.case, over=False)
    joins(pilot, first.case, third.case, 3)
    heir = third.case
    assert heir.in_custody == 3
    ended(second, 4, pilot.officer, ending="presented")
    heir.refresh_from_db()
    assert (heir.in_custody, heir.presented) == (2, 1)
    jobs.go_over(waiting, second.case_id)
    heir.refresh_from_db()
    first.refresh_from_db()
    assert (heir.in_custody, first.case_id, first.held_for) == (2, heir.pk, ["homicide"])
    assert {(c.offence, c.suspect_id) for c in Charge.objects.filter(case=heir)} == {
        ("homicide", first.party_id),
        ("rape", second.party_id),
    }
    acts = [Act(CaseFiles.person_freed, record_id=second.case_id, actor=pilot.officer, cause=waiting)]
    assert perform_many(acts).refused == 0  # a late correction finds the file that went on


def test_nobody_held_goes_to_another_unit_by_a_joinder(stage: Stage, pilot: SimpleNamespace) -> None:
    custody = placed(stage, pilot)
    other = placed(stage, pilot)
    moved = CaseFile.objects.get(pk=other.case_id)
    ended(other, 1, pilot.officer)
    moved.refresh_from_db()
    at(1.5, CaseFiles.transfer, moved, actor=pilot.officer, data={"to_unit": pilot.neighbour.pk, "grounds": "x"})
    data = {"joined_to": moved.pk, "grounds": "ارتباط."}
    refusal = refused(2, CaseFiles.join, CaseFile.objects.get(pk=custody.case_id), actor=pilot.chief, data=data)
    assert (refusal.code, refusal.field) == ("casefiles.held_elsewhere", "joined_to")
    assert refusal.help


def test_the_file_that_goes_on_shows_all_who_are_held(stage: Stage, pilot: SimpleNamespace) -> None:
    first, second = placed(stage, pilot), placed(stage, pilot)
    entry = joins(pilot, second.case, first.case, over=False)
    client = enter(pilot.chief)
    pages = [f"/cases/{one.case.reference}/" for one in (first, second)]
    file = f"/custody/file/{first.case.reference}/"
    for page in (*pages, file):
        client.post(page, {"purpose": "direction"})
    for over in (False, True):
        if over:
            jobs.go_over(entry, second.case_id)
        for page in (pages[0], file):
            shown = client.get(page).text
            assert shown.count("data-limit=") == 2
            assert all(f"/custody/{one.reference}/" in shown for one in (first, second))
    joined = client.get(pages[1]).text
    assert file in joined and "with their clocks" in joined and "data-limit=" not in joined
    assert "Nobody is or was held" not in joined and "is in the file that this one was joined to" in joined
