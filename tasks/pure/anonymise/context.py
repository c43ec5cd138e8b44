"""What the words around tell for certain: a title before a name, a clinical word after one."""

from collections import defaultdict
from functools import cache

import numpy as np
from numpy.typing import NDArray

from tasks.pure.anonymise.characters import Flags, Page
from tasks.pure.anonymise.features import GIVEN, KEPT, PLACE, PLAIN, SURNAME, Floats, Seen
from tasks.pure.anonymise.spans import CONTEXT, PERSON, Spans, uniform
from tasks.pure.anonymise.table import Table
from tasks.pure.anonymise.tagger import HANDLE_MARK
from tasks.pure.anonymise.words import CAPITALS, MIXED, NUMERIC, SINGLE, SMALL, TITLE, Words, digests_of

Signs = NDArray[np.uint16]

TITLES = ("dr", "prof", "professor", "mr", "mrs", "ms", "sir", "dame", "cllr", "revd")
# Bell's palsy, Parkinson disease: the name of a condition is nobody's.
CLINICAL = str.split(
    "palsy disease syndrome disorder lymphoma chorea dementia encephalopathy psychosis aphasia area sign test scale "
    "inventory criteria law act contracture ataxia tumour tumor anaemia anemia reflex stain thyroiditis sarcoma "
    "oesophagus esophagus phenomenon manoeuvre maneuver index score questionnaire curve hierarchy"
)


NOT_AFTER = str.split(
    "my your our their his her its the a an this that these those of under over into upon early talk about through up out "
    "down back me us them him it everyone someone all some how what why if manager round rounds"
)
DETERMINER = str.split("my your our their his her the a an this that every each no some")


SHORT_TITLES, LETTERS = ("dr", "drs", "mr", "ms"), ("nice", "ot", "ots", "aims", "sad")
# Who bears one of these may be called by it or after it: "nurse Joy", "Joy, my nurse".
ROLES = str.split(
    "nurse nurses sister matron cpn cpns hca ot physio midwife keyworker worker coordinator counsellor therapist psychologist "
    "psychiatrist consultant doctor gp paramedic receptionist pharmacist carer advocate volunteer manager friend aunt "
    "auntie uncle nephew niece cousin neighbour lady team crew ward unit reception staff"
)
CALLED = str.split("nurse sister matron cpn hca ot physio midwife keyworker worker coordinator counsellor therapist psychologist "
                   "psychiatrist consultant paramedic receptionist pharmacist friend aunt auntie uncle cousin")  # fmt: skip
OWNED, PLACED = str.split("my our the her his"), str.split("in near around outside")
# After these a plain word written small is a thing: "with grace".
THINGS = str.split("with by of the some such a an and for my your our his her this that no more much have has had any")
# What a word tells, as bits.
SIGNS = (TITLES, CLINICAL, NOT_AFTER, DETERMINER, SHORT_TITLES, LETTERS, ["s"], ROLES, CALLED, OWNED, PLACED, THINGS,
         ["from"], ["reading", "ward"], ["to"], str.split("inventory scale questionnaire dementia"))  # fmt: skip
(A_TITLE, CONDITION, NO_NAME_BEFORE, DETERMINES, SHORT, OF_THE_FIELD, POSSESSIVE, A_ROLE, CALLED_SO, OWNS, AT_A_PLACE,
 A_THING_AFTER, A_FROM, MERELY, A_TO, MEASURE) = (1 << n for n in range(len(SIGNS)))  # fmt: skip
# So much of its sureness remains to a plain word that nothing around shows to be a name.
HARDLY = 0.3


@cache
def _table() -> tuple[Table, Signs]:
    bits: dict[int, int] = defaultdict(int)
    for n, these in enumerate(SIGNS):
        for digest in digests_of(these).tolist():
            bits[digest] |= 1 << n
    every = sorted(bits)
    return Table.of(np.array(every, dtype=np.uint64)), np.array([*(bits[digest] for digest in every), 0], dtype=np.uint16)


def signs(words: Words) -> Signs:
    """What each word tells of those beside it."""
    table, bits = _table()
    return bits[table.find(words.digests)]


def after_title(known: Seen, told: Signs) -> Spans:
    """A capitalised word after a title is a person's name, whatever else it means: "Dr Brown"."""
    words = known.words
    if not len(words.starts):
        return uniform(CONTEXT, words.starts, words.ends, np.zeros(0, dtype=np.uint8))
    title = (told & A_TITLE > 0) & ~words.in_hashtag
    follows = np.concatenate([[False], title[:-1] & (words.rows[1:] == words.rows[:-1])])
    near = np.concatenate([[False], words.starts[1:] - words.ends[:-1] <= 2])
    shaped = np.isin(words.shapes, (TITLE, CAPITALS, MIXED, SINGLE)) & (words.shapes != NUMERIC)
    kept, plain = known.fields[:, KEPT] > 0, known.fields[:, PLAIN] > 0
    shouted = (words.shapes == CAPITALS) & plain
    written_small = (words.shapes == SMALL) & ~plain & (words.ends - words.starts > 2)
    at = np.flatnonzero(follows & near & (shaped | written_small) & ~kept & ~shouted & ~title)
    return uniform(CONTEXT, words.starts[at], words.ends[at], np.full(len(at), PERSON, dtype=np.uint8))


