"""The words of a page: where they stand, how they are written, and a digest of their lower-case form."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tasks.pure.anonymise.characters import DIGIT, LOWER, TABULATED, UPPER, WORD, Bits, Codes, Flags, Page, Places, small

Digests = NDArray[np.uint64]

MULTIPLIER = 0x9E3779B97F4A7C15
LONGEST = 48
POWERS = np.array([pow(MULTIPLIER, n + 1, 2**64) for n in range(LONGEST)], dtype=np.uint64)
MIXER = np.uint64(0xFF51AFD7ED558CCD)
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


def words(page: Page) -> Words:
    """The runs of letters, marks, digits and _."""
    inside = (page.bits & WORD).astype(bool)
    edges = np.diff(inside.view(np.int8), prepend=0)
    starts, ends = np.flatnonzero(edges == 1), np.flatnonzero(edges == -1)
    before = page.codes[np.maximum(starts - 1, 0)]
    tagged = ((before == HASH) | (before == FULL_HASH)) & (starts > 0)
    return _described(page, starts, ends, tagged)


def parted(page: Page, whole: Words) -> Words:
    """The same words, those of a hashtag parted at inner capitals (#KevChat)."""
    tagged = np.flatnonzero(whole.in_hashtag)
    rises = ((page.bits[1:] & UPPER) > 0) & ((page.bits[:-1] & (LOWER | DIGIT)) > 0)
    inner = np.flatnonzero(rises) + 1
    owner = np.searchsorted(whole.starts[tagged], inner, side="right") - 1
    owner = tagged[np.maximum(owner, 0)] if len(tagged) else owner
    fits = (inner > whole.starts[owner]) & (inner < whole.ends[owner]) if len(tagged) else np.zeros(len(inner), dtype=bool)
    inner, owner = inner[fits], owner[fits]
    if not len(inner):
        return whole
    starts = np.sort(np.concatenate([whole.starts, inner]))
    ends = np.sort(np.concatenate([whole.ends, inner]))
    return _described(page, starts, ends, whole.in_hashtag[np.searchsorted(whole.starts, starts, side="right") - 1])


def _described(page: Page, starts: Places, ends: Places, tagged: Flags) -> Words:
    lower = small()[np.minimum(page.codes, TABULATED)]
    return Words(starts, ends, page.row_of(starts), digests(lower, starts, ends), shapes(page.bits, starts, ends), tagged)


def digests(lower: Codes, starts: Places, ends: Places) -> Digests:
    """A 64-bit digest of each run of code points; the first 48 tell."""
    if not len(starts):
        return np.zeros(0, dtype=np.uint64)
    lengths = np.minimum(ends - starts, LONGEST)
    firsts = np.cumsum(lengths) - lengths
    step = np.arange(int(lengths.sum())) - np.repeat(firsts, lengths)
    terms = lower[np.repeat(starts, lengths) + step].astype(np.uint64) * POWERS[step]
    return mixed(np.add.reduceat(terms, firsts))


def mixed(sums: Digests) -> Digests:
    """Digests whose low bits depend on all of a sum's bits."""
    stirred = (sums ^ (sums >> np.uint64(33))) * MIXER
    return stirred ^ (stirred >> np.uint64(29))


def digest_of(word: str) -> int:
    """The digest that a lower-case word has on a page."""
    codes = np.frombuffer(word.encode("utf-32-le"), dtype=np.uint32)
    return int(digests(codes, np.array([0]), np.array([len(codes)]))[0]) if len(codes) else 0


def shapes(bits: Bits, starts: Places, ends: Places) -> Bits:
    """How each word is written: SMALL, TITLE, CAPITALS, MIXED, NUMERIC or SINGLE (one capital)."""
    if not len(starts):
        return np.zeros(0, dtype=np.uint8)
    uppers, lowers, digits = (_counted(bits, which, starts, ends) for which in (UPPER, LOWER, DIGIT))
    first = (bits[starts] & UPPER) > 0
    shape = np.full(len(starts), MIXED, dtype=np.uint8)
    shape[uppers == 0] = SMALL
    shape[first & (uppers == 1) & (lowers > 0)] = TITLE
    shape[(uppers > 1) & (lowers == 0)] = CAPITALS
    shape[(uppers == 1) & (lowers == 0)] = SINGLE
    shape[(digits > 0) & (uppers + lowers == 0)] = NUMERIC
    return shape


def _counted(bits: Bits, which: int, starts: Places, ends: Places) -> Places:
    running = np.concatenate([[0], np.cumsum((bits & which) > 0, dtype=np.int64)])
    counted: Places = running[ends] - running[starts]
    return counted

