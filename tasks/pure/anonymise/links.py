"""Links, with a protocol and without, after the platform's rules (twitter-text); every "http://" goes, cut or malformed."""

import re
from collections.abc import Iterator, Sequence
from operator import itemgetter

import numpy as np

from tasks.pure.anonymise.characters import END, Flags, Page, Places
from tasks.pure.anonymise.spans import LINK, Found, Spans

LATIN = "À-ÖØ-öø-ÿĀ-ɏɓɔɖɗəɛɣɨɯɲʉʋʻ̀-ͯḀ-ỿ"
CYRILLIC = "А-яЀ-ӿ"
# "hxxp" is how people write a link that nobody should follow.
SCHEME = re.compile(r"(?:h(?:tt|xx)ps?|ftp)\Z", re.IGNORECASE)
# What is left of one whose beginning is cut; before a known host only.
CUT_SCHEME = re.compile(r"(?<![A-Za-z0-9])(?:t?t?ps?)?\Z", re.IGNORECASE)
# Letters stuck before a protocol: nobody can tell what they were a part of, and in a hashtag they may be a place.
GLUED = re.compile(r"#?[A-Za-z0-9_]{1,64}\Z")
LABEL = re.compile(rf"[A-Za-z0-9{LATIN}_-]")
SHORTENERS = re.compile(
    r"(?:bit\.ly|goo\.gl|ow\.ly|tinyurl\.com|youtu\.be|fb\.me|is\.gd|j\.mp|dlvr\.it|buff\.ly|wp\.me)/", re.IGNORECASE
)
SHORTENED = re.compile(r"t\.co/[A-Za-z0-9]+(?:\?[a-z0-9!?*@();:&=+$/%#\[\]_.,~|-]*[a-z0-9_&=#/-])?", re.IGNORECASE)
HOST = re.compile(r"[^\s!'#%&()*+,\\/:;<=>?@\[\]^{|}~$\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069…。\U0010ffff]+")
ASCII_RUN = re.compile(r"[A-Za-z0-9-]+")
INNER = rf"[a-z{CYRILLIC}0-9!*';:=+,.$/%#\[\]\-–_~@|&{LATIN}]"
PARENTHESES = rf"\((?:{INNER}+|{INNER}*\({INNER}+\){INNER}*)\)"
PATH_END = rf"(?:[+\-a-z{CYRILLIC}0-9=_#/{LATIN}]|{PARENTHESES})"
TAIL = re.compile(
    rf"(?::[0-9]+)?(?:/(?:{INNER}*(?:{PARENTHESES}{INNER}*)*{PATH_END}|@{INNER}+/)?)?"
    r"(?:\?[a-z0-9!?*'@();:&=+$/%#\[\]\-_.,~|]*[a-z0-9\-_&=#/])?…?",
    re.IGNORECASE,
)
BLANKS = np.array([ord(blank) for blank in (" ", "\n", END)], dtype=np.uint32)
BLANK = re.compile(r"[\s\U0010ffff]")
REST = re.compile(r"[^\s\U0010ffff]*")
# A word stuck to the quote that closes behind a link: nobody can tell where the link ended.
STUCK = re.compile(r"[”\"»]\w[^\s\U0010ffff]*")
BEFORE_BARE = re.compile(r"[A-Za-z0-9@＠$_/-]")
WORLD_WIDE = re.compile(r"www\.(?=[^\W_])", re.IGNORECASE)
# Until white space, without the stops and brackets that end a sentence.
STOP = r"[.,;:!?)\]\"'”’»…]"
NO_STOP = r"[^\s\U0010ffff.,;:!?)\]\"'”’»…]"
UNKNOWN_HOST = re.compile(rf"{NO_STOP}(?:{STOP}*+{NO_STOP}++)*+")
SPACED = re.compile(
    r"\bwww\. ?[\w-]+(?:\. ?[\w-]+)?\. ?(?:com|org|net|co\. ?uk|co|uk|info|edu|gov|io)\b(?:/[^\s\U0010ffff]*)?",
    re.IGNORECASE,
)


def links(page: Page, endings: frozenset[str]) -> list[Found]:
    """Links with a protocol, in order of their starts; where no host is known, all that hangs on the protocol."""
    colons = np.flatnonzero(page.codes[:-1] == ord(":"))
    colons = colons[page.codes[colons + 1] == ord("/")]
    is_short, starts, ends = _short_links(page, colons)
    short = zip(starts.tolist(), ends.tolist(), [LINK] * len(starts), strict=True)
    return sorted([*short, *_other_links(page, colons[~is_short].tolist(), endings)], key=itemgetter(0))


