"""Who stands in two files that are joined is one person in the one that goes on, and nothing written is lost."""

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

from django.utils.translation import override
from tests.stage import START, Stage

from hasila.assurance.steps import steps, supplied, timeline
from hasila.kernel.access import Actor
from hasila.modules.casefiles import jobs, work
from hasila.modules.casefiles.case_file import CaseFile
from hasila.modules.casefiles.case_files import CaseFiles
from hasila.modules.casefiles.charges import Charge, Charges
from hasila.modules.casefiles.contents import contents
from hasila.modules.casefiles.custody import Custodies
from hasila.modules.casefiles.exchange.parts import parts
from hasila.modules.casefiles.exhibits import Exhibits
from hasila.modules.casefiles.parties import Parties, Party
from hasila.modules.casefiles.sections import Page
from hasila.modules.casefiles.tasks import Tasks
from hasila.modules.casefiles.tests.conftest import entered, opened
from hasila.modules.casefiles.tests.holding_stage import at, content, ended, placed, refused
from hasila.modules.casefiles.tests.test_joinder import joins
from hasila.modules.casefiles.tests.test_severance import WHY
from hasila.modules.casefiles.things import Things
from hasila.modules.casefiles.work import Scope
from hasila.modules.casefiles.written_records import WrittenRecords

SALMA = {"category": "victim", "latin_name": "Salma Benali", "card_number": ""}


def linked(stage: Stage, people: SimpleNamespace, one: Party, *others: Party) -> None:
    """An officer says that these entries are of one person."""
    stage.do(Parties.open_person, one, actor=people.officer)
    one.refresh_from_db()
    for other in others:
        stage.do(Parties.link_person, other, actor=people.officer, data={"person": one.person_id})


def tables_of(case: CaseFile, people: SimpleNamespace) -> dict[str, Any]:
    """The tables of persons on the page of a file, by their titles."""
    with override("en"):
        return dict(Page(case, Actor.of(people.chief), contents(case), {}).parties().tables)


def standing(case: CaseFile) -> list[tuple[str, str]]:
    rows = Party.objects.filter(case=case, state="entered").order_by("category", "latin_name")
    return list(rows.values_list("category", "latin_name"))


def test_a_linked_person_is_one_with_all_that_names_them(stage: Stage, pilot: SimpleNamespace) -> None:
    mine: dict[str, Any] = {"actor": pilot.officer, "unit": pilot.district}
    heir, file = opened(stage, pilot), opened(stage, pilot, offence="theft_simple")
    stays, goes = (
        entered(stage, pilot, heir, phone=""),
        entered(stage, pilot, file, phone="0661000001", alias="الروبيو"),
    )
    also = entered(stage, pilot, file, category="victim", latin_name="Yassine El Haddaoui")
    linked(stage, pilot, stays, goes, also)

    def do(step: Any, **data: Any) -> Any:
        return stage.do(step, data={"case": file.pk, **data}, **mine).record

    stage.do(Charges.enter, data={"case": heir.pk, "offence": "weapon_carrying", "suspect": stays.pk}, **mine)
    twice, more = (do(Charges.enter, offence=code, suspect=goes.pk) for code in ("weapon_carrying", "drug_possession"))
    task = do(Tasks.put, kind="hearing", what="x", deadline=START.date() + timedelta(days=9), party=goes.pk)
    thing = do(Things.enter, kind="motorcycle", role="used", plate="12345-أ-6", owner=goes.pk)
    exhibit = do(Exhibits.seize, kind="phone", description="هاتف", found_on=goes.pk)
    draft, signed = (do(WrittenRecords.draft, kind="notification", party=goes.pk, text="أشعرنا.") for _ in range(2))
    read = {"how_read": "to_person", "ended_at": START}
    stage.do(WrittenRecords.read_back, signed, actor=pilot.officer, data=read)
    stage.do(WrittenRecords.sign, signed, actor=pilot.officer, data={"signing": "signed"})
    joins(pilot, file, heir)
    tables = tables_of(heir, pilot)
    said = tables["Entered twice, and one person here"].rows
    assert len(said) == 1 and stays.reference in str(said[0].cells[2].html) and len(tables) == 3

    for one in (stays, goes, twice, more, task, thing, exhibit, draft, signed):
        one.refresh_from_db()
    assert standing(heir) == [("suspect", "Yassine El Haddaoui"), ("victim", "Yassine El Haddaoui")]
    assert (heir.suspects, heir.victims, heir.charges) == (1, 1, 3)
    assert (goes.state, goes.same_as_id, goes.case_id) == ("united", stays.pk, heir.pk)
    assert {task.party_id, thing.owner_id, exhibit.found_on_id, draft.party_id, more.suspect_id} == {stays.pk}
    assert (signed.party_id, twice.state, more.state) == (goes.pk, "dropped", "entered")
    assert (stays.phone, stays.alias, stays.further_only) == ("0661000001", "الروبيو", False)
    assert sorted(stays.charged) == ["drug_possession", "theft_simple", "weapon_carrying"]
    assert set(stays.charge_ids) == set(Charge.objects.filter(case=heir, state="entered").values_list("pk", flat=True))
    told = {found.name: found.records for found in parts(heir)}
    assert {party.pk for party in told["parties"]} == {stays.pk, also.pk}
    part = at(5, CaseFiles.sever, heir, actor=pilot.officer, data={**WHY, "severed_parties": [stays.pk],
              "severed_charges": stays.charge_ids, "severed_records": [signed.pk]})  # fmt: skip
    assert CaseFile.objects.get(pk=part.severed_id).suspects == 1


