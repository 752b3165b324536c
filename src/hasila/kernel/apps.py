"""The kernel as a Django app: its tables are the ledger's, and its checks guard every declaration."""

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


class KernelConfig(AppConfig):
    name = "hasila.kernel"
    label = "kernel"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from hasila.kernel import checks, procedures

        procedures.bind_all()
        checks.register_all()
        # Its own signal alone: Django sends one for each application, when every migration has run.
        post_migrate.connect(install_fences, sender=self, dispatch_uid="hasila.kernel.fences")


def install_fences(using: str = "default", **_signal: Any) -> None:
    """Partitions, triggers and grants follow every migration."""
    from hasila.kernel.schema import install

    install(connections[using])
