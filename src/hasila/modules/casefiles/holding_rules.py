"""What is checked and set when somebody is held: the times, the notes, more time, the end, the overrun."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from hasila.institution.offences import offence
from hasila.kernel.procedures import Act, needs
from hasila.kernel.refusals import Refusal
from hasila.modules.casefiles import clocks
from hasila.modules.casefiles.holding import FILE_LINES, IDENTITY, Holding
from hasila.modules.casefiles.holding_choices import EXPLAINED, LASTING, Answer, CheckEnding, Ending, Note
from hasila.surfaces.formats import said_moment

LONG = timedelta(days=30)
"""How long before the act that records it an arrest may lie; beyond that the date is a slip."""
UNSIGNED = (Ending.HOSPITAL, Ending.DIED)
"""Ends after which nobody can sign the register."""
NAMED = (Ending.HOSPITAL, Ending.GUARDIAN, Ending.AUTHORITY)
"""Ends that say to whom the person was handed."""
NOTE_FIELDS = ("note_kind", "note_at", "note_until", "note_whom", "note_text")
SHORTENED = "limit_shortened"
"""The line of the log that says when and why the limit came nearer; nothing that happened to the person."""
OF_PAPER = (SHORTENED, *FILE_LINES.values())
"""Lines of the log that tell of the limit or of the file, and of nothing that happened to the person."""
PAPER_FIELDS = ("answer_remark", "authorisation", "magistrate", "authorised_at", "paper")


def _now(act: Act) -> datetime:
    assert act.occurred_at is not None
    return clocks.in_utc(act.occurred_at)


def arrest_comes_first(holding: Holding, act: Act) -> Refusal | None:
    """Nobody is placed before being arrested, and both lie before the act that records them."""
    arrested, began = clocks.in_utc(holding.arrested_at), clocks.in_utc(holding.began_at)
    if began < arrested:
        return Refusal(
            "casefiles.began_before_arrest",
            _("The person can't be placed before being arrested."),
            field="began_at",
            remedy=_("The term runs from the arrest: check both times."),
            status=422,
        )
    if began > _now(act):
        return Refusal(
            "casefiles.placed_in_the_future",
            _("This time has not come yet."),
            field="began_at" if arrested <= _now(act) else "arrested_at",
            remedy=_("Check the date and the time."),
            status=422,
        )
    if _now(act) - arrested > LONG:
        return Refusal(
            "casefiles.arrest_long_ago",
            _("The arrest lies more than %(days)s days back."),
            field="arrested_at",
            remedy=_("Check the date and the time."),
            status=422,
            days=LONG.days,
        )
    return None


def set_limit(holding: Holding, act: Act) -> None:
    """The first term, from the arrest, by the law of the day of the placing."""
    hours = holding.measure.term(holding.regime, holding.law_day)
    holding.limit_at = clocks.later(holding.arrested_at, hours)


# ---------------------------------------------------------------- notes


def note_has_its_time(holding: Holding, act: Act) -> Refusal | None:
    """What happened while somebody was held happened after the arrest, before the end, and before it is written."""
    at = clocks.in_utc(holding.note_at) if holding.note_at is not None else _now(act)
    until = clocks.in_utc(holding.note_until) if holding.note_until is not None else None
    last = _now(act) if holding.ended_at is None else min(_now(act), clocks.in_utc(holding.ended_at))
    if holding.ended_at is not None and holding.note_at is None:
        at = last
    if not clocks.in_utc(holding.arrested_at) <= at <= last:
        return Refusal(
            "casefiles.note_out_of_time",
            _("This lies outside the time in which the person was held."),
            field="note_at",
            remedy=_("Held from %(first)s to %(last)s."),
            status=422,
            first=said_moment(holding.arrested_at),
            last=said_moment(last),
        )
    if until is not None and not at < until <= last:
        return Refusal(
            "casefiles.note_ends_first",
            _("The end lies after the beginning, and not in the future."),
            field="note_until",
            status=422,
        )
    return None


def note_says_enough(holding: Holding, act: Act) -> Refusal | None:
    """Some notes say nothing without words; only what lasts has an end."""
    if holding.note_kind in EXPLAINED and not (holding.note_whom or holding.note_text):
        return Refusal(
            "casefiles.note_without_words",
            _("Say whom, how, what or why."),
            field="note_whom",
            remedy=_("For the family: who was told and by what means, or why nobody was told yet."),
            status=422,
        )
    if holding.note_until is not None and holding.note_kind not in LASTING:
        return Refusal(
            "casefiles.note_does_not_last",
            _("Only a hearing, a rest, a talk, an outing or a visit has an end."),
            field="note_until",
            status=422,
        )
    return None


def write_note(holding: Holding, act: Act) -> None:
    """Adds the note to the log; a move also changes the place."""
    at = holding.note_at or (holding.ended_at if holding.ended_at is not None else _now(act))
    if holding.note_kind == Note.MOVED:
        holding.place = (holding.note_text or holding.note_whom)[:80]
    _add(holding, act, holding.note_kind, at, holding.note_until, holding.note_whom, holding.note_text)
    _blank(holding, NOTE_FIELDS)


def _add(
    holding: Holding, act: Act, kind: str, at: datetime, until: datetime | None = None, whom: str = "", text: str = ""
) -> None:
    line: dict[str, Any] = {"kind": kind, "at": clocks.in_utc(at).isoformat(), "by": str(act.actor)}
    if until is not None:
        line["until"] = clocks.in_utc(until).isoformat()
    if whom:
        line["whom"] = whom
    if text:
        line["text"] = text
    holding.log = [*holding.log, line]


def _blank(holding: Holding, names: tuple[str, ...]) -> None:
    """What an act supplied stands in its entry and in the lists; the fields are free for the next one."""
    for name in names:
        setattr(holding, name, None if name.endswith(("_at", "_until")) else "")


# ---------------------------------------------------------------- more time


def time_is_left(holding: Holding, act: Act) -> Refusal | None:
    """More time is asked for, and given, before the limit: afterwards nobody may be held any longer."""
    assert holding.limit_at is not None
    given = holding.authorised_at or act.occurred_at
    assert given is not None
    if clocks.in_utc(given) < clocks.in_utc(holding.limit_at):
        return None
    return Refusal(
        "casefiles.limit_passed",
        _("The limit passed on %(limit)s; it can't be extended any more."),
        remedy=_("Free the person or present them to the public prosecution now."),
        limit=said_moment(holding.limit_at),
    )


def release_not_ordered(holding: Holding, act: Act) -> Refusal | None:
    """Whoever is to be freed on the order of the public prosecution isn't held for longer, and is ordered free once."""
    if holding.release_ordered_at is None:
        return None
    return Refusal(
        "casefiles.release_ordered",
        _("The public prosecution ordered the release on %(ordered)s."),
        remedy=_("The unit records the end when the person has left."),
        ordered=said_moment(holding.release_ordered_at),
    )


