"""A person in the matters of several registers: linked by an act, found across scripts, carried by merges."""

from collections.abc import Iterator
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils.translation import override

from hasila.assurance.steps import timeline
from hasila.institution import identifying, sounding
from hasila.institution.finding import find
from hasila.institution.persons import PersonFile, Persons
from hasila.institution.roles import Role
from hasila.institution.staffing import Holder, ensure_holder
from hasila.institution.units import Unit
from hasila.kernel.access import Actor, visible
from hasila.kernel.procedures import Act, registry
from hasila.kernel.registers import found
from hasila.modules.casefiles import rollout
from hasila.modules.casefiles.case_file import CaseFile
from hasila.modules.casefiles.parties import Parties, Party
from hasila.modules.districts.models import ChildFiles, Complaints, Denunciations, Summonses, VictimFiles
from tests.stage import START, YEAR, Stage

IDRISSI = {
    "arabic_name": "محمد الإدريسي",
    "card_number": "EE334455",
    "born_on": date(1988, 5, 2),
    "sex": "M",
    "phone": "0612345678",
    "address": "حي النهضة، زنقة 4 رقم 12، مراكش",
}
TOLD = {"facts": "سرق هاتفي.", "offence": "pickpocketing", "happened_at": START, "territory": "here"}


def staff(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """Officers of a district, of another territory and of a cell, where case files are kept."""

    def holder(number: int, role: Role, unit: str = "AP-RAK-01") -> Any:
        return ensure_holder(Holder(f"persons.{number}", 780 + number, role, unit, 9, "F", "ضابطة", "Officière"))

    monkeypatch.setattr(rollout, "is_on", lambda unit, day: True)
    return SimpleNamespace(
        stage=Stage(),
        unit=Unit.objects.get(code="AP-RAK-01"),
        officer=holder(1, Role.DESK_OFFICER),
        judicial=holder(2, Role.JUDICIAL_OFFICER),
        elsewhere=holder(3, Role.DESK_OFFICER, "PP-CAS"),
        cell=holder(4, Role.VICTIMS_OFFICER, "PP-RAK"),
    )


@pytest.fixture
def desk(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[SimpleNamespace]:
    with override("en"):
        yield staff(monkeypatch)


def take(desk: SimpleNamespace, **changes: Any) -> Any:
    return desk.stage.do(Complaints.receive, actor=desk.officer, unit=desk.unit, data=IDRISSI | TOLD | changes).record


def test_who_complained_is_a_victim_in_the_file_and_carries_their_link(desk: SimpleNamespace) -> None:
    complaint = take(desk)
    desk.stage.do(Complaints.open_person, complaint, actor=desk.officer)
    person = PersonFile.objects.get(pk=complaint.person_id)
    assert (person.arabic_given, person.arabic_family, person.latin_family) == ("محمد", "الإدريسي", "")
    assert (person.card_number, person.born_on, person.sex, person.unit_id) == (
        "EE334455", date(1988, 5, 2), "M", desk.unit.pk,
    )  # fmt: skip
    assert timeline(person.pk)[0].cause == timeline(complaint.pk)[-1].id
    desk.stage.do(Complaints.open_case, complaint, actor=desk.judicial, day=1)
    file, party = CaseFile.objects.get(pk=complaint.case_id), Party.objects.get(pk=complaint.party_id)
    assert (party.case_id, party.category, party.band, party.person_id) == (file.pk, "victim", "adult", person.pk)
    assert (party.arabic_name, party.phone, party.address) == (
        IDRISSI["arabic_name"], IDRISSI["phone"], IDRISSI["address"],
    )  # fmt: skip
    assert (file.victims, file.suspects) == (1, 0)
    assert timeline(party.pk)[0].cause == timeline(complaint.pk)[-1].id
    assert Parties.victims.recount(YEAR) == 1
    # Nobody joins from a denunciation, nor by name from the cell.
    told = {**TOLD, "source": "named", "denouncer": "رشيد 0661000000"}
    shared = {"offence": "other_misdemeanour"}
    denounced = desk.stage.do(Denunciations.receive, actor=desk.officer, unit=desk.unit, data=told).record
    desk.stage.do(Denunciations.open_case, denounced, actor=desk.judicial, data=shared, day=1)
    intake = {"in_private": True, "violence": ["physical"], "relation": "spouse", "facts": "ضربها زوجها."}
    victim = desk.stage.do(
        VictimFiles.receive, actor=desk.cell, unit=desk.unit, data={**intake, "arabic_name": "خديجة"}
    ).record
    desk.stage.do(VictimFiles.open_case, victim, actor=desk.cell, data=shared, day=1)
    assert Party.objects.count() == 1
    # On paper, its parties stand on paper.
    other = take(desk, card_number="EE334456")
    rollout.is_on = lambda unit, day: False  # the fixture puts it back
    desk.stage.do(Complaints.open_case, other, actor=desk.judicial, day=1)
    assert other.case_id is not None and other.party_id is None and Party.objects.count() == 1


def test_a_minor_who_complains_keeps_who_stands_by_them(desk: SimpleNamespace) -> None:
    complaint = take(desk, born_on=date(YEAR - 10, 3, 1), guardian="فاطمة الزهراء", guardian_tie="mother")
    desk.stage.do(Complaints.open_case, complaint, actor=desk.judicial, day=1)
    party = Party.objects.get(pk=complaint.party_id)
    assert (party.band, party.guardian, party.guarded) == ("not_responsible", "فاطمة الزهراء", True)
    assert CaseFile.objects.get(pk=complaint.case_id).victims == 1


def test_links_are_made_undone_and_refused(desk: SimpleNamespace) -> None:
    complaint, stage = take(desk), desk.stage
    stage.do(Complaints.open_person, complaint, actor=desk.officer)
    first = PersonFile.objects.get(pk=complaint.person_id)
    assert stage.refused(Complaints.open_person, complaint, actor=desk.officer).code == "persons.linked_already"
    stage.do(Complaints.unlink_person, complaint, actor=desk.officer)
    assert complaint.person_id is None and PersonFile.objects.filter(pk=first.pk).exists()
    assert stage.refused(Complaints.unlink_person, complaint, actor=desk.officer).code == "persons.not_linked"
    taken = stage.refused(Complaints.open_person, complaint, actor=desk.officer)
    assert taken.code == "persons.card_taken", "the number leads to the file that is there"
    stage.do(Complaints.link_person, complaint, actor=desk.officer, data={"person": first.pk})
    assert stage.refused(
        Complaints.link_person, complaint, actor=desk.elsewhere, data={"person": first.pk}
    ).code == "kernel.no_mandate"  # fmt: skip
    summons = stage.do(
        Summonses.draw_up, actor=desk.judicial, unit=desk.unit,
        data={"latin_name": "Salah", "quality": "witness", "subject": "استماع", "appear_at": START.replace(day=20)},
    ).record  # fmt: skip
    nameless = identifying.has_a_name(
        SimpleNamespace(arabic_name="؟", latin_name="???"), Act(Summonses.open_person, summons.pk, None)
    )
    assert nameless is not None and nameless.code == "persons.nobody_named"
    stage.do(Summonses.link_person, summons, actor=desk.judicial, data={"person": first.pk})
    # Merging carries what is linked to the file that goes, and parting gives it back.
    other = stage.do(
        Persons.enter, actor=desk.officer, unit=desk.unit, data={"latin_given": "Mohamed", "latin_family": "El Idrissi"}
    ).record
    merge = {"merged_into": other.pk, "grounds": "بطاقة واحدة"}
    stage.do(Persons.merge, first, actor=desk.judicial, data=merge, day=1)
    reader = Actor.of(desk.officer)
    assert sorted(identifying.files_of(other)) == sorted([first.pk, other.pk])
    linked = identifying.records_of(Complaints, identifying.files_of(other), reader, 10)
    assert [one.pk for one in linked] == [complaint.pk]
    refused = stage.refused(Summonses.link_person, summons, actor=desk.judicial, data={"person": first.pk}, day=1)
    assert (refused.code, refused.field) == ("persons.not_to_be_linked", "person")
    stage.do(Persons.undo_merge, first, actor=desk.judicial, data={"grounds": "شخصان"}, day=2)
    assert identifying.files_of(other) == [other.pk]
    assert identifying.records_of(Complaints, [first.pk], Actor.of(desk.elsewhere), 10) == []
    # A link goes along where the matter is handed to another unit.
    stage.do(
        Complaints.hand_to_unit, complaint, actor=desk.officer, data={"to_unit": Unit.objects.get(code="AP-RAK-02").pk},
        day=3,
    )  # fmt: skip
    assert complaint.procedure.record.objects.get(pk=complaint.next_id).person_id == first.pk


def test_a_name_is_found_in_the_other_script(desk: SimpleNamespace) -> None:
    complaint = take(desk)
    rows = visible(Complaints, Actor.of(desk.officer))
    assert found(rows, "Mohamed El Idrissi") == []
    for typed in ("Mohamed El Idrissi", "Mohammed Idrisi", "Idrissi Med", "محمد الادريسي", "Idriss"):
        hits = {hit for text in sounding.searches(typed) for hit in found(rows, text)}
        assert hits == {complaint.pk}, typed
        assert sounding.comes_near(sounding.likeness(typed, [complaint.arabic_name])), typed
    for typed in ("Fatima Bennani", "EE334455", "0612345678", "", "؟!"):
        assert not [hit for text in sounding.searches(typed) for hit in found(rows, text)], typed
    desk.stage.do(Complaints.complete, complaint, actor=desk.officer, data={"latin_name": "Brahim Tazi"})
    again = {hit for text in sounding.searches("إبراهيم التازي") for hit in found(rows, text)}
    assert again == {complaint.pk}, "what is corrected is found anew"
    desk.stage.do(Complaints.open_person, complaint, actor=desk.officer)
    hit = find(identifying.description_of(complaint)).found[0]
    assert hit.person.pk == complaint.person_id and hit.weighed.level == "sure"


def test_every_step_that_takes_a_name_keeps_its_sound() -> None:
    for procedure in registry.values():
        if sounding.is_sounded(procedure.record):
            assert "sounds" in procedure.search and "sounds" in procedure.personal, procedure.key
            for step in procedure.transitions.values():
                names = {"arabic_name", "latin_name", "alias"} & set(step.asked)
                assert not names or step.name.startswith("erase") or sounding.set_sounds in step.effects, step.key
        if issubclass(procedure.record, identifying.Identified):
            assert {identifying.LINK, identifying.UNLINK} <= set(procedure.transitions), procedure.key
            assert "person" in procedure.personal, procedure.key
            # A file opened by the cell would tell other units, in outline, that she has been there.
            victim = procedure in (VictimFiles, ChildFiles)
            assert (identifying.OPEN in procedure.transitions) != victim, procedure.key
