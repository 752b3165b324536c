"""The pages of the district: what each shows, and to whom."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils.translation import override

from hasila.institution.accounts import Account
from hasila.kernel.perform import perform
from hasila.modules.districts.complaints import Complaints
from hasila.modules.districts.samples import Samples
from hasila.modules.districts.victim_files import VictimFiles
from hasila.plain.moments import today
from hasila.surfaces.web.display import shown

DAY = timedelta(days=1)


@pytest.fixture
def enter(staff):
    """A page as somebody of the staff sees it, in English."""

    def get(name, address):
        identifier = getattr(staff, name)
        account, _made = Account.objects.get_or_create(id=identifier, defaults={"username": name, "latin_name": name})
        client = Client(HTTP_HOST="localhost")
        client.force_login(account)
        client.cookies["django_language"] = "en"
        return client.get(address)

    return get


def test_what_each_sees(staff, enter):
    now = datetime.now(UTC)
    old = perform(
        Complaints.receive,
        actor=staff.desk,
        unit=staff.unit,
        occurred_at=now - 12 * DAY,
        data={"facts": "سر لا يقال", "arabic_name": "سلمى بنعلي"},
    ).record
    cell = {"in_private": True, "violence": ["physical"], "relation": "spouse", "facts": "x", "arabic_name": "خديجة"}
    file = perform(VictimFiles.receive, actor=staff.victims, unit=staff.unit, data=cell).record

    day = enter("desk", f"/districts/day?day={today() - 12 * DAY}")
    assert (day.status_code, old.reference in day.text) == (200, True)
    assert "سلمى" not in day.text
    assert "سر" not in day.text
    assert file.reference not in enter("chief", "/districts/day").text
    assert enter("victims", "/districts/day").status_code == 404
    for wrong in ("yesterday", "0001-01-01"):
        assert enter("desk", f"/districts/day?day={wrong}").status_code == 404
    assert enter("desk", f"/districts/day?unit={staff.other.code}").status_code == 404
    assert "Nothing was done" in enter("desk", "/districts/day?day=2020-01-01").text

    nowhere = enter("chief", "/districts/nowhere")
    assert old.reference in nowhere.text
    assert "8 to 30 days" in nowhere.text and "More than 90 days" in nowhere.text
    assert enter("desk", "/districts/nowhere").status_code == 404
    assert old.reference in enter("prefect", f"/districts/nowhere?unit={staff.unit.code}").text

    period = {"audited": staff.unit.pk, "first": today() - 20 * DAY, "last": today() - DAY, "size": 5}
    sample = perform(Samples.draw, actor=staff.inspector, unit=staff.command, data=period).record
    page = enter("inspector", f"/districts/samples/{sample.reference}/complaints")
    assert old.reference in page.text
    assert "Not judged yet" in page.text
    assert f"verdicts/new/give/?sample={sample.reference}&amp;complaint={old.reference}" in page.text
    lines, give = f"/districts/samples/{sample.reference}/complaints", "verdicts/new/give"
    assert give in enter("prefect", lines).text
    ended = {"refusal": "civil", "grounds": "نزاع مدني.", "prosecutor_told_at": datetime.now(UTC) - DAY}
    perform(Complaints.refuse, old, actor=staff.prefect, data=ended)
    assert (give in enter("prefect", lines).text, give in enter("inspector", lines).text) == (False, True)
    for register, step in (("samples", "draw"), ("verdicts", "give")):
        page = f"/registers/districts/{register}/"
        form = f"{page}new/{step}/"
        assert (form in enter("chief", page).text, form in enter("prefect", page).text) == (False, True)
    assert "samples/new/draw" not in enter("chief", "/desk/chief").text  # no unit audits itself
    assert "samples/new/draw" in enter("prefect", "/desk/chief").text
    assert enter("desk", f"/districts/samples/{sample.reference}/complaints").status_code == 404


def test_a_list_of_codes_is_shown_in_words(staff):
    data = {"in_private": True, "violence": ["physical", "economic"], "relation": "spouse", "facts": "x"}
    file = perform(
        VictimFiles.receive, actor=staff.victims, unit=staff.unit, data=data | {"arabic_name": "خديجة"}
    ).record
    with override("en"):
        assert "Economic violence" in str(shown(file, "violence"))
