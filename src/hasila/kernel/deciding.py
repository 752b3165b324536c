"""The one decision path: mandate, state, guards, effects, consequences, entry; for one act and for a million.

`decide` changes only what is in memory. A refusal leaves every record exactly as it was. What was decided is a list of
drafts and dirty slots, which either writer (see `writing`) brings into the tables.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

import orjson
from django.utils.translation import gettext as _

from hasila.kernel import refusals
from hasila.kernel.access import authority
from hasila.kernel.fields import EMPTY, clean_data, content_bytes
from hasila.kernel.ledger import Draft, Entry
from hasila.kernel.loading import Slot, Work
from hasila.kernel.procedures import SAME, Act, Consequence, Transition, transitions
from hasila.kernel.records import Record, reference_of
from hasila.kernel.refusals import Refusal, Refused, listed
from hasila.kernel.rows import rows_of
from hasila.plain.days import said_day, said_moment
from hasila.plain.moments import day_number, from_micros, legal_day, micros
from hasila.plain.texts import lexemes

SKEW = 300_000_000  # five minutes: clocks of phones and servers differ a little
ENTERED = "@"  # in a trail: when the record entered its present state
ERASED = "erase"  # in a trail: who erased the record's content, and when


def text_of(value: dict[str, Any]) -> str:
    """Canonical text of facets or measures; empty where there are none."""
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS, default=str).decode() if value else ""


class Repeated(Exception):
    """A record is acted on again before the database has seen the version that it holds a rule on.

    Without this, a value that breaks a constraint and is mended by the next act of the same batch would pass.
    """


def decide(work: Work, act: Act, values: dict[str, Any], now: int, new_entry: Any) -> UUID:
    """Decides one act on the working set.

    Args:
        work: what was loaded. act: the act. values: its cleaned content by attribute name.
        now: the server's microseconds. new_entry: makes an identifier for an entry.

    Returns:
        the identifier of the act's entry.

    Raises:
        Refused: with every reason found; the working set is as before.
        Repeated: what was decided so far must be written first; the working set is as before.
    """
    mark = (len(work.drafts), len(work.numbered))
    work.begun = mark[0]
    kept: list[tuple[Slot, dict[str, Any], dict[str, Any], tuple[bool, bool]]] = []
    opened: list[UUID] = []
    try:
        return _decide(work, act, values, now, new_entry, kept, opened)
    except (Refused, Repeated):
        del work.drafts[mark[0] :]
        del work.numbered[mark[1] :]
        for slot, attributes, cache, flags in reversed(kept):
            slot.record.__dict__.clear()
            slot.record.__dict__.update(attributes)
            slot.record._state.fields_cache = cache
            slot.dirty, slot.reindexed = flags
        for key in opened:
            work.slots.pop(key, None)
        raise


def _decide(
    work: Work, act: Act, values: dict[str, Any], now: int, new_entry: Any, kept: list, opened: list[UUID]
) -> UUID:
    if act.actor in work.empowered and act.cause is None:
        raise Repeated
    transition = act.transition
    procedure = transition.procedure
    slot = work.slots.get(act.record_id)  # type: ignore[arg-type]
    if transition.opens:
        if slot is not None:
            raise Refused(refusals.exists_already())
        record = _opened(act)
        state_from = ""
    else:
        if slot is None or type(slot.record) is not procedure.record:
            raise Refused(refusals.no_record())
        record = slot.record
        if slot.dirty and procedure.watched and work.begun:
            raise Repeated
        state_from = record.state
    check_power(work, act, record)
    check_state(act, record, now)
    if slot is not None:
        kept.append((slot, record.__dict__.copy(), dict(record._state.fields_cache), (slot.dirty, slot.reindexed)))
    else:
        slot = Slot(record, 0)
    _supply(work, transition, record, values, act.cause)
    reasons = [reason for guard in transition.guards if (reason := guard(record, act)) is not None]
    if reasons:
        raise Refused(*reasons)
    corrected = _corrected(transition, record) if transition.corrects is not None else ""
    measures = _term(transition, record, act)
    for effect in transition.effects:
        effect(record, act)
    if not transition.opens:
        _forget_stale(record)
    target = record.current if transition.target is SAME else transition.target
    for name in target.requires:
        held = record.__dict__
        # A foreign key is looked at by its key: its object need not be loaded.
        if (held[name] if name in held else held.get(f"{name}_id")) in EMPTY:
            raise Refused(refusals.state_requires(name, target.label))
    for name, measure in transition.measures.items():
        measures[name] = measure(record, act)
    facets = {name: _facet(record, name) for name in transition.facets}
    _settle(record, act, target.name, state_from, facets, measures)
    if transition.reindexes:
        slot.reindexed = True
        record.search = search_text(record)
    slot.dirty = True
    if transition.opens:
        work.slots[record.id] = slot
        opened.append(record.id)
    entry_id = new_entry(now)
    draft = _draft(entry_id, act, record, state_from, values, facets, measures, corrected)
    work.drafts.append(draft)
    if procedure.empowers and state_from != record.state:
        work.empowered.add(getattr(record, procedure.empowers))
    if procedure.numbered is not None and procedure.numbered.at == transition.name:
        work.numbered.append((slot, draft))
    for consequence in transition.then:
        _consequence(work, act, record, consequence, entry_id, now, new_entry, kept, opened)
    return entry_id


def _opened(act: Act) -> Any:
    """The blank record that an opening fills."""
    procedure = act.transition.procedure
    record: Any = rows_of(procedure.record).blank()
    record.id, record.unit_id = act.record_id, act.unit_id
    record.reference = reference_of(record.id, procedure.prefix)
    record.procedure_version = procedure.version
    return record


def check_state(act: Act, record: Record, now: int) -> None:
    """The version that was seen, the state, the times; after the power, since the answers tell of the record."""
    transition = act.transition
    if not transition.opens:
        if act.expects is not None and act.expects != record.version:
            raise Refused(changes_since(record, act.expects))
        if ERASED in record.trail:
            raise Refused(refusals.erased())
        if record.state not in transition.source_names:
            wanted = listed(state.label for state in transition.sources)
            raise Refused(refusals.wrong_state(record.state_label, wanted))
    if act.micros > now + SKEW:
        raise Refused(refusals.in_the_future())
    if transition.late is not None and not act.simulated and act.cause is None:
        late = transition.late
        if now - act.micros > (late.days * 86_400 + late.seconds) * 1_000_000 + SKEW:
            raise Refused(refusals.too_late(late.days))
    if not transition.opens and act.cause is None and act.occurred_at < record.acted_at:  # type: ignore[operator]
        if act.claimed:
            raise Refused(refusals.before_last_act())
        moment(act, micros(record.acted_at))  # "now" of a server whose clock is a little behind


def check_power(work: Work, act: Act, record: Record) -> None:
    """The mandate over the record's unit, or the relation to the record; then separation of duties."""
    transition = act.transition
    if transition.consequent:
        return
    actor = act.actor
    concerned = any(actor is not None and actor == _person(record.__dict__, act, name) for name in transition.subjects)
    if not concerned:
        known = (actor.int if actor is not None else 0, transition.key, record.unit_id, act.today)
        act.mandate = work.powers.get(known)
        if act.mandate is None:
            act.mandate = work.powers[known] = _mandate(work, act, record)
        for name in transition.procedure.concerns:
            if actor == _person(record.__dict__, act, name):
                raise Refused(refusals.own_file())
    if transition.not_by:
        trail = record.trail
        me = str(actor)
        for other in transition.not_by:
            for done in trail.get(other.name, ()):
                if done[0] == me:
                    raise Refused(refusals.same_person(other.label))


