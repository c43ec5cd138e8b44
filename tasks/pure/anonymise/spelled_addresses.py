"""Addresses written so that no machine finds them: "name at host dot org", "name [at] host,com", "name99 at gmail"."""

import re
from collections.abc import Iterator

import numpy as np

from tasks.pure.anonymise.characters import Flags, Page, Places
from tasks.pure.anonymise.digest_table import Few
from tasks.pure.anonymise.spans import CONTACT, LINK, Found
from tasks.pure.anonymise.words import Words, digests_of

PROOF = {
    "orla underscore t at tarnmail dot co dot uk is mine": "[CONTACT] is mine",
    "orla <at> tarnmail <dot> com please": "[CONTACT] please",
    "orla-at-tarnmail-dot-com is it": "[CONTACT] is it",
    "orla dot t at tarnmail.co.uk or q.tarn[@]tarnmail.com": "[CONTACT] or [CONTACT]",
    "q9x(at)gmail,com or q.tarn at gmail, or q9x @ hotmail": "[CONTACT] or [CONTACT], or [CONTACT]",
    "orla@tarnmail,com and orla@ tarnmail .com": "[CONTACT] and [CONTACT]",
    "o r l a @ t a r n . c o m": "[CONTACT]",
    "orla arroba tarnmail punto es, orla ät tarnmail punkt de": "[CONTACT], [CONTACT]",
    "tarnmail dot com slash orla, tarnmail [.] co [.] uk, tarnmail . com": "[LINK], [LINK], [LINK]",
    "see hxxps[:]//tarnmail[.]com/orla or tarnmail。com": "see [LINK] or [LINK]",
    # Meetings, places of work and dots are nobody's address.
    "meet at six at the clinic dot not the ward": "meet at six at the clinic dot not the ward",
    "he was at google and then at yahoo for years": "he was at google and then at yahoo for years",
    "we laughed at gmail being down": "we laughed at gmail being down",
    "sick at work. com on now, so sad , net loss": "sick at work. com on now, so sad , net loss",
    "I got there at 5 @ home.then we left": "I got there at 5 @ home.then we left",
}
# Words, one of which is in most such texts, and signs that are in the others.
DOTS, ATS = str.split("dot d0t punkt punto point"), str.split("at ät arroba arobase")
PROVIDERS = "gmail|googlemail|hotmail|yahoo|ymail|outlook|icloud|protonmail|btinternet|aol|gmx|rocketmail"
CUES = Few.of(digests_of([*DOTS, *ATS[1:], *PROVIDERS.split("|")]))
BRACKETS = ("at", " at", "@", ".", "dot")
LINES = np.array([ord("_"), ord("-")], dtype=np.uint32)
OPEN, CLOSE = r"[(\[{<]\s?", r"\s?[)\]}>]"
AT_WORD, DOT_WORD = "|".join(ATS), "|".join(DOTS)
BRACKETED = rf"\s*(?:{OPEN}(?:{AT_WORD}|@){CLOSE}|_at_|-at-)\s*"
STOP = rf"\s*(?:{OPEN}(?:{DOT_WORD}|\.){CLOSE}|_dot_|-dot-|\s(?:{DOT_WORD})\s)\s*"
NAME = r"[\w.+%-]{1,64}"
JOINT = rf"(?:{STOP}|\s+(?:underscore|dash|hyphen|unterstrich|guion|tiret)\s+)"
LABEL = r"[^\W_][\w-]{0,62}"
# What a host spelled with "dot" must end in: "to" and "in" are endings as well, and words.
ENDING = r"(?:com|org|net|info|edu|gov|io|co|uk|eu|us|ca|au|nz|ie|de|fr|es|nl|ch)"
HOST = rf"{LABEL}(?:(?:{STOP}|\.){LABEL}){{0,4}}{STOP}{ENDING}(?!\w)"
PATH = r"(?:\s+slash\s+[\w-]{1,64}|/[\w./-]{1,64})?"
SPELLED = re.compile(rf"(?<!\w)(?:{NAME}{JOINT}){{0,3}}{NAME}(?:{BRACKETED}|\s+(?:{AT_WORD})\s+|@){HOST}", re.IGNORECASE)
PLAIN_HOST = rf"(?:{LABEL}[.,]){{1,4}}([a-z]{{2,24}})(?!\w)"
MARKED = re.compile(rf"(?<!\w)(?:{NAME}{JOINT}){{0,3}}{NAME}(?:{BRACKETED}|@){PLAIN_HOST}", re.IGNORECASE)
AT_SITE = re.compile(rf"(?<!\w)(?:{NAME}{JOINT}){{1,3}}{NAME}\s+at\s+{PLAIN_HOST}", re.IGNORECASE)
JOINED_AT = re.compile(r"[_-]at[_-]", re.IGNORECASE)
# A name with a sign or a digit in it, before a provider that all know; in brackets any name.
PROVIDED = re.compile(
    rf"(?<![\w@])(?:(?=[\w+-]{{0,64}}[\d._])[\w.+-]{{2,64}}(?:\s+at\s+|\s*@\s*)|[\w.+-]{{2,64}}{BRACKETED})(?:{PROVIDERS})\b(?!\.\w)",
    re.IGNORECASE,
)
# "El punto es que": only "dot" tells a site by itself.
SITE = re.compile(rf"(?<!\w)(?:h(?:tt|xx)ps?\s?[\[(]?:[\])]?//)?{HOST.replace(DOT_WORD, 'dot')}{PATH}", re.IGNORECASE)
# Stops with spaces about them, before the endings that mean nothing else; behind an @ one space is enough.
APART = re.compile(
    r"(?<![\w.])(?:[\w.+-]{1,64}\s?@\s?[a-z0-9-]{3,63}(?:\s\.\s?|\.\s)|[a-z0-9-]{3,63}\s\.\s?)(?:com|org|co\s?\.\s?uk)(?![\w'’])",
    re.IGNORECASE,
)
LETTERS = re.compile(r"(?<!\S)(?:[\w.]\s){1,64}@(?:\s[\w.-]){4,64}(?!\S)")
OTHER_STOP = re.compile(rf"(?<!\w)[A-Za-z0-9-]{{2,63}}(?:[。·]{ENDING}(?!\w)|,(?:com|org)/)[\w/-]{{0,64}}", re.IGNORECASE)


