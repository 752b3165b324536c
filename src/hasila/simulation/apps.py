"""The play of a year as a Django application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SimulationConfig(AppConfig):
    name = "hasila.simulation"
    label = "simulation"
    verbose_name = _("Simulation")

    def ready(self) -> None:
        """Lets the pages tell how far a running play is."""
        from hasila.simulation.progress import running
        from hasila.surfaces.web.progress import report_on

        report_on(running)
