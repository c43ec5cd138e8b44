"""The rows of a table in CSV, record by record: what cannot be a row costs its own lines only."""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

import polars as pl

REPEATED_HEADER = "repeated header"
LONGER = "more fields than the header"
SHORTER = "fewer fields than the header"
UNCLOSED = "quotation that never ends"
LONGEST_RECORD, MOST_DIVIDERS = 100, 300
csv.field_size_limit(1 << 29)
Aside = list[tuple[int, str]]


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


def patient(
    lines: Sequence[str], names: Sequence[str], delimiter: str, line: int, is_last: bool, is_quoted: bool = True
) -> tuple[Batch, int]:
    """The rows of lines, of which the first has a number, and how many lines they take.

    Rows: one a record that is not blank, in order, or set aside. A record that the lines leave open is left for the
    next chunk, if there is one; a quote that asks for too many lines costs its own only.
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
        verdict = _verdict(_inside(fields, names, delimiter), names)
        if not taken and verdict != LONGER:
            verdict = UNCLOSED
        if isinstance(verdict, str):
            aside.append((line + at, verdict))
        else:
            rows.append((line + at, verdict))
        at += 1 if isinstance(verdict, str) else taken
    return Batch(frame(rows, names), aside, at), at


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
    """As many fields of a line as are asked, each as short as can be, where quotes within words were not doubled, or have a
    stroke before them, and a delimiter among them divides nothing; empty where there are no such."""
    ends = [*(found.start() for found in re.finditer(re.escape(delimiter), line)), len(line)]
    starts = [0, *(end + 1 for end in ends[:-1])]

    def closes(end: int) -> bool:
        return line[end - 1] == '"' and line[end - 2] != "\\"

    def fit(at: int) -> Iterable[int]:
        if not line.startswith('"', starts[at]):
            return (at,)
        return (last for last in range(at, len(ends)) if ends[last] > starts[at] + 1 and closes(ends[last]))

    @cache
    def fields(at: int, left: int) -> tuple[str, ...] | None:
        if at == len(ends) or not left:
            return () if at == len(ends) and not left else None
        ways = ((line[starts[at] : ends[last]], fields(last + 1, left - 1)) for last in fit(at))
        return next(((field, *rest) for field, rest in ways if rest is not None), None)

    found = fields(0, width) if width <= len(ends) <= MOST_DIVIDERS else None
    return [field[1:-1].replace('""', '"').replace('\\"', '"') if field.startswith('"') else field for field in found or ()]


def _inside(fields: list[str], names: Sequence[str], delimiter: str) -> list[str]:
    """The fields of a row that a spreadsheet kept whole in one quoted cell, where they are as many as the header's."""
    if len(fields) == len(names) or delimiter not in fields[0] or any(each.strip() for each in fields[1:]):
        return fields
    row = fields[0] if delimiter == ";" else fields[0].rstrip(";\t ")
    try:
        within = next(csv.reader([row], delimiter=delimiter), [])
    except csv.Error:
        return fields
    return within if len(within) == len(names) else fields


def _verdict(fields: list[str], names: Sequence[str]) -> list[str] | str:
    while len(fields) > len(names) and not fields[-1].strip():
        fields = fields[:-1]
    if len(fields) != len(names):
        return LONGER if len(fields) > len(names) else SHORTER
    return REPEATED_HEADER if tuple(distinct(fields)) == tuple(names) else fields
