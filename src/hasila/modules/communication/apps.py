"""Communication as a Django app: articles read against the register of figures, fact statements, what is followed."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommunicationConfig(AppConfig):
    name = "hasila.modules.communication"
    label = "communication"
    verbose_name = _("Communication")
    default_auto_field = "django.db.models.BigAutoField"