def extension_is_left(holding: Holding, act: Act) -> Refusal | None:
    """The law of the day allows so many extensions and no more."""
    assert act.today is not None
    allowed = holding.measure.extensions(holding.regime, act.today)
    if holding.extended < len(allowed):
        return None
    return Refusal(
        "casefiles.no_extension_left",
        _("The law allows %(allowed)s extension(s) here, and all were granted."),
        remedy=_("Free the person or present them to the public prosecution before the limit, %(limit)s."),
        basis=holding.measure.name("extensions", holding.regime),
        allowed=len(allowed),
        limit=said_moment(holding.limit_at) if holding.limit_at is not None else "",
    )


def authorised_in_time(holding: Holding, act: Act) -> Refusal | None:
    """A written authorisation is of a time between the request and the act that records it."""
    assert holding.authorised_at is not None
    request = holding.request
    asked = datetime.fromisoformat(request["at"]).replace(second=0, microsecond=0) if request else None
    at = clocks.in_utc(holding.authorised_at)
    if at <= _now(act) and (asked is None or at >= asked):
        return None
    return Refusal(
        "casefiles.authorised_out_of_time",
        _("The authorisation lies after the request, and not in the future."),
        field="authorised_at",
        remedy=_("More time was asked for on %(asked)s.") if asked is not None else None,
        status=422,
        asked=said_moment(asked) if asked is not None else "",
    )


