"""Places whose head is written small, or stands in a text in capitals: "Quillane road", "Tressock primary school"."""

import numpy as np

from tasks.pure.anonymise.characters import Flags, Page
from tasks.pure.anonymise.digest_table import Few
from tasks.pure.anonymise.features import ENGLISH, HEARD, KEPT, PLAIN, Seen
from tasks.pure.anonymise.features import PLACE as PLACE_FIELD
from tasks.pure.anonymise.spans import GAZETTEER, PLACE, Spans, uniform
from tasks.pure.anonymise.words import CAPITALS, SMALL, TITLE, digests_of

PROOF = {
    "we walked to Quillane road again": "we walked to [PLACE] again",
    "at Tressock primary school today": "at [PLACE] today",
    "near Osgoodby textile factory now": "near [PLACE] now",
    "the Quillane pub was full": "the [PLACE] was full",
    "at tressock primary school": "at [PLACE]",
    "by the Tressock border, in Quillane village": "by the [PLACE], in [PLACE]",
    # What anybody has, and what peoples and churches are called by, stays.
    "my old school and the main road": "my old school and the main road",
    "a Catholic school, an Irish pub": "a Catholic school, an Irish pub",
    "an NHS library by the fire station": "an NHS library by the fire station",
}
# Of a name that is written small and that no list knows.
SHORTEST_SMALL = 5
HEADS = Few.of(digests_of(
    str.split(
        "road street avenue lane crescent school academy college university church chapel mosque temple synagogue library museum "
        "theatre stadium airport station hotel pub inn castle prison beach river lake bridge district estate store restaurant "
        "factory cafe café canal reservoir cemetery schools hotels resort farm mall plaza arena expressway highway motorway park "
        "lounge bistro restaurant building airbase barracks fjord village county province region peninsula border coast island "
        "islands valley hills dam falls harbour harbor casino brewery diner zoo racecourse quarry moor forest mosque"
    )
))
# What may stand between a name and its head.
BETWEEN = Few.of(digests_of(
    str.split("primary secondary high grammar junior infant nursery special parish methodist baptist railway train bus police fire "
              "national "
              "football textile retail village")
))  # fmt: skip
PEOPLES = Few.of(digests_of(
    str.split(
        "english british scottish welsh irish american french german italian spanish dutch polish russian indian chinese japanese "
        "asian african european western eastern catholic christian anglican methodist baptist protestant jewish muslim islamic "
        "hindu sikh buddhist victorian georgian edwardian tudor roman greek turkish arabic latin canadian australian mexican "
        "orthodox presbyterian lutheran evangelical montessori steiner ofsted wifi facebook twitter google"
    )
))


def small_heads(page: Page, known: Seen) -> Spans:
    """Every place on the page that a name makes of a head after it."""
    words = known.words
    count = len(words.starts)
    head = HEADS.hold(words.digests)
    in_loud = known.loud if head.any() else np.zeros(count, dtype=bool)
    written = (words.shapes == SMALL) | (np.isin(words.shapes, (CAPITALS, TITLE)) & in_loud)
    heads = np.flatnonzero(head & written & ~words.in_hashtag)
    near, is_name = _near(page, known), _is_name(known, in_loud)
    before = np.maximum(heads - 1, 0)
    between = BETWEEN.hold(words.digests)[before] & near[before] & (before > 0)
    last = np.where(between, np.maximum(before - 1, 0), before)
    fits = (heads > 0) & near[before] & near[last] & is_name[last]
    heads, first = heads[fits], last[fits]
    longer = (first > 0) & near[np.maximum(first - 1, 0)] & is_name[np.maximum(first - 1, 0)]
    first = first - longer
    return uniform(GAZETTEER, words.starts[first], words.ends[heads], np.full(len(heads), PLACE, dtype=np.uint8))


def _near(page: Page, known: Seen) -> Flags:
    """Whether the next word is of the same text, one space away."""
    words = known.words
    near = np.zeros(len(words.starts), dtype=bool)
    near[:-1] = (words.starts[1:] - words.ends[:-1] == 1) & (words.rows[1:] == words.rows[:-1])
    near[:-1] &= page.codes[words.ends[:-1]] == ord(" ") if len(near) else True
    return near


def _is_name(known: Seen, in_loud: Flags) -> Flags:
    words, fields = known.words, known.fields
    unheard = (fields[:, HEARD] == 0) & (fields[:, ENGLISH] == 0) & (words.ends - words.starts >= SHORTEST_SMALL)
    small = (words.shapes == SMALL) & (unheard | (fields[:, PLACE_FIELD] > 0))
    shaped = (words.shapes == TITLE) | ((words.shapes == CAPITALS) & in_loud) | small
    other = (fields[:, PLAIN] == 0) & (fields[:, KEPT] == 0) & ~PEOPLES.hold(words.digests) & ~BETWEEN.hold(words.digests)
    named: Flags = shaped & other & (words.ends - words.starts > 2) & ~words.in_hashtag
    return named
