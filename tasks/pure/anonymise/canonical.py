"""A text as the layers read it, with the way back: composed characters, nothing invisible inside words."""

import re
import unicodedata

from tasks.pure.anonymise.evidence import INVISIBLE

PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010fffd]")
# Kept in what is written: joiners and selectors carry meaning in emoji and in some scripts.
DROPPED = re.compile("[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ue000-\uf8ff\U000f0000-\U0010fffd]")
CLUSTER = re.compile(r"[^\u0300-\u036f][\u0300-\u036f]+|.", re.DOTALL)


def is_plain(text: str) -> bool:
    """Whether a text is already as the layers read it."""
    if text.isascii():
        return True
    return unicodedata.is_normalized("NFC", text) and not INVISIBLE.search(text) and not PRIVATE.search(text)


def canonical(text: str) -> tuple[str, list[int]]:
    """The text without invisible characters, composed, and for each place in it (its end included) the place in `text`."""
    pieces: list[str] = []
    origins: list[int] = []
    for match in CLUSTER.finditer(text):
        shown = unicodedata.normalize("NFC", INVISIBLE.sub("", PRIVATE.sub("", match.group())))
        pieces.append(shown)
        origins += [match.start()] * len(shown)
    return "".join(pieces), [*origins, len(text)]


def shown(text: str) -> str:
    """A text as it is written out: composed, without what nobody sees."""
    return text if is_plain(text) else unicodedata.normalize("NFC", DROPPED.sub("", text))
