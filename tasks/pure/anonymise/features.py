"""What the tagger sees of a word: itself, its neighbours, how they are written, and what public lists say of them."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from tasks.pure.anonymise.characters import Bits, Flags, Page, Places
from tasks.pure.anonymise.rolling_digests import Digests, mixed
from tasks.pure.anonymise.words import CAPITALS, NUMERIC, SMALL, TITLE, Words

Floats = NDArray[np.float32]

OFFSETS = (-2, -1, 0, 1, 2)
# Ends of a word whose letters are told apart: so many from the front, so many from the back.
GRAMS = ((2, True), (3, True), (4, True), (2, False), (3, False), (4, False))
GRAM_SLOTS, GRAM_STEP = 1 << 13, np.uint64(0x100000001B3)
LIST_CLASSES = 1 << 12
SHAPES = 8
# Fields of the word table, as tasks/models/lexicon.py writes them.
ENGLISH, PLAIN, GIVEN, SURNAME, PLACE, BRITISH, REGION, PLACE_PART, KEPT, PROPER, HEARD, TITLED, SHOUTED, RARE = range(14)
SHAPE_ROWS = np.eye(6, dtype=np.float32)
FIELD_SCALES = np.array([1 / 15, 1, 1 / 15, 1 / 12, 1 / 15, *[1] * 5, *[1 / 15] * 3, 1], dtype=np.float32)
# Fifteenths from which a word is unknown, seldom, often or nearly always written with a capital.
TITLED_LEVELS = (1, 6, 13)
SHORTEST_BESIDE = 3
# What the linear weights of a word speak of, in the order of `sparse`: the words around, the word, its ends, its manner.
PARTS = 4
PART_OF = (0, 0, 1, 0, 0, *[2] * len(GRAMS), 0, 1, 0, 3)
# What stands between two words: nothing of note, a stop, a comma or colon, a bracket or quote, the end of the text.
GAPS = 6
STOP, OUTSIDE = 1, 5


@dataclass(frozen=True)
class Seen:
    """Words with what is known of each: its number in the tagger's vocabulary, fields, whether it may name somebody at all."""

    words: Words
    vocabulary: Places
    fields: Bits
    manners: Places
    gaps: Bits
    candidates: Places

    @cached_property
    def loud(self) -> Flags:
        """Whether each word's sentence is in capitals or in Title Case throughout, so that a capital tells nothing."""
        return _loud(self)


def candidates(words: Words, fields: Bits) -> Places:
    """Words that may be part of a name: all but numbers, single small letters and plain words written small.

    A plain word that others often write with a capital may be one ("grace").
    """
    plain = (words.shapes == SMALL) & (fields[:, PLAIN] > 0) & (fields[:, TITLED] < TITLED_LEVELS[1])
    short = (words.ends - words.starts < 2) & (words.shapes == SMALL)
    return np.flatnonzero(~(plain | short | (words.shapes == NUMERIC) | (fields[:, KEPT] > 0)))


def beside(seen: Seen, likely: Places) -> Places:
    """Plain words written small next to a likely one: "Leeds market", "the bay of Naples"."""
    words, count = seen.words, len(seen.words.rows)
    marked, known = np.zeros(count + 1, dtype=bool), np.zeros(count, dtype=bool)
    marked[likely] = known[seen.candidates] = True
    at = np.flatnonzero((marked[1:] | np.append(False, marked[:-2])) & ~known if count else known)
    fits = (words.shapes[at] == SMALL) & (words.ends[at] - words.starts[at] >= SHORTEST_BESIDE)
    at = at[fits & (seen.fields[at, KEPT] == 0)]
    near: Places = at[marked[neighbours(words, at, -1)] | marked[neighbours(words, at, 1)]]
    return near


def neighbours(words: Words, at: Places, offset: int) -> Places:
    """Index of the word so many away in the same text; the number of words where there is none."""
    count = len(words.rows)
    there = at + offset
    inside = (there >= 0) & (there < count)
    there = np.where(inside, there, 0)
    return np.where(inside & (words.rows[there] == words.rows[at]), there, count)


def gaps(page: Page, words: Words) -> Bits:
    """What stands before each word, as one of GAPS kinds; one more entry for what follows the last."""
    kinds = np.full(len(words.starts) + 1, 5, dtype=np.uint8)
    if not len(words.starts):
        return kinds
    table = _gap_table()
    before = np.take(table, np.take(page.codes, words.starts - 1, mode="clip"), mode="clip")
    after = np.zeros_like(before)
    after[1:] = np.take(table, np.take(page.codes, words.ends[:-1]), mode="clip")
    first = np.concatenate([[True], words.rows[1:] != words.rows[:-1]])
    kinds[:-1] = np.where(first, 5, np.maximum(before, after))
    return kinds


def _loud(seen: Seen) -> Flags:
    words = seen.words
    sentence = np.cumsum((seen.gaps[:-1] == STOP) | (seen.gaps[:-1] == OUTSIDE)) - 1
    count = int(sentence[-1]) + 1 if len(sentence) else 0
    plain = ~words.in_hashtag
    counts = np.bincount(sentence[plain] * SHAPES + words.shapes[plain], minlength=count * SHAPES).reshape(
        count, SHAPES
    )
    shouted, small, capital = counts[:, CAPITALS], counts[:, SMALL], counts[:, TITLE] + counts[:, CAPITALS]
    # Fewer are a cry, a title or a name, and no manner of writing.
    is_loud = ((shouted > 2) & (2 * (small + counts[:, TITLE]) <= shouted)) | (
        (capital > 5) & (2 * small <= capital)
    )
    in_loud: Flags = is_loud[sentence]
    return in_loud


