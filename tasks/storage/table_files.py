"""The files that the standalone commands write: a table by its ending; columns and row order are kept."""

from pathlib import Path

import polars as pl

from tasks.errors import DumpUnreadable, StorageError, UsageError
from tasks.storage.access import new_file

ENDINGS = ".csv, .jsonl, .ndjson or .parquet"


def write_table(frame: pl.DataFrame, path: Path) -> None:
    """A frame as CSV, JSONL or Parquet by the path's ending; a new file is for its owner only: it may hold tweets' words.

    Raises: StorageError when it cannot be written; UsageError for another ending.
    """
    writers = {".csv": "write_csv", ".jsonl": "write_ndjson", ".ndjson": "write_ndjson", ".parquet": "write_parquet"}
    if path.suffix not in writers:
        raise UsageError(f"files end in {ENDINGS}", path, "Give the output such an ending.")
    flat = _flattened(frame) if path.suffix == ".csv" else frame
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        new_file(path)
        getattr(flat, writers[path.suffix])(path)
    except OSError as error:
        raise StorageError(f"cannot write ({error.strerror})", path, "Choose another place.") from None


def text_of(frame: pl.DataFrame, column: str, path: Path) -> pl.Series:
    """The column that holds the words, as text.

    Raises: DumpUnreadable when there is no such column.
    """
    if column not in frame.columns:
        raise DumpUnreadable(
            f"there is no column {column!r} among {', '.join(frame.columns)}", path, "Name it with --text-column."
        )
    return frame.get_column(column).cast(pl.String)


def _flattened(frame: pl.DataFrame) -> pl.DataFrame:
    nested = [name for name, dtype in frame.schema.items() if isinstance(dtype, pl.List)]
    return frame.with_columns(pl.col(name).cast(pl.List(pl.String)).list.join(" ") for name in nested)