def spelled(page: Page, words: Words, endings: frozenset[str]) -> Iterator[Found]:
    """Addresses of people, and of sites, with a sign of theirs in words, brackets or spaces."""
    cued = words.rows[CUES.hold(words.digests)]
    for row in np.unique(np.concatenate([cued, page.row_of(_signed(page))])).tolist():
        begin, end = int(page.begins[row]), int(page.ends[row])
        hosts = (match for pattern in (SITE, OTHER_STOP) for match in pattern.finditer(page.text, begin, end))
        yield from ((*match.span(), LINK) for match in hosts if not JOINED_AT.search(match.group()))
        sure = (SPELLED, PROVIDED, LETTERS)
        yield from ((*match.span(), CONTACT) for pattern in sure for match in pattern.finditer(page.text, begin, end))
        marked = (match for pattern in (MARKED, AT_SITE) for match in pattern.finditer(page.text, begin, end))
        yield from ((*match.span(), CONTACT) for match in marked if match.group(1).lower() in endings)
        apart = APART.finditer(page.text, begin, end)
        yield from ((*match.span(), CONTACT if "@" in match.group() else LINK) for match in apart)


def _signed(page: Page) -> Places:
    """Where a sign stands that such addresses are written with: "[at]", "_at_", "(.)", " @ ", " . com", ",com"."""
    codes, lower, last = page.codes, page.lower, len(page.codes) - 1

    def after(at: Places, *letters: str) -> Flags:
        """Whether letters follow, in whatever case."""
        follows = np.ones(len(at), dtype=bool)
        for step, letter in enumerate(letters, 1):
            follows &= lower[np.minimum(at + step, last)] == ord(letter)
        return follows

    brackets = np.flatnonzero((codes == ord("(")) | (codes == ord("[")) | (codes == ord("{")) | (codes == ord("<")))
    found = [brackets[after(brackets, *word) & ~page.is_word[np.minimum(brackets + 1 + len(word), last)]] for word in BRACKETS]
    lines = np.flatnonzero((codes == ord("_")) | (codes == ord("-")))
    found.append(lines[after(lines, "a", "t") & np.isin(codes[np.minimum(lines + 3, last)], LINES)])
    ats = np.flatnonzero(codes == ord("@"))
    found.append(ats[codes[np.minimum(ats + 1, last)] == ord(" ")])
    stops = np.flatnonzero(codes == ord("."))
    apart = stops[codes[np.maximum(stops - 1, 0)] == ord(" ")]
    others = np.flatnonzero((codes == ord(",")) | (codes == ord("。")) | (codes == ord("·")))
    found += [stops[after(stops, *" com") & ~page.is_word[np.minimum(stops + 5, last)]]]
    found += [those[after(those, *ending)] for those in (apart, others) for ending in ("com", "co.", " co ", "org")]
    return np.concatenate(found)
