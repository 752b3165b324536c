"""Minors are retained, never in custody; identities are checked for some hours; the prosecution visits."""

from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from tests.stage import START, YEAR, Stage

from hasila.assurance.erasure import blanks, settled
from hasila.kernel.access import Actor, visible
from hasila.kernel.procedures import Act
from hasila.modules.casefiles import custody_clock
from hasila.modules.casefiles.custody import Custodies
from hasila.modules.casefiles.custody_visits import CustodyVisits
from hasila.modules.casefiles.identity_checks import IdentityChecks
from hasila.modules.casefiles.minor_retention import MinorRetentions
from hasila.modules.casefiles.tests.conftest import entered, opened
from hasila.modules.casefiles.tests.holding_stage import (
    ARREST,
    CHILD,
    YOUNG,
    at,
    content,
    door_at,
    ended,
    extended,
    hour,
    refused,
    replayed,
    retained,
)  # fmt: skip
from hasila.plain.moments import LEGAL_ZONE

CHECK = {
    "arrested_at": ARREST,
    "began_at": ARREST + timedelta(minutes=15),
    "stopped_in": "محطة القطار، مراكش",
    "grounds": "الاشتباه في محاولة سرقة ورفض الإدلاء بالهوية.",
    "place": "قاعة الاستقبال",
    "latin_name": "Said B",
}


@pytest.mark.parametrize(("named", "given", "stands"), [("", "سعاد بناني", "سعاد بناني"), ("كريم", "سعاد", "كريم")])
def test_the_guardian_named_at_the_retention_is_named_in_the_file(
    stage: Stage, pilot: SimpleNamespace, named: str, given: str, stands: str
) -> None:
    case = opened(stage, pilot)
    party = entered(stage, pilot, case, **{**YOUNG, "guardian": named})
    case.refresh_from_db()
    assert case.unguarded == int(not named)
    data = content(case, party, consent="112/و ك/2027", apart=True, guardian=given)
    del data["reasons"]
    retention = at(0.5, MinorRetentions.retain, actor=pilot.minors, unit=pilot.district, data=data)
    party.refresh_from_db()
    case.refresh_from_db()
    assert (retention.guardian, party.guardian, party.guarded, case.unguarded) == (given, stands, True, 0)


def test_a_minor_is_retained_by_the_officer_for_minors(stage: Stage, pilot: SimpleNamespace) -> None:
    retention = retained(stage, pilot)
    assert (retention.number, retention.limit_at, retention.guardian) == (1, hour(48), YOUNG["guardian"])
    assert "guardian_told" in retention.open_duties()
    told = {"note_kind": "guardian_instead", "note_whom": "خالته، حضوريا: الأب في الخارج"}
    at(1, MinorRetentions.note, retention, actor=pilot.minors, data=told)
    assert "guardian_told" not in retention.open_duties()
    assert refused(1, MinorRetentions.note, retention, actor=pilot.desk, data=told).code == "kernel.no_mandate"
    extended(retention, 46, pilot)
    assert retention.limit_at == hour(72)
    assert custody_clock.enter_overruns(MinorRetentions, hour(72.5), door_at(hour(72.5))) == 1
    retention.refresh_from_db()
    ended(retention, 73, pilot.minors, ending="guardian", ended_to="والده كريم بناني")
    counted = [MinorRetentions.indicators[name].recount(YEAR) for name in ("retained", "overruns", "extensions")]
    assert counted == [1, 1, 1]
    assert Custodies.placed.recount(YEAR) == 0


def test_a_retention_is_refused(stage: Stage, pilot: SimpleNamespace) -> None:
    case = opened(stage, pilot)
    young, child, adult = (entered(stage, pilot, case, **who) for who in (YOUNG, CHILD, {}))

    def why(party: Any, actor: Any = None, **changes: Any) -> str:
        data = {**content(case, party), "consent": "112/2027", "apart": True, **changes}
        del data["reasons"]
        step, unit = MinorRetentions.retain, pilot.district
        return refused(0.5, step, actor=actor or pilot.minors, unit=unit, data=data).code

    assert why(young, actor=pilot.officer) == "kernel.no_mandate"
    assert why(child) == "casefiles.not_responsible"
    assert why(adult) == "casefiles.adult_retained"
    assert why(young, apart=False) in ("casefiles.minor_not_apart", "kernel.missing")
    assert why(young, consent="") == "kernel.missing"
    assert why(young, began_at=ARREST - timedelta(hours=1)) == "casefiles.began_before_arrest"


