"""Notices: told to one person or to those who hold a role, once for each cause, in the reader's language."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.db import Error, transaction
from django.test import Client
from django.utils.translation import gettext_lazy, override
from tests.kernel.conftest import people

from hasila.institution.accounts import Account
from hasila.institution.notices import Notice, notify, unread
from hasila.institution.roles import Role
from hasila.plain.moments import today

TEXT = gettext_lazy("Retired")


@pytest.fixture
def world(db: None) -> SimpleNamespace:
    return people()


def enter(identifier: object, language: str = "en") -> Client:
    account = Account.objects.create_user(f"u{str(identifier)[-12:]}", None, id=identifier)
    client = Client(HTTP_HOST="localhost")
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    client.cookies["django_language"] = language
    return client


def test_those_with_a_mandate_over_the_unit_are_told(world: SimpleNamespace) -> None:
    everywhere = world.holder(Role.INSPECTOR)
    here = world.holder(Role.INSPECTOR, world.rabat)
    elsewhere = world.holder(Role.INSPECTOR, world.casablanca)
    former = world.holder(Role.INSPECTOR, until=today() - timedelta(days=2))
    assert notify(TEXT, roles=[Role.INSPECTOR], unit=world.rabat, link="/mine") == 2
    assert {n.recipient for n in Notice.objects.all()} == {everywhere, here}
    assert notify(TEXT, roles=[Role.INSPECTOR]) == 3
    assert (unread(here), unread(elsewhere), unread(former)) == (2, 1, 0)


def test_with_a_cause_nobody_is_told_twice(world: SimpleNamespace) -> None:
    cause = uuid4()
    for _again in range(2):
        notify(TEXT, actor=world.clerk, cause=cause)
    assert Notice.objects.count() == 1


def test_what_was_told_stays_as_it_was_told(world: SimpleNamespace) -> None:
    notify(TEXT, actor=world.clerk)
    with pytest.raises(Error), transaction.atomic():
        Notice.objects.update(text="Something else")
    with pytest.raises(Error), transaction.atomic():
        Notice.objects.all().delete()


def test_a_unit_is_named_in_the_readers_language(world: SimpleNamespace) -> None:
    with override("fr"):  # a worker has a language of its own
        notify(gettext_lazy("At %(place)s."), actor=world.clerk, params={"place": world.rabat})
    client = enter(world.clerk, "ar")
    assert world.rabat.arabic in client.get("/notices").content.decode()
    client.cookies["django_language"] = "fr"
    assert world.rabat.french in client.get("/notices").content.decode()


def test_the_page_tells_in_the_readers_language_and_forgets_nothing(world: SimpleNamespace) -> None:
    text = gettext_lazy("At %(place)s the state is %(state)s, %(when)s.")
    with override("ar"):
        notify(
            text,
            actor=world.clerk,
            link="/mine",
            params={"place": "<b>DGSN</b>", "state": TEXT, "when": datetime(2024, 8, 3, 10, 5, tzinfo=UTC)},
        )
    client = enter(world.clerk)
    page = client.get("/notices").content.decode()
    assert 'At <bdi dir="ltr">&lt;b&gt;DGSN&lt;/b&gt;</bdi> the state is <bdi dir="ltr">Retired</bdi>' in page
    assert "3 August 2024" in page and "11:05" in page
    assert 'class="bell__count" aria-hidden="true">1<' in page
    client.cookies["django_language"] = "ar"
    assert "محال على التقاعد" in client.get("/notices").content.decode()


def test_one_is_marked_or_all_and_never_anothers(world: SimpleNamespace) -> None:
    for _one in range(3):
        notify(TEXT, actor=world.clerk)
    notify(TEXT, actor=world.general)
    client = enter(world.clerk)
    mine = Notice.objects.filter(recipient=world.clerk).first()
    assert mine is not None
    assert client.post(f"/notices/{mine.pk}/read").status_code == 302
    assert unread(world.clerk) == 2
    other = Notice.objects.get(recipient=world.general)
    assert client.post(f"/notices/{other.pk}/read").status_code == 404
    client.post("/notices/read")
    assert (unread(world.clerk), unread(world.general)) == (0, 1)


def test_whom_a_file_concerns_is_told_of_the_steps_of_others(world: SimpleNamespace) -> None:
    from hasila.institution.jobs import registry
    from hasila.kernel.perform import perform
    from hasila.modules.personnel.models import Discipline

    data = {"officer": world.subject.pk, "breach": "absence", "facts": "غياب ثلاثة أيام."}
    opened = perform(Discipline.open_file, actor=world.clerk, unit=world.rabat, data=data)
    done = perform(Discipline.notify, opened.record, actor=world.clerk)
    for _again in range(2):
        registry["institution.tell_concerned"](done.entry_id, opened.record.pk)
    notice = Notice.objects.get()
    assert notice.recipient == world.subject.pk
    page = enter(world.subject.pk).get("/notices").content.decode()
    assert opened.record.reference in page and "Notify the officer" in page
    assert f'href="/records/personnel/discipline/{opened.record.reference}/"' in page
