"""The case files as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CasefilesConfig(AppConfig):
    name = "hasila.modules.casefiles"
    label = "casefiles"
    verbose_name = _("Case files")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.core import checks

        from hasila.modules.casefiles.lines import check_exchange

        checks.register(check_exchange)
