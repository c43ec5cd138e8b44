"""Thresholds: what a study says its result must keep to, held against Table 1 and the drift since the last release."""

from collections.abc import Iterator

import polars as pl

from tasks.codebook.model import UNCODED_NAME
from tasks.schema import Table1


def beyond(
    table1: Table1,
    moved: pl.DataFrame | None,
    least_tweets: int | None = None,
    uncoded_share: float | None = None,
    drift_points: float | None = None,
) -> Iterator[str]:
    """Each limit that the result exceeds, in words with the number; None means no limit, and no drift exceeds none."""
    total = int(table1["tweets"].sum())
    if least_tweets is not None and total < least_tweets:
        yield f"{total:,} distinct tweets, and least_tweets is {least_tweets:,}"
    uncoded = int(table1.filter(theme=UNCODED_NAME)["tweets"].sum()) / total if total else 0.0
    if uncoded_share is not None and uncoded > uncoded_share:
        yield f"{uncoded:.3f} of the tweets are uncoded, and uncoded_share is {uncoded_share:g}"
    if drift_points is not None and moved is not None:
        for theme, points in moved.filter(pl.col("points").abs() > drift_points).select("theme", "points").iter_rows():
            yield f"{theme} moved by {points:+.1f} points, and drift_points is {drift_points:g}"
