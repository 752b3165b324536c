"""Bad input at the desk and in a case file, through the page and the API: refused in the reader's language, by the code
of what is wrong, with nothing written and nothing lost.
"""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from hasila.institution.units import Unit
from hasila.kernel.perform import perform
from hasila.modules.casefiles import rollout
from hasila.modules.casefiles.case_files import CaseFiles
from hasila.modules.casefiles.parties import Parties
from hasila.modules.casefiles.rollout import Rollout
from hasila.modules.casefiles.tests.conftest import FACTS, SUSPECT, hired
from hasila.modules.casefiles.written_record import LONGEST
from tests.scenarios.conftest import browser, speaker, written

ARABIC = re.compile("[\u0621-\u064a]{3,}")
NOW = datetime.now(UTC).replace(microsecond=0)
COMPLAINT = {
    "unit": "AP-RAK-01",
    "arabic_name": "سلمى بنعلي",
    "latin_name": "Salma Benali",
    "card_number": "EE812345",
    "born_on": "1991-04-17",
    "phone": "0612345678",
    "facts": "سرق هاتفي قرب المحطة.",
    "happened_at": f"{NOW - timedelta(hours=2):%Y-%m-%dT%H:%M}",
    "how": "counter",
    "urgency": "ordinary",
    "territory": "here",
    "town": "RAK",
    "place": "جليز",
}
WRONG = {
    "a birth after the facts": ({"happened_at": "1990-05-01T10:00"}, "districts.born_after"),
    "a birth still to come": ({"born_on": "2091-01-01"}, "districts.not_born"),
    "facts that are still to come": ({"happened_at": "2091-01-01T10:00"}, "districts.not_yet"),
    "an end before the beginning": ({"happened_until": "2020-01-01T10:00"}, "districts.span_reversed"),
    "nobody who complains": ({"arabic_name": "", "latin_name": "  "}, "districts.no_name"),
    "no facts": ({"facts": " \n "}, "kernel.missing"),
    "a control character": ({"facts": "سرق\u202eهاتفي"}, "kernel.control_characters"),
    "a telephone of letters": ({"phone": "الهاتف"}, "kernel.invalid"),
    "a card of another shape": ({"card_number": "123-AB"}, "kernel.invalid"),
    "an offence that there is not": ({"offence": "witchcraft"}, "kernel.invalid"),
    "a place too long": ({"place": "ا" * 201}, "kernel.too_long"),
    "another town as one's own": ({"town": "CAS"}, "districts.other_town"),
    "a minor alone": ({"born_on": f"{NOW.year - 9}-01-01"}, "districts.minor_alone"),
}


@pytest.fixture
def town(db: None) -> Iterator[SimpleNamespace]:
    """The people of a district whose command is switched on today."""
    people = hired()
    day = (NOW - timedelta(days=3)).date()
    unit = Unit.objects.get(code="PP-RAK")
    data = {"starts_on": day + timedelta(days=1)}
    perform(Rollout.switch_on, actor=people.general, unit=unit, data=data, occurred_at=NOW - timedelta(days=3))
    rollout.forget()
    yield people
    rollout.forget()


def codes(answer: Any) -> set[str]:
    """What a page refused by, beside its fields and above them."""
    return {error.code for errors in answer.context["form"].errors.as_data().values() for error in errors}


def test_a_complaint_is_refused_by_page_and_api_and_keeps_what_was_typed(town: SimpleNamespace) -> None:
    page, api = browser(town.desk), speaker(town.desk, "ar")
    path = "/registers/districts/complaints/new/receive/"
    for what, (change, code) in WRONG.items():
        before = written()
        typed = {**COMPLAINT, **change}
        answer = page.post(path, typed)
        assert answer.status_code == 422 and code in codes(answer), (what, answer.status_code, codes(answer))
        summary = re.search(r"data-error-summary.*?</(?:section|div)>", answer.text, re.DOTALL)
        assert summary and ARABIC.search(re.sub(r"<[^>]+>", "", summary[0])), what
        kept = answer.context["form"]
        assert all(kept[name].value() == typed[name] for name in COMPLAINT if name not in change), what
        told = api.post("/districts/complaints/receive", typed).json()
        assert code in {error["code"] for error in told["errors"]} or told["errors"][0]["code"] == "api.wrong_shape"
        assert ARABIC.search(told["errors"][0]["detail"]), what
        assert written() == before, what
    # Digits of either script are digits, and what is right goes through.
    digits = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
    given = {**COMPLAINT, "phone": COMPLAINT["phone"].translate(digits), "card_number": "EE٨١٢٣٤٥"}
    assert page.post(path, given).status_code == 302


def test_a_file_is_refused_what_cannot_be(town: SimpleNamespace) -> None:
    facts = {**FACTS, "happened_at": NOW - timedelta(hours=3)}
    file = perform(CaseFiles.open_file, actor=town.officer, unit=town.district, data=facts).record
    page = browser(town.officer)
    page.post(f"/records/casefiles/case_files/{file.pk}/", {"purpose": "inquiry"})
    before = written()

    def refused(path: str, **sent: Any) -> tuple[int, set[str]]:
        answer = page.post(path, {"unit": "AP-RAK-01", "case": str(file.pk), **sent})
        return answer.status_code, codes(answer) if answer.context and "form" in answer.context else set()

    new = "/registers/casefiles/{}/new/{}/"
    party = new.format("parties", "enter")
    later = {**SUSPECT, "born_on": f"{date(NOW.year + 1, 1, 1)}"}
    assert refused(party, **later) == (422, {"casefiles.born_after_facts"})
    assert refused(party, category="witness") == (422, {"casefiles.party_without_name"})
    assert refused(new.format("referrals", "prepare"), way="paper") == (
        409, {"casefiles.lacks_suspect", "casefiles.lacks_record"},
    )  # fmt: skip
    long = {"kind": "finding", "text": "ا" * (LONGEST + 1)}
    assert refused(new.format("written_records", "draft"), **long) == (422, {"casefiles.record_too_long"})
    disguised = SimpleUploadedFile("report.pdf", b"MZ\x90\x00" + bytes(60), "application/pdf")
    assert refused(new.format("attachments", "attach"), description="تقرير", file=disguised)[1] == {
        "casefiles.attachment_disguised"
    }
    assert written() == before

    # Somebody is placed only after the arrest, and neither lies ahead.
    suspect = perform(Parties.enter, actor=town.officer, unit=town.district, data={**SUSPECT, "case": file.pk}).record
    before = written()
    held = {"party": suspect.pk, "framework": "flagrant", "grounds": "تلبس.", "place": "1", "condition": "عادية."}
    reasons = {"reasons": ["evidence", "flight"]}
    times = {"arrested_at": NOW - timedelta(hours=1), "began_at": NOW - timedelta(hours=2)}
    api = speaker(town.officer, "ar")
    body = {**held, **reasons, "case": str(file.pk), "party": str(suspect.pk), "unit": "AP-RAK-01"}
    answer = api.post(
        "/casefiles/custodies/place_in_custody", body | {name: at.isoformat() for name, at in times.items()}
    )
    told = answer.json()["errors"][0]
    assert (answer.status_code, told["code"], told["field"]) == (422, "casefiles.began_before_arrest", "began_at")
    assert ARABIC.search(told["detail"])
    assert written() == before
