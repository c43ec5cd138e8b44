"""Places that a head tells: roads, addresses, junctions, pubs, schools, parks and churches, rivers, outward postcodes.

A name stands before its head ("Larkfield Road", "The Tarn Arms"), or after it ("River Quill", "Mount Osgood"). What is
before the head must be able to name a place: "the Main Road" and "my High School" are anybody's.
"""

import re
from collections.abc import Iterator

import numpy as np

from tasks.pure.anonymise import features
from tasks.pure.anonymise.characters import DIGIT, UPPER, Flags, Page
from tasks.pure.anonymise.digest_table import Few
from tasks.pure.anonymise.features import Seen
from tasks.pure.anonymise.numbers import AREAS
from tasks.pure.anonymise.spans import GAZETTEER, PLACE, Found, Spans, of
from tasks.pure.anonymise.tagger import Model
from tasks.pure.anonymise.word_flags import A_LANDMARK, A_ROAD, A_SITE, LANDMARKS, ROADS, SITES, Signs
from tasks.pure.anonymise.words import SMALL, Words, digest_of, digests_of

CAP = r"[A-Z][\w'’.-]{0,63}"
ALL_ROADS, ALL_SITES = ("|".join(head.capitalize() for head in heads) for heads in (ROADS, SITES))
ROAD = re.compile(rf"(?:\b\d{{1,5}}[A-Za-z]?,? )?(?:{CAP} ){{1,3}}(?:{ALL_ROADS})\b\.?(?: (?:North|South|East|West|N|S|E|W)\b)?")
SITE = re.compile(rf"(?:{CAP} |of |the |and |& ){{0,4}}{CAP} (?:{ALL_SITES})\b")
SAINTLY = re.compile(r"\bSt\.? [A-Z]\w+(?:['’]s)? (?:Church|School|Hall|Park|Street|Road|Square|Cathedral|Chapel)\b")
LANDMARK = re.compile(rf"\b(?:{'|'.join(head.capitalize() for head in LANDMARKS)}\.?) {CAP}(?: {CAP})?")
# "42b high st", "14 larkfield road"
NUMBERED = re.compile(
    r"(?<![\w£$€.,:/-])(?:flat \d+[a-z]?,? )?\d{1,4}[a-z]?,? [a-z]+(?: [a-z]+)? "
    r"(?:road|rd|street|st|avenue|ave|lane|ln|drive|crescent|terrace|gardens|grove|court|close|mews|blvd|boulevard|parkway)\b",
    re.IGNORECASE,
)
NO_ADDRESS = re.compile(
    r"(?i)\b(?:the|a|of|my|our|this|that|to|in|on|up|down|along|across|off|miles?|m?ins?|minutes?|hours?|hrs?|more|other|different|"
    r"main|busy|long|dead|people|years?|yrs?|yo|cars?|homes?|days?|weeks?|and|or|at|from|lane|am|pm|st|nd|rd|th|blocks?|new)\b"
)
ROUTE = re.compile(
    r"\b(?:(?:I|US|SR|FM|Hwy|HWY|Highway|Route|Rte|Interstate|Freeway|Motorway|Exit|Junction|Jct|State Road|County Road|hwy|highway"
    r"|interstate|junction)[ -]?\d{1,4}[A-Z]?(?:[NSEW]\b)?"
    r"|(?<=the )[AM]\d{1,4}\b(?!\w)|(?<=on )M\d{1,2}\b|(?<=off )[AM]\d{1,4}\b|(?<=via )[AM]\d{1,4}\b)"
    r"(?: (?:and|&|/) (?:I|US|SR|Hwy|HWY|Highway|Route|Rte)?[ -]?\d{1,4}\b)?"
)
ROUTE_DIGESTS = Few.of(
    digests_of(str.split("i us sr fm hwy highway route rte interstate freeway motorway exit junction jct road"))
)
DISTRICTS = "|".join(area for area in AREAS.split("|") if len(area) == 2)
OUTWARD = re.compile(rf"(?<![\w-])(?:(?:{DISTRICTS})\d{{1,2}}[A-Z]?|(?P<some>[EGLNW]\d{{1,2}})|(?P<one>[BMS]\d{{1,2}}))(?![\w-])")
BEFORE = 12
MOVED = re.compile(r"\b(?:live|living|lives|flat|based) in \Z|\bmoved to \Z")
TOWARDS = re.compile(r"\b(?:in|near|from|around|round|moved to) \Z|, \Z|\(\Z")
NEAR = re.compile(r"\b(?:in|near|from|around|round|to) \Z|, \Z|\(\Z")
NO_DISTRICTS = frozenset(str.split("CO2 SO2 CT1 CT2 IP4 IP6 MK1 MK2 PE1 PE2 TS4 B6 B12 N95 E10 L1 L2 L3 L4 L5 W1 G8 G7 G20"))
# Heads that follow plain words all the time; what is before them must be a name.
VAGUE = frozenset(
    str.split(
        "way court place row hill bridge drive school college university academy hall park house church library "
        "station square "
        "centre center estate farm beach bay prison gallery close gardens tower nursery mall street road lane avenue line pier "
        "plaza ranch coast building falls springs heights dam ocean moor harbour harbor casino grill"
    )
)
# What no name goes back over, and what may stand in one but is none.
STOPS = frozenset(str.split("the my our your his her their this that a an in on at by to is was from for with"))
NAMELESS = frozenset(
    str.split(
        "the my our your his her their this that a an in on at by to of and is was from for with high main primary "
        "secondary sunday "
        "grammar "
        "medical law business art night nursery infant junior senior middle old new public private local village town "
        "city parish "
        "boarding drama dance music film summer state community open free first every no one all long half wall back "
        "side which what "
        "whole next last wrong right same cross dirt gravel busy memory easy nhs care council retail theme car caravan "
        "holiday science"
    )
)


