"""The order of hits, and which of them count: of those of a phrase that lie within one another only the first."""

import numpy as np
from numpy.typing import NDArray

from tasks.pure.coding.compiled import compiled


@compiled
def put_in_order(hits: NDArray[np.int64], since: int, count: int) -> int:
    """Orders hits of one row by phrase and start, and keeps of each phrase those that begin after the one before."""
    # Shell's way: insertion alone takes the square of how many there are, and a text may repeat itself without end.
    gap = 1
    while 9 * gap < count - since:
        gap = 3 * gap + 1
    while gap:
        for place in range(since + gap, count):
            row, phrase, start, end = hits[0, place], hits[1, place], hits[2, place], hits[3, place]
            other = place - gap
            while other >= since and (hits[1, other] > phrase or (hits[1, other] == phrase and hits[2, other] > start)):
                for column in range(4):
                    hits[column, other + gap] = hits[column, other]
                other -= gap
            other += gap
            hits[0, other], hits[1, other], hits[2, other], hits[3, other] = row, phrase, start, end
        gap //= 3
    kept = since
    for place in range(since, count):
        if kept == since or hits[1, kept - 1] != hits[1, place] or hits[3, kept - 1] <= hits[2, place]:
            for column in range(4):
                hits[column, kept] = hits[column, place]
            kept += 1
    return kept
