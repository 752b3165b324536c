"""Finding a Chromium and asking axe; where either is missing the test says so and is skipped."""

import functools
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
PATIENCE = 60_000
"""Milliseconds. A machine that does other things too can take ten seconds over a page that is drawn by its script."""
SHOTS = os.environ.get("HASILA_SHOTS", "")
"""Where set, a folder into which each visited page is photographed."""


def chromium() -> str:
    """The path of the system's Chromium, or a skip with the reason. The one without a window takes half the time."""
    names = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
    found = next(filter(None, map(shutil.which, names)), None)
    if found is None:
        pytest.skip("no Chromium on this machine: install chromium to run the browser tests")
    return found


def wait_for_whole_pages(patch: pytest.MonkeyPatch) -> None:
    """What may lead to another page returns when that page is loaded, and what is waited for may take its time.

    Playwright's click returns when the answer's headers have come: the new document may not have a single element yet,
    and a test that reads it at once finds nothing. On a loaded machine that happens.
    """
    from playwright.sync_api import Browser, Locator, Page

    def whole(act: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(act)
        def and_wait(target: Any, *args: Any, **how: Any) -> Any:
            found = act(target, *args, **how)
            (target.page if isinstance(target, Locator) else target).wait_for_load_state()
            return found

        return and_wait

    def patient(opened: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(opened)
        def and_wait(browser: Browser, *args: Any, **how: Any) -> Any:
            made = opened(browser, *args, **how)
            made.set_default_timeout(PATIENCE)
            return made

        return and_wait

    for name in ("new_context", "new_page"):
        patch.setattr(Browser, name, patient(getattr(Browser, name)))
    for owner, name in ((Page, "click"), (Page, "dblclick"), (Page, "wait_for_selector"), (Locator, "click")):
        patch.setattr(owner, name, whole(getattr(owner, name)))


def violations(page: Any) -> list[str]:
    """What axe finds on the page as it stands: rule, element, help."""
    if not AXE.exists():
        pytest.skip("axe-core is not installed: run make setup with npm")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(
        "axe.run(document, {runOnly: ['wcag2a','wcag2aa','wcag21a','wcag21aa','wcag22aa','best-practice'],"
        " resultTypes: ['violations']}).then(found => found.violations.flatMap(rule =>"
        " rule.nodes.map(node => [rule.id, node.target, node.failureSummary || ''])))"
    )  # what is right, and about each rule, would be a large answer
    return [f"{rule}: {target} {summary}" for rule, target, summary in found]


def overflow(page: Any) -> int:
    """By how many pixels the page is wider than its window; fonts and sheets may still be on their way.

    It asks for no promise, which a page without scripts never keeps.
    """
    wide = 0
    for _look in range(6):
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if wide <= 0:
            break
        page.wait_for_timeout(200)
    return wide


def photograph(page: Any, name: str) -> None:
    """Keeps a picture of the page where SHOTS asks for it."""
    if SHOTS:
        Path(SHOTS).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)
