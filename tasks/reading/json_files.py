"""Batches of records in JSON: a record a line, where there are many read at once, or the elements of one value."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import Any

import polars as pl

from tasks.formats import Format
from tasks.reading import csv_records, encodings, recognise, refusals
from tasks.reading.batches import File, SourceBatch
from tasks.reading.ingested_rows import from_records
from tasks.reading.json_lines import Bulk
from tasks.reading.json_shapes import is_shaped
from tasks.reading.prefetch import ahead
from tasks.reading.records import NOT_A_TWEET, Record, of_lines, pages, parsed, unwrapped, within

PEEK = 200
FEW = 20
WORDED = {"text", "full_text", "tweet", "content", "tweet_text", "message"}
MANY = 1 << 20
# How an object, or a list of them, begins where a cell of a table holds it.
CELLS = ("{'", '{"', "[{")
LINES = 16 << 20
RECORDS = 8_000


def in_lines(file: File, path: Path) -> Iterator[SourceBatch]:
    """A file of a record a line; a large one is read at once by DuckDB, what that cannot take record by record.

    Raises: DumpUnreadable when no format claims the first records.
    """
    head = list(islice(of_lines(encodings.lines(path, file.name)), PEEK))
    format = _format(file, head)
    is_flat = any(_is_flat(record) for _, record in head if not isinstance(record, str))
    try:
        is_bulky = path.stat().st_size > MANY and _is_bulky(format) and not _is_wrapped(path, file.name)
        bulk = Bulk(format, file.aside, is_flat) if is_bulky else None
    except ValueError:
        bulk = None
    if bulk is None:
        return _in_batches(file, format, of_lines(encodings.lines(path, file.name)))
    return ahead(partial(_batch_of_lines, file, format, bulk), _numbered_lines(path, file.name))


def in_records(file: File, records: Iterator[Record]) -> Iterator[SourceBatch]:
    """Records that are read already, each with its line or place.

    Raises: DumpUnreadable when no format claims the first of them.
    """
    head = list(islice(records, PEEK))
    return _in_batches(file, _format(file, head), chain(head, records))


def in_words(records: Sequence[Mapping[str, Any]]) -> pl.DataFrame:
    """The words of records in columns named by their paths, two steps deep at most; lists of words joined.

    Rows: as given.
    """
    told = [dict(_told(record, "")) for record in records]
    names = sorted({name for row in told for name in row})
    return pl.DataFrame({name: pl.Series([row.get(name) for row in told], dtype=pl.String) for name in names})


def _told(record: Mapping[str, Any], before: str) -> Iterator[tuple[str, str]]:
    for key, value in record.items():
        if isinstance(value, dict) and not before:
            yield from _told(value, f"{key}.")
        elif isinstance(value, list) and value and not isinstance(value[0], dict | list):
            yield f"{before}{key}", " ".join(map(str, value))
        elif value is not None and not isinstance(value, dict | list):
            yield f"{before}{key}", str(value)


def _is_flat(record: Mapping[str, Any]) -> bool:
    return any("." in key for key in record) or not any(isinstance(value, dict | list) for value in record.values())


def _is_bulky(format: Format) -> bool:
    return format.container != "csv" and not format.pages


def _is_wrapped(path: Path, name: str) -> bool:
    """Whether lines hold several records each, under a key or number."""
    return any(is_shaped(parsed(line)) for _, line in islice(encodings.lines(path, name), FEW))


def _format(file: File, head: Sequence[Record]) -> Format:
    seen = [recognise.keys(record) for _, record in head if not isinstance(record, str)]
    everything = frozenset(chain.from_iterable(seen))
    if file.columns:
        return recognise.mapped(file.columns, everything, file.name)
    names = frozenset(chain.from_iterable(record for _, record in head if not isinstance(record, str)))
    table = recognise.of_records(names)
    # Dots in the keys themselves are those of a table's columns, not steps into a record, and so are objects told as words.
    is_table = any("." in name for name in names) or any(_has_cells(record) for _, record in head)
    claims = [each for each in (table if is_table else None, recognise.recognised(seen, "json"), table) if each]
    if not claims and (nested := _nested([record for _, record in head if not isinstance(record, str)])):
        return nested
    if not claims:
        words = in_words([record for _, record in head if not isinstance(record, str)])
        raise refusals.of_unknown(file.name, recognise.nearest(everything, "json"), words)
    return next((each for each in claims if not each.is_general), claims[0])


def _nested(records: Sequence[Mapping[str, Any]]) -> Format | None:
    """The format of what lies within each record under one key, as a search engine's export keeps it; what holds words itself,
    or under a key of another's tweet, is not such a record."""
    if not records or WORDED & set(chain.from_iterable(records)):
        return None
    for key in records[0]:
        if recognise.is_of_others(key):
            continue
        inner = [record[key] for record in records if isinstance(record.get(key), dict)]
        if len(inner) < len(records):
            continue
        names = frozenset(chain.from_iterable(inner))
        found = recognise.recognised(map(recognise.keys, inner), "json") or recognise.of_records(names)
        if found and not found.within and not found.pages:
            return replace(found, within=key)
    return None


def _has_cells(record: Mapping[str, Any] | str) -> bool:
    return not isinstance(record, str) and any(isinstance(held, str) and held[:2] in CELLS for held in record.values())


def _in_batches(file: File, format: Format, records: Iterator[Record]) -> Iterator[SourceBatch]:
    return map(partial(_batch_of_records, file, format), _chunks(_shaped(records, format)))


def _numbered_lines(path: Path, name: str) -> Iterator[pl.DataFrame]:
    number = 1
    for block in encodings.blocks(path, name, LINES):
        told = pl.read_lines(block, name="words")
        line = pl.int_range(number, number + told.height, dtype=pl.Int64, eager=True).alias("line")
        number += told.height
        is_blank = told["words"].str.len_bytes() == 0
        yield told.select(line, "words").filter(~is_blank) if is_blank.any() else told.select(line, "words")


def _batch_of_lines(file: File, format: Format, bulk: Bulk, numbered: pl.DataFrame) -> SourceBatch:
    sources, astray = bulk.read(numbered)
    if astray.is_empty():
        return SourceBatch(file, format, sources, [], NOT_A_TWEET)
    records = of_lines((line, each.encode()) for line, each in astray.iter_rows() if not each.isspace())
    odd = _sources(list(_shaped(records, format)), format)
    return SourceBatch(file, format, pl.concat([sources, odd[0]]).sort("line", maintain_order=True), odd[1], NOT_A_TWEET)


def _shaped(records: Iterator[Record], format: Format) -> Iterator[Record]:
    if format.pages:
        return pages(records)
    inside = within(records, format.within) if format.within else records
    return unwrapped(inside, format.wrapped) if format.wrapped else inside


def _chunks(records: Iterator[Record]) -> Iterator[list[Record]]:
    while chunk := list(islice(records, RECORDS)):
        yield chunk


def _batch_of_records(file: File, format: Format, chunk: Sequence[Record]) -> SourceBatch:
    return SourceBatch(file, format, *_sources(chunk, format), NOT_A_TWEET)


def _sources(chunk: Sequence[Record], format: Format) -> tuple[pl.DataFrame, csv_records.Aside]:
    whole = [(line, record) for line, record in chunk if not isinstance(record, str)]
    return from_records(whole, format), [(line, record) for line, record in chunk if isinstance(record, str)]
