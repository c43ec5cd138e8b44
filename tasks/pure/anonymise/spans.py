"""Spans of a page: what is found where, by which rule, and which of them stand in the end."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tasks.pure.anonymise.characters import Page, Places

KINDS = ("USER", "PERSON", "PLACE", "SERVICE", "CONTACT", "LINK", "DATE", "ID")
RULES = ("tagger", "context", "dictionary", "gazetteer", "service", "pattern")
USER, PERSON, PLACE, SERVICE, CONTACT, LINK, DATE, ID = range(len(KINDS))
TAGGER, CONTEXT, DICTIONARY, GAZETTEER, SERVICES, PATTERN = range(len(RULES))
# Start, end and kind of one find.
Found = tuple[int, int, int]
# What may stand between two words of one name.
JOINERS = np.array([ord(c) for c in " -'’."], dtype=np.uint32)
MERGING = (PERSON, PLACE, SERVICE)


@dataclass(frozen=True)
class Spans:
    """Found spans on a page; the arrays run in step. Rules rank: a later one of RULES wins where two overlap."""

    starts: Places
    ends: Places
    kinds: NDArray[np.uint8]
    rules: NDArray[np.uint8]
    scores: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.starts)

    def where(self, chosen: NDArray[np.bool_] | Places) -> "Spans":
        return Spans(self.starts[chosen], self.ends[chosen], self.kinds[chosen], self.rules[chosen], self.scores[chosen])


def of(rule: int, found: Iterable[Found]) -> Spans:
    """Spans of one rule from (start, end, kind), each certain."""
    rows = np.array(list(found), dtype=np.int64).reshape(-1, 3)
    return uniform(rule, rows[:, 0], rows[:, 1], rows[:, 2].astype(np.uint8))


def uniform(rule: int, starts: Places, ends: Places, kinds: NDArray[np.uint8]) -> Spans:
    """Spans of one rule, each certain."""
    return Spans(starts, ends, kinds, np.full(len(starts), rule, dtype=np.uint8), np.ones(len(starts)))


def together(parts: Iterable[Spans]) -> Spans:
    """All spans of several finds, as they are."""
    every = list(parts)
    fields = ("starts", "ends", "kinds", "rules", "scores")
    return Spans(*(np.concatenate([getattr(part, name) for part in every]) for name in fields))


def settled(found: Spans, page: Page) -> Spans:
    """Spans that do not overlap, in order; the higher rule wins, then the longer; neighbours of one name are one."""
    if not len(found):
        return found
    if (found.starts[1:] >= found.ends[:-1]).all():
        return _merged(found, found.starts, found.ends, page)
    ranked = found.where(np.lexsort((found.starts, found.ends - found.starts, found.rules)))
    # A cell is what lies between two neighbouring edges of spans.
    edges = np.sort(np.concatenate([ranked.starts, ranked.ends]))
    edges = edges[np.diff(edges, prepend=-1) > 0]
    begins = np.searchsorted(edges, ranked.starts)
    lengths = np.searchsorted(edges, ranked.ends) - begins
    cells = np.arange(int(lengths.sum())) - np.repeat(np.cumsum(lengths) - lengths - begins, lengths)
    owner = np.full(len(edges), -1, dtype=np.int32)
    # The last assignment to a cell stands, and the strongest span comes last.
    owner[cells] = np.repeat(np.arange(len(ranked), dtype=np.int32), lengths)
    changes = np.flatnonzero(np.diff(owner, prepend=-1))
    starts = changes[owner[changes] >= 0]
    ends = changes[np.searchsorted(changes, starts, side="right")]
    return _merged(ranked.where(owner[starts].astype(np.int64)), edges[starts], edges[ends], page)


def _merged(owners: Spans, starts: Places, ends: Places, page: Page) -> Spans:
    """Neighbours of the same kind with one joiner or nothing between are one span, as sure as its surest part."""
    gap = starts[1:] - ends[:-1]
    joined = np.isin(page.codes[np.minimum(ends[:-1], len(page.codes) - 1)], JOINERS)
    same = (owners.kinds[1:] == owners.kinds[:-1]) & np.isin(owners.kinds[1:], MERGING)
    goes_on = same & ((gap == 0) | ((gap == 1) & joined))
    begins = np.flatnonzero(np.concatenate([[True], ~goes_on]))
    lasts = np.concatenate([begins[1:] - 1, [len(starts) - 1]])
    return Spans(
        starts[begins],
        ends[lasts],
        owners.kinds[begins],
        np.maximum.reduceat(owners.rules, begins),
        np.maximum.reduceat(owners.scores, begins),
    )
