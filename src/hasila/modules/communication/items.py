"""Published items that are followed: an article with a false figure, and whether its outlet corrected it.

Law: law 88-13 on the press and publishing (`press_law` in `institution/data/law.toml`) gives public authority a
rectification of acts of its office that were reported wrongly. A followed item is public; it is no file about a person,
and nothing is asked about who wrote it.
"""

from __future__ import annotations

from datetime import timedelta

from django.core.validators import URLValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from hasila.institution import law
from hasila.institution.roles import Role
from hasila.kernel.deadlines import Deadline
from hasila.kernel.indicators import Count, Share
from hasila.kernel.procedures import SAME, Act, Procedure, State, Transition
from hasila.kernel.records import Record
from hasila.kernel.refusals import Refusal
from hasila.kernel.registers import Register
from hasila.modules.communication.choices import Language, Way
from hasila.surfaces.formats import said_day

ONCE = "published_item_followed_once"
ANSWER = law.days("communication.answer")


class PublishedItem(Record):
    """An article, as it was found. `text` is kept as it stood on the day, since pages change."""

    outlet = models.CharField(_("Outlet"), max_length=120)
    headline = models.CharField(_("Headline"), max_length=300)
    address = models.CharField(
        _("Web address"), max_length=500, blank=True, validators=[URLValidator(schemes=["http", "https"])]
    )
    published_on = models.DateField(_("Published on"))
    language = models.CharField(_("Language"), max_length=2, choices=Language)
    text = models.TextField(_("Text"))
    claim = models.TextField(_("What is wrong in it"))
    checked = models.CharField(_("Checked text"), max_length=24, blank=True)
    way = models.CharField(_("How it was asked"), max_length=10, choices=Way, blank=True)
    request = models.TextField(_("What was asked for"), blank=True)
    asked_on = models.DateField(_("Asked on"), null=True, editable=False)
    corrected_on = models.DateField(_("Corrected on"), null=True, blank=True)
    outcome = models.TextField(_("What came of it"), blank=True)
    statements = models.SmallIntegerField(_("Statements put out"), default=0, editable=False)

    class Meta(Record.Meta):
        verbose_name = _("Published item")
        verbose_name_plural = _("Published items followed")
        constraints = [
            models.UniqueConstraint(
                fields=["address"], condition=~models.Q(address="") & ~models.Q(state="closed"), name=ONCE
            )
        ]

    def __str__(self) -> str:
        return f"{self.outlet}: {self.headline} ({self.reference})"


def was_published_before(item: PublishedItem, act: Act) -> Refusal | None:
    """Nothing is found before it was published."""
    assert act.today is not None
    if item.published_on <= act.today:
        return None
    return Refusal(
        "communication.published_later",
        _("The day of publication can't lie after the act."),
        field="published_on",
        status=422,
    )


def corrected_after_publication(item: PublishedItem, act: Act) -> Refusal | None:
    """A correction comes after what it corrects, and not after the act that records it."""
    assert act.today is not None
    if item.corrected_on is None or item.published_on <= item.corrected_on <= act.today:
        return None
    return Refusal(
        "communication.corrected_when",
        _("The correction lies between the day of publication (%(day)s) and the act."),
        field="corrected_on",
        status=422,
        day=said_day(item.published_on),
    )


def ask_today(item: PublishedItem, act: Act) -> None:
    """The day of the request, from which the term runs."""
    item.asked_on = act.today


def one_more(item: PublishedItem, act: Act) -> None:
    """A statement about it was put out."""
    item.statements += 1


class PublishedItems(Procedure):
    record = PublishedItem
    label = _("Published items followed")
    prefix = "ART"
    readers = (Role.DIRECTOR_GENERAL, Role.STATISTICIAN)
    search = ("outlet", "headline", "claim")
    register = Register(
        columns=("reference", "outlet", "headline", "published_on", "state"),
        filters=("state", "language", "published_on"),
    )
    constraints = {
        ONCE: Refusal(
            "communication.followed_already",
            _("This article is followed already."),
            field="address",
            remedy=_("Search the register for its outlet or its title."),
        )
    }

    found = State(_("Article found"), initial=True)
    asked = State(_("Asked to correct"), requires=["request", "way", "asked_on"])
    uncorrected = State(_("Not corrected"), requires=["outcome"])
    corrected = State(_("Corrected"), final=True, requires=["corrected_on"])
    closed = State(_("Closed"), final=True, requires=["outcome"])

    follow = Transition(
        _("Follow an article"),
        None,
        found,
        by=[Role.COMMUNICATOR, Role.COMMUNICATION_HEAD],
        asks=["outlet", "headline", "published_on", "language", "text", "claim"],
        may=["address", "checked"],
        guards=[was_published_before],
        facets=["language"],
        basis="press_law",
        late=timedelta(days=365),
        help=_("Kept as it stands today, since pages change. Nobody is asked who wrote it."),
    )
    ask = Transition(
        _("Ask for a correction"),
        [found, uncorrected],
        asked,
        by=[Role.COMMUNICATION_HEAD],
        asks=["request", "way"],
        effects=[ask_today],
        facets=["language"],
        basis="press_law",
    )
    note_correction = Transition(
        _("Record that it was corrected"),
        [found, asked, uncorrected],
        corrected,
        by=[Role.COMMUNICATOR, Role.COMMUNICATION_HEAD],
        asks=["corrected_on"],
        may=["outcome"],
        guards=[corrected_after_publication],
        within=Deadline(days=ANSWER, since=ask),
        facets=["language"],
        basis="press_law",
    )
    note_silence = Transition(
        _("Record that it was not corrected"),
        asked,
        uncorrected,
        by=[Role.COMMUNICATOR, Role.COMMUNICATION_HEAD],
        asks=["outcome"],
        within=Deadline(days=ANSWER, since=ask),
        facets=["language"],
        basis="press_law",
    )
    close = Transition(
        _("Close"),
        [found, asked, uncorrected],
        closed,
        by=[Role.COMMUNICATION_HEAD],
        not_by=[follow],
        asks=["outcome"],
        facets=["language"],
        basis="service_rule",
        help=_("Where nothing more is pursued: say why."),
    )
    note_statement = Transition(
        _("A fact statement was put out"),
        [found, asked, uncorrected],
        SAME,
        consequent=True,
        effects=[one_more],
        basis="service_rule",
    )

    items = Count(
        _("Published items followed"),
        of=follow,
        by=["unit", "language"],
        unit=_("items"),
        definition=_("Articles with a wrong figure that the service began to follow; an article counts once."),
    )
    corrections = Count(
        _("Published items corrected"),
        of=note_correction,
        by=["unit", "language"],
        unit=_("items"),
        definition=_("Articles that their outlet corrected, whether it was asked or not."),
    )
    requests = Count(
        _("Corrections asked for"),
        of=ask,
        by=["unit", "language"],
        unit=_("items"),
        definition=_("Requests to an outlet for a correction; one that is repeated counts again."),
    )
    share_corrected = Share(
        _("Share corrected"),
        part=corrections,
        whole=items,
        definition=_("Corrections recorded in the year over articles that began to be followed in it."),
    )
