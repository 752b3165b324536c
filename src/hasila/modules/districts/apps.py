"""The district desk as a Django app: what people bring to a police district, and what becomes of each matter."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DistrictsConfig(AppConfig):
    name = "hasila.modules.districts"
    label = "districts"
    verbose_name = _("Police districts")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from hasila.institution.mandates import has_matters
        from hasila.institution.roles import Role
        from hasila.modules.districts import audit_pages, day_pages, jobs, suggestions  # noqa: F401  (its jobs are declared)
        from hasila.modules.districts.cell import matters as cell
        from hasila.modules.districts.desk.alarm import tell_of_danger
        from hasila.modules.districts.desk.chief import CHIEFS
        from hasila.modules.districts.desk.matters import ROLES
        from hasila.modules.districts.models import Complaints, Denunciations, Incidents, Samples, Verdicts
        from hasila.modules.districts.reasons import ReasonForm, ServiceForm
        from hasila.surfaces.limits import Kind, limit
        from hasila.surfaces.trying import follow
        from hasila.surfaces.web.forms import ChangeForm
        from hasila.surfaces.web.nav import add_form, add_home, add_offer, add_page, add_place, add_tool, add_view
        from hasila.surfaces.web.public import open_to_all

        for taken_in in (Complaints.receive, Denunciations.receive, Incidents.receive):
            follow(taken_in, tell_of_danger)
        add_home("districts:desk", [Role.DESK_OFFICER])
        add_home("districts:chief", [Role.UNIT_CHIEF], has_matters)
        add_home("districts:cell", [Role.VICTIMS_OFFICER])
        add_tool("districts", _("Desk"), "districts:desk", ROLES)
        add_tool("districts", _("The cell"), "districts:cell", cell.ROLES)
        for procedure in cell.PROCEDURES:
            add_page(procedure.key, "districts:cell_file")
        add_tool("districts", _("The chief's screen"), "districts:chief", CHIEFS)
        add_tool("districts", _("The unit's day"), "districts:day", day_pages.ROLES)
        add_tool("districts", _("What has gone nowhere"), "districts:nowhere", audit_pages.ROLES)
        suggestions.build()
        add_form("districts.appointments.move", ChangeForm)
        for opening in (Samples.draw, Verdicts.give):
            add_offer(opening.key, audit_pages.audits_others)
        for step in ("attempt", "send_back"):
            add_form(f"districts.judicial_papers.{step}", ReasonForm)
        add_form("districts.judicial_papers.serve", ServiceForm)
        for procedure in (Complaints, Denunciations, Incidents):
            add_view(procedure.key, _("Who is called in this matter"), "districts:calls")
        add_view("districts.samples", _("Complaints of the sample"), "districts:sample")
        add_view("districts.verdicts", _("Complaints of the sample"), "districts:verdict_sample")
        open_to_all("districts:follow")
        limit(Kind.SEARCH, "districts:follow", "districts:find")
        add_place(_("Follow a matter"), "districts:follow", lead=_("With the reference and the code of a receipt."))
