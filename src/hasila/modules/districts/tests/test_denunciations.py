"""Denunciations and incident reports: who denounced stays sealed, and each entry ends somewhere."""

from datetime import timedelta

import pytest
from tests.stage import START, YEAR

from hasila.assurance.sealed import reveal
from hasila.assurance.steps import timeline
from hasila.kernel.access import Actor, visible
from hasila.kernel.indicators import registry
from hasila.kernel.refusals import Refused
from hasila.modules.districts import following
from hasila.modules.districts.denunciations import Denunciation, Denunciations
from hasila.modules.districts.incidents import Incident, Incidents
from hasila.surfaces.print.documents import document_of, documents_for, print_document

WHO = "رشيد، 0661000000"
FACTS = {"facts": "شقة تستعمل لترويج المخدرات.", "place": "زنقة ابن سينا 14", "offence": "drug_possession"}


def recount(procedure, name):
    return procedure.indicators[name].recount(YEAR)


@pytest.fixture
def denounced(staff, stage):
    data = {**FACTS, "source": "named", "denouncer": WHO, "wants_protection": True}
    return stage.do(Denunciations.receive, actor=staff.desk, unit=staff.unit, data=data).record


def test_who_denounced_is_opened_by_few_and_each_opening_is_kept(staff, denounced):
    stored = Denunciation.objects.get()
    assert str(stored.denouncer) == "●●●"
    assert "رشيد" not in "".join(map(str, stored.__dict__.values()))
    for name in ("judicial", "prosecutor"):
        assert reveal(stored, "denouncer", Actor.of(getattr(staff, name)), "inquiry") == WHO
    for name in ("desk", "chief", "other_judicial", "inspector", "victims"):
        with pytest.raises(Refused) as caught:
            reveal(stored, "denouncer", Actor.of(getattr(staff, name)), "inquiry")
        assert caught.value.refusal.code == "sealed.not_named"
    with pytest.raises(Refused) as caught:
        reveal(stored, "denouncer", Actor.of(staff.judicial), "curiosity")
    assert caught.value.refusal.code == "kernel.no_purpose"


def test_it_becomes_a_case_without_the_name(staff, stage, denounced, monkeypatch):
    seen = following.case_data(denounced, None)
    assert seen["origin"] == "denunciation"
    assert WHO not in str(seen)
    data = {"paper_number": "88/2027"}
    stage.do(Denunciations.record_on_paper, denounced, actor=staff.judicial, data=data, day=1)
    assert (denounced.state, recount(Denunciations, "on_paper_cases")) == ("on_paper", 1)


def test_the_name_does_not_travel(staff, stage, denounced):
    stage.do(Denunciations.hand_to_unit, denounced, actor=staff.desk, data={"to_unit": staff.other.pk}, day=1)
    theirs = Denunciation.objects.get(pk=denounced.next_id)
    assert (theirs.unit_id, theirs.source, str(theirs.denouncer)) == (staff.other.pk, "named", "")
    assert theirs.came_from_reference == denounced.reference
    assert recount(Denunciations, "handed_over") == 1
    assert recount(Denunciations, "denunciations") == 1
    with pytest.raises(Refused):
        reveal(denounced, "denouncer", Actor.of(staff.other_judicial), "inquiry")


def test_source_and_name_agree(staff, stage):
    for source, denouncer, code in (
        ("named", None, "districts.denouncer_unnamed"),
        ("anonymous", WHO, "districts.anonymous_named"),
    ):
        data = {**FACTS, "source": source, **({"denouncer": denouncer} if denouncer else {})}
        assert stage.refused(Denunciations.receive, actor=staff.desk, unit=staff.unit, data=data).code == code
    taken = stage.do(
        Denunciations.receive, actor=staff.desk, unit=staff.unit, data={**FACTS, "source": "anonymous"}
    ).record
    told = {"refusal": "unfounded", "grounds": "لم يثبت شيء.", "prosecutor_told_at": START}
    assert stage.refused(Denunciations.refuse, taken, actor=staff.desk, data=told).code == "kernel.no_mandate"
    stage.do(Denunciations.refuse, taken, actor=staff.chief, data=told)
    assert recount(Denunciations, "refusals") == 1


def test_its_papers_do_not_name_the_denouncer(denounced):
    assert [document.name for document in documents_for(denounced)] == ["receipt"]
    assert print_document(denounced, document_of(denounced, "receipt")).startswith(b"%PDF")
    assert WHO not in str([entry.head for entry in timeline(denounced.pk)])


def test_an_incident_is_settled_or_followed(staff, stage):
    data = {"kind": "brawl", "facts": "مشاجرة قرب المحطة.", "place": "المحطة الطرقية", "people": "ثلاثة شبان"}
    settled = stage.do(Incidents.receive, actor=staff.desk, unit=staff.unit, data=data).record
    assert settled.due_at is not None
    assert stage.refused(Incidents.settle, settled, actor=staff.chief).code == "kernel.missing"
    stage.do(Incidents.settle, settled, actor=staff.chief, data={"grounds": "انصرف الجميع ولا شكاية."}, day=1)
    handed = stage.do(Incidents.receive, actor=staff.desk, unit=staff.unit, data=data).record
    stage.do(Incidents.hand_to_unit, handed, actor=staff.desk, data={"to_unit": staff.other.pk})
    assert Incident.objects.get(pk=handed.next_id).kind == "brawl"
    late = data | {"happened_at": START + timedelta(hours=1)}
    assert stage.refused(Incidents.receive, actor=staff.desk, unit=staff.unit, data=late).code == "districts.not_yet"
    own = stage.do(Incidents.receive, actor=staff.judicial, unit=staff.unit, data=data).record
    refused = stage.refused(Incidents.settle, own, actor=staff.judicial, data={"grounds": "لا شيء"})
    assert refused.code == "kernel.same_person"
    assert (recount(Incidents, "incidents"), recount(Incidents, "settlements")) == (3, 1)


def test_only_who_works_on_denunciations_sees_them(staff, denounced):
    def sees(name):
        return visible(Denunciations, Actor.of(getattr(staff, name))).filter(pk=denounced.pk).exists()

    names = ("desk", "judicial", "chief", "prosecutor", "inspector", "other_desk", "victims")
    assert [name for name in names if sees(name)] == ["desk", "judicial", "chief", "prosecutor"]


def test_each_figure_says_in_words_what_it_counts():
    ours = [indicator for key, indicator in registry.items() if key.startswith("districts.")]
    assert len(ours) > 40
    assert all(str(indicator.definition) and str(indicator.unit) for indicator in ours)
