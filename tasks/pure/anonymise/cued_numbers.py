"""Addresses that only the word before them tells: postcodes and of machines; places in three words; spoken numbers."""

import re
from collections.abc import Iterator

import numpy as np

from tasks.pure.anonymise.characters import DIGIT, Page
from tasks.pure.anonymise.digest_table import Few
from tasks.pure.anonymise.spans import CONTACT, Found
from tasks.pure.anonymise.words import Words, digests_of

CUED = re.compile(
    r"(?<!\w)(?:"
    r"post ?code:? ?((?:[a-z] ?){1,2}(?:\d ?){1,2}\d ?[a-z] ?[a-z])"
    r"|(?:ip|address):? ?(\d{1,3}(?:\.\d{1,3}){3})"
    r")(?!\w)",
    re.IGNORECASE,
)
# A place on the map by three words, as its makers write it.
THREE_WORDS = re.compile(r"///[a-z]+\.[a-z]+\.[a-z]+(?!\w)", re.IGNORECASE)
SPOKEN = ("zero", "oh", "nought", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "double", "treble")
DIGESTS = Few.of(digests_of(SPOKEN))
WORD = f"(?:{'|'.join(SPOKEN)}|triple|hundred|thousand)"
NUMBER_IN_WORDS = re.compile(
    rf"(?<!\w)(?:(?:{WORD}[ ,-]+){{8,}}{WORD}|(?:oh|zero|nought)(?:[ ,-]+{WORD}){{6,}}"
    rf"|0\d{{3,4}}(?:[ ,-]+(?:{WORD}|\d+)){{2,}})(?!\w)",
    re.IGNORECASE,
)
LEAST_SPOKEN, SLASH = 6, ord("/")
CUES = "address|ip|post|postcode"
CUE_DIGESTS = Few.of(digests_of(CUES.split("|")))


def cued_numbers(page: Page, words: Words) -> Iterator[Found]:
    """Numbers behind a word that says whose they are, without that word; and places in three words."""
    digits = np.flatnonzero((page.bits & DIGIT) > 0)
    numbered = np.unique(page.row_of(digits[:-1][np.diff(digits) < 8]))
    cued = np.unique(words.rows[CUE_DIGESTS.hold(words.digests)])
    for row in np.intersect1d(numbered, cued).tolist():
        for match in CUED.finditer(page.text, int(page.begins[row]), int(page.ends[row])):
            yield *match.span(match.lastindex or 0), CONTACT
    slashes = np.flatnonzero((page.codes[:-2] == SLASH) & (page.codes[1:-1] == SLASH) & (page.codes[2:] == SLASH))
    for row in np.unique(page.row_of(slashes)).tolist():
        for match in THREE_WORDS.finditer(page.text, int(page.begins[row]), int(page.ends[row])):
            yield *match.span(), CONTACT


def spoken_numbers(page: Page, words: Words) -> Iterator[Found]:
    """Telephone numbers that are said digit by digit, or begin in digits and go on in words."""
    rows, counts = np.unique(words.rows[DIGESTS.hold(words.digests)], return_counts=True)
    digits = np.flatnonzero((page.bits & DIGIT) > 0)
    mixed = np.intersect1d(rows, page.row_of(digits[:-3][digits[3:] - digits[:-3] == 3]))
    for row in np.union1d(rows[counts >= LEAST_SPOKEN], mixed).tolist():
        for match in NUMBER_IN_WORDS.finditer(page.text, int(page.begins[row]), int(page.ends[row])):
            yield *match.span(), CONTACT
