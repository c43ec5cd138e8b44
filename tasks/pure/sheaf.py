"""The plain plans of a frame side by side in arrays, so that all of them are sought at once."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np

from tasks.pure.plans import AFTER_AT, Plan
from tasks.pure.word_index import Places

Member = tuple[str, int]


@dataclass(frozen=True)
class Sheaf:
    """Phrases and their steps; a class is the words that may stand at a step.

    The steps of `phrases[n]` are those from `bounds[n]` to `bounds[n + 1]`. `members` are class, pattern of a word, or
    of two, and whether a # stands before it, ordered by class.
    """

    phrases: Places
    bounds: Places
    gaps: Places
    reaches: Places
    opening: Places
    whole: Places
    tricky: Places
    members: tuple[Places, Places, Places]
    patterns: dict[str, int]

    @property
    def classes(self) -> int:
        """How many classes there are; the first is empty."""
        return int(self.members[0].max(initial=0)) + 1


def is_bound(plan: Plan) -> bool:
    """Whether a plan can be sought with others: words decide, and what opens a step is a word."""
    return bool(plan.steps) and plan.is_plain and not any(AFTER_AT in step.opening for step in plan.steps)


def sheaf_of(plans: Mapping[int, Plan]) -> Sheaf:
    """The plans of phrases, by the number of the phrase."""
    classes: dict[tuple[Member, ...], int] = {(): 0}
    steps = [(place, step) for plan in plans.values() for place, step in enumerate(plan.steps)]

    def numbered(members: Iterable[Iterator[Member]]) -> Places:
        return _array([classes.setdefault(tuple(each), len(classes)) for each in members])

    opening = numbered(_openings(step.opening) for _, step in steps)
    whole = numbered(_filling(step.whole, place == 0) for place, step in steps)
    tricky = numbered(_openings(step.tricky) for _, step in steps)
    patterns: dict[str, int] = {}
    members = [
        (number, patterns.setdefault(pattern, len(patterns)), tagged)
        for each, number in classes.items()
        for pattern, tagged in each
    ]
    told = np.array(members, np.int64).reshape(-1, 3).T
    return Sheaf(
        phrases=_array(list(plans)),
        bounds=_array([0, *accumulate(len(plan.steps) for plan in plans.values())]),
        gaps=_array([step.gap for _, step in steps]),
        reaches=_array([reach for plan in plans.values() for reach in plan.reaches]),
        opening=opening,
        whole=whole,
        tricky=tricky,
        members=(told[0], told[1], told[2]),
        patterns=patterns,
    )


def _openings(patterns: tuple[str, ...]) -> Iterator[Member]:
    for pattern in patterns:
        yield from ((pattern, tagged) for tagged in (0, 1))


def _filling(patterns: tuple[str, ...], is_first: bool) -> Iterator[Member]:
    """A hashtag is no word at the beginning of a match; within one a # may stand before any word."""
    for pattern in patterns:
        word = pattern.removeprefix("#")
        if pattern == word:
            yield word, 0
        if pattern != word or not is_first:
            yield word, 1


def _array(numbers: Sequence[int]) -> Places:
    return np.array(numbers, np.int64)
