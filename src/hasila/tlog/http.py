"""Asking another machine over HTTP: it answers where it was asked, or not at all."""

from __future__ import annotations

import ssl
from typing import Any
from urllib.request import HTTPRedirectHandler, HTTPSHandler, OpenerDirector, build_opener


class _Stay(HTTPRedirectHandler):
    """An address that somebody configured leads to no other."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        """None: the redirect is an error like any other answer that isn't the one asked for."""


OPENER: OpenerDirector = build_opener(_Stay)


def opener(context: ssl.SSLContext | None) -> OpenerDirector:
    """The same, over TLS as this context has it."""
    return build_opener(_Stay, HTTPSHandler(context=context)) if context is not None else OPENER
