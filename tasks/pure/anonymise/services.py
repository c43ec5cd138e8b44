"""Names of health and care services: a run of capitalised words with a head (Ward, Hospital, Trust, Surgery ...).

A service is not a place: themes speak of services, so it keeps a placeholder of its own. Of the words before the head
the plain ones of English stay, so "My Ward" and "Mental Health Trust" name nobody.
"""

import re
from collections.abc import Iterator

import numpy as np

from tasks.pure.anonymise import features
from tasks.pure.anonymise.characters import Page
from tasks.pure.anonymise.features import Seen
from tasks.pure.anonymise.spans import PLACE, SERVICE, SERVICES, Found, Spans, of
from tasks.pure.anonymise.tagger import Model
from tasks.pure.anonymise.word_flags import A_HEAD, A_SMALL_HEAD, A_WARD, ACRONYMS, AN_ACRONYM, HEADS, Signs
from tasks.pure.anonymise.words import SMALL, Words, digests_of

# Heads that also end the names of other things need a stronger word of the field beside them.
VAGUE = frozenset(str.split("practice lodge centre center court house healthcare partnership trust"))
FIELD = re.compile(
    r"(?i)\b(nhs|foundation|hospital|ward|clinic|medical|health|psychiatric|mental|gp|day|crisis|secure|inpatient|"
    r"surgery|recovery|care|therapy|acute)\b"
)
LETTER = r"[^\W\d_]"
NAMED = rf"(?:[A-Z]{LETTER}*(?:['’.]{LETTER}+)*(?:-{LETTER}+)*['’]?|St\.?|\d+[A-Z]?)"
# Of a river or the sea, "on" stands inside a name; elsewhere it stands before one.
LINK_WORDS = r"(?:of|of the|and|&|upon|de|la|le|(?:on|under)(?= (?:Avon|Lyne|Sea|Thames|Trent|Tyne)))"
AFTER = (
    r"(?: (?:(?:and|&) Social Care |University |Mental )?(?:NHS|Foundation|Trust|Hospital|FT|Partnership|Ward|Unit|Clinic"
    r"|Centre|Center|Infirmary|Health|Board)\b)*"
)
RUN = re.compile(rf"(?:{NAMED}(?: {LINK_WORDS})? )+(?:{'|'.join(head.capitalize() for head in HEADS)}|[A-Z]{{2,5}})\b{AFTER}")
# What names a service only together with the name that follows or goes before.
ONWARD = re.compile(rf"(?:(?:University|Royal|General|Great) )+Hospitals?(?: (?:of|in))?(?: (?!NHS|Trust){NAMED})+")
SAINT = re.compile(r"\bSt\.? [A-Z][a-z]+['’](?:s\b)?(?! (?:Day|day|Square|Road|Street|Park|Church|Cathedral|School))")
QUALIFIERS = frozenset(str.split("royal university great greater national"))
ADJECTIVES = frozenset(str.split("good big new old little young"))
TEAMS = frozenset(str.split("CMHT CRHT CAMHS"))
NAMELESS = frozenset(
    str.split(
        "my our the your his her their this that a an dear local private general new old every each any no some day acute "
        "mental health psychiatric nhs foundation trust hospital ward clinic surgery medical gp crisis community secure "
        "inpatient outpatient adult child children adolescent young people older elderly care home team service services "
        "recovery eating disorders disorder intensive forensic women's men's women men female male maternity mother baby "
        "unit and of for in on at by to is was i we you they after before from with when what why how hi hello thank thanks "
        "please university royal teaching district cottage primary secondary emergency assessment personality practice "
        "drug alcohol perinatal liaison early intervention nurse doctor psychiatrist best worst good bad great real big "
        "teenage cancer stroke heart eye breast dental pain sexual respite rehab rehabilitation nursing if as so but or "
        "specialist treatment centre center house lodge court board partnership healthcare infirmary ft ccg cmht camhs crht"
    )
)
ENDS = frozenset([*HEADS, "nhs", "foundation", "board"])
NUMBER = re.compile(r"[A-Za-z]?\d{1,3}[A-Za-z]?")


