"""The desks: what is brought to them and becomes no case. Refused, withdrawn, another's, settled, a certificate.

How many of each is a share of the year's cases and no statistic; nothing is published about them.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from hasila.institution.offences import Series
from hasila.institution.roles import Role
from hasila.kernel.procedures import Act
from hasila.modules.districts.certificates import Certificate, Certificates, Finding
from hasila.modules.districts.choices import IncidentKind, RefusalGround, Source
from hasila.modules.districts.complaints import Complaints
from hasila.modules.districts.denunciations import Denunciations
from hasila.modules.districts.found_objects import FoundObjects
from hasila.modules.districts.incidents import Incidents
from hasila.modules.districts.losses import Losses, ObjectKind
from hasila.plain.moments import legal_day, micros
from hasila.simulation import told
from hasila.simulation.beats import Beats
from hasila.simulation.case import Case
from hasila.simulation.crime import CASES
from hasila.simulation.hours import Year
from hasila.simulation.matters import matter_of
from hasila.simulation.parties import at_the_counter
from hasila.simulation.streams import Setting, Stream, shuffled

SHARES = {
    "refused": 0.025, "withdrawn": 0.015, "gendarmerie": 0.012, "denounced": 0.008, "incident": 0.03, "loss": 0.04,
    "found": 0.01, "certificate": 0.02,
}  # fmt: skip
"""Of the year's cases, so many matters of each kind beside them."""
NIGHT = 0.3
CONFIRMED, GIVEN_BACK, RECOVERED = 0.9, 0.6, 0.1


class Desk(Stream):
    """Matters that end elsewhere than in a case file."""

    name = "districts.desk"

    def __init__(self, setting: Setting, beats: Beats) -> None:
        super().__init__(setting)
        self.beats = beats
        cases = setting.target(CASES)
        plan = {kind: round(cases * share) for kind, share in SHARES.items()}
        self.kinds = shuffled(plan, f"{setting.seed}/{self.name}")
        self.count = len(self.kinds)
        self.year = Year(setting.year)

    def course(self, number: int) -> list[Act]:
        chance = self.chance(number)
        matter = matter_of(Series.OTHER, chance)
        case = Case(chance, number, matter, self.beats, self.year.at(number, self.count, chance, NIGHT))
        _COURSES[self.kinds[number]](case, self.setting.seed)
        return case.acts


def _complaint(case: Case, seed: int, **told_besides: Any) -> Any:
    """A complaint at the counter; gives its identifier."""
    record = case.new()
    where = {"town": case.beat.town, "territory": "here", "place": case.beat.quarter, **told_besides}
    data = {**at_the_counter(seed, case.number, case.chance), **case.circumstances(), **where}
    case.act(Complaints.receive, record, case.officer(Role.DESK_OFFICER), case.beat.unit, **data)
    return record


def _refused(case: Case, seed: int) -> None:
    record = _complaint(case, seed)
    by = case.officer(Role.JUDICIAL_OFFICER)
    case.office(int(case.chance.random() * 6))
    case.act(
        Complaints.refuse,
        record,
        by,
        refusal=case.one(RefusalGround.values),
        grounds=case.one(told.REFUSED),
        prosecutor_told_at=case.now - timedelta(minutes=30),
    )


def _withdrawn(case: Case, seed: int) -> None:
    record = _complaint(case, seed)
    case.wait(60)
    case.act(Complaints.withdraw, record, case.officer(Role.DESK_OFFICER), withdrawal=case.one(told.WITHDRAWN))
    case.office(int(case.chance.random() * 4))
    by = case.officer(Role.JUDICIAL_OFFICER)
    case.act(Complaints.close, record, by, prosecutor_told_at=case.now - timedelta(minutes=30))


def _gendarmerie(case: Case, seed: int) -> None:
    outside = {"territory": "outside", "place": case.one(told.OUTSIDE)}
    record = _complaint(case, seed, **outside)
    case.wait(20)
    by = case.officer(Role.JUDICIAL_OFFICER)
    case.act(Complaints.hand_to_gendarmerie, record, by, gendarmerie=case.one(told.BRIGADES))


