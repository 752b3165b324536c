"""`hasila keys`: rotation from the command line."""

import base64
import json
from collections.abc import Callable
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.db import connections

from hasila.assurance.keyring import Keyring
from hasila.assurance.sealed import seal, unseal
from tests.assurance.test_sealed import ABOUT, ring

Run = Callable[..., SimpleNamespace]
__all__ = ["ring"]


@pytest.fixture
def emptied(ledger_db: None) -> None:
    """No value is sealed yet."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("DELETE FROM sealed_key")


def test_a_key_is_rotated_out(hasila: Run, ring: Keyring, emptied: None) -> None:  # noqa: F811
    old = ring.newest().id
    record = uuid4()
    sealed = seal("نص", ABOUT, record)
    refused = hasila("keys", "retire", old)
    assert (refused.code, "keys.in_use" in refused.err) == (1, True)
    assert hasila("keys", "rotate").code == 0
    new = ring.newest().id
    listed = json.loads(hasila("keys", "list", "--format", "json").out)
    assert [(row["key"], row["newest"]) for row in listed] == [(old, False), (new, True)]
    assert listed[0]["wraps"] == 16
    assert "16" in hasila("keys", "reencrypt").out
    assert "keys.newest" in hasila("keys", "retire", new).err or "keys.in_use" in hasila("keys", "retire", new).err
    assert hasila("keys", "retire", old).code == 0
    assert list(ring.read()) == [new]
    assert unseal(sealed, ABOUT, record) == "نص"


def test_no_key_is_printed(hasila: Run, ring: Keyring, emptied: None) -> None:  # noqa: F811
    said = "".join(hasila("keys", *words).out for words in (["list"], ["rotate"], ["reencrypt"], ["list"]))
    for key in ring.read().values():
        assert base64.b64encode(key.secret).decode() not in said
        assert key.secret.hex() not in said


def test_a_missing_file_is_refused(hasila: Run, ring: Keyring, emptied: None) -> None:  # noqa: F811
    ring.path.unlink()
    refused = hasila("keys", "list")
    assert refused.code == 1
    assert "sealed.keys_missing" in refused.err


def test_an_unknown_key_is_refused(hasila: Run, ring: Keyring, emptied: None) -> None:  # noqa: F811
    refused = hasila("keys", "retire", "nothing")
    assert refused.code == 1
    assert "sealed.key_unknown" in refused.err
