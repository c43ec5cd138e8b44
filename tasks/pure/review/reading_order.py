"""Which tweets people should read next: what no rule found, what is claimed by most themes, what was decided narrowly."""

import polars as pl

from tasks.codebook.model import UNCODED
from tasks.schema import Coded

REASONS = ("uncoded", "themes apart", "narrow")
NARROW_STEPS = ("longer phrase", "earlier in the text", "declared precedence", "order in the codebook")
"""The steps of the ladder that say little about a tweet, from the one that says most."""


def reading_order(codes: Coded, given: pl.DataFrame, read: pl.Series) -> pl.DataFrame:
    """The tweets from which people learn most, and why each is among them.

    `codes` holds all evidence of the rules, `given` what coders said (tweet_key, theme; no rows where nobody coded), and
    `read` the keys of tweets that need no reader any more.
    Rows: one a tweet that has a reason, with the first of its reasons; the reasons take turns, Uncoded first. Uncoded are
    ordered by how many headings were all but found, tweets of several themes by the number of themes that rules or coders
    gave, narrow ones by weak cues alone, then by the step that decided, the one that says least first; ties by tweet_key.
    Columns: position (from 1), tweet_key, heading (by the rules), why.
    """
    unread = codes.filter(~pl.col("tweet_key").is_in(read.implode()))
    found = pl.concat([_uncoded(unread), _apart(unread, given), _narrow(unread)])
    once = found.unique("tweet_key", keep="first", maintain_order=True)
    order = pl.col("why").cast(pl.Enum(REASONS)).to_physical()
    turns = once.sort(order, "worth", "tweet_key", descending=[False, True, False]).with_columns(
        turn=pl.int_range(pl.len()).over("why")
    )
    primary = codes.filter("is_primary").select("tweet_key", "heading")
    told = turns.sort("turn", order).join(primary, on="tweet_key", how="left", maintain_order="left")
    return told.select(pl.int_range(1, pl.len() + 1).alias("position"), "tweet_key", "heading", "why")


def _uncoded(codes: pl.DataFrame) -> pl.DataFrame:
    near = codes.group_by("tweet_key").agg(
        is_uncoded=(pl.col("is_primary") & (pl.col("heading") == UNCODED)).any(),
        worth=(pl.col("status") == "suggested").sum(),
    )
    return _because(near.filter("is_uncoded"), "uncoded")


def _apart(codes: pl.DataFrame, given: pl.DataFrame) -> pl.DataFrame:
    by_rules = codes.filter(pl.col("status") == "live").select("tweet_key", "theme")
    by_people = given.select("tweet_key", "theme").join(codes.select("tweet_key").unique(), on="tweet_key", how="semi")
    themes = pl.concat([by_rules, by_people]).group_by("tweet_key").agg(worth=pl.col("theme").n_unique())
    return _because(themes.filter(pl.col("worth") > 1), "themes apart")


def _narrow(codes: pl.DataFrame) -> pl.DataFrame:
    steps = {step: place for place, step in enumerate(NARROW_STEPS, start=1)}
    is_weak = pl.col("strength") == "weak"
    primary = codes.filter("is_primary", pl.col("heading") != UNCODED).with_columns(
        worth=pl.col("step").replace_strict(steps, default=0) + is_weak.cast(pl.Int64) * (len(steps) + 1)
    )
    return _because(primary.filter(pl.col("worth") > 0), "narrow")


def _because(rows: pl.DataFrame, why: str) -> pl.DataFrame:
    return rows.select("tweet_key", pl.col("worth").cast(pl.Int64), why=pl.lit(why))
