"""Learns the tagger: `python -m tasks.models.train TRAIN.jsonl` writes data/models/tagger.npz and lexicon.npz again.

A line of TRAIN.jsonl is a tweet: {"text": ..., "spans": [[start, end, type], ...]}, offsets in code points, of which the
types PERSON, LOCATION and ORG are learned; in PLACES.jsonl only places are marked. Seeded, and computed alike on every
x86-64 processor with AVX2: the same lines give the same weights.
"""

import json
import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from scipy import sparse
from sklearn.linear_model import LogisticRegression
from sklearn.neural_network import MLPClassifier

from tasks.models import lexicon, load
from tasks.models.lists import MODELS
from tasks.models.shared_weights import sharing
from tasks.pure.anonymise import characters, features, tagger
from tasks.pure.anonymise.engine import owners
from tasks.pure.anonymise.patterns import patterned
from tasks.pure.anonymise.spans import LINK, settled
from tasks.pure.anonymise.words import parted, words

LABELS = {"PERSON": tagger.PERSON, "LOCATION": tagger.PLACE, "ORG": tagger.ORGANISATION}
LEAST_SEEN = 2
FOLDS = 5
HIDDEN = 32
SEEDS = (11, 12, 13)
# What a file of places says of a candidate that is likelier a person or an organisation than this: nothing.
SOMEBODY = 0.1
# How much a tweet of such a file counts beside another. At 1 its many names of states and countries drown what other places are
# like: of ordinary tweets a sixth more places leak at 97 % of words kept. At 0.2 both sets are at their best.
OF_PLACES = 0.2


# What a library would do faster on a newer processor, and to other last digits.
PINNED = {
    "OPENBLAS_CORETYPE": "Haswell",
    "OPENBLAS_NUM_THREADS": "1",
    "NPY_DISABLE_CPU_FEATURES": "X86_V4,AVX512_ICL,AVX512_SPR",
}


