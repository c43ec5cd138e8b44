"""A phrase as a program for the machine: the same language as its pattern, tried in the same order."""

import re
from functools import lru_cache

from tasks.codebook.phrases import Phrase, canonical
from tasks.pure import machine as ops
from tasks.pure.folding import folded

Instruction = tuple[int, int, int]
Program = tuple[Instruction, ...]

# Words of a frame return from phrase to phrase: each is written once.
KEPT = 1 << 16
TOKEN = re.compile(r"[*?-]|[^*?-]")


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
    return (*_optional((_op(ops.CHAR, ops.QUOTE), _op(ops.CHAR, ord("s")))), _op(ops.CLOSES))


def _gap(words: int) -> Program:
    return tuple(
        each
        for left in range(words, 0, -1)
        for each in (_op(ops.GAP, 3 * left), _op(ops.BETWEEN), _op(ops.GAP_WORD))
    )


@lru_cache(maxsize=KEPT)
def _alternatives(words: tuple[str, ...]) -> Program:
    """One of words, the first before the others; those that begin alike are tried together, for no others can be one."""
    parts = [_word(word) for word in words]
    guard = (_op(ops.UNREPLACED),)
    if all(part[:1] == guard for part in parts):
        return (*guard, *_chosen([part[1:] for part in parts]))
    return _chosen(parts)


def _chosen(parts: list[Program]) -> Program:
    firsts = [_first(part) for part in parts]
    if -1 in firsts or len(set(firsts)) == 1:
        return _either(parts, firsts)
    groups = {first: [part for part, own in zip(parts, firsts, strict=True) if own == first] for first in firsts}
    return _one_of([(ops.ONLY, first, _either(some, [first] * len(some))) for first, some in groups.items()])


def _either(parts: list[Program], firsts: list[int]) -> Program:
    return _one_of([(ops.TRY, first, part) for first, part in zip(firsts, parts, strict=True)])


def _one_of(parts: list[tuple[int, int, Program]]) -> Program:
    """One of parts, with the instruction that chooses and the character that it looks for."""
    written = parts[-1][2]
    for kind, first, part in reversed(parts[:-1]):
        written = (_op(kind, len(part) + 2, first), *part, _op(ops.JUMP, len(written) + 1), *written)
    return written


def _first(part: Program) -> int:
    """The folded character that a part begins with, or -1 where there are several."""
    for kind, told, _ in part:
        if kind == ops.CHAR:
            return told
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
    kind = ops.EXACT if word.startswith("!") else ops.CHAR
    letters = canonical(word.lstrip("!"))
    written: Program = (_op(ops.UNREPLACED),)
    for place, letter in enumerate(letters):
        if letter == "*":
            loop = (_op(ops.EITHER, 3), _op(ops.LETTER), _op(ops.JUMP, -2))
            written += loop if place + 1 < len(letters) else (_op(ops.LETTERS),)
        elif letter == "?":
            written += _optional((_op(ops.LETTER),))
        elif letter == "-":
            written += _optional((_op(ops.SPACE_OR_HYPHEN),))
        else:
            written += (_op(kind, ord(letter if kind == ops.EXACT else folded(letter))),)
    return written


def _thing(name: str) -> Program:
    bracketed = _text(f"[{name}]")
    if name == "link":
        secure = (*_text("http"), *_optional(_text("s")), *_text("://"))
        rest = (_op(ops.NO_SPACE), _op(ops.EITHER, 3), _op(ops.NO_SPACE), _op(ops.JUMP, -2))
        found = (_op(ops.NO_LETTER_BEFORE), *secure, *rest)
    elif name == "user":
        found = (_op(ops.CHAR, ops.AT), _op(ops.LETTER), _op(ops.LETTERS))
    else:
        return bracketed
    return (_op(ops.TRY, len(bracketed) + 2, ord("[")), *bracketed, _op(ops.JUMP, len(found) + 1), *found)


def _text(letters: str) -> Program:
    return tuple(_op(ops.CHAR, ord(letter)) for letter in letters)
