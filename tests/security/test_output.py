"""What somebody typed stays text: in pages, in attributes, in the API's answers, in what is exported."""

from collections.abc import Callable
from types import SimpleNamespace
from uuid import UUID

import pytest
from django.test import Client

from hasila.kernel.perform import perform
from tests.sample.models import Claims
from tests.security.test_headers import Page

HOSTILE = (
    '"><script>alert(1)</script>',
    "'><img src=x onerror=alert(1)>",
    "</textarea><svg onload=alert(1)>",
    "javascript:alert(1)",
    "{{ 7919*7907 }}{% debug %}",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_what_somebody_typed_stays_text(
    service: SimpleNamespace, signed_in: Callable[[UUID], Client], text: str
) -> None:
    record = perform(
        Claims.file, actor=service.clerk, unit=service.rabat, data={"holder": service.subject.id, "text": text}
    ).record
    clerk = signed_in(service.clerk)
    file = f"/records/sample/claims/{record.reference}/"
    clerk.post(file, {"purpose": "handling"})
    shown = 0
    for path in ("/registers/sample/claims/", file, f"{file}amend/", "/", "/mine"):
        page = clerk.get(path).text
        shown += text.split("<")[0].split("%")[0][:2] in page
        assert "<script>alert" not in page and "<img src=x" not in page and "<svg onload" not in page, path
        assert Page(page).inline == [], path
        assert "62615533" not in page, path
    assert shown
    typed = clerk.post("/registers/sample/claims/new/file/", {"holder": text, "text": text, "unit": text})
    assert Page(typed.text).inline == []
