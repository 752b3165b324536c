"""The pages of the district in a real Chromium, right to left, at two widths, with axe."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from hasila.assurance.steps import timeline
from hasila.institution.accounts import Account
from hasila.institution.roles import Role
from hasila.institution.staffing import Holder, ensure_holder
from hasila.institution.units import Unit
from hasila.kernel.perform import perform
from hasila.modules.districts.models import Complaints, DayLog, DutyRoster, Samples, Verdicts
from hasila.plain.moments import today
from tests.screens.test_browser import Visitor

pytestmark = pytest.mark.browser
DAY = timedelta(days=1)
ROLES = {
    "desk": Role.DESK_OFFICER, "judicial": Role.JUDICIAL_OFFICER, "chief": Role.UNIT_CHIEF,
    "victims": Role.VICTIMS_OFFICER,
}  # fmt: skip


@pytest.fixture
def district(ledger_db: None) -> SimpleNamespace:
    """A district with some days behind it."""
    unit, above = Unit.objects.get(code="AP-RAK-01"), Unit.objects.get(code="PP-RAK")
    people = {
        name: ensure_holder(Holder(f"screen.{name}", 790 + number, role, "AP-RAK-01", 9, "F", "ضابطة", "Agente"))
        for number, (name, role) in enumerate(ROLES.items())
    }
    people["inspector"] = ensure_holder(
        Holder("screen.inspector", 799, Role.INSPECTOR, "DGSN", 11, "M", "مفتش", "Inspecteur")
    )
    for name, identifier in people.items():
        Account.objects.create_user(
            name, "a long password", id=identifier, demo=True, arabic_name="أمينة بنجلون", latin_name="Amina Benjelloun"
        )
    found = SimpleNamespace(unit=unit, above=above, **people)
    now = datetime.now(UTC)
    for age in (0, 3, 12, 25):
        perform(
            Complaints.receive, actor=found.desk, unit=unit, occurred_at=now - age * DAY,
            data={"facts": "سرقت دراجتي.", "arabic_name": "سلمى بنعلي", "offence": "motorcycle_theft", "sex": "F"},
        )  # fmt: skip
    text = {"kind": "visit", "text": "زيارة نائب وكيل الملك لأماكن الوضع تحت الحراسة النظرية."}
    perform(DayLog.write, actor=found.desk, unit=unit, data=text)
    hours = {"starts_at": now - timedelta(hours=2), "ends_at": now + timedelta(hours=6)}
    perform(DutyRoster.plan, actor=found.chief, unit=unit, data={"officer": found.desk, "duty": "desk", **hours})
    period = {"audited": unit.pk, "first": today() - 28 * DAY, "last": today() - DAY, "size": 5}
    found.sample = perform(Samples.draw, actor=found.inspector, unit=above, data=period).record
    return found


@pytest.fixture
def visit(chrome: Any, district: SimpleNamespace, server_url: str) -> Any:
    """Opens windows, and closes them before the server stops."""
    opened: list[Visitor] = []

    def make(language: str = "ar", width: str = "wide", **how: Any) -> Visitor:
        opened.append(Visitor(chrome, server_url, language, width, **how))
        return opened[-1]

    yield make
    for visitor in opened:
        visitor.context.close()


def test_the_pages_of_a_district(visit: Any, district: SimpleNamespace) -> None:
    from hasila.modules.districts import jobs, queries

    jobs.draw_sample(timeline(district.sample.pk)[0].id, district.sample.pk)
    first = queries.chosen(district.sample)[0][0]
    verdict = {"sample": district.sample.pk, "complaint": first, "should": "yes", "grounds": "وصف السارق معروف."}
    perform(Verdicts.give, actor=district.inspector, unit=district.above, data=verdict)
    wrong = []
    pages = {
        "chief": {"district-day": "/districts/day", "district-nowhere": "/districts/nowhere"},
        "inspector": {"district-sample": f"/districts/samples/{district.sample.reference}/complaints"},
    }
    visitor = visit()
    for name, addresses in pages.items():
        visitor.sign_in(name)
        for shot, address in addresses.items():
            visitor.go(address)
            wrong += visitor.judge_at_both(shot)
    assert not wrong
