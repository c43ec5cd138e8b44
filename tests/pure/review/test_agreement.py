"""Agreement: published worked examples, what chance can't be told of, and what must always hold."""

import math
from itertools import product

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.pure.review.agreement import MISSING, ac1, alpha, by_heading, disagreements, kappa, masi, overall, pairs

ONCE = np.ones((1, 12))
SCHEMA = {"tweet_key": pl.String, "coder": pl.String, "heading": pl.String, "is_primary": pl.Boolean}


def coded(**coders: str) -> pl.DataFrame:
    """A letter a tweet and coder, a dot where the coder left it out; a capital brings `also` with it."""
    rows = [
        (f"{place:03}", coder, heading, heading != "also")
        for coder, letters in coders.items()
        for place, letter in enumerate(letters)
        for heading in ([] if letter == "." else [letter.lower(), *(["also"] if letter.isupper() else [])])
    ]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def test_alpha_is_that_of_krippendorff_with_four_coders_and_codings_that_are_missing() -> None:
    given_by = ("123321412...", "1233224125.3", ".33323422 51.".replace(" ", ""), "12332441251.")
    labels = np.array(
        [[MISSING if one == "." else int(one) - 1 for one in row[:12].ljust(12, ".")] for row in given_by]
    ).T
    assert alpha(labels, 1 - np.eye(5), ONCE)[0] == pytest.approx(0.743, abs=0.001)


def test_kappa_is_that_of_the_usual_two_by_two_table() -> None:
    """Twenty and fifteen agreed, five and ten not: 0.7 observed, 0.5 by chance."""
    one, other = (np.repeat(labels, (20, 5, 10, 15)) for labels in ([0, 0, 1, 1], [0, 1, 0, 1]))
    assert kappa(one, other, np.ones((1, 50)))[0] == pytest.approx(0.4)


def test_masi_weighs_how_sets_overlap() -> None:
    one, two, three = frozenset("a"), frozenset("ab"), frozenset("bc")
    assert [masi(one, one), masi(one, two), masi(two, three), masi(one, three)] == pytest.approx([0, 2 / 3, 8 / 9, 1])


def test_other_headings_count_where_all_are_compared() -> None:
    both = overall(coded(one="aabbA", other="aabba"), ["one", "other"])
    primary, every = both["alpha"]
    assert primary == 1.0
    assert 0.5 < every < 1.0


def test_where_nobody_differs_in_anything_chance_cannot_be_told() -> None:
    codes = coded(one="aaaa", other="aaaa")
    assert overall(codes, ["one", "other"])["alpha"].to_list() == [None, None]
    assert pairs(codes, ["one", "other"]).row(0) == ("one", "other", 4, 1.0, None, None, None, None, None, None)


def test_coders_who_share_no_tweet_have_no_figures() -> None:
    codes = coded(one="ab..", other="..ab")
    assert pairs(codes, ["one", "other"]).row(0) == ("one", "other", 0, None, None, None, None, None, None, None)
    assert overall(codes, ["one", "other"])["tweets"].to_list() == [0, 0]


def test_a_coder_counts_only_for_the_tweets_that_were_coded() -> None:
    assert pairs(coded(one="ab.b", other="abab"), ["one", "other"])["tweets"].item() == 3
    alone = by_heading(coded(one="ab..", other="ab.."), ["one", "other"])
    assert alone.rows() == [("a", 1, 1.0, 1.0, 1.0), ("b", 1, 1.0, 1.0, 1.0)]


def test_disagreements_are_those_of_primary_headings() -> None:
    found = disagreements(coded(one="aabA.", other="abb.a", third="aabab"), ["one", "other", "third"])
    assert found.rows() == [("001", "a", "b", "a"), ("004", None, "a", "b")]


letters = st.text("abc.", min_size=6, max_size=12)


@settings(max_examples=40, deadline=None)
@given(letters, letters, letters)
def test_figures_keep_within_their_bounds_and_are_the_same_again(one: str, other: str, third: str) -> None:
    codes, coders = coded(one=one, other=other, third=third), ["one", "other", "third"]
    figures = pairs(codes, coders)
    assert figures.equals(pairs(codes.reverse(), coders))
    for share, *rest in figures.select("agreement", "kappa", "low", "high").iter_rows():
        assert share is None or 0 <= share <= 1
        assert all(figure is None or -1 <= figure <= 1 for figure in rest)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), min_size=2, max_size=12))
def test_alpha_of_two_coders_is_scotts_pi_but_for_small_samples(both: list[tuple[int, int]]) -> None:
    """Both compare what is seen with pooled chance; alpha draws its chance without putting back."""
    labels, codings = np.array(both), 2 * len(both)
    shares = np.bincount(labels.ravel(), minlength=3) / codings
    apart = sum(shares[left] * shares[right] for left, right in product(range(3), repeat=2) if left != right)
    found = alpha(labels, 1 - np.eye(3), np.ones((1, len(both))))[0]
    if apart == 0:
        assert math.isnan(found)
    else:
        observed = float((labels[:, 0] != labels[:, 1]).mean())
        assert found == pytest.approx(1 - observed / (apart * codings / (codings - 1)))


def test_ac1_is_that_of_a_published_example() -> None:
    """Gwet (2002), Kappa statistic is not satisfactory: 118 tweets both yes, 5 and 2 apart, none both no."""
    one = np.array([1] * 118 + [1] * 5 + [0] * 2)
    other = np.array([1] * 118 + [0] * 5 + [1] * 2)
    weights = np.ones((1, 125))
    assert ac1(one, other, weights)[0] == pytest.approx(0.9408, abs=1e-4)
    assert kappa(one, other, weights)[0] == pytest.approx(-0.0234, abs=1e-4)


def test_ac1_is_no_figure_where_all_give_one_label() -> None:
    assert np.isnan(ac1(np.zeros(4, np.int64), np.zeros(4, np.int64), np.ones((1, 4)))[0])