def open_request(holding: Holding, act: Act) -> None:
    """Adds the request to the list of requests."""
    line = {"at": _now(act).isoformat(), "by": str(act.actor), "why": holding.asked_for, "answer": Answer.WAITING.value}
    holding.requests = [*holding.requests, line]
    _blank(holding, ("asked_for",))


def grant(holding: Holding, act: Act) -> None:
    """The limit moves by what the law of the day allows, and the request has its answer."""
    assert act.today is not None and holding.limit_at is not None
    hours = holding.measure.extensions(holding.regime, act.today)[holding.extended]
    before = clocks.in_utc(holding.limit_at)
    holding.limit_at = clocks.later(before, hours)
    holding.extended += 1
    _answer(
        holding, act, Answer.GRANTED, hours=hours, **{"from": before.isoformat(), "to": holding.limit_at.isoformat()}
    )


def refuse(holding: Holding, act: Act) -> None:
    """The limit stays, and the request has its answer."""
    _answer(holding, act, Answer.REFUSED)


def lapse(holding: Holding, act: Act) -> None:
    """A request that nobody answered ends with the holding."""
    if holding.request is not None:
        _answer(holding, act, Answer.LAPSED)


def _answer(holding: Holding, act: Act, answer: Answer, **more: Any) -> None:
    line = dict(holding.requests[-1]) if holding.requests else {}
    at = clocks.in_utc(holding.authorised_at) if holding.authorised_at is not None else _now(act)
    line |= {"answer": answer.value, "answered_at": at.isoformat(), "answered_by": str(act.actor), **more}
    for name, value in (
        ("number", holding.authorisation),
        ("magistrate", holding.magistrate),
        ("paper", holding.paper),
        ("remark", holding.answer_remark),
    ):
        if value:
            line[name] = value
    holding.requests = [*holding.requests[:-1], line]
    _blank(holding, PAPER_FIELDS)


def order_release(holding: Holding, act: Act) -> None:
    """The prosecutor's order stands with its time, in the log too."""
    holding.release_ordered_at = act.occurred_at
    _add(holding, act, "release_ordered", _now(act), text=holding.note_text)
    _blank(holding, NOTE_FIELDS)


@needs("case", "party")
def follow_offence(holding: Any, act: Act) -> None:
    """The offences are others now. Where the law sets a shorter limit for the gravest of them it is the limit from now
    on, and the log says why; where it lets nobody be held for any, that is at once. What was lawful until now stays
    lawful, so no limit comes to lie before this act. A longer one is never given: more time is asked for.
    """
    assert act.today is not None and holding.limit_at is not None
    _hold_for(holding, act.today)
    before, limit = clocks.in_utc(holding.limit_at), max(_now(act), _whole_term(holding, act.today))
    if limit >= before:
        return
    holding.limit_at = limit
    line = {"kind": SHORTENED, "at": _now(act).isoformat(), "by": str(act.actor), "offence": holding.offence}
    holding.log = [*holding.log, line | {"from": before.isoformat(), "to": limit.isoformat()}]


def _whole_term(holding: Any, day: date) -> datetime:
    """Until when somebody is held for the offences as they stand now, with as many extensions as were granted; from
    the arrest on where the law lets nobody be held for any of them.
    """
    if not holding.offences or not clocks.allows_custody(holding.offence, day):
        return clocks.in_utc(holding.arrested_at)
    hours = holding.measure.term(holding.regime, holding.law_day)
    further = holding.measure.extensions(holding.regime, day)[: holding.extended]
    return clocks.later(holding.arrested_at, hours + sum(further))


@needs("case")
def file_has_moved(holding: Any, act: Act) -> Refusal | None:
    """The file left, came back or was decided, and the log doesn't say so yet."""
    if holding.file_moved_on is not None:
        return None
    return Refusal("casefiles.file_stands", _("The file stands where it stood."))


@needs("case")
def follow_file(holding: Any, act: Act) -> None:
    """The log says that the file left with the person, came back, or was decided; until an end is recorded the person
    is held all the same.
    """
    case = holding.case
    line = {"kind": holding.file_moved_on, "at": _now(act).isoformat(), "by": str(act.actor), "office": case.office}
    holding.log = [*holding.log, line | ({"decision": case.decision} if case.state == "decided" else {})]


# ---------------------------------------------------------------- the end, the overrun


