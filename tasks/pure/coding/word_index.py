"""The words of many texts at once: where each begins and ends, which it is, how many pauses are before it.

A word is a longest run of letters, digits and underscores, folded.
"""

import re
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from tasks.codebook.phrases import THINGS
from tasks.pure.coding.compiled import IS_REPLACED, Characters, Words
from tasks.pure.coding.folding import Letters
from tasks.pure.coding.plans import AFTER_AT
from tasks.pure.coding.splitting import split_words

LETTERS = Letters()
FEW = 1 << 15
REPLACED = re.compile(rf"\[(?=(?:{'|'.join(THINGS)})\])", re.IGNORECASE)


@dataclass(frozen=True)
class WordIndex:
    """The characters and words of a column of texts; `distinct` is where each word of the vocabulary first stands."""

    characters: Characters
    words: Words
    distinct: NDArray[np.int32]

    @cached_property
    def vocabulary(self) -> list[str]:
        """The different words, folded, with the @ before them."""
        text = self.characters.folded.tobytes().decode("utf-32-le")
        spans = self.words.words[self.distinct, :2].tolist()
        return [text[start - (text[start - 1 : start] == AFTER_AT) : stop] for start, stop in spans]

    @cached_property
    def counts(self) -> NDArray[np.int64]:
        """How often each word of the vocabulary stands there."""
        return np.bincount(self.words.words[:, 2], minlength=self.distinct.size)


def word_index(texts: list[str]) -> WordIndex:
    """The index of texts."""
    joined = "\n".join([*texts, ""])
    codes, folded, kinds = LETTERS.read(np.frombuffer(joined.encode("utf-32-le"), np.uint32))
    kinds[[found.end() for found in REPLACED.finditer(joined)]] |= IS_REPLACED
    row_starts = np.concatenate([[0], np.cumsum([len(text) + 1 for text in texts])]).astype(np.int64)
    characters = Characters(codes, folded, kinds, row_starts)
    most = codes.size // 2 + 1
    words = Words(np.empty((most, 3), np.int32), np.empty(most, np.int32), np.empty(len(texts) + 1, np.int64))
    room, known = FEW, -1
    while known < 0:
        distinct = np.empty(room, np.int32)
        count, known = split_words(characters, words, distinct)
        room *= 8
    return WordIndex(characters, Words(words.words[:count], words.runs[:count], words.firsts), distinct[:known])
