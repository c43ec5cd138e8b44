"""Tables in words: the rows under a header in batches, with the line on which each begins."""

import io
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np
import polars as pl

from tasks.reading.csv_blocks import QUOTE, Shape, shape, swift
from tasks.reading.csv_records import LONGEST_RECORD, Batch, frame, patient
from tasks.reading.encodings import blocks
from tasks.reading.headers import Header
from tasks.reading.prefetch import ahead

BATCH = 50_000
SMALLEST = 64 << 10


@dataclass(frozen=True)
class Piece:
    """Some whole records of a table, and the line on which they begin."""

    words: bytes
    shape: Shape
    line: int

    @property
    def lines(self) -> int:
        return self.shape.lines


def csv_batches(path: Path, name: str, top: Header, wanted: Container[str] | None = None) -> Iterator[Batch]:
    """The rows under a header, in the wanted columns, or in all.

    Rows: one a row that is not blank, in order, or set aside.
    """
    names = [name for name in top.names if wanted is None or name in wanted]
    held: list[Batch] = []
    for batch in ahead(partial(_batch, top, wanted), _pieces(path, name, top)):
        held.append(replace(batch, rows=batch.rows.select(*names, "line")))
        if sum(each.rows.height for each in held) >= BATCH:
            yield _joined(held)
            held = []
    yield _joined(held) if held else Batch(frame([], names))


def _joined(batches: Sequence[Batch]) -> Batch:
    return Batch(pl.concat(batch.rows for batch in batches), [each for batch in batches for each in batch.aside])


def _pieces(path: Path, name: str, top: Header) -> Iterator[Piece | Batch]:
    """The pieces of a table; one that has no shape is halved, and in the end read record by record."""
    line, left, skipped = 1, b"", top.lines
    for block, is_last in _with_last(blocks(path, name)):
        text = left + block
        if skipped:
            text, line, skipped = _beyond(text, skipped), line + skipped, 0
        at, size, is_open = 0, len(text), False
        while at < len(text):
            piece = _whole_lines(text, at, size)
            is_end = is_last and at + len(piece) == len(text)
            found, end = _shaped(piece, top, line, is_end)
            half = _half(piece)
            if found is None and len(piece) > SMALLEST and not is_open and half < len(piece):
                size = half
                continue
            batch, end = (found, end) if found else _by_record(piece, top, line, is_end)
            # What is open needs more lines, and is halved no more: else the same halves would return.
            is_open = not end
            if is_open and at + len(piece) == len(text):
                break
            line += batch.lines
            at, size = at + end, 2 * len(piece)
            yield batch
        left = text[at:]


def _shaped(piece: bytes, top: Header, line: int, is_end: bool) -> tuple[Piece | None, int]:
    end = len(piece) if is_end or not top.is_quoted else _closed(piece)
    found = shape(piece[:end], top.names, top.delimiter, top.is_quoted) if end else None
    return Piece(piece[:end], found, line) if found else None, end


def _batch(top: Header, wanted: Container[str] | None, found: Piece | Batch) -> Batch:
    if isinstance(found, Batch):
        return found
    batch = swift(found.words, found.shape, top.names, top.delimiter, found.line, top.is_quoted, wanted)
    return batch or _by_record(found.words, top, found.line, is_end=True)[0]


def _by_record(piece: bytes, top: Header, line: int, is_end: bool) -> tuple[Batch, int]:
    told = list(io.StringIO(piece.decode(), newline="\n"))
    batch, taken = patient(told, top.names, top.delimiter, line, is_end, top.is_quoted)
    return batch, sum(len(each.encode()) for each in told[:taken])


def _whole_lines(text: bytes, start: int, size: int) -> bytes:
    """The lines of a text that lie in a number of bytes, and the one that goes on beyond."""
    return text[start : text.find(b"\n", start + size - 1) + 1 or len(text)]


def _half(piece: bytes) -> int:
    """Where about half the lines of a piece end: before its last line wherever it has two, so that halving ends."""
    half = len(_whole_lines(piece, 0, len(piece) // 2))
    return half if half < len(piece) else piece.find(b"\n") + 1 or half


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
    # Counting in bytes themselves takes several times longer.
    if np.count_nonzero(np.frombuffer(piece, np.uint8) == QUOTE) % 2 == 0:
        return end
    for _ in range(LONGEST_RECORD):
        start = piece.rfind(b"\n", 0, end - 1) + 1
        if piece.count(b'"', start) % 2 or not start:
            return start
        end = start
    return len(piece)
