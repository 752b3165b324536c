"""What the pages of persons held show: the clock, who answers, what is missing, what happened, what the law says."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hasila.institution import law
from hasila.institution.law import LawMissing
from hasila.institution.offences import offence
from hasila.kernel.access import authority, visible
from hasila.kernel.refusals import listed
from hasila.modules.casefiles import clocks
from hasila.modules.casefiles.choices import Decision, Office
from hasila.modules.casefiles.custody import Custodies
from hasila.modules.casefiles.holding import FILE_LINES, LIVING, Holding, unnoted
from hasila.modules.casefiles.holding_choices import DUTY_LABELS, Answer, Note, Reason, Regime
from hasila.modules.casefiles.holding_rules import SHORTENED
from hasila.modules.casefiles.identity_checks import IdentityChecks
from hasila.modules.casefiles.minor_retention import MinorRetentions
from hasila.plain.moments import legal_day, micros
from hasila.surfaces.counting import quantity
from hasila.surfaces.formats import format_datetime
from hasila.surfaces.web.display import record_url

LOG_LABELS = dict(Note.choices) | {
    "release_ordered": gettext_lazy("Release ordered by the public prosecution"),
    SHORTENED: gettext_lazy("Limit shortened: the facts were qualified anew"),
    FILE_LINES["referred"]: gettext_lazy("The file went to the judicial authority"),
    FILE_LINES["returned"]: gettext_lazy("The judicial authority sent the file back"),
    FILE_LINES["decided"]: gettext_lazy("The judicial authority decided on the file"),
}
MOST = 3
"""Tones beyond calm: so many warnings are told apart."""


@dataclass(frozen=True)
class Clock:
    """Time left, as the server sees it now; a script lets it run on.

    Attributes:
        limit, began: the moments. now: the server's. minutes: left, negative beyond the limit.
        alarms: minutes before the limit at which the tone changes. why: why the limit is nearer than it was, if it is.
    """

    limit: datetime
    began: datetime
    now: datetime
    minutes: int
    alarms: tuple[int, ...]
    why: str = ""

    @property
    def over(self) -> bool:
        """Whether the limit has passed."""
        return self.now >= self.limit

    @property
    def tone(self) -> str:
        """calm, soon, near, pressing or over: one step at each warning."""
        if self.over:
            return "over"
        passed = sum(self.minutes < minutes for minutes in self.alarms)
        return ("calm", "soon", "near", "pressing")[min(passed, MOST)]

    @property
    def shown(self) -> str:
        """Hours and minutes left, or beyond the limit."""
        minutes = abs(self.minutes) if not self.over else int((self.now - self.limit).total_seconds() // 60)
        return f"{minutes // 60}:{minutes % 60:02d}"

    @property
    def limit_ms(self) -> int:
        """The limit for the script: milliseconds since 1970."""
        return micros(self.limit) // 1000

    @property
    def now_ms(self) -> int:
        """The server's time for the script, which corrects the clock of the screen by it."""
        return micros(self.now) // 1000

    @property
    def total(self) -> int:
        """Minutes from the beginning to the limit."""
        return max(1, clocks.minutes_between(self.began, self.limit))

    @property
    def gone(self) -> int:
        """Minutes of them that are gone."""
        return min(self.total, max(0, clocks.minutes_between(self.began, self.now)))

    @property
    def alarm_list(self) -> str:
        """The warnings, for the script."""
        return ",".join(str(minutes) for minutes in self.alarms)


def clock_of(holding: Holding, now: datetime | None = None) -> Clock | None:
    """The clock of somebody held; None of somebody who isn't any more."""
    now = now or timezone.now()
    left = holding.minutes_left(now)
    if left is None or holding.limit_at is None:
        return None
    alarms = holding.measure.alarms(legal_day(micros(now)))
    return Clock(holding.limit_at, holding.arrested_at, now, left, alarms, _nearer(holding.shortened))


