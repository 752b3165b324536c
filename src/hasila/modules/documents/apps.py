"""Identity documents as a Django app: card requests, mobile enrolment units, enrolment campaigns."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DocumentsConfig(AppConfig):
    name = "hasila.modules.documents"
    label = "documents"
    verbose_name = _("Identity documents")
    default_auto_field = "django.db.models.BigAutoField"
