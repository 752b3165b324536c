"""What the doctor says of the exchange with the prosecution: each line, what waits, what was refused, what fitted
nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import psycopg

from hasila.plain.moments import LEGAL_ZONE
from hasila.project.language import gettext as _

Found = tuple[str, str, bool]
"""A name for programs, what is said, whether it is wrong."""
PATIENT = timedelta(hours=1)
"""How long a line may be silent, and a bundle wait, before somebody should look."""
LINES = """
SELECT s.name, s.heard_at, s.down_since, s.next_at, s.error,
       count(d.key) FILTER (WHERE d.handed_at IS NULL), min(d.made_at) FILTER (WHERE d.handed_at IS NULL),
       count(d.key) FILTER (WHERE d.handed_at IS NULL AND d.refused <> ''),
       string_agg(DISTINCT d.refused, ', ') FILTER (WHERE d.handed_at IS NULL AND d.refused <> '')
  FROM casefiles_linestate s LEFT JOIN casefiles_delivery d ON d.line = s.name GROUP BY s.name ORDER BY s.name
"""
UNPACKED = """
SELECT count(*), min(sent_at) FROM casefiles_referral WHERE state = 'sent' AND by_exchange AND digest = ''
"""
UNFIT = "SELECT count(*), max(taken_at) FROM casefiles_answer WHERE outcome = 'unfit'"


def examine(connection: psycopg.Connection) -> Iterator[Found]:
    """Looks at the exchange's tables; the connection is the owner's."""
    there = connection.execute("SELECT to_regclass('casefiles_linestate') IS NOT NULL").fetchone()
    if not there or not there[0]:
        return
    now = datetime.now(UTC)
    for name, heard, down, again, error, waiting, oldest, refused, codes in connection.execute(LINES):
        if down is not None:
            said = _("silent since %(since)s (%(why)s); asked again at %(again)s; bundles that wait: %(count)s")
            told = {"since": _at(down), "why": error, "again": _at(again), "count": waiting}
            yield f"exchange {name}", said % told, now - down > PATIENT
        else:
            said = _("answers, last heard %(heard)s; bundles that wait: %(count)s") % {
                "heard": _at(heard),
                "count": waiting,
            }
            yield f"exchange {name}", said, bool(waiting) and now - oldest > PATIENT
        if refused:
            said = _("bundles that the other side refuses: %(count)s (%(codes)s)")
            yield f"exchange {name}", said % {"count": refused, "codes": codes}, True
    count, oldest = connection.execute(UNPACKED).fetchone() or (0, None)
    if count:
        said = _("referrals sent that have no bundle yet: %(count)s, the oldest of %(since)s")
        yield "exchange bundles", said % {"count": count, "since": _at(oldest)}, now - oldest > PATIENT
    count, latest = connection.execute(UNFIT).fetchone() or (0, None)
    if count:
        said = _("answers of the prosecution that fitted nothing: %(count)s, the last of %(when)s")
        yield "exchange answers", said % {"count": count, "when": _at(latest)}, now - latest < timedelta(days=30)


def _at(moment: datetime | None) -> str:
    return moment.astimezone(LEGAL_ZONE).isoformat(" ", "minutes") if moment is not None else "–"
