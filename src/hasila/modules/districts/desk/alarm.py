"""What is told at once where a matter is taken in, at the counter or from another system, with a life in danger."""

from __future__ import annotations

from django.utils.translation import gettext_noop

from hasila.institution.notices import notify
from hasila.institution.roles import Role
from hasila.kernel.access import elevated
from hasila.kernel.perform import Receipt
from hasila.modules.districts.choices import Urgency
from hasila.surfaces.web.display import record_url

DANGER = gettext_noop("Danger to a life: %(what)s %(reference)s.")
TOLD = (Role.JUDICIAL_OFFICER, Role.UNIT_CHIEF)


def tell_of_danger(receipt: Receipt) -> int:
    """Tells those who inquire at the unit and those who head it, in the transaction of the act; gives how many."""
    record = receipt.record
    if getattr(record, "urgency", "") != Urgency.DANGER:
        return 0
    params = {"what": record._meta.verbose_name, "reference": record.reference}
    with elevated():  # whoever took it in needn't see whom it concerns
        return notify(
            DANGER, roles=TOLD, unit=record.unit_id, params=params, link=record_url(record), cause=receipt.entry_id
        )
