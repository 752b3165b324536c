"""No secret stands in a tracked file: by its well-known shape, by its name, by looking random."""

import math
import re
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

SHAPES = {
    "a private key": r"-----BEGIN [A-Z ]*PRIVATE KEY-----|PRIVATE\+KEY\+[^+\s]+\+[0-9a-f]{8}\+[A-Za-z0-9+/=]{20,}",
    "a cloud key": r"\bAKIA[0-9A-Z]{16}\b|\bAIza[0-9A-Za-z_-]{35}\b",
    "a token of a forge": r"\bgh[pousr]_[0-9A-Za-z]{36}\b|\bglpat-[0-9A-Za-z_-]{20}\b|\bxox[abprs]-[0-9A-Za-z-]{10,}",
    "a JSON web token": r"\beyJ[0-9A-Za-z_-]{10,}\.eyJ[0-9A-Za-z_-]{10,}\.[0-9A-Za-z_-]{10,}",
    "a password in an address": r"\b[a-z][a-z0-9+]*://[^\s/:@'\"{}<>…]+:[^\s/@'\"{}<>…]+@",
}
NAMED = re.compile(
    r"""(?i)\b[\w.]*(?:password|passwd|secret|token|api_?key|private_?key)["']?\s*[:=]\s*["']([^"'\s]{8,})["']"""
)
RANDOM = re.compile(r"[A-Za-z0-9+/_=-]{32,}")
PUBLIC = re.compile(r"(?<!PRIVATE\+KEY\+)\b(?!PRIVATE\+KEY)[\w./-]+\+[0-9a-f]{8}\+[A-Za-z0-9+/=]+")
"""A verifier's key of c2sp.org/signed-note: name, its hash, the public key."""
ALPHABET = re.compile("(?i)0123456789|abcdefgh")
BITS = 4.5
"""Bits a character from which a long word looks like base64 of random bytes: of 43 such characters all but one in a
thousand have more, and identifiers of the sources have less."""

NOT_SECRET = {
    "src/hasila/institution/demo.py": ["demo-hasila-2024"],  # the demonstration shows it on a page
    "src/hasila/project/connections.py": ["PASSWORD"],  # the name of a field
    "tests/project/test_cli.py": ["clerk:secretword@"],  # a made-up one, which must not be printed
    "docs/how-to/use-the-api.md": ["DISC-24-7K3MQ9XZ2A"],  # a reference
    "docs/reference/report-json.md": ["CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I="],  # the root of a tree
    "tests/tlog/test_notes.py": [  # vectors of c2sp.org/signed-note
        "PeterNeumann+c74f20a3",
        "AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "BekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=",
        "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=",
        "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=",
    ],
    "tests/assurance/test_bundles.py": [  # vectors of RFC 9421 and RFC 7517
        "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEqIVYZVLCrPZHGHjP17CTW0/+D9Lf",
        "w0EkjqF7xB4FivAxzic30tMM4GF+hR6Dxh71Z50VGGdldkkDXZCnTNnoXQ==",
        "mEWXIS7MaLRuGgxOBdODa3xqM1XdEvxoYhvlCFJ41QJgJc4GTsPp29l5oGX69wWdXymyU0rjJuahq4l5aGgfLQ==",
        "wNmSUAhwb5LxtOtOpNa6W5xj067m5hFrj0XQ4fvpaCLx0NKocgPquLgyahnzDnDAUy5eCdlYUEkLIj+32oiasw==",
        "MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4",
        "4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM",
        "cn-I_WNMClehiVp51i_0VpOENW1upEerA8sEam5hn-s",
    ],
}
"""What looks like a secret and is none, by file."""
LOCKS = re.compile(r"^(requirements/.*\.txt|package-lock\.json|.*\.(po|svg|csv|woff2?|pdf|png))$")
"""Hashes of packages, drawings, tables of data: shapes and names are looked for there too, randomness is not."""
MADE_UP = re.compile(r"^(src/.*/tests|tests|benchmarks|docs)/")
"""Where passwords and keys are made up for a test or an example: shapes are looked for there too, names are not."""


def entropy(word: str) -> float:
    """Shannon's, in bits a character."""
    counts = Counter(word).values()
    return -sum(n / len(word) * math.log2(n / len(word)) for n in counts)


def suspects(name: str, text: str) -> Iterator[str]:
    """What in a file looks like a secret, with its line."""

    def real(found: str) -> bool:
        return not any(known in found for known in NOT_SECRET.get(name, ()))

    shapes = {kind: shape for kind, shape in SHAPES.items() if re.search(shape, text)}
    named = not MADE_UP.match(name) and NAMED.search(text)
    looked_at = not LOCKS.match(name)
    for number, line in enumerate(text.splitlines(), 1):
        for kind, shape in shapes.items():
            yield from (f"{name}:{number}: {kind}: {found[:60]}" for found in re.findall(shape, line) if real(found))
        if named:
            yield from (f"{name}:{number}: named: {found}" for found in NAMED.findall(line) if real(found))
        if looked_at and RANDOM.search(line):
            yield from (
                f"{name}:{number}: random: {word}"
                for word in RANDOM.findall(PUBLIC.sub("", line))
                if entropy(word) > BITS and re.search(r"\d", word) and not ALPHABET.search(word) and real(word)
            )


def tracked() -> list[Path]:
    """Every file of the repository but this one, which holds what it looks for."""
    names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False).stdout.split(b"\0")
    found = [ROOT / name.decode() for name in names if name]
    if not found:
        pytest.skip("no git here: an unpacked archive has no list of tracked files")
    return [path for path in found if path.is_file() and path != Path(__file__)]


def test_no_tracked_file_holds_a_secret() -> None:
    found = []
    for path in tracked():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        found += suspects(str(path.relative_to(ROOT)), text)
    assert found == []


def test_no_file_that_holds_keys_is_tracked() -> None:
    assert not [
        path for path in tracked() if path.suffix in {".key", ".keys", ".pem", ".p12", ".env"} or path.name == ".env"
    ]


@pytest.mark.parametrize(
    "line",
    [
        "-----BEGIN " + "PRIVATE KEY-----",
        "PRIVATE+KEY+" + "example.org/log+0a1b2c3d+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz",
        "postgresql://hasila:" + "s3cret@db/hasila",
        'API_KEY = "' + "kd83jd02mslw" + '"',
        "aws AKIA" + "ABCDEFGHIJKLMNOP",
        'x = "' + "q8ZrT1vYw2Kp9LsXnB4mHc7GdJ0fUeAa" + "Vb3RtQyWiOl" + '"',
    ],
)
def test_a_planted_secret_is_found(line: str) -> None:
    assert list(suspects("src/hasila/x.py", line))


def test_the_sources_usual_words_are_not() -> None:
    usual = (
        'def test_a_waiting_line_is_not_lengthened_by_asking_again_and_again() -> None: token = "csrfmiddlewaretoken"'
    )
    assert not [one for one in suspects("src/hasila/x.py", usual) if "random" in one]
