"""Great Expectations on DuckDB over Parquet: a data source on its documented extension point.

Its own engine leaves the connection before it fetches, and DuckDB then drops the result; this one fetches first. All in
one file, so that it can give way to Great Expectations' own once that ships.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any, ClassVar, Literal

import duckdb
import sqlalchemy as sa
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.postgresql.base import PGDialect

from expectations.fast_import import gx

FLUENT: Any = gx.datasource.fluent.sql_datasource
OPEN: dict[str, duckdb.DuckDBPyConnection] = {}
"""In-memory databases by the name in their address: an address is all that Great Expectations passes on."""

DBAPI = SimpleNamespace(**{name: getattr(duckdb, name) for name in ("apilevel", "threadsafety", "paramstyle", "Error")})
DBAPI.connect = lambda name: OPEN[name].cursor()

MOST_MEMORY = "50%"
"""The share of the machine or container for what can neither fit into less nor be spilled."""

TELLABLE = (duckdb.BinderException, duckdb.CatalogException, duckdb.ParserException)


class DuckDBDialect(PGDialect):
    """DuckDB, read only: Postgres' SQL over DuckDB's own DB-API."""

    name = "duckdb"
    driver = "duckdb"
    default_paramstyle = "qmark"
    supports_statement_cache = False
    supports_server_side_cursors = False

    @classmethod
    def import_dbapi(cls) -> Any:
        return DBAPI

    def create_connect_args(self, url: sa.URL) -> tuple[list[Any], dict[str, Any]]:
        return [url.database], {}

    def initialize(self, connection: sa.Connection) -> None:
        self.default_schema_name = "main"

    def on_connect(self) -> None:
        return None

    def do_begin(self, dbapi_connection: Any) -> None: ...

    def do_rollback(self, dbapi_connection: Any) -> None: ...

    def do_commit(self, dbapi_connection: Any) -> None: ...

    def get_table_names(self, connection: sa.Connection, schema: str | None = None, **_: Any) -> list[str]:
        return [name for (name,) in connection.execute(sa.text("SELECT table_name FROM information_schema.tables"))]

    def has_table(self, connection: sa.Connection, table_name: str, schema: str | None = None, **_: Any) -> bool:
        return table_name in self.get_table_names(connection)

    def get_columns(self, connection: sa.Connection, table_name: str, schema: str | None = None, **_: Any) -> Any:
        rows = connection.execute(sa.text(f'DESCRIBE "{table_name}"')).fetchall()
        return [{"name": row[0], "type": sa.types.String(), "nullable": True, "default": None} for row in rows]


registry.register("duckdb", __name__, "DuckDBDialect")


class DuckDBExecutionEngine(gx.execution_engine.SqlAlchemyExecutionEngine):  # type: ignore[misc]  # it ships no types
    """Great Expectations' SQL engine, fetching before it leaves the connection, and never quoting a row in an error."""

    def execute_query(self, query: Any) -> Any:
        try:
            with self.get_connection() as connection:
                return connection.execute(query).freeze()()
        except sa.exc.DBAPIError as error:
            if isinstance(error.orig, TELLABLE):
                raise
            raise RuntimeError(f"DuckDB stopped with {type(error.orig).__name__}") from None


class DuckDBDatasource(FLUENT.SQLDatasource):  # type: ignore[misc]  # it ships no types
    """A data source over one DuckDB connection, whose views are its tables."""

    asset_types: ClassVar[list[Any]] = [FLUENT.TableAsset, FLUENT.QueryAsset]

    @property
    def execution_engine_type(self) -> Any:
        return DuckDBExecutionEngine

    type: Literal["duckdb"] = "duckdb"


@contextmanager
def opened(
    name: str, views: Mapping[str, Sequence[str]], script: str = "", spill: Path | None = None, memory: str = MOST_MEMORY
) -> Iterator[DuckDBDatasource]:
    """A data source with a view for each table's Parquet files, after a script of more views has run.

    Rows that do not fit in `memory` are written into `spill`; without such a folder none ever is.
    """
    duck = duckdb.connect(
        ":memory:",
        config={"temp_directory": str(spill or ""), "memory_limit": memory, "autoinstall_known_extensions": False},
    )
    try:
        _arranged(duck, views, script)
        OPEN[name] = duck
        yield DuckDBDatasource(name=name, connection_string=f"duckdb:///{name}")
    finally:
        OPEN.pop(name, None)
        duck.close()


def _arranged(duck: duckdb.DuckDBPyConnection, views: Mapping[str, Sequence[str]], script: str) -> None:
    duck.execute("SET enable_progress_bar = false; SET TimeZone = 'UTC'")
    for view, files in views.items():
        quoted = ", ".join("'" + file.replace("'", "''") + "'" for file in files)
        duck.execute(f"CREATE VIEW {view} AS SELECT * FROM read_parquet([{quoted}])")
    if script:
        duck.execute(script)
