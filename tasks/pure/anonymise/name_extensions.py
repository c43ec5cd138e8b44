"""What belongs to a found name and has no sign of its own: "Greater" before a place, "Partnership" after one, a "van der"."""

import re
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from tasks.pure.anonymise.characters import Flags, Page
from tasks.pure.anonymise.spans import MERGING, PERSON, PLACE, SERVICE, SERVICES, Found, Spans, of, settled, together
from tasks.pure.anonymise.word_flags import A_HEAD, ENDING, MAY_GO_AFTER, MAY_GO_BEFORE, TITLED_ENDINGS, Signs
from tasks.pure.anonymise.words import SINGLE, TITLE, Words

REACH, SIGNS = 24, np.array([ord(sign) for sign in "-,*$"], dtype=np.uint32)
BEFORE_PLACE = re.compile(
    r"\b(?:(?:(?:[Nn]orth|[Ss]outh|[Mm]id|[Ww]est|[Ee]ast)(?:ern|-?[Ww]est(?:ern)?|-?[Ee]ast(?:ern)?)?|[Cc]entral|[Dd]owntown|[Uu]ptown|[Mm]idtown|Inner|Outer|Upper|Lower|Greater|Great|Royal"
    r"|Little|Mount|Port|Fort|Cape|Lake|Saint|County|San|Santa|Los|Las)[ -])+\Z"
)
ENDINGS = rf"(?i:{'|'.join(ENDING)})|{'|'.join(ending.capitalize() for ending in TITLED_ENDINGS)}"
AFTER_PLACE = re.compile(
    rf"(?:[ -](?:{ENDINGS}"
    r"|Road|Street|Lane|Avenue|Square|Bridge|Station|Airport|Park|Beach|Bay|Island|Islands|River|Valley|Heath|Green"
    r"|Common|Docks?|Harbour|Market|City|Town|County|Borough|Hills?|Falls|Coast|Quay|Gardens?|Court|Central|Hospitals?)\b)+"
    r"|(?:-[a-z]{2,6}){1,2}-[A-Z][a-z]+"
)
# Words that make a service of the place or the name before them.
TAIL = re.compile(
    r"(?: (?:and|&)(?= [A-Z]))?(?: (?:University|NHS|Mental|Health|Social|District|Community|Foundation|Teaching|and|&))*"
    r" (?:Partnership|Healthcare|Care(?! [Hh]omes?\b)|General(?! Election)|Royal|Infirmary|Hospitals?|Trust|Board|CCG"
    r"|Talking Therapies|Mental Health|(?:[A-Z][a-z]+ ){1,3}(?:Service|Team|Unit|Clinic|Line|House))"
    r"(?: NHS| Foundation| Trust| FT)*\b"
)
HEAD = re.compile(
    r"(?: (?:general|royal|district|university|community))* (?:hospital|infirmary|hospice|surgery|clinic|ward|unit)\b",
    re.IGNORECASE,
)
LISTED = re.compile(r"(?:[A-Z][a-z]+, )+\Z")
NHS = re.compile(r"\bNHS \Z")
NATIONS = frozenset(("england", "scotland", "wales", "uk", "britain", "northern ireland"))
PARTICLES = re.compile(
    r"\b(?:(?:(?:[Vv]an|[Vv]on)(?: de[nr]?)?|de la|bin|ibn|binti?|[AaEe]l|ap|ab|ferch|Ma?c|mac|Ó|Ní|Nic|d[aei]|do?s|das|della?"
    r"|te[nr]|zu)[ -]|[DdOoLl]['’])\Z"
)
# Titles of rank, which few bear: "Sir" says nearly as much as the name.
RANK = re.compile(
    r"\b(?:Sir|Dame|Lord|Lady|Baron(?:ess)?|Viscount(?:ess)?|Earl|Countess|Prince(?:ss)?|Duke|Duchess|(?:Vice )?President"
    r"|(?:Prime |Foreign |First )?Minister|Senator|Governor|Mayor|Chancellor|Ambassador|Archbishop|Cardinal|King|Queen|Pope"
    r"|Congress(?:wo)?man|Sheriff|Chaplain) (?:of )?\Z"
)
PEER = re.compile(
    r"\b(?:Prince(?:ss)?|Duke|Duchess|Earl|Countess|Mayor|Bishop|Archbishop|Dean|Queen|King|Sultan|Emir) of (?:the )?\Z"
)
# "Tamsin H.", "Orla Jr", "Tr***ck" and "Tre$$ick"; and a single letter that others follow: "T r e s s i c k".
INITIAL_AFTER = re.compile(r" [A-Z](?:\.|(?=[),;:!?]|$|\n))| (?:Jr|Jnr|Sr|Snr)\b\.?|[*$]+\w+|[*$]{2,}")
LETTERS_AFTER = re.compile(r"(?:([ .-])[A-Za-z](?!\w))(?:\1[A-Za-z](?!['’\w])){2,}")
INITIALS_BEFORE = re.compile(r"(?<![\w.])(?:[A-Z] ){2,3}\Z")
JOINED = re.compile(r",? (?:and|&) |, ")
BETWEEN = re.compile(r"-(?:[a-z]{2,6}-){1,2}|(?<=[a-z])[ -](?:van|von|de|der|den|van der|van den|de la|bin|ibn|al|el|y)[ -]")


