"""A coding frame made ready for the matcher: every phrase compiled, and the words by which it is found."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, chain

import numpy as np
from numpy.typing import NDArray

from tasks.codebook.model import Codebook
from tasks.codebook.phrases import Phrase, compiled
from tasks.pure.coding.search_plan import plan_of
from tasks.pure.coding.vocabulary import Vocabulary, as_numbers
from tasks.pure.coding.word_index import Numbers


@dataclass(frozen=True)
class Rule:
    """A phrase with the place of its heading and the strength it was written under."""

    heading: int
    strength: str
    phrase: Phrase


class Matchers(dict[int, Callable[[str, int], re.Match[str] | None]]):
    """How each rule is matched at a place; its pattern is compiled when it is first wanted."""

    def __init__(self, rules: list[Rule]) -> None:
        self.rules = rules

    def __missing__(self, number: int) -> Callable[[str, int], re.Match[str] | None]:
        self[number] = self.rules[number].phrase.pattern.match
        return self[number]


@dataclass(frozen=True)
class CompiledFrame:
    """The rules of a frame: those that are sought from their words, and those for which every text is read.

    `offsets` are how far before the first word the n-th sought rule may begin, from `offset_bounds[n]` on.
    """

    rules: list[Rule]
    headings: int
    heading: Numbers
    is_unless: NDArray[np.bool_]
    is_cased: NDArray[np.bool_]
    read: list[int]
    sought: Numbers
    vocabulary: Vocabulary
    matchers: Matchers
    offsets: Numbers
    offset_bounds: Numbers


def compiled_frame(codebook: Codebook) -> CompiledFrame:
    """The frame made ready; once for each codebook."""
    return _compiled(_Identity(codebook))


def phrases_of(codebook: Codebook) -> list[Rule]:
    """Every phrase of a frame, compiled, in the order of the file."""
    return compiled_frame(codebook).rules


class _Identity:
    """A codebook as a cache key: by identity, because it holds a dictionary."""

    def __init__(self, codebook: Codebook) -> None:
        self.codebook = codebook

    def __hash__(self) -> int:
        return id(self.codebook)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Identity) and other.codebook is self.codebook


@lru_cache(maxsize=16)
def _compiled(identity: _Identity) -> CompiledFrame:
    codebook = identity.codebook
    rules = [
        Rule(place, strength, compiled(phrase, codebook.sets))
        for place, heading in enumerate(codebook.headings)
        for strength in ("strong", "weak", "unless")
        for phrase in getattr(heading, strength)
    ]
    plans = [plan_of(rule.phrase) for rule in rules]
    sought = [number for number, plan in enumerate(plans) if plan.steps]
    offsets = [plans[number].steps[0].offsets for number in sought]
    return CompiledFrame(
        rules=rules,
        headings=len(codebook.headings),
        heading=as_numbers(rule.heading for rule in rules),
        is_unless=np.array([rule.strength == "unless" for rule in rules], np.bool_),
        is_cased=np.array([rule.phrase.is_cased for rule in rules], np.bool_),
        read=[number for number, plan in enumerate(plans) if not plan.steps],
        sought=as_numbers(sought),
        vocabulary=Vocabulary([plans[number] for number in sought]),
        matchers=Matchers(rules),
        offsets=as_numbers(chain.from_iterable(offsets)),
        offset_bounds=as_numbers(accumulate(map(len, offsets), initial=0)),
    )
