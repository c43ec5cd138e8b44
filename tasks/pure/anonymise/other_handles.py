"""Handles of other platforms, and handles without their sign: `u/quill`, `quill#1234`, "insta: quill.tarn", `quill_tarn`."""

import re
from collections.abc import Iterator

import numpy as np

from tasks.pure.anonymise import features
from tasks.pure.anonymise.characters import DIGIT, LOWER, Flags, Page
from tasks.pure.anonymise.cued_numbers import behind
from tasks.pure.anonymise.digest_table import Few
from tasks.pure.anonymise.spans import PATTERN, USER, Spans, of
from tasks.pure.anonymise.tagger import Model
from tasks.pure.anonymise.words import Words, digest_of, digests_of

PROOF = {
    "ask u/quilltarn or /u/quill-tarn9": "ask [USER] or [USER]",
    "add quilltarn#1234 on discord": "add [USER] on discord",
    "praditya_m said so": "[USER] said so",
    "t.ashworth and tom.ashworth rang": "[USER] and [USER] rang",
    "my insta is quilltarn99": "my insta is [USER]",
    "snapchat - wendlefenn, hi": "snapchat - [USER], hi",
    "find me on tiktok as tarn.lass": "find me on tiktok as [USER]",
    "follow me on instagram quilltarn93, kik me quilltarn77": "follow me on instagram [USER], kik me [USER]",
    "my username is quilltarn82, sc: quilltarn9": "my username is [USER], sc: [USER]",
    "skype live:quilltarn or cashapp $quilltarn": "skype [USER] or cashapp [USER]",
    "on tiktok @quill.tarn, venmo @quill-tarn": "on tiktok [USER], venmo [USER]",
    "#Orla_Tressock again": "#[USER] again",
    # Topics, faces, curses, rooms and bacteria are nobody.
    "r/mentalhealth and u/your friends": "r/mentalhealth and u/your friends",
    "f_ck T_T this, mental_health": "f_ck T_T this, mental_health",
    "room#1234 and page#2013": "room#1234 and page#2013",
    "e.coli, c.diff and h.pylori": "e.coli, c.diff and h.pylori",
    "facebook: 167,476 likes": "facebook: 167,476 likes",
    "insta is down, snapchat: add me": "insta is down, snapchat: add me",
    "on steam since 2013, on youtube in 1080p, xbox360": "on steam since 2013, on youtube in 1080p, xbox360",
    "username: none, threads on skype calls": "username: none, threads on skype calls",
    "I was tired.then we left": "I was tired.then we left",
}
SLASHED = re.compile(r"(?<![\w/])/?u/([A-Za-z0-9_-]{3,20})(?!\w)", re.IGNORECASE)
NUMBERED = re.compile(r"(?<![\w#.])([A-Za-z][\w.]{1,31})#\d{4}(?!\w)")
DOTTED = re.compile(r"(?<![\w.@/#-])([a-z]{1,12})\.([a-z]{4,20})\d{0,4}(?![\w@/]|\.\w)")
PLATFORMS = (
    "insta instagram ig snap snapchat sc tiktok tt kik telegram skype discord gamertag psn xbox twitch tumblr facebook fb "
    "reddit steam bluesky bsky mastodon youtube yt spotify soundcloud whatsapp venmo cashapp paypal vero onlyfans threads "
    "linkedin pinterest strava"
)
PLATFORM = rf"(?:{'|'.join(PLATFORMS.split())}|tik ?tok)"
OWN = r"(?:user ?name|handle|gamertag|screen ?name)"
CUED = re.compile(
    rf"(?<![\w@])(?:{PLATFORM}(?: (?:name|id|handle|user|username|account|tag))?|(?:my|old|new) {OWN})"
    r"(?: is| was| as| ?:| ?=| -){1,2} ?([@$]?\w[\w.-]{2,29})(?<![.-])",
    re.IGNORECASE,
)
# Behind a platform with nothing between but a small word, only what no word looks like.
BARE = re.compile(
    rf"(?<![\w@])(?:{PLATFORM}|my {OWN})(?: (?:me|id|name|on|at|is|add|gamertag|as))?,? ((?:live:|[@$])\w[\w.-]{{1,29}}"
    r"|(?=[\w.-]{0,30}[a-z_])[a-z](?=[\w.-]{0,30}(?:\d|\w[_.]\w))[\w.-]{3,29}|xX\w{2,26}Xx)(?<![.-])(?![\w@/])",
    re.IGNORECASE,
)
CUE_DIGESTS = Few.of(digests_of([*PLATFORMS.split(), "tik", "my", "old", "new"]))
MARKED = re.compile(r"[A-Za-z][\d_.]|[\d_.][A-Za-z]")
# Years, sizes, versions and hosts.
NO_HANDLE = re.compile(
    r"(?:ios|mp|ps|v|x|xbox|win|android|uk|us|q|covid|day|part|ep|episode|season|series|s)[\d.]{1,30}|(?<!\w)\w{1,30}\.(?:com|org|net|tv|me|co|uk)",
    re.IGNORECASE,
)
SPECIES = frozenset(str.split("coli pylori diff difficile aureus albicans faecalis influenzae pneumoniae gondii elegans"))
LEAST = 3
SLASH, SHARP, LINE, DOT = (ord(sign) for sign in "/#_.")
SIGNS = np.array([ord(sign) for sign in "@＠/.=&"], dtype=np.uint32)


