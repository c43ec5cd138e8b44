"""How the matcher looks for a phrase: which words may open each of its places, and how far apart the places may be."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from tasks.codebook.phrases import Phrase, Place, canonical

PARTS = re.compile(r"[\w*?]+|[^\w*?]+")
PLAIN = re.compile(r"#?[\w*?]+|[\w*?]+(?:'[\w*?]+)+")
CAPITALS = re.compile("[A-Z]")
AFTER_AT = "@"
# The words of a frame return from phrase to phrase: each is looked at once.
KEPT = 1 << 16
# A link runs on to the next space, over any number of pauses; a row end is farther still.
ENDLESS = 1 << 18
THINGS = {"link": (("[", "link"), ("", "http"), ("", "https")), "user": (("[", "user"), ("@", AFTER_AT))}


@dataclass(frozen=True)
class Step:
    """One place of a phrase.

    `opening` are the patterns of the words that may begin it, `whole` those of the words that fill it alone, and
    `tricky` of those that begin what has to be read; a match of it begins `offsets` before such a word, and passes at
    most `width` pauses with the one after it.
    """

    gap: int
    width: int
    opening: tuple[str, ...]
    whole: tuple[str, ...]
    tricky: tuple[str, ...]
    offsets: tuple[int, ...]


@dataclass(frozen=True)
class Plan:
    """The steps of a phrase; none where only reading every text helps. Plain: between plain pauses words alone decide."""

    steps: tuple[Step, ...]
    is_plain: bool

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
    is_sure = all(_is_sure(pattern) for step in steps for pattern in step.opening)
    is_bounded = not phrase.written.startswith(("#", "<"))
    return Plan(steps if is_sure else (), is_plain=is_bounded and all(step.whole for step in steps))


@lru_cache(maxsize=KEPT)
def _step(place: Place) -> Step:
    openings = [opening for word in place.words for opening in _openings(word)]
    plain = [word for word in place.words if PLAIN.fullmatch(canonical(word))]
    return Step(
        gap=place.gap,
        width=max(_width(word) for word in place.words),
        opening=_unique(pattern for _, pattern in openings),
        whole=_unique(_folded(word) for word in plain if "'" not in canonical(word)),
        tricky=_unique(
            pattern
            for word in place.words
            if word not in plain or "'" in canonical(word)
            for _, pattern in _openings(word)
        ),
        offsets=tuple(sorted({len(prefix) for prefix, _ in openings}, reverse=True)),
    )


@lru_cache(maxsize=KEPT)
def _openings(word: str) -> tuple[tuple[str, str], ...]:
    return tuple(_opened(word))


def _opened(word: str) -> Iterator[tuple[str, str]]:
    """The first words that a match may have, two where there are two, with what stands right before them."""
    if word.startswith("<"):
        thing = word.split()[0].strip("<>")
        yield from THINGS.get(thing, (("[", thing),))
        return
    parts = PARTS.findall(_folded(word.partition(" <")[0]))
    prefix = parts.pop(0) if re.match(r"[^\w*?]", parts[0]) else ""
    if "-" in prefix:
        yield "", ""
        return
    for first, rest in _joined(parts):
        if len(rest) < 2:
            yield prefix, first
        for second, _ in _joined(rest[1:]):
            yield prefix, f"{first} {second}"


def _joined(parts: list[str]) -> Iterator[tuple[str, list[str]]]:
    """The words that parts may begin with, and the parts that are left: a hyphen parts two words or joins them."""
    word, rest = "".join(parts[:1]), parts[1:]
    if word:
        yield word, rest
    while len(rest) > 1 and not rest[0].strip("-"):
        word, rest = word + rest[1], rest[2:]
        yield word, rest


def _width(word: str) -> int:
    if word == "<link>":
        return ENDLESS
    return 1 + len(re.findall(r"[^\w*?']+", canonical(word)))


def _folded(word: str) -> str:
    words = " ".join(part.lstrip("!") for part in canonical(word).split())
    return CAPITALS.sub(lambda letter: letter[0].lower(), words)


@lru_cache(maxsize=KEPT)
def _is_sure(pattern: str) -> bool:
    return pattern == AFTER_AT or all(re.search(r"\w", word) for word in pattern.split(" "))


def _unique(patterns: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(patterns))
