"""What has a form of its own: handles, links, e-mail addresses, numbers that reach somebody, postcodes, flags.

Handles and links follow the platform's own rules (twitter-text), and take more where a rule would let one slip:
every @word goes, and every "http://" goes with what hangs on it, cut or malformed.
"""

import re
from collections.abc import Iterator

import numpy as np

from tasks.pure.anonymise.characters import DIGIT, Page, Places
from tasks.pure.anonymise.spans import CONTACT, LINK, PATTERN, PLACE, USER, Spans, of

Found = tuple[int, int, int]

LATIN = "À-ÖØ-öø-ÿĀ-ɏɓɔɖɗəɛɣɨɯɲʉʋʻ̀-ͯḀ-ỿ"
CYRILLIC = "А-яЀ-ӿ"
HANDLE = re.compile(rf"[@＠]+(?:(?!_[@＠])[A-Za-z0-9_{LATIN}]+(?:/[a-zA-Z][a-zA-Z0-9_\-]{{0,24}})?|\w+(?<!_))")
EMAIL = re.compile(rf"[\w.+%-]*@(?:[\w{LATIN}-]+\.)+[a-zA-Z]{{2,}}")
LOCAL = re.compile(r"[\w.+%-]+\Z")
SCHEME = re.compile(r"(?:https?|ftp)\Z", re.IGNORECASE)
LABEL = re.compile(rf"[A-Za-z0-9{LATIN}_-]")
SHORTENED = re.compile(r"t\.co/[A-Za-z0-9]+(?:\?[a-z0-9!?*@();:&=+$/%#\[\]_.,~|-]*[a-z0-9_&=#/-])?", re.IGNORECASE)
HOST = re.compile(r"[^\s!'#%&()*+,\\/:;<=>?@\[\]^{|}~$\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069…。]+")
LABELS = re.compile(rf"[A-Za-z0-9{LATIN}](?:[A-Za-z0-9{LATIN}_-]*\.)+", re.IGNORECASE)
ASCII_RUN = re.compile(r"[A-Za-z0-9-]+")
INNER = rf"[a-z{CYRILLIC}0-9!*';:=+,.$/%#\[\]\-–_~@|&{LATIN}]"
PARENTHESES = rf"\((?:{INNER}+|{INNER}*\({INNER}+\){INNER}*)\)"
PATH_END = rf"(?:[+\-a-z{CYRILLIC}0-9=_#/{LATIN}]|{PARENTHESES})"
TAIL = re.compile(
    rf"(?::[0-9]+)?(?:/(?:{INNER}*(?:{PARENTHESES}{INNER}*)*{PATH_END}|@{INNER}+/)?)?"
    r"(?:\?[a-z0-9!?*'@();:&=+$/%#\[\]\-_.,~|]*[a-z0-9\-_&=#/])?…?",
    re.IGNORECASE,
)
REST = re.compile(r"[^\s\U0010ffff]*")
# A word stuck to the quote that closes behind a link: nobody can tell where the link ended.
STUCK = re.compile(r"[”\"»]\w[^\s\U0010ffff]*")
BEFORE_BARE = re.compile(r"[A-Za-z0-9@＠$#＃_./-]")
AREAS = (
    "AB|AL|B|BA|BB|BD|BF|BH|BL|BN|BR|BS|BT|BX|CA|CB|CF|CH|CM|CO|CR|CT|CV|CW|DA|DD|DE|DG|DH|DL|DN|DT|DY|E|EC|EH|EN|EX|FK|FY"
    "|G|GL|GU|GY|HA|HD|HG|HP|HR|HS|HU|HX|IG|IM|IP|IV|JE|KA|KT|KW|KY|L|LA|LD|LE|LL|LN|LS|LU|M|ME|MK|ML|N|NE|NG|NN|NP|NR|NW"
    "|OL|OX|PA|PE|PH|PL|PO|PR|RG|RH|RM|S|SA|SE|SG|SK|SL|SM|SN|SO|SP|SR|SS|ST|SW|SY|TA|TD|TF|TN|TQ|TR|TS|TW|UB|W|WA|WC|WD"
    "|WF|WN|WR|WS|WV|YO|ZE"
)
POSTCODE = re.compile(rf"(?<![A-Za-z0-9])(?:{AREAS})\d[A-Z\d]? ?\d[A-Z]{{2}}(?![A-Za-z0-9])", re.IGNORECASE)
NUMBERS = re.compile(
    r"(?<![\w.+])(?:"
    r"(?:\+|00)\d{1,3}[ .-]?\(?0?\)?[ .-]?\d(?:[ .-]?\d){6,11}"  # abroad, or +44
    r"|\(?0\d{2,5}\)?(?:[ .-]?\d){5,8}"  # at home: 9 to 11 digits
    r"|\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}"  # North America, and the NHS number
    r"|[A-Za-z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-Da-d]"  # National Insurance
    r"|-?\d{1,3}\.\d{4,}[ ,]+-?\d{1,3}\.\d{4,}"  # a place on the map
    r"|\d{15,}"  # a tweet's id
    r")(?!\w)"
)
FLAGS = re.compile("[\U0001f1e6-\U0001f1ff]{2}|\U0001f3f4[\U000e0020-\U000e007e]+\U000e007f")


def patterned(page: Page, endings: frozenset[str]) -> Spans:
    """Everything on the page that has a form of its own; `endings` are the top-level domains."""
    found = [*_handles(page), *_addresses(page), *_bare(page, endings), *_numbers(page), *_flags(page)]
    found += _links(page, endings)
    return of(PATTERN, sorted(set(found), key=lambda span: (span[2] == LINK, span[2] == CONTACT, span)))


