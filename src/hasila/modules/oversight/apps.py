"""Oversight as a Django app: emergencies, unusual reading, an officer's week, who read my file."""

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class OversightConfig(AppConfig):
    name = "hasila.modules.oversight"
    label = "oversight"
    verbose_name = _("Oversight")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from hasila.assurance.purposes import add_emergencies
        from hasila.institution.roles import INSPECTORS
        from hasila.modules.oversight.queries import running_emergencies
        from hasila.surfaces.web.nav import add_own, add_tool, add_view

        add_emergencies(running_emergencies)
        post_migrate.connect(_fence, dispatch_uid="hasila.oversight.fence")
        add_tool("oversight", _("Unusual reading"), "oversight:unusual", INSPECTORS)
        add_tool("oversight", _("Use of the files"), "oversight:use", INSPECTORS)
        add_view("oversight.emergency", _("The register that it opens"), "oversight:opened")
        add_view("oversight.emergency", _("What was read"), "oversight:emergency")
        add_own(_("Who read my files"), "oversight:mine")


def _fence(using: str = "default", **_signal: Any) -> None:
    """The fence of the database knows running emergencies, once their table is there."""
    from hasila.modules.oversight.emergencies import FENCE

    with connections[using].cursor() as cursor:
        cursor.execute(
            "SELECT to_regclass('oversight_emergencyaccess') IS NOT NULL "
            "AND to_regproc('hasila_emergencies') IS NOT NULL"
        )
        if cursor.fetchone()[0]:
            cursor.execute(FENCE)
