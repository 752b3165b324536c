"""Two entries of a person become one and two again: what names them follows, nobody counts twice, nothing is lost."""

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone

from hasila.assurance.steps import timeline
from hasila.kernel.deciding import ERASED
from hasila.kernel.perform import perform
from hasila.kernel.procedures import Act
from hasila.kernel.refusals import Refusal, Refused
from hasila.modules.casefiles import jobs, party_union
from hasila.modules.casefiles.case_file import CaseFile
from hasila.modules.casefiles.case_files import CaseFiles
from hasila.modules.casefiles.charges import Charge, Charges
from hasila.modules.casefiles.custody import Custodies, Custody
from hasila.modules.casefiles.exhibits import Exhibits
from hasila.modules.casefiles.parties import Parties, Party
from hasila.modules.casefiles.tasks import Tasks
from hasila.modules.casefiles.tests.conftest import FACTS, SUSPECT
from hasila.modules.casefiles.tests.holding_stage import content
from hasila.modules.casefiles.tests.test_case_page import act, enter, now, url  # noqa: F401  (fixtures)
from hasila.modules.casefiles.tests.test_severance import WHY
from hasila.modules.casefiles.things import Things
from hasila.modules.casefiles.written_records import WrittenRecords
from hasila.plain.moments import today

GROUNDS = {"grounds": "شخصان مختلفان يحملان الاسم نفسه."}
COUNTERS = ("suspects", "minors", "unguarded", "victims", "charges", "unsigned", "written_records", "in_custody")
MINOR = {"category": "suspect", "latin_name": "Adam Bennani", "born_on": date(today().year - 15, 1, 5)}


def opened(people: SimpleNamespace, offence: str) -> CaseFile:
    facts = {**FACTS, "offence": offence, "happened_at": timezone.now() - timedelta(hours=9)}
    return act(CaseFiles.open_file, people.officer, people.district, **facts)


def entered(people: SimpleNamespace, case: CaseFile, **changes: Any) -> Party:
    return act(Parties.enter, people.officer, people.district, case=case.pk, **{**SUSPECT, **changes})


def linked(people: SimpleNamespace, one: Party, *others: Party) -> None:
    perform(Parties.open_person, one, actor=people.officer)
    one.refresh_from_db()
    for other in others:
        perform(Parties.link_person, other, actor=people.officer, data={"person": one.person_id})


def joined(people: SimpleNamespace, file: CaseFile, heir: CaseFile) -> None:
    data = {"joined_to": heir.pk, "grounds": "ارتباط الأفعال."}
    done = perform(CaseFiles.join, CaseFile.objects.get(pk=file.pk), actor=people.chief, data=data)
    jobs.go_over(done.entry_id, file.pk)


def undone(people: SimpleNamespace, party: Party, officer: UUID | None = None) -> None:
    done = perform(Parties.stand_alone, party.pk, actor=officer or people.officer, data=GROUNDS)
    for _again in range(2):
        jobs.stand_apart(done.entry_id, party.pk)


def united(people: SimpleNamespace, party: Party, other: Party) -> None:
    data = {"same_as": other.pk, "grounds": "الشخص نفسه."}
    done = perform(Parties.unite_with, party.pk, actor=people.officer, data=data)
    for _again in range(2):
        jobs.unite(done.entry_id, party.pk)


def refused(people: SimpleNamespace, party: Party, other: Party | None = None) -> Refusal:
    with pytest.raises(Refused) as caught:
        undone(people, party) if other is None else united(people, party, other)
    return caught.value.refusal


def fresh(*records: Any) -> None:
    for record in records:
        record.refresh_from_db()


def counted(case: CaseFile) -> dict[str, int]:
    case.refresh_from_db()
    return {name: getattr(case, name) for name in COUNTERS}


