"""The tables of the paper, counted from a few rows by hand."""

from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tasks.schema import (
    ANONYMISED,
    AUTHORS,
    CODED,
    COPIES,
    DEDUPLICATED,
    INGESTED,
    REPLACEMENTS,
    SET_ASIDE,
    WITHHELD,
    Table,
)
from tasks.storage import parquet_sql, store
from tests.conftest import PROJECT

SQL = (PROJECT / "tasks" / "pure" / "coding" / "tabulate.sql").read_text()
OUT = ("table1", "overlap", "timeline", "authors", "flow", "removed", "tweets", "released_codes")
HEADINGS = [
    (0, 0, "shelter", "Shelter", "content", "shelter.room", "Rooms"),
    (1, 0, "shelter", "Shelter", "content", "shelter.lift", "lifts"),
    (2, 1, "thanks", "Thanks", "residual", "thanks.thanks", "Thanks"),
    (3, 2, "uncoded", "Uncoded", "residual", "uncoded", "Uncoded"),
]
NAMES = ["position", "theme_position", "theme", "theme_name", "kind", "heading", "heading_name"]
DAYS = [date(2013, 8, 10), date(2013, 8, 12), None]


def rows(table: Table, *given: dict[str, Any]) -> pl.DataFrame:
    return pl.DataFrame(list(given), schema=table.dtypes) if given else table.empty()


def code(key: str, heading: str, *, is_primary: bool, status: str = "live") -> dict[str, Any]:
    return {
        "tweet_key": key,
        "heading": heading,
        "theme": heading.split(".")[0],
        "status": status,
        "is_primary": is_primary,
    }


@pytest.fixture
def tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, pl.DataFrame]:
    monkeypatch.setenv(store.DATA_VARIABLE, str(tmp_path))
    given = {
        "ingested": rows(INGESTED, *({"sequence": place} for place in range(4))),
        "set_aside": rows(SET_ASIDE, {"reason": "broken record"}, {"reason": "broken record"}),
        "anonymised": rows(
            ANONYMISED,
            *(
                {"tweet_key": key, "posted_on": day, "author_key": author}
                for key, day, author in zip("abcd", [*DAYS, DAYS[0]], ["one", "one", None, "two"], strict=True)
            ),
        ),
        "replacements": rows(REPLACEMENTS, {"tweet_key": "a", "kind": "USER"}, {"tweet_key": "a", "kind": "USER"}),
        "deduplicated": rows(
            DEDUPLICATED,
            *(
                {"tweet_key": key, "posted_on": day, "text": key, "copies": 1}
                for key, day in zip("abc", DAYS, strict=True)
            ),
        ),
        "copies": rows(COPIES, {"tweet_key": "d", "kind": "K2", "kept_key": "a"}),
        "withheld": rows(WITHHELD, {"tweet_key": "b", "rule": "no links"}, {"tweet_key": "b", "rule": "no usernames"}),
        "codes": rows(
            CODED,
            code("a", "shelter.room", is_primary=True) | {"words": "a"},
            code("a", "thanks.thanks", is_primary=False),
            code("b", "thanks.thanks", is_primary=True) | {"words": "b"},
            code("b", "shelter.lift", is_primary=False, status="struck"),
            code("c", "uncoded", is_primary=True),
        ),
        "headings": pl.DataFrame(HEADINGS, schema=NAMES, orient="row"),
    }
    for name, frame in given.items():
        frame.write_parquet(tmp_path / f"{name}.parquet")
    inputs = {name: [str(tmp_path / f"{name}.parquet")] for name in given}
    parquet_sql.query(SQL, inputs, {name: tmp_path / f"out_{name}.parquet" for name in OUT})
    return {name: pl.read_parquet(tmp_path / f"out_{name}.parquet") for name in OUT}


def test_table1_has_every_heading_a_to_z_in_its_theme_and_uncoded_last(tables: dict[str, pl.DataFrame]) -> None:
    assert tables["table1"].rows() == [
        ("Shelter", "lifts", 0),
        ("Shelter", "Rooms", 1),
        ("Thanks", "Thanks", 1),
        ("Uncoded", "Uncoded", 1),
    ]


def test_overlap_counts_tweets_with_live_codes_in_both_themes(tables: dict[str, pl.DataFrame]) -> None:
    assert tables["overlap"].rows() == [("Shelter", "Shelter", 1), ("Shelter", "Thanks", 1), ("Thanks", "Thanks", 2)]


def test_the_timeline_has_empty_days_and_puts_tweets_without_a_time_last(tables: dict[str, pl.DataFrame]) -> None:
    assert tables["timeline"].rows() == [
        (DAYS[0], 2, 1),
        (date(2013, 8, 11), 0, 0),
        (DAYS[1], 1, 1),
        (None, 1, 1),
    ]


def test_the_flow_reconciles_at_every_stage(tables: dict[str, pl.DataFrame]) -> None:
    flow = tables["flow"]
    signed = pl.when(pl.col("outcome") == "read").then("tweets").otherwise(-pl.col("tweets"))
    assert flow.group_by("stage").agg(signed.sum().alias("rest"))["rest"].to_list() == [0, 0, 0, 0]
    assert flow.rows()[0] == ("ingest", "read", "", 6)
    assert flow.rows()[-2:] == [("assign_themes", "kept", "coded", 2), ("assign_themes", "kept", "uncoded", 1)]


def test_what_was_removed_is_counted_by_kind(tables: dict[str, pl.DataFrame]) -> None:
    assert tables["removed"].rows() == [("USER", 2, 1)]


def test_only_live_codes_are_released(tables: dict[str, pl.DataFrame]) -> None:
    assert tables["released_codes"].select("tweet_key", "heading").rows() == [
        ("a", "shelter.room"),
        ("a", "thanks.thanks"),
        ("b", "thanks.thanks"),
        ("c", "uncoded"),
    ]
    assert tables["tweets"].columns == ["tweet_key", "text", "theme", "heading", "copies", "month"]


def test_a_text_that_is_held_back_is_counted_and_its_words_are_nowhere(tables: dict[str, pl.DataFrame]) -> None:
    assert tables["tweets"].select("tweet_key", "text", "heading").rows() == [
        ("a", "a", "shelter.room"),
        ("b", None, "thanks.thanks"),
        ("c", "c", "uncoded"),
    ]
    assert tables["released_codes"].drop_nulls("words")["tweet_key"].to_list() == ["a"]


def test_people_are_counted_once_a_theme_and_once_in_all_and_only_for_distinct_texts(tables: dict[str, pl.DataFrame]) -> None:
    assert tables["authors"].schema == AUTHORS.dtypes
    assert tables["authors"].rows() == [("Shelter", 1), ("Thanks", 1), ("Uncoded", 0), (None, 1)]
