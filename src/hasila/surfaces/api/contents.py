"""Contents by the API: a step that writes something beside its record takes it in the body, in base64.

The API takes nothing but JSON. What a module measures itself of a content (its size, its digest) is not sent: in place
of these fields of the step the body holds the content. A module says so in its AppConfig.ready(), by the step's key;
what the content is, and whether it is kept, is the module's to judge, in the transaction of the act.

A register whose records keep contents gives them back at `…/{record}/content`, as the bytes that were sent. That is a
reading of the record as a paper of it is: with the same powers, and its purpose stated.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from hasila.kernel.procedures import Procedure, Transition
from hasila.kernel.refusals import Refused, missing, unknown_field
from hasila.surfaces.api import problems
from hasila.surfaces.api.intake import LIMIT
from hasila.surfaces.api.wire import TEXT_PATTERN, Schema
from hasila.surfaces.sending import Given

Keep = Callable[[UUID, str | None, str, bytes], dict[str, Any]]
"""Given who acts, the idempotency key, the name of the file and its bytes: judges and writes it, and gives the fields
of the step that speak of it. Raises Refused."""


@dataclass(frozen=True)
class Content:
    """What a step takes beside its fields.

    Attributes:
        measured: the fields that the module sets itself. most: bytes of a content. keep: judges and writes it.
        rate: how often one token may send one, as ninja's throttles write it.
    """

    measured: tuple[str, ...]
    most: int
    keep: Keep
    rate: str = "30/m"

    @property
    def body(self) -> int:
        """Bytes that the body of such a step may have: the content in base64, and the rest of it."""
        return -(-self.most // 3) * 4 + LIMIT

    @property
    def members(self) -> dict[str, Schema]:
        """What the body holds in the place of these fields."""
        return {
            "name": {"type": "string", "minLength": 1, "maxLength": 120, "pattern": TEXT_PATTERN},
            "file": {
                "type": "string",
                "contentEncoding": "base64",
                "minLength": 4,
                "maxLength": -(-self.most // 3) * 4,
                "pattern": "^[A-Za-z0-9+/]+={0,2}$",
                "description": f"The content in base64 (RFC 4648, padded), {self.most} bytes at most.",
            },
        }

    def taken(self, body: dict[str, Any]) -> tuple[str, bytes]:
        """Name and bytes of the content that a body holds; both, and what is measured, are taken out of it.

        Raises:
            Refused: one is missing or of another shape, the content is too large, or a field is sent that is measured.
        """
        name, text = (body.pop(one, None) for one in self.members)
        found = []
        for one in self.measured:
            if one in body:
                del body[one]
                found.append(unknown_field(one))
        found += [missing(one) for one, value in (("name", name), ("file", text)) if value in (None, "")]
        found += [
            problems.wrong_shape(one, "string")
            for one, value in (("name", name), ("file", text))
            if value is not None and not isinstance(value, str)
        ]
        if found:
            raise Refused(*found)
        try:
            content = base64.b64decode(text, validate=True)
        except (binascii.Error, ValueError):
            raise Refused(problems.wrong_shape("file", "base64")) from None
        if len(content) > self.most:
            raise Refused(problems.too_large(self.most))
        return name, content


@dataclass(frozen=True)
class Keeping:
    """How the content of a register's records is given back.

    Attributes:
        media: the types that a content may have. give: the content of a record that the one who asks may read; None
        where there is none, or it was erased. rate: how often one token may ask for one.
    """

    media: tuple[str, ...]
    give: Callable[[Any], Given | None]
    rate: str = "60/m"


_contents: dict[str, Content] = {}
_keepings: dict[str, Keeping] = {}


def give_content(procedure: str, keeping: Keeping) -> None:
    """Says that the records of a procedure (by its key) keep a content, and how it is given back."""
    _keepings[procedure] = keeping


def keeping_of(procedure: type[Procedure]) -> Keeping | None:
    """How the content of a procedure's records is given back; None where they keep none."""
    return _keepings.get(procedure.key)


def take_content(step: str, content: Content) -> None:
    """Says that a step (by its key) takes a content, and how."""
    _contents[step] = content


def content_of(step: Transition) -> Content | None:
    """What content a step takes; None for one that takes its fields alone."""
    return _contents.get(step.key)
