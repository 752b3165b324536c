"""The site's secret key is made anew, and what was made under the former one still opens until that is destroyed."""

import os
import re
import stat
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import identify_hasher
from django.core import signing
from django.test import Client

from hasila.institution.accounts import Account
from hasila.institution.second_factor import Adapter, reencrypt
from hasila.modules.casefiles.exchange import vault
from hasila.modules.districts import follow_up
from hasila.plain import secret_key
from hasila.surfaces.cli.keys import group
from tests.signing.conftest import SECRET, enrolled

DOCS = Path(__file__).parents[2] / "docs" / "explanation"


def test_the_files_of_the_secret_key(tmp_path: Path) -> None:
    path = tmp_path / "secret.key"
    first = secret_key.current(path)
    assert secret_key.current(path) == first and len(first) >= 86 and secret_key.former(path) == []
    kept = secret_key.rotate(path)
    second = secret_key.current(path)
    assert kept.name == "secret.key.1" and second != first
    secret_key.rotate(path)
    assert secret_key.former(path) == [second, first]
    assert {stat.S_IMODE(one.stat().st_mode) for one in tmp_path.iterdir()} == {0o600}
    kept.unlink()
    assert secret_key.former(path) == [second], "what is destroyed opens nothing"
    os.truncate(path, 0)
    assert secret_key.current(path), "one that a crash left empty is made anew"


def test_what_was_made_under_a_former_key_still_opens(db: None, settings: Any) -> None:
    """A session, a signed cookie, the secret of a second factor, a bundle that waits, the code of a receipt."""
    account = enrolled(UUID(int=7))
    record: Any = SimpleNamespace(pk=UUID(int=8))
    client = Client(HTTP_HOST="localhost")
    client.force_login(account)
    cookie, sealed, code = signing.dumps("x"), vault.seal("a", b"data"), follow_up.code_of(record)
    held = Authenticator.objects.get(user=account)
    before = held.data["secret"]

    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "n" * 64, [settings.SECRET_KEY]
    assert client.get("/mine").status_code == 200
    assert signing.loads(cookie) == "x" and vault.unseal("a", sealed) == b"data"
    assert follow_up.code_of(record) != code and follow_up.is_code_of(record, code)
    assert Adapter().decrypt(before) == SECRET
    assert reencrypt() == 1
    held.refresh_from_db()
    assert held.data["secret"] != before and held.data["step"] == 0, "nothing else of it is touched"

    settings.SECRET_KEY_FALLBACKS = []
    assert Adapter().decrypt(held.data["secret"]) == SECRET
    with pytest.raises(ValueError, match="another secret key"):
        Adapter().decrypt(before)
    for about, box in (("a", sealed), ("a", b""), ("b", vault.seal("a", b"data"))):
        with pytest.raises(vault.Shut):
            vault.unseal(about, box)
    assert not follow_up.is_code_of(record, code)


def test_a_password_moves_to_the_newer_function_when_it_is_shown(db: None, settings: Any) -> None:
    account = Account.objects.create_user("amina", "a long password", id=UUID(int=9))
    assert identify_hasher(account.password).algorithm == "md5", "the quick one of the tests"
    settings.PASSWORD_HASHERS = [settings.PASSWORD_HASHERS[1], settings.PASSWORD_HASHERS[0]]
    assert account.check_password("a long password")
    account.refresh_from_db()
    assert identify_hasher(account.password).algorithm == "pbkdf2_sha256"
    assert account.check_password("a long password")


def test_every_key_of_the_inventory_has_its_policy() -> None:
    """Each file of keys that the inventory names, and each command that renews one, stands in the policy."""
    inventory = (DOCS / "asvs.md").read_text(encoding="utf-8").partition("## Cryptography")[2].partition("\n## ")[0]
    policy = (DOCS / "keys.md").read_text(encoding="utf-8")
    files = set(re.findall(r"`(var/[\w.]+|HASILA_\w+)`", inventory))
    assert {"var/log.key", "var/fields.keys", "var/secret.key", "HASILA_SIGNER", "HASILA_TLS_KEY"} <= files
    assert [one for one in files if f"`{one}`" not in policy] == []
    made, life = (re.findall(r"^\| (?!key |---)([^|]+) \|", part, re.M) for part in policy.split("## From making")[:2])
    assert len(made) == 9 and life[:9] == made, "each with its life, in the same order"
    ring = {one.name for one in group().registered_commands}
    assert set(re.findall(r"hasila keys (\w+)", policy)) <= ring
