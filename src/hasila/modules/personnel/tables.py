"""What the module's pages show, as the shared components take it."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from hasila.assurance.steps import timeline
from hasila.institution.career import Officer
from hasila.institution.mandates import Mandate
from hasila.institution.people import Grade
from hasila.kernel.access import authority
from hasila.kernel.procedures import Procedure, transitions
from hasila.kernel.records import Record
from hasila.kernel.refusals import listed
from hasila.modules.personnel.eligibility import Candidate
from hasila.modules.personnel.models import QualificationFile
from hasila.modules.personnel.queries import CareerSheet, Holding, Step
from hasila.surfaces.web.boxes import boxed, isolated
from hasila.surfaces.web.display import record_url, show_value, tone
from hasila.surfaces.web.tables import table


def _address(procedure: type[Procedure], reference: str) -> str:
    return reverse("web:record", args=[*procedure.key.split("."), reference])


def _state(record: Record) -> tuple[Any, str]:
    return record.state_label, tone(record)


def identity(officer: Officer) -> list[tuple[Any, Any]]:
    """The head of the sheet."""
    rows = [
        (_("Registration number"), boxed(officer.registration_number)),
        (_("Name in Arabic"), isolated(officer.arabic_name)),
        (_("Name in Latin letters"), boxed(officer.latin_name)),
        (_("Sex"), officer.get_sex_display()),
        (_("Date of birth"), show_value(officer.born_on)),
        (_("Card number"), boxed(officer.card_number)),
        (_("Grade"), isolated(officer.grade)),
        (_("Corps"), officer.get_corps_display()),
        (_("Unit"), isolated(officer.unit)),
        (_("Joined on"), show_value(officer.joined_on)),
    ]
    if officer.suspended_until is not None:
        rows.append((_("Suspended until"), show_value(officer.suspended_until)))
    if officer.left_on is not None:
        rows.append((_("Left on"), show_value(officer.left_on)))
    return rows


def sections(sheet: CareerSheet) -> list[SimpleNamespace]:
    """The tables of the sheet, each with its title and what stands there while it is empty."""
    found = [
        (_("Open matters"), _matters(sheet), _("Files about the officer that are not finished will stand here.")),
        (_("Grades"), _steps(_("Grade"), sheet.grades, "personnel.promotion"), ""),
        (_("Units"), _steps(_("Unit"), sheet.units, "personnel.transfer"), ""),
        (_("Sanctions in force"), _sanctions(sheet), _("No sanction stands against the officer.")),
        (_("Qualifications"), _qualifications(sheet), _("Qualifications granted to the officer will stand here.")),
        (_("Training"), _training(sheet), _("Training sessions that the officer completed will stand here.")),
    ]
    return [
        SimpleNamespace(id=f"section-{number}", title=title, table=made, empty=empty)
        for number, (title, made, empty) in enumerate(found)
    ]


def mandates(officer: Officer, number: int) -> SimpleNamespace:
    """The section of the sheet on the powers that the officer holds and held, the newest first."""
    rows = Mandate.objects.filter(officer=officer).select_related("unit", "replaces__officer").order_by("-from_date")
    lines: list[tuple[str, list[Any]]] = [
        (
            record_url(mandate),
            [
                isolated(mandate.get_role_display()),
                isolated(mandate.unit),
                show_value(mandate.from_date),
                show_value(mandate.to_date) if mandate.to_date else "",
                _state(mandate),
                isolated(mandate.replaces.officer.name) if mandate.replaces else "",
            ],
        )
        for mandate in rows
    ]
    heads = [_("Role"), _("Unit"), _("From"), _("To"), _("State"), _("Stands in for")]
    empty = _("Mandates given to the officer will stand here.")
    made = table(_("Mandates"), heads, lines)
    return SimpleNamespace(id=f"section-{number}", title=_("Mandates"), table=made, empty=empty)


def _matters(sheet: CareerSheet) -> SimpleNamespace | None:
    lines: list[tuple[str, list[Any]]] = []
    for matter in sheet.matters:
        step = matter.procedure.transitions.get(matter.due_step)
        cells = [
            boxed(matter.reference),
            matter.procedure.label,
            (matter.state_label, "running"),
            step.label if step else "",
            show_value(matter.due_at.date()) if matter.due_at else "",
        ]
        lines.append((_address(matter.procedure, matter.reference), cells))
    return table(_("Open matters"), [_("Reference"), _("Register"), _("State"), _("Next step"), _("Due")], lines)


def _steps(what: str, steps: list[Step], key: str) -> SimpleNamespace | None:
    lines: list[tuple[str, list[Any]]] = [
        (_origin(step, key), [isolated(step.what), show_value(step.since), step.how]) for step in steps
    ]
    return table(what, [what, _("Since"), _("By")], lines)


def _origin(step: Step, key: str) -> str:
    if not step.reference:
        return "#identity"
    register = "personnel.discipline" if step.reference.startswith("DISC-") else key
    return reverse("web:record", args=[*register.split("."), step.reference])


def _sanctions(sheet: CareerSheet) -> SimpleNamespace | None:
    lines: list[tuple[str, list[Any]]] = [
        (
            record_url(file),
            [
                boxed(file.reference),
                file.get_measure_display(),
                show_value(file.decided_on),
                file.get_breach_display(),
                _state(file),
            ],
        )
        for file in sheet.sanctions
    ]
    heads = [_("Reference"), _("Measure"), _("Decided on"), _("Breach"), _("State")]
    return table(_("Sanctions in force"), heads, lines)


def _qualifications(sheet: CareerSheet) -> SimpleNamespace | None:
    lines: list[tuple[str, list[Any]]] = [
        (
            _address(held.procedure, held.reference),
            [held.label, show_value(held.day), isolated(held.detail), _mood(held)],
        )
        for held in sheet.qualifications
    ]
    heads = [_("Qualification"), _("Valid until"), _("Awarded by"), _("State")]
    return table(_("Qualifications"), heads, lines)


def _mood(held: Holding) -> tuple[Any, str]:
    return held.state_label, "late" if held.state == "expired" else "final"


def _training(sheet: CareerSheet) -> SimpleNamespace | None:
    lines: list[tuple[str, list[Any]]] = [
        (
            _address(done.procedure, done.reference),
            [done.label, isolated(done.detail), show_value(done.day), show_value(done.hours)],
        )
        for done in sheet.training
    ]
    return table(_("Training"), [_("Programme"), _("Session"), _("Starts on"), _("Hours attended")], lines)


def events(officer: Officer) -> list[SimpleNamespace]:
    """What happened to the officer's file, newest first."""
    entries = timeline(officer.pk)
    names = authority().names({entry.actor for entry in entries})
    return [
        SimpleNamespace(
            act=transitions[entry.act].label if entry.act in transitions else entry.act,
            who=names.get(entry.actor, ""),
            unit="",
            moment=entry.when,
            note="",
            cause=_("Follows from another act") if entry.cause else "",
        )
        for entry in reversed(entries)
    ]


