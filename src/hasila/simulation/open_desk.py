"""The district of the demonstration as it stands today: what lies at its desk, its files, who is held.

Live acts of the demonstration's officers in the last weeks, none of them simulated. Who is held was placed within the
term of the law and is noted now, as the law of today asks; what is still to be done is left to whoever signs in.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from hasila.institution.demo import HOLDERS
from hasila.institution.synthetic import Identity, identity
from hasila.kernel.procedures import Act, Transition
from hasila.kernel.records import new_id
from hasila.modules.casefiles import clocks
from hasila.modules.casefiles.case_files import CaseFiles
from hasila.modules.casefiles.choices import Category, Office, Origin, Way
from hasila.modules.casefiles.courts import court_of
from hasila.modules.casefiles.custody import Custodies
from hasila.modules.casefiles.exhibits import Exhibits
from hasila.modules.casefiles.holding_choices import Framework, Note
from hasila.modules.casefiles.kinds import HowRead, Measure, RecordKind, Signing, TaskKind
from hasila.modules.casefiles.minor_retention import MinorRetentions
from hasila.modules.casefiles.parties import Parties
from hasila.modules.casefiles.referrals import Referrals
from hasila.modules.casefiles.tasks import Tasks
from hasila.modules.casefiles.written_records import WrittenRecords
from hasila.modules.districts.certificates import Certificate, Certificates, Finding
from hasila.modules.districts.choices import IncidentKind, Source, Urgency
from hasila.modules.districts.complaints import Complaints
from hasila.modules.districts.denunciations import Denunciations
from hasila.modules.districts.duty import Duty, DutyRoster
from hasila.modules.districts.found_objects import FoundObjects
from hasila.modules.districts.incidents import Incidents
from hasila.modules.districts.losses import Losses, ObjectKind
from hasila.plain.moments import legal_day, micros
from hasila.simulation import told
from hasila.simulation.case import following
from hasila.simulation.followed import TOLD
from hasila.simulation.matters import told_of

DISTRICT, NEIGHBOUR, TOWN = "AP-RAK-01", "AP-RAK-02", "RAK"
PEOPLE = 641_000_000
QUARTERS = ("شارع محمد الخامس، جليز", "زنقة ابن عائشة، جليز", "محيط محطة القطار", "حي الحبوس", "باب دكالة")

# hours ago, offence (empty: not named yet), urgency
COMPLAINTS: tuple[tuple[float, str, Urgency], ...] = (
    (0.4, "", Urgency.ORDINARY),
    (1.2, "theft_violence", Urgency.URGENT),
    (3, "threats", Urgency.DANGER),
    (7, "motorcycle_theft", Urgency.ORDINARY),
    (20, "fraud", Urgency.ORDINARY),
    (51, "damage", Urgency.ORDINARY),
    (160, "defamation", Urgency.ORDINARY),
    (29.4 * 24, "breach_trust", Urgency.ORDINARY),
)
JUST_NOW = 2
"""Hours in which nobody has looked for a complainant's file yet."""
# hours ago, offence, whether the suspect is known, how far it is: opened, heard, signed, prepared
FILES: tuple[tuple[float, str, bool, str], ...] = (
    (5, "theft_simple", False, "opened"),
    (30, "blows_light", True, "heard"),
    (75, "burglary_home", False, "signed"),
    (140, "fraud", True, "signed"),
    (210, "drug_possession", True, "prepared"),
    (330, "extortion", False, "opened"),
    (28.5 * 24, "forgery", True, "heard"),
)


def acts(seed: int, unit: int, neighbour: int) -> list[Act]:
    """Everything, in the order in which it was done; the units are the district and its neighbour."""
    district = District(seed, unit)
    district.on_duty()
    district.at_the_desk()
    district.files()
    district.letter_rogatory()
    district.arrived(neighbour)
    district.held()
    district.minor_retained()
    return district.acts


def _officer(slug: str) -> UUID:
    return next(holder.id for holder in HOLDERS if holder.slug == slug)


