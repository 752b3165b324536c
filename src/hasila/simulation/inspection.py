"""Inspection: inquiries with the officers they name, and audit visits."""

from __future__ import annotations

from datetime import date, timedelta

from hasila.kernel.procedures import Act
from hasila.modules.inspection.audits import Audit, Theme
from hasila.modules.inspection.inquiries import Inquiry
from hasila.modules.inspection.inquiry_files import Origin, Outcome
from hasila.simulation.cast import Member
from hasila.simulation.days import OFFICE, Span, day_of, last_of
from hasila.simulation.streams import Matter, Setting, Stream, shuffled
from hasila.simulation.texts import DENOUNCERS, FINDINGS, GROUNDS, REPORTED, SUBJECTS

INSPECTION = "INSP"
OTHER_ORIGINS = [Origin.COMPLAINT.value] * 5 + [Origin.EX_OFFICIO.value] * 3 + [Origin.AUTHORITY.value] * 2
STRUCK, SENT_BACK = 0.05, 0.04
AUDITS = 72


class Inquiries(Stream):
    """The inquiries opened in the year."""

    name = "inspection.inquiries"

    def __init__(self, setting: Setting, officers: list[Member]) -> None:
        super().__init__(setting)
        self.officers = officers
        self.count = setting.target("inspection.inquiry.inquiries")
        denounced = setting.target("inspection.inquiry.on_denunciation")
        self.origins = shuffled({"denounced": denounced, "other": self.count - denounced}, f"{setting.seed}/origins")
        self.span = Span(date(setting.year, 1, 3), date(setting.year, 12, 18), OFFICE)
        self.year_ends = last_of(date(setting.year, 12, 31))
        # Those with an offence are among the first nine in ten, so that they are concluded within the year.
        self.offences = setting.target("inspection.inquiry.with_offence")
        self.timely = self.count * 7 // 10
        self.named = self.shares(setting.target("inspection.inquiry.staff_covered"))

    def shares(self, named: int) -> list[int]:
        """How many officers each inquiry names: one at least, most a few, some many."""
        chance = self.chance(-1)
        found = [1] * self.count
        for _officer in range(named - self.count):
            found[int(self.count * chance.random() ** 1.7)] += 1
        chance.shuffle(found)
        return found

    def offence(self, number: int) -> bool:
        """Whether an inquiry finds elements of an offence."""
        return (
            number < self.timely and (number + 1) * self.offences // self.timely > number * self.offences // self.timely
        )

    def course(self, number: int) -> list[Act]:
        chance = self.chance(number)
        matter = Matter(chance, self.span.at(number, self.count, chance.random()))
        inspector, chief = matter.one(self.cast.inspectors), self.cast.chief_inspector
        denounced = self.origins[number] == "denounced"
        matter.act(
            Inquiry.open_inquiry,
            inspector,
            self.ground.by_code[INSPECTION],
            origin=Origin.DENUNCIATION.value if denounced else matter.one(OTHER_ORIGINS),
            subject=matter.one(SUBJECTS),
            facts=matter.one(REPORTED),
            concerned_unit=self.ground.all.any(chance),
            received_on=day_of(matter.day) - timedelta(days=1 + int(chance.random() * 9)),
            **({"denouncer": DENOUNCERS[number % len(DENOUNCERS)]} if denounced else {}),
        )
        self.name_officers(matter, inspector, number)
        if chance.random() < 0.02:
            matter.after(0).mistake(Inquiry.report, chief, findings=FINDINGS[0])
        matter.after(8 + int(chance.random() * 26) + (20 if chance.random() < 0.08 else 0))
        matter.act(Inquiry.report, inspector, findings=matter.one(FINDINGS))
        if chance.random() < SENT_BACK:
            matter.after(2).act(Inquiry.send_back, chief, remarks="يستكمل الاستماع إلى باقي المعنيين.")
            matter.after(5).act(Inquiry.report, inspector, findings=matter.one(FINDINGS))
        self.conclude(matter, number, chief)
        return matter.acts

    def name_officers(self, matter: Matter, inspector: object, number: int) -> None:
        """One act for each officer; a naming in error is struck."""
        first = int(matter.chance.random() * (len(self.officers) - self.named[number] - 1))
        if matter.chance.random() < STRUCK:
            wrong = self.officers[first + self.named[number]]
            matter.after(0).act(Inquiry.name_officer, inspector, officer=wrong.id)  # type: ignore[arg-type]
            matter.after(0).act(Inquiry.strike_officer, inspector)  # type: ignore[arg-type]
        for place in range(self.named[number]):
            if place % 6 == 5 and matter.day + 1 <= self.year_ends:
                matter.after(1)
            matter.after(0).act(Inquiry.name_officer, inspector, officer=self.officers[first + place].id)  # type: ignore[arg-type]

    def conclude(self, matter: Matter, number: int, chief: object) -> None:
        """The Inspector General concludes, refers what is an offence, and closes."""
        matter.after(2 + int(matter.chance.random() * 8))
        if self.offence(number):
            outcome = Outcome.OFFENCE
        else:
            outcome = Outcome.ADMINISTRATIVE_FAULT if matter.chance.random() < 0.4 else Outcome.NO_FAULT
        matter.act(Inquiry.conclude, chief, outcome=outcome.value, grounds=matter.one(GROUNDS))  # type: ignore[arg-type]
        if outcome == Outcome.OFFENCE:
            unit = self.ground.by_code["DGSN"]
            matter.after(1).mistake(Inquiry.close, chief)  # type: ignore[arg-type]
            matter.after(1).act(Inquiry.refer, chief, judicial_unit=unit)  # type: ignore[arg-type]
        matter.after(2 + int(matter.chance.random() * 10)).act(Inquiry.close, chief)  # type: ignore[arg-type]


class Audits(Stream):
    """Visits; nothing is published about them."""

    name = "inspection.audits"

    def __init__(self, setting: Setting) -> None:
        super().__init__(setting)
        self.count = AUDITS
        self.span = Span(date(setting.year, 1, 15), date(setting.year, 10, 20), OFFICE)

    def course(self, number: int) -> list[Act]:
        chance = self.chance(number)
        matter = Matter(chance, self.span.at(number, self.count, chance.random()))
        inspector, chief = matter.one(self.cast.inspectors), self.cast.chief_inspector
        matter.act(
            Audit.plan,
            chief,
            self.ground.by_code[INSPECTION],
            audited_unit=self.ground.all.any(chance),
            theme=matter.one(Theme.values),
            planned_on=day_of(matter.day + 6),
        )
        if chance.random() < 0.06:
            matter.after(3).act(Audit.cancel, chief, closing_note="أجلت الزيارة إلى برنامج السنة المقبلة.")
            return matter.acts
        matter.after(6).act(Audit.carry_out, inspector, visited_on=day_of(matter.day))
        made = 2 + int(chance.random() * 7)
        matter.after(6 + int(chance.random() * 10)).act(
            Audit.report, inspector, findings=matter.one(FINDINGS), recommendations=made
        )
        done = made if chance.random() < 0.6 else made - 1
        for _recommendation in range(done):
            matter.after(1 + int(chance.random() * 3)).act(Audit.implement, inspector, follow_up="تم تنفيذ التوصية.")
        if done < made:
            matter.act(Audit.close, chief, closing_note="تتابع التوصية المتبقية في الزيارة المقبلة.")
        else:
            matter.act(Audit.close, chief)
        return matter.acts
