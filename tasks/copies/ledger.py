"""Copies told from originals over Parquet files: what the deduplicate stage and the copies command both run."""

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal

import polars as pl

from tasks.pure.copies.beginnings import BEGINNINGS, beginnings
from tasks.pure.copies.buckets import signatures
from tasks.pure.copies.near import NEAR, Compared, near_texts
from tasks.pure.copies.own_tags import tags_pattern
from tasks.schema import ANONYMISED
from tasks.storage import parquet_sql, store
from tasks.storage.parquet_files import Compression

PURE = Path(__file__).parents[1] / "pure" / "copies"
MARKS, TEXTS, MATCHES, LEDGER = (
    PURE / name for name in ("copy_marks.sql", "distinct_texts.sql", "matches.sql", "copy_ledger.sql")
)
OF_TEXTS = ("compared", "comments", "plains", "distinct_texts", "lookups", "opened")
NEAR_BY_DEFAULT = 0.9
# Texts of fewer words are said by many, each for themselves; a cut text must show this many letters to be recognised;
# near-duplicates are sought up to this many letters.
FEW_WORDS, SHOWN, LONGEST = 5, 30, 2_000
BATCH = 50_000
TRUE = ["true", "1", "t", "yes"]

ShortTexts = Literal["merge", "keep"]


def separate(
    tweets: Sequence[str], folder: Path, near: float | None, short_texts: ShortTexts, hashtags: Sequence[str] = ()
) -> None:
    """Writes tweets.parquet (each distinct text once) and copies.parquet (the ledger) into a folder, out of core.

    `hashtags` are the study's own, which every tweet has and which therefore say nothing; any other is a word.

    Beside them partly_compared.parquet, where texts resemble so many others that they were compared with some only.
    """
    parameters = {
        "few_words": FEW_WORDS, "shown": SHOWN, "longest": LONGEST, "short_texts": short_texts, "own_tags": tags_pattern(hashtags),
    }  # fmt: skip
    with tempfile.TemporaryDirectory(dir=folder) as name:
        aside = Path(name)
        _query((MARKS, TEXTS), aside, OF_TEXTS, {"tweets": tweets}, parameters)
        _beginnings(aside)
        _query((MARKS, MATCHES), aside, ("texts", "matches", "alike"), {}, parameters)
        for table, frame in _near(aside / "alike.parquet", near)._asdict().items():
            frame.write_parquet(aside / f"{table}.parquet")
        _query((LEDGER,), aside, ("kept", "ledger", "partly_compared"), {"tweets": tweets}, {}, "zstd")
        (aside / "kept.parquet").replace(folder / "tweets.parquet")
        (aside / "ledger.parquet").replace(folder / "copies.parquet")
        if store.rows(aside / "partly_compared.parquet"):
            (aside / "partly_compared.parquet").replace(folder / "partly_compared.parquet")


def _query(
    scripts: Sequence[Path],
    aside: Path,
    outputs: Sequence[str],
    inputs: Mapping[str, Sequence[str]],
    parameters: Mapping[str, object],
    compression: Compression = "none",
) -> None:
    """Runs scripts over what lies aside and puts what comes of them there too."""
    lying = {path.stem: [str(path)] for path in sorted(aside.glob("*.parquet"))}
    sql = "".join(script.read_text(encoding="utf-8") for script in scripts)
    parquet_sql.query(
        sql, {**lying, **inputs}, {name: aside / f"{name}.parquet" for name in outputs}, parameters, compression
    )


def _beginnings(aside: Path) -> None:
    """Writes the longest text for each beginning, from the texts that lie aside in order."""
    opened = pl.scan_parquet(aside / "opened.parquet")
    rows = range(0, opened.select(pl.len()).collect().item(), BATCH)
    texts = (row for start in rows for row in opened.slice(start, BATCH).collect().iter_rows())
    pl.DataFrame(beginnings(texts), schema=BEGINNINGS, orient="row").write_parquet(aside / "beginnings.parquet")


def copies_of(table: pl.DataFrame, texts: pl.Series) -> tuple[pl.DataFrame, int]:
    """Which rows of a table are copies of which, by their texts and by the platform's flags where it has them; and how many
    rows kept were compared with some of their like only.

    Rows: one a row, in order; the first of equals is the original; `kept_row` is null for a row that is not a copy and for a
    copy whose original is not there.
    """
    with store.scratch() as here:
        _as_tweets(table, texts).write_parquet(here / "anonymised.parquet")
        separate([str(here / "anonymised.parquet")], here, NEAR_BY_DEFAULT, "merge")
        ledger = pl.read_parquet(here / "copies.parquet")
        partly = here / "partly_compared.parquet"
        in_part = store.rows(partly) if partly.is_file() else 0
    row = pl.col("tweet_key").cast(pl.Int64).alias("row")
    found = ledger.select(row, "kind", pl.col("kept_key").cast(pl.Int64).alias("kept_row"), "similarity")
    rows = (
        pl.DataFrame({"row": pl.int_range(texts.len(), eager=True)})
        .join(found, on="row", how="left", maintain_order="left")
        .select("row", pl.col("kind").is_not_null().alias("is_copy"), "kind", "kept_row", "similarity")
    )
    return rows, in_part


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


def _near(alike: Path, near: float | None) -> Compared:
    texts = pl.read_parquet(alike, columns=["words", "is_sought"]).rename({"words": "plain"})
    if near is None or not texts.height:
        return Compared(NEAR.to_frame(), NEAR.to_frame().select("plain"))
    return near_texts(texts, signatures(texts["plain"]), near)
