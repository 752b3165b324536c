"""What the house promises about its own sources."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = ROOT / "src" / "hasila"
LONGEST = 500
KERNEL = 4000
ENVIRONMENT = ROOT / "docs" / "reference" / "environment.md"
INTERNAL = {"HASILA_CHILD", "HASILA_FENCED"}


def _sources() -> list[Path]:
    return [path for path in SOURCES.rglob("*.py") if "migrations" not in path.parts]


def _lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def test_no_file_is_too_long() -> None:
    long = {str(path.relative_to(ROOT)): _lines(path) for path in _sources() if _lines(path) > LONGEST}
    assert not long


def test_the_kernel_stays_small() -> None:
    """Its migrations too."""
    assert sum(map(_lines, (SOURCES / "kernel").rglob("*.py"))) <= KERNEL


def test_the_kernel_has_no_word_of_policing() -> None:
    words = re.compile(r"\b(polic\w*|officers?|crim\w*|suspects?|arrests?|sanctions?|discipl\w*)\b", re.IGNORECASE)
    found = {}
    for path in (SOURCES / "kernel").rglob("*.py"):
        code = re.sub(r'"""[\s\S]*?"""|#.*', "", path.read_text(encoding="utf-8"))
        if words.search(code):
            found[path.name] = sorted(set(words.findall(code)))
    assert not found


def test_every_variable_of_the_environment_is_documented() -> None:
    asked: set[str] = set()
    for path in [*(SOURCES / "project").rglob("*.py"), *(SOURCES / "surfaces" / "cli").rglob("*.py")]:
        text = path.read_text(encoding="utf-8")
        asked |= set(re.findall(r"\"(HASILA_[A-Z_]+|DATABASE_URL|PORT)\"", text))
    asked -= INTERNAL | {"HASILA_UNIT_MODEL", "HASILA_AUTHORITY"}
    documented = set(re.findall(r"^\| `([A-Z_]+)`", ENVIRONMENT.read_text(encoding="utf-8"), flags=re.MULTILINE))
    assert asked == documented


def test_no_text_goes_through_gettext_half_made() -> None:
    bad = re.compile(r"\b(?:_|gettext|gettext_lazy|ngettext|pgettext)\(\s*f[\"']")
    assert not [str(path) for path in _sources() if bad.search(path.read_text(encoding="utf-8"))]


@pytest.mark.parametrize("target", ["run", "test", "setup", "check", "bench", "clean"])
def test_make_alone_lists_the_targets(target: str) -> None:
    said = subprocess.run(["make", "-C", str(ROOT)], capture_output=True, text=True, check=True).stdout
    assert f"\n  {target} " in said


def test_each_decision_says_what_it_decides() -> None:
    for path in (ROOT / "docs" / "decisions").glob("*.md"):
        assert re.match(r"\d{4}-[a-z0-9-]+\.md$", path.name), path.name
        assert path.read_text(encoding="utf-8").startswith("# "), path.name
