"""Sealed fields: the clear text is nowhere but behind `reveal`; keys rotate, and a wrong key never gives garbage."""

import base64
import json
import logging
import os
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from django.core.cache import cache
from django.db import connection, connections

from hasila.assurance import sealed
from hasila.assurance.checking.envelopes import check_keys_open, check_sealed
from hasila.assurance.checking.findings import Finding
from hasila.assurance.checking.records import read_span
from hasila.assurance.keyring import Keyring, keyring
from hasila.assurance.readings import of_records
from hasila.assurance.sealed import MASK, Sealed, held, key_of, reveal, rewrap, seal, unseal
from hasila.institution.mandates import Mandate
from hasila.institution.powers import Mandates
from hasila.institution.roles import Role
from hasila.institution.staffing import give_mandate
from hasila.kernel.access import Actor
from hasila.kernel.many import perform_many
from hasila.kernel.perform import perform
from hasila.kernel.procedures import Act
from hasila.kernel.refusals import Refused
from hasila.modules.inspection.models import Inquiry, InquiryFile
from hasila.modules.personnel.models import Transfer, TransferRequest
from hasila.modules.retention.models import Erasure
from hasila.plain.moments import today
from hasila.surfaces.web.display import record_url
from tests.assurance.enemy import Enemy
from tests.beginnings import beginning
from tests.cli.conftest import hasila
from tests.kernel.conftest import people
from tests.scenarios.conftest import browser, speaker

__all__ = ["hasila"]

SECRET = "زينب الحرة 0661-DENOUNCER"
ABOUT = b"table.field"
RECORD = UUID(int=7)


@pytest.fixture
def ring(tmp_path: Any, settings: Any) -> Keyring:
    """A ring of its own, with data keys that were made under it."""
    settings.HASILA_FIELD_KEYS = str(tmp_path / "fields.keys")
    keyring().make()
    sealed.pool.forget()
    yield keyring()
    sealed.pool.forget()


def staffed() -> SimpleNamespace:
    cache.clear()
    found = people()
    found.inspector = found.holder(Role.INSPECTOR)
    found.chief = found.holder(Role.CHIEF_INSPECTOR)
    return found


office = beginning(staffed, "office")


@pytest.fixture
def committed(ring: Keyring, ledger_db: None) -> SimpleNamespace:
    """People whom the owner's connection sees too, with a ring of their own."""
    return staffed()


def content(staff: SimpleNamespace, **more: Any) -> dict[str, Any]:
    facts = {"origin": "denunciation", "subject": "تأخير", "facts": "وقائع", "concerned_unit": staff.rabat.pk}
    return {**facts, "denouncer": SECRET, **more}


@pytest.fixture
def file(office: SimpleNamespace) -> InquiryFile:
    """An inquiry on a denunciation."""
    return inquiry(office)


def inquiry(office: SimpleNamespace) -> InquiryFile:
    made = perform(Inquiry.open_inquiry, actor=office.inspector, unit=office.root, data=content(office)).record
    return InquiryFile.objects.get(pk=made.pk)


def refusal(function: Any, *args: Any) -> str:
    with pytest.raises(Refused) as caught:
        function(*args)
    return caught.value.refusal.code


def test_a_process_that_reads_behind_the_fence_makes_keys_all_the_same(committed: SimpleNamespace) -> None:
    """Pages are served by connections that begin as the reader, and take sealed values in all the same."""
    options = connections["default"].settings_dict["OPTIONS"]
    before = options.get("options", "")
    options["options"] = f"{before} -c role=hasila_reader".strip()
    try:
        assert unseal(seal("clear text", ABOUT, RECORD), ABOUT, RECORD) == "clear text"
    finally:
        options["options"] = before


def test_of_two_processes_that_make_the_ring_at_once_one_makes_it(tmp_path: Any, monkeypatch: Any) -> None:
    """The one that comes second takes the ring that is there: with its key something may be sealed already."""
    path = tmp_path / "fields.keys"
    made: list[str] = []
    monkeypatch.setattr("hasila.assurance.keyring.secrets.token_hex", _once(path, made))
    assert Keyring(path).make().id == made[0]
    assert (list(Keyring(path).read()), list(tmp_path.iterdir())) == (made, [path])


def _once(path: Any, made: list[str]) -> Any:
    """Names a key; before the first name another process makes its ring."""
    names = iter(("a", "b"))

    def name(_size: int) -> str:
        found = next(names)
        if found == "a":
            made.append(Keyring(path).make().id)
        return found

    return name


