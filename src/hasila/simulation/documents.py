"""Identity documents: mobile units and campaigns, and the millions of card requests.

Cards are counted at their production, so a matter is planned from there: the request some days before, the delivery
some days after. What is published of 2024 is met exactly: all cards, those of each issuance centre, those of Moroccans
abroad, and the beneficiaries of mobile units, who are counted at their request.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from random import Random
from typing import Any

from hasila.institution.synthetic import people
from hasila.kernel.procedures import Act
from hasila.kernel.records import new_id
from hasila.modules.documents.campaigns import Campaign
from hasila.modules.documents.cards import Card
from hasila.modules.documents.choices import CampaignKind, Centre, Channel, Defect, Kind, Occasion, Recipient, Rejection
from hasila.modules.documents.mobile_units import MobileUnit
from hasila.simulation.days import ABROAD, COUNTER, Span, moment
from hasila.simulation.streams import Matter, Setting, Stream

MINOR_AGE = 17
OLDEST = date(1944, 1, 1)
REJECTED, DEFECTIVE, UNCOLLECTED, MISTAKEN = 0.008, 0.003, 0.004, 0.004
ADULT_KINDS = [Kind.FIRST.value] * 3 + [Kind.RENEWAL.value] * 12 + [Kind.LOSS.value] * 3 + [Kind.CHANGE.value] * 2
GROUNDS = [code for code in Rejection.values if code != Rejection.DOUBLE]
OCCASIONS = (
    [Occasion.REMOTE.value] * 11
    + [Occasion.EARTHQUAKE.value] * 5
    + [Occasion.FLOODS.value] * 2
    + [Occasion.AMNESTY.value]
)


class Cards(Stream):
    """Requests of one channel."""

    channel = Channel.CENTRE
    busy = COUNTER
    first_person = 0

    def __init__(self, setting: Setting) -> None:
        super().__init__(setting)
        year = setting.year
        self.produced = self.cards()
        self.count = self.produced
        self.span = Span(date(year, 1, 2), date(year, 12, 31), self.busy)
        self.first, self.last = self.span.start, self.span.stop - 1
        self.marrakech = 0

    def cards(self) -> int:
        """How many cards of this channel are produced in the year and stand."""
        raise NotImplementedError

    def course(self, number: int) -> list[Act]:
        chance = self.chance(number)
        return list(self.matter(number, chance, next(people((self.first_person + number,), self.setting.seed))))

    def courses(self) -> Iterator[list[Act]]:
        """One chance for the whole stream: seeding one for each of millions would cost more than the act."""
        chance = self.chance(0)
        persons = people(range(self.first_person, self.first_person + self.count), self.setting.seed, oldest=OLDEST)
        return (list(self.matter(number, chance, person)) for number, person in enumerate(persons))

    def place(self, chance: Random, centre: str) -> int:
        """The unit that enrols for this issuance centre."""
        return (self.ground.south if centre == Centre.MARRAKECH else self.ground.north).any(chance)

    def centre(self, number: int) -> str:
        """Which centre makes the number-th card: the smaller one gets its share evenly over the year."""
        share, count = self.marrakech, self.count
        made = (number + 1) * share // count > number * share // count
        return Centre.MARRAKECH.value if made else Centre.RABAT.value

    def occasion(self, chance: Random) -> str:
        """The campaign that a request belongs to."""
        return Occasion.ORDINARY.value

    def matter(self, number: int, chance: Random, person: tuple[Any, ...]) -> Iterator[Act]:
        """One card that is produced, with what may go wrong; now and then a request that is rejected besides."""
        roll = chance.random()
        day = self.span.at(number, self.count, chance.random())
        wait = 3 + int(roll * 13)
        centre = self.centre(number)
        yield from self.card(chance, day, max(self.earliest, day - wait), centre, person, roll)
        if chance.random() < REJECTED:
            yield from self.rejected(chance, day, centre, number)

    @property
    def earliest(self) -> int:
        """The first day on which a request may lie."""
        return self.first - 20

    def card(
        self,
        chance: Random,
        day: int,
        asked: int,
        centre: str,
        person: tuple[Any, ...],
        roll: float,
        *,
        ends: bool = True,
    ) -> Iterator[Act]:
        """Request, production, delivery; defects, mistakes and cards that nobody collects."""
        clerk = self.cast.enrolment[int(roll * 997) % 12]
        maker = self.cast.production[int(roll * 499) % 4]
        part = chance.random() * 0.9
        opened = moment(asked, part)
        record = new_id(opened, chance.randbytes(10))
        kind, data = self.asked(chance, opened.date(), person)
        yield Act(Card.request, record, clerk, data, opened, self.place(chance, centre))
        if roll < MISTAKEN:
            yield self.mistake(chance, record, clerk, maker, moment(asked, min(part + 0.05, 1.0)), centre)
        made = moment(day, chance.random()) if day > asked else moment(day, 1.0)
        yield Act(Card.produce, record, maker, {"centre": centre}, made)
        done = day
        flaw = chance.random()
        if flaw < DEFECTIVE and day + 4 <= self.last:
            yield Act(
                Card.record_defect,
                record,
                clerk,
                {"defect": Defect.values[int(flaw * 3000) % 3]},
                moment(day + 2, part),
            )
            yield Act(Card.produce, record, maker, {"centre": centre}, moment(day + 4, part))
            done = day + 4
        if flaw > 1 - UNCOLLECTED:
            yield Act(Card.return_card, record, clerk, {}, moment(done + 68, part))
        else:
            collected = moment(done + 2 + int(flaw * 17), part)
            yield Act(Card.deliver, record, clerk, self.handed(chance, kind), collected)

    def mistake(self, chance: Random, record: object, clerk: object, maker: object, when: object, centre: str) -> Act:
        """An act that the door refuses: a step too early, a person without the power, a value that doesn't exist."""
        which = int(chance.random() * 4)
        if which == 0:
            return Act(Card.deliver, record, clerk, {"recipient": Recipient.HOLDER.value}, when)  # type: ignore[arg-type]
        if which == 1:
            return Act(Card.produce, record, clerk, {"centre": centre}, when)  # type: ignore[arg-type]
        if which == 2:
            return Act(Card.produce, record, maker, {"centre": "CE-XXX"}, when)  # type: ignore[arg-type]
        return Act(Card.reject, record, maker, {}, when)  # type: ignore[arg-type]

    def rejected(self, chance: Random, day: int, centre: str, number: int) -> Iterator[Act]:
        """A request that is rejected."""
        person = next(people((REJECTED_PERSONS + self.first_person + number,), self.setting.seed))
        opened = moment(max(self.earliest, day - 2), chance.random() * 0.9)
        record = new_id(opened, chance.randbytes(10))
        _kind, data = self.asked(chance, opened.date(), person)
        clerk, maker = self.cast.enrolment[number % 12], self.cast.production[number % 4]
        yield Act(Card.request, record, clerk, data, opened, self.place(chance, centre))
        ground = GROUNDS[int(chance.random() * len(GROUNDS))]
        yield Act(Card.reject, record, maker, {"rejection": ground}, moment(min(day + 1, self.last), 1.0))

    def asked(self, chance: Random, today: date, person: tuple[Any, ...]) -> tuple[str, dict[str, object]]:
        """The kind of request and its content."""
        sex, arabic_given, arabic_family, latin_given, latin_family, born, born_arabic, born_latin, card = person
        roll = chance.random()
        kind = ADULT_KINDS[int(roll * 25) % 20]
        if roll >= 0.8:
            kind, born = (
                Kind.MINOR.value,
                born.replace(year=today.year - MINOR_AGE + born.year % 15, day=min(born.day, 28)),
            )
            if born > today:
                born = today
        return kind, {
            "kind": kind,
            "channel": self.channel.value,
            "card_number": card,
            "arabic_name": f"{arabic_given} {arabic_family}",
            "latin_name": f"{latin_given} {latin_family}",
            "sex": sex,
            "born_on": born,
            "born_at_arabic": born_arabic,
            "born_at_latin": born_latin,
            "campaign": self.occasion(chance),
        }

    def handed(self, chance: Random, kind: str) -> dict[str, object]:
        """Who collects the card."""
        roll = chance.random()
        if kind != Kind.MINOR and roll < 0.93:
            return {"recipient": Recipient.HOLDER.value}
        recipient = Recipient.GUARDIAN if kind == Kind.MINOR else Recipient.PROXY
        return {"recipient": recipient.value, "recipient_card": f"PX{int(roll * 1_000_000):06d}"}


