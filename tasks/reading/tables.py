"""Records of a dump in columns: batches of strings with the line on which each begins, and rows set aside."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import polars as pl

from tasks.reading.words import every_line, lines

REPEATED_HEADER = "repeated header"
LONGER = "more fields than the header"
SHORTER = "fewer fields than the header"
UNCLOSED = "quotation that never ends"
DELIMITERS = ",;\t|"
BATCH = 100_000
LONGEST_RECORD = 100
csv.field_size_limit(1 << 27)

Aside = list[tuple[int, str]]


@dataclass(frozen=True)
class Batch:
    """Some rows of a table: strings, with their `line`; and the lines that made no row, with the reason."""

    rows: pl.DataFrame
    aside: Aside = field(default_factory=list)


@dataclass(frozen=True)
class Header:
    """The first row that is not blank: its names, the delimiter, the lines before the row after it."""

    names: tuple[str, ...]
    delimiter: str
    line: int
    lines: int


def header(path: Path) -> Header:
    """What the first row says; names that come twice are numbered, empty ones named for their place."""
    number, first = next(lines(path))
    if first.lower().startswith(b"sep="):
        number, first = next(islice(lines(path), 1, None), (number, first))
    text = first.decode()
    delimiter = max(DELIMITERS, key=text.count)
    following = (line.decode() for at, line in every_line(path) if at > number)
    while _is_open(text) and (more := next(following, "")):
        text += more
    fields = next(csv.reader([text.rstrip("\r\n")], delimiter=delimiter)) if "\n" not in text.rstrip() else _fields(text, delimiter)
    return Header(tuple(distinct(fields)), delimiter, number, text.count("\n"))


def distinct(names: Sequence[str | None]) -> Iterator[str]:
    """Names made distinct, in order."""
    seen: set[str] = set()
    for place, given in enumerate(names, 1):
        name = (given or "").strip() or f"column {place}"
        name = name if name not in seen else f"{name} ({place})"
        seen.add(name)
        yield name


def csv_batches(path: Path, top: Header, newlines: int) -> Iterator[Batch]:
    """The rows under a header, from a reader that is fast or, where the file's sums do not hold, one that is patient.

    Rows: one a row that is not blank, in order, or set aside.
    """
    swift = _scan(path, top)
    return _swift(swift, top) if _adds_up(swift, path, top, newlines) else _patient(path, top)


def _scan(path: Path, top: Header) -> pl.LazyFrame:
    return pl.scan_csv(
        path,
        separator=top.delimiter,
        infer_schema=False,
        has_header=False,
        skip_lines=top.line - 1 + top.lines,
        schema=dict.fromkeys(top.names, pl.String),
        glob=False,
        raise_if_empty=False,
    )


def _adds_up(rows: pl.LazyFrame, path: Path, top: Header, newlines: int) -> bool:
    """Whether every delimiter and line end of the file is accounted for, so that no row is short and none is lost."""
    if top.line > 1 or top.lines > 1 or len(top.names) == 1:
        return False
    kinds = {"delimiters": top.delimiter, "newlines": "\n"}
    inside = [pl.sum_horizontal(pl.all().str.count_matches(mark, literal=True)).sum().alias(name) for name, mark in kinds.items()]
    blank = pl.all_horizontal(pl.all().is_null()).sum().alias("blank")
    try:
        sums = rows.select(pl.len().alias("rows"), blank, *inside).collect(engine="streaming").row(0, named=True)
    except pl.exceptions.PolarsError:
        return False
    ends = newlines + (not _ends_in_newline(path))
    delimiters = _count(path, top.delimiter.encode()) - (len(top.names) - 1)
    return bool(
        sums["rows"] + sums["newlines"] + 1 == ends
        and (sums["rows"] - sums["blank"]) * (len(top.names) - 1) + sums["delimiters"] == delimiters
    )


def _swift(rows: pl.LazyFrame, top: Header) -> Iterator[Batch]:
    line = top.line + 1
    for frame in rows.collect_batches(chunk_size=BATCH, maintain_order=True):
        ends = frame.select(pl.sum_horizontal(pl.all().str.count_matches("\n", literal=True)) + 1).to_series().cast(pl.Int64)
        frame = frame.with_columns(line=line + ends.cum_sum() - ends)
        line += int(ends.sum())
        again = pl.all_horizontal(pl.col(name).is_null() | (pl.col(name) == name) for name in top.names)
        blank = pl.all_horizontal(pl.col(name).is_null() for name in top.names)
        repeated = frame.filter(again & ~blank)["line"]
        yield Batch(frame.filter(~again), [(number, REPEATED_HEADER) for number in repeated])


def _patient(path: Path, top: Header) -> Iterator[Batch]:
    rows: list[tuple[int, list[str]]] = []
    aside: Aside = []
    for line, row in _records(path, top):
        if isinstance(row, str):
            aside.append((line, row))
        else:
            rows.append((line, row))
        if len(rows) + len(aside) >= BATCH:
            yield Batch(_frame(rows, top.names), aside)
            rows, aside = [], []
    yield Batch(_frame(rows, top.names), aside)


def _records(path: Path, top: Header) -> Iterator[tuple[int, list[str] | str]]:
    """Rows, each of as many lines as its quotes ask for; a quote that asks for too many costs its own line only."""
    source = ((number, line.decode()) for number, line in every_line(path) if number >= top.line + top.lines)
    waiting: list[tuple[int, str]] = []
    while waiting or (waiting := list(islice(source, 1))):
        taken = _extent(waiting, source)
        number, words = waiting[0][0], "".join(line for _, line in waiting[:taken])
        if words.isspace():
            waiting = waiting[taken:]
            continue
        verdict = _verdict(_fields(words, top.delimiter), top.names, _is_open(words))
        is_astray = isinstance(verdict, str) and _is_open(waiting[0][1])
        waiting = waiting[1 if is_astray else taken :]
        yield number, verdict


def _extent(waiting: list[tuple[int, str]], source: Iterator[tuple[int, str]]) -> int:
    """Lines until every quote is closed, read as they are needed; no more than LONGEST_RECORD."""
    taken, is_open = 1, _is_open(waiting[0][1])
    while is_open and taken < LONGEST_RECORD:
        if taken == len(waiting):
            waiting += islice(source, 1)
        if taken == len(waiting):
            break
        is_open ^= _is_open(waiting[taken][1])
        taken += 1
    return taken


def _verdict(fields: list[str], names: Sequence[str], is_open: bool) -> list[str] | str:
    while len(fields) > len(names) and not fields[-1].strip():
        fields = fields[:-1]
    if is_open and len(fields) <= len(names):
        return UNCLOSED
    if [each.strip() for each in fields] == list(names):
        return REPEATED_HEADER
    if len(fields) != len(names):
        return LONGER if len(fields) > len(names) else SHORTER
    return fields


def _fields(words: str, delimiter: str) -> list[str]:
    return next(csv.reader(words.splitlines(keepends=True), delimiter=delimiter), [])


def _is_open(words: str) -> bool:
    return words.count('"') % 2 == 1


def _frame(rows: Sequence[tuple[int, Sequence[str | None]]], names: Sequence[str]) -> pl.DataFrame:
    columns = list(zip(*(row for _, row in rows), strict=True)) or [()] * len(names)
    frame = pl.DataFrame(dict(zip(names, columns, strict=True)), schema=dict.fromkeys(names, pl.String))
    return frame.with_columns(pl.Series("line", [line for line, _ in rows], dtype=pl.Int64))


def _ends_in_newline(path: Path) -> bool:
    with path.open("rb") as file:
        file.seek(-1, 2)
        return file.read(1) == b"\n"


def _count(path: Path, mark: bytes) -> int:
    with path.open("rb") as file:
        return sum(chunk.count(mark) for chunk in iter(lambda: file.read(1 << 20), b""))


def sheet_batch(cells: Sequence[Sequence[str | None]]) -> Batch:
    """A sheet's cells as a table: its first row that is not blank is the header; headers that return are set aside."""
    filled = [(number, list(row)) for number, row in enumerate(cells, 1) if any(cell and cell.strip() for cell in row)]
    if not filled:
        return Batch(pl.DataFrame(schema={"line": pl.Int64}))
    names = list(distinct(filled[0][1]))
    is_header = [[(cell or "").strip() for cell in row] == [(cell or "").strip() for cell in filled[0][1]] for _, row in filled]
    rows = [row for row, again in zip(filled, is_header, strict=True) if not again]
    aside = [(line, REPEATED_HEADER) for (line, _), again in list(zip(filled, is_header, strict=True))[1:] if again]
    return Batch(_frame(rows, names), aside)
