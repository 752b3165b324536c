"""Every address that the site has, with parameters filled in, so that tests can walk them all."""

from __future__ import annotations

import re
from dataclasses import dataclass
from uuid import uuid4

from django.urls import URLPattern, URLResolver, get_resolver

FILLED = {
    "app": "sample",
    "procedure": "claims",
    "step": "file",
    "name": "receipt",
    "field": "holder",
    "year": "2024",
    "key": "1",
    "path": "0/000",
    "code": "kernel.invalid",
    "rest": "nothing",
    "handle": "abc",
    "notice": str(uuid4()),
}
"""What stands for a parameter; every other is the reference of a record."""


@dataclass(frozen=True)
class Route:
    """One pattern."""

    name: str
    path: str

    @property
    def is_api(self) -> bool:
        """Whether programs ask for it, with a token."""
        return self.path.startswith("/api/")


def every(record: str) -> list[Route]:
    """All patterns of the site, with a record's reference where they ask for one."""
    return sorted(_walk(get_resolver(), "/", "", record), key=lambda route: route.path)


def _walk(resolver: URLResolver, prefix: str, space: str, record: str) -> list[Route]:
    found = []
    for item in resolver.url_patterns:
        path = prefix + _filled(str(item.pattern), record)
        if isinstance(item, URLPattern):
            found.append(Route(f"{space}{item.name}", path))
        else:
            found += _walk(item, path, f"{space}{item.namespace}:" if item.namespace else space, record)
    return found


def _filled(pattern: str, record: str) -> str:
    pattern = re.sub(r"\(\?P<(\w+)>[^)]*\)", r"<\1>", pattern.removeprefix("^").removesuffix("$"))
    return re.sub(r"<(?:\w+:)?(\w+)>", lambda found: FILLED.get(found[1], record), pattern)
