"""No cell of a CSV is a formula to a spreadsheet, and every other cell is as it was."""

import csv
import io
import unicodedata

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.pure.disclosure.spreadsheet_csv import harmless, restored

STARTS = "=+-@\t\r"
BEFORE = st.text(st.sampled_from(" \u00a0\u200b\ufeff'\"“‘\u2009"), max_size=3)
FORMULAS = st.builds(
    "".join, st.tuples(BEFORE, st.sampled_from([*STARTS, "＝", "＋", "－", "＠", "﹦"]), st.text(max_size=8))
)


def cells(*texts: str) -> list[str]:
    """The cells as a spreadsheet would read them from the file."""
    words = harmless(pl.DataFrame({"text": texts})).write_csv()
    return [row[0] for row in csv.reader(io.StringIO(words, newline=""))][1:]


def is_run(cell: str) -> bool:
    """Whether a spreadsheet could run a cell: one that folds widths, and takes spaces, quotes and the unseen away."""
    shown = "".join(each for each in unicodedata.normalize("NFKC", cell) if unicodedata.category(each) != "Cf")
    return (bool(cell) and cell[0] in "\t\r\n") or shown.lstrip(' \t\r\n"“”‘’«`').startswith(("=", "+", "-", "@"))


@given(FORMULAS)
@settings(max_examples=200, deadline=None)
def test_no_cell_that_looks_like_a_formula_is_one(text: str) -> None:
    (cell,) = cells(text)
    assert not is_run(cell)
    assert cell == f"'{text}"


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=12))
@settings(max_examples=200, deadline=None)
def test_no_cell_at_all_is_one_and_plain_words_stay(text: str) -> None:
    (cell,) = cells(text)
    assert not is_run(cell)
    assert cell in {text, f"'{text}"}


@pytest.mark.parametrize("text", ["we can host", "a = b", "5 - 3", "“quoted”", "[USER] said", "'tis", "1+1"])
def test_what_is_no_formula_is_left_alone(text: str) -> None:
    assert cells(text) == [text]


def test_numbers_stay_numbers() -> None:
    frame = pl.DataFrame({"tweets": [-5], "text": [None]}, schema={"tweets": pl.Int64, "text": pl.String})
    assert harmless(frame).equals(frame)


@given(st.text(alphabet="'=+-@\t\n ab\u200b", max_size=6))
def test_what_was_made_harmless_reads_back_as_it_was(words: str) -> None:
    frame = pl.DataFrame({"text": [words]})
    assert harmless(frame).select(restored(pl.col("text"))).item() == words
