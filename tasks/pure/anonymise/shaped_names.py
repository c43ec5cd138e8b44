"""Names that their own form tells: McGettigan, O'Driscoll, D'Arcy, Rhun ap Iorwerth, J.T., and "JT rang"."""

import re
from collections.abc import Iterator

import numpy as np

from tasks.pure.anonymise.characters import LOWER, UPPER, Flags, Page
from tasks.pure.anonymise.digest_table import Few
from tasks.pure.anonymise.features import KEPT, PLAIN, Seen
from tasks.pure.anonymise.spans import CONTEXT, PERSON, Found, Spans, of
from tasks.pure.anonymise.word_flags import ACTS, PRAISED, WAS, Signs
from tasks.pure.anonymise.words import CAPITALS, digests_of

PROOF = {
    "I told McGettigan and MacTavishen": "I told [PERSON] and [PERSON]",
    "so O'Driscollan and D'Arcy went": "so [PERSON] and [PERSON] went",
    "Rhun ap Iorwerth and Mair ferch Owain": "[PERSON] and [PERSON]",
    "so DeTressock and DiTressocki went": "so [PERSON] and [PERSON] went",
    "thanks to J.T. and to Q. R. Tarn": "thanks to [PERSON] and to [PERSON]",
    "JT rang, and QB was lovely": "[PERSON] rang, and [PERSON] was lovely",
    # Brands, letters of the field, countries and hours are nobody.
    "at five O'Clock, then D'oh": "at five O'Clock, then D'oh",
    "at 5 p.m., e.g. twice, i.e. late": "at 5 p.m., e.g. twice, i.e. late",
    "my GP rang, the OT said so": "my GP rang, the OT said so",
    "MY GP SAID NO AND THE OT SAID NO": "MY GP SAID NO AND THE OT SAID NO",
}
PREFIXED = re.compile(r"\b(?:Mc|Mac|Fitz|Mhic|Nic|De|Di)[A-Z][a-zà-ÿ]{2,}|\b(?:O|D)['’][A-Z][a-zà-ÿ]{2,}")
PREFIXES = np.array([ord(each) for each in "mfnd"], dtype=np.uint32)
BRANDS = re.compile(
    r"(?:Mc(?:D|Donald|Donalds|Flurry|Muffin|Nugget|Nuggets|Chicken|Cafe|Afee|Kinsey|Laren|Vitie|Vities|Vitties|Job|Mansion)"
    r"|Mac(?:Book|Pro|Mini|OS|World|Millan)|O['’]Clock)\w*\Z",
    re.IGNORECASE,
)
WELSH = re.compile(r"\b(?:[A-Z][\w-]+ )?(?:ap|ab|ferch|verch) [A-Z][a-z]\w+(?: [A-Z][a-z]\w+)?")
# Two initials or three, and the name that follows them.
INITIALS = re.compile(r"(?<![\w.])[A-Z]\. ?[A-Z]\.(?: ?[A-Z]\.)?(?: [A-Z][a-z]\w+)?(?![\w.])")
NOBODYS = frozenset(
    str.split(
        "us usa uk eu un la dc nz tv pm am ps gp ot ad bc pc it id iq ic hq mp md phd ma ba bsc sa uae rip nhs ok ac dj mc vip "
        "bp bm cv dr hr pr mr ms nb ni ft fc sw se nw ne wc st th ie eg etc aka asap diy ir re cd ct mri ed er iv im od uc pa "
        "pt sr jr ns fb ig op ep lp ea ai vr ar ap bf gf bb qc kc rn hd xl tl ll hi no so do go we he me my by be if is in of "
        "on or to up at as an oh"
    )
)
NOBODYS_DIGESTS = Few.of(digests_of(sorted(NOBODYS)))


def shaped_names(page: Page, known: Seen, told: Signs) -> Spans:
    """Every name on the page that its form tells."""
    return of(CONTEXT, [*_prefixed(page, known), *_initials(page), *_acting(known, told)])


def _prefixed(page: Page, known: Seen) -> Iterator[Found]:
    words = known.words
    last = len(page.codes) - 1
    first, second = (np.take(page.lower, np.minimum(words.starts + step, last)) for step in (0, 1))
    sign = ((second == ord("'")) | (second == ord("’"))) & ((first == ord("o")) | (first == ord("d")))
    capital = page.codes[words.starts] != first
    # "Mc", "Mac" and "Fitz" with the capital that follows.
    kinds = [np.take(page.bits, np.minimum(words.starts + step, last)) for step in (1, 2, 3, 4)]
    joined = (kinds[0] & LOWER > 0) & ((kinds[1] | kinds[2] | kinds[3]) & UPPER > 0) & np.isin(first, PREFIXES)
    for row in np.unique(words.rows[(sign | joined) & capital]).tolist():
        for match in PREFIXED.finditer(page.text, int(page.begins[row]), int(page.ends[row])):
            if not BRANDS.match(match.group()):
                yield *match.span(), PERSON
    lengths = words.ends - words.starts
    welsh = (first == ord("a")) & ((second == ord("p")) | (second == ord("b"))) & (lengths == 2)
    daughter = ((first == ord("f")) | (first == ord("v"))) & (second == ord("e")) & (lengths == 5)
    for row in np.unique(words.rows[(welsh | daughter) & ~capital]).tolist():
        for match in WELSH.finditer(page.text, int(page.begins[row]), int(page.ends[row])):
            yield *match.span(), PERSON


def _initials(page: Page) -> Iterator[Found]:
    stops = np.flatnonzero(page.codes == ord("."))
    single = stops[(stops > 0) & (page.codes[stops - 1] != page.lower[stops - 1])]
    single = single[(single < 2) | ~page.is_word[single - 2]]
    rows, counts = np.unique(page.row_of(single), return_counts=True)
    for row in rows[counts > 1].tolist():
        for match in INITIALS.finditer(page.text, int(page.begins[row]), int(page.ends[row])):
            letters = "".join(filter(str.isupper, match.group().rpartition(".")[0])).lower()
            if letters not in NOBODYS:
                yield *match.span(), PERSON


def _acting(known: Seen, told: Signs) -> Iterator[Found]:
    """Two capitals that do what only people do."""
    words, fields = known.words, known.fields
    two = (words.shapes == CAPITALS) & (words.ends - words.starts == 2) & ~words.in_hashtag
    two &= (fields[:, KEPT] == 0) & (fields[:, PLAIN] == 0) & ~known.loud
    acts = _next(told & ACTS > 0, known) | _next((told & WAS > 0) & _next(told & PRAISED > 0, known), known)
    two &= ~NOBODYS_DIGESTS.hold(words.digests)
    for at in np.flatnonzero(two & acts).tolist():
        yield int(words.starts[at]), int(words.ends[at]), PERSON


def _next(flags: Flags, known: Seen) -> Flags:
    following = np.zeros(len(flags), dtype=bool)
    following[:-1] = flags[1:] & (known.words.rows[1:] == known.words.rows[:-1]) & (known.gaps[1:-1] == 0)
    return following
