"""What two public releases are made of: how many tweets and people are in one of them only."""

from typing import NamedTuple

import polars as pl


class Apart(NamedTuple):
    """Tweets that only one of two releases holds, and the people behind them; a tweet of nobody known counts for one."""

    tweets: int
    people: int


def apart(one: pl.DataFrame, other: pl.DataFrame) -> Apart | None:
    """What lies between two releases (tweet, author); None where they share no tweet, so that nothing can be subtracted."""
    if not one.join(other, on="tweet", how="semi").height:
        return None
    between = pl.concat([one.join(other, on="tweet", how="anti"), other.join(one, on="tweet", how="anti")])
    people = between.select(pl.coalesce("author", "tweet").n_unique()).item() if between.height else 0
    return Apart(between.height, people)
