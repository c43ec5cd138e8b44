"""Names written small, or unknown to the tagger: told by lists of names, by who stands beside them, by what they do."""

import numpy as np

from tasks.pure.anonymise.characters import DIGIT, Flags, Page
from tasks.pure.anonymise.features import ENGLISH, GIVEN, HEARD, KEPT, PLAIN, RARE, REGION, SURNAME, TITLED, Seen
from tasks.pure.anonymise.spaced_scripts import without_capital
from tasks.pure.anonymise.spans import CONTEXT, PERSON, Spans, uniform
from tasks.pure.anonymise.word_flags import (
    A_TITLE,
    ACTS,
    CALLED_NAMES,
    CALLED_SO,
    DETERMINES,
    DO,
    DOES_NOT,
    IS_KIN,
    PRAISED,
    SLANG,
    SO_MUCH,
    WAS,
    Signs,
)
from tasks.pure.anonymise.words import SMALL, TITLE

SHORTEST, SHORTEST_UNKNOWN = 3, 4
# Fifteenths of a forum's writers who give a word a capital, from which it is rather a name.
OFTEN_TITLED = 6
SELDOM_HEARD, LONG_RUN, FEWEST_FOREIGN, BORNE_GIVEN = 7, 4, 4, 7
APOSTROPHES, JOINED, SPACES = (np.array([ord(c) for c in signs], dtype=np.uint32) for signs in ("'’", "'’/@_", " -"))


def small_names(page: Page, known: Seen, told: Signs) -> Spans:
    """People whom no capital shows, and people who do what people do."""
    plainly = _plainly(page, known)
    unlisted = _unknown(known) & plainly
    somehow = _somehow_named(page, known)
    listed, weak = _listed(known, told) & plainly, _weak(known, told, unlisted, somehow & plainly)
    near = _near(page, known)
    named = listed | _in_short_run(listed | weak, listed | somehow, near)
    # A plain word that is a surname as well, after a given name: "ngoc tang".
    fields = known.fields
    surname = (known.words.shapes == SMALL) & (fields[:, SURNAME] > 1) & (fields[:, HEARD] <= SELDOM_HEARD) & (fields[:, KEPT] == 0)
    named[1:] |= listed[:-1] & near & (surname | plainly)[1:] & (told[1:] & SLANG == 0)
    named &= ~_foreign(known) & ~without_capital(page, known.words)
    at = np.flatnonzero(named | _acting(known, told, listed | unlisted) | _called(known, told, listed | unlisted))
    words = known.words
    return uniform(CONTEXT, words.starts[at], words.ends[at], np.full(len(at), PERSON, dtype=np.uint8))


def _foreign(known: Seen) -> Flags:
    """Words of a text in another language, in which whatever no list knows is a plain word."""
    words, fields = known.words, known.fields
    small = (words.shapes == SMALL) & (words.ends - words.starts > 1) & ~words.in_hashtag
    unheard = small & (fields[:, ENGLISH] == 0) & (fields[:, HEARD] == 0)
    rows = int(words.rows[-1]) + 1 if len(words.rows) else 0
    every, unknown = (np.bincount(words.rows[flags], minlength=rows) for flags in (small, unheard))
    foreign: Flags = ((unknown >= FEWEST_FOREIGN) & (2 * unknown > every))[words.rows]
    return foreign


def _plainly(page: Page, known: Seen) -> Flags:
    """Words of letters that stand alone: in no hashtag, no part of "don't" or of a path."""
    words = known.words
    end = len(page.codes) - 1
    after = page.codes[np.minimum(words.ends, end)]
    before = page.codes[np.maximum(words.starts - 1, 0)]
    negated = np.isin(after, APOSTROPHES) & (page.lower[np.minimum(words.ends + 1, end)] == ord("t"))
    joined = np.isin(before, JOINED) & (words.starts > 0)
    signs = np.concatenate([[0], np.cumsum((page.bits & DIGIT > 0) | (page.codes == ord("_")))])
    signed = signs[words.ends] > signs[words.starts]
    # "sooo", "hereee"
    drawn = np.concatenate([[0], np.cumsum((page.lower[2:] == page.lower[1:-1]) & (page.lower[1:-1] == page.lower[:-2]))])
    last = len(drawn) - 1
    long_drawn = drawn[np.minimum(words.ends, last)] > drawn[np.minimum(words.starts, last)]
    nameless = (known.fields[:, PLAIN] == 0) & (known.fields[:, KEPT] == 0)
    odd = words.in_hashtag | negated | joined | long_drawn | signed
    alone: Flags = nameless & ~odd & (words.ends - words.starts >= SHORTEST)
    return alone


def _listed(known: Seen, told: Signs) -> Flags:
    """Given names written small that mean nothing else; not after "my" and the like."""
    fields = known.fields
    determined = np.append(False, told[:-1] & DETERMINES > 0)
    given = (fields[:, GIVEN] > 0) & (fields[:, REGION] == 0) & ((fields[:, TITLED] >= OFTEN_TITLED) | (fields[:, HEARD] == 0))
    listed: Flags = (known.words.shapes == SMALL) & (given | (fields[:, RARE] > 0)) & (told & SLANG == 0)
    listed &= ~determined
    return listed


