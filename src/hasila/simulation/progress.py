"""How far a play is, for the pages: read from the cursors that the door commits with each batch."""

from __future__ import annotations

from django.db import connection
from django.urls import reverse
from django.utils.translation import gettext as _

from hasila.modules.annual_report.models import PlayedYear
from hasila.surfaces.web.progress import Progress


def running() -> Progress | None:
    """The progress of the play that isn't finished, or None."""
    played = PlayedYear.objects.filter(finished_at=None, whole=True).first()
    if played is None:
        return None
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(sum(done), 0), coalesce(sum(refused), 0) FROM ledger_cursor WHERE name LIKE %s",
            [f"play/{played.year}/%"],
        )
        done, refused = cursor.fetchone()
    total = played.acts or None
    return Progress(
        title=_("The year %(year)s is being played") % {"year": played.year},
        text=_("Every act passes the door like a person's. The figures grow as the ledger is sealed."),
        done=min(int(done), total) if total else int(done),
        total=total,
        refused=int(refused),
        url=reverse("web:progress"),
    )
