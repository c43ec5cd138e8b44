"""Pairs of texts that share a bucket and may be near as far as their letters tell, in bounded number.

A template ("a new filing for ...") fills a bucket with thousands that say other things. A bucket of more than CROWD texts is
split by more rows of the signature; where it stays as large, a text meets the FIRST of it and the LAST before itself. Of
all that a text met, the CLOSEST by their letters are compared. A text that met a bound is remembered.
"""

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tasks.pure.copies.buckets import BANDS, Signatures, letters_of

CROWD, FIRST, LAST, CLOSEST = 16, 4, 4, 10
# Letters are counted in so many kinds: a text cannot be near to another whose counts differ by more than the edits allowed.
KINDS = 32
# Texts whose signatures are turned and whose letters are counted, pairs that are looked at, and pairs that are remembered, at once.
BLOCK, STRETCH, MANY = 5_000, 200_000, 4_000_000
# A pair as one number, by which pairs are in order: the text, edits (the most that fit), the earlier text.
BITS, EDIT_BITS = 28, 8

ONES = np.uint64((1 << BITS) - 1)
MIXERS = (np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F))

Packed = NDArray[np.uint64]
Rows = NDArray[np.int64]
Pairs = NDArray[np.int64]


def pairs(texts: pl.Series, signed: Signatures, near: float) -> tuple[pl.DataFrame, Rows]:
    """The pairs (text, earlier) that may be near, and the texts that were not paired with all of their like.

    Rows: each pair once, by text and then the fewest edits.
    """
    letters = LetterCounts(texts)
    met, in_part = [np.empty(0, np.uint64)], [np.empty(0, np.int64)]
    for pair in _together(_in_bands(signed, in_part)):
        met.append(letters.near_enough(pair, near))
        if sum(map(len, met)) > MANY:
            closest, left_out = _closest(met)
            met = [closest]
            in_part.append(left_out)
    closest, left_out = _closest(met)
    chosen = pl.DataFrame({"text": closest >> np.uint64(BITS + EDIT_BITS), "earlier": closest & ONES})
    return chosen.cast(pl.Int64), np.unique(np.concatenate([*in_part, left_out]))


def _in_bands(signed: Signatures, in_part: list[Rows]) -> Iterator[Pairs]:
    """The pairs that meet in any band, some of them again and again; texts that met a bound are added to `in_part`."""
    keys = _keys(signed)
    for band in range(BANDS):
        # Where a bucket is crowded its texts share two rows of the next band besides.
        shelved, ranks, sizes = _in_buckets(keys[band], keys[(band + 1) % BANDS].astype(np.uint32))
        in_part.append(shelved[(sizes > CROWD) & (ranks > FIRST + LAST)])
        yield from _meetings(shelved, ranks, sizes)


def _together(parts: Iterable[Pairs]) -> Iterator[Pairs]:
    """Pairs, about as many at once as are looked at at once."""
    waiting: list[Pairs] = []
    for part in parts:
        waiting.append(part)
        if sum(map(len, waiting)) >= STRETCH:
            yield np.concatenate(waiting)
            waiting = []
    if waiting:
        yield np.concatenate(waiting)


def _closest(met: list[Packed]) -> tuple[Packed, Rows]:
    """Each pair once, of each text the CLOSEST; and the texts that had more."""
    once = np.unique(np.concatenate(met))
    texts, ranks, _ = _ranked((once >> np.uint64(BITS + EDIT_BITS)).astype(np.int64))
    return once[ranks < CLOSEST], texts[ranks == CLOSEST]