def test_what_shows_a_value_shows_a_mask(file: InquiryFile) -> None:
    value = file.denouncer
    assert (str(value), f"{value}", f"{value:>5}") == (MASK, MASK, f"  {MASK}")
    assert SECRET not in repr(value) + repr(file.__dict__)
    assert value.envelope.startswith(sealed.MARK)
    assert isinstance(value, Sealed)


def test_those_named_open_it_and_that_is_kept(file: InquiryFile, office: SimpleNamespace) -> None:
    assert reveal(file, "denouncer", Actor.of(office.chief), "inquiry") == SECRET
    (reading,) = of_records([file.pk], today())
    assert (reading.actor, reading.kind, reading.purpose) == (office.chief, "reveal", "inquiry")


def test_nobody_else_opens_it(file: InquiryFile, office: SimpleNamespace) -> None:
    for actor in (office.inspector, office.director, office.clerk, None):
        assert refusal(reveal, file, "denouncer", Actor.of(actor), "inquiry") == "sealed.not_named"
    local = office.officer().pk
    give_mandate(local, Role.CHIEF_INSPECTOR, office.casablanca)
    assert refusal(reveal, file, "denouncer", Actor.of(local), "inquiry") == "sealed.not_named"
    assert refusal(reveal, file, "denouncer", Actor.of(office.chief), "curiosity") == "kernel.no_purpose"
    perform(Inquiry.name_officer, file, actor=office.inspector, data={"officer": office.chief})
    assert refusal(reveal, file, "denouncer", Actor.of(office.chief), "inquiry") == "kernel.own_file"
    assert of_records([file.pk], today()) == []


def test_the_officer_opens_their_own_grounds(office: SimpleNamespace) -> None:
    asked = {"officer": office.subject, "wish": office.casablanca, "ground": "health", "details": SECRET}
    made = perform(Transfer.request_urgently, actor=office.clerk, unit=office.rabat, data=asked).record
    assert reveal(made, "details", Actor.of(office.subject.pk)) == SECRET
    assert of_records([made.pk], today()) == []
    for actor in (office.clerk, office.director):
        assert reveal(made, "details", Actor.of(actor), "handling") == SECRET
    assert {reading.actor for reading in of_records([made.pk], today())} == {office.clerk, office.director}
    chief = office.holder(Role.UNIT_CHIEF)
    assert refusal(reveal, made, "details", Actor.of(chief)) == "sealed.not_named"
    assert str(TransferRequest.objects.get(pk=made.pk).details) == MASK


def everything() -> bytes:
    """Every table, as the owner's connection dumps it."""
    found = []
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace")
        for (table,) in cursor.fetchall():
            with cursor.copy(f'COPY "{table}" TO STDOUT') as rows:
                found.append(b"".join(bytes(part) for part in rows))
    return b"\n".join(found)


def traces(text: str) -> list[bytes]:
    """How a text may lie in a table: as it is, as JSON, as hexadecimal, as base64."""
    data = text.encode()
    return [data, json.dumps(text).strip('"').encode(), data.hex().encode(), base64.b64encode(data)[:-4]]


