"""A case file through the door: opened, completed, linked, joined, severed, handed over; and its refusals."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from tests.stage import START, YEAR, Stage

from hasila.assurance.steps import timeline
from hasila.institution.offences import Series
from hasila.institution.units import Unit
from hasila.kernel.access import acting
from hasila.modules.casefiles import rollout
from hasila.modules.casefiles.case_file import CaseFile
from hasila.modules.casefiles.case_files import CaseFiles
from hasila.modules.casefiles.case_rules import office_of
from hasila.modules.casefiles.jobs import belongings, move_what_belongs
from hasila.modules.casefiles.parties import Parties, Party
from hasila.modules.casefiles.rollout import Rollout
from hasila.modules.casefiles.tests.conftest import FACTS, entered, opened


def test_a_file_is_classed_by_its_offence_and_knows_its_office(stage: Stage, pilot: SimpleNamespace) -> None:
    file = opened(stage, pilot)
    assert (file.level, file.series, file.office, file.on_paper) == ("felony", "theft_violence", "appeal", False)
    stage.do(CaseFiles.requalify, file, actor=pilot.officer, data={"offence": "theft_simple", "grounds": "لا عنف."})
    assert (file.level, file.series, file.office) == ("misdemeanour", "other", "first_instance")
    assert office_of("terrorism") == "terrorism"


def test_a_command_that_is_not_switched_on_follows_on_paper(stage: Stage, pilot: SimpleNamespace) -> None:
    data = {**FACTS, "place": "الرباط"}
    file = stage.do(CaseFiles.open_file, actor=pilot.rabat, unit=pilot.paper, data=data).record
    assert file.on_paper
    party = {"case": file.pk, "category": "witness", "latin_name": "Salma Benali"}
    refused = stage.refused(Parties.enter, actor=pilot.rabat, unit=pilot.paper, data=party)
    assert refused.code == "casefiles.on_paper"
    assert stage.refused(CaseFiles.take_in, file, actor=pilot.rabat).code == "casefiles.on_paper"
    stage.do(CaseFiles.refer_on_paper, file, actor=pilot.rabat, day=1)
    assert file.state == "referred"
    stage.do(CaseFiles.decide_on_paper, file, actor=pilot.rabat, data={"decision": "dismissed"}, day=20)
    assert file.state == "decided"


def test_a_matter_is_taken_in_once_its_command_is_on(stage: Stage, pilot: SimpleNamespace) -> None:
    file = stage.do(CaseFiles.open_file, actor=pilot.rabat, unit=pilot.paper, data=FACTS).record
    command = Unit.objects.get(code="PP-RBT")
    switch = {"starts_on": START.date() + timedelta(days=1)}
    stage.do(Rollout.switch_on, actor=pilot.general, unit=command, data=switch)
    rollout.forget()
    assert stage.refused(CaseFiles.take_in, file, actor=pilot.rabat).code == "casefiles.on_paper"
    stage.do(CaseFiles.take_in, file, actor=pilot.rabat, day=1)
    assert not file.on_paper
    assert stage.refused(CaseFiles.refer_on_paper, file, actor=pilot.rabat, day=1).code == "casefiles.not_on_paper"


def test_a_switch_is_refused(stage: Stage, pilot: SimpleNamespace) -> None:
    def refused(unit: str, starts: int) -> str:
        data = {"starts_on": START.date() + timedelta(days=starts)}
        return stage.refused(Rollout.switch_on, actor=pilot.general, unit=Unit.objects.get(code=unit), data=data).code

    assert refused("PP-TNG", 0) == "casefiles.switch_too_soon"
    assert refused("AP-RAK-01", 5) == "casefiles.no_command"
    assert refused("PP-RAK", 5) == "casefiles.switched_on_already"
    switch = Rollout.record.objects.get(unit__code="PP-RAK")
    data = {"ends_on": switch.starts_on, "grounds": "عطب."}
    assert (
        stage.refused(Rollout.switch_off, switch, actor=pilot.general, data=data).code == "casefiles.switch_ends_first"
    )
    stage.do(
        Rollout.switch_off, switch, actor=pilot.general, data={**data, "ends_on": START.date() + timedelta(days=2)}
    )
    rollout.forget()
    day = START.date()
    with acting(pilot.officer):  # a page of theirs may be the first to ask, and sees no switch of the prefecture
        assert not Rollout.record.objects.exists()
        assert rollout.is_on(pilot.district.pk, day + timedelta(days=1))
    assert rollout.is_on(pilot.district.pk, day + timedelta(days=1))
    assert not rollout.is_on(pilot.district.pk, day + timedelta(days=2))


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"happened_at": START + timedelta(hours=1)}, "casefiles.facts_later"),
        ({"happened_until": START - timedelta(days=1)}, "casefiles.facts_end_first"),
        ({"origin": "letter_rogatory"}, "casefiles.origin_without_number"),
        ({"origin": "complaint"}, "casefiles.origin_without_number"),
        ({"origin": "severance", "origin_reference": "x"}, "casefiles.sever_instead"),
        ({"offence": "no_such_thing"}, "kernel.invalid"),
        ({"facts": "   "}, "kernel.missing"),
    ],
)
def test_an_opening_is_refused(stage: Stage, pilot: SimpleNamespace, changes: dict, code: str) -> None:
    data = {**FACTS, **changes}
    refused = stage.refused(CaseFiles.open_file, actor=pilot.officer, unit=pilot.district, data=data)
    assert refused.code == code
    assert not CaseFile.objects.exists()


def test_parties_are_counted_by_category_and_age(stage: Stage, pilot: SimpleNamespace) -> None:
    file = opened(stage, pilot)
    adult = entered(stage, pilot, file)
    young = entered(
        stage, pilot, file, born_on=START.date().replace(year=YEAR - 14), card_number="", latin_name="Ali B"
    )
    entered(stage, pilot, file, category="victim", latin_name="Salma Benali", card_number="")
    entered(stage, pilot, file, category="witness", latin_name="Omar Tazi", card_number="")
    file.refresh_from_db()
    assert (file.suspects, file.minors, file.victims) == (2, 1, 1)
    assert (adult.band, young.band, young.under_age) == ("adult", "partly", True)
    stage.do(Parties.take_out, young, actor=pilot.officer, data={"grounds": "خطأ في تاريخ الازدياد."})
    file.refresh_from_db()
    assert (file.suspects, file.minors) == (1, 0)
    assert timeline(file.pk)[-1].act == "casefiles.case_files.minor_alone_left"


def test_a_file_with_a_minor_goes_to_the_officer_for_minors(stage: Stage, pilot: SimpleNamespace) -> None:
    file = opened(stage, pilot)
    assert stage.refused(CaseFiles.take_for_minors, file, actor=pilot.minors).code == "casefiles.not_for_minors"
    young = {"born_on": START.date().replace(year=YEAR - 15), "card_number": "", "latin_name": "Ali B"}
    party = entered(stage, pilot, file, **young)
    other = entered(stage, pilot, file, **young, guardian="Omar B")
    file.refresh_from_db()
    assert (file.minors, file.unguarded, file.for_minors) == (2, 1, False)
    stage.do(CaseFiles.take_for_minors, file, actor=pilot.minors)
    assert (file.for_minors, file.investigator_id) == (True, pilot.minors)
    named = {"guardian": "Omar B"}
    refused = stage.refused(Parties.amend, party, actor=pilot.minors, data=named)
    assert (refused.code, refused.field) == ("casefiles.guardian_apart", "guardian")
    stage.do(Parties.name_guardian, party, actor=pilot.minors, data=named)
    assert stage.refused(Parties.name_guardian, party, actor=pilot.minors, data=named).code == (
        "casefiles.guardian_named"
    )
    stage.do(Parties.amend, party, actor=pilot.minors, data={"guardian": "Salma B"})
    stage.do(Parties.take_out, other, actor=pilot.minors, data={"grounds": "خطأ."})
    file.refresh_from_db()
    assert (file.minors, file.unguarded) == (1, 0)


def test_a_party_is_refused(stage: Stage, pilot: SimpleNamespace) -> None:
    file = opened(stage, pilot)

    def refused(**changes: object) -> str:
        data = {"case": file.pk, "category": "suspect", **changes}
        return stage.refused(Parties.enter, actor=pilot.officer, unit=pilot.district, data=data).code

    assert refused() == "casefiles.party_without_name"
    assert refused(unidentified=True) == "casefiles.party_without_name"
    assert refused(latin_name="Ali B", born_on=(START + timedelta(days=2)).date()) == "casefiles.born_after_facts"
    assert refused(latin_name="Ali B", phone="12") == "kernel.invalid"
    for wrong in ({"arabic_name": "Ali"}, {"latin_name": "علي"}):
        assert refused(**wrong) == "casefiles.name_in_other_letters"
    assert refused(latin_name="Ali B", born_on=START.date().replace(year=1850)) == "persons.born_too_early"
    elsewhere = {"case": file.pk, "category": "witness", "latin_name": "Ali B"}
    assert (
        stage.refused(Parties.enter, actor=pilot.second, unit=pilot.neighbour, data=elsewhere).code
        == "casefiles.file_elsewhere"
    )


def test_files_are_linked_joined_and_severed(stage: Stage, pilot: SimpleNamespace) -> None:
    first, second, third = (opened(stage, pilot, origin_reference=f"{n}") for n in range(3))
    stage.do(CaseFiles.link, first, actor=pilot.officer, data={"linked": second.pk, "link_kind": "same_way"})
    stage.do(CaseFiles.join, third, actor=pilot.chief, data={"joined_to": first.pk, "grounds": "وحدة الفاعل."})
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.links, second.links, third.state) == (2, 1, "joined")
    goes = [entered(stage, pilot, first).pk]
    severed = {
        "severed_parties": goes,
        "severed_offence": "weapon_carrying",
        "severed_facts": "حيازة سكين.",
        "grounds": "قضية مستقلة.",
    }
    stage.do(CaseFiles.sever, first, actor=pilot.officer, data=severed)
    part = CaseFile.objects.get(pk=first.severed_id)
    assert (part.origin, part.origin_reference, part.origin_id) == ("severance", first.reference, first.pk)
    assert (part.level, part.unit_id, part.state) == ("misdemeanour", first.unit_id, "open")
    assert timeline(part.pk)[0].cause == timeline(first.pk)[-2].id
    same = {"linked": first.pk, "link_kind": "connected"}
    assert stage.refused(CaseFiles.link, first, actor=pilot.officer, data=same).code == "casefiles.same_file"
    ended = {"joined_to": third.pk, "grounds": "x"}
    assert stage.refused(CaseFiles.join, second, actor=pilot.chief, data=ended).code == "casefiles.joined_not_open"


def test_a_transfer_takes_along_what_belongs_to_the_file(stage: Stage, pilot: SimpleNamespace) -> None:
    file = opened(stage, pilot)
    party = entered(stage, pilot, file)
    there = {"to_unit": pilot.neighbour.pk, "grounds": "الاختصاص الترابي."}
    assert stage.refused(
        CaseFiles.transfer, file, actor=pilot.officer, data={**there, "to_unit": pilot.district.pk}
    ).code == ("casefiles.same_unit")
    lost = {**there, "to_unit": Unit.objects.get(code="LPTS").pk}  # a laboratory: nobody would follow it up there
    assert (
        stage.refused(CaseFiles.transfer, file, actor=pilot.officer, data=lost).code == "institution.follows_up_nothing"
    )
    receipt = stage.do(CaseFiles.transfer, file, actor=pilot.officer, data=there)
    assert (file.unit_id, file.investigator_id) == (pilot.neighbour.pk, None)
    typed = {"occupation": "تاجر"}
    refused = stage.refused(Parties.amend, party, actor=pilot.officer, data=typed)
    assert refused.code == "casefiles.file_elsewhere"
    move_what_belongs(receipt.entry_id, file.pk)
    move_what_belongs(receipt.entry_id, file.pk)
    moved = Party.objects.get(pk=party.pk)
    assert (moved.unit_id, moved.version) == (pilot.neighbour.pk, 2)
    assert stage.refused(Parties.amend, moved, actor=pilot.officer, data=typed).code == "kernel.no_mandate"
    stage.do(Parties.amend, moved, actor=pilot.second, data=typed)
    assert Party in belongings()
    counted = [getattr(CaseFiles, name).recount(YEAR) for name in ("cases", "theft_violence", "violent", "drugs")]
    assert counted == [1, 1, 1, 0]


def test_each_series_of_the_tally_is_a_figure() -> None:
    counted = {
        wanted if isinstance(wanted, str) else None
        for wanted in (
            indicator.where.get("series") for indicator in CaseFiles.indicators.values() if hasattr(indicator, "where")
        )
    }
    assert counted - {None} == set(Series.values) - {"violent", "other"}
