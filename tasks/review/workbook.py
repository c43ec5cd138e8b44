"""The workbook in which a person codes a sample without seeing what the rules said, and how it is read back."""

import datetime
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from tasks.bundles.agreement import CODES
from tasks.codebook.model import UNCODED, UNCODED_NAME, Codebook
from tasks.errors import ReviewInvalid, StorageError, UsageError
from tasks.pure.review.sample import sample_digest

CHOICES = ("primary", "also", "also_2")
COLUMNS = ("tweet_key", "text", *CHOICES, "note")
WIDTHS = (18, 70, 34, 34, 34, 30)
GUIDE = ("heading", "definition", "include", "exclude")
QUESTION = "question"
ROW = "row of the sheet"
"""The column that says on which row of a workbook something stands, as programs number them."""
ADVICE = "Fill in a fresh copy of the sheet that was exported."


@dataclass(frozen=True)
class Sheet:
    """A sample as one coder has it; `codes` where they were given in another program, and not in the columns of `rows`."""

    coder: str
    codebook: str
    sample: str
    rows: pl.DataFrame
    codes: pl.DataFrame | None = None


def labels(codebook: Codebook) -> dict[str, str]:
    """What coders choose from, in file order, Uncoded last: the label and the heading's id."""
    themes = {theme.id: theme.name for theme in codebook.themes}
    return {f"{each.name} [{themes[each.theme]}]": each.id for each in codebook.headings} | {UNCODED_NAME: UNCODED}


def headings_by_label(codebook: Codebook) -> dict[str, str]:
    """The id of each heading by its label in small letters, and by the id itself."""
    known = {label.casefold(): heading for label, heading in labels(codebook).items()}
    return known | {heading: heading for heading in known.values()}


def encoded(sample: pl.DataFrame, codebook: Codebook, coder: str) -> bytes:
    """A workbook of three sheets: the tweets with drop-downs, the headings explained, and what it was made from.

    Where tweets answer questions of the frame, a column beside the text names them.
    """
    from xlsxwriter import Workbook

    out = io.BytesIO()
    book = Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)})
    empty, asked = dict.fromkeys(COLUMNS[2:], ""), questions(sample)
    tweets = [{**empty, **row, QUESTION: asked.get(row["tweet_key"])} for row in sample.select(COLUMNS[:2]).iter_rows(named=True)]
    columns = beside_text(dict(zip(COLUMNS, WIDTHS, strict=True)), asked)
    sheet = filled(book, "tweets", list(columns), tweets, list(columns.values()))
    offer_headings(book, sheet, codebook, list(columns).index(CHOICES[0]), rows=len(tweets))
    facts = {"coder": coder, "codebook": f"{codebook.id} {codebook.version}", "sample": sample_digest(sample)}
    filled(book, "about", ("fact", "is"), [{"fact": fact, "is": told} for fact, told in facts.items()], (14, 70))
    book.close()
    return out.getvalue()


def questions(tweets: pl.DataFrame) -> dict[str, str]:
    """The frame's names of the questions that tweets answer, by tweet_key; empty where `asked` says of none."""
    if "asked" not in tweets.columns:
        return {}
    answered = tweets.select("tweet_key", pl.col("asked").list.join("; ")).filter(pl.col("asked") != "")
    return dict(answered.iter_rows())


def beside_text(widths: Mapping[str, int], asked: Mapping[str, str]) -> dict[str, int]:
    """The columns of a sheet with their widths, and after the text that of its question, where any text answers one."""
    columns = list(widths.items())
    if asked:
        columns.insert(list(widths).index("text") + 1, (QUESTION, 18))
    return dict(columns)


def offer_headings(book: Any, sheet: Any, codebook: Codebook, first_column: int, rows: int) -> None:
    """Adds a sheet that explains the headings, and lets the columns of CHOICES choose from it."""
    guide = filled(book, "headings", GUIDE, list(guide_rows(codebook)), (40, 60, 60, 60))
    choices = {"validate": "list", "source": f"=headings!$A$2:$A${guide.dim_rowmax + 1}"}
    sheet.data_validation(1, first_column, max(rows, 1), first_column + len(CHOICES) - 1, choices)


def written(content: bytes, folder: Path, coder: str, ending: str = ".xlsx") -> Path:
    """A coder's workbook or project in a folder, for its owner alone: it holds tweets' words.

    Raises: UsageError for a name that no file can have; StorageError when it is there already or cannot be written.
    """
    if not re.fullmatch(r"[\w-]+", coder):
        raise UsageError("a coder's name is of letters, digits, _ and -", coder, "Give initials.")
    path = folder / f"review-{coder}{ending}"
    write_new(content, path)
    return path


