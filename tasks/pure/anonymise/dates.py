"""Full dates by which somebody is known: of birth, and any written in numbers of a year in which authors were born."""

import re
from collections.abc import Iterator

import numpy as np

from tasks.pure.anonymise.characters import DIGIT, Page
from tasks.pure.anonymise.cued_numbers import behind
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
    "DOB 03APR1981, d o b 03 04 1981, dob 030481": "DOB [DATE], d o b [DATE], dob [DATE]",
    "née le 3 avril 1981, geboren am 3. April 1981": "née le [DATE], geboren am [DATE]",
    "nacido el 3 de abril de 1981, b. 3 April 1981": "nacido el [DATE], b. [DATE]",
    "born Friday 3 April '81, or the third of April 1981": "born [DATE], or the [DATE]",
    "my son (12/03/2009) waits": "my son ([DATE]) waits",
    # Days of what happened are nobody's.
    "we met on 03/04/2013": "we met on 03/04/2013",
    "the NHS began on 5 July 1948": "the NHS began on 5 July 1948",
    "born in April, my birthday is on the 3rd": "born in April, my birthday is on the 3rd",
    "on 11/09/2001 I was at work": "on 11/09/2001 I was at work",
    "born at 030 hours, born again at 19 81": "born at 030 hours, born again at 19 81",
    "geboren im April, plan b. 3 of us": "geboren im April, plan b. 3 of us",
    "10/11 of us, 3.4.1 is out, 24/7": "10/11 of us, 3.4.1 is out, 24/7",
}
# In English, German, French, Spanish, Italian and Dutch.
MONTH = (
    r"(?:jan|feb|fév|fev|mar|mär|maa|apr|avr|abr|may|mai|mei|mag|jun|juin|giu|jul|juil|lug|aug|aoû|ago|sep|set|oct|okt|out|ott|nov|dec"
    r"|déc|dez|dic|ene|gen)[a-zéûç]{0,7}\.?"
)
WEEKDAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,? (?:the )?)?"
UNITS = r"(?:four|fif|six|seven|eigh|nin)th|first|second|third"
TEENS = r"(?:ten|eleven|twelf|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twentie|thirtie)th"
ORDINAL = rf"(?:{UNITS}|{TEENS}|(?:twenty|thirty)[ -](?:{UNITS}))"
YEAR_OF = r"(?:(?:19|20)\d\d|['’]?\d\d)"
IN_NUMBERS = (
    r"\d{1,2} ?([/.-]) ?\d{1,2} ?\1 ?(?:(?:19|20)\d\d|\d\d)|(?:19|20)\d\d([/.-])\d\d\2\d\d|\d\d \d\d (?:19|20)\d\d"
)
IN_WORDS = (
    rf"{WEEKDAY}(?:\d{{1,2}}(?:st|nd|rd|th|er|\.)?|{ORDINAL})[ -]?(?:of |de )?{MONTH},?[ -]?(?:de |del )?{YEAR_OF}"
    rf"|{MONTH} (?:\d{{1,2}}(?:st|nd|rd|th)?|{ORDINAL}),? (?:(?:19|20)\d\d|['’]\d\d)"
)
ANY = re.compile(rf"(?:(?<![\w/.-])|(?<=\bb\.))(?:{IN_NUMBERS}|{IN_WORDS})(?![\w/-]|\.\d)", re.IGNORECASE)
# Six or eight digits, directly behind the word that says so; and a child's date in brackets.
BARE = re.compile(
    r"(?<!\w)(?:d\.?o\.?b\.?|date of birth|birth ?date)(?: is| was)? ?[:=-]? ?(\d{6}|\d{8})(?![\d/.-]*\d)"
    r"|(?<!\w)(?:son|daughter|baby|boy|girl|child|brother|sister) \((\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)?\d\d)\)",
    re.IGNORECASE,
)
# Of a year in which somebody who writes may have been born, and not of a day that everybody knows.
YEAR = r"(?:19[1-9]\d|200[0-4])"
OF_A_LIFE = re.compile(rf"(?<![\w/.-])(?:\d{{1,2}}([/.-])\d{{1,2}}\1{YEAR}|{YEAR}-\d\d-\d\d)(?![\w/-]|\.\d)")
KNOWN = re.compile(r"(?:0?9[/.-]11|11[/.-]0?9)[/.-]2001|2001-09-11")
BIRTH = re.compile(
    r"(?<!\w)(?:d[. ]?o[. ]?b\b|date of birth|birth ?date|birthday|bday|b-day|born|née?|geboren|geb\."
    r"|geburtsdatum|nacid[oa]|nacimiento|nato il|nata il|naissance|b\.(?= ?\d{1,2}[ ./-]))",
    re.IGNORECASE,
)
CUES = (
    "dob d birth birthdate birthday bday born née né geboren geb geburtsdatum nacido nacida nacimiento nato nata naissance b"
)
BARE_CUES = Few.of(digests_of(str.split("dob d date birth birthdate son daughter baby boy girl child brother sister")))
CUE_DIGESTS = Few.of(digests_of(CUES.split()))
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
    for match in behind(BARE_CUES, BARE, page, words, dated):
        yield *match.span(match.lastindex or 0), DATE
    cued = np.unique(words.rows[CUE_DIGESTS.hold(words.digests)])
    for row in np.intersect1d(dated, cued).tolist():
        begin, end = int(page.begins[row]), int(page.ends[row])
        told = [match.span() for match in BIRTH.finditer(page.text, begin, end)]
        for match in ANY.finditer(page.text, begin, end):
            if any(first - NEAR < match.end() and match.start() < last + NEAR for first, last in told):
                yield *match.span(), DATE