def test_whoever_is_held_or_of_another_age_stays_twice(stage: Stage, pilot: SimpleNamespace) -> None:
    held, young = placed(stage, pilot), opened(stage, pilot)
    adult, minor = held.party, entered(stage, pilot, young, born_on=date(START.year - 15, 1, 5), card_number="")
    heir = opened(stage, pilot)
    other, alone = entered(stage, pilot, heir), entered(stage, pilot, heir, latin_name="Adam", card_number="")
    linked(stage, pilot, other, adult)
    linked(stage, pilot, alone, minor)
    joins(pilot, held.case, heir)
    joins(pilot, young, heir, 3)
    assert len(standing(heir)) == heir.suspects == 4 and heir.minors == 1
    assert len(tables_of(heir, pilot)["Entered twice in a category: one person's file, or one card number"].rows) == 4
    ended(held, 4, pilot.officer)
    once = opened(stage, pilot)
    entered(stage, pilot, once, latin_name="Adam Sabri", card_number="AB123")
    entered(stage, pilot, once, latin_name="Sabri Adam", card_number="AB123")  # nobody linked them yet
    assert len(tables_of(once, pilot)["Entered twice in a category: one person's file, or one card number"].rows) == 2


def test_one_card_number_of_two_entries_stands_in_a_list_until_it_is_settled(
    stage: Stage, pilot: SimpleNamespace
) -> None:
    def listed() -> list[Any]:
        here = Scope.of(Actor.of(pilot.chief), [pilot.district.pk], START.date())
        assert work.counts(here, ["twice"]) == {"twice": len(work.page(work.QUEUES["twice"], here).rows)}
        return [file.pk for file in work.page(work.QUEUES["twice"], here).rows]

    def does(step: Any, party: Party, **data: Any) -> None:
        stage.do(step, party, actor=pilot.officer, data=data)

    case, other = opened(stage, pilot), opened(stage, pilot)
    first = entered(stage, pilot, case, card_number="AB123")
    entered(stage, pilot, case, category="victim", card_number="AB123")  # a category apart is no double
    entered(stage, pilot, other, card_number="AB123")  # nor is another file
    assert listed() == []
    twin = entered(stage, pilot, case, latin_name="Sabri Adam", card_number="ab 123")  # taken in all the same
    assert listed() == [case.pk]
    assert offered(twin, pilot)
    does(Parties.card_is_anothers, twin, grounds="أدلى ببطاقة غيره.")
    assert not offered(twin, pilot)
    assert (twin.card_number, twin.state) == ("", "entered") and listed() == []
    assert "AB123" in {said.get("card_number") for said in supplied(timeline(twin.pk)).values()}  # the ledger keeps it
    found = Party.objects.filter(pk=twin.pk).values_list("search", flat=True)[0]
    assert "ab123" not in found.lower() and "sabri" in found.lower()
    does(Parties.card_is_anothers, first, grounds="خطأ في الرقن.", card_number="AB124")
    does(Parties.amend, twin, card_number="AB124")
    assert (first.card_number, listed()) == ("AB124", [case.pk])
    linked(stage, pilot, first, twin)
    does(Parties.unite_with, twin, same_as=first.pk, grounds="شخص واحد.")
    assert listed() == []
    stage.do(Parties.stand_alone, twin, actor=pilot.officer, data={"grounds": "ليسا شخصا واحدا."})
    assert listed() == [case.pk]
    does(Parties.take_out, twin, grounds="قيد خطأ.")
    assert listed() == []
    empty = stage.refused(Parties.card_is_anothers, first, actor=pilot.officer, data={})
    assert (empty.code, empty.field) == ("kernel.missing", "grounds")


