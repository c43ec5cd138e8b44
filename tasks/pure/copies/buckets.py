"""MinHash: what decides in which buckets texts meet that may be alike.

Sixteen bands of four: of two texts that share three quarters of their shingles 99.8 % meet in a band, of two that share
half 64 %, of two that share a fifth 3 %. Each row of a signature is the hash that is nearest to a mask of its own, which any
shingle of two texts is as likely to be as another.
"""

import numpy as np
import polars as pl
from numpy.typing import NDArray

BANDS, ROWS = 16, 4
SHINGLE = 4
SEED = 1
# Texts whose letters are at work at once: as many as a processor's cache holds.
BLOCK = 2_000
MIXERS = np.array([0x9E3779B1, 0x85EBCA6B, 0xC2B2AE35, 0x27D4EB2F], np.uint32)

Letters = NDArray[np.uint32]
Signatures = NDArray[np.uint16]


def signatures(texts: pl.Series) -> Signatures:
    """The MinHash signature of each text, a row a text; the four rows of a band stand together."""
    masks = np.random.default_rng(SEED).integers(0, 1 << 16, BANDS * ROWS, np.uint16)
    signed = np.empty((len(texts), len(masks)), np.uint16)
    for start in range(0, len(texts), BLOCK):
        letters, bounds = letters_of(texts.slice(start, BLOCK))
        hashes = _hashes(letters, bounds)
        masked, nearest = np.empty_like(hashes), np.empty((len(masks), len(bounds) - 1), np.uint16)
        for row, mask in enumerate(masks):
            np.minimum.reduceat(np.bitwise_xor(hashes, mask, out=masked), bounds[:-1], out=nearest[row])
        signed[start : start + BLOCK] = nearest.T
    return signed


def letters_of(texts: pl.Series) -> tuple[Letters, NDArray[np.int64]]:
    """The code points of all texts, one text after the other, and where each begins; one place more than texts.

    None of the texts is empty.
    """
    bounds = np.zeros(len(texts) + 1, np.int64)
    np.cumsum(texts.str.len_chars().to_numpy(), out=bounds[1:])
    return np.frombuffer((texts.str.join("").item() or "").encode("utf-32-le"), np.uint32), bounds


def _hashes(letters: Letters, bounds: NDArray[np.int64]) -> NDArray[np.uint16]:
    """A hash of the shingle that begins at each letter."""
    padded = np.concatenate([letters, np.zeros(SHINGLE - 1, np.uint32)])
    mixed = np.zeros(len(letters), np.uint32)
    for place, mixer in enumerate(MIXERS):
        mixed += padded[place : place + len(letters)] * mixer
    mixed ^= mixed >> np.uint32(15)
    mixed *= np.uint32(0x2C1B3C6D)
    mixed ^= mixed >> np.uint32(12)
    mixed *= np.uint32(0x297A2D39)
    # What would reach into the next text counts as the text's first shingle once more.
    for place in range(1, SHINGLE):
        mixed[np.maximum(bounds[1:] - place, bounds[:-1])] = mixed[bounds[:-1]]
    return (mixed >> np.uint32(16)).astype(np.uint16)
