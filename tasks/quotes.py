"""Quotes: what stands for each heading, and what was found when looking for what speaks against it."""

from collections.abc import Sequence

import polars as pl

from tasks.pure.quotes.deviant_cases import contrasts
from tasks.pure.quotes.representative import representative
from tasks.schema import QUOTES
from tasks.storage import store
from tasks.storage.caching import stage_task
from tasks.storage.store import Receipt

AGAINST_A_HEADING = 3


@stage_task
def quotes(
    deduplicated: Receipt, withheld: Receipt, coded: Sequence[Receipt], search_back: Receipt | None = None
) -> Receipt:
    """Picks the quotes of each heading, with how far each leads back to its author, and the plainest deviant cases.

    None is of a text that breaks a rule of the gate, whether it is held back or a person let it out.
    """
    odd = pl.concat([store.read(withheld, name).select("tweet_key") for name in ("withheld", "let_out")])
    tweets = store.read(deduplicated, "tweets").join(odd, on="tweet_key", how="anti", maintain_order="left")
    codes = store.read(coded, "codes")
    return store.write(
        "quotes",
        quotes=_searched_back(representative(tweets, codes), search_back),
        contrasts=contrasts(tweets, codes).filter(pl.col("position") <= AGAINST_A_HEADING),
    )


def _searched_back(chosen: pl.DataFrame, search_back: Receipt | None) -> pl.DataFrame:
    if search_back is None:
        return chosen
    scores = store.read(search_back, "search_back").select("tweet_key", "score", "is_singled_out")
    bare = chosen.drop("score", "is_singled_out")
    return QUOTES.conform(bare.join(scores, on="tweet_key", how="left", maintain_order="left"))
