"""What an order is checked against: the record that it names, in whichever register that is.

These guards look into other registers, which no declaration can name beforehand: each asks the database once or
twice. They foretell; what holds in the end is the step on the record itself and the fence in the database.
"""

from __future__ import annotations

from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from hasila.assurance import erasure
from hasila.assurance.steps import timeline
from hasila.institution.law import LawMissing
from hasila.institution.references import named_by
from hasila.kernel import refusals
from hasila.kernel.access import elevated
from hasila.kernel.procedures import Act, Transition, registry, transitions
from hasila.kernel.records import Record
from hasila.kernel.refusals import Refusal, listed
from hasila.modules.retention.orders import ErasureOrder, Ground, Scope
from hasila.plain.moments import legal_day, micros
from hasila.surfaces.formats import said_day
from hasila.surfaces.reading import cover_field, read_along

OWN = "retention.erasure"


def target_of(order: ErasureOrder) -> Record | None:
    """The record that an order names, also where a page asks before the door does: whoever orders sees no such file."""
    with elevated():
        return named_by(order.file)


def record_exists(order: ErasureOrder, act: Act) -> Refusal | None:
    """There is such a record, of the unit that the order is given in, and it is no order itself."""
    found = target_of(order)
    if found is None or found.procedure.key == OWN:
        return Refusal(
            "retention.no_record", _("No register has a record with this reference."), status=404, field="file"
        )
    if found.unit_id != order.unit_id:
        return Refusal(
            "retention.other_unit",
            _("This record belongs to another unit: %(unit)s."),
            remedy=_("Give the order in the unit that owns the record."),
            field="unit",
            unit=found.unit,
        )
    if any(act.actor == getattr(found, f"{name}_id") for name in found.procedure.concerns):
        return refusals.own_file()
    return None


def record_is_settled(order: ErasureOrder, act: Act) -> Refusal | None:
    """An open file isn't erased, nor one that was erased before, nor one that an open file still needs."""
    found = target_of(order)
    if found is None:
        return None
    if erasure.is_erased(found):
        return Refusal("retention.erased_already", _("The content of this record was erased before."), field="file")
    states = erasure.settled(found.procedure)
    if found.state not in states:
        return Refusal(
            "retention.still_open",
            _("This file is open (%(state)s): it is erased only when it is settled (%(wanted)s)."),
            remedy=_("Wait until the file is closed."),
            basis=erasure.BASIS,
            state=found.state_label,
            wanted=listed(found.procedure.states[name].label for name in states),
            field="file",
        )
    needing = _open_file_on(found)
    if needing is not None:
        return Refusal(
            "retention.needed",
            _("An open file refers to this record: %(reference)s."),
            remedy=_("Wait until that file is closed."),
            reference=needing,
            field="file",
        )
    return None


def _open_file_on(record: Record) -> str | None:
    """The reference of an open record, of any register, that points to this one."""
    for procedure in registry.values():
        if procedure.key == record.procedure.key or issubclass(procedure.record, type(record)):
            continue
        pointing = models.Q()
        for field in procedure.record._meta.concrete_fields:
            if isinstance(field, models.ForeignKey) and field.related_model is type(record):
                pointing |= models.Q(**{field.name: record.pk})
        if pointing:
            rows = procedure.record._default_manager.filter(pointing).exclude(state__in=erasure.settled(procedure))
            found = rows.values_list("reference", flat=True).first()
            if found is not None:
                return found
    return None


def ground_holds(order: ErasureOrder, act: Act) -> Refusal | None:
    """A retention rule is due, or the court's decision is named."""
    if order.ground == Ground.COURT:
        return _court_is_named(order, act)
    found = target_of(order)
    if found is None:
        return None
    rule = found.procedure.retention
    if rule is None:
        return Refusal(
            "retention.no_rule",
            _("No retention rule is set for this register."),
            remedy=_("Only a court's order can erase its records."),
            field="ground",
        )
    if order.entry is not None:
        return Refusal(
            "retention.rule_is_for_records",
            _("A retention rule erases whole records, never a single act of one."),
            field="entry",
            status=422,
        )
    assert act.today is not None
    try:
        last = rule.cutoff(act.today)
    except LawMissing as missing:
        return Refusal("retention.no_rule_on", str(missing), field="ground")
    if legal_day(micros(found.acted_at)) > last:
        return Refusal(
            "retention.not_due",
            _("The retention period of this record is not over: it runs from its last act, of %(day)s."),
            field="file",
            basis=rule.key,
            day=said_day(legal_day(micros(found.acted_at))),
        )
    return None


