"""Search-back: how surely what is left of each quote leads to the tweet it came from."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import polars as pl

from tasks.pure.quotes.own_rank import own_ranks
from tasks.schema import QUOTES, SearchBack
from tasks.storage import parquet_sql, store
from tasks.storage.caching import stage_task
from tasks.storage.store import Receipt

PURE = Path(__file__).parent / "pure"
MARKS, SEARCH = PURE / "copies" / "copy_marks.sql", PURE / "quotes" / "search_back.sql"
# Originals that are looked through at once.
BLOCK = 200_000


@stage_task
def search_back(
    ingested: Sequence[Receipt], anonymised: Sequence[Receipt], deduplicated: Receipt, quotes: Receipt
) -> Receipt:
    """Searches the originals of the whole study for the words that each quote still holds, and tells it beside the quote."""
    inputs = {
        "ingested": store.files(ingested, "tweets"),
        "anonymised": store.files(anonymised, "tweets"),
        "deduplicated": store.files(deduplicated, "tweets"),
        "sought": store.files(quotes, "quotes"),
    }
    found = searched(inputs)
    bare = store.read(quotes, "quotes").drop("score", "is_singled_out")
    scores = found.select("tweet_key", "score", "is_singled_out")
    # A quote without a word leads nowhere.
    told = bare.join(scores, on="tweet_key", how="left", maintain_order="left").with_columns(
        pl.col("score").fill_null(0), pl.col("is_singled_out").fill_null(False)
    )
    return store.write(
        "search_back", search_back=found, quotes=QUOTES.conform(told), contrasts=store.read(quotes, "contrasts")
    )


def searched(inputs: dict[str, list[str]]) -> SearchBack:
    """The ranks of the texts sought among the originals, by their Parquet files; a block of originals at a time."""
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