@pytest.fixture
def one(now: SimpleNamespace) -> SimpleNamespace:  # noqa: F811
    """Two files joined: a suspect, charged and once held in both, and a minor of both, are one with their entries."""
    heir, file = opened(now, "theft_violence"), opened(now, "theft_simple")
    stays, goes = entered(now, heir), entered(now, file, phone="0661000001", alias="الروبيو")
    young = entered(now, heir, **MINOR, card_number=""), entered(now, file, **MINOR, card_number="", guardian="كريم")
    linked(now, stays, goes)
    linked(now, *young)

    def do(step: Any, case: CaseFile = file, **data: Any) -> Any:
        return act(step, now.officer, now.district, case=case.pk, **data)

    do(Charges.enter, heir, offence="weapon_carrying", suspect=stays.pk)
    twice, more = (do(Charges.enter, offence=code, suspect=goes.pk) for code in ("weapon_carrying", "drug_possession"))
    day = today() + timedelta(days=9)
    tasks = [do(Tasks.put, kind="hearing", what="x", deadline=day, party=goes.pk) for _ in range(2)]
    thing = do(Things.enter, kind="motorcycle", role="used", plate="12345-أ-6", owner=goes.pk)
    exhibit = do(Exhibits.seize, kind="phone", description="هاتف", found_on=goes.pk)
    drafts = [do(WrittenRecords.draft, kind="notification", party=goes.pk, text="أشعرنا.") for _ in range(2)]
    began = timezone.now() - timedelta(hours=2)
    times = {"arrested_at": began, "began_at": began + timedelta(minutes=20)}
    custody = act(Custodies.place_in_custody, now.officer, now.district, **content(file, goes, **times))
    over = {"ending": "freed", "ended_at": timezone.now(), "signature": "signed"}
    perform(Custodies.end, custody, actor=now.officer, data=over)
    before = {case.pk: counted(case) for case in (heir, file)}
    joined(now, file, heir)
    fresh(stays, goes, *young)
    return SimpleNamespace(
        heir=heir, file=file, stays=stays, goes=goes, young=young, twice=twice, more=more, tasks=tasks, thing=thing,
        exhibit=exhibit, drafts=drafts, custody=custody, before=before,
    )  # fmt: skip


def test_what_the_union_moved_goes_back(one: SimpleNamespace, now: SimpleNamespace) -> None:  # noqa: F811
    assert (one.goes.state, one.young[1].state, one.stays.phone, one.young[0].guardian) == (
        "united", "united", "0661000001", "كريم",
    )  # fmt: skip
    done, signed = one.tasks[1], one.drafts[1]
    perform(Tasks.finish, done, actor=now.officer, data={"outcome": "تم."})
    signed.refresh_from_db()
    read = {"how_read": "to_person", "ended_at": signed.began_at}
    perform(WrittenRecords.read_back, signed, actor=now.officer, data=read)
    perform(WrittenRecords.sign, signed, actor=now.officer, data={"signing": "signed"})
    perform(Parties.amend, one.stays.pk, actor=now.officer, data={"alias": "ياسين"})
    since = act(Things.enter, now.officer, now.district, case=one.heir.pk, kind="phone", role="used",
                description="هاتف", owner=one.stays.pk)  # fmt: skip

    client = enter_file(now, one.heir)
    form = f"/records/casefiles/parties/{one.goes.reference}/stand_alone/?from=file"
    assert f'href="{form}"' in client.get(url(one.heir)).text
    shown = client.get(form).text
    back, _br, left = shown.partition("Goes back to this entry: ")[2].partition("The entry ")
    assert all(record.reference in back for record in (one.more, one.tasks[0], one.thing, one.exhibit, one.drafts[0]))
    assert "it took it from this one: Telephone." in left and "Also known as" not in left.partition("</p>")[0]
    kept, _br, later = left.partition("Entered since the union")
    assert done.reference in kept and signed.reference in kept and since.reference in later
    assert client.post(form, {"_key": "k0", "grounds": ""}).status_code == 422
    answer = client.post(form, {"_key": "k1", **GROUNDS})
    assert answer.status_code == 302 and answer["Location"].startswith(url(one.heir))
    jobs.stand_apart(timeline(one.goes.pk)[-1].id, one.goes.pk)
    undone(now, one.young[1])

    records = (one.stays, one.goes, *one.young, one.twice, one.more, *one.tasks, one.thing, one.exhibit, *one.drafts)
    fresh(*records, since)
    assert (one.goes.state, one.goes.same_as_id, one.goes.parted_from_id) == ("entered", None, one.stays.pk)
    names = (one.more.suspect_id, one.tasks[0].party_id, one.thing.owner_id, one.exhibit.found_on_id)
    assert {*names, one.drafts[0].party_id} == {one.goes.pk}
    assert {done.party_id, signed.party_id, since.owner_id} == {one.stays.pk}
    assert (one.stays.phone, one.stays.alias, one.goes.phone) == ("", "ياسين", "0661000001")
    assert (one.young[0].guardian, one.young[0].guarded, one.young[1].guarded) == ("", False, True)
    for suspect, codes in ((one.stays, ["weapon_carrying"]),
                           (one.goes, ["drug_possession", "theft_simple", "weapon_carrying"])):  # fmt: skip
        rows = Charge.objects.filter(case=one.heir, suspect=suspect, state="entered")
        assert sorted(suspect.charged) == codes == sorted(rows.values_list("offence", flat=True))
        assert set(suspect.charge_ids) == set(rows.values_list("pk", flat=True))
    assert one.twice.state == "dropped"
    here, there = one.before.values()
    summed = {name: here[name] + there[name] for name in COUNTERS}  # and the main offence against both who came
    expected = {**summed, "charges": summed["charges"] + 2, "unsigned": 1, "written_records": 1}
    assert counted(one.heir) == expected
    assert [row[0] for row in one.heir.holdings] == [str(one.goes.pk)]
    assert Custody.objects.get(pk=one.custody.pk).party_id == one.goes.pk
    acts = [step.act for step in timeline(one.heir.pk)]
    assert acts.count(CaseFiles.stand_apart.key) == 2
    assert refused(now, one.goes).code == "kernel.wrong_state"
    made_one_again(one, now, expected)


