"""People held in a case file of the pilot district, at hours of one's choosing."""

from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from tests.stage import START, Stage

from hasila.kernel.many import perform_many
from hasila.kernel.perform import DOOR, Door, perform
from hasila.kernel.procedures import Act, Transition
from hasila.kernel.refusals import Refusal, Refused
from hasila.modules.casefiles.custody import Custodies, Custody
from hasila.modules.casefiles.minor_retention import MinorRetention, MinorRetentions
from hasila.modules.casefiles.tests.conftest import entered, opened
from hasila.plain.moments import micros

ARREST = START + timedelta(hours=1)
YOUNG = {
    "born_on": date(START.year - 15, 1, 5),
    "card_number": "",
    "latin_name": "Ali Bennani",
    "guardian": "كريم بناني",
}
CHILD = {"born_on": date(START.year - 10, 1, 5), "card_number": "", "latin_name": "Adam Bennani"}


def hour(hours: float) -> datetime:
    """So many hours after the arrest."""
    return ARREST + timedelta(hours=hours)


def door_at(moment: datetime) -> Door:
    """The door at a moment."""
    return Door(clock=lambda: micros(moment))


def at(hours: float, step: Transition, record: Any = None, **options: Any) -> Any:
    """Takes a step so many hours after the arrest; gives the record."""
    return perform(step, record, door=door_at(hour(hours)), **options).record


def refused(hours: float, step: Transition, record: Any = None, **options: Any) -> Refusal:
    """The refusal of a step so many hours after the arrest."""
    with pytest.raises(Refused) as caught:
        at(hours, step, record, **options)
    return caught.value.refusal


def content(case: Any, party: Any, **changes: Any) -> dict[str, Any]:
    """What somebody is placed in custody with."""
    return {
        "case": getattr(case, "pk", case),
        "party": getattr(party, "pk", party),
        "arrested_at": ARREST,
        "began_at": ARREST + timedelta(minutes=20),
        "framework": "flagrant",
        "reasons": ["evidence", "flight"],
        "grounds": "ضبط متلبسا وبحوزته هاتف الضحية.",
        "place": "غرفة الأمن رقم 2",
        "condition": "لا شيء يذكر.",
        **changes,
    }


def placed(stage: Stage, people: SimpleNamespace, *, about: dict[str, Any] | None = None, **changes: Any) -> Custody:
    """Somebody in custody in a file of their own."""
    case = opened(stage, people, **(about or {}))
    party = entered(stage, people, case)
    data = content(case, party, **changes)
    return at(0.5, Custodies.place_in_custody, actor=people.officer, unit=people.district, data=data)


def retained(stage: Stage, people: SimpleNamespace, **changes: Any) -> MinorRetention:
    """A minor who is retained."""
    case = opened(stage, people)
    party = entered(stage, people, case, **YOUNG)
    data = content(case, party, consent="112/و ك/2027", apart=True, **changes)
    del data["reasons"]
    return at(0.5, MinorRetentions.retain, actor=people.minors, unit=people.district, data=data)


def ended(record: Any, hours: float, actor: Any, *, written: float | None = None, **changes: Any) -> Any:
    """The end of somebody's holding, after so many hours, written down then or later."""
    step = record.procedure.end
    data = {"ending": "freed", "ended_at": hour(hours), "signature": "signed", **changes}
    return at(written if written is not None else hours, step, record, actor=actor, data=data)


def extended(record: Any, hours: float, people: SimpleNamespace) -> Any:
    """More time, asked for and authorised."""
    asker = people.minors if isinstance(record, MinorRetention) else people.officer
    at(hours, record.procedure.ask_for_more_time, record, actor=asker, data={"asked_for": "انتظار الخبرة."})
    data = {"authorisation": "88/2027"}
    return at(hours + 0.2, record.procedure.authorise, record, actor=people.prosecutor, data=data)


def replayed(acts: list[Act]) -> list[str]:
    """Plays acts of another year, as the simulation does; gives the codes of what is refused."""
    found: list[str] = []
    perform_many(
        acts, simulated=True, door=Door(clock=lambda: micros(START), ids=DOOR.ids, salts=DOOR.salts),
        on_refused=lambda _line, _act, reasons: found.append(reasons[0].code),
    )  # fmt: skip
    return found
