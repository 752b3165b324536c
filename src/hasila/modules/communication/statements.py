"""Fact statements and reminders: drafted from a false figure, signed by another officer, put out, followed.

The right figure is never typed: the draft names it, and the register gives its value, definition and source. When the
statement is signed the register is asked again, so that nothing goes out with a figure that was withdrawn meanwhile.

Guards ask the register, which no record of theirs leads to; a statement is one act in a while.
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from hasila.institution import law
from hasila.institution.figures.editions import register
from hasila.institution.figures.register import Entry, Printed, figure_choices, printed
from hasila.institution.figures.register import Register as Figures
from hasila.institution.roles import Role
from hasila.kernel.deadlines import Deadline
from hasila.kernel.indicators import Count
from hasila.kernel.procedures import Act, Consequence, Procedure, State, Transition, needs
from hasila.kernel.records import Record
from hasila.kernel.refusals import Refusal
from hasila.kernel.registers import Register
from hasila.modules.communication.choices import Channel, Kind, Language
from hasila.modules.communication.items import PublishedItem
from hasila.modules.communication.wording import figure_words, in_language

FOLLOWED = ("found", "asked", "uncorrected")


class FactStatement(Record):
    """What is put out against something false: what was said, what is so, and where that stands."""

    kind = models.CharField(_("Kind"), max_length=10, choices=Kind, default=Kind.FACT)
    language = models.CharField(_("Language"), max_length=2, choices=Language)
    item = models.ForeignKey(
        PublishedItem, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Published item")
    )
    outlet = models.CharField(_("Outlet"), max_length=120, blank=True)
    quotation = models.TextField(_("What was published"))
    figure = models.CharField(_("Figure of the register"), max_length=8, blank=True, choices=figure_choices)
    figure_year = models.SmallIntegerField(_("Year of the figure"), null=True, blank=True)
    official = models.CharField(_("Official figure"), max_length=200, blank=True, editable=False)
    definition = models.TextField(_("Definition"), blank=True, editable=False)
    source = models.CharField(_("Source"), max_length=400, blank=True, editable=False)
    headline = models.CharField(_("Headline"), max_length=300)
    body = models.TextField(_("Text of the statement"))
    checked = models.CharField(_("Checked text"), max_length=24, blank=True)
    claim = models.CharField(_("Claim"), max_length=40, blank=True)
    remarks = models.TextField(_("Remarks"), blank=True)
    signed_on = models.DateField(_("Signed on"), null=True, editable=False)
    channel = models.CharField(_("Channel"), max_length=10, choices=Channel, blank=True)
    published_on = models.DateField(_("Put out on"), null=True, editable=False)
    grounds = models.TextField(_("Grounds"), blank=True)

    class Meta(Record.Meta):
        verbose_name = _("Fact statement")
        verbose_name_plural = _("Fact statements and reminders")

    def __str__(self) -> str:
        return f"{self.headline} ({self.reference})"


def figure_of(statement: FactStatement) -> tuple[Entry, Printed] | None:
    """The figure that a statement names and its value of that year; None where the register has none."""
    return _valued(printed(), statement) or _valued(register(), statement)


def _valued(figures: Figures, statement: FactStatement) -> tuple[Entry, Printed] | None:
    entry = figures.find(statement.figure.strip().upper())
    value = entry.of(statement.figure_year) if entry is not None and statement.figure_year else None
    return (entry, value) if entry is not None and value is not None and value.value is not None else None


def figure_is_in_the_register(statement: FactStatement, act: Act) -> Refusal | None:
    """A statement that names a figure names one that was published of that year."""
    if not statement.figure and not statement.figure_year:
        return None
    if figure_of(statement) is not None:
        return None
    return Refusal(
        "communication.no_such_figure",
        _("The register has no value of “%(figure)s” for %(year)s."),
        field="figure",
        remedy=_("Take the figure's id and a year of which it was published; or leave both empty."),
        status=422,
        figure=statement.figure or "–",
        year=statement.figure_year or "–",
    )


def figure_still_stands(statement: FactStatement, act: Act) -> Refusal | None:
    """What is signed is what the register says on that day."""
    if not statement.figure:
        return None
    found = figure_of(statement)
    if found is not None and figure_words(*found, statement.language) == statement.official:
        return None
    return Refusal(
        "communication.figure_changed",
        _("The register has another value of this figure than the draft: it was withdrawn or corrected meanwhile."),
        field="figure",
        remedy=_("Send it back, so that it is drafted with the value in force."),
    )


def take_the_figure(statement: FactStatement, act: Act) -> None:
    """Value, definition and source as the register gives them, in the language of the statement."""
    found = figure_of(statement) if statement.figure else None
    if found is None:
        statement.official = statement.definition = statement.source = ""
        return
    entry, value = found
    statement.figure = entry.id
    statement.official = figure_words(entry, value, statement.language)
    statement.definition = in_language(entry.definition, statement.language)
    publisher = in_language(value.source.publisher, statement.language)
    statement.source = f"{value.source.title} ({publisher})" if publisher else value.source.title


def sign_today(statement: FactStatement, act: Act) -> None:
    """The day of the signature."""
    statement.signed_on = act.today


def publish_today(statement: FactStatement, act: Act) -> None:
    """The day of the act is the day on which it went out."""
    statement.published_on = act.today


@needs("item")
def is_followed(statement: FactStatement, act: Act) -> bool:
    """Whether it is about an item whose file is open."""
    return statement.item is not None and statement.item.state in FOLLOWED


CONTENT: dict[str, Any] = {
    "asks": ["kind", "language", "quotation", "headline", "body"],
    "may": ["item", "outlet", "figure", "figure_year", "checked", "claim"],
    "guards": [figure_is_in_the_register],
    "effects": [take_the_figure],
}


class FactStatements(Procedure):
    record = FactStatement
    label = _("Fact statements and reminders")
    prefix = "BH"
    readers = (Role.DIRECTOR_GENERAL, Role.STATISTICIAN)
    search = ("headline", "outlet", "figure")
    register = Register(
        columns=("reference", "kind", "headline", "outlet", "figure", "published_on", "state"),
        filters=("state", "kind", "language"),
    )

    drafted = State(_("Drafted"), initial=True)
    submitted = State(_("Submitted for signature"))
    signed = State(_("Signed by the head"), requires=["signed_on"])
    published = State(_("Put out"), requires=["channel", "published_on"])
    withdrawn = State(_("Withdrawn"), final=True, requires=["grounds"])
    dropped = State(_("Dropped"), final=True, requires=["grounds"])

    draft = Transition(
        _("Draft a fact statement"),
        None,
        drafted,
        by=[Role.COMMUNICATOR],
        basis="press_law",
        help=_("The register gives value, definition and source of the figure that you name."),
        **CONTENT,
    )
    redraft = Transition(_("Change the draft"), drafted, drafted, by=[Role.COMMUNICATOR], basis="press_law", **CONTENT)
    submit = Transition(_("Submit for signature"), drafted, submitted, by=[Role.COMMUNICATOR], basis="service_rule")
    sign = Transition(
        _("Sign"),
        submitted,
        signed,
        by=[Role.COMMUNICATION_HEAD],
        not_by=[draft, redraft, submit],
        guards=[figure_still_stands],
        effects=[sign_today],
        within=Deadline(days=law.days("communication.signature"), since=submit),
        basis="press_law",
        help=_("Whoever drafted it doesn't sign it."),
    )
    send_back = Transition(
        _("Send back"), submitted, drafted, by=[Role.COMMUNICATION_HEAD], asks=["remarks"], basis="service_rule"
    )
    publish = Transition(
        _("Put out"),
        signed,
        published,
        by=[Role.COMMUNICATOR, Role.COMMUNICATION_HEAD],
        asks=["channel"],
        guards=[figure_still_stands],
        effects=[publish_today],
        then=[Consequence("communication.published_items.note_statement", "item", when=is_followed)],
        facets=["kind", "language", "channel"],
        basis="press_law",
    )
    withdraw = Transition(
        _("Withdraw"),
        published,
        withdrawn,
        by=[Role.COMMUNICATION_HEAD],
        asks=["grounds"],
        facets=["kind", "language"],
        basis="press_law",
        help=_("Where the statement itself was wrong. It stays counted among those that were put out."),
    )
    drop = Transition(
        _("Drop"),
        [drafted, submitted, signed],
        dropped,
        by=[Role.COMMUNICATOR, Role.COMMUNICATION_HEAD],
        asks=["grounds"],
        basis="service_rule",
    )

    issued = Count(
        _("Reminders or fact statements issued"),
        of=publish,
        by=["unit", "kind", "language", "channel"],
        unit=_("statements"),
        definition=_(
            "Reminders and fact statements that were signed and put out. Each counts once, however many show it."
        ),
    )
    withdrawals = Count(
        _("Fact statements withdrawn"),
        of=withdraw,
        by=["unit", "kind", "language"],
        unit=_("statements"),
        definition=_("Statements that turned out to be wrong themselves and were taken back."),
    )
