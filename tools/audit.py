"""Asks the advisory services whether a locked dependency has a known weakness: `python -m tools.audit`.

Exit code 1 where one has, unless requirements/audit.toml excuses it with a reason and a date. Where a service can't be
reached, or doesn't know a package, it says that the audit was NOT done; that is no failure, and no success either.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
LOCKS = ("runtime.txt", "dev.txt", "bench.txt", "npm.txt")
PATIENCE = 120
"""Seconds that each service is given."""

Run = Callable[[list[str]], tuple[str, str]]


@dataclass(frozen=True)
class Weakness:
    """One advisory on one package."""

    package: str
    identifiers: tuple[str, ...]
    about: str

    def __str__(self) -> str:
        return f"{self.package}: {', '.join(self.identifiers)}: {self.about}"


@dataclass
class Told:
    """What a service said: how many packages it looked up, which it didn't and why, what it knows against them."""

    looked_up: int = 0
    not_done: list[str] = field(default_factory=list)
    weaknesses: list[Weakness] = field(default_factory=list)


def run(command: list[str]) -> tuple[str, str]:
    """What a program writes to its two streams, whatever its exit code; an absent or slow one says so on the second."""
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        return "", str(error)
    return done.stdout, done.stderr


def _parsed(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _last(text: str) -> str:
    lines = [line for line in text.splitlines() if line.strip()]
    return lines[-1].strip()[:200] if lines else "no answer"


def ask_pip(lock: str, run: Run = run) -> Told:
    """What pip-audit says of a lock file of requirements/."""
    command = [sys.executable, "-m", "pip_audit", "--disable-pip", "--require-hashes", "--progress-spinner", "off"]
    out, errors = run([*command, "--format", "json", "--requirement", f"requirements/{lock}"])
    listed = _parsed(out).get("dependencies")
    if not listed:
        return Told(not_done=[_last(errors)])
    told = Told()
    for item in listed:
        if "skip_reason" in item:
            told.not_done.append(item["skip_reason"])
            continue
        told.looked_up += 1
        for one in item["vulns"]:
            fixed = ", ".join(one.get("fix_versions") or ["no version"])
            named = (one["id"], *one.get("aliases", []))
            told.weaknesses.append(Weakness(item["name"], named, f"{item['version']}; mended in {fixed}"))
    return told


def ask_npm(run: Run = run) -> Told:
    """What npm audit says of package-lock.json."""
    out, errors = run(["npm", "audit", "--package-lock-only", "--json"])
    found = _parsed(out)
    if "vulnerabilities" not in found:
        return Told(not_done=[str(found.get("message") or _last(errors))[:200]])
    told = Told(looked_up=found.get("metadata", {}).get("dependencies", {}).get("total", 0))
    for name, item in found["vulnerabilities"].items():
        for one in item["via"]:
            if isinstance(one, dict):
                identifier = str(one.get("url", "")).rpartition("/")[2] or str(one.get("source"))
                told.weaknesses.append(Weakness(name, (identifier,), str(one.get("title", ""))))
    return told


def excused(path: Path, today: date) -> dict[str, str]:
    """Package and identifier of each exception that is still in force.

    Raises:
        ValueError: one lacks its package, advisory, reason or date.
    """
    kept = {}
    for one in tomllib.loads(path.read_text(encoding="utf-8")).get("exception", []):
        package, advisory, reason, until = (one.get(key) for key in ("package", "advisory", "reason", "until"))
        if not (package and advisory and reason and isinstance(until, date)):
            raise ValueError(f"{path.name}: an exception needs package, advisory, reason and until (a date): {one}")
        if until >= today:
            kept[f"{package} {advisory}"] = reason
    return kept


def report(title: str, told: Told, exceptions: dict[str, str]) -> tuple[list[str], bool]:
    """The lines to print on one service's answer, and whether it fails the check."""
    lines, failed = [], False
    for one in told.weaknesses:
        reason = next(
            (exceptions[key] for name in one.identifiers if (key := f"{one.package} {name}") in exceptions), ""
        )
        failed = failed or not reason
        lines.append(f"   excused: {one} ({reason})" if reason else f"!! {one}")
    if told.not_done:
        many = len(told.not_done)
        reason = told.not_done[0] if many == 1 else f"{many} packages weren't looked up; the first: {told.not_done[0]}"
        lines.append(f"?? AUDIT NOT DONE for {title}: {reason}")
    elif not told.weaknesses:
        lines.append(f"   {title}: {told.looked_up} packages looked up, no known weakness")
    return lines, failed


def main(answers: Iterable[tuple[str, Callable[[], Told]]] | None = None) -> int:
    """Asks both services about every lock file."""
    try:
        exceptions = excused(ROOT / "requirements" / "audit.toml", datetime.now(UTC).date())
    except ValueError as error:
        print(f"!! {error}")
        return 1
    asked = answers or [*((lock, lambda lock=lock: ask_pip(lock)) for lock in LOCKS), ("package-lock.json", ask_npm)]
    failed = False
    for title, ask in asked:
        lines, bad = report(title, ask(), exceptions)
        print("\n".join(lines), flush=True)
        failed = failed or bad
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
