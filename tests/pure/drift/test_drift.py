"""Drift is a difference of shares, and thresholds are held against what it and Table 1 say."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.pure.drift.shares import drift
from tasks.pure.drift.thresholds import beyond
from tasks.schema import DRIFT, TABLE1


def table1(**themes: int) -> pl.DataFrame:
    rows = [(theme, theme, tweets) for theme, tweets in themes.items()]
    return pl.DataFrame(rows, schema=TABLE1.dtypes, orient="row")


def test_shares_move_against_each_other() -> None:
    moved = drift(table1(Asking=3, Thanks=1), table1(Asking=4, Thanks=4))
    assert moved.select("theme", "points").rows() == [("Asking", -25.0), ("Thanks", 25.0)]


def test_headings_of_a_theme_are_summed_and_a_theme_of_one_side_counts_as_none_on_the_other() -> None:
    two = pl.DataFrame([("A", "x", 1), ("A", "y", 1)], schema=TABLE1.dtypes, orient="row")
    moved = drift(pl.concat([two, table1(Old=2)]), pl.concat([two, table1(New=6)]))
    assert moved.select("theme", "before_tweets", "after_tweets", "points").rows() == [
        ("A", 2, 2, -25.0),
        ("New", 0, 6, 75.0),
        ("Old", 2, 0, -50.0),
    ]


def test_nothing_at_all_is_no_drift() -> None:
    moved = drift(table1(Asking=0), table1(Asking=0))
    assert moved.schema == DRIFT.dtypes
    assert moved["points"].to_list() == [0.0]


counts = st.dictionaries(st.sampled_from("ABCDE"), st.integers(0, 50), min_size=1)


@given(counts, counts)
def test_points_sum_to_nothing_where_both_have_tweets(before: dict[str, int], after: dict[str, int]) -> None:
    moved = drift(table1(**before), table1(**after))
    assert set(moved["theme"]) == set(before) | set(after)
    if sum(before.values()) and sum(after.values()):
        assert moved["points"].sum() == pytest.approx(0, abs=1e-6)


@pytest.mark.parametrize(
    ("limits", "told"),
    [
        ({}, []),
        ({"least_tweets": 10, "uncoded_share": 0.2, "drift_points": 30}, []),
        ({"least_tweets": 11}, ["10 distinct tweets, and least_tweets is 11"]),
        ({"uncoded_share": 0.19}, ["0.200 of the tweets are uncoded, and uncoded_share is 0.19"]),
        ({"drift_points": 29.9}, ["Asking moved by +30.0 points, and drift_points is 29.9"]),
    ],
)
def test_a_limit_holds_up_to_its_number(limits: dict[str, float], told: list[str]) -> None:
    before, after = table1(Asking=5, Thanks=5), table1(Asking=8, Thanks=0, Uncoded=2)
    moved = drift(before, after).filter(pl.col("theme") == "Asking")
    assert list(beyond(after, moved, **limits)) == told  # type: ignore[arg-type]


def test_the_first_release_has_not_moved() -> None:
    assert list(beyond(table1(Asking=1), None, drift_points=0)) == []
    assert list(beyond(TABLE1.empty(), None, uncoded_share=0.0)) == []
