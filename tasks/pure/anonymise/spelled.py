"""Addresses that are spelled out so that no machine finds them: "name at host dot org", "name [at] host.org"."""

import re
from collections.abc import Iterator

import numpy as np

from tasks.pure.anonymise.characters import Page
from tasks.pure.anonymise.spans import CONTACT, LINK, Found

# Seen in every such text, and in few others.
HINTS = ("dot", "Dot", "DOT", "at)", "at]", "AT)", "AT]")
BRACKETED = r"\s*[(\[]at[)\]]\s*"
STOP = r"\s*(?:[(\[]dot[)\]]|\sdot\s)\s*"
NAME = r"[\w.+%-]{1,64}"
LABEL = r"[\w-]{1,64}"
# What a host spelled with "dot" must end in: "to" and "in" are endings as well, and words.
ENDING = r"(?:com|org|net|info|edu|gov|io|co|uk|eu|us|ca|au|nz|ie)"
HOST = rf"{LABEL}(?:(?:{STOP}|\.){LABEL}){{0,4}}{STOP}{ENDING}(?!\w)"
SPELLED = re.compile(rf"(?<!\w)(?:{NAME}{STOP})?{NAME}(?:{BRACKETED}|\s+at\s+|@){HOST}", re.IGNORECASE)
MARKED = re.compile(rf"(?<!\w){NAME}{BRACKETED}(?:{LABEL}\.){{1,4}}([a-z]{{2,24}})(?!\w)", re.IGNORECASE)
SITE = re.compile(rf"(?<!\w){HOST}", re.IGNORECASE)


def spelled(page: Page, endings: frozenset[str]) -> Iterator[Found]:
    """Addresses of people, and of sites, with a sign of theirs in words."""
    places = np.array(list(_hints(page.text)), dtype=np.int64)
    for row in np.unique(page.row_of(places)).tolist():
        begin, end = int(page.begins[row]), int(page.ends[row])
        yield from ((*match.span(), LINK) for match in SITE.finditer(page.text, begin, end))
        yield from ((*match.span(), CONTACT) for match in SPELLED.finditer(page.text, begin, end))
        marked = MARKED.finditer(page.text, begin, end)
        yield from ((*match.span(), CONTACT) for match in marked if match.group(1).lower() in endings)


def _hints(text: str) -> Iterator[int]:
    for hint in HINTS:
        place = text.find(hint)
        while place >= 0:
            yield place
            place = text.find(hint, place + 1)
