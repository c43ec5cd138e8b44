"""Where the phrases of a coding frame match: words choose the candidates, and programs decide.

A phrase is sought from the words of its rarest place, and only where its other places have a word within reach does its
program run over the characters. A rule whose words are not there costs next to nothing.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tasks.codebook.model import Codebook
from tasks.codebook.phrases import Phrase, canonical, compiled
from tasks.pure.coding.anchors import Steps, anchors_of, steps_of
from tasks.pure.coding.compiled import Phrases
from tasks.pure.coding.machine import hunt
from tasks.pure.coding.plans import plan_of
from tasks.pure.coding.programs import program_of
from tasks.pure.coding.word_index import WordIndex, word_index

Hits = NDArray[np.int64]
BATCH = 50_000
# Code points before a place in which a word of denial is close.
BEFORE = 40
NEGATION = re.compile(
    r"(?:\b(?:no|not|never|nor|without|cannot|hardly|isnt|dont|didnt|wasnt|cant)\b|n't)(?:\W+\w+){0,2}\W*$",
    re.IGNORECASE,
)


class Rule:
    """A phrase with the heading and the strength it was written under, and how to look for it."""

    __slots__ = ("heading", "phrase", "plan", "strength")

    def __init__(self, heading: int, strength: str, phrase: Phrase) -> None:
        self.heading, self.strength, self.phrase, self.plan = heading, strength, phrase, plan_of(phrase)


def find_hits(texts: pl.Series, codebook: Codebook) -> pl.DataFrame:
    """Every place where a phrase of the frame matches, as its pattern finds them: from the left, none within another.

    An `unless` is sought only where its heading has a cue.

    Rows: one a text, phrase and match: row, phrase (its place in `phrases_of`), start, end; by row, phrase and start.
    """
    parts = [
        _batch(texts[offset : offset + BATCH].to_list(), codebook).with_columns(pl.col("row") + offset)
        for offset in range(0, texts.len(), BATCH)
    ]
    return pl.concat([pl.DataFrame(schema=_HITS), *parts])


def phrases_of(codebook: Codebook) -> list[Rule]:
    """Every phrase of a frame, compiled, in the order of the file."""
    return _compiled(_Identity(codebook)).rules


def is_negated(text: str, start: int) -> bool:
    """Whether a word of denial stands close before a place in a text."""
    return bool(NEGATION.search(canonical(text[max(0, start - BEFORE) : start])))


def _batch(texts: list[str], codebook: Codebook) -> pl.DataFrame:
    frame, index = _compiled(_Identity(codebook)), word_index(texts)
    has_cue = np.zeros((len(codebook.headings), len(texts)), np.bool_)
    told = [_searched(number, frame, texts) for number in frame.read if not frame.is_unless[number]]
    for hits in told:
        has_cue[frame.heading[hits[1]], hits[0]] = True
    told.append(_hunted(frame, index, has_cue))
    for number in frame.read:
        if frame.is_unless[number]:
            hits = _searched(number, frame, texts)
            told.append(hits[:, has_cue[frame.heading[hits[1]], hits[0]]])
    found = pl.concat([pl.DataFrame(list(hits), schema=_HITS) for hits in told])
    return found.sort("row", "phrase", "start") if frame.read else found


def _hunted(frame: "_Compiled", index: WordIndex, has_cue: NDArray[np.bool_]) -> Hits:
    """Hits of the phrases that have programs; tells which headings have a cue in which texts."""
    anchors = anchors_of(frame.steps, frame.is_unless[frame.hunted], index.vocabulary, index.counts)
    room = 1024 + 16 * has_cue.shape[1]
    while True:
        hits = np.empty((4, room), np.int64)
        count = hunt(index.characters, index.words, frame.phrases, anchors, has_cue, hits)
        if count <= room:
            return hits[:, :count]
        room = count


def _searched(number: int, frame: "_Compiled", texts: list[str]) -> Hits:
    """Every match of a phrase that has to be sought by reading all texts."""
    pattern = frame.rules[number].phrase.pattern
    rows = [
        (row, number, *match.span()) for row, text in enumerate(texts) for match in pattern.finditer(canonical(text))
    ]
    return np.array(rows, np.int64).reshape(-1, 4).T


class _Identity:
    """A codebook as a cache key: by identity, for it holds a dictionary."""

    def __init__(self, codebook: Codebook) -> None:
        self.codebook = codebook

    def __hash__(self) -> int:
        return id(self.codebook)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Identity) and other.codebook is self.codebook


@dataclass(frozen=True)
class _Compiled:
    """The rules of a frame: those that are hunted, by programs from their steps, and those that read every text."""

    rules: list[Rule]
    heading: Hits
    is_unless: NDArray[np.bool_]
    read: list[int]
    hunted: Hits
    steps: Steps
    phrases: Phrases


@lru_cache(maxsize=16)
def _compiled(identity: _Identity) -> _Compiled:
    codebook = identity.codebook
    rules = [
        Rule(place, strength, compiled(phrase, codebook.sets))
        for place, heading in enumerate(codebook.headings)
        for strength in ("strong", "weak", "unless")
        for phrase in getattr(heading, strength)
    ]
    heading = np.array([rule.heading for rule in rules], np.int64)
    hunted = [number for number, rule in enumerate(rules) if rule.plan.steps]
    steps = steps_of([rules[number].plan for number in hunted])
    return _Compiled(
        rules=rules,
        heading=heading,
        is_unless=np.array([rule.strength == "unless" for rule in rules], np.bool_),
        read=[number for number, rule in enumerate(rules) if not rule.plan.steps],
        hunted=np.array(hunted, np.int64),
        steps=steps,
        phrases=_phrases([rules[number] for number in hunted], hunted, steps),
    )


def _phrases(rules: list[Rule], numbers: list[int], steps: Steps) -> Phrases:
    programs = [program_of(rule.phrase) for rule in rules]
    offsets = [rule.plan.steps[0].offsets for rule in rules]
    return Phrases(
        numbers=np.array(numbers, np.int64),
        programs=np.array([each for program in programs for each in program], np.int32).reshape(-1, 3),
        begins=np.array([0, *accumulate(map(len, programs))], np.int64),
        longest=max(map(len, programs), default=0),
        heading=np.array([rule.heading for rule in rules], np.int64),
        opening=steps.classes[steps.bounds[:-1]],
        step_bounds=steps.bounds,
        classes=steps.classes,
        reaches=steps.reaches,
        offset_bounds=np.array([0, *accumulate(map(len, offsets))], np.int64),
        offsets=np.array([each for some in offsets for each in some], np.int64),
    )


_HITS = {"row": pl.Int64, "phrase": pl.Int64, "start": pl.Int64, "end": pl.Int64}
