"""A pilot district, its neighbour on paper, and the officers who inquire."""

from collections.abc import Iterator
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

import pytest
from tests.beginnings import beginning
from tests.stage import START, Stage

from hasila.institution.roles import Role
from hasila.institution.staffing import Holder, ensure_holder, give_mandate
from hasila.institution.units import Unit
from hasila.kernel.many import perform_many
from hasila.kernel.perform import DOOR, Door
from hasila.kernel.procedures import Act
from hasila.modules.casefiles import rollout
from hasila.modules.casefiles.case_file import CaseFile
from hasila.modules.casefiles.case_files import CaseFiles
from hasila.modules.casefiles.parties import Parties, Party
from hasila.modules.casefiles.rollout import Rollout
from hasila.plain.moments import micros

FACTS = {
    "origin": "flagrant",
    "offence": "theft_violence",
    "facts": "سلب هاتف محمول تحت التهديد بالضرب قرب المحطة.",
    "happened_at": START - timedelta(hours=3),
    "place": "جليز، مراكش",
}
SUSPECT = {
    "category": "suspect",
    "arabic_name": "ياسين الحداوي",
    "latin_name": "Yassine El Haddaoui",
    "sex": "M",
    "born_on": date(1996, 5, 4),
    "card_number": "EE812345",
}


@pytest.fixture
def stage() -> Stage:
    return Stage()


def hired() -> SimpleNamespace:
    """The people of a district of Marrakech, and one of Rabat."""

    def holder(number: int, role: Role, unit: str) -> Any:
        return ensure_holder(Holder(f"casefiles.{number}", 700 + number, role, unit, 9, "M", "ضابط", "Officier"))

    return SimpleNamespace(
        district=Unit.objects.get(code="AP-RAK-01"),
        neighbour=Unit.objects.get(code="AP-RAK-02"),
        paper=Unit.objects.get(code="PP-RBT"),
        officer=holder(1, Role.JUDICIAL_OFFICER, "AP-RAK-01"),
        second=holder(2, Role.JUDICIAL_OFFICER, "PP-RAK"),
        chief=holder(3, Role.UNIT_CHIEF, "AP-RAK-01"),
        minors=holder(4, Role.MINORS_OFFICER, "PP-RAK"),
        prosecutor=holder(5, Role.PROSECUTOR, "PP-RAK"),
        rabat=holder(6, Role.JUDICIAL_OFFICER, "PP-RBT"),
        desk=holder(7, Role.DESK_OFFICER, "AP-RAK-01"),
        general=holder(8, Role.DIRECTOR_GENERAL, "DGSN"),
    )


there = beginning(hired, "there")


@pytest.fixture
def team(there: SimpleNamespace) -> Iterator[SimpleNamespace]:
    """These people; nothing is switched on yet."""
    rollout.forget()
    yield there
    rollout.forget()


def switch_on(stage: Stage, people: SimpleNamespace) -> SimpleNamespace:
    """Switches the command of Marrakech on, since yesterday."""
    data = {"starts_on": START.date()}
    unit = Unit.objects.get(code="PP-RAK")
    stage.do(Rollout.switch_on, actor=people.general, unit=unit, data=data, day=-1)
    rollout.forget()
    return people


@pytest.fixture
def both(team: SimpleNamespace) -> UUID:
    """Somebody who is an officer of the judicial police and the head of the district at once."""
    give_mandate(team.officer, Role.UNIT_CHIEF, team.district)
    return team.officer


@pytest.fixture
def pilot(team: SimpleNamespace, stage: Stage) -> SimpleNamespace:
    """The same, with the command of Marrakech switched on."""
    return switch_on(stage, team)


@pytest.fixture
def town(ledger_db: None, stage: Stage) -> Iterator[SimpleNamespace]:
    """The same, committed: for threads, browsers and seals."""
    rollout.forget()
    yield switch_on(stage, hired())
    rollout.forget()


def opened(stage: Stage, people: SimpleNamespace, *, day: int = 0, unit: Any = None, **changes: Any) -> CaseFile:
    """A case file of the district."""
    data = {**FACTS, **changes}
    receipt = stage.do(CaseFiles.open_file, actor=people.officer, unit=unit or people.district, data=data, day=day)
    return receipt.record  # type: ignore[return-value]


def entered(stage: Stage, people: SimpleNamespace, case: CaseFile, *, day: int = 0, **changes: Any) -> Party:
    """A party of a file, the suspect unless said otherwise."""
    data = {**SUSPECT, "case": case.pk, **changes}
    unit = case.unit_id
    return stage.do(Parties.enter, actor=people.officer, unit=unit, data=data, day=day).record  # type: ignore[return-value]


def told(stage: Stage, people: SimpleNamespace, case: CaseFile, *steps: str, day: int = 0) -> None:
    """Tells a file what its belongings tell it, such as that a written record was signed."""
    told_now(people, case, *steps, at=micros(START + timedelta(days=day)))


def told_now(people: SimpleNamespace, case: CaseFile, *steps: str, at: int | None = None) -> None:
    """The same at this moment, or at given microseconds."""
    acts = [Act(CaseFiles.transitions[step], record_id=case.pk, actor=people.officer, cause=uuid4()) for step in steps]
    door = DOOR if at is None else Door(clock=lambda: at)
    assert perform_many(acts, door=door).performed == len(steps)
    case.refresh_from_db()


def complete(stage: Stage, people: SimpleNamespace, case: CaseFile, *, day: int = 0) -> None:
    """Gives a file what it needs to go: a suspect and a signed written record."""
    entered(stage, people, case, day=day)
    told(stage, people, case, "record_begun", "record_signed", day=day)
