"""Signing in by two factors: what opens when, codes that serve once, tries that wait, sessions that end."""

import re
import time
from datetime import timedelta
from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.apps import apps
from django.test import Client
from django.utils import timezone

from hasila.institution import demo, paper, sessions, throttle
from hasila.institution.accounts import Account
from hasila.institution.career import Career
from hasila.institution.notices import Notice
from hasila.institution.second_factor import Authenticator, check_code, paper_codes, paper_codes_left
from hasila.institution.sessions import Session, digest_of
from hasila.institution.signing import may_sign_in
from hasila.institution.throttle import SignInTry
from hasila.kernel.perform import perform
from hasila.surfaces.api.models import issue, running
from tests.signing.conftest import PASSWORD, SECRET, browser, code, enrolled, password

MINE = "/account/"


def inside(client: Client) -> bool:
    return client.get("/mine").status_code == 200


def test_the_password_alone_opens_nothing(service: SimpleNamespace, clock: SimpleNamespace) -> None:
    enrolled(service.clerk)
    client = browser()
    answer = password(client, wanted="/mine")
    assert answer.headers["Location"] == "/sign-in/second"
    assert not inside(client)
    wrong = client.post("/sign-in/second", {"code": "000000"})
    assert wrong.status_code == 422 and "This code is not right." in wrong.text
    assert not inside(client)
    right = client.post("/sign-in/second", {"code": code(clock.now)})
    assert right.headers["Location"] == "/mine"
    assert inside(client)


def test_a_code_serves_once(service: SimpleNamespace, clock: SimpleNamespace) -> None:
    account = enrolled(service.clerk)
    first = code(clock.now)
    assert check_code(account, first) is not None
    assert check_code(account, first) is None
    assert check_code(account, code(clock.now, -1)) is None, "an earlier one, too"
    assert check_code(account, code(clock.now, 2)) is None, "not one that is yet to come"
    clock.now += 30
    assert check_code(account, code(clock.now)) is not None


def test_a_code_on_paper_serves_once_in_either_digits(service: SimpleNamespace) -> None:
    account = enrolled(service.clerk)
    first, second, *_rest = paper_codes(account)
    arabic = first.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    assert check_code(account, arabic) is not None
    assert check_code(account, first) is None
    assert check_code(account, f" {second[:5]}-{second[5:]} ") is not None


def test_codes_on_paper_are_kept_as_slow_hashes(service: SimpleNamespace, settings: Any) -> None:
    """By the function of passwords, under a salt of the account's own; a former function's still open."""
    account = enrolled(service.clerk)
    settings.PASSWORD_HASHERS = settings.PASSWORD_HASHERS[1:]
    monkey = paper.get_hasher()
    assert (monkey.algorithm, monkey.iterations >= 600_000) == ("pbkdf2_sha256", True)
    monkey.iterations = 1000  # the same function, quicker for a test
    codes = paper_codes(account)
    (held,) = Authenticator.objects.filter(user=account, type="recovery_codes").values_list("data", flat=True)
    assert list(held) == ["hashes"] and len(set(held["hashes"])) == 10
    assert {one.rpartition("$")[0].rpartition("$")[0] for one in held["hashes"]} == {"pbkdf2_sha256$1000"}
    (salt,) = {one.split("$")[2] for one in held["hashes"]}
    assert len(salt) >= 22 and len(set(codes)) == 10 and all(re.fullmatch(r"\d{10}", one) for one in codes)
    assert check_code(account, codes[3]) is not None and check_code(account, codes[3]) is None
    assert paper_codes_left(account) == 9
    monkey.iterations = 2000
    assert check_code(account, codes[4]) is not None, "made with fewer rounds"
    assert check_code(account, "0000000000") is None and paper_codes_left(account) == 8


def test_codes_that_were_encrypted_stay_what_they_are(service: SimpleNamespace) -> None:
    account = enrolled(service.clerk)
    former = RecoveryCodes.activate(account)
    codes = former.get_unused_codes()
    assert former.validate_code(codes[0])
    import_module("hasila.institution.migrations.0012_paper_codes_as_hashes").hash_them(apps, None)
    assert "seed" not in Authenticator.objects.get(user=account, type="recovery_codes").data
    assert check_code(account, codes[0]) is None and paper_codes_left(account) == 9
    assert check_code(account, codes[1]) is not None


