"""Which regular expressions take a time that grows no faster than the text."""

import re._parser as parser  # type: ignore[import-not-found]
from collections.abc import Iterator
from typing import Any

REPEATS = {"MAX_REPEAT", "MIN_REPEAT"}


def is_slow(pattern: str) -> bool:
    """Whether a repeat without end holds another repeat, so that a text can be cut up in ever more ways."""
    return any(_is_open(each) and any(_repeats(each)) for each in _repeats([parser.parse(pattern)]))


def _repeats(node: Any) -> Iterator[Any]:
    """Every repeat within a node of a parsed pattern, at any depth."""
    inner = node[1][2] if isinstance(node, tuple) and str(node[0]) in REPEATS else node
    for part in inner:
        if isinstance(part, tuple) and len(part) == 2 and str(part[0]) in REPEATS:
            yield part
        if isinstance(part, parser.SubPattern | list | tuple):
            yield from _repeats(part)


def _is_open(repeat: Any) -> bool:
    return repeat[1][1] is parser.MAXREPEAT or bool(repeat[1][1] > 20)