def _unknown(known: Seen) -> Flags:
    """Words written small that no list knows but as a surname."""
    fields, words = known.fields, known.words
    unheard = (fields[:, ENGLISH] == 0) & (fields[:, HEARD] == 0)
    nothing = unheard | ((fields[:, SURNAME] > 0) & (fields[:, TITLED] >= OFTEN_TITLED))
    long = words.ends - words.starts >= SHORTEST_UNKNOWN
    unknown: Flags = (words.shapes == SMALL) & nothing & long
    return unknown


def _somehow_named(page: Page, known: Seen) -> Flags:
    """Words that are a name among other things, or are written with an accent."""
    fields, words = known.fields, known.words
    proper = (fields[:, TITLED] >= OFTEN_TITLED) & (fields[:, ENGLISH] == 0)
    accented = ((page.codes >= 0xC0) & (page.codes < 0x250)) | ((page.codes >= 0x1E00) & (page.codes < 0x1F00))
    accents = np.concatenate([[0], np.cumsum(accented)])
    named: Flags = (fields[:, GIVEN] > 0) | (fields[:, SURNAME] > 0) | proper | (accents[words.ends] > accents[words.starts])
    return named


def _weak(known: Seen, told: Signs, unlisted: Flags, somehow: Flags) -> Flags:
    """Words written small that may name somebody beside another such: names with other uses, and words of no list."""
    weak: Flags = (unlisted | (somehow & (known.words.shapes == SMALL))) & (told & SLANG == 0)
    return weak


def _in_short_run(flags: Flags, named: Flags, near: Flags) -> Flags:
    """Words in a run of two or three side by side, of which one is a name: more of them are another language."""
    breaks = np.append(True, ~(near & flags[1:] & flags[:-1]))[: len(flags)]
    run = np.cumsum(breaks) - 1
    lengths = np.bincount(run)[run] if len(run) else run
    names = np.bincount(run, weights=(named & flags)[: len(run)])[run] if len(flags) else run
    short: Flags = flags & (lengths > 1) & (lengths < LONG_RUN) & (names > 0)
    return short


def _near(page: Page, known: Seen) -> Flags:
    words = known.words
    spaced = (words.starts[1:] - words.ends[:-1] == 1) & np.isin(page.codes[words.ends[:-1]], SPACES)
    near: Flags = spaced & (words.rows[1:] == words.rows[:-1])
    return near


def _acting(known: Seen, told: Signs, likely: Flags) -> Flags:
    """Who rang, listened or was lovely: "Velu rang", "tamsyn was lovely"."""
    praised = _following(told & PRAISED > 0, known)
    praised |= _following((told & SO_MUCH > 0) & praised, known)
    does = _following(told & DO > 0, known)
    # "didn't listen": the "t" is a word of its own.
    failing = (told & DOES_NOT > 0) & (does | _after_next(told & DO > 0, known))
    acts = _following((told & ACTS > 0) | failing, known) | _following((told & WAS > 0) & praised, known)
    fields = known.fields
    capital = (known.words.shapes == TITLE) & ~known.loud & (fields[:, KEPT] == 0) & ~known.words.in_hashtag
    given = (fields[:, GIVEN] > 0) & ((fields[:, PLAIN] == 0) | (fields[:, GIVEN] >= BORNE_GIVEN))
    somebody = capital & (given | ((fields[:, PLAIN] == 0) & (fields[:, REGION] == 0) & (fields[:, HEARD] == 0)))
    acting: Flags = acts & (somebody | likely) & (told & (CALLED_SO | IS_KIN | A_TITLE) == 0)
    return acting


def _called(known: Seen, told: Signs, likely: Flags) -> Flags:
    """Who is called so: "a nurse called Velu"."""
    words, fields = known.words, known.fields
    called = np.zeros(len(likely), dtype=bool)
    called[1:] = (told[:-1] & CALLED_NAMES > 0) & (words.rows[1:] == words.rows[:-1]) & (known.gaps[1:-1] == 0)
    name = (words.shapes == TITLE) & ((fields[:, GIVEN] > 0) | ((fields[:, PLAIN] == 0) & (fields[:, HEARD] == 0)))
    so: Flags = called & (name | likely) & (fields[:, KEPT] == 0) & ~words.in_hashtag
    return so


def _following(flags: Flags, known: Seen) -> Flags:
    following = np.zeros(len(flags), dtype=bool)
    following[:-1] = flags[1:] & (known.words.rows[1:] == known.words.rows[:-1]) & (known.gaps[1:-1] == 0)
    return following


def _after_next(flags: Flags, known: Seen) -> Flags:
    """For each word, what the second after it says, in the same text."""
    there = np.zeros(len(flags), dtype=bool)
    there[:-2] = flags[2:] & (known.words.rows[2:] == known.words.rows[:-2])
    return there