def write_new(content: bytes, path: Path) -> None:
    """Writes a workbook for its owner alone; what somebody has begun is never overwritten.

    Raises: StorageError when it is there already or cannot be written.
    """
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.touch(mode=0o600, exist_ok=False)
        path.write_bytes(content)
    except OSError as error:
        raise StorageError(f"cannot write ({error.strerror})", path, "Choose another name.") from None


def decoded(path: Path) -> Sheet:
    """The sheet that a coder gave back.

    Raises: ReviewInvalid when it is not such a workbook, or when its tweets are not those that were exported.
    """
    about = dict(read_sheet(path, "about", ("fact", "is")).drop(ROW).iter_rows())
    rows = read_sheet(path, "tweets", COLUMNS).with_columns(pl.col("text").fill_null(""))
    coder, codebook, sample = (about.get(fact) or "" for fact in ("coder", "codebook", "sample"))
    sheet = Sheet(coder, codebook, sample, rows)
    if not sheet.coder:
        raise ReviewInvalid("does not say whose it is", path, ADVICE)
    if sample_digest(rows) != sheet.sample:
        raise ReviewInvalid("its tweets are not those that were exported: rows or words were changed", path, ADVICE)
    return sheet


def codes_of(sheet: Sheet, codebook: Codebook, path: Path) -> pl.DataFrame:
    """What the coder gave.

    Rows: one a tweet and heading; a tweet without any was left out by the coder. Columns: those of CODES.
    Raises: ReviewInvalid naming the row of an unknown heading, of other headings without a primary one, or of Uncoded
    beside a heading.
    """
    if sheet.codes is not None:
        return sheet.codes
    known = headings_by_label(codebook)
    rows = [
        (row["tweet_key"], sheet.coder, heading, place == 0)
        for row in sheet.rows.iter_rows(named=True)
        for place, heading in enumerate(chosen(row, known, f"{path}, row {row[ROW]}"))
    ]
    return pl.DataFrame(rows, schema=CODES, orient="row")


def chosen(row: Mapping[str, str | None], known: Mapping[str, str], where: str) -> list[str]:
    """The headings of a row, the primary one first, each once; empty where none was chosen.

    Raises: ReviewInvalid as `codes_of` does.
    """
    given = [(row[choice] or "").strip() for choice in CHOICES]
    if any(given) and not given[0]:
        raise ReviewInvalid("has other headings but no primary one", where, "Choose the primary one.")
    try:
        headings = list(dict.fromkeys(known[each.casefold()] for each in given if each))
    except KeyError:
        raise ReviewInvalid("has a heading that the codebook does not know", where, "Choose from the list.") from None
    if UNCODED in headings and len(headings) > 1:
        raise ReviewInvalid("is Uncoded and has a heading too", where, "Keep one of them.")
    return headings


def guide_rows(codebook: Codebook) -> Iterator[dict[str, str]]:
    """A row for each heading of `labels`: its label, definition, and what it includes and excludes."""
    explained = {each.id: (each.definition, each.include, each.exclude) for each in codebook.headings}
    for label, heading in labels(codebook).items():
        parts = explained.get(heading, ("No heading applies.", "", ""))
        yield dict(zip(GUIDE, (label, *parts), strict=True))


def filled(
    book: Any, name: str, columns: Sequence[str], rows: Sequence[Mapping[str, str | None]], widths: Sequence[int]
) -> Any:
    """A sheet of text alone: nothing that a tweet begins with becomes a formula."""
    sheet = book.add_worksheet(name)
    wrapped = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
    head = book.add_format({"bold": True, "bottom": 1})
    sheet.freeze_panes(1, 0)
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width, wrapped)
        sheet.write_string(0, column, columns[column], head)
    for place, row in enumerate(rows, start=1):
        for column, key in enumerate(columns):
            if row[key]:
                sheet.write_string(place, column, row[key], wrapped)
    return sheet


def read_sheet(path: Path, name: str, columns: Sequence[str]) -> pl.DataFrame:
    """Some columns of one sheet of a workbook, as text, and the number of the row.

    Rows: those that hold anything.
    Raises: ReviewInvalid when there is no such sheet, or not these columns.
    """
    try:
        table = pl.read_excel(path, sheet_name=name, infer_schema_length=0, raise_if_empty=False, drop_empty_rows=False)
        numbered = table.with_row_index(ROW, 2).filter(~pl.all_horizontal(pl.all().exclude(ROW).is_null()))
        return numbered.select(pl.col(list(columns)).cast(pl.String), pl.col(ROW))
    except Exception as error:
        # The reader of workbooks raises errors of its own, of no common class.
        raise ReviewInvalid(f"is not a sheet of a review ({type(error).__name__})", path, ADVICE) from None
