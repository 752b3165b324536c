"""No page asks the database more than twelve times, however many rows it shows: the sample's pages and personnel's."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.test import Client
from django.utils import timezone

from hasila.kernel.perform import perform
from hasila.kernel.records import Record
from hasila.modules.personnel.models import Discipline, Hearing, Promotion, Transfer
from tests.sample.models import Claims

# Inside of a test's transaction three statements more are counted, which no page asks: a savepoint and its release
# stand for BEGIN and COMMIT, and the role of the test's own transaction is brought back.
CEILING = 12 + 3
MANY = 5
YEAR = timezone.localdate().year


@pytest.fixture
def files(service: SimpleNamespace) -> SimpleNamespace:
    """A few files of each kind, of officers of their own."""
    kept = SimpleNamespace(discipline=[], claims=[], officers=[service.officer() for _number in range(MANY)])
    for officer in kept.officers:
        opening: dict[str, Any] = {"actor": service.clerk, "unit": officer.unit_id}
        kept.discipline.append(
            perform(
                Discipline.open_file,
                **opening,
                data={"officer": officer.pk, "breach": "absence", "facts": "غياب ثلاثة أيام."},
            ).record
        )
        perform(Hearing.request, **opening, data={"officer": officer.pk, "topic": "career"})
        perform(Promotion.inscribe, **opening, data={"officer": officer.pk, "exercise": YEAR, "kind": "choice"})
        perform(Transfer.request, **opening, data={"officer": officer.pk, "wish": service.casablanca.pk})
        kept.claims.append(perform(Claims.file, **opening, data={"holder": officer.pk, "text": "طلب"}).record)
    return kept


@pytest.fixture
def clerk(service: SimpleNamespace, signed_in: Callable[..., Client]) -> Client:
    """The personnel clerk, signed in."""
    return signed_in(service.clerk, "ar")


def address(record: Record, step: str = "") -> str:
    app, procedure = record.procedure.key.split(".")
    return f"/records/{app}/{procedure}/{record.reference}/{step}"


def opened(client: Client, record: Record, purpose: str) -> Record:
    assert client.post(address(record), {"purpose": purpose}).status_code == 302
    return record


PAGES = [
    "/",
    "/mine",
    "/registers/",
    "/registers/personnel/discipline/",
    "/registers/personnel/discipline/?q=موظف&mine=1",
    "/registers/personnel/hearing/",
    "/registers/personnel/promotion/",
    "/registers/personnel/transfer/",
    "/registers/institution/career/",
    "/registers/sample/claims/",
    "/registers/personnel/discipline/new/open_file/",
    "/registers/personnel/transfer/new/request/",
    "/personnel/promotions/dry-run",
    "/personnel/reminders",
    "/report/2024",
    f"/report/{YEAR}",
    "/figures/personnel.discipline.files_opened/2024",
    f"/figures/personnel.discipline.files_opened/{YEAR}",
]


@pytest.mark.parametrize("path", PAGES)
def test_no_page_asks_more_than_twelve_times(
    files: SimpleNamespace, clerk: Client, path: str, django_assert_max_num_queries: Any
) -> None:
    sent = urlsplit(path)
    with django_assert_max_num_queries(CEILING):
        answer = clerk.post(sent.path, dict(parse_qsl(sent.query))) if sent.query else clerk.get(path)
    assert answer.status_code == 200


def test_neither_does_a_file_nor_a_step_on_it(
    files: SimpleNamespace, clerk: Client, django_assert_max_num_queries: Any
) -> None:
    file = opened(clerk, files.discipline[0], "procedure")
    claim = opened(clerk, files.claims[0], "handling")
    for path in (address(file), address(file, "notify/"), address(claim), address(claim, "amend/")):
        with django_assert_max_num_queries(CEILING):
            answer = clerk.get(path)
        assert answer.status_code == 200


def test_neither_does_the_sheet_of_a_career(
    files: SimpleNamespace, clerk: Client, django_assert_max_num_queries: Any
) -> None:
    officer = files.officers[0]
    path = f"/personnel/career/{officer.reference}/"
    if officer.procedure.sensitive:
        assert clerk.post(path, {"purpose": next(iter(officer.procedure.purposes))}).status_code == 302
    with django_assert_max_num_queries(CEILING):
        answer = clerk.get(path)
    assert answer.status_code == 200


def test_nor_the_home_page_of_the_public(
    files: SimpleNamespace, client: Client, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(CEILING):
        assert client.get("/", headers={"host": "localhost"}).status_code == 200
