"""What happens in a case file of a pilot command: who is in it, what is seized, written and signed, how it goes.

A file can go to the prosecution once it has a suspect, or goes against unknown persons, and a signed written record;
nothing unsigned, no exhibit without a seal. The play keeps to that, and to the officer for minors.
"""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from hasila.institution.roles import Role
from hasila.modules.casefiles.case_files import CaseFiles
from hasila.modules.casefiles.case_rules import office_of
from hasila.modules.casefiles.choices import Category, Decision, Origin, Way
from hasila.modules.casefiles.courts import court_of
from hasila.modules.casefiles.exhibits import Exhibits
from hasila.modules.casefiles.holding_choices import Ending
from hasila.modules.casefiles.kinds import HowRead, Measure, RecordKind, Right, Signing
from hasila.modules.casefiles.parties import Parties
from hasila.modules.casefiles.referrals import Referrals
from hasila.modules.casefiles.written_records import WrittenRecords
from hasila.simulation import told
from hasila.simulation.case import Case
from hasila.simulation.held import EXTENDED, FREED, HELD, OVERRUN, Held, may_be_held
from hasila.simulation.parties import suspect

MINORS = 0.06
VICTIMS = 0.6
"""Of the cases that begin with a complaint, those in which the complainant, a victim in all, is heard."""
ASSIGNED = 0.4
UNSENT, MISTAKEN = 0.03, 0.006
RETURNED, DECIDED = 0.03, 0.6
REFUSED_TO_SIGN, BY_FINGERPRINT = 0.05, 0.03
TOLD = [Right.ACTS.value, Right.SILENCE.value, Right.LAWYER.value, Right.FAMILY.value]
DECISIONS = (
    [Decision.PROSECUTED.value] * 58
    + [Decision.DISMISSED.value] * 33
    + [Decision.INVESTIGATION.value] * 5
    + [Decision.OTHER_COURT.value] * 4
)


def follow_here(case: Case, origin: str, seed: int) -> None:
    """The acts in the file from its opening to what the prosecution answers."""
    Followed(case, origin, seed).go()