def test_the_clear_text_is_in_no_table(committed: SimpleNamespace, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    office, how = committed, {"actor": committed.inspector, "unit": committed.root, "key": "k1"}
    made = perform(Inquiry.open_inquiry, data=content(office), **how).record
    acts = [
        Act(Inquiry.open_inquiry, actor=office.inspector, unit_id=office.root.pk, data=content(office), key=f"m{n}")
        for n in range(3)
    ]
    assert perform_many(acts).performed == 3
    reveal(made, "denouncer", Actor.of(office.chief), "inquiry")
    dump = everything()
    assert made.reference.encode() in dump
    for trace in traces(SECRET):
        assert trace not in dump
    assert dump.count(sealed.MARK.encode()) >= 8 or sealed.MARK.encode().hex().encode() in dump
    assert SECRET not in caplog.text


def test_pages_files_and_the_api_show_a_mask(file: InquiryFile, office: SimpleNamespace, hasila: Any) -> None:  # noqa: F811
    client = browser(office.chief)
    url = record_url(file)
    client.post(url, {"purpose": "inquiry"})
    page = client.get(url).content.decode()
    assert MASK in page
    inspector = browser(office.inspector)
    inspector.post(url, {"purpose": "inquiry"})
    register, why = "/registers/inspection/inquiry/", {"purpose": "inquiry"}
    client.post(register, why)
    exported = client.post(f"{register}export.csv", why, follow=True)
    table = b"".join(exported.streaming_content).decode() if exported.streaming else exported.content.decode()
    api = speaker(office.chief).post(f"/inspection/inquiry/{file.reference}/open", why)
    assert api.json()["fields"]["denouncer"] == MASK
    found = client.post(register, {"q": "DENOUNCER"}).content.decode()
    assert file.reference not in found
    shown = [page, inspector.get(url).content.decode(), table, found, api.content.decode()]
    for form in ("table", "json", "csv"):
        shown.append(hasila("show", file.reference, "--purpose", "inquiry", "--format", form, by=office.chief).out)
        assert file.reference in shown[-1]
    for text in shown:
        assert SECRET not in text
        assert sealed.MARK not in text


def test_the_page_of_a_step_asks_for_it_and_gives_it_to_nobody(office: SimpleNamespace) -> None:
    client = browser(office.inspector, "en")
    url = "/registers/inspection/inquiry/new/open_inquiry/"
    assert "Who denounced" in client.get(url).content.decode()
    sent = content(office, concerned_unit="PP-RBT", unit="DGSN")
    answer = client.post(url, {**sent, "subject": ""})
    assert answer.status_code == 422
    assert SECRET in answer.content.decode()  # to the one who has just typed it
    assert client.post(url, sent).status_code == 302
    assert str(InquiryFile.objects.get().denouncer) == MASK


def test_a_page_opens_it_for_those_named(file: InquiryFile, office: SimpleNamespace) -> None:
    url = f"{record_url(file)}sealed/denouncer/"
    chief, inspector = browser(office.chief), browser(office.inspector)
    assert chief.get(url).status_code == 405
    for client in (chief, inspector):
        client.post(record_url(file), {"purpose": "inquiry"})
    answer = chief.post(url)
    assert answer.status_code == 200
    assert SECRET in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    refused = inspector.post(url)
    assert refused.status_code == 403
    assert SECRET not in refused.content.decode()
    assert url in chief.get(record_url(file)).content.decode()
    assert url not in inspector.get(record_url(file)).content.decode()


def test_a_retried_request_is_known_though_no_seal_is_like_another(office: SimpleNamespace) -> None:
    how = {"actor": office.inspector, "unit": office.root, "key": "once"}
    first = perform(Inquiry.open_inquiry, data=content(office), **how)
    again = perform(Inquiry.open_inquiry, data=content(office), **how)
    assert (again.replayed, again.entry_id) == (True, first.entry_id)
    with pytest.raises(Refused) as caught:
        perform(Inquiry.open_inquiry, data=content(office, denouncer="آخر"), **how)
    assert caught.value.refusal.code == "kernel.key_reused"


@pytest.mark.django_db
def test_a_rotation_changes_no_fingerprint(ring: Keyring) -> None:
    old, before = ring.newest().id, seal("نص", ABOUT, RECORD).fingerprint
    ring.make()
    ring.retire(old)
    assert seal("نص", ABOUT, RECORD).fingerprint == before
    assert seal("آخر", ABOUT, RECORD).fingerprint != before
    assert len(before) == 64


def test_an_empty_value_is_not_sealed(office: SimpleNamespace) -> None:
    data = content(office, denouncer="")
    made = perform(Inquiry.open_inquiry, actor=office.inspector, unit=office.root, data=data).record
    assert made.denouncer == ""
    assert reveal(made, "denouncer", Actor.of(office.chief), "inquiry") == ""


def test_it_is_cleaned_like_any_text(office: SimpleNamespace) -> None:
    data = content(office, denouncer="a\u202eb")
    with pytest.raises(Refused) as caught:
        perform(Inquiry.open_inquiry, actor=office.inspector, unit=office.root, data=data)
    assert (caught.value.refusal.code, caught.value.refusal.field) == ("kernel.control_characters", "denouncer")


def test_rotation_wraps_anew_and_touches_no_record(committed: SimpleNamespace, ring: Keyring) -> None:
    file = inquiry(committed)
    envelope, version, old = file.denouncer.envelope, file.version, ring.newest().id
    new = ring.make().id
    assert new != old
    assert unseal(envelope, type(file)._meta.get_field("denouncer").about(), file.pk) == SECRET
    with connections["owner"].cursor() as cursor:  # what other tests sealed under rings of their own
        cursor.execute("DELETE FROM sealed_key WHERE master <> %s", [old])
    assert rewrap(batch=3) == 16
    assert old not in held()
    ring.retire(old)
    file.refresh_from_db()
    assert (file.denouncer.envelope, file.version) == (envelope, version)
    assert reveal(file, "denouncer", Actor.of(committed.chief), "inquiry") == SECRET


@pytest.mark.django_db
def test_a_wrong_key_is_refused_by_name(ring: Keyring) -> None:
    envelope = seal("نص", ABOUT, RECORD)
    assert unseal(envelope, ABOUT, RECORD) == "نص"
    assert refusal(unseal, envelope, b"table.other", RECORD) == "sealed.key_wrong"
    assert refusal(unseal, envelope, ABOUT, UUID(int=8)) == "sealed.key_wrong"
    as_of_before = Sealed(envelope.envelope.replace(sealed.MARK, sealed.UNBOUND))
    assert refusal(unseal, as_of_before, ABOUT, RECORD) == "sealed.key_wrong"
    altered = Sealed(envelope.envelope[:-6] + "AAAA==")
    assert refusal(unseal, altered, ABOUT, RECORD) == "sealed.key_wrong"
    assert refusal(unseal, Sealed("clear text"), ABOUT, RECORD) == "sealed.key_wrong"
    kept = json.loads(ring.path.read_bytes())
    stranger = [{**kept["keys"][0], "key": "A" * 43 + "="}]
    ring.path.write_text(json.dumps({**kept, "keys": stranger}))
    assert refusal(unseal, envelope, ABOUT, RECORD) == "sealed.key_wrong"
    ring.path.write_text(json.dumps({**kept, "keys": [{**kept["keys"][0], "id": "another"}]}))
    assert refusal(unseal, envelope, ABOUT, RECORD) == "sealed.key_unknown"


@pytest.mark.django_db
def test_a_ring_that_is_open_or_gone_is_refused(ring: Keyring) -> None:
    assert ring.path.stat().st_mode & 0o777 == 0o600
    envelope = seal("نص", ABOUT, RECORD)
    ring.path.chmod(0o640)
    assert refusal(unseal, envelope, ABOUT, RECORD) == "sealed.keys_open"
    ring.path.chmod(0o600)
    for damaged in ("", "{}", '{"keys": [], "digests": ""}', '{"keys": [{"id": "a", "key": "QQ==", "made": ""}]}'):
        ring.path.write_text(damaged)
        assert refusal(unseal, envelope, ABOUT, RECORD) == "sealed.keys_damaged"
    os.unlink(ring.path)
    sealed.pool.forget()
    assert refusal(seal, "نص", ABOUT, RECORD) == "sealed.keys_missing"
    assert not ring.path.exists()


def test_an_erasure_takes_the_key_too(committed: SimpleNamespace) -> None:
    office = committed
    data_officer, legal = office.holder(Role.DATA_OFFICER), office.holder(Role.LEGAL_OFFICER)
    asked = {"officer": office.subject, "wish": office.casablanca, "ground": "health", "details": SECRET}
    made = perform(Transfer.request_urgently, actor=office.clerk, unit=office.rabat, data=asked).record
    other = inquiry(office)
    perform(Transfer.withdraw, made, actor=office.clerk)
    envelope = TransferRequest.objects.get(pk=made.pk).details.envelope
    about = TransferRequest._meta.get_field("details").about()
    assert unseal(envelope, about, made.pk) == SECRET
    court = {"ground": "court", "court": "المحكمة الإدارية", "court_reference": "2026/12", "court_date": today()}
    order = perform(
        Erasure.propose, actor=data_officer, unit=office.rabat, data={"file": made.reference, **court}
    ).record
    perform(Erasure.approve, order, actor=legal)
    perform(Erasure.carry_out, order, actor=data_officer)
    assert refusal(unseal, envelope, about, made.pk) == "sealed.erased"
    left = TransferRequest.objects.get(pk=made.pk)
    assert refusal(reveal, left, "details", Actor.of(office.director), "handling") == "sealed.erased"
    assert reveal(other, "denouncer", Actor.of(office.chief), "inquiry") == SECRET


@pytest.mark.django_db
def test_the_application_erases_and_wraps_nothing() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT has_table_privilege('hasila_app', 'sealed_key', 'UPDATE'),"
            " has_table_privilege('hasila_app', 'sealed_key', 'DELETE'),"
            " has_table_privilege('hasila_app', 'sealed_key', 'INSERT')"
        )
        assert cursor.fetchone() == (False, False, True)


