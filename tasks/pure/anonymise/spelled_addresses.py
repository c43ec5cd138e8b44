"""Addresses that are spelled out so that no machine finds them: "name at host dot org", "name [at] host.org"."""

import re
from collections.abc import Iterator

import numpy as np

from tasks.pure.anonymise.characters import Page, Places
from tasks.pure.anonymise.spans import CONTACT, LINK, Found
from tasks.pure.anonymise.words import Words, digest_of

# Words of which one is in every such text, the second in brackets.
DOT, AT = (np.uint64(digest_of(word)) for word in ("dot", "at"))
BRACKETS = np.array([ord(bracket) for bracket in "(["], dtype=np.uint32)
LINE = ord("_")
BRACKETED = r"\s*(?:[(\[]at[)\]]|_at_)\s*"
STOP = r"\s*(?:[(\[]dot[)\]]|_dot_|\sdot\s)\s*"
NAME = r"[\w.+%-]{1,64}"
LABEL = r"[\w-]{1,64}"
# What a host spelled with "dot" must end in: "to" and "in" are endings as well, and words.
ENDING = r"(?:com|org|net|info|edu|gov|io|co|uk|eu|us|ca|au|nz|ie)"
HOST = rf"{LABEL}(?:(?:{STOP}|\.){LABEL}){{0,4}}{STOP}{ENDING}(?!\w)"
SPELLED = re.compile(rf"(?<!\w)(?:{NAME}{STOP})?{NAME}(?:{BRACKETED}|\s+at\s+|@){HOST}", re.IGNORECASE)
MARKED = re.compile(rf"(?<!\w){NAME}{BRACKETED}(?:{LABEL}\.){{1,4}}([a-z]{{2,24}})(?!\w)", re.IGNORECASE)
SITE = re.compile(rf"(?<!\w){HOST}", re.IGNORECASE)


def spelled(page: Page, words: Words, endings: frozenset[str]) -> Iterator[Found]:
    """Addresses of people, and of sites, with a sign of theirs in words."""
    at = np.flatnonzero(words.digests == AT)
    bracketed = at[np.isin(page.codes[np.maximum(words.starts[at] - 1, 0)], BRACKETS)]
    rows = np.concatenate([words.rows[words.digests == DOT], words.rows[bracketed], page.row_of(_underlined(page))])
    for row in np.unique(rows).tolist():
        begin, end = int(page.begins[row]), int(page.ends[row])
        yield from ((*match.span(), LINK) for match in SITE.finditer(page.text, begin, end))
        yield from ((*match.span(), CONTACT) for match in SPELLED.finditer(page.text, begin, end))
        marked = MARKED.finditer(page.text, begin, end)
        yield from ((*match.span(), CONTACT) for match in marked if match.group(1).lower() in endings)


def _underlined(page: Page) -> Places:
    """Where "_at_" stands."""
    lines = np.flatnonzero(page.codes[:-3] == LINE)
    spelled_out = (page.lower[lines + 1] == ord("a")) & (page.lower[lines + 2] == ord("t")) & (page.codes[lines + 3] == LINE)
    underlined: Places = lines[spelled_out]
    return underlined
