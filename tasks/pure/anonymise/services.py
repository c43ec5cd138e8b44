"""Names of health and care services: a run of capitalised words with a head (Ward, Hospital, Trust, Surgery ...).

A service is not a place: themes speak of services, so it keeps a placeholder of its own. A name is read back from its
head, and words such as "my" and "on the" end it, so "My Ward" and "Mental Health Trust" name nobody. Where a text is
in capitals or in Title Case throughout, every plain word of English ends it as well.
"""

import re
from collections.abc import Iterator, Sequence

import numpy as np

from tasks.pure.anonymise import features
from tasks.pure.anonymise.characters import Flags, Page
from tasks.pure.anonymise.features import Seen
from tasks.pure.anonymise.spans import PLACE, SERVICE, SERVICES, Found, Spans, of
from tasks.pure.anonymise.tagger import Model
from tasks.pure.anonymise.word_flags import (
    A_HEAD,
    A_SMALL_HEAD,
    A_WARD,
    ACRONYMS,
    AN_ACRONYM,
    HEADS,
    LEADS,
    WORDS_TOO,
    Signs,
)
from tasks.pure.anonymise.words import SMALL, Words, digests_of

# Heads that also end the names of other things need a stronger word of the field beside them.
VAGUE = frozenset(str.split("practice lodge centre center court house healthcare partnership trust"))
FIELD = re.compile(
    r"(?i)\b(nhs|foundation|hospital|ward|clinic|medical|health|psychiatric|mental|gp|day|crisis|secure|inpatient|"
    r"surgery|recovery|care|therapy|acute)\b"
)
LETTER = r"[^\W\d_]"
# As long as words are, and no longer, so that no text takes long.
NAMED = rf"(?:[A-Z]{LETTER}{{0,40}}(?:['’.]{LETTER}{{1,40}}){{0,4}}(?:-{LETTER}{{1,40}}){{0,4}}['’]?|St\.?|\d{{1,20}}[A-Z]?)"
# Of a river or the sea, "on" stands inside a name; elsewhere it stands before one.
LINK_WORDS = r"(?:of|of the|and|&|upon|de|la|le|(?:on|under)(?= (?:Avon|Lyne|Sea|Thames|Trent|Tyne)))"
AFTER = (
    r"(?: (?:(?:and|&) Social Care |University |Mental )?(?:NHS|Foundation|Trust|Hospital|FT|Partnership|Ward|Unit|Clinic"
    r"|Centre|Center|Infirmary|Health|Board)\b)*"
)
RUN = re.compile(
    rf"(?:{NAMED}(?: {LINK_WORDS})? ){{1,24}}(?:{'|'.join(head.capitalize() for head in HEADS)}|[A-Z]{{2,5}})\b{AFTER}"
)
# What names a service only together with the name that follows or goes before.
ONWARD = re.compile(rf"(?:(?:University|Royal|General|Great) ){{1,4}}Hospitals?(?: (?:of|in))?(?: (?!NHS|Trust){NAMED})+")
# "Osgood, Quill and Wharfe Valleys NHS Foundation Trust"
LISTED = re.compile(
    rf"(?:{NAMED}(?: {NAMED})?, ){{1,3}}(?:{NAMED} ){{1,3}}(?:and|&) (?:{NAMED} ){{1,4}}NHS(?: Foundation)?(?: Trust)?\b"
)
SAINT = re.compile(r"\bSt\.? [A-Z][a-z]+['’](?:s\b)?(?! (?:Day|day|Square|Road|Street|Park|Church|Cathedral|School))")
QUALIFIERS = frozenset(str.split("royal university great greater national"))
# Before these no name goes on: what stands there is the sentence.
ENDING = frozenset(
    str.split(
        "my our your his her their this that these those a an every each any no some the in on at by to is was i we you they he "
        "she it me us them after before from with when what why how who where if as so but or there here are am be been has "
        "have had do does did not never nobody hi hello thank thanks please dear hate love leave left near into"
    )
)
# Plain words that wards are called by, also in a text in capitals.
WARD_NAMES = frozenset(
    str.split(
        "acorn alder amber ash aspen beech birch bluebell bramble cedar cherry chestnut daffodil daisy diamond eagle elm emerald "
        "fern foxglove hawthorn hazel heather holly ivy jasmine juniper kestrel kingfisher larch lark laurel lavender lilac lily "
        "magnolia maple meadow oak oakwood orchard orchid osprey pearl pine poplar poppy primrose ravenswood robin rose rosewood "
        "rowan ruby sapphire snowdrop sycamore thistle topaz tulip violet willow willows wren yew"
    )
)
# What is done in an operation, which is not a place: "Knee Surgery".
OPERATED = frozenset(
    str.split(
        "abdominal ankle back bariatric bladder bowel brain breast bypass cardiac cataract cosmetic dental ear elective emergency "
        "eye foot gastric gender hand hernia hip invasive jaw keyhole kidney knee laser lasik liver lung major minor mohs neck "
        "neuro nose open oral orthopaedic orthopedic plastic prostate reconstructive robotic shoulder sinus spinal spine stomach "
        "throat thyroid transplant weight-loss whipple wrist heart loss post pre"
    )
)
# So long before its head, or in a text so written, a run of capitals is a sentence and no name.
LONG_RUN = 5
ADJECTIVES = frozenset(str.split("good big new old little young"))
LINKS = frozenset(str.split("and of the upon & de la le"))
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
    heads = written & (told & A_HEAD > 0)
    shouted = np.unique(words.rows[heads & known.loud]).tolist()
    rows = np.unique(words.rows[heads]).tolist()
    found = [span for row in rows for span in _in_text(page, row, row in shouted, model)]
    found += _lettered(page, known, told, written)
    return of(SERVICES, [*found, *_written_small(page, known, told), *_numbered(page, words, told)])


