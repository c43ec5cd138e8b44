"""Texts as one array of code points, and what each code point is."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
from numpy.typing import NDArray

from tasks.pure.anonymise import rolling_digests

Codes = NDArray[np.uint32]
Places = NDArray[np.int64]
Flags = NDArray[np.bool_]
Bits = NDArray[np.uint8]

# A noncharacter: it ends every text, and no text may hold it.
END = "\U0010ffff"
# DOUBTFUL: a text that holds one may not read as it is written (see canonical.py).
WORD, UPPER, LOWER, DIGIT, DOUBTFUL = 1, 2, 4, 8, 16
# Beyond this plane only ideographs, tags and private use are assigned: none has case.
TABULATED, IDEOGRAPHS_END = 0x20000, 0x32400
INVISIBLE = ((0xAD, 0xAD), (0x61C, 0x61C), (0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x2069),
             (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF), (0xE000, 0xF8FF))  # fmt: skip
# Letters and digits in other forms, which canonical.py makes plain.
DRESSES = (
    (0x261, 0x262), (0x26A, 0x26A), (0x274, 0x274), (0x280, 0x280), (0x28F, 0x28F), (0x299, 0x299), (0x29C, 0x29C), (0x29F, 0x29F),
    (0x2B0, 0x2B3), (0x2B7, 0x2B8), (0x2E1, 0x2E3), (0x660, 0x669), (0x6F0, 0x6F9), (0x1D00, 0x1DBB), (0x2090, 0x209C),
    (0x2102, 0x2102), (0x210A, 0x2115), (0x2119, 0x211D), (0x2124, 0x2124), (0x2128, 0x2134), (0x2145, 0x2149), (0x24B6, 0x24E9),
    (0xFF10, 0xFF19), (0xFF21, 0xFF3A), (0xFF41, 0xFF5A), (0x1D400, 0x1D7FF), (0x1F130, 0x1F149), (0x1F150, 0x1F169),
    (0x1F170, 0x1F189),
)  # fmt: skip
# Greek, Cyrillic and Armenian, parts of Hangul syllables, Cherokee, Lisu, and letters in other forms.
DISGUISES = ((0x370, 0x58F), (0x1100, 0x11FF), (0x13A0, 0x13FF), (0xA4D0, 0xA4F7), *DRESSES)


@dataclass(frozen=True)
class Page:
    """Many texts in one: all code points, every text followed by END."""

    text: str
    codes: Codes
    lower: Codes
    bits: Bits
    is_word: Flags
    begins: Places
    ends: Places

    @property
    def rows(self) -> int:
        return len(self.begins)

    def row_of(self, places: Places) -> Places:
        """The text that each place lies in."""
        return np.searchsorted(self.begins, places, side="right") - 1

    @cached_property
    def digest_sums(self) -> rolling_digests.Digests:
        """From which the digest of any run in lower case is drawn."""
        return rolling_digests.powered(self.lower)

    @cached_property
    def case_sums(self) -> rolling_digests.Sums:
        """From which the numbers of capitals, small letters and digits in any run are drawn."""
        return rolling_digests.counted(self.bits, (UPPER, LOWER, DIGIT))

    def doubtful(self) -> list[int]:
        """The texts that may not read as they are written; all others do."""
        rows: list[int] = np.unique(self.row_of(np.flatnonzero(self.bits & DOUBTFUL))).tolist()
        return rows


def page(texts: Sequence[str]) -> Page:
    """Texts laid end to end; END and lone surrogates in them give way to U+FFFD."""
    joined = END.join([*texts, ""])
    if joined.count(END) != len(texts):
        joined = END.join([*(text.replace(END, "\ufffd") for text in texts), ""])
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    surrogates = (codes >= 0xD800) & (codes < 0xE000)
    if surrogates.any():
        codes = np.where(surrogates, np.uint32(0xFFFD), codes)
        joined = codes.tobytes().decode("utf-32-le")
    ends = np.flatnonzero(codes == ord(END))
    begins = np.concatenate([[0], ends[:-1] + 1]) if len(ends) else ends
    kinds = np.take(bits(), codes, mode="clip")
    far = np.flatnonzero(codes >= TABULATED)
    kinds[far[codes[far] < IDEOGRAPHS_END]] |= WORD
    kinds[ends] = 0
    # Beyond what is tabulated nothing has case, and a digest may take it as one.
    return Page(joined, codes, np.take(small(), codes, mode="clip"), kinds, (kinds & WORD) > 0, begins, ends)


@cache
def bits() -> Bits:
    """What each code point is, as bits; the last entry stands for all beyond TABULATED."""
    table = np.zeros(TABULATED + 1, dtype=np.uint8)
    for code in range(TABULATED):
        table[code] = _bits_of(chr(code))
    for first, last in INVISIBLE:
        table[first : last + 1] = DOUBTFUL
    for first, last in DISGUISES:
        table[first : last + 1] |= DOUBTFUL
    table[TABULATED] = DOUBTFUL
    return table


@cache
def small() -> Codes:
    """The lower-case form of each code point where it is one code point."""
    table = np.arange(TABULATED + 1, dtype=np.uint32)
    for code in np.flatnonzero(bits() & UPPER):
        lower = chr(code).lower()
        table[code] = ord(lower) if len(lower) == 1 else code
    return table


def _bits_of(character: str) -> int:
    category = unicodedata.category(character)
    word = WORD if category[0] in "LN" or character == "_" else 0
    case = UPPER if category in ("Lu", "Lt") else LOWER if category == "Ll" else 0
    digit = DIGIT if category == "Nd" else 0
    composed = category[0] != "M" and unicodedata.is_normalized("NFC", character)
    return word | case | digit | (0 if composed else DOUBTFUL) | (WORD if category[0] == "M" else 0)
