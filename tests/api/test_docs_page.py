"""The page that shows the API, in a real browser: everything comes from this server, and its rules are kept."""

from typing import Any

import pytest

from tests.screens.browser import photograph

pytestmark = pytest.mark.browser


def test_the_page_loads_under_our_rules(server_url: str, chrome: Any) -> None:
    said: list[str] = []
    asked: list[str] = []
    page = chrome.new_page()
    page.on("console", lambda message: said.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.add_init_script(
        "addEventListener('securitypolicyviolation', e => console.error('VIOLATION ' + e.violatedDirective))"
    )
    page.goto(f"{server_url}/api/v1/docs")
    page.wait_for_selector(".opblock-tag")
    closed, groups = page.locator(".opblock").count(), page.locator(".opblock-tag").count()
    shown = 0
    for group in range(groups):
        page.locator(".opblock-tag").nth(group).click()
        page.wait_for_selector(".opblock")
        shown = page.locator(".opblock").count()
        if shown > 20:
            break
    photograph(page, "api-docs")
    page.close()
    assert groups > 5
    assert closed == 0, "hundreds of addresses stand in groups, which open one by one"
    assert shown > 20
    assert [line for line in said if line.startswith("error") or "Refused" in line] == []
    assert [url for url in asked if not url.startswith((server_url, "data:"))] == []
