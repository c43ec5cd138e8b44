"""A text as the layers read it, with the way back: composed characters, nothing invisible inside words, no disguise."""

import re
import unicodedata
from functools import cache

from tasks.pure.anonymise.characters import DRESSES
from tasks.pure.anonymise.evidence import INVISIBLE

SURROGATE = re.compile("[\ud800-\udfff]")
# Letters and digits in other forms: full width, mathematical, small capitals, raised, circled and squared letters, Arabic digits.
# The plain one reads the same.
DRESSED = "".join(chr(c) for first, last in DRESSES for c in range(first, last + 1))
# Letters of other scripts that look like Latin ones (Unicode's UTS 39): Cyrillic, Greek, Armenian, Cherokee and Lisu.
# Beside a Latin letter they are a disguise.
FOREIGN = (
    "аеорсухіјѕԁһԛԝкмтѵүӏпгАВЕКМНОРСТУХІЈЅԚԜѴҮӀ"
    "οανικρυτγσϲϳΑΒΕΖΗΙΚΜΝΟΡΤΥΧϹͿօսոհզցՍՏՕ"
    "ᎪᏴᏟᎠᎬᏀᎻᎫᏦᏞᎷᏢᏒᏚᎢᏙᎳᏃᎽꓮꓐꓚꓓꓰꓝꓖꓧꓲꓙꓗꓡꓟꓠꓳꓑꓣꓢꓔꓴꓦꓪꓫꓬꓜ"
)
LATIN = (
    "aeopcyxijsdhqwkmtvylnrABEKMHOPCTYXIJSQWVYI"
    "oavikputyocjABEZHIKMNOPTYXCJounhqgUSO"
    "ABCDEGHJKLMPRSTVWZYABCDEFGHIJKLMNOPRSTUVWXYZ"
)
# What Unicode calls letters that it does not decompose.
NAMED = re.compile(
    r"(?:LATIN LETTER SMALL CAPITAL|NEGATIVE (?:CIRCLED|SQUARED) LATIN CAPITAL LETTER|LATIN SMALL LETTER SCRIPT) ([A-Z])"
)
ALIKE = str.maketrans(FOREIGN, LATIN)
LETTERS = r"\u0370-\u058f\u13a0-\u13ff\ua4d0-\ua4f7"
RUN = re.compile(rf"[A-Za-z{LETTERS}]+")
# One of these is in every disguise; to look for both sorts at once takes many times longer.
ODD = re.compile(rf"[{DRESSED}{LETTERS}]")
DISGUISED = re.compile(rf"[{DRESSED}]|[A-Za-z][{LETTERS}]|[{LETTERS}][A-Za-z]")
PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010fffd]")
# Kept in what is written: joiners and selectors carry meaning in emoji and in some scripts.
DROPPED = re.compile("[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ue000-\uf8ff\U000f0000-\U0010fffd]")
# ASCII as a whole, but for a letter that an accent follows.
CLUSTER = re.compile(r"[\x00-\x7f]+(?![\u0300-\u036f])|[^\u0300-\u036f][\u0300-\u036f]+|.", re.DOTALL)


def is_plain(text: str) -> bool:
    """Whether a text is already as the layers read it."""
    if text.isascii():
        return True
    unseen = INVISIBLE.search(text) or PRIVATE.search(text) or (ODD.search(text) and DISGUISED.search(text))
    return not unseen and unicodedata.is_normalized("NFC", text)


def canonical(text: str) -> tuple[str, list[int]]:
    """The text without invisible characters and disguise, composed, and for each place in it (its end included) the place
    in `text`.
    """
    pieces: list[str] = []
    origins: list[int] = []
    for match in CLUSTER.finditer(undisguised(text)):
        if match.group().isascii():
            pieces.append(match.group())
            origins += range(*match.span())
            continue
        shown = unicodedata.normalize("NFC", INVISIBLE.sub("", PRIVATE.sub("", match.group())))
        pieces.append(shown)
        origins += [match.start()] * len(shown)
    return "".join(pieces), [*origins, len(text)]


def undisguised(text: str) -> str:
    """The text in plain letters and digits, place for place."""
    if not ODD.search(text):
        return text
    plain = text.translate(_undressed())
    return RUN.sub(_of_one_script, plain) if DISGUISED.search(plain) else plain


def _of_one_script(run: re.Match[str]) -> str:
    """A run of letters, its foreign ones as the Latin ones that they look like where both stand side by side."""
    return run.group().translate(ALIKE) if DISGUISED.search(run.group()) else run.group()


@cache
def _undressed() -> dict[int, str]:
    plain = {ord(dressed): _plain(dressed) for dressed in DRESSED}
    return {code: character for code, character in plain.items() if len(character) == 1}


def _plain(dressed: str) -> str:
    """The plain form of a letter or digit; of one that has none, itself."""
    number = unicodedata.digit(dressed, None)
    if number is not None:
        return str(number)
    plain = unicodedata.normalize("NFKC", dressed)
    named = NAMED.fullmatch(unicodedata.name(dressed, ""))
    if plain.isascii() or not named:
        return plain
    return named.group(1).lower() if named.group().startswith("LATIN") else named.group(1)


def shown(text: str) -> str:
    """A text as it is written out: composed, without what nobody sees."""
    return SURROGATE.sub("\ufffd", text if is_plain(text) else unicodedata.normalize("NFC", DROPPED.sub("", text)))
