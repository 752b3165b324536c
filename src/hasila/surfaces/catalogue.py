"""The catalogue of refusals: every code that the sources name, with its words, read from the sources themselves."""

from __future__ import annotations

import ast
from collections.abc import Iterator
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
        if "Refusal" in source:
            reader = _Reader(ast.parse(source), path.relative_to(root.parent).as_posix())
            for one in reader.codes():
                found.setdefault(one.code, one)
    return tuple(sorted(found.values()))


class _Reader:
    """Reads the refusals of one module."""

    def __init__(self, tree: ast.Module, where: str) -> None:
        self.tree = tree
        self.where = where
        self.named: dict[str, ast.expr] = {}
        for node in tree.body:
            targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
            value = getattr(node, "value", None)
            for target in targets:
                if isinstance(target, ast.Name) and isinstance(value, ast.expr):
                    self.named[target.id] = value
        self.makers = {"Refusal"}
        self.inner: set[int] = set()
        for node in tree.body:
            if isinstance(node, ast.FunctionDef) and self._passes_on(node):
                self.makers.add(node.name)
                self.inner |= {id(one) for one in ast.walk(node)}

    @staticmethod
    def _passes_on(function: ast.FunctionDef) -> bool:
        """Whether a function makes refusals with a code that it is given: then the calls to it name the codes."""
        given = {argument.arg for argument in function.args.args}
        return any(
            isinstance(node, ast.Call)
            and _called(node.func) == "Refusal"
            and node.args
            and isinstance(node.args[0], ast.Name)
            and node.args[0].id in given
            for node in ast.walk(function)
        )

    def codes(self) -> Iterator[Code]:
        """Every refusal that the module writes out."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Call) and _called(node.func) in self.makers and id(node) not in self.inner:
                yield self._read(node)

    def _read(self, node: ast.Call) -> Code:
        given = {keyword.arg: keyword.value for keyword in node.keywords if keyword.arg}
        for keyword in node.keywords:
            shared = self.named.get(keyword.value.id) if isinstance(keyword.value, ast.Name) else None
            if keyword.arg is None and isinstance(shared, ast.Dict):
                given |= {self._text(key): value for key, value in zip(shared.keys, shared.values, strict=True)}
        for place, argument in enumerate(node.args):
            number = isinstance(argument, ast.Constant) and isinstance(argument.value, int)
            given["code" if place == 0 else "status" if number else "message"] = argument
        code = self._text(given.get("code"))
        if not code:
            raise ValueError(f"{self.where}:{node.lineno}: the code of a refusal must be written out")
        status = given.get("status")
        return Code(
            code,
            self._text(given.get("message")),
            self._text(given.get("remedy")),
            status.value if isinstance(status, ast.Constant) and isinstance(status.value, int) else 409,
            self._text(given.get("field")),
            self._text(given.get("basis")),
            self.where,
        )

    def _text(self, node: ast.expr | None) -> str:
        """A literal text, in a gettext call or named in the module; empty for what is only known at run time."""
        if isinstance(node, ast.Name):
            return self._text(self.named.get(node.id))
        if isinstance(node, ast.Call) and _called(node.func) in ("_", "gettext", "gettext_lazy") and node.args:
            return self._text(node.args[0])
        return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def _called(function: ast.expr) -> str:
    return function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")
