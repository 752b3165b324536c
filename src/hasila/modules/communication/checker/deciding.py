"""The verdict on a number: confirmed where the register says so, contradicted where nothing else can be meant."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from hasila.institution.figures.register import Entry, Printed, Register
from hasila.modules.communication.checker.betraying import (
    LEAST_HUNG,
    LEAST_SLIPPED,
    exchanged,
    hung_wrong,
    slipped,
    with_slipped,
)
from hasila.modules.communication.checker.claims import Verdict
from hasila.modules.communication.checker.comparing import Match, compare, slip
from hasila.modules.communication.checker.deriving import Derived, changes, differences, number_of, shares
from hasila.modules.communication.checker.matching import MONEY, Candidate
from hasila.modules.communication.checker.periods import Period
from hasila.plain.quantities import Quantity
from hasila.plain.quantities.model import MASSES

NAMED, SURE, SURE_PERCENT = 0.5, 0.77, 0.74
"""How well a figure must be named to be confirmed, and to be contradicted."""
AHEAD = 0.1
"""How far the best named figure must be ahead of the next to be contradicted."""
OUT_OF_SCALE, FEW = 40, 30
FAR_OFF = 0.3
"""How much further off the words of the next may stand to rival the best."""
RIVAL = 0.12
"""How far behind the best a figure may be named and still be meant, where its value is the number."""
WELL_NAMED, WELL_PLACED, FULLY = 0.7, 0.85, 1.0
UNNAMED = ("not sure", "other head", "rivals", "place", "group", "plan")
"""Doubts about the figure itself."""
NOT_OURS = ("place", "group", "plan", "part of year")
"""Doubts that leave the number to something that the register doesn't hold."""
TELLING, NAMED_FOR_TELLING = 100, 0.42
"""A number of three digits that agrees hardly does so by chance."""
AROUND, BESIDE = 0.28, 0.36
"""How near every word of the name must be to confirm a number of three digits, and to contradict."""
AS_WELL, NEARLY_AS_WELL = 0.35, 0.2
"""How far behind the best the figure may be named whose value the number is, so that nothing is contradicted."""
ALIKE = 0.3
"""The same, where what is counted agrees and the number has three digits."""
SMALL, SMALL_NAMED = 12, 0.62
"""Small numbers agree by chance."""


@dataclass(frozen=True)
class Asked:
    """What a number says, as it was read.

    Attributes:
        direction: -1 fell, 1 rose, 0 not said. step: whether it is a difference ("by 52"). limited: whether it may be
            of a place, a group or a plan only. paired: whether two numbers share what they tell of. guessed: whether
            its year isn't said. part_before: whether a month was named before.
        beside: the values of the numbers of its sentence and of those next to it. told: figures whose value these gave
            already, with their year. hung: figures whose value they hung on others.
    """

    quantity: Quantity
    candidates: Sequence[Candidate]
    period: Period
    direction: int
    years_near: tuple[int, ...] = ()
    step: bool = False
    limited: str = ""
    paired: bool = False
    negated: bool = False
    guessed: bool = False
    part_before: bool = False
    beside: frozenset[Decimal] = frozenset()
    told: frozenset[tuple[str, int | None]] = frozenset()
    hung: frozenset[str] = frozenset()

    @property
    def signed(self) -> Decimal:
        """The value with the sign of its direction."""
        value = self.quantity.value
        return -value if self.direction < 0 and value > 0 else value


@dataclass(frozen=True)
class Decision:
    """The verdict on a number, with what it rests on."""

    verdict: Verdict
    reason: str
    value: Decimal
    figure: Entry | None = None
    year: int | None = None
    printed: Printed | None = None
    official: Decimal | None = None
    score: float = 0.0
    details: dict[str, Any] = field(default_factory=dict)
    nearest: tuple[Entry, Printed] | None = None
    derived: bool = False


def decide(asked: Asked, register: Register, doubted: frozenset[str]) -> Decision:
    """The verdict on a number."""
    telling = abs(asked.quantity.value) >= TELLING
    likely = [one for one in asked.candidates if one.score >= (NAMED_FOR_TELLING if telling else NAMED)]
    if not likely:
        return _nothing(asked, "no figure")
    right = _confirmed(asked, likely, register)
    if right is not None:
        return right
    if likely[0].score < NAMED and not slipped(asked, with_slipped(likely, asked)[0]):
        return _nothing(asked, "no figure")
    return _against(asked, likely, register, doubted)


