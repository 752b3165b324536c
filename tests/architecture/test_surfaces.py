"""What the house promises about its surfaces: nothing is open by oversight, nothing goes around the door."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from ninja.operation import PathView
from tools import reference

from hasila.surfaces.catalogue import codes
from hasila.surfaces.web.public import is_public, public_routes

ROOT = Path(__file__).parents[2]
SOURCES = ROOT / "src" / "hasila"
OPEN_IN_THE_API = {"tokens.create"}
EXAMPLES = {"int": "1", "uuid": "0190d1ce-0000-7000-8000-000000000000", "slug": "x", "str": "x", "path": "x"}


def routes(resolver: Any = None, prefix: str = "", name: str = "") -> Iterator[tuple[str, str, Any]]:
    """Every address: its pattern, its name with namespaces, its view."""
    for entry in (resolver or get_resolver()).url_patterns:
        here = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from routes(entry, here, f"{name}{entry.namespace}:" if entry.namespace else name)
        elif isinstance(entry, URLPattern):
            yield here, f"{name}{entry.name or ''}", entry.callback


def test_every_page_asks_for_a_sign_in_or_is_on_the_public_list(db: None) -> None:
    client = Client(raise_request_exception=False)
    asked = 0
    for pattern, name, _view in routes():
        path = "/" + re.sub(r"<(?:(\w+):)?\w+>", lambda found: EXAMPLES[found[1] or "str"], pattern.lstrip("^/"))
        if is_public(name, path) or path.startswith("/api/"):
            continue
        answer = client.get(path)
        assert answer.status_code == 302, f"{pattern} ({name}) answers {answer.status_code}"
        assert "/sign-in" in answer["Location"], pattern
        asked += 1
    assert asked > 5


def test_the_public_list_names_routes_that_exist() -> None:
    known = {name for _pattern, name, _view in routes()}
    assert public_routes() - known == set()


def test_every_address_of_the_api_asks_for_a_token() -> None:
    checked = 0
    for pattern, _name, view in routes():
        path_view = getattr(getattr(view, "__self__", None), "operations", None) and view.__self__
        for cell in getattr(view, "__closure__", None) or ():
            if isinstance(cell.cell_contents, PathView):
                path_view = cell.cell_contents
        if path_view is None or not pattern.startswith("api/"):
            continue
        for operation in path_view.operations:
            assert operation.auth_callbacks or operation.operation_id in OPEN_IN_THE_API, pattern
            checked += 1
    assert checked > 20


def test_every_code_of_a_refusal_is_documented() -> None:
    documented = set(re.findall(r"^\| `([a-z0-9_.]+)`", (ROOT / "docs/reference/refusals.md").read_text("utf-8"), re.M))
    assert {one.code for one in codes()} == documented


def test_the_reference_is_fresh() -> None:
    assert reference.REFERENCE.stale() == [], "python -m tools.reference --write"


def _modules(*floors: str) -> Iterator[tuple[Path, ast.Module]]:
    for floor in floors:
        for path in sorted((SOURCES / floor).rglob("*.py")):
            if not {"tests", "migrations"} & set(path.parts):
                yield path, ast.parse(path.read_text(encoding="utf-8"))


def _chain(node: ast.expr) -> list[str]:
    """The names in a chain of attributes and calls: `Claim.objects.filter(…).update` gives four."""
    names: list[str] = []
    while True:
        if isinstance(node, ast.Attribute):
            names.insert(0, node.attr)
            node = node.value
        elif isinstance(node, ast.Call):
            node = node.func
        elif isinstance(node, ast.Name):
            return [node.id, *names]
        else:
            return names


WRITES = {"create", "update", "delete", "bulk_create", "bulk_update", "get_or_create", "update_or_create", "save"}


def test_no_record_is_written_around_the_door() -> None:
    from hasila.kernel.procedures import registry

    records = {procedure.record.__name__ for procedure in registry.values()}
    found = []
    for path, tree in _modules("institution", "surfaces", "modules", "simulation", "project"):
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITES:
                chain = _chain(node.func)
                if chain[0] in records or ("record" in chain[:-1] and {"objects", "_default_manager"} & set(chain)):
                    found.append(f"{path.relative_to(SOURCES)}:{node.lineno}")
    assert found == []


def test_the_kernel_names_no_floor_above_it() -> None:
    above = re.compile(r"hasila\.(institution|surfaces|modules|simulation|bridges|project)\b")
    found = [
        f"{path.relative_to(SOURCES)}:{node.lineno}"
        for path, tree in _modules("kernel")
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and above.search(node.value)
    ]
    assert found == []


FLOORS = ["kernel", "institution", "surfaces", "modules", "bridges", "simulation", "project"]


@pytest.mark.parametrize("floor", ["institution", "surfaces", "modules", "simulation"])
def test_no_text_names_a_module_of_a_floor_above(floor: str) -> None:
    higher = FLOORS[FLOORS.index(floor) + 1 :]
    above = re.compile(rf"^hasila\.({'|'.join(higher)})\.\w")
    found = [
        f"{path.relative_to(SOURCES)}:{node.lineno}: {node.value}"
        for path, tree in _modules(floor)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and above.search(node.value)
    ]
    assert found == []


NAMED = re.compile(r"^(\w+)\.\w[\w.]*$")


@pytest.mark.parametrize("floor", FLOORS[:-1])
def test_no_text_names_an_application_above_or_beside(floor: str) -> None:
    """Lazy names too (``application.Model``, ``application.procedure.step``) lead downwards, never to a sibling."""
    homes = {one.label: one.name.split(".")[1:] for one in apps.get_app_configs() if one.name.startswith("hasila.")}
    found = []
    for path, tree in _modules(floor):
        here = path.relative_to(SOURCES).parts
        for node in ast.walk(tree):
            named = NAMED.match(node.value) if isinstance(node, ast.Constant) and isinstance(node.value, str) else None
            home = homes.get(named[1]) if named else None
            if home is None:
                continue
            beside = home[0] == floor == "modules" and home[1] != here[1]
            if beside or FLOORS.index(home[0]) > FLOORS.index(floor):
                found.append(f"{path.relative_to(SOURCES)}:{node.lineno}: {node.value}")
    assert found == []


TEMPLATES = sorted(path for path in SOURCES.rglob("*.html"))
INLINE = re.compile(r"<style\b|\sstyle=|\son[a-z]+=\s*[\"']|javascript:", re.IGNORECASE)
SCRIPT = re.compile(r"<script\b(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")", re.IGNORECASE)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_template_holds_style_or_script(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not INLINE.findall(text)
    assert not SCRIPT.findall(text)


def test_imports_stay_on_their_floors() -> None:
    from importlinter.api import read_configuration
    from importlinter.application.use_cases import lint_imports  # the command's own would silence every other logger

    assert len(read_configuration(str(ROOT / "pyproject.toml"))["contracts_options"]) >= 4
    assert lint_imports(config_filename=str(ROOT / "pyproject.toml"), cache_dir=None)
