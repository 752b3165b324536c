"""The web surface as a Django application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WebConfig(AppConfig):
    name = "hasila.surfaces.web"
    label = "web"
    verbose_name = _("Web pages")

    def ready(self) -> None:
        from hasila.institution.persons import Persons
        from hasila.institution.powers import Mandates
        from hasila.institution.roles import Role
        from hasila.kernel.access import roles_of
        from hasila.surfaces.web import drafts
        from hasila.surfaces.web.nav import add_page, add_tool
        from hasila.surfaces.web.suggesting import grounds_anew, suggest

        drafts.begin()
        for key in (Mandates.end.key, Mandates.renounce.key, Mandates.decline.key):
            suggest(key, grounds_anew)
        add_page(Persons.key, "web:person")
        add_tool("institution", _("Find a person"), "web:people", roles_of(Persons))
        add_tool("institution", _("Who holds power"), "web:powers", Role.values)
