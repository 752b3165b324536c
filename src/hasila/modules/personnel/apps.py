"""The personnel module as a Django app: the working life of the service's own staff."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PersonnelConfig(AppConfig):
    name = "hasila.modules.personnel"
    label = "personnel"
    verbose_name = _("Personnel")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from hasila.modules.personnel.models import Promotion, Reinstatement
        from hasila.surfaces.web.nav import add_tool, add_view

        def roles(procedure: type) -> set[str]:
            return {role for step in procedure.transitions.values() for role in step.roles}  # type: ignore[attr-defined]

        add_view("institution.career", _("Career sheet"), "personnel:career")
        add_tool("personnel", _("Dry run of a promotion"), "personnel:dry_run", roles(Promotion))
        add_tool("personnel", _("Reminders"), "personnel:reminders", roles(Reinstatement))
