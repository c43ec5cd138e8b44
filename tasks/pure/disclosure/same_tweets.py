"""What public releases are made of: how many tweets and people are in one of them only, or in what several add up to."""

from collections.abc import Iterator, Mapping
from itertools import combinations, product
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray


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


# So many earlier releases are added to and taken from a new one; two releases alone are held against each other by `apart`.
AT_ONCE = (2, 3)
# Of the earlier releases those are looked at that share most tweets with the new one.
MOST = 24


def apart_from_several(
    one: pl.DataFrame, others: Mapping[str, pl.DataFrame], tweets: int, people: int
) -> tuple[tuple[str, ...], Apart] | None:
    """The first releases that, added to and taken from a new one, leave fewer than `tweets` or of fewer than `people`: a release
    that two others fill but for three tweets, say. A tweet that is left twice counts twice. None where there are none.
    """
    shared = {name: one.join(other, on="tweet", how="semi").height for name, other in others.items()}
    names = sorted(others, key=lambda name: (-shared[name], name))[:MOST]
    every = [one, *(others[name] for name in names)]
    held = pl.concat([each.with_columns(bits=pl.lit(1 << place, pl.UInt64)) for place, each in enumerate(every)])
    # Tweets that are in the same releases stay together whatever is subtracted.
    held = held.group_by("tweet").agg(pl.col("author").first(), pl.col("bits").sum())
    parts = held.group_by("bits").agg(pl.len(), people=pl.coalesce("author", "tweet").n_unique()).sort("bits")
    member = (parts["bits"].to_numpy()[:, None] >> np.arange(len(every), dtype=np.uint64)) & np.uint64(1)
    sizes, authors = parts["len"].to_numpy(), parts["people"].to_numpy()
    for chosen, left in _sums(member.astype(np.int64)):
        count = int((np.abs(left) * sizes).sum())
        somewhere = np.flatnonzero(left)
        if not count or (count >= tweets and authors[somewhere].max() >= people):
            continue
        known = held.filter(pl.col("bits").is_in(parts["bits"].gather(somewhere).implode()))
        found = Apart(count, known.select(pl.coalesce("author", "tweet").n_unique()).item())
        if found.tweets < tweets or found.people < people:
            return tuple(sorted(names[place] for place in chosen)), found
    return None


def _sums(member: NDArray[np.int64]) -> Iterator[tuple[tuple[int, ...], NDArray[np.int64]]]:
    """What the first column gives with two others and three, each added or taken away."""
    for several in AT_ONCE:
        for chosen in combinations(range(member.shape[1] - 1), several):
            for signs in product((-1, 1), repeat=several):
                others = member[:, [place + 1 for place in chosen]] @ np.array(signs)
                # Others that say nothing of the new one's tweets tell no more than it tells itself.
                if (others * member[:, 0]).any():
                    yield chosen, member[:, 0] + others