def _court_is_named(order: ErasureOrder, act: Act) -> Refusal | None:
    for name in ("court", "court_reference", "court_date"):
        if getattr(order, name) in (None, ""):
            return Refusal(
                "retention.court_missing",
                _("An order of a court names the court, its decision and the day of it."),
                field=name,
                status=422,
            )
    if act.today is not None and order.court_date is not None and order.court_date > act.today:
        return Refusal(
            "retention.court_later", _("The decision can't lie in the future."), field="court_date", status=422
        )
    return None


def parts_of(file: Record) -> list[Record]:
    """What belongs to a file and has a record of its own, by reference, for whoever orders."""
    found: list[Record] = []
    with elevated():
        for key in read_along(file.procedure.key):
            rows = registry[key].record._default_manager.filter(**{cover_field(registry[key]): file.pk})
            found += rows.select_related("unit")
    return sorted(found, key=lambda part: part.reference)


def parts_are_erased(order: ErasureOrder, act: Act) -> Refusal | None:
    """A court's order for a whole file finds erased what belongs to it and has a record of its own, such as the parties
    of a case: else the order would say that the file is erased, and the names would stand in another register.

    Under a retention rule each of them falls due by itself. It is asked of the approval and of the execution: the order
    may be there before, and its page leads to those for the parts.
    """
    found = target_of(order) if order.ground == Ground.COURT and order.entry is None else None
    left = [part.reference for part in parts_of(found) if not erasure.is_erased(part)] if found is not None else []
    if not left:
        return None
    return Refusal(
        "retention.parts_first",
        _("What belongs to this file has records of its own, which still say what they said: %(left)s."),
        remedy=_("Order the erasure of each of them first, by the same decision."),
        field="file",
        left=listed(left),
    )


def entry_is_the_records(order: ErasureOrder, act: Act) -> Refusal | None:
    """A single act that is to be erased is one of the record's, and its content is there."""
    if order.entry is None:
        return None
    found = target_of(order)
    if found is None or step_of(found, order.entry) is not None:
        return None
    return Refusal(
        "retention.no_entry",
        _("This record has no act with this entry whose content could be erased."),
        field="entry",
        status=422,
    )


def step_of(record: Record, entry_id: UUID) -> Transition | None:
    """The step that an entry of the record took; None where it is none, or an erasure."""
    for entry in timeline(record.pk):
        if entry.id == entry_id:
            step = transitions.get(entry.act)
            return None if step is None or isinstance(step, erasure.Erase) else step
    return None


def fill(order: ErasureOrder, act: Act) -> None:
    """Writes down which record the order means, how much of it, and by which rule."""
    found = target_of(order)
    assert found is not None
    order.file = found.reference
    order.register = found.procedure.key
    order.target = found.pk
    order.scope = Scope.RECORD if order.entry is None else Scope.ENTRY
    order.last_act_on = legal_day(micros(found.acted_at))
    by_rule = order.ground == Ground.RULE and found.procedure.retention is not None
    order.rule = found.procedure.retention.key if by_rule else ""


def erasing_step(order: ErasureOrder, act: Act) -> Transition:
    """The erasure of the record that the order names, or of what one act supplied to it."""
    return transitions[f"{order.register}.{erasure.ERASED if order.entry is None else erasure.ENTRY}"]


def blanks(order: ErasureOrder, act: Act) -> dict[str, object]:
    """What is put in the place of the content."""
    procedure = registry[order.register]
    if order.entry is None:
        return erasure.blanks(procedure)
    found = target_of(order)
    assert found is not None
    return erasure.blanks(procedure, step_of(found, order.entry))
