"""The words of many texts at once: which they are, where each begins, and how many pauses are before it.

A word is a longest run of letters, digits and underscores, folded. A pause is what stands between two words, unless it is
made of apostrophes, # and @ alone.
"""

from dataclasses import dataclass
from itertools import accumulate, pairwise

import numpy as np
from numpy.typing import NDArray

from tasks.codebook.letters import folded
from tasks.codebook.phrases import THINGS

Numbers = NDArray[np.int64]
Flags = NDArray[np.bool_]
Codes = NDArray[np.uint32]
AT, HASH, QUOTE, OPEN, CLOSE, SPACE, POSSESSIVE = map(ord, "@#'[] s")
CODE_POINTS = 0x110000
# More than the pauses of any text, so that no word is within reach of another text's.
APART = 1 << 40


@dataclass(frozen=True)
class WordIndex:
    """The folded texts, and of each word, text by text: its row, its start in the text, and its pauses, each row APART.

    A word stands whole where a phrase may begin and end with it; such a phrase ends at `end`, after a possessive 's.
    """

    texts: list[str]
    words: list[str]
    row: Numbers
    start: Numbers
    end: Numbers
    pauses: Numbers
    is_whole: Flags


def word_index(texts: list[str]) -> WordIndex:
    """The index of texts; in `words` one that has an @ before it has it too, and the word of a placeholder its bracket."""
    joined = "\n".join([*texts, "\n\n\n"])
    codes, is_letter, is_pause = _LETTERS.read(np.frombuffer(joined.encode("utf-32-le"), np.uint32))
    bounds = np.array(list(accumulate((len(text) + 1 for text in texts), initial=0)), np.int64)
    edges = np.flatnonzero(is_letter[1:] != is_letter[:-1]) + 1
    edges = np.concatenate([[0], edges]) if is_letter[0] else edges
    start, end = edges[::2], edges[1::2]
    words = np.where(is_letter, codes, np.uint32(SPACE)).tobytes().decode("utf-32-le").split()
    is_whole, whole_end = _whole(codes, is_letter, start, end)
    before = codes[start - 1]
    enclosed = np.flatnonzero((before == OPEN) & (codes[end] == CLOSE)).tolist()
    for place in enclosed:
        if words[place] in THINGS:
            words[place] = f"[{words[place]}"
    for place in np.flatnonzero(before == AT).tolist():
        words[place] = f"@{words[place]}"
    row = np.repeat(np.arange(len(texts)), np.diff(np.searchsorted(start, bounds)))
    pauses = np.cumsum(np.diff(np.cumsum(is_pause, dtype=np.int32)[start], prepend=0) > 0) + row * APART
    read = codes.tobytes().decode("utf-32-le")
    cut = [read[begin : next_begin - 1] for begin, next_begin in pairwise(bounds.tolist())]
    return WordIndex(cut, words, row, start - bounds[row], whole_end - bounds[row], pauses, is_whole)


def _whole(codes: Codes, is_letter: Flags, start: Numbers, end: Numbers) -> tuple[Flags, Numbers]:
    """Which words stand whole, as BEFORE and AFTER of `phrases` have it, and where they end."""
    before, is_quoted = codes[start - 1], codes[end] == QUOTE
    is_free = (before != HASH) & ~((before == QUOTE) & is_letter[start - 2])
    is_joined = is_letter[end + 2] | ((codes[end + 2] == QUOTE) & is_letter[end + 3])
    is_possessive = is_quoted & (codes[end + 1] == POSSESSIVE) & ~is_joined
    return is_free & (is_possessive | ~(is_quoted & is_letter[end + 1])), end + 2 * is_possessive


class _Letters:
    """What each code point is; worked out when it is first met, because most never are."""

    def __init__(self) -> None:
        self.folded = np.zeros(CODE_POINTS, np.uint32)
        self.is_letter = np.zeros(CODE_POINTS, np.bool_)
        self.is_pause = np.zeros(CODE_POINTS, np.bool_)
        self.is_known = np.zeros(CODE_POINTS, np.bool_)

    def read(self, codes: Codes) -> tuple[Codes, Flags, Flags]:
        """Code points folded, whether each is of a word, and whether each makes a pause."""
        is_known = self.is_known[codes]
        if not is_known.all():
            self._learn(np.unique(codes[~is_known]).tolist())
        return self.folded[codes], self.is_letter[codes], self.is_pause[codes]

    def _learn(self, codes: list[int]) -> None:
        for code in codes:
            letter = folded(chr(code))
            self.folded[code] = ord(letter)
            self.is_letter[code] = letter.isalnum() or letter == "_"
            self.is_pause[code] = not (self.is_letter[code] or letter in "#'@")
            # Last, because another thread may ask at any moment.
            self.is_known[code] = True


_LETTERS = _Letters()
