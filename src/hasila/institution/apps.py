"""The institution as a Django app: units, people, posts, mandates and dated law."""

from django.apps import AppConfig


class InstitutionConfig(AppConfig):
    name = "hasila.institution"
    label = "institution"
    default_auto_field = "django.db.models.BigAutoField"
