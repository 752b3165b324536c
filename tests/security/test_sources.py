"""What our own sources don't do: run typed text, speak to unknown hosts, use weak cryptography or guessable chance."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = ROOT / "src" / "hasila"
PAGE = ROOT / "docs" / "explanation" / "asvs.md"


Found = ast.Import | ast.ImportFrom | ast.Call


@cache
def modules() -> list[tuple[str, list[Found]]]:
    """Every module of ours that isn't a test, with what it imports and calls."""
    return [
        (str(path.relative_to(SOURCES)), [node for node in _all(path) if isinstance(node, Found)])
        for path in sorted(SOURCES.rglob("*.py"))
        if not {"tests", "migrations"} & set(path.parts)
    ]


def _all(path: Path) -> Iterator[ast.AST]:
    return ast.walk(ast.parse(path.read_text(encoding="utf-8")))


@pytest.fixture(scope="module", autouse=True)
def forgotten() -> Iterator[None]:
    """Thousands of nodes that nobody needs any more would slow down every test that follows."""
    yield
    modules.cache_clear()
    calls.cache_clear()


def importing(*wanted: str) -> dict[str, set[str]]:
    """Which modules of ours import one of these (or what stands below), and which."""
    found: dict[str, set[str]] = {}
    for name, nodes in modules():
        for node in nodes:
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
            for one in wanted:
                if any(given == one or given.startswith(f"{one}.") for given in names):
                    found.setdefault(name, set()).add(one)
    return found


@cache
def calls() -> list[tuple[str, ast.Call, str]]:
    """Each call with the dotted name of what is called."""
    return [
        (f"{name}:{node.lineno}", node, _dotted(node.func))
        for name, nodes in modules()
        for node in nodes
        if isinstance(node, ast.Call)
    ]


def _dotted(node: ast.expr) -> str:
    """What `ast.unparse` says, without its ceremony for the usual `name.name.name`."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{_dotted(node.value)}.{node.attr}"
    return ast.unparse(node)


def test_nothing_is_evaluated() -> None:
    evil = {"eval", "exec", "compile", "__import__", "Template", "engines.from_string", "yaml.load"}
    assert [where for where, _node, called in calls() if called in evil] == []
    assert importing("pickle", "marshal", "shelve", "yaml", "xml", "lxml", "jinja2") == {}


def test_no_command_goes_through_a_shell() -> None:
    found = [where for where, _node, called in calls() if called in ("os.system", "os.popen", "subprocess.getoutput")]
    for where, node, called in calls():
        given = {word.arg: word.value for word in node.keywords}
        if "shell" in given:
            found.append(where)
        if called.startswith("subprocess.") and node.args and isinstance(node.args[0], ast.JoinedStr | ast.Constant):
            found.append(where)
    assert found == []


PATTERNS = {"re.compile", "re.search", "re.match", "re.fullmatch", "re.sub", "re.findall", "re.split", "re.finditer"}


def test_no_pattern_is_made_of_typed_text() -> None:
    """A pattern is a constant, a name of one, or joined of those and of escaped text."""
    found = [
        where
        for where, node, called in calls()
        if called in PATTERNS
        and isinstance(node.args[0], ast.JoinedStr | ast.BinOp)
        and not re.search(r"\bre\.escape\(", ast.unparse(node.args[0]))
        and not all(_constant(part) for part in ast.walk(node.args[0]) if isinstance(part, ast.FormattedValue))
    ]
    assert found == []


def _constant(part: ast.FormattedValue) -> bool:
    return isinstance(part.value, ast.Name) and part.value.id.isupper()


OUTWARD = ("urllib.request", "http.client", "socket", "requests", "httpx", "smtplib", "ftplib", "aiohttp")


def test_only_named_files_speak_to_other_hosts() -> None:
    """The page of this table lists them, with what they speak to."""
    listed = set(re.findall(r"^\| `([\w/]+\.py)` \|.*\|$", _section("What speaks to other hosts"), re.MULTILINE))
    assert set(importing(*OUTWARD)) == listed


CRYPTOGRAPHY = ("hmac", "cryptography", "secrets", "django.utils.crypto", "django.core.signing", "fido2")


def test_cryptography_stands_where_the_inventory_says() -> None:
    listed = set(re.findall(r"^\| `([\w/]+\.py)` \|.*\|$", _section("Cryptography"), re.MULTILINE))
    assert set(importing(*CRYPTOGRAPHY)) == listed


def _section(title: str) -> str:
    text = PAGE.read_text(encoding="utf-8")
    assert f"\n## {title}\n" in text
    return text.split(f"\n## {title}\n", 1)[1].split("\n## ", 1)[0]


WEAK = re.compile(r"(?i)\b(md5|sha1|ecb|pkcs1v15|triple_?des|arc4|rc4|blowfish)\b")
NOT_CRYPTOGRAPHY = {
    "institution/passwords.py": "sha1: the format in which lists of leaked passwords are published and sorted",
    "institution/sql/mandates.sql": "md5: the number of an advisory lock",
    "kernel/sql/fence.sql": "md5: the name under which a transaction keeps what it found for a set of roles",
    "modules/districts/sql/duty.sql": "md5: the place of an officer on a line of numbers, where shifts may not overlap",
}


def test_no_weak_cryptography() -> None:
    found = {
        name
        for path in [*SOURCES.rglob("*.py"), *SOURCES.rglob("*.sql"), *SOURCES.rglob("*.js")]
        if WEAK.search(path.read_text(encoding="utf-8")) and (name := str(path.relative_to(SOURCES)))
    }
    assert found == set(NOT_CRYPTOGRAPHY)


def test_chance_that_must_not_be_guessed_is_secure() -> None:
    """The module `random` makes up people and days for the demonstration, from a seed, and nothing else."""
    playing = ("simulation/", "institution/generate.py", "institution/staffing.py")
    assert [name for name in importing("random") if not name.startswith(playing)] == []


def test_scripts_copy_no_foreign_keys() -> None:
    copying = re.compile(r"\bfor\s*\(\s*(?:const|let|var)\s+\w+\s+in\b|Object\.assign|__proto__|\.prototype\b")
    assert [path.name for path in SOURCES.rglob("*.js") if copying.search(path.read_text(encoding="utf-8"))] == []
