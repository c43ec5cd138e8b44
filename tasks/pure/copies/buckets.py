"""MinHash: what decides in which buckets texts meet that may be alike.

Sixteen bands of four: of two texts that share three quarters of their shingles 99.8 % meet in a band, of two that share
half 64 %, of two that share a fifth 3 %. Each row of a signature is the hash that is nearest to a mask of its own, which any
shingle of two texts is as likely to be as another.
"""

from collections.abc import Iterator

import numpy as np
import polars as pl
from numpy.typing import NDArray

BANDS, ROWS = 16, 4
SHINGLE = 4
SEED = 1
# Texts whose letters are at work at once, and of those the ones that are compared with a mask at once: as many as a
# processor's cache holds. Longer than the shortest of them by this much is another group.
BLOCK, TOGETHER, LONGER = 8_000, 1_000, 1.25
MIXERS = np.array([0x9E3779B1, 0x85EBCA6B, 0xC2B2AE35, 0x27D4EB2F], np.uint32)
FINISH = ((np.uint32(15), np.uint32(0x2C1B3C6D)), (np.uint32(12), np.uint32(0x297A2D39)))

Letters = NDArray[np.uint32]
Hashes = NDArray[np.uint16]
Places = NDArray[np.int64]
Signatures = Hashes


def signatures(texts: pl.Series) -> Signatures:
    """The MinHash signature of each text, a row a text; the four rows of a band stand together."""
    masks = np.random.default_rng(SEED).integers(0, 1 << 16, BANDS * ROWS, np.uint16)
    signed = np.empty((len(texts), len(masks)), np.uint16)
    for start in range(0, len(texts), BLOCK):
        letters, bounds = letters_of(texts.slice(start, BLOCK))
        hashes = _hashes(letters, bounds)
        for rows, places in _of_a_length(bounds):
            signed[start + rows] = _nearest(hashes.take(places), masks).T
    return signed


def _of_a_length(bounds: Places) -> Iterator[tuple[Places, Places]]:
    """Texts of about one length, and a column a text of where its letters are, the last of them again and again at its end."""
    order = np.argsort(np.diff(bounds), kind="stable")
    starts, ends = bounds[:-1][order], bounds[1:][order]
    lengths = ends - starts
    begin = 0
    while begin < len(order):
        too_long = np.searchsorted(lengths, lengths[begin] * LONGER, side="right")
        some = slice(begin, min(int(too_long), begin + TOGETHER))
        places = np.arange(lengths[some][-1])[:, None] + starts[some]
        yield order[some], np.minimum(places, ends[some] - 1, out=places)
        begin = some.stop


def _nearest(hashes: Hashes, masks: Hashes) -> Hashes:
    """A row a mask, a column a text: the hash of its column that is nearest to the mask."""
    # The longer side lies close together in memory: it is passed over at once.
    letters, texts = hashes.shape
    axis = int(letters > texts)
    given = np.ascontiguousarray(hashes.T) if axis else hashes
    masked, nearest = np.empty_like(given), np.empty((len(masks), texts), np.uint16)
    for row, mask in enumerate(masks):
        np.minimum.reduce(np.bitwise_xor(given, mask, out=masked), axis=axis, out=nearest[row])
    return nearest


def letters_of(texts: pl.Series) -> tuple[Letters, Places]:
    """The code points of all texts, one text after the other, and where each begins; one place more than texts.

    None of the texts is empty.
    """
    bounds = np.zeros(len(texts) + 1, np.int64)
    np.cumsum(texts.str.len_chars().to_numpy(), out=bounds[1:])
    return np.frombuffer((texts.str.join("").item() or "").encode("utf-32-le"), np.uint32), bounds


def _hashes(letters: Letters, bounds: Places) -> Hashes:
    """A hash of the shingle that begins at each letter."""
    padded = np.concatenate([letters, np.zeros(SHINGLE - 1, np.uint32)])
    mixed, part = np.zeros(len(letters), np.uint32), np.empty(len(letters), np.uint32)
    for place, mixer in enumerate(MIXERS):
        mixed += np.multiply(padded[place : place + len(letters)], mixer, out=part)
    for shift, mixer in FINISH:
        mixed ^= np.right_shift(mixed, shift, out=part)
        mixed *= mixer
    hashes = (mixed >> np.uint32(16)).astype(np.uint16)
    # What would reach into the next text counts as the text's first shingle once more.
    for place in range(1, SHINGLE):
        hashes[np.maximum(bounds[1:] - place, bounds[:-1])] = hashes[bounds[:-1]]
    return hashes
