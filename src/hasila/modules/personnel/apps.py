"""The personnel module as a Django app: the working life of the service's own staff."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PersonnelConfig(AppConfig):
    name = "hasila.modules.personnel"
    label = "personnel"
    verbose_name = _("Personnel")
    default_auto_field = "django.db.models.BigAutoField"
