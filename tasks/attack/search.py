"""Searching the originals of a study for the words that are left of some texts: by all of them, and by runs."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import polars as pl

from tasks.pure.quotes.own_rank import own_ranks
from tasks.schema import SearchBack
from tasks.storage import parquet_sql, store

PURE = Path(__file__).parents[1] / "pure"
MARKS, SEARCH = PURE / "copies" / "copy_marks.sql", PURE / "quotes" / "search_back.sql"
RUNS = PURE / "attack" / "runs.sql"
# Originals that are looked through at once.
BLOCK = 200_000

Inputs = Mapping[str, Sequence[str]]
"""Parquet files of ingested, anonymised, deduplicated, and of sought: tweet_key and text, no tweet twice."""


def searched(inputs: Inputs) -> SearchBack:
    """The ranks of the texts sought among the originals; a block of originals at a time."""
    with store.scratch() as folder:
        tables = {name: folder / f"{name}.parquet" for name in ("asked", "postings", "corpus")}
        script = MARKS.read_text(encoding="utf-8") + SEARCH.read_text(encoding="utf-8")
        parquet_sql.query(script, inputs, tables)
        originals, mean_length = pl.read_parquet(tables["corpus"]).row(0)

        def blocks() -> Iterator[pl.DataFrame]:
            postings = pl.scan_parquet(tables["postings"])
            for start in range(0, originals, BLOCK):
                yield postings.filter(pl.col("original").is_between(start, start + BLOCK - 1)).collect()

        return own_ranks(pl.read_parquet(tables["asked"]), originals, mean_length, blocks)


def by_runs(inputs: Inputs) -> pl.DataFrame:
    """Whether a run of the words left leads to the text's own original alone.

    Rows: one a text sought, by key. Columns: tweet_key, longest_run (words; 0 for none that does), is_singled_out, score (one
    divided by the originals that hold its rarest run).
    """
    with store.scratch() as folder:
        out = folder / "search_back.parquet"
        script = MARKS.read_text(encoding="utf-8") + RUNS.read_text(encoding="utf-8")
        parquet_sql.query(script, inputs, {"search_back": out})
        return pl.read_parquet(out)
