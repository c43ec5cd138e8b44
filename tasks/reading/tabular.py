"""Batches of what is laid out in columns: tables in words, workbooks and Parquet."""

from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from itertools import chain

import polars as pl

from tasks.errors import DumpUnreadable
from tasks.formats import bases
from tasks.reading import csv_records, guess, json_files, recognise, refusals, workbooks
from tasks.reading.batches import NO_TEXT, File, SourceBatch

Batches = Callable[[Container[str] | None], Iterator[csv_records.Batch]]
"""The rows of a table in the wanted columns at least; in all where none are named."""


def of_table(file: File, names: Sequence[str], batches: Batches) -> Iterator[SourceBatch]:
    """The rows of a table, in the sources that its format or the study names.

    Raises: DumpUnreadable when no format claims the names, with a guess at what the columns hold.
    """
    mapped = recognise.mapped(file.columns, frozenset(names), file.name) if file.columns else None
    claim = (mapped, {}) if mapped else recognise.of_table(names)
    if claim is None:
        raise _unlike(file, names, next(batches(None)).rows)
    format, renamed = claim
    declared = {source for sources in format.columns.values() for source in sources}
    wanted = {each for source in declared for base in bases(source) for each in (base, base.rstrip("?"))}
    kept = {name: renamed.get(name, name) for name in names if renamed.get(name, name) in wanted}
    sources = [pl.col(name).alias(declared) for name, declared in kept.items()]
    return (SourceBatch(file, format, batch.rows.select("line", *sources), batch.aside, NO_TEXT) for batch in batches(set(kept)))


def of_sheets(file: File) -> Iterator[SourceBatch]:
    """The rows of a workbook's sheets that a format claims.

    Raises: DumpUnreadable when no sheet has cells, or the first that has is in no known format.
    """
    full = [batch for batch in workbooks.sheets(file.path, file.name, file.words) if batch.rows.width > 1]
    if not full:
        raise DumpUnreadable("the workbook is empty", file.name, "Leave it out, or fetch it again.")
    known = [batch for batch in full if _is_known(file, batch)] or full[:1]
    return chain.from_iterable(_of_batches(file, batch.rows.columns[:-1], iter([batch])) for batch in known)


def of_parquet(file: File) -> Iterator[SourceBatch]:
    """The rows of a Parquet file, as records where columns nest, else as a table.

    Raises: DumpUnreadable when it has no columns, or is in no known format.
    """
    batches = workbooks.parquet(file.path, file.name)
    first = next(batches, None)
    if first is None or not first.width:
        raise DumpUnreadable("the file is empty", file.name, "Leave it out, or fetch it again.")
    frames = _numbered(_in_words(frame) for frame in chain([first], batches))
    if any(dtype.is_nested() for dtype in first.dtypes):
        records = chain.from_iterable(zip(frame["line"], frame.drop("line").to_dicts(), strict=True) for frame in frames)
        return json_files.in_records(file, records)
    return _of_batches(file, first.columns, (csv_records.Batch(frame) for frame in frames))


def _in_words(frame: pl.DataFrame) -> pl.DataFrame:
    """Columns as words, but for those that nest."""
    return frame.select(_words(column) for column in frame)


def _words(column: pl.Series) -> pl.Series:
    if column.dtype.is_nested() or column.dtype == pl.String:
        return column
    if column.dtype == pl.Binary:
        told = [cell if cell is None else cell.decode(errors="replace") for cell in column]
        return pl.Series(column.name, told, dtype=pl.String)
    if column.dtype == pl.Duration:
        return column.dt.to_string()
    return column.cast(pl.String)


def _of_batches(file: File, names: Sequence[str], batches: Iterator[csv_records.Batch]) -> Iterator[SourceBatch]:
    return of_table(file, names, lambda wanted: batches)


def _unlike(file: File, names: Sequence[str], head: pl.DataFrame) -> DumpUnreadable:
    if not guess.is_header(list(names)):
        looked_for = "Its first row must name the columns: one of text, one of time, one of ids."
        return DumpUnreadable("has no header", file.name, looked_for)
    return refusals.of_unknown(file.name, recognise.nearest(frozenset(names), "csv"), head)


def _is_known(file: File, batch: csv_records.Batch) -> bool:
    names = frozenset(batch.rows.columns)
    if not file.columns:
        return bool(recognise.of_table(names))
    return names >= {source for source in file.columns.values() if isinstance(source, str)}


def _numbered(frames: Iterable[pl.DataFrame]) -> Iterator[pl.DataFrame]:
    line = 1
    for frame in frames:
        yield frame.with_columns(pl.int_range(line, line + frame.height, dtype=pl.Int64).alias("line"))
        line += frame.height
