"""Copies told from originals over Parquet files: what the deduplicate stage and the copies command both run."""

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import polars as pl

from tasks.pure.copies.near import NEAR, buckets, near_texts
from tasks.schema import ANONYMISED
from tasks.storage import store

PURE = Path(__file__).parents[1] / "pure" / "copies"
MARKS, TEXTS, CROWDED, LEDGER = (
    PURE / name for name in ("copy_marks.sql", "distinct_texts.sql", "crowded_bands.sql", "copy_ledger.sql")
)
NEAR_BY_DEFAULT = 0.9
# Texts of fewer words are said by many, each for themselves; a cut text must show this many letters to be recognised;
# near-duplicates are sought up to this many letters.
FEW_WORDS, SHOWN, LONGEST = 5, 30, 2_000
BATCH = 50_000
TRUE = ["true", "1", "t", "yes"]

ShortTexts = Literal["merge", "keep"]


def separate(tweets: Sequence[str], folder: Path, near: float | None, short_texts: ShortTexts) -> None:
    """Writes tweets.parquet (each distinct text once) and copies.parquet (the ledger) into a folder, out of core."""
    parameters = {"few_words": FEW_WORDS, "shown": SHOWN, "longest": LONGEST, "short_texts": short_texts}
    with tempfile.TemporaryDirectory(dir=folder) as aside:
        tables = {name: Path(aside) / f"{name}.parquet" for name in ("compared", "texts", "matches", "alike")}
        store.query(MARKS.read_text(encoding="utf-8") + TEXTS.read_text(encoding="utf-8"), {"tweets": tweets}, tables, parameters)
        found = Path(aside) / "near.parquet"
        _near(tables.pop("alike"), near).write_parquet(found)
        inputs = {"tweets": tweets, "near": [str(found)]} | {name: [str(path)] for name, path in tables.items()}
        outputs = {"kept": folder / "tweets.parquet", "ledger": folder / "copies.parquet"}
        store.query(LEDGER.read_text(encoding="utf-8"), inputs, outputs)


def copies_of(table: pl.DataFrame, texts: pl.Series) -> pl.DataFrame:
    """Which rows of a table are copies of which, by their texts and by the platform's flags where it has them.

    Rows: one a row, in order; the first of equals is the original; `kept_row` is null for a row that is not a copy and for a
    copy whose original is not there.
    """
    with store.scratch() as here:
        _as_tweets(table, texts).write_parquet(here / "anonymised.parquet")
        separate([str(here / "anonymised.parquet")], here, NEAR_BY_DEFAULT, "merge")
        ledger = pl.read_parquet(here / "copies.parquet")
    row = pl.col("tweet_key").cast(pl.Int64).alias("row")
    found = ledger.select(row, "kind", pl.col("kept_key").cast(pl.Int64).alias("kept_row"), "similarity")
    return (
        pl.DataFrame({"row": pl.int_range(texts.len(), eager=True)})
        .join(found, on="row", how="left", maintain_order="left")
        .select("row", pl.col("kind").is_not_null().alias("is_copy"), "kind", "kept_row", "similarity")
    )


def _as_tweets(table: pl.DataFrame, texts: pl.Series) -> pl.DataFrame:
    rows = pl.int_range(texts.len(), eager=True)
    known = {"tweet_key": rows.cast(pl.String).str.zfill(12), "sequence": rows, "text": texts.fill_null("")}
    if {"id", "retweet_of_id"} <= set(table.columns):
        known["retweet_of_key"] = _originals(table["id"], table["retweet_of_id"], known["tweet_key"])
    if "is_retweet" in table.columns:
        known["is_retweet"] = table["is_retweet"].cast(pl.String).str.to_lowercase().is_in(TRUE)
    if "original_text" in table.columns:
        known["original_text"] = table["original_text"].cast(pl.String)
    return ANONYMISED.empty().clear(texts.len()).with_columns(**known)


def _originals(ids: pl.Series, originals: pl.Series, keys: pl.Series) -> pl.Series:
    """The key of the first row with the id that each row names as its original; null where there is none."""
    first = pl.DataFrame({"id": ids.cast(pl.String), "key": keys}).unique("id", keep="first").drop_nulls()
    named = pl.DataFrame({"id": originals.cast(pl.String)})
    return named.join(first, on="id", how="left", maintain_order="left")["key"]


def _near(alike: Path, near: float | None) -> pl.DataFrame:
    texts = pl.scan_parquet(alike)
    rows = texts.select(pl.len()).collect().item()
    if near is None or not rows:
        return NEAR.to_frame()
    with tempfile.TemporaryDirectory(dir=alike.parent) as folder:
        bands = [Path(folder) / f"bands-{start}.parquet" for start in range(0, rows, BATCH)]
        for number, path in enumerate(bands):
            buckets(texts.slice(number * BATCH, BATCH).collect()).write_parquet(path)
        crowded = Path(folder) / "crowded.parquet"
        inputs = {"alike": [str(alike)], "bands": [str(path) for path in bands]}
        store.query(CROWDED.read_text(encoding="utf-8"), inputs, {"crowded": crowded})
        return near_texts(pl.read_parquet(crowded), near)
