"""What compiled loops work on: arrays by name, what a character is, and how a function is compiled."""

from collections.abc import Callable
from hashlib import sha256
from importlib.resources import files
from typing import Any, NamedTuple, TypeVar, cast

import numba
import numpy as np
from numpy.typing import NDArray

Function = TypeVar("Function", bound=Callable[..., Any])

# What a character is.
IS_LETTER, IS_SPACE, IS_REPLACED = 1, 2, 4
HASH, QUOTE, AT, HYPHEN = ord("#"), ord("'"), ord("@"), ord("-")
# Every file of which something is compiled in.
SOURCES = ("compiled.py", "machine.py", "ordering.py", "splitting.py")


def kept_for(sources: bytes) -> str:
    """The folder for machine code of these sources. Numba alone looks at a function's own file only, and would keep what it
    made of a constant that stands in another.
    """
    return str(files("tasks.pure.coding") / "__pycache__" / f"machine-{sha256(sources).hexdigest()[:16]}")


if not numba.config.CACHE_DIR:
    numba.config.CACHE_DIR = kept_for(b"".join((files("tasks.pure.coding") / name).read_bytes() for name in SOURCES))


def compiled(function: Function) -> Function:
    """The function as machine code; kept, beside the sources or for the user, where that can be written."""
    try:
        return cast(Function, numba.njit(cache=True, error_model="numpy")(function))
    except RuntimeError:
        return cast(Function, numba.njit(error_model="numpy")(function))


class Characters(NamedTuple):
    """Texts one after the other, a line end after each, and where each begins: canonical, folded, and what they are."""

    codes: NDArray[np.uint32]
    folded: NDArray[np.uint32]
    kinds: NDArray[np.uint8]
    row_starts: NDArray[np.int64]


class Words(NamedTuple):
    """Start, end and number of each word; how many pauses of its text are before it; the first word of each text."""

    words: NDArray[np.int32]
    runs: NDArray[np.int32]
    firsts: NDArray[np.int64]


class Phrases(NamedTuple):
    """The numbers of phrases, their programs one after the other, and where each begins.

    `opening` is the class of the words that may open a phrase; a match begins some of its offsets before such a word.
    """

    numbers: NDArray[np.int64]
    programs: NDArray[np.int32]
    begins: NDArray[np.int64]
    longest: int
    heading: NDArray[np.int64]
    opening: NDArray[np.int64]
    step_bounds: NDArray[np.int64]
    classes: NDArray[np.int64]
    reaches: NDArray[np.int64]
    offset_bounds: NDArray[np.int64]
    offsets: NDArray[np.int64]


class Anchors(NamedTuple):
    """For each word of a vocabulary its column, 0 where it opens no place of a phrase; for each column its classes.

    `bits` has a bit for each column and class. The phrases anchored at class c begin at `phrase_bounds[2 * c]`: cues,
    then each `unless`. Their anchor is at most `reach` pauses after their first word.
    """

    columns: NDArray[np.int32]
    class_bounds: NDArray[np.int64]
    classes: NDArray[np.int64]
    bits: NDArray[np.uint8]
    phrase_bounds: NDArray[np.int64]
    phrases: NDArray[np.int64]
    reach: NDArray[np.int64]
