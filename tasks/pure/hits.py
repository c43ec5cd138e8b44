"""Where the phrases of a coding frame match: words choose the candidates, and decide where nothing but words can.

The cost is that of the characters once (the index), of the places of each phrase's rarest step (the sweep), and of the
places that are left to the phrase's own pattern; a rule whose words are not there costs next to nothing. Most of the
time goes to the patterns: words joined by an apostrophe, links, long gaps over odd pauses.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tasks.codebook.model import Codebook
from tasks.codebook.phrases import Phrase, compiled
from tasks.pure.chains import candidates, chained
from tasks.pure.lexicon import Lexicon
from tasks.pure.plans import plan_of
from tasks.pure.sheaf import Sheaf, is_bound, sheaf_of
from tasks.pure.stands import Stands
from tasks.pure.sweep import Sweep
from tasks.pure.word_index import Flags, Places, WordIndex, word_index

Matches = tuple[Places, Places, Places]
BATCH = 50_000
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

    Rows: one a text, phrase and match: row, phrase (its place in `phrases_of`), start, end; any order.
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
    return bool(NEGATION.search(text[max(0, start - 40) : start]))


def _batch(texts: list[str], codebook: Codebook) -> pl.DataFrame:
    frame = _compiled(_Identity(codebook))
    index = word_index(texts)
    told, unread = Sweep(frame.sheaf, index, frame.lexicon).found()
    stands = Stands(index, frame.lexicon)
    begin = told[1]
    tags = index.after_tag[begin].astype(np.int64)
    matched = [(frame.sheaf.phrases[told[0]], index.starts[begin] - tags, index.ends[told[2]])]
    has_cue = np.zeros((len(codebook.headings), len(texts)), np.bool_)
    _tell(has_cue, matched[0], frame, index)
    for is_unless in (False, True):
        within = has_cue if is_unless else ~np.zeros_like(has_cue)
        phrase, first = frame.sheaf.phrases[unread[0]], unread[1]
        asked = (frame.is_unless[phrase] == is_unless) & within[frame.heading[phrase], index.rows[first]]
        read = _columns(list(_read(phrase[asked], first[asked], frame.rules, index)))
        alone = [
            _sought(number, frame.rules[number], index, stands, within[frame.heading[number]])
            for number in frame.alone[is_unless]
        ]
        for found in (read, *alone):
            _tell(has_cue, found, frame, index)
            matched.append(found)
    return _in_order(matched, has_cue, frame, index)


def _tell(has_cue: NDArray[np.bool_], found: Matches, frame: "_Compiled", index: WordIndex) -> None:
    """Marks the headings and texts that have a cue."""
    phrase, start, _ = found
    is_cue = ~frame.is_unless[phrase]
    has_cue[frame.heading[phrase[is_cue]], _rows(start[is_cue], index)] = True


def _rows(starts: Places, index: WordIndex) -> Places:
    return np.searchsorted(index.row_starts, starts, "right") - 1


def _in_order(matched: list[Matches], has_cue: NDArray[np.bool_], frame: "_Compiled", index: WordIndex) -> pl.DataFrame:
    """Matches by phrase and place, none within another of its phrase, an `unless` only beside a cue."""
    phrase, start, end = (np.concatenate(column) for column in zip(*matched, strict=True))
    order = np.argsort(phrase * (len(index.text) + 1) + start, kind="stable")
    phrase, start, end = phrase[order], start[order], end[order]
    crossed = np.unique(phrase[1:][(phrase[1:] == phrase[:-1]) & (start[1:] < end[:-1])])
    kept = ~np.isin(phrase, crossed)
    for number in crossed.tolist():
        left, right = np.searchsorted(phrase, [number, number + 1])
        kept[left + np.array(chained(start[left:right], end[left:right]))] = True
    phrase, start, end = phrase[kept], start[kept], end[kept]
    row = _rows(start, index)
    beside = ~frame.is_unless[phrase] | has_cue[frame.heading[phrase], row]
    offset = index.row_starts[row]
    columns = {"row": row, "phrase": phrase, "start": start - offset, "end": end - offset}
    return pl.DataFrame(columns, schema=_HITS).filter(pl.Series(beside))


def _sought(number: int, rule: Rule, index: WordIndex, stands: Stands, within: Flags) -> Matches:
    """Matches of a phrase that has to be read, in some rows only."""
    if not rule.plan.steps:
        return _columns(list(_searched(number, rule.phrase.pattern, index, within)))
    first = candidates(rule.plan, index, stands)
    first = first[within[index.rows[first]]]
    return _columns(list(_read(np.full(first.size, number), first, {number: rule}, index)))


def _searched(number: int, pattern: re.Pattern[str], index: WordIndex, within: Flags) -> Iterator[tuple[int, int, int]]:
    """Every match, with its offsets in the whole text, by reading all texts."""
    offsets = index.row_starts.tolist()
    for row in np.flatnonzero(within).tolist():
        for match in pattern.finditer(index.texts[row]):
            yield number, offsets[row] + match.start(), offsets[row] + match.end()


def _read(
    phrase: Places, first: Places, rules: Sequence[Rule] | Mapping[int, Rule], index: WordIndex
) -> Iterator[tuple[int, int, int]]:
    text = index.text
    stops = (index.row_starts[index.rows[first] + 1] - 1).tolist()
    for number, start, stop in zip(phrase.tolist(), index.starts[first].tolist(), stops, strict=True):
        rule = rules[number]
        for offset in rule.plan.steps[0].offsets:
            found = rule.phrase.pattern.match(text, start - offset, stop)
            if found:
                yield number, found.start(), found.end()


def _columns(rows: list[tuple[int, int, int]]) -> Matches:
    columns = np.array(rows, np.int64).reshape(-1, 3).T
    return columns[0], columns[1], columns[2]


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
    """The rules of a frame, those that are sought together, and those that are not: cues, then `unless`."""

    rules: list[Rule]
    lexicon: Lexicon
    sheaf: Sheaf
    alone: tuple[list[int], list[int]]
    heading: Places
    is_unless: Flags


@lru_cache(maxsize=16)
def _compiled(identity: _Identity) -> _Compiled:
    codebook = identity.codebook
    rules = [
        Rule(place, strength, compiled(phrase, codebook.sets))
        for place, heading in enumerate(codebook.headings)
        for strength in ("strong", "weak", "unless")
        for phrase in getattr(heading, strength)
    ]
    steps = [step for rule in rules for step in rule.plan.steps]
    patterns = {pattern for step in steps for pattern in (*step.opening, *step.whole)}
    bound = {number: rule.plan for number, rule in enumerate(rules) if is_bound(rule.plan)}
    alone = [number for number in range(len(rules)) if number not in bound]
    is_unless = np.array([rule.strength == "unless" for rule in rules], np.bool_)
    return _Compiled(
        rules=rules,
        lexicon=Lexicon({word for pattern in patterns for word in pattern.lstrip("#@").split(" ") if word}),
        sheaf=sheaf_of(bound),
        alone=([each for each in alone if not is_unless[each]], [each for each in alone if is_unless[each]]),
        heading=np.array([rule.heading for rule in rules], np.int64),
        is_unless=is_unless,
    )


_HITS = {"row": pl.Int64, "phrase": pl.Int64, "start": pl.Int64, "end": pl.Int64}
