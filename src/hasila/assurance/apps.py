"""Assurance as a Django app: what lets others check the ledger, and what keeps it lawful."""

from django.apps import AppConfig


class AssuranceConfig(AppConfig):
    name = "hasila.assurance"
    label = "assurance"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from hasila.assurance import checks, erasure, readings, schema
        from hasila.kernel.schema import FURTHER

        erasure.install()
        checks.register_all()
        FURTHER[:] = [schema.install, readings.install]
