"""What stands around each page: places, registers of one's own, languages, who is signed in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from hashlib import sha256
from typing import Any

from django.apps import apps
from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hasila.kernel.access import Actor, authority, roles_of
from hasila.kernel.procedures import Procedure, registry
from hasila.kernel.refusals import listed
from hasila.plain.moments import legal_day, micros
from hasila.surfaces.web.nav import home_of, places, tools_of

SHEETS = ("tokens", "fonts", "base", "frame", "components", "forms", "registers", "figures", "account", "print")
REGISTERS = "/registers/"
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
    links: Sequence[Link]


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
    return list(_procedures(frozenset(actor.roles(today()))))


@lru_cache(1024)
def _procedures(held: frozenset[str]) -> tuple[type[Procedure], ...]:
    return tuple(procedure for procedure in registry.values() if held & roles_of(procedure))


def register_url(procedure: type[Procedure]) -> str:
    """The address of a procedure's register."""
    return reverse("web:register", args=procedure.key.split("."))


def _leads_to(link: Link, here: str) -> bool:
    """Whether an address is that of a link, or under the register that it leads to."""
    if not link.url.startswith(REGISTERS):
        return here == link.url
    return here.startswith((link.url, "/records/" + link.url.removeprefix(REGISTERS)))


# What stands around a page is the same for everybody with the same roles: it is found and written once.


@lru_cache(1024)
def _groups(held: frozenset[str], language: str) -> tuple[Group, ...]:
    """The registers and tools of these roles, by module."""
    groups: dict[str, list[Link]] = {}
    for procedure in _procedures(held):
        link = Link(str(procedure.label), register_url(procedure))
        groups.setdefault(procedure.key.split(".")[0], []).append(link)
    for label, links in groups.items():
        links += [Link(str(tool.label), reverse(tool.route)) for tool in tools_of(label, held)]
    return tuple(Group(str(apps.get_app_config(label).verbose_name), tuple(links)) for label, links in groups.items())


@lru_cache(1024)
def _rail(groups: tuple[Group, ...], current: str) -> SafeString:
    return render_to_string("components/rail.html", {"groups": groups, "current": current}) if groups else SafeString()


@lru_cache(1024)
def _nav(places: tuple[Link, ...], language: str) -> SafeString:
    return render_to_string("components/places.html", {"places": places}) if places else SafeString()


@lru_cache(64)
def _end(foot: tuple[Link, ...], language: str) -> SafeString:
    return SafeString(
        render_to_string("components/footer.html", {"places": foot}) + render_to_string("components/keys.html")
    )


def _fixed(route: str) -> Any:
    """An address that never changes, found once."""
    found = cache(lambda: reverse(route))
    return property(lambda _frame: found())


@cache
def _sheets() -> tuple[str, ...]:
    return tuple(static(f"web/{name}.css") for name in SHEETS)


class Frame:
    """What base.html reads. Everything is found when first asked for: an error page asks for little."""

    languages = tuple(Language(code, name) for code, name in LANGUAGES)
    language_url, sign_out_url = _fixed("web:language"), _fixed("web:sign_out")
    sign_in_url, demo_url = _fixed("web:sign_in"), _fixed("web:demo")
    account_url, notices_url = _fixed("web:account"), _fixed("web:notices")

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.demo = settings.DEMO

    @property
    def path(self) -> str:
        """Where the reader is, for the form that changes the language."""
        return getattr(self.request, "named", "") or self.request.get_full_path()

    @property
    def sheets(self) -> tuple[str, ...]:
        """The addresses of the style sheets."""
        return _sheets()

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
            first = home_of(self.actor, today()) or reverse("web:home")
            label = _("My work") if self.actor.grants else _("My own files")
            found.append(Link(label, first, path in (first, "/")))
        if self.procedures:
            registers = reverse("web:registers")
            found.append(Link(_("Registers"), registers, path.startswith((registers, "/records/"))))
            found.append(Link(_("My own files"), reverse("web:mine"), path == reverse("web:mine")))
        return found + [Link(str(place.label), place.url, path == place.url) for place in places()]

    @property
    def nav(self) -> SafeString:
        """These links as they stand in the masthead."""
        return _nav(tuple(self.places), get_language() or "")

    @cached_property
    def foot(self) -> list[Link]:
        """The links of the foot."""
        roles = [Link(_("Roles"), reverse("web:roles"))] if self.procedures else []
        return [*roles, Link(_("Patterns"), reverse("web:patterns"))] if self.demo else roles

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """The registers that concern the one signed in, by module."""
        held = frozenset(self.actor.roles(today())) if self.signed_in else frozenset()
        return _groups(held, get_language() or "")

    @cached_property
    def rail(self) -> SafeString:
        """These registers as they stand beside the page; empty where there are none."""
        here = self.request.path_info
        current = next((link.url for group in self.groups for link in group.links if _leads_to(link, here)), "")
        return _rail(self.groups, current)

    @cached_property
    def end(self) -> SafeString:
        """The foot of the page and the list of keys."""
        return _end(tuple(self.foot), get_language() or "")


def frame(request: HttpRequest) -> dict[str, Any]:
    """The context processor of every page."""
    return {"frame": Frame(request)}