def ended_in_time(holding: Any, act: Act) -> Refusal | None:
    """The end lies after everything that happened while the person was held, and not in the future."""
    if holding.ended_at is None:
        return None
    ended = clocks.in_utc(holding.ended_at)
    began = clocks.in_utc(holding.began_at)
    happened = [line.get("until") or line["at"] for line in holding.log if line["kind"] not in OF_PAPER]
    first = max(began, *map(datetime.fromisoformat, happened)) if happened else began
    if first.replace(second=0, microsecond=0) <= ended <= _now(act):
        return None
    return Refusal(
        "casefiles.ended_out_of_time",
        _("The end lies after all that is noted, and not in the future."),
        field="ended_at",
        remedy=_("The last note is of %(last)s.") if first > began else _("The person was placed on %(last)s."),
        status=422,
        last=said_moment(first),
    )


def end_is_whole(holding: Any, act: Act) -> Refusal | None:
    """The person signs the register, or it says why not; whoever took them over is named."""
    if holding.ending in NAMED and not holding.ended_to:
        return Refusal(
            "casefiles.handed_to_nobody",
            _("Say to whom or where the person was handed."),
            field="ended_to",
            status=422,
        )
    if holding.ending not in UNSIGNED and not holding.signature:
        return Refusal(
            "casefiles.register_not_signed",
            _("Say whether the person signed the register, refused to, or can't sign."),
            field="signature",
            status=422,
        )
    return None


def set_end(holding: Any, act: Act) -> None:
    """Without a time of its own it ended with the act."""
    if holding.ended_at is None:
        holding.ended_at = act.occurred_at


def minutes_held(holding: Holding, act: Act) -> int:
    """Whole minutes from the arrest to the end."""
    return holding.minutes_held()


def minutes_over(holding: Holding, act: Act) -> int:
    """Minutes beyond the limit at the end, a begun one counting; 0 where the limit was kept."""
    return holding.overrun_minutes()


def limit_is_over(holding: Holding, act: Act) -> Refusal | None:
    """An overrun is entered once, when the limit has passed."""
    assert holding.limit_at is not None
    if holding.overrun_at is None and clocks.in_utc(holding.limit_at) <= _now(act):
        return None
    return Refusal("casefiles.no_overrun", _("There is no new overrun to enter."))


def enter_overrun(holding: Holding, act: Act) -> None:
    """Since when the person is held without a right to."""
    holding.overrun_at = holding.limit_at


def withdraw_overrun(holding: Holding, act: Act) -> None:
    """The limit was kept after all."""
    holding.overrun_at = None


def ended_late(holding: Holding, act: Act) -> bool:
    """It ended beyond the limit, and no overrun was entered yet."""
    return holding.overrun_at is None and holding.overrun_minutes() > 0


def ended_in_time_after_all(holding: Holding, act: Act) -> bool:
    """An overrun was entered, but the person had left before the limit."""
    return holding.overrun_at is not None and holding.overrun_minutes() == 0


def extended_in_time_after_all(holding: Holding, act: Act) -> bool:
    """An overrun was entered, but an authorisation of before the limit is recorded only now."""
    return holding.overrun_at is not None


# ---------------------------------------------------------------- who is held


@needs("party")
def copy_identity(holding: Any, act: Act) -> None:
    """The register names the person as they are known now."""
    for name in IDENTITY:
        setattr(holding, name, getattr(holding.party, name))


@needs("case", "party")
def set_regime(holding: Any, act: Act) -> None:
    """The terms follow the gravest of the offences, by the law of the day."""
    assert act.today is not None
    _hold_for(holding, holding.law_day if act.transition.opens else act.today)


def _hold_for(holding: Any, day: date) -> None:
    holding.offences = holding.held_for
    if not holding.offences:  # the last one was dropped: the line keeps the offence that the person was held for
        return
    holding.offence = clocks.deciding(holding.offences, day)
    holding.level = offence(holding.offence).level
    holding.regime = clocks.regime_of(holding.offence, day)


def identity_settled(check: Any, act: Act) -> Refusal | None:
    """An identity is established when it is written down."""
    if check.ending != CheckEnding.ESTABLISHED or check.arabic_name or check.latin_name:
        return None
    return Refusal(
        "casefiles.identity_not_written",
        _("Write down the name that was established."),
        field="arabic_name",
        status=422,
    )
