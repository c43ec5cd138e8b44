"""A piece of a table in CSV, of whole lines: read at once where every byte is accounted for, else record by record."""

import csv
import re
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

import numpy as np
import polars as pl
from numpy.typing import NDArray

REPEATED_HEADER = "repeated header"
LONGER = "more fields than the header"
SHORTER = "fewer fields than the header"
UNCLOSED = "quotation that never ends"
QUOTE, NEWLINE = 34, 10
LONGEST_RECORD, MOST_DIVIDERS = 100, 300
csv.field_size_limit(1 << 29)

Aside = list[tuple[int, str]]
Bytes = NDArray[np.uint8]
Places = NDArray[np.intp]
"""Where in a piece certain bytes are, in order."""


@dataclass(frozen=True)
class Batch:
    """Some rows of a table: strings, with their `line`; the lines that made no row, with the reason; all lines it takes."""

    rows: pl.DataFrame
    aside: Aside = field(default_factory=list)
    lines: int = 0


def distinct(names: Sequence[str | None]) -> Iterator[str]:
    """Names made distinct, in order: one that comes twice is numbered, an empty one named for its place."""
    seen: set[str] = set()
    for place, given in enumerate(names, 1):
        name = (given or "").strip() or f"column {place}"
        name = name if name not in seen else f"{name} ({place})"
        seen.add(name)
        yield name


def frame(rows: Sequence[tuple[int, Sequence[str | None]]], names: Sequence[str]) -> pl.DataFrame:
    """Rows, each with its line, in columns of strings."""
    columns = list(zip(*(row for _, row in rows), strict=True)) or [()] * len(names)
    table = pl.DataFrame(dict(zip(names, columns, strict=True)), schema=dict.fromkeys(names, pl.String))
    return table.with_columns(pl.Series("line", [line for line, _ in rows], dtype=pl.Int64))


@dataclass(frozen=True)
class Shape:
    """A piece of whole records, each with a cell a name: its lines, and those before each record."""

    lines: int
    before: Places


def shape(piece: bytes, names: Sequence[str], delimiter: str, is_quoted: bool = True) -> Shape | None:
    """The shape of a piece, or none unless its quotes are in order and every record has a cell a name."""
    letters = np.frombuffer(piece, np.uint8)
    marks = np.flatnonzero(letters == QUOTE) if is_quoted else np.empty(0, np.intp)
    return _records(letters, marks, ord(delimiter), len(names)) if _are_in_order(letters, marks, ord(delimiter)) else None


def swift(
    piece: bytes, found: Shape, names: Sequence[str], delimiter: str, line: int, is_quoted: bool, wanted: Container[str] | None
) -> Batch | None:
    """The rows of a piece that has a shape and begins on a line, in the wanted columns; none where that cannot be.

    Rows: those that `patient` gives, in order.
    """
    try:
        rows = pl.read_csv(
            piece,
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
    whole = swift(piece, found, names, delimiter, line, is_quoted, None)
    return whole and replace(whole, rows=whole.rows.select(numbered.columns))


def patient(
    lines: Sequence[str], names: Sequence[str], delimiter: str, line: int, is_last: bool, is_quoted: bool = True
) -> tuple[Batch, int]:
    """The rows of lines, of which the first has a number, and how many lines they take.

    Rows: one a record that is not blank, in order, or set aside. A record that the lines leave open is left for the
    next piece, if there is one; a quote that asks for too many lines costs its own only.
    """
    rows: list[tuple[int, Sequence[str | None]]] = []
    aside: Aside = []
    at = 0
    while at < len(lines):
        if lines[at].isspace():
            at += 1
            continue
        fields, taken = _record(lines[at : at + LONGEST_RECORD], names, delimiter, is_quoted)
        if not taken and not is_last and len(lines) - at < LONGEST_RECORD:
            break
        verdict = _verdict(fields, names)
        if not taken and verdict != LONGER:
            verdict = UNCLOSED
        if isinstance(verdict, str):
            aside.append((line + at, verdict))
        else:
            rows.append((line + at, verdict))
        at += 1 if isinstance(verdict, str) else taken
    return Batch(frame(rows, names), aside, at), at


def _are_in_order(letters: Bytes, marks: Places, delimiter: int) -> bool:
    """Whether the quotes of a piece stand around cells, or doubled within."""
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


def _record(lines: Sequence[str], names: Sequence[str], delimiter: str, is_quoted: bool) -> tuple[list[str], int]:
    """The fields of the first record of lines, and how many lines it takes; 0, and those of its first line, when a
    quote is never closed."""
    first = lines[0].rstrip("\n")
    if '"' not in first or not is_quoted:
        return first.split(delimiter), 1
    # One line more, so that a first line that is wrong in itself is told from one that only goes on.
    reader = csv.reader([*lines, "\n"], delimiter=delimiter, strict=True)
    try:
        return next(reader), reader.line_num
    except csv.Error:
        loose = _loose(first, delimiter, len(names)) if reader.line_num == 1 else []
        if loose:
            return loose, 1
        lenient = csv.reader([lines[0], "\n"], delimiter=delimiter)
        fields = next(lenient)
        return fields, 0 if lenient.line_num > 1 else 1


def _loose(line: str, delimiter: str, width: int) -> list[str]:
    """As many fields of a line as are asked, each as short as can be, where quotes within words were not doubled and a
    delimiter among them divides nothing; empty where there are no such."""
    ends = [*(found.start() for found in re.finditer(re.escape(delimiter), line)), len(line)]
    starts = [0, *(end + 1 for end in ends[:-1])]

    def fit(at: int) -> Iterable[int]:
        if not line.startswith('"', starts[at]):
            return (at,)
        return (last for last in range(at, len(ends)) if ends[last] > starts[at] + 1 and line[ends[last] - 1] == '"')

    @cache
    def fields(at: int, left: int) -> tuple[str, ...] | None:
        if at == len(ends) or not left:
            return () if at == len(ends) and not left else None
        ways = ((line[starts[at] : ends[last]], fields(last + 1, left - 1)) for last in fit(at))
        return next(((field, *rest) for field, rest in ways if rest is not None), None)

    found = fields(0, width) if width <= len(ends) <= MOST_DIVIDERS else None
    return [field[1:-1].replace('""', '"') if field.startswith('"') else field for field in found or ()]


def _verdict(fields: list[str], names: Sequence[str]) -> list[str] | str:
    while len(fields) > len(names) and not fields[-1].strip():
        fields = fields[:-1]
    if len(fields) != len(names):
        return LONGER if len(fields) > len(names) else SHORTER
    return REPEATED_HEADER if tuple(distinct(fields)) == tuple(names) else fields

