"""The fonts of printed documents: merged once from the script subsets that npm unpacks, kept under ``var/fonts``.

A web page loads Arabic and Latin letters of one family from two files; Typst needs one file that has both, or each
number inside an Arabic line would come from another font. Sources: the Fontsource packages named in ``FAMILIES``
(SIL Open Font License 1.1).
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import logging
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from fontTools import __version__ as fonttools_version

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

FAMILIES = (
    ("ibm-plex-sans-arabic", "IBM Plex Sans Arabic", ("arabic", "latin", "latin-ext"), (400, 600)),
    ("amiri", "Amiri", ("arabic", "latin", "latin-ext"), (400, 700)),
    ("noto-sans-tifinagh", "Noto Sans Tifinagh", ("tifinagh", "latin"), (400,)),
)
STAMP = "stamp.json"
RECIPE = 2  # rises when the merge changes, so that an old result is not kept
THIN_SPACE = 0x202F

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class FontSet:
    """Where Typst finds its fonts: ``folder`` is None when only those of the system and of Typst are there."""

    folder: Path | None
    families: tuple[str, ...]
    message: str

    @property
    def merged(self) -> bool:
        """Whether the house fonts are there, so that a document looks the same on every machine."""
        return self.folder is not None


def ensure_fonts(packages: Path | None = None, target: Path | None = None) -> FontSet:
    """Merge the subsets in ``packages`` (node_modules) into one TTF per weight in ``target`` (var/fonts).

    Does nothing where the files are there and their sources unchanged. Without the packages it keeps an earlier
    merge, or says in ``message`` that documents will use the fonts of the system. Never raises for a missing package.
    """
    packages = packages or Path(settings.ROOT) / "node_modules"
    target = target or Path(settings.VAR) / "fonts"
    stamp = _stamp_of(packages)
    if _recorded(target) == stamp and stamp["files"]:
        return _found(target)
    if not stamp["files"]:
        if any(target.glob("*.ttf")):
            return _found(target)
        message = f"No font packages in {packages}: documents use the fonts of the system. Run `make setup`."
        logger.warning(message)
        return FontSet(None, (), message)
    target.mkdir(parents=True, exist_ok=True)
    with _alone(target):  # it takes seconds: of several processes one merges, and the others wait
        if _recorded(target) != stamp:
            _merge_all(packages, target)
            (target / STAMP).write_text(json.dumps(stamp), encoding="utf-8")
    return _found(target)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Holds the folder to the end of the block, or of the process."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _merge_all(packages: Path, target: Path) -> None:
    for package, _family, subsets, weights in FAMILIES:
        for weight in weights:
            sources = _sources(packages, package, subsets, weight)
            if sources:
                _replace(target / f"{package}-{weight}.ttf", sources)


@lru_cache(maxsize=1)
def font_set() -> FontSet:
    """The fonts of this process, made on the first document."""
    return ensure_fonts()


def merge(sources: list[Path]) -> TTFont:
    """Merge the subsets of one weight into one font that holds the letters of all of them, and a thin space."""
    from fontTools.merge import Merger  # here, since each start of a command would take a tenth longer
    from fontTools.ttLib import TTFont

    if len(sources) == 1:
        font = TTFont(sources[0])
        font.flavor = None
        return font
    with tempfile.TemporaryDirectory() as folder:
        plain = []
        for number, source in enumerate(sources):
            font = TTFont(source)
            font.flavor = None
            path = Path(folder) / f"{number}.ttf"
            font.save(path)
            plain.append(str(path))
        merged = Merger().merge(plain)
    _add_thin_space(merged)
    return merged


def _add_thin_space(font: TTFont) -> None:
    """Give the font U+202F, which parts thousands and neither family has: a fifth of the em, readable and narrow."""
    from fontTools.ttLib.tables._g_l_y_f import Glyph

    if THIN_SPACE in font.getBestCmap():
        return
    name = "uni202F"
    font.setGlyphOrder([*font.getGlyphOrder(), name])
    font["glyf"].glyphs[name] = Glyph()
    font["glyf"].glyphOrder = font.getGlyphOrder()
    font["hmtx"].metrics[name] = (font["head"].unitsPerEm // 5, 0)
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap[THIN_SPACE] = name


def _replace(path: Path, sources: list[Path]) -> None:
    """Write the merged font beside its place and move it there, so that no one reads half a file."""
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        part = Path(folder) / path.name
        merge(sources).save(part)
        part.replace(path)


def _sources(packages: Path, package: str, subsets: tuple[str, ...], weight: int) -> list[Path]:
    folder = packages / "@fontsource" / package / "files"
    paths = (folder / f"{package}-{subset}-{weight}-normal.woff2" for subset in subsets)
    return [path for path in paths if path.is_file()]


def _stamp_of(packages: Path) -> dict[str, Any]:
    files = {}
    for package, _family, subsets, weights in FAMILIES:
        for weight in weights:
            for path in _sources(packages, package, subsets, weight):
                files[path.name] = hashlib.sha256(path.read_bytes()).hexdigest()
    return {"recipe": RECIPE, "fonttools": fonttools_version, "files": files}


def _recorded(target: Path) -> dict[str, Any] | None:
    try:
        stamp: dict[str, Any] = json.loads((target / STAMP).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return stamp


def _found(target: Path) -> FontSet:
    files = {path.name for path in target.glob("*.ttf")}
    families = tuple(family for package, family, _s, weights in FAMILIES if f"{package}-{weights[0]}.ttf" in files)
    return FontSet(target, families, f"Fonts in {target}: {', '.join(families)}.")
