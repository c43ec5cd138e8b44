"""Digests and counts of any run of code points, each from two places of one sum over the whole page."""

from collections.abc import Iterable
from functools import lru_cache
from operator import mul

import numpy as np
from numpy.typing import NDArray

Digests = NDArray[np.uint64]
Counts = NDArray[np.int64]
Sums = NDArray[np.uint32]
LONGEST = 48

MULTIPLIER = 0x9E3779B97F4A7C15
INVERSE = pow(MULTIPLIER, -1, 2**64)
POWERS = tuple(pow(MULTIPLIER, power, 2**64) for power in range(1, LONGEST + 1))
MIXER = np.uint64(0xFF51AFD7ED558CCD)
# Counts of three kinds share one sum, 10 bits each: told right for words of fewer than 1,024 letters.
SHIFTS, LOW = (0, 10, 20), (1 << 10) - 1


def powered(codes: NDArray[np.uint32]) -> Digests:
    """Sums of code points times rising powers, up to each place and the end."""
    powers, _ = _powers(1 << len(codes).bit_length())
    running = np.zeros(len(codes) + 1, dtype=np.uint64)
    np.cumsum(codes * powers[: len(codes)], out=running[1:])
    return running


def digests(sums: Digests, starts: Counts, ends: Counts) -> Digests:
    """A 64-bit digest of each run; the same code points have the same wherever they stand."""
    # The power of a run's start is taken back out, which counting modulo 2^64 allows.
    _, inverses = _powers(1 << (len(sums) - 1).bit_length())
    return mixed((sums[ends] - sums[starts]) * inverses[starts])


def digest(codes: Iterable[int]) -> int:
    """The digest of a single run, as far as there are powers, at less cost."""
    total: int = sum(map(mul, codes, POWERS)) % 2**64
    stirred = (total ^ (total >> 33)) * int(MIXER) % 2**64
    return stirred ^ (stirred >> 29)


def mixed(sums: Digests) -> Digests:
    """Digests whose low bits depend on all of a sum's bits."""
    stirred = (sums ^ (sums >> np.uint64(33))) * MIXER
    return stirred ^ (stirred >> np.uint64(29))


def counted(bits: NDArray[np.uint8], kinds: tuple[int, int, int]) -> Sums:
    """Sums of how many code points of three kinds stand before each place and the end."""
    weights = np.zeros(256, dtype=np.uint32)
    for shift, kind in zip(SHIFTS, kinds, strict=True):
        weights += ((np.arange(256) & kind) > 0).astype(np.uint32) << np.uint32(shift)
    running = np.zeros(len(bits) + 1, dtype=np.uint32)
    np.cumsum(np.take(weights, bits), out=running[1:])
    return running


def counts(sums: Sums, starts: Counts, ends: Counts) -> tuple[Sums, Sums, Sums]:
    """How many of each of the three kinds a run holds."""
    held: Sums = sums[ends] - sums[starts]
    low, one, two = (np.uint32(number) for number in (LOW, SHIFTS[1], SHIFTS[2]))
    return held & low, (held >> one) & low, held >> two


@lru_cache(maxsize=8)
def _powers(count: int) -> tuple[Digests, Digests]:
    """MULTIPLIER to the power of 1, 2, 3 and so on, and to the power of 0, -1, -2 and so on."""
    rising, falling = (np.full(count, factor % 2**64, dtype=np.uint64) for factor in (MULTIPLIER, INVERSE))
    falling[0] = 1
    return np.cumprod(rising), np.cumprod(falling)
