"""The table of law in the page on custody says what the law data says, on both sides of the change."""

from datetime import date, timedelta
from pathlib import Path

from hasila.institution import law
from hasila.modules.casefiles.clocks import CUSTODY, IDENTITY, MINORS

PAGE = Path(__file__).resolve().parents[2] / "docs" / "explanation" / "custody.md"
BEGIN, END = "<!-- law table: begin -->", "<!-- law table: end -->"
CHANGE = date(2025, 12, 8)


def table() -> str:
    """The table as it must stand in the page; print it and paste it where the data has changed."""
    lines = [
        "| what (`casefiles.…`) | until 7 December 2025 | from 8 December 2025 | articles | |",
        "|---|---|---|---|---|",
    ]
    for key in law.values():
        if key.startswith((f"{CUSTODY.key}.", f"{MINORS.key}.", f"{IDENTITY.key}.")):
            last = law.values()[key][-1]
            mark = "" if last.confirmed else "to be confirmed by counsel"
            name = key.removeprefix("casefiles.")
            articles = " and ".join(dict.fromkeys(item.article for item in law.values()[key] if item.article)) or "–"
            cells = [f"`{name}`", _on(key, CHANGE - timedelta(days=1)), _on(key, CHANGE), articles, mark]
            lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def _on(key: str, day: date) -> str:
    try:
        item = law.in_force(key, day)
    except law.LawMissing:
        return "–"
    value = item.value if isinstance(item.value, tuple) else (item.value,)
    shown = ", ".join(str(one) for one in value)
    return shown if item.unit == "codes" else f"{shown} {item.unit}"


def test_the_page_shows_the_law_as_it_is_applied() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert text.partition(BEGIN)[2].partition(END)[0].strip() == table(), table()
