"""The annual report as a Django application: the published figures beside those that the ledger counts."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AnnualReportConfig(AppConfig):
    name = "hasila.modules.annual_report"
    label = "annual_report"
    verbose_name = _("Annual report")

    def ready(self) -> None:
        """Hangs the public pages into the masthead and on the list of what answers without a sign-in."""
        from hasila.institution.figures import latest_year
        from hasila.modules.annual_report.editions import computed_by
        from hasila.modules.annual_report.presenting import front
        from hasila.modules.annual_report.report import figures_at
        from hasila.modules.annual_report.trace import figures_of
        from hasila.surfaces.limits import Kind, limit
        from hasila.surfaces.web.nav import add_figures, add_outcome, add_place
        from hasila.surfaces.web.public import open_to_all

        open_to_all(
            "annual_report:report",
            "annual_report:json",
            "annual_report:csv",
            "annual_report:pdf",
            "annual_report:methods",
            "annual_report:trace",
        )
        limit(Kind.COUNT, "annual_report:report", "annual_report:json", "annual_report:csv", "annual_report:trace")
        limit(Kind.PAPER, "annual_report:pdf")
        computed_by(figures_at)
        add_outcome(figures_of)
        add_figures(front)
        add_place(
            _("Annual report"),
            "annual_report:report",
            latest_year(),
            lead=_("Every figure of the year, counted from acts, beside the published one and its source."),
        )