def _handles(page: Page) -> Iterator[Found]:
    for at in _at_signs(page):
        match = HANDLE.match(page.text, at)
        if match:
            yield match.start(), match.end(), USER


def _addresses(page: Page) -> Iterator[Found]:
    for at in _at_signs(page):
        if not at or not LOCAL.match(page.text[at - 1]):
            continue
        local = LOCAL.search(page.text, max(0, at - 64), at)
        match = EMAIL.match(page.text, local.start() if local else at)
        if match and match.start() < at:
            yield match.start(), match.end(), CONTACT


def _links(page: Page, endings: frozenset[str]) -> Iterator[Found]:
    colons = np.flatnonzero((page.codes[:-1] == ord(":")) & (page.codes[1:] == ord("/")))
    for colon in colons.tolist():
        scheme = SCHEME.search(page.text, max(0, colon - 5), colon)
        if scheme:
            slashes = 1 + page.text.startswith("/", colon + 2)
            end = _end_of_link(page.text, colon + 1 + slashes, endings)
            stuck = STUCK.match(page.text, end)
            yield scheme.start(), stuck.end() if stuck else end, LINK


def _end_of_link(text: str, start: int, endings: frozenset[str]) -> int:
    if shortened := SHORTENED.match(text, start):
        return shortened.end() + text.startswith("…", shortened.end())
    host = HOST.match(text, start)
    end = _end_of_host(text, start, host.end(), endings) if host else 0
    tail = TAIL.match(text, end) if end else REST.match(text, start)
    return tail.end() if tail else start


def _bare(page: Page, endings: frozenset[str]) -> Iterator[Found]:
    """Links without a protocol: labels of plain letters and a known ending."""
    word = page.is_word
    dots = np.flatnonzero((page.codes[1:-1] == ord(".")) & word[:-2] & word[2:]) + 1
    done = 0
    for dot in dots.tolist():
        if dot < done:
            continue
        start = _start_of_labels(page.text, dot)
        if start == dot or not _may_begin(page.text, start):
            continue
        end = _end_of_labels(page.text, dot, endings)
        tail = TAIL.match(page.text, end) if end else None
        if tail and not page.text.startswith("@", end):
            done = tail.end()
            yield start, done, LINK


def _may_begin(text: str, start: int) -> bool:
    if not start or not BEFORE_BARE.match(text, start - 1):
        return True
    # A shortened link is one whatever stands before it, unless that is its protocol.
    return bool(SHORTENED.match(text, start)) and text[max(0, start - 3) : start] != "://"


def _start_of_labels(text: str, dot: int) -> int:
    start = dot
    while start and LABEL.match(text, start - 1):
        start -= 1
    return start


def _end_of_labels(text: str, dot: int, endings: frozenset[str]) -> int:
    """End of the longest run of labels after a dot that ends in a known ending; 0 if none does."""
    end = 0
    while text.startswith(".", dot):
        run = ASCII_RUN.match(text, dot + 1)
        if not run:
            return _foreign_end(text, dot + 1, endings) or end
        after = text[run.end() : run.end() + 1]
        # A small word, a stop and a capital is a sentence that ends, not a link.
        sentence = run.group()[0].isupper() and text[dot - 1].islower() and after != "/"
        if run.group().lower() in endings and not sentence and after not in ("@", "+"):
            end = run.end()
        dot = run.end()
    return end


def _foreign_end(text: str, start: int, endings: frozenset[str]) -> int:
    lengths = range(min(24, len(text) - start), 1, -1)
    return next((start + n for n in lengths if not text[start].isascii() and text[start : start + n] in endings), 0)


def _end_of_host(text: str, start: int, end: int, endings: frozenset[str]) -> int:
    for dot in (at for at in range(end - 1, start, -1) if text[at] == "."):
        run = ASCII_RUN.match(text, dot + 1)
        if run and run.group().lower() in endings and not text.startswith(("@", "+", "_"), run.end()):
            return run.end()
        if foreign := _foreign_end(text, dot + 1, endings):
            return foreign
    return 0


def _numbers(page: Page) -> Iterator[Found]:
    """Telephone and other numbers, where six digits stand within sixteen characters; and postcodes."""
    digit = (page.bits & DIGIT) > 0
    running = np.concatenate([[0], np.cumsum(digit)])
    crowded = running[16:] - running[:-16] >= 6 if len(running) > 16 else np.zeros(0, dtype=bool)
    for row in _rows_of(page, np.flatnonzero(crowded)):
        yield from _matches(NUMBERS, page, row, CONTACT)
    letters = page.is_word & ~digit
    inward = np.flatnonzero(digit[:-3] & letters[1:-2] & letters[2:-1] & ~page.is_word[3:])
    for at in inward.tolist():
        match = POSTCODE.search(page.text, max(0, at - 6), at + 3)
        if match:
            yield match.start(), match.end(), CONTACT


def _flags(page: Page) -> Iterator[Found]:
    signs = np.flatnonzero(((page.codes >= 0x1F1E6) & (page.codes <= 0x1F1FF)) | (page.codes == 0xE007F))
    for row in _rows_of(page, signs):
        yield from _matches(FLAGS, page, row, PLACE)


def _matches(pattern: re.Pattern[str], page: Page, row: int, kind: int) -> Iterator[Found]:
    for match in pattern.finditer(page.text, int(page.begins[row]), int(page.ends[row])):
        yield match.start(), match.end(), kind


def _rows_of(page: Page, places: Places) -> list[int]:
    rows: list[int] = np.unique(page.row_of(places)).tolist()
    return rows


def _at_signs(page: Page) -> list[int]:
    signs: list[int] = np.flatnonzero((page.codes == ord("@")) | (page.codes == ord("＠"))).tolist()
    return signs
