"""Matters that stand open today, so that whoever signs in to the demonstration has something to decide.

They are no part of the play: live acts of the demonstration's officers in these weeks, which count in the year that
runs. Only where the demonstration is on.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from django.conf import settings

from hasila.institution.demo import actor, ensure_demo
from hasila.institution.roles import Role
from hasila.institution.synthetic import identity
from hasila.kernel.many import cursor_at, finish_cursor, perform_many
from hasila.kernel.procedures import Act, Transition
from hasila.kernel.records import new_id
from hasila.modules.documents.cards import Card
from hasila.modules.documents.choices import Centre, Channel, Kind
from hasila.modules.inspection.inquiries import Inquiry
from hasila.modules.inspection.inquiry_files import Origin
from hasila.modules.personnel.models.discipline import Discipline
from hasila.modules.personnel.models.discipline_file import Breach
from hasila.modules.personnel.models.grievance import COMMISSION, Grievance
from hasila.modules.personnel.models.grievance_file import Answer, Contested, GrievanceKind
from hasila.modules.personnel.models.hearing import Hearing, Topic
from hasila.modules.personnel.models.measures import Measure
from hasila.modules.personnel.models.promotion import Promotion
from hasila.modules.personnel.models.promotion_file import PromotionKind
from hasila.modules.personnel.models.protection import Attack, StateProtection
from hasila.modules.personnel.models.transfer import Opinion, Transfer, UrgentGround
from hasila.simulation import open_desk, texts
from hasila.simulation.careers import rising
from hasila.simulation.cast import Member
from hasila.simulation.plan import Sizes, spare
from hasila.simulation.streams import Setting

CARDS = 640_100_000  # people of their own, apart from those of the play
LONGEST = 29  # days back; a live act may be recorded at most thirty days late


class File:
    """One matter, told from the day it was opened to its present state."""

    def __init__(self, chance: Random, days_ago: float) -> None:
        self.chance = chance
        self.at = datetime.now(UTC).replace(microsecond=0) - timedelta(days=days_ago, minutes=chance.randrange(200))
        self.id = new_id(self.at, chance.randbytes(10))

    def act(self, transition: Transition, by: UUID, unit: int | None = None, days: float = 0, **data: object) -> Act:
        """An act so many days after the one before."""
        self.at += timedelta(days=days, minutes=7)
        return Act(transition, self.id, by, data, self.at, unit)


def leave_open(setting: Setting, needed: Sizes, cursor: str) -> None:
    """Opens them, once; nothing happens outside of the demonstration."""
    if not getattr(settings, "DEMO", False) or cursor_at(cursor):
        return
    ensure_demo()
    acts = list(_acts(setting, spare(setting, needed), Random(setting.seed)))
    perform_many(acts, cursor=cursor, total=len(acts), batch=len(acts))
    finish_cursor(cursor)


def _acts(setting: Setting, officers: list[Member], chance: Random) -> Iterator[Act]:
    codes = setting.ground.by_code
    each = iter(officers)
    for number in range(18):
        yield from _discipline(next(each), chance, number)
    for number in range(22):
        yield from _transfer(setting, next(each), chance, number)
    for number in range(16):
        yield from _hearing(next(each), chance, number)
    for _number in range(8):
        yield from _protection(next(each), chance)
    for number in range(9):
        yield from _grievance(next(each), chance, number, codes[COMMISSION])
    for member in rising([next(each) for _n in range(10)]):
        yield from _promotion(member, chance)
    for number in range(6):
        yield from _inquiry(setting, next(each), chance, number)
    for number in range(20):
        yield from _card(setting, chance, number)
    yield from open_desk.acts(setting.seed, codes[open_desk.DISTRICT], codes[open_desk.NEIGHBOUR])


def _discipline(officer: Member, chance: Random, number: int) -> Iterator[Act]:
    """Six to be notified, six before the council, six before the Director General."""
    clerk, council = actor(Role.PERSONNEL_CLERK), actor(Role.COUNCIL_CLERK)
    stage = number % 3
    file = File(chance, (3, 16, 24)[stage] + chance.random() * 2)
    breach = chance.choice(Breach.values)
    facts = texts.FACTS[breach][0]
    yield file.act(Discipline.open_file, clerk, officer.unit, officer=officer.id, breach=breach, facts=facts)
    if stage == 0:
        return
    yield file.act(Discipline.notify, council, days=1)
    yield file.act(Discipline.defend, officer.id, days=4, defence=chance.choice(texts.DEFENCES))
    if stage == 2:
        measure = (Measure.REPRIMAND, Measure.BLAME, Measure.SUSPENSION)[number // 3 % 3]
        yield file.act(Discipline.propose, council, days=8, proposal=measure.value, minutes=texts.MINUTES[0])


def _transfer(setting: Setting, officer: Member, chance: Random, number: int) -> Iterator[Act]:
    """Requests that wait for the opinion, for the director's answer, and urgent ones."""
    file = File(chance, 4 + chance.random() * 8)
    wish = setting.ground.all.other(chance, officer.unit)
    if number % 3 == 2:
        yield file.act(
            Transfer.request_urgently, officer.id, officer.unit,
            officer=officer.id, wish=wish, ground=chance.choice(UrgentGround.values), details=texts.DETAILS[0],
        )  # fmt: skip
        return
    yield file.act(
        Transfer.request, officer.id, officer.unit, officer=officer.id, wish=wish, details=chance.choice(texts.DETAILS)
    )
    if number % 3 == 1:
        opinion = Opinion.FAVOURABLE.value
        yield file.act(Transfer.study, actor(Role.PERSONNEL_CLERK), days=2, opinion=opinion)


