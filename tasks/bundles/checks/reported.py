"""What the report says of Table 1, as a page and for a word processor, held to the table itself."""

import html
import re
import zipfile
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from xml.etree import ElementTree

import polars as pl

from tasks.bundles.checks.bundle import Bundle, Promise
from tasks.pure.disclosure.embedded_words import LARGEST
from tasks.pure.disclosure.spreadsheet_csv import restored
from tasks.pure.report.facts import sums_of
from tasks.pure.report.numbers import count
from tasks.pure.report.table1_lines import ABSENT, Row, lines_of

PAGE, MANUSCRIPT = "report.html", "report.docx"
COLUMNS = ("heading", "tweets", "share", "interval")
MARK = 'id="table1-tweets"'
LINE, CELL, TAG = re.compile(r"<tr\b"), re.compile(r"<t[hd]\b[^>]*>"), re.compile(r"<[^>]*>")
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def _lines(bundle: Bundle) -> list[Row]:
    """Table 1 as the report should have it: of a public bundle with the sums that may be told."""
    table1 = bundle.csv("table1").with_columns(restored(pl.col(pl.String)))
    totals = dict(bundle.csv("themes").with_columns(restored(pl.col(pl.String))).iter_rows()) if bundle.is_public else None
    return lines_of(table1, sums_of(table1, totals), bundle.distinct)


def _differing(file: str, told: Sequence[Sequence[str]], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Cells of a report's table that are others than they should be; rows are counted from the first below its head."""
    for number, (said, row) in enumerate(zip_longest(told, rows), 1):
        if said is None or row is None:
            yield f"{file}, Table 1, row {number}: is {'missing' if said is None else 'one too many'}"
            continue
        for column, shown, counted in zip_longest(COLUMNS, said[: len(COLUMNS)], row):
            if shown != counted:
                yield f"{file}, Table 1, row {number}, column {column}"


def _in_page(bundle: Bundle) -> list[str]:
    page = (bundle.folder / PAGE).read_text(encoding="utf-8")
    if page.count(MARK) != 1:
        return [f"{PAGE}, Table 1: is there {page.count(MARK)} times"]
    at = page.index(MARK)
    table = page[page.rindex("<table", 0, at) : page.index("</table>", at)]
    # What stands before the first line is the table's own tag; after it comes the head.
    told = [[_words(cell) for cell in CELL.split(line)[1:]] for line in LINE.split(table)[2:]]
    rows = [(row.name, count(row.tweets), row.share or ABSENT, row.interval or ABSENT) for row in _lines(bundle)]
    return list(_differing(PAGE, told, rows))


def _words(cell: str) -> str:
    return html.unescape(TAG.sub("", cell)).strip()


def _in_manuscript(bundle: Bundle) -> list[str]:
    if MANUSCRIPT not in bundle.files:
        return []
    table = parsed(bundle).find(f".//{WORD}tbl")
    if table is None:
        return [f"{MANUSCRIPT}, Table 1: is missing"]
    told = [["".join(cell.itertext()) for cell in line.iter(f"{WORD}tc")] for line in table.iter(f"{WORD}tr")]
    rows = [
        (row.name, count(row.tweets), row.share.removesuffix(" %") or ABSENT, row.interval or ABSENT) for row in _lines(bundle)
    ]
    return list(_differing(MANUSCRIPT, told[1:], rows))


def parsed(bundle: Bundle) -> ElementTree.Element:
    """The manuscript's body.

    Raises: ValueError where it is too large, or declares what could grow without bound.
    """
    with zipfile.ZipFile(bundle.folder / MANUSCRIPT) as archive, archive.open("word/document.xml") as part:
        words = part.read(LARGEST + 1)
    if len(words) > LARGEST or b"<!DOCTYPE" in words:
        raise ValueError("the manuscript was not written by Hushtag")
    return ElementTree.fromstring(words)  # noqa: S314  declares nothing, as was looked


WHY = "What people read and cite is what was counted; a number that differs was changed by hand."
PROMISES = (
    Promise("the report's Table 1 is table1.csv's", WHY, _in_page),
    Promise("the manuscript's Table 1 is table1.csv's", WHY, _in_manuscript),
)
