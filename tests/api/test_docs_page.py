"""The page that shows the API, in a real browser: everything comes from this server, and its rules are kept."""

import os
from typing import Any

import pytest

from tests.screens.browser import chromium

pytestmark = pytest.mark.browser


def test_the_page_loads_under_our_rules(server_url: str) -> None:
    from playwright.sync_api import sync_playwright

    said: list[str] = []
    asked: list[str] = []
    with sync_playwright() as playwright:
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        page = browser.new_page()
        page.on("console", lambda message: said.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{server_url}/api/v1/docs")
        page.wait_for_selector(".opblock", timeout=20_000)
        shown: Any = page.locator(".opblock").count()
        browser.close()
    assert shown > 20
    assert [line for line in said if line.startswith("error") or "Refused" in line] == []
    assert [url for url in asked if not url.startswith((server_url, "data:"))] == []
