"""Tables in words: the header and what divides it, then the rows in batches, with the line on which each begins."""

import csv
import io
import re
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from pathlib import Path

import numpy as np
import polars as pl

from tasks.reading import listings, recognise
from tasks.reading.csv_blocks import (
    LONGEST_RECORD,
    QUOTE,
    REPEATED_HEADER,
    Batch,
    Shape,
    distinct,
    frame,
    patient,
    shape,
    swift,
)
from tasks.reading.encodings import blocks, lines
from tasks.reading.prefetch import ahead

NONE = "\x1f"
DELIMITERS = ",;\t|^~¦"
# Tables that are often written without any quoting, since no tweet holds what divides their cells.
UNQUOTED = "\t|^~¦"
ENOUGH = 10_000
# A row of fewer cells is words with a comma among them.
FEWEST_WITHIN = 3
# With it, what a spreadsheet of another country puts behind the cell.
WRAPPED = re.compile(r'^"((?:[^"]|"")*)"[;,\t ]*$', re.M)
# Rows in which the header is looked for.
HIGHEST_BANNER = 20
BATCH = 50_000
SMALLEST = 64 << 10


@dataclass(frozen=True)
class Header:
    """The row that names the columns: its names, the delimiter, the lines before the row after it, what quotes are."""

    names: tuple[str, ...]
    delimiter: str
    lines: int
    is_quoted: bool = True


@dataclass(frozen=True)
class Piece:
    """Some whole records of a table, and the line on which they begin."""

    words: bytes
    shape: Shape
    line: int

    @property
    def lines(self) -> int:
        return self.shape.lines


def header(path: Path, name: str) -> Header:
    """What the first row that a format claims says, for some tools write of themselves above it; else the first that
    is not blank. Names that come twice are numbered, empty ones named for their place."""
    first = list(islice(lines(path, name), LONGEST_RECORD))
    if first[0][1].lower().startswith(b"sep=") and len(first) > 1:
        del first[0]
    tops = (_top(first[above:]) for above in range(min(HIGHEST_BANNER, len(first))))
    top = next((each for each in tops if recognise.of_table(each.names)), _top(first))
    if _has_row_names(path, name, top):
        top = replace(top, names=tuple(distinct(["", *top.names])))
    is_bare = top.delimiter in UNQUOTED and _is_bare(islice(lines(path, name), 1, ENOUGH), top.delimiter, len(top.names))
    return replace(top, is_quoted=not is_bare)


def unwrapped(path: Path, name: str, aside: Path) -> Path:
    """The table within the cells of a file that keeps each row as one quoted cell: a copy aside; else the file itself."""
    first = WRAPPED.match("".join(line.decode() for _, line in islice(lines(path, name), LONGEST_RECORD)))
    row = _inside(first) if first else ""
    if len(next(csv.reader([row], delimiter=max(DELIMITERS, key=row.count)), [])) < FEWEST_WITHIN:
        return path
    copy = aside / "unwrapped"
    copy.write_text(WRAPPED.sub(_inside, b"".join(blocks(path, name)).decode()), encoding="utf-8", newline="")
    return copy


def _inside(row: re.Match[str]) -> str:
    return row[1].replace('""', '"')


def is_table(path: Path, name: str) -> bool:
    """Whether a sign that tables are written with divides the first lines."""
    head = [line.decode().rstrip("\n") for _, line in islice(lines(path, name), HIGHEST_BANNER)]
    return listings.divider(head) in [*DELIMITERS]


def _has_row_names(path: Path, name: str, top: Header) -> bool:
    """Whether R wrote the number of each row before its cells, and no name above the numbers."""
    words = (line.decode() for number, line in islice(lines(path, name), HIGHEST_BANNER) if number > top.lines)
    rows = [row for row in csv.reader(words, delimiter=top.delimiter) if row]
    numbered = sum(len(row) == len(top.names) + 1 and row[0].strip().isdigit() and bool(row[-1].strip()) for row in rows)
    return 2 * numbered > len(rows) and not any(len(row) == len(top.names) for row in rows)


def _top(first: Sequence[tuple[int, bytes]]) -> Header:
    words = first[0][1].decode()
    # What names one column divides nothing.
    delimiter = max(DELIMITERS, key=words.count) if any(sign in words for sign in DELIMITERS) else NONE
    reader = csv.reader([line.decode() for _, line in first], delimiter=delimiter)
    return Header(tuple(distinct(next(reader))), delimiter, first[reader.line_num - 1][0])


def _is_bare(numbered: Iterable[tuple[int, bytes]], delimiter: str, width: int) -> bool:
    """Whether quotes in cells are words, and not what stands around cells: a writer that quotes cells doubles the quotes within."""
    rows = (line.decode().rstrip("\n").split(delimiter) for _, line in numbered)
    held = [cell for row in rows if len(row) == width for cell in row if '"' in cell]
    bare = sum(not cell.startswith('"') for cell in held)
    return bare > sum(cell.startswith('"') and cell.endswith('"') and '""' in cell[1:-1] for cell in held)


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


def sheet_batch(cells: Sequence[Sequence[str | None]]) -> Batch:
    """A sheet's cells as a table, its header found as that of a table in words; headers that return are set aside."""
    filled = [(number, list(row)) for number, row in enumerate(cells, 1) if any(cell and cell.strip() for cell in row)]
    if not filled:
        return Batch(pl.DataFrame(schema={"line": pl.Int64}))
    heads = [tuple(distinct(row)) for _, row in filled[:HIGHEST_BANNER]]
    above = next((above for above, head in enumerate(heads) if recognise.of_table(head)), 0)
    filled, names = filled[above:], heads[above]
    is_header = [tuple(distinct(row)) == names for _, row in filled]
    rows = [row for row, again in zip(filled, is_header, strict=True) if not again]
    aside = [(line, REPEATED_HEADER) for (line, _), again in list(zip(filled, is_header, strict=True))[1:] if again]
    return Batch(frame(rows, names), aside)
