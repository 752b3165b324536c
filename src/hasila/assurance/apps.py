"""Assurance as a Django app: what lets others check the ledger, and what keeps it lawful."""

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


class AssuranceConfig(AppConfig):
    name = "hasila.assurance"
    label = "assurance"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from hasila.assurance import checks, erasure

        erasure.install()
        checks.register_all()
        # Of no one sender: the kernel takes all grants back after the migrations of each application.
        post_migrate.connect(install_grants, dispatch_uid="hasila.assurance.grants")


def install_grants(using: str = "default", **_signal: Any) -> None:
    """Grants of this floor's tables follow those of the kernel."""
    from hasila.assurance import readings
    from hasila.assurance.schema import grant

    grant(connections[using])
    readings.install(connections[using])