def sites(page: Page, known: Seen, told: Signs, links: Spans, model: Model) -> Spans:
    """Every place on the page that a head, a number or a district's letters tell; `links` are in order."""
    words = known.words
    heads = (told & (A_ROAD | A_SITE | A_LANDMARK) > 0) & ~known.loud
    written = np.unique(words.rows[heads & (words.shapes != SMALL)]).tolist()
    found = [span for row in written for span in _headed(page, row, model)]
    digits = page.bits & DIGIT > 0
    numbered = np.unique(page.row_of(np.flatnonzero(digits)))
    small = np.intersect1d(numbered, np.unique(words.rows[told & A_ROAD > 0])).tolist()
    found += [span for row in small for span in _numbered(page, row)]
    for row in _lettered(page, words, digits, links):
        begin, end = int(page.begins[row]), int(page.ends[row])
        found += [(*match.span(), PLACE) for match in ROUTE.finditer(page.text, begin, end)]
        found += [(*match.span(), PLACE) for match in OUTWARD.finditer(page.text, begin, end) if _is_district(match)]
    return of(GAZETTEER, found)


def _lettered(page: Page, words: Words, digits: Flags, links: Spans) -> list[int]:
    """The texts in which a number stands behind a capital, but in a link, or behind the word of a road."""
    capitals = np.flatnonzero(digits[1:] & (page.bits[:-1] & UPPER > 0))
    ends = np.append(0, links.ends)[np.searchsorted(links.starts, capitals, side="right")]
    glued = page.row_of(capitals[ends <= capitals])
    routes = np.flatnonzero(ROUTE_DIGESTS.hold(words.digests))
    ends = words.ends[routes]
    apart = (page.codes[ends] == ord(" ")) | (page.codes[ends] == ord("-"))
    spaced = words.rows[routes[apart & digits[np.minimum(ends + 1, len(digits) - 1)]]]
    rows: list[int] = np.union1d(glued, spaced).tolist()
    return rows


def _is_district(match: re.Match[str]) -> bool:
    """Whether letters and a number are a district: by what is before them, and the more so the fewer letters."""
    before = match.string[max(0, match.start() - BEFORE) : match.start()]
    told = MOVED if match.group("one") else TOWARDS if match.group("some") else NEAR
    return match.group() not in NO_DISTRICTS and told.search(before) is not None


def _headed(page: Page, row: int, model: Model) -> Iterator[Found]:
    begin, end = int(page.begins[row]), int(page.ends[row])
    for pattern in (ROAD, SITE):
        for match in pattern.finditer(page.text, begin, end):
            if span := _named(match, model):
                yield span
    yield from ((*match.span(), PLACE) for match in SAINTLY.finditer(page.text, begin, end))
    for match in LANDMARK.finditer(page.text, begin, end):
        if _is_name(match.group().split()[1].lower(), model):
            yield (*match.span(), PLACE)


def _named(match: re.Match[str], model: Model) -> Found | None:
    """The part of a match that is a name and its head; none where no word of it can name a place."""
    words = list(re.finditer(r"[^\s,]+", match.group()))
    heads = [n for n, word in enumerate(words) if word.group().lower().rstrip(".") in (*ROADS, *SITES)]
    last = heads[-1] if heads else len(words) - 1
    head = words[last].group().lower().rstrip(".")
    first = last
    while first and words[first - 1].group().lower() not in STOPS:
        first -= 1
    while first < last and words[first].group().lower() in NAMELESS:
        first += 1
    names = [word.group().lower() for word in words[first:last] if word.group().lower() not in NAMELESS]
    numbered = bool(names) and words[first].group()[0].isdigit()
    if not names or not (numbered or head not in VAGUE or any(_is_name(name, model) for name in names)):
        return None
    return match.start() + words[first].start(), match.end(), PLACE


def _is_name(word: str, model: Model) -> bool:
    """Whether a word is a name, or does not belong to plain English."""
    bare = re.split(r"['’]", word.rstrip(".,"))[0]
    fields = model.fields[model.table.place_of(digest_of(bare))]
    plain = bool(fields[features.PLAIN] or fields[features.KEPT])
    return bool(bare) and (not plain or bool(fields[features.SURNAME] > 3 or fields[features.PLACE]))


def _numbered(page: Page, row: int) -> Iterator[Found]:
    for match in NUMBERED.finditer(page.text, int(page.begins[row]), int(page.ends[row])):
        if not NO_ADDRESS.search(match.group().rpartition(" ")[0].partition(" ")[2] or "the"):
            yield (*match.span(), PLACE)
