"""The clock of whoever is held: which terms the law sets, when they run out, and how long that is.

The law is data (`institution/data/law.toml`), and a law of its day: the first term, the reasons and the duties are
those of the day on which the person is placed, since that decision is taken under the law of its day; each extension
is one of its own, and follows the law of the day on which it is granted. So a replay of 2024 runs under the code as in
law 22-01, and a custody that began on the last evening of the old law is extended under the new one.

Hours are real hours. The legal clock goes back before Ramadan and forward after it, so moments are reckoned in UTC:
two moments of one zone would be compared by the face of the clock.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from hasila.institution import law
from hasila.institution.offences import OffenceClass, offence
from hasila.modules.casefiles.holding_choices import Regime

GRAVITY = [regime.value for regime in (Regime.ORDINARY, Regime.STATE_SECURITY, Regime.TERRORISM)]
"""The regimes, the gravest last: it has the longest term and the most extensions."""
WITH_IMPRISONMENT = "misdemeanour_with_imprisonment"


@dataclass(frozen=True)
class Measure:
    """One kind of holding, as the law data names it.

    Attributes:
        key: beginning of its keys in the law data. by_regime: whether its terms differ by the kind of offence.
    """

    key: str
    by_regime: bool = True

    def name(self, what: str, regime: str = "") -> str:
        """The key of one of its values."""
        return f"{self.key}.{what}.{regime}" if self.by_regime and regime else f"{self.key}.{what}"

    def term(self, regime: str, day: date) -> int:
        """Hours of the first term. Raises law.LawMissing where the law of that day has no such measure."""
        return int(law.value(self.name("term", regime), day))

    def extensions(self, regime: str, day: date) -> tuple[int, ...]:
        """Hours of each extension that the law of a day allows, in their order."""
        return tuple(law.value(self.name("extensions", regime), day))

    def duties(self, day: date) -> tuple[str, ...]:
        """Codes of what must be told, and to whom."""
        return tuple(law.value(self.name("duties"), day))

    def alarms(self, day: date) -> tuple[int, ...]:
        """Minutes before the limit at which people are told, the earliest first."""
        return tuple(sorted(law.value(self.name("alarms"), day), reverse=True))

    def exists(self, day: date) -> bool:
        """Whether the law of a day knows this measure."""
        try:
            self.term(Regime.ORDINARY.value, day)
        except law.LawMissing:
            return False
        return True


CUSTODY = Measure("casefiles.custody")
MINORS = Measure("casefiles.minor_retention")
IDENTITY = Measure("casefiles.identity_check", by_regime=False)


def in_utc(moment: datetime) -> datetime:
    """The same moment in UTC, in which moments are compared and reckoned with."""
    return moment.astimezone(UTC)


def later(moment: datetime, hours: int) -> datetime:
    """So many real hours after a moment."""
    return in_utc(moment) + timedelta(hours=hours)


def minutes_between(first: datetime, last: datetime) -> int:
    """Whole minutes from one moment to another; negative where the second came first."""
    return int((in_utc(last) - in_utc(first)).total_seconds() // 60)


def regime_of(code: str, day: date) -> str:
    """The regime that an offence falls under on a day, by its ICCS class."""
    iccs = offence(code).iccs
    for regime in (Regime.TERRORISM, Regime.STATE_SECURITY):
        if iccs.startswith(tuple(law.value(f"{CUSTODY.key}.regime.{regime.value}", day))):
            return regime.value
    return Regime.ORDINARY.value


def source_of(what: str, day: date) -> str:
    """The key by which `law.cite` cites what set one of custody's values on a day."""
    found = law.in_force(f"{CUSTODY.key}.{what}", day)
    return f"{found.text}/{found.article}"


def allows_custody(code: str, day: date) -> bool:
    """Whether the law of a day lets somebody be held for this offence at all."""
    item = offence(code)
    allowed = law.value(f"{CUSTODY.key}.offences", day)
    if item.level == OffenceClass.MISDEMEANOUR and item.imprisonment:
        return WITH_IMPRISONMENT in allowed
    return item.level in allowed


def deciding(offences: Sequence[str], day: date) -> str:
    """Of the offences for which somebody is held, the one whose terms the law of a day sets: of those that allow
    custody the one of the gravest regime, the first named of equals; the first where none allows it.
    """
    allowing = [code for code in offences if allows_custody(code, day)] or offences[:1]
    return max(allowing, key=lambda code: GRAVITY.index(regime_of(code, day)))


def reasons(day: date) -> tuple[str, ...]:
    """Codes of the reasons that the law lists on a day."""
    return tuple(law.value(f"{CUSTODY.key}.reasons", day))


def needs_consent(framework: str, day: date) -> bool:
    """Whether placing somebody needs the permission of the public prosecution beforehand."""
    return framework in law.value(f"{CUSTODY.key}.consent", day)


def lawyer_by(began: datetime, limit: datetime, day: date) -> datetime | None:
    """By when the talk with the lawyer takes place at the latest; None where the law of the day sets no such share."""
    try:
        share = int(law.value(f"{CUSTODY.key}.lawyer_within", day))
    except law.LawMissing:
        return None
    return in_utc(began) + (in_utc(limit) - in_utc(began)) * share / 100