def completed(found: Spans, page: Page, words: Words, told: Signs) -> Spans:
    """Found spans with what belongs to them; `told` is what the words tell of those beside them."""
    found = _services_called_places(found, words, told) if len(words.starts) else found
    near = found.where(_has_company(found, page, words, told)) if len(words.starts) else found
    more = of(SERVICES, sorted([*_around(near, page), *_between(found, page)]))
    if not len(more):
        return found
    # Only what an addition touches, one joiner between or none, is settled again.
    first = np.searchsorted(more.starts, found.ends + 1, side="right")
    touched = (first > 0) & (found.starts <= np.maximum.accumulate(more.ends)[np.maximum(first - 1, 0)] + 1)
    parts = together([found.where(~touched), settled(together([found.where(touched), more]), page)])
    return parts.where(np.argsort(parts.starts, kind="stable"))


def _services_called_places(found: Spans, words: Words, told: Signs) -> Spans:
    """A place of several words that ends in what services are called is one: "OAK TREE SURGERY"."""
    last = np.maximum(np.searchsorted(words.starts, found.ends) - 1, 0)
    headed = (found.kinds == PLACE) & (told[last] & A_HEAD > 0) & (found.starts < words.starts[last])
    return replace(found, kinds=np.where(headed, np.uint8(SERVICE), found.kinds))


def _has_company(found: Spans, page: Page, words: Words, told: Signs) -> Flags:
    """Whether a word that may belong to it stands beside a name: the rest is not worth a look."""
    last = len(words.starts) - 1
    before = np.maximum(np.searchsorted(words.starts, found.starts) - 1, 0)
    after = np.minimum(np.searchsorted(words.starts, found.ends), last)
    end = len(page.codes) - 1
    signed = np.isin(page.codes[np.minimum(found.ends, end)], SIGNS) | (page.codes[np.minimum(found.ends + 1, end)] == ord("&"))
    capital = np.isin(words.shapes[after], (TITLE, SINGLE))
    goes_on = ((told[after] & MAY_GO_AFTER > 0) | capital) & (words.starts[after] - found.ends == 1)
    alone = (found.ends - found.starts == 1) & (found.kinds == PERSON)
    begun = ((told[before] & MAY_GO_BEFORE > 0) | (words.shapes[before] == SINGLE)) & (found.starts - words.ends[before] == 1)
    listed = (found.kinds == SERVICE) & (page.codes[found.starts - 2] == ord(","))
    company: Flags = np.isin(found.kinds, MERGING) & (begun | goes_on | signed | listed | alone)
    return company


def _around(found: Spans, page: Page) -> Iterator[Found]:
    begun = last = 0
    for start, end, kind in zip(found.starts.tolist(), found.ends.tolist(), found.kinds.tolist(), strict=True):
        more = {PERSON: _of_person, PLACE: _of_place, SERVICE: _of_service}[kind](page.text, start, end)
        if more and more[2] == SERVICE and JOINED.fullmatch(page.text, last, more[0]):
            more = (begun, *more[1:])
        if more:
            yield more
        begun, last = start, end


def _of_person(text: str, start: int, end: int) -> Found | None:
    if head := HEAD.match(text, end):
        return start, head.end(), SERVICE
    before = PARTICLES.search(text, max(0, start - REACH), start) or RANK.search(text, max(0, start - REACH), start)
    before = before or INITIALS_BEFORE.search(text, max(0, start - REACH), start)
    after = INITIAL_AFTER.match(text, end) or (LETTERS_AFTER.match(text, end) if end - start == 1 else None)
    return (before.start() if before else start, after.end() if after else end, PERSON) if before or after else None


def _of_place(text: str, start: int, end: int) -> Found | None:
    if peer := PEER.search(text, max(0, start - REACH), start):
        return peer.start(), end, PERSON
    before = BEFORE_PLACE.search(text, max(0, start - REACH), start)
    first = before.start() if before else start
    if tail := TAIL.match(text, end) or HEAD.match(text, end):
        return first, tail.end(), SERVICE
    prefix = NHS.search(text, max(0, first - 4), first)
    if prefix and text[first:end].lower() not in NATIONS:
        return prefix.start(), end, SERVICE
    after = AFTER_PLACE.match(text, end)
    return (first, after.end() if after else end, PLACE) if before or after else None


def _of_service(text: str, start: int, end: int) -> Found | None:
    tail = TAIL.match(text, end) or HEAD.match(text, end)
    # "Tees, Esk and Wear Valleys"
    before = LISTED.search(text, max(0, start - REACH), start) if " and " in text[start:end] else None
    first, last = before.start() if before else start, tail.end() if tail else end
    return (first, last, SERVICE) if before or tail else None


def _between(found: Spans, page: Page) -> Iterator[Found]:
    """Small words that join two parts of one name."""
    gaps = found.starts[1:] - found.ends[:-1]
    named = np.isin(found.kinds[1:], (PERSON, PLACE)) & (found.kinds[1:] == found.kinds[:-1])
    close = named & (gaps > 2) & (gaps < 16)
    for at in np.flatnonzero(close).tolist():
        start, end = int(found.ends[at]), int(found.starts[at + 1])
        if BETWEEN.fullmatch(page.text, start, end):
            yield int(found.starts[at]), int(found.ends[at + 1]), int(found.kinds[at])
