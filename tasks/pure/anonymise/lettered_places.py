"""Places by their letters: "Quillane, OH", "in D.C.", "NSW", and those named after their kind: "University of Tressock"."""

import re
from collections.abc import Iterator

import numpy as np

from tasks.pure.anonymise import features
from tasks.pure.anonymise.characters import UPPER, Page
from tasks.pure.anonymise.digest_table import Few
from tasks.pure.anonymise.features import Seen
from tasks.pure.anonymise.spans import GAZETTEER, PLACE, Found, Spans, of
from tasks.pure.anonymise.tagger import Model
from tasks.pure.anonymise.words import CAPITALS, SMALL, digest_of, digests_of

PROOF = {
    "a flat in Quillane, OH now": "a flat in [PLACE] now",
    "back in D.C. and N.Y. again": "back in [PLACE] and [PLACE] again",
    "in NSW it rained, then in QLD": "in [PLACE] it rained, then in [PLACE]",
    "University of Tressock students came": "[PLACE] students came",
    "in the Port of Quillane again": "in the [PLACE] again",
    # Words that spell a state, degrees, hours and abbreviations of the field stay.
    "Well, OH no, and Yes, OK": "Well, OH no, and Yes, OK",
    "at 5 p.m. on the NHS, e.g. by a GP": "at 5 p.m. on the NHS, e.g. by a GP",
    "a university of the third age": "a university of the third age",
    "TELL US WHAT THE UK NEEDS": "TELL US WHAT THE [PLACE] NEEDS",
}
STATES = (
    "AL|AK|AZ|AR|CA|CO|CT|DE|FL|GA|HI|IA|ID|IL|IN|KS|KY|LA|MA|MD|ME|MI|MN|MO|MS|MT|NC|ND|NE|NH|NJ|NM|NV|NY|OH|OK|OR|PA|RI|SC|SD|TN"
    "|TX|UT|VA|VT|WA|WI|WV|WY|DC|AB|BC|MB|NB|NL|NS|ON|PE|QC|SK|NSW|QLD|VIC|TAS|ACT|NT"
)
IN_STATE = re.compile(rf"\b([A-Z][a-z]+),? (?:{STATES})\b(?! [A-Z]{{2}})(?:,? \d{{5}}\b)?")
STATE_DIGESTS = Few.of(digests_of(STATES.lower().split("|")))
DOTTED = re.compile(r"(?<![\w.])(?:D\.C|U\.S(?:\.A)?|U\.K|N\.Y(?:\.C)?|N\.I|N\.Z|L\.A|U\.A\.E|B\.C|P\.E\.I|N\.S\.W)\b\.?")
# Letters that are a place wherever not all is in capitals.
SURE = Few.of(digests_of(str.split("usa uk nz nyc nsw qld uae drc roi jpn")))
KINDS = str.split("university college city town port isle gulf county bay village borough diocese duchy church")
OF = re.compile(rf"\b(?:{'|'.join(map(str.capitalize, KINDS))}) of ([A-Z][\w'’-]{{2,30}})\b")
OF_DIGESTS = Few.of(digests_of(KINDS))


def lettered_places(page: Page, known: Seen, model: Model) -> Spans:
    """Every place on the page that is written by its letters, or after its kind."""
    words = known.words
    capital = (words.shapes == CAPITALS) & ~words.in_hashtag
    found: list[Found] = [
        (int(words.starts[at]), int(words.ends[at]), PLACE) for at in np.flatnonzero(capital & SURE.hold(words.digests)).tolist()
    ]
    for row in np.unique(words.rows[capital & STATE_DIGESTS.hold(words.digests)]).tolist():
        found += _matches(IN_STATE, page, row, model)
    for row in _dotted(page):
        found += [(*match.span(), PLACE) for match in DOTTED.finditer(page.text, int(page.begins[row]), int(page.ends[row]))]
    for row in np.unique(words.rows[OF_DIGESTS.hold(words.digests) & (words.shapes != SMALL)]).tolist():
        found += _matches(OF, page, row, model)
    return of(GAZETTEER, found)


def _dotted(page: Page) -> list[int]:
    """The texts in which two capitals stand with a stop between."""
    stops = np.flatnonzero(page.codes[1:-1] == ord(".")) + 1
    between = (page.bits[stops - 1] & UPPER > 0) & (page.bits[stops + 1] & UPPER > 0)
    rows: list[int] = np.unique(page.row_of(stops[between])).tolist()
    return rows


def _matches(pattern: re.Pattern[str], page: Page, row: int, model: Model) -> Iterator[Found]:
    for match in pattern.finditer(page.text, int(page.begins[row]), int(page.ends[row])):
        fields = model.fields[model.table.place_of(digest_of(re.split(r"['’]", match.group(1))[0].lower()))]
        if fields[features.PLACE] or fields[features.REGION] or not (fields[features.PLAIN] or fields[features.KEPT]):
            yield *match.span(), PLACE
