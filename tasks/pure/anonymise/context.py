"""What the words around prove: a title before a name, a clinical word after one."""

import numpy as np

from tasks.pure.anonymise.characters import Flags, Page
from tasks.pure.anonymise.features import GIVEN, KEPT, PLACE, PLACE_PART, PLAIN, REGION, SURNAME, Floats, Seen
from tasks.pure.anonymise.spans import CONTEXT, PERSON, Spans, uniform
from tasks.pure.anonymise.tagger import HANDLE_MARK
from tasks.pure.anonymise.word_flags import (
    A_HEAD,
    A_PARTICLE,
    A_THING_AFTER,
    A_TITLE,
    A_TO,
    AN_EPONYM,
    CALLED_SO,
    CONDITION,
    DETERMINES,
    IS_KIN,
    MEASURE,
    MERELY,
    NO_NAME_BEFORE,
    OF_THE_FIELD,
    POSSESSIVE,
    SHORT,
    Signs,
)
from tasks.pure.anonymise.words import CAPITALS, NUMERIC, SINGLE, SMALL, TITLE, Words

# So much of its sureness remains to a plain word that nothing around shows to be a name.
HARDLY = 0.3


def after_title(known: Seen, told: Signs) -> Spans:
    """A capitalised word after a title is a person's name, whatever else it means: "Dr Brown"."""
    words = known.words
    if not len(words.starts):
        return uniform(CONTEXT, words.starts, words.ends, np.zeros(0, dtype=np.uint8))
    title = (told & A_TITLE > 0) & ~words.in_hashtag
    follows = np.concatenate([[False], title[:-1] & (words.rows[1:] == words.rows[:-1])])
    near = np.concatenate([[False], words.starts[1:] - words.ends[:-1] <= 2])
    shaped = (words.shapes != SMALL) & (words.shapes != NUMERIC)
    kept, plain = known.fields[:, KEPT] > 0, known.fields[:, PLAIN] > 0
    shouted = (words.shapes == CAPITALS) & plain
    written_small = (words.shapes == SMALL) & ~plain & (words.ends - words.starts > 2)
    letters = words.ends - words.starts == 1
    particle = (told & A_PARTICLE > 0) | (letters & (words.shapes == SMALL) & (told & DETERMINES == 0))
    named = follows & near & (shaped | written_small | particle) & ~kept & ~shouted & ~title
    # "Dr van der Tarn"
    for _ in range(3):
        named[1:] |= (
            named[:-1] & particle[:-1] & near[1:] & (shaped | particle)[1:] & (words.rows[1:] == words.rows[:-1])
        )
    at = np.flatnonzero(named)
    return uniform(CONTEXT, words.starts[at], words.ends[at], np.full(len(at), PERSON, dtype=np.uint8))


def leniency(page: Page, known: Seen, told: Signs) -> Floats:
    """What the tagger's sureness of each word is worth: nothing for names of conditions, short titles and plain words
    that begin a sentence and cannot be names there, little for others that only begin one or follow "the" and the like.
    """
    begins, cannot = _merely_first(known, told)
    determined = _determined(known, told)
    never = eponyms(known.words, told) | _subject(page, known.words, told) | _things(known, told)
    never |= (begins & cannot) | (determined & (told & MERELY > 0)) | _shouted(known, told)
    hardly = begins | determined
    return np.where(never, 0, np.where(hardly, HARDLY, 1)).astype(np.float32)


def eponyms(words: Words, told: Signs) -> Flags:
    """The name of a condition or a test: before a clinical word, a possessive between or not."""
    clinical = told & CONDITION > 0
    same = words.rows[1:] == words.rows[:-1]
    named = np.zeros(len(words.starts), dtype=bool)
    named[:-1] |= clinical[1:] & same
    possessive = told & POSSESSIVE > 0
    named[:-2] |= possessive[1:-1] & clinical[2:] & (words.rows[2:] == words.rows[:-2])
    titled = (words.shapes[2:] == TITLE) | (words.shapes[2:] == SINGLE)
    capital = np.append(titled & (words.rows[2:] == words.rows[:-2]), [False, False])
    named[:-1] |= (told[:-1] & AN_EPONYM > 0) & possessive[1:] & same & ~capital[: len(named) - 1]
    # "Beck Depression Inventory", "Lewy body dementia"
    measure = (told[2:] & MEASURE > 0) & (words.shapes[1:-1] == words.shapes[2:])
    named[:-2] |= measure & (words.starts[2:] - words.ends[:-2] < 16) & (words.rows[2:] == words.rows[:-2])
    return named


def _subject(page: Page, words: Words, told: Signs) -> Flags:
    """Short titles, which tell nothing of who bears them, and letters of the field that also spell a name."""
    subject: Flags = (told & SHORT > 0) | ((words.shapes == CAPITALS) & (told & OF_THE_FIELD > 0))
    subject |= (told & MERELY > 0) & (words.shapes == SMALL)
    # "Nan cried", "Lady, please": kin and titles without a name behind them.
    named = np.append((words.shapes[1:] != SMALL) & (words.starts[1:] - words.ends[:-1] <= 2), False)
    behind = np.append(False, (words.shapes[:-1] == TITLE) & (words.starts[1:] - words.ends[:-1] == 1))
    subject |= (told & (CALLED_SO | IS_KIN | A_TITLE) > 0) & ~named & ~behind
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
    first = (
        ((known.gaps[:-1] == 1) | (known.gaps[:-1] == 5) | follows_handle)
        & (words.shapes == TITLE)
        & (fields[:, PLAIN] > 0)
    )
    unnamed = (fields[:, GIVEN] == 0) & (fields[:, SURNAME] == 0) & (fields[:, PLACE] == 0)
    small = np.append(words.shapes[1:] == SMALL, False)
    never = np.append((told[1:] & NO_NAME_BEFORE > 0) & (words.rows[1:] == words.rows[:-1]), False)
    # "Reading to Slough"
    towards = np.append((told[1:] & A_TO > 0) & np.append(words.shapes[2:] == TITLE, False), False)
    cannot = never | ((told & MERELY > 0) & ~towards)
    merely: Flags = first & small & (unnamed | cannot) & ~words.in_hashtag
    return merely, cannot


def _shouted(known: Seen, told: Signs) -> Flags:
    """A plain word that no list knows as a name, or that services are called, where every word has a capital."""
    fields = known.fields
    unnamed = (fields[:, GIVEN] | fields[:, SURNAME] | fields[:, PLACE] | fields[:, PLACE_PART] | fields[:, REGION]) == 0
    plain = (fields[:, PLAIN] > 0) & (unnamed | (told & (A_HEAD | MERELY) > 0))
    shouted: Flags = (plain | (told & DETERMINES > 0)) & ~known.words.in_hashtag & known.loud
    return shouted


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
