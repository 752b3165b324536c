"""The file of the site's secret key, and of those before it: `secret.key.1` is the oldest.

The key signs sessions and derives others. A former one still opens what was made with it, until its file is destroyed.
"""

from __future__ import annotations

import os
import re
import secrets
from pathlib import Path

BYTES = 64


def current(path: Path) -> str:
    """The key, made once, readable by its owner only."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        kept = path.read_text().strip()
        if kept:
            return kept
        handle = os.open(path, os.O_WRONLY | os.O_TRUNC)
    return _write(handle)


def former(path: Path) -> list[str]:
    """The keys before it, the latest first."""
    return [one.read_text().strip() for _number, one in sorted(_numbered(path), reverse=True)]


def rotate(path: Path) -> Path:
    """Puts a new key in the place of the present one, which is kept beside it; gives where it is kept.

    Raises:
        FileNotFoundError: there is no present one.
    """
    kept = path.with_name(f"{path.name}.{max((number for number, _one in _numbered(path)), default=0) + 1}")
    fresh = path.with_name(f"{path.name}.new")
    fresh.unlink(missing_ok=True)
    _write(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    os.link(path, kept)  # both names first: at no moment is there none
    os.replace(fresh, path)
    return kept


def _write(handle: int) -> str:
    key = secrets.token_urlsafe(BYTES)
    with os.fdopen(handle, "w") as file:
        file.write(key)
        file.flush()
        os.fsync(file.fileno())
    return key


def _numbered(path: Path) -> list[tuple[int, Path]]:
    found = [(re.fullmatch(re.escape(path.name) + r"\.(\d+)", one.name), one) for one in path.parent.glob("*")]
    return [(int(match[1]), one) for match, one in found if match is not None]
