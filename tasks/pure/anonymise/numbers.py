"""Numbers that reach somebody, postcodes and flags."""

import re
from collections.abc import Iterator

import numpy as np

from tasks.pure.anonymise.characters import DIGIT, UPPER, WORD, Page, Places
from tasks.pure.anonymise.spans import CONTACT, PLACE, Found

AREAS = (
    "AB|AL|B|BA|BB|BD|BF|BH|BL|BN|BR|BS|BT|BX|CA|CB|CF|CH|CM|CO|CR|CT|CV|CW|DA|DD|DE|DG|DH|DL|DN|DT|DY|E|EC|EH|EN|EX|FK|FY"
    "|G|GL|GU|GY|HA|HD|HG|HP|HR|HS|HU|HX|IG|IM|IP|IV|JE|KA|KT|KW|KY|L|LA|LD|LE|LL|LN|LS|LU|M|ME|MK|ML|N|NE|NG|NN|NP|NR|NW"
    "|OL|OX|PA|PE|PH|PL|PO|PR|RG|RH|RM|S|SA|SE|SG|SK|SL|SM|SN|SO|SP|SR|SS|ST|SW|SY|TA|TD|TF|TN|TQ|TR|TS|TW|UB|W|WA|WC|WD"
    "|WF|WN|WR|WS|WV|YO|ZE"
)
OUTWARD = rf"(?<![A-Za-z0-9])(?:{AREAS})\d[A-Z\d]?(?: {{0,2}}|-)"
# Written small its end has the letters that real ones have: "4th" and "2mg" are not one.
POSTCODE = re.compile(
    rf"{OUTWARD}\d[A-Z]{{2}}(?![A-Za-z0-9])|(?i:{OUTWARD}(?!\d(?:st|nd|rd|th)\b)\d[abd-hjlnp-uw-z]{{2}}(?![a-z0-9]))|\bGIR 0AA\b"
)
# Of Canada and of Ireland; T2N1M0 is the stage of a tumour.
ABROAD = re.compile(
    r"\b(?!T\d[A-Z]?N\d)(?:[ABCEGHJ-NPRSTVXY]\d[ABCEGHJ-NPRSTV-Z] ?\d[ABCEGHJ-NPRSTV-Z]\d"
    r"|[AC-FHKNPRTV-Y]\d[\dW] ?(?=[0-9A-Z]{0,3}[A-Z])(?=[0-9A-Z]{0,3}\d)[0-9AC-FHKNPRTV-Y]{4})\b"
)
# Spaces, stops and dashes, two at most.
BETWEEN = r"[ .\u00a0\u2010-\u2015-]{0,2}"
EXTENSION = r"(?:[ ,]{0,2}(?:x|ext\.?|extension)[ .]?\d{1,6})?"
# The zeros of "5 000 000 000" are not a telephone number.
THOUSANDS = r"(?!(?<=\d[ .])0\d\d(?:[ .]\d{3})+(?!\d))"
# "0900-1700" is a day's work.
HOURS = r"(?:[01]\d|2[0-4])[0-5]\d ?[-–] ?(?:[01]\d|2[0-4])[0-5]\d(?![\d -]*\d)"
OF_BOOKS = r"(?<=ISBN )[\dX-]|(?<=ISBN:)[\dX-]|(?<=isbn )[\dX-]|(?<=97[89]-)\d|97[89]-\d"
NUMBERS = re.compile(
    rf"(?<![\w.+£$€])(?!{HOURS}|{OF_BOOKS})(?:"
    rf"(?:\+|00)\d{{1,3}}{BETWEEN}\(?0?\)?{BETWEEN}\d(?:{BETWEEN}\d){{6,13}}{EXTENSION}"  # abroad, or +44
    rf"|{THOUSANDS}\(?0\d{{2,5}}\)?(?:{BETWEEN}\d){{5,8}}{EXTENSION}"  # at home: 9 to 11 digits
    rf"|0(?:{BETWEEN}\d){{9,10}}"  # the same, digit by digit
    rf"|\(0 ?\d{{1,4}}\) ?\d(?:{BETWEEN}\d){{5,8}}|0\d \d{{3}} \d{{4}}"  # an area of two digits
    r"|(?:1[ .-]?)?\(?[2-9]\d{2}\)?[ .-]?[2-9]\d{2}[ .-]?[A-Z]{4}(?=\W)"  # in letters of the keys
    r"|1[2-9]\d{2}[2-9]\d{6}|[6-9]\d{4}[ -]\d{5}"  # North America in one, India
    rf"|(?:1[ .-])?\(?\d{{3}}\)?{BETWEEN}\d{{3}}{BETWEEN}\d{{4}}{EXTENSION}"  # North America
    r"|-?\d{1,3}\.\d{4,}[ ,]+-?\d{1,3}\.\d{4,}"  # a place on the map
    r"|\d{15,}"  # a tweet's id
    r")(?!\w)"
)
# The same where letters are stuck to them, or other signs stand between their groups.
STUCK = re.compile(
    r"(?<![\d.,+£$€])(?!(?<=[A-Za-z])\d+/(?:19|20)\d\d(?!\d))"
    rf"(?!{OF_BOOKS})(?:"
    r"\+[1-9](?:[ .()\u2010-\u2015-]{0,2}\d){8,13}"
    r"|00[1-9](?:[ ./()\u2010-\u2015-]{0,2}\d){7,13}"
    rf"|{THOUSANDS}(?!{HOURS})0\d{{2,4}}\)?[\s./_*~•\u2010-\u2015-]{{0,2}}\d{{3,4}}[\s./_*~•\u2010-\u2015-]{{0,2}}\d{{3,4}}"
    r"|0\d{2}\(\d{2}\)\d{5,6}"
    r"|\d{3}\)?[ .-]\d{3}[ .-]\d{4}"
    r"|[Oo0]7[\dOo]{3}[ -]?[\dOo]{3}[ -]?[\dOo]{3}"
    r"|(?<!\w)[Oo0][1237][\dOo](?:[ -]?[\dOo]){7,8}(?!\w)"  # the letter o for nought
    r")(?!\d)"
)
FLAGS = re.compile("[\U0001f1e6-\U0001f1ff]{2}|\U0001f3f4[\U000e0020-\U000e007e]+\U000e007f")