def other_handles(page: Page, words: Words, model: Model) -> Spans:
    """Every handle on the page that no @ tells."""
    found = [*_signed(page, words, model), *_cued(page, words, model)]
    return of(PATTERN, ((start, end, USER) for start, end in found))


def _signed(page: Page, words: Words, model: Model) -> Iterator[tuple[int, int]]:
    for sign, pattern in ((SLASH, SLASHED), (SHARP, NUMBERED), (DOT, DOTTED)):
        for row in _rows(page, sign):
            for match in pattern.finditer(page.text, int(page.begins[row]), int(page.ends[row])):
                if _is_person(match, model) if sign == DOT else not _is_word(match.group(1), model):
                    yield match.span()
    joined = np.flatnonzero(page.codes[1:-1] == LINE) + 1
    inside = joined[page.is_word[joined - 1] & page.is_word[joined + 1]]
    at = np.unique(np.searchsorted(words.starts, inside, side="right") - 1)
    # Parts of handles with their sign, of addresses and of paths are taken as such.
    apart = ~np.isin(page.codes[np.maximum(words.starts[at] - 1, 0)], SIGNS) & ~np.isin(page.codes[words.ends[at]], SIGNS)
    for each in at[apart & ~words.in_hashtag[at]].tolist():
        start, end = int(words.starts[each]), int(words.ends[each])
        long = [part for part in page.text[start:end].split("_") if len(part) >= LEAST]
        if not all(_is_word(part, model) for part in long):
            yield start, end
    for each in at[apart & words.in_hashtag[at]].tolist():
        start, end = int(words.starts[each]), int(words.ends[each])
        first, *rest = page.text[start:end].split("_")
        if _field(first, features.GIVEN, model) and not any(_is_word(part, model) for part in (first, *rest)):
            yield start, end


def _rows(page: Page, sign: int) -> list[int]:
    """The texts in which a sign stands between letters as a handle has it."""
    at = np.flatnonzero(page.codes[1:-1] == sign) + 1
    glued = page.is_word[at - 1] & page.is_word[at + 1]
    fits: Flags = {SLASH: page.lower[at - 1] == ord("u"), SHARP: page.bits[at + 1] & DIGIT > 0}.get(sign, glued)
    for step in (-1, 1, 2, 3, 4) if sign == DOT else ():
        fits = fits & (page.bits[np.minimum(at + step, len(page.bits) - 1)] & LOWER > 0)
    rows: list[int] = np.unique(page.row_of(at[glued & fits])).tolist()
    return rows


def _cued(page: Page, words: Words, model: Model) -> Iterator[tuple[int, int]]:
    every = np.arange(page.rows)
    for match in behind(CUE_DIGESTS, CUED, page, words, every):
        handle = match.group(1)
        if MARKED.search(handle) or not (_is_word(handle, model) or _field(handle, features.HEARD, model)):
            yield match.span(1)
    for match in behind(CUE_DIGESTS, BARE, page, words, every):
        if not NO_HANDLE.fullmatch(match.group(1)):
            yield match.span(1)


def _is_word(word: str, model: Model) -> bool:
    """Whether a word is plain English, or a term of the subject, or no word."""
    letters = word.strip("_.-").lower()
    plain = _field(letters, features.PLAIN, model) or _field(letters, features.KEPT, model)
    return not any(map(str.isalpha, letters)) or bool(plain)


def _is_person(match: re.Match[str], model: Model) -> bool:
    """Whether two words joined by a stop are a name: an initial or a given name, and what may be a surname."""
    first, last = match.groups()
    if last in SPECIES or (1 < len(first) < LEAST):
        return False
    borne = len(first) == 1 or _field(first, features.GIVEN, model)
    known = _field(last, features.ENGLISH, model) or _field(last, features.HEARD, model)
    surname = _field(last, features.SURNAME, model) or not known
    return bool(borne and surname) and not _is_word(last, model)


def _field(word: str, field: int, model: Model) -> int:
    return int(model.fields[model.table.place_of(digest_of(word.lower())), field])
