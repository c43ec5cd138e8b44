"""From coders' codes to what is left to settle: tweets on which all agree, and tweets to talk about."""

from collections.abc import Sequence

import polars as pl


def agreed(codes: pl.DataFrame, coders: Sequence[str]) -> pl.DataFrame:
    """The tweets that two or more people coded, all with the same headings and the same primary one.

    Rows: one a tweet, by tweet_key; columns: tweet_key, headings (the primary one first, the others A to Z), coders.
    """
    given = _codings(codes, coders)
    same = given.group_by("tweet_key").agg(
        pl.col("headings").first(), pl.col("headings").n_unique().alias("kinds"), pl.col("coder").sort().alias("coders")
    )
    both = same.filter((pl.col("kinds") == 1) & (pl.col("coders").list.len() > 1))
    return both.select("tweet_key", "headings", "coders").sort("tweet_key")


def to_settle(codes: pl.DataFrame, coders: Sequence[str], rules: str) -> pl.DataFrame:
    """The tweets that two or more people coded and not all alike, the most disputed first.

    Rows: one a tweet, by number of different primary headings (most first), then tweet_key; columns: tweet_key, then for
    each coder and for the rules what they gave, as ids joined by "; ", the primary one first; null where they gave nothing.
    """
    given = _codings(codes, [*coders, rules])
    people = given.filter(pl.col("coder") != rules)
    disputed = (
        people.group_by("tweet_key")
        .agg(
            pl.col("headings").n_unique().alias("kinds"),
            pl.col("headings").list.first().n_unique().alias("primaries"),
            pl.len().alias("coded_by"),
        )
        .filter((pl.col("coded_by") > 1) & (pl.col("kinds") > 1))
    )
    wide = (
        given.with_columns(pl.col("headings").list.join("; "))
        .join(disputed.select("tweet_key", "primaries"), on="tweet_key")
        .pivot("coder", index=["tweet_key", "primaries"], values="headings")
    )
    absent = [pl.lit(None, pl.String).alias(name) for name in (*coders, rules) if name not in wide.columns]
    ordered = wide.with_columns(absent).sort("primaries", "tweet_key", descending=[True, False])
    return ordered.select("tweet_key", *coders, rules)


def _codings(codes: pl.DataFrame, coders: Sequence[str]) -> pl.DataFrame:
    """One row a tweet and coder: the headings given, the primary one first, the others A to Z."""
    kept = codes.filter(pl.col("coder").is_in(list(coders)))
    ordered = kept.sort("tweet_key", "coder", "is_primary", "heading", descending=[False, False, True, False])
    return ordered.group_by("tweet_key", "coder", maintain_order=True).agg(pl.col("heading").alias("headings"))
