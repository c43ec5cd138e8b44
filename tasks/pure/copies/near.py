"""Near-duplicates: MinHash finds texts that may be alike, the edit distance says whether they are."""

import re
import zlib
from collections import defaultdict
from functools import lru_cache
from itertools import groupby

import numpy as np
import numpy.typing as npt
import polars as pl
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein, Opcode

# Sixteen bands of four: of two texts that share three quarters of their shingles 99.8 % meet in a band, of two that
# share half 64 %, of two that share a fifth 3 %.
BANDS, ROWS = 16, 4
SHINGLE = 4
SEED = 1
SIMILARITY = Levenshtein.normalized_similarity
MISSPELT = 0.75
# A template ("a new filing for ...") fills a bucket with thousands that say other things: the earliest of a bucket are
# compared, and of those the most similar are read word by word.
CROWD, CLOSEST = 20, 5
NUMBER = re.compile(r"\d+")
NEGATIONS = frozenset((
    "no", "not", "never", "none", "nor", "nobody", "nothing", "without", "cannot", "cant", "dont", "wont", "isnt",
    "arent", "wasnt", "werent", "doesnt", "didnt", "hasnt", "havent", "hadnt", "shouldnt", "wouldnt", "couldnt", "aint",
    "hardly", "barely", "rarely", "seldom",
))
OPPOSING = ("un", "in", "im", "ir", "dis", "mis", "non")
CROWDED = pl.Schema(
    {"place": pl.Int64(), "plain": pl.String(), "is_sought": pl.Boolean(), "buckets": pl.List(pl.UInt64())}
)
NEAR = pl.Schema({"plain": pl.String, "near_plain": pl.String, "similarity": pl.Float64})


def buckets(texts: pl.DataFrame) -> pl.DataFrame:
    """The LSH buckets of texts in their normal form (place, plain).

    Rows: one a text and band, in the order of the texts.
    """
    # Imported here: it brings half of scipy, and only this function needs it.
    from datasketch import MinHash

    shingled = map(_shingles, texts["plain"])
    hashes = MinHash.generator(shingled, num_perm=BANDS * ROWS, seed=SEED, hashfunc=zlib.crc32)
    signatures = np.array([each.hashvalues for each in hashes], dtype=np.uint64).reshape(-1, BANDS, ROWS)
    return pl.DataFrame({
        "place": texts["place"].repeat_by(BANDS).explode() if texts.height else texts["place"],
        "bucket": pl.Series(_folded(signatures).ravel(), dtype=pl.UInt64),
    })


def near_texts(crowded: pl.DataFrame, near: float) -> pl.DataFrame:
    """The texts that are near to an earlier one that is kept: in order of place, each is kept unless one kept is near.

    Rows: one a text that is not kept, in order; of several near ones the most similar, then the earliest.
    """
    shelves: dict[int, list[str]] = defaultdict(list)
    found = []
    for plain, is_sought, keys in crowded.sort("place").select("plain", "is_sought", "buckets").iter_rows():
        others = list(dict.fromkeys(other for key in keys for other in shelves[key]))
        other, similarity = _nearest(plain, others, near)
        if other is not None:
            found.append((plain, other, similarity))
        elif not is_sought:
            for shelf in (shelves[key] for key in keys):
                if len(shelf) < CROWD:
                    shelf.append(plain)
    return pl.DataFrame(found, schema=NEAR, orient="row")


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
    closest = process.extract(text, others, scorer=SIMILARITY, processor=None, score_cutoff=near, limit=CLOSEST)
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


def _shingles(text: str) -> set[bytes]:
    letters = text.encode()
    return {letters[start : start + SHINGLE] for start in range(max(1, len(letters) - SHINGLE + 1))}


def _folded(signatures: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """One 64-bit number for each band of each signature, different from band to band."""
    folded = np.broadcast_to(np.arange(1, BANDS + 1, dtype=np.uint64), signatures.shape[:2]).copy()
    for row in range(ROWS):
        folded = (folded ^ signatures[:, :, row]) * np.uint64(0x9E3779B97F4A7C15)
        folded ^= folded >> np.uint64(29)
    return folded
