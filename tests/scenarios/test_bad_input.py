"""Bad input through page, API and file: a clear refusal in the reader's language, nothing written, nothing lost."""

import csv
import json
import re
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from hasila.institution.roles import Role
from hasila.institution.units import Unit
from hasila.kernel.perform import perform
from hasila.modules.documents.models import Card, CardRequest, MobileUnitService
from hasila.plain.moments import today
from tests.scenarios.conftest import CLERK, COUNTER, DIRECTOR, Run, browser, officer, speaker, staffed, written

ARABIC = re.compile("[\u0621-\u064a]{3,}")
LONG = "ا" * 5_300_000  # more than ten megabytes
UNIT = "CEDI-RBT"
CARD = {
    "kind": "first",
    "channel": "centre",
    "card_number": "ZT104452",
    "arabic_name": "سلمى بنعلي",
    "latin_name": "Salma Benali",
    "sex": "F",
    "born_on": "1991-04-17",
    "born_at_arabic": "تازة",
    "born_at_latin": "Taza",
}
FILE = {"officer": "", "breach": "absence", "facts": "غياب غير مبرر."}


@dataclass(frozen=True)
class Bad:
    """One thing wrong with an opening, and the code by which each way in refuses it; empty: it isn't tried there."""

    change: dict[str, str]
    web: str
    api: str
    file: str
    content: dict[str, str] = field(default_factory=lambda: dict(CARD))

    @property
    def what(self) -> str:
        """The field that is wrong."""
        return next(iter(self.change))

    @property
    def path(self) -> str:
        """The step."""
        return "documents/card/request" if self.content.keys() >= CARD.keys() else "personnel/discipline/open_file"


INVALID, SHAPE, CONTROL = "kernel.invalid", "api.wrong_shape", "kernel.control_characters"
CASES = {
    "a choice that there is not": Bad({"sex": "X"}, INVALID, SHAPE, INVALID),
    "a word for a day": Bad({"born_on": "yesterday"}, INVALID, SHAPE, INVALID),
    "a day that there is not": Bad({"born_on": "1991-02-31"}, INVALID, INVALID, INVALID),
    "a missing field": Bad({"latin_name": ""}, *["kernel.missing"] * 3),
    "a key to nothing": Bad({"officer": str(uuid4())}, *["kernel.no_such_object"] * 3, content={**FILE, "facts": "نص"}),
    "a key that is none": Bad({"officer": "999\x00"}, "kernel.no_such_object", SHAPE, "", content=FILE),
    "a bidirectional control": Bad({"arabic_name": "سلمى\u202eبنعلي"}, CONTROL, CONTROL, CONTROL),
    "a nought character": Bad({"latin_name": "Salma\x00Benali"}, CONTROL, CONTROL, CONTROL),
    "a nought character in a key": Bad({"unit": "CEDI\x00"}, "kernel.no_unit", "kernel.no_unit", "kernel.no_unit"),
    "ten megabytes": Bad({"born_at_latin": LONG}, "kernel.too_long", "api.too_large", "kernel.too_long"),
    "a birth in the future": Bad({"born_on": "2090-01-01"}, *["documents.not_born"] * 3),
    "a card number of another shape": Bad({"card_number": "123-AB"}, INVALID, INVALID, INVALID),
    "an act in the future": Bad({"occurred_at": "2090-01-01T09:00:00+01:00"}, *["kernel.in_the_future"] * 3),
    "a unit that there is not": Bad({"unit": "NOWHERE"}, *["kernel.no_unit"] * 3),
}
each = pytest.mark.parametrize("bad", CASES.values(), ids=CASES)


def sent(bad: Bad) -> dict[str, str]:
    """What is sent."""
    return {"unit": UNIT, **bad.content, **bad.change}


def actor_of(bad: Bad) -> UUID:
    return COUNTER.id if bad.path.startswith("documents") else CLERK.id


def register(bad: Bad) -> str:
    application, procedure, step = bad.path.split("/")
    return f"/registers/{application}/{procedure}/new/{step}/"


