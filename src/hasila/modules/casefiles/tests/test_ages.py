"""The age on the day of the facts follows the facts, where a file dates them after its parties were entered."""

from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

from tests.stage import START, Stage

from hasila.institution.notices import Notice
from hasila.kernel.perform import perform
from hasila.modules.casefiles import ages
from hasila.modules.casefiles.case_files import CaseFiles
from hasila.modules.casefiles.custody import Custodies
from hasila.modules.casefiles.tests.conftest import entered, opened
from hasila.modules.casefiles.tests.holding_stage import at, content, door_at, hour, refused

BORN = date(START.year - 18, START.month, START.day) - timedelta(days=20)
"""Somebody who came of age twenty days before the file was opened."""


def dated(case: Any, people: SimpleNamespace, hours: float, moment: datetime) -> None:
    """The facts get another day, and the ages follow; a second run changes nothing."""
    data = {"happened_at": moment}
    receipt = perform(CaseFiles.amend, case, actor=people.officer, data=data, door=door_at(hour(hours)))
    for _again in range(2):
        ages.follow(receipt.entry_id, case.pk, door_at(hour(hours)))
    case.refresh_from_db()


def test_whoever_was_a_minor_on_the_day_of_the_facts_is_one(stage: Stage, pilot: SimpleNamespace) -> None:
    case = opened(stage, pilot, happened_at=None)
    young = entered(stage, pilot, case, born_on=BORN, card_number="")
    victim = entered(stage, pilot, case, category="victim", born_on=BORN, card_number="", latin_name="Salma Alami")
    other = entered(stage, pilot, case, born_on=date(1990, 1, 1), latin_name="Omar Tazi", card_number="EE1")
    case.refresh_from_db()
    assert (young.band, case.suspects, case.minors) == ("adult", 2, 0)
    dated(case, pilot, 1, START - timedelta(days=60))
    for party, band in ((young, "partly"), (victim, "partly"), (other, "adult")):
        party.refresh_from_db()
        assert party.band == band
    assert (case.suspects, case.minors, case.unguarded) == (2, 1, 1)
    step, who = Custodies.place_in_custody, {"actor": pilot.officer, "unit": pilot.district}
    assert refused(2, step, data=content(case, young), **who).code == "casefiles.minor_in_custody"
    dated(case, pilot, 3, START - timedelta(days=2))
    assert (case.suspects, case.minors, case.unguarded) == (2, 0, 0)
    custody = at(4, step, data=content(case, young), **who)
    assert not Notice.objects.filter(text=ages.HELD).exists()
    dated(case, pilot, 5, START - timedelta(days=60))
    told = Notice.objects.filter(text=ages.HELD)
    assert {pilot.officer, pilot.minors, pilot.chief, pilot.prosecutor} <= set(told.values_list("recipient", flat=True))
    assert told[0].params["reference"] == custody.reference and case.minors == 1


def test_facts_before_a_birth_are_told_to_whoever_dated_them(stage: Stage, pilot: SimpleNamespace) -> None:
    case = opened(stage, pilot)
    entered(stage, pilot, case, category="witness", born_on=date(2010, 3, 1), card_number="")
    dated(case, pilot, 1, START.replace(year=2009))
    (told,) = Notice.objects.filter(text=ages.UNBORN)
    assert (told.recipient, told.params["case"]) == (pilot.officer, case.reference)
