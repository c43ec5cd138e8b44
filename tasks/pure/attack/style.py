"""Linkage by style: whether what an author wrote elsewhere tells which anonymised texts are theirs.

Half of each author's tweets, as they were written, are the background that an intruder has; the other half, anonymised, is
linked to it by the cosine of n-grams of letters, weighed by TF-IDF. Placeholders, handles and links are taken out on both sides.
N-grams are counted by their hash, which bounds memory to authors x BUCKETS numbers.
"""

import numpy as np
import polars as pl
from numpy.typing import NDArray

LENGTHS = (3, 4)
BUCKETS = 2**15
NOT_STYLE = r"\[(?:USER|PERSON|PLACE|SERVICE|CONTACT|LINK)\]|[@＠]\w+|https?://\S*"
MULTIPLIER = 65_599

Vectors = NDArray[np.float32]


def ranks_by_style(background: pl.DataFrame, anonymised: pl.DataFrame) -> list[int]:
    """At which place the right author comes for the texts of each, by likeness; ties count against the intruder.

    Both have the columns author and text, and the same authors. Rows: by author, A to Z.
    """
    known, left = (_counted(_documents(each)) for each in (background, anonymised))
    if not len(known):
        return []
    rarity = np.log((1 + len(known)) / (1 + np.count_nonzero(known, axis=0))).astype(np.float32)
    likeness = np.round(_weighed(left, rarity) @ _weighed(known, rarity).T, 6)
    own = np.diagonal(likeness)[:, None]
    return [int(place) for place in np.count_nonzero(likeness >= own, axis=1)]


def _documents(tweets: pl.DataFrame) -> list[str]:
    """What each author wrote, as one text; authors A to Z."""
    bare = pl.col("text").str.replace_all(NOT_STYLE, " ").str.to_lowercase().str.replace_all(r"\s+", " ")
    return tweets.sort("author").group_by("author", maintain_order=True).agg(bare.str.join(" \n "))["text"].to_list()


def _counted(documents: list[str]) -> Vectors:
    counts = np.zeros((len(documents), BUCKETS), dtype=np.float32)
    for row, words in zip(counts, documents, strict=True):
        letters = np.frombuffer(words.encode("utf-8", "replace"), dtype=np.uint8).astype(np.uint64)
        for length in LENGTHS:
            row += np.bincount(_hashes(letters, length), minlength=BUCKETS).astype(np.float32)
    return counts


def _hashes(letters: NDArray[np.uint64], length: int) -> NDArray[np.int64]:
    last = max(len(letters) - length + 1, 0)
    mixed = np.full(last, length, dtype=np.uint64)
    for place in range(length):
        mixed = mixed * np.uint64(MULTIPLIER) + letters[place : place + last]
    return ((mixed ^ (mixed >> np.uint64(15))) % np.uint64(BUCKETS)).astype(np.int64)


def _weighed(counts: Vectors, rarity: Vectors) -> Vectors:
    vectors = np.log1p(counts) * rarity
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.where(lengths == 0, 1, lengths), dtype=np.float32)
