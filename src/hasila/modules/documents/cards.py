"""Requests for the national electronic identity card: enrolment, production at an issuance centre, delivery.

The largest register of the house: several million requests a year, three acts each. Its row holds what a clerk at the
counter needs and nothing else, and it points to no record but its unit, the place of enrolment.
Law: law 04.20 on the card (`cnie`); the term is that of law 55.19 (`simplification`).
"""

from __future__ import annotations

from datetime import date

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from hasila.institution.law import days
from hasila.institution.people import CardNumberField, Sex
from hasila.institution.roles import Role
from hasila.institution.units import UnitKind
from hasila.kernel.deadlines import Deadline
from hasila.kernel.indicators import Count, Share, Sum
from hasila.kernel.moments import legal_day, micros
from hasila.kernel.procedures import Act, Procedure, State, Transition, needs
from hasila.kernel.records import Record
from hasila.kernel.refusals import Refusal
from hasila.kernel.registers import Register
from hasila.modules.documents.choices import Centre, Channel, Defect, Kind, Occasion, Recipient, Rejection

ADULT = 18
TERM = days("documents.card.delivery")
COLLECTION = days("documents.card.collection")
KEEPING = days("documents.card.keeping")


class CardRequest(Record):
    """A request for a card; `unit` is the place of enrolment."""

    kind = models.CharField(_("Kind of request"), max_length=8, choices=Kind)
    channel = models.CharField(_("Place of enrolment"), max_length=12, choices=Channel)
    campaign = models.CharField(_("Campaign"), max_length=12, choices=Occasion, default=Occasion.ORDINARY.value)
    card_number = CardNumberField(
        _("Card number"), help_text=_("For a first card, the number that the centre assigns at enrolment.")
    )
    arabic_name = models.CharField(_("Name in Arabic"), max_length=120)
    latin_name = models.CharField(_("Name in Latin letters"), max_length=120)
    sex = models.CharField(_("Sex"), max_length=1, choices=Sex)
    born_on = models.DateField(_("Date of birth"))
    born_at_arabic = models.CharField(_("Place of birth in Arabic"), max_length=60)
    born_at_latin = models.CharField(_("Place of birth in Latin letters"), max_length=60)
    centre = models.CharField(_("Issuance centre"), max_length=8, choices=Centre, blank=True)
    rejection = models.CharField(_("Ground of rejection"), max_length=12, choices=Rejection, blank=True)
    defect = models.CharField(_("Defect"), max_length=8, choices=Defect, blank=True)
    recipient = models.CharField(_("Handed to"), max_length=8, choices=Recipient, blank=True)
    recipient_card = CardNumberField(_("Card number of the recipient"), blank=True)

    class Meta(Record.Meta):
        verbose_name = _("Card request")
        verbose_name_plural = _("Card requests")
        constraints = [
            models.UniqueConstraint(
                fields=["card_number"],
                condition=models.Q(state__in=("requested", "produced")),
                name="documents_one_request_under_way",
            )
        ]

    @property
    def name(self) -> str:
        """The holder's name in the script of the active language."""
        return self.arabic_name if (get_language() or "ar").startswith("ar") else self.latin_name

    @property
    def abroad(self) -> bool:
        """Whether the holder was enrolled at a consulate."""
        return self.channel == Channel.CONSULATE


def born_by_now(request: CardRequest, act: Act) -> Refusal | None:
    """A holder was born before the request."""
    assert act.today is not None
    if request.born_on <= act.today:
        return None
    return Refusal(
        "documents.not_born",
        _("The date of birth can't lie in the future."),
        field="born_on",
        remedy=_("Check the date on the birth certificate."),
        basis="cnie",
        status=422,
    )


def minor_is_minor(request: CardRequest, act: Act) -> Refusal | None:
    """The card of a minor is for somebody under 18."""
    assert act.today is not None
    if request.kind != Kind.MINOR or _birthday(request.born_on, ADULT) > act.today:
        return None
    return Refusal(
        "documents.of_age",
        _("The holder is %(years)s years old or more: this is no card of a minor."),
        field="kind",
        remedy=_("Choose “First card”."),
        basis="cnie",
        status=422,
        years=ADULT,
    )


@needs("unit")
def channel_is_of_unit(request: CardRequest, act: Act) -> Refusal | None:
    """Consular centres enrol as consulates, and they alone: cards made abroad are counted by it."""
    if (request.unit.kind == UnitKind.CONSULAR_CENTRE) == (request.channel == Channel.CONSULATE):
        return None
    return Refusal(
        "documents.wrong_channel",
        _("This unit does not enrol in this way."),
        field="channel",
        remedy=_("Choose “Consulate” at a consular centre, and another value everywhere else."),
        status=422,
    )


