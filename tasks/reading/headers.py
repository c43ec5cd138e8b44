"""The row of a table in words that names its columns, and the table within what is wrapped around it."""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from tasks.reading import listings, recognise
from tasks.reading.csv_records import LONGEST_RECORD, distinct
from tasks.reading.encodings import blocks, lines

NONE = "\x1f"
DELIMITERS = ",;\t|^~¦\x01"
# Tables that are often written without any quoting, since no tweet holds what divides their cells.
UNQUOTED = "\t|^~¦\x01"
ENOUGH = 10_000
# A row of fewer cells is words with a comma among them.
FEWEST_WITHIN = 3
# With it, what a spreadsheet of another country puts behind the cell.
WRAPPED = re.compile(r'^"((?:[^"]|"")*)"[;,\t ]*$', re.M)
# A header with a space after each comma, and such a space before a quote, which would be a word then.
AIRY = re.compile(r'^[^,"]+(?:, (?:[^,"]+|"[^"]*"))+\n?')
BEFORE_QUOTE = re.compile(r'(?<=,) +(?="(?!"))')
# Rows in which the header is looked for.
HIGHEST_BANNER = 20
# As R writes a table by itself: every name in quotes, and a space between.
SPACED = re.compile(r'^"[^"]*"(?: "[^"]*")+\n?$')


@dataclass(frozen=True)
class Header:
    """The row that names the columns: its names, the delimiter, the lines before the row after it, what quotes are."""

    names: tuple[str, ...]
    delimiter: str
    lines: int
    is_quoted: bool = True


def header(path: Path, name: str, wanted: str | None = None) -> Header:
    """What the first row that a format claims, or that holds a wanted name, says, for some tools write of themselves above it;
    else the first that is not blank. Names that come twice are numbered, empty ones named for their place."""
    first = list(islice(lines(path, name), LONGEST_RECORD))
    if first[0][1].lower().startswith(b"sep=") and len(first) > 1:
        del first[0]
    tops = (_top(first[above:]) for above in range(min(HIGHEST_BANNER, len(first))))
    top = next((each for each in tops if recognise.of_table(each.names) or wanted in each.names), _top(first))
    if _has_row_names(path, name, top):
        top = replace(top, names=tuple(distinct(["", *top.names])))
    is_bare = top.delimiter in UNQUOTED and _is_bare(islice(lines(path, name), 1, ENOUGH), top.delimiter, len(top.names))
    return replace(top, is_quoted=not is_bare)


def unwrapped(path: Path, name: str, aside: Path) -> Path:
    """The table within the cells of a file that keeps each row as one quoted cell, or without the spaces before its quotes: a copy
    aside; else the file itself."""
    head = next(lines(path, name), (0, b""))[1].decode()
    if AIRY.fullmatch(head) and recognise.of_table(name.strip(' "\n') for name in head.split(",")):
        airy = aside / "unspaced"
        airy.write_text(BEFORE_QUOTE.sub("", b"".join(blocks(path, name)).decode()), encoding="utf-8", newline="")
        return airy
    first = WRAPPED.match("".join(line.decode() for _, line in islice(lines(path, name), LONGEST_RECORD)))
    row = _inside(first) if first else ""
    width = len(next(csv.reader([row], delimiter=max(DELIMITERS, key=row.count)), []))
    if width < FEWEST_WITHIN and not WRAPPED.match(row):
        return path
    copy = aside / "unwrapped"
    copy.write_text(WRAPPED.sub(_inside, b"".join(blocks(path, name)).decode()), encoding="utf-8", newline="")
    # What was saved so twice is wrapped twice.
    return unwrapped(copy, name, aside)


def _inside(row: re.Match[str]) -> str:
    return row[1].replace('""', '"')


def is_table(path: Path, name: str) -> bool:
    """Whether a sign that tables are written with divides the first lines."""
    head = [line.decode().rstrip("\n") for _, line in islice(lines(path, name), HIGHEST_BANNER)]
    return listings.divider(head) in [*DELIMITERS]


def _has_row_names(path: Path, name: str, top: Header) -> bool:
    """Whether R wrote the number of each row before its cells, and no name above the numbers."""
    words = (line.decode() for number, line in islice(lines(path, name), HIGHEST_BANNER) if number > top.lines)
    rows = [row for row in _rows(words, top.delimiter) if row]
    numbered = sum(len(row) == len(top.names) + 1 and row[0].strip().isdigit() and bool(row[-1].strip()) for row in rows)
    return 2 * numbered > len(rows) and not any(len(row) == len(top.names) for row in rows)


def _rows(words: Iterable[str], delimiter: str) -> Iterator[list[str]]:
    """The rows of lines, but for those in which quotes stand where none can be."""
    # R writes a stroke before a quote within words.
    reader = csv.reader(words, delimiter=delimiter, escapechar="\\" if delimiter == " " else None, strict=True)
    while True:
        try:
            yield next(reader)
        except StopIteration:
            return
        except csv.Error:
            continue


def _top(first: Sequence[tuple[int, bytes]]) -> Header:
    words = first[0][1].decode()
    # What names one column divides nothing.
    delimiter = max(DELIMITERS, key=words.count) if any(sign in words for sign in DELIMITERS) else NONE
    delimiter = " " if delimiter == NONE and SPACED.match(words) else delimiter
    reader = csv.reader([line.decode() for _, line in first], delimiter=delimiter)
    return Header(tuple(distinct(next(reader))), delimiter, first[reader.line_num - 1][0])


def _is_bare(numbered: Iterable[tuple[int, bytes]], delimiter: str, width: int) -> bool:
    """Whether quotes in cells are words, and not what stands around cells: a writer that quotes cells doubles the quotes within."""
    rows = (line.decode().rstrip("\n").split(delimiter) for _, line in numbered if b'"' in line)
    held = [cell for row in rows if len(row) == width for cell in row if '"' in cell]
    bare = sum(not cell.startswith('"') for cell in held)
    return bare > sum(cell.startswith('"') and cell.endswith('"') and '""' in cell[1:-1] for cell in held)
