"""What has a form of its own: handles, links, e-mail addresses, numbers that reach somebody, postcodes, flags.

Handles and links follow the platform's own rules (twitter-text), and take more where a rule would let one slip:
every @word goes, and every "http://" goes with what hangs on it, cut or malformed.
"""

import re
from collections.abc import Iterator

import numpy as np

from tasks.pure.anonymise.characters import Page
from tasks.pure.anonymise.cued_numbers import cued_numbers
from tasks.pure.anonymise.dates import dates
from tasks.pure.anonymise.identifiers import identifiers
from tasks.pure.anonymise.links import LATIN, bare_links, links, spaced_links
from tasks.pure.anonymise.numbers import flags, numbers
from tasks.pure.anonymise.spans import CONTACT, DATE, ID, KINDS, LINK, PATTERN, USER, Found, Spans, of, together
from tasks.pure.anonymise.spelled_addresses import spelled
from tasks.pure.anonymise.spoken_numbers import spoken_numbers
from tasks.pure.anonymise.words import Words

HANDLE = re.compile(
    rf"(?<![@＠﹫])[@＠﹫]++(?:(?!_+[@＠﹫])[A-Za-z0-9_{LATIN}]+(?:/[a-zA-Z][a-zA-Z0-9_\-]{{0,24}})?|\w+(?<!_))"
)
# A letter of a curse that its sign hides: such a word names nobody.
CURSE = re.compile(
    r"\W{0,8}(?:(?:mother|dumb|smart|jack|bad)?(?:f@ck|sh@t|@ss|c@nt|w@nk|tw@t|b@st@rd|b@stard|bast@rd|b@ll@cks|b@llocks|boll@cks|@rse|cr@p"
    r"|b@tch|d@mn|p@ki|n@gg|f@g|sl@g|sl@t|wh@re|d@ck|pr@ck|kn@b|t@sser|h@te|wh@t|th@t)"
    r"(?:er|ers|ed|ing|in|s|y|hole|holes|ty|ies|wit|wits|head|heads|face)?)\Z",
    re.IGNORECASE,
)
# A host, a number instead of one, or what is left of a host that is cut.
HOST = rf"(?: ?(?:[\w{LATIN}-]+[.。．])+[^\W\d_]{{2,}}|\d{{1,3}}(?:\.\d{{1,3}}){{3}}|[\w.-]+…)"
EMAIL = re.compile(rf"[@＠﹫]{HOST}")
LOCAL = re.compile(r"[\w.+%-]{1,64}(?:['’&=~][\w.+%-]{1,64}){0,31}\Z")
# With a space on both sides of the sign, only so: "name @ host.org".
SPACED = re.compile(r"[\w.+%-]{1,64} \Z")
# Of equal spans the kind that comes last stands.
LATER = np.zeros(len(KINDS), dtype=np.uint8)
LATER[[CONTACT, DATE, ID, LINK]] = 1, 2, 3, 4


def patterned(page: Page, words: Words, endings: frozenset[str]) -> Spans:
    """Everything on the page that has a form of its own; `endings` are the top-level domains.

    Ties: of equal spans a link wins, then a number of a register, then a date, then a contact.
    """
    followed = of(PATTERN, links(page, endings))
    found = [*_handles(page), *_addresses(page, endings), *numbers(page), *flags(page)]
    found += [*bare_links(page, followed, endings), *spaced_links(page), *spelled(page, words, endings)]
    found += [*cued_numbers(page, words), *spoken_numbers(page, words), *dates(page, words), *identifiers(page, words)]
    every = together([of(PATTERN, found), followed])
    return every.where(np.argsort(LATER[every.kinds], kind="stable"))


def _handles(page: Page) -> Iterator[Found]:
    for at in _at_signs(page):
        match = HANDLE.match(page.text, at)
        if match and not (_may_curse(page, at) and CURSE.match(page.text, _begin_of_word(page.text, at), match.end())):
            yield match.start(), match.end(), USER


def _may_curse(page: Page, at: int) -> bool:
    """Whether a sign hides a letter: inside a word, or at its beginning in two curses."""
    return bool(at and page.is_word[at - 1]) or page.text[at + 1 : at + 3].lower() in ("ss", "rs")


def _begin_of_word(text: str, at: int) -> int:
    """Where the word around a sign begins; no curse is longer than what is looked at before it."""
    nearest = max(0, at - 32)
    return max(text.rfind(" ", nearest, at) + 1, nearest)


def _addresses(page: Page, endings: frozenset[str]) -> Iterator[Found]:
    for at in _at_signs(page):
        if not at or not (page.is_word[at - 1] or page.text[at - 1] in ".+%- "):
            continue
        spaced = page.text[at - 1] == " "
        host = EMAIL.match(page.text, at) if not spaced or page.text[at + 1] == " " else None
        local = (SPACED if spaced else LOCAL).search(page.text, max(0, at - 64), at) if host else None
        # "at 5 @ home.then we left"
        if local and host and (not spaced or re.split(r"[.。．]", host.group())[-1].lower() in endings):
            yield local.start(), host.end(), CONTACT


def _at_signs(page: Page) -> list[int]:
    signs: list[int] = np.flatnonzero((page.codes == ord("@")) | (page.codes == ord("＠")) | (page.codes == ord("﹫"))).tolist()
    return signs
