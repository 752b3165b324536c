"""In a real Chromium: no page asks another host for anything, and none breaks its own policy.

The page that shows the API is held to the same in tests/api/test_docs_page.py.
"""

from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

import pytest

pytestmark = pytest.mark.browser

PUBLIC = ["/", "/sign-in", "/patterns", "/demo", "/log", "/problems/", "/report/methods"]
INSIDE = ["/", "/mine", "/registers/", "/registers/sample/claims/", "/registers/sample/claims/new/file/", "/notices"]
# Planted, and its own handler, if it has one, has had its turn when ours is asked.
PLANT = """new Promise(done => {
  document.body.insertAdjacentHTML("beforeend", '<img src=x onerror="window.hacked=1">');
  document.body.lastElementChild.addEventListener("error", () => done());
})"""


def test_pages_ask_nobody_else_and_break_no_rule(chrome: Any, town: SimpleNamespace, server_url: str) -> None:
    context = chrome.new_context()
    asked: list[str] = []
    broken: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    page = context.new_page()
    page.add_init_script(
        "addEventListener('securitypolicyviolation', e => console.error('VIOLATION ' + e.violatedDirective))"
    )
    page.on("console", lambda m: broken.append(m.text) if "VIOLATION" in m.text or "Content Security" in m.text else 0)
    try:
        for path in PUBLIC:
            page.goto(server_url + path)
        page.goto(server_url + "/sign-in")
        page.fill("[name=username]", "clerk")
        page.fill("[name=password]", "a long password")
        page.click("main form button")
        for path in [*INSIDE, f"/records/sample/claims/{town.claims[0].reference}/"]:
            page.goto(server_url + path)
        with page.expect_console_message(lambda said: "VIOLATION script-src" in said.text):
            page.evaluate(PLANT)
        hacked = page.evaluate("window.hacked")
        noticed = [line for line in broken if "VIOLATION script-src" in line or "inline" in line]
    finally:
        context.close()
    assert len(asked) > 30
    here = urlsplit(server_url).netloc
    assert [url for url in asked if urlsplit(url).scheme not in ("data", "blob") and urlsplit(url).netloc != here] == []
    assert hacked is None
    assert noticed, "the planted handler is refused by the policy, and this test notices"
    assert [line for line in broken if line not in noticed] == []
