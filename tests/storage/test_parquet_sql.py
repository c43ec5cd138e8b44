"""Memory that is refused: a script is given more, and where there is none, one line says so."""

from pathlib import Path
from typing import Any

import duckdb
import pytest

from tasks.errors import StorageError
from tasks.storage import parquet_sql, store

# A list is held whole, whatever may be spilled.
HELD_WHOLE = "CREATE TABLE whole AS SELECT list(number) AS numbers FROM range(10_000_000) AS numbers(number)"


@pytest.fixture(autouse=True)
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(store.DATA_VARIABLE, str(tmp_path / "data"))


def test_a_script_whose_bound_is_too_small_is_given_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet_sql, "MEMORY", 30_000_000)
    assert parquet_sql.memory_for(10) == 30_000_000
    parquet_sql.query(HELD_WHOLE, {}, {"whole": tmp_path / "whole.parquet"})
    assert store.rows(tmp_path / "whole.parquet") == 1


def test_where_there_is_none_a_line_says_so_and_nothing_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet_sql, "MOST_MEMORY", "30MB")
    with pytest.raises(StorageError, match=r"there is not enough memory.*fewer --workers"):
        parquet_sql.query(HELD_WHOLE, {}, {"whole": tmp_path / "whole.parquet"})
    assert not (tmp_path / "whole.parquet").exists()


def test_memory_is_by_rows_within_bounds() -> None:
    few, many, most = map(parquet_sql.memory_for, (0, 1_000_000, 10_000_000))
    assert few < many < most == parquet_sql.MEMORY == parquet_sql.memory_for(100_000_000)


def test_a_script_that_stops_duckdb_by_chance_is_run_once_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run, stops = parquet_sql.script, [True]

    def by_chance(duck: duckdb.DuckDBPyConnection, sql: str, *given: Any) -> None:
        if stops and stops.pop():
            raise duckdb.InternalException("INTERNAL Error: words of a row")
        run(duck, sql, *given)

    monkeypatch.setattr(parquet_sql, "script", by_chance)
    parquet_sql.query("CREATE TABLE one AS SELECT 1 AS number", {}, {"one": tmp_path / "one.parquet"})
    assert store.rows(tmp_path / "one.parquet") == 1
    stops += [True, True]
    with pytest.raises(StorageError, match="stopped with InternalException") as caught:
        parquet_sql.query("CREATE TABLE two AS SELECT 1 AS number", {}, {"two": tmp_path / "two.parquet"})
    assert "words of a row" not in caught.value.line()