def candidates(judged: list[Candidate], grades: dict[int, Grade]) -> SimpleNamespace | None:
    """The lines of a dry run."""
    lines: list[tuple[str, list[Any]]] = []
    for found in judged:
        officer = found.officer
        answer = (_("Eligible"), "new") if found.eligible else (listed(o.label for o in found.obstacles), "late")
        cells = [
            boxed(officer.registration_number),
            isolated(officer.name),
            isolated(officer.grade),
            show_value(officer.grade_since),
            listed(grades[key] for key in sorted(found.next)),
            answer,
            _("Inscribed") if found.inscribed else "",
        ]
        lines.append((reverse("personnel:career", args=[officer.reference]), cells))
    heads = [
        _("Registration number"),
        _("Officer"),
        _("Grade"),
        _("In this grade since"),
        _("Next grade"),
        _("Finding"),
        _("On the list"),
    ]
    return table(_("Dry run"), heads, lines)


def expiring(held: list[QualificationFile], day: date) -> SimpleNamespace | None:
    """Qualifications that end soon; those that have ended stand out."""
    lines: list[tuple[str, list[Any]]] = [
        (
            record_url(file),
            [
                boxed(file.reference),
                isolated(file.officer),
                isolated(file.unit),
                file.get_skill_display(),
                (show_value(file.expires_on), "late")
                if file.expires_on and file.expires_on < day
                else show_value(file.expires_on),
            ],
        )
        for file in held
    ]
    heads = [_("Reference"), _("Officer"), _("Unit"), _("Qualification"), _("Valid until")]
    return table(_("Qualifications that end soon"), heads, lines)


def not_returned(officers: list[Officer]) -> SimpleNamespace | None:
    """Officers whose exclusion has ended without a return."""
    lines: list[tuple[str, list[Any]]] = [
        (
            reverse("personnel:career", args=[officer.reference]),
            [
                boxed(officer.registration_number),
                isolated(officer.name),
                isolated(officer.unit),
                (show_value(officer.suspended_until), "late"),
            ],
        )
        for officer in officers
    ]
    heads = [_("Registration number"), _("Officer"), _("Unit"), _("Suspended until")]
    return table(_("Exclusions that have ended"), heads, lines)
