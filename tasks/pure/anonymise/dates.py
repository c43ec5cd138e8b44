"""Full dates by which somebody is known: of birth, and any written in numbers of a year in which authors were born."""

import re
from collections.abc import Iterator

import numpy as np

from tasks.pure.anonymise.characters import DIGIT, Page
from tasks.pure.anonymise.digest_table import Few
from tasks.pure.anonymise.spans import DATE, Found
from tasks.pure.anonymise.words import Words, digests_of

PROOF = {
    "dob 3/4/81, 14 stone": "dob [DATE], 14 stone",
    "d.o.b. 03.04.1981": "d.o.b. [DATE]",
    "born 3rd April 1981 in a storm": "born [DATE] in a storm",
    "my son was born on the 3rd of April 2012": "my son was born on the [DATE]",
    "April 3, 1981 is my birthday": "[DATE] is my birthday",
    "the form says 03/04/1981 twice": "the form says [DATE] twice",
    "date of birth: 1981-04-03": "date of birth: [DATE]",
    # Days of what happened are nobody's.
    "we met on 03/04/2013": "we met on 03/04/2013",
    "the NHS began on 5 July 1948": "the NHS began on 5 July 1948",
    "born in April, my birthday is on the 3rd": "born in April, my birthday is on the 3rd",
    "on 11/09/2001 I was at work": "on 11/09/2001 I was at work",
    "10/11 of us, 3.4.1 is out, 24/7": "10/11 of us, 3.4.1 is out, 24/7",
}
MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
IN_NUMBERS = r"\d{1,2} ?([/.-]) ?\d{1,2} ?\1 ?(?:(?:19|20)\d\d|\d\d)|(?:19|20)\d\d-\d\d-\d\d"
IN_WORDS = (
    rf"\d{{1,2}}(?:st|nd|rd|th)?[ -](?:of )?{MONTH},?[ -](?:19|20)?\d\d"
    rf"|{MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? (?:19|20)\d\d"
)
ANY = re.compile(rf"(?<![\w/.-])(?:{IN_NUMBERS}|{IN_WORDS})(?![\w/-]|\.\d)", re.IGNORECASE)
# Of a year in which somebody who writes may have been born, and not of a day that everybody knows.
YEAR = r"(?:19[1-9]\d|200[0-4])"
OF_A_LIFE = re.compile(rf"(?<![\w/.-])(?:\d{{1,2}}([/.-])\d{{1,2}}\1{YEAR}|{YEAR}-\d\d-\d\d)(?![\w/-]|\.\d)")
KNOWN = re.compile(r"(?:0?9[/.-]11|11[/.-]0?9)[/.-]2001|2001-09-11")
BIRTH = re.compile(r"(?<!\w)(?:d\.?o\.?b\b|date of birth|birth ?date|birthday|bday|b-day|born|née)", re.IGNORECASE)
CUE_DIGESTS = Few.of(digests_of(["dob", "d", "birth", "birthdate", "birthday", "bday", "born", "née"]))
# How far from the word that tells it a date of birth stands.
NEAR = 40


def dates(page: Page, words: Words) -> Iterator[Found]:
    """Dates of a day, month and year of somebody's life."""
    digits = np.flatnonzero((page.bits & DIGIT) > 0)
    dated = np.unique(page.row_of(digits[:-2][digits[2:] - digits[:-2] < 16]))
    sixes = np.unique(page.row_of(digits[:-5][digits[5:] - digits[:-5] < 12]))
    for row in sixes.tolist():
        found = OF_A_LIFE.finditer(page.text, int(page.begins[row]), int(page.ends[row]))
        yield from ((*match.span(), DATE) for match in found if not KNOWN.fullmatch(match.group()))
    cued = np.unique(words.rows[CUE_DIGESTS.hold(words.digests)])
    for row in np.intersect1d(dated, cued).tolist():
        begin, end = int(page.begins[row]), int(page.ends[row])
        told = [match.span() for match in BIRTH.finditer(page.text, begin, end)]
        for match in ANY.finditer(page.text, begin, end):
            if any(first - NEAR < match.end() and match.start() < last + NEAR for first, last in told):
                yield *match.span(), DATE
