"""The catalogue of refusals: every code that the sources name, with its words, read from the sources themselves."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import hasila

ROOT = Path(hasila.__file__).parent


@dataclass(frozen=True, order=True)
class Code:
    """A refusal as its declaration says it; message and remedy are English message ids."""

    code: str
    message: str
    remedy: str
    status: int
    field: str
    basis: str
    where: str


@cache
def codes(root: Path = ROOT) -> tuple[Code, ...]:
    """Every refusal in the sources under a folder, in the order of codes; tests and migrations are left out.

    Raises:
        ValueError: a refusal whose code is not written out, so that nobody could look it up.
    """
    found: dict[str, Code] = {}
    for path in sorted(root.rglob("*.py")):
        if {"tests", "migrations"} & set(path.relative_to(root).parts):
            continue
        source = path.read_text(encoding="utf-8")
        if "Refusal(" not in source:
            continue
        where = path.relative_to(root.parent).as_posix()
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Call) and _called(node.func) == "Refusal":
                one = _read(node, where)
                found.setdefault(one.code, one)
    return tuple(sorted(found.values()))


def _called(function: ast.expr) -> str:
    return function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")


def _read(node: ast.Call, where: str) -> Code:
    given = {keyword.arg: keyword.value for keyword in node.keywords if keyword.arg}
    code = node.args[0] if node.args else given.get("code")
    if not (isinstance(code, ast.Constant) and isinstance(code.value, str)):
        raise ValueError(f"{where}:{node.lineno}: the code of a refusal must be written out")
    message = node.args[1] if len(node.args) > 1 else given.get("message")
    status = given.get("status")
    return Code(
        code.value,
        _text(message),
        _text(given.get("remedy")),
        status.value if isinstance(status, ast.Constant) and isinstance(status.value, int) else 409,
        _text(given.get("field")),
        _text(given.get("basis")),
        where,
    )


def _text(node: ast.expr | None) -> str:
    """A literal text, in a gettext call or not; empty for what is only known at run time."""
    if isinstance(node, ast.Call) and _called(node.func) in ("_", "gettext", "gettext_lazy", "__") and node.args:
        return _text(node.args[0])
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
