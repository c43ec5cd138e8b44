"""Withheld counts cannot be solved for: a linear programme tries, with every number that is told."""

from collections.abc import Mapping, Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from tasks.pure.disclosure.suppression import COMPLEMENT, NO_ROOM, Cell, Policy, Told, disclosed, rounded

PUBLIC = Policy(smallest_count=10, fewest_authors=1, round_to=1)
COUNTS = st.lists(st.tuples(st.sampled_from("ABCD"), st.integers(0, 60), st.integers(1, 30)), min_size=1, max_size=9)


def bounds(cells: Sequence[Cell], told: Told, base: int, name: str) -> tuple[float, float]:
    """The least and the greatest that a cell can be, for somebody who knows all that is told and how it is rounded."""
    lower, upper = (base // 2, base - 1 - base // 2) if base > 1 else (0, 0)
    limits = [(0, None) if (v := told.values[c.name]) is None else (max(0, v - lower), v + upper) for c in cells]
    rows, sides = [], []
    for block, total in told.totals.items():
        # A sum is made of the rounded counts, so that it tells of what is withheld alone.
        hidden = total - sum(told.values[cell.name] or 0 for cell in cells if cell.group in block)
        row = np.array([float(cell.group in block and told.values[cell.name] is None) for cell in cells])
        rows += [row, -row]
        sides += [hidden + upper, lower - hidden]
    goal = np.array([1.0 if cell.name == name else 0.0 for cell in cells])
    given_rows = {"A_ub": np.array(rows), "b_ub": np.array(sides)} if rows else {}
    least, most = (linprog(sign * goal, bounds=limits, **given_rows) for sign in (1, -1))
    return least.fun, float("inf") if most.status == 3 else -most.fun


def of(*counts: tuple[str, int]) -> list[Cell]:
    return [Cell(f"{group}{place}", group, tweets, tweets) for place, (group, tweets) in enumerate(counts)]


@given(COUNTS, st.sampled_from([1, 5]), st.sampled_from([1, 5]))
@settings(max_examples=60, deadline=None)
def test_no_total_gives_a_withheld_count_back(counts: list[tuple[str, int, int]], base: int, people: int) -> None:
    cells = [Cell(f"{place}", group, tweets, authors) for place, (group, tweets, authors) in enumerate(counts)]
    policy = Policy(10, people, base)
    told = disclosed(cells, policy)
    for cell in cells:
        small = cell.tweets > 0 and (cell.tweets < 10 or (people > 1 and (cell.authors or 0) < people))
        if small:
            assert told.values[cell.name] is None
            least, most = bounds(cells, told, base, cell.name)
            assert least <= cell.tweets <= most + 1e-6
            assert most - least >= 10 - 1e-6
    for block, total in told.totals.items() if people > 1 else ():
        hidden = [cell for cell in cells if cell.group in block and told.values[cell.name] is None]
        assert total == 0 or not hidden or max(cell.authors or 0 for cell in hidden) >= people


def test_the_solver_finds_a_small_count_where_only_it_is_withheld() -> None:
    cells = of(("A", 3), ("A", 40))
    naive = Told({"A0": None, "A1": 40}, {"A0": "small"}, {frozenset("A"): 43})
    assert bounds(cells, naive, 1, "A0") == (3, 3)


def test_the_smallest_other_count_of_the_theme_is_withheld_with_it() -> None:
    told = disclosed(of(("A", 3), ("A", 40), ("A", 17), ("B", 20)), PUBLIC)
    assert told.values == {"A0": None, "A1": 40, "A2": None, "B3": 20}
    assert told.reasons == {"A0": "fewer than 10 tweets", "A2": COMPLEMENT}
    assert told.totals == {frozenset("A"): 60, frozenset("B"): 20}


def test_a_sum_so_small_that_it_says_how_small_a_count_is_takes_one_more_with_it() -> None:
    told = disclosed(of(("A", 1), ("A", 10), ("A", 30), ("A", 50)), Policy(10, 1, 5))
    assert told.values == {"A0": None, "A1": None, "A2": None, "A3": 50}
    assert told.totals == {frozenset("A"): 90}


def test_what_is_named_is_withheld_with_others_however_large() -> None:
    told = disclosed(of(("A", 0), ("A", 30), ("A", 50)), PUBLIC, also=["A0"])
    assert told.values == {"A0": None, "A1": None, "A2": 50}


def test_a_theme_that_cannot_hide_its_small_count_is_summed_with_another() -> None:
    told = disclosed(of(("A", 3), ("B", 20), ("C", 30)), PUBLIC)
    assert told.values == {"A0": None, "B1": 20, "C2": None}
    assert told.totals == {frozenset("AC"): 33, frozenset("B"): 20}


def test_where_nothing_can_hide_it_nothing_is_told() -> None:
    told = disclosed(of(("A", 3), ("B", 4)), PUBLIC)
    assert told == Told({"A0": None, "B1": None}, {"A0": NO_ROOM, "B1": NO_ROOM}, {})


@pytest.mark.parametrize(("authors", "value"), [(1, None), (None, None), (10, 30)])
def test_many_tweets_by_few_or_unknown_people_are_withheld(authors: int | None, value: int | None) -> None:
    cells = [Cell("one", "A", 30, authors), Cell("other", "A", 50, 40), Cell("third", "A", 60, 50)]
    assert disclosed(cells, Policy(10, 10, 1)).values["one"] == value


def test_zero_is_told_and_nothing_is_withheld_where_no_count_is_small() -> None:
    told = disclosed(of(("A", 0), ("A", 3), ("A", 40)), Policy(1, 1, 1))
    assert told.values == {"A0": 0, "A1": 3, "A2": 40}
    assert told.total == 43


def test_a_sum_adds_up_and_says_nothing_of_what_is_rounded() -> None:
    """Four counts of 22 sum to 88: told as 90 beside four times 20, that would give each of them back."""
    told = disclosed(of(*[("A", 22)] * 4), Policy(10, 10, 5))
    assert set(told.values.values()) == {20}
    assert told.total == 80


def test_where_nothing_is_told_there_is_no_sum_and_nought_of_nothing_is_one() -> None:
    assert disclosed(of(("A", 3), ("A", 4)), PUBLIC).total is None
    assert disclosed([], PUBLIC).total == 0


@pytest.mark.parametrize(("count", "base", "value"), [(12, 5, 10), (13, 5, 15), (0, 5, 0), (7, 1, 7), (2, 5, 0)])
def test_a_count_is_rounded_to_the_nearest(count: int, base: int, value: int) -> None:
    assert rounded(count, base) == value


def test_what_is_withheld_is_the_same_in_any_order() -> None:
    cells = of(("A", 3), ("A", 12), ("A", 12), ("B", 4), ("B", 30))
    one, other = disclosed(cells, PUBLIC), disclosed(cells[::-1], PUBLIC)
    values: Mapping[str, int | None] = one.values
    assert values == other.values
