"""Where the phrases of a coding frame match: words choose the candidates, and decide where nothing but words can."""

import re
from collections.abc import Iterator
from functools import lru_cache

import numpy as np
import polars as pl

from tasks.codebook.model import Codebook
from tasks.codebook.phrases import Phrase, compiled
from tasks.pure.chains import candidates, chained, is_in, is_plain, matches, once
from tasks.pure.lexicon import Lexicon
from tasks.pure.plans import AFTER_AT, Plan, plan_of
from tasks.pure.word_index import Flags, Places, WordIndex, word_index

Matches = tuple[Places, Places, Places]
BATCH = 50_000
COMPOUND = re.compile("[ #@]")
NOWHERE = np.empty(0, np.int64)
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
    return _rules(_Identity(codebook))[0]


def is_negated(text: str, start: int) -> bool:
    """Whether a word of denial stands close before a place in a text."""
    return bool(NEGATION.search(text[max(0, start - 40) : start]))


def _batch(texts: list[str], codebook: Codebook) -> pl.DataFrame:
    rules, lexicon = _rules(_Identity(codebook))
    index = word_index(texts)
    stands = _Stands(index, lexicon)
    has_cue = np.zeros((len(codebook.headings), len(texts)), np.bool_)
    found = []
    for number, rule in enumerate(rules):
        is_cue = rule.strength != "unless"
        rows, starts, ends = _matched(rule, index, stands, None if is_cue else has_cue[rule.heading])
        if rows.size:
            found.append((np.full(rows.size, number), rows, starts, ends))
            has_cue[rule.heading, rows] |= is_cue
    if not found:
        return pl.DataFrame(schema=_HITS)
    phrase, row, start, end = (np.concatenate(column) for column in zip(*found, strict=True))
    return pl.DataFrame({"row": row, "phrase": phrase, "start": start, "end": end}, schema=_HITS)


def _matched(rule: Rule, index: WordIndex, stands: "_Stands", within: Flags | None) -> Matches:
    """Rows, starts and ends, counted within the row, of a phrase's matches, where asked for in some rows only."""
    plan, pattern = rule.plan, rule.phrase.pattern
    found = []
    if plan.steps:
        read = candidates(plan, index, stands)
        if within is not None:
            read = read[within[index.rows[read]]]
        if plan.is_plain and read.size:
            plain = is_plain(read, plan, index, stands)
            begin, last = matches(read[plain], plan, index, stands)
            tags = (~index.opens[begin]).astype(np.int64)
            found.append((index.rows[begin], index.starts[begin] - tags, index.ends[last]))
            read = read[~plain]
        if read.size or not found:
            found.append(_columns(list(_read(read, plan, pattern, index))))
    else:
        found.append(_columns(list(_searched(pattern, index, within))))
    rows, starts, ends = found[0] if len(found) == 1 else _merged(found)
    if (starts[1:] < ends[:-1]).any():
        kept = chained(starts, ends)
        rows, starts, ends = rows[kept], starts[kept], ends[kept]
    offsets = index.row_starts[rows]
    return rows, starts - offsets, ends - offsets


def _searched(pattern: re.Pattern[str], index: WordIndex, within: Flags | None) -> Iterator[tuple[int, int, int]]:
    """Row and offsets in the whole text of every match, by reading all texts."""
    offsets = index.row_starts.tolist()
    for row, text in enumerate(index.texts):
        if within is None or within[row]:
            yield from (
                (row, offsets[row] + match.start(), offsets[row] + match.end()) for match in pattern.finditer(text)
            )


def _merged(found: list[Matches]) -> Matches:
    rows, starts, ends = (np.concatenate(columns) for columns in zip(*found, strict=True))
    order = np.argsort(starts, kind="stable")
    return rows[order], starts[order], ends[order]


def _read(first: Places, plan: Plan, pattern: re.Pattern[str], index: WordIndex) -> Iterator[tuple[int, int, int]]:
    text, match = index.text, pattern.match
    rows = index.rows[first]
    stops = (index.row_starts[rows + 1] - 1).tolist()
    for row, start, stop in zip(rows.tolist(), index.starts[first].tolist(), stops, strict=True):
        for offset in plan.steps[0].offsets:
            found = match(text, start - offset, stop)
            if found:
                yield row, found.start(), found.end()


def _columns(rows: list[tuple[int, int, int]]) -> Matches:
    columns = np.array(rows, np.int64).reshape(-1, 3).T
    return columns[0], columns[1], columns[2]


class _Stands:
    """Where words that fit patterns stand in an index; each set of patterns is looked up once."""

    def __init__(self, index: WordIndex, lexicon: Lexicon) -> None:
        self.index = index
        self.known: dict[tuple[str, ...], Places] = {}
        self.fitting: dict[str, list[int]] = {}
        for number, word in enumerate(index.words):
            for pattern in lexicon.fits(word):
                self.fitting.setdefault(pattern, []).append(number)

    def __call__(self, patterns: tuple[str, ...]) -> Places:
        if patterns not in self.known:
            self.known[patterns] = self._of(patterns)
        return self.known[patterns]

    def _of(self, patterns: tuple[str, ...]) -> Places:
        words = sorted({word for pattern in patterns for word in self.fitting.get(pattern, ())})
        places = [self.index.places_of(word) for word in words]
        compound = [self._compound(pattern) for pattern in patterns if COMPOUND.search(pattern)]
        if compound:
            return once(np.concatenate([*places, *compound]))
        return np.sort(np.concatenate([NOWHERE, *places])) if len(places) != 1 else places[0]

    def _compound(self, pattern: str) -> Places:
        if pattern == AFTER_AT:
            return np.flatnonzero(self.index.after_at)
        if pattern.startswith("#"):
            tagged = self((pattern[1:],))
            return tagged[self.index.after_tag[tagged]]
        first, second = (self((word,)) for word in pattern.split(" "))
        return first[is_in(first + 1, second)]


class _Identity:
    """A codebook as a cache key: by identity, for it holds a dictionary."""

    def __init__(self, codebook: Codebook) -> None:
        self.codebook = codebook

    def __hash__(self) -> int:
        return id(self.codebook)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Identity) and other.codebook is self.codebook


@lru_cache(maxsize=16)
def _rules(identity: _Identity) -> tuple[list[Rule], Lexicon]:
    codebook = identity.codebook
    rules = [
        Rule(place, strength, compiled(phrase, codebook.sets))
        for place, heading in enumerate(codebook.headings)
        for strength in ("strong", "weak", "unless")
        for phrase in getattr(heading, strength)
    ]
    steps = [step for rule in rules for step in rule.plan.steps]
    patterns = {pattern for step in steps for pattern in (*step.opening, *step.whole)}
    return rules, Lexicon({word for pattern in patterns for word in pattern.lstrip("#@").split(" ") if word})


_HITS = {"row": pl.Int64, "phrase": pl.Int64, "start": pl.Int64, "end": pl.Int64}
