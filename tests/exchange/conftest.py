"""A district of today, whose referrals go to a stand-in behind a port of this machine."""

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from hasila.assurance import p256
from hasila.institution.units import Unit
from hasila.kernel.many import perform_many
from hasila.kernel.perform import Receipt, perform
from hasila.kernel.procedures import Act, Transition
from hasila.modules.casefiles import lines, rollout
from hasila.modules.casefiles.exchange import handing
from hasila.modules.casefiles.exchange.tables import Delivery, LineState
from hasila.modules.casefiles.referral import Referral
from hasila.modules.casefiles.referrals import Referrals
from hasila.modules.casefiles.rollout import Rollout
from hasila.modules.casefiles.tests.conftest import FACTS, hired
from hasila.project.prosecution.office import Office
from hasila.project.prosecution.server import Server


class Present:
    """A stage in the present: the exchange goes by the clock of the machine."""

    def do(self, transition: Transition, record: Any = None, *, day: int = 0, **options: Any) -> Receipt:
        assert day == 0
        return perform(transition, record, **options)


@pytest.fixture
def team(db: None) -> Iterator[SimpleNamespace]:
    """The people of a district; nothing is switched on yet."""
    rollout.forget()
    yield hired()
    rollout.forget()


@pytest.fixture
def stage() -> Present:
    return Present()


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """The stand-in, which believes our key."""
    ours = p256.make(tmp_path / "ours.pem")
    made = Office(tmp_path / "office", {p256.key_id(ours): ours.public_key()})
    with Server(("127.0.0.1", 0), made) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        made.url = f"http://127.0.0.1:{server.server_port}"  # type: ignore[attr-defined]
        yield made
        server.shutdown()


@pytest.fixture
def line(office: Office, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[lines.Line]:
    """The line to it, for every court; a bundle waits for no seal here."""
    path = tmp_path / "exchange.toml"
    path.write_text(
        f'key = "ours.pem"\n[[line]]\nname = "office"\nurl = "{office.url}"\n'  # type: ignore[attr-defined]
        f'public_key = "{p256.public_text(office.key)}"\ncourts = ["*"]\n'
    )
    settings.HASILA_EXCHANGE = str(path)
    monkeypatch.setattr(handing, "UNSEALED", timedelta(0))
    lines.exchange.cache_clear()
    found = lines.exchange()
    assert found is not None
    yield found.lines[0]
    lines.exchange.cache_clear()


@pytest.fixture
def pilot(team: SimpleNamespace, stage: Present, line: lines.Line) -> SimpleNamespace:
    """The people, with the command of Marrakech switched on since yesterday."""
    command = Unit.objects.get(code="PP-RAK")
    data = {"starts_on": (datetime.now(UTC) - timedelta(days=1)).date()}
    switch = Act(Rollout.switch_on, actor=team.general, unit_id=command.pk, data=data)
    assert perform_many([switch], simulated=True).performed == 1  # only a played switch counts at once
    rollout.forget()
    return team


@pytest.fixture
def facts(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """The facts of a matter of this morning."""
    return {**FACTS, "happened_at": datetime.now(UTC) - timedelta(hours=3)}


@pytest.fixture
def sent(stage: Present, pilot: SimpleNamespace, facts: dict[str, Any]) -> Callable[..., Referral]:
    """Sends a file, through every step."""
    from hasila.modules.casefiles.tests import conftest as house

    def make(**changes: Any) -> Referral:
        case = house.opened(stage, pilot, **{**facts, **changes})  # type: ignore[arg-type]
        house.entered(stage, pilot, case, born_on=datetime(1996, 5, 4).date())  # type: ignore[arg-type]
        house.told_now(pilot, case, "record_begun", "record_signed")
        data = {"case": case.pk, "way": "paper", "remarks": "ملف مستعجل."}
        referral = stage.do(Referrals.prepare, actor=pilot.officer, unit=case.unit_id, data=data).record
        stage.do(Referrals.approve, referral, actor=pilot.chief)
        stage.do(Referrals.send, referral, actor=pilot.officer)
        return referral  # type: ignore[return-value]

    return make


def again(*, key: str = "") -> None:
    """The next round comes at once: neither the line nor a bundle waits for its pause."""
    LineState.objects.update(next_at=None)
    Delivery.objects.update(next_at=datetime.now(UTC))
