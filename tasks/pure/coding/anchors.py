"""Which words of a batch lead to which phrases: each phrase is looked for from the words of its rarest place."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, chain

import numpy as np
from numpy.typing import NDArray

from tasks.pure.coding.compiled import Anchors
from tasks.pure.coding.lexicon import Lexicon
from tasks.pure.coding.plans import Plan

Numbers = NDArray[np.int64]
# The words of a language return from batch to batch: each is looked at once.
KEPT = 1 << 18


@dataclass(frozen=True)
class Steps:
    """The places of phrases side by side; a class is the words that may open a place.

    Those of phrase n are from `bounds[n]` to `bounds[n + 1]`. `classes_of` tells the classes of a word, in order.
    """

    bounds: Numbers
    classes: Numbers
    reaches: Numbers
    classes_of: Callable[[str], tuple[int, ...]]

    @property
    def size(self) -> int:
        """How many classes there are."""
        return int(self.classes.max(initial=-1)) + 1


def steps_of(plans: Sequence[Plan]) -> Steps:
    """The places of phrases."""
    numbers: dict[tuple[str, ...], int] = {}
    classes = [numbers.setdefault(step.opening, len(numbers)) for plan in plans for step in plan.steps]
    members: dict[str, list[int]] = {}
    for opening, number in numbers.items():
        for pattern in opening:
            members.setdefault(pattern, []).append(number)
    lexicon = Lexicon(members)

    @lru_cache(maxsize=KEPT)
    def classes_of(word: str) -> tuple[int, ...]:
        return tuple(sorted({each for pattern in lexicon.fits(word) for each in members[pattern]}))

    return Steps(
        bounds=_array(accumulate((len(plan.steps) for plan in plans), initial=0)),
        classes=_array(classes),
        reaches=_array(reach for plan in plans for reach in plan.reaches),
        classes_of=classes_of,
    )


def anchors_of(steps: Steps, is_unless: NDArray[np.bool_], vocabulary: list[str], counts: Numbers) -> Anchors:
    """How to look for phrases among words that stand so often in a batch."""
    fitting = [steps.classes_of(word) for word in vocabulary]
    lengths = np.array([len(some) for some in fitting], np.int64)
    is_used = lengths > 0
    columns = np.where(is_used, np.cumsum(is_used), 0)
    column, classes = np.repeat(columns, lengths), _array(chain.from_iterable(fitting))
    sizes = np.bincount(classes, weights=np.repeat(counts, lengths), minlength=steps.size).astype(np.int64)
    bits = np.zeros((int(is_used.sum()) + 1, steps.size), np.bool_)
    bits[column, classes] = True
    rarest = _rarest(steps, sizes)
    anchor = 2 * steps.classes[rarest] + is_unless
    order = np.argsort(anchor, kind="stable")
    is_led = np.isin(classes, anchor // 2)
    return Anchors(
        columns=columns.astype(np.int32),
        class_bounds=np.searchsorted(column[is_led], np.arange(bits.shape[0] + 1)),
        classes=classes[is_led],
        bits=np.packbits(bits, axis=1, bitorder="little"),
        phrase_bounds=np.searchsorted(anchor[order], np.arange(2 * steps.size + 1)),
        phrases=order,
        reach=steps.reaches[rarest],
    )


def _rarest(steps: Steps, sizes: Numbers) -> Numbers:
    """The place in `steps` of the rarest step of each phrase, the first of equals."""
    if not steps.classes.size:
        return steps.classes
    lengths = np.diff(steps.bounds)
    within = np.arange(steps.classes.size) - np.repeat(steps.bounds[:-1], lengths)
    most = int(lengths.max())
    rarest: Numbers = (
        steps.bounds[:-1] + np.minimum.reduceat(sizes[steps.classes] * most + within, steps.bounds[:-1]) % most
    )
    return rarest


def _array(numbers: Iterable[int]) -> Numbers:
    return np.array(list(numbers), np.int64)