def made_one_again(one: SimpleNamespace, people: SimpleNamespace, expected: dict[str, int]) -> None:
    """By an officer's act, where the file's page says who is entered twice; and it is undone like any other."""
    shown = enter_file(people, one.heir)
    form = f"/records/casefiles/parties/{one.goes.reference}/unite_with/?from=file"
    assert f'href="{form}"' in shown.get(url(one.heir)).text
    assert f'<option value="{one.stays.pk}" selected>' in shown.get(form).text
    perform(Charges.enter, actor=people.officer, unit=people.district,
            data={"case": one.heir.pk, "offence": "drug_possession", "suspect": one.stays.pk})  # fmt: skip
    united(people, one.goes, one.stays)
    fresh(one.goes, one.stays, one.more, one.tasks[0], one.thing, one.exhibit, one.drafts[0])
    assert (one.goes.state, one.more.state, one.stays.phone) == ("united", "dropped", "0661000001")
    names = (one.tasks[0].party_id, one.thing.owner_id, one.exhibit.found_on_id, one.drafts[0].party_id)
    assert set(names) == {one.stays.pk}
    assert sorted(one.stays.charged) == ["drug_possession", "theft_simple", "weapon_carrying"]
    assert counted(one.heir) == {**expected, "suspects": expected["suspects"] - 1, "charges": expected["charges"] - 1}
    assert [row[0] for row in one.heir.holdings] == [str(one.stays.pk)]
    undone(people, one.goes)
    fresh(one.goes, one.stays, one.thing)
    assert sorted(one.goes.charged) == ["drug_possession", "theft_simple", "weapon_carrying"]
    assert (sorted(one.stays.charged), one.stays.phone) == (["drug_possession", "weapon_carrying"], "")
    assert one.thing.owner_id == one.goes.pk and one.heir.holdings[0][0] == str(one.stays.pk)
    assert counted(one.heir) == {**expected, "charges": expected["charges"] + 1}
    assert one.heir.holdings[0][0] == str(one.goes.pk)


def enter_file(people: SimpleNamespace, case: CaseFile) -> Any:
    client = enter(people.officer)
    client.post(url(case), {"purpose": "inquiry"})
    return client


def test_a_union_that_names_no_other_entry_is_refused_at_its_field(now: SimpleNamespace) -> None:  # noqa: F811
    case = opened(now, "theft_simple")
    one, other = entered(now, case), entered(now, case, latin_name="Adil Zahraoui")
    linked(now, one)
    client = enter_file(now, case)
    for party in (one, other):
        form = f"/records/casefiles/parties/{party.reference}/unite_with/"
        for same_as in ("", "not an entry", str(case.pk)):
            answer = client.post(form, {"_key": f"k{same_as}", "same_as": same_as, **GROUNDS})
            assert answer.status_code == 422 and 'href="#field-same_as"' in answer.text, same_as


