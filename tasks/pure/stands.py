"""Where the words stand that fit patterns, for the phrases that are sought alone."""

import re

import numpy as np

from tasks.pure.chains import is_in, once
from tasks.pure.lexicon import Lexicon
from tasks.pure.plans import AFTER_AT
from tasks.pure.word_index import Places, WordIndex

COMPOUND = re.compile("[ #@]")
NOWHERE = np.empty(0, np.int64)


class Stands:
    """Where words that fit patterns stand in an index; each set of patterns is looked up once."""

    def __init__(self, index: WordIndex, lexicon: Lexicon) -> None:
        self.index = index
        self.known: dict[tuple[str, ...], Places] = {}
        self.fitting: dict[str, list[int]] = {}
        for number, word in enumerate(index.words):
            for pattern in lexicon.fits(word):
                self.fitting.setdefault(pattern, []).append(number)

    def __call__(self, patterns: tuple[str, ...]) -> Places:
        if patterns not in self.known:
            self.known[patterns] = self._of(patterns)
        return self.known[patterns]

    def _of(self, patterns: tuple[str, ...]) -> Places:
        words = sorted({word for pattern in patterns for word in self.fitting.get(pattern, ())})
        places = [self.index.places_of(word) for word in words]
        compound = [self._compound(pattern) for pattern in patterns if COMPOUND.search(pattern)]
        if compound:
            return once(np.concatenate([*places, *compound]))
        return np.sort(np.concatenate([NOWHERE, *places])) if len(places) != 1 else places[0]

    def _compound(self, pattern: str) -> Places:
        if pattern == AFTER_AT:
            return np.flatnonzero(self.index.after_at)
        if pattern.startswith("#"):
            tagged = self((pattern[1:],))
            return tagged[self.index.after_tag[tagged]]
        first, second = (self((word,)) for word in pattern.split(" "))
        return first[is_in(first + 1, second)]
