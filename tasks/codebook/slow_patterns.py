"""Which regular expressions take a time that grows hardly faster than the text."""

import re._parser as parser  # type: ignore[import-not-found]
from math import prod
from typing import Any

# A repeat without end counts for the letters of a tweet; two of them beside each other are still quick.
OPEN = 300
MOST, FOR_EVER = 2 * OPEN**2, OPEN**4


def is_slow(pattern: str) -> bool:
    """Whether a text can be cut up in so many ways that a search which fails has tried for ever."""
    parsed = parser.parse(pattern)
    # What is tied to the beginning of the text is tried once, not from every letter on.
    is_tied = len(parsed) > 0 and str(parsed[0][0]) == "AT" and str(parsed[0][1]).startswith("AT_BEGINNING")
    return _ways(parsed) > MOST * (OPEN if is_tied else 1)


def _ways(node: Any) -> int:
    """In how many ways a node of a parsed pattern can match one text, at most, and never more than FOR_EVER."""
    if isinstance(node, parser.SubPattern | list):
        return min(prod(map(_ways, node)), FOR_EVER)
    if not isinstance(node, tuple) or len(node) != 2:
        return 1
    kind, inner = str(node[0]), node[1]
    if kind.endswith("_REPEAT"):
        return _repeated(*inner)
    if kind == "BRANCH":
        return max(map(_ways, inner[1])) if _is_told_apart(inner[1]) else min(sum(map(_ways, inner[1])), FOR_EVER)
    parts = inner if isinstance(inner, tuple) else (inner,)
    return max((_ways(part) for part in parts if isinstance(part, parser.SubPattern)), default=1)


def _repeated(least: int, most: Any, inner: Any) -> int:
    times, ways = min(int(most), OPEN), _ways(inner)
    lengths: int = max(min(int(most) - int(least), OPEN - 1), 0) + 1
    return min(lengths * int(ways**times), FOR_EVER)


def _is_told_apart(branches: list[Any]) -> bool:
    """Whether every branch begins with a letter of its own, so that at most one can go on."""
    firsts = [chr(each[0][1]).lower() if len(each) and str(each[0][0]) == "LITERAL" else "" for each in branches]
    return "" not in firsts and len(set(firsts)) == len(firsts)
