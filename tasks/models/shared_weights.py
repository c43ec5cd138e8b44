"""Weights that words share while they are learned: of a group of words, of a single fact of the lists.

Sharing costs nothing when the model runs: what is shared is added into each row of the table once it is learned.
"""

import numpy as np
from scipy import sparse

from tasks.pure.anonymise import features

# How much of a group's path counts: groups that begin alike are alike.
PATHS = (4, 6, 8, 10, 12, 20)


def sharing(groups: np.ndarray, known: int) -> sparse.csr_matrix:
    """The rows of the linear weights by what each takes part in: itself, then all that it shares.

    `groups` has one group for each number of the vocabulary, 0 for none; `known` is how many numbers there are.
    """
    width = features.sparse_width(known)
    shared = [*_of_groups(groups, known), *_of_facts(known)]
    firsts = np.cumsum([width, *(int(parts.max()) + 1 for _, parts in shared)])
    rows = np.concatenate([np.arange(width), *(rows for rows, _ in shared)])
    columns = np.concatenate([np.arange(width), *(parts + first for (_, parts), first in zip(shared, firsts[:-1], strict=True))])
    return sparse.csr_matrix((np.ones(len(rows), dtype=np.float32), (rows, columns)), shape=(width, int(firsts[-1])))


def _of_groups(groups: np.ndarray, known: int) -> list[tuple[np.ndarray, np.ndarray]]:
    """For each place around a word and each length of path: rows of grouped words, and the number of what they share."""
    grouped = np.flatnonzero(groups)
    beginnings = [np.unique(groups[grouped] & ((1 << bits) - 1), return_inverse=True)[1] for bits in PATHS]
    firsts = [place * (known + 2) for place in range(len(features.OFFSETS))]
    return [(first + grouped, beginning) for first in firsts for beginning in beginnings]


def _of_facts(known: int) -> list[tuple[np.ndarray, np.ndarray]]:
    """For each neighbour and each fact of the lists: rows of the classes that have it, by how the word is written."""
    first = len(features.OFFSETS) * (known + 2) + len(features.GRAMS) * features.GRAM_SLOTS
    step = (features.LIST_CLASSES + 1) * features.SHAPES
    rows = np.arange(features.LIST_CLASSES * features.SHAPES)
    shape = rows % features.SHAPES
    facts = [fact[rows // features.SHAPES] * features.SHAPES + shape for fact in features.list_facts()]
    return [(first + place * step + rows, fact) for place in range(3) for fact in facts]
