"""An inquiry that is open keeps readings for it from the persons concerned; once it is closed, they see them."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from hasila.assurance.purposes import Purpose, follow
from hasila.assurance.readings import consult, of_records
from hasila.institution.purposes import lawful
from hasila.institution.roles import Role
from hasila.kernel.access import Actor
from hasila.kernel.perform import perform
from hasila.modules.inspection.models import Inquiry
from hasila.modules.oversight.queries import records_about, shown_to_the_person
from hasila.plain.moments import today
from tests.beginnings import beginning
from tests.kernel.conftest import people


@beginning
def service() -> SimpleNamespace:
    """People with mandates, an inspector and the Inspector General."""
    found = people()
    found.inspector, found.chief = found.holder(Role.INSPECTOR), found.holder(Role.CHIEF_INSPECTOR)
    return found


def inquiry(service: SimpleNamespace) -> Any:
    data = {"origin": "complaint", "subject": "شكاية", "facts": "وقائع", "concerned_unit": service.rabat.pk}
    return perform(Inquiry.open_inquiry, actor=service.inspector, unit=service.root, data=data).record


def close(service: SimpleNamespace, file: Any) -> None:
    perform(Inquiry.report, file, actor=service.inspector, data={"findings": "لا شيء"})
    perform(Inquiry.conclude, file, actor=service.chief, data={"outcome": "no_fault", "grounds": "لا خلل"})
    perform(Inquiry.close, file, actor=service.chief)


def test_an_open_inquiry_withholds_the_readings_of_its_case(service: SimpleNamespace) -> None:
    file = inquiry(service)
    reader = Actor.of(service.inspector)
    consult(service.subject, reader, "inspection", case=file.reference)
    consult(service.subject, reader, "inspection", case="unknown")
    consult(service.subject, Actor.of(service.clerk), "personnel", case=file.reference)
    readings = of_records([service.subject.pk], today())
    assert {(one.purpose, one.case) for one in shown_to_the_person(readings, today())} == {
        ("inspection", "unknown"),
        ("personnel", file.reference),
    }
    assert len(shown_to_the_person(readings, today() + timedelta(days=366))) == 3
    close(service, file)
    assert len(shown_to_the_person(readings, today())) == 3


def test_a_reading_of_an_investigation_register_is_withheld_while_it_is_open(service: SimpleNamespace) -> None:
    file = inquiry(service)
    perform(Inquiry.name_officer, file, actor=service.inspector, data={"officer": service.subject.pk})
    consult(file, Actor.of(service.chief), "decision")
    readings = of_records([file.pk], today())
    assert file.pk in records_about(service.subject.id)
    assert shown_to_the_person(readings, today()) == []


def test_the_law_may_withhold_nothing(service: SimpleNamespace) -> None:
    file = inquiry(service)
    consult(service.subject, Actor.of(service.inspector), "inspection", case=file.reference)
    readings = of_records([service.subject.pk], today())
    follow(lambda procedure, day: {"inspection": Purpose("inspection", "Inspection")})
    try:
        assert shown_to_the_person(readings, today()) == readings
    finally:
        follow(lawful)
