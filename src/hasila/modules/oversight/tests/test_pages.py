"""Who read my files, unusual reading, an officer's week, figures of use: what they show, and to whom."""

import re
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from tests.sample.models import Claims

from hasila.assurance.reading_seal import seal_all_readings
from hasila.assurance.readings import EXPORT, by_actor, consult, consult_many, of_records
from hasila.institution.career import Officer
from hasila.kernel.access import Actor
from hasila.kernel.perform import Door, perform
from hasila.kernel.refusals import Refused
from hasila.modules.oversight.models import Watch, Withholding
from hasila.modules.oversight.queries import Subject, records_about, shown_to_the_person
from hasila.modules.oversight.unusual import Case, _family, listed, own_family_name
from hasila.plain.moments import micros, today
from hasila.surfaces.web.display import record_url

MINE = "/mine/readings"


def at(hour: int, days: int = 0) -> Door:
    day = today() - timedelta(days=days)
    moment = micros(datetime(day.year, day.month, day.day, hour, 5, tzinfo=UTC))
    return Door(clock=lambda: moment)


def found(readings: list[Any]) -> dict[str, int]:
    return {rule.code: len(lines) for rule, lines in listed(readings)}


def test_a_person_sees_who_read_their_files_and_why(service: SimpleNamespace, claim: Any, signed_in: Any) -> None:
    consult(claim, Actor.of(service.director), "handling", case="12/26")
    consult(service.subject, Actor.of(service.clerk), "personnel")
    consult_many(Claims, Actor.of(service.other_clerk), "handling", [claim.pk], words="x")
    page = signed_in(service.subject.id).get(MINE)
    assert page.status_code == 200
    assert claim.reference in page.text
    assert "Director of personnel" in page.text
    assert "Management of personnel" in page.text
    assert "Search by name" in page.text
    assert "Agent 3" not in page.text  # the office, not the name
    assert claim.reference not in signed_in(service.second.id).get(MINE).text
    assert "Nobody has read" in signed_in(service.second.id).get(MINE).text


def test_ones_records_are_found_by_relation_and_as_the_file_itself(service: SimpleNamespace, claim: Any) -> None:
    assert set(records_about(service.subject.id)) == {claim.pk, service.subject.pk}


def test_an_order_withholds_until_its_day(service: SimpleNamespace) -> None:
    order = {"case": "ن 77/2026", "authority": "وكيل الملك", "until": today() + timedelta(days=30)}
    held = perform(Withholding.order, actor=service.chief, unit=service.root, data=order).record
    for typed in ("ن 77/2026", "ن ٧٧ / ٢٠٢٦"):  # however the reader wrote it
        consult(service.subject, Actor.of(service.inspector), "inspection", case=typed)
    readings = of_records([service.subject.pk], today())
    assert len(readings) == 2
    assert shown_to_the_person(readings, today()) == []
    assert shown_to_the_person(readings, today() + timedelta(days=31)) == readings
    perform(Withholding.lift, held, actor=service.chief)
    assert shown_to_the_person(readings, today()) == readings


def test_an_order_is_bounded(service: SimpleNamespace) -> None:
    order = {"case": "1", "authority": "x", "until": today() + timedelta(days=400)}
    with pytest.raises(Refused) as caught:
        perform(Withholding.order, actor=service.chief, unit=service.root, data=order)
    assert caught.value.refusal.code == "oversight.withheld_too_long"


def test_each_rule_lists_what_it_says_and_nothing_else(service: SimpleNamespace, claim: Any) -> None:
    reader = Actor.of(service.director)
    consult(claim, reader, "handling", door=at(10, 1))
    readings = of_records([claim.pk], today() - timedelta(days=9))
    own = service.subject.latin_name.split()[-1]
    assert found(readings)["off_duty"] == 0
    assert found(readings)["public_figure"] == found(readings)["volume"] == found(readings)["large_export"] == 0
    consult(claim, reader, "handling", door=at(2, 2))
    assert found(of_records([claim.pk], today() - timedelta(days=9)))["off_duty"] == 1
    flag = {"card_number": service.subject.card_number, "reason": "منتخب"}
    perform(Watch.flag, actor=service.chief, unit=service.root, data=flag)
    assert found(of_records([claim.pk], today() - timedelta(days=9)))["public_figure"] == 2
    ids = [claim.pk] * 201
    consult_many(Claims, reader, "handling", ids, kind=EXPORT, words=own, door=at(10, 3))
    assert found(of_records([claim.pk], today() - timedelta(days=9)))["large_export"] == 1


def test_volume(service: SimpleNamespace) -> None:
    reader = Actor.of(service.director)
    claims = [
        perform(
            Claims.file, actor=service.clerk, unit=service.rabat, data={"holder": service.second.id, "text": "x"}
        ).record
        for _number in range(61)
    ]
    for one in claims:
        consult(one, reader, "handling", door=at(10, 1))
    readings = of_records([one.pk for one in claims], today() - timedelta(days=9))
    assert found(readings)["volume"] == 1
    assert found(readings[:60])["volume"] == 0
    assert found(readings)["own_family_name"] == 0


