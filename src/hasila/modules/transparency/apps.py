"""Transparency as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TransparencyConfig(AppConfig):
    name = "hasila.modules.transparency"
    label = "transparency"
    verbose_name = _("Transparency")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Opens the log to everybody, and hangs its page into the masthead."""
        from hasila.surfaces.limits import Kind, limit
        from hasila.surfaces.web.nav import add_place
        from hasila.surfaces.web.public import open_to_all, open_to_machines

        open_to_machines(
            "/log/", "transparency:checkpoint", "transparency:tile", "transparency:key", "transparency:keys"
        )
        open_to_all("transparency:log", "transparency:proof")
        limit(Kind.FILE, "transparency:checkpoint", "transparency:tile", "transparency:key", "transparency:keys")
        add_place(
            _("Transparency log"),
            "transparency:log",
            lead=_("A seal over every act, which anybody can check and witnesses outside have signed."),
        )
        add_place(
            _("Check a proof"),
            "transparency:proof",
            lead=_("Whether the act behind a paper stands in the ledger: your browser checks it by itself."),
        )
