"""Which words of a batch lead to which phrases: each phrase is looked for from the words of its rarest place."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from tasks.pure.lexicon import Lexicon
from tasks.pure.machine import Anchors
from tasks.pure.plans import Plan

Numbers = NDArray[np.int64]


@dataclass(frozen=True)
class Steps:
    """The places of phrases side by side; a class is the words that may open a place.

    Those of phrase n are from `bounds[n]` to `bounds[n + 1]`. `members` are the classes of each pattern of words.
    """

    bounds: Numbers
    classes: Numbers
    reaches: Numbers
    members: dict[str, list[int]]
    lexicon: Lexicon

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
    return Steps(
        bounds=_array(accumulate((len(plan.steps) for plan in plans), initial=0)),
        classes=_array(classes),
        reaches=_array(reach for plan in plans for reach in plan.reaches),
        members=members,
        lexicon=Lexicon(members),
    )


def anchors_of(steps: Steps, is_unless: NDArray[np.bool_], vocabulary: list[str], counts: Numbers) -> Anchors:
    """How to look for phrases among words that stand so often in a batch."""
    columns = np.zeros(len(vocabulary), np.int32)
    of_column: list[list[int]] = [[]]
    sizes = np.zeros(steps.size, np.int64)
    for number, word in enumerate(vocabulary):
        fitting = sorted({each for pattern in steps.lexicon.fits(word) for each in steps.members[pattern]})
        if fitting:
            columns[number] = len(of_column)
            of_column.append(fitting)
            sizes[fitting] += counts[number]
    rarest = _rarest(steps, sizes)
    anchor = 2 * steps.classes[rarest] + is_unless[: rarest.size]
    order = np.argsort(anchor, kind="stable")
    phrase_bounds = np.searchsorted(anchor[order], np.arange(2 * steps.size + 1))
    is_anchor = np.zeros(steps.size, np.bool_)
    is_anchor[steps.classes[rarest]] = True
    bits = np.zeros((len(of_column), steps.size), np.bool_)
    for column, fitting in enumerate(of_column):
        bits[column, fitting] = True
    used = [[each for each in fitting if is_anchor[each]] for fitting in of_column]
    return Anchors(
        columns=columns,
        class_bounds=_array(accumulate(map(len, used), initial=0)),
        classes=_array(each for some in used for each in some),
        bits=np.packbits(bits, axis=1, bitorder="little"),
        phrase_bounds=phrase_bounds,
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
    return steps.bounds[:-1] + np.minimum.reduceat(sizes[steps.classes] * most + within, steps.bounds[:-1]) % most


def _array(numbers: Iterable[int]) -> Numbers:
    return np.array(list(numbers), np.int64)
