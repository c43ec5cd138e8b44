"""A hashtag goes whole or not at all: what is left of one beside a placeholder may be a name by itself.

A cry in small letters before a name at the end (#justicefor...) is the exception: it names nobody.
"""

import re

import numpy as np
import polars as pl

from tasks.pure.anonymise.characters import Page
from tasks.pure.anonymise.evidence import INVISIBLE, is_inner
from tasks.pure.anonymise.joined_names import CRY
from tasks.pure.anonymise.spans import Spans, settled
from tasks.pure.anonymise.words import Words

CRIED_BEFORE = re.compile(rf"[#＃]{CRY}")


def whole_hashtags(found: Spans, page: Page, whole: Words) -> Spans:
    """The spans, those within a hashtag made as long as its word; `whole` are the words before they were parted."""
    tags = np.flatnonzero(whole.in_hashtag)
    if not len(tags) or not len(found):
        return found
    starts, ends = whole.starts[tags], whole.ends[tags]
    at = np.maximum(np.searchsorted(starts, found.ends, side="left") - 1, 0)
    inside = (starts[at] < found.ends) & (found.starts < ends[at])
    first = np.where(inside, np.minimum(found.starts, starts[at]), found.starts)
    last = np.where(inside, np.maximum(found.ends, ends[at]), found.ends)
    if np.array_equal(first, found.starts) and np.array_equal(last, found.ends):
        return found
    return settled(Spans(first, last, found.kinds, found.rules, found.scores), page)


def whole_in_texts(texts: pl.Series, tagged: pl.DataFrame) -> pl.DataFrame:
    """Spans within hashtags of texts (row, start, end, ...), made as long as these.

    Rows: as given.
    """
    places = [_whole(texts[row], start, end) for row, start, end in tagged.select("row", "start", "end").iter_rows()]
    starts, ends = ([place[side] for place in places] for side in (0, 1))
    return tagged.with_columns(pl.Series("start", starts, dtype=pl.Int64), pl.Series("end", ends, dtype=pl.Int64))


def _whole(text: str, start: int, end: int) -> tuple[int, int]:
    first, last = start, end
    while first and _goes_on(text[first - 1]):
        first -= 1
    while last < len(text) and _goes_on(text[last]):
        last += 1
    return (start, end) if last == end and CRIED_BEFORE.fullmatch(text, max(first - 1, 0), start) else (first, last)


def _goes_on(letter: str) -> bool:
    return letter not in "#＃" and (is_inner(letter) or bool(INVISIBLE.match(letter)))
