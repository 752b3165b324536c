"""What follows a stated emergency at once."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from hasila.institution.jobs import job
from hasila.institution.notices import notify
from hasila.institution.roles import Role
from hasila.kernel.procedures import registry
from hasila.modules.oversight.emergencies import EmergencyAccess
from hasila.plain import events
from hasila.surfaces.web.display import record_url


@job("oversight.tell_inspectorate")
def tell_inspectorate(entry: UUID, record: UUID) -> None:
    """Tells every inspector with a mandate over the unit that an emergency was stated. So is the log of events."""
    events.record("emergency.opened", entry=entry, record=record)
    emergency = EmergencyAccess.objects.get(pk=record)
    notify(
        _("An officer stated an emergency: %(register)s of %(unit)s are open to them until %(until)s (%(reference)s)."),
        roles=[Role.INSPECTOR, Role.CHIEF_INSPECTOR],
        unit=emergency.unit_id,
        link=record_url(emergency),
        params={
            "register": registry[emergency.register].label,
            "unit": emergency.unit,
            "until": emergency.until,
            "reference": emergency.reference,
        },
        cause=entry,
    )
