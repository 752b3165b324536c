"""Makes `institution/data/leaked_passwords.txt` of public word lists: `python -m tools.leaked_passwords FILE…`.

Each file holds one password a line (UTF-8; `.gz` too). What is long enough for a password here is kept, in small
letters, as its SHA-1: the format of Have I Been Pwned, without its counts, sorted. So no obscenity and nobody's own
word stands in the repository. Where the lists came from stands in docs/explanation/signing-in.md.
"""

from __future__ import annotations

import gzip
import sys
from hashlib import sha1
from pathlib import Path

SHORTEST = 12
TARGET = Path(__file__).resolve().parents[1] / "src" / "hasila" / "institution" / "data" / "leaked_passwords.txt"


def words(path: Path) -> set[str]:
    """The passwords of a list that are long enough."""
    data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    found = {line.strip().lower() for line in data.decode(errors="ignore").splitlines()}
    return {word for word in found if len(word) >= SHORTEST}


def main(paths: list[str]) -> None:
    """Writes the file and says how many each list gave."""
    every: set[str] = set()
    for path in paths:
        one = words(Path(path))
        print(f"{path}: {len(one)}, {len(one - every)} of them new")
        every |= one
    hashes = sorted(sha1(word.encode(), usedforsecurity=False).hexdigest().upper() for word in every)
    TARGET.write_text("".join(f"{one}\n" for one in hashes), encoding="ascii")
    print(f"{TARGET}: {len(hashes)}")


if __name__ == "__main__":
    main(sys.argv[1:])
