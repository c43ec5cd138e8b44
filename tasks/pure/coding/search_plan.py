"""How the matcher looks for a phrase: which words may open each of its places, and how far apart the places may be."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from tasks.codebook.letters import folded
from tasks.codebook.phrases import Phrase, Place

PARTS = re.compile(r"[\w*?]+|[^\w*?]+")
LETTERS = re.compile(r"[\w*?]+")
AFTER_AT = "@"
# The words of a frame return from phrase to phrase: each is looked at once.
KEPT = 1 << 16
# A link runs on to the next space, over any number of pauses.
ENDLESS = 1 << 18
# What `word_index` puts before the word of a placeholder.
OPEN = "["
THINGS = {"link": ((OPEN, "[link"), ("", "http"), ("", "https")), "user": ((OPEN, "[user"), ("@", AFTER_AT))}


@dataclass(frozen=True)
class Step:
    """One place of a phrase.

    `opening` are the patterns of the words that may begin it, in the order in which they are tried, each with whether it is
    all there is of its alternative. A match begins `offsets` before such a word, and passes at most `width` pauses with the
    one after it.
    """

    gap: int
    width: int
    opening: tuple[tuple[str, bool], ...]
    offsets: tuple[int, ...]


@dataclass(frozen=True)
class Plan:
    """The steps of a phrase; none where only reading every text helps."""

    steps: tuple[Step, ...]

    @property
    def reaches(self) -> list[int]:
        """How many pauses after the first step each step may begin, at most."""
        reaches = [0]
        for before, step in zip(self.steps, self.steps[1:], strict=False):
            reaches.append(reaches[-1] + before.width + step.gap)
        return reaches


def plan_of(phrase: Phrase) -> Plan:
    """How to look for a phrase."""
    steps = tuple(_step(place) for place in phrase.places)
    return Plan(steps if all(_is_sure(pattern) for step in steps for pattern, _ in step.opening) else ())


@lru_cache(maxsize=KEPT)
def _step(place: Place) -> Step:
    openings = [(*opening, bool(LETTERS.fullmatch(word))) for word in place.words for opening in _openings(word)]
    tried: dict[str, bool] = {}
    for _, pattern, is_all in openings:
        tried.setdefault(pattern, is_all)
    return Step(
        gap=place.gap,
        width=max(_width(word) for word in place.words),
        opening=tuple(tried.items()),
        offsets=tuple(sorted({len(prefix) for prefix, _, _ in openings}, reverse=True)),
    )


@lru_cache(maxsize=KEPT)
def _openings(word: str) -> tuple[tuple[str, str], ...]:
    return tuple(_opened(word))


def _opened(word: str) -> Iterator[tuple[str, str]]:
    """The first words that a match may have, with what stands right before them."""
    first = word.split()[0]
    if first.startswith("<"):
        thing = first.strip("<>")
        yield from THINGS.get(thing, ((OPEN, f"[{thing}"),))
        return
    parts = PARTS.findall(folded(first.lstrip("!")))
    prefix = parts.pop(0) if re.match(r"[^\w*?]", parts[0]) else ""
    if "-" in prefix:
        yield "", ""
        return
    # A hyphen parts two words or joins them.
    opening, rest = "".join(parts[:1]), parts[1:]
    yield prefix, opening
    while len(rest) > 1 and not rest[0].strip("-"):
        opening, rest = opening + rest[1], rest[2:]
        yield prefix, opening


def _width(word: str) -> int:
    if "<link>" in word:
        return ENDLESS
    return 1 + len(re.findall(r"[^\w*?']+", folded(word)))


@lru_cache(maxsize=KEPT)
def _is_sure(pattern: str) -> bool:
    return pattern == AFTER_AT or bool(re.search(r"\w", pattern))
