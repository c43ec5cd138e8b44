"""Ids of a dump are kept to the digit, and those that a spreadsheet or JavaScript has rounded are not used."""

import polars as pl
import pytest

from tasks.reading.ids import are_destroyed, ids_of

SMALLEST = 10**17


def endings(*numbers: int) -> pl.Series:
    return pl.Series([str(SMALLEST + number) for number in numbers])


@pytest.mark.parametrize(
    ("words", "is_rounded"),
    [
        (endings(100, 200, 300), True),
        (endings(100, 200, 301), False),
        (endings(100, 200, 300, 401, 502), True),
        (endings(100, 200, 300, 401, 502, 603), False),
        (endings(*range(10, 310, 10)), True),
        (endings(*range(10, 300, 10)), False),
        (endings(*range(10, 310, 10), *range(1011, 1301, 10)), True),
        (endings(*range(10, 310, 10), *range(1011, 1311, 10)), False),
    ],
)
def test_many_ids_that_end_in_noughts_were_rounded(words: pl.Series, is_rounded: bool) -> None:
    """Three of two noughts or thirty of one, and more than half of all."""
    assert set(are_destroyed(words)) == {is_rounded}
    assert ids_of(words).null_count() == (words.len() if is_rounded else 0)


def test_short_ids_beside_rounded_ones_are_kept() -> None:
    words = pl.concat([endings(100, 200, 300), pl.Series(["20", "9999999999999999"])])
    assert ids_of(words).to_list() == [None, None, None, "20", "9999999999999999"]


@pytest.mark.parametrize("written", ["3.66E+17", "3,66e+17", "366123456789012345.0", "366123456789012345,00"])
def test_an_id_written_as_a_float_is_destroyed(written: str) -> None:
    assert are_destroyed(pl.Series([written])).to_list() == [True]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("366123456789012345", "366123456789012345"),
        ("'366123456789012345", "366123456789012345"),
        ("x366123456789012345", "366123456789012345"),
        ("tag:search.twitter.com,2005:366123456789012345", "366123456789012345"),
        ("https://twitter.com/owl/status/366123456789012345", "366123456789012345"),
        ("https://twitter.com/owl/statuses/366123456789012345?s=20", "366123456789012345"),
        ("123456.0", "123456"),
        ("18446744073709551615", "18446744073709551615"),
        ("18446744073709551616", None),
        ("owl", None),
        ("-5", None),
    ],
)
def test_an_id_is_found_in_what_a_dump_puts_around_it(written: str, read: str | None) -> None:
    assert ids_of(pl.Series([written])).to_list() == [read]
