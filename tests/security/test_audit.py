"""The audit of dependencies: a weakness fails, an excuse has a reason and an end, no answer is never a pass."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tools.audit import LOCKS, ROOT, Told, Weakness, ask_npm, ask_pip, excused, main, report

TODAY = date(2026, 3, 1)
WEAK = Weakness("django", ("PYSEC-2026-1", "CVE-2026-1"), "6.0; mended in 6.0.1")


def says(value: Any, errors: str = "") -> Any:
    return lambda command: (value if isinstance(value, str) else json.dumps(value), errors)


def exceptions(path: Path, until: str = "2026-03-01", **changes: str) -> Path:
    fields = {"package": '"django"', "advisory": '"CVE-2026-1"', "reason": '"not used"', "until": until, **changes}
    text = "[[exception]]\n" + "".join(f"{key} = {value}\n" for key, value in fields.items() if value)
    (path / "audit.toml").write_text(text)
    return path / "audit.toml"


def test_a_known_weakness_fails() -> None:
    told = ask_pip(
        "x",
        says(
            {
                "dependencies": [
                    {"name": "sqlparse", "version": "1", "vulns": []},
                    {
                        "name": "django",
                        "version": "6.0",
                        "vulns": [{"id": "PYSEC-2026-1", "aliases": ["CVE-2026-1"], "fix_versions": ["6.0.1"]}],
                    },
                ]
            }
        ),
    )
    assert told == Told(2, [], [WEAK])
    assert report("x", told, {}) == ([f"!! {WEAK}"], True)


def test_an_excuse_lets_it_pass_until_its_day(tmp_path: Path) -> None:
    told = Told(2, [], [WEAK])
    lines, failed = report("x", told, excused(exceptions(tmp_path), TODAY))
    assert not failed and lines[0].startswith("   excused:") and "not used" in lines[0]
    assert report("x", told, excused(exceptions(tmp_path, until="2026-02-28"), TODAY))[1]
    assert report("x", told, excused(exceptions(tmp_path, package='"other"'), TODAY))[1]


@pytest.mark.parametrize("absent", ["package", "advisory", "reason", "until"])
def test_an_excuse_says_all(tmp_path: Path, absent: str) -> None:
    with pytest.raises(ValueError, match="an exception needs"):
        excused(exceptions(tmp_path, **{absent: ""}), TODAY)


@pytest.mark.parametrize(
    "told",
    [
        ask_pip("x", says("", "ConnectionError: no route")),
        ask_pip("x", says("No known vulnerabilities found")),
        ask_pip("x", says({"dependencies": []})),
        ask_pip("x", says({"dependencies": [{"name": "django", "skip_reason": "Dependency not found on PyPI"}]})),
        ask_npm(says({"message": "405 Method Not Allowed", "statusCode": 405})),
        ask_npm(says("", "npm: not found")),
    ],
)
def test_without_an_answer_the_audit_is_not_done(told: Told) -> None:
    assert told.looked_up == 0
    lines, failed = report("x", told, {})
    assert not failed
    assert len(lines) == 1 and lines[0].startswith("?? AUDIT NOT DONE for x: ")


def test_one_package_that_was_not_looked_up_is_said() -> None:
    lines, failed = report("x", Told(40, ["Dependency not found on PyPI: a"], [WEAK]), {})
    assert failed and "NOT DONE" in lines[-1]


def test_npm() -> None:
    via = [{"url": "https://github.com/advisories/GHSA-1", "title": "Runs code"}, "other"]
    told = ask_npm(says({"vulnerabilities": {"a": {"via": via}}, "metadata": {"dependencies": {"total": 4}}}))
    assert told == Told(4, [], [Weakness("a", ("GHSA-1",), "Runs code")])


def test_the_check_audits_every_lock(capsys: pytest.CaptureFixture[str]) -> None:
    assert sorted(LOCKS) == sorted(
        path.name for path in (ROOT / "requirements").glob("*.txt") if "--hash=" in path.read_text()
    )
    assert "tools.audit" in (ROOT / "tools" / "check").read_text()
    assert excused(ROOT / "requirements" / "audit.toml", TODAY) == {}
    assert main([("x", lambda: Told(3)), ("y", lambda: Told(0, ["away"]))]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "   x: 3 packages looked up, no known weakness",
        "?? AUDIT NOT DONE for y: away",
    ]
    assert main([("x", lambda: Told(3, [], [WEAK]))]) == 1
