"""The exchange against a real stand-in: sent once whatever breaks on the way, and every answer one act."""

import json
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import jsonschema_rs
import orjson
import pytest
from django.db import connection

from hasila.assurance import messages, p256
from hasila.assurance.bundles import open_bundle
from hasila.assurance.steps import timeline
from hasila.institution.notices import Notice
from hasila.kernel.access import SYSTEM
from hasila.kernel.refusals import Refused
from hasila.modules.casefiles import cli, lines
from hasila.modules.casefiles.case_file import CaseFile
from hasila.modules.casefiles.exchange import answers, client, handing, packing
from hasila.modules.casefiles.exchange.handing import sweep
from hasila.modules.casefiles.exchange.tables import Answer, Delivery, LineState
from hasila.modules.casefiles.referral import Referral
from hasila.modules.casefiles.referrals import Referrals
from hasila.project.commands import exchange_items
from hasila.project.prosecution.office import Office
from hasila.surfaces.cli.printing import Format
from tests.exchange.conftest import Present, again

Send = Callable[..., Referral]


def acts(referral: Referral) -> list[str]:
    return [done.act.rpartition(".")[2] for done in timeline(referral.pk)]


def state(referral: Referral) -> tuple[str, str]:
    """The state of a referral and of its file, as they are kept."""
    referral.refresh_from_db()
    return referral.state, CaseFile.objects.values_list("state", flat=True).get(pk=referral.case_id)


def test_a_file_goes_is_acknowledged_and_decided(
    office: Office, sent: Send, pilot: SimpleNamespace, capsys: pytest.CaptureFixture[str]
) -> None:
    referral = sent()
    assert (referral.by_exchange, state(referral)) == (True, ("sent", "referred"))
    done = sweep()["office"]
    assert (done.packed, done.handed, done.refused, done.silent) == (1, 1, 0, "")
    assert state(referral) == ("acknowledged", "referred")
    cli.once(form=Format.JSON)
    assert json.loads(capsys.readouterr().out)[0]["line"] == "office"
    (case,) = office.cases.values()
    assert (case.key, case.digest) == (referral.key, referral.digest)
    assert referral.receipt == case.receipt == f"1/CA-RAK/{datetime.now(UTC).year}"
    office.decide(case.key, "investigation")
    assert sweep()["office"].taken == 1
    assert state(referral) == ("decided", "decided")
    assert (referral.decision, referral.magistrate) == ("investigation", office.listed[-1]["magistrate"])
    assert acts(referral) == ["prepare", "approve", "send", "pack", "acknowledge", "decide"]
    told = timeline(referral.pk)
    assert {done.actor for done in told[3:]} == {SYSTEM} and {done.cause for done in told[3:]} == {told[2].id}
    assert timeline(referral.case_id)[-1].act == "casefiles.case_files.decide"
    kept = Delivery.objects.get()
    assert kept.bundle is None and kept.handed_at is not None
    assert sweep()["office"].taken == 0
    with pytest.raises(Refused) as refused:
        Present().do(Referrals.record_receipt, referral, actor=pilot.officer, data={"receipt": "9"})
    assert refused.value.refusal.code == "kernel.wrong_state"


def test_what_is_in_a_bundle(office: Office, sent: Send, line: lines.Line, tmp_path: Path) -> None:
    referral = sent()
    sweep()
    (stored,) = (office.state / "bundles").iterdir()
    opened = open_bundle(stored.read_bytes(), office.police)
    said, pieces = opened.manifest, opened.pieces
    assert (said["key"], said["court"], said["way"], said["synthetic"]) == (referral.key, "CA-RAK", "paper", True)
    assert {packing.DOSSIER, packing.DATA, packing.SCHEMA} <= set(pieces)
    data = orjson.loads(pieces[packing.DATA])
    rules = orjson.loads(pieces[packing.SCHEMA])
    jsonschema_rs.validator_for(rules).validate(data)
    assert data["case"]["offence"]["iccs"] == "04011" and data["case"]["offence"]["class"] == "felony"
    assert [party["card_number"] for party in data["parties"]["suspect"]] == ["EE812345"]
    assert "shielded_address" not in data["parties"]["suspect"][0]
    wrong = {**data, "parties": {"suspect": [{"reference": 1, "state": "x"}]}}
    assert not jsonschema_rs.validator_for(rules).is_valid(wrong)
    paper = pieces[packing.DOSSIER]
    assert paper.startswith(b"%PDF-1.7") and b"/Outlines" in paper and b"pdfaid" in paper
    exchange = lines.exchange()
    assert exchange is not None
    fresh = Referral.objects.select_related("case", "unit").get(pk=referral.pk)
    fresh.state, fresh.digest, fresh.pieces, fresh.receipt, fresh.received_at = "sent", "", 0, "", None
    first, second = (packing.bundle(fresh, exchange, "") for _time in range(2))
    assert first == second, "the same file gives the same bytes"


