"""Tables in words: the header and what divides it, then the rows in batches, with the line on which each begins."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import polars as pl

from tasks.reading.pieces import LONGEST_RECORD, REPEATED_HEADER, Batch, distinct, frame, patient, swift
from tasks.reading.words import blocks, lines

DELIMITERS = ",;\t|"
BATCH = 100_000
SMALLEST = 64 << 10


@dataclass(frozen=True)
class Header:
    """The first row that is not blank: its names, the delimiter, the lines before the row after it."""

    names: tuple[str, ...]
    delimiter: str
    lines: int


def header(path: Path, name: str) -> Header:
    """What the first row says; names that come twice are numbered, empty ones named for their place."""
    first = list(islice(lines(path, name), LONGEST_RECORD))
    if first[0][1].lower().startswith(b"sep=") and len(first) > 1:
        del first[0]
    delimiter = max(DELIMITERS, key=first[0][1].decode().count)
    reader = csv.reader([line.decode() for _, line in first], delimiter=delimiter)
    names = tuple(distinct(next(reader)))
    return Header(names, delimiter, first[reader.line_num - 1][0])


def csv_batches(path: Path, name: str, top: Header) -> Iterator[Batch]:
    """The rows under a header.

    Rows: one a row that is not blank, in order, or set aside.
    """
    held: list[Batch] = []
    for batch in _read(path, name, top):
        held.append(batch)
        if sum(each.rows.height for each in held) >= BATCH:
            yield _joined(held)
            held = []
    yield _joined(held) if held else Batch(frame([], top.names))


def _joined(batches: Sequence[Batch]) -> Batch:
    return Batch(pl.concat(batch.rows for batch in batches), [each for batch in batches for each in batch.aside])


def _read(path: Path, name: str, top: Header) -> Iterator[Batch]:
    """Piece by piece; one that does not add up is read in halves, and in the end record by record."""
    line, left, skipped = 1, b"", top.lines
    for block, is_last in _with_last(blocks(path, name)):
        waiting = [left + block]
        left = b""
        while waiting:
            piece = left + waiting.pop()
            if skipped:
                piece, line, skipped = _beyond(piece, skipped), line + skipped, 0
            is_end = is_last and not waiting
            end = len(piece) if is_end else _closed(piece)
            batch = swift(piece[:end], top.names, top.delimiter, line)
            # What the piece before left open goes on for a line at least.
            half = piece.find(b"\n", max(len(piece) // 2, len(left))) + 1
            if batch is None and len(piece) > SMALLEST and 0 < half < len(piece):
                waiting += [piece[half:], piece[:half]]
                left = b""
                continue
            if batch is None:
                told = list(io.StringIO(piece.decode(), newline="\n"))
                batch, taken = patient(told, top.names, top.delimiter, line, is_end)
                end = sum(len(each.encode()) for each in told[:taken])
            line += piece.count(b"\n", 0, end)
            left = piece[end:]
            yield batch


def _with_last(found: Iterator[bytes]) -> Iterator[tuple[bytes, bool]]:
    before = next(found, None)
    for block in found:
        if before is not None:
            yield before, False
        before = block
    if before is not None:
        yield before, True


def _beyond(piece: bytes, count: int) -> bytes:
    at = 0
    for _ in range(count):
        at = piece.find(b"\n", at) + 1 or len(piece)
    return piece[at:]


def _closed(piece: bytes) -> int:
    """Where the last record ends that no quote leaves open, as far as their number tells."""
    end = len(piece)
    if piece.count(b'"') % 2 == 0:
        return end
    for _ in range(LONGEST_RECORD):
        start = piece.rfind(b"\n", 0, end - 1) + 1
        if piece.count(b'"', start) % 2:
            return start
        end = start
    return len(piece)


def sheet_batch(cells: Sequence[Sequence[str | None]]) -> Batch:
    """A sheet's cells as a table: its first row that is not blank is the header; headers that return are set aside."""
    filled = [(number, list(row)) for number, row in enumerate(cells, 1) if any(cell and cell.strip() for cell in row)]
    if not filled:
        return Batch(pl.DataFrame(schema={"line": pl.Int64}))
    names = tuple(distinct(filled[0][1]))
    is_header = [tuple(distinct(row)) == names for _, row in filled]
    rows = [row for row, again in zip(filled, is_header, strict=True) if not again]
    aside = [(line, REPEATED_HEADER) for (line, _), again in list(zip(filled, is_header, strict=True))[1:] if again]
    return Batch(frame(rows, names), aside)
