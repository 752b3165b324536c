"""Pages that other applications add beside those derived from procedures.

A module calls `add_place()` (public pages, in the masthead), `add_tool()` (pages of work, beside the registers),
`add_home()` (the first page of some roles), `add_view()` (a further page of a record), `add_page()` and `add_form()` (a
record's page, a step's form, in place of the derived one), `add_remark()` (what a record's page says above all else),
`add_own()` (a page for everyone about what is theirs), `add_offer()` (to whom an opening is offered), `add_figures()`
(cards of the home page) or `add_outcome()` (what an act leads to) in its AppConfig.ready(); the web surface knows no
module.
"""

from collections.abc import Callable, Iterable, Set
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise

from hasila.kernel.access import Actor


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
        return _address(self.route, self.args)


@cache
def _address(route: str, args: tuple[Any, ...]) -> str:
    try:
        return reverse(route, args=args)
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


@dataclass(frozen=True)
class Tool:
    """A page of work that stands with a module's registers, for those who hold one of its roles."""

    app: str
    label: str | Promise
    route: str
    roles: frozenset[str]


_tools: list[Tool] = []
Where = Callable[[str], bool]
_homes: list[tuple[str, frozenset[str], Where | None]] = []
_views: dict[str, list[tuple[str | Promise, str]]] = {}
_pages: dict[str, str] = {}
_forms: dict[str, type] = {}
Outcome = Callable[[Any], Iterable[tuple[str | Promise, str]]]
_outcomes: list[Outcome] = []
_sequels: dict[str, tuple[str | Promise, str, str]] = {}
_words: dict[tuple[str, str], Callable[[Any], Any]] = {}
Remark = Callable[[Any, Actor], Iterable[tuple[str | Promise, Any]]]
_remarks: dict[str, list[Remark]] = {}
_own: list[tuple[str | Promise, str]] = []
_figures: list[Callable[[], list[Any]]] = []
_offers: dict[str, Callable[[Actor], bool]] = {}


def add_tool(app: str, label: str | Promise, route: str, roles: Iterable[str]) -> None:
    """Adds a page of work under the registers of an application."""
    tool = Tool(app, label, route, frozenset(str(role) for role in roles))
    if tool not in _tools:
        _tools.append(tool)


def tools_of(app: str, roles: Set[str]) -> list[Tool]:
    """The pages of work of an application that are open to the holder of these roles."""
    return [tool for tool in _tools if tool.app == app and tool.roles & roles]


def add_home(route: str, roles: Iterable[str], where: Where | None = None) -> None:
    """Adds a page of work that stands first for the holders of these roles, before the list of what waits.

    Args:
        where: whether it does so for who holds the role over the unit of this path; None means over any.
    """
    home = (route, frozenset(str(role) for role in roles), where)
    if home not in _homes:
        _homes.append(home)


def home_of(actor: Actor, day: date) -> str:
    """The address of the page that stands first for somebody on a day; empty where none does."""
    for route, roles, where in _homes:
        paths = actor.paths(roles, day)
        if paths and (where is None or any(map(where, paths))):
            return _address(route, ())
    return ""


def add_view(procedure: str, label: str | Promise, route: str) -> None:
    """Adds a page about each record of a procedure; its route takes the record's reference."""
    found = _views.setdefault(procedure, [])
    if (label, route) not in found:
        found.append((label, route))


def views_of(record: Any) -> list[tuple[str | Promise, str]]:
    """Label and address of the further pages of a record."""
    found = _views.get(record.procedure.key, [])
    return [(label, reverse(route, args=[record.reference])) for label, route in found]


def add_page(procedure: str, route: str) -> None:
    """Names the page that each record of a procedure opens on, in place of the one derived from its declaration; the
    route takes the record's reference.
    """
    _pages[procedure] = route


def page_of(procedure: str) -> str:
    """The route of the page that records of a procedure open on; empty for the derived one."""
    return _pages.get(procedure, "")


def add_form(step: str, form: type) -> None:
    """Names the form of a step (by its key), where the derived one doesn't do: a subclass of `StepForm`."""
    _forms[step] = form


def form_of(step: str) -> type | None:
    """The form that a module made for a step; None for the derived one."""
    return _forms.get(step)


def add_offer(step: str, to: Callable[[Actor], bool]) -> None:
    """Says to whom an opening (by its key) is offered among those whose roles open it; the door judges as ever."""
    _offers[step] = to


def is_offered(step: str, actor: Actor) -> bool:
    """Whether an opening, by its key, is offered to somebody whose roles open it."""
    to = _offers.get(step)
    return to is None or to(actor)


def add_words(procedure: str, field: str, words: Callable[[Any], Any]) -> None:
    """Names what says a field of a procedure's records in words, where the field holds a code of the module's own: a
    function of the record, asked where the field isn't empty.
    """
    _words[procedure, field] = words


def words_of(record: Any, field: str) -> Any:
    """A field in the words of its module; None where the field speaks for itself."""
    said = _words.get((record.procedure.key, field))
    return said(record) if said is not None else None


def add_remark(procedure: str, find: Remark) -> None:
    """Adds what the page of a procedure's records says above all else, where there is something to say: a function of
    the record and its reader that gives titles and texts.
    """
    found = _remarks.setdefault(procedure, [])
    if find not in found:
        found.append(find)


def remarks_of(record: Any, actor: Actor) -> list[tuple[str | Promise, Any]]:
    """Title and text of what other modules say of a record."""
    return [pair for find in _remarks.get(record.procedure.key, ()) for pair in find(record, actor)]


def add_outcome(find: Outcome) -> None:
    """Adds what a receipt leads to: a function of the ledger's entry that gives labels and addresses."""
    if find not in _outcomes:
        _outcomes.append(find)


def outcomes_of(entry: Any) -> list[tuple[str | Promise, str]]:
    """Label and address of what an act leads to, such as the figures that it counts in."""
    return [pair for find in _outcomes for pair in find(entry)]


def add_sequel(step: str, label: str | Promise, route: str, query: str = "") -> None:
    """Names where somebody sees what becomes of a file that left their hands by a step, by the step's key."""
    _sequels[step] = (label, route, query)


def sequel_of(step: str) -> tuple[str | Promise, str] | None:
    """Label and address of where one sees what becomes of such a file; None where no module named a place."""
    found = _sequels.get(step)
    return (found[0], f"{reverse(found[1])}{found[2]}") if found is not None else None


def add_own(label: str | Promise, route: str) -> None:
    """Adds a page for everyone about what is theirs, to the page of their own files."""
    if (label, route) not in _own:
        _own.append((label, route))


def own_pages() -> list[tuple[str | Promise, str]]:
    """Label and address of the pages about what is one's own."""
    return [(label, reverse(route)) for label, route in _own]


def add_figures(find: Callable[[], list[Any]]) -> None:
    """Adds figures to the public home page: a function that gives what components/figure_card.html takes."""
    if find not in _figures:
        _figures.append(find)


def front_figures() -> list[Any]:
    """The figures of the public home page."""
    return [figure for find in _figures for figure in find()]