def numbers(page: Page) -> Iterator[Found]:
    """Telephone and other numbers, where six digits stand within sixteen characters; and postcodes."""
    digits = np.flatnonzero((page.bits & DIGIT) > 0)
    for row in _rows_of(page, digits[:-5][digits[5:] - digits[:-5] < 16]):
        yield from _matches(NUMBERS, page, row, CONTACT)
        yield from _matches(STUCK, page, row, CONTACT)
    for at in _inward(page, digits).tolist():
        match = POSTCODE.search(page.text, max(0, at - 7), at + 3)
        if match:
            yield match.start(), match.end(), CONTACT
    inner = digits[(digits > 0) & page.is_word[np.minimum(digits + 1, len(page.bits) - 1)]]
    inner = inner[page.bits[inner - 1] & UPPER > 0]
    for at in (inner[~page.is_word[np.maximum(inner - 2, 0)] | (inner < 2)] - 1).tolist():
        if match := ABROAD.match(page.text, at):
            yield match.start(), match.end(), CONTACT


def _inward(page: Page, digits: Places) -> Places:
    """Digits with two letters after them, as a postcode ends."""
    last = len(page.bits) - 1
    one, two = (page.bits[np.minimum(digits + step, last)] for step in (1, 2))
    letters = (one & WORD > 0) & (one & DIGIT == 0) & (two & WORD > 0) & (two & DIGIT == 0)
    inward: Places = digits[letters & ~page.is_word[np.minimum(digits + 3, last)]]
    return inward


def flags(page: Page) -> Iterator[Found]:
    """Flags of countries, and those of Scotland, Wales and England, which are spelled with tags."""
    signs = np.flatnonzero(((page.codes >= 0x1F1E6) & (page.codes <= 0x1F1FF)) | (page.codes == 0xE007F))
    for row in _rows_of(page, signs):
        yield from _matches(FLAGS, page, row, PLACE)


def _matches(pattern: re.Pattern[str], page: Page, row: int, kind: int) -> Iterator[Found]:
    for match in pattern.finditer(page.text, int(page.begins[row]), int(page.ends[row])):
        yield match.start(), match.end(), kind


def _rows_of(page: Page, places: Places) -> list[int]:
    rows: list[int] = np.unique(page.row_of(places)).tolist()
    return rows
