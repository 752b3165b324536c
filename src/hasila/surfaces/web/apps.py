"""The web surface as a Django application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WebConfig(AppConfig):
    name = "hasila.surfaces.web"
    label = "web"
    verbose_name = _("Web pages")
