"""The files that the standalone commands read: a table in, by ending, through the same rooms as a dump."""

from collections import Counter
from collections.abc import Callable
from itertools import chain
from pathlib import Path

import polars as pl

from tasks.errors import DumpUnreadable, UsageError
from tasks.reading import delimited, encodings, find, headers, packages, records, unquoted, workbooks
from tasks.reading.csv_records import Aside
from tasks.storage import store

LINES = {".json", ".jsonl", ".ndjson"}
TABLES = {".csv", ".tsv", ".txt"}
ENDINGS = ".csv, .tsv, .json, .jsonl, .ndjson, .parquet or .xlsx"


def read_table(path: Path, tell: Callable[[str], None] | None = None, words: str | None = None) -> pl.DataFrame:
    """A table by its ending, in its columns and the order of its rows; the cells of tables in words stay words.

    In a CSV that was written without quotes, delimiters in the column of `words` divide nothing. What cannot be read is told
    in a sentence for each reason.

    Raises: DumpUnreadable when the file is missing or is not what its ending says, or, where nobody is told, when a row of it
    cannot be read; UsageError for another ending.
    """
    if not path.is_file():
        raise DumpUnreadable("no such file", path, "Check the path.")
    packed = path.suffix.lower() in find.PACKED
    suffix = Path(path.stem if packed else path.name).suffix.lower()
    if suffix not in TABLES | LINES | workbooks.SHEETS | {".parquet"}:
        raise UsageError(f"files end in {ENDINGS}", path, "Rename or convert it.")
    with store.scratch() as aside:
        table, left_out = _read(path, suffix, aside, words)
    for reason, lines in sorted(Counter(reason for _, reason in left_out).items()):
        first = min(line for line, why in left_out if why == reason)
        sentence = f"{lines:,} rows or lines are left out: {reason}; the first is line {first:,}"
        if tell is None:
            raise DumpUnreadable(sentence, path, "Correct them, and try again.")
        tell(f"{path}: {sentence}.")
    return table


def _read(path: Path, suffix: str, aside: Path, words: str | None) -> tuple[pl.DataFrame, Aside]:
    name = str(path)
    if suffix == ".parquet":
        return pl.concat(workbooks.parquet(path, name), how="vertical"), []
    if suffix in workbooks.SHEETS:
        filled = [each for each in workbooks.sheets(path, name, words) if each.rows.width > 1]
        batch = next((each for each in filled if words in each.rows.columns), next(iter(filled), None))
        return (batch.rows.drop("line"), batch.aside) if batch else (pl.DataFrame(), [])
    plain = packages.unpacked(path, name, aside)
    if suffix in LINES:
        return _of_records(plain, name)
    plain = headers.unwrapped(plain, name, aside)
    top = headers.header(plain, name, words)
    if words in top.names:
        plain = unquoted.requoted(plain, name, aside, top.names, words, top.delimiter, top.lines)
        top = headers.header(plain, name, words)
    batches = list(delimited.csv_batches(plain, name, top))
    rows = pl.concat(batch.rows for batch in batches).drop("line")
    return rows.with_columns(pl.all().replace("", None)), list(chain.from_iterable(batch.aside for batch in batches))


def _of_records(path: Path, name: str) -> tuple[pl.DataFrame, Aside]:
    found = list(
        records.of_lines(encodings.lines(path, name)) if records.is_lines(path, name) else records.elements(path, name)
    )
    rows = [record for _, record in found if not isinstance(record, str)]
    table = pl.from_dicts(rows, infer_schema_length=None, strict=False) if rows else pl.DataFrame()
    return table, [(line, record) for line, record in found if isinstance(record, str)]
