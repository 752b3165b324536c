"""Bundles and signed messages: what was changed is noticed, and what a standard publishes is met."""

import base64
import io
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key

from hasila.assurance import bundles, messages, p256
from hasila.assurance.bundles import BadBundle, Piece, build, open_bundle
from hasila.assurance.messages import Message, Nonces, Unsigned

KEY, OTHER = generate_private_key(SECP256R1()), generate_private_key(SECP256R1())
KEYS = {p256.key_id(KEY): KEY.public_key()}
AT = datetime(2027, 3, 2, 10, 30, 4, tzinfo=UTC)
PIECES = [
    Piece("file.pdf", "file", "الملف", "application/pdf", b"%PDF-1.7 one"),
    Piece("records/0001.pdf", "record", "محضر", "application/pdf", b"%PDF-1.7 two"),
]
NOW = 1_800_000_000


def test_a_bundle_holds_and_is_made_alike_twice() -> None:
    data, digest = build({"key": "a.1"}, PIECES, KEY, AT)
    assert build({"key": "a.1"}, PIECES, KEY, AT) == (data, digest)
    opened = open_bundle(data, KEYS)
    assert (opened.digest, opened.key_id, opened.manifest["key"]) == (digest, p256.key_id(KEY), "a.1")
    assert opened.pieces == {piece.name: piece.content for piece in PIECES}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None


def changed(data: bytes, name: str, content: bytes | None, also: str = "") -> bytes:
    """The archive with one file replaced, left out, or put in."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.infolist():
            kept = old.read(entry) if entry.filename != name else content
            if kept is not None:
                new.writestr(entry.filename, kept)
        if also:
            new.writestr(also, b"more")
    return out.getvalue()


def test_what_was_changed_is_noticed() -> None:
    data, _digest = build({}, PIECES, KEY, AT)
    manifest = zipfile.ZipFile(io.BytesIO(data)).read(bundles.MANIFEST)

    def refused(what: bytes, keys: dict = KEYS) -> tuple[str, str]:
        with pytest.raises(BadBundle) as caught:
            open_bundle(what, keys)
        return caught.value.code, caught.value.piece

    assert refused(changed(data, "file.pdf", b"%PDF-1.7 0ne")) == ("altered", "file.pdf")
    assert refused(changed(data, "file.pdf", b"%PDF-1.7 one ")) == ("altered", "file.pdf")
    assert refused(changed(data, "records/0001.pdf", None)) == ("missing", "records/0001.pdf")
    assert refused(changed(data, "", None, also="extra.pdf")) == ("surplus", "extra.pdf")
    assert refused(changed(data, bundles.MANIFEST, manifest.replace(b"file.pdf", b"fime.pdf"))) == ("signature", "")
    assert refused(changed(data, bundles.SIGNATURE, None)) == ("unsigned", "")
    assert refused(changed(data, bundles.SIGNATURE, b"a.b.c")) == ("unsigned", "")
    assert refused(data, {p256.key_id(OTHER): OTHER.public_key()}) == ("other_key", "")
    assert refused(data, {p256.key_id(KEY): OTHER.public_key()}) == ("signature", "")
    assert refused(b"not a zip") == ("unreadable", "")
    assert refused(data[:-40]) == ("unreadable", "")
    assert refused(changed(data, "", None, also="../out.pdf")) == ("unreadable", "")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb", b"0" * 100_000)
    assert refused(packed.getvalue()) == ("unreadable", "")
    foreign, _digest = build({}, [], KEY, AT)
    assert refused(changed(foreign, bundles.MANIFEST, b"{}")) == ("signature", "")


def test_no_two_pieces_share_a_name_and_none_leads_out() -> None:
    for names in (["a", "a"], ["../a"], ["/a"], [bundles.MANIFEST], ["a b"]):
        with pytest.raises(ValueError, match="names"):
            build({}, [Piece(name, "x", "", "", b"") for name in names], KEY, AT)


def test_keys_go_to_files_and_texts_and_back(tmp_path: Path) -> None:
    made = p256.make(tmp_path / "keys" / "one.pem")
    again = p256.make(tmp_path / "keys" / "one.pem")
    assert p256.key_id(made) == p256.key_id(again) == p256.key_id(p256.load(tmp_path / "keys" / "one.pem"))
    assert (tmp_path / "keys" / "one.pem").stat().st_mode & 0o077 == 0
    text = p256.public_text(made)
    assert p256.key_id(p256.parse_public(text)) == p256.key_id(made)
    assert p256.key_id(p256.parse_public(f"-----BEGIN PUBLIC KEY-----\n{text}\n-----END PUBLIC KEY-----\n"))
    for wrong in ("", "AAAA", "no base 64"):
        with pytest.raises(ValueError, match=r".+"):
            p256.parse_public(wrong)
    assert not p256.signed_by(KEY.public_key(), b"short", b"data")


RFC_KEY = """-----BEGIN PUBLIC KEY-----
MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEqIVYZVLCrPZHGHjP17CTW0/+D9Lf
w0EkjqF7xB4FivAxzic30tMM4GF+hR6Dxh71Z50VGGdldkkDXZCnTNnoXQ==
-----END PUBLIC KEY-----"""
RFC_LINES = [
    ('"@status"', "200"),
    ('"content-type"', "application/json"),
    (
        '"content-digest"',
        "sha-512=:mEWXIS7MaLRuGgxOBdODa3xqM1XdEvxoYhvlCFJ41QJgJc4GTsPp29l5oGX69wWdXymyU0rjJuahq4l5aGgfLQ==:",
    ),
    ('"content-length"', "23"),
]
RFC_PARAMS = '("@status" "content-type" "content-digest" "content-length");created=1618884473;keyid="test-key-ecc-p256"'
RFC_SIGNATURE = "wNmSUAhwb5LxtOtOpNa6W5xj067m5hFrj0XQ4fvpaCLx0NKocgPquLgyahnzDnDAUy5eCdlYUEkLIj+32oiasw=="


def test_the_published_signature_is_met() -> None:
    """RFC 9421, appendix B.2.4: our signature base and our check against the standard's own example."""
    base = messages._base(RFC_LINES, RFC_PARAMS)
    assert p256.signed_by(p256.parse_public(RFC_KEY), base64.b64decode(RFC_SIGNATURE), base)
    assert not p256.signed_by(p256.parse_public(RFC_KEY), base64.b64decode(RFC_SIGNATURE), base + b" ")