def _person(attributes: dict[str, Any], act: Act, name: str) -> Any:
    """Whom a foreign key of the record names; for an opening, whom it is about to name."""
    related = attributes.get(f"{name}_id")
    if related is None and act.transition.opens:
        supplied = act.data.get(name)
        related = getattr(supplied, "pk", supplied)
        if isinstance(related, str):
            try:
                return UUID(related)
            except ValueError:
                return None
    return related


def _mandate(work: Work, act: Act, record: Record) -> UUID:
    """The mandate that gives the actor this step over this unit on this day."""
    path = authority().path(record.unit_id)
    if path is None:
        raise Refused(refusals.no_unit())
    ended = None
    for grant in work.grants.get(act.actor, ()):  # type: ignore[arg-type]
        if grant.role in act.transition.roles and path.startswith(grant.path):
            if grant.runs_on(act.today):  # type: ignore[arg-type]
                return grant.mandate
            ended = grant
    if ended is None:
        raise Refused(no_power(act.transition))
    limit = ended.until if ended.until is not None and ended.until < act.today else ended.since  # type: ignore[operator]
    raise Refused(refusals.mandate_ended(said_day(limit)))


def no_power(transition: Transition) -> Refusal:
    """Whose step it is, to whom it isn't: the roles' that may take it, or the person's alone whom it concerns."""
    labels = [str(authority().role_label(role)) for role in sorted(transition.roles)]
    labels += [str(_("the person concerned"))] * bool(transition.subjects)
    return refusals.no_mandate(listed(labels)) if transition.roles else refusals.not_concerned()


