"""A hashtag goes whole or not at all: what is left of one beside a placeholder may be a name by itself."""

import numpy as np

from tasks.pure.anonymise.characters import Page
from tasks.pure.anonymise.spans import Spans, settled
from tasks.pure.anonymise.words import Words


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
