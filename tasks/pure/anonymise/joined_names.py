"""Names written together with a title, a given name or a cry: DrTressick, KevinTressick, #teamtressick; and "R.I.P. Dawn"."""

import re
from collections.abc import Iterator

import numpy as np

from tasks.pure.anonymise import features
from tasks.pure.anonymise.characters import Page
from tasks.pure.anonymise.digest_table import Few
from tasks.pure.anonymise.features import Seen
from tasks.pure.anonymise.spans import CONTEXT, PERSON, Found, Spans, of
from tasks.pure.anonymise.tagger import Model
from tasks.pure.anonymise.words import MIXED, SMALL, digest_of, digests_of

PROOF = {
    "so DrTressick listened": "so [PERSON] listened",
    "then KevinOllerton told me": "then [PERSON] told me",
    "we say #justiceforollertonby now": "we say #justicefor[PERSON] now",
    "#thankyoudrollerton for that": "#thankyoudr[PERSON] for that",
    "#nurseorla, #ByeTressock and #ollertonbymustgo": "#nurse[PERSON], #[PERSON] and #[PERSON]",
    "#icandowithout and #blackout": "#icandowithout and #blackout",
    "#ThankYouNurseWickletby": "#[PERSON]",
    "R.I.P. Dawn, 1981-2013": "R.I.P. [PERSON], 1981-2013",
    "rip Dawn": "rip [PERSON]",
    # Firms, schools of words and topics stay.
    "it is on YouTube, I know": "it is on YouTube, I know",
    "#teamfollowback, #TeamFollowBack and #nurselife": "#teamfollowback, #TeamFollowBack and #nurselife",
    "#burnout and #fallout": "#burnout and #fallout",
    "#drugsawareness, #professional, #nursesweek": "#drugsawareness, #professional, #nursesweek",
    "RIP my plans, R.I.P. Hope of sleep": "RIP my plans, R.I.P. Hope of sleep",
}
GLUED = re.compile(r"(?:(Dr|Mr|Mrs|Ms|Prof|Nurse|Sister|Doctor|Sir)|([A-Z][a-z]{2,11}))([A-Z][a-z]{2,15})")
CRIES = (
    "thankyou|justicefor|prayfor|savethe|free|team|rip|thanks|lovefor|getwell|happybirthday|bringback|iam|wearewith|missyou|loveyou"
    "|goodbye|bye|sack|standwith|inmemoryof|restinpeace"
)
TITLES = "dr|doctor|nurse|sister|mrs|mr|miss|prof"
CRY = rf"(?:(?:{CRIES})(?:{TITLES})?|{TITLES})"
CRIED = re.compile(rf"{CRY}([a-z]{{3,20}})|([a-z]{{5,20}})(?:out|mustgo|mustresign|islying)")
SHORT = frozenset(str.split("dr a i my to in on is it of at be by do go he if me no or us up we so uk gb all our the"))
MEANINGS = (features.PLAIN, features.KEPT, features.HEARD, features.ENGLISH, features.PLACE, features.REGION)
LONGEST, SHORTEST_TAG, SHORTEST_NAME, SHORTEST_WORD, LONGEST_WORD = 40, 7, 5, 2, 16
GONE = re.compile(r"\b(?:RIP|R\.I\.P\.?|Rip|rip)[ ,:]{1,2}([A-Z][a-z]{2,14})\b(?= ?[,.!;(\n\d]|$)")
GONE_DIGESTS = Few.of(digests_of(["rip", "r"]))


def joined_names(page: Page, known: Seen, model: Model) -> Spans:
    """Every name on the page that is written in one with a title or a given name, or stands alone behind a cry for the dead."""
    return of(CONTEXT, [*_glued(page, known, model), *_gone(page, known, model)])


def _glued(page: Page, known: Seen, model: Model) -> Iterator[Found]:
    words = known.words
    at = np.flatnonzero((words.shapes == MIXED) & ~words.in_hashtag)
    for start, end in zip(words.starts[at].tolist(), words.ends[at].tolist(), strict=True):
        match = GLUED.fullmatch(page.text, start, end)
        if not match:
            continue
        title, given, name = match.groups()
        borne = title or (_has(given, model, features.GIVEN) and not _has(given, model, features.PLAIN))
        if borne and not _has(name, model, features.PLAIN, features.KEPT):
            yield start, end, PERSON


def cried_names(page: Page, known: Seen, model: Model) -> Spans:
    """Names in hashtags of small letters: what is left behind a cry or a title, where it is a given name or no word."""
    return of(CONTEXT, _cried(page, known, model))


def _cried(page: Page, known: Seen, model: Model) -> Iterator[Found]:
    words = known.words
    # The parts of a hashtag that capitals part stand side by side.
    tagged = words.in_hashtag
    begins = tagged & np.append(True, words.starts[1:] != words.ends[:-1])[: len(tagged)]
    goes_on = np.append(words.starts[1:] == words.ends[:-1], False)[: len(tagged)]
    last = np.flatnonzero(tagged & ~goes_on)
    first = np.flatnonzero(begins)
    starts, ends = words.starts[first], words.ends[last[np.searchsorted(last, first)]]
    small = words.shapes[first] == SMALL
    fits = (ends - starts >= SHORTEST_TAG) & (ends - starts < LONGEST)
    for start, end, alone in zip(starts[fits].tolist(), ends[fits].tolist(), small[fits].tolist(), strict=True):
        tag = page.text[start:end].lower()
        match = CRIED.fullmatch(tag)
        name = match and (match.group(1) or match.group(2))
        borne = not tag.endswith("out") or (name and _has(name, model, features.GIVEN, features.SURNAME))
        # A capital says where the name begins, whatever words its letters spell.
        written = page.text[start + match.start(1) : end] if match and match.group(1) and not alone else ""
        begun = written[:1].isupper() and written[1:].islower()
        if match and name and borne and (_is_somebody(name, tag, model) or (begun and not _has(name, model, *MEANINGS))):
            yield (start + match.start(1), end, PERSON) if alone and match.group(1) else (start, end, PERSON)


def _is_somebody(name: str, tag: str, model: Model) -> bool:
    """Whether what is left of a hashtag names somebody: it is a given name, or no word, and the tag is not made of words."""
    is_topic = len(name) < SHORTEST_NAME or _has(tag, model, features.HEARD, features.ENGLISH, features.PLAIN)
    if is_topic or _has(name, model, features.GIVEN):
        return not _has(name, model, features.PLAIN) and _has(name, model, features.GIVEN)
    if _has(name, model, *MEANINGS):
        return False
    ends = {0}
    for end in range(SHORTEST_WORD, len(tag) + 1):
        if any(start in ends and _is_said(tag[start:end], model) for start in range(max(0, end - LONGEST_WORD), end)):
            ends.add(end)
    return len(tag) not in ends


def _is_said(word: str, model: Model) -> bool:
    return word in SHORT or (len(word) > SHORTEST_WORD and _has(word, model, features.PLAIN, features.KEPT, features.PLACE))


def _gone(page: Page, known: Seen, model: Model) -> Iterator[Found]:
    words = known.words
    for row in np.unique(words.rows[GONE_DIGESTS.hold(words.digests)]).tolist():
        for match in GONE.finditer(page.text, int(page.begins[row]), int(page.ends[row])):
            if _has(match.group(1), model, features.GIVEN):
                yield *match.span(1), PERSON


def _has(word: str, model: Model, *fields: int) -> bool:
    known = model.fields[model.table.place_of(digest_of(word.lower()))]
    return any(known[field] > 0 for field in fields)