@pytest.mark.django_db
def test_the_length_of_a_value_tells_little(ring: Keyring) -> None:
    assert len({len(seal("x" * n, ABOUT, RECORD).envelope) for n in range(1, 60)}) == 1
    assert unseal(seal("ع" * 500, ABOUT, RECORD), ABOUT, RECORD) == "ع" * 500


@pytest.mark.django_db
def test_what_was_sealed_before_values_were_bound_to_records_still_opens(ring: Keyring) -> None:
    key, secret = sealed.pool.take()
    inside = base64.urlsafe_b64encode(sealed._enclosed(secret, "نص", ABOUT)).decode()
    assert unseal(Sealed(f"{sealed.UNBOUND}{key.hex}:{inside}"), ABOUT, RECORD) == "نص"


def test_an_envelope_is_taken_for_its_own_record_alone(office: SimpleNamespace) -> None:
    one, other = inquiry(office), inquiry(office)
    field = InquiryFile._meta.get_field("denouncer")
    assert field.seal(one.denouncer, one.pk) == one.denouncer
    with pytest.raises(Refused) as caught:
        perform(
            Inquiry.open_inquiry, actor=office.inspector, unit=office.root,
            data=content(office, denouncer=other.denouncer),
        )  # fmt: skip
    assert caught.value.refusal.code == "sealed.key_wrong"


