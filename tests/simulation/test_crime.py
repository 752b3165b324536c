"""The counts of crime that the play is made to: whole numbers that give each printed change, at any scale."""

from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hasila.institution.figures import expected
from hasila.institution.offences import Series, offences
from hasila.modules.casefiles.case_files import VIOLENT
from hasila.simulation.crime import change_of, changed, counts, rows
from hasila.simulation.matters import matter_of
from hasila.simulation.streams import Setting

PRINTED = {
    Series.THEFT_THREAT: -24, Series.CAR_THEFT: -20, Series.THEFT_VIOLENCE: -12, Series.AGGRAVATED_THEFT: -10,
    Series.SEXUAL: -4, Series.DRUGS: -7, Series.BANK_ROBBERY: -45,
}  # fmt: skip


def setting(scale: Decimal) -> Setting:
    return Setting(2024, scale, 1, cast=None, ground=None, officers=())  # type: ignore[arg-type]


@given(st.decimals(min_value="0.0002", max_value="1", places=4))
def test_every_printed_change_and_both_totals_come_out_at_any_scale(scale: Decimal) -> None:
    found = counts(setting(scale))
    for series, percent in PRINTED.items():
        assert change_of(found.before[series], found.now[series]) == percent, series
    before, now = (sum(year[series] for series in VIOLENT) for year in (found.before, found.now))
    assert change_of(before, now) == -10
    assert sum(found.before.values()) == expected(scale)["F022"]
    assert sum(found.now.values()) == expected(scale)["F021"]
    assert min(found.now.values()) >= 0 and min(found.before.values()) >= 1


def test_the_whole_year_stays_near_what_the_data_says() -> None:
    found = counts(setting(Decimal(1)))
    for row in rows("crime.csv"):
        assert abs(found.before[row["series"]] - int(row["before"])) <= 25
    assert (found.before[Series.BANK_ROBBERY], found.now[Series.BANK_ROBBERY]) == (11, 6)


def test_a_scale_that_leaves_too_few_cases_is_refused() -> None:
    with pytest.raises(ValueError, match="fewer cases"):
        counts(setting(Decimal("0.0001")))


@pytest.mark.parametrize(("least", "percent", "pair"), [(1, -45, (11, 6)), (1, -24, (17, 13)), (100, -20, (100, 80))])
def test_the_smallest_counts_that_a_change_can_be_told_with(least: int, percent: int, pair: tuple[int, int]) -> None:
    assert changed(least, percent) == pair


def test_each_offence_has_something_told_of_it() -> None:
    told = {row["offence"]: row for row in rows("matters.csv")}
    assert set(told) == set(offences())
    assert all(int(row["complaint"]) + int(row["flagrant"]) <= 100 and row["facts"] for row in told.values())
    chance = Random(4)
    assert {matter_of(Series.BANK_ROBBERY, chance).offence.code for _n in range(9)} == {"bank_robbery"}


def test_each_stream_of_a_play_has_a_name_in_words() -> None:
    from hasila.simulation import cli, plan  # the plan loads all streams
    from hasila.simulation.streams import Stream

    def kinds(of: type[Stream]) -> list[type[Stream]]:
        return [one for kind in of.__subclasses__() for one in (kind, *kinds(kind))]

    names = {kind.name for kind in kinds(Stream) if kind.name and kind.__module__.startswith("hasila.")}
    assert plan and len(names) > 15
    assert names <= set(cli._registers())
