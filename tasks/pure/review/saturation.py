"""When reading on brings nothing new: saturation by base size, run length and new-information threshold.

Guest, Namey and Chen (2020), A simple method to assess and report thematic saturation in qualitative research, PLOS ONE
15(5), e0232076: the headings found in the first tweets are the base; a run is so many tweets that follow, one run begins a
tweet after the other; saturation is where a run's new headings are at most the threshold's share of the base. The paper
counts interviews, which say far more than a tweet: take larger bases and longer runs too.
"""

from collections.abc import Iterable, Sequence
from itertools import accumulate

import polars as pl

THRESHOLDS = (0.05, 0.0)


def new_headings(codes: pl.DataFrame, coders: Sequence[str], uncoded: str) -> pl.DataFrame:
    """How many headings each tweet brings that no tweet before it had, by the coders together.

    Rows: one a tweet, by tweet_key: keys are digests, so that this order is one drawn by lot. Columns: tweet (from 1), new,
    known (headings so far). `uncoded` is not a heading.
    """
    given = codes.filter(pl.col("coder").is_in(list(coders)))
    headings = given.group_by("tweet_key").agg(pl.col("heading").unique()).sort("tweet_key").get_column("heading").to_list()
    sets = accumulate((frozenset(each) - {uncoded} for each in headings), _together, initial=frozenset[str]())
    known = pl.Series("known", [len(each) for each in sets][1:], dtype=pl.Int64)
    new = known.diff().fill_null(known.head(1).item() if len(known) else 0)
    return pl.DataFrame({"tweet": pl.int_range(1, len(known) + 1, eager=True), "new": new, "known": known})


def saturation(
    curve: pl.DataFrame, bases: Iterable[int], runs: Iterable[int], thresholds: Iterable[float] = THRESHOLDS
) -> pl.DataFrame:
    """Where each combination of base, run and threshold is met; `curve` is what `new_headings` gives.

    Rows: one a combination, in the order given. Columns: base, run, threshold, base_headings, tweets (read when a run first
    met the threshold, that run not counted; null where none did), new_share (the last run's new headings over the base's;
    null where the curve is too short or the base has no heading).
    """
    new, known = curve.get_column("new").to_list(), curve.get_column("known").to_list()
    rows = [
        (base, run, threshold, *_reached(new, known, base, run, threshold))
        for base in bases
        for run in runs
        for threshold in thresholds
    ]
    return pl.DataFrame(rows, schema=_REACHED, orient="row")


_REACHED = {
    "base": pl.Int64,
    "run": pl.Int64,
    "threshold": pl.Float64,
    "base_headings": pl.Int64,
    "tweets": pl.Int64,
    "new_share": pl.Float64,
}


def _together(one: frozenset[str], other: frozenset[str]) -> frozenset[str]:
    return one | other


def _reached(
    new: Sequence[int], known: Sequence[int], base: int, run: int, threshold: float
) -> tuple[int | None, int | None, float | None]:
    if len(known) < base + run or not known[base - 1]:
        return (known[base - 1] if len(known) >= base else None), None, None
    of_base = known[base - 1]
    shares = [sum(new[first : first + run]) / of_base for first in range(base, len(new) - run + 1)]
    met = next((base + place for place, share in enumerate(shares) if share <= threshold), None)
    return of_base, met, shares[-1]
