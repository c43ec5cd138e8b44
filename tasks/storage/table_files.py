"""The files of the standalone commands: a table in, a table out, by ending; columns and row order are kept."""

import re
from pathlib import Path

import polars as pl
from polars.exceptions import PolarsError

from tasks.errors import DumpUnreadable, StorageError, UsageError
from tasks.storage.access import new_file

# Half a surrogate pair as JSON escapes it; pairs, and a backslash that is itself escaped, are let alone.
HALVES = re.compile(rb"(\\\\|\\u[dD][89abAB]\w{2}\\u[dD][c-fC-F]\w{2})|\\u[dD][89a-fA-F]\w{2}")
ENDINGS = ".csv, .jsonl, .ndjson or .parquet"


def read_table(path: Path) -> pl.DataFrame:
    """A CSV, JSONL or Parquet file by its ending; every CSV column stays text, so that no id is bent.

    Raises: DumpUnreadable when it is missing or is not what its ending says; UsageError for another ending.
    """
    if not path.is_file():
        raise DumpUnreadable("no such file", path, "Check the path.")
    try:
        if path.suffix == ".csv":
            return pl.read_csv(path, infer_schema=False, encoding="utf8-lossy")
        if path.suffix in {".jsonl", ".ndjson"}:
            return _read_lines(path)
        if path.suffix == ".parquet":
            return pl.read_parquet(path)
    except PolarsError as error:
        # Polars quotes the row that it stumbled over.
        raise DumpUnreadable(f"cannot be read ({type(error).__name__})", path, f"Save it as {ENDINGS}.") from None
    raise UsageError(f"files end in {ENDINGS}", path, "Rename or convert it.")


def _read_lines(path: Path) -> pl.DataFrame:
    """JSON lines; where that fails, once more with U+FFFD for each half of a surrogate pair, which stays one character."""
    try:
        return pl.read_ndjson(path, infer_schema_length=None)
    except PolarsError:
        whole = HALVES.sub(lambda match: match.group(1) or rb"\ufffd", path.read_bytes())
        return pl.read_ndjson(whole, infer_schema_length=None)


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
