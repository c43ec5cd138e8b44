"""A table of digests that answers many look-ups at once."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tasks.pure.anonymise.characters import Flags, Places
from tasks.pure.anonymise.rolling_digests import Digests

# Buckets are about four times as many as digests, so that hardly any holds more than two.
SPARE_BITS = 2
SIXTEEN = np.uint64(48)


@dataclass(frozen=True)
class Table:
    """Sorted digests and where each bucket of them begins."""

    digests: Digests
    buckets: NDArray[np.int32]
    shift: np.uint64
    deepest: int

    @classmethod
    def of(cls, digests: Digests) -> "Table":
        """A table over digests, which must be sorted and distinct."""
        bits = max(len(digests), 1).bit_length() + SPARE_BITS
        shift = np.uint64(64 - bits)
        firsts = np.arange(1 << bits, dtype=np.uint64) << shift
        buckets = np.searchsorted(digests, firsts).astype(np.int32)
        sizes = np.diff(buckets, append=len(digests))
        # One digest more than there are, so that every probe lands inside.
        return cls(np.append(digests, np.uint64(0)), buckets, shift, int(sizes.max(initial=0)))

    def find(self, wanted: Digests) -> Places:
        """The place of each wanted digest in the table; its length where it is not there."""
        last = len(self.digests) - 1
        at = np.take(self.buckets, (wanted >> self.shift).astype(np.int64)).astype(np.int64)
        first = np.take(self.digests, at)
        found = np.where(first == wanted, at, last)
        open_ = np.flatnonzero(first < wanted)
        for step in range(1, self.deepest):
            probe = np.minimum(at[open_] + step, last)
            hit = self.digests[probe] == wanted[open_]
            found[open_[hit]] = probe[hit]
            open_ = open_[~hit & (self.digests[probe] < wanted[open_])]
        return np.where(wanted == 0, last, found)

    def place_of(self, digest: int) -> int:
        """The place of a single digest, as `find` gives it, at less cost."""
        wanted = np.uint64(digest)
        at = int(np.searchsorted(self.digests[:-1], wanted))
        return at if digest and self.digests[at] == wanted else len(self.digests) - 1


@dataclass(frozen=True)
class Few:
    """Some digests, and which beginnings of sixteen bits they have: most words have none of them."""

    digests: Digests
    begun: Flags

    @classmethod
    def of(cls, digests: Digests) -> "Few":
        begun = np.zeros(1 << 16, dtype=bool)
        begun[digests >> SIXTEEN] = True
        return cls(digests, begun)

    def hold(self, wanted: Digests) -> Flags:
        """Whether each wanted digest is among them."""
        held: Flags = np.take(self.begun, (wanted >> SIXTEEN).astype(np.int64))
        maybe = np.flatnonzero(held)
        held[maybe] = np.isin(wanted[maybe], self.digests)
        return held
