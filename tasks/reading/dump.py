"""One file of a dump: told by its name and first bytes, its records made rows or set aside, a batch at a time."""

import re
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import islice

import polars as pl

from tasks.errors import DumpUnreadable
from tasks.reading import (
    delimited,
    encodings,
    guess,
    headers,
    json_files,
    packages,
    pasted_text,
    recognise,
    tabular,
    unquoted,
    workbooks,
)
from tasks.reading.batches import READ, File, ReadPart, SourceBatch, ledger, parts
from tasks.reading.named_columns import are_sure
from tasks.reading.records import ASSIGNMENT, elements, is_lines, of_lines
from tasks.reading.refusals import likely

NO_TWEETS = "file without tweets"
PROSE = {".txt", ""}
# What people say of themselves is not a tweet.
OF_PROFILES = re.compile(r"(?i)description|bio(graphy)?$|about$|^errors?|reason|detail|title|^line$")


def read(file: File) -> Iterator[ReadPart]:
    """The parts of a file, as `source_batches` gives its records."""
    return parts(source_batches(file))


def source_batches(file: File) -> Iterator[SourceBatch]:
    """The records of a file in their format's sources.

    Rows: tweets and set-aside records together are the file's records, in order.
    Raises: DumpUnreadable when nothing in it can be read, with the nearest format or a guess at its columns.
    """
    suffix = file.path.suffix.lower()
    if suffix in workbooks.SHEETS | {".numbers"} and not workbooks.is_text(file.path):
        return tabular.of_sheets(file)
    with file.path.open("rb") as opened:
        if opened.read(4) == b"PAR1":
            return tabular.of_parquet(file)
    path = packages.unpacked(file.path, file.name, file.aside)
    first = next(encodings.lines(path, file.name), None)
    if first is None:
        raise DumpUnreadable("the file is empty", file.name, "Leave it out, or fetch it again.")
    if _is_json(first[1]):
        if is_lines(path, file.name):
            return json_files.in_lines(file, path)
        return json_files.in_records(file, elements(path, file.name))
    path = headers.unwrapped(path, file.name, file.aside)
    top = headers.header(path, file.name, file.words)
    if not file.columns and not recognise.of_table(top.names):
        if headed := pasted_text.headed(path, file.name):
            return pasted_text.of_heads(file, path, headed)
        if suffix in PROSE and not headers.is_table(path, file.name):
            return pasted_text.of_text(file, path)
    words = _words_of(file, top.names)
    if words and (copy := unquoted.requoted(path, file.name, file.aside, top.names, words, top.delimiter, top.lines)) != path:
        path, top = copy, headers.header(copy, file.name, file.words)
    return tabular.of_table(file, top.names, partial(delimited.csv_batches, path, file.name, top))


def without_tweets(file: File, reason: str = NO_TWEETS) -> ReadPart:
    """No tweets, and every record of the file set aside: lines, elements, or the whole."""
    aside = [(line, reason) for line in range(1, records_in(file) + 1)]
    return ReadPart(pl.DataFrame(schema=READ), ledger(file.name, aside))


def holds_words(file: File) -> bool:
    """Whether a column or a key of a file in no known format may hold the words of tweets; of what cannot be looked at, it may."""
    try:
        head = _head(file)
    except DumpUnreadable:
        return file.path.stat().st_size > 0
    names = [name for name in head.columns if not OF_PROFILES.search(name)]
    # Without a header, or without a row, nothing tells.
    return bool(head.width) and (not guess.is_header(names) or guess.finds_text(head.select(names)))


def likely_columns(file: File) -> dict[str, str]:
    """A guess at what the columns or keys of a file mean whose format is not known; empty for other files."""
    head = _head(file)
    names = [name for name in head.columns if name != "line"]
    if not names or _is_known(file) or not guess.is_header(names):
        return {}
    found = likely(head) if are_sure(head) else {}
    return found if "text" in found else {}


def records_in(file: File) -> int:
    """How many records a file holds, of whatever kind: lines or elements; one where that cannot be told."""
    if file.path.suffix.lower() in workbooks.SHEETS | {".numbers", ".parquet", ".zip"}:
        return 1
    try:
        path = packages.unpacked(file.path, file.name, file.aside)
        first = next(encodings.lines(path, file.name), None)
        if first and _is_json(first[1]) and not is_lines(path, file.name):
            return sum(1 for _ in elements(path, file.name))
        return sum(1 for _ in encodings.lines(path, file.name))
    except DumpUnreadable:
        return int(file.path.stat().st_size > 0)


def _head(file: File) -> pl.DataFrame:
    """The first rows or records in words, their columns named as the study would name them.

    Raises: DumpUnreadable where nothing can be opened.
    """
    if file.path.suffix.lower() in workbooks.SHEETS | {".numbers"} and not workbooks.is_text(file.path):
        batches = (each.rows for each in workbooks.sheets(file.path, file.name) if each.rows.width > 1)
        return next(batches, pl.DataFrame())
    with file.path.open("rb") as opened:
        if opened.read(4) == b"PAR1":
            first = next(workbooks.parquet(file.path, file.name), pl.DataFrame())
            return json_files.in_words(first.head(json_files.PEEK).to_dicts())
    path = packages.unpacked(file.path, file.name, file.aside)
    first_line = next(encodings.lines(path, file.name), None)
    if first_line is None:
        return pl.DataFrame()
    if _is_json(first_line[1]):
        records = of_lines(encodings.lines(path, file.name)) if is_lines(path, file.name) else elements(path, file.name)
        found = (record for _, record in islice(records, json_files.PEEK) if not isinstance(record, str))
        return json_files.in_words(list(found))
    path = headers.unwrapped(path, file.name, file.aside)
    return next(delimited.csv_batches(path, file.name, headers.header(path, file.name))).rows


def _words_of(file: File, names: Sequence[str]) -> str | None:
    """The column of a table that holds the tweets' words, if that is known."""
    if file.columns:
        sources, renamed = [str(file.columns.get("text"))], {}
    elif claim := recognise.of_table(names):
        sources, renamed = [*claim[0].columns["text"]], dict(claim[1])
    else:
        return None
    return next((name for source in sources for name in names if renamed.get(name, name) == source), None)


def _is_known(file: File) -> bool:
    try:
        next(source_batches(file), None)
    except DumpUnreadable:
        return False
    return True


def _is_json(first: bytes) -> bool:
    return first.lstrip().startswith((b"{", b"[", b'"{\\"')) or bool(ASSIGNMENT.match(first))
