"""The distinct texts in parts that can be coded each by itself, and that stay the same where nothing is added."""

from collections.abc import Iterator

import polars as pl

ROWS_A_PART = 50_000
DIGITS = 8


def shared_out(keys: pl.Series) -> Iterator[tuple[int, int]]:
    """The parts of the texts with these keys, each by its first row and its rows; one part at the least.

    A part has about ROWS_A_PART rows, never more than three times as many, and parts follow each other. A part ends where a
    tweet's key says so, so that a text more moves no other part's ends.
    """
    is_last = keys.str.head(DIGITS).str.to_integer(base=16, strict=False) % ROWS_A_PART == 0
    ends = is_last.fill_null(False).arg_true() + 1
    most, first = 3 * ROWS_A_PART, 0
    for end in sorted({*ends.to_list(), keys.len()}):
        yield from ((begin, min(most, end - begin)) for begin in range(first, end, most))
        first = end
    if not keys.len():
        yield 0, 0
