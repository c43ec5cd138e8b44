"""MinHash: bands of a text's signature, and the buckets in which texts that may be alike meet.

Sixteen bands of four: of two texts that share three quarters of their shingles 99.8 % meet in a band, of two that share
half 64 %, of two that share a fifth 3 %. A bucket of more than SPLIT texts is split by two more rows of the signature:
among a million texts many meet by chance, and those that are alike agree there too.
"""

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba
import numpy as np
import polars as pl
from numpy.typing import NDArray

Function = TypeVar("Function", bound=Callable[..., Any])

BANDS, ROWS = 16, 4
SHINGLE = 4
SEED = 1
SPLIT = 64
MOST = np.uint32(0xFFFFFFFF)

Keys = NDArray[np.uint32]
Buckets = NDArray[np.int32]


def compiled(function: Function) -> Function:
    """The function as machine code; kept where that can be written."""
    try:
        return cast(Function, numba.njit(cache=True, error_model="numpy")(function))
    except RuntimeError:
        return cast(Function, numba.njit(error_model="numpy")(function))


def letters_of(texts: pl.Series) -> tuple[bytes, NDArray[np.int64]]:
    """All texts as UTF-8, one after the other, and where each begins; one place more than texts."""
    bounds = np.zeros(len(texts) + 1, np.int64)
    np.cumsum(texts.str.len_bytes().to_numpy(), out=bounds[1:])
    return (texts.str.join("").item() or "").encode(), bounds


def band_keys(texts: pl.Series) -> Keys:
    """What decides a text's bucket in each band, and what splits that bucket where it is crowded.

    Rows: one a band, then one more a band; a column a text.
    """
    letters, bounds = letters_of(texts)
    keys = np.empty((2 * BANDS, len(texts)), np.uint32)
    chance = np.random.default_rng(SEED)
    factors, shifts = chance.integers(0, 1 << 32, (2, BANDS * ROWS), np.uint32)
    _sign(np.frombuffer(letters, np.uint8), bounds, factors | np.uint32(1), shifts, keys)
    return keys


def shared_buckets(keys: Keys) -> tuple[Buckets, NDArray[np.int64]]:
    """The bucket of each text in each band, -1 where it is alone there, and how many texts each bucket holds."""
    buckets = np.full((BANDS, keys.shape[1]), -1, np.int32)
    sizes: list[NDArray[np.int64]] = []
    for band in range(BANDS):
        numbers, held = _numbered(keys[band], keys[BANDS + band])
        buckets[band] = np.where(numbers >= 0, numbers + sum(map(len, sizes)), -1)
        sizes.append(held)
    return buckets, np.concatenate(sizes)


def _numbered(keys: Keys, finer: Keys) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Numbers from 0 for keys that come more than once, -1 for others, and how often each comes."""
    places = np.flatnonzero(pl.Series(keys).is_duplicated().to_numpy())
    _, number, held = np.unique(keys[places], return_inverse=True, return_counts=True)
    if held.max(initial=0) > SPLIT:
        split = np.where(held[number] > SPLIT, finer[places], 0).astype(np.uint64)
        _, number, held = np.unique(
            number.astype(np.uint64) << np.uint64(32) | split, return_inverse=True, return_counts=True
        )
    is_shared = held > 1
    renumbered = np.where(is_shared, np.cumsum(is_shared) - 1, -1)
    numbers = np.full(len(keys), -1, np.int64)
    numbers[places] = renumbered[number]
    return numbers, held[is_shared]


@compiled
def _sign(
    letters: NDArray[np.uint8], bounds: NDArray[np.int64], factors: Keys, shifts: Keys, keys: Keys
) -> None:  # pragma: no cover (machine code)
    least = np.empty(BANDS * ROWS, np.uint32)
    for text in range(len(bounds) - 1):
        least[:] = MOST
        begin, end = bounds[text], bounds[text + 1]
        for place in range(begin, max(begin + 1, end - SHINGLE + 1)):
            shingle = np.uint32(0)
            for letter in range(place, min(place + SHINGLE, end)):
                shingle = np.uint32((shingle << np.uint32(8)) | np.uint32(letters[letter]))
            shingle = np.uint32((shingle ^ (shingle >> np.uint32(16))) * np.uint32(0x7FEB352D))
            shingle = np.uint32((shingle ^ (shingle >> np.uint32(15))) * np.uint32(0x846CA68B))
            shingle ^= shingle >> np.uint32(16)
            for row in range(BANDS * ROWS):
                least[row] = min(least[row], np.uint32(np.uint32(factors[row] * shingle) + shifts[row]))
        for band in range(BANDS):
            folded = np.uint64(band + 1)
            for row in range(band * ROWS, band * ROWS + ROWS):
                folded = np.uint64((folded ^ np.uint64(least[row])) * np.uint64(0x9E3779B97F4A7C15))
                folded ^= folded >> np.uint64(29)
            keys[band, text] = np.uint32(folded & np.uint64(0xFFFFFFFF))
            following = (band + 1) % BANDS * ROWS
            keys[BANDS + band, text] = np.uint32(least[following] ^ (least[following + 1] * np.uint32(0x9E3779B1)))
