"""A bundle that was just written is held to the very tables that the gate let out."""

import json
from pathlib import Path

import polars as pl
import pytest

from tasks.bundles.checks.bundle import opened
from tasks.bundles.judged import RULE, unlike_the_judged
from tasks.storage import store
from tasks.storage.digests import file_sha256
from tasks.storage.store import Receipt

TABLES = {
    "tweets": pl.DataFrame({"tweet_key": ["a", "b", "c"], "text": ["listen", None, "=thanks"]}),
    "codes": pl.DataFrame({"tweet_key": ["a", "b"], "rule": ["x", "y"]}),
    "table1": pl.DataFrame({"heading": ["Asking", "=Thanks"], "tweets": [2, 1]}),
    "overlap": pl.DataFrame({"theme": ["Asking"], "tweets": [0]}),
    "flow": pl.DataFrame({"stage": ["ingest"], "tweets": [3]}),
}


@pytest.fixture
def judged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Receipt:
    monkeypatch.setenv(store.DATA_VARIABLE, str(tmp_path / "data"))
    return store.write("tabulated", **TABLES)


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    folder = tmp_path / "bundle"
    folder.mkdir()
    (folder / "codebook.toml").write_text("a frame")
    inputs = {"codebook": file_sha256(folder / "codebook.toml")}
    (folder / "manifest.json").write_text(json.dumps({"study": {"profile": "team"}, "files": {}, "inputs": inputs}))
    for name in ("tweets", "codes"):
        TABLES[name].write_parquet(folder / f"{name}.parquet")
    for name in ("overlap", "flow"):
        TABLES[name].write_csv(folder / f"{name}.csv")
    (folder / "table1.csv").write_text("heading,tweets\nAsking,2\n'=Thanks,1\n")
    return folder


def test_the_same_tables_pass_whatever_file_they_are_in(bundle: Path, judged: Receipt) -> None:
    line = unlike_the_judged(opened(bundle), judged)
    assert (line.rule, line.outcome, line.rows) == (RULE, "pass", 0)


@pytest.mark.parametrize("rows", [1, 2, 3])
def test_tables_are_compared_to_their_last_row_a_part_at_a_time(
    bundle: Path, judged: Receipt, rows: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tasks.bundles.judged.ROWS", rows)
    assert unlike_the_judged(opened(bundle), judged).outcome == "pass"
    other = TABLES["tweets"].with_columns(text=pl.Series(["listen", None, "thank"]))
    other.write_parquet(bundle / "tweets.parquet")
    assert unlike_the_judged(opened(bundle), judged).why.startswith("tweets. ")


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("tweets", TABLES["tweets"].head(2)),
        ("tweets", pl.concat([TABLES["tweets"], TABLES["tweets"].head(1)])),
        ("tweets", TABLES["tweets"].with_columns(pl.col("text").fill_null("held back"))),
        ("codes", TABLES["codes"].rename({"rule": "heading"})),
        ("codes", TABLES["codes"].reverse()),
    ],
)
def test_another_table_fails(bundle: Path, judged: Receipt, name: str, other: pl.DataFrame) -> None:
    other.write_parquet(bundle / f"{name}.parquet")
    line = unlike_the_judged(opened(bundle), judged)
    assert (line.outcome, line.rows, line.why.split(". ")[0]) == ("fail", 1, name)


@pytest.mark.parametrize("name", ["table1.csv", "overlap.csv", "flow.csv", "codebook.toml"])
def test_another_byte_fails(bundle: Path, judged: Receipt, name: str) -> None:
    (bundle / name).write_bytes((bundle / name).read_bytes() + b" ")
    assert unlike_the_judged(opened(bundle), judged).outcome == "fail"


def test_the_rule_names_no_cell(bundle: Path, judged: Receipt) -> None:
    (bundle / "flow.csv").write_text("stage,tweets\nquillfeather,3\n")
    assert "quill" not in unlike_the_judged(opened(bundle), judged).why
