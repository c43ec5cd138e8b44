"""What the words of a batch may open: their classes, and signatures in which several words' classes can be looked up at once.

A class is the set of words that may open a place of a phrase. A signature is a row of bits, one for the classes that share
it: a bit that is not set says that none of them is there.
"""

from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate, chain
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from tasks.pure.coding.search_plan import Plan
from tasks.pure.coding.word_index import Numbers
from tasks.pure.coding.word_patterns import WordPatterns

Bits = NDArray[np.uint8]
# Pauses after its first place; a phrase's places further off are not looked up, and its pattern decides alone.
NEAR = 64
# Bits of a signature; more tell more classes apart, and take longer to join.
SIZE = 2048
# The words of a language return from batch to batch: each is looked at once.
KEPT = 1 << 18


class KnownWords(dict[str, int]):
    """The words met so far, with the numbers of what they open; worked out when a word is first asked for."""

    def __init__(self, opened: Callable[[str], tuple[int, ...]]) -> None:
        self.opened = opened
        # Twice the class, and one more where the first alternative that the word may be is that word alone.
        self.groups: dict[tuple[int, ...], int] = {(): 0}

    def __missing__(self, word: str) -> int:
        self[word] = self.groups.setdefault(self.opened(word), len(self.groups))
        return self[word]


class Vocabulary:
    """The places of phrases that are near, side by side, and the words met so far; words that open the same have one number.

    The places of phrase n are from `bounds[n]` to `bounds[n + 1]`; each has a class, and its reach after the first.
    """

    def __init__(self, plans: Sequence[Plan]) -> None:
        numbers: dict[tuple[tuple[str, bool], ...], int] = {}
        near = [
            [(step, reach) for step, reach in zip(plan.steps, plan.reaches, strict=True) if reach <= NEAR]
            for plan in plans
        ]
        classes = [numbers.setdefault(step.opening, len(numbers)) for steps in near for step, _ in steps]
        self.members: dict[str, list[tuple[int, int, bool]]] = {}
        for opening, number in numbers.items():
            for place, (pattern, is_all) in enumerate(opening):
                self.members.setdefault(pattern, []).append((number, place, is_all))
        self.patterns = WordPatterns(self.members)
        self.classes, self.size = as_numbers(classes), len(numbers)
        self.reaches = as_numbers(reach for steps in near for _, reach in steps)
        self.bounds = as_numbers(accumulate(map(len, near), initial=0))
        self.known = KnownWords(self._opened)
        # Held while words are looked up: parts of a study are coded side by side, and learn from each other.
        self.turn = Lock()
        self.signatures = np.zeros((0, SIZE // 8), np.uint8)

    def numbers(self, words: list[str]) -> Numbers:
        """The number of each word; 0 of one that opens nothing."""
        if len(self.known) > KEPT:
            self.known.clear()
        return np.fromiter(map(self.known.__getitem__, words), np.int64, len(words))

    def _opened(self, word: str) -> tuple[int, ...]:
        first: dict[int, tuple[int, bool]] = {}
        for pattern in self.patterns.fitting(word):
            for number, place, is_all in self.members[pattern]:
                first[number] = min(first.get(number, (place, is_all)), (place, is_all))
        return tuple(sorted(2 * number + is_all for number, (_, is_all) in first.items()))

    def classes_of_numbers(self) -> tuple[Numbers, NDArray[np.bool_], Numbers]:
        """The classes of each number, one after the other; whether the word alone is meant; the bounds of each number."""
        flat = as_numbers(chain.from_iterable(self.known.groups))
        return flat // 2, flat % 2 > 0, as_numbers(accumulate(map(len, self.known.groups), initial=0))

    def signatures_of_numbers(self) -> Bits:
        """The signature of each number; every one has the bit of no class."""
        if len(self.signatures) < len(self.known.groups):
            classes, _, bounds = self.classes_of_numbers()
            flags = np.zeros((len(self.known.groups), SIZE), np.bool_)
            flags[np.repeat(np.arange(len(self.known.groups)), np.diff(bounds)), bit_of(classes)] = True
            flags[:, bit_of(np.array([-1]))] = True
            self.signatures = np.packbits(flags, axis=1, bitorder="little")
        return self.signatures


def bit_of(classes: Numbers) -> Numbers:
    """The bit that stands for each class; -1 stands for none."""
    bits: Numbers = (classes + 1) % SIZE
    return bits


def has_bit(signatures: Bits, which: Numbers, bits: Numbers) -> NDArray[np.bool_]:
    """Whether each of some signatures has a bit of its own."""
    found: NDArray[np.bool_] = signatures[which, bits >> 3] & _MASKS[bits & 7] > 0
    return found


def spread(begins: Numbers, ends: Numbers) -> tuple[Numbers, Numbers]:
    """Every place of some ranges: the range that it is of, and the place."""
    lengths = ends - begins
    owner = np.repeat(np.arange(lengths.size), lengths)
    return owner, np.arange(owner.size) + np.repeat(begins - np.cumsum(lengths) + lengths, lengths)


def as_numbers(numbers: Iterable[int]) -> Numbers:
    """The numbers as an array."""
    return np.array(list(numbers), np.int64)


_MASKS = np.array([1 << place for place in range(8)], np.uint8)
