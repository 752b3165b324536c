"""Requests for the national electronic identity card: enrolment, production at an issuance centre, delivery.

Several million requests a year, three acts each.
Law: law 04.20 on the card (`cnie`); the term is that of law 55.19 (`simplification`).
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hasila.assurance.erasure import Retention
from hasila.assurance.rates import Rate
from hasila.institution import law
from hasila.institution.law import days
from hasila.institution.places import inhabitants
from hasila.institution.roles import Role
from hasila.kernel.deadlines import Deadline
from hasila.kernel.indicators import Count, Share, Sum
from hasila.kernel.procedures import Procedure, State, Transition
from hasila.kernel.refusals import Refusal
from hasila.kernel.registers import Register
from hasila.modules.documents import card_rules as rules
from hasila.modules.documents.card_requests import CardRequest
from hasila.modules.documents.choices import Centre, Channel

TERM = days("documents.card.delivery")


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
    personal = (
        "card_number",
        "arabic_name",
        "latin_name",
        "born_on",
        "born_at_arabic",
        "born_at_latin",
        "recipient_card",
    )
    retention = Retention(law.cutoff("documents.card.retention"), "documents.card.retention", rests=("returned",))
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
        guards=[rules.born_by_now, rules.minor_is_minor, rules.channel_is_of_unit],
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
        effects=[rules.is_sound],
        not_by=[request],
        within=Deadline(TERM, since=request, basis="documents.card.delivery"),
        basis="documents.card.delivery",
        facets=["centre", "channel"],
    )
    deliver = Transition(
        _("Hand over the card"),
        produced,
        delivered,
        by=[Role.ENROLMENT_OFFICER],
        asks=["recipient"],
        may=["recipient_card"],
        guards=[rules.minor_is_represented, rules.recipient_is_known],
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
        effects=[rules.forget_production],
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
        guards=[rules.waited_long_enough],
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
        guards=[rules.kept_long_enough],
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
    cards_per_thousand = Rate(
        _("Cards produced per 1,000 inhabitants"),
        of=cards,
        per=inhabitants,
        unit=_("cards per 1,000 inhabitants"),
        definition=_(
            "Cards produced in the year, for every thousand of the legal population; known for the year of a census."
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
