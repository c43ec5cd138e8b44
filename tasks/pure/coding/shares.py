"""The distinct texts in parts that can be coded each by itself, and that stay the same where nothing is added."""

from collections.abc import Iterator

import polars as pl

ROWS_A_PART = 50_000
DIGITS = 8


def shared_out(texts: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """Texts in parts of about ROWS_A_PART, never more than three times as many; one part at the least.

    Rows: those given, in order. A part ends where a tweet's key says so, so that a text more moves no other part's ends.
    """
    last = pl.col("tweet_key").str.head(DIGITS).str.to_integer(base=16, strict=False) % ROWS_A_PART == 0
    ends = texts.select(last.fill_null(False).arg_true()).to_series() + 1
    first = 0
    for end in sorted({*ends.to_list(), texts.height}):
        yield from (texts[begin : min(begin + 3 * ROWS_A_PART, end)] for begin in range(first, end, 3 * ROWS_A_PART))
        first = end
    if not texts.height:
        yield texts
