"""Communication: the fact statements and reminders of the year, from their drafts to the day they went out."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from hasila.institution.figures.register import printed
from hasila.kernel.procedures import Act
from hasila.modules.communication.choices import Channel, Kind, Language, Way
from hasila.modules.communication.items import PublishedItems
from hasila.modules.communication.statements import FactStatements
from hasila.modules.communication.wording import draft_body, draft_title, in_language
from hasila.simulation.days import OFFICE, Span
from hasila.simulation.streams import Matter, Setting, Stream
from hasila.simulation.texts import OUTLETS, WRONG

SERVICE = "DGSN"
LANGUAGES = [Language.ARABIC] * 6 + [Language.FRENCH] * 3 + [Language.ENGLISH]
CHANNELS = [Channel.PRESS] * 3 + [Channel.X, Channel.FACEBOOK, Channel.PORTAL]
REMINDERS, SENT_BACK, MISTAKEN = 0.15, 0.1, 0.05
FOLLOWED, ASKED, CORRECTED, LEFT = 0.4, 0.8, 0.55, 0.5
"""Of the statements those about an article that is followed; of these those whose outlet is asked to correct, of those
the ones that did, and of the rest those that are pursued no further. Nothing of it is published.
"""
WAYS = [Way.MAIL] * 3 + [Way.TELEPHONE, Way.LETTER]


class Statements(Stream):
    """What was put out against false figures: each of the year before or an earlier one, since a year's own figures are
    known at its end.
    """

    name = "communication.statements"

    def __init__(self, setting: Setting) -> None:
        super().__init__(setting)
        self.count = setting.target("communication.fact_statements.issued")
        self.span = Span(date(setting.year, 1, 8), date(setting.year, 12, 6), OFFICE)
        self.known = [
            (entry, value)
            for entry in printed().entries.values()
            for value in entry.values
            if value.year < setting.year and value.number is not None
        ]

    def course(self, number: int) -> list[Act]:
        matter = Matter(self.chance(number), self.span.at(number, self.count, 0.5))
        chance, writer, head = matter.chance, matter.one(self.cast.communicators), self.cast.communication_head
        language, (entry, value) = matter.one(LANGUAGES), matter.one(self.known)
        wrong = WRONG[language] % in_language(entry.label, language)
        outlet = matter.one(OUTLETS)
        item = self._follow(number, matter, writer, language, outlet, wrong)
        matter.act(
            FactStatements.draft,
            writer,
            self.ground.by_code[SERVICE],
            kind=(Kind.REMINDER if chance.random() < REMINDERS else Kind.FACT).value,
            language=language.value,
            **({"item": item.id} if item is not None else {}),
            outlet=outlet,
            quotation=wrong,
            figure=entry.id,
            figure_year=value.year,
            headline=draft_title(entry, language),
            body=draft_body(entry, value, language, wrong, outlet),
        )
        matter.after(0).act(FactStatements.submit, writer)
        if chance.random() < SENT_BACK:
            matter.after(0).act(FactStatements.send_back, head, remarks="تراجع صياغة الفقرة الثانية.")
            matter.after(0).act(FactStatements.submit, writer)
        if chance.random() < MISTAKEN:
            matter.after(0).mistake(FactStatements.sign, writer)
        matter.after(0).act(FactStatements.sign, head)
        matter.after(int(chance.random() * 2)).act(FactStatements.publish, writer, channel=matter.one(CHANNELS).value)
        if item is None:
            return matter.acts
        begun = len(item.acts)
        self._pursue(item, matter, writer)
        return [*item.acts[:begun], *matter.acts, *item.acts[begun:]]

    def _follow(
        self, number: int, matter: Matter, writer: UUID, language: Language, outlet: str, wrong: str
    ) -> Matter | None:
        """The article's own file, opened just before the statement is drafted; None for most. Its chance is its own."""
        chance = self.chance(self.count + number)
        if chance.random() >= FOLLOWED:
            return None
        item = Matter(chance, matter.day)
        item.part = matter.part
        item.act(
            PublishedItems.follow,
            writer,
            self.ground.by_code[SERVICE],
            outlet=outlet,
            headline=wrong[:300],
            published_on=item.now.date() - timedelta(days=int(chance.random() * 4)),
            language=language.value,
            text=wrong,
            claim=wrong,
        )
        matter.after(0)
        return item

    def _pursue(self, item: Matter, matter: Matter, writer: UUID) -> None:
        """What comes of the article once the statement is out."""
        head, chance = self.cast.communication_head, item.chance
        item.day, item.part = matter.day, matter.part
        if chance.random() >= ASKED:
            return
        item.after(0).act(PublishedItems.ask, head, request="تصحيح الرقم المنشور.", way=item.one(WAYS).value)
        item.after(1 + int(chance.random() * 4))
        if chance.random() < CORRECTED:
            item.act(PublishedItems.note_correction, writer, corrected_on=item.now.date())
            return
        item.act(PublishedItems.note_silence, writer, outcome="لم يصدر أي تصحيح.")
        if chance.random() < LEFT:
            item.after(2).act(PublishedItems.close, head, outcome="صدر بيان حقيقة في الموضوع.")