def test_what_two_brought_stays_with_the_one_who_is_still_one(now: SimpleNamespace) -> None:  # noqa: F811
    heir, *files = (opened(now, code) for code in ("theft_violence", "theft_simple", "theft_simple"))
    stays, first, second = people = [
        entered(now, case, phone=phone)
        for case, phone in ((heir, ""), (files[0], "0661000001"), (files[1], "0661000002"))
    ]
    linked(now, stays, first, second)
    named = entered(now, files[0], category="witness", card_number="")
    nobody = act(Parties.enter, now.officer, now.district, case=heir.pk, category="witness", unidentified=True,
                 description="رجل طويل القامة.")  # fmt: skip
    linked(now, named, nobody)
    for file in files:
        joined(now, file, heir)
    fresh(nobody)
    assert (nobody.latin_name, nobody.unidentified) == ("Yassine El Haddaoui", False)
    undone(now, named)
    assert refused(now, nobody, nobody).code == refused(now, stays, nobody).code == "casefiles.no_other_entry"
    alone = entered(now, heir, category="witness", card_number="")
    assert refused(now, alone, named).code == refused(now, named, alone).code == "casefiles.not_one_person"
    child = entered(now, heir, **MINOR, card_number="")
    perform(Parties.link_person, child, actor=now.officer, data={"person": stays.person_id})
    assert refused(now, child, stays).code == "casefiles.ages_differ"
    perform(Parties.take_out, child, actor=now.officer, data=GROUNDS)
    undone(now, first)
    fresh(*people, nobody)
    assert (nobody.latin_name, nobody.unidentified) == ("", True)
    assert (stays.phone, first.phone) == ("0661000002", "0661000001")
    assert stays.charged == first.charged == ["theft_simple"] and counted(heir)["suspects"] == 2
    undone(now, second)
    fresh(*people)
    assert [person.charged for person in people] == [[], ["theft_simple"], ["theft_simple"]]
    assert (stays.phone, counted(heir)["charges"], counted(heir)["suspects"]) == ("", 2, 3)


def test_a_union_is_not_undone_while_something_hangs_on_it(one: SimpleNamespace, now: SimpleNamespace) -> None:  # noqa: F811
    perform(CaseFiles.assign, one.heir.pk, actor=now.chief, data={"investigator": now.second})
    assert (refused(now, one.goes).code, refused(now, one.goes).status) == ("casefiles.not_in_charge", 403)
    perform(CaseFiles.assign, one.heir.pk, actor=now.chief, data={"investigator": now.officer})

    began = timezone.now() - timedelta(minutes=20)
    times = {"arrested_at": began, "began_at": began}
    held = act(Custodies.place_in_custody, now.officer, now.district, **content(one.heir, one.stays, **times))
    assert refused(now, one.goes).code == "casefiles.union_held"
    over = {"ending": "freed", "ended_at": timezone.now(), "signature": "signed"}
    perform(Custodies.end, held, actor=now.officer, data=over)

    one.stays.refresh_from_db()
    chosen = {"severed_parties": [one.stays.pk], "severed_charges": one.stays.charge_ids}
    perform(CaseFiles.sever, one.heir.pk, actor=now.officer, data={**WHY, **chosen})
    assert refused(now, one.goes).code == "casefiles.other_severed"
    joined(now, CaseFile.objects.get(origin="severance"), one.heir)

    last = opened(now, "theft_violence")
    kept = entered(now, last)
    perform(Parties.link_person, kept, actor=now.officer, data={"person": one.stays.person_id})
    joined(now, one.heir, last)
    one.goes.refresh_from_db()
    refusal = refused(now, one.goes)
    assert (refusal.code, one.stays.reference in str(refusal)) == ("casefiles.united_further", True)
    undone(now, one.stays)
    one.goes.refresh_from_db()
    one.goes.same_as.trail = {ERASED: []}
    erased = party_union.other_stands_here(one.goes, Act(Parties.stand_alone))
    assert erased is not None and erased.code == "casefiles.other_erased"
    undone(now, one.goes)  # and what the last union moved had come back to the first
    fresh(one.goes, one.stays, kept)
    assert {"drug_possession", "weapon_carrying"} <= set(one.goes.charged) and kept.charged == []
    assert one.stays.charged.count("weapon_carrying") == 1 and kept.phone == ""
    assert [one.stays.state, one.goes.state, counted(last)["suspects"]] == ["entered", "entered", 4]
