"""Which words of an index belong to which classes of a sheaf: one bit for each pair."""

from collections import defaultdict

import numpy as np
from numpy.typing import NDArray

from tasks.pure.chains import once
from tasks.pure.lexicon import Lexicon
from tasks.pure.sheaf import Sheaf
from tasks.pure.word_index import Flags, Places, WordIndex

Fits = dict[int, set[str]]


class Spelling:
    """The classes of a sheaf, looked up once for each word that fits a pattern.

    A word before which another completes a pattern of two counts as a word of its own. A column is such a word without
    or with a # before it; column 0 is every word that fits nothing. The bits take a class times the columns; a test is
    one read of them. `columns` has one more than the index has words: nothing stands there.
    """

    def __init__(self, sheaf: Sheaf, index: WordIndex, lexicon: Lexicon) -> None:
        fits = {number: set(lexicon.fits(word)) for number, word in enumerate(index.words)}
        numbers = _numbers(index)
        _pair(numbers, fits, sheaf)
        patterns, fitting = _by_pattern(sheaf, fits)
        self.order = np.sort(numbers * numbers.size + np.arange(numbers.size)) % max(numbers.size, 1)
        counts = np.bincount(numbers, minlength=len(fits))
        self.stands = np.concatenate([[0], np.cumsum(counts)])
        known, slots = np.unique(fitting, return_inverse=True)
        self.width = 2 * (known.size + 1)
        self.bits, pairs = _bits(sheaf, patterns, slots + 1, self.width)
        bare = pairs[pairs % 2 == 0]
        self.words = known[bare % self.width // 2 - 1]
        self.bounds = np.searchsorted(bare // self.width, np.arange(sheaf.classes + 1))
        self.sizes = np.diff(np.concatenate([[0], np.cumsum(counts[self.words])])[self.bounds])
        column = np.zeros(len(fits), np.int64)
        column[known] = 2 * np.arange(1, known.size + 1)
        self.columns = np.append(column[numbers] + index.after_tag, 0)

    def has(self, classes: Places, places: Places) -> Flags:
        """Whether the words at places belong to classes."""
        pair = classes * self.width + self.columns[places]
        found: Flags = (self.bits[pair >> 3] >> (pair & 7)) & 1 != 0
        return found

    def places_of(self, classes: Places) -> tuple[Places, Places]:
        """Where the words of classes stand, and for each place which of the classes it is of, counted from 0."""
        owner, pair = spread(self.bounds[classes], self.bounds[classes + 1])
        word = self.words[pair]
        inner, place = spread(self.stands[word], self.stands[word + 1])
        return owner[inner], self.order[place]


def spread(starts: Places, stops: Places) -> tuple[Places, Places]:
    """The numbers from each start up to its stop, and before them the number of the start."""
    lengths = stops - starts
    ends = np.cumsum(lengths)
    owner = np.repeat(np.arange(lengths.size), lengths)
    return owner, np.arange(owner.size) + (starts - ends + lengths)[owner]


def _numbers(index: WordIndex) -> Places:
    """The number of the word at each place."""
    order, bounds = index.places
    numbers = np.empty(order.size, np.int64)
    numbers[order] = np.repeat(np.arange(len(index.words)), np.diff(bounds))
    return numbers


def _pair(numbers: Places, fits: Fits, sheaf: Sheaf) -> None:
    """Gives a number and what it fits to each word that, with the next, fits a pattern of two."""
    known = len(fits)
    seconds: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for pattern in sheaf.patterns:
        if " " in pattern:
            first, second = pattern.split(" ")
            seconds[first].append((second, pattern))
    ends = {second for each in seconds.values() for second, _ in each}
    opens, closes = (
        np.array([not fits[each].isdisjoint(some) for each in range(known)], np.bool_) for some in (seconds, ends)
    )
    places = np.flatnonzero(opens[numbers[:-1]] & closes[numbers[1:]])
    pairs, kind = np.unique(numbers[places] * known + numbers[places + 1], return_inverse=True)
    renumbered = pairs // max(known, 1)
    for number, pair in enumerate(pairs.tolist()):
        before, after = fits[pair // known], fits[pair % known]
        both = {pattern for first in before & seconds.keys() for second, pattern in seconds[first] if second in after}
        if both:
            renumbered[number] = len(fits)
            fits[len(fits)] = before | both
    numbers[places] = renumbered[kind]


def _by_pattern(sheaf: Sheaf, fits: Fits) -> tuple[Places, Places]:
    """Pattern and word, by pattern, of every pair that fits."""
    pairs = [(sheaf.patterns[each], number) for number, some in fits.items() for each in some if each in sheaf.patterns]
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
