"""Custody in the play: who is held in a file of a pilot command, what is told and noted, how it ends."""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from hasila.modules.casefiles import clocks
from hasila.modules.casefiles.custody import Custodies
from hasila.modules.casefiles.holding_choices import EXPLAINED, Ending, Framework, Note, Signature
from hasila.plain.moments import legal_day, micros
from hasila.simulation import told
from hasila.simulation.case import Case

HELD = 0.3
"""Of suspects of age who are caught in the act, where the law allows custody at all."""
FREED, EXTENDED, OVERRUN = 0.22, 0.12, 0.003
CELLS = ("الزنزانة 1", "الزنزانة 2", "الزنزانة 3")
UNSIGNED = 0.04


def may_be_held(case: Case) -> bool:
    """Whether the law of the day lets somebody be held for the offence."""
    return clocks.allows_custody(case.matter.offence.code, legal_day(micros(case.now)))


class Held:
    """One custody, from the arrest to its end.

    Attributes:
        limit: when the first term, or the extension, runs out.
    """

    def __init__(self, case: Case, by: UUID, suspect: UUID) -> None:
        self.case = case
        self.by = by
        self.id = case.new()
        day = legal_day(micros(case.now))
        regime = clocks.regime_of(case.matter.offence.code, day)
        lately = case.now - timedelta(seconds=900 + int(case.chance.random() * 5_400))
        self.arrested = max(case.happened, lately)  # in the act, and never before it
        self.limit = clocks.later(self.arrested, clocks.CUSTODY.term(regime, day))
        self.more = clocks.CUSTODY.extensions(regime, day)
        case.act(
            Custodies.place_in_custody,
            self.id,
            by,
            case.beat.unit,
            case=case.id,
            party=suspect,
            arrested_at=self.arrested,
            began_at=case.now,
            framework=Framework.FLAGRANT.value,
            grounds="ضبط في حالة تلبس، وتقتضيه ضرورة البحث.",
            place=case.one(CELLS),
            condition="لا شيء يلاحظ.",
            reasons=list(clocks.reasons(day)[:2]),
        )
        for duty in clocks.CUSTODY.duties(day):
            self.note(_NOTED.get(duty, duty))

    def note(self, kind: str) -> None:
        """What is told or done, a little later."""
        self.case.wait(0.3)
        words: dict[str, Any] = {"note_whom": "بالهاتف"} if kind in EXPLAINED else {}
        self.case.act(Custodies.note, self.id, self.by, note_kind=kind, **words)

    def before_the_limit(self, share: float) -> datetime:
        """A moment so far on the way from now to the limit."""
        return self.case.now + (self.limit - self.case.now) * share

    def extend(self) -> None:
        """More time is asked for near the limit, and the written authorisation is recorded."""
        case = self.case
        case.now = self.before_the_limit(0.85)
        case.act(Custodies.ask_for_more_time, self.id, self.by, asked_for="تعذر استكمال البحث داخل المدة.")
        case.now = self.before_the_limit(0.5)
        number = f"{case.number % 4_000 + 1}/{case.now.year}"
        case.act(
            Custodies.enter_authorisation,
            self.id,
            self.by,
            authorisation=number,
            magistrate=told.MAGISTRATE,
            authorised_at=case.now,
            paper=sha256(f"{number}/{case.id}".encode()).hexdigest(),
        )
        self.limit = clocks.later(self.limit, self.more[0])

    def end(self, ending: Ending) -> None:
        """Freed or presented; the person signs the register, or does not."""
        signature = Signature.REFUSED if self.case.chance.random() < UNSIGNED else Signature.SIGNED
        self.case.act(Custodies.end, self.id, self.by, ending=ending.value, signature=signature.value)


_NOTED = {"lawyer_told": Note.LAWYER_TOLD.value, "family_or_lawyer_told": Note.FAMILY_TOLD.value}
