"""What the personnel service asks: an officer's career on one sheet, and what must not be forgotten."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import CharField, DateField, F, IntegerField, QuerySet, Value
from django.db.models.functions import Cast

from hasila.institution import law
from hasila.institution.career import Officer
from hasila.institution.people import Grade
from hasila.institution.units import Unit
from hasila.kernel.access import Actor, authority, visible
from hasila.kernel.procedures import Procedure, registry
from hasila.modules.personnel.models import (
    DisciplinaryFile,
    Discipline,
    Grievance,
    Hearing,
    Promotion,
    PromotionFile,
    Qualification,
    QualificationFile,
    Reinstatement,
    StateProtection,
    Training,
    Transfer,
    TransferRequest,
)
from hasila.modules.personnel.models.measures import SANCTIONS, Measure
from hasila.modules.personnel.models.qualification import Skill
from hasila.modules.personnel.models.training import Programme
from hasila.plain.moments import legal_day, micros

# A decided file is at rest unless it is appealed; a qualification lives on without being a matter.
MATTERS: tuple[type[Procedure], ...] = (
    Discipline,
    Grievance,
    Hearing,
    Promotion,
    StateProtection,
    Training,
    Transfer,
)
AT_REST: dict[type[Procedure], tuple[str, ...]] = {Discipline: ("decided",)}
STANDING = ("decided", "appealed", "upheld", "revised")
LIMIT = 50


@dataclass(frozen=True)
class Matter:
    """A file about the officer that is not finished."""

    procedure: type[Procedure]
    reference: str
    state: str
    opened_at: datetime
    due_at: datetime | None
    due_step: str

    @property
    def state_label(self) -> Any:
        """What people read for the state."""
        return self.procedure.states[self.state].label


@dataclass(frozen=True)
class Holding:
    """What the officer can do: a qualification and its end, or a completed session and its start."""

    procedure: type[Procedure]
    reference: str
    state: str
    code: str
    detail: str
    day: date | None
    hours: int | None = None

    @property
    def state_label(self) -> Any:
        """What people read for the state."""
        return self.procedure.states[self.state].label

    @property
    def label(self) -> Any:
        """The qualification or programme in words."""
        return (Skill if self.procedure is Qualification else Programme)(self.code).label


@dataclass(frozen=True)
class Step:
    """A step of the career: a grade or a unit, since when, and by what."""

    since: date | None
    what: Grade | Unit
    how: Any
    reference: str = ""


@dataclass
class CareerSheet:
    """An officer's career as far as the reader may see it. Lists run from the newest to the oldest."""

    officer: Officer
    promotions: list[PromotionFile] = field(default_factory=list)
    transfers: list[TransferRequest] = field(default_factory=list)
    sanctions: list[DisciplinaryFile] = field(default_factory=list)
    qualifications: list[Holding] = field(default_factory=list)
    training: list[Holding] = field(default_factory=list)
    matters: list[Matter] = field(default_factory=list)

    @property
    def grades(self) -> list[Step]:
        """The grades held, with the promotion or demotion that led to each."""
        steps = [
            Step(legal_day(micros(file.acted_at)), file.grade, file.get_kind_display(), file.reference)
            for file in self.promotions
            if file.grade is not None
        ]
        steps += [
            Step(file.decided_on, file.lower_grade, file.get_measure_display(), file.reference)
            for file in self.sanctions
            if file.measure == Measure.DEMOTION and file.lower_grade is not None
        ]
        steps.sort(key=lambda step: step.since or date.min, reverse=True)
        if not steps or steps[0].what != self.officer.grade:
            steps.insert(0, Step(self.officer.grade_since, self.officer.grade, ""))
        if self.promotions and self.promotions[-1].grade_from is not None:
            steps.append(Step(None, self.promotions[-1].grade_from, ""))
        return steps

    @property
    def units(self) -> list[Step]:
        """The units served in, with the transfer that led to each."""
        steps = [
            Step(legal_day(micros(file.acted_at)), file.assigned, file.get_kind_display(), file.reference)
            for file in self.transfers
            if file.assigned is not None
        ]
        if not steps or steps[0].what != self.officer.unit:
            steps.insert(0, Step(self.officer.unit_since, self.officer.unit, ""))
        if self.transfers:
            steps.append(Step(None, self.transfers[-1].unit, ""))
        return steps


def career_sheet(officer: Officer, actor: Actor, day: date) -> CareerSheet:
    """The career of an officer, of those files that the reader may see: four queries.

    Officers who read their own sheet see all of it, but promotion files that are not published.
    """
    return _sheet(_Rows(officer, actor, day))


def whole_sheet(officer: Officer, day: date) -> CareerSheet:
    """The whole career of an officer, as the service prints it."""
    return _sheet(_Rows(officer, None, day))


