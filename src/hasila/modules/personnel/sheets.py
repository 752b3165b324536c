"""The career sheet as it is printed: one page on an officer, in two languages."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hasila.institution.career import Officer
from hasila.modules.personnel.models.qualification import Skill
from hasila.modules.personnel.models.training import Programme
from hasila.modules.personnel.queries import CareerSheet, Step, whole_sheet
from hasila.plain.moments import legal_day, micros
from hasila.surfaces.print.bilingual import Both, Phrase
from hasila.surfaces.print.sheet import Content

SINCE, DATED = _("%(what)s, since %(day)s"), _("%(what)s, %(day)s")
UNTIL = _("%(what)s, until %(day)s")
MATTER = _("%(register)s: %(state)s")


def sheet_content(officer: Officer) -> Content:
    """What the printed sheet says; whoever may open the officer's file may print it, and the reading is entered."""
    sheet = whole_sheet(officer, legal_day(micros(timezone.now())))
    rows: list[tuple[Any, Any]] = [
        (_("Registration number"), officer.registration_number),
        (_("Name"), Both(officer.arabic_name, officer.latin_name)),
        (_("Date of birth"), officer.born_on),
        (_("Card number"), officer.card_number),
        (_("Joined on"), officer.joined_on),
        (_("State"), officer.state_label),
    ]
    rows += [(_("Grade"), _step(step)) for step in sheet.grades]
    rows += [(_("Unit"), _step(step)) for step in sheet.units]
    return Content(title=_("Career sheet"), subtitle=officer.grade, rows=rows + _files(sheet))


def _step(step: Step) -> Any:
    return step.what if step.since is None else Phrase(SINCE, {"what": step.what, "day": step.since})


def _files(sheet: CareerSheet) -> list[tuple[Any, Any]]:
    rows: list[tuple[Any, Any]] = [
        (_("Sanction"), Phrase(DATED, {"what": file.get_measure_display, "day": file.decided_on}))
        for file in sheet.sanctions
    ]
    for held in sheet.qualifications:
        what = Skill(held.code)
        until = Phrase(UNTIL, {"what": what, "day": held.day}) if held.day is not None else what
        rows.append((_("Qualification"), until))
    rows += [(_("Training"), Phrase(DATED, {"what": Programme(done.code), "day": done.day})) for done in sheet.training]
    rows += [
        (_("Open matter"), Phrase(MATTER, {"register": matter.procedure.label, "state": matter.state_label}))
        for matter in sheet.matters
    ]
    return rows
