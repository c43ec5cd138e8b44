"""Codings as tables that other programs read: a matrix of 0 and 1, and Taguette's table of highlights."""

import polars as pl

from tasks.codebook.model import UNCODED, Codebook


def matrix(tweets: pl.DataFrame, codings: pl.DataFrame, codebook: Codebook) -> pl.DataFrame:
    """Which headings each tweet has.

    Rows: one a tweet, by tweet_key. Columns: tweet_key, text, primary, then a 0 or 1 for each heading, in the codebook's order.
    """
    given = codings.group_by("tweet_key").agg(pl.col("heading"))
    both = tweets.select("tweet_key", "text", primary="heading").join(given, on="tweet_key", how="left").sort("tweet_key")
    ids = [each.id for each in codebook.headings]
    has = [pl.col("heading").list.contains(each).fill_null(value=False).cast(pl.Int8).alias(each) for each in ids]
    return both.select("tweet_key", "text", "primary", *has)


def highlights(tweets: pl.DataFrame, codings: pl.DataFrame, codebook: Codebook) -> pl.DataFrame:
    """Codings as Taguette exports highlights.

    Rows: one a coding that is not Uncoded, by tweet_key, then in the codebook's order. Columns: id (from 1), document (the
    tweet's key), tag (the heading's name, with its theme's where two share one), content (the words that fired, else the tweet).
    """
    names = {each.id: each.name for each in codebook.headings}
    themes = {theme.id: theme.name for theme in codebook.themes}
    shared = [name for name in names.values() if list(names.values()).count(name) > 1]
    tags = {each.id: f"{each.name} [{themes[each.theme]}]" if each.name in shared else each.name for each in codebook.headings}
    order = {each.id: place for place, each in enumerate(codebook.headings)}
    kept = codings.filter(pl.col("heading") != UNCODED).join(tweets.select("tweet_key", "text"), on="tweet_key")
    ordered = kept.sort("tweet_key", pl.col("heading").replace_strict(order, return_dtype=pl.Int64), maintain_order=True)
    return ordered.select(
        pl.int_range(1, pl.len() + 1).alias("id"),
        document="tweet_key",
        tag=pl.col("heading").replace(tags),
        content=pl.coalesce("words", "text"),
    )
