"""The rules held against what people decided: precision and recall by heading, and what was taken for what."""

from math import sqrt

import polars as pl

Z = 1.959964
"""The normal quantile of a 95 % interval."""

_OVERALL = {"given": "decided", "found": "found", "both": "both"}


def measured(decisions: pl.DataFrame, codes: pl.DataFrame) -> pl.DataFrame:
    """How well rules find what people decided, heading by heading, primary or not.

    `decisions` has tweet_key and headings, `codes` the live codes of the same tweets by the rules alone.
    Rows: one a heading that people or rules gave, those that people gave most first, ties A to Z. Columns: heading, decided
    (tweets that people gave it), found (tweets that the rules gave it), both; precision and recall with 95 % Wilson
    intervals, null where nothing was found or decided.
    """
    given = decisions.select("tweet_key", heading="headings").explode("heading")
    fired = codes.select("tweet_key", "heading").unique().join(decisions.select("tweet_key"), on="tweet_key", how="semi")
    both = given.join(fired, on=["tweet_key", "heading"], how="inner")
    counts = [each.group_by("heading").len(name) for name, each in (("decided", given), ("found", fired), ("both", both))]
    wide = counts[0].join(counts[1], on="heading", how="full", coalesce=True).join(counts[2], on="heading", how="left")
    table = wide.fill_null(0).sort("decided", "heading", descending=[True, False])
    intervals = [(*wilson(row["both"], row["found"]), *wilson(row["both"], row["decided"])) for row in table.to_dicts()]
    names = [f"{measure}{end}" for measure in ("precision", "recall") for end in ("", "_low", "_high")]
    return table.hstack(pl.DataFrame(intervals, schema=dict.fromkeys(names, pl.Float64), orient="row"))


def confusion(decisions: pl.DataFrame, codes: pl.DataFrame) -> pl.DataFrame:
    """Primary headings, decided and by the rules.

    Rows: one a pair that occurs, most tweets first, ties A to Z. Columns: decided, by_rules, tweets.
    """
    primary = codes.filter("is_primary").select("tweet_key", by_rules="heading")
    pairs = decisions.select("tweet_key", decided=pl.col("headings").list.first()).join(primary, on="tweet_key", how="inner")
    return pairs.group_by("decided", "by_rules").len("tweets").sort(
        "tweets", "decided", "by_rules", descending=[True, False, False]
    )  # fmt: skip


def overall(decisions: pl.DataFrame, codes: pl.DataFrame) -> dict[str, int]:
    """Of all headings together how many people gave (`given`), how many the rules gave (`found`), and how many both."""
    table = measured(decisions, codes)
    return {name: int(table.get_column(column).sum()) for name, column in _OVERALL.items()}


def reproduced(decisions: pl.DataFrame, codes: pl.DataFrame) -> pl.Series:
    """The keys of the decisions whose primary heading the rules give too, sorted."""
    primary = codes.filter("is_primary").select("tweet_key", "heading")
    same = decisions.join(primary, on="tweet_key", how="inner").filter(pl.col("headings").list.first() == pl.col("heading"))
    return same.get_column("tweet_key").sort()


def wilson(successes: int, trials: int) -> tuple[float | None, float | None, float | None]:
    """A share with its 95 % Wilson score interval; nulls where there was no trial."""
    if not trials:
        return None, None, None
    share, square = successes / trials, Z * Z / trials
    centre = (share + square / 2) / (1 + square)
    half = Z * sqrt(share * (1 - share) / trials + square / (4 * trials)) / (1 + square)
    return share, max(centre - half, 0.0), min(centre + half, 1.0)