def _supply(work: Work, transition: Transition, record: Record, values: dict[str, Any], cause: UUID | None) -> None:
    """Puts what was supplied on the record, with the related objects that were loaded."""
    record.__dict__.update(values)
    heads = transition.heads
    cache = record._state.fields_cache
    for name, asked in transition.pointers:
        if asked.attname not in values:
            continue
        key = values[asked.attname]
        find = work.find if cause is None or name not in heads else work.demand
        target = find(asked.target, key)  # type: ignore[arg-type]
        if target is not None:
            cache[name] = target
        else:
            cache.pop(name, None)
            if key is not None and name in heads:
                raise Refused(refusals.no_such_object(name))
    if transition.opens and "unit" in heads:
        unit = work.find(record._meta.get_field("unit").related_model, record.unit_id)
        if unit is not None:
            cache["unit"] = unit


def _forget_stale(record: Record) -> None:
    """Drops cached related objects that an effect has left behind by setting the key alone."""
    cache = record._state.fields_cache
    if cache:
        for name in [
            n for n, target in cache.items() if target is not None and getattr(record, f"{n}_id", None) != target.pk
        ]:
            del cache[name]


def _facet(record: Record, path: str) -> Any:
    """The value at a dotted path; None where the path ends early."""
    value: Any = record
    for part in path.split("."):
        if value is None:
            return None
        value = getattr(value, part)
    return value


def _corrected(transition: Transition, record: Record) -> str:
    """What the figures take back: the act, its day, its facets and measures, as they were counted."""
    done = record.trail.get(transition.corrects.name)  # type: ignore[union-attr]
    if not done:
        return ""
    _actor, at, *counted = done[-1]
    facets, measures, unit = counted
    day = day_number(legal_day(at))
    key = transition.corrects.key  # type: ignore[union-attr]
    return text_of({"act": key, "day": day, "facets": facets, "measures": measures, "unit": unit})


def _term(transition: Transition, record: Record, act: Act) -> dict[str, int]:
    """Whether a step with a legal term came in time, and after how many days: written at the act."""
    term = transition.within
    if term is None:
        return {}
    start = _start(record, transition)
    due = term.due(start, record)
    if start is None or due is None:
        return {}
    return {"on_time": int(act.occurred_at < due), "days": (act.today - legal_day(start)).days}  # type: ignore[operator]


def _start(record: Record, transition: Transition) -> int | None:
    since = transition.within.since  # type: ignore[union-attr]
    if since is None:
        return record.trail.get(ENTERED)
    done = record.trail.get(since.name)
    return done[-1][1] if done else None


