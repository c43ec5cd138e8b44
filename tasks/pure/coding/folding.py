"""Letters folded: of every set of letters that a pattern takes for the same in any case, one."""

import numpy as np
from numpy.typing import NDArray

from tasks.codebook.phrases import CANONICAL
from tasks.pure.coding.compiled import IS_LETTER, IS_SPACE

Codes = NDArray[np.uint32]
Kinds = NDArray[np.uint8]
CODE_POINTS = 0x110000


def folded(text: str) -> str:
    """The text with each letter folded, code point for code point."""
    return "".join(map(_fold, text))


class Letters:
    """What each code point is; looked at when it is first met, for most never are."""

    def __init__(self) -> None:
        self.canonical = np.zeros(CODE_POINTS, np.uint32)
        self.folded = np.zeros(CODE_POINTS, np.uint32)
        self.kinds = np.zeros(CODE_POINTS, np.uint8)
        self.is_known = np.zeros(CODE_POINTS, np.bool_)
        self._learn(range(128))

    def read(self, raw: Codes) -> tuple[Codes, Codes, Kinds]:
        """Code points: canonical, folded, and of what kind."""
        self._learn(np.unique(raw[~self.is_known[raw]]).tolist())
        return self.canonical[raw], self.folded[raw], self.kinds[raw]

    def _learn(self, codes: range | list[int]) -> None:
        for code in codes:
            letter = CANONICAL.get(code, chr(code))
            self.canonical[code], self.folded[code] = ord(letter), ord(_fold(letter))
            self.kinds[code] = IS_LETTER * (letter.isalnum() or letter == "_") + IS_SPACE * letter.isspace()
            self.is_known[code] = True


def _fold(letter: str) -> str:
    upper = letter.upper()
    lower = (upper if len(upper) == 1 else letter).lower()
    return lower if len(lower) == 1 else letter
