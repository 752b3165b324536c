"""The law tables: what a jurist approved is what is declared, and what is declared is what the door does."""

from datetime import date

import pytest
from tools import snapshots
from tools.setting_up import procedures

from hasila.assurance.steps import steps
from hasila.institution.units import Unit
from hasila.kernel.access import SYSTEM, Actor, Grant, roles_of
from hasila.kernel.procedures import Procedure
from hasila.kernel.rows import rows_of

POWER = {"kernel.no_mandate", "kernel.not_concerned", "kernel.mandate_ended"}


@pytest.mark.parametrize("procedure", procedures(), ids=lambda procedure: procedure.key)
def test_every_power_is_as_it_was_approved(procedure: type[Procedure]) -> None:
    approved = snapshots.path_of(procedure)
    assert approved.exists(), "python -m tools.snapshots --write"
    assert snapshots.table(procedure).splitlines() == approved.read_text(encoding="utf-8").splitlines()


def test_no_table_is_left_of_a_procedure_that_is_gone() -> None:
    assert {path.name for path in snapshots.FOLDER.glob("*.txt")} == {f"{one.key}.txt" for one in procedures()}


@pytest.mark.parametrize("procedure", procedures(), ids=lambda procedure: procedure.key)
def test_the_door_opens_to_whom_the_table_says(
    procedure: type[Procedure], db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    for step in procedure.transitions.values():
        monkeypatch.setattr(step, "guards", ())  # an empty record has nothing that they could look at
    root = Unit.objects.get(code="DGSN")
    for role in roles_of(procedure):
        actor = Actor(SYSTEM, "", [Grant(1, role, root.path, date(2000, 1, 1), None)])
        for state in procedure.states.values():
            record = rows_of(procedure.record).blank()
            record.id, record.unit_id, record.state = SYSTEM, root.pk, state.name
            for step, reason in steps(record, actor):
                code = reason.code if reason is not None else ""
                assert (code == "kernel.wrong_state") == (state not in step.sources), step.key
                if state in step.sources and not step.subjects:
                    assert (code in POWER) == (role not in step.roles), (step.key, role)
