"""The page docs/explanation/asvs.md is made from asvs.csv beside it: `python -m tools.asvs`."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "explanation"
DATA, PAGE = FOLDER / "asvs.csv", FOLDER / "asvs.md"
MARK = "## The table\n"
"""What stands before it is written by hand; what follows is made."""
WORDS = {"met": "met", "n/a": "not applicable", "open": "**open**"}
CHAPTERS = {
    "1": "Encoding and sanitization",
    "2": "Validation and business logic",
    "3": "Web frontend",
    "4": "API and web service",
    "5": "Files",
    "6": "Authentication",
    "7": "Sessions",
    "8": "Authorization",
    "9": "Self-contained tokens",
    "10": "OAuth and OIDC",
    "11": "Cryptography",
    "12": "Secure communication",
    "13": "Configuration",
    "14": "Data protection",
    "15": "Secure coding and architecture",
    "16": "Logging and errors",
    "17": "WebRTC",
}


def rows() -> list[dict[str, str]]:
    """The table's lines, in the order of the standard."""
    with DATA.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def page() -> str:
    """The page as it should stand."""
    lines = rows()
    counts = Counter((row["level"], row["verdict"]) for row in lines)
    text = PAGE.read_text(encoding="utf-8").partition(MARK)[0] + MARK + "\n"
    text += "| | " + " | ".join(WORDS.values()) + " |\n|---|---|---|---|\n"
    for level in ("1", "2"):
        text += f"| level {level} | " + " | ".join(str(counts[level, verdict]) for verdict in WORDS) + " |\n"
    for number, title in CHAPTERS.items():
        text += f"\n### V{number} {title}\n\n| | level | asks for | | by |\n|---|---|---|---|---|\n"
        text += "".join(_line(row) for row in lines if row["requirement"].split(".")[0] == number)
    return text


def _line(row: dict[str, str]) -> str:
    by = [f"`{one.strip()}`" for one in row["evidence"].split(";") if one.strip()]
    said = "; ".join([*by, row["note"]] if row["note"] else by)
    return f"| {row['requirement']} | {row['level']} | {row['about']} | {WORDS[row['verdict']]} | {said} |\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
