"""A phrase as a program for the machine: the same language as its pattern, tried in the same order."""

import re
from functools import lru_cache
from itertools import chain

from tasks.codebook.phrases import Phrase, canonical
from tasks.pure.coding import machine as ops
from tasks.pure.coding.folding import folded

Instruction = tuple[int, int, int]
Program = tuple[Instruction, ...]

# Words of a frame return from phrase to phrase: each is written once.
KEPT = 1 << 16
# From so many different first letters on, a table chooses among words; it has three to an instruction.
FEWEST, TABLE = 3, 27
TOKEN = re.compile(r"[*?-]|[^*?-]+")


def program_of(phrase: Phrase) -> Program:
    """The program of a phrase that has places."""
    first, last = phrase.written.split()[0], phrase.written.split()[-1]
    body: Program = () if first.startswith(("#", "<")) else (_op(ops.OPENS),)
    for number, place in enumerate(phrase.places):
        body += _gap(place.gap) + ((_op(ops.BETWEEN),) if number else ()) + _alternatives(place.words)
    return body + (() if last.startswith("<") else _after()) + (_op(ops.FOUND),)


def _op(kind: int, told: int = 0, more: int = 0) -> Instruction:
    return kind, told, more


def _optional(body: Program) -> Program:
    return (_op(ops.EITHER, len(body) + 1), *body)


def _after() -> Program:
    return (*_optional(_text("'s")), _op(ops.CLOSES))


def _gap(words: int) -> Program:
    return tuple(
        each for left in range(words, 0, -1) for each in (_op(ops.GAP, 3 * left), _op(ops.BETWEEN), _op(ops.GAP_WORD))
    )


@lru_cache(maxsize=KEPT)
def _alternatives(words: tuple[str, ...]) -> Program:
    """One of words, the first before the others. Of those that begin with different letters only some can be one."""
    parts = [_word(word) for word in words]
    guard = (_op(ops.UNREPLACED),)
    if all(part[:1] == guard for part in parts):
        return (*guard, *_chosen([part[1:] for part in parts]))
    return _chosen(parts)


def _chosen(parts: list[Program]) -> Program:
    firsts = [_first(part) - ops.FIRST_LETTER for part in parts]
    if len(set(firsts)) < FEWEST or not all(0 <= first < ops.ALPHABET for first in firsts):
        return _either(parts)
    groups = {
        first: _either([part for part, own in zip(parts, firsts, strict=True) if own == first]) for first in firsts
    }
    body: Program = ()
    jumps, length = [0] * TABLE, sum(map(len, groups.values())) + len(groups)
    for first, part in groups.items():
        jumps[first] = 1 + TABLE // 3 + len(body)
        body += (*part, _op(ops.JUMP, length - len(body) - len(part)))
    return (_op(ops.CHOOSE), *zip(jumps[::3], jumps[1::3], jumps[2::3], strict=True), *body)


def _either(parts: list[Program]) -> Program:
    """One of parts, the first before the others."""
    written = parts[-1]
    for part in reversed(parts[:-1]):
        written = (_op(ops.TRY, len(part) + 2, _first(part)), *part, _op(ops.JUMP, len(written) + 1), *written)
    return written


def _first(part: Program) -> int:
    """The folded character that a part begins with; -1 where that is not one."""
    for place, (kind, told, _) in enumerate(part):
        if kind == ops.TEXT:
            return part[place + 1][0]
        if kind == ops.EXACT:
            return ord(folded(chr(told)))
        if kind not in (ops.UNREPLACED, ops.NO_LETTER_BEFORE):
            break
    return -1


@lru_cache(maxsize=KEPT)
def _word(word: str) -> Program:
    if word.startswith("<"):
        return _thing(word.strip("<>"))
    if " " in word:
        first, *others = word.split()
        return sum(((_op(ops.BETWEEN), *_word(part)) for part in others), _word(first))
    letters = canonical(word.lstrip("!"))
    parts = [_part(part, word.startswith("!")) for part in TOKEN.findall(letters.removesuffix("*"))]
    return (_op(ops.UNREPLACED), *chain.from_iterable(parts), *((_op(ops.LETTERS),) if letters.endswith("*") else ()))


def _part(part: str, is_exact: bool) -> Program:
    if part == "*":
        return _op(ops.EITHER, 3), _op(ops.LETTER), _op(ops.JUMP, -2)
    if part == "?":
        return _optional((_op(ops.LETTER),))
    if part == "-":
        return _optional((_op(ops.SPACE_OR_HYPHEN),))
    return tuple(_op(ops.EXACT, ord(letter)) for letter in part) if is_exact else _text(folded(part))


def _thing(name: str) -> Program:
    bracketed = _text(f"[{name}]")
    if name == "link":
        secure = (*_text("http"), *_optional(_text("s")), *_text("://"))
        rest = (_op(ops.NO_SPACE), _op(ops.EITHER, 3), _op(ops.NO_SPACE), _op(ops.JUMP, -2))
        found = (_op(ops.NO_LETTER_BEFORE), *secure, *rest)
    elif name == "user":
        found = (*_text("@"), _op(ops.LETTER), _op(ops.LETTERS))
    else:
        return bracketed
    return _either([bracketed, found])


def _text(letters: str) -> Program:
    return (_op(ops.TEXT, len(letters)), *(_op(ord(letter)) for letter in letters))
