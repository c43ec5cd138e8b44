"""The words of a page: where they stand, how they are written, and a digest of their lower-case form."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from tasks.pure.anonymise import rolling_digests
from tasks.pure.anonymise.characters import DIGIT, LOWER, UPPER, Bits, Flags, Page, Places, page
from tasks.pure.anonymise.rolling_digests import LONGEST, Digests

AT, HASH, FULL_HASH = ord("@"), ord("#"), ord("＃")
# How a word is written.
SMALL, TITLE, CAPITALS, MIXED, NUMERIC, SINGLE = range(6)


@dataclass(frozen=True)
class Words:
    """Words in the order of the page; all arrays run in step."""

    starts: Places
    ends: Places
    rows: Places
    digests: Digests
    shapes: Bits
    in_hashtag: Flags


FIELDS = ("starts", "ends", "rows", "digests", "shapes", "in_hashtag")


def words(page: Page) -> Words:
    """The runs of letters, marks, digits and _."""
    inside = page.is_word
    edges = np.flatnonzero(inside[1:] != inside[:-1]) + 1
    if inside[:1].any():
        edges = np.concatenate([[0], edges])
    # END stands last on a page, so that every run has both edges.
    starts, ends = edges[::2], edges[1::2]
    before = page.codes[np.maximum(starts - 1, 0)]
    tagged = ((before == HASH) | (before == FULL_HASH)) & (starts > 0)
    return _described(page, starts, ends, tagged)


def parted(page: Page, whole: Words) -> Words:
    """The same words, those of a hashtag parted at inner capitals (#KevChat, not #H1N1)."""
    tagged = np.flatnonzero(whole.in_hashtag)
    if not len(tagged):
        return whole
    rises = ((page.bits[1:] & UPPER) > 0) & ((page.bits[:-1] & (LOWER | DIGIT)) > 0)
    inner = np.flatnonzero(rises) + 1
    inner = inner[(page.bits[inner - 1] & DIGIT == 0) | (page.bits[inner + 1] & LOWER > 0)]
    owner = tagged[np.maximum(np.searchsorted(whole.starts[tagged], inner, side="right") - 1, 0)]
    fits = (inner > whole.starts[owner]) & (inner < whole.ends[owner])
    inner, owner = inner[fits], owner[fits]
    split = np.unique(owner)
    starts = np.sort(np.concatenate([whole.starts[split], inner]))
    ends = np.sort(np.concatenate([whole.ends[split], inner]))
    pieces = _described(page, starts, ends, np.ones(len(starts), dtype=bool))
    kept = np.ones(len(whole.starts), dtype=bool)
    kept[split] = False
    return _interleaved(_where(whole, kept), pieces)


def parts(split: Words) -> Words:
    """Only the words that are parts of a longer hashtag, each as a word of its own."""
    touches = split.starts[1:] == split.ends[:-1]
    chosen = np.concatenate([[False], touches]) | np.concatenate([touches, [False]])
    those = _where(split, chosen[: len(split.starts)])
    return replace(those, in_hashtag=np.zeros(len(those.starts), dtype=bool))


def _where(words: Words, chosen: Flags) -> Words:
    return Words(*(getattr(words, name)[chosen] for name in FIELDS))


def _interleaved(some: Words, others: Words) -> Words:
    order = np.argsort(np.concatenate([some.starts, others.starts]), kind="stable")
    return Words(*(np.concatenate([getattr(some, name), getattr(others, name)])[order] for name in FIELDS))


def _described(page: Page, starts: Places, ends: Places, tagged: Flags) -> Words:
    firsts = np.searchsorted(starts, page.begins)
    rows = np.repeat(np.arange(page.rows), np.diff(firsts, append=len(starts)))
    return Words(starts, ends, rows, digests_of_runs(page, starts, ends), _shapes(page, starts, ends), tagged)


@lru_cache(maxsize=1 << 16)
def digest_of(word: str) -> int:
    """The digest that a lower-case word has on a page."""
    return rolling_digests.digest(word.encode()) if word.isascii() else int(digests_of([word])[0])


def digests_of(every: Sequence[str]) -> Digests:
    """The digests that lower-case words have on a page; 0 for an empty one."""
    laid = page(every)
    filled = laid.ends > laid.begins
    found = np.zeros(len(every), dtype=np.uint64)
    found[filled] = digests_of_runs(laid, laid.begins[filled], laid.ends[filled])
    return found


def digests_of_runs(page: Page, starts: Places, ends: Places) -> Digests:
    """A digest of each run of code points; the first 48 tell."""
    return rolling_digests.digests(page.digest_sums, starts, np.minimum(ends, starts + LONGEST))


def _shapes(page: Page, starts: Places, ends: Places) -> Bits:
    """How each word is written: SMALL, TITLE, CAPITALS, MIXED, NUMERIC or SINGLE (one capital)."""
    uppers, lowers, digits = rolling_digests.counts(page.case_sums, starts, ends)
    first = (page.bits[starts] & UPPER) > 0
    shape = np.full(len(starts), MIXED, dtype=np.uint8)
    shape[uppers == 0] = SMALL
    shape[first & (uppers == 1) & (lowers > 0)] = TITLE
    shape[(uppers > 1) & (lowers == 0)] = CAPITALS
    shape[(uppers == 1) & (lowers == 0)] = SINGLE
    shape[(digits > 0) & (uppers + lowers == 0)] = NUMERIC
    return shape
