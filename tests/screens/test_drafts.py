"""Drafts: saved as one types, encrypted, their author's alone, gone with the act; without a browser."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, connections, transaction
from django.test import Client
from django.utils import timezone

from hasila.assurance import sealed
from hasila.assurance.keyring import keyring
from hasila.institution.roles import Role
from hasila.kernel.access import acting
from hasila.kernel.perform import perform
from hasila.surfaces.web import drafts
from hasila.surfaces.web.models import Draft
from tests.sample.models import Claim, Claims

OPENING = "/registers/sample/claims/new/file/"
TEXT = "وصلت المشتكية على الساعة الثانية ليلا"


@pytest.fixture(autouse=True)
def ring(tmp_path: Path, settings: Any) -> Iterator[None]:
    settings.HASILA_FIELD_KEYS = str(tmp_path / "fields.keys")
    sealed.pool.forget()
    keyring().make()
    yield
    sealed.pool.forget()


@pytest.fixture
def clerk(service: SimpleNamespace, signed_in: Callable[..., Client]) -> Client:
    return signed_in(service.clerk)


def saving(key: str, serial: int = 1, seen: int = 0, writer: str = "one", **fields: Any) -> dict[str, Any]:
    marks = {"_save": "quietly", "_key": key, "_writer": writer, "_serial": serial, "_seen": seen}
    return {"text": TEXT, "amount": "١٢", **marks, **fields}


def test_a_draft_comes_back_as_it_was_typed_and_goes_with_its_act(service: SimpleNamespace, clerk: Client) -> None:
    key = uuid4().hex
    holder = service.subject.registration_number
    first = clerk.post(OPENING, saving(key, holder=holder, unit=service.rabat.code))
    assert first.status_code == 200
    assert first.json()["version"] == 1
    assert clerk.post(OPENING, saving(key, 2, 1, holder=holder, text=TEXT + "…")).json()["version"] == 2
    row = Draft.objects.get()
    assert row.file == ""
    assert TEXT.encode() not in bytes(row.content)
    page = clerk.get(OPENING).content.decode()
    assert f"?draft={key}" in page
    assert TEXT[:20] in page  # by which one draft is told from another
    assert "My drafts" in clerk.get("/").content.decode()
    form = clerk.get(OPENING, {"draft": key}).context["form"]
    assert form["text"].value() == TEXT + "…"
    assert form["amount"].value() == "١٢"
    assert form["_key"].value() == key
    assert service.subject.latin_name in str(form["holder"])
    sent = {"holder": holder, "text": TEXT, "amount": "12", "unit": service.rabat.code, "_key": key}
    assert "receipt=" in clerk.post(f"{OPENING}?draft={key}", sent)["Location"]
    assert not Draft.objects.exists()
    # A save that was under way when the form was sent comes too late, and one that came in between is not offered.
    late = clerk.post(OPENING, saving(key, 3, 2))
    assert (late.status_code, late.json()["code"]) == (409, "drafts.gone")
    assert clerk.post(OPENING, saving(key)).json()["code"] == "drafts.gone"
    assert "this draft is there no more" in clerk.get(OPENING, {"draft": key}).content.decode().lower()
    assert Claim.objects.count() == 1


def test_a_form_in_which_nothing_was_typed_is_no_draft_to_come_back_to(service: SimpleNamespace, clerk: Client) -> None:
    blank, begun = uuid4().hex, uuid4().hex
    assert clerk.post(OPENING, saving(blank, text="", amount="", unit=service.rabat.code)).status_code == 200
    assert blank not in clerk.get("/").text and blank not in clerk.get(OPENING).text
    assert clerk.post(OPENING, saving(blank, 2, 1, text="", amount="1")).json()["version"] == 2
    assert blank in clerk.get("/").text
    assert clerk.post(OPENING, saving(begun, text="تأخر")).status_code == 200
    assert begun in clerk.get(OPENING).text


def test_what_was_typed_outlasts_the_purpose(service: SimpleNamespace, clerk: Client, claim: Any) -> None:
    """A purpose holds for half an hour, and somebody may type longer."""
    address = f"/records/sample/claims/{claim.reference}/amend/"
    clerk.post(address, {"purpose": "handling"})
    assert 'name="_key"' in clerk.get(address).text
    session = clerk.session
    del session["consulted"]
    session.save()
    asks = clerk.post(address, {"_key": uuid4().hex, "_expects": "1", "text": "ما كتبته", "amount": "7"})
    assert asks.status_code == 200 and "What you typed is kept as a draft" in asks.text
    assert "What you open" in asks.text and service.subject.latin_name in asks.text and "الطلب الأول" not in asks.text
    assert Claim.objects.get().version == 1
    clerk.post(address, {"purpose": "handling"})
    form = clerk.get(address).text
    assert "ما كتبته" in form and 'value="7"' in form


def test_two_windows_overwrite_nothing_silently(service: SimpleNamespace, clerk: Client) -> None:
    key = uuid4().hex
    clerk.post(OPENING, saving(key))
    assert clerk.post(OPENING, saving(key, 1, 1, "two", text="نص النافذة الثانية")).json()["version"] == 2
    told = clerk.post(OPENING, saving(key, 2, 1))
    assert (told.status_code, told.json()["code"]) == (409, "drafts.changed_elsewhere")
    assert "another window at" in told.json()["message"]
    assert drafts.content(read(service.clerk))["text"] == ["نص النافذة الثانية"]
    # A window's own saves: an answer that was lost is repeated, one that comes late changes nothing.
    assert clerk.post(OPENING, saving(key, 2, 1, "two", text="ثانية")).json()["version"] == 3
    assert clerk.post(OPENING, saving(key, 1, 1, "two", text="قديم")).json()["version"] == 3
    assert drafts.content(read(service.clerk))["text"] == ["ثانية"]
    clerk.post(OPENING, {"_discard": key})
    assert clerk.post(OPENING, saving(key, 3, 3, "two")).json()["code"] == "drafts.gone"


def read(author: Any) -> Draft:
    with acting(author):
        return Draft.objects.get()


def test_a_draft_is_its_authors_alone(
    service: SimpleNamespace, clerk: Client, signed_in: Callable[..., Client]
) -> None:
    key = uuid4().hex
    clerk.post(OPENING, saving(key))
    other = signed_in(service.other_clerk)
    assert TEXT[:20] not in other.get(OPENING).content.decode()
    assert other.get(OPENING, {"draft": key}).context["form"]["text"].value() is None
    other.post(OPENING, {"_discard": key})
    assert other.post(OPENING, saving(key, text="آخر")).json()["version"] == 1  # a draft of their own under that key
    for whose, texts in ((service.clerk, [TEXT]), (service.other_clerk, ["آخر"]), (service.director, []), (None, [])):
        with acting(whose):
            assert [drafts.content(one)["text"][0] for one in Draft.objects.all()] == texts
            with connection.cursor() as cursor:  # nor by words of one's own in the database
                cursor.execute("UPDATE web_draft SET path = 'x' WHERE author IS DISTINCT FROM hasila_actor()")
                assert cursor.rowcount == 0
    row = read(service.clerk)
    row.author = service.other_clerk
    with pytest.raises(drafts.Refused):
        drafts.content(row)


def test_a_form_is_kept_without_scripts_and_on_a_file(service: SimpleNamespace, clerk: Client, claim: Any) -> None:
    key = uuid4().hex
    step = f"/records/sample/claims/{claim.reference}/amend/"
    kept = clerk.post(step, {"_save": "page", "_key": key, "_seen": "0", "_expects": "1", "text": "تعديل"})
    assert kept["Location"] == f"{step}?draft={key}"
    assert clerk.get(step).context["title"]  # the purpose of reading is asked first, as ever
    clerk.post(step, {"purpose": "handling"})
    perform(Claims.amend, claim.pk, actor=service.other_clerk, data={"text": "تعديل زميلة"})
    early = clerk.post(step, saving(key, 1, 1, text="تعديل", _expects="1")).json()["told"]  # while one types still
    assert "changed this file at" in early
    page = clerk.get(kept["Location"])
    assert page.context["form"]["text"].value() == "تعديل"
    assert "Saved at" in page.content.decode()
    sent = clerk.post(step, {"text": "تعديل", "_key": key, "_expects": page.context["form"]["_expects"].value()})
    assert sent.status_code == 409  # the file has moved on since the form was begun: told, and the draft stays
    assert Draft.objects.count() == 1
    many = clerk.post(step, {"_save": "page", "_key": "!", "text": "تعديل"})
    assert (many.status_code, many.context["form"]["text"].value()) == (400, "تعديل")
    assert clerk.post(step, {"_discard": key, "next": "/"})["Location"] == "/"
    assert clerk.post(step, {"_discard": key, "next": "https://elsewhere.example/"})["Location"] == step
    assert not Draft.objects.exists()


def test_a_step_on_a_file_has_one_draft_which_ends_with_it(service: SimpleNamespace, clerk: Client, claim: Any) -> None:
    step = f"/records/sample/claims/{claim.reference}/amend/"
    clerk.get(step)
    clerk.post(step, {"purpose": "handling"})
    first, second, third = (uuid4().hex for _ in range(3))
    clerk.post(step, saving(first, text="نص أول"))
    refused = clerk.post(step, {"text": "نص أول", "amount": "مائة", "_key": first, "_expects": "1"})
    assert refused.status_code == 422
    page = clerk.get(step)  # opened again, without asking for the draft
    assert page.context["form"]["text"].value() == "نص أول"
    assert page.context["form"]["_key"].value() == first
    assert "You go on here with what you typed" in page.content.decode()
    # A window that was open before finds the draft of the first and is told; kept apart, it is a second one.
    told = clerk.post(step, saving(second, text="نص ثان"))
    assert (told.status_code, told.json()["code"]) == (409, "drafts.begun_elsewhere")
    assert told.json()["other"] == f"{step}?draft={first}"
    assert clerk.post(step, saving(second, text="نص ثان", _apart="1")).json()["version"] == 1
    assert f"?draft={first}" in clerk.get(step).content.decode()
    assert clerk.post(step, {"text": "كامل", "_key": third, "_expects": "1"}).status_code == 302
    assert not Draft.objects.exists()
    # What a colleague has done is offered no more, and whoever comes for it reads what they had written.
    clerk.post(step, saving(first, text="نص لم يرسل"))
    assert claim.reference in clerk.get("/").context["drafts"][0].url
    perform(Claims.study, claim.pk, actor=service.other_clerk, data={})
    assert [one.closed for one in clerk.get("/").context["drafts"]] == [True]  # to be read, not to be sent
    assert "نص لم يرسل" in clerk.get(step).content.decode()


def test_what_the_author_did_meanwhile_does_not_hold_their_draft_up(
    service: SimpleNamespace, signed_in: Callable[..., Client], claim: Any
) -> None:
    """Begun, held up by another step that had to come first, and gone on with: nobody is told of their own act."""
    clerk, step = signed_in(service.other_clerk), f"/records/sample/claims/{claim.reference}/study/"
    clerk.post(step, {"purpose": "handling"})
    clerk.post(step, {"_save": "page", "_key": uuid4().hex, "_seen": "0", "_expects": "1", "occurred_at": "2024-03-08"})
    perform(Claims.amend, claim.pk, actor=service.other_clerk, data={"text": "نص أتم"})
    page = clerk.get(step)
    form = page.context["form"]
    assert form["_expects"].value() == "1" and "changed meanwhile" not in page.text
    sent = {name: form[name].value() or "" for name in form.fields if name.startswith("_")}
    assert clerk.post(step, {**sent, "_key": uuid4().hex}).status_code == 302
    claim.refresh_from_db()
    assert claim.state == "studied"


def test_two_windows_on_one_step_come_together_and_nothing_is_lost(
    service: SimpleNamespace, clerk: Client, claim: Any
) -> None:
    step = f"/records/sample/claims/{claim.reference}/amend/"
    clerk.get(step)
    clerk.post(step, {"purpose": "handling"})
    first, second = uuid4().hex, uuid4().hex
    shown = {"_expects": "1", "_shown": clerk.get(step).context["form"]["_shown"].value()}
    clerk.post(step, saving(first, text="نص النافذة الأولى", amount="7", **shown))
    here = {"text": "نص النافذة الثانية", "amount": "0", "token": "T1", "_key": second, "_seen": "0", **shown}
    page = clerk.post(step, {**here, "_save": "page"})  # without scripts
    assert page.status_code == 409 and 'value="compare"' in page.text and 'value="over"' in page.text
    assert page.context["form"]["text"].value() == "نص النافذة الثانية"
    page = clerk.post(step, {**here, "_save": "compare"})
    form = page.context["form"]
    assert page.status_code == 409 and form.both.keys() == {"text"}
    assert (form.both["text"].theirs, form.both["text"].mine) == (["نص النافذة الأولى"], ["نص النافذة الثانية"])
    assert form["amount"].value() == "7" and form["token"].value() == "T1"  # what only one of them has
    assert (form["_key"].value(), page.context["drafting"].version) == (first, "1")
    both = {"_choose": "text", "_theirs-text": "نص النافذة الأولى", "_by-text": form.both["text"].by}
    sent = {**here, "amount": "7", "_key": first, "_seen": "1", **both}
    assert clerk.post(step, {**sent, "_save": "page"}).status_code == 302  # the choice is put off, and comes back
    page = clerk.get(step)
    assert page.context["form"].both["text"].theirs == ["نص النافذة الأولى"]
    assert clerk.post(step, sent).status_code == 422
    # Taken over here, what the other window held is kept beside it.
    other = {**here, "_key": uuid4().hex, "text": "نص ثالث"}
    assert clerk.post(step, {**other, "_save": "over"})["Location"] == f"{step}?draft={first}"
    with acting(service.clerk):
        held = {one.matter is None: drafts.content(one)["text"] for one in Draft.objects.all()}
    assert held == {True: ["نص النافذة الثانية"], False: ["نص ثالث"]}
    # The rule is the database's.
    with acting(service.clerk), pytest.raises(IntegrityError), transaction.atomic():
        Draft.objects.filter(matter=None).update(matter=Draft.objects.exclude(matter=None).get().matter)
    sent |= {"_key": first, "_take-text": "theirs"}
    assert clerk.post(step, sent).status_code == 302
    claim.refresh_from_db()
    assert (claim.text, claim.amount) == ("نص النافذة الأولى", 7)
    assert not Draft.objects.exists()


def test_an_opening_is_gone_on_with_where_its_address_says_which(service: SimpleNamespace, clerk: Client) -> None:
    mine = f"{OPENING}?holder={service.subject.registration_number}"
    first, second, other = (uuid4().hex for _ in range(3))
    clerk.post(mine, saving(first, text="وصلت المشتكية"))
    clerk.post(OPENING, saving(other, text="شخص آخر"))
    assert clerk.get(mine).context["form"]["text"].value() == "وصلت المشتكية"
    anew = clerk.get(mine, {"draft": drafts.ANEW})
    assert anew.context["form"]["text"].value() is None and "there is no more" not in anew.content.decode()
    assert clerk.get(OPENING).context["form"]["text"].value() is None  # at a counter somebody else may have come
    sent = {"holder": service.subject.registration_number, "text": TEXT, "_key": second, "unit": service.rabat.code}
    clerk.post(mine, saving(first, 2, 1, text=TEXT[:13], amount="3"))
    assert "receipt=" in clerk.post(OPENING, sent)["Location"]
    assert [one.key for one in Draft.objects.all()] == [other]  # all of the first was sent, nothing of the other


def test_what_cannot_be_kept_is_refused(clerk: Client, monkeypatch: Any) -> None:
    for wrong in ({"_key": ""}, {"_key": "a b c d e f g"}, {"_seen": "x"}, {"_serial": "1.5"}):
        assert clerk.post(OPENING, saving(uuid4().hex) | wrong).json()["code"] == "drafts.malformed"
    assert clerk.post(OPENING, saving(uuid4().hex, text="ع" * 300_000)).json()["code"] == "drafts.too_large"
    monkeypatch.setattr(drafts, "MOST", 2)
    keys = [uuid4().hex for _ in range(3)]
    assert [clerk.post(OPENING, saving(key)).status_code for key in keys] == [200, 200, 409]
    assert clerk.post(OPENING, saving(keys[0], 2, 1)).status_code == 200
    assert Client(HTTP_HOST="localhost").post(OPENING, saving(keys[0])).status_code == 302
    assert clerk.post("/registers/sample/claims/new/nothing/", saving(keys[0])).status_code == 404


def test_a_draft_ends_with_its_term(town: SimpleNamespace, signed_in: Callable[..., Client], connect: Any) -> None:
    client = signed_in(town.clerk)
    key, later = uuid4().hex, uuid4().hex
    client.post(OPENING, saving(key))
    client.post(OPENING, saving(later))
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT expires_at - saved_at FROM web_draft WHERE key = %s", [key])
        assert cursor.fetchone()[0] == timedelta(hours=72)
        cursor.execute("UPDATE web_draft SET expires_at = %s WHERE key = %s", [timezone.now(), key])
    assert f"?draft={key}" not in client.get(OPENING).content.decode()
    raw = connect("sealer")
    raw.autocommit = True
    assert drafts.purge(raw) == 1
    assert drafts.purge(raw) == 0
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT key FROM web_draft")
        assert cursor.fetchall() == [(later,)]
    # A rotation of keys reaches drafts too, and they open as before.
    old, new = keyring().newest().id, keyring().make().id
    with connections["owner"].cursor() as cursor:  # what other tests sealed under rings of their own
        cursor.execute("DELETE FROM sealed_key WHERE master <> %s", [old])
    assert sealed.held("owner")[old] >= 1
    sealed.rewrap()
    assert set(sealed.held("owner")) == {new}
    with acting(town.clerk):
        assert drafts.content(Draft.objects.get())["text"] == [TEXT]


def test_a_sealed_field_lies_nowhere_in_clear(
    town: SimpleNamespace, signed_in: Callable[..., Client], connect: Any
) -> None:
    inspector = town.holder(Role.INSPECTOR)
    client = signed_in(inspector)
    opening, secret = "/registers/inspection/inquiry/new/open_inquiry/", "خالد المستور الذي وشى"
    key = uuid4().hex
    kept = client.post(opening, {"_save": "quietly", "_key": key, "denouncer": secret, "subject": "موضوع"})
    assert kept.status_code == 200
    assert secret not in client.get(opening).content.decode()  # the list of drafts says nothing of it
    assert secret not in client.get("/").content.decode()
    assert client.get(opening, {"draft": key}).context["form"]["denouncer"].value() == secret
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace"
        )
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT count(*) FROM "{table}" t WHERE t::text LIKE %s', [f"%{secret[:12]}%"])
            assert cursor.fetchone()[0] == 0, table
            cursor.execute(
                f'SELECT count(*) FROM "{table}" t WHERE t::text LIKE %s', [f"%{secret.encode().hex()[:40]}%"]
            )
            assert cursor.fetchone()[0] == 0, table