@each
def test_a_page_refuses_in_arabic_and_keeps_what_was_typed(counter: UUID, bad: Bad) -> None:
    before = written()
    typed = sent(bad)
    answer = browser(actor_of(bad)).post(register(bad), typed)
    assert answer.status_code in (409, 422)
    summary = re.search(r"data-error-summary.*?</(?:section|div)>", answer.text, re.DOTALL)
    assert summary and ARABIC.search(re.sub(r"<[^>]+>", "", summary[0]))
    form = answer.context["form"]
    assert {error.code for errors in form.errors.as_data().values() for error in errors} == {bad.web}
    for name in bad.content.keys() - {bad.what}:
        assert form[name].value() == typed[name]
    assert written() == before


@each
@pytest.mark.parametrize("language", ["ar", "fr"])
def test_the_api_refuses_in_the_readers_language(counter: UUID, bad: Bad, language: str) -> None:
    before = written()
    body = {"officer": str(CLERK.id), **sent(bad)} if "officer" in bad.content else sent(bad)
    answer = speaker(actor_of(bad), language).post(f"/{bad.path}", body)
    found = answer.json()
    assert answer["Content-Type"] == "application/problem+json"
    assert (found["errors"][0]["code"], found["errors"][0]["field"] or bad.what) == (bad.api, bad.what), found
    assert bool(ARABIC.search(found["errors"][0]["detail"])) == (language == "ar")
    assert written() == before