def _nearer(line: dict[str, Any] | None) -> str:
    """Why a limit is nearer than it was: the offence as it stands now, and the limit of before."""
    if line is None:
        return ""
    given = {"offence": offence(line["offence"]).label, "before": format_datetime(_moment(line["from"]))}
    return _("The facts were qualified anew as “%(offence)s”; until then the limit was %(before)s.") % given


def words_of(line: dict[str, Any]) -> str:
    """What a line of the log says beside its kind."""
    if line["kind"] in FILE_LINES.values():
        return str(Decision(line["decision"]).label) if "decision" in line else office_of(line)
    return _nearer(line) if line["kind"] == SHORTENED else line.get("text", "")


def office_of(line: dict[str, Any]) -> str:
    """The judicial authority to which the file went, of a line that says so."""
    return str(Office(line["office"]).label)


@dataclass(frozen=True)
class Presented:
    """Somebody whose file left with them, and who stands as held until the presentation is recorded.

    Attributes:
        at: when the file left, or was decided. office: to whom it went. decided: what was decided; empty before.
    """

    at: datetime
    office: str
    decided: str


def presented_of(holding: Holding) -> Presented | None:
    """Where the file of somebody held went; None where it is with those who hold them."""
    line = holding.presented_with_file
    if line is None:
        return None
    decided = words_of(line) if "decision" in line else ""
    return Presented(datetime.fromisoformat(line["at"]), office_of(line), decided)


def kind_of(holding: Holding) -> Any:
    """What the holding is, in words."""
    return holding._meta.verbose_name


def url_of(holding: Holding) -> str:
    """The address of the page of somebody held."""
    return record_url(holding)


def step_url(holding: Holding, step: str) -> str:
    """The address of the form of a step on somebody held."""
    return reverse("casefiles:holding_step", args=[holding.reference, step])


def responsible_of(holding: Holding) -> UUID | None:
    """Who placed the person, and answers for the clock: remembered by the record's trail."""
    done = holding.trail.get(holding.procedure.openings()[0].name)
    return UUID(done[0][0]) if done else None


def duty_label(code: str) -> str:
    """What people read for a duty of the law data."""
    return str(DUTY_LABELS.get(code) or Note(code).label)


def what_for(holding: Any) -> str:
    """The offence, or for an identity check the reason."""
    return listed(holding.offence_labels) if hasattr(holding, "offence") else holding.grounds


def overrun_of(holding: Any) -> str:
    """Since when, and for how long, somebody was or is held beyond the limit."""
    said = {"moment": format_datetime(holding.overrun_at), "time": quantity(holding.overrun_minutes(), "minutes")}
    return _("%(moment)s (%(time)s)") % said


def living_in(case: Any, actor: Any) -> list[Any]:
    """Everybody who is held in a file at present and whom the reader may see; those of a file that was joined to it a
    moment ago too, before what belongs to that one has gone over.
    """
    here = Q(case=case.pk) | Q(case__joined_to=case.pk)
    return [
        one
        for procedure in (Custodies, MinorRetentions)
        for one in visible(procedure, actor).filter(here, state__in=LIVING).select_related("unit").defer("search")
    ]


def lines(holdings: Iterable[Any], now: datetime | None = None) -> list[SimpleNamespace]:
    """Persons held for a list, whoever's clock runs out first at the top; one query for the names."""
    found = sorted(holdings, key=lambda one: one.limit_at)
    answering = [responsible_of(holding) for holding in found]
    names = authority().names({one for one in answering if one is not None})
    return [
        SimpleNamespace(
            holding=holding,
            url=url_of(holding),
            kind=kind_of(holding),
            what=what_for(holding),
            clock=clock_of(holding, now),
            responsible=names.get(officer, "") if officer is not None else "",
            duties=[duty_label(code) for code in holding.open_duties()],
            awaiting=holding.state == "awaiting",
            presented=presented_of(holding),
            answers=_answers(holding),
        )
        for holding, officer in zip(found, answering, strict=True)
    ]


