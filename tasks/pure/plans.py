"""How the matcher looks for a phrase: which words may open each of its places, and how far apart the places may be."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tasks.codebook.phrases import Phrase, Place, canonical

PARTS = re.compile(r"[\w*?]+|[^\w*?]+")
PLAIN = re.compile(r"[\w*?]+(?:'[\w*?]+)*")
CAPITALS = re.compile("[A-Z]")
AFTER_AT = "@"
# A link runs on to the next space, over any number of pauses; a row end is farther still.
ENDLESS = 1 << 18
THINGS = {"link": (("[", "link"), ("", "http"), ("", "https")), "user": (("[", "user"), ("@", AFTER_AT))}


@dataclass(frozen=True)
class Step:
    """One place of a phrase.

    `opening` are the patterns of the words that may begin it, `whole` those of the words that fill it alone; a match of
    it begins `offsets` before such a word, and passes at most `width` pauses with the one after it.
    """

    gap: int
    width: int
    opening: tuple[str, ...]
    whole: tuple[str, ...]
    offsets: tuple[int, ...]


@dataclass(frozen=True)
class Plan:
    """The steps of a phrase; plain where, between plain pauses, words alone decide; none where only reading helps."""

    steps: tuple[Step, ...]
    is_plain: bool
    is_bounded: bool

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
    if not all(_is_sure(pattern) for step in steps for pattern in step.opening):
        return Plan((), is_plain=False, is_bounded=False)
    words = [word for place in phrase.places for word in place.words]
    is_bounded = bool(words) and not phrase.written.startswith(("#", "<"))
    return Plan(
        steps, is_plain=is_bounded and all(PLAIN.fullmatch(canonical(word)) for word in words), is_bounded=is_bounded
    )


def _step(place: Place) -> Step:
    openings = [opening for word in place.words for opening in _openings(word)]
    return Step(
        gap=place.gap,
        width=max(_width(word) for word in place.words),
        opening=_unique(pattern for _, pattern in openings),
        whole=_unique(_folded(word) for word in place.words if re.fullmatch(r"[\w*?]+", canonical(word))),
        offsets=tuple(sorted({len(prefix) for prefix, _ in openings}, reverse=True)),
    )


def _openings(word: str) -> Iterator[tuple[str, str]]:
    """The first word that a match may have, with what stands before it: a hyphen parts two words or joins them."""
    if word.startswith("<"):
        thing = word.strip("<>")
        yield from THINGS.get(thing, (("[", thing),))
        return
    parts = PARTS.findall(_folded(word.split()[0]))
    prefix = parts.pop(0) if re.match(r"[^\w*?]", parts[0]) else ""
    opening = parts[0] if "-" not in prefix else ""
    yield prefix, opening
    for pause, part in zip(parts[1::2], parts[2::2], strict=False):
        if pause.strip("-"):
            return
        opening += part
        yield prefix, opening


def _width(word: str) -> int:
    if word == "<link>":
        return ENDLESS
    return 1 + len(re.findall(r"[^\w*?']+", canonical(word)))


def _folded(word: str) -> str:
    return CAPITALS.sub(lambda letter: letter[0].lower(), canonical(word).lstrip("!"))


def _is_sure(pattern: str) -> bool:
    return pattern == AFTER_AT or bool(re.search(r"\w", pattern))


def _unique(patterns: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(patterns))