def _nothing(asked: Asked, reason: str, **details: Any) -> Decision:
    value = asked.signed if asked.quantity.unit == "%" or asked.step else asked.quantity.value
    year = asked.period.years[0] if asked.period.years else None
    return Decision(Verdict.UNKNOWN, reason, value, year=year, details=details)


def _confirmed(asked: Asked, likely: list[Candidate], register: Register) -> Decision | None:
    """The first figure, the best named first, whose official value the number is."""
    best = likely[0].score
    small = abs(asked.quantity.value) <= SMALL and asked.quantity.unit != "%"
    for rank, one in enumerate(likely):
        alike = one.head and one.local >= AROUND and not one.excluded and abs(asked.quantity.value) >= TELLING
        faint = one.score < best - (ALIKE if alike and asked.quantity.unit != "%" else RIVAL) or (
            small and one.score < SMALL_NAMED
        )
        if faint or (rank and not _may_be(one, asked, best)):
            continue
        for year in _years_for(asked, one):
            found = _agrees(asked, one, year, register)
            if found is not None and _plausible(asked, found, one, rank):
                return found
    return None


def _may_be(one: Candidate, asked: Asked, best: float) -> bool:
    """Whether a number may tell of a figure that is not the best named."""
    close = (
        one.score >= best - (0.05 if asked.quantity.unit == "%" else ALIKE)
        and one.head
        and one.local >= AROUND
        and (abs(asked.quantity.value) >= TELLING or asked.quantity.unit == "%")
        and not _named_beyond_doubt(asked.candidates[0], one)
    )
    other = asked.quantity.unit != "%" or asked.paired or one.entry.kind != asked.candidates[0].entry.kind
    near = one.local >= 0.5 and other
    return not one.excluded and (near or close)


def _named_beyond_doubt(best: Candidate, other: Candidate) -> bool:
    """Whether what is counted names one figure fully, and the other is named by what stands around only."""
    return best.head and best.score >= FULLY and best.local >= WELL_PLACED and other.local < NAMED


def _years_for(asked: Asked, one: Candidate) -> tuple[int, ...]:
    """The years that a number may tell of; a change may stand behind the year it is set against."""
    if asked.step or (asked.quantity.unit == "%" and one.entry.kind != "share"):
        later = [year for near in asked.years_near for year in (near, near + 1)]
        return tuple(dict.fromkeys([*asked.period.years, *later]))
    return asked.period.years


def _plausible(asked: Asked, found: Decision, one: Candidate, rank: int) -> bool:
    """A rounded number agrees with much; it needs a figure that is named well, of the whole and of a whole year."""
    if (asked.period.part and not _school_year(found.printed)) or asked.period.spread:
        return found.reason == "same" and (
            (one.score >= WELL_PLACED and abs(found.value) > 99) or _school_year(found.printed)
        )
    if found.reason == "same" and not found.derived:
        return not asked.limited or one.score >= WELL_PLACED or abs(found.value) > 99
    return rank == 0 and one.score >= (NAMED + 0.1 if found.derived else WELL_NAMED) and not asked.limited


def _school_year(printed: Printed | None) -> bool:
    return printed is not None and "H" in printed.period


def _agrees(asked: Asked, one: Candidate, year: int, register: Register) -> Decision | None:
    entry, quantity = one.entry, asked.quantity
    if quantity.unit == "%" and entry.kind == "count":
        return _derived(asked, one, year, _computed(asked, entry, year, register))
    printed = entry.of(year)
    official = number_of(printed)
    if asked.step and official is not None:
        return _derived(asked, one, year, differences(entry, year, (*_bases(asked, year), *entry.years)))
    if printed is None or official is None or _in_other_money(quantity, entry):
        return None
    value = asked.signed if entry.kind == "change" else in_unit(quantity, entry)
    match = compare(quantity, value, official, printed.qualifier)
    if not match.good:
        return None
    return Decision(Verdict.CONFIRMED, str(match), value, entry, year, printed, official, one.score)


def _in_other_money(quantity: Quantity, entry: Entry) -> bool:
    """Whether an amount is given in another currency than the register's."""
    return quantity.unit in MONEY and not entry.unit.english.startswith(quantity.unit)


def in_unit(quantity: Quantity, entry: Entry) -> Decimal:
    """The value in the unit of the register, where both are masses: 1.2 tonnes are 1,200 kilograms."""
    own, given = MASSES.get(entry.unit.english), MASSES.get(quantity.unit)
    return quantity.value if own is None or given is None else quantity.value * given / own