def untold_of(procedure: Any, row: dict[str, Any]) -> list[str]:
    """What the law of the day of the placing wants told and nobody noted, of a row of a file's contents.

    No refusal stands on it: what wasn't told can't be told once the person has left, and the magistrate is to see it.
    """
    day = legal_day(micros(datetime.fromisoformat(row["began_at"])))
    return [duty_label(code) for code in unnoted(procedure.record.measure, day, row["log"])]


def _answers(holding: Holding) -> list[tuple[Any, str]]:
    """The prosecutor's answers to a request, with their addresses."""
    if holding.state != "awaiting":
        return []
    steps = (holding.procedure.transitions["authorise"], holding.procedure.transitions["refuse"])
    return [(step.label, step_url(holding, step.name)) for step in steps]


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def log_lines(holding: Holding) -> list[SimpleNamespace]:
    """What happened while the person was held, by its time, with who wrote it down."""
    names = authority().names({UUID(line["by"]) for line in holding.log})
    return [
        SimpleNamespace(
            shown=span_of(line),
            label=LOG_LABELS.get(line["kind"], line["kind"]),
            whom=line.get("whom", ""),
            text=words_of(line),
            by=names.get(UUID(line["by"]), ""),
        )
        for line in holding.noted()
    ]


def span_of(line: dict[str, Any]) -> str:
    """The time of a line of the log, with its end where it has one."""
    at, until = _moment(line["at"]), _moment(line.get("until"))
    shown = format_datetime(at, style="short")
    return f"{shown} – {localtime(until):%H:%M}" if until is not None else shown


def request_lines(holding: Holding) -> list[SimpleNamespace]:
    """The requests for more time with their answers."""
    people = {UUID(line[name]) for line in holding.requests for name in ("by", "answered_by") if name in line}
    names = authority().names(people)
    return [
        SimpleNamespace(
            at=_moment(line["at"]),
            by=names.get(UUID(line["by"]), ""),
            why=line.get("why", ""),
            answer=Answer(line["answer"]).label,
            tone={"granted": "good", "refused": "bad", "waiting": "running"}.get(line["answer"], "final"),
            answered_at=_moment(line.get("answered_at")),
            answered_by=line.get("magistrate")
            or (names.get(UUID(line["answered_by"]), "") if "answered_by" in line else ""),
            number=line.get("number", ""),
            paper=line.get("paper", ""),
            remark=line.get("remark", ""),
            hours=line.get("hours"),
            to=_moment(line.get("to")),
        )
        for line in holding.requests
    ]


@dataclass(frozen=True)
class LawLine:
    """What the law sets for somebody held: in words, with its source, and whether counsel has confirmed it."""

    label: Any
    value: str
    source: str
    confirmed: bool


def law_lines(holding: Holding) -> list[LawLine]:
    """What the law of the day sets for this holding."""
    measure, day = holding.measure, holding.law_day
    rows: list[tuple[Any, str, Any]] = [
        (_("First term"), measure.name("term", holding.regime), lambda v: quantity(v, "hours")),
        (_("Extensions"), measure.name("extensions", holding.regime), _hours),
        (_("What must be told"), measure.name("duties"), lambda v: listed([duty_label(code) for code in v])),
    ]
    if measure is clocks.CUSTODY:
        rows.insert(0, (_("Offences that allow it"), measure.name("offences"), lambda v: _allowed()))
    found = []
    for label, key, words in rows:
        try:
            value = law.in_force(key, day)
        except LawMissing:
            continue
        found.append(LawLine(label, words(value.value), law.cite(key, day), value.confirmed))
    return found


def _allowed() -> str:
    return _("Felonies, and misdemeanours punished by prison")


def _hours(values: tuple[int, ...]) -> str:
    each = " + ".join(quantity(hours, "hours") for hours in values)
    return _("%(hours)s, each on a written authorisation") % {"hours": each}


def regime_label(holding: Holding) -> Any:
    """The regime in words."""
    return Regime(holding.regime).label


def reasons_of(holding: Any) -> str:
    """The reasons chosen, in words."""
    labels = dict(Reason.choices)
    return listed([str(labels.get(code, code)) for code in holding.reasons])


KINDS: tuple[Any, ...] = (Custodies, MinorRetentions, IdentityChecks)