class District:
    """Writes the acts of the district, each some hours before now."""

    def __init__(self, seed: int, unit: int) -> None:
        self.acts: list[Act] = []
        self.unit = unit
        self.seed = seed
        self.chance = Random(seed)
        self.now = datetime.now(UTC).replace(microsecond=0)
        self.met = 0
        self.desk, self.judicial, self.chief, self.minors = (
            _officer(slug) for slug in ("desk.gueliz", "judicial.gueliz", "chief.gueliz", "minors.marrakech")
        )

    # ------------------------------------------------------------------ what everything is told with

    def ago(self, hours: float) -> datetime:
        """So many hours before now."""
        return self.now - timedelta(seconds=int(hours * 3_600))

    def act(self, step: Transition, hours: float, by: UUID, record: UUID | None = None, **data: Any) -> UUID:
        """An act so many hours ago; of an opening it gives the new record."""
        at = self.ago(hours)
        opening = record is None
        key = record or new_id(at, self.chance.randbytes(10))
        self.acts.append(Act(step, key, by, data, at, self.unit if opening else None))
        return key

    def somebody(self, **limits: Any) -> Identity:
        """The next person whom the district meets."""
        self.met += 1
        return identity(PEOPLE + self.met, self.seed, **limits)

    def person(self, *, card: bool = True, **limits: Any) -> dict[str, Any]:
        """The same, as they are written down."""
        found = self.somebody(**limits)
        return {
            "arabic_name": found.arabic_name,
            "latin_name": found.latin_name,
            "sex": found.sex,
            "born_on": found.born_on,
            "card_number": found.card_number if card else "",
        }

    def one(self, listed: Sequence[str]) -> str:
        """One of several."""
        return listed[int(self.chance.random() * len(listed))]

    # ------------------------------------------------------------------ the desk

    def on_duty(self) -> None:
        """The shift of today: one at the desk, a judicial police officer on call."""
        for officer, duty in ((self.desk, Duty.DESK), (self.judicial, Duty.JUDICIAL)):
            hours: dict[str, Any] = {"starts_at": self.ago(4), "ends_at": self.now + timedelta(hours=8)}
            shift = self.act(DutyRoster.plan, 20, self.chief, officer=officer, duty=duty.value, **hours)
            self.act(DutyRoster.take_up, 3.9, officer, shift)

    def at_the_desk(self) -> None:
        """What lies there: complaints of several ages, a denunciation, an incident, losses, papers asked for."""
        for hours, offence, urgency in COMPLAINTS:
            received = self.complaint(hours, offence, urgency)
            if hours > JUST_NOW:
                self.act(Complaints.open_person, hours - 0.2, self.desk, received)
        taken = self.complaint(48, "pickpocketing", Urgency.ORDINARY)
        self.act(Complaints.open_case, 44, self.judicial, taken, offence="pickpocketing")
        self.act(
            CaseFiles.assign, 43, self.chief, following(taken, 1, "case", self.ago(44)), investigator=self.judicial
        )
        withdrawn = self.complaint(30, "light_violence", Urgency.ORDINARY)
        self.act(Complaints.withdraw, 6, self.desk, withdrawn, withdrawal=told.WITHDRAWN[0])
        facts: dict[str, Any] = {"facts": "يبيع شخص مواد مهلوسة قرب المؤسسة التعليمية كل مساء.", "place": QUARTERS[3]}
        self.act(Denunciations.receive, 15, self.desk, source=Source.ANONYMOUS.value, town=TOWN, **facts)
        kind = IncidentKind.VULNERABLE.value
        self.act(Incidents.receive, 2, self.desk, kind=kind, facts=told.INCIDENTS[kind], town=TOWN, place=QUARTERS[2])
        today = legal_day(micros(self.now))
        for hours, lost in ((1, ObjectKind.CARD), (26, ObjectKind.PHONE)):
            data: dict[str, Any] = {
                "kind": lost.value,
                "lost_on": today - timedelta(days=2),
                "description": told.LOST[lost.value],
            }
            self.act(Losses.declare, hours, self.desk, **self.person(), **data)
        found: dict[str, Any] = {
            "kind": ObjectKind.BAG.value,
            "description": told.LOST["bag"],
            "found_on": today - timedelta(days=1),
        }
        self.act(FoundObjects.take_in, 9, self.desk, **found, found_at=QUARTERS[2], storage="خزانة الدائرة")
        self.certificate(5)
        self.certificate(70, inquired=True)

    def complaint(self, hours: float, offence: str, urgency: Urgency) -> UUID:
        """A complaint that was taken so many hours ago."""
        return self.act(
            Complaints.receive,
            hours,
            self.desk,
            **self.person(),
            facts=told_of(offence or "theft_simple"),
            offence=offence,
            urgency=urgency.value,
            happened_at=self.ago(hours + 2),
            town=TOWN,
            place=self.one(QUARTERS),
        )

    def certificate(self, hours: float, *, inquired: bool = False) -> None:
        """A certificate of residence that was asked for."""
        kind: dict[str, Any] = {"kind": Certificate.RESIDENCE.value, "address": f"{self.one(QUARTERS)}، رقم 14"}
        asked = self.act(Certificates.request, hours, self.desk, **self.person(), **kind)
        if inquired:
            day = legal_day(micros(self.ago(20)))
            note: dict[str, Any] = {
                "visited_on": day,
                "finding": Finding.CONFIRMED.value,
                "inquiry_note": "تم الاستماع إلى الجيران.",
            }
            self.act(Certificates.inquire, 19, self.desk, asked, **note)

    # ------------------------------------------------------------------ the files

    def files(self) -> None:
        """Files of several ages: just opened, being written in, with what waits for the laboratory, ready to go."""
        for hours, offence, known, stage in FILES:
            case = self.file(hours, offence, Origin.FLAGRANT if offence == "drug_possession" else Origin.DENUNCIATION)
            self.act(CaseFiles.assign, hours - 1, self.chief, case, investigator=self.judicial)
            suspect = self.suspect(case, hours - 1.5) if known else None
            if stage != "opened":
                self.record(case, hours - 2.5, suspect, signed=stage != "heard")
            if stage == "signed":
                self.task(case, hours - 3)
            if stage == "prepared":
                self.exhibit(case, hours - 1.6)
                self.act(Referrals.prepare, hours - 5, self.judicial, case=case, way=Way.FREE.value)

    def letter_rogatory(self) -> None:
        """What an investigating judge asked for some days ago, and wants back within the week."""
        asked: dict[str, Any] = {
            "origin": Origin.LETTER_ROGATORY.value,
            "origin_reference": f"45/{self.now.year}",
            "magistrate": told.JUDGE,
            "court": court_of(TOWN, Office.APPEAL),
            "instructions": told.LETTERS[0],
            "complete_by": legal_day(micros(self.now)) + timedelta(days=6),
        }
        about: dict[str, Any] = {"offence": "extortion", "facts": told_of("extortion"), "happened_at": self.ago(900)}
        case = self.act(CaseFiles.open_file, 80, self.judicial, **about, **asked)
        self.act(CaseFiles.assign, 79, self.chief, case, investigator=self.judicial)
        self.task(case, 78)

    def arrived(self, neighbour: int) -> None:
        """A file of the neighbouring district that was handed over, and that nobody has accepted yet."""
        sender, at = _officer("judicial.daoudiate"), self.ago(70)
        case = new_id(at, self.chance.randbytes(10))
        data = {
            "origin": Origin.FLAGRANT.value,
            "offence": "motorcycle_theft",
            "facts": told_of("motorcycle_theft"),
            "happened_at": self.ago(72),
            "place": f"{QUARTERS[0]}، مراكش",
        }
        self.acts.append(Act(CaseFiles.open_file, case, sender, data, at, neighbour))
        why = "الأفعال جرت بدائرة نفوذ جليز."
        self.act(CaseFiles.transfer, 50, sender, case, to_unit=self.unit, grounds=why)

    def file(self, hours: float, offence: str, origin: Origin) -> UUID:
        """A case file that was opened so many hours ago."""
        return self.act(
            CaseFiles.open_file,
            hours,
            self.judicial,
            origin=origin.value,
            origin_reference="" if origin == Origin.FLAGRANT else f"{round(hours)}/{self.now.year}",
            offence=offence,
            facts=told_of(offence),
            happened_at=self.ago(hours + 3),
            place=f"{self.one(QUARTERS)}، مراكش",
        )

    def suspect(self, case: UUID, hours: float, by: UUID | None = None, **about: Any) -> UUID:
        """A suspect of a file, of age unless said otherwise."""
        data = {**self.person(oldest=date(1975, 1, 1), youngest=date(2004, 1, 1), sex="M"), **about}
        officer = by or self.judicial
        suspect = self.act(Parties.enter, hours, officer, case=case, category=Category.SUSPECT.value, **data)
        self.act(Parties.open_person, hours - 0.05, officer, suspect)
        return suspect

    def record(self, case: UUID, hours: float, suspect: UUID | None, *, signed: bool) -> None:
        """A written record, signed or still being drawn up."""
        kind = RecordKind.FINDING if suspect is None else RecordKind.HEARING_SUSPECT
        heard: dict[str, Any] = (
            {} if suspect is None else {"party": suspect, "rights": TOLD, "rights_told_at": self.ago(hours)}
        )
        text = told.WRITTEN[kind].format("")
        record = self.act(WrittenRecords.draft, hours, self.judicial, case=case, kind=kind.value, text=text, **heard)
        if not signed:
            return
        alone = suspect is None
        read: dict[str, Any] = {
            "how_read": (HowRead.NOBODY_HEARD if alone else HowRead.BY_PERSON).value,
            "ended_at": self.ago(hours - 0.7),
        }
        self.act(WrittenRecords.read_back, hours - 0.7, self.judicial, record, **read)
        signing = Signing.NOBODY_HEARD if alone else Signing.SIGNED
        self.act(WrittenRecords.sign, hours - 0.9, self.judicial, record, signing=signing.value)

    def task(self, case: UUID, hours: float) -> None:
        """An act of investigation that is still to be done."""
        data: dict[str, Any] = {
            "kind": TaskKind.HEARING.value,
            "what": "الاستماع إلى الشاهد المذكور.",
            "owner": self.judicial,
        }
        deadline = legal_day(micros(self.now)) + timedelta(days=2)
        self.act(Tasks.put, hours, self.judicial, case=case, deadline=deadline, **data)

    def exhibit(self, case: UUID, hours: float) -> None:
        """What was seized, under its seal."""
        kind, measure, _most, description = told.SEIZED["drug_possession"]
        data: dict[str, Any] = {
            "kind": kind,
            "description": description,
            "quantity": 340,
            "measure": Measure(measure).value,
        }
        exhibit = self.act(Exhibits.seize, hours, self.judicial, case=case, **data)
        self.act(Exhibits.put_seal, hours - 0.3, self.judicial, exhibit, seal="20417", store="خزانة المحجوزات")

    # ------------------------------------------------------------------ who is held

    def held(self) -> None:
        """Two in custody: one since this morning, one for whom more time is asked."""
        for hours, offence, asking in ((5.5, "theft_weapon", False), (31, "drug_possession", True)):
            case = self.file(hours, offence, Origin.FLAGRANT)
            self.act(CaseFiles.assign, hours - 0.1, self.chief, case, investigator=self.judicial)
            suspect = self.suspect(case, hours - 0.2)
            day = legal_day(micros(self.ago(hours)))
            held = self.act(
                Custodies.place_in_custody,
                hours - 0.4,
                self.judicial,
                case=case,
                party=suspect,
                arrested_at=self.ago(hours + 0.3),
                began_at=self.ago(hours - 0.4),
                framework=Framework.FLAGRANT.value,
                grounds="ضبط في حالة تلبس، ويخشى فراره.",
                place="الزنزانة 2" if asking else "الزنزانة 1",
                condition="لا شيء يلاحظ.",
                reasons=list(clocks.reasons(day)[:2]),
            )
            self.notes(Custodies.note, held, self.judicial, hours, clocks.CUSTODY.duties(day))
            if asking:
                self.act(Custodies.ask_for_more_time, 0, self.judicial, held, asked_for="في انتظار نتيجة الخبرة.")

    def notes(self, note: Transition, held: UUID, by: UUID, hours: float, duties: Sequence[str]) -> None:
        """What was told and done, each with its time, written down now; the meal of this hour is still to be noted."""
        for place, kind in enumerate((*duties, Note.CONDITION.value, Note.MEAL.value)):
            at = self.ago(hours - 0.5 - place * 0.1)
            self.act(note, 0, by, held, note_kind=kind, note_at=at, note_whom=told.NOTED.get(kind, ""))

    def minor_retained(self) -> None:
        """A boy of sixteen, apart from adults, with his father told."""
        hours, today = 3.0, legal_day(micros(self.now))
        case = self.file(hours, "theft_violence", Origin.FLAGRANT)
        boy = self.somebody(sex="M")
        father = f"والده، {boy.arabic_family}"
        born = date(today.year - 16, 1, 1 + boy.born_on.day % 28)
        about: dict[str, Any] = {
            "arabic_name": boy.arabic_name,
            "latin_name": boy.latin_name,
            "born_on": born,
            "card_number": "",
        }
        suspect = self.suspect(case, hours - 0.2, self.minors, **about, guardian=father)
        self.act(CaseFiles.take_for_minors, hours - 0.3, self.minors, case)
        day = legal_day(micros(self.ago(hours)))
        retained = self.act(
            MinorRetentions.retain,
            hours - 0.5,
            self.minors,
            case=case,
            party=suspect,
            arrested_at=self.ago(hours + 0.2),
            began_at=self.ago(hours - 0.5),
            framework=Framework.FLAGRANT.value,
            grounds="تعذر تسليمه في الحين، وتقتضيه ضرورة البحث.",
            place="الفضاء المخصص للأحداث",
            condition="لا شيء يلاحظ.",
            consent=f"إذن رقم 118 بتاريخ {day:%Y/%m/%d}، {told.MAGISTRATE}",
            apart=True,
        )
        self.notes(MinorRetentions.note, retained, self.minors, hours, clocks.MINORS.duties(day))
