"""Which words of an index belong to which classes of a sheaf: one bit for each pair."""

import numpy as np
from numpy.typing import NDArray

from tasks.pure.chains import once
from tasks.pure.lexicon import Lexicon
from tasks.pure.sheaf import Sheaf
from tasks.pure.word_index import Flags, Places, WordIndex


class Spelling:
    """The classes of a sheaf, looked up once for each word that fits a pattern.

    A column is such a word without or with a # before it; column 0 is every other word. The bits take a class times
    the columns; a test is one read of them. `columns` has one more than the index has words: nothing stands there.
    """

    def __init__(self, sheaf: Sheaf, index: WordIndex, lexicon: Lexicon) -> None:
        self.index = index
        patterns, fitting = _fits(sheaf, index, lexicon)
        known, slots = np.unique(fitting, return_inverse=True)
        self.width = 2 * (known.size + 1)
        self.bits, pairs = _bits(sheaf, patterns, slots + 1, self.width)
        bare = pairs[pairs % 2 == 0]
        self.words = known[bare % self.width // 2 - 1]
        self.bounds = np.searchsorted(bare // self.width, np.arange(sheaf.classes + 1))
        counts = np.diff(index.places[1])
        self.sizes = np.diff(np.concatenate([[0], np.cumsum(counts[self.words])])[self.bounds])
        column = np.zeros(len(index.words), np.int64)
        column[known] = 2 * np.arange(1, known.size + 1)
        self.columns = np.zeros(index.starts.size + 1, np.int64)
        self.columns[index.places[0]] = np.repeat(column, counts)
        self.columns[:-1] += index.after_tag

    def has(self, classes: Places, places: Places) -> Flags:
        """Whether the words at places belong to classes."""
        pair = classes * self.width + self.columns[places]
        found: Flags = (self.bits[pair >> 3] >> (pair & 7)) & 1 != 0
        return found

    def places_of(self, classes: Places) -> tuple[Places, Places]:
        """Where the words of classes stand, and for each place which of the classes it is of, counted from 0."""
        owner, pair = spread(self.bounds[classes], self.bounds[classes + 1])
        order, bounds = self.index.places
        word = self.words[pair]
        inner, place = spread(bounds[word], bounds[word + 1])
        return owner[inner], order[place]


def spread(starts: Places, stops: Places) -> tuple[Places, Places]:
    """The numbers from each start up to its stop, and before them the number of the start."""
    lengths = stops - starts
    ends = np.cumsum(lengths)
    owner = np.repeat(np.arange(lengths.size), lengths)
    return owner, np.arange(owner.size) + (starts - ends + lengths)[owner]


def _fits(sheaf: Sheaf, index: WordIndex, lexicon: Lexicon) -> tuple[Places, Places]:
    """Pattern and word, by pattern, of every pair that fits."""
    pairs = [
        (sheaf.patterns[pattern], number)
        for number, word in enumerate(index.words)
        for pattern in lexicon.fits(word)
        if pattern in sheaf.patterns
    ]
    found = np.array(sorted(pairs), np.int64).reshape(-1, 2).T
    return found[0], found[1]


def _bits(sheaf: Sheaf, patterns: Places, slots: Places, width: int) -> tuple[NDArray[np.uint8], Places]:
    """The bits, and in order the numbers of those that are set."""
    classes, wanted, tagged = sheaf.members
    left, right = (np.searchsorted(patterns, wanted, side) for side in ("left", "right"))
    owner, place = spread(left, right)
    pairs = once(classes[owner] * width + 2 * slots[place] + tagged[owner])
    bits = np.zeros((sheaf.classes * width >> 3) + 1, np.uint8)
    bounds = np.flatnonzero(np.diff(pairs >> 3, prepend=-1))
    if bounds.size:
        bits[pairs[bounds] >> 3] = np.bitwise_or.reduceat((1 << (pairs & 7)).astype(np.uint8), bounds)
    return bits, pairs
