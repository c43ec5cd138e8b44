"""Which regular expressions take a time that grows hardly faster than the text."""

import re
import re._parser as parser  # type: ignore[import-not-found]
from functools import lru_cache
from typing import Any

# A repeat without end counts for the letters of a tweet. One is quick; two that may share letters are not.
OPEN = 300
MOST, FOR_EVER = 4 * OPEN, OPEN**4
# Letters that stand for all: a pattern that tells others apart is taken for one that does not.
LETTERS = frozenset([*map(chr, range(128)), "é", "ß", "Ж", "中", "٣", "\u2003", "😀"])
CATEGORIES = {"DIGIT": r"\d", "NOT_DIGIT": r"\D", "SPACE": r"\s", "NOT_SPACE": r"\S", "WORD": r"\w", "NOT_WORD": r"\W"}


def is_slow(pattern: str) -> bool:
    """Whether a text can be cut up in so many ways that a search which fails has tried for ever."""
    parsed = list(parser.parse(pattern))
    # What is tied to the beginning of the text is tried once, not from every letter on.
    is_tied = bool(parsed) and str(parsed[0][0]) == "AT" and str(parsed[0][1]).startswith("AT_BEGINNING")
    # Nothing can fail after a repeat of letters that ends the pattern, so that it is tried one way only.
    if parsed and str(parsed[-1][0]).endswith("_REPEAT") and _ways(parsed[-1][1][2]) == 1:
        parsed.pop()
    return _ways(parsed) > MOST * (OPEN if is_tied else 1)


def _ways(node: Any) -> int:
    """In how many ways a node of a parsed pattern can match one text, at most, and never more than FOR_EVER."""
    if isinstance(node, parser.SubPattern | list):
        return _side_by_side(list(node))
    if not isinstance(node, tuple) or len(node) != 2:
        return 1
    kind, inner = str(node[0]), node[1]
    if kind.endswith("_REPEAT"):
        return _repeated(*inner)
    if kind == "BRANCH":
        return max(map(_ways, inner[1])) if _is_told_apart(inner[1]) else min(sum(map(_ways, inner[1])), FOR_EVER)
    parts = inner if isinstance(inner, tuple) else (inner,)
    return max((_ways(part) for part in parts if isinstance(part, parser.SubPattern)), default=1)


def _side_by_side(nodes: list[Any]) -> int:
    """The ways of nodes in a row: what must stand between two repeats and shares no letter with them parts them."""
    most, ways, shared = 1, 1, frozenset[str]()
    for node in nodes:
        if _least(node) and not _firsts([node]) & shared:
            ways, shared = 1, frozenset()
        ways = min(ways * _ways(node), FOR_EVER)
        if _ways(node) > 1 or shared:
            shared |= _letters(node)
        most = max(most, ways)
    return most


def _repeated(least: int, most: Any, inner: Any) -> int:
    times, ways = min(int(most), OPEN), _ways(inner)
    lengths: int = max(min(int(most) - int(least), OPEN - 1), 0) + 1
    return min(lengths * int(ways**times), FOR_EVER)


def _is_told_apart(branches: list[Any]) -> bool:
    """Whether every branch begins with a letter of its own, so that at most one can go on."""
    firsts = [chr(each[0][1]).lower() if len(each) and str(each[0][0]) == "LITERAL" else "" for each in branches]
    return "" not in firsts and len(set(firsts)) == len(firsts)


def _least(node: Any) -> int:
    """How many letters a match of a node has at least."""
    least: int = parser.SubPattern(parser.State(), [node]).getwidth()[0]
    return least


def _firsts(nodes: Any) -> frozenset[str]:
    """The letters that a match of nodes in a row may begin with."""
    found = frozenset[str]()
    for node in nodes:
        kind, inner = str(node[0]), node[1]
        if kind == "BRANCH":
            found |= frozenset[str]().union(*map(_firsts, inner[1]))
        else:
            parts = [part for part in inner if isinstance(part, parser.SubPattern)] if isinstance(inner, tuple) else []
            found |= _firsts(parts[0]) if parts else _letters(node)
        if _least(node):
            break
    return found


def _letters(node: Any) -> frozenset[str]:
    """The letters that a match of a node may hold."""
    if isinstance(node, parser.SubPattern | list):
        return frozenset[str]().union(*map(_letters, node))
    if not isinstance(node, tuple) or not node:
        return frozenset()
    kind = str(node[0])
    inner: Any = node[1] if len(node) == 2 else node[1:]
    if kind == "LITERAL":
        return _cases(chr(inner))
    if kind == "NOT_LITERAL":
        return LETTERS - {chr(inner)}
    if kind == "RANGE":
        return frozenset[str]().union(*(_cases(each) for each in LETTERS if inner[0] <= ord(each) <= inner[1]))
    if kind == "CATEGORY":
        return _of_category(str(inner).removeprefix("CATEGORY_"))
    if kind == "IN":
        negates = str(inner[0][0]) == "NEGATE"
        found = frozenset[str]().union(*map(_letters, inner[negates:]))
        return LETTERS - found if negates else found
    if kind == "ANY":
        return LETTERS
    if kind == "BRANCH":
        return frozenset[str]().union(*map(_letters, inner[1]))
    parts = inner if isinstance(inner, tuple) else (inner,)
    return frozenset[str]().union(*(_letters(part) for part in parts if isinstance(part, parser.SubPattern)))


def _cases(letter: str) -> frozenset[str]:
    return frozenset({letter, letter.lower(), letter.upper()})


@lru_cache
def _of_category(name: str) -> frozenset[str]:
    pattern = re.compile(CATEGORIES.get(name, "."), re.DOTALL)
    return frozenset(each for each in LETTERS if pattern.fullmatch(each))