def _denounced(case: Case, seed: int) -> None:
    record = case.new()
    desk = case.officer(Role.DESK_OFFICER)
    case.act(Denunciations.receive, record, desk, case.beat.unit, source=Source.ANONYMOUS.value, **case.circumstances())
    case.office(1 + int(case.chance.random() * 6))
    case.act(
        Denunciations.refuse,
        record,
        case.officer(Role.JUDICIAL_OFFICER),
        refusal=RefusalGround.UNFOUNDED.value,
        grounds=case.one(told.REFUSED),
        prosecutor_told_at=case.now - timedelta(minutes=30),
    )


def _incident(case: Case, seed: int) -> None:
    record = case.new()
    kind = case.one(IncidentKind.values)
    data = {**case.circumstances(), "facts": told.INCIDENTS[kind], "place": case.beat.quarter}
    case.act(Incidents.receive, record, case.officer(Role.DESK_OFFICER), case.beat.unit, kind=kind, **data)
    case.wait(30)
    case.act(Incidents.settle, record, case.officer(Role.JUDICIAL_OFFICER), grounds=case.one(told.SETTLED))


def _loss(case: Case, seed: int) -> None:
    record = case.new()
    desk = case.officer(Role.DESK_OFFICER)
    kind = case.one(ObjectKind.values[:8])
    lost = legal_day(micros(case.now)) - timedelta(days=1 + int(case.chance.random() * 9))
    data = {"kind": kind, "lost_on": lost, "description": told.LOST.get(kind, told.LOST["other"])}
    case.act(Losses.declare, record, desk, case.beat.unit, **at_the_counter(seed, case.number, case.chance), **data)
    if case.chance.random() < RECOVERED:
        case.office(3 + int(case.chance.random() * 20))
        case.act(Losses.recover, record, desk)


def _found(case: Case, seed: int) -> None:
    record = case.new()
    kind = case.one(ObjectKind.values[:10])
    found = legal_day(micros(case.now)) - timedelta(days=int(case.chance.random() * 2))
    case.act(
        FoundObjects.take_in,
        record,
        case.officer(Role.DESK_OFFICER),
        case.beat.unit,
        kind=kind,
        description=told.LOST.get(kind, told.LOST["other"]),
        found_on=found,
        found_at=case.beat.quarter,
        storage="خزانة الدائرة",
    )
    if case.chance.random() < GIVEN_BACK:
        owner = at_the_counter(seed, case.number, case.chance)
        case.office(1 + int(case.chance.random() * 20))
        chief = case.officer(Role.UNIT_CHIEF)
        card = owner["card_number"] or "AB123456"
        case.act(FoundObjects.give_back, record, chief, owner=owner["arabic_name"], owner_card=card)


def _certificate(case: Case, seed: int) -> None:
    record = case.new()
    person = at_the_counter(seed, case.number, case.chance)
    case.office(0)
    desk = case.officer(Role.DESK_OFFICER)
    data = {
        **person,
        "kind": Certificate.RESIDENCE.value,
        "address": f"{case.beat.quarter}، رقم {case.number % 90 + 1}",
    }
    case.act(Certificates.request, record, desk, case.beat.unit, **data)
    case.office(int(case.chance.random() * 3))
    confirmed = case.chance.random() < CONFIRMED
    finding = Finding.CONFIRMED if confirmed else Finding.NOT_THERE
    visited: dict[str, Any] = {
        "visited_on": legal_day(micros(case.now)),
        "inquiry_note": "تم الانتقال إلى العنوان والاستماع إلى الجيران.",
    }
    case.act(Certificates.inquire, record, case.officer(Role.JUDICIAL_OFFICER), finding=finding.value, **visited)
    case.office(int(case.chance.random() * 2))
    chief = case.officer(Role.UNIT_CHIEF)
    if confirmed:
        case.act(Certificates.issue, record, chief)
    else:
        case.act(Certificates.refuse, record, chief, refusal="not_resident", grounds="لم تثبت الإقامة بالعنوان.")


_COURSES: dict[str, Callable[[Case, int], None]] = {
    "refused": _refused, "withdrawn": _withdrawn, "gendarmerie": _gendarmerie, "denounced": _denounced,
    "incident": _incident, "loss": _loss, "found": _found, "certificate": _certificate,
}  # fmt: skip
