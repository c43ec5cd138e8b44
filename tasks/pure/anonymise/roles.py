"""Names that are words as well, told by a role or a place beside them: "nurse Joy", "Joy from the team", "near Sandwich"."""

import numpy as np

from tasks.pure.anonymise import features
from tasks.pure.anonymise.characters import Flags
from tasks.pure.anonymise.context import eponyms
from tasks.pure.anonymise.digest_table import Few
from tasks.pure.anonymise.features import BRITISH, ENGLISH, GIVEN, HEARD, KEPT, PLAIN, REGION, SURNAME, Seen
from tasks.pure.anonymise.spans import CONTEXT, PERSON, PLACE, Spans, together, uniform
from tasks.pure.anonymise.word_flags import (
    A_FROM,
    A_MONTH,
    A_ROLE,
    AT_A_PLACE,
    CALLED_SO,
    IS_KIN,
    IS_TOLD,
    OWNS,
    POSSESSIVE,
    Signs,
)
from tasks.pure.anonymise.words import CAPITALS, SMALL, TITLE, digests_of

# Logarithmic ranks of the word table.
COMMON_SURNAME, COMMON_GIVEN, BORNE_GIVEN, OFTEN_HEARD = 5, 12, 7, 12
# So many letters have what may be letters of the field.
LETTERS = 4
# Words that ask, and may stand before a surname.
ASKING = Few.of(digests_of(str.split("will may can does sue chase rob")))
# Gaps that end nothing (0) and commas (2), as features.gaps tells them.
NOTHING, COMMA = 0, 2


def borne(known: Seen, told: Signs) -> Spans:
    """People told by a role beside them, and places by "in" and "near"."""
    common = _common(known) & ~eponyms(known.words, told) & (told & (CALLED_SO | IS_KIN) == 0)
    people = _called(known, told) | _bearing(known, told) | _forenamed(known, told) | common
    parts = [(people, PERSON), (_near(known, told) & ~people, PLACE)]
    words = known.words
    return together(
        uniform(CONTEXT, words.starts[at], words.ends[at], np.full(len(at), kind, dtype=np.uint8))
        for at, kind in ((np.flatnonzero(flags), kind) for flags, kind in parts)
    )


def _next(flags: Flags, known: Seen, by: int, gap: int | None = NOTHING) -> Flags:
    """For each word, what the one so many further on says, where that is of the same text and directly follows."""
    there, rows = np.zeros(len(flags), dtype=bool), known.words.rows
    if by < len(flags):
        there[:-by] = flags[by:] & (rows[by:] == rows[:-by])
        there[:-1] &= True if gap is None else known.gaps[1:-1] == gap
    return there


def _called(known: Seen, told: Signs) -> Flags:
    """A name after a role: with a capital, or written small and listed as a name and as no word."""
    words, fields = known.words, known.fields
    role = (told & CALLED_SO > 0) & ~words.in_hashtag
    after = np.append(False, role[:-1] & (words.rows[1:] == words.rows[:-1]) & (known.gaps[1:-1] == NOTHING))
    given, plain = fields[:, GIVEN] > 0, fields[:, PLAIN] > 0
    titled = (words.shapes == TITLE) & (given | ~plain) & ~_next(words.shapes == TITLE, known, 1)
    small = (words.shapes == SMALL) & ~plain & (given | (fields[:, SURNAME] >= COMMON_SURNAME))
    # "NURSE TRESSOCK SAVED ME"
    shouted = (words.shapes == CAPITALS) & ~plain & (fields[:, HEARD] == 0) & (words.ends - words.starts > LETTERS)
    spoken_to = np.append(False, (told[:-1] & IS_TOLD > 0) & (words.rows[1:] == words.rows[:-1]) & (known.gaps[1:-1] == NOTHING))
    named = (after & (titled | small | shouted)) | (spoken_to & titled & (fields[:, GIVEN] >= BORNE_GIVEN))
    called: Flags = named & (fields[:, KEPT] == 0)
    return called


def _forenamed(known: Seen, told: Signs) -> Flags:
    """A given name that is a word as well, before what can only be a surname: "Mercy Tressock"."""
    words, fields = known.words, known.fields
    nothing_else = fields[:, [PLAIN, KEPT, features.PLACE, REGION, HEARD, ENGLISH]].max(axis=1) == 0
    written = np.isin(words.shapes, (TITLE, CAPITALS)) & ~words.in_hashtag
    surname = written & nothing_else & (words.ends - words.starts > LETTERS)
    asks = ASKING.hold(words.digests)
    given = (fields[:, GIVEN] >= BORNE_GIVEN) & (fields[:, HEARD] <= OFTEN_HEARD) & (fields[:, KEPT] == 0)
    long = (words.shapes == TITLE) | (words.ends - words.starts >= LETTERS)
    forename: Flags = written & given & long & ~asks & _next(surname, known, 1)
    # "ORLA TRESSOCK SAVED ME": where all is in capitals, the surname too.
    shouted = (words.shapes == CAPITALS) & surname
    forename |= shouted & np.append(False, forename[:-1] & (words.shapes[:-1] == CAPITALS))
    return forename


def _bearing(known: Seen, told: Signs) -> Flags:
    """A given name before a role: "Joy, my nurse", "Mark the OT", "Will from the crisis team"."""
    words = known.words
    role, owns = told & A_ROLE > 0, told & OWNS > 0
    owned = owns & (_next(role, known, 1) | _next(role, known, 2))
    name = (words.shapes == TITLE) & (known.fields[:, GIVEN] > 0) & (known.fields[:, KEPT] == 0) & ~words.in_hashtag
    follows = _next(owned, known, 1, COMMA) | _next(owned, known, 1) | _next((told & A_FROM > 0) & _next(owned, known, 1), known, 1)
    # "Aneeka's mum": somebody with kin is a person, listed or not
    somebody = (words.shapes == TITLE) & (known.fields[:, PLAIN] == 0) & (known.fields[:, KEPT] == 0)
    bearing: Flags = (name & follows) | (somebody & _next((told & POSSESSIVE > 0) & _next(told & IS_KIN > 0, known, 1), known, 1))
    return bearing


def _common(known: Seen) -> Flags:
    """A given name that thousands bear and that means nothing else."""
    fields = known.fields
    meaning = fields[:, PLAIN] | fields[:, KEPT] | fields[:, features.PLACE] | fields[:, REGION]
    common: Flags = (fields[:, GIVEN] >= COMMON_GIVEN) & (meaning == 0) & (known.words.shapes == TITLE) & ~known.words.in_hashtag
    return common


def _near(known: Seen, told: Signs) -> Flags:
    """A British place that is a word as well, after "in" or "near", where the words about are written small."""
    words, fields = known.words, known.fields
    place = (fields[:, BRITISH] > 0) & (fields[:, PLAIN] > 0) & (fields[:, GIVEN] == 0) & (fields[:, KEPT] == 0)
    place &= told & A_MONTH == 0
    small = np.append(False, (told[:-1] & AT_A_PLACE > 0) & (words.shapes[:-1] == SMALL) & (words.rows[1:] == words.rows[:-1]))
    near: Flags = place & (words.shapes == TITLE) & small & ~_next(words.shapes == TITLE, known, 1) & ~words.in_hashtag
    return near
