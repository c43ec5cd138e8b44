"""The learned layer: how likely each word is part of a person's or a place's name.

Two steps. A linear one adds up weights of the word, its neighbours, its ends and what lists say of it; what may be a name
after that goes through a small network that also sees how its neighbours fared.
"""

import unicodedata
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from tasks.pure.anonymise import features
from tasks.pure.anonymise.characters import Bits, Flags, Page, Places
from tasks.pure.anonymise.digest_table import Table
from tasks.pure.anonymise.features import Floats, Seen
from tasks.pure.anonymise.words import NUMERIC, Words, digest_of, digests_of

# What the tagger tells apart.
OTHER, PERSON, PLACE, ORGANISATION = range(4)
CLASSES = 4
# Words below this after the first step do not reach the second.
UNLIKELY = np.array([1, -0.5, -0.5, -0.5], dtype=np.float32)
NEVER = np.array([1, 0, 0, 0], dtype=np.float32)
WORTH_A_LOOK = 0.06
# Words above this after the first step make candidates of the plain words beside them.
LIKELY = 0.1
# Steps to 1, of the network's inputs and weights.
INPUT_STEPS, WEIGHT_STEPS = 64, 256
# Letters with a stroke, which no decomposition takes apart.
STROKES = str.maketrans("øłđıħŧðæœþß", "oldihtdaots")
HANDLE_MARK, LINK_MARK = digest_of("@user"), digest_of("://link")


@dataclass(frozen=True)
class Model:
    """The shipped weights and the word table, as plain arrays."""

    table: Table
    fields: Bits
    classes: Places
    vocabulary: Places
    known: int
    linear: Floats
    hidden: tuple[Floats, Floats]
    output: tuple[Floats, Floats]


@dataclass(frozen=True)
class Tagged:
    """Candidates (by index of word) with the chance that each is part of a person's and of a place's name."""

    at: Places
    person: Floats
    place: Floats


def seen(page: Page, words: Words, model: Model) -> Seen:
    """Words with what the model's lists know of them."""
    found = model.table.find(words.digests)
    accented = unaccented(page, words, found == len(model.table.digests) - 1)
    found[list(accented)] = model.table.find(digests_of(list(accented.values())))
    fields = np.take(model.fields, found, axis=0)
    vocabulary = np.take(model.vocabulary, found)
    candidates = features.candidates(words, fields)
    manners = np.take(model.classes, found) * features.SHAPES + words.shapes
    return Seen(words, vocabulary, fields, manners, features.gaps(page, words), candidates)


def unaccented(page: Page, words: Words, unknown: Flags) -> dict[int, str]:
    """Unknown words with an accent, by their index, without it: lists often leave it out."""
    accents = np.flatnonzero((page.codes >= 0xC0) & (page.codes < 0x1F00))
    owner = np.unique(np.maximum(np.searchsorted(words.starts, accents, side="right") - 1, 0))
    mine = owner[unknown[owner] & (words.ends[owner] - words.starts[owner] > 2)] if len(words.starts) else owner[:0]
    every = {at: page.text[words.starts[at] : words.ends[at]].lower() for at in mine.tolist()}
    return {at: plain for at, word in every.items() if (plain := _plain(word)).isascii()}


def _plain(word: str) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFD", word.translate(STROKES)) if not unicodedata.combining(letter))


def tagged(page: Page, known: Seen, model: Model) -> Tagged:
    """Every candidate's chances; plain words beside a likely name are candidates as well."""
    narrow = linear_parts(page, known, model)
    added = beside_likely(known, softmax(summed(narrow)))
    known, order = together(known, added)
    parts = np.concatenate([narrow, linear_parts(page, added, model)], axis=1)[:, order]
    chances = softmax(summed(parts))
    is_promising = (named(chances) > WORTH_A_LOOK) | (order >= narrow.shape[1])
    promising = np.flatnonzero(is_promising)
    if len(promising):
        chances[promising] = network(stacked(known, parts, promising), model)
    return Tagged(known.candidates, chances[:, PERSON], chances[:, PLACE])


def named(chances: Floats) -> Floats:
    """The chance of being part of a person's or a place's name."""
    either: Floats = chances[:, PERSON] + chances[:, PLACE]
    return either


def beside_likely(known: Seen, chances: Floats) -> Seen:
    """The plain words beside candidates that are likely after the first step, as candidates of their own."""
    return replace(known, candidates=features.beside(known, known.candidates[named(chances) > LIKELY]))


def together(known: Seen, added: Seen) -> tuple[Seen, Places]:
    """Both kinds of candidates in the order of the page, and where each stood when the added ones came last."""
    every = np.concatenate([known.candidates, added.candidates])
    order = np.argsort(every, kind="stable")
    return replace(known, candidates=every[order]), order


