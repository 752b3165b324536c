"""What a browser without a screen needs of a page: the hidden fields of its form, and whether an answer is good."""

from __future__ import annotations

import re

HIDDEN = re.compile(r'<input[^>]*type="hidden"[^>]*>')


def hidden(page: str) -> dict[str, str]:
    """The hidden fields of a form: idempotency key, version seen."""
    found = {}
    for tag in HIDDEN.findall(page):
        name, value = (re.search(rf'{part}="([^"]*)"', tag) for part in ("name", "value"))
        if name and name[1] != "csrfmiddlewaretoken":
            found[name[1]] = value[1] if value else ""
    return found


def expect(answer: tuple[int, str], status: int) -> None:
    """Refuses an answer of another status: a quick error page is no speed."""
    if answer[0] != status:
        said = " ".join(re.findall(r"error-summary.*?</div>", answer[1], re.S))
        raise RuntimeError(f"{answer[0]} instead of {status}: {said[:900]}")
