"""Drift: how far each theme's share of the tweets moved from one release to the next."""

import polars as pl

from tasks.schema import DRIFT, Drift, Table1


def drift(before: Table1, after: Table1) -> Drift:
    """Shares of N before and after, and their difference in percentage points.

    Rows: one a theme of either table, in the order of the later one; themes that it lacks come last.
    """
    shares = [_shares(table, when) for table, when in ((after, "after"), (before, "before"))]
    joined = shares[0].join(shares[1], on="theme", how="full", coalesce=True, maintain_order="left_right")
    filled = joined.with_columns(pl.exclude("theme").fill_null(0))
    # Rounded, so that a drift that is a limit to the digit is not beyond it.
    points = (100 * (pl.col("after_share") - pl.col("before_share"))).round(9).alias("points")
    return DRIFT.conform(filled.with_columns(points))


def _shares(table: Table1, when: str) -> pl.DataFrame:
    tweets = table.group_by("theme", maintain_order=True).agg(pl.col("tweets").sum().alias(f"{when}_tweets"))
    total = pl.col(f"{when}_tweets").sum()
    share = pl.when(total > 0).then(pl.col(f"{when}_tweets") / total).otherwise(0.0)
    return tweets.with_columns(share.alias(f"{when}_share"))