def linear_parts(page: Page, known: Seen, model: Model) -> Floats:
    """The first step: a score a class for each candidate, in the parts that add up to it."""
    parts = np.zeros((features.PARTS, len(known.candidates), CLASSES), dtype=np.float32)
    for part, rows in zip(features.PART_OF, features.sparse(page, known, model.known), strict=True):
        parts[part] += np.take(model.linear, rows, axis=0)
    return parts


def stacked(known: Seen, parts: Floats, chosen: Places) -> Floats:
    """What the second step sees of the chosen candidates: lists and manner about them, how they and neighbours fared."""
    words, count, scores = known.words, len(known.words.starts), summed(parts)
    fares = softmax(scores)
    fared = np.empty((count + 1, 2 * CLASSES), dtype=np.float32)
    fared[:] = np.concatenate([UNLIKELY, NEVER])
    fared[known.candidates, :CLASSES] = centred(scores)
    fared[known.candidates, CLASSES:] = fares
    at, rows = known.candidates[chosen], words.rows[known.candidates]
    sums = _sums_of_texts(fares[:, 1:].astype(np.float64), rows, int(words.rows[-1]) + 1)
    elsewhere = np.minimum(sums[words.rows[at]] - fares[chosen, 1:], 3) / 3
    around = np.stack([features.neighbours(words, at, offset) for offset in features.OFFSETS], axis=1)
    beside = [np.take(fared, there, axis=0) for there in around.T]
    columns = [near[:, :CLASSES] for near in beside[1:-1]] + [near[:, CLASSES:] for near in beside]
    return np.concatenate(
        [*features.dense(known, at, around), *columns, elsewhere, *centred(parts[:, chosen])], axis=1, dtype=np.float32
    )


def summed(parts: Floats) -> Floats:
    """The scores that parts add up to."""
    total: Floats = parts[0] + parts[1] + parts[2] + parts[3]
    return total


def centred(scores: Floats) -> Floats:
    """Scores about nought, in the size of what else the second step sees."""
    mean = (scores[..., 0] + scores[..., 1] + scores[..., 2] + scores[..., 3]) / np.float32(CLASSES)
    about: Floats = ((scores - mean[..., None]) / 4).astype(np.float32, copy=False)
    return about


def _sums_of_texts(chances: NDArray[np.float64], rows: Places, texts: int) -> NDArray[np.float64]:
    return np.stack([np.bincount(rows, weights=each, minlength=texts) for each in chances.T], axis=1)


def network(inputs: Floats, model: Model) -> Floats:
    """The second step: chances of each class.

    In whole numbers of small steps, below 2^24 so that single precision holds them: they add up to the same in any
    order, and pages of any size agree to the last bit.
    """
    weights, bias = model.hidden
    steps = inputs * np.float32(INPUT_STEPS)
    hidden = np.rint(steps, out=steps) @ weights
    hidden += bias
    np.maximum(hidden, 0, out=hidden)
    hidden *= np.float32(1 / WEIGHT_STEPS)
    weights, bias = model.output
    scores = np.rint(hidden, out=hidden) @ weights + bias
    return softmax(scores / np.float32(INPUT_STEPS * WEIGHT_STEPS))


def softmax(scores: Floats) -> Floats:
    """Scores as chances that sum to 1."""
    # Column by column: numpy is slow to reduce over four.
    first, second, third, fourth = scores.T
    most = np.maximum(np.maximum(first, second), np.maximum(third, fourth))
    powers = np.exp(scores - most[:, None])
    whole = powers[:, 0] + powers[:, 1] + powers[:, 2] + powers[:, 3]
    chances: Floats = powers / whole[:, None]
    return chances


def without_patterns(words: Words, owner: Places, is_link: Flags) -> Words:
    """Words as the tagger reads them: each handle or link is one mark, whatever it holds.

    `owner` is the pattern that each word stands in, -1 for none; `is_link` says which patterns are links.
    """
    covered = owner >= 0
    keep = ~(covered & (owner == np.concatenate([[-1], owner[:-1]])))
    marks = np.where(is_link[owner] if len(is_link) else covered, np.uint64(LINK_MARK), np.uint64(HANDLE_MARK))
    digests = np.where(covered, marks, words.digests)
    shapes = np.where(covered, np.uint8(NUMERIC), words.shapes).astype(np.uint8)
    return Words(
        words.starts[keep], words.ends[keep], words.rows[keep], digests[keep], shapes[keep], words.in_hashtag[keep]
    )
