"""The sample that people code: every heading is in it, by its share, and a seed draws the same again."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.errors import UsageError
from tasks.pure.review.sample import review_sample, sample_digest


def tweets(**counts: int) -> pl.DataFrame:
    headings = [heading for heading, count in counts.items() for _ in range(count)]
    keys = [f"{place:04x}" for place in range(len(headings))]
    return pl.DataFrame({"tweet_key": keys, "text": [f"words {key}" for key in keys], "heading": headings})


def test_every_heading_has_one_and_beyond_that_its_share() -> None:
    drawn = review_sample(tweets(many=80, some=19, one=1), 22, seed=1)
    counts = dict(drawn.group_by("heading").len().iter_rows())
    assert counts == {"many": 16, "some": 5, "one": 1}


def test_the_order_does_not_tell_the_heading() -> None:
    headings = review_sample(tweets(one=50, other=50), 40, seed=1)["heading"]
    assert headings.rle().len() > 10


def test_a_sample_too_small_for_the_headings_is_refused() -> None:
    with pytest.raises(UsageError, match="2 tweets are too few for 3 headings"):
        review_sample(tweets(one=5, two=5, three=5), 2, seed=1)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(1, 30), min_size=1, max_size=5), st.integers(5, 60), st.integers(0, 3))
def test_a_sample_is_as_large_as_asked_and_the_same_whatever_the_order(counts: list[int], size: int, seed: int) -> None:
    frame = tweets(**{f"heading{place}": count for place, count in enumerate(counts)})
    drawn = review_sample(frame, size, seed)
    assert drawn.height == min(size, frame.height)
    assert drawn["heading"].n_unique() == len(counts)
    assert drawn.equals(review_sample(frame.reverse(), size, seed))
    larger = set(review_sample(frame, size + 7, seed)["tweet_key"])
    assert set(drawn["tweet_key"]) <= larger or drawn.height < frame.height


def test_another_seed_draws_another_sample() -> None:
    frame = tweets(one=60, other=60)
    assert not review_sample(frame, 20, 1).equals(review_sample(frame, 20, 2))


def test_the_digest_sees_a_word_and_no_line_end() -> None:
    frame = tweets(one=2)
    edited, wrapped = (frame.with_columns(pl.col("text").str.replace(" ", by, literal=True)) for by in ("x", "\r\n"))
    assert sample_digest(frame) == sample_digest(frame.reverse()) == sample_digest(wrapped) != sample_digest(edited)
