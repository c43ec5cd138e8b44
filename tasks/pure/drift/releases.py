"""What differs between two releases of a study: tweets in, out and moved, counts, settings, code."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

COMPARED = ("study", "inputs", "versions", "counts", "decisions", "agreement", "held_back")
"""The parts of a manifest that say how a release came about."""

Told = tuple[pl.DataFrame, Mapping[str, Any]]
"""The tweets of a release (tweet_key and theme, one row a tweet), and its manifest."""


@dataclass(frozen=True)
class Difference:
    """What differs between two releases: `themes` as of `tweets_by_theme`, `moved` as of `moves`, and settings by name with the
    old value and the new one.
    """

    themes: pl.DataFrame
    moved: pl.DataFrame
    settings: list[tuple[str, Any, Any]]

    @property
    def is_none(self) -> bool:
        """Whether nothing differs."""
        return not self.settings and not sum(sum(row[3:]) for row in self.themes.iter_rows())


def difference(old: Told, new: Told) -> Difference:
    """What differs between two releases of a study, by their tweets and manifests."""
    before, after = ({name: manifest.get(name) for name in COMPARED} for _, manifest in (old, new))
    return Difference(tweets_by_theme(old[0], new[0]), moves(old[0], new[0]), list(settings_between(before, after)))


def tweets_by_theme(old: pl.DataFrame, new: pl.DataFrame) -> pl.DataFrame:
    """How the tweets of each theme changed; both tables have tweet_key and theme, one row a tweet.

    Rows: one a theme of either table, A to Z. Columns: theme, before, after, and of the difference: came and went (tweets
    that only one release has), moved_in and moved_out (tweets of both, under another theme).
    """
    both = old.select("tweet_key", old="theme").join(
        new.select("tweet_key", new="theme"), on="tweet_key", how="full", coalesce=True
    )
    is_in_both = pl.col("old").is_not_null() & pl.col("new").is_not_null()
    has_moved = is_in_both & (pl.col("old") != pl.col("new"))
    left = both.drop_nulls("old").group_by(theme="old").agg(
        before=pl.len(), went=pl.col("new").is_null().sum(), moved_out=has_moved.sum()
    )  # fmt: skip
    joined = both.drop_nulls("new").group_by(theme="new").agg(
        after=pl.len(), came=pl.col("old").is_null().sum(), moved_in=has_moved.sum()
    )  # fmt: skip
    table = left.join(joined, on="theme", how="full", coalesce=True).fill_null(0)
    return table.select("theme", pl.col("before", "after", "came", "went", "moved_in", "moved_out").cast(pl.Int64)).sort("theme")


def moves(old: pl.DataFrame, new: pl.DataFrame) -> pl.DataFrame:
    """From which theme to which the tweets of both releases moved.

    Rows: one a pair, most tweets first, ties A to Z. Columns: before, after, tweets.
    """
    both = old.select("tweet_key", before="theme").join(new.select("tweet_key", after="theme"), on="tweet_key")
    pairs = both.filter(pl.col("before") != pl.col("after")).group_by("before", "after").len("tweets")
    return pairs.sort("tweets", "before", "after", descending=[True, False, False])


def settings_between(old: Any, new: Any, name: str = "") -> Iterator[tuple[str, Any, Any]]:
    """The settings of two manifests that differ: a dotted name, the old value and the new one, by name."""
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        for key in sorted({*old, *new}):
            yield from settings_between(old.get(key), new.get(key), f"{name}.{key}".lstrip("."))
    elif old != new:
        yield name, old, new
