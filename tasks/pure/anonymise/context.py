"""What the words around tell for certain: a title before a name, a clinical word after one."""

from collections import defaultdict
from functools import cache

import numpy as np

from tasks.pure.anonymise.characters import Bits, Flags
from tasks.pure.anonymise.features import GIVEN, KEPT, PLACE, PLAIN, SURNAME, Floats, Seen
from tasks.pure.anonymise.spans import CONTEXT, PERSON, Spans, uniform
from tasks.pure.anonymise.table import Table
from tasks.pure.anonymise.tagger import HANDLE_MARK
from tasks.pure.anonymise.words import CAPITALS, MIXED, NUMERIC, SINGLE, SMALL, TITLE, Words, digests_of

TITLES = ("dr", "prof", "professor", "mr", "mrs", "ms", "sir", "dame", "cllr", "revd")
# Bell's palsy, Parkinson disease: the name of a condition is nobody's.
CLINICAL = str.split(
    "palsy disease syndrome disorder lymphoma chorea dementia encephalopathy psychosis aphasia area sign test scale "
    "inventory criteria law act contracture ataxia tumour tumor anaemia anemia reflex stain thyroiditis sarcoma "
    "oesophagus esophagus phenomenon manoeuvre maneuver index score questionnaire curve hierarchy"
)


NOT_AFTER = str.split("my your our their his her its the a an this that these those of under over into upon early talk")
DETERMINER = str.split("my your our their his her the a an this that every each no some")


SHORT_TITLES, LETTERS = ("dr", "drs", "mr", "ms"), ("nice", "ot", "ots", "aims", "sad")
# What a word tells, as bits.
SIGNS = (TITLES, CLINICAL, NOT_AFTER, DETERMINER, SHORT_TITLES, LETTERS, ["s"])
A_TITLE, CONDITION, NO_NAME_BEFORE, DETERMINES, SHORT, OF_THE_FIELD, POSSESSIVE = (1 << n for n in range(len(SIGNS)))
# So much of its sureness remains to a plain word that nothing around shows to be a name.
HARDLY = 0.3


@cache
def _table() -> tuple[Table, Bits]:
    bits: dict[int, int] = defaultdict(int)
    for n, these in enumerate(SIGNS):
        for digest in digests_of(these).tolist():
            bits[digest] |= 1 << n
    every = sorted(bits)
    return Table.of(np.array(every, dtype=np.uint64)), np.array([*(bits[digest] for digest in every), 0], dtype=np.uint8)


def signs(words: Words) -> Bits:
    """What each word tells of those beside it."""
    table, bits = _table()
    return bits[table.find(words.digests)]


def after_title(known: Seen, told: Bits) -> Spans:
    """A capitalised word after a title is a person's name, whatever else it means: "Dr Brown"."""
    words = known.words
    if not len(words.starts):
        return uniform(CONTEXT, words.starts, words.ends, np.zeros(0, dtype=np.uint8))
    title = (told & A_TITLE > 0) & (words.shapes != SMALL) & ~words.in_hashtag
    follows = np.concatenate([[False], title[:-1] & (words.rows[1:] == words.rows[:-1])])
    near = np.concatenate([[False], words.starts[1:] - words.ends[:-1] <= 2])
    shaped = np.isin(words.shapes, (TITLE, CAPITALS, MIXED, SINGLE)) & (words.shapes != NUMERIC)
    kept = known.fields[:, KEPT] > 0
    shouted = (words.shapes == CAPITALS) & (known.fields[:, PLAIN] > 0)
    at = np.flatnonzero(follows & near & shaped & ~kept & ~shouted & ~title)
    return uniform(CONTEXT, words.starts[at], words.ends[at], np.full(len(at), PERSON, dtype=np.uint8))


def leniency(known: Seen, told: Bits) -> Floats:
    """What the tagger's sureness of each word is worth: nothing for names of conditions and short titles, little for
    plain words that only begin a sentence or follow "the" and the like.
    """
    never = _eponyms(known.words, told) | _subject(known.words, told)
    hardly = _merely_first(known, told) | _determined(known, told)
    return np.where(never, 0, np.where(hardly, HARDLY, 1)).astype(np.float32)


def _eponyms(words: Words, told: Bits) -> Flags:
    """The name of a condition or a test: before a clinical word, a possessive between or not."""
    clinical = told & CONDITION > 0
    same = words.rows[1:] == words.rows[:-1]
    named = np.zeros(len(words.starts), dtype=bool)
    named[:-1] |= clinical[1:] & same
    possessive = told & POSSESSIVE > 0
    named[:-2] |= possessive[1:-1] & clinical[2:] & (words.rows[2:] == words.rows[:-2])
    return named


def _subject(words: Words, told: Bits) -> Flags:
    """Short titles, which tell nothing of who bears them, and letters of the field that also spell a name."""
    subject: Flags = (told & SHORT > 0) | ((words.shapes == CAPITALS) & (told & OF_THE_FIELD > 0))
    return subject


def _merely_first(known: Seen, told: Bits) -> Flags:
    """A plain word that begins a sentence: no list knows it as a name, or what follows does not follow a name."""
    words, fields = known.words, known.fields
    follows_handle = np.concatenate([[False], words.digests[:-1] == np.uint64(HANDLE_MARK)])
    first = (np.isin(known.gaps[:-1], (1, 5)) | follows_handle) & (words.shapes == TITLE) & (fields[:, PLAIN] > 0)
    unnamed = (fields[:, GIVEN] == 0) & (fields[:, SURNAME] == 0) & (fields[:, PLACE] == 0)
    small = np.append(words.shapes[1:] == SMALL, False)
    never = np.append((told[1:] & NO_NAME_BEFORE > 0) & (words.rows[1:] == words.rows[:-1]), False)
    merely: Flags = first & small & (unnamed | never) & ~words.in_hashtag
    return merely


def _determined(known: Seen, told: Bits) -> Flags:
    """A plain word after "my", "the" and the like, with nothing capitalised after it: "My Ward round"."""
    words = known.words
    plain = (words.shapes == TITLE) & (known.fields[:, PLAIN] > 0)
    after = np.append(False, (told[:-1] & DETERMINES > 0) & (words.rows[1:] == words.rows[:-1]))
    determined: Flags = plain & after & np.append(words.shapes[1:] == SMALL, False)
    return determined
