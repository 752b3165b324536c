"""Asking another machine over HTTP: it answers where it was asked, or not at all."""

from __future__ import annotations

from typing import Any
from urllib.request import HTTPRedirectHandler, OpenerDirector, build_opener


class _Stay(HTTPRedirectHandler):
    """An address that somebody configured leads to no other."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        """None: the redirect is an error like any other answer that isn't the one asked for."""


OPENER: OpenerDirector = build_opener(_Stay)
