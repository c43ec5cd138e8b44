"""The words of many texts at once: where each begins and ends, what parts it from the next, which text it stands in.

A word is a longest run of letters, digits and underscores, folded: quotes alike, ASCII letters small.
"""

from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tasks.codebook.phrases import CANONICAL

Places = NDArray[np.int64]
Flags = NDArray[np.bool_]
Codes = NDArray[np.uint32]

HASH, QUOTE, BRACKET, LINE_END = ord("#"), ord("'"), ord("["), ord("\n")
CODE_POINTS = 0x110000
ROW_END = 1 << 20
LONGEST_PAUSE = 4


@dataclass(frozen=True)
class WordIndex:
    """The words of a column of texts, in order, numbered through all of them.

    Offsets count code points in `text`, the canonical texts one after the other with a line end between. `runs` is the
    running number of the stretches of text without a pause, in which an apostrophe, # or @ is none; from one text to
    the next it leaps by `ROW_END`. `odd` counts, up to each word, the pauses that are not plain: plain are one to four
    characters, no apostrophe among them, a # or @ only after one, and no bracket right before the word. `opens` says
    that nothing is grown onto a word, `opens_tag` that nothing is grown onto the # before it, `closes` that no
    apostrophe joins a word to the next, `owns` that the next is the s of a possessive.
    """

    text: str
    row_starts: Places
    starts: Places
    ends: Places
    rows: Places
    runs: Places
    odd: Places
    opens: Flags
    opens_tag: Flags
    closes: Flags
    owns: Flags
    after_tag: Flags
    after_bracket: Flags
    after_at: Flags
    words: list[str]
    places: tuple[Places, Places]

    @cached_property
    def texts(self) -> list[str]:
        """The canonical texts, apart."""
        bounds = self.row_starts.tolist()
        return [self.text[start : stop - 1] for start, stop in pairwise(bounds)]

    def places_of(self, word: int) -> Places:
        """Where a word of `words` stands, ascending."""
        order, bounds = self.places
        return order[bounds[word] : bounds[word + 1]]


def word_index(texts: list[str]) -> WordIndex:
    """The index of texts."""
    raw = np.frombuffer("\n".join(texts).encode("utf-32-le"), np.uint32)
    codes, folded = _canonical()[raw], _folded()[raw]
    is_word = folded != LINE_END
    starts, ends = _edges(is_word)
    row_starts = np.concatenate([[0], np.cumsum([len(text) + 1 for text in texts])])
    firsts = np.searchsorted(starts, row_starts)
    rows = np.repeat(np.arange(len(texts)), np.diff(firsts))
    runs, odd = _pauses(codes, starts, ends, rows)
    before, second, third = (_back(codes, starts, count) for count in (1, 2, 3))
    closes = ~((_ahead(codes, ends, 0) == QUOTE) & _is_word(_ahead(codes, ends, 1)))
    words, places = _places(folded)
    return WordIndex(
        text=codes.tobytes().decode("utf-32-le"),
        row_starts=row_starts,
        starts=starts,
        ends=ends,
        rows=rows,
        runs=runs,
        odd=odd,
        opens=_opens(before, second),
        opens_tag=(before == HASH) & _opens(second, third) & ~_is_word(second),
        closes=closes,
        owns=_owns(folded, starts, ends, closes),
        after_tag=before == HASH,
        after_bracket=before == BRACKET,
        after_at=before == ord("@"),
        words=words,
        places=places,
    )


def _back(codes: Codes, starts: Places, count: int) -> Codes:
    """The character so many before each word; a line end where there is none."""
    return np.concatenate([np.full(count, LINE_END, np.uint32), codes])[starts]


def _ahead(codes: Codes, ends: Places, count: int) -> Codes:
    """The character so many from the end of each word; a line end where there is none."""
    return np.concatenate([codes, np.full(2, LINE_END, np.uint32)])[ends + count]


def _owns(folded: Codes, starts: Places, ends: Places, closes: Flags) -> Flags:
    is_s = closes[1:] & (ends[1:] - starts[1:] == 1) & (folded[starts[1:]] == ord("s"))
    return np.append(~closes[:-1] & is_s & (starts[1:] == ends[:-1] + 1), [False] * min(closes.size, 1)).astype(
        np.bool_
    )


def _opens(before: Codes, second: Codes) -> Flags:
    opens: Flags = (before != HASH) & ~((before == QUOTE) & _is_word(second))
    return opens


def _is_word(codes: Codes) -> Flags:
    is_word: Flags = _folded()[codes] != LINE_END
    return is_word


def _edges(is_word: Flags) -> tuple[Places, Places]:
    framed = np.concatenate([[False], is_word, [False]])
    edges = np.flatnonzero(framed[1:] != framed[:-1])
    return edges[::2], edges[1::2]


def _pauses(codes: Codes, starts: Places, ends: Places, rows: Places) -> tuple[Places, Places]:
    quotes, signs = codes == QUOTE, (codes == HASH) | (codes == ord("@"))
    quoted, signed = _between(quotes, starts, ends), _between(signs, starts, ends)
    length = starts[1:] - ends[:-1]
    is_row_end = rows[1:] != rows[:-1]
    is_joined = (quoted + signed == length) & ~is_row_end
    is_last = signs[starts[1:] - 1]
    is_plain = (quoted == 0) & (length - signed <= LONGEST_PAUSE) & ((signed == 0) | ((signed == 1) & is_last))
    steps = np.where(is_row_end, ROW_END, ~is_joined)
    is_plain &= codes[starts[1:] - 1] != BRACKET
    odd = ~is_row_end & (~is_plain | is_joined)
    return np.cumsum(np.concatenate([[0], steps])), np.cumsum(np.concatenate([[0], odd, [False]]))


def _between(flags: Flags, starts: Places, ends: Places) -> Places:
    """How many flags lie between each word and the next."""
    found = np.flatnonzero(flags)
    return np.searchsorted(found, starts[1:]) - np.searchsorted(found, ends[:-1])


def _places(folded: Codes) -> tuple[list[str], tuple[Places, Places]]:
    words = pl.Series("word", [folded.tobytes().decode("utf-32-le")]).str.split("\n").explode()
    numbered = words.filter(words != "").to_frame().with_row_index("place")
    grouped = numbered.group_by("word").agg("place")
    lengths = grouped.get_column("place").list.len().cast(pl.Int64).to_numpy()
    bounds = np.concatenate([[0], lengths.cumsum()])
    order = grouped.get_column("place").explode(empty_as_null=False).to_numpy().astype(np.int64)
    return grouped.get_column("word").to_list(), (order, bounds)


@cache
def _canonical() -> Codes:
    table = np.arange(CODE_POINTS, dtype=np.uint32)
    for code, letter in CANONICAL.items():
        table[code] = ord(letter)
    return table


@cache
def _folded() -> Codes:
    """For each code point the letter it is folded to, or a line end for what is no part of a word."""
    table = _canonical().copy()
    table[ord("A") : ord("Z") + 1] += 32
    is_word = np.fromiter((chr(code).isalnum() or code == 95 for code in range(CODE_POINTS)), np.bool_, CODE_POINTS)
    is_word[list(CANONICAL)] = [chr(table[code]).isalnum() for code in CANONICAL]
    table[~is_word] = LINE_END
    return table
