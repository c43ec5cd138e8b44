"""Numbers that only the word before them tells: postcodes, telephone numbers in odd groups; machines; places in three words."""

import re
from collections.abc import Iterator

import numpy as np

from tasks.pure.anonymise.characters import DIGIT, Page, Places
from tasks.pure.anonymise.digest_table import Few
from tasks.pure.anonymise.spans import CONTACT, Found
from tasks.pure.anonymise.words import Words, digests_of

CODE = r"(?: ?(?:no|nr|is|was|in|area)\b\.?){0,2} ?[:#=]? ?"
# Who is asked to ring is told a number, whatever its groups.
CALLS = "call ring phone tel telephone text txt whatsapp mob mobile cell dial fax ph bel appelez llama chiama ruf anrufen wa"
CALL = rf"(?:{'|'.join(CALLS.split())})(?: (?:me|us|them|now|on|at|number|no|nr|is|the|al|le)\b\.?){{0,3}} ?[:=.]? ?"
CUED = re.compile(
    r"(?<!\w)(?:"
    rf"post ?code{CODE}((?:[a-z] ?){{1,2}}(?:\d ?){{1,2}}-? ?\d ?[a-z] ?[a-z]|[a-z]{{1,2}}\d{{1,2}}[a-z]?)"
    rf"|(?:eir ?code|post ?code){CODE}([a-z]\d[\dw] ?[a-z\d]{{4}}|\d{{4,5}})"
    rf"|(?:zip(?: ?code)?|plz|postleitzahl|cap|cp|pin ?code|pin){CODE}(\d{{5}}(?:-\d{{4}})?|\d{{3}} ?\d{{3}})"
    r"|(?:ip|address):? ?(?:is )?(\d{1,3}(?:\.\d{1,3}){3})"
    r"|(bfpo \d{1,4})"
    rf"|{CALL}(\(?\d(?:[ ()./_*~-]{{0,2}}\d){{6,13}})"
    r")(?!\w)",
    re.IGNORECASE,
)
# Addresses of machines, which have a form of their own.
MACHINE = re.compile(
    r"(?<![\w:])(?:(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}|(?=[0-9a-f:]*[0-9]:)(?:[0-9a-f]{1,4}:{1,2}){3,7}[0-9a-f]{1,4})(?![\w:])",
    re.IGNORECASE,
)
# A place on the map by three words, as its makers write it.
THREE_WORDS = re.compile(r"///[a-z]+\.[a-z]+\.[a-z]+(?!\w)", re.IGNORECASE)
SLASH, COLON = ord("/"), ord(":")
CODES = "address ip post postcode eircode eir zip zipcode plz postleitzahl cap cp pin pincode bfpo"
CODE_CUES, CALL_CUES = (Few.of(digests_of(cues.split())) for cues in (CODES, CALLS))
LONGEST_CALL = 24


def behind(cues: Few, pattern: re.Pattern[str], page: Page, words: Words, rows: Places) -> Iterator[re.Match[str]]:
    """What a pattern matches from where one of its cues stands, in the texts given, in their order."""
    wanted = np.zeros(page.rows, dtype=bool)
    wanted[rows] = True
    at = np.flatnonzero(cues.hold(words.digests))
    at = at[wanted[words.rows[at]]]
    for start, end in zip(words.starts[at].tolist(), page.ends[words.rows[at]].tolist(), strict=True):
        if match := pattern.match(page.text, start, end):
            yield match


def cued_numbers(page: Page, words: Words) -> Iterator[Found]:
    """Numbers behind a word that says whose they are, without that word; and places in three words."""
    digits = np.flatnonzero((page.bits & DIGIT) > 0)
    long = digits[:-6][digits[6:] - digits[:-6] < LONGEST_CALL]
    for cues, numbered in ((CODE_CUES, digits), (CALL_CUES, long)):
        for match in behind(cues, CUED, page, words, np.unique(page.row_of(numbered))):
            yield *match.span(match.lastindex or 0), CONTACT
    colons = np.flatnonzero(page.codes == COLON)
    for row in np.unique(page.row_of(colons[:-2][colons[2:] - colons[:-2] < 11])).tolist():
        yield from ((*match.span(), CONTACT) for match in MACHINE.finditer(page.text, int(page.begins[row]), int(page.ends[row])))
    slashes = np.flatnonzero((page.codes[:-2] == SLASH) & (page.codes[1:-1] == SLASH) & (page.codes[2:] == SLASH))
    for row in np.unique(page.row_of(slashes)).tolist():
        for match in THREE_WORDS.finditer(page.text, int(page.begins[row]), int(page.ends[row])):
            yield *match.span(), CONTACT
