"""What stands around each page: places, registers of one's own, languages, who is signed in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from django.apps import apps
from django.conf import settings
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject, cached_property
from django.utils.translation import gettext as _

from hasila.kernel.access import Actor, authority, roles_of
from hasila.kernel.procedures import Procedure, registry
from hasila.kernel.refusals import listed
from hasila.plain.moments import legal_day, micros
from hasila.surfaces.web.nav import home_of, places, tools_of

SHEETS = ("tokens", "fonts", "base", "frame", "components", "forms", "registers", "figures", "account", "print")
LANGUAGES = (("ar", "العربية"), ("fr", "Français"), ("en", "English"))


@dataclass(frozen=True)
class Link:
    """A place to go to, and whether one is there."""

    label: Any
    url: str
    current: bool = False


@dataclass(frozen=True)
class Group:
    """Links under one label."""

    label: Any
    links: list[Link]


@dataclass(frozen=True)
class Language:
    """A language by its code and its own name."""

    code: str
    name: str


def today() -> date:
    """The legal day now."""
    return legal_day(micros(timezone.now()))


def own_procedures(actor: Actor) -> list[type[Procedure]]:
    """The procedures in which an actor holds a role today, in the order in which they were declared."""
    held = actor.roles(today())
    return [procedure for procedure in registry.values() if held & roles_of(procedure)]


def register_url(procedure: type[Procedure]) -> str:
    """The address of a procedure's register."""
    return reverse("web:register", args=procedure.key.split("."))


class Frame:
    """What base.html reads. Everything is found when first asked for: an error page asks for little."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.path = request.get_full_path()
        self.demo = settings.DEMO
        self.sheets = [static(f"web/{name}.css") for name in SHEETS]
        self.languages = [Language(code, name) for code, name in LANGUAGES]
        self.language_url = reverse("web:language")
        self.sign_out_url = reverse("web:sign_out")
        self.sign_in_url = reverse("web:sign_in")
        self.demo_url = reverse("web:demo")
        self.account_url = reverse("web:account")
        self.notices_url = reverse("web:notices")

    @cached_property
    def signed_in(self) -> bool:
        """Whether somebody is signed in."""
        user = getattr(self.request, "user", None)
        return bool(user is not None and user.is_authenticated)

    @cached_property
    def actor(self) -> Actor:
        """The one who is signed in, with grants."""
        return getattr(self.request, "actor", Actor(None))

    @cached_property
    def unread(self) -> int:
        """How many notices wait to be read."""
        return getattr(self.request.user, "unread", 0) if self.signed_in else 0

    @cached_property
    def procedures(self) -> list[type[Procedure]]:
        """The procedures that concern the one signed in."""
        return own_procedures(self.actor) if self.signed_in else []

    @property
    def staff(self) -> bool:
        """Whether the reader works here: pages are dense then."""
        return bool(self.procedures)

    @property
    def who(self) -> str:
        """The name of the one signed in."""
        return self.actor.label

    @property
    def mark(self) -> str:
        """By what a browser tells whose drafts it keeps: it names nobody."""
        return sha256(f"hasila.mark:{self.request.user.pk}".encode()).hexdigest()[:16] if self.signed_in else ""

    @cached_property
    def roles(self) -> str:
        """The roles held, in words."""
        names = authority()
        return listed(sorted({str(names.role_label(grant.role)) for grant in self.actor.grants}))

    @cached_property
    def places(self) -> list[Link]:
        """The links of the masthead."""
        path = self.request.path_info
        found = []
        if self.signed_in:
            first = home_of(self.actor.roles(today())) or reverse("web:home")
            found.append(Link(_("My work"), first, path in (first, "/")))
        if self.procedures:
            registers = reverse("web:registers")
            found.append(Link(_("Registers"), registers, path.startswith((registers, "/records/"))))
            found.append(Link(_("My own files"), reverse("web:mine"), path == reverse("web:mine")))
        return found + [Link(place.label, place.url, path == place.url) for place in places()]

    @cached_property
    def foot(self) -> list[Link]:
        """The links of the foot."""
        roles = [Link(_("Roles"), reverse("web:roles"))] if self.procedures else []
        return [*roles, Link(_("Patterns"), reverse("web:patterns"))]

    @cached_property
    def rail(self) -> list[Group]:
        """The registers that concern the one signed in, by module."""
        groups: dict[str, list[Link]] = {}
        for procedure in self.procedures:
            url = register_url(procedure)
            here = self.request.path_info
            record = "/records/" + url.removeprefix("/registers/")
            current = here.startswith((url, record))
            groups.setdefault(procedure.key.split(".")[0], []).append(Link(procedure.label, url, current))
        held = self.actor.roles(today())
        for label, links in groups.items():
            for tool in tools_of(label, held):
                url = reverse(tool.route)
                links.append(Link(tool.label, url, self.request.path_info == url))
        return [Group(apps.get_app_config(label).verbose_name, links) for label, links in groups.items()]


def frame(request: HttpRequest) -> dict[str, Any]:
    """The context processor of every page."""
    return {"frame": SimpleLazyObject(lambda: Frame(request))}