def _settle(
    record: Record, act: Act, target: str, state_from: str, facets: dict[str, Any], measures: dict[str, int]
) -> None:
    """State, version, times, trail and the next deadline."""
    transition = act.transition
    attributes = record.__dict__
    attributes["state"] = target
    attributes["version"] += 1
    attributes["acted_at"] = act.occurred_at
    if transition.opens:
        attributes["opened_at"] = act.occurred_at
    terms = transition.procedure.deadlines.get(target, ())
    if transition.remembered or (terms and target != state_from):
        trail = dict(record.trail)
        if transition.remembered:
            done = [str(act.actor), act.micros]
            if transition.corrected:
                done += [text_of(facets), text_of(measures), record.unit_id]
            trail[transition.name] = [*trail.get(transition.name, ()), done]
        if terms and target != state_from:
            trail[ENTERED] = act.micros
        attributes["trail"] = trail
    due_at, due_step = None, ""
    for step in terms:
        due = step.within.due(_start(record, step), record)  # type: ignore[union-attr]
        if due is not None and (due_at is None or due < due_at):
            due_at, due_step = due, step.name
    attributes["due_at"], attributes["due_step"] = due_at, due_step


def search_text(record: Record) -> str:
    """The words by which a record is found: its reference, whole and by its last part, and what is declared."""
    parts = [record.reference, record.reference.rpartition("-")[2]]
    for path in record.procedure.search if ERASED not in record.trail else ():
        value = _facet(record, path)
        if value is not None and value != "":
            parts.append(str(value))
    return lexemes(parts)


def _draft(
    entry_id: UUID,
    act: Act,
    record: Record,
    state_from: str,
    values: dict[str, Any],
    facets: dict[str, Any],
    measures: dict[str, int],
    corrected: str,
) -> Draft:
    return Draft(
        entry_id=entry_id,
        act=act.transition.key,
        jobs=act.transition.jobs,
        actor=act.actor,
        record_id=record.id,
        unit_id=record.unit_id,
        occurred_at=act.micros,
        day=day_number(act.today),  # type: ignore[arg-type]
        procedure_version=record.procedure_version,
        state_from=state_from,
        state_to=record.state,
        record_version=record.version,
        basis=act.transition.basis,
        body=content_bytes(values),
        cause=act.cause,
        correction=corrected,
        facets=text_of(facets),
        mandate=act.mandate,
        measures=text_of(measures),
        note=act.note,
        simulated=act.simulated,
    )


def _consequence(
    work: Work,
    act: Act,
    record: Record,
    consequence: Consequence,
    cause: UUID,
    now: int,
    new_entry: Any,
    kept: list,
    opened: list[UUID],
) -> None:
    """Performs what follows on another record; its refusal refuses the whole act."""
    if consequence.when is not None and not consequence.when(record, act):
        return
    if isinstance(consequence.to, str):
        to, key = transitions[consequence.to], getattr(record, f"{consequence.record}_id")
    else:
        to, key = consequence.to(record, act), getattr(record, consequence.record)
        if not to.opens:
            work.hold({to.procedure.record: {key}})
    if key is None:
        return
    following = Act(
        to,
        record_id=key,
        actor=act.actor,
        data=consequence.data(record, act) if consequence.data is not None else {},
        occurred_at=act.occurred_at,
        unit_id=record.unit_id,
        cause=cause,
        simulated=act.simulated,
        today=act.today,
        micros=act.micros,
    )
    values, found = clean_data(following.transition.asked, following.data, key)
    if found:
        raise Refused(*found)
    _decide(work, following, values, now, new_entry, kept, opened)


def changes_since(record: Record, version: int) -> Refusal:
    """The refusal for an act on a record that changed meanwhile; it tells what changed."""
    entries = Entry.objects.filter(record_id=record.id, record_version__gt=version).order_by("record_version")[:5]
    names = authority().names({entry.actor for entry in entries})
    changes = listed(
        f"{transitions[entry.act].label} ({listed([names.get(entry.actor, ''), said_moment(entry.when)])})"
        for entry in entries
        if entry.act in transitions
    )
    return refusals.changed_meanwhile(changes)


def moment(act: Act, now: int) -> None:
    """Fills the act's times: what is not claimed is now."""
    if act.occurred_at is None or (not act.claimed and act.micros):
        act.micros = now
        act.occurred_at = from_micros(now)
    else:
        act.micros, act.claimed = micros(act.occurred_at), True
        act.occurred_at = from_micros(act.micros)  # UTC: two times of one zone would be compared by the wall clock
    act.today = legal_day(act.micros)
