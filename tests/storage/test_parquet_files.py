"""A Parquet file says what its columns mean, in whatever it is opened, and is the same bytes for the same rows."""

from pathlib import Path

import duckdb
import polars as pl
import pyarrow.parquet as pq
import pytest

from tasks.schema import TABLES, TWEETS, Table
from tasks.storage import parquet_files, parquet_sql, store

ROWS = pl.DataFrame({"tweet_key": ["a", "b"], "text": ["one", None], "copies": [2, 1]})


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(store.DATA_VARIABLE, str(tmp_path / "data"))


def meaning(path: Path, column: str) -> tuple[bytes, bytes] | None:
    told = pq.read_schema(path).field(column).metadata
    return told and (told[b"meaning"], told[b"audience"])


def test_each_column_says_what_it_means_and_who_may_see_it(tmp_path: Path) -> None:
    path = tmp_path / "tweets.parquet"
    parquet_files.write(ROWS.with_columns(other=1), path, TWEETS)
    assert meaning(path, "copies") == (b"how many tweets of the dump say the same, itself included", b"internal")
    assert meaning(path, "other") is None
    assert pl.read_parquet(path).equals(ROWS.with_columns(other=1))
    query = "SELECT value FROM parquet_kv_metadata(?) WHERE key = 'row'"
    assert duckdb.execute(query, [str(path)]).fetchall() == [(b"a distinct tweet as it is released to a team",)]


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_every_described_table_is_written_with_its_meanings_and_read_back_the_same(
    table: Table, tmp_path: Path
) -> None:
    path = tmp_path / "table.parquet"
    parquet_files.write(table.empty(), path, table)
    assert pl.read_parquet(path).schema == table.dtypes
    assert [meaning(path, each.name) for each in table.columns] == [
        (each.meaning.encode(), table.audience.encode()) for each in table.columns
    ]


def test_what_a_query_writes_into_a_stage_is_described_too_and_stays_what_it_was() -> None:
    with store.output("tabulated") as out:
        given = out.path / "given.parquet"
        ROWS.write_parquet(given)
        parquet_sql.query("", {"rows": [str(given)]}, {})
        parquet_sql.query(
            "CREATE VIEW tweets AS FROM rows", {"rows": [str(given)]}, {"tweets": out.path / "tweets.parquet"}
        )
        assert meaning(out.path / "tweets.parquet", "tweet_key")
        assert pl.read_parquet(out.path / "tweets.parquet").equals(ROWS)


def test_a_table_named_for_what_it_holds_is_that_of_its_stage(tmp_path: Path) -> None:
    found = {
        stage: parquet_files.table_at(tmp_path / stage / "aside" / "tweets.parquet")
        for stage in ("ingested", "tabulated")
    }
    assert {stage: table.name for stage, table in found.items() if table} == {
        "ingested": "ingested",
        "tabulated": "tweets",
    }
    assert parquet_files.table_at(tmp_path / "ingested" / "aside" / "terms.parquet") is None


def test_frames_make_the_same_bytes_however_they_are_cut(tmp_path: Path) -> None:
    rows = pl.DataFrame({"sequence": range(100)})
    for name, cut in (("whole", 100), ("cut", 7)):
        pieces = (rows.slice(start, cut) for start in range(0, 100, cut))
        parquet_files.write_frames(pieces, tmp_path / name, rows.schema, 30, "none", has_bounds=False)
    assert (tmp_path / "whole").read_bytes() == (tmp_path / "cut").read_bytes()
    assert pq.ParquetFile(tmp_path / "cut").num_row_groups == 4
    assert pl.read_parquet(tmp_path / "cut").equals(rows)


def test_a_page_that_was_altered_is_noticed_by_its_checksum(tmp_path: Path) -> None:
    path = tmp_path / "rows.parquet"
    parquet_files.write(pl.DataFrame({"text": ["a plain sentence"] * 3}), path, None, "none", has_bounds=False)
    path.write_bytes(path.read_bytes().replace(b"a plain", b"a plane", 1))
    with pytest.raises(OSError, match="CRC"):
        pq.read_table(path, page_checksum_verification=True)