class LetterCounts:
    """How long texts are, and how often each kind of letter stands in them, 255 at most; counted when it is first asked for."""

    def __init__(self, texts: pl.Series) -> None:
        self.texts = texts
        self.lengths = texts.str.len_chars().to_numpy().astype(np.int64)
        self.counts = np.empty((len(texts), KINDS), np.uint8)
        self.is_counted = np.zeros(len(texts), np.bool_)

    def near_enough(self, pair: Pairs, near: float) -> Packed:
        """The pairs whose lengths and letters differ by no more than may be edited, with how many edits there are at least."""
        lengths = self.lengths[pair]
        allowed = ((1 - near) * lengths.max(axis=1) + 1e-9).astype(np.int64)
        is_as_long = np.abs(lengths[:, 0] - lengths[:, 1]) <= allowed
        pair, allowed = pair[is_as_long], allowed[is_as_long]
        self._count(pair)
        differences = self.counts[pair[:, 0]].astype(np.int16) - self.counts[pair[:, 1]]
        more, fewer = (np.maximum(sign * differences, 0).sum(axis=1, dtype=np.int64) for sign in (1, -1))
        edits = np.maximum(more, fewer)
        packed = (pair[:, 0] << (BITS + EDIT_BITS)) | (np.minimum(edits, (1 << EDIT_BITS) - 1) << BITS) | pair[:, 1]
        chosen: Packed = packed[edits <= allowed].astype(np.uint64)
        return chosen

    def _count(self, rows: NDArray[np.int64]) -> None:
        wanted = np.unique(rows[~self.is_counted[rows]])
        for start in range(0, len(wanted), BLOCK):
            some = wanted[start : start + BLOCK]
            letters, bounds = letters_of(self.texts.gather(some))
            owner = np.repeat(np.arange(0, len(some) * KINDS, KINDS), np.diff(bounds))
            counts = np.bincount(owner + (letters & np.uint32(KINDS - 1)), minlength=len(some) * KINDS)
            self.counts[some] = np.minimum(counts, 255).reshape(-1, KINDS)
        self.is_counted[wanted] = True


def _keys(signed: Signatures) -> NDArray[np.uint64]:
    """For each band what texts must share to meet; a row a band."""
    bands = np.ascontiguousarray(signed).view(np.uint64)
    keys = np.empty(bands.shape[::-1], np.uint64)
    for start in range(0, len(bands), BLOCK):
        keys[:, start : start + BLOCK] = bands[start : start + BLOCK].T
    return keys


def _shared(keys: NDArray[np.uint64]) -> Rows:
    """The texts whose key is another's too, in order, and a few more: counting hashes is faster than to put keys in order."""
    rows, room = np.arange(len(keys)), np.uint64(63 - len(keys).bit_length())
    for mixer in MIXERS:
        hashes = ((keys[rows] * mixer) >> room).astype(np.int64)
        rows = rows[np.bincount(hashes)[hashes] > 1]
    return rows


def _in_buckets(keys: NDArray[np.uint64], finer: NDArray[np.uint32]) -> tuple[Rows, Rows, Rows]:
    """The texts that share a bucket, bucket by bucket and in order within each; the place of each there, from 0; and how
    many are in its bucket.
    """
    shared = _shared(keys)
    shelved = shared[np.argsort(keys[shared], kind="stable")]
    _, ranks, sizes = _ranked(keys[shelved])
    is_crowded = sizes > CROWD
    crowd = shelved[is_crowded]
    crowd = crowd[np.lexsort((crowd, finer[crowd], keys[crowd]))]
    _, split_ranks, split_sizes = _ranked(keys[crowd], finer[crowd])
    return (
        np.concatenate([shelved[~is_crowded], crowd]),
        np.concatenate([ranks[~is_crowded], split_ranks]),
        np.concatenate([sizes[~is_crowded], split_sizes]),
    )


def _ranked(*keys: NDArray[Any]) -> tuple[NDArray[Any], Rows, Rows]:
    """Of what stands in the order of its keys: the first key, the place of each among its equals, and how many these are."""
    is_first = np.ones(len(keys[0]), np.bool_)
    is_first[1:] = np.any([key[1:] != key[:-1] for key in keys], axis=0)
    starts = np.flatnonzero(is_first)
    sizes = np.diff(np.append(starts, len(is_first)))
    return keys[0], np.arange(len(is_first)) - np.repeat(starts, sizes), np.repeat(sizes, sizes)


def _meetings(shelved: Rows, ranks: Rows, sizes: Rows) -> Iterator[Pairs]:
    """Pairs of each text with those before it in its bucket; in a crowd with the last ones and the first."""
    for back in range(1, CROWD):
        later = np.flatnonzero((ranks >= back) & ((sizes <= CROWD) | (back <= LAST)))
        yield from _stretches(shelved, later, later - back)
    for first in range(FIRST):
        later = np.flatnonzero((sizes > CROWD) & (ranks > first + LAST))
        yield from _stretches(shelved, later, later - ranks[later] + first)


def _stretches(shelved: Rows, later: Rows, earlier: Rows) -> Iterator[Pairs]:
    for start in range(0, len(later), STRETCH):
        part = slice(start, start + STRETCH)
        yield np.stack([shelved[later[part]], shelved[earlier[part]]], axis=1)
