"""The table of docs/explanation/events.md is made from `hasila.plain.events`: `python -m tools.events`."""

from __future__ import annotations

import logging
from pathlib import Path

from hasila.plain.events import EVENTS

PAGE = Path(__file__).resolve().parents[1] / "docs" / "explanation" / "events.md"
MARK, END = "| event | what happened | says | level |\n|---|---|---|---|\n", "\n## What is not here\n"
ORDER = (
    "account name address session route means factor codes reason tries count seconds entry record key digest".split()  # noqa: SIM905
)


def page() -> str:
    """The page as it should stand."""
    before, _mark, after = PAGE.read_text(encoding="utf-8").partition(MARK)
    rows = ""
    for name, kind in EVENTS.items():
        says = ", ".join(f"`{field}`" for field in sorted(kind.fields, key=ORDER.index))
        level = logging.getLevelName(kind.level).lower() + (", thinned" if kind.thinned else "")
        rows += f"| `{name}` | {kind.told} | {says} | {level} |\n"
    return before + MARK + rows + END + after.partition(END)[2]


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