def services(page: Page, known: Seen, told: Signs, model: Model) -> Spans:
    """Every named service on the page."""
    words, written = known.words, known.words.shapes != SMALL
    rows = np.unique(words.rows[written & (told & A_HEAD > 0)]).tolist()
    found = [span for row in rows for span in _in_text(page, row, model)]
    letters = np.flatnonzero(written & (told & AN_ACRONYM > 0))
    pairs = zip(words.starts[letters].tolist(), words.ends[letters].tolist(), strict=True)
    found += [(start, end, SERVICE) for start, end in pairs if page.text[start:end] in ACRONYMS]
    return of(SERVICES, [*found, *_written_small(page, known, told), *_numbered(page, words, told)])


def _written_small(page: Page, known: Seen, told: Signs) -> Iterator[Found]:
    """A name before a head that is written small: "springfield hospital", "Larch ward"."""
    words = known.words
    heads = np.flatnonzero((told & A_SMALL_HEAD > 0) & (words.shapes == SMALL))
    names = heads[heads > 0] - 1
    names = names[(words.starts[names + 1] - words.ends[names] == 1) & (page.codes[words.ends[names]] == ord(" "))]
    fields = known.fields[names]
    listed = fields[:, [features.PLACE, features.SURNAME, features.GIVEN, features.PROPER]].any(axis=1)
    is_name = listed & (fields[:, features.PLAIN] == 0) & (fields[:, features.KEPT] == 0) & ~words.in_hashtag[names]
    for at in names[is_name & (words.ends[names] - words.starts[names] > 2)].tolist():
        yield int(words.starts[at]), int(words.ends[at + 1]), SERVICE


def _numbered(page: Page, words: Words, told: Signs) -> Iterator[Found]:
    """A ward by its number: "ward 4b", "Ward B12"."""
    wards = np.flatnonzero(told[:-1] & A_WARD)
    near = words.starts[wards + 1] - words.ends[wards] == 1
    for at in wards[near].tolist():
        start, end = int(words.starts[at]), int(words.ends[at + 1])
        if NUMBER.fullmatch(page.text, int(words.starts[at + 1]), end):
            yield start, end, SERVICE


def _in_text(page: Page, row: int, model: Model) -> Iterator[Found]:
    begin, end = int(page.begins[row]), int(page.ends[row])
    yield from ((*match.span(), SERVICE) for pattern in (ONWARD, SAINT) for match in pattern.finditer(page.text, begin, end))
    for match in RUN.finditer(page.text, begin, end):
        words = list(re.finditer(r"\S+", match.group()))
        last = max(n for n, word in enumerate(words) if word.group().lower() in ENDS or n == 0)
        first = next((n for n, word in enumerate(words[:last]) if _names(word.group())), None)
        if first is not None and _is_service(words[last].group().lower(), match.group()):
            while first and _qualifies(words[first - 1].group().lower(), page.text, match.start() + words[first - 1].start()):
                first -= 1
            begin = match.start() + words[first].start()
            if words[last].group() in TEAMS and _is_listed(page.text[begin : match.start() + words[last].start()], model):
                yield begin, match.start() + words[last - 1].end(), PLACE
            else:
                yield begin, match.end(), SERVICE


def _qualifies(word: str, text: str, start: int) -> bool:
    """Whether a word belongs to the name after it: "Royal", and "Good" where a small word stands before."""
    return word in QUALIFIERS or (word in ADJECTIVES and text[max(0, start - 2) : start - 1].islower())


def _is_listed(names: str, model: Model) -> bool:
    """Whether a name is made of places alone: a team of a place keeps its own name, which is nobody's."""
    fields = model.fields[model.table.find(digests_of(re.findall(r"\w+", names.lower())))]
    return bool((fields[:, [features.PLACE, features.REGION, features.PLACE_PART]] > 0).any(axis=1).all())


def _names(word: str) -> bool:
    return word.lower().strip(".,'’") not in NAMELESS and (word[0].isupper() or word[0].isdigit())


def _is_service(head: str, phrase: str) -> bool:
    return head in ENDS and (head not in VAGUE or bool(FIELD.search(phrase.rpartition(" ")[0])))