def test_a_code_costs_the_same_whether_there_are_any(service: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
    account, other = enrolled(service.clerk), Account(id=service.clerk, username="nobody")
    paper_codes(account)
    hashed: list[str] = []
    encode = paper.get_hasher().encode
    monkeypatch.setattr(
        paper.get_hasher(), "encode", lambda *said, **more: hashed.append(said[0]) or encode(*said, **more)
    )
    for code_, who, cost in (("0000000001", account, 1), ("0000000001", other, 1), ("000001", account, 0)):
        del hashed[:]
        assert check_code(who, code_) is None
        assert len(hashed) == cost


def test_an_account_has_so_many_sessions_at_a_time(service: SimpleNamespace, settings: Any) -> None:
    """One more ends the one that nobody used for the longest time; so with tokens. The demonstration's are shared."""
    settings.HASILA_SESSIONS = 3
    account = enrolled(service.clerk)
    clients = [browser() for _one in range(4)]
    for number, client in enumerate(clients):
        client.force_login(account)
        Session.objects.filter(session_key=digest_of(client.cookies["sessionid"].value)).update(
            seen_at=timezone.now() - timedelta(minutes=10 if number == 1 else 5)
        )
    assert [inside(client) for client in clients] == [True, False, True, True]
    assert "Devices at a time, at most: 3." in clients[0].get("/account/sessions").text
    tokens = [issue(account)[0] for _one in range(21)]
    assert [running(token) is not None for token in tokens] == [False] + [True] * 20
    settings.DEMO, account.demo = True, True
    account.save()
    for _one in range(3):
        browser().force_login(account)
    assert Session.objects.filter(account=account.pk).count() == 6


def test_secrets_are_not_kept_in_the_clear(service: SimpleNamespace) -> None:
    account = enrolled(service.clerk)
    paper_codes(account)
    assert SECRET not in str(list(Authenticator.objects.filter(user=account).values_list("data", flat=True)))


def test_without_a_second_factor_one_is_led_to_enrol(service: SimpleNamespace, clock: SimpleNamespace) -> None:
    Account.objects.create_user("amina", PASSWORD, id=service.clerk)
    client = browser()
    assert password(client).headers["Location"] == "/"
    for path in ("/", "/mine", "/registers/", "/notices", "/account/sessions", "/account/password"):
        assert client.get(path).headers["Location"] == MINE, path
    assert "Enrol a second factor" in client.get(MINE).text
    page = client.get("/account/application").text
    secret = re.search(r'totp__secret"><bdi dir="ltr">(\w+)<', page)[1]  # type: ignore[index]
    assert 'src="data:image/svg+xml' in page
    assert secret not in str(dict(client.session.items())), "until it is confirmed it lies encrypted in the session"
    assert secret in client.get("/account/application").text, "a second window doesn't make the first one worthless"
    assert client.post("/account/application", {"code": "000000"}).status_code == 422
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

    shown = format_hotp_value(hotp_value(secret, int(clock.now) // 30))
    assert client.post("/account/application", {"code": shown}).headers["Location"] == "/account/codes"
    codes = client.post("/account/codes")
    assert len(re.findall(r"<li><bdi", codes.text)) == 10
    assert inside(client)
    assert not client.get("/account/codes").text.count("<li><bdi"), "they are shown once"


def test_the_time_to_enrol_is_bounded(service: SimpleNamespace) -> None:
    late = timezone.now() - timedelta(minutes=1)
    Account.objects.create_user("amina", PASSWORD, id=service.clerk, enrol_until=late)
    client = browser()
    password(client)
    assert "The time to enrol has passed" in client.get(MINE).text
    for path in ("/account/key", "/account/application", "/account/codes"):
        assert client.get(path).headers["Location"] == MINE


def test_a_second_factor_is_not_passed_by_enrolling_another(service: SimpleNamespace) -> None:
    enrolled(service.clerk)
    client = browser()
    client.force_login(Account.objects.get(), second=False)
    session = client.session
    session["confirmed"] = time.time()
    session.save()
    for path in ("/account/key", "/account/application", "/account/codes"):
        assert client.get(path).headers["Location"] == MINE
        assert client.post(path, {"code": "1"}).headers["Location"] == MINE
    assert not inside(client)


def test_the_demonstrations_accounts_open_only_there(db: None, settings: Any) -> None:
    settings.DEMO = True
    demo.ensure_demo()
    client = browser()
    assert password(client, "clerk.personnel", demo.PASSWORD).status_code == 302
    assert inside(client)
    assert "open with the password alone" in browser().get("/sign-in").text
    assert "opens with the password alone" in client.get(MINE).text
    assert client.post("/account/password", {"password": "another long one"}).headers["Location"] == MINE
    token, _row = issue(Account.objects.get(username="clerk.personnel"))
    settings.DEMO = False
    assert not inside(client), "a running session ends with it"
    assert running(token) is None
    assert password(browser(), "clerk.personnel", demo.PASSWORD).status_code == 422


def test_in_the_demonstration_its_accounts_may_skip_and_no_others(db: None, settings: Any) -> None:
    from tests.kernel.conftest import people

    settings.DEMO = True
    world = people()
    account = enrolled(world.clerk)
    client = browser()
    password(client)
    assert "may go on without" not in client.get("/sign-in/second").text
    assert client.post("/sign-in/second", {"skip": "1"}).status_code == 422
    assert not inside(client)
    Account.objects.filter(pk=account.pk).update(demo=True)
    assert "may go on without the second factor" in client.get("/sign-in/second").text
    assert client.post("/sign-in/second", {"skip": "1"}).status_code == 302
    assert inside(client)


@pytest.mark.parametrize("name", ["amina", "nobody"])
def test_an_unknown_name_is_refused_in_the_same_words(service: SimpleNamespace, name: str) -> None:
    enrolled(service.clerk)
    page = password(browser(), name, "wrong").text.replace(name, "")
    assert "don&#x27;t belong together" in page
    assert [password(browser("10.0.0.9"), name, "wrong").status_code for _try in range(6)] == [422] * 5 + [429]


def test_no_name_costs_less_time_than_another(service: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.contrib.auth.hashers import MD5PasswordHasher

    enrolled(service.clerk)
    Account.objects.create_user("closed", PASSWORD, is_active=False)
    Account.objects.create_user("ours", PASSWORD, demo=True)
    hashed: list[str] = []
    encode = MD5PasswordHasher.encode

    def counted(self: MD5PasswordHasher, password: str, salt: str) -> str:
        hashed.append(password)
        return encode(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counted)
    for name in ("amina", "nobody", "closed", "ours"):
        hashed.clear()
        assert password(browser(f"10.2.0.{len(name)}"), name, "wrong one").status_code == 422
        assert hashed == ["wrong one"], name
    assert password(browser("10.2.1.1"), "closed").status_code == 422, "nor does the right password tell"


def test_guessing_makes_nobody_else_wait(service: SimpleNamespace, clock: SimpleNamespace) -> None:
    enrolled(service.clerk)
    attacker = browser("203.0.113.7")
    answers = [password(attacker, word="guess").status_code for _try in range(8)]
    assert answers[5:] == [429] * 3
    assert int(password(attacker, word="guess").headers["Retry-After"]) <= 2
    assert password(attacker).status_code == 429, "not even the right password is looked at"
    assert password(browser("10.0.0.1")).status_code == 302, "elsewhere it is"


def test_a_known_device_does_not_wait_for_its_neighbours(service: SimpleNamespace, clock: SimpleNamespace) -> None:
    enrolled(service.clerk)
    known, stranger = browser(), browser()
    password(known)
    known.post("/sign-in/second", {"code": code(clock.now)})
    assert throttle.DEVICE in known.cookies
    known.post("/sign-out")
    for number in range(60):
        password(stranger, "amina" if number < 7 else f"guess{number}", "wrong")
    assert password(stranger, "somebody.else").status_code == 429, "the address waits"
    assert password(known).status_code == 302, "on the known device nobody does"
    known.get("/sign-in")
    answers = [password(known, word="wrong").status_code for _try in range(11)]
    assert answers[9:] == [422, 429], "though not without end"


def test_a_shift_that_signs_in_rightly_makes_nobody_wait(service: SimpleNamespace) -> None:
    enrolled(service.clerk)
    stranger = browser()
    for number in range(49):
        password(stranger, f"guess{number}", "wrong")
    assert [password(browser()).status_code for _device in range(5)] == [302] * 5, "what is right is not counted"
    assert [password(stranger, f"late{number}", "wrong").status_code for number in range(2)] == [422, 429]


def test_a_forged_device_is_none(service: SimpleNamespace) -> None:
    enrolled(service.clerk)
    client = browser()
    client.cookies[throttle.DEVICE] = "forged"
    assert [password(client, word="wrong").status_code for _try in range(6)][-1] == 429


def test_wrong_codes_wait_and_the_owner_is_told(service: SimpleNamespace, clock: SimpleNamespace) -> None:
    account = enrolled(service.clerk)
    thief = browser("203.0.113.7")
    password(thief)
    answers = [thief.post("/sign-in/second", {"code": "000000"}).status_code for _try in range(6)]
    assert answers == [422] * 5 + [429]
    assert thief.post("/sign-in/second", {"code": code(clock.now)}).status_code == 429
    notice = Notice.objects.get(recipient=account.pk)
    assert "wrong codes" in notice.text and notice.params == {"count": 5}
    owner = browser()
    password(owner)
    assert owner.post("/sign-in/second", {"code": code(clock.now)}).status_code == 302


def test_many_addresses_wait_for_one_account_but_its_own_devices_do_not(
    service: SimpleNamespace, clock: SimpleNamespace
) -> None:
    enrolled(service.clerk)
    known = browser()
    password(known)
    known.post("/sign-in/second", {"code": code(clock.now)})
    known.post("/sign-out")
    statuses = []
    for number in range(21):
        thief = browser(f"203.0.113.{number}")
        password(thief)
        statuses.append(thief.post("/sign-in/second", {"code": "000000"}).status_code)
    assert statuses[-1] == 429
    clock.now += 30
    password(known)
    assert known.post("/sign-in/second", {"code": code(clock.now)}).status_code == 302


def test_what_is_counted_names_nobody(service: SimpleNamespace) -> None:
    password(browser(), "amina", "wrong")
    assert all(re.fullmatch(r"[0-9a-f]{64}", one.key) for one in SignInTry.objects.all())


def test_an_address_behind_our_proxies(service: SimpleNamespace, rf: Any, settings: Any) -> None:
    request = rf.get("/", HTTP_X_FORWARDED_FOR="6.6.6.6, 198.51.100.4", REMOTE_ADDR="10.1.1.1")
    assert throttle.address(request) == "10.1.1.1"
    settings.HASILA_PROXIES = 1
    assert throttle.address(request) == "198.51.100.4"
    request.META["HTTP_X_FORWARDED_FOR"] = "2001:db8:1:2:3:4:5:6"
    assert throttle.address(request) == "2001:db8:1:2::/64"


def test_a_session_ends_when_idle_and_after_a_shift(service: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
    enrolled(service.clerk)
    client = browser()
    client.force_login(Account.objects.get())
    began = time.time()
    at = SimpleNamespace(now=began)
    monkeypatch.setattr(sessions.time, "time", lambda: at.now)
    for later in range(0, 8 * 3600, 1700):
        at.now = began + later
        assert inside(client), later
    at.now = began + 8 * 3600 + 1
    answer = client.get("/mine")
    assert answer.status_code == 302 and "ended" in answer.headers["Location"]
    assert "Your session has ended" in client.get(answer.headers["Location"]).text
    client.force_login(Account.objects.get())
    assert inside(client)
    at.now += 31 * 60
    assert not inside(client)
    assert not Session.objects.filter(account=service.clerk).exists()
    Session.objects.create(session_key="left", session_data="", expire_date=timezone.now() - timedelta(days=1))
    client.force_login(Account.objects.get())
    assert not Session.objects.filter(session_key="left").exists()


def test_the_key_of_a_session_changes_at_each_step(service: SimpleNamespace, clock: SimpleNamespace) -> None:
    enrolled(service.clerk)
    client = browser()
    password(client)
    before = client.session.session_key
    client.post("/sign-in/second", {"code": code(clock.now)})
    after = client.session.session_key
    assert before != after
    client.post("/sign-out")
    client.cookies["sessionid"] = after
    assert not inside(client)


def test_ones_sessions_are_listed_and_ended(service: SimpleNamespace) -> None:
    account, other = enrolled(service.clerk), enrolled(service.general, "idris")
    here, there, strange = browser(), browser(), browser()
    for client, who in ((here, account), (there, account), (strange, other)):
        client.force_login(who)
    session = there.session
    session["agent"] = "Mozilla/5.0 (Android 14; Mobile; rv:130.0) Gecko/130.0 Firefox/130.0"
    session.save()
    page = here.get("/account/sessions").text
    assert "Firefox · Android" in page and "This device" in page
    assert here.session.session_key not in page
    handle = Session.objects.get(session_key=digest_of(strange.session.session_key)).handle
    here.post(f"/account/sessions/{handle}/end")
    assert inside(strange), "another's is not ended"
    here.post("/account/sessions/end")
    assert (inside(here), inside(strange)) == (True, True)
    answer = there.get("/mine")
    assert answer.status_code == 302 and answer.headers["Location"].startswith("/sign-in?ended"), "and it is said why"
    assert there.get("/mine").headers["Location"] == "/sign-in?next=/mine"
    sent = there.post("/account/password", {"password": "x"})
    assert sent.headers["Location"].startswith("/sign-in?ended"), "whoever sends a form had been signed in"


def test_a_new_password_ends_all_other_sessions(service: SimpleNamespace) -> None:
    account = enrolled(service.clerk)
    here, there = browser(), browser()
    here.force_login(account)
    there.force_login(account)
    assert here.post("/account/password", {"password": "x"}).headers["Location"].startswith("/account/confirm")
    assert here.post("/account/confirm", {"password": "no"}).status_code == 422
    answer = here.post("/account/confirm", {"password": PASSWORD, "next": "/account/password"})
    assert answer.headers["Location"] == "/account/password"
    assert here.post("/account/password", {"password": "short"}).status_code == 422
    assert here.post("/account/password", {"password": "طويل بما يكفي 2026"}).status_code == 302
    assert (inside(here), inside(there)) == (True, False)


def test_the_last_second_factor_is_not_removed(service: SimpleNamespace) -> None:
    account = enrolled(service.clerk)
    key = Authenticator.objects.get(user=account)
    client = browser()
    client.force_login(account)
    client.post("/account/confirm", {"password": PASSWORD})
    assert client.post(f"/account/key/{key.pk}/remove").status_code == 409
    Authenticator.objects.create(user=account, type="webauthn", data={"name": "ring", "credential": {}})
    assert client.post(f"/account/key/{key.pk}/remove").status_code == 302
    assert not Authenticator.objects.filter(pk=key.pk).exists()
    other = Authenticator.objects.create(
        user=enrolled(service.general, "idris"), type="webauthn", data={"name": "theirs", "credential": {}}
    )
    assert client.post(f"/account/key/{other.pk}/remove").status_code == 404


def test_who_leaves_the_service_is_out_at_once(service: SimpleNamespace) -> None:
    account = enrolled(service.subject.pk)
    client = browser()
    client.force_login(account)
    token, _row = issue(account)
    assert inside(client) and running(token) is not None
    perform(Career.retire, service.subject, actor=service.director)
    assert not inside(client)
    assert not Session.objects.filter(account=account.pk).exists()
    assert running(token) is None
    assert password(browser()).status_code == 422


@pytest.mark.parametrize("state", sorted(Career.states))
def test_only_an_officer_in_service_signs_in(service: SimpleNamespace, state: str) -> None:
    account = enrolled(service.clerk)
    account.officer_state = state  # type: ignore[attr-defined]
    assert may_sign_in(account) is (state == "active")
