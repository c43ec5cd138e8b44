"""Near-duplicates: MinHash finds texts that may be alike, the edit distance says whether they are."""

import re
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein, Opcode

from tasks.pure.copies.buckets import Buckets, letters_of
from tasks.pure.copies.shelves import CLOSEST, empty_shelves, keep, next_with_candidates

SIMILARITY = Levenshtein.normalized_similarity
MISSPELT = 0.75
# Of those that are near by their letters, so many are read word by word.
READ = 5
NUMBER = re.compile(r"\d+")
NEGATIONS = frozenset(
    (
        "no",
        "not",
        "never",
        "none",
        "nor",
        "nobody",
        "nothing",
        "without",
        "cannot",
        "cant",
        "dont",
        "wont",
        "isnt",
        "arent",
        "wasnt",
        "werent",
        "doesnt",
        "didnt",
        "hasnt",
        "havent",
        "hadnt",
        "shouldnt",
        "wouldnt",
        "couldnt",
        "aint",
        "hardly",
        "barely",
        "rarely",
        "seldom",
    )
)
OPPOSING = ("un", "in", "im", "ir", "dis", "mis", "non")
NEAR = pl.Schema({"plain": pl.String, "near_plain": pl.String, "similarity": pl.Float64})


class Compared(NamedTuple):
    """`near`: texts that are not kept (plain, near_plain, similarity); `in_part`: kept texts (plain) that were compared
    with some of their like only, because these are too many.
    """

    near: pl.DataFrame
    in_part: pl.DataFrame


def near_texts(texts: pl.DataFrame, buckets: Buckets, sizes: NDArray[np.int64], near: float) -> Compared:
    """The texts (plain, is_sought) that are near to an earlier one that is kept: each is kept unless one kept is near.

    Rows: in the order of the texts; of several near ones the most similar, then the earliest.
    """
    letters, bounds = letters_of(texts["plain"])
    shelves = empty_shelves(letters, bounds, texts["is_sought"].to_numpy().copy(), buckets, sizes)
    candidates = np.empty(CLOSEST, np.int32)
    found, place = [], 0
    while (ahead := next_with_candidates(shelves, place, near, candidates))[1]:
        place, number = ahead
        plain, *others = (
            letters[bounds[row] : bounds[row + 1]].decode() for row in (place, *np.sort(candidates[:number]).tolist())
        )
        other, similarity = _nearest(plain, others, near)
        if other is None:
            keep(shelves, place)
        else:
            found.append((plain, other, similarity))
            shelves.is_partly_compared[place] = False
        place += 1
    partly = shelves.is_partly_compared & ~shelves.is_sought
    return Compared(pl.DataFrame(found, schema=NEAR, orient="row"), texts.filter(pl.Series(partly)).select("plain"))


def is_same_claim(text: str, other: str) -> bool:
    """Whether two texts, alike in their letters, say the same thing.

    Words misspelt, run together, added or left out do not change it; a number, a negation or a word put in another's
    place does.
    """
    if _claims(text) != _claims(other):
        return False
    ours, theirs = text.split(), other.split()
    edits = groupby(Levenshtein.opcodes(ours, theirs), key=lambda edit: edit.tag == "equal")
    return all(is_equal or _is_spelling(ours, theirs, list(changed)) for is_equal, changed in edits)


def _nearest(text: str, others: list[str], near: float) -> tuple[str | None, float]:
    closest = process.extract(text, others, scorer=SIMILARITY, processor=None, score_cutoff=near, limit=READ)
    return next(((other, similarity) for other, similarity, _ in closest if is_same_claim(text, other)), (None, 0.0))


@lru_cache(maxsize=4096)
def _claims(text: str) -> tuple[list[str], list[str]]:
    return NUMBER.findall(text), [word for word in text.split() if word in NEGATIONS]


def _is_spelling(ours: list[str], theirs: list[str], changed: list[Opcode]) -> bool:
    here = "".join(ours[changed[0].src_start : changed[-1].src_end])
    there = "".join(theirs[changed[0].dest_start : changed[-1].dest_end])
    if not here or not there:
        return True
    is_opposite = any(here == prefix + there or there == prefix + here for prefix in OPPOSING)
    return not is_opposite and SIMILARITY(here, there) >= MISSPELT