def _bases(asked: Asked, year: int) -> tuple[int, ...]:
    first = (asked.period.compared,) if asked.period.compared is not None else ()
    return (*first, *(one for one in asked.years_near if one < year), year - 1)


def _computed(asked: Asked, entry: Entry, year: int, register: Register) -> list[Derived]:
    found = changes(entry, year, _bases(asked, year)) if asked.direction or asked.quantity.value < 0 else []
    return found or ([] if asked.direction else shares(entry, year, register))


def _derived(asked: Asked, one: Candidate, year: int, computed: Iterable[Derived]) -> Decision | None:
    for derived in computed:
        value = asked.quantity.value if derived.kind == "share" else asked.signed
        unsigned = derived.kind == "difference" and not asked.direction
        match = compare(asked.quantity, value, abs(derived.value) if unsigned else derived.value)
        if match.good:
            details = {"from": derived.of, "against": derived.to, "kind": derived.kind}
            return Decision(
                Verdict.CONFIRMED, "derived", value, one.entry, year, derived.of, derived.value, one.score, details,
                derived=True,
            )  # fmt: skip
    return None


def _against(asked: Asked, likely: list[Candidate], register: Register, doubted: frozenset[str]) -> Decision:
    """Contradicted where the figure, its period and its unit are sure; else unknown, with what isn't sure."""
    likely = with_slipped(likely, asked)
    best = likely[0]
    entry = best.entry
    year = asked.period.years[0] if asked.period.years else None
    change = asked.step or (asked.quantity.unit == "%" and entry.kind != "share")
    value = asked.signed if change else in_unit(asked.quantity, entry)
    if year is None:
        return Decision(Verdict.UNKNOWN, "no period", value, entry, None, score=best.score)
    printed, official, derived = _official(asked, entry, year, register)
    details = {"from": derived.of, "against": derived.to, "kind": derived.kind} if derived else {}
    base = Decision(Verdict.UNKNOWN, "", value, entry, year, printed, official, best.score, details)
    base = replace(base, derived=derived is not None)
    if printed is None or official is None:
        why = "lost" if printed is not None and printed.qualifier == "missing" else "no value"
        return _with(base, Verdict.UNKNOWN, why, official=None)
    nearest = _nearest(asked, value, entry, year, register)
    doubt = _doubt(asked, likely, base, doubted, nearest)
    if not doubt and nearest is not None and _as_well(asked, nearest, likely, official):
        doubt = "not sure"
    if doubt in NOT_OURS or (doubt in UNNAMED and (best.score < WELL_NAMED or not best.head)):
        return replace(_nothing(asked, doubt), value=value)
    if doubt:
        return _with(base, Verdict.UNKNOWN, doubt, nearest=nearest)
    return _with(base, Verdict.CONTRADICTED, _why(asked, value, official, entry, year, nearest), nearest=nearest)


def _as_well(
    asked: Asked, nearest: tuple[Entry, Printed], likely: Sequence[Candidate], official: Decimal | int
) -> bool:
    """Whether a number may be of its own figure after all, which counts the same and is named, if from further off."""
    best, (other, printed) = likely[0], nearest
    if other.id == best.entry.id or printed.year not in asked.period.years:
        return False
    if best.entry.id in asked.hung and exchanged(asked, official):
        return False
    telling = other.chapter == best.entry.chapter or abs(asked.quantity.value) >= TELLING
    if best.local < NAMED and other.unit == best.entry.unit and telling:
        return True
    told = next((one for one in likely if one.entry.id == other.id), None)
    if told is None or not told.head or told.excluded or told.counted != best.counted or exchanged(asked, official):
        return False
    return told.score >= best.score - (AS_WELL if best.local < WELL_PLACED else NEARLY_AS_WELL)


def _with(base: Decision, verdict: Verdict, reason: str, **changed: Any) -> Decision:
    return replace(base, verdict=verdict, reason=reason, **changed)


def _official(
    asked: Asked, entry: Entry, year: int, register: Register
) -> tuple[Printed | None, Decimal | None, Derived | None]:
    """The official value that a number is held against: printed, or computed from two years."""
    if asked.quantity.unit == "%" and entry.kind == "count":
        computed = changes(entry, year, _bases(asked, year)) if asked.direction else []
        return (computed[0].of, computed[0].value, computed[0]) if computed else (None, None, None)
    if asked.step:
        apart = differences(entry, year, _bases(asked, year))
        return (apart[0].of, apart[0].value, apart[0]) if apart else (None, None, None)
    printed = entry.of(year)
    return printed, number_of(printed), None


