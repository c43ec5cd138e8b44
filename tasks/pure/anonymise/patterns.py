"""What has a form of its own: handles, links, e-mail addresses, numbers that reach somebody, postcodes, flags.

Handles and links follow the platform's own rules (twitter-text), and take more where a rule would let one slip:
every @word goes, and every "http://" goes with what hangs on it, cut or malformed.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from tasks.pure.anonymise.characters import DIGIT, END, Codes, Flags, Page, Places
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
IN_LOCAL, AFTER_SIGN = (np.array([ord(sign) for sign in signs], dtype=np.uint32) for signs in (".+%-", "sr"))
END_OF_ASCII = 128
# Farther apart no two digits are of one number.
SOON = 24
# Of equal spans the kind that comes last stands.
LATER = np.zeros(len(KINDS), dtype=np.uint8)
LATER[[CONTACT, DATE, ID, LINK]] = 1, 2, 3, 4


def patterned(page: Page, words: Words, endings: frozenset[str]) -> Spans:
    """Everything on the page that has a form of its own; `endings` are the top-level domains.

    Ties: of equal spans a link wins, then a number of a register, then a date, then a contact.
    """
    followed = of(PATTERN, links(page, endings))
    apart = _without_numbers_of(followed, page)
    found = [*_handles(page), *_addresses(page, endings), *numbers(apart), *flags(page)]
    found += [*bare_links(page, followed, endings), *spaced_links(page), *spelled(page, words, endings)]
    found += [*cued_numbers(page, words), *spoken_numbers(page, words), *dates(apart, words), *identifiers(apart, words)]
    every = together([of(PATTERN, found), followed])
    return every.where(np.argsort(LATER[every.kinds], kind="stable"))


def _without_numbers_of(links: Spans, page: Page) -> Page:
    """The page without the digits of links that no other digit follows soon: what would be found of them begins in a link."""
    digits = np.flatnonzero(page.bits & DIGIT)
    ends = np.append(links.ends, 0)[np.searchsorted(links.starts, digits, side="right") - 1]
    others = np.append(digits[digits >= ends], len(page.bits) + SOON)
    held = digits[(digits < ends) & (others[np.searchsorted(others, digits)] >= ends + SOON)]
    bits = page.bits.copy()
    bits[held] &= ~np.uint8(DIGIT)
    return replace(page, bits=bits)


def _handles(page: Page) -> Iterator[Found]:
    signs = _at_signs(page)
    ends, is_plain = _plain_handles(page, signs)
    yield from zip(signs[is_plain].tolist(), ends[is_plain].tolist(), [USER] * int(is_plain.sum()), strict=True)
    for at in signs[~is_plain].tolist():
        match = HANDLE.match(page.text, at)
        if match and not (_may_curse(page, at) and CURSE.match(page.text, _begin_of_word(page.text, at), match.end())):
            yield match.start(), match.end(), USER


def _plain_handles(page: Page, signs: Places) -> tuple[Places, Flags]:
    """Where each run of letters, digits and _ behind a sign ends, and which of these are handles without a closer look, as most
    are: no word and no other sign stands before, and no stroke or letter of another alphabet behind."""
    last = len(page.codes) - 1
    breaks = np.flatnonzero(~page.is_word | (page.codes >= END_OF_ASCII))
    ends = breaks[np.searchsorted(breaks, signs + 1)]
    after = page.codes[ends]
    is_plain = (signs == 0) | ~(page.is_word[signs - 1] | _are_signs(page.codes[signs - 1]))
    is_plain &= (page.codes[signs + 1] != ord("_")) & (ends > signs + 1)
    is_plain &= (after != ord("/")) & ((after < END_OF_ASCII) | (after == ord(END)))
    # Two curses begin with the sign.
    return ends, is_plain & ~((page.lower[np.minimum(signs + 2, last)] == ord("s")) & np.isin(page.lower[signs + 1], AFTER_SIGN))


def _may_curse(page: Page, at: int) -> bool:
    """Whether a sign hides a letter: inside a word, or at its beginning in two curses."""
    return bool(at and page.is_word[at - 1]) or page.text[at + 1 : at + 3].lower() in ("ss", "rs")


def _begin_of_word(text: str, at: int) -> int:
    """Where the word around a sign begins; no curse is longer than what is looked at before it."""
    nearest = max(0, at - 32)
    return max(text.rfind(" ", nearest, at) + 1, nearest)


def _addresses(page: Page, endings: frozenset[str]) -> Iterator[Found]:
    signs = _at_signs(page)
    signs = signs[signs > 0]
    before, after = page.codes[signs - 1], page.codes[signs + 1]
    is_apart = (before == ord(" ")) & (after == ord(" "))
    for at in signs[is_apart | page.is_word[signs - 1] | np.isin(before, IN_LOCAL)].tolist():
        spaced = page.text[at - 1] == " "
        host = EMAIL.match(page.text, at)
        local = (SPACED if spaced else LOCAL).search(page.text, max(0, at - 64), at) if host else None
        # "at 5 @ home.then we left"
        if local and host and (not spaced or re.split(r"[.。．]", host.group())[-1].lower() in endings):
            yield local.start(), host.end(), CONTACT


def _at_signs(page: Page) -> Places:
    return np.flatnonzero(_are_signs(page.codes))


def _are_signs(codes: Codes) -> Flags:
    signs: Flags = (codes == ord("@")) | (codes == ord("＠")) | (codes == ord("﹫"))
    return signs