def test_an_identity_check_lasts_four_hours_and_four_more(stage: Stage, pilot: SimpleNamespace) -> None:
    def begin(hours: float = 0.5, **changes: Any) -> Any:
        data = {**CHECK, **changes}
        return at(hours, IdentityChecks.begin, actor=pilot.officer, unit=pilot.district, data=data)

    check = begin()
    assert (check.limit_at, check.open_duties()) == (hour(4), ["reasons_told", "family_or_lawyer_told"])
    told = {"note_kind": "lawyer_contacted", "note_whom": "الأستاذة بنسودة، هاتفيا"}
    at(1, IdentityChecks.note, check, actor=pilot.desk, data=told)
    assert check.open_duties() == ["reasons_told"]
    extended(check, 3.5, pilot)
    assert check.limit_at == hour(8)
    again = {"asked_for": "جواب القنصلية."}
    more = refused(7, IdentityChecks.ask_for_more_time, check, actor=pilot.officer, data=again)
    assert more.code == "casefiles.no_extension_left"
    nameless = {"ending": "established", "signature": "signed", "latin_name": ""}
    assert refused(7, IdentityChecks.end, check, actor=pilot.officer, data=nameless).code == (
        "casefiles.identity_not_written"
    )
    ended(check, 7, pilot.officer, ending="established", latin_name="Said Benani", card_number="EE99123")
    assert (check.latin_name, check.minutes_held()) == ("Said Benani", 420)
    second = begin(latin_name="", description="رجل في الثلاثين، قميص أزرق")
    custody_clock.watch(door_at(hour(4.5)))
    second.refresh_from_db()
    assert second.overrun_at == hour(4)
    ended(second, 4.75, pilot.officer, ending="not_established")
    names = ("checks", "established", "extensions", "overruns", "check_time")
    assert [IdentityChecks.indicators[name].recount(YEAR) for name in names] == [2, 2, 1, 1, 420 + 285]
    unnamed = refused(
        0.5, IdentityChecks.begin, actor=pilot.officer, unit=pilot.district, data=CHECK | {"latin_name": ""}
    )
    assert unnamed.code == "casefiles.check_of_nobody"


def test_an_identity_check_is_of_the_new_law_and_erased_in_time(stage: Stage, pilot: SimpleNamespace) -> None:
    eve = datetime(2025, 12, 7, 23, 30, tzinfo=LEGAL_ZONE)
    for began, codes in ((eve, ["casefiles.no_identity_check_yet"]), (eve + timedelta(minutes=30), [])):
        data = {**CHECK, "arrested_at": began, "began_at": began}
        when = {"actor": pilot.officer, "occurred_at": began, "unit_id": pilot.district.pk}
        assert replayed([Act(IdentityChecks.begin, data=data, **when)]) == codes
    assert settled(IdentityChecks) == ("ended",)
    assert IdentityChecks.retention.cutoff(START.date()) == START.date() - timedelta(days=180)
    assert {"arabic_name", "card_number", "log", "description"} <= set(blanks(IdentityChecks))


def test_the_prosecution_sees_its_own_district_and_visits_it(stage: Stage, pilot: SimpleNamespace) -> None:
    retained(stage, pilot)
    assert visible(MinorRetentions, Actor.of(pilot.prosecutor), START.date()).count() == 1
    for stranger in (pilot.rabat, pilot.desk):
        assert not visible(MinorRetentions, Actor.of(stranger), START.date()).exists()
    days = {"seen_from": START.date(), "seen_to": START.date(), "persons": 1, "book": "minors"}
    seen = {**days, "findings": "السجل ممسوك بانتظام."}
    visit = at(5, CustodyVisits.visit, actor=pilot.prosecutor, unit=pilot.district, data=seen)
    ahead = seen | {"seen_to": START.date() + timedelta(days=9)}
    assert refused(5, CustodyVisits.visit, actor=pilot.prosecutor, unit=pilot.district, data=ahead).code == (
        "casefiles.visit_days"
    )
    at(6, CustodyVisits.answer, visit, actor=pilot.chief, data={"follow_up": "لا ملاحظات."})
    assert (visit.state, CustodyVisits.visits.recount(YEAR)) == ("answered", 1)