def _doubt(
    asked: Asked,
    likely: list[Candidate],
    base: Decision,
    doubted: frozenset[str],
    nearest: tuple[Entry, Printed] | None,
) -> str:
    """Why a number that differs isn't called wrong; empty where it is."""
    best, entry = likely[0], likely[0].entry
    assert base.official is not None
    betrayed = slipped(asked, best)
    hung = not betrayed and hung_wrong(asked, likely, base.year, nearest, base.official)
    sure = SURE_PERCENT if asked.quantity.unit == "%" else SURE
    least, beside = (LEAST_SLIPPED, AROUND) if betrayed else (LEAST_HUNG, BESIDE) if hung else (sure, BESIDE)
    rivals = [
        one
        for one in likely[1:]
        if not betrayed
        and one.score > best.score - AHEAD
        and one.entry.kind == entry.kind
        and one.local > best.local - FAR_OFF
        and not (hung and nearest is not None and one.entry.id == nearest[0].id)
    ]
    match = compare(
        asked.quantity,
        base.value,
        base.official,
        base.printed.qualifier if base.printed and not base.derived else "exact",
    )
    other_money = _in_other_money(asked.quantity, entry)
    checks = (
        (asked.period.part and not _school_year(base.printed), "part of year"),
        (asked.part_before and not _school_year(base.printed), "part of year"),
        (best.headed and not best.counted and not betrayed and abs(base.official) <= FEW, "other head"),
        (asked.period.spread, "several years"),
        (len(asked.period.years) > 1, "period unsure"),
        (bool(asked.limited), asked.limited),
        (asked.step and not asked.direction, "difference"),
        (asked.negated, "negated"),
        (asked.paired, "paired"),
        (asked.guessed, "period unsure"),
        (not betrayed and not hung and not base.derived and (entry.id, base.year) in asked.told, "told"),
        (not hung and nearest is None and _out_of_scale(base.value, base.official), "not sure"),
        (best.score < least or best.excluded or best.local < beside, "not sure"),
        (not best.head and not betrayed, "other head"),
        (bool(rivals), "rivals"),
        (entry.kind == "change" and not asked.direction and asked.quantity.value >= 0, "no direction"),
        (other_money and base.value != base.official, "other money"),
        (not other_money and match is not Match.OTHER, "near"),
        (entry.id in doubted and nearest is None and not slip(base.value, base.official), "doubted"),
    )
    return next((why for holds, why in checks if holds), "")


def _out_of_scale(value: Decimal, official: Decimal | int) -> bool:
    """Whether a number is so much more or less, in other digits, that something else will be meant."""
    one, other = sorted((abs(value), abs(Decimal(official))))
    if not one or other < one * OUT_OF_SCALE:
        return False
    digits = [str(int(number)).rstrip("0") for number in (one, other)]
    return not digits[1].startswith(digits[0]) and sorted(digits[0]) != sorted(digits[1])


def _nearest(asked: Asked, value: Decimal, entry: Entry, year: int, register: Register) -> tuple[Entry, Printed] | None:
    """Another figure, or another year of the same, whose official value is exactly this number."""
    found: list[tuple[int, Entry, Printed]] = []
    for other in register.entries.values():
        if (other.unit.english == "%") != (asked.quantity.unit == "%"):
            continue
        for printed in other.values:
            if number_of(printed) == value and (other.id, printed.year) != (entry.id, year):
                rank = 0 if other.id == entry.id else 1 if other.chapter == entry.chapter else 2
                if rank < 2 or abs(value) > SMALL:
                    found.append((rank + (printed.year != year and other.id != entry.id), other, printed))
    return min(found, key=lambda one: one[0])[1:] if found else None


def _why(
    asked: Asked, value: Decimal, official: Decimal, entry: Entry, year: int, nearest: tuple[Entry, Printed] | None
) -> str:
    """The reason of a contradiction."""
    quantity = asked.quantity
    if (quantity.unit in MASSES and quantity.value == official != value) or _in_other_money(quantity, entry):
        return "unit"
    if value == -official and value:
        return "direction"
    if entry.kind == "change" and (value < 0) != (official < 0):
        return "direction"
    if nearest is not None:
        return "other year" if nearest[0].id == entry.id else "other figure"
    if asked.quantity.qualifier != "exact":
        return "bound"
    if asked.quantity.unit == "%":
        return "per cent"
    return {"lost": "digit lost", "added": "digit added", "swapped": "digits swapped"}.get(
        slip(value, official), "other"
    )
