"""Where the steps of one plan follow each other: candidates for reading."""

from collections.abc import Callable, Sequence

import numpy as np

from tasks.pure.plans import Plan
from tasks.pure.word_index import Flags, Places, WordIndex

Stand = Callable[[tuple[str, ...]], Places]


def candidates(plan: Plan, index: WordIndex, stand: Stand) -> Places:
    """Words at which a match may begin, ascending: all the other steps have a word within reach.

    Holds every match's first word, and others.
    """
    places = [stand(step.opening) for step in plan.steps]
    rarest = min(range(len(places)), key=lambda number: places[number].size)
    if not places[rarest].size:
        return places[rarest]
    reaches = plan.reaches
    first = _before(places[0], places[rarest], reaches[rarest], index) if rarest else places[0]
    for number, reach in enumerate(reaches[1:], 1):
        first = first[_is_followed(first, places[number], reach, index)]
    return first


def _is_followed(first: Places, others: Places, reach: int, index: WordIndex) -> Flags:
    nearest = np.searchsorted(others, first, "right")
    ahead = others[np.minimum(nearest, others.size - 1)]
    followed: Flags = (ahead > first) & (index.runs[ahead] - index.runs[first] <= reach)
    return followed


def once(words: Places) -> Places:
    """Words in order, each once."""
    ordered = np.sort(words)
    return ordered[np.diff(ordered, prepend=-1) > 0]


def is_in(words: Places, among: Places) -> Flags:
    """Which words are among others, in order."""
    if not among.size:
        return np.zeros(words.size, np.bool_)
    found: Flags = among[np.minimum(np.searchsorted(among, words), among.size - 1)] == words
    return found


def _before(words: Places, others: Places, reach: int, index: WordIndex) -> Places:
    """The words that have one of the others after them, within reach."""
    least = np.searchsorted(index.runs, index.runs[others] - reach)
    return _spans(words, np.searchsorted(words, least), np.searchsorted(words, others))


def _spans(words: Places, lefts: Places, rights: Places) -> Places:
    """The words at places from left to right, once each, for lefts and rights that ascend."""
    lefts = np.maximum(lefts, np.concatenate([[0], rights[:-1]]))
    lengths = np.maximum(rights - lefts, 0)
    offsets = np.repeat(lefts - np.concatenate([[0], np.cumsum(lengths)[:-1]]), lengths)
    return words[offsets + np.arange(offsets.size)]


def chained(first: Places, last: Places) -> Sequence[int]:
    """Which of matches in order remain where one that begins within the one before it is passed over."""
    kept, end = [], -1
    for number, (start, stop) in enumerate(zip(first.tolist(), last.tolist(), strict=True)):
        if start >= end:
            kept.append(number)
            end = stop
    return kept
