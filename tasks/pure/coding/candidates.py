"""Where a phrase may match: it is sought from the words of its rarest place, where those of its others stand near."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from tasks.pure.coding.vocabulary import NEAR, Bits, Vocabulary, bit_of, has_bit, spread
from tasks.pure.coding.word_index import APART, Numbers, WordIndex

Flags = NDArray[np.bool_]
Pairs = tuple[Numbers, Numbers]
# Pairs of a phrase and a word that are looked at at once.
MOST = 1 << 20
# Words behind an opening one that are looked at for the second place; a phrase without one.
STEPS, NONE = 8, -1


class Candidates:
    """The phrases of a vocabulary among the words of a batch."""

    def __init__(self, vocabulary: Vocabulary, index: WordIndex) -> None:
        self.index = index
        with vocabulary.turn:
            self.number = vocabulary.numbers(index.words)
            self.signatures = vocabulary.signatures_of_numbers()
            classes, is_all, bounds = vocabulary.classes_of_numbers()
        self.block, self.nearby = _blocks(self.signatures, self.number, index)
        self.opening = bit_of(vocabulary.classes[vocabulary.bounds[:-1]])
        self.second, self.second_reach = _seconds(vocabulary)
        sizes = np.bincount(self.number, minlength=bounds.size - 1)
        counts = np.bincount(classes, np.repeat(sizes, np.diff(bounds)), vocabulary.size).astype(np.int64)
        rarest, self.others = _by_rarity(vocabulary, counts)
        self.reach = vocabulary.reaches[rarest]
        anchor = vocabulary.classes[rarest]
        order = np.argsort(anchor, kind="stable")
        ends = np.searchsorted(anchor[order], np.arange(vocabulary.size + 1))
        owner, place = spread(ends[classes], ends[classes + 1])
        self.led, self.led_bounds = order[place], np.searchsorted(owner, bounds)
        self.is_sure = is_all[owner] & (np.diff(vocabulary.bounds) == 1)[self.led]

    def openings(
        self, is_sought: Flags, heading: Numbers | None = None, is_wanted: Flags | None = None
    ) -> Iterator[tuple[Pairs, Pairs]]:
        """Phrases and words, some at a time: those that match, and those that may, where the word opens the phrase.

        Of the phrases that are sought; where `is_wanted` tells of headings and rows, only of headings wanted in the row.
        """
        bounds = np.concatenate([[0], np.cumsum(is_sought[self.led])])[self.led_bounds]
        led, is_sure = self.led[is_sought[self.led]], self.is_sure[is_sought[self.led]]
        room = np.cumsum(np.diff(bounds)[self.number]) // MOST
        for words in np.split(np.arange(room.size), np.flatnonzero(np.diff(room, prepend=0))):
            owner, place = spread(bounds[self.number[words]], bounds[self.number[words] + 1])
            pairs, sure = (led[place], words[owner]), is_sure[place] & self.index.is_whole[words[owner]]
            if heading is not None and is_wanted is not None:
                wanted = is_wanted[heading[pairs[0]], self.index.row[pairs[1]]]
                pairs, sure = _those(wanted, pairs), sure[wanted]
            yield _those(sure, pairs), self._continued(self._opened(self._accompanied(_those(~sure, pairs))))

    def _accompanied(self, pairs: Pairs) -> Pairs:
        """The pairs beside which the phrase's other places have words."""
        for bits in self.others:
            phrase, word = pairs
            pairs = _those(has_bit(self.nearby, self.block[word], bits[phrase]), pairs)
        return pairs

    def _opened(self, pairs: Pairs) -> Pairs:
        """The words within reach before the pairs' that may open their phrases."""
        is_first = self.reach[pairs[0]] == 0
        phrase, last = _those(~is_first, pairs)
        pauses = self.index.pauses
        first = np.searchsorted(pauses, pauses[last] - self.reach[phrase])
        phrase, first, last = _longest(phrase, first, last)
        owner, word = spread(first, last)
        opening = self.opening[phrase][owner]
        opened = _those(has_bit(self.signatures, self.number[word], opening), (phrase[owner], word))
        direct = _those(is_first, pairs)
        return np.concatenate([direct[0], opened[0]]), np.concatenate([direct[1], opened[1]])

    def _continued(self, pairs: Pairs) -> Pairs:
        """The pairs behind whose word, within its reach, stands one that may open the phrase's second place."""
        phrase, word = pairs
        pauses, second = self.index.pauses, self.second[phrase]
        last = pauses[word] + self.second_reach[phrase]
        is_continued = second == NONE
        asked = np.flatnonzero(~is_continued)
        for step in range(1, STEPS + 1):
            place = word[asked] + step
            within = pauses.take(place, mode="clip") <= last[asked]
            asked, place = asked[within & (place < pauses.size)], place[within & (place < pauses.size)]
            found = has_bit(self.signatures, self.number[place], second[asked])
            is_continued[asked[found]] = True
            asked = asked[~found]
        # Words that no pause parts may be many: of those the pattern decides.
        is_continued[asked] = True
        return _those(is_continued, pairs)


def _those(flags: Flags, pairs: Pairs) -> Pairs:
    return pairs[0][flags], pairs[1][flags]


def _longest(phrase: Numbers, first: Numbers, last: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """Of ranges of a phrase that begin at one word the longest: a text may repeat itself without end."""
    order = np.lexsort((last, first, phrase))
    phrase, first, last = phrase[order], first[order], last[order]
    is_last = np.ones(phrase.size, np.bool_)
    is_last[:-1] = (np.diff(phrase) != 0) | (np.diff(first) != 0)
    return phrase[is_last], first[is_last], last[is_last]


def _seconds(vocabulary: Vocabulary) -> tuple[Numbers, Numbers]:
    """The bit of each phrase's second place, NONE where it has none that is near, and how far after its first it may begin."""
    has_second = np.diff(vocabulary.bounds) > 1
    place = vocabulary.bounds[:-1] + has_second
    return np.where(has_second, bit_of(vocabulary.classes[place]), NONE), vocabulary.reaches[place]


def _by_rarity(vocabulary: Vocabulary, counts: Numbers) -> tuple[Numbers, Numbers]:
    """The rarest place of each phrase, the first of equals; the bits of its other places, the next rarest first."""
    lengths = np.diff(vocabulary.bounds)
    owner = np.repeat(np.arange(lengths.size), lengths)
    order = np.lexsort((counts[vocabulary.classes], owner))
    rank = np.arange(owner.size) - vocabulary.bounds[owner]
    others = np.full((int(lengths.max(initial=1)), lengths.size), bit_of(np.array([-1])))
    others[rank, owner] = bit_of(vocabulary.classes[order])
    return order[vocabulary.bounds[:-1]], others[1:]


def _blocks(signatures: Bits, number: Numbers, index: WordIndex) -> tuple[Numbers, Bits]:
    """For each word the block of NEAR pauses that it is in, and for each block the signature of it and those beside it."""
    place = index.row * APART + (index.pauses - index.row * APART) // NEAR
    is_first = np.diff(place, prepend=-1) != 0
    begins = np.flatnonzero(is_first)
    if not begins.size:
        return number, signatures
    own = np.bitwise_or.reduceat(signatures.view(np.uint64)[number], begins)
    is_next = np.flatnonzero(np.diff(index.row[begins]) == 0)
    joined = own.copy()
    joined[is_next] |= own[is_next + 1]
    joined[is_next + 1] |= own[is_next]
    return np.cumsum(is_first) - 1, joined.view(np.uint8)
