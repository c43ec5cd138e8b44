"""Near-duplicates: MinHash finds texts that may be alike, the edit distance says whether they are."""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby, islice, pairwise
from operator import itemgetter
from typing import NamedTuple

import numpy as np
import polars as pl
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein, Opcode

from tasks.pure.copies.buckets import Signatures
from tasks.pure.copies.pairs import pairs

SIMILARITY = Levenshtein.normalized_similarity
MISSPELT = 0.75
# Of those that are near by their letters, so many are read word by word.
READ = 5
# Texts that are compared with their candidates at once.
STRETCH = 20_000
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


def near_texts(texts: pl.DataFrame, signed: Signatures, near: float) -> Compared:
    """The texts (plain, is_sought) that are near to an earlier one that is kept: each is kept unless one kept is near.

    Rows: in the order of the texts; of several near ones the most similar, then the earliest.
    """
    plains = texts["plain"]
    candidates, in_part = pairs(plains, signed, near)
    is_kept = (~texts["is_sought"]).to_list()
    found = []
    for place, others in groupby(_alike(plains, candidates, near), key=itemgetter(0)):
        kept = islice((other for other in others if is_kept[other[1]]), READ)
        same = next(((plain, other, how) for _, _, plain, other, how in kept if is_same_claim(plain, other)), None)
        if same is not None:
            found.append(same)
            is_kept[place] = False
    partly = plains.gather(in_part).filter(pl.Series([is_kept[place] for place in in_part], dtype=pl.Boolean))
    return Compared(pl.DataFrame(found, schema=NEAR, orient="row"), pl.DataFrame({"plain": partly}))


def _alike(plains: pl.Series, candidates: pl.DataFrame, near: float) -> Iterator[tuple[int, int, str, str, float]]:
    """Pairs that are near by their letters: text, earlier one, both in words, similarity.

    Rows: by text, then the most similar, then the earliest.
    """
    texts = candidates["text"].to_numpy()
    starts = np.searchsorted(texts, np.arange(0, len(plains) + STRETCH, STRETCH))
    for start, end in pairwise(starts):
        part = _compared(plains, candidates.slice(start, end - start), near)
        yield from part.sort("text", "similarity", "earlier", descending=[False, True, False]).iter_rows()


def _compared(plains: pl.Series, part: pl.DataFrame, near: float) -> pl.DataFrame:
    both = part.with_columns(plain=plains.gather(part["text"]), other=plains.gather(part["earlier"]))
    how = process.cpdist(
        both["plain"].to_list(), both["other"].to_list(), scorer=SIMILARITY, score_cutoff=near, dtype=np.float64
    )
    return both.with_columns(similarity=pl.Series(how, dtype=pl.Float64)).filter(pl.col("similarity") >= near)


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
