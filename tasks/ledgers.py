"""The ledger of copies for texts alone, by the statements that the deduplicate stage runs."""

import tempfile
from pathlib import Path

import polars as pl

from tasks import store
from tasks.schema import ANONYMISED

SQL = Path(__file__).parent / "pure" / "deduplicate.sql"


def copies_of(texts: pl.Series) -> pl.DataFrame:
    """Which texts are copies of which; the first of equals is the original.

    Rows: one a text, in order; `kept_row` is null for what is no copy and for a copy whose original is not there.
    """
    rows = pl.int_range(texts.len(), eager=True)
    keys = rows.cast(pl.String).str.zfill(12)
    tweets = ANONYMISED.empty().clear(texts.len()).with_columns(tweet_key=keys, sequence=rows, text=texts.fill_null(""))
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        tweets.write_parquet(here / "tweets.parquet")
        outputs = {"kept": here / "kept.parquet", "ledger": here / "ledger.parquet"}
        store.query(SQL.read_text(), {"tweets": [str(here / "tweets.parquet")]}, outputs)
        ledger = pl.read_parquet(here / "ledger.parquet")
    found = pl.DataFrame({"row": rows, "tweet_key": keys}).join(ledger, on="tweet_key", how="left", maintain_order="left")
    return found.select(
        "row",
        pl.col("kind").is_not_null().alias("is_copy"),
        "kind",
        pl.col("kept_key").cast(pl.Int64).alias("kept_row"),
        "similarity",
    )