REJECTED_PERSONS = 300_000_000


class MobileCards(Cards):
    """Beneficiaries of mobile units: counted at the request, so all of them lie within the year."""

    name = "documents.mobile"
    channel = Channel.MOBILE_UNIT
    busy = {3: 0.6, 7: 1.2, 8: 1.1, 12: 0.4}
    first_person = 200_000_000

    def __init__(self, setting: Setting) -> None:
        super().__init__(setting)
        self.count = setting.target("documents.card.mobile_beneficiaries")
        self.span = Span(date(setting.year, 1, 4), date(setting.year, 12, 6), self.busy)
        self.refused = self.count // 125

    def cards(self) -> int:
        """Those asked for, less those rejected."""
        asked = self.setting.target("documents.card.mobile_beneficiaries")
        return asked - asked // 125

    def place(self, chance: Random, centre: str) -> int:
        """Mobile units are attached to a command."""
        return self.ground.commands.any(chance)

    def occasion(self, chance: Random) -> str:
        """Most go to remote areas, others where people lost their papers."""
        return OCCASIONS[int(chance.random() * len(OCCASIONS))]

    def matter(self, number: int, chance: Random, person: tuple[Any, ...]) -> Iterator[Act]:
        roll = chance.random()
        asked = self.span.at(number, self.count, chance.random())
        refused, count = self.refused, self.count
        if (number + 1) * refused // count > number * refused // count:
            opened = moment(asked, chance.random() * 0.9)
            record = new_id(opened, chance.randbytes(10))
            _kind, data = self.asked(chance, opened.date(), person)
            yield Act(Card.request, record, self.cast.enrolment[number % 12], data, opened, self.place(chance, ""))
            ground = GROUNDS[int(roll * len(GROUNDS))]
            yield Act(
                Card.reject, record, self.cast.production[number % 4], {"rejection": ground}, moment(asked + 3, 0.5)
            )
            return
        yield from self.card(chance, asked + 3 + int(roll * 8), asked, Centre.RABAT.value, person, roll)


