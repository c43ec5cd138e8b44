"""How surely the words left of a text lead to the tweet that it was: its rank among all originals, and by how much.

BM25 (Robertson and Zaragoza, 2009), where a word counts once, as in tweets it nearly always does. Nearly every text ranks
first among the originals of its own study, so what tells texts apart is by how much: one whose words another original holds
too hides in a crowd, one that no other comes near to is found from a few of its words.
"""

from collections.abc import Callable, Iterable

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tasks.schema import SEARCH_BACK, SearchBack

K1, B = 1.2, 0.75
# A text is singled out where its own tweet is four times as good an answer as any other: a quarter of its words, by their
# weight, would lead to it.
APART = 0.75
# Sums of the same weights in another order differ in their last bits.
DECIMALS, LEAST = 9, 1e-9
# A word is held by many where one original in so many holds it.
MANY = 16

Postings = Callable[[], Iterable[pl.DataFrame]]


def own_ranks(asked: pl.DataFrame, originals: int, mean_length: float, postings: Postings) -> SearchBack:
    """The rank and the surprisal of each text asked (tweet_key, original, number, holders) among so many originals.

    `postings` gives blocks (original, number, length) by original and number, none of which cuts an original in two.
    Rows: one a text with a word left, by key.
    """
    weight = ((originals - pl.col("holders") + 0.5) / (pl.col("holders") + 0.5) + 1).log()
    bits = pl.when(pl.col("holders") > 0).then((originals / pl.col("holders")).log(2)).otherwise(0.0)
    weighed = asked.with_columns(weight=weight, bits=bits)
    own = _own_scores(weighed, mean_length, postings)
    best, as_good = np.zeros(own.height), np.zeros(own.height, np.int64)
    searches = [
        (part["number"].to_numpy(), part["weight"].to_numpy())
        for part in weighed.partition_by("tweet_key", maintain_order=True)
    ]
    for block in postings():
        first, scores = _scorer(block, mean_length)
        for place, (original, score) in enumerate(own.select("original", "own").iter_rows()):
            found = scores(*searches[place])
            if 0 <= original - first < len(found):
                found[original - first] = 0
            best[place] = max(best[place], np.round(found.max(initial=0), DECIMALS))
            # Of many originals few come near, and only these are rounded.
            least = max(score - LEAST, LEAST)
            near = np.round(found[found >= least - LEAST], DECIMALS)
            as_good[place] += np.count_nonzero(near >= least)
    return _told(own.with_columns(best=best, as_good=as_good), originals)


def _told(own: pl.DataFrame, originals: int) -> SearchBack:
    is_held = pl.col("own") > 0
    apart = pl.max_horizontal(1 - pl.col("best") / pl.col("own"), 0)
    score = pl.when(is_held).then(apart).otherwise(0.0)
    rank = pl.when(is_held).then(1 + pl.col("as_good")).otherwise(originals)
    return SEARCH_BACK.conform(own.with_columns(rank=rank, score=score, is_singled_out=score >= APART))


def _own_scores(weighed: pl.DataFrame, mean_length: float, postings: Postings) -> pl.DataFrame:
    """Each text's score for the tweet that it was, and how surprising its words are, in bits."""
    mine = [
        block.join(weighed.select("original", "number"), on=["original", "number"], how="semi") for block in postings()
    ]
    held = pl.concat([pl.DataFrame(schema=dict.fromkeys(("original", "number", "length"), pl.Int32)), *mine])
    found = weighed.join(held.cast(pl.Int64), on=["original", "number"], how="left", maintain_order="left")
    score = (pl.col("weight") * _fit(pl.col("length"), mean_length)).sum().round(DECIMALS)
    return found.group_by("tweet_key", "original", maintain_order=True).agg(own=score, surprisal=pl.col("bits").sum())


def _scorer(block: pl.DataFrame, mean_length: float) -> tuple[int, Callable[..., NDArray[np.float64]]]:
    """The first original of a block, and what scores all of its originals for the words of a search, not rounded.

    The scores lie in the same place for every search.
    """
    first = int(block["original"].min() or 0)  # type: ignore[arg-type]
    unsorted, numbers = block["original"].cast(pl.Int64).to_numpy() - first, block["number"].to_numpy()
    fits = np.zeros(int(unsorted.max(initial=-1)) + 1)
    fits[unsorted] = block.select(_fit(pl.col("length"), mean_length)).to_series().to_numpy()
    most = int(numbers.max(initial=0))
    # Small numbers are sorted in one pass.
    by_word = np.argsort(numbers.astype(np.min_scalar_type(most)), kind="stable")
    rows, starts = unsorted[by_word], np.searchsorted(numbers[by_word], np.arange(most + 2))
    summed, held = np.zeros(len(fits)), _by_many(rows, starts, len(fits))

    def scores(numbers: NDArray[np.int64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
        summed.fill(0)
        for number, weight in zip(numbers, weights, strict=True):
            if number in held:
                np.add(summed, held[number] * weight, out=summed)
            elif number + 1 < len(starts):
                summed[rows[starts[number] : starts[number + 1]]] += weight
        return np.multiply(summed, fits, out=summed)

    return first, scores


def _by_many(rows: NDArray[np.int64], starts: NDArray[np.int64], originals: int) -> dict[int, NDArray[np.bool_]]:
    """Of each word that many originals hold, which do: to add to all is faster than to pick so many."""
    held = {}
    for number in np.flatnonzero(np.diff(starts) * MANY > originals):
        held[int(number)] = np.zeros(originals, np.bool_)
        held[int(number)][rows[starts[number] : starts[number + 1]]] = True
    return held


def _fit(length: pl.Expr, mean_length: float) -> pl.Expr:
    return (K1 + 1) / (1 + K1 * (1 - B + B * length / mean_length))
