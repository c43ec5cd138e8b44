"""A sheet as an XLSX workbook: the same rows as the CSV form, a wrapped list in a cell."""

import datetime
import io
from pathlib import Path
from typing import Any

import polars as pl

from tasks.codebook.interchange.sheet import COLUMNS, frame_of, rows_of
from tasks.codebook.model import Codebook
from tasks.errors import CodebookInvalid

TITLE = "workbook"
ENDINGS = (".xlsx",)
HEADINGS = {"Offers": ("can host", "spare ..2 room")}
LONGEST_CELL = 32_767
ADVICE = "Export a codebook to see how the sheet is filled in."


def decoded(content: bytes, path: Path) -> Codebook:
    """The frame of a workbook's first sheet.

    Raises: CodebookInvalid naming the row.
    """
    sheet, rows = rows_in(content, path)
    return frame_of(rows, Path(f"{path}, {sheet}"))


def rows_in(content: bytes, path: Path) -> tuple[str, list[dict[str, str | None]]]:
    """The name of the first sheet, and its rows.

    Raises: CodebookInvalid when it is not a workbook.
    """
    from fastexcel import read_excel

    try:
        sheet = read_excel(content).sheet_names[0]
        table = pl.read_excel(content, infer_schema_length=0, drop_empty_rows=False, raise_if_empty=False)
    except Exception as error:
        # The reader of workbooks raises errors of its own, of no common class.
        raise CodebookInvalid(f"is not a workbook ({type(error).__name__})", path, ADVICE) from None
    return f"sheet {sheet}", table.cast(pl.String).to_dicts()


def encoded(codebook: Codebook) -> bytes:
    """The rows of a frame, all of them text, without the time at which they were written.

    Raises: CodebookInvalid where a list is longer than a cell may be.
    """
    from xlsxwriter import Workbook

    rows = [dict.fromkeys(COLUMNS, "") | row for row in rows_of(codebook)]
    for row in rows:
        if max(map(len, row.values())) > LONGEST_CELL:
            raise CodebookInvalid(
                f"{row['part']} {row['id']} is longer than a cell may be", codebook.id, "Export it as .csv."
            )
    out = io.BytesIO()
    book = Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)})
    _fill(book, rows)
    book.close()
    return out.getvalue()


def lost(codebook: Codebook) -> list[str]:
    """Nothing: it can be read back as it was."""
    return []


def _fill(book: Any, rows: list[dict[str, str]]) -> None:
    sheet = book.add_worksheet("codebook")
    wrapped = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
    sheet.set_column(0, len(COLUMNS) - 1, 24, wrapped)
    sheet.freeze_panes(1, 0)
    for place, row in enumerate([dict(zip(COLUMNS, COLUMNS, strict=True)), *rows]):
        for column, key in enumerate(COLUMNS):
            sheet.write_string(place, column, row[key], wrapped)


def _sample() -> bytes:
    from tasks.codebook.interchange import sheet

    return encoded(sheet.decoded(sheet.SAMPLE, Path("sample.csv")))


def __getattr__(name: str) -> bytes:
    if name == "SAMPLE":
        return _sample()
    raise AttributeError(name)
