"""Finding people on the page and on the command line: what is typed, what is kept, what an outline hides."""

import json
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from tests.cli.conftest import hasila  # noqa: F401
from tests.institution.test_persons import CLERK, DESK, ELSEWHERE, enter

from hasila.assurance.erasure import blanks
from hasila.assurance.readings import SEARCH, by_actor
from hasila.institution.accounts import Account
from hasila.institution.persons import PersonFile, Persons
from hasila.institution.roles import Role
from hasila.institution.staffing import Holder, ensure_holder
from hasila.institution.units import Unit
from hasila.kernel.access import Actor
from hasila.kernel.perform import perform
from hasila.kernel.refusals import Refused
from hasila.modules.retention.models import Erasure
from hasila.plain.moments import today
from hasila.surfaces.people import described, search

WHY = {"purpose": "reception", "case": ""}


def page(officer: UUID, language: str = "en", **typed: str) -> Any:
    account, _made = Account.objects.get_or_create(id=officer, defaults={"username": f"u{officer.hex[-12:]}"})
    client = Client(HTTP_HOST="localhost")
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    client.cookies["django_language"] = language
    return client.post(reverse("web:people"), WHY | typed) if typed else client.get(reverse("web:people"))


def test_a_search_is_one_reading_that_commits_to_what_it_found(ledger_db: None) -> None:
    desk, elsewhere = ensure_holder(DESK), ensure_holder(ELSEWHERE)
    file = enter(desk)
    assert page(ensure_holder(CLERK)).status_code == 404, "no role of the register, no page"
    assert b"autofocus" in page(desk).content
    found = page(desk, name="Mohamed Alaoui", born="12/03/1984", mother="Fatima Bennani")
    text = found.content.decode()
    assert found.status_code == 200
    assert "the same name, spelled otherwise" in text
    assert "Date of birth: the same." in text and "no person is rated" in text
    assert reverse("web:person", args=[file.reference]) in text
    assert "Very strong evidence" in text
    kept = by_actor(desk, today(), today())
    assert [(one.kind, one.register, one.purpose, one.results) for one in kept] == [
        (SEARCH, Persons.key, "reception", 1)
    ]
    assert kept[0].words == "Mohamed Alaoui · 12/03/1984 · Fatima Bennani"
    # Another territory sees the outline: names, year and unit, and no way to the file.
    outline = page(elsewhere, name="Mohamed Alaoui", card="AB123456").content.decode()
    assert "another unit" in outline and "1984" in outline
    assert "AB123456" not in outline.partition('id="found"')[2] and "12 March" not in outline
    assert file.reference in outline and f"/{file.reference}/" not in outline
    assert len(by_actor(elsewhere, today(), today())) == 1
    # A space that was left out, as Arabic hides it.
    assert reverse("web:person", args=[file.reference]) in page(desk, name="محمدالعلوي").content.decode()


def test_what_is_typed_wrong_is_said_beside_its_field(ledger_db: None) -> None:
    desk = ensure_holder(DESK)
    enter(desk)
    for typed, said in (
        ({"name": "Mohamed", "born": "31/02/1984"}, "Enter a year, such as 1984"),
        ({"name": "Mohamed", "born": "tomorrow"}, "Enter a year, such as 1984"),
        ({"name": "   "}, "Enter a name, or a card number."),
        ({"name": "م" * 201}, "at most 200 characters"),
        ({"name": "Moha\u202emed"}, "control"),
        ({"name": "Mohamed", "purpose": ""}, "purpose"),
        ({"name": "Mohamed", "purpose": "inquiry"}, "case"),
    ):
        answer = page(desk, **typed)  # type: ignore[arg-type]
        assert answer.status_code == 422, typed
        assert said in answer.content.decode(), typed
    assert by_actor(desk, today(), today()) == [], "what found nothing out is no reading"
    assert described({"born": "١٩٨٤"}).birth_year == 1984
    assert "No file comes near" in page(desk, name="Xyz Qwrtp").content.decode()


def test_the_command_finds_and_explains(ledger_db: None, hasila: Callable[..., SimpleNamespace]) -> None:  # noqa: F811
    desk = ensure_holder(DESK)
    file = enter(desk)
    done = hasila(
        "people", "find", "Alaoui Med", "--born", "1984", "--purpose", "reception", "--format", "json", by=desk
    )
    assert done.code == 0, done.err
    (match,) = json.loads(done.out)["matches"]
    assert match["reference"] == file.reference and match["open"] and match["card_number"] == "AB123456"
    assert match["name_likeness"] > 0.9 and match["bits"] > 10 and len(match["reasons"]) >= 3
    table = hasila("people", "find", "Alaoui", "--card", "AB123456", "--purpose", "reception", by=desk)
    assert table.code == 0 and file.reference in table.out
    assert hasila("people", "find", "Alaoui", by=desk).code == 1, "no purpose, no search"
    assert "kernel.no_mandate" in hasila("people", "find", "Alaoui", by=ensure_holder(CLERK)).err


def test_an_erased_person_is_found_no_more(ledger_db: None) -> None:
    desk = ensure_holder(DESK)
    file = enter(desk)
    data = ensure_holder(Holder("data", 110, Role.DATA_OFFICER, "DGSN", 9, "F", "مسؤولة", "Responsable"))
    legal = ensure_holder(Holder("legal", 111, Role.LEGAL_OFFICER, "DGSN", 9, "M", "مسؤول", "Responsable"))
    asked = {"file": file.reference, "ground": "court", "court": "المحكمة", "court_reference": "1"}
    unit = Unit.objects.get(code="PP-RBT")
    order = perform(Erasure.propose, actor=data, unit=unit, data={**asked, "court_date": today()}).record
    perform(Erasure.approve, order, actor=legal)
    perform(Erasure.carry_out, order, actor=data)
    left = PersonFile.objects.get(pk=file.pk)
    assert left.keys == [] and left.born_on is None and left.card_number is None
    assert set(blanks(Persons)) >= {"keys", "mother", "aliases"}
    reader = Actor.of(desk)
    for typed in ({"name": "Mohamed Alaoui"}, {"card": "AB123456"}):
        assert search(reader, typed, "reception")[0] == []
    with pytest.raises(Refused):
        perform(Persons.amend, left, actor=desk, data={"mother": "x", "grounds": "y"})