def minor_is_represented(request: CardRequest, act: Act) -> Refusal | None:
    """The card of a minor is handed to the guardian."""
    if request.kind != Kind.MINOR or request.recipient != Recipient.HOLDER:
        return None
    return Refusal(
        "documents.guardian_needed",
        _("The card of a minor is handed to the legal guardian."),
        field="recipient",
        remedy=_("Ask the guardian to collect it."),
        basis="cnie",
        status=422,
    )


def recipient_is_known(request: CardRequest, act: Act) -> Refusal | None:
    """Whoever collects a card for another shows their own."""
    if request.recipient == Recipient.HOLDER or request.recipient_card:
        return None
    return Refusal(
        "documents.recipient_unknown",
        _("Enter the card number of the person who collects the card."),
        field="recipient_card",
        status=422,
    )


def waited_long_enough(request: CardRequest, act: Act) -> Refusal | None:
    """A card waits for its holder for the term of collection before it goes back; the last act produced it."""
    left = _days_left(request, act, COLLECTION)
    if left <= 0:
        return None
    return Refusal(
        "documents.still_waiting",
        _("The holder may collect the card for another %(left)s days."),
        basis="documents.card.collection",
        left=left,
    )


def kept_long_enough(request: CardRequest, act: Act) -> Refusal | None:
    """A returned card is kept for a term before it is destroyed; the last act returned it."""
    left = _days_left(request, act, KEEPING)
    if left <= 0:
        return None
    return Refusal(
        "documents.still_kept",
        _("The card is kept for another %(left)s days, in case the holder asks for it."),
        basis="documents.card.keeping",
        left=left,
    )


def _days_left(request: CardRequest, act: Act, term: object) -> int:
    assert act.today is not None
    since = legal_day(micros(request.acted_at))
    return term(since) - (act.today - since).days  # type: ignore[operator]


