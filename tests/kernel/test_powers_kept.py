"""The powers that a process keeps: never believed beyond the moment in which they changed."""

from types import SimpleNamespace

import pytest
from django.db import connection

from hasila.institution import mandates
from hasila.institution.mandates import Mandate
from hasila.institution.roles import Role
from hasila.kernel import rows, writing
from hasila.kernel.access import authority
from hasila.kernel.perform import perform
from hasila.kernel.refusals import Refused
from hasila.plain.statements import run
from tests.kernel.test_ledger import file_one
from tests.sample.models import Claims


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    authority().distrust()


def end_mandates(people: SimpleNamespace, actor: object, connect: object) -> None:
    """Another process ends the mandates of an actor: the trigger stamps powers anew."""
    with connect("owner") as raw:
        raw.execute("ALTER TABLE institution_mandate DISABLE TRIGGER hasila_update")
        raw.execute("UPDATE institution_mandate SET state = 'refused' WHERE officer_id = %s", [actor])
        raw.execute("ALTER TABLE institution_mandate ENABLE TRIGGER hasila_update")


def test_powers_are_asked_once(committed: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
    claim = file_one(committed)
    file_one(committed)
    asked: list[str] = []
    for module in (mandates, rows, writing):
        monkeypatch.setattr(module, "run", lambda raw, sql, values=(): asked.append(sql) or run(raw, sql, values))
    file_one(committed)
    perform(Claims.amend, claim.pk, actor=committed.clerk, data={"text": "نص آخر"})
    assert not [sql for sql in asked if "institution_grants" in sql]
    assert len([sql for sql in asked if "institution_stamp_is" in sql]) == 2


def test_powers_that_ended_elsewhere_are_not_believed(committed: SimpleNamespace, connect: object) -> None:
    file_one(committed)
    end_mandates(committed, committed.clerk, connect)
    with pytest.raises(Refused) as caught:
        file_one(committed)
    assert caught.value.refusal.code == "kernel.no_mandate"


def test_powers_that_were_given_elsewhere_are_found(committed: SimpleNamespace) -> None:
    claim = file_one(committed)
    with pytest.raises(Refused):
        perform(Claims.study, claim, actor=committed.second.pk)
    before = authority().known({committed.second.pk})
    assert before[0][committed.second.pk] == []
    late = committed.holder(Role.PERSONNEL_DIRECTOR, committed.rabat)
    perform(Claims.study, claim, actor=late)
    claim.refresh_from_db()
    assert claim.state == "studied"


def test_a_change_of_powers_that_was_taken_back_gives_another_stamp(committed: SimpleNamespace) -> None:
    from django.db import transaction

    def stamp() -> object:
        with connection.cursor() as cursor:
            cursor.execute("SELECT value FROM institution_stamp")
            return cursor.fetchone()[0]

    seen = {stamp()}
    for _ in range(3):
        with transaction.atomic():
            committed.holder(Role.INSPECTOR)
            seen.add(stamp())
            transaction.set_rollback(True)
    assert len(seen) == 4
    assert Mandate.objects.filter(role=Role.INSPECTOR).count() == 0
