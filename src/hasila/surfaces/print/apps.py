"""The papers as a Django application: what takes long to typeset is made outside the request, and kept for a while."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PrintConfig(AppConfig):
    name = "hasila.surfaces.print"
    label = "print"
    verbose_name = _("Papers")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from hasila.kernel.schema import FURTHER
        from hasila.surfaces.print import preparing

        FURTHER.append(preparing.install)