@contextmanager
def taken(_name: str) -> Any:
    """A line over which another process speaks."""
    yield False


def test_the_other_side_is_down_for_a_while(office: Office, sent: Send, monkeypatch: Any) -> None:
    office.mood.mode = "down"
    referral = sent()
    with monkeypatch.context() as patch:
        patch.setattr(handing, "alone", taken)
        assert sweep() == {}, "only one process speaks over a line"
    assert sweep()["office"].silent == "the office takes nothing at the moment"
    kept = LineState.objects.get()
    assert kept.down_since is not None and kept.tries == 1 and kept.next_at is not None
    sealed = bytes(Delivery.objects.get().bundle or b"")
    assert len(sealed) > 10_000 and b"manifest.json" not in sealed and "سلب".encode() not in sealed
    pauses = []
    for _try in range(11):
        assert sweep()["office"].handed == 0, "it is not asked again before its time"
        LineState.objects.update(next_at=datetime.now(UTC))
        before = datetime.now(UTC)
        sweep()
        pauses.append(round((LineState.objects.get().next_at - before).total_seconds()))  # type: ignore[operator]
    assert pauses == [10, 20, 40, 80, 160, 320, 640, 900, 900, 900, 900]
    assert LineState.objects.get().down_since == kept.down_since
    assert state(referral) == ("sent", "referred") and office.deliveries == 0
    office.mood.mode = "up"
    again()
    assert sweep()["office"].handed == 1
    assert (state(referral)[0], LineState.objects.get().down_since, office.deliveries) == ("acknowledged", None, 1)


def test_a_line_on_which_nobody_answers_or_somebody_else(
    office: Office, sent: Send, line: lines.Line, monkeypatch: Any, tmp_path: Path
) -> None:
    referral, theirs = sent(), office.key
    office.key = p256.make(tmp_path / "impostor.pem")
    assert "not signed by the other side (key)" in sweep()["office"].silent
    assert state(referral)[0] == "sent" and not office.cases
    office.key = theirs
    again()
    monkeypatch.setattr(client, "PATIENCE", 0.2)
    office.mood.mode = "silent"
    assert "timed out" in sweep()["office"].silent
    nowhere = lines.Exchange(lines.exchange().key, (lines.Line("office", "http://127.0.0.1:9", line.key, ("*",)),))  # type: ignore[union-attr]
    with monkeypatch.context() as patch:
        patch.setattr(lines, "exchange", lambda: nowhere)
        again()
        assert "refused" in sweep()["office"].silent


def test_it_arrived_but_the_answer_was_lost(office: Office, sent: Send) -> None:
    referral = sent()
    office.mood.mode = "forgetful"
    assert sweep()["office"].silent
    assert len(office.cases) == 1 and state(referral)[0] == "sent"
    office.mood.mode = "up"
    again()
    done = sweep()["office"]
    assert (done.taken, done.handed, office.deliveries) == (1, 0, 1), "the answer is asked for before it is sent again"
    assert state(referral)[0] == "acknowledged"


def test_killed_between_sending_and_noting_it(office: Office, sent: Send, monkeypatch: Any) -> None:
    referral = sent()

    class Killed(BaseException):
        """As if the process ended here."""

    def killed(*_arguments: Any, **_more: Any) -> Any:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(handing, "take", killed)
        with pytest.raises(Killed):
            sweep()
    assert len(office.cases) == 1 and state(referral)[0] == "sent" and not Answer.objects.exists()
    with monkeypatch.context() as patch:
        patch.setattr(handing, "_take_answers", lambda *_arguments: 0)
        again()
        assert sweep()["office"].handed == 1
    assert (office.deliveries, len(office.cases), len(office.listed)) == (2, 1, 1)
    assert state(referral)[0] == "acknowledged" and acts(referral).count("acknowledge") == 1


