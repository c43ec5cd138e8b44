"""Where the steps of a plan follow each other: candidates for reading, and matches that need none."""

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


def is_plain(first: Places, plan: Plan, index: WordIndex, stand: Stand) -> Flags:
    """Whether only plain pauses and whole words lie in the reach of words, so that the words alone decide."""
    last = np.minimum(first + plan.reaches[-1] + 1, index.starts.size)
    plain: Flags = index.odd[last] == index.odd[first]
    for step, reach in zip(plan.steps, plan.reaches, strict=True):
        tricky = stand(step.tricky)
        if tricky.size:
            plain &= ~(_is_followed(first, tricky, reach, index) if reach else is_in(first, tricky))
    return plain


def matches(first: Places, plan: Plan, index: WordIndex, stand: Stand) -> tuple[Places, Places]:
    """The matches that begin at words between plain pauses: first and last word of each, each gap as short as may be."""
    whole = [stand(step.whole) for step in plan.steps]
    later = [_after(first, each, reach, index) for each, reach in zip(whole[1:], plan.reaches[1:], strict=True)]
    heads = [first[_opens(first, plan.steps[0].whole, index, stand)], *later]
    starts, lasts = heads[-1], heads[-1]
    for step, words in zip(reversed(plan.steps[1:]), reversed(heads[:-1]), strict=True):
        nearest = np.minimum(np.searchsorted(starts, words, "right"), max(starts.size - 1, 0))
        if not starts.size:
            return starts, starts
        ahead = starts[nearest]
        is_near = (ahead > words) & (index.runs[ahead] - index.runs[words] <= step.gap + 1)
        starts, lasts = words[is_near], lasts[nearest[is_near]]
    return starts, lasts


def _opens(first: Places, whole: tuple[str, ...], index: WordIndex, stand: Stand) -> Flags:
    """Whether a match may begin at words: nothing is grown onto them, or they are the hashtag that is asked for."""
    tags = tuple(pattern for pattern in whole if pattern.startswith("#"))
    words = tuple(pattern for pattern in whole if not pattern.startswith("#"))
    opens: Flags = is_in(first, stand(words)) & index.opens[first]
    return opens | (is_in(first, stand(tags)) & index.opens_tag[first]) if tags else opens


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


def _after(first: Places, words: Places, reach: int, index: WordIndex) -> Places:
    """The words within reach after one of the first."""
    most = np.searchsorted(index.runs, index.runs[first] + reach, "right")
    return _spans(words, np.searchsorted(words, first, "right"), np.searchsorted(words, most))


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
