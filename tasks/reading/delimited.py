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
class Chunk:
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
    for batch in ahead(partial(_batch, top, wanted), _chunks(path, name, top)):
        held.append(replace(batch, rows=batch.rows.select(*names, "line")))
        if sum(each.rows.height for each in held) >= BATCH:
            yield _joined(held)
            held = []
    yield _joined(held) if held else Batch(frame([], names))


def _joined(batches: Sequence[Batch]) -> Batch:
    return Batch(pl.concat(batch.rows for batch in batches), [each for batch in batches for each in batch.aside])


def _chunks(path: Path, name: str, top: Header) -> Iterator[Chunk | Batch]:
    """The chunks of a table; one that has no shape is halved, and in the end read record by record."""
    line, left, skipped = 1, b"", top.lines
    for block, is_last in _with_last(blocks(path, name)):
        text = left + block
        if skipped:
            text, line, skipped = _beyond(text, skipped), line + skipped, 0
        at, size, is_open = 0, len(text), False
        while at < len(text):
            chunk = _whole_lines(text, at, size)
            is_end = is_last and at + len(chunk) == len(text)
            found, end = _shaped(chunk, top, line, is_end)
            half = _half(chunk)
            if found is None and len(chunk) > SMALLEST and not is_open and half < len(chunk):
                size = half
                continue
            batch, end = (found, end) if found else _by_record(chunk, top, line, is_end)
            # What is open needs more lines, and is halved no more: else the same halves would return.
            is_open = not end
            if is_open and at + len(chunk) == len(text):
                break
            line += batch.lines
            at, size = at + end, 2 * len(chunk)
            yield batch
        left = text[at:]


def _shaped(chunk: bytes, top: Header, line: int, is_end: bool) -> tuple[Chunk | None, int]:
    end = len(chunk) if is_end or not top.is_quoted else _closed(chunk)
    found = shape(chunk[:end], top.names, top.delimiter, top.is_quoted) if end else None
    return Chunk(chunk[:end], found, line) if found else None, end


def _batch(top: Header, wanted: Container[str] | None, found: Chunk | Batch) -> Batch:
    if isinstance(found, Batch):
        return found
    batch = swift(found.words, found.shape, top.names, top.delimiter, found.line, top.is_quoted, wanted)
    return batch or _by_record(found.words, top, found.line, is_end=True)[0]


def _by_record(chunk: bytes, top: Header, line: int, is_end: bool) -> tuple[Batch, int]:
    told = list(io.StringIO(chunk.decode(), newline="\n"))
    batch, taken = patient(told, top.names, top.delimiter, line, is_end, top.is_quoted)
    return batch, sum(len(each.encode()) for each in told[:taken])


def _whole_lines(text: bytes, start: int, size: int) -> bytes:
    """The lines of a text that lie in a number of bytes, and the one that goes on beyond."""
    return text[start : text.find(b"\n", start + size - 1) + 1 or len(text)]


def _half(chunk: bytes) -> int:
    """Where about half the lines of a chunk end: before its last line wherever it has two, so that halving ends."""
    half = len(_whole_lines(chunk, 0, len(chunk) // 2))
    return half if half < len(chunk) else chunk.find(b"\n") + 1 or half


def _with_last(found: Iterator[bytes]) -> Iterator[tuple[bytes, bool]]:
    before = next(found, None)
    for block in found:
        if before is not None:
            yield before, False
        before = block
    if before is not None:
        yield before, True


def _beyond(chunk: bytes, count: int) -> bytes:
    at = 0
    for _ in range(count):
        at = chunk.find(b"\n", at) + 1 or len(chunk)
    return chunk[at:]


def _closed(chunk: bytes) -> int:
    """Where the last record ends that no quote leaves open, as far as their number tells."""
    end = len(chunk)
    # Counting in bytes themselves takes several times longer.
    if np.count_nonzero(np.frombuffer(chunk, np.uint8) == QUOTE) % 2 == 0:
        return end
    for _ in range(LONGEST_RECORD):
        start = chunk.rfind(b"\n", 0, end - 1) + 1
        if chunk.count(b'"', start) % 2 or not start:
            return start
        end = start
    return len(chunk)