@pytest.fixture
def service(ledger_db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same people, for imports, which write on connections of their own."""
    monkeypatch.setenv("HASILA_LANGUAGE", "ar")
    staffed()


def bring(hasila: Run, path: Path, step: str, by: UUID, *arguments: str) -> tuple[int, dict[str, Any], str]:
    done = hasila("import", step, path, "--format", "json", *arguments, by=by)
    return done.code, json.loads(done.out) if done.out else {}, done.err


def reasons(path: Path) -> dict[str, list[str]]:
    """The codes in the file of refused lines, by line number."""
    csv.field_size_limit(1 << 25)
    with open(f"{path}.refused.csv", encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert all(ARABIC.search(row["reasons" if "reasons" in row else list(row)[-1]]) for row in rows)
    return {list(row.values())[-2]: re.findall(r"\[([a-z_.]+)\]", list(row.values())[-1]) for row in rows}


def test_a_file_refuses_its_bad_lines_and_takes_the_good_one(service: None, hasila: Run, tmp_path: Path) -> None:
    bads = [bad for bad in CASES.values() if bad.file and bad.path.startswith("documents")]
    columns = ["unit", *CARD, "occurred_at"]
    path = tmp_path / "cards.csv"
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        writer.writerows(sent(bad) for bad in bads)
        writer.writerow({"unit": UNIT, **CARD})
    before = written()
    code, result, _err = bring(hasila, path, "documents.card.request", COUNTER.id)
    assert (code, result["performed"], result["refused"]) == (1, 1, len(bads))
    assert reasons(path) == {str(line): [bad.file] for line, bad in enumerate(bads, 2)}
    assert (written(), CardRequest.objects.count()) == (before + 1, 1)


@pytest.mark.parametrize("encoding", ["utf-16", "cp1256"])
def test_files_of_old_spreadsheets_are_read(service: None, hasila: Run, tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "cards.csv"
    lines = [";".join(["unit", *CARD]), ";".join([UNIT, *CARD.values()])]
    path.write_bytes("\r\n".join(lines).encode(encoding))
    assert bring(hasila, path, "documents.card.request", COUNTER.id)[:2][1]["performed"] == 1
    assert CardRequest.objects.get().arabic_name == CARD["arabic_name"]


def test_a_file_without_a_column_is_not_begun(service: None, hasila: Run, tmp_path: Path) -> None:
    path = tmp_path / "cards.csv"
    path.write_text("unit,kind\nCEDI-RBT,first\n", encoding="utf-8")
    before = written()
    code, _result, said = bring(hasila, path, "documents.card.request", COUNTER.id)
    assert (code, said.count("[import.missing_column]")) == (1, len(CARD) - 1)
    assert ARABIC.search(said)
    assert written() == before


def test_arabic_digits_in_a_number_are_taken_everywhere(service: None, hasila: Run, tmp_path: Path) -> None:
    for plate, stations in (("1-A", "٣"), ("2-A", "۴")):
        path = "/registers/documents/mobile_unit/new/commission/"
        answer = browser(DIRECTOR.id).post(path, {"unit": "DGSN", "plate": plate, "stations": stations})
        assert answer.status_code == 302
    body = {"unit": "DGSN", "plate": "3-A", "stations": "٥"}
    assert speaker(DIRECTOR.id).post("/documents/mobile_unit/commission", body).status_code == 201
    file = tmp_path / "units.csv"
    file.write_text("unit,plate,stations\nDGSN,4-A,٦\n", encoding="utf-8")
    assert bring(hasila, file, "documents.mobile_unit.commission", DIRECTOR.id)[0] == 0
    assert sorted(MobileUnitService.objects.values_list("stations", flat=True)) == [3, 4, 5, 6]


def request_of(counter: UUID) -> CardRequest:
    """A request that waits for its production."""
    return perform(Card.request, actor=counter, unit=Unit.objects.get(code=UNIT), data=CARD).record  # type: ignore[return-value]


def test_a_state_skipped(counter: UUID) -> None:
    card = request_of(counter)
    before = written()
    client, data = browser(counter), {"recipient": "holder"}
    page = f"/records/documents/card/{card.reference}/"
    client.post(page, {"purpose": "counter"})
    answer = client.post(f"{page}deliver/", data)
    assert answer.status_code == 409
    assert {error.code for errors in answer.context["form"].errors.as_data().values() for error in errors} == {
        "kernel.wrong_state"
    }
    told = speaker(counter).post(f"/documents/card/{card.reference}/deliver", data)
    assert (told.status_code, told.json()["errors"][0]["code"]) == (409, "kernel.wrong_state")
    assert written() == before
    card.refresh_from_db()
    assert card.state == "requested"


@pytest.mark.parametrize(
    ("unit", "days", "page", "code"),
    [("PP-CAS", None, 422, "kernel.no_mandate"), ("PP-RBT", 1, 403, "kernel.mandate_ended")],
    ids=["a role without a mandate here", "a mandate that ended yesterday"],
)
def test_no_power(counter: UUID, unit: str, days: int | None, page: int, code: str) -> None:
    until = None if days is None else today() - timedelta(days=days)
    stranger = officer(Role.ENROLMENT_OFFICER, unit, until=until)
    card = request_of(counter)
    before = written()
    data = {**CARD, "card_number": "ZT104453", "unit": UNIT}
    answer = browser(stranger).post("/registers/documents/card/new/request/", data)
    assert answer.status_code == page
    assert ARABIC.search(answer.text)
    told = speaker(stranger).post("/documents/card/request", data)
    assert (told.status_code, told.json()["errors"][0]["code"]) == (403, code)
    assert browser(stranger).get(f"/records/documents/card/{card.reference}/").status_code == 404
    assert written() == before


def test_addresses_that_hold_a_nought_character_lead_nowhere(counter: UUID) -> None:
    client = browser(counter)
    for path in (
        "/records/documents/card/%00/",
        "/documents/documents/card/%00/receipt.pdf",
        "/personnel/career/%00/",
        "/registers/documents/card/?q=%00",
        "/registers/documents/card/?unit=%00",
        "/registers/documents/card/?after=%00",
        "/registers/documents/card/?in=%00",
    ):
        assert client.get(path, follow=True).status_code in (200, 404, 410, 422), path
    assert client.post("/lookup/documents/card/unit/?step=request", {"unit": "\x00"}).status_code == 200