def grams(page: Page, words: Words, at: Places) -> Places:
    """Slots of the ends of the words at the given places: a column for each of GRAMS."""
    starts, lengths = words.starts[at], words.ends[at] - words.starts[at]
    slots = np.empty((len(at), len(GRAMS)), dtype=np.int64)
    sums: Digests = np.zeros(len(at), dtype=np.uint64)
    for column, (length, is_front) in enumerate(GRAMS):
        # Each of one side goes on where the shorter one before it ended.
        begun = GRAMS[column - 1][0] if column and GRAMS[column - 1][1] == is_front else 0
        sums = sums if begun else np.zeros_like(sums)
        for step in range(begun, length):
            there = starts + (step if is_front else lengths - 1 - step)
            sums = sums * GRAM_STEP + np.take(page.lower, there, mode="clip") * (step < lengths)
        seed = np.uint64((column + 1) * int(GRAM_STEP) ** length % 2**64)
        slots[:, column] = (mixed(sums + seed) % np.uint64(GRAM_SLOTS)).astype(np.int64)
    return slots


def sparse(page: Page, seen: Seen, known: int) -> Places:
    """Rows of the linear weights that add up to each candidate's score, for a vocabulary of so many known words.

    Rows: one a kind of feature, a column a candidate.
    """
    words, at = seen.words, seen.candidates
    vocabulary = np.append(seen.vocabulary, known + 1)
    manner = np.append(seen.manners, LIST_CLASSES * SHAPES)
    around = [neighbours(words, at, offset) for offset in OFFSETS]
    columns = [np.take(vocabulary, there) + n * (known + 2) for n, there in enumerate(around)]
    base = len(OFFSETS) * (known + 2)
    columns += [slots + base + n * GRAM_SLOTS for n, slots in enumerate(grams(page, words, at).T)]
    base += len(GRAMS) * GRAM_SLOTS
    columns += [np.take(manner, around[n + 1]) + base + n * (LIST_CLASSES + 1) * SHAPES for n in range(3)]
    base += 3 * (LIST_CLASSES + 1) * SHAPES
    columns.append(base + seen.gaps[at].astype(np.int64) * SHAPES + words.shapes[at])
    return np.stack(columns)


def sparse_width(known: int) -> int:
    """How many rows the linear weights have."""
    return len(OFFSETS) * (known + 2) + len(GRAMS) * GRAM_SLOTS + 3 * (LIST_CLASSES + 1) * SHAPES + GAPS * SHAPES


def list_classes(fields: Bits) -> Places:
    """What the lists say of each word, in LIST_CLASSES classes; `list_facts` takes them apart."""
    f = fields.astype(np.int64)
    ranks = f[:, GIVEN] // 4 + 4 * (f[:, SURNAME] // 4) + 16 * (f[:, PLACE] // 4) + 64 * (f[:, ENGLISH] // 4)
    titled = np.digitize(f[:, TITLED], TITLED_LEVELS)
    classes: Places = ranks + 256 * f[:, PLAIN] + 512 * (f[:, REGION] | f[:, PLACE_PART]) + 1024 * titled
    return classes


def list_facts() -> list[Places]:
    """The single facts that each class of the lists is made of, each from 0 to 3."""
    classes = np.arange(LIST_CLASSES)
    return [*(classes // step % 4 for step in (1, 4, 16, 64, 1024)), classes // 256 % 2, classes // 512 % 2]


def dense(seen: Seen, at: Places, around: Places) -> list[Floats]:
    """What is known of each word and of its neighbours (a column an offset) as numbers of about 0 to 1, in columns."""
    count = len(seen.words.starts)
    blanks = np.eye(GAPS, dtype=np.float32)
    following = np.where(around[:, 3] < count, seen.gaps[np.minimum(at + 1, count)], 5)
    # Each word is described once, however many look at it.
    wanted = np.zeros(count + 1, dtype=bool)
    wanted[around] = wanted[count] = True
    facts = np.take(_facts(seen, np.flatnonzero(wanted[:-1])), (np.cumsum(wanted) - 1)[around], axis=0)
    beyond = (around == count).astype(np.float32)
    between = [np.take(blanks, kinds, axis=0) for kinds in (seen.gaps[at], following)]
    return [facts.reshape(len(at), -1), *between, beyond, _manner(seen.words, at)]


def _facts(seen: Seen, at: Places) -> Floats:
    """How each word is written and what the lists say of it; one row more, of noughts, for a word that is not there."""
    words = seen.words
    manner = np.stack([words.in_hashtag[at], np.minimum(words.ends[at] - words.starts[at], 12) / 12], axis=1)
    facts = np.zeros((len(at) + 1, SHAPE_ROWS.shape[1] + manner.shape[1] + len(FIELD_SCALES)), dtype=np.float32)
    columns = [np.take(SHAPE_ROWS, words.shapes[at], axis=0), manner, np.take(seen.fields, at, axis=0) * FIELD_SCALES]
    np.concatenate(columns, axis=1, out=facts[:-1], casting="same_kind")
    return facts


def _manner(words: Words, at: Places) -> Floats:
    """How each word's text is written: shares of its words in capitals, with a capital, small."""
    rows = int(words.rows[-1]) + 1 if len(words.rows) else 0
    counts = np.bincount(words.rows * SHAPES + words.shapes, minlength=rows * SHAPES).reshape(rows, SHAPES)
    shares = counts[:, [CAPITALS, TITLE, SMALL]] / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    return np.take(shares.astype(np.float32), words.rows[at], axis=0)


def _gap_table() -> Bits:
    table = np.zeros(128, dtype=np.uint8)
    for kind, characters in enumerate((".!?\n", ",;:", '()[]"*|', "#@"), 1):
        table[[ord(c) for c in characters]] = kind
    return table