def test_own_family_name(service: SimpleNamespace, claim: Any) -> None:
    consult(claim, Actor.of(service.director), "handling")
    consult_many(Claims, Actor.of(service.clerk), "handling", [], words="أَمينة بنجلّون")
    opened = of_records([claim.pk], today())[0]
    searched = by_actor(service.clerk, today(), today())[0]
    families = {service.director: _family("سعيد العلوي"), service.clerk: _family("Amina Benjelloun") | {"بنجلون"}}
    case = Case([opened, searched], families, {claim.pk: Subject(("كريم العلوي",), "")}, set())
    assert list(own_family_name(case)) == [opened, searched]
    assert list(own_family_name(Case([opened], families, {claim.pk: Subject(("سعيد بناني",), "")}, set()))) == []
    assert _family("محمد بن علي") == {"علي"}
    assert _family("عبد العزيز طنجاوي") == {"طنجاوي"}, "half of the given names begin so"
    assert _family("نور الدين أيت حمو") == _family("رشيدة أيت حمو") == {"حمو"}
    assert _family("Mohamed Ben Jelloun") == {"jelloun"}


def test_the_list_is_for_inspectors_of_the_unit(service: SimpleNamespace, claim: Any, signed_in: Any) -> None:
    consult(claim, Actor.of(service.director), "handling", door=at(2, 1))
    page = signed_in(service.inspector).get("/oversight/readings")
    assert page.status_code == 200
    assert claim.reference in page.text
    assert "Read between 21:00 and 06:00." in page.text
    assert claim.reference not in signed_in(service.elsewhere).get("/oversight/readings").text
    for nobody in (service.clerk, service.subject.id):
        assert signed_in(nobody).get("/oversight/readings").status_code == 404


def test_no_address_says_whose_week_is_asked_for(service: SimpleNamespace, signed_in: Any) -> None:
    page, number = "/oversight/readings", service.subject.registration_number
    client = signed_in(service.inspector)
    week = f"/oversight/officers/{service.subject.reference}/2026-11-20"
    assert client.post(page, {"officer": f" {number}", "until": "٢٠/١١/٢٠٢٦"})["Location"] == week
    # An address of before is answered with the sealed one, which leads there too, for the same reader alone.
    away = client.get(page, {"officer": number, "until": "2026-11-20"})["Location"]
    assert away.startswith(f"{page}?in=") and number not in away
    assert client.get(away)["Location"] == week
    closed = signed_in(service.chief).get(away)
    assert closed.status_code == 410 and "Search again here." in closed.text
    # What was typed wrongly stays, and the page has an address that doesn't say it.
    for typed in ("9999999", "<b>", "1\x00", "7" * 500):
        answer = client.post(page, {"officer": typed, "until": ""})
        assert answer.status_code == 422 and "No officer has this number" in answer.text
        (named,) = re.findall(r'data-named="([^"]+)"', answer.text)
        assert typed not in named and client.get(named).status_code == 422
    for typed in ("yesterday", "0001-01-03", "9999-12-31"):
        wrong = client.post(page, {"officer": number, "until": typed})
        assert wrong.status_code == 422 and f'value="{typed}"' in wrong.text and f'value="{number}"' in wrong.text
    assert client.post(page, {"until": "2026-11-20"}).status_code == 200
    client.post(week, {"purpose": "inspection"})
    for far in ("0001-01-03", "9999-12-31", "2026-02-30"):
        assert client.get(week.replace("2026-11-20", far)).status_code == 404, far
    title = client.get(week).text.partition("</title>")[0]  # which stands in histories and on what is printed
    assert number not in title and service.subject.reference in title


def test_an_officers_week_shows_acts_and_readings_with_their_basis(
    service: SimpleNamespace, claim: Any, signed_in: Any
) -> None:
    clerk = Officer.objects.get(pk=service.clerk)
    consult(service.subject, Actor.of(service.clerk), "personnel", case="9/26")
    address = f"/oversight/officers/{clerk.reference}/{today().isoformat()}"
    client = signed_in(service.inspector)
    asked = client.get(address)
    assert "Why do you open this file?" in asked.text
    assert client.post(address, {"purpose": "inspection"}).status_code == 302
    page = client.get(address).text
    for part in (claim.reference, service.subject.reference, "9/26", "Personnel clerk", "Management of personnel"):
        assert part in page, part
    assert f'href="{record_url(Officer.objects.get(pk=service.subject.pk))}"' in page, "to a file that one may open"
    assert f"/claims/{claim.reference}/" not in page, "an inspectorate that doesn't read a register isn't led there"
    (kept,) = of_records([clerk.pk], today())
    assert (kept.actor, kept.purpose) == (service.inspector, "inspection")
    assert signed_in(service.elsewhere).get(address).status_code == 404
    assert signed_in(service.clerk).get(address).status_code == 404


def test_figures_of_use_come_from_sealed_readings(service: SimpleNamespace, claim: Any, signed_in: Any) -> None:
    consult(claim, Actor.of(service.director), "handling")
    client = signed_in(service.inspector)
    assert "Nothing was read" in client.get("/oversight/use").text
    seal_all_readings()
    page = client.get("/oversight/use").text
    assert "Handling" in page
    assert str(service.rabat.french) in page
