"""The pages of the cell: received in private, asked about risk, protected; the address stays sealed; nobody else."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from hasila.institution.accounts import Account
from hasila.modules.districts.child_files import ChildFile
from hasila.modules.districts.tests.test_victims import ANSWERS, CHILD_ANSWERS, LEVEL
from hasila.modules.districts.victim_files import VictimFile
from hasila.surfaces.web.models import Draft

WOMAN: dict[str, Any] = {
    "_key": "cell-woman-1",
    "in_private": "True",
    "facts": "ضربها زوجها وهددها.",
    "violence": ["physical", "psychological"],
    "relation": "spouse",
    "urgency": "urgent",
    "arabic_name": "خديجة الإدريسي",
    "shelter": "عند أختها، حي أزلي 44",
}
CHILD: dict[str, Any] = {
    "in_private": "True",
    "facts": "ما رواه المعلم.",
    "violence": ["physical"],
    "relation": "parent",
    "urgency": "urgent",
    "guardian": "أمينة",
    "guardian_tie": "mother",
    "guardian_suspected": "False",
    "sex": "F",
}


def client_of(identifier: Any, name: str) -> Client:
    account = Account.objects.create(username=name, password="!", id=identifier, latin_name="Agente", demo=True)
    client = Client(HTTP_HOST="localhost")
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    client.cookies["django_language"] = "en"
    return client


@pytest.fixture
def cell(staff: SimpleNamespace) -> Client:
    return client_of(staff.victims, "victims")


def test_a_woman_is_received_asked_and_protected(cell: Client, staff: SimpleNamespace) -> None:
    assert cell.get("/")["Location"] == "/cell"
    unit = {"unit": cell.get("/cell/new/woman").context["form"].fields["unit"].initial}
    assert cell.post("/cell/new/woman", WOMAN | {"_save": "page"}).status_code == 302
    drafts = cell.get("/cell").text
    assert "My drafts" in drafts and WOMAN["facts"] not in drafts  # whoever looks over the shoulder reads nothing
    refused = cell.post("/cell/new/woman", WOMAN | unit | {"in_private": "False"})
    assert refused.status_code == 422 and "Go to the room of the cell" in refused.text
    done = cell.post("/cell/new/woman", WOMAN | unit)
    file = VictimFile.objects.get()
    url = f"/cell/{file.reference}/"
    assert done["Location"].startswith(url) and not Draft.objects.exists()
    page = cell.get(url)  # whoever has just received her states no purpose
    assert page.status_code == 200 and WOMAN["shelter"] not in page.text and "The address is sealed" in page.text
    assert [done for _label, done in page.context["to_do"]] == [False] * 5 + [True]
    assert page.text.index(f"{url}assess/") < page.text.index(f"{url}ask_measures/")

    answer = cell.post(f"{url}assess/", ANSWERS | LEVEL | {"_key": "cell-risk-1", "weapon": ""})
    assert answer.status_code == 422 and answer.context["form"]["weapon"].errors
    assert cell.post(f"{url}assess/", ANSWERS | LEVEL | {"_key": "cell-risk-1"}).status_code == 302
    again = cell.get(f"{url}assess_again/").context["form"]
    assert again["weapon"].value() is None and again["risk"].value() is None  # nobody sends old answers unread
    offered = [
        code for code, _label in cell.get(f"{url}ask_measures/").context["form"].fields["measures_asked"].widget.choices
    ]
    assert "property" in offered and "trusted" not in offered
    file.refresh_from_db()
    asked = {
        "measures_asked": ["warning"],
        "asked_at": file.acted_at.isoformat(timespec="minutes"),
        "_key": "cell-asks-1",
    }
    assert cell.post(f"{url}ask_measures/", asked).status_code == 302
    for number, place in enumerate(("مستشفى ابن طفيل", "جمعية النخيل")):
        helped = {
            "referral": ("hospital", "association")[number],
            "referred_where": place,
            "_key": f"cell-helped-{number}",
        }
        assert cell.post(f"{url}refer/", helped).status_code == 302
    page = cell.get(url)
    assert "Warning to the aggressor" in page.text and "Has he a weapon" in page.text
    assert page.text.index("مستشفى ابن طفيل") < page.text.index("جمعية النخيل")  # each referral, not the last alone
    listed = cell.get("/cell")
    assert file.reference in listed.text
    file.refresh_from_db()
    assert (file.due_step, str(listed.context["files"][0].next)) == ("", "The prosecutor has answered")  # what is left
    assert cell.get(f"{url}open_case/").status_code == 404  # no form of the cell's own: the derived one serves
    assert "No measure was ordered" not in page.text
    answered = {"answered_at": timezone.localtime().isoformat(timespec="minutes"), "_key": "cell-answers-1"}
    assert cell.post(f"{url}record_answer/", answered).status_code == 302
    assert "No measure was ordered" in cell.get(url).text
    desk = client_of(staff.desk, "desk")
    for path in ("/cell", "/cell/new/woman", url, f"{url}assess/"):
        assert desk.get(path).status_code == 404


def test_a_child_has_questions_and_measures_of_its_own(cell: Client, staff: SimpleNamespace) -> None:
    form = cell.get("/cell/new/child").context["form"]
    done = cell.post("/cell/new/child", CHILD | {"unit": form.fields["unit"].initial, "_key": "cell-child-1"})
    assert done.status_code == 302
    url = f"/cell/{ChildFile.objects.get().reference}/"
    asks = cell.get(f"{url}assess/").text
    assert "Is the child left alone with the aggressor?" in asks and "pregnant" not in asks
    assert cell.post(f"{url}assess/", CHILD_ANSWERS | LEVEL | {"_key": "cell-risk-2"}).status_code == 302
    offered = cell.get(f"{url}ask_measures/").text
    assert "Placing with a person worthy of trust" in offered and "common property" not in offered
    minors = client_of(staff.minors, "minors")
    assert "A woman" not in minors.get("/cell").text and "A child" in minors.get("/cell").text
    assert minors.get("/cell/new/woman").status_code == 403
    assert "Purpose of reading" in minors.get(url).text


def test_what_the_person_accused_may_be_to_a_child(cell: Client) -> None:
    """No child has a grown son or daughter; one who was married names a spouse."""
    offered = {
        whom: dict(cell.get(f"/cell/new/{whom}").context["form"].fields["relation"].widget.choices)
        for whom in ("woman", "child")
    }
    assert ("child" in offered["woman"], "child" in offered["child"]) == (True, False)
    assert set(offered["woman"]) - set(offered["child"]) == {"child"}
    unit = {"unit": cell.get("/cell/new/child").context["form"].fields["unit"].initial}
    refused = cell.post("/cell/new/child", CHILD | unit | {"relation": "child", "_key": "cell-child-2"})
    assert refused.status_code == 422 and refused.context["form"]["relation"].errors
