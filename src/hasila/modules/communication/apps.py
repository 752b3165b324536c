"""Communication as a Django app: articles read against the register of figures, fact statements, what is followed."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommunicationConfig(AppConfig):
    name = "hasila.modules.communication"
    label = "communication"
    verbose_name = _("Communication")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Hangs in the page of the checker, and what forms stand filled in with when they are opened from it."""
        from hasila.institution.roles import Role
        from hasila.modules.communication.forms import DraftForm, FollowForm
        from hasila.modules.communication.showing import of_checked, of_claim
        from hasila.modules.communication.suggestions import drafting, following
        from hasila.surfaces.limits import Kind, limit
        from hasila.surfaces.web.nav import add_form, add_tool, add_view, add_words
        from hasila.surfaces.web.suggesting import suggest

        readers = (Role.COMMUNICATOR, Role.COMMUNICATION_HEAD, Role.STATISTICIAN, Role.DIRECTOR_GENERAL)
        add_tool("communication", _("Check an article"), "communication:claims", readers)
        add_form("communication.fact_statements.draft", DraftForm)
        add_form("communication.fact_statements.redraft", DraftForm)
        add_form("communication.published_items.follow", FollowForm)
        add_view("communication.fact_statements", _("The claim that it answers"), "communication:answered")
        add_view("communication.published_items", _("Its claims"), "communication:item")
        for procedure in ("communication.fact_statements", "communication.published_items"):
            add_words(procedure, "checked", of_checked)
        add_words("communication.fact_statements", "claim", of_claim)
        suggest("communication.fact_statements.draft", drafting)
        suggest("communication.published_items.follow", following)
        limit(Kind.COUNT, "communication:claims", "communication:checked", "communication:item")
