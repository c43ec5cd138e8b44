"""What two public releases of one study tell of the tweets that are in one of them only."""

from collections.abc import Iterator, Mapping

import polars as pl

from tasks.pure.disclosure.promises import COLUMNS, COUNTS

Tables = Mapping[str, pl.DataFrame]
WITHIN = {"table1": "theme"}
"""The column of a table whose groups are summed up in another, `themes`."""


def taken_apart(one: Tables, other: Tables, least: int, base: int) -> dict[str, int]:
    """How many counts of each table, told in two releases, give a count of fewer than `least` tweets away.

    Two counts rounded to `base` differ by at least what they are told to differ by, less base - 1. A count that only one
    release tells is as safe as the sum around it: where that has not moved by enough, it places what was withheld.
    Rows: one a table of both with such a count.
    """
    far = least + base - 1
    found = {name: len(list(_near(name, one, other, far))) for name in COLUMNS if name in one and name in other}
    return {name: number for name, number in found.items() if number}


def _near(name: str, one: Tables, other: Tables, far: int) -> Iterator[str]:
    columns = [column for column in COUNTS if column in one[name].columns]
    keys = [column for column in one[name].columns if column not in COUNTS]
    both = one[name].join(other[name], on=keys, nulls_equal=True, suffix="_other") if columns else pl.DataFrame()
    for row in both.iter_rows(named=True):
        for column in columns:
            pair = row[column], row[f"{column}_other"]
            if None not in pair:
                if 0 < abs(pair[0] - pair[1]) < far:
                    yield column
            elif pair != (None, None) and _moved(one, other, row.get(WITHIN.get(name, ""))) < far:
                yield column


def _moved(one: Tables, other: Tables, theme: str | None) -> int:
    """By how many tweets the sum around a count differs; nought where it is not told in both."""
    sums = [_sum(tables["themes"], theme) for tables in (one, other)]
    return 0 if sums[0] is None or sums[1] is None else abs(sums[0] - sums[1])


def _sum(themes: pl.DataFrame, theme: str | None) -> int | None:
    around = themes if theme is None else themes.filter(theme=theme)
    return None if around.get_column("tweets").null_count() else int(around.get_column("tweets").sum())
