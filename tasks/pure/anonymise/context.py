"""What the words around tell for certain: a title before a name, a clinical word after one."""

import numpy as np

from tasks.pure.anonymise.characters import Flags, Page
from tasks.pure.anonymise.features import KEPT, PLAIN, Seen
from tasks.pure.anonymise.spans import CONTEXT, PERSON, Spans, uniform
from tasks.pure.anonymise.words import CAPITALS, MIXED, NUMERIC, SINGLE, SMALL, TITLE, Digests, Words, digest_of

TITLES = ("dr", "prof", "professor", "mr", "mrs", "ms", "sir", "dame", "cllr", "revd")
# Bell's palsy, Parkinson disease: the name of a condition is nobody's.
CLINICAL = (
    "palsy disease syndrome disorder lymphoma chorea dementia encephalopathy psychosis aphasia area sign test scale "
    "inventory criteria law act contracture ataxia tumour tumor anaemia anemia reflex stain thyroiditis sarcoma "
    "oesophagus esophagus phenomenon manoeuvre maneuver index score questionnaire curve hierarchy"
).split()


def _digests(words: tuple[str, ...] | list[str]) -> Digests:
    return np.array(sorted({digest_of(word) for word in words}), dtype=np.uint64)


TITLE_DIGESTS, CLINICAL_DIGESTS = _digests(TITLES), _digests(CLINICAL)
SHORT_TITLES = _digests(["dr", "drs", "mr", "ms"])
POSSESSIVE = np.uint64(digest_of("s"))


def after_title(page: Page, words: Words, known: Seen) -> Spans:
    """A capitalised word after a title is a person's name, whatever else it means: "Dr Brown"."""
    if not len(words.starts):
        return uniform(CONTEXT, words.starts, words.ends, np.zeros(0, dtype=np.uint8))
    title = np.isin(words.digests, TITLE_DIGESTS) & (words.shapes != SMALL) & ~words.in_hashtag
    follows = np.concatenate([[False], title[:-1] & (words.rows[1:] == words.rows[:-1])])
    near = np.concatenate([[False], words.starts[1:] - words.ends[:-1] <= 2])
    shaped = np.isin(words.shapes, (TITLE, CAPITALS, MIXED, SINGLE)) & (words.shapes != NUMERIC)
    kept = known.fields[:, KEPT] > 0
    shouted = (words.shapes == CAPITALS) & (known.fields[:, PLAIN] > 0)
    at = np.flatnonzero(follows & near & shaped & ~kept & ~shouted & ~title)
    return uniform(CONTEXT, words.starts[at], words.ends[at], np.full(len(at), PERSON, dtype=np.uint8))


def eponyms(page: Page, words: Words) -> Flags:
    """Words that name a condition or a test, not a person: before a clinical word, a possessive between or not; titles."""
    clinical = np.isin(words.digests, CLINICAL_DIGESTS)
    same = words.rows[1:] == words.rows[:-1]
    # A short title tells nothing of who bears it, and much of what is said: it stays.
    spared = np.isin(words.digests, SHORT_TITLES)
    spared[:-1] |= clinical[1:] & same
    possessive = words.digests == POSSESSIVE
    spared[:-2] |= possessive[1:-1] & clinical[2:] & (words.rows[2:] == words.rows[:-2])
    return spared
