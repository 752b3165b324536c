"""What the application and the reader may do with the tables beside records and ledger."""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection, connections, transaction
from django.test import Client
from tests.beginnings import beginning
from tests.kernel.conftest import people
from tests.signing.conftest import SECRET, clock, code

from hasila.institution.accounts import Account
from hasila.institution.second_factor import add_application
from hasila.institution.sessions import Session
from hasila.kernel.access import APPLICATION, READER, acting, elevated
from hasila.kernel.schema import install
from hasila.modules.annual_report.models import PlayedYear
from hasila.project.rights import RIGHTS
from hasila.surfaces.api.models import Token

__all__ = ["clock"]

KNOWN = {"web_draft", "institution_notice"}
"""Tables with row security that are no record's: what may be written there stands beside their policies."""
WRITTEN = """
SELECT c.relname, p.right_ FROM pg_class c CROSS JOIN unnest(ARRAY['INSERT', 'UPDATE', 'DELETE']) p (right_)
 WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
   AND (has_table_privilege(%(role)s, c.oid, right_)
        OR right_ <> 'DELETE' AND has_any_column_privilege(%(role)s, c.oid, right_))
"""

served = beginning(people, "served")


@pytest.fixture
def account(served: SimpleNamespace, settings: Any) -> Account:
    """Somebody with a password, an application and a session."""
    settings.DEMO = False
    made = Account.objects.create_user("amina", "a long password", id=served.clerk)
    add_application(made, SECRET, 0)
    return made