def test_an_envelope_moved_to_another_record_opens_nowhere_and_is_found(
    committed: SimpleNamespace, database_name: str
) -> None:
    one, other = inquiry(committed), inquiry(committed)
    enemy = Enemy(database_name)
    assert read_span(enemy.raw, Inquiry.key, UUID(int=0), None).findings == []
    enemy.do("UPDATE inspection_inquiryfile SET denouncer = %s WHERE id = %s", other.denouncer.envelope, one.pk)
    moved = InquiryFile.objects.get(pk=one.pk)
    assert refusal(reveal, moved, "denouncer", Actor.of(committed.chief), "inquiry") == "sealed.key_wrong"
    found = read_span(enemy.raw, Inquiry.key, UUID(int=0), None).findings
    enemy.raw.close()
    assert [(finding.check, finding.record) for finding in found] == [("record.field", str(one.pk))]


def test_a_value_whose_key_is_gone_or_spoilt_is_found(committed: SimpleNamespace, database_name: str) -> None:
    """Every hash still fits; but nobody can ever read the value again."""
    lost, spoilt, _whole = (inquiry(committed) for _number in range(3))
    enemy = Enemy(database_name)

    def opened() -> tuple[int | None, list[Finding]]:
        with enemy.raw.transaction():
            return check_keys_open(enemy.raw)

    tried, found = opened()
    assert list(check_sealed(enemy.raw)) == found == [] and tried is not None and tried >= 3
    enemy.do("DELETE FROM sealed_key WHERE id = %s", key_of(lost.denouncer.envelope))
    enemy.do("UPDATE sealed_key SET wrapped = wrapped || 'x' WHERE id = %s", key_of(spoilt.denouncer.envelope))
    places = {(finding.record, finding.place) for finding in check_sealed(enemy.raw)}
    assert places == {(str(lost.pk), "inspection_inquiryfile.denouncer"), (str(lost.pk), "ledger_content.denouncer")}
    _tried, found = opened()
    assert {(finding.record, finding.found) for finding in found} == {(str(spoilt.pk), "sealed.key_wrong")}
    assert {finding.place for finding in found} == {place for _record, place in places}
    keyring().path.unlink()  # a verification elsewhere has no master keys, and says that it tried none
    assert opened() == (None, [])
    enemy.raw.close()


def test_mandates_agree_with_their_entries(committed: SimpleNamespace, database_name: str) -> None:
    held = Mandate.objects.get(officer_id=committed.clerk)
    lending = {"officer": committed.subject, "replaces": held, "from_date": today(), "to_date": today(), "grounds": "x"}
    perform(Mandates.lend, actor=committed.director, unit=committed.root, data=lending)
    perform(Mandates.end, held, actor=committed.director, data={"grounds": "y"})
    enemy = Enemy(database_name)
    assert read_span(enemy.raw, Mandates.key, UUID(int=0), None).findings == []
    enemy.do("UPDATE institution_mandate SET role = 'director_general' WHERE id = %s", held.pk)
    found = read_span(enemy.raw, Mandates.key, UUID(int=0), None).findings
    enemy.raw.close()
    assert [(finding.check, finding.record) for finding in found] == [("record.field", str(held.pk))]