def offered(party: Party, people: SimpleNamespace) -> bool:
    """Whether the page offers to take the number from an entry."""
    return dict(steps(party, Actor.of(people.officer)))[Parties.card_is_anothers] is None


def test_nobody_is_held_twice_in_a_file_by_one_card_number(stage: Stage, pilot: SimpleNamespace) -> None:
    held = placed(stage, pilot)
    twin = entered(stage, pilot, held.case, latin_name="Y. Alaoui")
    second = {"actor": pilot.officer, "unit": pilot.district, "data": content(held.case, twin)}
    for hours in (1, 3):  # while the first entry is held, and afterwards: each would have a clock of its own
        no = refused(hours, Custodies.place_in_custody, **second)
        assert (no.code, no.field) == ("casefiles.card_held", "party") and no.remedy
        if hours == 1:
            ended(held, 2, pilot.officer)
    elsewhere = opened(stage, pilot)
    again = content(elsewhere, entered(stage, pilot, elsewhere))
    assert at(3.2, Custodies.place_in_custody, **{**second, "data": again}).limit_at  # another matter, another term
    at(3.5, Parties.card_is_anothers, held.party, actor=pilot.officer, data={"grounds": "أدلى ببطاقة غيره."})
    assert at(4, Custodies.place_in_custody, **second).party_id == twin.pk


def test_parts_of_one_file_bring_its_victim_home_once(stage: Stage, pilot: SimpleNamespace) -> None:
    first = opened(stage, pilot)
    suspects = [entered(stage, pilot, first, card_number="", latin_name=name) for name in ("One", "Two", "Three")]
    victim = entered(stage, pilot, first, **SALMA, shielded_address="دار الأمل")
    record = stage.do(
        WrittenRecords.draft, actor=pilot.officer, unit=pilot.district,
        data={"case": first.pk, "kind": "finding", "text": "عاينا."},
    ).record  # fmt: skip
    stage.do(
        WrittenRecords.read_back, record, actor=pilot.officer, data={"how_read": "nobody_heard", "ended_at": START}
    )
    stage.do(WrittenRecords.sign, record, actor=pilot.officer, data={"signing": "nobody_heard"})
    pieces = []
    for hours, suspect in ((1, suspects[0]), (2, suspects[1])):
        chosen = {**WHY, "severed_parties": [suspect.pk, victim.pk], "severed_records": [record.pk]}
        done = at(hours, CaseFiles.sever, CaseFile.objects.get(pk=first.pk), actor=pilot.officer, data=chosen)
        pieces.append(CaseFile.objects.get(pk=done.severed_id))
    one, two = pieces
    chosen = {**WHY, "severed_parties": [suspects[0].pk], "severed_records": [record.pk]}
    done = at(2.2, CaseFiles.sever, CaseFile.objects.get(pk=one.pk), actor=pilot.officer, data=chosen)
    deeper = CaseFile.objects.get(pk=done.severed_id)  # a part of a part, which holds by reference what that one held
    one.refresh_from_db()
    assert [deeper.suspects, deeper.written_records, one.suspects, one.written_records] == [1, 1, 0, 1]
    joins(pilot, deeper, one, 2.5)
    assert [one.suspects, one.written_records] == [1, 1]
    copy = Party.objects.get(case=one, category="victim")
    at(3, Parties.amend, copy, actor=pilot.officer, data={"latin_name": "Salma Benali", "phone": "0661000002"})
    joins(pilot, one, two, 4)
    assert [two.suspects, two.victims, two.written_records] == [2, 1, 1]
    one.refresh_from_db()
    assert [row["copied"] for row in contents(two)["records"]] == [True] and contents(one)["records"] == []
    assert Party.objects.get(case=two, category="victim", state="entered").phone == "0661000002"
    joins(pilot, two, first, 5)
    victim.refresh_from_db()
    assert [first.suspects, first.victims, first.written_records] == [3, 1, 1]
    assert standing(first)[-1] == ("victim", "Salma Benali") and victim.phone == "0661000002"
    assert [row["same_as"] is None for row in contents(first)["parties"]].count(False) == 2
    assert [row.get("copied") for row in contents(first)["records"]] == [None]
    acts = [done.act.rpartition(".")[2] for done in timeline(victim.pk)]
    assert acts[-1] == "take_in" and acts.count("goes") == 2
    jobs.go_over(timeline(two.pk)[-1].id, two.pk)
