"""The district desk as a Django app: what people bring to a police district, and what becomes of each matter."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DistrictsConfig(AppConfig):
    name = "hasila.modules.districts"
    label = "districts"
    verbose_name = _("Police districts")
    default_auto_field = "django.db.models.BigAutoField"
