"""Workbooks and Parquet: files that keep a table in columns of their own."""

import logging
import re
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, Any

import polars as pl

from tasks.errors import DumpUnreadable
from tasks.reading import recognise
from tasks.reading.csv_records import REPEATED_HEADER, Batch, distinct, frame
from tasks.reading.delimited import BATCH
from tasks.reading.headers import HIGHEST_BANNER

SHEETS = {".xlsx", ".xlsm", ".xls", ".ods"}
LARGEST = 1 << 30
SHEET = re.compile(r"^xl/worksheets/[^/]+\.xml$")
CELL = re.compile(rb'<c r="([A-Z]{1,3})(\d{1,7})"')
# Cells between which nothing stands take as much memory as others.
MOST_CELLS, EMPTIEST = 20_000_000, 100
ADVICE = "Open it and save it again as CSV."
# It warns of every empty column.
logging.getLogger("fastexcel").setLevel(logging.ERROR)


def sheets(path: Path, name: str, wanted: str | None = None) -> Iterator[Batch]:
    """Each sheet that is not empty as a table of strings, under the row that a format claims or that holds a wanted name; a row's
    line is its place in the sheet.

    Raises: DumpUnreadable when it is not a workbook, locked or damaged, or unpacks to more than 1 GiB.
    """
    try:
        if _size(path) > LARGEST:
            raise DumpUnreadable("a workbook of more than 1 GiB", name, ADVICE)
        _check_room(path, name)
        cells = _numbers(path) if path.suffix.lower() == ".numbers" else _excel(path)
        for sheet in cells:
            yield _table(sheet, wanted)
    except DumpUnreadable:
        raise
    except Exception as error:
        # The readers of workbooks have no common error, and their words may quote a cell.
        raise DumpUnreadable(f"is not a workbook that can be opened ({type(error).__name__})", name, ADVICE) from None


def is_text(path: Path) -> bool:
    """Whether a file with the ending of a workbook is words, as tools write them for a spreadsheet to open; a web page is not."""
    with path.open("rb") as file:
        top = file.read(1 << 10)
    return b"\n" in top and b"\0" not in top and not top.startswith((b"PK", b"\xd0\xcf")) and not top.lstrip().startswith(b"<")


def parquet(path: Path, name: str) -> Iterator[pl.DataFrame]:
    """The rows of a Parquet file in batches, as they are.

    Raises: DumpUnreadable when it is damaged.
    """
    try:
        yield from pl.scan_parquet(path).collect_batches(chunk_size=BATCH, maintain_order=True)
    except pl.exceptions.PolarsError as error:
        raise DumpUnreadable(f"is not Parquet that can be read ({type(error).__name__})", name, ADVICE) from None


def _size(path: Path) -> int:
    """What is read into memory: the members of what is an archive, else the file."""
    if not zipfile.is_zipfile(path):
        return path.stat().st_size
    with zipfile.ZipFile(path) as archive:
        return sum(info.file_size for info in archive.infolist())


def _check_room(path: Path, name: str) -> None:
    """Raises: DumpUnreadable when a cell stands so far from the others that the room between would not fit into memory."""
    if path.suffix.lower() not in {".xlsx", ".xlsm"} or not zipfile.is_zipfile(path):
        return
    with zipfile.ZipFile(path) as archive:
        for sheet in (each for each in archive.namelist() if SHEET.search(each)):
            rows, columns, cells = _extent(archive.open(sheet))
            if rows * columns > max(MOST_CELLS, EMPTIEST * cells):
                where = f"a cell far from all others, in row {rows:,}, column {columns:,}"
                raise DumpUnreadable(where, name, "Delete that row and column, and save it again.")


def _extent(sheet: IO[bytes]) -> tuple[int, int, int]:
    """The last row and column that hold a cell, and how many cells there are."""
    rows = columns = cells = 0
    left = b""
    with sheet:
        while block := sheet.read(1 << 20):
            found = list(CELL.finditer(left + block))
            cells += len(found)
            for cell in found:
                rows, columns = max(rows, int(cell[2])), max(columns, _column(cell[1]))
            left = (left + block)[found[-1].end() if found else -100 :][-100:]
    return rows, columns, cells


def _column(letters: bytes) -> int:
    place = 0
    for letter in letters:
        place = 26 * place + letter - ord("A") + 1
    return place


def _excel(path: Path) -> Iterator[list[list[str | None]]]:
    import fastexcel

    book = fastexcel.read_excel(path)
    for sheet in book.sheet_names:
        words = book.load_sheet(sheet, header_row=None, dtypes="string").to_polars().cast(pl.String)
        numbers = [name for place, name in enumerate(words.columns) if words.height > 1 and _is_number(book, sheet, place)]
        # Long whole numbers of a sheet are floats, whose last digits are gone; written so, they say it.
        shown = words.with_columns(pl.col(numbers).str.replace(r"^(\d)(\d{15,})(\.0)?$", "${1}.${2}e+17"))
        yield [list(row) for row in shown.iter_rows()]


def _is_number(book: Any, sheet: str, place: int) -> bool:
    """Whether a column holds numbers below its name; one with an error in a cell tells nothing of its kind."""
    import fastexcel

    try:
        below = book.load_sheet(sheet, header_row=None, skip_rows=1, use_columns=[place]).to_polars()
    except fastexcel.FastExcelError:
        return False
    return bool(below.width) and below.dtypes[0].is_numeric()


def _numbers(path: Path) -> Iterator[list[list[str | None]]]:
    try:
        from numbers_parser import Document
    except ImportError:
        advice = "Install it: pip install 'hushtag[numbers]', in a checkout uv sync --extra numbers; or save as CSV."
        raise DumpUnreadable("is an Apple Numbers document, whose reader is not installed", path.name, advice) from None

    for sheet in Document(path).sheets:
        for table in sheet.tables:
            yield [[_cell(value) for value in row] for row in table.rows(values_only=True)]


def _cell(value: object) -> str | None:
    # A whole number beyond what a float can hold has lost its last digits, and shows it.
    if isinstance(value, float) and value.is_integer():
        return str(int(value)) if abs(value) < 2**53 else f"{value:e}"
    return None if value is None else str(value)


def _table(cells: Sequence[Sequence[str | None]], wanted: str | None) -> Batch:
    """A sheet's cells as a table, its header found as that of a table in words; headers that return are set aside."""
    filled = [(number, list(row)) for number, row in enumerate(cells, 1) if any(cell and cell.strip() for cell in row)]
    if not filled:
        return Batch(pl.DataFrame(schema={"line": pl.Int64}))
    heads = [tuple(distinct(row)) for _, row in filled[:HIGHEST_BANNER]]
    above = next((above for above, head in enumerate(heads) if recognise.of_table(head) or wanted in head), 0)
    filled, names = filled[above:], heads[above]
    is_header = [tuple(distinct(row)) == names for _, row in filled]
    rows = [row for row, again in zip(filled, is_header, strict=True) if not again]
    aside = [(line, REPEATED_HEADER) for (line, _), again in list(zip(filled, is_header, strict=True))[1:] if again]
    return Batch(frame(rows, names), aside)