@pytest.fixture
def behind(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Requests are answered as the process does that serves pages: as the reader from the first statement on."""
    from hasila.kernel.access import _as

    answer = Client.request

    def request(self: Client, **about: Any) -> Any:
        with _as(READER):
            return answer(self, **about)

    monkeypatch.setattr(Client, "request", request)
    return


def written(role: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    with connection.cursor() as cursor:
        cursor.execute(WRITTEN, {"role": role})
        for table, right in cursor.fetchall():
            found.setdefault(table, set()).add(right)
    return found


@pytest.mark.django_db
def test_nothing_is_written_that_is_not_listed() -> None:
    """The reader writes no record and nothing of the ledger; neither role writes a table that nobody thought of."""
    for role, rights in ((READER, 1), (APPLICATION, 0)):
        listed = {table: {one for one in ("INSERT", "UPDATE", "DELETE") if one in given[rights]}
                  for table, given in RIGHTS.items()}  # fmt: skip
        with connection.cursor() as cursor:
            cursor.execute("SELECT relname FROM pg_class WHERE relrowsecurity OR relname LIKE 'ledger\\_%%'")
            fenced = {name for (name,) in cursor.fetchall()}
        found = written(role)
        beside = {table for table in found if table in fenced}
        assert {t: r for t, r in found.items() if t not in fenced} == {t: r for t, r in listed.items() if r}
        assert role == APPLICATION or beside == KNOWN
        assert not any("DELETE" in found[table] for table in beside - KNOWN)


def test_they_are_given_wherever_the_fences_are_set(ledger_db: None) -> None:
    """A start of the site and a restored year set the fences again, without any migration."""
    before = written(READER), written(APPLICATION)
    install(connections["owner"])
    assert (written(READER), written(APPLICATION)) == before
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_column_privilege(%s, 'institution_account', 'password', 'SELECT')", [READER])
        assert cursor.fetchone() == (False,)


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT password FROM institution_account",
        "SELECT * FROM institution_account",
        "SELECT count(*) FROM institution_account WHERE password LIKE 'pbkdf2%'",
        "UPDATE institution_account SET password = 'x'",
        "UPDATE institution_account SET is_active = true",
        "UPDATE institution_account SET username = 'x'",
        "INSERT INTO institution_account (id, username) VALUES (gen_random_uuid(), 'x')",
        "INSERT INTO mfa_authenticator SELECT * FROM mfa_authenticator",
        "UPDATE mfa_authenticator SET data = '{}'",
        "DELETE FROM mfa_authenticator",
        "INSERT INTO api_token SELECT * FROM api_token",
        "UPDATE api_token SET expires_at = now() + interval '1 year'",
        "SELECT card_number FROM institution_person",
        "UPDATE institution_person SET card_number = NULL",
        "UPDATE institution_stamp SET value = value",
        "INSERT INTO sealed_key SELECT * FROM sealed_key",
        "SELECT bundle FROM casefiles_delivery",
        "UPDATE casefiles_delivery SET tries = 0",
        "SELECT content FROM casefiles_answer",
        "SELECT args FROM procrastinate_jobs",
        "INSERT INTO procrastinate_jobs (task_name) VALUES ('x')",
        "UPDATE annual_report_playedyear SET seed = 0",
        "SELECT 1 FROM django_migrations",
        "SELECT 1 FROM django_session",
        "SELECT 1 FROM auth_permission",
    ],
)
def test_the_reader_may_not(account: Account, statement: str) -> None:
    with pytest.raises(Exception, match="permission denied"), acting(account.pk):
        connection.cursor().execute(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO django_migrations (app, name, applied) VALUES ('x', 'y', now())",
        "DELETE FROM django_migrations",
        "UPDATE institution_unit SET path = '/'",
        "INSERT INTO institution_unit SELECT * FROM institution_unit",
        'UPDATE institution_grade SET "order" = 1',
        "UPDATE institution_stamp SET value = value",
        "DELETE FROM institution_account",
        "UPDATE sealed_key SET wrapped = wrapped",
        "DELETE FROM institution_person",
        "SELECT 1 FROM django_session",
    ],
)
def test_the_application_may_not(db: None, statement: str) -> None:
    with pytest.raises(Exception, match="permission denied"), transaction.atomic():
        connection.cursor().execute(statement)


def test_who_serves_pages_signs_people_in_and_reads_no_hash(account: Account, clock: Any, behind: None) -> None:
    """Password, code, a new password, keys and programmes: all as the reader, stepping out for a secret."""
    here, there = Client(HTTP_HOST="localhost"), Client(HTTP_HOST="localhost")
    for client in (here, there):
        assert client.post("/sign-in", {"username": "amina", "password": "wrong"}).status_code == 422
        assert client.post("/sign-in", {"username": "amina", "password": "a long password"}).status_code == 302
        clock.now += 30
        client.post("/sign-in/second", {"code": code(clock.now)})
        assert client.get("/account/").status_code == 200
    assert here.get("/account/sessions").text.count("/end") == 2, "the other session, and all others"
    assert here.post("/account/codes").status_code == 200
    assert Authenticator.objects.filter(user=account).count() == 2
    given = {"password": "another long one, 48 tea cups"}
    assert here.post("/account/password", given)["Location"] == "/account/?changed"
    assert (here.get("/account/").status_code, there.get("/account/").status_code) == (200, 302)
    clock.now += 30
    body = {"username": "amina", "code": code(clock.now), **given}
    token = here.post("/api/v1/tokens", body, content_type="application/json").json()["token"]
    asked = Client(HTTP_HOST="localhost", HTTP_AUTHORIZATION=f"Bearer {token}")
    assert asked.delete("/api/v1/tokens/current").status_code == 204
    assert asked.get("/api/v1/figures").status_code == 401 and Token.objects.get().revoked_at is not None


def test_pages_tell_how_far_a_play_is(account: Account, behind: None) -> None:
    PlayedYear.objects.create(year=1999, scale=1, seed=1, acts=40)
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO ledger_cursor (name, done, refused) VALUES ('play/1999/1', 30, 1)")
    assert "1999" in Client(HTTP_HOST="localhost").get("/progress").text


def test_a_view_that_lists_accounts_lists_no_hash(account: Account) -> None:
    with acting(account.pk):
        (found,) = Account.objects.filter(username="amina")
        assert "password" not in vars(found) and found.password_mark == found.mark
        assert found.check_password("a long password"), "whoever asks steps out for it"
        assert Token(account_id=account.pk).account.username == "amina"
        for careless in (Account.objects.values("password"), Account.objects.defer(None)):
            with pytest.raises(Exception, match="permission denied"), transaction.atomic():
                list(careless)
        with elevated():
            assert Account.objects.values_list("password", flat=True)[0] == found.password


def test_what_the_table_of_sessions_holds_opens_none(account: Account) -> None:
    account.demo = False
    client = Client(HTTP_HOST="localhost")
    client.force_login(account)
    (kept,) = Session.objects.values_list("session_key", flat=True)
    assert kept not in client.cookies["sessionid"].value
    thief = Client(HTTP_HOST="localhost")
    thief.cookies["sessionid"] = kept
    assert "_auth_user_id" in client.session and "_auth_user_id" not in thief.session
    client.session.flush()
    assert not Session.objects.exists()
