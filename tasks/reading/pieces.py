"""A piece of a table in CSV, of whole lines: read at once where every byte is accounted for, else record by record."""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import polars as pl
from numpy.typing import NDArray

REPEATED_HEADER = "repeated header"
LONGER = "more fields than the header"
SHORTER = "fewer fields than the header"
UNCLOSED = "quotation that never ends"
QUOTE, NEWLINE = 34, 10
LONGEST_RECORD = 100
csv.field_size_limit(1 << 29)

Aside = list[tuple[int, str]]
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


def swift(piece: bytes, names: Sequence[str], delimiter: str, line: int, is_quoted: bool = True) -> Batch | None:
    """The rows of a piece that begins on a line, or none unless its quotes are in order and every byte is in a cell.

    Rows: those that `patient` gives, in order.
    """
    marks = np.flatnonzero(np.frombuffer(piece, np.uint8) == QUOTE) if is_quoted else np.empty(0, np.intp)
    unquoted = _quotes(piece, marks, ord(delimiter))
    if unquoted is None:
        return None
    try:
        rows = pl.read_csv(
            piece,
            separator=delimiter,
            quote_char='"' if is_quoted else None,
            infer_schema=False,
            has_header=False,
            schema=dict.fromkeys(names, pl.String),
            raise_if_empty=False,
        )
    except pl.exceptions.PolarsError:
        return None
    letters, is_blank = rows.select(
        pl.sum_horizontal(pl.all().str.len_bytes().sum()), pl.all_horizontal(pl.all().is_null()).any().alias("is_blank")
    ).row(0)
    between = rows.height * len(names) - (not piece.endswith(b"\n"))
    if is_blank or letters + between + unquoted != len(piece):
        return None
    before, lines = _lines(piece, marks, rows.height)
    batch = _without_headers(rows.with_columns(line=before + line), names)
    return replace(batch, lines=lines)


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


def _quotes(piece: bytes, marks: Places, delimiter: int) -> int | None:
    """How many quotes of a piece stand around words and not among them; none when one stands where none may."""
    letters = np.frombuffer(piece, dtype=np.uint8)
    if len(marks) % 2:
        return None
    if not len(marks):
        return 0
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
    return len(marks) - int(doubled.sum()) if is_fit.all() and is_followed.all() else None


def _lines(piece: bytes, marks: Places, rows: int) -> tuple[pl.Series, int]:
    """For each row of a piece the lines before it, and the lines of all."""
    ends = np.flatnonzero(np.frombuffer(piece, np.uint8) == NEWLINE)
    lines = len(ends) + (not piece.endswith(b"\n"))
    if lines == rows:
        return pl.int_range(rows, dtype=pl.Int64, eager=True), rows
    # A line goes on where the quotes before its end are open.
    ended = np.flatnonzero(np.searchsorted(marks, ends) % 2 == 0) + 1
    return pl.Series(np.concatenate([[0], ended])[:rows], dtype=pl.Int64), lines


def _without_headers(rows: pl.DataFrame, names: Sequence[str]) -> Batch:
    like = rows.filter(pl.col(names[0]).str.strip_chars() == names[0])
    again = [row[-1] for row in like.iter_rows() if tuple(distinct(row[:-1])) == tuple(names)]
    kept = rows.filter(~pl.col("line").is_in(again)) if again else rows
    return Batch(kept, [(line, REPEATED_HEADER) for line in again])


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
        loose = _loose(first, delimiter) if reader.line_num == 1 else []
        if len(loose) == len(names):
            return loose, 1
        lenient = csv.reader([lines[0], "\n"], delimiter=delimiter)
        fields = next(lenient)
        return fields, 0 if lenient.line_num > 1 else 1


def _loose(line: str, delimiter: str) -> list[str]:
    """The fields of a line in which quotes around words were not doubled: one ends a field only where a delimiter follows."""
    field = re.compile(rf'"(.*?)"(?=[{re.escape(delimiter)}]|$)|((?!")[^{re.escape(delimiter)}]*)')
    fields, at = [], 0
    while found := field.match(line, at):
        fields.append(found[2] if found[1] is None else found[1].replace('""', '"'))
        at = found.end() + 1
        if at > len(line):
            break
    return fields


def _verdict(fields: list[str], names: Sequence[str]) -> list[str] | str:
    while len(fields) > len(names) and not fields[-1].strip():
        fields = fields[:-1]
    if len(fields) != len(names):
        return LONGER if len(fields) > len(names) else SHORTER
    return REPEATED_HEADER if tuple(distinct(fields)) == tuple(names) else fields

