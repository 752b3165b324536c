"""Places of the masthead that other applications add: public pages that no procedure derives.

A module calls `add_place()` in its AppConfig.ready(); the web surface knows no module.
"""

from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise


@dataclass(frozen=True)
class Place:
    """A public page: its label, the name of its route with arguments, and a sentence for the home page."""

    label: str | Promise
    route: str
    args: tuple[Any, ...] = ()
    lead: str | Promise = ""

    @property
    def url(self) -> str:
        """The address, or nothing where the route is not served."""
        try:
            return reverse(self.route, args=self.args)
        except NoReverseMatch:
            return ""


_places: list[Place] = []


def add_place(label: str | Promise, route: str, *args: Any, lead: str | Promise = "") -> None:
    """Adds a public page to the masthead and to the home page."""
    place = Place(label, route, args, lead)
    if place not in _places:
        _places.append(place)


def places() -> list[Place]:
    """The public pages that are served, in the order in which they were added."""
    return [place for place in _places if place.url]
