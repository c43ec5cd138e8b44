"""Names of health and care services: a run of capitalised words with a head (Ward, Hospital, Trust, Surgery ...).

A service is not a place: themes speak of services, so it keeps a placeholder of its own. Of the words before the head
the plain ones of English stay, so "My Ward" and "Mental Health Trust" name nobody.
"""

import re
from collections.abc import Iterator

import numpy as np

from tasks.pure.anonymise.characters import Flags, Page
from tasks.pure.anonymise.runs import Digests
from tasks.pure.anonymise.spans import SERVICE, SERVICES, Spans, of
from tasks.pure.anonymise.words import SMALL, Words, digest_of

HEADS = str.split(
    "hospital hospitals infirmary trust nhsft ward clinic surgery practice hospice cmht crht camhs unit lodge "
    "centre center court house ccg icb chc healthcare partnership pct"
)
# Heads that also end the names of other things need a stronger word of the field beside them.
VAGUE = frozenset(str.split("practice lodge centre center court house healthcare partnership trust"))
FIELD = re.compile(
    r"(?i)\b(nhs|foundation|hospital|ward|clinic|medical|health|psychiatric|mental|gp|day|crisis|secure|inpatient|"
    r"surgery|recovery|care|therapy|acute)\b"
)
LETTER = r"[^\W\d_]"
NAMED = rf"(?:[A-Z]{LETTER}*(?:['’.]{LETTER}+)*(?:-{LETTER}+)*|St\.?|\d+[A-Z]?)"
LINK_WORDS = r"(?:of|and|the|&|for|on|upon|de|la|le|by|in)"
AFTER = r"(?: (?:NHS|Foundation|Trust|Hospital|FT|Partnership|Ward|Unit|Clinic|Centre|Center|Infirmary|Board)\b)*"
RUN = re.compile(rf"(?:{NAMED}(?: {LINK_WORDS})* )+(?:{'|'.join(head.capitalize() for head in HEADS)}|[A-Z]{{2,5}}){AFTER}")
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
# Trusts known by their letters; capitals matter.
ACRONYMS = str.split(
    "SLaM SLAM CNWL ELFT NELFT BEH BEHMHT SWLSTG SABP KMPT NSFT NHFT LPFT LYPFT SHSC TEWV GMMH GMW MCFT LCFT AWP CWP SPFT "
    "CPFT EPUT HPFT OBMH DHCFT RDaSH SWYPFT BSMHFT BCPFT NTW CNTW UCLH UHB UHBW GSTT KCH GOSH NUH MFT BCUHB ABUHB "
    "CAVUHB HDUHB SBUHB BHSCT NHSGGC"
)


HEAD_DIGESTS = np.array(sorted(digest_of(head) for head in HEADS), dtype=np.uint64)
ACRONYM_DIGESTS = np.array(sorted({digest_of(name.lower()) for name in ACRONYMS}), dtype=np.uint64)


def services(page: Page, words: Words) -> Spans:
    """Every named service on the page."""
    written = np.flatnonzero(words.shapes != SMALL)
    heads = written[_among(words.digests[written], HEAD_DIGESTS)]
    rows = np.unique(words.rows[heads]).tolist()
    found = [span for row in rows for span in _in_text(page, row)]
    letters = written[_among(words.digests[written], ACRONYM_DIGESTS)]
    pairs = zip(words.starts[letters].tolist(), words.ends[letters].tolist(), strict=True)
    found += [(start, end, SERVICE) for start, end in pairs if page.text[start:end] in ACRONYMS]
    return of(SERVICES, found)


def _among(digests: Digests, few: Digests) -> Flags:
    at = np.minimum(np.searchsorted(few, digests), len(few) - 1)
    among: Flags = few[at] == digests
    return among


def _in_text(page: Page, row: int) -> Iterator[tuple[int, int, int]]:
    for match in RUN.finditer(page.text, int(page.begins[row]), int(page.ends[row])):
        words = list(re.finditer(r"\S+", match.group()))
        head = words[-1].group().lower()
        named = [word for word in words[:-1] if _names(word.group())]
        if named and _is_service(head, match.group()):
            yield match.start() + named[0].start(), match.end(), SERVICE


def _names(word: str) -> bool:
    return word.lower().strip(".,'’") not in NAMELESS and (word[0].isupper() or word[0].isdigit())


def _is_service(head: str, phrase: str) -> bool:
    if head not in HEADS and head not in ("nhs", "foundation", "board"):
        return False
    return head not in VAGUE or bool(FIELD.search(phrase.rpartition(" ")[0]))
