"""The district desk as a Django app: what people bring to a police district, and what becomes of each matter."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DistrictsConfig(AppConfig):
    name = "hasila.modules.districts"
    label = "districts"
    verbose_name = _("Police districts")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from hasila.modules.districts import audit_pages, day_pages
        from hasila.surfaces.web.nav import add_tool, add_view

        add_tool("districts", _("The unit's day"), "districts:day", day_pages.ROLES)
        add_tool("districts", _("What has gone nowhere"), "districts:nowhere", audit_pages.ROLES)
        add_view("districts.samples", _("Complaints of the sample"), "districts:sample")
