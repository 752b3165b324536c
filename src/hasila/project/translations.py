"""Compile the catalogues of locale/, without gettext's tools."""

import os
from pathlib import Path

import polib

from hasila.project.places import ROOT

LOCALE = ROOT / "locale"


def compile_stale() -> list[Path]:
    """Compile each catalogue that is newer than its compiled form; fuzzy entries stay out. Returns those made."""
    made = []
    for source in sorted(LOCALE.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        draft = target.with_suffix(f".mo.{os.getpid()}")
        polib.pofile(str(source)).save_as_mofile(str(draft))
        draft.replace(target)
        made.append(target)
    return made
