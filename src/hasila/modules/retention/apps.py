"""Retention as a Django app: orders to erase, and what is due."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class RetentionConfig(AppConfig):
    name = "hasila.modules.retention"
    label = "retention"
    verbose_name = _("Retention and erasure")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from hasila.modules.retention.views import same_decision
        from hasila.surfaces.web.nav import add_view
        from hasila.surfaces.web.suggesting import suggest

        add_view("retention.erasure", _("What belongs to the file"), "retention:parts")
        suggest("retention.erasure.propose", same_decision)
        post_migrate.connect(_fence, sender=self, dispatch_uid="hasila.retention.fence")


def _fence(using: str = "default", **_signal: Any) -> None:
    from hasila.modules.retention.models import fence

    fence(using)
