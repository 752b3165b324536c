"""The annotated articles, as `README.md` beside describes them."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

CORPUS = Path(__file__).parent / "corpus"
SETS = ("seeds", "dev", "held", "held2", "held3")


@dataclass(frozen=True)
class Expected:
    """A claim as annotated. `optional`: not missed when left out. `ignored`: neither counted nor judged."""

    start: int
    end: int
    value: float
    unit: str
    indicator: str | None
    year: int | str | None
    verdict: str
    mistake: str | None
    why: str | None
    derived: bool
    optional: bool
    ignored: bool


@dataclass(frozen=True)
class Article:
    """One article with its claims, in the order of the text."""

    set: str
    name: str
    language: str
    genre: str
    day: date | None
    text: str
    claims: tuple[Expected, ...]


def seeds_folder() -> Path | None:
    """Where the documents lie that the register was taken from; None where they don't."""
    beside = Path(__file__).resolve().parents[2].parent / "shared" / "seeds"
    folder = Path(os.environ.get("HASILA_SEEDS", beside))
    return folder if folder.is_dir() else None


def articles(sets: Iterable[str] = SETS) -> Iterator[Article]:
    """The articles of these sets; the seeds only where their texts are and are the ones annotated."""
    for name in sets:
        for path in sorted((CORPUS / name).glob("*.json")):
            told = json.loads(path.read_text(encoding="utf-8"))
            text = _text(path, told)
            if text is not None:
                yield Article(
                    set=name,
                    name=path.stem,
                    language=told["language"],
                    genre=told["genre"],
                    day=date.fromisoformat(told["day"]) if told["day"] else None,
                    text=text,
                    claims=tuple(_expected(claim) for claim in told["claims"]),
                )


def _text(path: Path, told: dict[str, Any]) -> str | None:
    if "sha256" not in told:
        return path.with_suffix(".txt").read_bytes().decode("utf-8")
    folder = seeds_folder()
    if folder is None:
        return None
    content = (folder / told["source"]).read_bytes()
    return content.decode("utf-8") if hashlib.sha256(content).hexdigest() == told["sha256"] else None


def _expected(claim: dict[str, Any]) -> Expected:
    return Expected(
        start=claim["start"],
        end=claim["end"],
        value=float(claim["value"]),
        unit=claim["unit"],
        indicator=claim["indicator"],
        year=claim["year"],
        verdict=claim["verdict"],
        mistake=claim["kind_of_error"],
        why=claim.get("why"),
        derived=claim.get("derived", False),
        optional=claim.get("optional", False),
        ignored=claim.get("ignore", False),
    )