def test_answers_come_twice_and_out_of_order(office: Office, sent: Send, monkeypatch: Any) -> None:
    first, second = sent(), sent(origin_reference="2")
    office.mood.mode = "forgetful"
    with monkeypatch.context() as patch:
        patch.setattr(handing, "_take_answers", lambda *_arguments: 0)
        sweep()
        again()
        Delivery.objects.filter(key__in=office.cases).update(next_at=datetime.now(UTC) + timedelta(hours=1))
        sweep()
    assert len(office.cases) == 2 and not Answer.objects.exists()
    office.give_back(first.key, "الاستماع إلى شاهد.", "2031-05-02")
    office.decide(second.key, "prosecuted")
    office.mood.mode, office.mood.twice, office.mood.backwards = "up", True, True
    again()
    assert sweep()["office"].taken == 8
    assert state(first) == ("returned", "returned") and state(second) == ("decided", "decided")
    assert str(first.complete_by) == "2031-05-02"
    for referral in (first, second):
        assert acts(referral)[:4] == ["prepare", "approve", "send", "pack"] and len(acts(referral)) == 5
    assert sorted(Answer.objects.values_list("kind", "outcome")) == [
        ("acknowledged", "late"), ("acknowledged", "late"), ("decided", "done"), ("returned", "done"),
    ]  # fmt: skip
    LineState.objects.update(cursor=0)
    sweep()
    assert Answer.objects.count() == 4 and len(acts(first)) == 5


def test_an_answer_that_fits_nothing_is_kept_and_told(
    office: Office, sent: Send, line: lines.Line, capsys: pytest.CaptureFixture[str]
) -> None:
    referral = sent()
    sweep()
    office.give_back(referral.key, "تعميق البحث.")
    sweep()
    office.decide(referral.key, "prosecuted")
    sweep()
    assert state(referral) == ("returned", "returned")
    row = Answer.objects.get(outcome="unfit")
    assert row.kind == "decided" and b"prosecuted" not in bytes(row.content)
    from hasila.modules.casefiles.exchange.vault import unseal

    assert json.loads(unseal(f"office/{row.name}", bytes(row.content)))["decision"] == "prosecuted"
    cli.unfit(show=True)
    assert json.loads(capsys.readouterr().out)[0]["answer"]["decision"] == "prosecuted"
    cli.unfit(form=Format.CSV)
    shown = capsys.readouterr().out
    assert referral.key in shown and "prosecuted" not in shown
    assert Notice.objects.filter(text=answers.FITS_NOTHING).count() == 1
    strange = [
        {"name": "a", "kind": "decided", "key": "nonsense"},
        {"name": "b", "kind": "exploded", "key": referral.key},
        {"name": "c", "kind": "decided", "key": referral.key.replace(referral.key[:8], "00000000"), "decision": "x"},
        {},
    ]
    for answer in strange:
        assert answers.take("office", answer).outcome == "unfit"


def test_an_answer_that_the_door_refuses_changes_nothing(office: Office, sent: Send) -> None:
    referral = sent()
    sweep()
    office.decide(referral.key, "hanged")
    office.give_back(referral.key, "نص\u202eمعكوس")
    assert sweep()["office"].taken == 3
    assert state(referral) == ("acknowledged", "referred")
    assert [row.outcome for row in Answer.objects.order_by("id")] == ["done", "unfit", "unfit"]
    assert "kernel." in Answer.objects.order_by("id")[1].why


def test_a_tampered_bundle_is_refused_and_made_again(
    office: Office, sent: Send, stage: Present, pilot: SimpleNamespace
) -> None:
    referral = sent()
    office.mood.mode = "down"
    sweep()
    office.mood.mode = "up"
    delivery = Delivery.objects.get()
    whole = handing.unseal(delivery.key, bytes(delivery.bundle))  # type: ignore[arg-type]
    at = whole.index(b'"facts"') + 12
    altered = whole[:at] + b"@" + whole[at + 1 :]
    Delivery.objects.update(bundle=handing.seal(delivery.key, altered))
    again()
    assert sweep()["office"].refused == 1
    delivery.refresh_from_db()
    assert delivery.refused.startswith("bundle.") and not office.cases and state(referral)[0] == "sent"
    assert delivery.next_at - datetime.now(UTC) > timedelta(minutes=50)
    stage.do(Referrals.pack_again, referral, actor=pilot.chief)
    assert sweep()["office"].handed == 1
    assert state(referral)[0] == "acknowledged" and referral.edition == 2
    assert list(office.cases) == [referral.key] and referral.key.endswith(".2")
    assert Delivery.objects.filter(bundle__isnull=False).count() == 0


