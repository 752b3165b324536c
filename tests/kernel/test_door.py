"""The one door: powers, states, guards, effects, entries, retries."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.utils import timezone
from django.utils.translation import override

from hasila.assurance.steps import timeline
from hasila.institution.roles import Role
from hasila.kernel.many import perform_many
from hasila.kernel.perform import perform
from hasila.kernel.procedures import Act
from hasila.kernel.records import new_id
from hasila.kernel.refusals import Refused
from hasila.plain.days import format_date, format_datetime
from tests.sample.models import Claim, Claims, Dossier, Ledgered


def filed(service, **data):
    data = {"holder": service.subject, "text": "نص الطلب", **data}
    return perform(Claims.file, actor=service.clerk, unit=service.rabat, data=data).record


def test_an_act_makes_a_record_and_an_entry(service):
    claim = filed(service, kind="urgent", amount=7)
    stored = Claim.objects.get(pk=claim.pk)
    assert (stored.state, stored.version, stored.amount, stored.kind) == ("filed", 1, 7, "urgent")
    (entry,) = timeline(claim.pk)
    assert entry.act == "sample.claims.file"
    assert entry.facets == '{"kind":"urgent"}' and entry.measures == '{"amount":7}'
    assert entry.actor == service.clerk and entry.head["mandate"] is not None


def test_the_usual_course(service):
    claim = filed(service, amount=5)
    perform(Claims.study, claim, actor=service.director)
    receipt = perform(Claims.decide, claim, actor=service.general, data={"grounds": "سبب"})
    assert claim.state == "decided" and claim.number == 1 and receipt.record is claim
    perform(Claims.annul, claim, actor=service.general)
    entries = timeline(claim.pk)
    assert [entry.record_version for entry in entries] == [1, 2, 3, 4]
    assert '"act":"sample.claims.decide"' in entries[3].correction


def test_a_role_without_mandate_over_the_unit(service, refused):
    here = service.holder(Role.PERSONNEL_CLERK, service.casablanca)
    data = {"holder": service.subject, "text": "نص"}
    assert refused(Claims.file, actor=here, unit=service.rabat, data=data) == "kernel.no_mandate"
    assert Claim.objects.count() == 0


def test_a_mandate_that_ended_yesterday(service, refused):
    yesterday = timezone.localdate() - timedelta(days=1)
    late = service.holder(Role.PERSONNEL_CLERK, until=yesterday)
    data = {"holder": service.subject, "text": "نص"}
    assert refused(Claims.file, actor=late, unit=service.rabat, data=data) == "kernel.mandate_ended"
    with override("ar"), pytest.raises(Refused) as caught:
        perform(Claims.file, actor=late, unit=service.rabat, data=data)
    assert format_date(yesterday, "ar") in str(caught.value.refusal)


def test_a_state_skipped(service, refused):
    claim = filed(service)
    before = dict(claim.__dict__)
    assert refused(Claims.decide, claim, actor=service.general, data={"grounds": "x"}) == "kernel.wrong_state"
    assert claim.__dict__ == before


def test_duties_kept_apart(service, refused):
    claim = filed(service)
    assert refused(Claims.study, claim, actor=service.clerk) == "kernel.same_person"
    perform(Claims.study, claim, actor=service.other_clerk)


def test_nobody_acts_on_their_own_file(service, refused):
    from hasila.institution.career import Officer

    me = Officer.objects.get(pk=service.clerk)
    claim = filed(service, holder=service.director)
    assert refused(Claims.study, claim, actor=service.director) == "kernel.own_file"
    # The holder may file as the claim's own subject, without a mandate.
    perform(Claims.file, actor=service.subject.pk, unit=service.rabat, data={"holder": service.subject, "text": "x"})
    assert me.pk == service.clerk


@pytest.mark.parametrize(
    ("data", "code", "field"),
    [
        ({"text": ""}, "kernel.missing", "text"),
        ({"text": "a\x00b"}, "kernel.control_characters", "text"),
        ({"text": "abc\u202edef"}, "kernel.control_characters", "text"),
        ({"text": "x" * 10_000_000}, "kernel.too_long", "text"),
        ({"amount": "abc"}, "kernel.invalid", "amount"),
        ({"amount": -1}, "kernel.invalid", "amount"),
        ({"amount": 1.5}, "kernel.invalid", "amount"),
        ({"on": "2026-02-30"}, "kernel.invalid", "on"),
        ({"on": "0001-01-01"}, "kernel.invalid", "on"),
        ({"on": "9999-12-31"}, "kernel.invalid", "on"),
        ({"on": date(2199, 1, 1)}, "sample.future", "on"),
        ({"kind": "other"}, "kernel.invalid", "kind"),
        ({"holder": "not-a-uuid"}, "kernel.no_such_object", "holder"),
        ({"holder": "00000000-0000-4000-8000-000000000000"}, "kernel.no_such_object", "holder"),
        ({"dossier": "00000000-0000-4000-8000-000000000000"}, "kernel.no_such_object", "dossier"),
        ({"nonsense": 1}, "kernel.unknown_field", "nonsense"),
        ({"amount": 2000}, "kernel.constraint", None),
    ],
)
def test_bad_input_is_refused_and_nothing_is_written(service, data, code, field):
    with pytest.raises(Refused) as caught:
        filed(service, **data)
    assert (caught.value.refusal.code, caught.value.refusal.field) == (code, field)
    assert Claim.objects.count() == 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM ledger_entry WHERE act LIKE 'sample.%%'")
        assert cursor.fetchone()[0] == 0


def test_arabic_digits_are_accepted(service):
    claim = filed(service, amount="٤٢", on="٢٠٢٦-٠١-٠٥")
    assert (claim.amount, claim.on) == (42, date(2026, 1, 5))


def test_an_act_from_the_future_or_too_late(service, refused):
    data = {"holder": service.subject, "text": "x"}
    soon = timezone.now() + timedelta(hours=1)
    old = timezone.now() - timedelta(days=40)
    assert (
        refused(Claims.file, actor=service.clerk, unit=service.rabat, data=data, occurred_at=soon)
        == "kernel.in_the_future"
    )
    assert (
        refused(Claims.file, actor=service.clerk, unit=service.rabat, data=data, occurred_at=old) == "kernel.too_late"
    )


def test_a_consequence_is_an_act_with_a_cause(service, refused):
    dossier = perform(Dossier.keep, actor=service.clerk, unit=service.rabat, data={"title": "ملف"}).record
    claim = filed(service, dossier=dossier)
    dossier.refresh_from_db()
    assert (dossier.claims, dossier.version) == (1, 2)
    first, second = timeline(claim.pk)[0], timeline(dossier.pk)[1]
    assert second.cause == first.id
    assert refused(Dossier.count, dossier, actor=service.clerk) == "kernel.only_consequent"


def test_a_consequence_may_open_a_record(service):
    dossier = perform(Dossier.keep, actor=service.clerk, unit=service.rabat, data={"title": "أول"}).record
    perform(Dossier.divide, dossier, actor=service.clerk)
    part = Ledgered.objects.get(pk=dossier.part)
    assert (part.title, part.unit_id, part.state, part.version) == ("أول (2)", service.rabat.pk, "kept", 1)
    assert timeline(part.pk)[0].cause == timeline(dossier.pk)[1].id
    first = dossier.part
    perform(Dossier.divide, dossier, actor=service.clerk)
    assert dossier.part != first and Ledgered.objects.count() == 3


def test_a_stream_opens_by_consequence_as_one_act_does(service):
    opened = [new_id() for _ in range(3)]
    acts = [
        Act(step, record_id=one, actor=service.clerk, unit_id=service.rabat.pk, data=data)
        for one in opened
        for step, data in ((Dossier.keep, {"title": "سلسلة"}), (Dossier.divide, {}))
    ]
    outcome = perform_many(acts)
    assert (outcome.performed, outcome.refused, outcome.entries) == (6, 0, 9)
    assert Ledgered.objects.filter(title="سلسلة (2)").count() == 3


def test_a_retry_gives_the_first_result(service, refused):
    data = {"holder": service.subject, "text": "مرة"}
    first = perform(Claims.file, actor=service.clerk, unit=service.rabat, data=data, key="k1")
    again = perform(Claims.file, actor=service.clerk, unit=service.rabat, data=data, key="k1")
    assert again.replayed and again.entry_id == first.entry_id and again.record.pk == first.record.pk
    assert Claim.objects.count() == 1
    other = {**data, "text": "أخرى"}
    assert refused(Claims.file, actor=service.clerk, unit=service.rabat, data=other, key="k1") == "kernel.key_reused"


def test_changed_meanwhile_says_what_changed(service):
    claim = filed(service)
    seen = claim.version
    perform(Claims.amend, claim.pk, actor=service.other_clerk, data={"amount": 3})
    with override("ar"), pytest.raises(Refused) as caught:
        perform(Claims.study, claim.pk, actor=service.other_clerk, expects=seen)
    assert caught.value.refusal.code == "kernel.changed_meanwhile"
    said = str(caught.value.refusal)
    assert "Amend" in said and format_datetime(timeline(claim.pk)[-1].when, "ar") in said


def test_a_unique_value_is_refused_with_its_field(service):
    filed(service, token="T1")
    with pytest.raises(Refused) as caught:
        filed(service, token="T1")
    assert (caught.value.refusal.code, caught.value.refusal.field) == ("kernel.not_unique", "token")


def test_side_doors_are_closed(service):
    claim = filed(service)
    with pytest.raises(RuntimeError):
        claim.save()
    with pytest.raises(RuntimeError):
        claim.delete()
