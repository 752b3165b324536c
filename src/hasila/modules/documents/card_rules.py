"""What is checked and set on a card request."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.utils.translation import gettext_lazy as _

from hasila.institution import law
from hasila.institution.career import MAJORITY
from hasila.institution.units import UnitKind
from hasila.kernel.procedures import Act, needs
from hasila.kernel.refusals import Refusal
from hasila.modules.documents.card_requests import CardRequest
from hasila.modules.documents.choices import Channel, Kind, Recipient
from hasila.plain.moments import legal_day, micros

COLLECTION = law.days("documents.card.collection")
KEEPING = law.days("documents.card.keeping")


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
    """The card of a minor is for somebody under age on the day of the act."""
    assert act.today is not None
    if request.kind != Kind.MINOR:
        return None
    years = int(law.value(MAJORITY, act.today))
    if _birthday(request.born_on, years) > act.today:
        return None
    return Refusal(
        "documents.of_age",
        _("The holder is %(years)s years old or more: this is no card of a minor."),
        field="kind",
        remedy=_("Choose “First card”."),
        basis=MAJORITY,
        status=422,
        years=years,
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


def _days_left(request: CardRequest, act: Act, term: Callable[[date], int]) -> int:
    assert act.today is not None
    since = legal_day(micros(request.acted_at))
    return term(since) - (act.today - since).days


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
