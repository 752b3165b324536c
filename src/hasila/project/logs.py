"""Lines of the log: one event on one line, with its time zone, and nothing of what the database quotes of a row."""

from __future__ import annotations

import logging
import re
from datetime import UTC, datetime
from logging.handlers import SysLogHandler
from pathlib import Path
from typing import Any

from hasila.project.language import gettext as _
from hasila.project.places import Trouble

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


def configuration(syslog: str, *, demo: bool) -> dict[str, Any]:
    """What Django's LOGGING is: every line to standard error, and to the machine's own log where one is named.

    Args:
        syslog: the socket of the machine's log (`/dev/log`), which carries lines on to another machine; empty: none.
        demo: the demonstration, whose terminal tells only what is wrong: the powers of its invented people are given in
            the first seconds, two hundred lines of them.

    Raises:
        Trouble: there is no such socket, so that lines would be lost from the start.
    """
    handlers: dict[str, Any] = {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}}
    if syslog:
        if not Path(syslog).is_socket():
            raise Trouble(_("HASILA_SYSLOG names %(path)s, which is no socket of a log.") % {"path": syslog})
        handlers["system"] = {"class": "hasila.project.logs.System", "formatter": "line", "address": syslog}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": "hasila.project.logs.Line"}},
        "handlers": handlers,
        "root": {"handlers": list(handlers), "level": "WARNING"},
        "loggers": {
            "hasila.security": {"level": "WARNING" if demo and not syslog else "INFO"},
            "psycopg": {"level": "ERROR"},
            "django.request": {"level": "ERROR"},
            "django.security.DisallowedHost": {"level": "CRITICAL"},
        },
    }


class System(SysLogHandler):
    """The machine's own log. Where it goes away later, standard error says so, and nothing waits for it."""

    ident = "hasila: "
    append_nul = False

    def __init__(self, address: str) -> None:
        super().__init__(address, facility=SysLogHandler.LOG_AUTHPRIV)
