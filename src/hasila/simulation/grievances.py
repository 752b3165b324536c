"""Grievances and pleas: those carried over, those of the year, and those that the year leaves to the next one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from hasila.kernel.procedures import Act
from hasila.modules.personnel.models.grievance import COMMISSION, Grievance
from hasila.modules.personnel.models.grievance_file import Answer, Contested, GrievanceKind
from hasila.simulation.cast import Member
from hasila.simulation.days import OFFICE, Span, day_of, index_of, last_of
from hasila.simulation.discipline import LIGHTER, File, per_mille
from hasila.simulation.streams import Matter, Setting, Stream, shuffled
from hasila.simulation.texts import ARGUMENTS, GROUNDS, OPINIONS, REPORTS

LATER, WITHDRAWN = 61, 27  # per mille of those received: left to the next year, withdrawn
FOLLOWED = 0.92
CONTESTED = [Contested.SANCTION.value] * 6 + [
    Contested.TRANSFER.value,
    Contested.PROMOTION.value,
    Contested.OTHER.value,
]


@dataclass(frozen=True)
class Case:
    """One request to the commission.

    Attributes:
        answer: what is recommended; empty where it is withdrawn. when: carried, now or later. file: the sanction of
            the register that it contests, if any.
    """

    answer: str
    when: str
    file: File | None = None


class Grievances(Stream):
    """The requests that the central commission sees."""

    name = "personnel.grievances"

    def __init__(self, setting: Setting, officers: list[Member], files: list[File]) -> None:
        super().__init__(setting)
        self.officers = officers
        self.cases = self.plan(files)
        self.count = len(self.cases)
        year = setting.year
        self.now = Span(date(year, 1, 3), date(year, 10, 25), OFFICE)
        self.carried = Span(date(year - 1, 11, 15), date(year - 1, 12, 26))
        self.later = Span(date(year, 11, 25), date(year, 12, 20))
        self.starts, self.ends = index_of(date(year, 1, 4)), last_of(date(year, 12, 30))

    def plan(self, files: list[File]) -> list[Case]:
        """Every case: what is published about receipts, recommendations and their shares comes out of it."""
        setting = self.setting
        received = setting.target("personnel.grievance.grievances_received")
        issued = setting.target("personnel.grievance.recommendations")
        changed = round(issued * setting.target("personnel.grievance.share_review_or_annul") / 100)
        confirmed = round(issued * setting.target("personnel.grievance.share_confirm") / 100)
        linked = [Case(file.kind, "carried" if file.decided_on.year < setting.year else "now", file) for file in files]
        later, withdrawn = per_mille(received, LATER), per_mille(received, WITHDRAWN)
        carried = issued - (received - later - withdrawn)
        free_changed = changed - sum(case.answer != Answer.CONFIRM for case in linked)
        free_confirmed = confirmed - sum(case.answer == Answer.CONFIRM for case in linked)
        other = issued - changed - confirmed
        answers = shuffled(
            {
                Answer.REVIEW.value: free_changed - free_changed // 3,
                Answer.ANNUL.value: free_changed // 3,
                Answer.CONFIRM.value: free_confirmed,
                Answer.INADMISSIBLE.value: other - other // 3,
                Answer.REFERRED.value: other // 3,
            },
            f"{setting.seed}/{self.name}",
        )
        left = carried - sum(case.when == "carried" for case in linked)
        free = [Case(answer, "carried" if n < left else "now") for n, answer in enumerate(answers)]
        return linked + free + [Case(Answer.CONFIRM.value, "later")] * later + [Case("", "now")] * withdrawn

    def course(self, number: int) -> list[Act]:
        chance = self.chance(number)
        case = self.cases[number]
        officer = case.file.officer if case.file is not None else self.officers[number]
        matter = Matter(chance, self.day(case, number))
        self.receive(matter, case, officer)
        if not case.answer:
            matter.after(4).act(Grievance.withdraw, officer.id)
            return matter.acts
        rapporteur = matter.one(self.cast.grievance)
        if chance.random() < 0.02:
            matter.after(0).mistake(Grievance.recommend, rapporteur, recommendation=case.answer, opinion=OPINIONS[0])
        matter.after(5 + int(chance.random() * 9)).act(Grievance.study, rapporteur, report=matter.one(REPORTS))
        matter.after(2 + int(chance.random() * 6))
        if case.when == "carried":
            matter.on(self.starts + int(chance.random() * 12))
        elif case.when == "later":
            matter.on(self.ends + 5 + int(chance.random() * 12))
        matter.act(Grievance.recommend, rapporteur, recommendation=case.answer, opinion=matter.one(OPINIONS))
        matter.after(3 + int(chance.random() * 9)).act(
            Grievance.decide, self.cast.general, **self.decision(matter, case)
        )
        return matter.acts

    def day(self, case: Case, number: int) -> int:
        """The day of receipt: within the term from the decision contested."""
        chance = self.chance(-1 - number)
        if case.file is not None:
            return case.file.decided + 3 + int(chance.random() * (8 if case.when == "carried" else 20))
        span = {"now": self.now, "carried": self.carried, "later": self.later}[case.when]
        return span.any(chance)

    def receive(self, matter: Matter, case: Case, officer: Member) -> None:
        """A grievance names the day of the decision contested, a plea doesn't."""
        kind = GrievanceKind.PLEA if case.file is None and matter.chance.random() < 0.35 else GrievanceKind.GRIEVANCE
        data: dict[str, object] = {"officer": officer.id, "kind": kind.value, "arguments": matter.one(ARGUMENTS)}
        data["contested"] = Contested.SANCTION.value if case.file is not None else matter.one(CONTESTED)
        if case.file is not None:
            data |= {"sanction": case.file.id, "contested_on": case.file.decided_on}
        elif kind == GrievanceKind.GRIEVANCE:
            data["contested_on"] = day_of(matter.day) - timedelta(days=5 + int(matter.chance.random() * 50))
        actor = officer.id if matter.chance.random() < 0.8 else self.cast.grievance[0]
        matter.act(Grievance.receive, actor, self.ground.by_code[COMMISSION], **data)

    def decision(self, matter: Matter, case: Case) -> dict[str, Any]:
        """The Director General mostly follows the commission; always where a sanction of the register changes."""
        answer = case.answer
        if case.file is None and matter.chance.random() > FOLLOWED:
            answer = Answer.CONFIRM.value if answer != Answer.CONFIRM else Answer.REVIEW.value
        data: dict[str, object] = {"decision": answer, "grounds": matter.one(GROUNDS)}
        if answer == Answer.REVIEW and case.file is not None:
            data["new_measure"] = LIGHTER[case.file.measure].value
        return data
