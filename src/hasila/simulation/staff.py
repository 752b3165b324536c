"""Hearings of staff and state protection: what the service owes its own."""

from __future__ import annotations

from datetime import date, timedelta

from hasila.kernel.procedures import Act
from hasila.modules.personnel.models.hearing import Hearing, Orientation, Topic
from hasila.modules.personnel.models.protection import Attack, Denial, Outcome, StateProtection
from hasila.modules.personnel.models.training import Programme, Training
from hasila.simulation.cast import Member
from hasila.simulation.days import OFFICE, Span, day_of, last_of
from hasila.simulation.streams import Matter, Setting, Stream
from hasila.simulation.texts import ANSWERS, ATTACKS, COURTS, LAWYERS, SPOKEN

MISSED, DENIED = 16, 12  # one in so many besides
SESSIONS = 16  # one officer in so many is sent to a session
TOPICS = [Topic.TRANSFER.value] * 4 + [Topic.CAREER.value] * 3 + list(Topic.values)
ATTACK_KINDS = (
    [Attack.INSULT.value] * 5 + [Attack.ASSAULT.value] * 4 + [Attack.THREAT.value] * 2 + [Attack.DEFAMATION.value]
)
OUTCOMES = (
    [Outcome.CONVICTION.value] * 7 + [Outcome.SETTLEMENT.value] * 2 + [Outcome.ACQUITTAL.value, Outcome.DROPPED.value]
)


class Hearings(Stream):
    """Officers who ask to be received."""

    name = "personnel.hearings"

    def __init__(self, setting: Setting, officers: list[Member]) -> None:
        super().__init__(setting)
        self.officers = officers
        self.heard = setting.target("personnel.hearing.staff_heard")
        self.count = self.heard + self.heard // MISSED
        self.span = Span(date(setting.year, 1, 3), date(setting.year, 12, 27), OFFICE)

    def course(self, number: int) -> list[Act]:
        chance, officer = self.chance(number), self.officers[number % len(self.officers)]
        day = self.span.at(number, self.count, chance.random())
        matter = Matter(chance, day - 2 - int(chance.random() * 16) - (12 if chance.random() < 0.05 else 0))
        clerk = matter.one(self.cast.clerks)
        actor = officer.id if chance.random() < 0.75 else clerk
        matter.act(Hearing.request, actor, officer.unit, officer=officer.id, topic=matter.one(TOPICS))
        missed = self.count - self.heard
        matter.on(day)
        if (number + 1) * missed // self.count > number * missed // self.count:
            matter.act(Hearing.note_absence, clerk)
            return matter.acts
        if chance.random() < 0.004:
            matter.mistake(Hearing.receive, officer.id)
            matter.after(0)
        matter.act(Hearing.receive, clerk, minutes=matter.one(SPOKEN))
        matter.after(int(chance.random() * 4)).act(
            Hearing.answer_officer, clerk, orientation=matter.one(Orientation.values), answer=matter.one(ANSWERS)
        )
        return matter.acts


class Protections(Stream):
    """Officers attacked because of their duty."""

    name = "personnel.protection"

    def __init__(self, setting: Setting, officers: list[Member]) -> None:
        super().__init__(setting)
        self.officers = officers
        self.granted = setting.target("personnel.state_protection.staff_defended")
        self.count = self.granted + self.granted // DENIED
        self.span = Span(date(setting.year, 1, 3), date(setting.year, 12, 27))
        self.last = last_of(date(setting.year + 1, 6, 30))

    def course(self, number: int) -> list[Act]:
        chance, officer = self.chance(number), self.officers[-1 - number % len(self.officers)]
        day = self.span.at(number, self.count, chance.random())
        matter = Matter(chance, day - 3 - int(chance.random() * 14) - (10 if chance.random() < 0.06 else 0))
        matter.act(
            StateProtection.request,
            officer.id if chance.random() < 0.6 else matter.one(self.cast.clerks),
            officer.unit,
            officer=officer.id,
            attack=matter.one(ATTACK_KINDS),
            attacked_on=day_of(matter.day) - timedelta(days=1 + int(chance.random() * 12)),
            facts=matter.one(ATTACKS),
        )
        denied = self.count - self.granted
        lawyer = matter.one(self.cast.legal)
        matter.on(day)
        if (number + 1) * denied // self.count > number * denied // self.count:
            matter.act(StateProtection.refuse, lawyer, denial=matter.one(Denial.values))
            return matter.acts
        if chance.random() < 0.006:
            matter.mistake(StateProtection.close, lawyer, outcome=Outcome.CONVICTION.value)
            matter.after(0)
        matter.act(StateProtection.grant, lawyer, lawyer=matter.one(LAWYERS))
        if chance.random() < 0.75:
            number_of_case = f"{self.setting.year}/{2100 + number}"
            matter.after(6 + int(chance.random() * 20)).act(
                StateProtection.go_to_court, lawyer, court=matter.one(COURTS), case_number=number_of_case
            )
        if chance.random() < 0.7:
            matter.after(15 + int(chance.random() * 60)).act(
                StateProtection.close, lawyer, outcome=matter.one(OUTCOMES)
            )
        return matter.acts


class Trainings(Stream):
    """A few sessions of training; nothing is published about them."""

    name = "personnel.training"

    def __init__(self, setting: Setting, officers: list[Member]) -> None:
        super().__init__(setting)
        self.officers = officers
        self.count = len(officers) // SESSIONS
        self.span = Span(date(setting.year, 1, 15), date(setting.year, 11, 20), OFFICE)

    def course(self, number: int) -> list[Act]:
        chance, officer = self.chance(number), self.officers[number]
        session = number // 25
        matter = Matter(chance, self.span.at(session, self.count // 25 + 1, 0.5))
        programme = Programme.values[session % len(Programme.values)]
        starts = day_of(matter.day + 8)
        matter.act(
            Training.enrol,
            self.cast.clerks[session % 6],
            officer.unit,
            officer=officer.id,
            programme=programme,
            session=f"{self.setting.year}-{session + 1:02d}",
            starts_on=starts,
        )
        matter.after(12)
        if chance.random() < 0.94:
            matter.act(Training.complete, self.cast.clerks[session % 6], hours=12 + 6 * (session % 5))
        else:
            matter.act(Training.fail, self.cast.clerks[session % 6])
        return matter.acts
