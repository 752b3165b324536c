"""Registers: keyset pages in both directions, search that forgives spelling, declared filters."""

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from hasila.kernel import registers
from hasila.kernel.perform import perform
from hasila.kernel.registers import narrow, page
from hasila.surfaces.searching import search
from tests.kernel.conftest import NOW
from tests.sample.models import Claim, Claims

TEXTS = [
    "طلب نقل إلى طنجة", "شكاية من رئيس المصلحة", "Demande de congé", "تظلّم في شأن عقوبة", "ملف رقم ١٢٣",
    "مراسلة إدارية", "طلب ترقية",
]  # fmt: skip


@pytest.fixture
def claims(service: SimpleNamespace) -> list[Claim]:
    """Seven claims, the newest first."""
    filed = [
        perform(
            Claims.file, actor=service.clerk, unit=service.casablanca if n % 3 == 0 else service.rabat,
            occurred_at=NOW - timedelta(hours=20 - n),
            data={"holder": service.subject, "text": text, "kind": "urgent" if n == 2 else "plain"},
        ).record
        for n, text in enumerate(TEXTS)
    ]  # fmt: skip
    return filed[::-1]


def test_forward_to_the_end(claims: list[Claim]) -> None:
    first = page(Claim.objects.all(), size=3)
    assert (first.rows, first.previous) == (claims[:3], None)
    second = page(Claim.objects.all(), after=first.next, size=3)
    assert second.rows == claims[3:6] and second.previous == str(claims[3].pk)
    last = page(Claim.objects.all(), after=second.next, size=3)
    assert (last.rows, last.next, last.previous) == (claims[6:], None, str(claims[6].pk))


def test_back_to_the_beginning(claims: list[Claim]) -> None:
    middle = page(Claim.objects.all(), before=str(claims[6].pk), size=3)
    assert middle.rows == claims[3:6] and middle.next == str(claims[5].pk)
    first = page(Claim.objects.all(), before=middle.previous, size=3)
    assert (first.rows, first.previous) == (claims[:3], None)
    assert page(Claim.objects.all(), after=first.next, size=3).rows == middle.rows


def test_a_page_that_holds_all_has_no_neighbours(claims: list[Claim]) -> None:
    whole = page(Claim.objects.all(), size=len(claims))
    assert (whole.rows, whole.next, whole.previous) == (claims, None, None)
    assert page(Claim.objects.none()).rows == []


def test_a_record_opened_meanwhile_moves_no_page(claims: list[Claim], service: SimpleNamespace) -> None:
    first = page(Claim.objects.all(), size=3)
    perform(Claims.file, actor=service.clerk, unit=service.rabat, data={"holder": service.subject, "text": "جديد"})
    assert page(Claim.objects.all(), after=first.next, size=3).rows == claims[3:6]


def test_a_page_is_one_query(claims: list[Claim], django_assert_num_queries: Callable) -> None:
    with django_assert_num_queries(1):
        page(Claim.objects.all(), after=str(claims[0].pk), size=3)


def test_a_key_that_is_none_is_an_error(db: None) -> None:
    with pytest.raises(ValueError):
        page(Claim.objects.all(), after="yesterday")
    with pytest.raises(ValueError):
        page(Claim.objects.all(), before="1; DROP TABLE")


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("طنجه", ["طلب نقل إلى طنجة"]),  # ta marbuta
        ("الى", ["طلب نقل إلى طنجة"]),  # hamza and alef maqsura
        ("رييس", ["شكاية من رئيس المصلحة"]),
        ("تظلم", ["تظلّم في شأن عقوبة"]),  # diacritics
        ("123", ["ملف رقم ١٢٣"]),
        ("١٢٣ رقم", ["ملف رقم ١٢٣"]),
        ("CONGE", ["Demande de congé"]),
        ("طلب", ["طلب ترقية", "طلب نقل إلى طنجة"]),
        ("ترق طل", ["طلب ترقية"]),  # words may be begun, in any order
        ("طلب عقوبة", []),
        ("Agent", TEXTS[::-1]),  # the holder's name, through the foreign key
        ("  ", TEXTS[::-1]),
        ("!!", []),
    ],
)
def test_search(claims: list[Claim], asked: str, found: list[str]) -> None:
    assert [claim.text for claim in page(search(Claim.objects.all(), asked)).rows] == found


@pytest.mark.parametrize(("asked", "times"), [("طلب ترقية", 1), ("ترق طل", 2), ("غائب", 1)])
def test_the_index_is_asked_again_only_for_another_reading(
    claims: list[Claim], monkeypatch: pytest.MonkeyPatch, asked: str, times: int
) -> None:
    """Where whole words find something, or nothing else could be read into them, once is enough."""
    seen: list[Any] = []
    look = registers.found
    monkeypatch.setattr(registers, "found", lambda *given, **more: seen.append(given) or look(*given, **more))
    list(search(Claim.objects.all(), asked))
    assert len(seen) == times


def test_a_reference_is_found_whole_and_by_its_last_part(claims: list[Claim]) -> None:
    reference = claims[2].reference
    for asked in (reference, reference.lower(), reference.rpartition("-")[2], reference.rpartition("-")[2][:6]):
        assert list(search(Claim.objects.all(), asked)) == [claims[2]]


def test_an_amended_text_is_found_anew(claims: list[Claim], service: SimpleNamespace) -> None:
    perform(Claims.amend, claims[0].pk, actor=service.clerk, data={"text": "انتداب"})
    assert list(search(Claim.objects.all(), "انتداب")) == [claims[0]]
    assert list(search(Claim.objects.all(), "ترقية")) == []
    perform(Claims.amend, claims[0].pk, actor=service.clerk, data={"amount": 5})  # text left as it is
    assert list(search(Claim.objects.all(), "انتداب")) == [claims[0]]


def test_filters(claims: list[Claim], service: SimpleNamespace) -> None:
    def chosen(**values: object) -> list[Claim]:
        return list(narrow(Claims, Claim.objects.all(), values))

    assert chosen(kind="urgent") == [claims[4]]
    assert chosen(unit=service.casablanca.pk) == [claims[0], claims[3], claims[6]]
    assert chosen(unit=service.casablanca.pk, kind="urgent") == []
    assert chosen(kind="", unit=None) == claims
    assert chosen(amount=999) == claims  # not a declared filter


def test_filters_search_and_pages_together(claims: list[Claim], service: SimpleNamespace) -> None:
    rows = search(narrow(Claims, Claim.objects.all(), {"unit": service.casablanca.pk}), "طلب")
    first = page(rows, size=1)
    assert first.rows == [claims[0]] and page(rows, after=first.next, size=1).rows == [claims[6]]
