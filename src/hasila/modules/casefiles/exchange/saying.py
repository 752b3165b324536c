"""How a referral that went by the exchange is doing, in words for whoever looks at it."""

from __future__ import annotations

from typing import Any

from django.utils.html import conditional_escape, format_html
from django.utils.translation import gettext as _

from hasila.modules.casefiles import lines
from hasila.modules.casefiles.exchange.tables import Delivery, LineState
from hasila.modules.casefiles.referral import Referral
from hasila.surfaces.formats import format_datetime
from hasila.surfaces.web.boxes import isolated


def under_way(referral: Referral) -> Any:
    """How a referral will go, or whether its bundle waits, since when and why; None where nothing waits any more."""
    if referral.state in ("prepared", "approved"):
        served = lines.line_of(referral.court) is not None
        by_hand = _("No exchange serves this court: the file is printed and carried, and its receipt is recorded here.")
        return conditional_escape(_("It will go by the exchange.") if served else by_hand)
    if referral.state != "sent" or not referral.by_exchange:
        return None
    line = lines.line_of(referral.court)
    delivery = Delivery.objects.filter(pk=referral.key).values("refused", "handed_at").first()
    if delivery is not None and delivery["refused"] and delivery["handed_at"] is None:
        return conditional_escape(
            _(
                "The other side refuses the bundle. The head of the unit takes the step “Have the bundle made again”; "
                "where it is refused once more, tell the operators of the exchange."
            )
        )
    down = LineState.objects.filter(name=line.name).values_list("down_since", flat=True).first() if line else None
    if down is None:
        return conditional_escape(_("On its way. The acknowledgement is taken in by itself."))
    text = _("It waits: the other side has not answered since %(since)s. It is asked again by itself; nothing is lost.")
    return format_html(text % {"since": "{}"}, isolated(format_datetime(down)))
