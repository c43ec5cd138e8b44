"""What a Parquet file says besides its cells: who wrote it, notes, and the bounds of its columns."""

import base64
import binascii
from collections.abc import Iterator
from pathlib import Path

import duckdb

QUERIES = (
    "SELECT created_by FROM parquet_file_metadata($path)",
    "SELECT key, value FROM parquet_kv_metadata($path)",
    "SELECT path_in_schema, stats_min, stats_max, stats_min_value, stats_max_value FROM parquet_metadata($path)",
    "SELECT name FROM parquet_schema($path)",
)


def metadata_words(path: Path) -> Iterator[str]:
    """Every text of its metadata; what is written in base 64 is read too.

    Raises: ValueError when it cannot be read.
    """
    try:
        with duckdb.connect(":memory:") as duck:
            found = [row for query in QUERIES for row in duck.execute(query, {"path": str(path)}).fetchall()]
    except duckdb.Error as error:
        raise ValueError(f"its metadata cannot be read ({type(error).__name__})") from None
    for value in (value for row in found for value in row if value is not None):
        words = value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
        yield words
        yield from _decoded(words)


def _decoded(words: str) -> Iterator[str]:
    try:
        yield base64.b64decode(words, validate=True).decode("utf-8", "ignore")
    except (binascii.Error, ValueError):
        return