def test_the_office_starts_again_where_it_was_and_may_answer_by_a_rule(office: Office, sent: Send) -> None:
    referral = sent()
    sweep()
    office.mood.rule = True
    sweep()
    assert state(referral)[0] == "acknowledged", "not at once"
    office.mood.after = -1
    sweep()
    assert (state(referral)[0], referral.decision) == ("decided", "investigation")
    with (office.state / "journal.jsonl").open("a") as journal:
        journal.write('{"event": "answered", "cut')
    reborn = Office(office.state, office.police)
    assert list(reborn.cases) == [referral.key] and len(reborn.listed) == 2
    assert reborn.cases[referral.key].outcome == office.cases[referral.key].outcome
    assert p256.key_id(reborn.key) == p256.key_id(office.key)


def asked(office: Office, path: str, key: p256.PrivateKey | None, body: bytes = b"", **headers: str) -> tuple[int, Any]:
    """A request to the stand-in, signed with a key or not at all: its status and its answer."""
    url = office.url + path  # type: ignore[attr-defined]
    message = messages.Message("POST" if body else "GET", url, headers, body)
    signed = messages.sign_request(message, key, int(datetime.now(UTC).timestamp())) if key else {}
    request = urllib.request.Request(url, body or None, {**headers, **signed})
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, json.loads(answer.read())
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code, json.loads(refused.read() or b"{}")


def test_strangers_get_nothing_from_the_office(office: Office, line: lines.Line, tmp_path: Path) -> None:
    ours, stranger = lines.exchange().key, p256.make(tmp_path / "stranger.pem")  # type: ignore[union-attr]
    assert asked(office, "/v1/answers?after=0", None)[1]["code"] == "unsigned.missing"
    assert asked(office, "/v1/answers?after=0", stranger) == (401, {"code": "unsigned.key", "detail": "the request isn't signed as it must be"})  # fmt: skip # noqa: E501
    assert asked(office, "/v1/answers?after=x", ours)[0] == 400
    assert asked(office, "/v1/bundles", ours, b"zip")[1]["code"] == "no_key"
    assert asked(office, "/v1/bundles", ours, b"zip", **{"idempotency-key": "a.1"})[1]["code"] == "bundle.unreadable"
    assert asked(office, "/do", None, b"what=mood&mode=down")[0] == 403
    assert office.mood.mode == "up" and not office.cases


def test_a_description_that_cannot_be_used_is_told(tmp_path: Path, line: lines.Line, settings: Any) -> None:
    good = (tmp_path / "exchange.toml").read_text()
    for bad in (
        good.replace("http://127.0.0.1", "http://prosecution.example"),
        good.replace('courts = ["*"]', 'courts = ["CA-XXX"]'),
        good.replace('courts = ["*"]', "courts = []"),
        good.replace('key = "ours.pem"', 'key = "none.pem"'),
        good.replace("public_key", "other"),
        good + good.split("\n", 1)[1],
        "not toml",
    ):
        (tmp_path / "bad.toml").write_text(bad)
        settings.HASILA_EXCHANGE = str(tmp_path / "bad.toml")
        lines.exchange.cache_clear()
        (finding,) = lines.check_exchange()
        assert finding.id == "casefiles.E001" and "bad.toml" in finding.msg
    settings.HASILA_EXCHANGE = ""
    lines.exchange.cache_clear()
    assert lines.check_exchange() == [] and lines.line_of("CA-RAK") is None and handing.sweep() == {}


def look() -> dict[str, tuple[str, bool]]:
    """What the doctor says, on the test's own connection."""
    connection.ensure_connection()
    return {name: (said, wrong) for name, said, wrong in exchange_items.examine(connection.connection)}


def test_the_doctor_tells_of_the_exchange(office: Office, sent: Send) -> None:
    assert look() == {}
    referral = sent()
    assert not look()["exchange bundles"][1]
    office.mood.mode = "down"
    sweep()
    said, wrong = look()["exchange office"]
    assert "takes nothing" in said and not wrong, "a short silence is no alarm"
    LineState.objects.update(down_since=datetime.now(UTC) - timedelta(hours=2))
    assert look()["exchange office"][1]
    office.mood.mode = "up"
    again()
    sweep()
    assert "answers" in look()["exchange office"][0] and not look()["exchange office"][1]
    office.decide(referral.key, "hanged")
    sweep()
    assert look()["exchange answers"][1]
    Delivery.objects.update(handed_at=None, refused="bundle.altered")
    assert "bundle.altered" in look()["exchange office"][0] and look()["exchange office"][1]
