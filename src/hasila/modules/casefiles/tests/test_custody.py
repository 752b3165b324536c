"""Custody through the door: placed, noted, extended, ended; the overrun; and each refusal."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils.translation import override
from tests.stage import START, YEAR, Stage

from hasila.assurance.steps import timeline
from hasila.institution.notices import Notice, message
from hasila.institution.units import Unit
from hasila.kernel.access import SYSTEM
from hasila.kernel.perform import perform
from hasila.kernel.procedures import Act
from hasila.kernel.records import new_id
from hasila.modules.casefiles import clocks, custody_clock, custody_showing, rollout
from hasila.modules.casefiles.case_files import CaseFiles
from hasila.modules.casefiles.charges import Charges
from hasila.modules.casefiles.custody import Custodies, Custody
from hasila.modules.casefiles.parties import Parties
from hasila.modules.casefiles.rollout import Rollout
from hasila.modules.casefiles.tests.conftest import FACTS, SUSPECT, entered, opened
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
    placed,
    refused,
    replayed,
)  # fmt: skip
from hasila.plain.moments import LEGAL_ZONE

PAPER = {"authorisation": "91/2027", "magistrate": "نائب وكيل الملك", "paper": "ab" * 32}


def test_somebody_is_placed_told_heard_and_presented(stage: Stage, pilot: SimpleNamespace) -> None:
    custody = placed(stage, pilot)
    assert (custody.number, custody.regime, custody.level) == (1, "ordinary", "felony")
    assert (custody.latin_name, custody.card_number) == (SUSPECT["latin_name"], SUSPECT["card_number"])
    assert custody.limit_at == hour(48)
    assert (custody.due_at, custody.due_step) == (hour(48), "end")
    assert custody.open_duties() == [
        "reasons_told", "silence_told", "lawyer_told", "lawyer_at_hearing_told", "family_told", "doctor_told",
        "prosecutor_told",
    ]  # fmt: skip
    notes: list[dict[str, Any]] = [
        {"note_kind": "reasons_told", "note_at": hour(0.5)},
        {"note_kind": "meal", "note_at": hour(4)},
        {"note_kind": "hearing", "note_at": hour(1), "note_until": hour(2.5), "note_text": "بحضور محاميه"},
        {"note_kind": "family_told", "note_at": hour(1), "note_whom": "زوجته، هاتفيا"},
        {"note_kind": "moved", "note_text": "غرفة الأمن رقم 3"},
    ]
    for data in notes:
        at(5, Custodies.note, custody, actor=pilot.desk, data=data)
    assert [line["kind"] for line in custody.noted()] == ["reasons_told", "hearing", "family_told", "meal", "moved"]
    assert (custody.place, custody.note_kind, custody.note_at) == ("غرفة الأمن رقم 3", "", None)
    assert "family_told" not in custody.open_duties()
    case = Custody.objects.select_related("case").get(pk=custody.pk).case
    assert case.in_custody == 1
    grounds = {"grounds": "خطأ."}
    assert refused(6, Parties.take_out, custody.party_id, actor=pilot.officer, data=grounds).code == (
        "casefiles.suspect_held"
    )
    ended(custody, 20, pilot.officer, ending="presented")
    case.refresh_from_db()
    assert (custody.state, custody.minutes_held(), custody.overrun_minutes(), case.in_custody) == ("ended", 1200, 0, 0)
    at(21, Custodies.note, custody, actor=pilot.desk, data={"note_kind": "property_returned", "note_text": "هاتف"})
    assert custody.noted()[-1]["at"] == hour(20).isoformat()
    assert Custodies.placed.recount(YEAR) == Custodies.custodies_ended.recount(YEAR) == 1
    assert (Custodies.custody_time.recount(YEAR), Custodies.overrun_time.recount(YEAR)) == (1200, 0)


TERMS = [("ordinary", 48, (24,)), ("state_security", 96, (96,)), ("terrorism", 96, (96, 96))]
LIMITS = [("theft_violence", [48, 72]), ("state_security", [96, 192]), ("terrorism", [96, 192, 288])]


def test_each_regime_has_its_terms_under_either_law() -> None:
    for day in (date(2024, 5, 3), date(2025, 12, 7), date(2025, 12, 8), START.date()):
        for regime, term, further in TERMS:
            assert clocks.CUSTODY.term(regime, day) == clocks.MINORS.term(regime, day) == term
            assert clocks.CUSTODY.extensions(regime, day) == clocks.MINORS.extensions(regime, day) == further
        assert clocks.allows_custody("theft_simple", day) and clocks.allows_custody("homicide", day)
        assert not clocks.allows_custody("noise", day) and not clocks.allows_custody("environment", day)
        assert clocks.needs_consent("preliminary", day) and not clocks.needs_consent("flagrant", day)
        assert [clocks.regime_of(offence, day) for offence, _limits in LIMITS] == [row[0] for row in TERMS]
    assert not clocks.IDENTITY.exists(date(2025, 12, 7))
    assert (clocks.IDENTITY.term("", START.date()), clocks.IDENTITY.extensions("", START.date())) == (4, (4,))


def test_the_limit_moves_as_often_as_the_law_allows(stage: Stage, pilot: SimpleNamespace) -> None:
    for offence, limits in LIMITS:
        custody = placed(stage, pilot, about={"offence": offence})
        for limit in limits[:-1]:
            assert custody.limit_at == hour(limit)
            extended(custody, limit - 2, pilot)
        assert custody.limit_at == hour(limits[-1])
        asked = {"asked_for": "بحث."}
        more = refused(limits[-1] - 2, Custodies.ask_for_more_time, custody, actor=pilot.officer, data=asked)
        assert more.code == "casefiles.no_extension_left"
        assert [line["answer"] for line in custody.requests] == ["granted"] * (len(limits) - 1)
        assert custody.first_limit == hour(limits[0])
    assert Custodies.extensions.recount(YEAR) == 4


def test_more_time_is_refused_or_comes_on_paper_or_too_late(stage: Stage, pilot: SimpleNamespace) -> None:
    custody = placed(stage, pilot)
    asked = {"asked_for": "استكمال الخبرة."}
    at(40, Custodies.ask_for_more_time, custody, actor=pilot.officer, data=asked)
    nobody = refused(40, Custodies.authorise, custody, actor=pilot.officer, data={"authorisation": "1"})
    assert nobody.code == "kernel.no_mandate"
    at(41, Custodies.refuse, custody, actor=pilot.prosecutor, data={"answer_remark": "لا مبرر."})
    assert (custody.limit_at, custody.requests[0]["answer"]) == (hour(48), "refused")
    at(42, Custodies.ask_for_more_time, custody, actor=pilot.officer, data=asked)

    def paper(hours: float, **changes: Any) -> str:
        data = {**PAPER, "authorised_at": hour(43), **changes}
        return refused(hours, Custodies.enter_authorisation, custody, actor=pilot.officer, data=data).code

    assert paper(44, paper="", authorisation="") == "kernel.missing"
    assert paper(44, paper="scan.pdf") == "kernel.invalid"
    assert paper(44, authorised_at=hour(45)) == paper(44, authorised_at=hour(41)) == "casefiles.authorised_out_of_time"
    assert paper(49, authorised_at=hour(48.5)) == "casefiles.limit_passed"
    late = refused(48, Custodies.authorise, custody, actor=pilot.prosecutor, data={"authorisation": "92/2027"})
    assert (late.code, late.status) == ("casefiles.limit_passed", 409)
    # The clock saw the limit pass; the paper of before the limit is recorded only now, so the limit was kept.
    assert custody_clock.enter_overruns(Custodies, hour(48.1), door_at(hour(48.1))) == 1
    custody.refresh_from_db()
    data = {**PAPER, "authorised_at": hour(47)}
    at(49, Custodies.enter_authorisation, custody, actor=pilot.officer, data=data)
    assert (custody.state, custody.limit_at, custody.overrun_at) == ("held", hour(72), None)
    assert custody.requests[-1]["paper"] == PAPER["paper"]
    assert Custodies.overruns.recount(YEAR) == 0


def test_an_overrun_is_entered_once_and_counted_with_its_minutes(stage: Stage, pilot: SimpleNamespace) -> None:
    custody = placed(stage, pilot)
    early = door_at(hour(47.9))
    assert custody_clock.enter_overruns(Custodies, hour(47.9), early) == 0
    late = door_at(hour(48))
    assert custody_clock.enter_overruns(Custodies, hour(48), late) == 1
    assert custody_clock.enter_overruns(Custodies, hour(49), door_at(hour(49))) == 0
    custody.refresh_from_db()
    entry = timeline(custody.pk)[-1]
    assert (entry.act, entry.actor, entry.cause) == (Custodies.overrun.key, SYSTEM, timeline(custody.pk)[0].id)
    assert custody.overrun_at == hour(48)
    ended(custody, 50.25, pilot.officer)
    assert (Custodies.overruns.recount(YEAR), Custodies.overrun_time.recount(YEAR)) == (1, 135)


def test_an_end_settles_what_the_clock_saw_or_missed(stage: Stage, pilot: SimpleNamespace) -> None:
    in_time, missed = placed(stage, pilot), placed(stage, pilot)
    custody_clock.enter_overruns(Custodies, hour(48.1), door_at(hour(48.1)))
    assert Custodies.overruns.recount(YEAR) == 2
    in_time.refresh_from_db()
    ended(in_time, 47.5, pilot.officer, written=48.5)
    assert (in_time.overrun_at, Custodies.overruns.recount(YEAR)) == (None, 1)
    third = placed(stage, pilot)
    ended(third, 48.01, pilot.officer)
    assert (third.overrun_at, third.overrun_minutes()) == (hour(48), 1)
    acts = [entry.act.rpartition(".")[2] for entry in timeline(third.pk)]
    assert acts == ["place_in_custody", "end", "overrun"]
    missed.refresh_from_db()
    ended(missed, 60, pilot.chief, ending="hospital", ended_to="مستشفى ابن طفيل", signature="")
    assert (Custodies.overruns.recount(YEAR), Custodies.overrun_time.recount(YEAR)) == (2, 721)


def test_a_lighter_offence_brings_the_limit_nearer(stage: Stage, pilot: SimpleNamespace) -> None:
    custody = placed(stage, pilot, about={"offence": "terrorism"})

    def anew(hours: float, offence: str) -> Any:
        data = {"offence": offence, "grounds": "تبين أن الأفعال أخف."}
        step, door = CaseFiles.requalify, door_at(hour(hours))
        receipt = perform(step, custody.case_id, actor=pilot.officer, data=data, door=door)
        for _again in range(2):
            custody_clock.terms_follow(receipt.entry_id, custody.case_id, door)
        custody.refresh_from_db()
        return custody

    assert anew(10, "state_security").limit_at == hour(96) and custody.log == []
    assert (custody.offence, custody.regime) == ("state_security", "state_security")
    extended(custody, 90, pilot)
    assert (custody.limit_at, custody.extended) == (hour(192), 1)
    assert anew(91, "theft_violence").limit_at == hour(91)  # 72 hours are over: no limit comes to lie in the past
    (line,) = custody.log
    assert (line["kind"], line["from"], line["to"]) == ("limit_shortened", hour(192).isoformat(), hour(91).isoformat())
    why = custody_showing.clock_of(custody, hour(91)).why
    assert custody.get_offence_display() in why and custody.regime == "ordinary"
    assert custody_clock.enter_overruns(Custodies, hour(91.5), door_at(hour(91.5))) == 1
    overrun = timeline(custody.pk)[-1]
    assert (overrun.act, overrun.cause) == (Custodies.overrun.key, timeline(custody.pk)[-2].id)
    ended(custody, 91, pilot.officer, written=92)
    assert Custodies.overruns.recount(YEAR) == 0
    custody = placed(stage, pilot)
    assert anew(2, "terrorism").limit_at == hour(48)  # a longer term is asked for, not reckoned
    assert anew(3, "theft_simple").limit_at == hour(48) and custody.log == []
    assert anew(4, "noise").limit_at == hour(4)  # for which nobody is held


def test_the_gravest_of_the_persons_own_offences_sets_the_terms(stage: Stage, pilot: SimpleNamespace) -> None:
    case = opened(stage, pilot, offence="noise")
    suspect = entered(stage, pilot, case)
    other = entered(stage, pilot, case, latin_name="Omar Tazi", card_number="")

    def charged(hours: float, offence: str, who: Any) -> Any:
        data = {"case": case.pk, "offence": offence, "suspect": getattr(who, "pk", None)}
        return at(hours, Charges.enter, actor=pilot.officer, unit=pilot.district, data=data)

    def hold(party: Any) -> Any:
        data = content(case, party)
        return at(0.5, Custodies.place_in_custody, actor=pilot.officer, unit=pilot.district, data=data)

    def follow(hours: float, record: Any) -> Any:
        for _again in range(2):
            custody_clock.terms_follow_charge(timeline(record.pk)[-1].id, record.pk, door_at(hour(hours)))
        custody.refresh_from_db()
        return custody

    # A petty offence lets nobody be held, and one that is held against nobody, or another, lengthens no custody.
    theft = charged(0.1, "theft_simple", suspect)
    charged(0.2, "terrorism", None)
    data = content(case, other)
    nobody = refused(0.5, Custodies.place_in_custody, actor=pilot.officer, unit=pilot.district, data=data)
    assert nobody.code == "casefiles.offence_without_custody"
    custody = hold(suspect)
    assert (custody.offence, custody.offences) == ("theft_simple", ["noise", "theft_simple"])
    assert (custody.level, custody.regime, custody.limit_at) == ("misdemeanour", "ordinary", hour(48))
    # Graver: the limit stays until more time is asked for, which is then that of the graver one.
    security = charged(10, "state_security", suspect)
    assert follow(10, security).limit_at == hour(48)
    assert (custody.offence, custody.regime) == ("state_security", "state_security")
    extended(custody, 47, pilot)
    assert custody.limit_at == hour(48 + 96)
    # Dropped: the limit is that of what is left, and comes to lie in no past; nothing is left that allows it.
    security = at(60, Charges.drop, security, actor=pilot.officer, data={"grounds": "لم تثبت."})
    assert follow(60, security).limit_at == hour(72) and custody.regime == "ordinary"
    assert custody_showing.clock_of(custody, hour(60)).why
    theft = at(61, Charges.drop, theft, actor=pilot.officer, data={"grounds": "لم تثبت."})
    assert follow(61, theft).limit_at == hour(61)
    # The main offence grows lighter, and the other one is held against the person still.
    case = opened(stage, pilot, offence="terrorism")
    suspect = entered(stage, pilot, case)
    charged(0.1, "state_security", suspect)
    custody = hold(suspect)
    assert (custody.offence, custody.limit_at) == ("terrorism", hour(96))
    data = {"offence": "theft_simple", "grounds": "أخف."}
    entry = perform(CaseFiles.requalify, case.pk, actor=pilot.officer, data=data, door=door_at(hour(1))).entry_id
    custody_clock.terms_follow(entry, case.pk, door_at(hour(1)))
    custody.refresh_from_db()
    assert (custody.offence, custody.regime, custody.limit_at) == ("state_security", "state_security", hour(96))


@pytest.mark.parametrize("day", [date(2024, 5, 1), date(2026, 5, 1)])
@pytest.mark.parametrize(
    ("offences", "decides"),
    [
        (["theft_simple"], "theft_simple"),
        (["noise", "environment"], "noise"),
        (["noise", "theft_simple"], "theft_simple"),
        (["theft_simple", "theft_violence"], "theft_simple"),
        (["theft_violence", "terrorism", "state_security"], "terrorism"),
        (["state_security", "terrorism"], "terrorism"),
        (["state_security", "noise"], "state_security"),
    ],
)
def test_which_offence_decides(day: date, offences: list[str], decides: str) -> None:
    assert clocks.deciding(offences, day) == decides


def test_warnings_are_told_once_each_and_again_for_a_new_limit(stage: Stage, pilot: SimpleNamespace) -> None:
    custody = placed(stage, pilot)

    def told(hours: float) -> int:
        before = Notice.objects.count()
        custody_clock.watch(door_at(hour(hours)))
        return Notice.objects.count() - before

    team = 5  # two officers, the head, the desk, the prosecutor
    assert [told(h) for h in (40, 42.5, 43, 46.5, 46.6, 47.6, 47.9)] == [0, team, 0, team, 0, team, 0]
    told_to = set(Notice.objects.values_list("recipient", flat=True))
    assert told_to == {pilot.officer, pilot.second, pilot.chief, pilot.desk, pilot.prosecutor}
    custody.refresh_from_db()
    extended(custody, 47.7, pilot)
    assert told(70.5) == team


def test_the_clock_leaves_played_people_alone(stage: Stage, pilot: SimpleNamespace) -> None:
    case = opened(stage, pilot)
    data = content(case, entered(stage, pilot, case), arrested_at=hour(-1), began_at=hour(-1))
    when = {"actor": pilot.officer, "occurred_at": hour(-1), "unit_id": pilot.district.pk}
    assert not replayed([Act(Custodies.place_in_custody, data=data, **when)])
    assert Custody.objects.get().limit_at == hour(47)
    assert custody_clock.enter_overruns(Custodies, hour(60), door_at(hour(60))) == 0


UNPLACED: list[tuple[dict[str, Any], str]] = [
    ({"began_at": ARREST - timedelta(minutes=1)}, "casefiles.began_before_arrest"),
    ({"began_at": ARREST + timedelta(hours=2)}, "casefiles.placed_in_the_future"),
    ({"arrested_at": ARREST - timedelta(days=365)}, "casefiles.arrest_long_ago"),
    ({"arrested_at": START - timedelta(days=2)}, "casefiles.arrested_before_facts"),
    ({"reasons": ["inquiry"]}, "casefiles.reason_not_listed"),
    ({"reasons": ["because"]}, "casefiles.reason_not_listed"),
    ({"reasons": []}, "kernel.missing"),
    ({"grounds": " "}, "kernel.missing"),
    ({"framework": "preliminary"}, "casefiles.consent_missing"),
    ({"place": "x" * 81}, "kernel.too_long"),
    ({"arrested_at": "the day before"}, "kernel.invalid"),
]


def test_a_placing_is_refused(stage: Stage, pilot: SimpleNamespace) -> None:
    case = opened(stage, pilot)
    party = entered(stage, pilot, case)
    for changes, code in UNPLACED:
        data = content(case, party, **changes)
        reason = refused(0.5, Custodies.place_in_custody, actor=pilot.officer, unit=pilot.district, data=data)
        assert reason.code == code
    assert not Custody.objects.exists()


def test_who_and_what_can_not_be_held(stage: Stage, pilot: SimpleNamespace) -> None:
    case = opened(stage, pilot)
    other = opened(stage, pilot)

    def why(file: Any, party: Any, actor: Any = None) -> str:
        step, unit = Custodies.place_in_custody, pilot.district
        return refused(0.5, step, actor=actor or pilot.officer, unit=unit, data=content(file, party)).code

    assert why(case, entered(stage, pilot, case, **YOUNG)) == "casefiles.minor_in_custody"
    assert why(case, entered(stage, pilot, case, **CHILD)) == "casefiles.not_responsible"
    witness = entered(stage, pilot, case, category="witness", latin_name="Omar Tazi", card_number="")
    assert why(case, witness) == "casefiles.held_is_no_suspect"
    suspect = entered(stage, pilot, case)
    assert why(other, suspect) == "casefiles.held_is_no_suspect"
    assert why(case, suspect, pilot.desk) == "kernel.no_mandate"
    for offence in ("noise", "environment"):
        light = opened(stage, pilot, offence=offence)
        assert why(light, entered(stage, pilot, light)) == "casefiles.offence_without_custody"
    at(0.5, Custodies.place_in_custody, actor=pilot.officer, unit=pilot.district, data=content(case, suspect))
    assert why(case, suspect) == "casefiles.held_already"
    there = {"to_unit": pilot.neighbour.pk, "grounds": "الاختصاص."}
    assert refused(1, CaseFiles.transfer, case.pk, actor=pilot.officer, data=there).code == "casefiles.somebody_held"


UNNOTED: list[tuple[dict[str, Any], str]] = [
    ({"note_kind": "meal", "note_at": hour(-1)}, "casefiles.note_out_of_time"),
    ({"note_kind": "meal", "note_at": hour(9)}, "casefiles.note_out_of_time"),
    ({"note_kind": "hearing", "note_at": hour(2), "note_until": hour(1)}, "casefiles.note_ends_first"),
    ({"note_kind": "meal", "note_until": hour(1), "note_at": hour(0.5)}, "casefiles.note_does_not_last"),
    ({"note_kind": "family_not_told"}, "casefiles.note_without_words"),
    ({"note_kind": "dancing"}, "kernel.invalid"),
    ({"note_kind": "other", "note_text": "x\u202ey"}, "kernel.control_characters"),
]


def test_a_note_is_refused(stage: Stage, pilot: SimpleNamespace) -> None:
    custody = placed(stage, pilot)
    for changes, code in UNNOTED:
        assert refused(3, Custodies.note, custody, actor=pilot.officer, data=changes).code == code
    early = refused(3, Custodies.note, custody, actor=pilot.officer, data=UNNOTED[0][0])
    for language, said in (("ar", "يناير 2027 على الساعة"), ("fr", "janvier 2027 à"), ("en", "January 2027,")):
        with override(language):
            assert early.help.count(said) == 2  # both moments, as they are said in that language
    assert custody.log == []


def test_an_end_is_refused(stage: Stage, pilot: SimpleNamespace) -> None:
    custody = placed(stage, pilot)
    data = {"ending": "freed", "signature": "signed", "ended_at": hour(0.1)}
    early = refused(4, Custodies.end, custody, actor=pilot.officer, data=data)
    with override("en"):
        assert "placed on" in str(early.help)  # nothing was noted yet
    at(5, Custodies.note, custody, actor=pilot.officer, data={"note_kind": "meal", "note_at": hour(4)})

    def why(**changes: Any) -> str:
        data = {"ending": "freed", "signature": "signed", **changes}
        return refused(6, Custodies.end, custody, actor=pilot.officer, data=data).code

    assert why(ended_at=hour(3)) == why(ended_at=hour(7)) == "casefiles.ended_out_of_time"
    data |= {"ended_at": hour(3)}
    late = refused(6, Custodies.end, custody, actor=pilot.officer, data=data)
    with override("en"):
        assert "last note" in str(late.help)
    assert why(signature="") == "casefiles.register_not_signed"
    assert why(ending="authority") == "casefiles.handed_to_nobody"
    at(6, Custodies.ask_for_more_time, custody, actor=pilot.officer, data={"asked_for": "بحث"})
    at(7, Custodies.order_release, custody, actor=pilot.prosecutor)
    for step in (Custodies.order_release, Custodies.authorise):  # nobody is ordered free twice, or held for longer then
        data = {"authorisation": "88/2027"} if step is Custodies.authorise else {}
        assert refused(7, step, custody, actor=pilot.prosecutor, data=data).code == "casefiles.release_ordered"
    ended(custody, 7, pilot.officer, signature="refused")
    assert (custody.requests[0]["answer"], custody.release_ordered_at) == ("lapsed", hour(7))


def test_a_replay_follows_the_law_of_its_day(stage: Stage, team: SimpleNamespace) -> None:
    """2024, the last evening of the old law, the first half hour of the new one, and one arrested before it; and hours
    are real hours on a day on which the legal clock changes.
    """
    command = Unit.objects.get(code="PP-RAK")
    since = datetime(2024, 1, 1, tzinfo=LEGAL_ZONE)
    switched = {"starts_on": since.date()}
    assert not replayed([Act(Rollout.switch_on, None, team.general, switched, since, command.pk)])
    rollout.forget()

    def code(arrest: datetime, began: datetime, *reasons: str) -> str:
        case, party = new_id(began), new_id(began)
        data = content(case, party, arrested_at=arrest, began_at=began, reasons=list(reasons))
        facts = {**FACTS, "happened_at": arrest - timedelta(hours=2)}
        suspect = {**SUSPECT, "case": case}
        found = replayed(
            [
                Act(step, key, team.officer, given, began, team.district.pk)
                for step, key, given in (
                    (CaseFiles.open_file, case, facts),
                    (Parties.enter, party, suspect),
                    (Custodies.place_in_custody, None, data),
                )
            ]
        )
        return "".join(found)

    long_ago = datetime(2024, 5, 3, 10, tzinfo=LEGAL_ZONE)
    eve = datetime(2025, 12, 7, 23, 30, tzinfo=LEGAL_ZONE)
    unlisted = "casefiles.reason_not_listed"
    assert code(long_ago, long_ago, "inquiry") == code(eve, eve, "inquiry") == ""
    assert code(long_ago, long_ago, "evidence") == code(eve, eve, "evidence") == unlisted
    half = timedelta(minutes=30)
    assert code(eve, eve + half, "inquiry") == code(eve + half, eve + half, "inquiry") == unlisted
    assert code(eve, eve + half, "evidence") == ""
    across = Custody.objects.get(began_at=eve + half)
    assert across.limit_at == eve.astimezone(UTC) + timedelta(hours=48)
    old = Custody.objects.get(began_at=eve)
    assert ("silence_told" in old.open_duties(), "lawyer_at_hearing_told" in old.open_duties()) == (True, False)
    assert clocks.lawyer_by(eve, old.limit_at, old.law_day) == eve.astimezone(UTC) + timedelta(hours=24)
    assert clocks.lawyer_by(eve, old.limit_at, across.law_day) is None
    turning = datetime(2024, 3, 10, 0, 30, tzinfo=LEGAL_ZONE)  # at three the clocks went back an hour
    assert code(turning, turning, "inquiry") == ""
    turned = Custody.objects.get(began_at=turning)
    local = turned.limit_at.astimezone(LEGAL_ZONE)
    assert (local.day, local.hour, local.minute) == (11, 23, 30)
    assert turned.minutes_left(turning.astimezone(UTC)) == 48 * 60


@pytest.mark.parametrize(
    ("step", "given", "text"),
    [
        (Custodies.authorise, {"authorisation": "88/2027"}, custody_clock.GRANTED),
        (Custodies.refuse, {"answer_remark": "المدة كافية."}, custody_clock.DENIED),
    ],
)
def test_who_holds_somebody_reads_which_answer_came(
    stage: Stage, pilot: SimpleNamespace, step: Any, given: dict[str, str], text: Any
) -> None:
    custody = placed(stage, pilot)
    at(2, Custodies.ask_for_more_time, custody, actor=pilot.officer, data={"asked_for": "انتظار الخبرة."})
    entry = perform(step, custody, door=door_at(hour(3)), actor=pilot.prosecutor, data=given).entry_id
    custody_clock.more_time_answered(entry, custody.pk)
    told = Notice.objects.filter(cause=entry)
    assert {one.recipient for one in told} >= {pilot.officer, pilot.chief}
    assert {one.text for one in told} == {message(text)}
