"""Search-back: how surely what is left of each quote leads to the tweet it came from."""

from collections.abc import Sequence

import polars as pl

from tasks.attack.search import searched
from tasks.schema import CONTRASTS, QUOTES, SearchBack
from tasks.storage import store
from tasks.storage.caching import stage_task
from tasks.storage.store import Receipt

SOUGHT = ("tweet_key", "text")


@stage_task
def search_back(
    ingested: Sequence[Receipt], anonymised: Sequence[Receipt], deduplicated: Receipt, quotes: Receipt
) -> Receipt:
    """Searches the originals of the whole study for the words that each quote still holds, for its heading or against it, and
    tells it beside the quote.
    """
    inputs = {
        "ingested": store.files(ingested, "tweets"),
        "anonymised": store.files(anonymised, "tweets"),
        "deduplicated": store.files(deduplicated, "tweets"),
    }
    of_heading, against = (store.read(quotes, name) for name in ("quotes", "contrasts"))
    every = pl.concat([of_heading.select(SOUGHT), against.select(SOUGHT)]).unique("tweet_key").sort("tweet_key")
    with store.scratch() as folder:
        every.write_parquet(sought := folder / "sought.parquet")
        found = searched({**inputs, "sought": [str(sought)]})
    return store.write(
        "search_back",
        search_back=found,
        quotes=QUOTES.conform(_told(of_heading, found)),
        contrasts=CONTRASTS.conform(_told(against, found)),
    )


def _told(quoted: pl.DataFrame, found: SearchBack) -> pl.DataFrame:
    """Quotes with what was found of each; one without a word leads nowhere."""
    bare = quoted.drop("score", "is_singled_out")
    scores = found.select("tweet_key", "score", "is_singled_out")
    return bare.join(scores, on="tweet_key", how="left", maintain_order="left").with_columns(
        pl.col("score").fill_null(0), pl.col("is_singled_out").fill_null(False)
    )