def _birthday(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return date(day.year + years, 3, 1)


def forget_production(request: CardRequest, act: Act) -> None:
    """The request waits for another production, at whichever centre."""
    request.centre = ""


def is_sound(request: CardRequest, act: Act) -> None:
    """A card produced anew has no defect."""
    request.defect = ""


class Card(Procedure):
    record = CardRequest
    label = _("Card requests")
    prefix = "CNIE"
    sensitive = True
    purposes = {
        "counter": _("Reception of the holder"),
        "production": _("Production of the card"),
        "complaint": _("Answer to a complaint"),
        "control": _("Control of the work"),
    }
    search = ("card_number", "latin_name", "arabic_name")
    register = Register(
        columns=("reference", "card_number", "arabic_name", "latin_name", "kind", "unit", "state", "due_at"),
        filters=("state", "unit", "kind", "channel", "campaign", "centre"),
    )
    constraints = {
        "documents_one_request_under_way": Refusal(
            "documents.request_under_way",
            _("A request for this card number is already under way."),
            field="card_number",
            remedy=_("Search the register for the number and follow that request."),
        )
    }

    requested = State(_("Requested"), initial=True)
    produced = State(_("Produced"), requires=["centre"])
    delivered = State(_("Delivered"), final=True, requires=["centre", "recipient"])
    returned = State(_("Returned undelivered"), requires=["centre"])
    rejected = State(_("Rejected"), final=True, requires=["rejection"])
    destroyed = State(_("Destroyed"), final=True)

    request = Transition(
        _("Record a request"),
        None,
        requested,
        by=[Role.ENROLMENT_OFFICER],
        asks=[
            "kind",
            "channel",
            "card_number",
            "arabic_name",
            "latin_name",
            "sex",
            "born_on",
            "born_at_arabic",
            "born_at_latin",
        ],
        may=["campaign"],
        guards=[born_by_now, minor_is_minor, channel_is_of_unit],
        basis="cnie",
        facets=["kind", "channel", "campaign"],
        help=_("The holder is present: photograph, fingerprints and papers are taken now."),
    )
    produce = Transition(
        _("Record the production"),
        requested,
        produced,
        by=[Role.PRODUCTION_OFFICER],
        asks=["centre"],
        effects=[is_sound],
        not_by=[request],
        within=Deadline(TERM, since=request, basis="documents.card.delivery"),
        basis="documents.card.delivery",
        facets=["centre", "channel", "campaign"],
    )
    deliver = Transition(
        _("Hand over the card"),
        produced,
        delivered,
        by=[Role.ENROLMENT_OFFICER],
        asks=["recipient"],
        may=["recipient_card"],
        guards=[minor_is_represented, recipient_is_known],
        not_by=[produce],
        within=Deadline(TERM, since=request, basis="documents.card.delivery"),
        basis="documents.card.delivery",
        facets=["channel"],
        help=_("The old card, where there is one, is taken back."),
    )
    reject = Transition(
        _("Reject"),
        requested,
        rejected,
        by=[Role.PRODUCTION_OFFICER, Role.DOCUMENTS_DIRECTOR],
        asks=["rejection"],
        not_by=[request],
        basis="reasons",
        facets=["rejection", "channel"],
    )
    record_defect = Transition(
        _("Record a defect"),
        produced,
        requested,
        by=[Role.ENROLMENT_OFFICER, Role.PRODUCTION_OFFICER],
        asks=["defect"],
        effects=[forget_production],
        corrects=produce,
        basis="cnie",
        facets=["defect"],
        help=_("The card is destroyed and made again. Its production no longer counts."),
    )
    return_card = Transition(
        _("Return the card undelivered"),
        produced,
        returned,
        by=[Role.ENROLMENT_OFFICER],
        guards=[waited_long_enough],
        basis="documents.card.collection",
        facets=["channel"],
    )
    send_again = Transition(
        _("Send the card again"),
        returned,
        produced,
        by=[Role.PRODUCTION_OFFICER],
        basis="cnie",
        facets=["channel"],
        help=_("The holder has asked for it after all."),
    )
    destroy = Transition(
        _("Destroy the card"),
        returned,
        destroyed,
        by=[Role.PRODUCTION_OFFICER],
        guards=[kept_long_enough],
        basis="documents.card.keeping",
        facets=["channel"],
    )

    requests = Count(
        _("Card requests"),
        of=request,
        by=["unit", "kind", "channel", "campaign"],
        unit=_("requests"),
        definition=_("Requests recorded in the year, whatever became of them."),
    )
    cards = Count(
        _("National electronic identity cards produced"),
        of=produce,
        by=["unit", "centre", "channel"],
        unit=_("cards"),
        definition=_(
            "Cards produced in the year at an issuance centre, by the place of enrolment. A card with a recorded "
            "defect is taken back in the period of its production; the one made instead counts."
        ),
    )
    cards_rabat = Count(
        _("Cards produced at the issuance centre of Rabat"),
        of=produce,
        where={"centre": Centre.RABAT},
        by=["unit"],
        unit=_("cards"),
        definition=_("Cards produced in the year at the issuance centre of Rabat, less those with a recorded defect."),
    )
    cards_marrakech = Count(
        _("Cards produced at the issuance centre of Marrakech"),
        of=produce,
        where={"centre": Centre.MARRAKECH},
        by=["unit"],
        unit=_("cards"),
        definition=_(
            "Cards produced in the year at the issuance centre of Marrakech, less those with a recorded defect."
        ),
    )
    cards_abroad = Count(
        _("Cards produced for Moroccans abroad"),
        of=produce,
        where={"channel": Channel.CONSULATE},
        by=["unit", "centre"],
        unit=_("cards"),
        definition=_("Cards produced in the year for holders who were enrolled at a consulate."),
    )
    mobile_beneficiaries = Count(
        _("Beneficiaries of mobile units"),
        of=request,
        where={"channel": Channel.MOBILE_UNIT},
        by=["unit", "campaign"],
        unit=_("persons"),
        definition=_("Requests recorded in the year by a mobile unit, one for each person enrolled."),
    )
    delivered_cards = Count(
        _("Cards handed over"),
        of=deliver,
        by=["unit", "channel"],
        unit=_("cards"),
        definition=_("Cards handed over in the year, whenever they were produced."),
    )
    delivered_on_time = Sum(
        _("Cards handed over on time"),
        of=deliver,
        measure="on_time",
        by=["unit", "channel"],
        unit=_("cards"),
        definition=_("Cards handed over in the year within the legal term, which runs from the request."),
    )
    on_time = Share(
        _("Cards handed over on time, share"),
        part=delivered_on_time,
        whole=delivered_cards,
        definition=_("Cards handed over on time in per cent of all cards handed over in the year."),
    )
    rejections = Count(
        _("Card requests rejected"),
        of=reject,
        by=["unit", "rejection"],
        unit=_("requests"),
        definition=_("Requests rejected in the year, by the ground of rejection."),
    )
    defects = Count(
        _("Cards with a defect"),
        of=record_defect,
        by=["unit", "defect"],
        unit=_("cards"),
        definition=_("Cards that were found defective in the year and made again."),
    )
