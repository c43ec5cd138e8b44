"""SQL over Parquet files in DuckDB, out of core: it spills into the restricted folder and passes on no words of a row."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import duckdb

from tasks.errors import StorageError
from tasks.storage import parquet_files
from tasks.storage.disk_errors import of_storage
from tasks.storage.parquet_files import Compression
from tasks.storage.store import RUN_AGAIN, root, rows, scratch

MORE_MEMORY = "Give the run more memory, or fewer --workers, and start it again: stages that were done are kept."
LEAST, A_ROW, MEMORY, MOST_MEMORY = 256 << 20, 150, 1_000_000_000, "50%"
"""Bytes that DuckDB has before it spills, by the rows of its largest table, and at most; the share of the machine or container for
what can neither fit nor be spilled."""


class _WorthAnotherTry(StorageError):
    """DuckDB had no memory left and could not spill what it held, or stopped by chance.

    DuckDB 2.0.0 stops with InternalException in about one of ten large queries of joins that feed each other, and passes over the
    same rows the next time (https://github.com/duckdb/duckdb/issues/24807).
    """


def query(
    sql: str,
    inputs: Mapping[str, Sequence[str]],
    outputs: Mapping[str, Path],
    parameters: Mapping[str, object] | None = None,
    compression: Compression = "zstd",
) -> None:
    """Runs a script over Parquet in DuckDB, out of core, and writes its views or tables as Parquet files.

    `parameters` are read in the script with getvariable('name').
    Rows: in the order that the script's own ORDER BY gives.
    Raises: StorageError when DuckDB runs out of disk or meets a damaged file; its words are not passed on.
    """
    try:
        _queried(sql, inputs, outputs, parameters, compression)
    except _WorthAnotherTry:
        _queried(sql, inputs, outputs, parameters, compression, is_bounded=False)


def _queried(
    sql: str,
    inputs: Mapping[str, Sequence[str]],
    outputs: Mapping[str, Path],
    parameters: Mapping[str, object] | None,
    compression: Compression,
    is_bounded: bool = True,
) -> None:
    with connection(_memory(inputs) if is_bounded else None) as duck:
        script(duck, sql, inputs, parameters)
        for name, path in outputs.items():
            packed = "zstd" if compression == "zstd" else "uncompressed"
            options = f"FORMAT parquet, COMPRESSION {packed}{_notes(duck, name, path)}"
            duck.execute(f"COPY (FROM {name}) TO {_word(str(path))} ({options})")


def script(
    duck: duckdb.DuckDBPyConnection,
    sql: str,
    inputs: Mapping[str, Sequence[str]] | None = None,
    parameters: Mapping[str, object] | None = None,
) -> None:
    """Runs a script as `query` does, whose views and tables are left in the connection."""
    for name, value in (parameters or {}).items():
        duck.execute(f"SET VARIABLE {name} = ?", [value])
    for name, paths in (inputs or {}).items():
        duck.execute(f"CREATE VIEW {name} AS SELECT * FROM read_parquet({_quoted(paths)})")
    if sql.strip():
        duck.execute(sql)


def memory_for(rows: int) -> int:
    """The bytes that DuckDB has for so many rows before it spills: less than it would take, and enough not to be slowed."""
    return min(LEAST + A_ROW * rows, MEMORY)


def _memory(inputs: Mapping[str, Sequence[str]]) -> int:
    return memory_for(max((sum(rows(Path(path)) for path in paths) for paths in inputs.values()), default=0))


@contextmanager
def connection(memory: int | None) -> Iterator[duckdb.DuckDBPyConnection]:
    """An in-memory DuckDB that spills into the restricted folder beyond some bytes of memory, and fetches nothing from anywhere."""
    with scratch() as spill:
        duck = duckdb.connect(
            ":memory:",
            config={"temp_directory": str(spill), "memory_limit": MOST_MEMORY, "autoinstall_known_extensions": False},
        )
        duck.execute("SET enable_progress_bar = false; SET TimeZone = 'UTC'; SET preserve_insertion_order = true")
        allowed = duck.execute("SELECT parse_formatted_bytes(current_setting('memory_limit'))").fetchall()[0][0]
        if memory is not None and allowed > memory:
            duck.execute(f"SET memory_limit = '{memory}B'")
        try:
            yield duck
        except (duckdb.BinderException, duckdb.CatalogException, duckdb.ParserException):
            raise
        except duckdb.OutOfMemoryException:
            raise _WorthAnotherTry("there is not enough memory", root(), MORE_MEMORY) from None
        except duckdb.Error as error:
            kind = _WorthAnotherTry if isinstance(error, duckdb.InternalException) else StorageError
            what = f"DuckDB stopped with {type(error).__name__}"
            raise of_storage(error, root()) or kind(what, root(), RUN_AGAIN) from None
        finally:
            duck.close()


def _notes(duck: duckdb.DuckDBPyConnection, name: str, path: Path) -> str:
    """What the file says of its columns, as an option of COPY; nothing where the table is not described."""
    table = parquet_files.table_at(path)
    if table is None:
        return ""
    told = parquet_files.notes(duck.sql(f"FROM {name} LIMIT 0").to_arrow_table().schema, table)
    return ", KV_METADATA {" + ", ".join(f"{_word(key)}: {_word(value)}" for key, value in told.items()) + "}"


def _word(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _quoted(paths: Sequence[str | Path]) -> str:
    return "[" + ", ".join(_word(str(path)) for path in paths) + "]"
