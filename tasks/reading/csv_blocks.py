"""A chunk of a table in CSV, of whole lines, read at once where every byte is accounted for."""

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tasks.reading.csv_records import REPEATED_HEADER, Batch, distinct

QUOTE, NEWLINE = 34, 10

Bytes = NDArray[np.uint8]
Places = NDArray[np.intp]
"""Where in a chunk certain bytes are, in order."""


@dataclass(frozen=True)
class Shape:
    """A chunk of whole records, each with a cell a name: its lines, and those before each record."""

    lines: int
    before: Places


def shape(chunk: bytes, names: Sequence[str], delimiter: str, is_quoted: bool = True) -> Shape | None:
    """The shape of a chunk, or none unless its quotes are in order and every record has a cell a name."""
    letters = np.frombuffer(chunk, np.uint8)
    marks = np.flatnonzero(letters == QUOTE) if is_quoted else np.empty(0, np.intp)
    return _records(letters, marks, ord(delimiter), len(names)) if _are_in_order(letters, marks, ord(delimiter)) else None


def lines_are_even(blocks: Iterator[bytes], delimiter: str, width: int, above: int, lines: int) -> bool:
    """Whether so many lines below the first few, or all, are seen at once to hold as many cells each, but for those with quotes."""
    block = next(blocks, b"")
    letters = np.frombuffer(block, np.uint8)
    ends = np.flatnonzero(letters == NEWLINE)
    if not delimiter.isascii() or not block.endswith(b"\n") or (len(ends) < above + lines and next(blocks, None)):
        return False
    cells = np.diff(np.searchsorted(np.flatnonzero(letters == ord(delimiter)), ends), prepend=0)
    cells[np.searchsorted(ends, np.flatnonzero(letters == QUOTE))] = width - 1
    return bool((cells[above : above + lines] == width - 1).all())


def swift(
    chunk: bytes, found: Shape, names: Sequence[str], delimiter: str, line: int, is_quoted: bool, wanted: Container[str] | None
) -> Batch | None:
    """The rows of a chunk that has a shape and begins on a line, in the wanted columns; none where that cannot be.

    Rows: those that `patient` gives, in order.
    """
    try:
        rows = pl.read_csv(
            chunk,
            columns=[place for place, name in enumerate(names) if wanted is None or name in wanted],
            separator=delimiter,
            quote_char='"' if is_quoted else None,
            infer_schema=False,
            has_header=False,
            schema=dict.fromkeys(names, pl.String),
            raise_if_empty=False,
        )
    except pl.exceptions.PolarsError:
        return None
    # Alone in its row, a cell that holds nothing is a blank line.
    if rows.height != len(found.before) or (len(names) == 1 and rows.to_series().has_nulls()):
        return None
    numbered = rows.with_columns(line=pl.Series(found.before + line, dtype=pl.Int64))
    if rows.width == len(names):
        return replace(_without_headers(numbered, names), lines=found.lines)
    if not _may_be_header(rows).any():
        return Batch(numbered, lines=found.lines)
    whole = swift(chunk, found, names, delimiter, line, is_quoted, None)
    return whole and replace(whole, rows=whole.rows.select(numbered.columns))


def _are_in_order(letters: Bytes, marks: Places, delimiter: int) -> bool:
    """Whether the quotes of a chunk stand around cells, or doubled within."""
    if len(marks) % 2:
        return False
    if not len(marks):
        return True
    openers, closers = marks[0::2], marks[1::2]
    before, after = letters[openers - 1], letters[np.minimum(closers + 1, len(letters) - 1)]
    is_fit = (before == NEWLINE) | (before == delimiter)
    is_followed = (after == NEWLINE) | (after == delimiter)
    is_fit[0] |= openers[0] == 0
    is_followed[-1] |= closers[-1] == len(letters) - 1
    # Two quotes within quotes are one that is meant.
    doubled = openers[1:] == closers[:-1] + 1
    is_fit[1:] |= doubled
    is_followed[:-1] |= doubled
    return bool(is_fit.all() and is_followed.all())


def _records(letters: Bytes, marks: Places, delimiter: int, width: int) -> Shape | None:
    ends = np.flatnonzero(letters == NEWLINE)
    ends = ends if (letters[-1:] == NEWLINE).all() else np.append(ends, len(letters))
    quotes = np.searchsorted(marks, ends)
    # Where an odd number of quotes came before, a line's end is within a cell; and so is what divides cells.
    is_end = quotes % 2 == 0
    dividers = np.flatnonzero(letters == delimiter)
    passed = np.searchsorted(dividers, marks)
    within = np.concatenate([[0], np.cumsum(passed[1::2] - passed[0::2])])
    outside = np.searchsorted(dividers, ends[is_end]) - within[quotes[is_end] // 2]
    is_even = np.array_equal(outside, (width - 1) * np.arange(1, len(outside) + 1))
    begun = np.concatenate([[0], np.flatnonzero(is_end) + 1])
    return Shape(len(ends), begun[: len(outside)]) if is_even else None


def _without_headers(rows: pl.DataFrame, names: Sequence[str]) -> Batch:
    like = rows.filter(_may_be_header(rows))
    again = [row[-1] for row in like.iter_rows() if tuple(distinct(row[:-1])) == tuple(names)]
    kept = rows.filter(~pl.col("line").is_in(again)) if again else rows
    return Batch(kept, [(line, REPEATED_HEADER) for line in again])


def _may_be_header(rows: pl.DataFrame) -> pl.Series:
    first = rows.to_series()
    return first.str.strip_chars() == first.name
