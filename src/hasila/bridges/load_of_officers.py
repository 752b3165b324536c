"""What an officer carries beside the matters of the desk: the case files that are in their hands."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from hasila.institution.units import Unit
from hasila.kernel.access import Actor, visible
from hasila.modules.casefiles.case_files import CaseFiles
from hasila.modules.districts.desk.load import add_load


def case_files(actor: Actor, unit: Unit) -> dict[UUID, int]:
    """How many open case files of a unit and below each officer is in charge of."""
    ended = [state.name for state in CaseFiles.states.values() if state.final]
    rows = visible(CaseFiles, actor).filter(unit__path__startswith=unit.path, investigator__isnull=False)
    rows = rows.exclude(state__in=ended).order_by().values("investigator_id")
    return {row["investigator_id"]: row["held"] for row in rows.annotate(held=Count("pk"))}


def build() -> None:
    """Tells the chief's screen."""
    add_load(_("Case files"), case_files)