class Followed:
    """One file that is followed here, with the officer who has it."""

    def __init__(self, case: Case, origin: str, seed: int) -> None:
        self.case = case
        self.chance = case.chance
        self.seed = seed
        self.known = self.chance.random() < case.matter.known
        self.young = self.known and self.chance.random() < MINORS
        self.by = case.officer(Role.MINORS_OFFICER if self.young else Role.JUDICIAL_OFFICER)
        self.caught = origin == Origin.FLAGRANT
        self.letter = origin == Origin.LETTER_ROGATORY

    def go(self) -> None:
        """Everything, in order."""
        case = self.case
        case.wait(1)
        if self.chance.random() < ASSIGNED:
            case.act(CaseFiles.assign, case.id, case.officer(Role.UNIT_CHIEF), investigator=self.by)
        suspect = self.enter_suspect() if self.known else None
        victim = case.complainant_id if self.chance.random() < VICTIMS else None
        if self.young:
            case.act(CaseFiles.take_for_minors, case.id, self.by)
        if self.known and (what := told.SEIZED.get(case.matter.offence.code)):
            self.seize(*what)
        if self.chance.random() < MISTAKEN:
            self.prepare(Way.PAPER)  # too early: the file still lacks a written record
        held = self.hold(suspect)
        self.write(suspect, victim)
        if held is not None:
            self.present_or_free(held)
        elif self.chance.random() >= UNSENT:
            alone = Way.PAPER if self.known or self.letter else Way.UNKNOWN
            self.refer(Way.FREE if self.known and self.caught else alone)

    # ------------------------------------------------------------------ custody

    def hold(self, suspect: UUID | None) -> Held | None:
        """Somebody of age who was caught in the act is held, where the law allows it and the case calls for it."""
        if suspect is None or self.young or not self.caught or not may_be_held(self.case):
            return None
        return Held(self.case, self.by, suspect) if self.chance.random() < HELD else None

    def present_or_free(self, held: Held) -> None:
        """Before the limit, but for a few: presented to the prosecution with the file, or freed and referred later."""
        case, roll = self.case, self.chance.random()
        if roll < EXTENDED and held.more:
            held.extend()
        late = self.chance.random() < OVERRUN
        case.now = (
            held.limit + timedelta(minutes=25) if late else held.before_the_limit(0.2 + self.chance.random() * 0.6)
        )
        if roll > 1 - FREED:
            held.end(Ending.FREED)
            self.refer(Way.FREE)
            return
        self.send(self.prepare(Way.HELD), hours=0.2)
        case.wait(0.2)
        held.end(Ending.PRESENTED)
        self.answer()

    # ------------------------------------------------------------------ parties and exhibits

    def enter_suspect(self) -> UUID:
        """Whoever is suspected; of somebody under age the guardian is named."""
        return self.enter(Category.SUSPECT, **suspect(self.seed, self.case.number, self.case.now, young=self.young))

    def enter(self, category: Category, **about: Any) -> UUID:
        """Enters a party."""
        party = self.case.new()
        data = {"case": self.case.id, "category": category.value, **about}
        self.case.act(Parties.enter, party, self.by, self.case.beat.unit, **data)
        self.case.wait(0.2)
        return party

    def seize(self, kind: str, measure: str, most: int, description: str) -> None:
        """Seizes what such a matter turns on, and seals it."""
        case, exhibit = self.case, self.case.new()
        amount = Decimal(1 + int(self.chance.random() ** 3 * most))
        data = {"kind": kind, "description": description, "quantity": amount, "measure": Measure(measure).value}
        case.act(Exhibits.seize, exhibit, self.by, case.beat.unit, case=case.id, **data)
        case.wait(1)
        seal = f"{case.number % 90_000 + 10_000}"
        case.act(Exhibits.put_seal, exhibit, self.by, seal=seal, store="خزانة المحجوزات")

    # ------------------------------------------------------------------ the written record

    def write(self, suspect: UUID | None, victim: UUID | None) -> None:
        """A written record: of the suspect's hearing, else of the victim's, else of what was found."""
        case, record = self.case, self.case.new()
        kind, party = self.kind_of(suspect, victim)
        if not self.caught:
            case.wait(60)
            record = case.new()
        data: dict[str, Any] = {
            "case": case.id,
            "kind": kind.value,
            "text": told.WRITTEN[kind].format(case.matter.facts),
        }
        if party is not None:
            data["party"] = party
        if kind == RecordKind.HEARING_SUSPECT:
            data |= {"rights": TOLD, "rights_told_at": case.now}
        if self.young:
            data["attended_by"] = "ولي أمر الحدث"
        case.act(WrittenRecords.draft, record, self.by, case.beat.unit, **data)
        case.wait(1.5)
        how = (
            HowRead.NOBODY_HEARD
            if party is None
            else HowRead.BY_PERSON
            if self.chance.random() < 0.7
            else HowRead.TO_PERSON
        )
        case.act(WrittenRecords.read_back, record, self.by, how_read=how.value, ended_at=case.now)
        case.wait(0.2)
        case.act(WrittenRecords.sign, record, self.by, **self.signature(party))

    def kind_of(self, suspect: UUID | None, victim: UUID | None) -> tuple[RecordKind, UUID | None]:
        """What the record is about, and whom."""
        if suspect is not None:
            return RecordKind.HEARING_SUSPECT, suspect
        if victim is not None:
            return RecordKind.HEARING_VICTIM, victim
        return RecordKind.FINDING, None

    def signature(self, party: UUID | None) -> dict[str, Any]:
        """What the person did when asked to sign."""
        roll = self.chance.random()
        if party is None:
            return {"signing": Signing.NOBODY_HEARD.value}
        if roll < REFUSED_TO_SIGN:
            return {"signing": Signing.REFUSED.value, "reason": self.case.one(told.REFUSALS)}
        if roll < REFUSED_TO_SIGN + BY_FINGERPRINT:
            return {"signing": Signing.FINGERPRINT.value, "reason": "لا يحسن الكتابة."}
        return {"signing": Signing.SIGNED.value}

    # ------------------------------------------------------------------ the referral

    def refer(self, way: Way) -> None:
        """Prepared, approved by the chief, sent; then what the prosecution answers."""
        case = self.case
        for again in (False, True):
            if self.caught and not again:
                case.wait(6)
            else:
                case.office(1 + int(self.chance.random() ** 2 * 24))
            if again:
                self.follow_up()
            referral = self.prepare(way)
            self.send(referral, hours=2)
            if again or self.chance.random() >= RETURNED:
                break
            case.office(3 + int(self.chance.random() * 10))
            instructions = case.one(told.INSTRUCTIONS)
            case.act(Referrals.record_return, referral, self.by, instructions=instructions, magistrate=self.magistrate)
        self.answer()

    def follow_up(self) -> None:
        """A written record of what was done on the instructions of the prosecution."""
        case, record = self.case, self.case.new()
        data = {"case": case.id, "kind": RecordKind.FINDING.value, "text": told.FOLLOWED_UP}
        case.act(WrittenRecords.draft, record, self.by, case.beat.unit, **data)
        case.act(WrittenRecords.read_back, record, self.by, how_read=HowRead.NOBODY_HEARD.value, ended_at=case.now)
        case.act(WrittenRecords.sign, record, self.by, signing=Signing.NOBODY_HEARD.value)
        case.wait(1)

    def send(self, referral: UUID, *, hours: float) -> None:
        """The chief approves it, and it goes."""
        self.case.wait(hours)
        self.case.act(Referrals.approve, referral, self.case.officer(Role.UNIT_CHIEF))
        self.case.wait(hours)
        self.case.act(Referrals.send, referral, self.by)

    def answer(self) -> None:
        """What the prosecution decides, of most."""
        if self.chance.random() >= DECIDED:
            return
        self.case.office((0 if self.caught else 4) + int(self.chance.random() * 30))
        decision = Decision.EXECUTED.value if self.letter else self.case.one(DECISIONS)
        self.case.act(Referrals.record_decision, self.referral, self.by, decision=decision, magistrate=self.magistrate)

    @property
    def magistrate(self) -> str:
        """Who answers: a letter rogatory is its judge's."""
        return told.JUDGE if self.letter else told.MAGISTRATE

    def prepare(self, way: Way) -> UUID:
        """Prepares the referral, to the court of the town or, where it has none, of the command's seat."""
        case = self.case
        self.referral = referral = case.new()
        data: dict[str, Any] = {"case": case.id, "way": way.value}
        office = office_of(case.matter.offence.code)
        if not self.letter and not court_of(case.beat.town, office):
            data |= {"court": court_of(case.beats.seat(case.beat), office), "elsewhere": "دائرة نفوذ المحكمة."}
        case.act(Referrals.prepare, referral, self.by, case.beat.unit, **data)
        return referral