def test_the_published_thumbprint_is_met() -> None:
    """RFC 7638 names its own example for RSA; for P-256, that of RFC 7517, appendix A.1, as published widely."""
    x, y = "MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4", "4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM"
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicNumbers

    numbers = [int.from_bytes(p256.unb64url(part), "big") for part in (x, y)]
    key = EllipticCurvePublicNumbers(*numbers, SECP256R1()).public_key()
    assert p256.key_id(key) == "cn-I_WNMClehiVp51i_0VpOENW1upEerA8sEam5hn-s"


def request(**changes: object) -> Message:
    given = {"method": "POST", "url": "http://p.example:8/v1/referrals?x=1", "body": b"zip"} | changes
    return Message(headers={"idempotency-key": "a.1"}, **given)  # type: ignore[arg-type]


def test_a_request_is_taken_once_and_only_as_it_was_signed() -> None:
    message = request()
    headers = {**message.headers, **messages.sign_request(message, KEY, NOW)}

    def check(now: int = NOW, nonces: Nonces | None = None, keys: dict = KEYS, **changes: object) -> str:
        given = {"method": message.method, "url": message.url, "headers": headers, "body": b"zip"} | changes
        try:
            return messages.check_request(Message(**given), keys, now, nonces or Nonces())  # type: ignore[arg-type]
        except Unsigned as unsigned:
            return unsigned.code

    assert check() == p256.key_id(KEY)
    nonces = Nonces()
    assert [check(nonces=nonces), check(nonces=nonces)] == [p256.key_id(KEY), "replay"]
    assert check(NOW + 301) == check(NOW - 301) == "time"
    assert check(body=b"zap") == "digest"
    for changes in (
        {"method": "PUT"},
        {"url": "http://p.example:8/v1/other?x=1"},
        {"url": "http://p.example:8/v1/referrals?x=2"},
        {"url": "http://q.example:8/v1/referrals?x=1"},
        {"headers": {**headers, "idempotency-key": "b.1"}},
    ):
        assert check(**changes) == "signature", changes
    assert check(headers={k: v for k, v in headers.items() if k != "idempotency-key"}) == "form"
    assert check(headers={}) == "missing"
    assert check(headers={**headers, "signature": "ex=:!:"}) == "form"
    later = headers["signature-input"].replace(f"created={NOW}", f"created={NOW + 1}")
    assert check(headers={**headers, "signature-input": later}) == "signature"
    assert check(keys={}) == "key"


def test_an_answer_fits_its_own_request_alone() -> None:
    asked, another = messages.sign_request(request(), KEY, NOW), messages.sign_request(request(), KEY, NOW)
    made = messages.sign_answer(200, b"{}", asked, OTHER, NOW)
    keys = {p256.key_id(OTHER): OTHER.public_key()}

    def check(status: int = 200, body: bytes = b"{}", to: dict = asked, now: int = NOW, by: dict = keys) -> str:
        try:
            messages.check_answer(status, made, body, to, by, now)
        except Unsigned as unsigned:
            return unsigned.code
        return ""

    assert check() == ""
    assert check(status=201) == "signature"
    assert check(body=b"[]") == "digest"
    assert check(to=another) == "signature"
    assert check(now=NOW + 999) == "time"
    assert check(by=KEYS) == "key"
