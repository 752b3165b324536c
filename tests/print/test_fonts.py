"""The fonts of documents: merged from script subsets, once, with one file for both scripts."""

import os
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.conf import settings
from fontTools.ttLib import TTFont

from hasila.surfaces.print import fonts
from hasila.surfaces.print.fonts import STAMP, ensure_fonts

PACKAGES = Path(settings.ROOT) / "node_modules"
needs_packages = pytest.mark.skipif(
    not (PACKAGES / "@fontsource" / "ibm-plex-sans-arabic").is_dir(), reason="the font packages are not installed"
)


@pytest.fixture
def packages(tmp_path: Path) -> Path:
    """The packages with one weight of each family: a second one is merged the same way, in seconds."""
    chosen = tmp_path / "packages"
    for source in (PACKAGES / "@fontsource").glob("*/files/*-400-normal.woff2"):
        place = chosen / source.relative_to(PACKAGES)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.symlink_to(source)
    return chosen


@needs_packages
def test_one_file_holds_both_scripts_and_the_thin_space(packages: Path, tmp_path: Path) -> None:
    folder = tmp_path / "fonts"
    found = ensure_fonts(packages, folder)
    assert found.merged
    assert found.families[:2] == ("IBM Plex Sans Arabic", "Amiri")
    for name in ("ibm-plex-sans-arabic-400.ttf", "amiri-400.ttf"):
        font = TTFont(folder / name)
        letters = font.getBestCmap()
        assert {ord(letter) for letter in "شرطةAé0œ\u202f−"} <= set(letters)
        shapes = {record.FeatureTag for record in font["GSUB"].table.FeatureList.FeatureRecord}
        assert {"init", "medi", "fina"} <= shapes
    assert ord("ⵜ") in TTFont(folder / "noto-sans-tifinagh-400.ttf").getBestCmap()

    before = {path.name: os.stat(path).st_mtime_ns for path in folder.iterdir()}
    again = ensure_fonts(packages, folder)
    assert again == found
    assert {path.name: os.stat(path).st_mtime_ns for path in folder.iterdir()} == before
    assert sorted(before) == sorted([*(path.name for path in folder.glob("*.ttf")), STAMP])

    without_packages = ensure_fonts(tmp_path / "nowhere", folder)
    assert without_packages.merged


def test_without_packages_the_message_says_what_happens(tmp_path: Path) -> None:
    found = ensure_fonts(tmp_path / "node_modules", tmp_path / "fonts")
    assert not found.merged
    assert "fonts of the system" in found.message
    assert not (tmp_path / "fonts").exists()


@needs_packages
def test_of_two_who_need_them_one_merges_and_the_other_waits(
    packages: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    merged: list[Path] = []

    def merge_all(_packages: Path, target: Path) -> None:
        merged.append(target)
        time.sleep(0.1)

    monkeypatch.setattr(fonts, "_merge_all", merge_all)
    with ThreadPoolExecutor(2) as both:
        found = list(both.map(lambda _turn: ensure_fonts(packages, tmp_path / "fonts").folder, range(2)))
    assert (merged, found) == ([tmp_path / "fonts"], [tmp_path / "fonts"] * 2)
