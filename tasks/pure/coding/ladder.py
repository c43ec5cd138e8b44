"""The ladder: what the hits of a text say for each heading, and which heading is its primary code.

The first difference decides: content over residual, strong over weak, more strong hits, longer phrase, declared
precedence, place in the text, order in the frame.
"""

from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

Numbers = NDArray[np.int64]
Flags = NDArray[np.bool_]

ONLY = "the only one"
RUNGS = (
    "content over residual",
    "strong over weak",
    "more strong hits",
    "longer phrase",
    "declared precedence",
    "earlier in the text",
    "order in the codebook",
    ONLY,
)


@dataclass(frozen=True)
class Frame:
    """What the ladder knows of a coding frame: for each phrase its heading and strength, for each heading its rank."""

    heading: Numbers
    is_strong: Flags
    is_unless: Flags
    is_residual: Flags
    precedence: Numbers


def struck(hits: pl.DataFrame, frame: Frame) -> Flags:
    """Which hits lie within an `unless` of their own heading.

    Of the `unless` that open no later, the one that reaches furthest decides: a text may repeat a phrase without end, and
    pairing each hit with each `unless` would take the square of that.
    """
    row, phrase, start, end = (hits.get_column(name).to_numpy() for name in ("row", "phrase", "start", "end"))
    # Places of one text and heading, then those of the next, on one line.
    stretch = int(end.max(initial=0)) + 1
    shift = (row * (int(frame.heading.max(initial=0)) + 1) + frame.heading[phrase]) * stretch
    opens, closes = shift + start, shift + end
    around = np.flatnonzero(frame.is_unless[phrase])
    around = around[np.argsort(opens[around])]
    reach = np.concatenate([[-1], np.maximum.accumulate(closes[around])])
    flags: Flags = reach[np.searchsorted(opens[around], opens, side="right")] >= closes
    return flags


def gathered(hits: pl.DataFrame, is_struck: Flags, frame: Frame) -> pl.DataFrame:
    """The cues of each text and heading, of hits by row and phrase.

    Rows: one a text and heading with a strong or weak hit, by both: row; position of the heading; phrase, start and end
    of the strongest hit (live before struck, strong before weak, then the longest, the first, the earliest phrase of the
    frame); strong and hits, how many different phrases live, strong alone and all; cues, 2 where two of them stand on
    different words, else 1 or 0.
    """
    phrase, row, start, end = (hits.get_column(name).to_numpy() for name in ("phrase", "row", "start", "end"))
    heading, is_strong, is_counted = frame.heading[phrase], frame.is_strong[phrase], _first_live(phrase, row, is_struck)
    short = int((end - start).max(initial=0)) - end + start
    bounds = np.flatnonzero(np.diff(row, prepend=-1) | np.diff(heading, prepend=-1))
    rank = _key(is_struck, ~is_strong, short, start, np.arange(row.size))
    best = (np.minimum.reduceat(rank, bounds) % max(row.size, 1)).astype(np.int64) if bounds.size else bounds
    return pl.DataFrame(
        {
            "row": row[best],
            "position": frame.heading[phrase[best]],
            "phrase": phrase[best],
            "start": start[best],
            "end": end[best],
            "strong": _sums(is_counted & is_strong, bounds),
            "hits": (live := _sums(is_counted, bounds)),
            "cues": np.minimum(live, 1) + _are_apart(phrase, start, end, ~is_struck, bounds),
        }
    )


def primaries(live: pl.DataFrame, frame: Frame) -> tuple[Numbers, Numbers]:
    """Which live rows of `gathered` are primary, one a text that has any, and for each the place in RUNGS that decided."""
    row, heading, start, end, strong = (
        live.get_column(name).to_numpy() for name in ("row", "position", "start", "end", "strong")
    )
    few, short = int(strong.max(initial=0)) - strong, int((end - start).max(initial=0)) - end + start
    rungs = (frame.is_residual[heading], strong == 0, few, short, frame.precedence[heading], start, heading)
    bounds = np.flatnonzero(np.diff(row, prepend=-1))
    order = np.argsort(_key(row, *rungs))
    first, second = order[bounds], order[np.minimum(bounds + 1, max(order.size - 1, 0))]
    differs = np.array([rung[first] != rung[second] for rung in rungs])
    is_alone = (row[first] != row[second]) | (first == second)
    return first, np.where(is_alone, RUNGS.index(ONLY), differs.argmax(axis=0))


def _are_apart(phrase: Numbers, start: Numbers, end: Numbers, is_live: Flags, bounds: Numbers) -> Flags:
    """Whether live hits of two different phrases share no letter, for each stretch of hits.

    The first to end and the last to start decide; where both are of one phrase, one of them with another phrase's.
    """
    if not bounds.size:
        return np.zeros(0, np.bool_)
    many, never = int(phrase.max()) + 1, int(end.max()) + 1
    sizes = np.diff(bounds, append=phrase.size)
    ends, starts = np.where(is_live, end, never), np.where(is_live, start, -1)
    first = np.minimum.reduceat(ends * many + phrase, bounds)
    last = np.maximum.reduceat(starts * many + phrase, bounds)
    another_end = np.minimum.reduceat(np.where(phrase == np.repeat(first % many, sizes), never, ends), bounds)
    another_start = np.maximum.reduceat(np.where(phrase == np.repeat(last % many, sizes), -1, starts), bounds)
    is_same = first % many == last % many
    among = (first // many <= another_start) | (another_end <= last // many)
    are_apart: Flags = np.where(is_same, among, first // many <= last // many)
    return are_apart


def _first_live(phrase: Numbers, row: Numbers, is_struck: Flags) -> Flags:
    """The first live hit of each phrase in each text, for hits by row and phrase."""
    live = np.flatnonzero(~is_struck)
    first = np.zeros(phrase.size, np.bool_)
    first[live[(np.diff(phrase[live], prepend=-1) != 0) | (np.diff(row[live], prepend=-1) != 0)]] = True
    return first


def _key(*columns: NDArray[Any]) -> NDArray[Any]:
    """One number for each row that orders as the columns do, one after the other; none of them is negative."""
    sizes = [int(column.max(initial=0)) + 1 for column in columns]
    dtype = np.int64 if prod(sizes) < 1 << 62 else object
    key = np.zeros(columns[0].size, dtype)
    for column, size in zip(columns, sizes, strict=True):
        key = key * size + column.astype(dtype)
    return key


def _sums(flags: Flags, bounds: Numbers) -> Numbers:
    return np.add.reduceat(flags.astype(np.int64), bounds) if bounds.size else np.zeros(0, np.int64)
