"""One file of a dump: told by its name and first bytes, its records made rows or set aside, a batch at a time."""

from collections.abc import Iterator
from functools import partial

import polars as pl

from tasks.errors import DumpUnreadable
from tasks.reading import delimited, encodings, guess, json_files, pasted_text, recognise, tabular, workbooks
from tasks.reading.batches import READ, File, Haul, Part, ledger, parts
from tasks.reading.records import ASSIGNMENT, elements, is_lines

NO_TWEETS = "file without tweets"
PROSE = {".txt", ""}


def read(file: File) -> Iterator[Part]:
    """The parts of a file, as `hauls` are read."""
    return parts(hauls(file))


def hauls(file: File) -> Iterator[Haul]:
    """The records of a file in their format's sources.

    Rows: tweets and set-aside records together are the file's records, in order.
    Raises: DumpUnreadable when nothing in it can be read, with the nearest format or a guess at its columns.
    """
    suffix = file.path.suffix.lower()
    if suffix in workbooks.SHEETS | {".numbers"}:
        return tabular.of_sheets(file)
    with file.path.open("rb") as opened:
        if opened.read(4) == b"PAR1":
            return tabular.of_parquet(file)
    path = encodings.unpacked(file.path, file.name, file.aside)
    first = next(encodings.lines(path, file.name), None)
    if first is None:
        raise DumpUnreadable("the file is empty", file.name, "Leave it out, or fetch it again.")
    if _is_json(first[1]):
        if is_lines(path, file.name):
            return json_files.in_lines(file, path)
        return json_files.in_records(file, elements(path, file.name))
    top = delimited.header(path, file.name)
    if not file.columns and not recognise.of_table(top.names):
        if headed := pasted_text.headed(path, file.name):
            return pasted_text.of_heads(file, path, headed)
        if suffix in PROSE and not delimited.is_table(path, file.name):
            return pasted_text.of_text(file, path)
    return tabular.of_table(file, top.names, partial(delimited.csv_batches, path, file.name, top))


def without_tweets(file: File) -> Part:
    """No tweets, and every record of the file set aside because it holds none: lines, elements, or the whole."""
    aside = [(line, NO_TWEETS) for line in range(1, _records_in(file) + 1)]
    return Part(pl.DataFrame(schema=READ), ledger(file.name, aside))


def likely_columns(file: File) -> dict[str, str]:
    """A guess at what the columns of a table mean that is in no known format; empty for anything but such a table."""
    path = encodings.unpacked(file.path, file.name, file.aside)
    if file.path.suffix.lower() in workbooks.SHEETS | {".numbers"}:
        batch = next((each for each in workbooks.sheets(file.path, file.name) if each.rows.width > 1), None)
        names = batch.rows.columns[:-1] if batch else []
    elif file.path.suffix.lower() == ".parquet" or _is_json(next(encodings.lines(path, file.name), (1, b"{"))[1]):
        return {}
    else:
        top = delimited.header(path, file.name)
        names, batch = list(top.names), next(delimited.csv_batches(path, file.name, top))
    found = {} if batch is None or recognise.of_table(names) or not guess.is_header(names) else guess.guessed(batch.rows)
    return found if "text" in found else {}


def _records_in(file: File) -> int:
    if file.path.suffix.lower() in workbooks.SHEETS | {".numbers", ".parquet", ".zip"}:
        return 1
    try:
        path = encodings.unpacked(file.path, file.name, file.aside)
        first = next(encodings.lines(path, file.name), None)
        if first and _is_json(first[1]) and not is_lines(path, file.name):
            return sum(1 for _ in elements(path, file.name))
        return sum(1 for _ in encodings.lines(path, file.name))
    except DumpUnreadable:
        return int(file.path.stat().st_size > 0)


def _is_json(first: bytes) -> bool:
    return first.lstrip()[:1] in (b"{", b"[") or bool(ASSIGNMENT.match(first))