def leniency(page: Page, known: Seen, told: Signs) -> Floats:
    """What the tagger's sureness of each word is worth: nothing for names of conditions, short titles and plain words
    that begin a sentence and cannot be names there, little for others that only begin one or follow "the" and the like.
    """
    begins, cannot = _merely_first(known, told)
    never = eponyms(known.words, told) | _subject(page, known.words, told) | (begins & cannot)
    hardly = begins | _determined(known, told) | _things(known, told)
    return np.where(never, 0, np.where(hardly, HARDLY, 1)).astype(np.float32)


def eponyms(words: Words, told: Signs) -> Flags:
    """The name of a condition or a test: before a clinical word, a possessive between or not."""
    clinical = told & CONDITION > 0
    same = words.rows[1:] == words.rows[:-1]
    named = np.zeros(len(words.starts), dtype=bool)
    named[:-1] |= clinical[1:] & same
    possessive = told & POSSESSIVE > 0
    named[:-2] |= possessive[1:-1] & clinical[2:] & (words.rows[2:] == words.rows[:-2])
    # "Beck Depression Inventory", "Lewy body dementia"
    measure = (told[2:] & MEASURE > 0) & (words.shapes[1:-1] == words.shapes[2:])
    named[:-2] |= measure & (words.starts[2:] - words.ends[:-2] < 16) & (words.rows[2:] == words.rows[:-2])
    return named


def _subject(page: Page, words: Words, told: Signs) -> Flags:
    """Short titles, which tell nothing of who bears them, and letters of the field that also spell a name."""
    subject: Flags = (told & SHORT > 0) | ((words.shapes == CAPITALS) & (told & OF_THE_FIELD > 0))
    # "A&E", "R&D"
    alone = (words.shapes == SINGLE) & (words.ends - words.starts == 1)
    joined = (words.starts[1:] - words.ends[:-1] == 1) & (page.codes[words.ends[:-1]] == ord("&"))
    pair = alone[1:] & alone[:-1] & joined
    subject[1:] |= pair
    subject[:-1] |= pair
    return subject


def _merely_first(known: Seen, told: Signs) -> tuple[Flags, Flags]:
    """Plain words that begin a sentence and no list knows as names, and those after which follows what follows no name."""
    words, fields = known.words, known.fields
    follows_handle = np.concatenate([[False], words.digests[:-1] == np.uint64(HANDLE_MARK)])
    first = (np.isin(known.gaps[:-1], (1, 5)) | follows_handle) & (words.shapes == TITLE) & (fields[:, PLAIN] > 0)
    unnamed = (fields[:, GIVEN] == 0) & (fields[:, SURNAME] == 0) & (fields[:, PLACE] == 0)
    small = np.append(words.shapes[1:] == SMALL, False)
    never = np.append((told[1:] & NO_NAME_BEFORE > 0) & (words.rows[1:] == words.rows[:-1]), False)
    # "Reading to Slough"
    towards = np.append((told[1:] & A_TO > 0) & np.append(words.shapes[2:] == TITLE, False), False)
    cannot = never | ((told & MERELY > 0) & ~towards)
    merely: Flags = first & small & (unnamed | cannot) & ~words.in_hashtag
    return merely, cannot


def _things(known: Seen, told: Signs) -> Flags:
    """A plain word written small after "with", "the" and the like."""
    words = known.words
    after = np.append(False, (told[:-1] & A_THING_AFTER > 0) & (words.rows[1:] == words.rows[:-1]))
    listed = (known.fields[:, PLAIN] > 0) & (known.fields[:, GIVEN] > 0) & (known.fields[:, PLACE] == 0)
    things: Flags = after & (words.shapes == SMALL) & listed
    return things


def _determined(known: Seen, told: Signs) -> Flags:
    """A plain word after "my", "the" and the like, with nothing capitalised after it: "My Ward round"."""
    words = known.words
    plain = (words.shapes == TITLE) & (known.fields[:, PLAIN] > 0)
    after = np.append(False, (told[:-1] & DETERMINES > 0) & (words.rows[1:] == words.rows[:-1]))
    determined: Flags = plain & after & np.append(words.shapes[1:] == SMALL, False)
    return determined
