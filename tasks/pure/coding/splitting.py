"""The words of texts told apart and numbered."""

import numpy as np
from numpy.typing import NDArray

from tasks.pure.coding.compiled import AT, HASH, IS_LETTER, QUOTE, Characters, Words, compiled


@compiled
def split_words(characters: Characters, words: Words, distinct: NDArray[np.int32]) -> tuple[int, int]:
    """Fills in where words begin and end and their number, the running number of the pauses before them, and rows.

    A run is a stretch without a pause, in which an apostrophe, # or @ is none. Words are numbered as they first come.
    Returns how many words there are, and how many different ones, -1 where there is no room for as many again;
    `distinct` has the first place of each.
    """
    folded, kinds, row_starts = characters.folded, characters.kinds, characters.row_starts
    found, runs, firsts = words.words, words.runs, words.firsts
    count, known, mask = 0, 0, distinct.size - 1
    slots = np.full(distinct.size, -1, np.int32)
    for row in range(row_starts.size - 1):
        firsts[row] = count
        run, is_parted, place, stop = 0, False, row_starts[row], row_starts[row + 1] - 1
        while place < stop:
            if not kinds[place] & IS_LETTER:
                is_parted |= folded[place] != HASH and folded[place] != QUOTE and folded[place] != AT
                place += 1
                continue
            run += is_parted
            is_parted = False
            start, code = place, np.uint64(14695981039346656037)
            is_named = place > 0 and folded[place - 1] == AT
            if is_named:
                code = code ^ np.uint64(AT << 32)
            while place < stop and kinds[place] & IS_LETTER:
                code = (code ^ np.uint64(folded[place])) * np.uint64(1099511628211)
                place += 1
            slot = np.int64((code ^ (code >> np.uint64(29))) & np.uint64(mask))
            while slots[slot] >= 0:
                other = distinct[slots[slot]]
                length, same = found[other, 1] - found[other, 0], 0
                if length == place - start and is_named == (found[other, 0] > 0 and folded[found[other, 0] - 1] == AT):
                    while same < length and folded[found[other, 0] + same] == folded[start + same]:
                        same += 1
                    if same == length:
                        break
                slot = (slot + 1) & mask
            if slots[slot] < 0:
                if 2 * known > mask:
                    return count, -1
                slots[slot], distinct[known] = known, count
                known += 1
            found[count, 0], found[count, 1], found[count, 2] = start, place, slots[slot]
            runs[count] = run
            count += 1
    firsts[row_starts.size - 1] = count
    return count, known
