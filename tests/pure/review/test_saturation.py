"""Saturation by base size and run length, held to an example counted by hand."""

import polars as pl
import pytest

from tasks.pure.review.saturation import new_headings, saturation

# Headings of nine tweets: four bring 4 + 2 + 1 + 3 = 10 headings, the next ones 1, 0, 1, 0, 0.
GIVEN = ["abcd", "aef", "g", "hij", "k", "a", "l", "b", "c"]


def codes(given: list[str]) -> pl.DataFrame:
    rows = [(f"{place}", "AB", heading, heading == tweet[0]) for place, tweet in enumerate(given) for heading in tweet]
    return pl.DataFrame(rows, schema=["tweet_key", "coder", "heading", "is_primary"], orient="row")


CURVE = new_headings(codes(GIVEN), ["AB"], "uncoded")


def test_the_curve_counts_what_is_new_tweet_by_tweet() -> None:
    assert CURVE.get_column("new").to_list() == [4, 2, 1, 3, 1, 0, 1, 0, 0]
    assert CURVE.get_column("known").to_list()[-1] == 12


@pytest.mark.parametrize(
    ("run", "threshold", "tweets"), [(2, 0.1, 4), (2, 0.05, 7), (2, 0.0, 7), (3, 0.1, 5), (3, 0.05, None)]
)
def test_a_run_meets_the_threshold_where_its_share_of_the_base_is_small_enough(
    run: int, threshold: float, tweets: int | None
) -> None:
    row = saturation(CURVE, [4], [run], [threshold]).row(0, named=True)
    assert (row["base_headings"], row["tweets"]) == (10, tweets)


def test_uncoded_is_no_heading_and_the_rules_are_nobody() -> None:
    given = codes(["a"]).with_columns(heading=pl.lit("uncoded"))
    others = codes(["bcd"]).with_columns(coder=pl.lit("rules"))
    assert new_headings(pl.concat([given, others]), ["AB"], "uncoded").rows() == [(1, 0, 0)]


def test_too_few_tweets_and_an_empty_base_reach_nothing() -> None:
    assert saturation(CURVE, [9], [2], [0.05]).rows() == [(9, 2, 0.05, 12, None, None)]
    assert saturation(CURVE, [20], [2], [0.05]).rows() == [(20, 2, 0.05, None, None, None)]
    empty = new_headings(codes([]), ["AB"], "uncoded")
    assert saturation(empty, [4], [2], [0.05]).rows() == [(4, 2, 0.05, None, None, None)]
