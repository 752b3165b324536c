"""What a public table may show, and the chapters in which the published figures stand."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from hasila.institution.figures import facts
from hasila.modules.annual_report.chapters import chapters
from hasila.modules.annual_report.disclosure import THRESHOLD, apart_of, protect, protect_series


def test_every_fact_has_a_chapter() -> None:
    assert {fact.chapter for fact in facts().values()} == {chapter.code for chapter in chapters()}


@given(st.dictionaries(st.integers(), st.integers(0, 30), max_size=12))
def test_nothing_small_can_be_worked_out(cells: dict[int, int]) -> None:
    shown, rest = protect(cells)
    hidden = [value for key, value in cells.items() if value and key not in shown]
    assert all(value >= THRESHOLD for value in shown.values())
    assert sum(shown.values()) + rest == sum(cells.values())
    if hidden and shown:
        assert len(hidden) >= 2 and rest >= THRESHOLD


def test_a_series_hides_small_months() -> None:
    assert protect_series([0, 3, 9, 20]) == [0, None, None, 20]
    assert protect_series([0, 8, 9]) == [0, 8, 9]
    # Six in six months, or eight in two: what is hidden would be told by the noughts beside it.
    assert protect_series([1, 0, 1, 1, 1, 1, 1]) == [None] * 7
    assert protect_series([4, 0, 4, 9]) == [None, None, None, 9]


FAMILY = {
    "all": frozenset("abcd"), "violent": frozenset("ab"), "a": frozenset("a"), "b": frozenset("b"), "c": frozenset("c")
}  # fmt: skip


@given(st.dictionaries(st.integers(0, 5), st.lists(st.integers(0, 9), min_size=4, max_size=4), min_size=1))
def test_figures_within_one_another_betray_nobody(units: dict[int, list[int]]) -> None:
    values = {
        name: {
            unit: sum(dict(zip("abcd", counts, strict=True))[one] for one in classes) for unit, counts in units.items()
        }
        for name, classes in FAMILY.items()
    }
    shown = {name: protect(values[name], apart_of(name, FAMILY, values))[0] for name in FAMILY}
    for unit in units:
        told = {name: cells[unit] for name, cells in shown.items() if unit in cells}
        for name, value in told.items():
            for size in range(1, len(told)):
                for chosen in combinations([one for one in told if FAMILY[one] < FAMILY[name]], size):
                    if sum(len(FAMILY[one]) for one in chosen) == len(
                        frozenset().union(*(FAMILY[one] for one in chosen))
                    ):
                        assert not 0 < value - sum(told[one] for one in chosen) < THRESHOLD, (unit, name, chosen)