def read(path: Path) -> list[dict[str, Any]]:
    """The lines of a gold file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def learned(
    gold: Sequence[dict[str, Any]], places: Sequence[dict[str, Any]] = ()
) -> tuple[dict[str, np.ndarray], tagger.Model]:
    """The weights as arrays by name, and the model that they make; of the texts of `places` only the places are marked."""
    complete, gold = len(gold), [*gold, *places]
    page = characters.page([line["text"] for line in gold])
    whole = words(page)
    fixed = settled(patterned(page, whole, load.endings()), page)
    split = parted(page, whole)
    reading = tagger.without_patterns(split, owners(fixed, split), fixed.kinds == LINK)
    arrays, groups = _with_vocabulary(lexicon.table(), reading.digests)
    model = load.assembled(arrays | _blank(int(arrays["known"])))
    known = tagger.seen(page, reading, model)
    wide, _ = tagger.together(known, replace(known, candidates=features.beside(known, known.candidates)))
    truth = _labels(gold, page, reading)[wide.candidates]
    rows = features.sparse(page, wide, model.known).T
    shared = sharing(groups, model.known)
    design = _design(rows, model.known) @ shared
    texts = reading.rows[wide.candidates]
    told = _told(design, truth, texts < complete)
    weights = np.where(texts < complete, 1, OF_PLACES) * told
    arrays["linear"] = _table(_logistic(design, truth, weights), shared, rows).astype(np.float16)
    outside = _out_of_fold(design, truth, (texts, weights), rows, shared)
    first = np.isin(wide.candidates, known.candidates)
    added = tagger.beside_likely(known, tagger.softmax(tagger.summed(outside[:, first])))
    chosen = first | np.isin(wide.candidates, added.candidates)
    reached = replace(wide, candidates=wide.candidates[chosen])
    inputs = tagger.stacked(reached, outside[:, chosen], np.arange(int(chosen.sum())))
    arrays |= load.quantised(*_networks(inputs[told[chosen]], truth[chosen & told], weights[chosen & told]))
    return arrays, load.assembled(arrays)


def _told(design: sparse.csr_matrix, truth: np.ndarray, complete: np.ndarray) -> np.ndarray:
    """Whether it is known what each candidate is: where only places are marked, the rest may be anybody."""
    if complete.all():
        return complete
    chances = _logistic(design, truth, complete.astype(np.float64)).predict_proba(design)
    somebody = chances[:, tagger.PERSON] + chances[:, tagger.ORGANISATION] > SOMEBODY
    told: np.ndarray = complete | (truth == tagger.PLACE) | ~somebody
    return told


def _with_vocabulary(listed: dict[str, np.ndarray], seen: np.ndarray) -> tuple[dict[str, np.ndarray], np.ndarray]:
    """The word table with a number for each word, and the group of each number.

    Words that are seen often enough have a number of their own, then each group has one for its other words.
    """
    digests, counts = np.unique(seen, return_counts=True)
    frequent = digests[counts >= LEAST_SEEN]
    every = np.union1d(listed["digests"], frequent)
    at = np.searchsorted(every, listed["digests"])
    fields = np.zeros((len(every), listed["fields"].shape[1]), dtype=np.uint8)
    fields[at] = listed["fields"]
    groups = np.zeros(len(every), dtype=np.int64)
    groups[at] = listed["groups"]
    distinct = np.unique(groups[groups > 0])
    known = len(frequent) + len(distinct)
    numbers = np.where(groups > 0, len(frequent) + np.searchsorted(distinct, groups), known)
    own = np.searchsorted(every, frequent)
    numbers[own] = np.arange(len(frequent))
    table = {"digests": every, "fields": fields, "vocabulary": numbers.astype(np.uint16), "known": np.array(known)}
    return table, np.concatenate([groups[own], distinct])


def _blank(known: int) -> dict[str, np.ndarray]:
    zero = np.zeros((1, 1), dtype=np.int16)
    linear = np.zeros((features.sparse_width(known), tagger.CLASSES), dtype=np.float16)
    return {"linear": linear, "hidden": zero, "hidden_bias": zero[0], "output": zero, "output_bias": zero[0]}


def _labels(gold: Sequence[dict[str, Any]], page: characters.Page, reading: Any) -> np.ndarray:
    labels = np.zeros(len(reading.starts), dtype=np.int64)
    for row, line in enumerate(gold):
        for start, end, kind, *_ in line["spans"]:
            if kind in LABELS:
                first = np.searchsorted(reading.ends, page.begins[row] + start, side="right")
                labels[first : np.searchsorted(reading.starts, page.begins[row] + end)] = LABELS[kind]
    return labels


def _design(rows: np.ndarray, known: int) -> sparse.csr_matrix:
    count, width = rows.shape
    pointers = np.arange(0, count * width + 1, width)
    return sparse.csr_matrix(
        (np.ones(count * width, dtype=np.float32), rows.ravel(), pointers), shape=(count, features.sparse_width(known))
    )


def _logistic(design: sparse.csr_matrix, truth: np.ndarray, weights: np.ndarray) -> LogisticRegression:
    """Learned from the rows that weigh anything."""
    weigh = weights > 0
    return LogisticRegression(C=0.3, max_iter=200, tol=1e-3).fit(design[weigh], truth[weigh], weights[weigh])


def _networks(inputs: np.ndarray, truth: np.ndarray, weights: np.ndarray) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """Several small networks side by side, whose scores are averaged: one network of all their hidden units."""
    many = [
        MLPClassifier((HIDDEN,), alpha=3e-2, learning_rate_init=2e-3, batch_size=256, max_iter=14, random_state=seed)
        for seed in SEEDS
    ]
    many = [network.fit(inputs, truth, weights) for network in many]
    layers = [
        np.concatenate([network.coefs_[0] for network in many], axis=1),
        np.concatenate([network.coefs_[1] for network in many]) / len(many),
    ]
    biases = [
        np.concatenate([network.intercepts_[0] for network in many]),
        np.mean([network.intercepts_[1] for network in many], axis=0),
    ]
    return layers, biases


def _table(fitted: LogisticRegression, shared: sparse.csr_matrix, rows: np.ndarray) -> np.ndarray:
    return np.ascontiguousarray(shared @ fitted.coef_.T + fitted.intercept_ / rows.shape[1])


def _out_of_fold(
    design: sparse.csr_matrix,
    truth: np.ndarray,
    which: tuple[np.ndarray, np.ndarray],
    rows: np.ndarray,
    shared: sparse.csr_matrix,
) -> np.ndarray:
    """First-step scores of every candidate, in parts, by a model that has not seen its tweet or those around it.

    `which` is the text of each candidate, and how much it counts for the model.
    """
    texts, weights = which
    fold = texts // 50 % FOLDS
    parts = np.zeros((features.PARTS, len(truth), tagger.CLASSES), dtype=np.float32)
    for number in range(FOLDS):
        held = fold == number
        table = _table(_logistic(design, truth, weights * ~held), shared, rows).astype(np.float32)
        for part, column in zip(features.PART_OF, rows[held].T, strict=True):
            parts[part, held] += table[column]
    return parts


def main(*paths: str) -> None:
    """Learns from a gold file, and from one in which only places are marked; writes the arrays and their digests."""
    if not PINNED.items() <= os.environ.items():
        # The libraries read these when they are imported.
        os.execve(sys.executable, [sys.executable, "-m", "tasks.models.train", *paths], os.environ | PINNED)  # noqa: S606 - itself, again
    arrays, _ = learned(*(read(Path(path)) for path in paths))
    lists = ("digests", "fields", "vocabulary", "known")
    load.save(MODELS / "lexicon.npz", {name: arrays[name] for name in lists})
    load.save(MODELS / "tagger.npz", {name: array for name, array in arrays.items() if name not in lists})
    load.seal()


if __name__ == "__main__":
    main(*sys.argv[1:])
