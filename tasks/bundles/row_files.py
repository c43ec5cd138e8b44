"""The files of a bundle with a row a tweet or a code, written a part at a time: an archive's need not fit in memory."""

from collections.abc import Iterator
from pathlib import Path

import polars as pl

from tasks import schema
from tasks.pure.disclosure.spreadsheet_csv import harmless
from tasks.storage import parquet_files, store
from tasks.storage.store import Receipt

# As many as a group of rows in Parquet has at most.
ROWS = 1 << 20


def write_rows(folder: Path, tabulated: Receipt, name: str, *, is_csv: bool) -> pl.DataFrame:
    """Writes a table as Parquet and, if asked, as CSV, and gives its columns without the rows."""
    table = store.scan(tabulated, name)
    shape = table.collect_schema()
    # A column's bounds would be words of tweets a second time.
    parquet_files.write_frames(
        _parts(table), folder / f"{name}.parquet", shape, ROWS, "zstd", has_bounds=False, table=schema.TABLES[name]
    )
    if is_csv:
        with (folder / f"{name}.csv").open("wb") as file:
            for place, part in enumerate(_parts(table)):
                harmless(part).write_csv(file, include_header=not place)
    return shape.to_frame()


def _parts(table: pl.LazyFrame) -> Iterator[pl.DataFrame]:
    """All rows in order; one part without any where there are none."""
    rows = table.select(pl.len()).collect().item()
    yield from (table.slice(first, ROWS).collect() for first in range(0, max(rows, 1), ROWS))
