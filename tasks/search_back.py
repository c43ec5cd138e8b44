"""Search-back: how surely what is left of each quote leads to the tweet it came from."""

from collections.abc import Sequence

import polars as pl

from tasks.attack.search import searched
from tasks.schema import QUOTES
from tasks.storage import store
from tasks.storage.caching import stage_task
from tasks.storage.store import Receipt


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
