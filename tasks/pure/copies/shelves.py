"""Shelves: for each bucket the kept texts that later ones are compared with, and which of those may be near at all.

Work is bounded: a shelf holds SHELF texts, and of all that stand in a text's buckets the CLOSEST by their letters are read.
A template ("a new filing for ...") fills a bucket with thousands that say other things. Where a bound was met, the text
was compared with some of its like only, and that is remembered.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tasks.pure.copies.buckets import BANDS, SPLIT, Buckets, compiled

SHELF, CLOSEST = SPLIT, 24
# Letters are counted in so many kinds: a text cannot be near to another whose counts differ by more than the edits allowed.
KINDS = 32


class Shelves(NamedTuple):
    """Arrays over texts in their order, over buckets, and over all places of shelves.

    `seen` is the last text that met each; `counts` is how often each kind of letter stands in a text, 255 at most.
    """

    buckets: Buckets
    counts: NDArray[np.uint8]
    lengths: NDArray[np.int32]
    is_sought: NDArray[np.bool_]
    is_partly_compared: NDArray[np.bool_]
    seen: NDArray[np.int32]
    starts: NDArray[np.int64]
    filled: NDArray[np.int32]
    is_full: NDArray[np.bool_]
    places: NDArray[np.int32]
    lengths_there: NDArray[np.int32]


def empty_shelves(
    letters: bytes, bounds: NDArray[np.int64], is_sought: NDArray[np.bool_], buckets: Buckets, sizes: NDArray[np.int64]
) -> Shelves:
    """Shelves for texts in their order; `buckets` has a row a band, `sizes` a number a bucket."""
    texts = len(is_sought)
    counts, lengths = np.zeros((texts, KINDS), np.uint8), np.zeros(texts, np.int32)
    _count(np.frombuffer(letters, np.uint8), bounds, counts, lengths)
    room = np.minimum(sizes, SHELF)
    starts = np.zeros(len(sizes), np.int64)
    np.cumsum(room[:-1], out=starts[1:])
    return Shelves(
        buckets=np.ascontiguousarray(buckets.T),
        counts=counts,
        lengths=lengths,
        is_sought=is_sought,
        is_partly_compared=np.zeros(texts, np.bool_),
        seen=np.full(texts, -1, np.int32),
        starts=starts,
        filled=np.zeros(len(sizes), np.int32),
        is_full=np.zeros(len(sizes), np.bool_),
        places=np.zeros(int(room.sum()), np.int32),
        lengths_there=np.zeros(int(room.sum()), np.int32),
    )


@compiled
def next_with_candidates(
    shelves: Shelves, text: int, near: float, candidates: NDArray[np.int32]
) -> tuple[int, int]:  # pragma: no cover (machine code)
    """The first text from `text` on that may be near to kept ones, and how many `candidates` it has; those before are kept."""
    apart = np.empty(CLOSEST, np.int64)
    while text < len(shelves.lengths):
        found = 0
        length = shelves.lengths[text]
        for band in range(BANDS):
            bucket = shelves.buckets[text, band]
            if bucket < 0:
                continue
            shelves.is_partly_compared[text] |= shelves.is_full[bucket]
            start = shelves.starts[bucket]
            for place in range(start, start + shelves.filled[bucket]):
                allowed = np.int64((1 - near) * max(length, shelves.lengths_there[place]) + 1e-9)
                if abs(length - shelves.lengths_there[place]) > allowed:
                    continue
                other = shelves.places[place]
                if shelves.seen[other] == text:
                    continue
                shelves.seen[other] = text
                least = fewest_edits(shelves.counts[text], shelves.counts[other])
                if least > allowed:
                    continue
                if found < CLOSEST:
                    candidates[found], apart[found] = other, least
                    found += 1
                    continue
                shelves.is_partly_compared[text] = True
                worst = np.argmax(apart)
                if least < apart[worst]:
                    candidates[worst], apart[worst] = other, least
        if found:
            return text, found
        keep(shelves, text)
        text += 1
    return text, 0


@compiled
def fewest_edits(counts: NDArray[np.uint8], others: NDArray[np.uint8]) -> np.int32:  # pragma: no cover (machine code)
    """The least number of edits that lie between two texts, as far as their letters tell."""
    more, fewer = np.int32(0), np.int32(0)
    for kind in range(KINDS):
        difference = np.int32(counts[kind]) - np.int32(others[kind])
        more += max(difference, np.int32(0))
        fewer += max(-difference, np.int32(0))
    return max(more, fewer)


@compiled
def keep(shelves: Shelves, text: int) -> None:  # pragma: no cover (machine code)
    """Puts a text on the shelves of its buckets; what is only sought is never kept."""
    if shelves.is_sought[text]:
        return
    for band in range(BANDS):
        bucket = shelves.buckets[text, band]
        if bucket < 0:
            continue
        if shelves.filled[bucket] == SHELF:
            shelves.is_full[bucket] = True
            continue
        place = shelves.starts[bucket] + shelves.filled[bucket]
        shelves.places[place], shelves.lengths_there[place] = text, shelves.lengths[text]
        shelves.filled[bucket] += 1


@compiled
def _count(
    letters: NDArray[np.uint8], bounds: NDArray[np.int64], counts: NDArray[np.uint8], lengths: NDArray[np.int32]
) -> None:  # pragma: no cover (machine code)
    for text in range(len(bounds) - 1):
        place = bounds[text]
        while place < bounds[text + 1]:
            last = place
            while last + 1 < bounds[text + 1] and letters[last + 1] & 0xC0 == 0x80:
                last += 1
            kind = letters[last] & (KINDS - 1)
            if counts[text, kind] < 255:
                counts[text, kind] += 1
            lengths[text] += 1
            place = last + 1