class ConsularCards(Cards):
    """Moroccans abroad: enrolled at a consulate, busiest in summer."""

    name = "documents.abroad"
    channel = Channel.CONSULATE
    busy = ABROAD
    first_person = 100_000_000

    def cards(self) -> int:
        """All that were published."""
        return self.setting.target("documents.card.cards_abroad")

    def place(self, chance: Random, centre: str) -> int:
        """One of the consular centres."""
        return self.ground.consulates.any(chance)


class CentreCards(Cards):
    """Everyone else: the enrolment centres at home. What the two others leave of each issuance centre."""

    name = "documents.centres"

    def __init__(self, setting: Setting) -> None:
        super().__init__(setting)
        self.marrakech = setting.target("documents.card.cards_marrakech")

    def cards(self) -> int:
        """All cards less those of the other channels."""
        setting = self.setting
        return setting.target("documents.card.cards") - MobileCards(setting).produced - ConsularCards(setting).produced


class MobileUnits(Stream):
    """The new mobile units: commissioned in the year, sent out, brought back; the campaigns that they serve."""

    name = "documents.units"

    def __init__(self, setting: Setting) -> None:
        super().__init__(setting)
        self.units = setting.target("documents.mobile_unit.mobile_units_commissioned")
        self.campaigns = list(CampaignKind.values)
        self.count = len(self.campaigns) + self.units
        self.span = Span(date(setting.year, 1, 8), date(setting.year, 6, 28))

    def course(self, number: int) -> list[Act]:
        if number < len(self.campaigns):
            return self.campaign(number)
        return self.unit(number)

    def opened(self, number: int) -> Matter:
        """A campaign as it is opened, early in the year."""
        return Matter(self.chance(number), self.span.start + number)

    def campaign(self, number: int) -> list[Act]:
        """A campaign runs through the year; its mobile units come and go."""
        kind = self.campaigns[number]
        matter = self.opened(number)
        matter.act(
            Campaign.open_campaign,
            self.cast.documents,
            self.ground.by_code["DGSN"],
            kind=kind,
            title=TITLES[kind],
            area=AREAS[kind],
            starts_on=moment(matter.day, 0.5).date(),
        )
        return matter.acts

    def unit(self, number: int) -> list[Act]:
        """A vehicle and its missions."""
        matter = Matter(self.chance(number), self.span.at(number - len(self.campaigns), self.units, 0.5))
        command = self.ground.commands.any(matter.chance)
        plate = f"{100_000 + number * 7:06d}-J"
        matter.act(MobileUnit.commission, self.cast.documents, command, plate=plate, stations=2 + number % 3)
        if number % 16 == 0:
            matter.mistake(MobileUnit.come_back, self.cast.documents)
        for _mission in range(2 + number % 4):
            matter.after(8 + int(matter.chance.random() * 14))
            place = matter.one(DESTINATIONS)
            if matter.chance.random() < 0.4:
                campaign = self.opened(int(matter.chance.random() * len(self.campaigns))).id
                matter.act(MobileUnit.send_on_campaign, self.cast.documents, destination=place, campaign=campaign)
            else:
                matter.act(MobileUnit.send, self.cast.documents, destination=place)
            matter.after(3 + int(matter.chance.random() * 6)).act(MobileUnit.come_back, self.cast.documents)
        return matter.acts


TITLES = {
    CampaignKind.EARTHQUAKE.value: "تعويض وثائق ضحايا زلزال الحوز",
    CampaignKind.FLOODS.value: "تعويض وثائق المتضررين من الفيضانات",
    CampaignKind.AMNESTY.value: "وثائق المستفيدين من العفو الملكي",
    CampaignKind.REMOTE.value: "تقريب البطاقة الوطنية من المناطق البعيدة",
}
AREAS = {
    CampaignKind.EARTHQUAKE.value: "الحوز وشيشاوة وتارودانت",
    CampaignKind.FLOODS.value: "طاطا والجهة الشرقية",
    CampaignKind.AMNESTY.value: "الحسيمة وشفشاون وتاونات",
    CampaignKind.REMOTE.value: "مناطق قروية وجبلية",
}
DESTINATIONS = (
    "أمزميز",
    "تحناوت",
    "إمنتانوت",
    "طاطا",
    "فم زكيد",
    "بوعنان",
    "تنغير",
    "بومالن دادس",
    "إملشيل",
    "تاهلة",
    "كتامة",
    "أكنول",
)
STREAMS = (MobileUnits, MobileCards, ConsularCards, CentreCards)
