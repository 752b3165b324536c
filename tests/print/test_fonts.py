"""The fonts of documents: merged from script subsets, once, with one file for both scripts."""

import os
from pathlib import Path

import pytest
from django.conf import settings
from fontTools.ttLib import TTFont

from hasila.surfaces.print.fonts import STAMP, ensure_fonts

PACKAGES = Path(settings.ROOT) / "node_modules"
needs_packages = pytest.mark.skipif(
    not (PACKAGES / "@fontsource" / "ibm-plex-sans-arabic").is_dir(), reason="the font packages are not installed"
)


@needs_packages
def test_one_file_holds_both_scripts_and_the_thin_space(tmp_path: Path) -> None:
    found = ensure_fonts(PACKAGES, tmp_path)
    assert found.merged
    assert found.families[:2] == ("IBM Plex Sans Arabic", "Amiri")
    for name in ("ibm-plex-sans-arabic-400.ttf", "amiri-400.ttf"):
        font = TTFont(tmp_path / name)
        letters = font.getBestCmap()
        assert {ord(letter) for letter in "شرطةAé0œ\u202f−"} <= set(letters)
        shapes = {record.FeatureTag for record in font["GSUB"].table.FeatureList.FeatureRecord}
        assert {"init", "medi", "fina"} <= shapes
    assert ord("ⵜ") in TTFont(tmp_path / "noto-sans-tifinagh-400.ttf").getBestCmap()

    before = {path.name: os.stat(path).st_mtime_ns for path in tmp_path.iterdir()}
    again = ensure_fonts(PACKAGES, tmp_path)
    assert again == found
    assert {path.name: os.stat(path).st_mtime_ns for path in tmp_path.iterdir()} == before
    assert sorted(before) == sorted([*(path.name for path in tmp_path.glob("*.ttf")), STAMP])

    without_packages = ensure_fonts(tmp_path / "nowhere", tmp_path)
    assert without_packages.merged


def test_without_packages_the_message_says_what_happens(tmp_path: Path) -> None:
    found = ensure_fonts(tmp_path / "node_modules", tmp_path / "fonts")
    assert not found.merged
    assert "fonts of the system" in found.message
    assert not (tmp_path / "fonts").exists()
