"""Two releases held side by side: what came, went and moved, and which settings differ."""

import polars as pl

from tasks.pure.drift.releases import moves, settings_between, tweets_by_theme

OLD = pl.DataFrame({"tweet_key": ["1", "2", "3"], "theme": ["asking", "asking", "thanks"]})
NEW = pl.DataFrame({"tweet_key": ["2", "3", "4"], "theme": ["thanks", "thanks", "other"]})


def test_every_tweet_came_went_moved_or_stayed() -> None:
    table = tweets_by_theme(OLD, NEW)
    assert table.rows() == [("asking", 2, 0, 0, 1, 0, 1), ("other", 0, 1, 1, 0, 0, 0), ("thanks", 1, 2, 0, 0, 1, 0)]
    change = pl.col("before") + pl.col("came") - pl.col("went") + pl.col("moved_in") - pl.col("moved_out")
    assert table.filter(change != pl.col("after")).is_empty()
    assert moves(OLD, NEW).rows() == [("asking", "thanks", 1)]


def test_equal_releases_differ_in_nothing() -> None:
    assert moves(OLD, OLD).is_empty()
    assert tweets_by_theme(OLD, OLD).select(pl.sum("came", "went", "moved_in", "moved_out")).row(0) == (0, 0, 0, 0)
    assert list(settings_between({"a": {"b": [1]}}, {"a": {"b": [1]}})) == []


def test_settings_that_differ_are_named_with_both_values() -> None:
    old, new = {"study": {"near": 0.9, "id": "s"}, "code": "x"}, {"study": {"near": 0.8, "id": "s"}, "decisions": None}
    assert list(settings_between(old, new)) == [("code", "x", None), ("study.near", 0.9, 0.8)]