def _lettered(page: Page, known: Seen, told: Signs, written: Flags) -> Iterator[Found]:
    """A trust by its letters; where they spell a word, only after "at", "under" and the like in a text not in capitals."""
    words = known.words
    led = np.append(False, told[:-1] & LEADS > 0) & ~known.loud
    for at in np.flatnonzero(written & (told & AN_ACRONYM > 0)).tolist():
        letters = page.text[words.starts[at] : words.ends[at]]
        if letters in ACRONYMS and (led[at] or letters not in WORDS_TOO):
            yield int(words.starts[at]), int(words.ends[at]), SERVICE


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


def _in_text(page: Page, row: int, is_loud: bool, model: Model) -> Iterator[Found]:
    begin, end = int(page.begins[row]), int(page.ends[row])
    yield from (
        (*match.span(), SERVICE) for pattern in (ONWARD, LISTED, SAINT) for match in pattern.finditer(page.text, begin, end)
    )
    for match in RUN.finditer(page.text, begin, end):
        yield from _in_run(page, match, is_loud, model)


def _in_run(page: Page, match: re.Match[str], is_loud: bool, model: Model) -> Iterator[Found]:
    """Names in one run of capitalised words, each read back from its head."""
    words = list(re.finditer(r"\S+", match.group()))
    is_loud = is_loud or len(words) > LONG_RUN
    lasts = [n for n, word in enumerate(words) if word.group().lower() in ENDS or n == 0]
    for last in lasts if is_loud else lasts[-1:]:
        first = _first(words[: last + 1], is_loud, model)
        if first is None or not _is_service(
            words[last].group().lower(), match.group()[words[first].start() : words[last].end()]
        ):
            continue
        while first and _qualifies(
            words[first - 1].group().lower(), page.text, match.start() + words[first - 1].start()
        ):
            first -= 1
        begin = match.start() + words[first].start()
        if words[last].group() in TEAMS and _is_listed(page.text[begin : match.start() + words[last].start()], model):
            yield begin, match.start() + words[last - 1].end(), PLACE
        else:
            yield begin, match.start() + words[last].end() if is_loud else match.end(), SERVICE


def _first(words: Sequence[re.Match[str]], is_loud: bool, model: Model) -> int | None:
    """Where the name that ends in the last of the words begins; None where there is none."""
    first, head = None, words[-1].group().lower()
    for n in range(len(words) - 2, -1, -1):
        word = words[n].group().lower().strip(".,'’")
        if (word in ENDING and words[n].group() != word) or (head == "surgery" and word in OPERATED):
            break
        if is_loud and word in LINKS and first == n + 1:
            continue
        if _names(words[n].group()):
            if is_loud and not _stands_out(word, model):
                break
            first = n
    return first


def _stands_out(word: str, model: Model) -> bool:
    """Whether a word can only be a name, though every word about it has a capital."""
    fields = model.fields[model.table.find(digests_of([part for part in re.split(r"[-'’.]", word) if part]))]
    plain = (fields[:, [features.PLAIN, features.KEPT]] > 0).any(axis=1)
    return word in WARD_NAMES or word in QUALIFIERS or not bool(plain.all())


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
