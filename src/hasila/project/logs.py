"""Lines of the log: one event on one line, with its time zone, and nothing of what the database quotes of a row."""

from __future__ import annotations

import logging
import re
from datetime import UTC, datetime

PRIVATE = re.compile(
    r"^(DETAIL|CONTEXT|QUERY|STATEMENT|LINE \d+):[\s\S]*?"
    r"(?=^(?:DETAIL|HINT|CONTEXT|QUERY|STATEMENT|LINE \d+|The above exception|During handling)|\Z)",
    re.MULTILINE,
)
"""What PostgreSQL adds to an error quotes the row: ``Key (card_number)=(…)``, ``Failing row contains (…)``."""
CONTROLS = {code: f"\\x{code:02x}" for code in (*range(32), *range(127, 160), 0x2028, 0x2029)} | {9: "\t"}


class Line(logging.Formatter):
    """Time in UTC, level, logger, message. A message can't begin a line of its own; a traceback is indented."""

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: N802 - of logging
        """The moment with its offset, so that lines of several machines can be put in order."""
        return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")

    def format(self, record: logging.LogRecord) -> str:
        """The event as text."""
        line = f"{self.formatTime(record)} {record.levelname} {record.name}: {_plain(record.getMessage())}"
        if record.exc_info:
            told = self.formatException(record.exc_info)
            line += "".join(f"\n  | {_plain(row)}" for row in told.splitlines())
        return line

    def formatException(self, ei: object) -> str:  # noqa: N802 - of logging
        """The traceback without what the database quotes."""
        told = super().formatException(ei)  # type: ignore[arg-type]
        return PRIVATE.sub(r"\1: (not logged)\n", told)


def _plain(text: str) -> str:
    return text.translate(CONTROLS)