def _sheet(rows: _Rows) -> CareerSheet:
    matters, holdings = _lines(rows)
    return CareerSheet(
        rows.officer,
        promotions=list(rows.of(Promotion, "published").select_related("grade", "grade_from").order_by("-acted_at")),
        transfers=list(rows.of(Transfer, "granted").select_related("assigned", "unit").order_by("-acted_at")),
        sanctions=list(
            rows.of(Discipline, *STANDING)
            .filter(measure__in=SANCTIONS)
            .select_related("lower_grade", "former_grade")
            .order_by("-decided_on")
        ),
        qualifications=[held for held in holdings if held.procedure is Qualification],
        training=[held for held in holdings if held.procedure is Training],
        matters=matters,
    )


@dataclass(frozen=True)
class _Rows:
    officer: Officer
    actor: Actor | None
    day: date

    @property
    def own(self) -> bool:
        """Whether the officer reads their own sheet."""
        return self.actor is not None and self.actor.id == self.officer.pk

    def of(self, procedure: type[Procedure], *states: str) -> QuerySet:
        """The officer's files of a procedure that the reader may see."""
        if self.actor is None or self.own:
            rows = procedure.record._default_manager.all()
        else:
            rows = visible(procedure, self.actor, self.day)
        theirs: dict[str, Any] = {"officer_id": self.officer.pk}
        return rows.filter(state__in=states, **theirs).defer("search", "trail")


COMMON = ("part", "register", "reference", "state", "opened_at", "due_at", "due_step", "code", "detail", "day", "hours")


def _lines(rows: _Rows) -> tuple[list[Matter], list[Holding]]:
    """Open matters, the nearest term first, and holdings, the latest first: one query for all of them."""
    parts = [
        _part(rows, procedure, _open_states(procedure))
        for procedure in MATTERS
        if not (rows.own and procedure is Promotion)
    ]
    parts.append(_part(rows, Qualification, ["valid", "expired"], code="skill", detail="awarded_by", day="expires_on"))
    parts.append(
        _part(rows, Training, ["completed"], code="programme", detail="session", day="starts_on", hours="hours")
    )
    matters, holdings = [], []
    for part, key, reference, state, opened_at, due_at, due_step, *held in parts[0].union(*parts[1:], all=True):
        if part == "matter":
            matters.append(Matter(registry[key], reference, state, opened_at, due_at, due_step))
        else:
            holdings.append(Holding(registry[key], reference, state, *held))
    matters.sort(key=lambda matter: (matter.due_at is None, matter.due_at or matter.opened_at))
    holdings.sort(key=lambda holding: holding.day or date.max, reverse=True)
    return matters, holdings


def _open_states(procedure: type[Procedure]) -> list[str]:
    rest = AT_REST.get(procedure, ())
    return [name for name, state in procedure.states.items() if not state.final and name not in rest]


def _part(rows: _Rows, procedure: type[Procedure], states: list[str], **held: str) -> QuerySet:
    """The officer's files in these states, in the columns that all parts share."""
    empty = {"code": _word(""), "detail": _word(""), "day": _none(DateField()), "hours": _none(IntegerField())}
    columns = {
        f"held_{name}": Cast(F(held[name]), value.output_field) if name in held else value
        for name, value in empty.items()
    }
    return (
        rows.of(procedure, *states)
        .order_by()
        .annotate(part=_word("holding" if held else "matter"), register=_word(procedure.key), **columns)
        .values_list(*COMMON[:7], *(f"held_{name}" for name in COMMON[7:]))
    )


def _word(text: str) -> Cast:
    return Cast(Value(text), CharField())


def _none(kind: Any) -> Cast:
    return Cast(Value(None), kind)


def expiring(actor: Actor, day: date, *, limit: int = LIMIT) -> list[QualificationFile]:
    """Valid qualifications that end within the warning term, or have ended without a record of it; the next first."""
    until = day + timedelta(days=law.days("personnel.qualification.warning")(day))
    rows = visible(Qualification, actor, day).filter(state="valid", expires_on__lte=until)
    return list(rows.select_related("officer", "unit").defer("search", "trail").order_by("expires_on")[:limit])


def not_returned(actor: Actor, day: date, *, limit: int = LIMIT) -> list[Officer]:
    """Officers whose exclusion has ended and whose return to service is not recorded, the longest ago first."""
    rows = of_mandates(actor, Reinstatement, day).filter(state="suspended", suspended_until__lte=day)
    return list(rows.select_related("unit", "grade").defer("search", "trail").order_by("suspended_until")[:limit])


def of_mandates(actor: Actor, procedure: type[Procedure], day: date) -> QuerySet:
    """The officers who serve under the mandates that an actor holds in the roles of a procedure."""
    roles = {role for transition in procedure.transitions.values() for role in transition.roles}
    paths = actor.paths(roles, day)
    if not paths:
        return Officer.objects.none()
    units = authority().units_below(paths)
    return Officer.objects.all() if units is None else Officer.objects.filter(unit_id__in=units)
