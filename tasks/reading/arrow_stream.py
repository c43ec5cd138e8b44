"""How a table passes between DuckDB and Polars. It stands alone: Polars keeps hold of every type that it has met."""

from typing import Any


class Stream:
    """A table as the Arrow stream that both libraries speak, and nothing else of it."""

    def __init__(self, table: Any) -> None:
        self._table = table

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self._table.__arrow_c_stream__(requested_schema)
