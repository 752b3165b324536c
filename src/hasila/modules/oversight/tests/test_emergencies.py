"""A stated emergency: what it opens, for how long, how it is marked, who is told, who looks at it."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone
from tests.sample.models import Claims

from hasila.assurance.purposes import with_emergencies
from hasila.assurance.readings import by_actor, under_emergency
from hasila.institution import law
from hasila.institution.notices import TELL_CONCERNED, Notice, tell_concerned
from hasila.institution.units import Unit
from hasila.kernel.access import Actor, authority, visible
from hasila.kernel.perform import perform
from hasila.kernel.refusals import Refused
from hasila.modules.oversight.emergencies import WIDE
from hasila.modules.oversight.jobs import tell_inspectorate
from hasila.modules.oversight.models import Emergency
from hasila.plain.moments import today

STATED = {"register": "sample.claims", "danger": "life", "statement": "شخص في خطر داهم الآن", "hours": 2}


def state(service: SimpleNamespace, officer: Any = None, **data: Any) -> Any:
    officer = officer or service.local
    return perform(
        Emergency.state_emergency, actor=officer, unit=service.rabat, data={"officer": officer, **STATED, **data}
    )


def actor(identifier: Any) -> Actor:
    return with_emergencies(Actor.of(identifier))


def test_it_opens_one_register_of_a_unit_for_its_hours(service: SimpleNamespace, claim: Any) -> None:
    assert not visible(Claims, actor(service.local)).exists()
    emergency = state(service).record
    assert visible(Claims, actor(service.local)).filter(pk=claim.pk).exists()
    assert emergency.until - emergency.opened_at == timedelta(hours=2)
    (grant,) = [one for one in actor(service.local).grants if one.role == "emergency:sample.claims"]
    assert grant.path == service.rabat.path
    assert str(authority().role_label(grant.role)) == "ولوج استعجالي"
    perform(Emergency.end, emergency, actor=service.local)
    assert not visible(Claims, actor(service.local)).exists()


def test_it_ends_by_itself(service: SimpleNamespace, claim: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    emergency = state(service).record
    later = timezone.now() + timedelta(hours=3)
    monkeypatch.setattr("hasila.modules.oversight.queries.timezone.now", lambda: later)
    assert not visible(Claims, actor(service.local)).exists()
    with pytest.raises(Refused) as caught:
        perform(Emergency.end, emergency, actor=service.inspector)
    assert caught.value.refusal.code == "kernel.not_concerned"


@pytest.mark.parametrize(
    ("wrong", "code"),
    [({"hours": 5}, "oversight.too_long"), ({"hours": 0}, "oversight.too_long"),
     ({"statement": "urgent"}, "oversight.no_statement"), ({"register": "oversight.emergency"}, "kernel.invalid")],
)  # fmt: skip
def test_what_is_refused(service: SimpleNamespace, wrong: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused) as caught:
        state(service, **wrong)
    assert code in {one.code for one in caught.value.refusals}


def test_nobody_states_one_for_another(service: SimpleNamespace) -> None:
    with pytest.raises(Refused):
        perform(
            Emergency.state_emergency,
            actor=service.local,
            unit=service.rabat,
            data={"officer": service.clerk, **STATED},
        )


def test_every_reading_is_marked(service: SimpleNamespace, claim: Any, signed_in: Any) -> None:
    client = signed_in(service.local)
    page = f"/records/sample/claims/{claim.reference}/"
    assert client.get(page).status_code == 404
    emergency = state(service).record
    assert "نص الطلب" in client.get(page).text  # the emergency is the purpose
    assert claim.reference in client.post("/registers/sample/claims/", {"q": "الطلب"}).text
    readings = under_emergency(emergency.pk, today())
    assert {(one.kind, one.purpose, one.case) for one in readings} == {
        ("open", "emergency", emergency.reference),
        ("search", "emergency", emergency.reference),
    }
    assert by_actor(service.local, today(), today()) == readings
    listed = signed_in(service.inspector).get(f"/oversight/emergencies/{emergency.reference}/readings")
    assert claim.reference in listed.text


def test_a_whole_command_opens_with_the_units_below_it(service: SimpleNamespace, signed_in: Any) -> None:
    below = Unit.objects.filter(path__startswith=service.rabat.path).exclude(pk=service.rabat.pk).earliest("pk")
    data = {"holder": service.subject.id, "text": "نص"}
    claim = perform(Claims.file, actor=service.clerk, unit=below, data=data).record
    emergency = state(service, service.local).record
    client = signed_in(service.local)
    page = client.get(f"/oversight/emergencies/{emergency.reference}/register", follow=True)
    assert claim.reference in page.text, "a unit that is chosen stands for all below it"


def test_no_emergency_opens_what_lies_above_the_commands(service: SimpleNamespace) -> None:
    above = Unit.objects.filter(kind__in=law.value(WIDE, today()))
    assert service.root in above
    for unit in (service.root, above.exclude(pk=service.root.pk).earliest("pk")):
        with pytest.raises(Refused) as caught:
            data = {"officer": service.local, **STATED}
            perform(Emergency.state_emergency, actor=service.local, unit=unit, data=data)
        assert (caught.value.refusal.code, caught.value.refusal.field) == ("oversight.too_wide", "unit")


def test_the_inspectorate_is_told_at_once(service: SimpleNamespace) -> None:
    receipt = state(service)
    assert Emergency.state_emergency.jobs == ["oversight.tell_inspectorate"]
    for _twice in range(2):
        tell_inspectorate(receipt.entry_id, receipt.record.pk)
    told = set(Notice.objects.filter(cause=receipt.entry_id).values_list("recipient", flat=True))
    assert {service.inspector, service.chief} <= told
    assert service.elsewhere not in told


def test_the_inspectorate_reviews_it(service: SimpleNamespace) -> None:
    emergency = state(service).record
    assert emergency.due_at is not None
    found = {"finding": "unjustified", "remarks": "لم يكن هناك خطر"}
    with pytest.raises(Refused):
        perform(Emergency.review, emergency, actor=service.elsewhere, data=found)
    reviewed = perform(Emergency.review, emergency, actor=service.inspector, data=found)
    assert emergency.state == "reviewed"
    tell_concerned(reviewed.entry_id, emergency.pk)
    assert Notice.objects.filter(recipient=service.local, cause=reviewed.entry_id).exists(), "the officer is told"
    assert Emergency.review.jobs == [TELL_CONCERNED]
    assert not visible(Claims, actor(service.local)).exists()
    own = state(service, service.inspector).record
    with pytest.raises(Refused) as caught:
        perform(Emergency.review, own, actor=service.inspector, data=found)
    assert caught.value.refusal.code == "kernel.own_file"
