"""Pairs of texts that share a bucket and may be near as far as their letters tell, in bounded number.

A template ("a new filing for ...") fills a bucket with thousands that say other things. A bucket of more than CROWD texts is
split by more rows of the signature; where it stays as large, a text meets the FIRST of it and the LAST before itself. Of
all that a text met, the CLOSEST by their letters are compared. A text that met a bound is remembered.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tasks.pure.copies.buckets import BANDS, ROWS, Signatures, letters_of

CROWD, FIRST, LAST, CLOSEST = 16, 4, 4, 10
# Letters are counted in so many kinds: a text cannot be near to another whose counts differ by more than the edits allowed.
KINDS = 32
# Texts whose letters are counted, pairs that are looked at, and pairs that are remembered, at once.
BLOCK, STRETCH, MANY = 5_000, 200_000, 4_000_000
# A pair as one number, by which pairs are in order: the text, edits (the most that fit), the earlier text.
BITS, EDIT_BITS = 28, 8

Packed = NDArray[np.uint64]
Rows = NDArray[np.int64]
Counts = NDArray[np.uint8]


def pairs(texts: pl.Series, signed: Signatures, near: float) -> tuple[pl.DataFrame, Rows]:
    """The pairs (text, earlier) that may be near, and the texts that were not paired with all of their like.

    Rows: each pair once, by text and then the fewest edits.
    """
    lengths = texts.str.len_chars().to_numpy().astype(np.int64)
    counts = letter_counts(texts)
    met, in_part = [np.empty(0, np.uint64)], [np.empty(0, np.int64)]
    for shelved, ranks, sizes in map(_in_buckets, _keys(signed), _finer_keys(signed)):
        in_part.append(shelved[(sizes > CROWD) & (ranks > FIRST + LAST)])
        for pair in _meetings(shelved, ranks, sizes):
            met.append(_near_enough(pair, lengths, counts, near))
            if sum(map(len, met)) > MANY:
                closest, left_out = _closest(met)
                met, in_part = [closest], [*in_part, left_out]
    closest, left_out = _closest(met)
    ones = np.uint64((1 << BITS) - 1)
    chosen = pl.DataFrame({"text": closest >> np.uint64(BITS + EDIT_BITS), "earlier": closest & ones})
    return chosen.cast(pl.Int64), np.unique(np.concatenate([*in_part, left_out]))


def _closest(met: list[Packed]) -> tuple[Packed, Rows]:
    """Each pair once, of each text the CLOSEST; and the texts that had more."""
    once = np.unique(np.concatenate(met))
    texts, ranks, _ = _ranked((once >> np.uint64(BITS + EDIT_BITS)).astype(np.int64))
    return once[ranks < CLOSEST], texts[ranks == CLOSEST]


def letter_counts(texts: pl.Series) -> Counts:
    """How often each kind of letter stands in each text, 255 at most."""
    counts = np.empty((len(texts), KINDS), np.uint8)
    for start in range(0, len(texts), BLOCK):
        letters, bounds = letters_of(texts.slice(start, BLOCK))
        rows = np.repeat(np.arange(len(bounds) - 1), np.diff(bounds))
        kinds = np.bincount(rows * KINDS + (letters & np.uint32(KINDS - 1)), minlength=(len(bounds) - 1) * KINDS)
        counts[start : start + BLOCK] = np.minimum(kinds, 255).reshape(-1, KINDS)
    return counts


def _keys(signed: Signatures) -> Iterator[NDArray[np.uint64]]:
    """For each band what texts must share to meet."""
    return (
        np.ascontiguousarray(signed[:, band * ROWS : (band + 1) * ROWS]).view(np.uint64)[:, 0] for band in range(BANDS)
    )


def _finer_keys(signed: Signatures) -> Iterator[NDArray[np.uint32]]:
    """For each band what they must share besides where it is crowded: two rows of the next."""
    starts = ((band + 1) % BANDS * ROWS for band in range(BANDS))
    return (np.ascontiguousarray(signed[:, start : start + 2]).view(np.uint32)[:, 0] for start in starts)


def _in_buckets(keys: NDArray[np.uint64], finer: NDArray[np.uint32]) -> tuple[Rows, Rows, Rows]:
    """The texts that share a bucket, bucket by bucket and in order within each; the place of each there, from 0; and how
    many are in its bucket.
    """
    shared = np.flatnonzero(pl.Series(keys).is_duplicated().to_numpy())
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


def _meetings(shelved: Rows, ranks: Rows, sizes: Rows) -> Iterator[NDArray[np.int64]]:
    """Pairs of each text with those before it in its bucket; in a crowd with the last ones and the first."""
    for back in range(1, CROWD):
        later = np.flatnonzero((ranks >= back) & ((sizes <= CROWD) | (back <= LAST)))
        yield from _stretches(shelved, later, later - back)
    for first in range(FIRST):
        later = np.flatnonzero((sizes > CROWD) & (ranks > first + LAST))
        yield from _stretches(shelved, later, later - ranks[later] + first)


def _stretches(shelved: Rows, later: Rows, earlier: Rows) -> Iterator[NDArray[np.int64]]:
    for start in range(0, len(later), STRETCH):
        part = slice(start, start + STRETCH)
        yield np.stack([shelved[later[part]], shelved[earlier[part]]], axis=1)


def _near_enough(pair: NDArray[np.int64], lengths: Rows, counts: Counts, near: float) -> Packed:
    """The pairs whose lengths and letters differ by no more than may be edited, with how many edits there are at least."""
    allowed = ((1 - near) * lengths[pair].max(axis=1) + 1e-9).astype(np.int64)
    is_as_long = np.abs(lengths[pair[:, 0]] - lengths[pair[:, 1]]) <= allowed
    pair, allowed = pair[is_as_long], allowed[is_as_long]
    differences = counts[pair[:, 0]].astype(np.int16) - counts[pair[:, 1]]
    more, fewer = (np.maximum(sign * differences, 0).sum(axis=1, dtype=np.int64) for sign in (1, -1))
    edits = np.maximum(more, fewer)
    packed = (pair[:, 0] << (BITS + EDIT_BITS)) | (np.minimum(edits, (1 << EDIT_BITS) - 1) << BITS) | pair[:, 1]
    chosen: Packed = packed[edits <= allowed].astype(np.uint64)
    return chosen
