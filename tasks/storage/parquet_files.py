"""Parquet files whose columns say what they mean and who may see them, and whose pages carry checksums.

Each field has `meaning` and `audience`, and the file `table`, `row` and `audience`, as `tasks/schema.py` gives them. Files are the
same bytes for the same rows.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import polars as pl

from tasks.schema import TABLES, Table

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq

# Tables of a stage that are named for what they hold; their columns are described under the stage's name.
OF_STAGE = {"tweets", "codes"}
Compression = Literal["zstd", "none"]


def write(
    frame: pl.DataFrame,
    path: Path,
    table: Table | None = None,
    compression: Compression = "zstd",
    has_bounds: bool = True,
) -> None:
    """Writes a frame; `has_bounds` says whether a reader may skip rows by the least and largest value of each column.

    `table` is told by the path of a stage's file where it is not given.
    """
    rows = frame.to_arrow()
    with _writer(path, rows.schema, table or table_at(path), compression, has_bounds) as file:
        file.write_table(rows)


def write_frames(
    frames: Iterable[pl.DataFrame],
    path: Path,
    schema: pl.Schema,
    rows: int,
    compression: Compression,
    has_bounds: bool,
    table: Table | None = None,
) -> None:
    """Writes frames as they come, in groups of so many rows however they were cut, so that memory is bounded; `table` as above."""
    import pyarrow as pa

    shape = schema.to_frame().to_arrow().schema
    with _writer(path, shape, table or table_at(path), compression, has_bounds) as file:
        for group in _groups(frames, rows):
            file.write_table(pa.concat_tables([each.to_arrow() for each in group]))


def notes(schema: "pa.Schema", table: Table) -> dict[str, str]:
    """What another writer puts into a file so that its columns are described as ours are: Arrow's own schema, and the table."""
    import base64

    words = base64.b64encode(described(schema, table).serialize().to_pybytes()).decode()
    return {"ARROW:schema": words, "table": table.name, "row": table.row, "audience": table.audience}


@contextmanager
def _writer(
    path: Path, schema: "pa.Schema", table: Table | None, compression: Compression, has_bounds: bool
) -> Iterator["pq.ParquetWriter"]:
    import pyarrow.parquet as pq

    with pq.ParquetWriter(
        path,
        described(schema, table),
        compression=compression,
        # Where space does not matter, a dictionary of words that come again costs more than it saves.
        use_dictionary=compression != "none",
        write_statistics=has_bounds,
        write_page_checksum=True,
    ) as file:
        yield file


def described(schema: "pa.Schema", table: Table | None) -> "pa.Schema":
    """The schema with what the table says of its columns; those that it does not know stay as they are."""
    import pyarrow as pa

    if table is None:
        return schema
    meanings = {column.name: column.meaning for column in table.columns}
    fields = [
        field.with_metadata({"meaning": meanings[field.name], "audience": table.audience})
        if field.name in meanings
        else field
        for field in schema
    ]
    return pa.schema(fields, {"table": table.name, "row": table.row, "audience": table.audience})


def table_at(path: Path) -> Table | None:
    """The table of a file that a stage writes, `<stage>/<folder>/<table>.parquet`; none where it is not described."""
    stage = path.parent.parent.name
    return TABLES.get(stage if path.stem in OF_STAGE and stage in TABLES else path.stem)


def _groups(frames: Iterable[pl.DataFrame], rows: int) -> Iterator[list[pl.DataFrame]]:
    group: list[pl.DataFrame] = []
    missing = rows
    for frame in frames:
        while frame.height >= missing:
            yield [*group, frame.head(missing)]
            group, missing, frame = [], rows, frame.slice(missing)
        if frame.height:
            group.append(frame)
            missing -= frame.height
    if group:
        yield group
