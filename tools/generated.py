"""Files that are written from the code: which of them are stale, and writing them anew."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tools.setting_up import ready


@dataclass(frozen=True)
class Generated:
    """A set of files.

    Attributes:
        wanted: what each file should say. folder, pattern: where files of this kind lie that may be left over.
        advice: what is said of a stale one.
    """

    wanted: Callable[[], dict[Path, str]]
    folder: Path
    pattern: str
    advice: str

    def _surplus(self, wanted: dict[Path, str]) -> list[Path]:
        return [path for path in self.folder.glob(self.pattern) if path not in wanted]

    def stale(self) -> list[str]:
        """Names of the files that say something else, are missing, or are left over."""
        wanted = self.wanted()
        other = [path for path, text in wanted.items() if not path.exists() or path.read_text(encoding="utf-8") != text]
        return sorted(path.name for path in [*other, *self._surplus(wanted)])

    def write(self) -> None:
        """Writes every file, and removes those left over."""
        wanted = self.wanted()
        self.folder.mkdir(parents=True, exist_ok=True)
        for path in self._surplus(wanted):
            path.unlink()
        for path, text in wanted.items():
            path.write_text(text, encoding="utf-8")

    def main(self, arguments: list[str]) -> int:
        """0 where every file is fresh, or was just written with --write."""
        ready()
        if "--write" in arguments:
            self.write()
            return 0
        found = self.stale()
        for name in found:
            print(f"{name}: {self.advice}", file=sys.stderr)
        return 1 if found else 0