def _short_links(page: Page, colons: Places) -> tuple[Flags, Places, Places]:
    """Which colons are those of a shortened link between blanks, the commonest of all, and where each of these begins and ends."""
    last = len(page.codes) - 1
    starts = colons - 4 - (page.lower[colons - 1] == ord("s"))
    fits = starts >= 0
    for begin, letters in ((starts, "http"), (colons, "://t.co/")):
        for step, letter in enumerate(letters):
            fits &= page.lower[np.clip(begin + step, 0, last)] == ord(letter)
    colons, starts = colons[fits], starts[fits]
    plain = ((page.codes | 32) - ord("a") < 26) | (page.codes - ord("0") < 10)
    others = np.flatnonzero(~plain)
    ends = others[np.searchsorted(others, colons + len("://t.co/"))]
    alone = (ends > colons + len("://t.co/")) & np.isin(page.codes[ends], BLANKS)
    alone &= (starts == 0) | np.isin(page.codes[starts - 1], BLANKS)
    fits[np.flatnonzero(fits)[~alone]] = False
    return fits, starts[alone], ends[alone]


def _other_links(page: Page, colons: Sequence[int], endings: frozenset[str]) -> Iterator[Found]:
    done = 0
    for colon in colons:
        if colon < done:
            continue
        slashes = 1 + page.text.startswith("/", colon + 2)
        scheme = SCHEME.search(page.text, max(0, colon - 5), colon)
        if scheme:
            end = _end_of_link(page.text, colon + 1 + slashes, endings)
            stuck = STUCK.match(page.text, end)
            glued = GLUED.search(page.text, max(0, scheme.start() - 64), scheme.start())
            # What goes to the next white space holds every link that begins in it.
            done = end if BLANK.match(page.text, end) else done
            yield glued.start() if glued else scheme.start(), stuck.end() if stuck else end, LINK
        elif slashes == 2 and (cut := CUT_SCHEME.search(page.text, max(0, colon - 5), colon)):
            host = HOST.match(page.text, colon + 3)
            if host and _end_of_host(page.text, colon + 3, host.end(), endings):
                yield cut.start(), _end_of_link(page.text, colon + 3, endings), LINK


def _end_of_link(text: str, start: int, endings: frozenset[str]) -> int:
    if shortened := SHORTENED.match(text, start):
        return shortened.end() + text.startswith("…", shortened.end())
    host = HOST.match(text, start)
    end = _end_of_host(text, start, host.end(), endings) if host else 0
    tail = TAIL.match(text, end) if end else REST.match(text, start)
    return tail.end() if tail else start


def bare_links(page: Page, followed: Spans, endings: frozenset[str]) -> Iterator[Found]:
    """Links without a protocol: labels of plain letters and a known ending; none in links that have one."""
    dots = np.flatnonzero(page.codes[1:-1] == ord(".")) + 1
    dots = dots[page.is_word[dots - 1] & page.is_word[dots + 1]]
    last = np.searchsorted(followed.starts, dots, side="right") - 1
    dots = dots[dots >= np.append(followed.ends, 0)[last]]
    done = endless = 0
    for dot in dots.tolist():
        if dot < done:
            continue
        start = _start_of_labels(page.text, dot)
        if start == dot or not _may_begin(page.text, start):
            continue
        # Labels that end in nothing known do so from each of their dots on: they are gone through once.
        end, stop = (0, endless) if dot < endless else _end_of_labels(page.text, dot, endings)
        endless = endless if end else stop
        tail = TAIL.match(page.text, end) if end else _unknown(page.text, start)
        if tail and not page.text.startswith("@", end):
            done = tail.end()
            yield start - page.text.startswith(("#", "＃"), start - 1), done, LINK


def _unknown(text: str, start: int) -> re.Match[str] | None:
    """A host that says by its beginning what it is, whatever it ends in."""
    return UNKNOWN_HOST.match(text, start) if WORLD_WIDE.match(text, start) else None


def spaced_links(page: Page) -> Iterator[Found]:
    """Links whose stops have a space behind them: "www. host. com"."""
    dots = np.flatnonzero(page.codes[1:-1] == ord(".")) + 1
    wide = dots[(page.codes[dots - 1] | 32) == ord("w")]
    for row in np.unique(page.row_of(wide)).tolist():
        yield from ((*match.span(), LINK) for match in SPACED.finditer(page.text, int(page.begins[row]), int(page.ends[row])))


def _may_begin(text: str, start: int) -> bool:
    if not start or not BEFORE_BARE.match(text, start - 1):
        return True
    # A shortened link, and one that begins as they do, is one whatever stands before it, unless that is its protocol.
    known = SHORTENED.match(text, start) or SHORTENERS.match(text, start) or WORLD_WIDE.match(text, start)
    return bool(known) and text[max(0, start - 3) : start] != "://"


def _start_of_labels(text: str, dot: int) -> int:
    start = dot
    while start and LABEL.match(text, start - 1):
        start -= 1
    return start


def _end_of_labels(text: str, dot: int, endings: frozenset[str]) -> tuple[int, int]:
    """End of the longest run of labels after a dot that ends in a known ending, 0 if none does; and where its labels stop."""
    end = 0
    while text.startswith(".", dot):
        run = ASCII_RUN.match(text, dot + 1)
        if not run:
            return _foreign_end(text, dot + 1, endings) or end, dot
        after = text[run.end() : run.end() + 1]
        # A small word, a stop and a capital is a sentence that ends, not a link.
        sentence = run.group()[0].isupper() and text[dot - 1].islower() and after != "/"
        if run.group().lower() in endings and not sentence and after not in ("@", "+"):
            end = run.end()
        dot = run.end()
    return end, dot


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