def _hearing(officer: Member, chance: Random, number: int) -> Iterator[Act]:
    """Officers who wait to be received, the first of them near the end of the term; some are received already."""
    file = File(chance, 28 + chance.random() / 2 if number < 4 else 3 + chance.random() * 15)
    topic = chance.choice(Topic.values)
    yield file.act(Hearing.request, officer.id, officer.unit, officer=officer.id, topic=topic)
    if number % 4 == 3:
        yield file.act(Hearing.receive, actor(Role.PERSONNEL_CLERK), days=2, minutes=chance.choice(texts.SPOKEN))


def _protection(officer: Member, chance: Random) -> Iterator[Act]:
    file = File(chance, 2 + chance.random() * 12)
    attacked = (file.at - timedelta(days=2)).date()
    yield file.act(
        StateProtection.request, officer.id, officer.unit,
        officer=officer.id, attack=chance.choice(Attack.values), attacked_on=attacked,
        facts=chance.choice(texts.ATTACKS),
    )  # fmt: skip


def _grievance(officer: Member, chance: Random, number: int, commission: int) -> Iterator[Act]:
    """Received, studied, recommended: three of each."""
    by = actor(Role.GRIEVANCE_COMMISSION)
    file = File(chance, 14 + chance.random() * 8)
    data: dict[str, Any] = {
        "kind": GrievanceKind.PLEA.value,
        "contested": Contested.TRANSFER.value,
        "arguments": texts.ARGUMENTS[1],
    }
    yield file.act(Grievance.receive, officer.id, commission, officer=officer.id, **data)
    if number % 3 >= 1:
        yield file.act(Grievance.study, by, days=5, report=chance.choice(texts.REPORTS))
    if number % 3 == 2:
        answer = chance.choice([Answer.CONFIRM.value, Answer.REVIEW.value])
        yield file.act(Grievance.recommend, by, days=3, recommendation=answer, opinion=texts.OPINIONS[0])


def _promotion(officer: Member, chance: Random) -> Iterator[Act]:
    file = File(chance, 6 + chance.random() * 10)
    data: dict[str, Any] = {"officer": officer.id, "exercise": file.at.year, "kind": PromotionKind.CHOICE.value}
    yield file.act(Promotion.inscribe, actor(Role.PERSONNEL_CLERK), officer.unit, **data)


def _inquiry(setting: Setting, officer: Member, chance: Random, number: int) -> Iterator[Act]:
    """Under way, and reported."""
    by = actor(Role.INSPECTOR)
    file = File(chance, 10 + chance.random() * 10)
    yield file.act(
        Inquiry.open_inquiry, by, setting.ground.by_code["INSP"],
        origin=chance.choice(Origin.values), subject=chance.choice(texts.SUBJECTS), facts=chance.choice(texts.REPORTED),
        concerned_unit=officer.unit,
    )  # fmt: skip
    yield file.act(Inquiry.name_officer, by, days=1, officer=officer.id)
    if number % 2:
        yield file.act(Inquiry.report, by, days=5, findings=chance.choice(texts.FINDINGS))


def _card(setting: Setting, chance: Random, number: int) -> Iterator[Act]:
    """At the counter of Rabat: some wait for their production, some for their holder."""
    file = File(chance, 5 + chance.random() * 14)
    person = identity(CARDS + number, setting.seed)
    yield file.act(
        Card.request, actor(Role.ENROLMENT_OFFICER), setting.ground.by_code["CEDI-RBT"],
        kind=Kind.RENEWAL.value, channel=Channel.CENTRE.value, card_number=person.card_number,
        arabic_name=person.arabic_name, latin_name=person.latin_name, sex=person.sex, born_on=person.born_on,
        born_at_arabic=person.born_at_arabic, born_at_latin=person.born_at_latin,
    )  # fmt: skip
    if number % 5 >= 2:
        yield file.act(Card.produce, actor(Role.PRODUCTION_OFFICER), days=4, centre=Centre.RABAT.value)
